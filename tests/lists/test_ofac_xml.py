"""OFAC's plain XML: made-up parties in the form of the published schema."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.ofac_xml import KINDS, fits, read
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

Written = Callable[[str], Opened]

HEAD = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="https://lists.example/XML">
  <publshInformation><Publish_Date>05/16/2019</Publish_Date><Record_Count>{count}</Record_Count></publshInformation>
"""
JANE = """  <sdnEntry>
    <uid>100</uid><firstName>Jane</firstName><lastName>DOE</lastName><title>Minister; Poet</title>
    <sdnType>Individual</sdnType><remarks>Writes at night.</remarks>
    <programList><program>SDGT</program><program>SYRIA</program></programList>
    <idList>
      <id><uid>1</uid><idType>Passport</idType><idNumber>A12</idNumber><idCountry>Syria</idCountry>
        <issueDate>01 Jan 2001</issueDate><expirationDate>01 Jan 2011</expirationDate></id>
      <id><uid>2</uid><idType>Gender</idType><idNumber>Female</idNumber></id>
      <id><uid>3</uid><idType>Odd New Number</idType><idNumber>X9</idNumber></id>
    </idList>
    <akaList>
      <aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>JD</lastName></aka>
      <aka><uid>5</uid><type>f.k.a.</type><category>strong</category><lastName>ROE</lastName><firstName>J</firstName></aka>
      <aka><uid>6</uid><type>n.k.a.</type><category>strong</category><lastName>NEWLY</lastName></aka>
    </akaList>
    <addressList><address><uid>7</uid><address1>1 Main St</address1><address2>Floor 2</address2><city>Rome</city>
      <stateOrProvince>RM</stateOrProvince><postalCode>00100</postalCode><country>Italy</country></address>
      <address><uid>8</uid></address></addressList>
    <nationalityList><nationality><uid>9</uid><country>Syria</country><mainEntry>true</mainEntry></nationality>
    </nationalityList>
    <citizenshipList><citizenship><uid>10</uid><country>Italy</country><mainEntry>false</mainEntry></citizenship>
    </citizenshipList>
    <dateOfBirthList><dateOfBirthItem><uid>11</uid><dateOfBirth>circa 1960</dateOfBirth><mainEntry>true</mainEntry>
    </dateOfBirthItem></dateOfBirthList>
    <placeOfBirthList><placeOfBirthItem><uid>12</uid><placeOfBirth>Oslo, Norway</placeOfBirth>
      <mainEntry>true</mainEntry></placeOfBirthItem></placeOfBirthList>
    <futureList><future>something <b>new</b></future></futureList>
    <mood>grim</mood>
  </sdnEntry>
"""
ROSE = """  <sdnEntry>
    <uid>101</uid><lastName>SEA ROSE</lastName><sdnType>Vessel</sdnType>
    <programList><program>IRAN</program></programList>
    <vesselInfo><callSign>5ABC1</callSign><vesselType>Tug</vesselType><vesselFlag>Panama</vesselFlag>
      <vesselOwner>Rose Lines</vesselOwner><tonnage>3000</tonnage>
      <grossRegisteredTonnage>1500</grossRegisteredTonnage></vesselInfo>
  </sdnEntry>
"""


def party(number: int, programs: str, ids: str = "") -> str:
    listed = "".join(f"<program>{each}</program>" for each in programs.split("|"))
    return (
        f"<sdnEntry><uid>{number}</uid><lastName>P{number}</lastName><sdnType>Entity</sdnType>"
        f"<programList>{listed}</programList><idList>{ids}</idList></sdnEntry>"
    )


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def made(entries: str) -> Opened:
        text = HEAD.format(count=entries.count("<sdnEntry>")) + entries + "</sdnList>\n"
        (tmp_path / "SDN.XML").write_text(text, encoding="utf-8")
        return Opened(tmp_path / "SDN.XML", BadList)

    return made


def jane(written: Written, reading: Reading | None = None) -> Entry:
    first, _ = read([written(JANE + ROSE)], reading or Reading())
    return first


def fault(opened: Opened) -> str:
    with pytest.raises(BadList) as caught:
        list(read([opened], Reading()))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_person(written: Written) -> None:
    found = jane(written)
    assert (found.list, found.id, found.kind, found.place) == ("us/ofac/sdn", "100", "person", "SDN.XML, 100")
    assert found.names == (
        Name("DOE, Jane"),
        Name("JD", "alias", "weak"),
        Name("ROE, J", "former"),
        Name("NEWLY", "alias"),
    )
    assert found.addresses == (
        Address(street="1 Main St, Floor 2", city="Rome", region="RM", postcode="00100", country="Italy"),
    )
    assert found.identifiers == (
        Identifier("Passport", "A12", "Syria", "issued 01 Jan 2001 expires 01 Jan 2011"),
        Identifier("Odd New Number", "X9"),
    )
    assert (found.births, found.birthplaces) == (("circa 1960",), ("Oslo, Norway",))
    assert (found.nationalities, found.countries) == (("Syria", "Italy"), ("IT",))
    assert (found.titles, found.programs) == (("Minister", "Poet"), ("SDGT", "SYRIA"))
    assert found.remarks == "Writes at night."


