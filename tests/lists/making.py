"""Small whole files of every kind, with made-up parties: what tests cut, bend, shrink and import. Reads nothing."""

from __future__ import annotations

import csv
import io
import json
import re
import resource
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from reprieve.lists import catalogue
from reprieve.lists.formats.csl_entry import LISTS
from reprieve.lists.importing import Asked, Taken, take
from reprieve.lists.store import Store

NOW: Final = datetime(2031, 6, 1, 12, tzinfo=UTC)
MADE: Final = date(2030, 1, 2)
"""The day on which every sample was published, whether it says so or not."""

Numbers = Iterable[int]
"""Parties by number: the same number is the same party, whatever the kind."""


class Sample(NamedTuple):
    """How to make a file of a kind. `lines`: one party a line, so that a cut between two lines shows nowhere in it."""

    name: str
    text: Callable[[Numbers], str]
    lines: bool = False


def name(number: int) -> str:
    """The name of a party: with letters that only UTF-8 has, and a comma that only quotes hold."""
    return f"Beispiel Wörks 例 No. {number}, Ltd."


def table(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return written.getvalue()


# ---- tables

CSL_LISTS: Final = tuple(dict.fromkeys(LISTS.values()))
"""The lists of the Consolidated Screening List: party number n of a sample is on list n, counted around."""
_CSL_HEAD: Final = (
    *("_id", "source", "entity_number", "type", "programs", "name", "title", "addresses"),
    *("federal_register_notice", "start_date", "end_date", "license_requirement", "license_policy", "remarks"),
    *("source_list_url", "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "ids"),
)
_CSL_SOURCES: Final = tuple(
    f"Some List ({short}) - Somebody" for short in {of: short for short, of in LISTS.items()}.values()
)
"""One source for each list that the Consolidated Screening List knows."""


def _csl_csv(numbers: Numbers) -> str:
    rows = [
        (
            *(f"{number:08x}", _CSL_SOURCES[number % len(_CSL_SOURCES)], str(number), "Entity", "SDGT; SYRIA"),
            *(name(number), "", f"{number} Example Road, Oslo, NO; 2 Other Road, IT", "84 FR 22961, 85 FR 29852"),
            *("2020-01-02", "", "For all items subject to the EAR", "Presumption of denial", "A remark.", ""),
            *(f"Works {number}; W{number}", "", "", "", "", f"Tax ID No., {number}, IT"),
        )
        for number in numbers
    ]
    return table([_CSL_HEAD, *rows])


_DPL_HEAD: Final = (
    *("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date"),
    *("Standard_Order", "Last_Update", "Action", "FR_Citation"),
)


def _dpl(numbers: Numbers) -> str:
    rows = [
        (
            *(name(number), f"{number} Example Road", "Oslo", "", "NO", "0150", "01/02/2020", "01/02/2040"),
            *("Y", "2020-01-02", "made up", "84 F.R. 22961 5/21/2019"),
        )
        for number in numbers
    ]
    return table([_DPL_HEAD, *rows], "\t")


def _ofac_csv(numbers: Numbers) -> str:
    rows = [
        (
            *(str(number), name(number), "-0-", "SDGT] [SYRIA", "-0-", "-0-", "-0-", "-0-", "-0-", "-0-", "-0-"),
            f"Tax ID No. {number} (Italy); Website works{number}.example.",
        )
        for number in numbers
    ]
    return table(rows)


_UK_HEAD: Final = (
    *("Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Designation source", "Date Designated"),
    *("Sanctions Imposed",),
)


def _uk_csv(numbers: Numbers) -> str:
    rows = [
        (f"EXA{number:04}", str(number), name(number), "Somewhere", "Entity", "UK", "02-01-2020", "Asset freeze|Ban")
        for number in numbers
    ]
    return table([_UK_HEAD, *rows])


_FULL_HEAD: Final = (
    *("Last Updated", "Unique ID", "OFSI Group ID", "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5"),
    *("Name type", "Alias strength", "Regime Name", "Designation Type", "Date Designated", "Other Information"),
)


def _uk_full(numbers: Numbers) -> str:
    rows = [
        (
            *("02/01/2030", f"EXA{number:04}", str(number), each, "", "", "", "", "", sort, "", "Somewhere"),
            *("Entity", "02/01/2020", "A remark."),
        )
        for number in numbers
        for each, sort in ((name(number), "Primary Name"), (f"Works {number}", "Alias"))
    ]
    return "Report Date: 02-Jan-2030\n" + table([_FULL_HEAD, *rows])


_EU_HEAD: Final = (
    *("fileGenerationDate", "Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_SubjectType"),
    *("NameAlias_WholeName", "Address_City", "Address_CountryIso2Code"),
)


def _eu_csv(numbers: Numbers) -> str:
    rows = [
        ("02/01/2030", str(number), f"EU.{number}.1", "E", each, city, "NO")
        for number in numbers
        for each, city in ((name(number), "Oslo"), (f"Works {number}", ""))
    ]
    return table([_EU_HEAD, *rows], ";")


def _own_csv(numbers: Numbers) -> str:
    rows = [(str(number), name(number), "Norway", f"{number} Example Road", "0150") for number in numbers]
    return table([("Number", "Name", "Country", "Address", "Cost centre"), *rows])


# ---- XML


def _un(numbers: Numbers) -> str:
    entities = "\n".join(
        f"<ENTITY><DATAID>{number}</DATAID><FIRST_NAME>{name(number)}</FIRST_NAME>"
        f"<UN_LIST_TYPE>Somewhere</UN_LIST_TYPE><REFERENCE_NUMBER>XXe.{number:03}</REFERENCE_NUMBER>"
        "<LISTED_ON>2020-01-02</LISTED_ON><COMMENTS1>A remark.</COMMENTS1>"
        f"<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Works {number}</ALIAS_NAME></ENTITY_ALIAS>"
        "<ENTITY_ADDRESS><CITY>Oslo</CITY><COUNTRY>Norway</COUNTRY></ENTITY_ADDRESS></ENTITY>"
        for number in numbers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2030-01-02T03:04:05Z">'
        f"<INDIVIDUALS></INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>"
    )


def _eu_xml(numbers: Numbers) -> str:
    entities = "\n".join(
        f'<sanctionEntity logicalId="{number}" euReferenceNumber="EU.{number}.1"><remark>A remark.</remark>'
        '<subjectType code="enterprise" classificationCode="E"/>'
        f'<nameAlias wholeName="{name(number)}" strong="true" logicalId="1{number}"/>'
        f'<nameAlias wholeName="Works {number}" strong="false" logicalId="2{number}"/>'
        '<address city="Oslo" countryIso2Code="NO" countryDescription="NORWAY"/></sanctionEntity>'
        for number in numbers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<export xmlns="http://eu.europa.ec/fpi/fsd/export" '
        f'generationDate="2030-01-02T03:04:05Z">{entities}</export>'
    )


def _ofac_xml(numbers: Numbers) -> str:
    wanted = list(numbers)
    parties = "\n".join(
        f"<sdnEntry><uid>{number}</uid><lastName>{name(number)}</lastName><sdnType>Entity</sdnType>"
        "<programList><program>SDGT</program></programList><akaList><aka><uid>1</uid><type>a.k.a.</type>"
        f"<category>weak</category><lastName>Works {number}</lastName></aka></akaList></sdnEntry>"
        for number in wanted
    )
    return (
        '<?xml version="1.0" standalone="yes"?>\n<sdnList xmlns="https://lists.example/XML"><publshInformation>'
        f"<Publish_Date>01/02/2030</Publish_Date><Record_Count>{len(wanted)}</Record_Count></publshInformation>"
        f"{parties}</sdnList>"
    )


_WORDS: Final = (
    ("AliasType", 1403, "Name"),
    ("EntryEventType", 1, "Created"),
    ("LegalBasis", 5, "A law"),
    ("List", 1550, "SDN List"),
    ("NamePartType", 1525, "Entity Name"),
    ("PartyType", 2, "Entity"),
    ("SanctionsType", 1, "Program"),
)


def _advanced_party(number: int) -> str:
    return (
        f'<DistinctParty FixedRef="{number}"><Profile ID="{number}" PartySubTypeID="3"><Identity ID="9{number}" '
        'Primary="true"><Alias AliasTypeID="1403" Primary="true"><DocumentedName><DocumentedNamePart>'
        f'<NamePartValue NamePartGroupID="51">{name(number)}</NamePartValue></DocumentedNamePart></DocumentedName>'
        '</Alias><NamePartGroups><MasterNamePartGroup><NamePartGroup ID="51" NamePartTypeID="1525"/>'
        "</MasterNamePartGroup></NamePartGroups></Identity></Profile></DistinctParty>"
    )


def _advanced_listing(number: int) -> str:
    return (
        f'<SanctionsEntry ID="{number}" ProfileID="{number}" ListID="1550"><EntryEvent EntryEventTypeID="1" '
        'LegalBasisID="5"><Date><Year>2020</Year><Month>1</Month><Day>2</Day></Date></EntryEvent>'
        '<SanctionsMeasure SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure></SanctionsEntry>'
    )


def _ofac_advanced(numbers: Numbers) -> str:
    wanted = list(numbers)
    words = "".join(f'<{sort}Values><{sort} ID="{each}">{text}</{sort}></{sort}Values>' for sort, each, text in _WORDS)
    sub_type = '<PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType></PartySubTypeValues>'
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Sanctions xmlns="https://lists.example/ADVANCED_XML"><DateOfIssue>'
        "<Year>2030</Year><Month>1</Month><Day>2</Day></DateOfIssue>"
        f"<ReferenceValueSets>{words}{sub_type}</ReferenceValueSets>"
        f"<DistinctParties>{''.join(map(_advanced_party, wanted))}</DistinctParties>"
        f"<SanctionsEntries>{''.join(map(_advanced_listing, wanted))}</SanctionsEntries></Sanctions>"
    )


_ECFR_HEAD: Final = ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")


def _ecfr(numbers: Numbers) -> str:
    heads = "".join(f"<TH>{each}</TH>" for each in _ECFR_HEAD)
    rows = "\n".join(
        f"<TR><TD>NORWAY</TD><TD>{name(number)}<br/>{number} Example Road, Oslo, Norway.</TD><TD>For all items subject "
        "to the EAR (See §744.11 of the EAR)</TD><TD>Presumption of denial.</TD><TD>84 FR 22961, 5/21/19.</TD></TR>"
        for number in numbers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<DIV5 N="744" TYPE="PART"><HEAD>PART 744</HEAD>'
        '<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX"><HEAD>Entity List</HEAD><TABLE>'
        f"<THEAD><TR>{heads}</TR></THEAD><TBODY>{rows}</TBODY></TABLE></DIV9></DIV5>"
    )


# ---- JSON


def _csl_json(numbers: Numbers) -> str:
    results = [
        {
            "id": f"{number:08x}",
            "source": _CSL_SOURCES[number % len(_CSL_SOURCES)],
            "entity_number": str(number),
            "type": "Entity",
            "name": name(number),
            "alt_names": [f"Works {number}"],
            "programs": ["SDGT"],
            "addresses": [{"address": f"{number} Example Road", "city": "Oslo", "country": "NO"}],
            "ids": [{"type": "Tax ID No.", "number": str(number), "country": "IT"}],
            "start_date": "2020-01-02",
        }
        for number in numbers
    ]
    return json.dumps({"total": len(results), "results": results}, ensure_ascii=False)


def _registry(numbers: Numbers) -> str:
    parties = [
        {
            "addresses": ["Oslo"],
            "aliases": [f"Works {number}"],
            "country": "cn",
            "date_added": "2020-01-02",
            "entity_name": name(number),
            "entity_type": "organization",
            "id": f"cn-{number}",
            "last_verified": "2030-01-02",
            "list_id": "cn-unreliable-entity-list",
            "reason": "A remark.",
            "source_list_name": "A list",
            "source_url": "https://lists.example/cn",
        }
        for number in numbers
    ]
    return json.dumps(parties, ensure_ascii=False, indent=1)


def _ftm(numbers: Numbers) -> str:
    parties = [
        {
            "id": f"exa-{number}",
            "schema": "Company",
            "properties": {"name": [name(number)], "alias": [f"Works {number}"], "country": ["no"]},
            "datasets": ["us_bis_denied"],
            "target": True,
        }
        for number in numbers
    ]
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in parties)


