"""OFAC's CSV files: four of them, joined by the number of a party; every made-up party here is on some list."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.ofac import KINDS, fits, read
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

Written = Callable[..., Opened]

NONE = ",-0- " * 8
SDN = (
    '7,"ACME TRADING CO., LTD.",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. \'ATC\'; Tax ID No. 7 (Cuba)."\n'
    '9,"DOE, Jane",individual,"SDGT] [SYRIA","Minister;  Board Member",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1960."\n'
    '12,"SEA ROSE",vessel,"IRAN",-0- ,"5ABC1","Tug","3,000","1,500","Panama","Rose Lines",-0- \n'
    '15,"EX-1 JET",aircraft,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
)
ADDRESSES = (
    '7,70,"1 Main Street","Havana 10400","Cuba",-0- \n'
    '7,71,-0- ,-0- ,"Korea, North","closed"\n'
    '9,90,-0- ,-0- ,"undetermined",-0- \n'
    "12,120,-0- ,-0- ,-0- ,-0- \n"
)
ALIASES = (
    '7,1,"aka","ACME IMPORT",-0- \n'
    '7,2,"fka","OLD ACME",-0- \n'
    '7,3,"nka","NEW ACME","since 2020"\n'
    '9,4,"aka","ROE, Jane",-0- \n'
)
COMMENTS = '9," of more than a line; POB Rome, Italy."\n'


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def made(text: str, name: str = "sdn.csv") -> Opened:
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        return Opened(tmp_path / name, BadList)

    return made


def entries(files: Sequence[Opened], reading: Reading | None = None) -> dict[str, Entry]:
    return {each.id: each for each in read(files, reading or Reading())}


@pytest.fixture
def four(written: Written) -> list[Opened]:
    return [
        written(COMMENTS, "sdn_comments.csv"),
        written(ALIASES, "alt.csv"),
        written(SDN),
        written(ADDRESSES, "add.csv"),
    ]


def fault(files: Sequence[Opened], *, partial: bool = False) -> str:
    with pytest.raises(BadList) as caught:
        entries(files, Reading(partial=partial))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_files_are_joined_whatever_their_order(four: list[Opened]) -> None:
    for files in (four, four[::-1]):
        found = entries(files)
        assert list(found) == ["7", "9", "12", "15"]
        assert [each.kind for each in found.values()] == ["organization", "person", "vessel", "aircraft"]
        assert {each.list for each in found.values()} == {"us/ofac/sdn"}
        assert found["9"].place == "sdn.csv, line 2"


def test_names_come_from_three_places(four: list[Opened]) -> None:
    assert entries(four)["7"].names == (
        Name("ACME TRADING CO., LTD."),
        Name("ACME IMPORT", "alias"),
        Name("OLD ACME", "former"),
        Name("NEW ACME", "alias"),
        Name("ATC", "alias", "weak"),
    )


def test_that_a_name_is_the_new_one_is_kept(four: list[Opened]) -> None:
    acme = entries(four)["7"]
    assert acme.other["nka"] == ("NEW ACME",)
    assert acme.other["alt_remarks"] == ("since 2020",)


def test_addresses_and_their_countries(four: list[Opened]) -> None:
    found = entries(four)
    assert found["7"].addresses == (
        Address(street="1 Main Street", city="Havana 10400", country="Cuba"),
        Address(country="Korea, North", note="closed"),
    )
    assert found["7"].countries == ("CU", "KP")
    assert (found["9"].addresses, found["9"].countries) == ((Address(country="undetermined"),), ())


def test_an_address_that_says_nothing_is_only_counted(four: list[Opened]) -> None:
    assert (entries(four)["12"].addresses, entries(four)["12"].other["Add_num"]) == ((), ("120",))


def test_a_vessel(four: list[Opened]) -> None:
    reading = Reading()
    rose = entries(four, reading)["12"]
    assert rose.identifiers == (Identifier("Vessel Call Sign", "5ABC1"),)
    assert rose.countries == ("PA",)
    assert rose.other == {
        "Vess_type": ("Tug",),
        "Tonnage": ("3,000",),
        "GRT": ("1,500",),
        "Vess_flag": ("Panama",),
        "Vess_owner": ("Rose Lines",),
        "Add_num": ("120",),
    }
    assert reading.kept["Vess_type"] == 1
    assert reading.kept["Add_num"] == 3


def test_programs_and_titles_are_several(four: list[Opened]) -> None:
    jane = entries(four)["9"]
    assert jane.programs == ("SDGT", "SYRIA")
    assert jane.titles == ("Minister", "Board Member")


def test_remarks_are_kept_as_published_and_structured(four: list[Opened]) -> None:
    acme = entries(four)["7"]
    assert acme.remarks == "a.k.a. 'ATC'; Tax ID No. 7 (Cuba)."
    assert acme.identifiers == (Identifier("Tax ID No.", "7", "Cuba"),)


def test_long_remarks_go_on_in_their_own_file(written: Written) -> None:
    cut = "x" * 985 + "; Passport AB12"
    primary = written('9,"DOE, Jane",individual,"SYRIA"' + ",-0- " * 7 + f',"{cut}"\n')
    rest = written('9,"34 (Syria); POB Rome, Italy."\n', "sdn_comments.csv")
    jane = entries([primary, rest])["9"]
    assert jane.remarks == cut + "34 (Syria); POB Rome, Italy."
    assert jane.identifiers == (Identifier("Passport", "AB1234", "Syria"),)
    assert jane.birthplaces == ("Rome, Italy",)


def test_a_number_that_may_be_cut_is_not_taken(written: Written) -> None:
    reading = Reading()
    cut = "Tax ID No. 1; " + "x" * 971 + "; Passport AB12"
    assert len(cut) == 1000
    primary = written('9,"DOE, Jane",individual,"SYRIA"' + ",-0- " * 7 + f',"{cut}"\n')
    assert entries([primary], reading)["9"].identifiers == (Identifier("Tax ID No.", "1"),)
    assert any("the remarks of 1 parties are cut at 1,000 characters" in each for each in reading.notes)


def test_the_primary_file_alone_is_all_parties_and_says_what_is_missing(written: Written) -> None:
    reading = Reading()
    assert len(entries([written(SDN)], reading)) == 4
    assert [each.partition(" was not given")[0] for each in reading.notes] == [
        "the file of addresses",
        "the file of aliases",
    ]


def test_nothing_is_missing_when_all_files_are_given(four: list[Opened]) -> None:
    reading = Reading()
    entries(four, reading)
    assert reading.notes == []


def test_line_ends_and_the_end_of_file_mark_do_not_matter(written: Written) -> None:
    reading = Reading()
    plain = [replaced.remarks for replaced in entries([written(SDN)]).values()]
    windows = entries([written(SDN.replace("\n", "\r\n") + "\x1a", "sdn.csv")], reading)
    assert [each.remarks for each in windows.values()] == plain
    assert reading.skipped["end-of-file mark"] == 1


def test_a_last_cell_that_is_cut_inside_the_mark_for_empty_is_empty(written: Written) -> None:
    reading = Reading()
    whole = [written(SDN), written(ADDRESSES.rstrip("- \n"), "add.csv")]
    assert entries(whole, reading)["12"].addresses == ()
    assert "add.csv ends inside its last cell, which is empty" in reading.notes


CONSOLIDATED = (
    f'1,"ALPHA BANK",-0- ,"UKRAINE-EO13662"{NONE}\n'
    f'2,"BETA, Ben",individual,"NS-PLC"{NONE}\n'
    f'3,"GAMMA CORP",-0- ,"CMIC-EO13959"{NONE}\n'
    f'4,"DELTA BANK",-0- ,"561-Related"{NONE}\n'
    f'5,"EPSILON FUND",-0- ,"RUSSIA-EO14024"{NONE}\n'
    f'6,"ZETA, Zoe",individual,"SDGT] [NS-PLC"{NONE}\n'
    '7,"ETA OIL",-0- ,"UKRAINE-EO13662] [RUSSIA-EO14024"'
    + ",-0- "
    * 7
    + ',"Executive Order 14024 Directive Information Subject to Directive 3."\n'
    '8,"THETA OIL",-0- ,"UKRAINE-EO13662] [RUSSIA-EO14024"'
    + ",-0- "
    * 7
    + ',"Executive Order 14024 Directive Information Subject to Directive 3; alt. Secondary sanctions risk: See'
    ' Section 11 of Executive Order 14024."\n'
)


def test_the_lists_of_the_consolidated_set_are_told_by_programs(written: Written) -> None:
    found = [(each.id, each.list) for each in read([written(CONSOLIDATED, "any.csv")], Reading())]
    assert found == [
        ("1", "us/ofac/ssi"),
        ("2", "us/ofac/plc"),
        ("3", "us/ofac/cmic"),
        ("4", "us/ofac/capta"),
        ("5", "us/ofac/mbs"),
        ("6", "us/ofac/plc"),
        ("7", "us/ofac/ssi"),
        ("7", "us/ofac/mbs"),
        ("8", "us/ofac/ssi"),
    ]


def test_a_party_of_the_consolidated_set_with_an_unknown_program_is_refused(written: Written) -> None:
    text = CONSOLIDATED + f'9,"OMEGA",-0- ,"NEW-EO1] [NEWER"{NONE}\n'
    assert "line 9: has programs of no list that we know: NEW-EO1, NEWER (with NS-PLC," in fault([written(text)])


def test_a_party_of_the_consolidated_set_without_a_program_is_refused(written: Written) -> None:
    text = CONSOLIDATED + f'9,"OMEGA",-0- ,-0- {NONE}\n'
    assert "line 9: has programs of no list that we know: none" in fault([written(text)])


@pytest.mark.parametrize(("name", "expected"), [("sdn.csv", "us/ofac/sdn"), ("cons_prim.csv", "us/ofac/ssi")])
def test_only_where_the_programs_do_not_tell_the_sets_apart_the_name_does(
    written: Written, name: str, expected: str
) -> None:
    (found,) = read([written(f'1,"ALPHA",-0- ,"UKRAINE-EO13662"{NONE}\n', name)], Reading())
    assert found.list == expected


def test_a_file_that_may_be_either_set_is_refused(written: Written) -> None:
    assert "may be of the SDN list or of the consolidated set" in fault(
        [written(f'1,"ALPHA",-0- ,"UKRAINE-EO13662"{NONE}\n', "list.csv")]
    )


@pytest.mark.parametrize(
    ("sdn", "message"),
    [
        (SDN + '16,"X",-0- ,"CUBA"\n', "sdn.csv, line 5: has 4 cells, not 12 (a whole file)"),
        (SDN.replace('12,"SEA', '7,"SEA'), "sdn.csv, line 3: has the party 7 a second time (one row a party)"),
        (SDN.replace("vessel,", "ship,"), "sdn.csv, line 3: has the type 'ship'"),
        (SDN.replace("\n9,", "\nnine,"), "sdn.csv, line 2: begins with 'nine'"),
        (SDN + "\x1a\n" + SDN.replace("7,", "8,", 1), "line 5: is the end-of-file mark, but rows follow"),
        ("", "has rows of 0 cells"),
        ("a,b,c\n", "has rows of 3 cells"),
        (SDN + '16,"X', "is not valid CSV"),
        (SDN + f'16,"X",-0- ,"NS-PLC"{NONE}\n', "line 1: has programs of no list that we know: CUBA"),
    ],
)
def test_a_fault_in_the_primary_file(written: Written, sdn: str, message: str) -> None:
    assert message in fault([written(sdn)])


def test_rows_of_a_party_that_is_not_listed_are_refused(written: Written) -> None:
    orphan = written(ADDRESSES + '99,990,-0- ,"Rome","Italy",-0- \n', "add.csv")
    assert "add.csv, line 5: is of the party 99" in fault([written(SDN), orphan])


def test_rows_of_a_party_that_is_not_listed_are_noted_in_a_partial_reading(written: Written) -> None:
    reading = Reading(partial=True)
    orphan = written(ALIASES + '99,5,"aka","NOBODY",-0- \n', "alt.csv")
    assert len(entries([written(SDN), orphan], reading)) == 4
    assert "alt.csv: 1 rows are of parties that are not in the primary file" in reading.notes


def test_an_alias_of_an_unknown_type_is_refused(written: Written) -> None:
    assert "alt.csv, line 1: has the alias type 'xka'" in fault(
        [written(SDN), written(ALIASES.replace("aka", "xka", 1), "alt.csv")]
    )


def test_a_cut_last_row_is_kept_in_a_partial_reading(written: Written) -> None:
    reading = Reading(partial=True)
    found = entries([written(SDN + '16,"CUT OFF",-0- ,"CUBA"\n')], reading)
    assert found["16"].name == "CUT OFF"
    assert "sdn.csv, line 5: the row is cut after 4 of 12 cells" in reading.notes


def test_only_the_last_row_may_be_cut(written: Written) -> None:
    text = SDN.replace("\n", '\n6,"CUT OFF",-0- ,"CUBA"\n', 1)
    assert "line 2: has 4 cells, not 12" in fault([written(text)], partial=True)


def test_two_files_of_a_sort_are_refused(written: Written) -> None:
    assert "is a second file of the sort of sdn.csv" in fault([written(SDN), written(SDN, "sdn_old.csv")])


def test_a_primary_file_is_needed(written: Written) -> None:
    assert "holds no primary file" in fault([written(ADDRESSES, "add.csv")])
    assert "holds no primary file" in fault([])


def test_each_of_the_four_files_fits(four: list[Opened]) -> None:
    assert [fits(each) for each in four] == [True] * 4
    (kind,) = KINDS
    assert (kind.id, kind.experimental) == ("ofac/csv", False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<!DOCTYPE html><html><body>1,2</body></html>\n", "sdn.csv"),
        (
            "_id,source,entity_number,type,programs,name,title,addresses,a,b,c,d\n1,2,3,4,5,6,7,8,9,10,11,12\n",
            "sdn.csv",
        ),
        ("1,2,3,4,5,6,7,8,9,10,11,12\n", "sdn.csv"),
        ("1,2,3,4,5,6\n", "add.csv"),
        ('1,2,"x","NAME",-0- \n', "alt.csv"),
        ('1,"a name"\n', "names.csv"),
        ('7,"ACME"\n' + SDN, "sdn.csv"),
        ('"7,ACME', "sdn.csv"),
        ("", "sdn.csv"),
        ("\x1a", "sdn.csv"),
    ],
)
def test_another_file_does_not_fit(written: Written, text: str, name: str) -> None:
    assert not fits(written(text, name))


def test_a_file_fits_though_its_head_ends_inside_a_row(written: Written) -> None:
    long = "".join(SDN.replace("\n", "\r\n") for _ in range(30))
    assert len(long) > 8192
    assert fits(written(long))
