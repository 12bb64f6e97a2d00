"""OFAC's advanced XML: made-up parties in the form of the published schema, where every number stands for something."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.ofac_advanced import KINDS, fits, read
from reprieve.lists.formats.ofac_dates import in_words
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

Written = Callable[..., Opened]

WORDS = {
    "AliasType": {"1400": "A.K.A.", "1401": "F.K.A.", "1402": "N.K.A.", "1403": "Name", "9": "Nonsense"},
    "Country": {"1": "Cuba", "2": "Italy", "3": "Panama"},
    "DetailReference": {"91": "Female"},
    "EntryEventType": {"1": "Created", "2": "Amended"},
    "FeatureType": {
        "1": "Vessel Call Sign",
        "3": "Vessel Flag",
        "8": "Birthdate",
        "9": "Place of Birth",
        "10": "Nationality Country",
        "11": "Citizenship Country",
        "14": "Website",
        "25": "Location",
        "26": "Title",
        "224": "Gender",
    },
    "IDRegDocDateType": {"1480": "Issue Date", "1481": "Expiration Date"},
    "IDRegDocType": {"1571": "Passport"},
    "LegalBasis": {"5": "Executive Order 1"},
    "List": {
        "1550": "SDN List",
        "1551": "Non-SDN Palestinian Legislative Council List",
        "1552": "Consolidated List",
        "1553": "Non-SDN Menu-Based Sanctions List",
        "1554": "List of Nobody",
    },
    "LocPartType": {
        "1": "Unknown",
        "1450": "REGION",
        "1451": "ADDRESS1",
        "1452": "ADDRESS2",
        "1454": "CITY",
        "1455": "STATE/PROVINCE",
        "1456": "POSTAL CODE",
    },
    "NamePartType": {"1520": "Last Name", "1521": "First Name", "1525": "Entity Name"},
    "PartyType": {"1": "Individual", "2": "Entity", "4": "Transport"},
    "RelationType": {"15003": "Owned or Controlled By"},
    "SanctionsType": {"1": "Program", "1705": "Block"},
    "Validity": {"1": "Valid", "2": "Fraudulent"},
}
TYPED = """
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
  <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
  <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script><Script ID="220" ScriptCode="Cyr">Cyrillic</Script>
  <Script ID="221">Invented</Script></ScriptValues>
<AreaCodeValues><AreaCode ID="7" Description="Region: Nowhere">NW</AreaCode></AreaCodeValues>
"""
PLACES = """
<Location ID="50"><LocationCountry CountryID="2"/>
  <LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Value>1 Main St</Value></LocationPartValue>
    <LocationPartValue Primary="false"><Comment>old</Comment><Value>2 Main St</Value></LocationPartValue></LocationPart>
  <LocationPart LocPartTypeID="1454"><LocationPartValue><Value>Rome</Value></LocationPartValue></LocationPart>
  <LocationPart LocPartTypeID="1455"><LocationPartValue><Value>RM</Value></LocationPartValue></LocationPart>
  <LocationPart LocPartTypeID="1456"><LocationPartValue><Value>00100</Value></LocationPartValue></LocationPart>
  <LocationPart LocPartTypeID="1450"><LocationPartValue><Value>Lazio</Value></LocationPartValue></LocationPart>
</Location>
<Location ID="51"><LocationCountry CountryID="1"/></Location>
<Location ID="52"><LocationPart LocPartTypeID="1"><LocationPartValue><Value>Oslo, Norway</Value></LocationPartValue>
  </LocationPart></Location>
<Location ID="53"><LocationAreaCode AreaCodeID="7"/></Location>
"""
DOCUMENTS = """
<IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="900" IssuedBy-CountryID="1" ValidityID="1">
  <Comment/><IDRegistrationNo>A12</IDRegistrationNo>
  <DocumentDate IDRegDocDateTypeID="1481"><DatePeriod><Start><From><Year>2011</Year><Month>1</Month><Day>2</Day></From>
  </Start></DatePeriod></DocumentDate></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="1571" IdentityID="900" ValidityID="2">
  <Comment/><IDRegistrationNo>B34</IDRegistrationNo></IDRegDocument>