SAMPLES: Final = {
    "csl/csv": Sample("consolidated.csv", _csl_csv, lines=True),
    "csl/json": Sample("consolidated.json", _csl_json),
    "ofac/csv": Sample("sdn.csv", _ofac_csv, lines=True),
    "ofac/xml": Sample("sdn.xml", _ofac_xml),
    "ofac/advanced": Sample("sdn_advanced.xml", _ofac_advanced),
    "bis/dpl": Sample("dpl.txt", _dpl, lines=True),
    "bis/ecfr": Sample("title-15.xml", _ecfr),
    "un/xml": Sample("consolidated.xml", _un),
    "uk/csv": Sample("uk_list.csv", _uk_csv, lines=True),
    "uk/full": Sample("uk_full.csv", _uk_full, lines=True),
    "eu/xml": Sample("eu.xml", _eu_xml),
    "eu/csv": Sample("eu.csv", _eu_csv, lines=True),
    "registry/json": Sample("registry.json", _registry),
    "ftm/json": Sample("entities.ftm.json", _ftm, lines=True),
    "own/csv": Sample("customers.csv", _own_csv, lines=True),
}
"""A sample for every kind."""


def written(folder: Path, kind: str, numbers: Numbers) -> Path:
    """A whole file of a kind."""
    sample = SAMPLES[kind]
    path = folder / sample.name
    path.write_text(sample.text(numbers), encoding="utf-8", newline="")
    return path


