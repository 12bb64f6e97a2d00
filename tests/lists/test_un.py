"""The Security Council's list: who is on it, and that no word of it is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec
import pytest
from defusedxml.ElementTree import parse

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.un import KINDS, made_at, read
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

(KIND,) = KINDS
REAL = ("un_consolidated_2025-11-18.xml", "un_consolidated_2026-02-27.xml")
HEAD = '<CONSOLIDATED_LIST dateGenerated="2030-01-02T03:04:05.678Z"><INDIVIDUALS>'
FOOT = "</ENTITIES></CONSOLIDATED_LIST>"
PERSON = """<INDIVIDUAL>
  <DATAID>77001</DATAID>
  <FIRST_NAME> ADA </FIRST_NAME><SECOND_NAME>BEN
    CARO</SECOND_NAME><THIRD_NAME>na</THIRD_NAME>
  <UN_LIST_TYPE>Somewhere</UN_LIST_TYPE>
  <REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
  <LISTED_ON>2015-07-01-04:00</LISTED_ON>
  <NAME_ORIGINAL_SCRIPT>عدا بن كارو</NAME_ORIGINAL_SCRIPT>
  <COMMENTS1>A first comment.</COMMENTS1>
  <TITLE><VALUE>Dr.</VALUE></TITLE>
  <DESIGNATION><VALUE>Minister</VALUE><VALUE>Chair</VALUE></DESIGNATION>
  <NATIONALITY><VALUE>Norway</VALUE></NATIONALITY>
  <LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE><VALUE/></LAST_DAY_UPDATED>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ada Karo</ALIAS_NAME>
    <CITY_OF_BIRTH>Bergen</CITY_OF_BIRTH><COUNTRY_OF_BIRTH>Norway</COUNTRY_OF_BIRTH>
    <DATE_OF_BIRTH>1970-05-06</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Fox</ALIAS_NAME>
    <NOTE>original script: Лиса</NOTE></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ADDRESS><STREET>1 Road</STREET><CITY>Oslo</CITY><STATE_PROVINCE>Viken</STATE_PROVINCE>
    <ZIP_CODE>0150</ZIP_CODE><COUNTRY>Norway</COUNTRY><NOTE>previous</NOTE></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1972</YEAR><NOTE>Sep.</NOTE>
  </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1973</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><NOTE>in his forties</NOTE>
  </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1974</FROM_YEAR><TO_YEAR>1976</TO_YEAR>
  </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Bodø</CITY><COUNTRY>Norway</COUNTRY><NOTE>perhaps</NOTE></INDIVIDUAL_PLACE_OF_BIRTH>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><TYPE_OF_DOCUMENT2>service</TYPE_OF_DOCUMENT2>
    <NUMBER>N 123</NUMBER><ISSUING_COUNTRY>Norway</ISSUING_COUNTRY><DATE_OF_ISSUE>1999-01-01</DATE_OF_ISSUE>
    <CITY_OF_ISSUE>Malmö</CITY_OF_ISSUE><COUNTRY_OF_ISSUE>Sweden</COUNTRY_OF_ISSUE><NOTE>expired</NOTE>
  </INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>N 124</NUMBER>
    <COUNTRY_OF_ISSUE>Sweden</COUNTRY_OF_ISSUE></INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NOTE>number not known</NOTE></INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT/>
  <SHOE_SIZE unit="EU">44</SHOE_SIZE>
  <SORT_KEY/>
</INDIVIDUAL>"""
ENTITY = """<ENTITY>
  <DATAID>77002</DATAID><FIRST_NAME>EXAMPLE TRADING</FIRST_NAME><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER>
  <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Extra</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Former Trading</ALIAS_NAME></ENTITY_ALIAS>
