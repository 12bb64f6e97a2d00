"""The Entity List in the XML of the eCFR, from made-up supplements with the published elements."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.ecfr import KINDS, country_of
from reprieve.lists.formats.ecfr_entity import party
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Name, Policy, Requirement

HEADER: Final = (
    "<TR><TH>Country</TH><TH>Entity</TH><TH>License requirement</TH><TH>License review policy</TH>"
    "<TH>Federal Register citation</TH></TR>"
)
ALL: Final = "For all items subject to the EAR. (See §744.11 of the EAR)"
ACME: Final = (
    "<TD>CHINA, PEOPLE'S REPUBLIC OF</TD><TD>Acme Co., Ltd., a.k.a., the following two aliases:<br/>—Acme; <I>and</I>"
    "<br/>—Acme <E>Trading</E>.<br/>1 Some Street, Some City, China; and 2 Other Street, China.</TD>"
    "<TD>For all items subject to the EAR (See §§ 734.9(e)<SUP>1</SUP> and 744.11 of the EAR)<SUP>2</SUP></TD>"
    "<TD>Presumption of denial.</TD><TD>84 FR 22961, 5/21/19. 85 FR 29852, 5/19/20.</TD>"
)


def written(folder: Path, *rows: str, supplement: str = "Supplement No. 4 to Part 744", header: str = HEADER) -> Opened:
    """Part 744 with one section, another supplement, and the one asked for."""
    table = "".join(f"<TR>{row}</TR>" for row in rows)
    path = folder / "title-15.xml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<DIV5 N="744" NODE="15:2.1.3.4.28" TYPE="PART"><HEAD>PART 744</HEAD>'
        '<DIV8 N="744.1" TYPE="SECTION"><P>General provisions.</P></DIV8>'
        '<DIV9 N="Supplement No. 2 to Part 744" TYPE="APPENDIX"><TABLE><TR><TD>1A290</TD></TR></TABLE></DIV9>'
        f'<DIV9 N="{supplement}" TYPE="APPENDIX"><HEAD>Entity List</HEAD><P>Text.</P><DIV><TABLE>'
        f"<THEAD>{header}</THEAD><TBODY>{table}</TBODY></TABLE></DIV></DIV9></DIV5>",
        encoding="utf-8",
    )
    return Opened(path, BadList)


def entries(opened: Opened, reading: Reading | None = None) -> list[Entry]:
    return list(KINDS[0].read([opened], reading or Reading()))


def row(country: str, entity: str) -> str:
    cells = (country, entity, ALL, "Presumption of denial", "90 FR 1, 1/2/25.")
    return "".join(f"<TD>{cell}</TD>" for cell in cells)


def test_a_row_becomes_an_entry_with_all_that_it_says(tmp_path: Path) -> None:
    text = "For all items subject to the EAR (See §§ 734.9(e)1 and 744.11 of the EAR)2"
    assert entries(written(tmp_path, ACME)) == [
        Entry(
            list="us/bis/entity-list",
            id="acme-co-ltd-cn",
            names=(Name("Acme Co., Ltd."), Name("Acme", "alias"), Name("Acme Trading", "alias")),
            countries=("CN",),
            addresses=(Address("1 Some Street, Some City, China"), Address("2 Other Street, China")),
            requirement=text,
            policy="Presumption of denial.",
            requires=Requirement("all_items", ("734.9(e)", "744.11"), ("1", "2")),
            reviewed=Policy("presumption_of_denial"),
            cites=("84 FR 22961, 5/21/19", "85 FR 29852, 5/19/20"),
            place="title-15.xml, acme-co-ltd-cn",
            other={
                "Country": ("CHINA, PEOPLE'S REPUBLIC OF",),
                "Entity": (
                    (
                        "Acme Co., Ltd., a.k.a., the following two aliases:\n—Acme; and\n—Acme Trading.\n"
                        "1 Some Street, Some City, China; and 2 Other Street, China."
                    ),
                ),
            },
        )
    ]


def test_a_country_stands_once_for_its_group(tmp_path: Path) -> None:
    wide = '<TD colspan="5">RUSSIA</TD>'
    spanned = "".join(f"<TD>{each}</TD>" for each in ("Gamma", ALL, "Policy of denial", "90 FR 1"))
    rows = (row("IRAN", "Alpha"), row(" ", "Beta"), spanned, wide, row("", "Delta"), row("CANADA", "Alpha"))
    assert [(each.name, each.countries) for each in entries(written(tmp_path, *rows))] == [
        ("Alpha", ("IR",)),
        ("Beta", ("IR",)),
        ("Gamma", ("IR",)),
        ("Delta", ("RU",)),
        ("Alpha", ("CA",)),
    ]


def test_a_row_with_an_entity_alone_goes_on_with_the_one_above(tmp_path: Path) -> None:
    more = ["<TD/><TD>—Alef.</TD><TD/><TD/><TD/>", "<TD/><TD>1 Street.</TD><TD/><TD/><TD/>"]
    first = row("IRAN", "Alpha, a.k.a., the following one alias:")
    found = entries(written(tmp_path, first, *more, row("", "Beta")))
    assert [each.name for each in found] == ["Alpha", "Beta"]
    assert (found[0].names[1:], found[0].addresses) == ((Name("Alef", "alias"),), (Address("1 Street"),))


def test_a_country_without_a_code_is_kept_in_words(tmp_path: Path) -> None:
    found = entries(written(tmp_path, row("ATLANTIS REGION", "Alpha")))[0]
    assert (found.countries, found.id, found.other["Country"]) == ((), "alpha-atlantis-region", ("ATLANTIS REGION",))


@pytest.mark.parametrize(
    ("text", "code"),
    [("CHINA, PEOPLE'S REPUBLIC OF", "CN"), ("KOREA, SOUTH", "KR"), ("TÜRKIYE", "TR"), ("BURMA", "MM"), ("MARS", "")],
)
def test_a_country_is_read_from_either_end(text: str, code: str) -> None:
    assert country_of(text) == code


def test_a_former_name_is_not_an_alias() -> None:
    found = party("Acme, f.k.a., the following one alias:\n—Emca.\n1 Street.")
    assert found.names == (Name("Acme"), Name("Emca", "former"))


@pytest.mark.parametrize(
    ("cell", "name", "addresses", "unclear"),
    [
        ("Acme", "Acme", [], False),
        ("Acme\n1 Street, City; and 2 Street.", "Acme", ["1 Street, City", "2 Street"], False),
        ("Acme, Co., Ltd., 1 Street, City.", "Acme, Co., Ltd.", ["1 Street, City"], True),
        ("Acme Co., Ltd.", "Acme Co., Ltd.", [], False),
        ("Acme, a.k.a., the following one alias: —Emca. 1 Street.", "Acme", [], True),
    ],
)
def test_name_and_address_are_parted_where_lines_show_it_and_else_it_is_said(
    cell: str, name: str, addresses: list[str], *, unclear: bool
) -> None:
    found = party(cell)
    assert (found.name, [each.full for each in found.addresses], found.unclear) == (name, addresses, unclear)


def test_parties_under_a_further_heading_are_left_to_the_reader_of_the_cell(tmp_path: Path) -> None:
    cell = "Acme, a.k.a., the following one alias:<br/>—Emca.<br/>1 Street.<br/>Affiliated entities:<br/>—Beta."
    reading = Reading()
    found = entries(written(tmp_path, row("IRAN", cell)), reading)[0]
    assert [each.text for each in found.names] == ["Acme", "Emca"]
    assert found.addresses == (Address("1 Street"),)
    assert "—Beta." in found.other["Entity"][0]
    assert reading.notes == ["title-15.xml: some cells say more than lines show; each stands whole under Entity"]
    assert reading.kept == {"Country": 1, "Entity": 1}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row("", "Alpha")], "row 2: stands under no country"),
        (["<TD/><TD>Alpha</TD><TD/><TD/><TD/>"], "row 2: goes on with an entity that never began"),
        (["<TD>IRAN</TD><TD>Alpha</TD>"], "row 2: has 2 cells (5 cells)"),
        (["<TD>IRAN</TD><TD>Alpha</TD><TD/><TD>Policy of denial</TD><TD/>"], "IRAN: has a row without license req"),
        ([row("IRAN", "")], "IRAN: has a row without entity"),
    ],
)
def test_a_row_that_is_wrong_is_refused(tmp_path: Path, rows: list[str], message: str) -> None:
    with pytest.raises(BadList) as caught:
        entries(written(tmp_path, *rows))
    assert message in str(caught.value)


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="has a table with other columns"):
        entries(written(tmp_path, ACME, header="<TR><TH>Country</TH><TH>Entity</TH></TR>"))


def test_a_part_without_the_supplement_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadList, match=r"has no Supplement No\. 4 to Part 744"):
        entries(written(tmp_path, ACME, supplement="Supplement No. 5 to Part 744"))


def test_a_supplement_without_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "title-15.xml"
    path.write_text('<DIV5 N="744" TYPE="PART"><DIV9 N="Supplement No. 4 to Part 744"/></DIV5>', encoding="utf-8")
    with pytest.raises(BadList, match=r"has no table in Supplement No\. 4"):
        entries(Opened(path, BadList))


def test_a_file_that_is_cut_is_refused(tmp_path: Path) -> None:
    opened = written(tmp_path, ACME)
    whole = opened.path.read_text(encoding="utf-8")
    opened.path.write_text(whole[: whole.index("</TBODY>")], encoding="utf-8")
    with pytest.raises(BadList, match="is not whole XML"):
        entries(opened)


def test_part_744_is_known_by_its_first_element(tmp_path: Path) -> None:
    assert KINDS[0].fits(written(tmp_path, ACME))
    assert KINDS[0].experimental


@pytest.mark.parametrize(
    "text",
    [
        '<DIV5 N="740" TYPE="PART"/>',
        "<html>Part 744</html>",
        '<CONSOLIDATED_LIST N="744"/>',
        '<DIV8 N="744" TYPE="PART"/>',
    ],
)
def test_another_file_is_not_taken_for_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "part-744.xml"
    path.write_text(text, encoding="utf-8")
    assert not KINDS[0].fits(Opened(path, BadList))