def asked(kind: str, published: date = MADE, **more: Any) -> Asked:
    """To take a file as this kind, as published on a day that only the server says: what the file says goes first."""
    return Asked(kind=kind, published=published, dated_by="the server", **more)


def imported(store: Store, kind: str, numbers: Numbers, published: date = MADE, **more: Any) -> Taken:
    """A sample of these parties into a store, the file being written beside it."""
    path = written(store.folder.parent, kind, numbers)
    return take(store, [path], asked(kind, published, **more), NOW)


def state(store: Store) -> dict[str, bytes]:
    """All that a store's folder holds, byte for byte, but for the lock."""
    return {each.name: each.read_bytes() for each in sorted(store.folder.glob("*")) if each.name != ".lock"}


@contextmanager
def no_floors(folder: Path) -> Iterator[None]:
    """The catalogue as it ships, but without the least sizes: a list of a few parties counts as whole."""
    path = folder / "catalogue.toml"
    path.write_text(re.sub(r"(?m)^at_least = .*$", "", catalogue.FILE.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "FILE", path)
        catalogue.catalogue.cache_clear()
        yield
    catalogue.catalogue.cache_clear()


@contextmanager
def room(size: int) -> Iterator[None]:
    """Room for files of so many bytes, as on a disk that is nearly full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
