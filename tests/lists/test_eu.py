"""The EU's consolidated list as its schema is published: XML and CSV say the same, and nothing of it is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec
import pytest
from defusedxml.ElementTree import fromstring

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.eu import KINDS
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

XML, CSV = KINDS
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<export xmlns="http://eu.europa.ec/fpi/fsd/export" '
    'generationDate="2030-01-02T03:04:05.678+02:00" globalFileId="9">'
)
LAW = (
    'regulationType="amendment" publicationDate="2029-05-06" numberTitle="2029/12 (OJ L1)" '
    'publicationUrl="https://law.example/12"'
)
NOWHERE = 'countryIso2Code="00" countryDescription="UNKNOWN"'
NORWAY = 'countryIso2Code="NO" countryDescription="NORWAY"'
PERSON = f"""
<sanctionEntity designationDate="2029-05-01" designationDetails="Some details" unitedNationId="XXi.001"
    euReferenceNumber="EU.1.23" logicalId="13">
  <remark>A remark</remark><remark>A second one</remark>
  <regulation regulationType="amendment" organisationType="council" publicationDate="2029-05-06"
      entryIntoForceDate="2029-05-07" numberTitle="2029/12 (OJ L1)" programme="XYZ" logicalId="501">
    <publicationUrl>https://law.example/12</publicationUrl>
  </regulation>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="The Fox" function="" gender="" title=""
      nameLanguage="EN" strong="false" regulationLanguage="en" logicalId="20"/>
  <nameAlias firstName="Ada" middleName="Ben" lastName="Caro" wholeName="Ada Ben Caro" function="Minister" gender="F"
      title="Dr" nameLanguage="" strong="true" regulationLanguage="en" logicalId="21">
    <remark>A name</remark><regulationSummary {LAW}/>
  </nameAlias>
  <nameAlias firstName="Ада" middleName="" lastName="Лисица" wholeName="" strong="true" logicalId="22"/>
  <nameAlias firstName="Ada" middleName="B." lastName="Karo" wholeName="Karo, Ada" strong="true" logicalId="23"/>
  <citizenship region="" {NORWAY} logicalId="30"/>
  <birthdate circa="false" calendarType="GREGORIAN" city="Bodø" zipCode="8006" birthdate="1970-02-03" dayOfMonth="3"
      monthOfYear="2" year="1970" region="Nordland" place="at home" {NORWAY} logicalId="40"/>
  <birthdate circa="true" calendarType="GREGORIAN" year="1971" {NOWHERE} logicalId="41"/>
  <birthdate circa="false" calendarType="ISLAMIC" year="1390" monthOfYear="4" {NOWHERE} logicalId="42"/>
  <birthdate circa="false" calendarType="GREGORIAN" yearRangeFrom="1968" yearRangeTo="1972" {NOWHERE} logicalId="43"/>
  <birthdate circa="false" calendarType="GREGORIAN" dayOfMonth="9" {NOWHERE} logicalId="44"/>
  <address city="Oslo" street="1 Road" poBox="77" zipCode="0150" region="Viken" place="Centre" asAtListingTime="true"
      {NORWAY} regulationLanguage="en" logicalId="50">
    <remark>An address</remark><contactInfo key="PHONE" value="+47 1"/><regulationSummary {LAW}/>
  </address>
  <address city="" street="" asAtListingTime="false" {NOWHERE} logicalId="51"/>
  <identification diplomatic="true" knownExpired="false" knownFalse="false" reportedLost="true" revokedByIssuer="false"
      issuedBy="Oslo police" issuedDate="1999-01-01" validTo="2009-01-01" latinNumber="" nameOnDocument="A. Caro"
      number="N 123" region="" {NORWAY} identificationTypeCode="passport"
      identificationTypeDescription="National passport" logicalId="60"><remark>A passport</remark></identification>
  <identification diplomatic="false" number="" {NOWHERE} identificationTypeCode="id" logicalId="61">
    <remark>no number known</remark></identification>