</ENTITY>"""


def entries(folder: Path, text: str) -> list[Entry]:
    path = folder / "list.xml"
    path.write_text(text, encoding="utf-8")
    return list(read([Opened(path, BadList)], Reading()))


def whole(person: str = PERSON, entity: str = ENTITY) -> str:
    return f"{HEAD}{person}</INDIVIDUALS><ENTITIES>{entity}{FOOT}"


def test_a_person_is_read_with_all_that_is_said(tmp_path: Path) -> None:
    person, _ = entries(tmp_path, whole())
    assert (person.list, person.id, person.kind) == ("un/sc/consolidated", "XXi.001", "person")
    assert person.names == (
        Name("ADA BEN CARO", script="Latn"),
        Name("عدا بن كارو", script="Arab"),
        Name("Ada Karo", "alias", script="Latn"),
        Name("The Fox", "alias", "weak", "Latn"),
        Name("Лиса", "alias", "weak", "Cyrl"),
    )
    assert person.births == (
        "1971-02-03",
        "1972 (Sep.)",
        "approximately 1973",
        "approximately in his forties",
        "between 1974 and 1976",
        "1970-05-06",
    )
    assert person.birthplaces == ("Bodø, Norway (perhaps)", "Bergen, Norway")
    assert person.addresses == (Address("", "1 Road", "Oslo", "Viken", "0150", "Norway", "previous"),)
    assert (person.countries, person.nationalities) == (("NO",), ("Norway",))
    assert (person.titles, person.programs) == (("Dr.", "Minister", "Chair"), ("Somewhere",))
    assert (person.start, person.remarks, person.place) == (date(2015, 7, 1), "A first comment.", "list.xml, XXi.001")


def test_a_document_with_a_number_can_be_looked_for(tmp_path: Path) -> None:
    person, _ = entries(tmp_path, whole())
    assert person.identifiers == (
        Identifier("Passport", "N 123", "Norway", "service; issued 1999-01-01; issued in Malmö, Sweden; expired"),
        Identifier("Passport", "N 124", "Sweden"),
    )


def test_what_no_field_takes_is_kept_under_its_element_and_counted(tmp_path: Path) -> None:
    (tmp_path / "list.xml").write_text(whole(), encoding="utf-8")
    reading = Reading()
    person, _ = read([Opened(tmp_path / "list.xml", BadList)], reading)
    assert person.other == {
        "DATAID": ("77001",),
        "THIRD_NAME": ("na",),
        "LISTED_ON": ("2015-07-01-04:00",),
        "LAST_DAY_UPDATED/VALUE": ("2016-10-13",),
        "INDIVIDUAL_ALIAS/DATE_OF_BIRTH": ("Ada Karo: 1970-05-06",),
        "INDIVIDUAL_ALIAS/PLACE_OF_BIRTH": ("Ada Karo: Bergen, Norway",),
        "INDIVIDUAL_ALIAS/NOTE": ("The Fox: original script: Лиса",),
        "INDIVIDUAL_DOCUMENT": ("Passport; number not known",),
        "SHOE_SIZE": ("44",),
        "SHOE_SIZE@unit": ("EU",),
    }
    assert (reading.kept["DATAID"], reading.kept["SHOE_SIZE"]) == (2, 1)
    assert reading.published == datetime(2030, 1, 2, 3, 4, 5, 678000, UTC)


def test_an_entity_has_aliases_and_former_names(tmp_path: Path) -> None:
    _, entity = entries(tmp_path, whole())
    assert (entity.id, entity.kind, entity.start) == ("XXe.001", "organization", None)
    assert [(each.text, each.kind) for each in entity.names] == [
        ("EXAMPLE TRADING", "primary"),
        ("Extra", "alias"),
        ("Former Trading", "former"),
    ]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("2030-01-02T23:04:05-05:00", datetime(2030, 1, 3, 4, 4, 5, tzinfo=UTC)),
        ("2030-01-02T23:04:05", date(2030, 1, 2)),
        ("2030-01-02", date(2030, 1, 2)),
        ("", None),
    ],
)
def test_a_time_without_an_offset_is_only_a_day(text: str, published: date | None) -> None:
    found = made_at(text, "list.xml")
    assert (found, type(found)) == (published, type(published))


def test_an_entry_without_a_name_is_kept_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(whole(entity=ENTITY.replace("EXAMPLE TRADING", " ")), encoding="utf-8")
    reading = Reading()
    _, entity = read([Opened(path, BadList)], reading)
    assert (entity.name, reading.notes) == ("", ["XXe.001 has no name"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (whole()[:-20], "is not whole XML"),
        (whole()[:900], "is not whole XML"),
        ("", "is not whole XML"),
        ("<html><body/></html>", "is a html (a CONSOLIDATED_LIST)"),
        ('<!DOCTYPE a [<!ENTITY e "x">]>' + whole(), "declares what a list never needs"),
        ('<!DOCTYPE a SYSTEM "file:///nowhere">' + whole(), "declares what a list never needs"),
        (whole().replace("2030-01-02T", "yesterday "), "is no time at which a list is made"),
        (whole().replace("<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>", ""), "77001: has no REFERENCE_NUMBER"),
        (whole().replace(">Low<", ">Fair<"), "XXi.001: 'Fair' is no quality of an alias"),
        (whole().replace(">BETWEEN<", ">AROUND<"), "XXi.001: 'AROUND' is no type of a date of birth"),
        (whole().replace("2015-07-01-04:00", "1 July 2015"), "XXi.001: '1 July 2015' is not a day"),
        (whole().replace("<SORT_KEY/>", "<FIRST_NAME>B</FIRST_NAME>"), "XXi.001: has 2 FIRST_NAME (one)"),
    ],
)
def test_a_faulty_file_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadList) as caught:
        entries(tmp_path, text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (whole(), True),
        ('\ufeff<?xml version="1.0" standalone="yes"?>\n<!-- a -->\n' + whole(), True),
        ("<html>" + whole() + "</html>", False),
        ("<!-- <CONSOLIDATED_LIST> --><export/>", False),
        ("CONSOLIDATED_LIST", False),
        ("", False),
    ],
)
def test_the_root_tells_the_list(tmp_path: Path, text: str, fits: bool) -> None:  # noqa: FBT001  # a column of a table
    (tmp_path / "file").write_text(text, encoding="utf-8")
    assert KIND.fits(Opened(tmp_path / "file", BadList)) is fits


# ---- the real lists


def real(shared: Path, name: str) -> tuple[dict[str, Entry], Reading]:
    reading = Reading()
    found = list(KIND.read([Opened(shared / "data" / "lists" / name, BadList)], reading))
    assert len(found) == len({each.id for each in found})
    return {each.id: each for each in found}, reading


@pytest.mark.parametrize(
    ("name", "persons", "day"), [(REAL[0], 727, date(2025, 11, 18)), (REAL[1], 730, date(2026, 2, 27))]
)
def test_every_entry_of_the_real_lists_is_read(shared: Path, name: str, persons: int, day: date) -> None:
    found, reading = real(shared, name)
    kinds = [each.kind for each in found.values()]
    assert (kinds.count("person"), kinds.count("organization"), len(kinds)) == (persons, 273, persons + 273)
    assert isinstance(reading.published, datetime)
    assert (reading.published.date(), reading.notes) == (day, [])
    assert all(each.name and each.start for each in found.values())
    assert not [name for each in found.values() for name in each.names if not name.script]


def test_ids_hold_from_one_list_to_the_next(shared: Path) -> None:
    (before, _), (after, _) = (real(shared, name) for name in REAL)
    assert before.keys() - after.keys() == {"IQi.074"}
    assert after.keys() - before.keys() == {"SDi.007", "SDi.008", "SDi.009", "SDi.010"}
    for both in before.keys() & after.keys():
        assert before[both].other["DATAID"] == after[both].other["DATAID"]


def root_of(shared: Path, name: str) -> Element:
    root: Element | None = parse(shared / "data" / "lists" / name).getroot()
    assert root is not None
    return root


def leaves(element: Element) -> Iterator[Element]:
    for each in element.iter():
        if not len(each) and (each.text or "").strip() and each.tag not in {"QUALITY", "TYPE_OF_DATE"}:
            yield each


@pytest.mark.parametrize("name", REAL)
def test_no_text_of_the_real_lists_is_lost(shared: Path, name: str) -> None:
    found, _ = real(shared, name)
    seen = 0
    for record in (each for section in root_of(shared, name) for each in section):
        entry = found[record.findtext("REFERENCE_NUMBER", "").strip()]
        said = json.dumps(msgspec.to_builtins(entry), ensure_ascii=False).replace('\\"', '"')
        for leaf in leaves(record):
            assert " ".join((leaf.text or "").split()) in said, (entry.id, leaf.tag)
            seen += 1
    assert seen > 15_000


@pytest.mark.parametrize("name", REAL)
def test_the_quality_of_every_real_alias_is_its_strength(shared: Path, name: str) -> None:
    found, _ = real(shared, name)
    names = [each for entry in found.values() for each in entry.names]
    root = root_of(shared, name)
    low = [each for each in root.iter("INDIVIDUAL_ALIAS") if each.findtext("QUALITY") == "Low"]
    former = [each for each in root.iter("ENTITY_ALIAS") if each.findtext("QUALITY") == "f.k.a."]
    in_script = sum(
        "original script:" in note or "in arabic" in note
        for note in (" ".join(each.findtext("NOTE", "").lower().split()) for each in low)
    )
    assert sum(each.strength == "weak" for each in names) == len(low) + in_script
    assert sum(each.kind == "former" for each in names) == len(former) == 19


def test_only_the_real_lists_of_the_un_fit(shared: Path) -> None:
    files = sorted((shared / "data" / "lists").iterdir())
    assert tuple(each.name for each in files if KIND.fits(Opened(each, BadList))) == REAL
