"""The command `screen`: one name or a file, its exit codes, what is said on which stream, and real lists."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from reprieve.model.screen_run import FileRun, NameRun
from tests.cli.running import Ran, alone, here
from tests.lists.storing import entry, put

LISTED = ("Red Kite GmbH", "Blue Heron Shipping Co Ltd", "Grey Wagtail Trading LLC")
DAY = "2026-01-31"
PARTIES = "Nr,Firma\nA1,Red Kite\nA2,Sunflower Bakery\n"


@pytest.fixture
def kept(home: Path) -> Path:
    """A home with one complete list of 31 January 2026."""
    put(home, [entry("own/birds", str(at), name, country="DE") for at, name in enumerate(LISTED)], DAY, synthetic=False)
    return home


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "parties.csv"
    path.write_text(PARTIES, encoding="utf-8")
    return path


def words(ran: Ran) -> str:
    """What was printed, wherever lines were broken."""
    return " ".join(ran.out.split())


# --- one name ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("kept")
def test_a_possible_match_is_open() -> None:
    ran = here("screen", "Red Kite", "--at", DAY)
    assert (ran.code, ran.err) == (4, "")
    assert "Red Kite 1 possible match, from a score of 0.70 on" in words(ran)
    assert "1. 1.00 Red Kite GmbH own/birds:0" in words(ran)
    assert "own/birds of 2026-01-31" in words(ran)
    assert "A possible match is no decision" in words(ran)


@pytest.mark.usefixtures("kept")
def test_nobody_on_a_list_that_covers_the_day_is_the_only_way_to_0() -> None:
    ran = here("screen", "Sunflower Bakery", "--at", DAY)
    assert ran.code == 0
    assert "Sunflower Bakery no alert" in words(ran)
    assert "complete for 2026-01-31: own/birds (3)" in words(ran)


@pytest.mark.usefixtures("kept")
def test_an_old_list_proves_nothing_and_that_is_said() -> None:
    ran = here("screen", "Sunflower Bakery")
    assert ran.code == 4
    assert "the nearest is of 2026-01-31" in words(ran)
    assert "1 list does not cover the day asked about: no alert on these proves nothing." in words(ran)


@pytest.mark.usefixtures("home")
def test_no_list_at_all_is_an_error_and_no_answer() -> None:
    ran = here("screen", "Sunflower Bakery")
    assert (ran.code, ran.out) == (2, "")
    assert "no list is at hand (`reprieve lists pull`, or --against FILE)" in ran.line


def test_an_invented_list_is_said_to_be_one(home: Path) -> None:
    put(home, [entry("own/birds", "0", "Red Kite")], DAY)
    assert "INVENTED LIST: NOTHING HERE IS AN ANSWER ABOUT THE WORLD." in words(here("screen", "Heron", "--at", DAY))


def test_json_is_never_cut(kept: Path) -> None:
    put(kept, [entry("own/cats", str(at), f"Red Kite {at}") for at in range(5)], DAY, source="cats")
    ran = here("screen", "Red Kite", "--at", DAY, "--limit", 2, "--json", "--country", "Germany", "--birth", "1962")
    found = msgspec.json.decode(ran.out.encode(), type=NameRun)
    assert ran.code == 4
    assert len(found.screened.alerts) == 6
    assert found.screened.asked.countries == ("DE",)
    assert found.screened.asked.births == ("1962",)
    assert [each.list for each in found.lists] == ["own/birds", "own/cats"]
    assert found.screened.alerts == tuple(sorted(found.screened.alerts, key=lambda each: -each.score))
    assert "4 more; --limit shows more" in words(here("screen", "Red Kite", "--at", DAY, "--limit", 2))


def test_only_the_list_that_is_named_is_searched(kept: Path) -> None:
    put(kept, [entry("own/cats", "0", "Tabby Trading")], DAY, source="cats")
    assert here("screen", "Tabby Trading", "--at", DAY).code == 4
    assert here("screen", "Tabby Trading", "--at", DAY, "--list", "own/birds").code == 0
    assert here("screen", "Tabby Trading", "--at", DAY, "--list", "own/birds", "--list", "own/cats").code == 4


@pytest.mark.usefixtures("kept")
def test_the_threshold_moves_the_line() -> None:
    found = msgspec.json.decode(here("screen", "Red Kites", "--json").out.encode(), type=NameRun).screened.alerts
    assert found
    assert 0.7 <= found[0].score < 1
    assert here("screen", "Red Kites", "--at", DAY, "--threshold", 1).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Red Kite", "--at", "yesterday"), "--at: 'yesterday'"),
        (("Red Kite", "--threshold", 0), "Must be > 0"),
        (("Red Kite", "--kind", "ship"), "ship"),
        (("Red Kite", "--country", "Atlantis"), "--country: 'Atlantis' is no country that I know (CN, or China)"),
        (("Red Kite", "--birth", "soon"), "--birth: 'soon' is no day, month or year"),
        (("Red Kite", "--list", "own/bird"), "own/bird: no list at hand is called this (did you mean own/birds?)"),
        (("Red Kite", "--csv", "out.csv"), "--csv: is for a file of parties (name a file)"),
        (("Red Kite", "--column", "name=Firma"), "--column: is for a file of parties"),
        (("Red Kite", "--against", "none.csv"), "none.csv: cannot be read: No such file"),
        (("Red Kite", "--against", "none.csv", "--at", DAY), "--at: does not go with --against"),
        ((" ",), "the name: is empty"),
        (("customers.csv",), "customers.csv: cannot be read: No such file"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_what_cannot_be_screened_is_one_line(arguments: tuple[object, ...], said: str) -> None:
    ran = here("screen", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.line


# --- a file -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("kept")
def test_a_file_is_screened_and_its_columns_are_told_on_standard_error(file: Path) -> None:
    ran = here("screen", file, "--at", DAY)
    assert ran.code == 4
    assert ran.err.splitlines() == [
        "column 'Nr' -> id (the heading says so)",
        "column 'Firma' -> name (the heading says so)",
    ]
    assert "2 parties screened" in words(ran)
    assert "1 party with 1 alert, from a score of 0.70 on" in words(ran)
    assert "1.00 A1 · Red Kite (row 2) Red Kite GmbH, own/birds:0" in words(ran)


@pytest.mark.usefixtures("kept")
def test_a_file_is_clean_only_if_everybody_in_it_was_screened(file: Path) -> None:
    file.write_text("Nr,Firma\n1,Sunflower Bakery\n", encoding="utf-8")
    assert here("screen", file, "--at", DAY).code == 0
    file.write_text("Nr,Firma\n1,Sunflower Bakery\n2,\n", encoding="utf-8")
    ran = here("screen", file, "--at", DAY)
    assert ran.code == 4
    assert "1 row without a readable name was not screened: 3" in words(ran)


@pytest.mark.usefixtures("kept")
def test_the_result_has_everybody(file: Path) -> None:
    out = file.with_name("out.csv")
    ran = here("screen", file, "--at", DAY, "--csv", out)
    assert ran.code == 4
    assert f"Result: {out}" in "".join(ran.out.split("\n"))
    with out.open(encoding="utf-8") as found:
        assert [(row["ref"], row["alerts"], row["listed_name"]) for row in csv.DictReader(found)] == [
            ("A1", "1", "Red Kite GmbH"),
            ("A2", "0", ""),
        ]
    here("screen", file, "--at", DAY, "--parquet", out.with_suffix(".parquet"))
    assert pq.read_table(out.with_suffix(".parquet")).column("alerts").to_pylist() == [1, 0]


@pytest.mark.usefixtures("kept")
def test_the_json_of_a_file_has_all_rows_unless_a_file_was_written(file: Path) -> None:
    found = msgspec.json.decode(here("screen", file, "--json").out.encode(), type=FileRun)
    assert [(row.ref, row.alerts) for row in found.rows] == [("A1", 1), ("A2", 0)]
    assert [(each.column, each.meaning) for each in found.columns] == [("Nr", "id"), ("Firma", "name")]
    out = file.with_name("out.csv")
    again = msgspec.json.decode(here("screen", file, "--json", "--csv", out).out.encode(), type=FileRun)
    assert (again.rows, again.out, again.alerts) == ((), str(out), 1)


@pytest.mark.usefixtures("kept")
def test_a_column_is_said_by_its_name(file: Path) -> None:
    file.write_text("a,b\nRed Kite,Sunflower Bakery\n", encoding="utf-8")
    assert "has no column for the name among 'a', 'b'" in here("screen", file).line
    assert here("screen", file, "--at", DAY, "--column", "name=a").code == 4
    assert here("screen", file, "--at", DAY, "--column", "name=b").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--country", "DE"), "--country: is told by a column of the file (leave it out)"),
        (("--csv", "a.csv", "--parquet", "b.parquet"), "--parquet: stands beside --csv (one of the two)"),
        (("--column", "name"), "--column: 'name' does not say what a column means"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_options_that_say_nothing_for_a_file_are_refused(file: Path, options: tuple[str, ...], said: str) -> None:
    ran = here("screen", file, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.line


@pytest.mark.usefixtures("kept")
def test_a_row_that_is_wrong_leaves_nothing_half_written(file: Path) -> None:
    file.write_text(PARTIES + "A3\n", encoding="utf-8")
    ran = here("screen", file, "--csv", file.with_name("out.csv"))
    assert (ran.code, ran.line) == (2, "reprieve: parties.csv, line 4: has 1 cells, not 2 (as the heading)")
    assert sorted(each.name for each in file.parent.iterdir()) == ["parties.csv", "reprieve-home"]


def test_a_list_of_ones_own_stands_in_for_the_lists(home: Path, file: Path) -> None:
    own = file.with_name("blocked.csv")
    own.write_text("name,country\nSunflower Bakery,FR\n", encoding="utf-8")
    ran = here("screen", file, "--against", own)
    assert ran.code == 4
    assert "Sunflower Bakery" in words(ran)
    assert "a list of your own: own/blocked (1)" in words(ran)
    assert here("screen", "Red Kite", "--against", own).code == 0
    assert not home.exists()


@pytest.mark.usefixtures("kept")
def test_no_progress_is_shown_where_nobody_watches(file: Path) -> None:
    ran = alone("screen", file, "--at", DAY)
    assert "\x1b" not in ran.out + ran.err
    assert len(ran.err.splitlines()) == 2


# --- real lists -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_the_consolidated_list_knows_huawei_and_few_invented_persons(shared: Path, tmp_path: Path) -> None:
    lists = shared / "data" / "lists" / "csl_2026-07-31.csv.gz"
    assert here("lists", "import", lists, "--published", "2026-07-31").code == 0
    ran = here(
        "screen", "Huawei Technologies Co., Ltd.", "--list", "us/bis/entity-list", "--at", "2026-07-31", "--json"
    )
    found = msgspec.json.decode(ran.out.encode(), type=NameRun)
    assert found.screened.alerts[0].score == 1.0
    assert "uawei" in found.screened.alerts[0].name
    with gzip.open(shared / "data" / "screening" / "negatives_persons.csv.gz", "rb") as file:
        persons = tmp_path / "persons.csv"
        persons.write_bytes(b"".join(next(file) for _ in range(201)))
    ran = here("screen", persons, "--kind", "person", "--csv", tmp_path / "out.csv", "--json")
    run = msgspec.json.decode(ran.out.encode(), type=FileRun)
    assert (run.parties, run.rows_in_file, run.nameless) == (200, 200, ())
    assert run.parties_with_alerts < 20


@pytest.mark.usefixtures("kept")
def test_a_name_that_nobody_can_read_is_open() -> None:
    ran = here("screen", "♠♠♠", "--at", DAY)
    assert ran.code == 4
    assert "no word could be read in '♠♠♠': it was compared with nothing" in words(ran)


@pytest.mark.usefixtures("kept")
def test_a_row_with_a_name_that_nobody_can_read_was_not_screened(tmp_path: Path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text("Nr,Firma\nA1,♠♠♠\nA2,Sunflower Bakery\n", encoding="utf-8")
    ran = here("screen", str(path), "--at", DAY)
    assert ran.code == 4
    assert "1 row without a readable name was not screened: 2" in words(ran)