</sanctionEntity>"""
FIRM = """
<sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.2.34" logicalId="14">
  <subjectType code="enterprise" classificationCode="E"/>
  <nameAlias wholeName="Example Works" strong="true" logicalId="70"/>
</sanctionEntity>"""


def whole(*entities: str) -> str:
    return HEAD + "".join(entities or (PERSON, FIRM)) + "</export>"


def xml(folder: Path, text: str) -> tuple[list[Entry], Reading]:
    (folder / "list.xml").write_text(text, encoding="utf-8")
    reading = Reading()
    return list(XML.read([Opened(folder / "list.xml", BadList)], reading)), reading


def table(folder: Path, *rows: dict[str, str]) -> tuple[list[Entry], Reading]:
    needed = ["fileGenerationDate", "Entity_LogicalId", "NameAlias_WholeName"]
    columns = list(dict.fromkeys([*needed, *(column for row in rows for column in row)]))
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    text = "\n".join(";".join(f'"{cell}"' if ";" in cell else cell for cell in line) for line in lines)
    (folder / "list.csv").write_text(f"\ufeff{text}\n", encoding="utf-8")
    reading = Reading()
    return list(CSV.read([Opened(folder / "list.csv", BadList)], reading)), reading


# ---- the XML


def test_a_person_is_read_with_all_that_is_said(tmp_path: Path) -> None:
    (person, _), reading = xml(tmp_path, whole())
    assert (person.list, person.id, person.kind, person.start) == ("eu/consolidated", "13", "person", date(2029, 5, 1))
    assert person.names == (
        Name("The Fox", "alias", "weak", "Latn"),
        Name("Ada Ben Caro", script="Latn"),
        Name("Ада Лисица", "alias", script="Cyrl"),
        Name("Karo, Ada", "alias", script="Latn"),
    )
    assert person.name == "Ada Ben Caro"
    assert person.births == ("1970-02-03", "circa 1971", "1390-04 (ISLAMIC)", "between 1968 and 1972")
    assert person.birthplaces == ("at home, Bodø, 8006, Nordland, NORWAY",)
    assert person.addresses == (
        Address("", "1 Road", "Oslo", "Viken", "0150", "NORWAY", "Centre; PO box 77; as at listing time; An address"),
    )
    assert (person.countries, person.nationalities, person.titles) == (("NO",), ("NORWAY",), ("Dr", "Minister"))
    assert person.identifiers == (
        Identifier("euReferenceNumber", "EU.1.23"),
        Identifier("unitedNationId", "XXi.001"),
        Identifier(
            "National passport",
            "N 123",
            "NORWAY",
            "diplomatic; reportedLost; issuedBy Oslo police; issuedDate 1999-01-01; validTo 2009-01-01; "
            "nameOnDocument A. Caro; A passport",
        ),
    )
    assert (person.programs, person.cites, person.urls) == (("XYZ",), ("2029/12 (OJ L1)",), ("https://law.example/12",))
    assert (person.remarks, person.place) == ("A remark\nA second one\nSome details", "list.xml, 13")
    assert reading.published == datetime(2030, 1, 2, 1, 4, 5, 678000, UTC)
    assert reading.notes == []


def test_a_firm_is_an_organization_whose_day_of_listing_is_not_worked_out(tmp_path: Path) -> None:
    (_, firm), _ = xml(tmp_path, whole())
    assert (firm.id, firm.kind, firm.name, firm.start, firm.start_by) == (
        "14",
        "organization",
        "Example Works",
        None,
        None,
    )


def test_what_no_field_takes_is_kept_under_its_own_name(tmp_path: Path) -> None:
    (person, _), reading = xml(tmp_path, whole())
    expected = {
        "nameAlias@gender": ("F",),
        "nameAlias@logicalId": ("20", "21", "22", "23"),
        "nameAlias@lastName": ("Ada B. Karo",),
        "nameAlias/remark": ("A name",),
        "nameAlias/regulationSummary@publicationDate": ("2029-05-06",),
        "regulation@entryIntoForceDate": ("2029-05-07",),
        "address/contactInfo@value": ("+47 1",),
        "birthdate@dayOfMonth": ("9",),
        "identification/remark": ("no number known",),
    }
    assert {name: person.other.get(name) for name in expected} == expected
    assert reading.kept["nameAlias@gender"] == 1


def leaves(element: Element) -> Iterator[tuple[str, str]]:
    """Every attribute and text of an entity, but for the words that only say 'no' or 'nothing'."""
    for each in element.iter():
        for name, value in (*each.attrib.items(), ("", each.text or "")):
            if value.strip() and value not in {"true", "false", "GREGORIAN", "UNKNOWN", "00"}:
                yield name, " ".join(value.split())


def test_no_text_of_an_entity_is_lost(tmp_path: Path) -> None:
    found, _ = xml(tmp_path, whole())
    root: Element | None = fromstring(whole().encode())
    assert root is not None
    kinds = {"P": "person", "E": "organization", "enterprise": "organization", "NO": "NORWAY"}
    for entry, element in zip(found, root, strict=True):
        said = json.dumps(msgspec.to_builtins(entry), ensure_ascii=False)
        texts = list(leaves(element))
        assert len(texts) > 5
        for name, text in texts:
            # A number of a month or a day stands in the date.
            sought = text.zfill(2) if name in {"monthOfYear", "dayOfMonth"} and text != "9" else kinds.get(text, text)
            assert sought in said, (entry.id, name)


def test_a_word_for_a_party_that_nobody_knows_is_kept(tmp_path: Path) -> None:
    (entry,), _ = xml(tmp_path, whole(FIRM.replace('"enterprise"', '"airship"').replace('"E"', '"A"')))
    assert (entry.kind, entry.other["subjectType"]) == ("unknown", ("airship", "A"))


def test_the_first_name_stands_for_the_party_where_all_are_weak(tmp_path: Path) -> None:
    (entry,), _ = xml(tmp_path, whole(FIRM.replace('strong="true"', 'strong="false"')))
    assert entry.names == (Name("Example Works", "primary", "weak", "Latn"),)


def test_an_entity_without_a_name_is_kept_and_noted(tmp_path: Path) -> None:
    (entry,), reading = xml(tmp_path, whole(FIRM.replace("Example Works", "")))
    assert (entry.names, reading.notes) == ((), ["14 has no name"])


def test_a_code_that_contradicts_the_country_is_not_hidden(tmp_path: Path) -> None:
    odd = FIRM.replace(
        "<subjectType", '<address city="Oslo" countryIso2Code="SE" countryDescription="NORWAY"/><subjectType'
    )
    (entry,), _ = xml(tmp_path, whole(odd))
    assert (entry.addresses[0].country, entry.countries) == ("NORWAY (SE)", ("SE",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (whole()[:-30], "is not whole XML"),
        (whole()[:1500], "is not whole XML"),
        ("", "is not whole XML"),
        ("<html><body/></html>", "is a html (an export of sanctionEntity elements)"),
        (whole().replace("<export", '<!DOCTYPE a [<!ENTITY e "x">]><export', 1), "declares what a list never needs"),
        (whole().replace("2030-01-02T", "yesterday "), "is no time at which a list is made"),
        (whole().replace(' logicalId="14"', ""), "an entity without logicalId: has no logicalId"),
        (whole().replace("2029-05-01", "1 May 2029"), "list.xml, 13: '1 May 2029' is not a day"),
        (whole().replace('strong="false"', 'strong="weak"'), "list.xml, 13: strong is 'weak' (true or false)"),
        (whole().replace('reportedLost="true"', 'reportedLost="yes"'), "13: reportedLost is 'yes' (true or false)"),
    ],
)
def test_a_faulty_file_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadList) as caught:
        xml(tmp_path, text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


# ---- the CSV

OWN = {
    "fileGenerationDate": "02/01/2030",
    "Entity_LogicalId": "13",
    "Entity_EU_ReferenceNumber": "EU.1.23",
    "Entity_UnitedNationId": "XXi.001",
    "Entity_DesignationDate": "2029-05-01",
    "Entity_DesignationDetails": "Some details",
    "Entity_Remark": "A remark; and more",
    "Entity_SubjectType": "P",
    "Entity_SubjectType_ClassificationCode": "person",
    "Entity_Regulation_Type": "amendment",
    "Entity_Regulation_NumberTitle": "2029/12 (OJ L1)",
    "Entity_Regulation_Programme": "XYZ",
    "Entity_Regulation_PublicationUrl": "https://law.example/12",
}
ROWS = (
    OWN
    | {
        "NameAlias_WholeName": "Ada Caro",
        "NameAlias_Function": "Minister",
        "NameAlias_Regulation_NumberTitle": "2029/12",
    },
    OWN | {"NameAlias_WholeName": "Ада Лисица", "NameAlias_Gender": "F", "NameAlias_LogicalId": "22"},
    OWN | {"BirthDate_Day": "3", "BirthDate_Month": "2", "BirthDate_Year": "1970", "BirthDate_City": "Bodø"},
    OWN | {"Address_City": "Oslo", "Address_CountryIso2Code": "NO", "Address_CountryDescription": "NORWAY"},
    OWN | {"Identification_Number": "N 123", "Identification_TypeDescription": "National passport"},
    OWN | {"Citizenship_CountryIso2Code": "NO", "Citizenship_CountryDescription": "NORWAY", "Citizenship_Shoe": "44"},
)


def test_the_rows_of_an_entity_become_one_entry_wherever_they_stand(tmp_path: Path) -> None:
    firm = {"fileGenerationDate": "02/01/2030", "Entity_LogicalId": "14", "NameAlias_WholeName": "Example Works"}
    firm |= {"Entity_SubjectType_ClassificationCode": "enterprise"}
    found, reading = table(tmp_path, *ROWS[:3], firm, *ROWS[3:], ROWS[0])
    assert [(each.id, each.kind, each.name) for each in found] == [
        ("14", "organization", "Example Works"),
        ("13", "person", "Ada Caro"),
    ]
    person = found[1]
    assert person.names == (Name("Ada Caro", script="Latn"), Name("Ада Лисица", "alias", script="Cyrl"))
    assert (person.births, person.birthplaces, person.titles) == (("1970-02-03",), ("Bodø",), ("Minister",))
    assert (person.addresses, person.countries) == ((Address(city="Oslo", country="NORWAY"),), ("NO",))
    assert (person.nationalities, person.programs, person.start) == (("NORWAY",), ("XYZ",), date(2029, 5, 1))
    assert person.identifiers == (
        Identifier("euReferenceNumber", "EU.1.23"),
        Identifier("unitedNationId", "XXi.001"),
        Identifier("National passport", "N 123"),
    )
    assert (person.cites, person.urls) == (("2029/12 (OJ L1)",), ("https://law.example/12",))
    assert (person.remarks, person.place) == ("A remark; and more\nSome details", "list.csv, line 2")
    assert reading.published == date(2030, 1, 2)
    assert "the CSV of the EU does not say which names are weak" in reading.notes


def test_what_no_field_takes_is_kept_under_its_column(tmp_path: Path) -> None:
    (person,), _ = table(tmp_path, *ROWS)
    assert person.other == {
        "Entity_Regulation_Type": ("amendment",),
        "NameAlias_Regulation_NumberTitle": ("2029/12",),
        "NameAlias_Gender": ("F",),
        "NameAlias_LogicalId": ("22",),
        "Citizenship_Shoe": ("44",),
    }


def test_no_cell_is_lost(tmp_path: Path) -> None:
    (person,), _ = table(tmp_path, *ROWS)
    said = json.dumps(msgspec.to_builtins(person), ensure_ascii=False)
    for row in ROWS:
        for column, cell in row.items():
            if column not in {"fileGenerationDate", "Entity_SubjectType"}:
                assert cell in said, column


def test_both_formats_say_the_same_of_an_entity(tmp_path: Path) -> None:
    (firm,), _ = xml(tmp_path, whole(FIRM))
    (same,), _ = table(
        tmp_path,
        {
            "fileGenerationDate": "02/01/2030",
            "Entity_LogicalId": "14",
            "Entity_EU_ReferenceNumber": "EU.2.34",
            "Entity_SubjectType": "E",
            "Entity_SubjectType_ClassificationCode": "enterprise",
            "NameAlias_WholeName": "Example Works",
        },
    )
    assert msgspec.structs.replace(same, place="", other={}) == msgspec.structs.replace(firm, place="", other={})


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([OWN | {"Entity_LogicalId": ""}], "line 2: has no Entity_LogicalId"),
        ([OWN | {"fileGenerationDate": "2030-01-02"}], "line 2: '2030-01-02' is not a day (a day written as %d/%m/%Y)"),
        ([OWN, OWN | {"Entity_DesignationDate": "2029-05-02"}], "line 2: has more than one designationDate"),
    ],
)
def test_a_faulty_row_is_refused(tmp_path: Path, rows: list[dict[str, str]], message: str) -> None:
    with pytest.raises(BadList) as caught:
        table(tmp_path, *rows)
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["fileGenerationDate;Entity_LogicalId\n", "a;b\n", ""])
def test_a_table_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadList, match="line 1: has no column"):
        list(CSV.read([Opened(tmp_path / "list.csv", BadList)], Reading()))


def test_a_cut_row_is_refused(tmp_path: Path) -> None:
    table(tmp_path, *ROWS)
    text = (tmp_path / "list.csv").read_text(encoding="utf-8").rstrip("\n")
    (tmp_path / "list.csv").write_text(text[:-40], encoding="utf-8")
    with pytest.raises(BadList, match=r"line 7: has \d+ cells, not 30"):
        list(CSV.read([Opened(tmp_path / "list.csv", BadList)], Reading()))


# ---- which is which


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (whole(), ["eu/xml"]),
        (whole().replace("<export xmlns=", "<x:export xmlns:x="), ["eu/xml"]),
        (whole().replace("http://eu.europa.ec/fpi/fsd/export", "http://other.example"), []),
        ("<html>" + whole() + "</html>", []),
        ("\ufefffileGenerationDate;Entity_LogicalId;NameAlias_WholeName\n", ["eu/csv"]),
        ('"fileGenerationDate";"Entity_LogicalId";"NameAlias_WholeName"\r\n', ["eu/csv"]),
        ("fileGenerationDate,Entity_LogicalId,NameAlias_WholeName\n", []),
        ("", []),
    ],
)
def test_the_head_tells_the_format(tmp_path: Path, text: str, kinds: list[str]) -> None:
    (tmp_path / "file").write_text(text, encoding="utf-8")
    assert [kind.id for kind in KINDS if kind.fits(Opened(tmp_path / "file", BadList))] == kinds


def test_no_other_list_fits(shared: Path) -> None:
    files = sorted((shared / "data" / "lists").iterdir())
    assert [each.name for kind in KINDS for each in files if kind.fits(Opened(each, BadList))] == []


def test_both_formats_are_called_experimental() -> None:
    assert [(kind.id, kind.experimental, kind.lists) for kind in KINDS] == [
        ("eu/xml", True, ("eu/consolidated",)),
        ("eu/csv", True, ("eu/consolidated",)),
    ]
