"""The Consolidated Screening List as CSV: three layouts, a cut file, and every cell found again in its entry."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.csl import KINDS
from reprieve.lists.formats.predicate import policy, requirement
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

FLAT: Final = (
    "source,entity_number,type,name,alt_names,countries,license_requirement,license_policy,programs,"
    "federal_register_notice,url"
)
OFFICIAL: Final = (
    "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
    "places_of_birth,source_information_url,ids"
)
NUMBERED: Final = f"_id,{OFFICIAL}"
EL: Final = "Entity List (EL) - Bureau of Industry and Security"
SDN: Final = "Specially Designated Nationals (SDN) - Treasury Department"


def written(folder: Path, header: str, *rows: dict[str, str], tail: str = "") -> Opened:
    """A file with a header and rows; cells that a row does not name are empty."""
    path = folder / "csl.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        into = csv.DictWriter(file, header.split(","), restval="")
        into.writeheader()
        into.writerows(rows)
        file.write(tail)
    return Opened(path, BadList)


def entries(opened: Opened, reading: Reading | None = None) -> list[Entry]:
    return list(KINDS[0].read([opened], reading or Reading()))


def entry(folder: Path, header: str, **cells: str) -> Entry:
    return entries(written(folder, header, {"source": EL, "name": "Acme Ltd.", **cells}))[0]


def test_an_entry_of_the_flattened_layout(tmp_path: Path) -> None:
    found = entry(
        tmp_path,
        FLAT,
        alt_names="Acme; Acme, Inc.;Acme Works;; \xa0A. C. M. E.;",
        countries="CN;HK;REGION: ATLANTIS;TURKIYE",
        license_requirement="For all items subject to the EAR. (See §744.11 of the EAR)",
        license_policy="Presumption of denial.",
        programs="A-EO1; B",
        federal_register_notice="84 FR 22961, 85 FR 29852",
        url="somewhere",
    )
    assert found == Entry(
        list="us/bis/entity-list",
        id="acme-ltd-cn-hk-tr",
        names=(
            Name("Acme Ltd."),
            *[Name(each, "alias") for each in ("Acme", "Acme, Inc.", "Acme Works", "A. C. M. E.")],
        ),
        countries=("CN", "HK", "TR"),
        programs=("A-EO1", "B"),
        requirement="For all items subject to the EAR. (See §744.11 of the EAR)",
        policy="Presumption of denial.",
        requires=requirement("For all items subject to the EAR. (See §744.11 of the EAR)"),
        reviewed=policy("Presumption of denial."),
        cites=("84 FR 22961", "85 FR 29852"),
        urls=("somewhere",),
        place="csl.csv, line 2",
        other={"countries": ("REGION: ATLANTIS", "TURKIYE")},
    )


def test_an_entry_of_the_official_layout(tmp_path: Path) -> None:
    found = entry(
        tmp_path,
        NUMBERED,
        _id="77",
        source=SDN,
        entity_number="77",
        type="Individual",
        name=" DOE, Jane",
        title="Minister; former Mayor",
        addresses="1 High Street, Springfield, IL, 62701, US; Somewhere, NM; Paris",
        start_date="2019-05-16",
        end_date="2056-06-29",
        remarks="(Linked To: ACME)",
        citizenships="FR; DE",
        nationalities="FR",
        dates_of_birth="1970; circa 1971",
        places_of_birth="Lyon, France; Rome",
        vessel_flag="Panama",
        source_list_url="here",
        source_information_url="here",
        ids="Passport, P 1, FR, 01 Feb 2003, 02 Mar 2013",
    )
    assert (found.list, found.id, found.kind, found.name) == ("us/ofac/sdn", "77", "person", "DOE, Jane")
    assert found.titles == ("Minister", "former Mayor")
    assert found.addresses == (
        Address(full="1 High Street, Springfield, IL, 62701, US", country="US"),
        Address(full="Somewhere, NM"),
        Address(full="Paris"),
    )
    assert (found.countries, found.nationalities) == (("US",), ("FR", "DE"))
    assert (found.start, found.through) == (date(2019, 5, 16), date(2056, 6, 29))
    assert (found.births, found.birthplaces) == (("1970", "circa 1971"), ("Lyon, France", "Rome"))
    assert found.identifiers == (Identifier("Passport", "P 1", "FR", "01 Feb 2003, 02 Mar 2013"),)
    assert (found.remarks, found.urls) == ("(Linked To: ACME)", ("here",))
    assert found.other == {"_id": ("77",), "vessel_flag": ("Panama",), "citizenships": ("FR", "DE")}


def test_until_2019_the_kind_of_an_identifier_stands_last(tmp_path: Path) -> None:
    cell = "CO, 123-4, NIT #; 5, Passport; Rules, section 5, Risk:"
    assert entry(tmp_path, OFFICIAL, ids=cell).identifiers == (
        Identifier("NIT #", "123-4", "CO"),
        Identifier("Passport", "5"),
        Identifier("Risk:", "Rules, section 5"),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (EL, "us/bis/entity-list"),
        ("Denied Persons List (DPL) - Bureau of Industry and Security", "us/bis/denied-persons"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "us/bis/military-end-user"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "us/ofac/mbs"),
        ("Capta List (CAP) - Treasury Department", "us/ofac/capta"),
        ("Foreign Sanctions Evaders (FSE) - Treasury Department", "us/ofac/fse"),
        ("AECA Debarred List (DTC) - State Department", "us/state/debarred"),
    ],
)
def test_the_short_name_in_the_source_says_which_list(tmp_path: Path, source: str, expected: str) -> None:
    assert entry(tmp_path, OFFICIAL, source=source).list == expected


def test_ids_are_counted_list_by_list(tmp_path: Path) -> None:
    rows = [{"source": source, "name": "Acme", "countries": "CN"} for source in (EL, EL, "Unverified List (UVL) - B")]
    found = entries(written(tmp_path, FLAT, *rows))
    assert [(each.list, each.id) for each in found] == [
        ("us/bis/entity-list", "acme-cn"),
        ("us/bis/entity-list", "acme-cn~2"),
        ("us/bis/unverified", "acme-cn"),
    ]


def test_a_column_that_we_do_not_know_is_kept_and_counted(tmp_path: Path) -> None:
    reading = Reading()
    opened = written(tmp_path, f"{FLAT},mood", {"source": EL, "name": "Acme", "mood": "grim"})
    assert entries(opened, reading)[0].other == {"mood": ("grim",)}
    assert reading.kept == {"mood": 1}


def test_what_is_no_record_is_counted(tmp_path: Path) -> None:
    reading = Reading()
    header = {each: each for each in NUMBERED.split(",")}
    opened = written(tmp_path, NUMBERED, header, {"_id": "1", "source": EL}, {"source": EL, "name": "Acme"})
    assert [each.name for each in entries(opened, reading)] == ["Acme"]
    assert reading.skipped == {"repeated header": 1, "record without a party": 1}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"source": "List of Villains (LOV)"}, "line 2: has the source 'List of Villains (LOV)' (one of 561, CAP"),
        ({"source": ""}, "line 2: has the source ''"),
        ({"source": "source"}, "line 2: is half a header"),
        ({"type": "Robot"}, "line 2: has the type 'Robot' (Individual | Entity | Vessel | Aircraft)"),
        ({"name": " ", "programs": "X"}, "line 2: has no name"),
        ({"start_date": "16/05/2019"}, "line 2: '16/05/2019' is not a day"),
    ],
)
def test_a_record_that_is_wrong_is_refused(tmp_path: Path, cells: dict[str, str], message: str) -> None:
    with pytest.raises(BadList) as caught:
        entry(tmp_path, OFFICIAL, **cells)
    assert message in str(caught.value)


def test_a_number_used_twice_in_one_list_is_refused(tmp_path: Path) -> None:
    rows = [{"source": SDN, "entity_number": "5", "name": each} for each in ("One", "Two")]
    with pytest.raises(BadList, match="line 3: repeats the entity number 5 of us/ofac/sdn"):
        entries(written(tmp_path, OFFICIAL, *rows))


def test_a_number_may_stand_in_two_lists(tmp_path: Path) -> None:
    rows = [{"source": each, "entity_number": "5", "name": "One"} for each in (SDN, "Palestinian List (PLC) - T")]
    assert [each.id for each in entries(written(tmp_path, OFFICIAL, *rows))] == ["5", "5"]


CUT: Final = f'{EL},,,,Cut Off Ltd.,,"1 Some Street; 2 Other Str'


def test_a_row_that_is_cut_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadList, match=r"line 3: is not valid CSV"):
        entries(written(tmp_path, OFFICIAL, {"source": EL, "name": "Acme"}, tail=CUT))
    with pytest.raises(BadList, match=r"line 2: has 5 cells, not 28"):
        entries(written(tmp_path, OFFICIAL, tail=f"{EL},,,,Cut Off Ltd.\n"))


def test_a_cut_last_row_is_kept_as_far_as_it_goes_when_the_caller_knows(tmp_path: Path) -> None:
    reading = Reading(partial=True)
    found = entries(written(tmp_path, OFFICIAL, {"source": EL, "name": "Acme"}, tail=CUT), reading)
    assert [each.name for each in found] == ["Acme", "Cut Off Ltd."]
    assert [each.full for each in found[1].addresses] == ["1 Some Street", "2 Other Str"]
    assert reading.notes == [
        "csl.csv, line 3: ends inside a cell, whose end is missing",
        "csl.csv, line 3: is cut off after 7 of 28 cells",
    ]


def test_a_row_cut_before_its_name_is_counted(tmp_path: Path) -> None:
    reading = Reading(partial=True)
    assert not entries(written(tmp_path, OFFICIAL, tail=f"{EL},1,Entity\n"), reading)
    assert reading.skipped == {"row cut off before its name": 1}
    assert reading.notes == ["csl.csv, line 2: is cut off after 3 of 28 cells"]


def test_no_row_but_the_last_may_be_cut(tmp_path: Path) -> None:
    tail = f"{EL},,,,Cut Off Ltd.\n{EL}{',' * 4}Whole Ltd.{',' * 23}\n"
    with pytest.raises(BadList, match="line 2: has 5 cells, not 28"):
        entries(written(tmp_path, OFFICIAL, tail=tail), Reading(partial=True))


@pytest.mark.parametrize(
    ("tail", "message"),
    [
        (f"{EL}{',' * 28}\n", "line 2: has 29 cells, not 28"),
        (f'{EL},"a"b,c{"," * 25}\n', "line 2: is not valid CSV"),
    ],
)
def test_a_partial_file_is_checked_no_less(tmp_path: Path, tail: str, message: str) -> None:
    with pytest.raises(BadList, match=message):
        entries(written(tmp_path, OFFICIAL, tail=tail), Reading(partial=True))


def test_a_partial_file_needs_the_columns_too(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="line 1: has no column 'source'"):
        entries(written(tmp_path, "name,type"), Reading(partial=True))


@pytest.mark.parametrize("header", [FLAT, OFFICIAL, NUMBERED])
def test_every_layout_is_known_by_its_columns(tmp_path: Path, header: str) -> None:
    assert KINDS[0].fits(written(tmp_path, header))


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html>source,name</html>",
        "",
        "source,name\n",
        '"Name"\t"Street_Address"\n',
        f"{FLAT.replace('alt_names,', '')}\n{FLAT}\n",
        '{"results": [{"source": "x", "alt_names": []}]}',
    ],
)
def test_another_file_is_not_taken_for_the_list(tmp_path: Path, text: str) -> None:
    path = tmp_path / "consolidated.csv"
    path.write_bytes(text.encode("latin-1"))
    assert not KINDS[0].fits(Opened(path, BadList))


# --- the real files -------------------------------------------------------------------------------------------------

FULL, FIXTURE, PARTIAL = "csl_2026-07-31.csv", "csl_2019-12-03_FIXTURE.csv", "csl_2023-11-30_PARTIAL.csv"
COUNTS: Final = {
    "us/ofac/sdn": 19181,
    "us/bis/entity-list": 3420,
    "us/bis/denied-persons": 1596,
    "us/state/debarred": 787,
    "us/ofac/ssi": 286,
    "us/bis/unverified": 222,
    "us/state/nonproliferation": 161,
    "us/ofac/plc": 78,
    "us/bis/military-end-user": 70,
    "us/ofac/cmic": 68,
    "us/ofac/mbs": 51,
    "us/ofac/capta": 1,
}


@pytest.fixture(scope="module")
def lists(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real files, unpacked."""
    folder = tmp_path_factory.mktemp("lists")
    for name in (FULL, FIXTURE, PARTIAL):
        packed = shared / "data/lists" / f"{name}.gz"
        raw = gzip.decompress(packed.read_bytes()) if packed.exists() else packed.with_suffix("").read_bytes()
        (folder / name).write_bytes(raw)
    return folder


