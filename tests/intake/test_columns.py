"""Columns guessed from headings in several languages and from cells; what may mean two things is refused."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.errors import BadInput, BadList
from reprieve.intake.columns import Guess, Meaning, guess, party, safe_cell
from reprieve.text.fold import folded


def meanings(*header: str, rows: tuple[tuple[str, ...], ...] = (), **said: str) -> list[str]:
    return [each.meaning for each in guess(header, rows, party(), said).told]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Name", "Aliases", "Country", "DOB"], ["name", "alias", "country", "birth"]),
        (["Firma", "Straße", "PLZ", "Ort", "Land"], ["name", "street", "postcode", "city", "country"]),
        (["Raison sociale", "Adresse", "Pays", "N°"], ["name", "address", "country", "id"]),
        (["Razón social", "País", "Fecha de nacimiento"], ["name", "country", "birth"]),
        (["公司名称", "别名", "国家", "地址", "备注"], ["name", "alias", "country", "address", "remarks"]),
        (["会社名", "別名", "国名", "所在地", "法人番号"], ["name", "alias", "country", "address", "identifier"]),
        (["Наименование", "Страна", "ИНН"], ["name", "country", "identifier"]),
        (["회사명", "국가", "비고"], ["name", "country", "remarks"]),
        (["CUSTOMER_NAME", "countryCode", "listed-from"], ["name", "country", "start"]),
    ],
)
def test_headings_in_several_languages(header: list[str], expected: list[str]) -> None:
    assert meanings(*header) == expected


def test_the_longest_word_in_a_heading_decides() -> None:
    assert meanings("Name", "Country of birth (if known)", "Date of birth") == ["name", "birthplace", "birth"]
    assert meanings("Name", "Customer country") == ["name", "country"]


def test_whose_it_is_does_not_say_what_it_is() -> None:
    assert meanings("Customer", "Customer country", "公司地址") == ["name", "country", "address"]


def test_every_guess_says_why() -> None:
    told = guess(["Kunde", "Main country", "Umsatz", "X"], [], party(), {"alias": "X"}).told
    assert [(each.column, each.meaning, each.why) for each in told] == [
        ("Kunde", "name", "the heading says so"),
        ("Main country", "country", "the heading contains the word"),
        ("Umsatz", "", "the heading is not known"),
        ("X", "alias", "you said so"),
    ]


def test_a_guess_finds_its_columns_and_names_those_not_understood() -> None:
    found = guess(["Name", "Alias", "Umsatz", "AKA"], [], party())
    assert isinstance(found, Guess)
    assert (found.at("alias"), found.at("name"), found.at("country")) == ((1, 3), (0,), ())
    assert found.unknown() == ("Umsatz",)


def test_a_short_word_inside_a_heading_says_nothing() -> None:
    assert meanings("Name", "Turnover to date") == ["name", ""]


def test_cells_tell_a_country_where_the_heading_does_not() -> None:
    rows = (("Acme", "CN"), ("Bolt", "Germany"), ("Cog", ""), ("Dyn", "KP"))
    found = guess(["Name", "Where"], rows, party())
    assert found.told[1] == ("Where", "country", "the cells are countries")


def test_too_few_cells_tell_nothing() -> None:
    assert meanings("Name", "Where", rows=(("Acme", "CN"), ("Bolt", "DE"))) == ["name", ""]


def test_one_cell_that_is_no_country_spoils_the_guess() -> None:
    assert meanings("Name", "Where", rows=(("A", "CN"), ("B", "DE"), ("C", "FR"), ("D", "n/a"))) == ["name", ""]


def test_cells_never_overrule_a_heading() -> None:
    rows = (("Acme", "CN", "DE"), ("Bolt", "DE", "DE"), ("Cog", "FR", "DE"))
    assert meanings("Name", "Where", "Country", rows=rows) == ["name", "", "country"]


def test_two_columns_of_countries_are_told_apart_by_nobody() -> None:
    rows = (("Acme", "CN", "DE"), ("Bolt", "DE", "DE"), ("Cog", "FR", "DE"))
    found = guess(["Name", "Where", "Whence"], rows, party())
    assert [each.meaning for each in found.told] == ["name", "", ""]
    assert found.told[1].why == "the cells are countries, but may be country"


def test_a_column_of_days_without_a_heading_may_be_several_things() -> None:
    rows = (("Acme", "2020-01-02"), ("Bolt", "03.04.2020"), ("Cog", "2020年1月2日"))
    told = guess(["Name", "When"], rows, party()).told[1]
    assert (told.meaning, told.why) == ("", "the cells are days, but may be birth or start or through")
    only = {"name": party()["name"], "start": party()["start"]}
    assert guess(["Name", "When"], rows, only).told[1].meaning == "start"


def test_what_the_user_says_wins() -> None:
    assert meanings("Name", "Firma", name="Firma") == ["", "name"]
    assert meanings("Name", "Land", country="Name", name="Land") == ["country", "name"]


def test_what_the_user_says_need_not_match_case() -> None:
    assert meanings("Kürzel", "Name", alias="kurzel") == ["alias", "name"]


def test_the_user_can_say_that_no_column_means_something() -> None:
    rows = (("Acme", "7", "CN"), ("Bolt", "7", "DE"), ("Cog", "8", "FR"))
    assert meanings("Name", "ID", "Where", rows=rows, id="", country="") == ["name", "", ""]


def test_the_plainest_heading_wins() -> None:
    found = guess(["Contact name", "Name"], [], party())
    assert found.told[0] == ("Contact name", "", "it holds the word for name, but that is 'Name'")
    assert found.at("name") == (1,)


@pytest.mark.parametrize(
    ("header", "said", "message"),
    [
        (
            ["Firma", "Kunde", "Land"],
            {},
            "f.csv: the name may be in 'Firma' or 'Kunde' (say which: --column name=Firma)",
        ),
        (
            ["Spalte A", "Land"],
            {},
            "f.csv: has no column for the name among 'Spalte A', 'Land' (say which: --column name=COLUMN)",
        ),
        (
            ["Name", "Land"],
            {"name": "Frima"},
            "f.csv: has no column 'Frima' for the name (there are 'Name', 'Land')",
        ),
        (["Name"], {"nmae": "Name"}, "f.csv: 'nmae' is nothing that a column can mean (known: name, alias, "),
        (["Name"], {"name": "Name", "alias": "name"}, "f.csv: the column 'name' is said to be two things"),
        (["Name"], {"name": ""}, "f.csv: has no column for the name among 'Name'"),
        (["Full name a", "Full name b"], {}, "(say which: --column name='Full name a')"),
    ],
)
def test_what_cannot_be_told_is_one_line(header: list[str], said: dict[str, str], message: str) -> None:
    with pytest.raises(BadList) as caught:
        guess(header, [], party(), said, "f.csv", BadList)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_ambiguity_is_resolved_by_saying_it() -> None:
    assert meanings("Firma", "Kunde", "Land", name="Kunde") == ["", "name", "country"]


def test_other_tables_may_want_other_things() -> None:
    wanted = {"weight": Meaning(words=("kg", "weight"), needed=True), "part": Meaning(words=("part no",))}
    found = guess(["Part No.", "Weight"], [], wanted)
    assert (found.at("part"), found.at("weight")) == ((0,), (1,))
    with pytest.raises(BadInput, match="has no column for the weight"):
        guess(["Part No."], [], wanted)


def test_no_heading_means_two_things() -> None:
    words = [word for each in party().values() for word in set(map(folded, (*each.words, *each.alone)))]
    assert [word for word, times in Counter(words).items() if times > 1] == []


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6), st.lists(st.lists(st.text(max_size=6)), max_size=4))
def test_whatever_the_table_the_answer_is_a_guess_or_one_line(header: list[str], rows: list[list[str]]) -> None:
    try:
        found = guess(header, rows, party())
    except BadInput as error:
        assert "the name" in str(error) or "may be in" in str(error)  # noqa: PT017  # either outcome is right
    else:
        assert [each.column for each in found.told] == [each.strip() for each in header]
        assert len(found.at("name")) == 1


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+49 30 123", "'+49 30 123"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-5", "-5"),
        ("+4930123", "+4930123"),
        ("-1,234.50", "-1,234.50"),
        ("Acme = Bolt", "Acme = Bolt"),
        ("", ""),
    ],
)
def test_no_cell_is_run_by_a_spreadsheet(text: str, safe: str) -> None:
    assert safe_cell(text) == safe


@given(st.text())
def test_a_safe_cell_never_begins_like_a_formula(text: str) -> None:
    written = io.StringIO()
    csv.writer(written).writerow([safe_cell(text)])
    safe = safe_cell(text)
    assert safe in {text, f"'{text}"}
    assert not safe.startswith(("=", "@", "\t", "\r"))
    assert not safe.startswith(("+", "-")) or safe[1:].replace(",", "").replace(".", "").isdigit()