"""


def name(parts: dict[str, str], script: str = "215") -> str:
    return (
        "<DocumentedName>"
        + "".join(
            f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}">{text}</NamePartValue>'
            "</DocumentedNamePart>"
            for group, text in parts.items()
        )
        + "</DocumentedName>"
    )


def feature(sort: int, inside: str) -> str:
    return f'<Feature FeatureTypeID="{sort}"><FeatureVersion><Comment/>{inside}</FeatureVersion></Feature>'


def born(*points: tuple[int, int, int], about: str = "false") -> str:
    def day(tag: str, year: int, month: int, day: int) -> str:
        return f"<{tag}><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></{tag}>"

    first, last = points[0], points[-1]
    return (
        f'<DatePeriod><Start Approximate="{about}">{day("From", *first)}{day("To", *first)}</Start>'
        f'<End Approximate="{about}">{day("From", *last)}{day("To", *last)}</End></DatePeriod>'
    )


JANE = f"""
<DistinctParty FixedRef="100"><Comment>Writes at night.</Comment><Profile ID="100" PartySubTypeID="4">
  <Identity ID="900" FixedRef="100" Primary="true" False="false">
    <Alias AliasTypeID="1403" Primary="true" LowQuality="false">
      {name({"31": "DOE", "32": "Jane", "33": "Ann"})}{name({"31": "ДОУ", "32": "Джейн"}, "220")}</Alias>
    <Alias AliasTypeID="1400" Primary="false" LowQuality="true">{name({"32": "JD"})}</Alias>
    <Alias AliasTypeID="1401" Primary="false" LowQuality="false">{name({"31": "ROE"})}</Alias>
    <Alias AliasTypeID="1402" Primary="false" LowQuality="false">{name({"31": "NEWLY"}, "221")}</Alias>
    <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="31" NamePartTypeID="1520"/></MasterNamePartGroup>
      <MasterNamePartGroup><NamePartGroup ID="32" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups>
  </Identity>
  {feature(8, born((1960, 3, 4)))}{feature(8, born((1961, 1, 1), (1961, 12, 31), about="true"))}
  {feature(9, '<VersionDetail DetailTypeID="1432">Bergen, Norway</VersionDetail>')}
  {feature(9, '<VersionLocation LocationID="52"/>')}
  {feature(10, '<VersionLocation LocationID="51"/>')}{feature(11, '<VersionLocation LocationID="51"/>')}
  {feature(14, '<VersionDetail DetailTypeID="1432">www.doe.example</VersionDetail>')}
  {feature(25, '<VersionLocation LocationID="50"/>')}{feature(25, '<VersionLocation LocationID="53"/>')}
  {feature(26, "<VersionDetail>Minister</VersionDetail>")}
  {feature(224, '<VersionDetail DetailTypeID="1431" DetailReferenceID="91"/>')}
  <FutureThing><Deep>kept</Deep></FutureThing>
</Profile></DistinctParty>"""
ROSE = f"""
<DistinctParty FixedRef="101"><Profile ID="101" PartySubTypeID="1"><Identity ID="901" Primary="true">
  <Alias AliasTypeID="1403" Primary="true" LowQuality="false">{name({"41": "SEA ROSE"})}</Alias></Identity>
  {feature(1, "<VersionDetail>5ABC1</VersionDetail>")}{feature(3, "<VersionDetail>Panama</VersionDetail>")}