def read_of(lists: Path, name: str, reading: Reading) -> list[Entry]:
    return entries(Opened(lists / name, BadList), reading)


def rows_of(lists: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a file as the csv module sees them, without repeated headers."""
    with (lists / name).open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file, restval="") if row["source"] != "source")


def said(value: object) -> Iterator[str]:
    """Every text in an entry, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from said(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from said(each)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text)) - Counter({"and": 1_000})


def test_the_whole_list_of_2026(lists: Path) -> None:
    reading = Reading()
    found = read_of(lists, FULL, reading)
    assert len(found) == 25_921
    assert Counter(each.list for each in found) == COUNTS
    assert len({(each.list, each.id) for each in found}) == len(found)
    assert reading.published is None
    assert not reading.skipped
    assert not reading.notes
    assert reading.kept == {"countries": 53}


def test_the_fixture_of_2019(lists: Path) -> None:
    reading = Reading()
    found = read_of(lists, FIXTURE, reading)
    assert len(found) == 115
    assert not reading.skipped
    assert {each.kind for each in found} == {"person", "organization", "vessel", "unknown"}


def test_the_partial_file_of_2023_is_refused_unless_it_is_known_to_be_one(lists: Path) -> None:
    with pytest.raises(BadList, match="line 4233: is not valid CSV"):
        read_of(lists, PARTIAL, Reading())
    reading = Reading(partial=True)
    found = read_of(lists, PARTIAL, reading)
    # 4,228 rows, one of which is the header once more.
    assert len(found) == 4_227
    assert reading.skipped == {"repeated header": 1}
    assert [each.partition(": ")[2] for each in reading.notes] == [
        "ends inside a cell, whose end is missing",
        "is cut off after 8 of 29 cells",
    ]
    assert sum(each.list == "us/bis/entity-list" for each in found) == 919