def test_what_has_no_field_is_kept_under_its_own_name(written: Written) -> None:
    reading = Reading()
    assert jane(written, reading).other == {
        "Gender": ("Female",),
        "nka": ("NEWLY",),
        "mood": ("grim",),
        "futureList": ("something", "new"),
        "akaList/uid": ("4", "5", "6"),
        "idList/uid": ("1", "2", "3"),
        "addressList/uid": ("7", "8"),
        "nationalityList/uid": ("9",),
        "nationalityList/mainEntry": ("true",),
        "citizenshipList/uid": ("10",),
        "citizenshipList/mainEntry": ("false",),
        "dateOfBirthList/uid": ("11",),
        "dateOfBirthList/mainEntry": ("true",),
        "placeOfBirthList/uid": ("12",),
        "placeOfBirthList/mainEntry": ("true",),
    }
    assert reading.kept["mood"] == 1


def test_a_vessel(written: Written) -> None:
    _, rose = read([written(JANE + ROSE)], Reading())
    assert (rose.kind, rose.countries) == ("vessel", ("PA",))
    assert rose.identifiers == (Identifier("Vessel Call Sign", "5ABC1"),)
    assert rose.other == {
        "vesselInfo/vesselType": ("Tug",),
        "vesselInfo/vesselFlag": ("Panama",),
        "vesselInfo/vesselOwner": ("Rose Lines",),
        "vesselInfo/tonnage": ("3000",),
        "vesselInfo/grossRegisteredTonnage": ("1500",),
    }


def test_the_file_says_when_it_was_published(written: Written) -> None:
    reading = Reading()
    jane(written, reading)
    assert (reading.published, reading.notes) == (date(2019, 5, 16), [])


def test_a_count_that_is_not_kept_is_noted(written: Written) -> None:
    opened = written(JANE)
    opened.path.write_text(opened.path.read_text().replace("Count>1<", "Count>2<"))
    reading = Reading()
    assert len(list(read([opened], reading))) == 1
    assert reading.notes == ["the file says that it has 2 parties, and has 1"]


def test_parties_of_the_consolidated_set(written: Written) -> None:
    directive = (
        "<id><uid>1</uid><idType>Executive Order 14024 Directive Information -</idType><idNumber>3</idNumber></id>"
    )
    blocked = (
        "<id><uid>2</uid><idType>Secondary sanctions risk:</idType>"
        "<idNumber>See Section 11 of Executive Order 14024.</idNumber></id>"
    )
    text = (
        party(1, "NS-PLC")
        + party(2, "UKRAINE-EO13662|RUSSIA-EO14024", directive)
        + party(3, "UKRAINE-EO13662|RUSSIA-EO14024", directive + blocked)
    )
    assert [(each.id, each.list) for each in read([written(text)], Reading())] == [
        ("1", "us/ofac/plc"),
        ("2", "us/ofac/ssi"),
        ("2", "us/ofac/mbs"),
        ("3", "us/ofac/ssi"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (JANE + JANE, "SDN.XML, 100: is there a second time"),
        (JANE.replace("Individual", "Ghost"), "SDN.XML, 100: has the uid '100' and the type 'Ghost'"),
        (JANE.replace("<uid>100</uid>", ""), "has the uid '' and the type 'Individual'"),
        (JANE.replace("f.k.a.", "x.k.a."), "SDN.XML, 100: has an alias of type 'x.k.a.' and category 'strong'"),
        (JANE.replace(">weak<", ">poor<"), "SDN.XML, 100: has an alias of type 'a.k.a.' and category 'poor'"),
        (JANE + "</sdnList>", "is not whole XML"),
        (JANE[:900], "is not whole XML"),
        (party(1, "NS-PLC") + JANE, "SDN.XML, 100: has programs of no list that we know: SDGT, SYRIA"),
    ],
)
def test_a_fault(written: Written, text: str, message: str) -> None:
    assert message in fault(written(text))


def test_a_day_that_is_none_is_refused(written: Written) -> None:
    opened = written(JANE)
    opened.path.write_text(opened.path.read_text().replace("05/16/2019", "16 May 2019"))
    assert "'16 May 2019' is not a day" in fault(opened)


def test_one_file_is_read_at_a_time(written: Written) -> None:
    opened = written(JANE)
    for files in ([], [opened, opened]):
        with pytest.raises(BadList, match="is not one file"):
            list(read(files, Reading()))


def test_fits(written: Written, tmp_path: Path) -> None:
    assert fits(written(JANE))
    others = tmp_path / "SDN.xml"
    for text in (
        '<?xml version="1.0"?><CONSOLIDATED_LIST><sdnList/></CONSOLIDATED_LIST>',
        "<!DOCTYPE html><html><body>sdnList</body></html>",
        '<?xml version="1.0"?><Sanctions><ReferenceValueSets/></Sanctions>',
        "sdnList",
        "",
    ):
        others.write_text(text)
        assert not fits(Opened(others, BadList))
    others.write_text('\ufeff<?xml version="1.0"?>\n<!-- made up -->\n<sdnList/>')
    assert fits(Opened(others, BadList))


def test_the_format_is_marked_as_experimental() -> None:
    (kind,) = KINDS
    assert (kind.id, kind.experimental) == ("ofac/xml", True)