</Profile></DistinctParty>"""
OWNED = '<ProfileRelationship ID="1" From-ProfileID="101" To-ProfileID="100" RelationTypeID="15003" Former="true"/>'


def company(number: int) -> str:
    return (
        f'<DistinctParty FixedRef="{number}"><Profile ID="{number}" PartySubTypeID="3"><Identity ID="9{number}">'
        f'<Alias AliasTypeID="1403" Primary="true">{name({"51": f"P{number}"})}</Alias></Identity></Profile>'
        "</DistinctParty>"
    )


def listing(number: int, of: int = 1550, programs: str = "IRAN", events: str = "") -> str:
    measures = "".join(
        f'<SanctionsMeasure SanctionsTypeID="1"><Comment>{each}</Comment><DatePeriod/></SanctionsMeasure>'
        for each in programs.split("|")
    )
    created = (
        '<EntryEvent EntryEventTypeID="1" LegalBasisID="5"><Comment/>'
        "<Date><Year>2018</Year><Month>3</Month><Day>4</Day></Date></EntryEvent>"
    )
    return (
        f'<SanctionsEntry ID="{number}" ProfileID="{number}" ListID="{of}">{created}{events}'
        f'<SanctionsMeasure SanctionsTypeID="1705"><DatePeriod/></SanctionsMeasure>{measures}</SanctionsEntry>'
    )


LISTED = listing(100, programs="SDGT|SYRIA") + listing(101)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def made(
        parties: str = JANE + ROSE, listings: str = LISTED, documents: str = DOCUMENTS, related: str = OWNED
    ) -> Opened:
        words = "".join(
            f"<{sort}Values>"
            + "".join(f'<{sort} ID="{each}">{text}</{sort}>' for each, text in of.items())
            + f"</{sort}Values>"
            for sort, of in WORDS.items()
        )
        (tmp_path / "SDN_ADVANCED.XML").write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n<Sanctions xmlns="https://lists.example/ADVANCED_XML">'
            "<DateOfIssue><Year>2019</Year><Month>5</Month><Day>16</Day></DateOfIssue>"
            f"<ReferenceValueSets>{words}{TYPED}</ReferenceValueSets><Locations>{PLACES}</Locations>"
            f"<IDRegDocuments>{documents}</IDRegDocuments><DistinctParties>{parties}</DistinctParties>"
            f"<ProfileRelationships>{related}</ProfileRelationships>"
            f"<SanctionsEntries>{listings}</SanctionsEntries></Sanctions>",
            encoding="utf-8",
        )
        return Opened(tmp_path / "SDN_ADVANCED.XML", BadList)

    return made


def two(opened: Opened, reading: Reading | None = None) -> tuple[Entry, Entry]:
    first, second = read([opened], reading or Reading())
    return first, second


def fault(opened: Opened) -> str:
    with pytest.raises(BadList) as caught:
        list(read([opened], Reading()))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_names_with_their_kind_strength_and_script(written: Written) -> None:
    reading = Reading()
    jane, rose = two(written(), reading)
    assert jane.names == (
        Name("DOE, Jane Ann", script="Latn"),
        Name("ДОУ, Джейн", "alias", script="Cyrl"),
        Name("JD", "alias", "weak", "Latn"),
        Name("ROE", "former", script="Latn"),
        Name("NEWLY", "alias"),
    )
    assert rose.names == (Name("SEA ROSE", script="Latn"),)
    assert jane.other["nka"] == ("NEWLY",)
    assert reading.notes == ["names in the script 'Invented' have no code of a script"]


def test_a_person(written: Written) -> None:
    jane, _ = two(written())
    assert (jane.list, jane.id, jane.kind, jane.place) == ("us/ofac/sdn", "100", "person", "SDN_ADVANCED.XML, 100")
    assert (jane.births, jane.birthplaces) == (("04 Mar 1960", "circa 1961"), ("Bergen, Norway", "Oslo, Norway"))
    assert (jane.nationalities, jane.titles, jane.remarks) == (("Cuba",), ("Minister",), "Writes at night.")
    assert (jane.programs, jane.start) == (("SDGT", "SYRIA"), date(2018, 3, 4))


def test_places(written: Written) -> None:
    jane, _ = two(written())
    assert jane.addresses == (
        Address(
            street="1 Main St",
            city="Rome",
            region="RM",
            postcode="00100",
            country="Italy",
            note="ADDRESS1: 2 Main St (old); REGION: Lazio",
        ),
        Address(country="Region: Nowhere"),
    )
    assert jane.countries == ("IT",)


def test_documents_and_other_numbers(written: Written) -> None:
    jane, rose = two(written())
    assert jane.identifiers == (
        Identifier("Passport", "A12", "Cuba", "expires 02 Jan 2011"),
        Identifier("Passport", "B34", "", "Fraudulent"),
        Identifier("Website", "www.doe.example"),
    )
    assert rose.identifiers == (Identifier("Vessel Call Sign", "5ABC1"),)
    assert (rose.kind, rose.countries) == ("vessel", ("PA",))


def test_what_has_no_field_is_kept_under_its_own_word(written: Written) -> None:
    jane, rose = two(written())
    assert jane.other == {
        "Gender": ("Female",),
        "nka": ("NEWLY",),
        "FutureThing": ("kept",),
        "SanctionsMeasure": ("Block",),
        "LegalBasis": ("Executive Order 1",),
    }
    assert rose.other["Vessel Flag"] == ("Panama",)
    assert rose.other["ProfileRelationship"] == ("Owned or Controlled By 100 (former)",)


def test_an_event_that_is_no_listing_is_kept_and_starts_nothing(written: Written) -> None:
    amended = '<EntryEvent EntryEventTypeID="2"><Date><Year>2017</Year><Month>1</Month><Day>1</Day></Date></EntryEvent>'
    jane, _ = two(written(listings=listing(100, events=amended) + listing(101)))
    assert jane.start == date(2018, 3, 4)
    assert jane.other["EntryEvent"] == ("Amended 01 Jan 2017",)


def test_the_file_says_when_it_was_issued(written: Written) -> None:
    reading = Reading()
    two(written(), reading)
    assert reading.published == date(2019, 5, 16)


def on_lists(opened: Opened, reading: Reading | None = None) -> list[tuple[str, str]]:
    return [(each.id, each.list) for each in read([opened], reading or Reading())]


def test_a_file_of_the_sdn_list_does_not_hold_the_other_lists(written: Written) -> None:
    reading = Reading()
    both = LISTED + listing(101, 1551)
    assert on_lists(written(listings=both), reading) == [("100", "us/ofac/sdn"), ("101", "us/ofac/sdn")]
    assert reading.skipped == {"parties of us/ofac/plc, which this file does not hold whole": 1}


def test_a_file_of_the_consolidated_set_does_not_hold_the_sdn_list(written: Written) -> None:
    reading = Reading()
    listings = "".join(
        [
            listing(7, 1552, "NS-PLC"),
            listing(7, 1551, "NS-PLC"),
            listing(7, 1550, "SDGT"),
            listing(8, 1552, "A|B"),
            listing(8, 1553, "A"),
            listing(8, 1551, "B"),
        ]
    )
    opened = written(company(7) + company(8), listings, "", "")
    assert on_lists(opened, reading) == [("7", "us/ofac/plc"), ("8", "us/ofac/mbs"), ("8", "us/ofac/plc")]
    assert reading.skipped == {"parties of us/ofac/sdn, which this file does not hold whole": 1}
    assert next(read([opened], Reading())).kind == "organization"


@pytest.mark.parametrize(
    ("made", "message"),
    [
        ({"listings": listing(100)}, "SDN_ADVANCED.XML, 101: is on no list"),
        ({"listings": LISTED + listing(999)}, "has a SanctionsEntry of 999, which is in no DistinctParty"),
        ({"listings": LISTED + listing(101, 1554)}, "names the list 'List of Nobody'"),
        ({"listings": LISTED + listing(101, 1)}, "refers to the List 1, which it does not define"),
        ({"documents": DOCUMENTS.replace('"900"', '"999"')}, "has a IDRegDocument of 999, which is in no"),
        ({"related": OWNED.replace('"101"', '"999"')}, "has a ProfileRelationship of 999"),
        ({"parties": JANE + ROSE + JANE}, "has the party '100' without a number or a second time"),
        ({"parties": JANE.replace('FixedRef="100"><C', "><C") + ROSE}, "has the party '' without a number"),
        ({"parties": JANE.replace('"1401"', '"9"') + ROSE}, "has the alias type 'Nonsense'"),
        ({"parties": JANE.replace('LocationID="50"', 'LocationID="5"') + ROSE}, "refers to the Location 5, which"),
        ({"parties": JANE.replace('PartySubTypeID="4"', "") + ROSE}, "has no profile with a PartySubTypeID"),
        ({"parties": JANE.replace("<Month>3</Month>", "<Month>13</Month>") + ROSE}, "has the day 1960-13-4"),
        ({"parties": JANE, "listings": listing(100)}, "has a ProfileRelationship of 101"),
    ],
)  # fmt: skip
def test_a_fault(written: Written, made: dict[str, str], message: str) -> None:
    assert message in fault(written(**made))


def test_what_is_of_no_party_is_noted_in_a_partial_reading(written: Written) -> None:
    reading = Reading(partial=True)
    assert on_lists(written(listings=LISTED + listing(999)), reading) == [
        ("100", "us/ofac/sdn"),
        ("101", "us/ofac/sdn"),
    ]
    assert "SDN_ADVANCED.XML: 1 parties of a SanctionsEntry are not in the file" in reading.notes


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((1970, 4, 3), (1970, 4, 3), "03 Apr 1970"),
        ((1970, 1, 1), (1970, 12, 31), "1970"),
        ((1972, 2, 1), (1972, 2, 29), "Feb 1972"),
        ((1989, 1, 1), (1991, 12, 31), "1989 to 1991"),
        ((1970, 4, 1), (1971, 6, 30), "Apr 1970 to Jun 1971"),
        ((1970, 4, 3), (1970, 5, 31), "03 Apr 1970 to 31 May 1970"),
        ((1970, 12, 1), (1970, 12, 31), "Dec 1970"),
    ],
)
def test_a_period_in_the_words_of_the_other_files(
    first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    assert in_words(date(*first), date(*last)) == words


def test_fits(written: Written, tmp_path: Path) -> None:
    assert fits(written())
    other = tmp_path / "other.xml"
    for text in (
        '<?xml version="1.0"?><sdnList><Sanctions><ReferenceValueSets/></Sanctions></sdnList>',
        '<?xml version="1.0"?><Sanctions><Something/></Sanctions>',
        "<!DOCTYPE html><html>ReferenceValueSets</html>",
        "",
    ):
        other.write_text(text)
        assert not fits(Opened(other, BadList))


def test_the_format_is_marked_as_experimental() -> None:
    (kind,) = KINDS
    assert (kind.id, kind.experimental) == ("ofac/advanced", True)