@pytest.mark.parametrize("name", [FULL, FIXTURE, PARTIAL])
def test_every_word_of_every_cell_is_found_again_in_its_entry(lists: Path, name: str) -> None:
    found = read_of(lists, name, Reading(partial=name == PARTIAL))
    whole = {"start_date": "start", "end_date": "through", "entity_number": "id"}
    for row, read in zip(rows_of(lists, name), found, strict=True):
        told = msgspec.to_builtins(read)
        there = words(" ".join(said({field: told[field] for field in told.keys() - {"place", "list", "id"}})))
        for column, cell in row.items():
            if column in whole and cell:
                assert told[whole[column]] == cell, (read.place, column)
            elif column not in {"source", "type"}:
                assert not words(cell) - there, (read.place, column)


@pytest.mark.parametrize("name", [FULL, FIXTURE, PARTIAL])
def test_cells_that_hold_several_things_lose_only_what_separates_them(lists: Path, name: str) -> None:
    found = read_of(lists, name, Reading(partial=name == PARTIAL))
    for row, read in zip(rows_of(lists, name), found, strict=True):
        assert bare(" ".join(read.cites)) == bare(row["federal_register_notice"]), read.place
        assert all(re.search(r"\d", each) or each.startswith("NEW") for each in read.cites), read.place
        aliases = [each.text for each in read.names[1:]]
        assert bare(" ".join(aliases)) == bare(row["alt_names"]), read.place
        assert bare(" ".join(each.full for each in read.addresses)) == bare(row.get("addresses", "")), read.place
        assert read.requirement == row["license_requirement"].strip(), read.place
        assert read.policy == row["license_policy"].strip(), read.place


def bare(text: str) -> str:
    return re.sub(r"[\s;,]|\band\b", "", text)
