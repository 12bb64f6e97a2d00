"""Tables of a pack: dated rows and their edges, listings, and one line for whatever is wrong with a cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from reprieve.errors import BadPack
from reprieve.intake.listings import read_listings
from reprieve.model.nouns import Listing
from reprieve.model.time import EASTERN, start_of
from reprieve.rules.tables import Table, read_table

HEAD = "country,group,from,through,confidence,cite\n"
GROUPS = (
    "CU,E2,,,official,Supp. 1\n"
    "SY,E1,,2025-08-31,official,Supp. 1\n"
    "SY,A5,2025-09-01,2025-12-31,secondary,90 FR 1\n"
    "SY,A6,2025-10-01,,secondary,90 FR 2\n"
)
LISTING_HEAD = (
    "list,id,name,aliases,countries,group,from,from_latest,filed,published,through,requirement,policy,footnotes,"
    "confidence,cite,note\n"
)
ROW = (
    "us/el,acme,Acme Ltd.,Acme; A. C. M. E. ;,CN;HK,g,{0},{1},{2},{3},{4},"
    "all_items,denial,1;4,official,84 FR 1,a note\n"
)

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def made(text: str) -> Path:
        (tmp_path / "table.csv").write_text(text, encoding="utf-8", newline="")
        return tmp_path / "table.csv"

    return made


def day(text: str) -> datetime:
    return start_of(date.fromisoformat(text), EASTERN)


def groups(table: Table, key: str, at: str) -> object:
    return table.fact(key).at(day(at)).value


def test_rows_hold_from_their_first_through_their_last_day(written: Written) -> None:
    table = read_table(written(HEAD + GROUPS), "group", EASTERN)
    found = [groups(table, "SY", at) for at in ("2000-01-01", "2025-09-01", "2025-10-01", "2026-01-01")]
    assert found == [{"E1"}, {"A5"}, {"A5", "A6"}, {"A6"}]
    assert table.fact("SY").at(day("2026-01-01") - timedelta(microseconds=1)).value == {"A5", "A6"}
    assert groups(table, "CU", "2026-01-01") == {"E2"}
    assert table.cuts("SY") == [day("2025-09-01"), day("2025-10-01"), day("2026-01-01")]
    assert table.cuts("CU") == []


def test_what_is_not_in_a_table_is_in_no_group(written: Written) -> None:
    fact = read_table(written(HEAD + GROUPS), "group", EASTERN).fact("DE").at(day("2026-01-01"))
    assert (fact.value, fact.source.text, fact.source.level) == (
        frozenset(),
        "table table.csv: DE is not in it",
        "derived",
    )


def test_a_look_up_cites_its_rows(written: Written) -> None:
    fact = read_table(written(HEAD + GROUPS), "group", EASTERN).fact("SY")
    assert fact.at(day("2025-10-01")).source.text == "table table.csv: 90 FR 1; 90 FR 2"


def test_a_cell_may_hold_an_hour(written: Written) -> None:
    table = read_table(written(HEAD + "CU,E2,2019-05-16T16:15:00-04:00,,official,x\n"), "group", EASTERN)
    at = datetime.fromisoformat("2019-05-16T20:15:00+00:00")
    assert table.fact("CU").at(at).value == {"E2"}
    assert table.fact("CU").at(at - timedelta(seconds=1)).value == frozenset()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "CU,E2,,,offical,x\n", "line 2: has the confidence 'offical' (official | secondary | unconfirmed)"),
        (HEAD + "CU,E2,2019-02-30,,official,x\n", "line 2: '2019-02-30' is not a date: day is out of range for month"),
        (HEAD + "CU,E2,16 May 2019,,official,x\n", "line 2: '16 May 2019' is not a date"),
        (HEAD + "CU,E2,2019-05-16T16:15:00,,official,x\n", "has a time of day but no offset from UTC"),
        (HEAD + "CU,E2,,2019-05-16T00:00:00-04:00,official,x\n", "is an instant; through is a whole day (2019-08-19)"),
        (HEAD + "CU,E2,,soon,official,x\n", "line 2: 'soon' is not a day"),
        (HEAD + "CU,E2,,9999-12-31,official,x\n", "line 2: "),
        (HEAD + "CU,E2,9999-12-31,,official,x\n", "line 2: "),
        (HEAD + "CU,E2,2019-05-16,2019-05-15,official,x\n", "line 2: "),
        (HEAD + "CU,E2,,,official\n", "line 2: has 5 cells (6: country, group, from, through, confidence, cite)"),
        (HEAD + 'CU,"E2,,,official,x\n', "is not valid CSV"),
        ('"country' + HEAD + GROUPS, "is not valid CSV"),
        ('"country"x,group,from,through,confidence,cite\n', "is not valid CSV"),
        ("\n\n", "table.csv"),
        ("", "table.csv"),
        (HEAD.replace("cite", "from") + "CU,E2,,,official,x\n", "table.csv"),
        (HEAD.replace("group", "groups") + "CU,E2,,,official,x\n", "has no column 'group'"),
        (HEAD.replace("group", "groups"), "has no column 'group'"),
        ("country,group,from,through,cite\nCU,E2,,,x\n", "has no column 'confidence'"),
    ],
)
def test_a_fault_in_a_table(written: Written, text: str, message: str) -> None:
    with pytest.raises(BadPack) as caught:
        read_table(written(text), "group", EASTERN)
    assert "table.csv" in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def listing(written: Written, *dates: str) -> Listing:
    (found,) = read_listings(written(LISTING_HEAD + ROW.format(*dates)), EASTERN)
    return found


def test_a_listing_read(written: Written) -> None:
    found = listing(written, "2019-05-16T16:15:00-04:00", "", "2019-05-16", "2019-05-21", "2020-08-13")
    assert (found.list, found.id, found.name) == ("us/el", "acme", "Acme Ltd.")
    assert (found.aliases, found.countries, found.footnotes) == (("Acme", "A. C. M. E."), ("CN", "HK"), ("1", "4"))
    assert found.start == datetime.fromisoformat("2019-05-16T20:15:00+00:00")
    assert (found.end, found.filed, found.published) == (day("2020-08-14"), day("2019-05-16"), day("2019-05-21"))
    assert found.start_by is None


@pytest.mark.parametrize(
    ("dates", "known"),
    [
        (("2019-05-16", "", "2019-05-15", "2019-05-21", ""), "2019-05-15"),
        (("2019-05-16", "", "", "2019-05-21", ""), "2019-05-16"),
        (("2019-05-16", "", "", "2019-05-10", ""), "2019-05-10"),
        (("2019-05-16", "2019-05-20", "", "", ""), "2019-05-16"),
    ],
)
def test_a_listing_restricts_as_soon_as_it_takes_effect(written: Written, dates: tuple[str, ...], known: str) -> None:
    assert listing(written, *dates).known_from == day(known)


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (("", "", "", "", ""), "has no start (from = the first day or instant of the listing)"),
        (("2019-05-16", "", "", "", "2019-05-15"), "line 2: "),
        (("2019-05-16", "2019-05-15", "", "", ""), "line 2: "),
        (("2019-05-16", "", "", "", "9999-12-31"), "line 2: "),
        (("2019-05-16", "", "yesterday", "", ""), "line 2: 'yesterday' is not a date"),
    ],
)
def test_a_fault_in_a_listing(written: Written, dates: tuple[str, ...], message: str) -> None:
    with pytest.raises(BadPack) as caught:
        listing(written, *dates)
    assert message in str(caught.value)


def test_a_listing_needs_every_column(written: Written) -> None:
    with pytest.raises(BadPack, match=r"line 1: has no column 'note' \(list, id, name, "):
        read_listings(
            written(LISTING_HEAD.replace(",note", "") + ROW.format("2019-05-16", *[""] * 4).replace(",a note", "")),
            EASTERN,
        )
