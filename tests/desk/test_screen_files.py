"""A file of parties screened: nobody is left out, what columns mean is said, and a result is whole or not there."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filelock import FileLock
from msgspec.structs import replace

from reprieve.desk.asked import asked, birth
from reprieve.desk.screen_files import looks_like_a_file, open_customers, rows_of, screen_file
from reprieve.desk.searched import Searching, against, searching
from reprieve.errors import BadInput, BadList
from reprieve.lists.store import Store
from reprieve.model.screen_run import FileRun
from reprieve.model.screened import Asked
from tests.lists.storing import entry, put

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
LISTED = ("Red Kite GmbH", "Blue Heron Shipping Co Ltd", "Grey Wagtail Trading LLC")
PARTIES = """\
Nr;Firma;Land;Bemerkung
A1;Red Kite;DE;=1+1
A2;Sunflower Bakery;FR;
A3;;FR;no name
;;;
A5;Blue Heron Shipping;Atlantis;
"""


@pytest.fixture
def search(tmp_path: Path) -> Searching:
    put(
        tmp_path / "home",
        [entry("own/birds", str(at), name, country="DE") for at, name in enumerate(LISTED)],
        "2026-01-31",
    )
    return searching(Store(tmp_path / "home" / "lists"), now=NOW)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "parties.csv"
    path.write_text(PARTIES, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def screened(file: Path, search: Searching, **options: Any) -> FileRun:
    return screen_file(open_customers(file), search, **options)


# --- who is in the file -----------------------------------------------------------------------------------------------


def test_every_row_is_in_the_result_with_its_line(file: Path, search: Searching) -> None:
    run = screened(file, search)
    assert [(row.row, row.ref, row.name, row.alerts) for row in run.rows] == [
        (2, "A1", "Red Kite", 1),
        (3, "A2", "Sunflower Bakery", 0),
        (4, "", "", None),
        (6, "A5", "Blue Heron Shipping", 1),
    ]
    assert (run.rows_in_file, run.parties, run.parties_with_alerts, run.alerts) == (5, 3, 2, 2)
    assert (run.nameless, run.empty, run.unread) == ((4,), 1, {"country": 1})


def test_an_alert_says_who_where_and_why(file: Path, search: Searching) -> None:
    alert = screened(file, search).rows[0]
    assert (alert.place, alert.list, alert.id, alert.listed_name) == (1, "own/birds", "0", "Red Kite GmbH")
    assert alert.score == 1.0
    assert alert.sentence.startswith("Red Kite against Red Kite GmbH: ")
    assert (str(alert.published), alert.listed_countries) == ("2026-01-31", "DE")
    assert alert.snapshot == search.lists[0].snapshot


def test_a_result_is_that_of_screening_one_by_one(file: Path, search: Searching) -> None:
    run = screened(file, search)
    for customer in open_customers(file):
        if customer.asked is not None:
            mine = tuple(row for row in run.rows if row.row == customer.number)
            assert mine == rows_of(customer.number, search.screen(customer.asked).screened)


def test_the_columns_are_told(file: Path) -> None:
    told = [(each.column, each.meaning) for each in open_customers(file).columns]
    assert told == [("Nr", "id"), ("Firma", "name"), ("Land", "country"), ("Bemerkung", "")]


def test_a_column_that_is_said_is_taken(file: Path) -> None:
    (first, *_) = open_customers(file, {"name": "Bemerkung", "id": ""})
    assert first.asked == Asked("=1+1", countries=("DE",))


def party(folder: Path, **cells: Any) -> Asked | None:
    path = folder / "one.parquet"
    pq.write_table(pa.table({column: [value] for column, value in cells.items()}), path)
    (customer,) = open_customers(path)
    return customer.asked


def test_all_that_a_row_says_of_a_party_is_asked(tmp_path: Path) -> None:
    found = party(
        tmp_path,
        name=["Li Wei", "Wei LI"],
        alias="Lee Way; L. Wei",
        formerly="Li Wee",
        kind="natürliche Person",
        country="China",
        nationality="SG",
        dob="3.4.1962; 1963",
        passport=["E1", "E2"],
        street="1 Long Road",
        city="Shenzhen",
        id=7,
    )
    assert found == Asked(
        name="Li Wei",
        ref="7",
        kind="person",
        aliases=("Wei LI", "Lee Way", "L. Wei", "Li Wee"),
        countries=("CN", "SG"),
        births=("1962-04-03", "1963"),
        identifiers=("E1", "E2"),
        addresses=("1 Long Road, Shenzhen, China",),
    )


def test_the_kind_of_who_has_none_is_taken_from_the_option(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name,kind\nA,\nB,company\nC,whatever\n", encoding="utf-8")
    kinds = [each.asked.kind for each in open_customers(tmp_path / "t.csv", kind="vessel") if each.asked]
    assert kinds == ["vessel", "organization", "vessel"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1962-03-01", "1962-03-01"),
        ("1962-03", "1962-03"),
        (" 1962 ", "1962"),
        ("1.3.1962", "1962-03-01"),
        ("13/04/1962", "1962-04-13"),
        ("03/04/1962", "1962"),
        ("circa 1962", "1962"),
        ("1962 or 1963", ""),
        ("1962-02-31", "1962"),
        ("n/a", ""),
    ],
)
def test_a_birth_is_read_as_far_as_it_can_only_be_one(text: str, found: str) -> None:
    assert birth(text) == found


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "firm,land\nA,DE\n",
            "t.csv: has no column for the name among 'firm', 'land' (say which: --column name=COLUMN)",
        ),
        ("company name,full name\nA,B\n", "t.csv: the name may be in 'company name' or 'full name'"),
        ("name\n" + "x" * 1_001 + "\n", "t.csv, line 2: has a name of 1,001 characters (at most 1,000)"),
        ("name,land\nA,DE\nB\n", "t.csv, line 3: has 1 cells, not 2"),
    ],
)
def test_a_file_that_is_wrong_is_refused_before_anybody_is_screened(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        open_customers(tmp_path / "t.csv")
    assert message in str(caught.value)


def test_a_name_is_told_from_a_file(file: Path) -> None:
    assert looks_like_a_file(str(file))
    assert looks_like_a_file("customers.CSV")  # misspelt: to screen it as a name would clear everybody in it
    assert looks_like_a_file("customers.jsonl.gz")
    assert not looks_like_a_file("Red Kite GmbH")
    assert not looks_like_a_file("x" * 5000)
    assert not looks_like_a_file("a\0b")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": " "}, "the name: is empty"),
        ({"name": "x" * 1_001}, "the name: has 1,001 characters"),
        ({"countries": ["Atlantis"]}, "--country: 'Atlantis' is no country"),
        ({"births": ["n/a"]}, "--birth: 'n/a' is no day, month or year"),
    ],
)
def test_what_is_typed_and_cannot_be_read_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        asked(**{"name": "A", **wrong})


# --- the result as a file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", [1, 2, 3, 2_000])
def test_the_file_has_the_rows_whatever_the_blocks(file: Path, search: Searching, block: int) -> None:
    right = screened(file, search).rows
    run = screened(file, search, out=file.with_name("out.csv"), block=block)
    found = rows(file.with_name("out.csv"))
    assert [(each["row"], each["name"], each["alerts"]) for each in found] == [
        (str(row.row), row.name, "" if row.alerts is None else str(row.alerts)) for row in right
    ]
    assert [each["sentence"] for each in found] == [row.sentence for row in right]
    assert (run.parties, run.alerts, run.nameless, run.empty, run.unread, run.rows) == (
        3,
        2,
        (4,),
        1,
        {"country": 1},
        (),
    )
    assert sorted(each.name for each in file.parent.iterdir()) == ["home", "out.csv", "parties.csv"]


def test_parquet_has_the_same_rows_with_types(file: Path, search: Searching) -> None:
    out = file.with_name("out.parquet")
    screened(file, search, out=out, form="parquet", block=2)
    found = pq.read_table(out).to_pylist()
    right = [msgspec.structs.asdict(row) for row in screened(file, search).rows]
    assert found == right
    assert found[0]["score"] == 1.0


def test_no_cell_of_the_result_runs_in_a_spreadsheet(tmp_path: Path, search: Searching) -> None:
    (tmp_path / "t.csv").write_text("id,name\n=2+3,@Red Kite\n", encoding="utf-8")
    screened(tmp_path / "t.csv", search, out=tmp_path / "out.csv")
    (found,) = rows(tmp_path / "out.csv")
    assert (found["ref"], found["name"]) == ("'=2+3", "'@Red Kite")


def test_the_worst_come_first_and_as_many_as_asked_for(tmp_path: Path, search: Searching) -> None:
    (tmp_path / "t.csv").write_text(
        "name\nRed Kite Bakery GmbH\nRed Kite\nBlue Heron Shipping Co Ltd\n", encoding="utf-8"
    )
    run = screened(tmp_path / "t.csv", search, worst=2)
    assert [row.row for row in run.worst] == [4, 3]
    assert run.alerts >= 2


# --- a run that was broken off ----------------------------------------------------------------------------------------


class Stopped(Exception):
    """The screening was broken off."""


def broken_off(file: Path, search: Searching, out: Path, blocks: int) -> None:
    """A run that is interrupted after so many blocks."""

    def stop(done: int, _: int) -> None:
        if done >= blocks:
            raise Stopped

    with pytest.raises(Stopped):
        screened(file, search, out=out, block=1, progress=stop)


def test_a_run_goes_on_where_it_was_broken_off(file: Path, search: Searching) -> None:
    out, right = file.with_name("out.csv"), file.with_name("right.csv")
    screened(file, search, out=right, block=1)
    broken_off(file, search, out, 3)
    assert not out.exists()
    run = screened(file, search, out=out, block=1)
    assert run.resumed == 3
    assert out.read_bytes() == right.read_bytes()
    whole = screened(file, search, out=right, block=1)
    assert replace(run, out="", resumed=0, seconds=0.0) == replace(whole, out="", seconds=0.0)


def other_file(file: Path, search: Searching) -> FileRun:
    file.write_text(PARTIES + "A6;Grey Wagtail;;\n", encoding="utf-8")
    return screened(file, search, out=file.with_name("out.csv"), block=1)


def other_lists(file: Path, _: Searching) -> FileRun:
    put(file.parent / "home", [entry("own/birds", "9", "Sunflower Bakery")], "2026-02-28")
    found = searching(Store(file.parent / "home" / "lists"), now=NOW)
    return screened(file, found, out=file.with_name("out.csv"), block=1)


def other_line(file: Path, _: Searching) -> FileRun:
    found = searching(Store(file.parent / "home" / "lists"), now=NOW, threshold=0.9)
    return screened(file, found, out=file.with_name("out.csv"), block=1)


def other_columns(file: Path, search: Searching) -> FileRun:
    return screen_file(open_customers(file, {"id": ""}), search, out=file.with_name("out.csv"), block=1)


@pytest.mark.parametrize(
    ("again", "why"),
    [
        (other_file, "another input"),
        (other_lists, "other lists"),
        (other_line, "other lists"),
        (other_columns, "other options"),
    ],
)
def test_another_run_under_the_same_name_begins_anew_and_says_so(
    again: Callable[[Path, Searching], FileRun], why: str, file: Path, search: Searching
) -> None:
    out = file.with_name("out.csv")
    broken_off(file, search, out, 3)
    run = again(file, search)
    assert run.resumed == 0
    assert run.notes == (f"what an earlier run had left for {out} is of {why}: this one began anew",)
    first = out.read_bytes()
    assert again(file, search).notes == ()
    assert out.read_bytes() == first


def test_a_block_that_is_damaged_is_screened_again(file: Path, search: Searching) -> None:
    out, right = file.with_name("out.csv"), file.with_name("right.csv")
    screened(file, search, out=right, block=1)
    broken_off(file, search, out, 4)
    (file.with_name("out.csv.part") / "000001.json").write_bytes(b'{"taken"')
    assert screened(file, search, out=out, block=1).resumed == 1
    assert out.read_bytes() == right.read_bytes()


def test_two_runs_do_not_write_one_file(file: Path, search: Searching) -> None:
    part = file.with_name("out.csv.part")
    part.mkdir()
    with FileLock(part / ".lock"), pytest.raises(BadInput, match="is being written by another run"):
        screened(file, search, out=file.with_name("out.csv"))


def test_a_result_that_cannot_be_written_is_refused_before_anybody_is_screened(file: Path, search: Searching) -> None:
    none = search._replace(roll=None)  # type: ignore[arg-type]  # nobody may ask it
    with pytest.raises(BadInput, match="cannot be written: No such file"):
        screened(file, none, out=file.parent / "none" / "out.csv")
    with pytest.raises(BadInput, match="is the file that is screened"):
        screened(file, none, out=file)
    (file.parent / "folder").mkdir()
    with pytest.raises(BadInput, match="cannot be written: Is a directory"):
        screened(file, none, out=file.parent / "folder")


# --- against what -----------------------------------------------------------------------------------------------------


def test_a_list_covers_the_days_up_to_its_last_check(tmp_path: Path) -> None:
    put(tmp_path, [entry("own/birds", "0", "Red Kite")], "2026-01-31", "2026-02-10")
    store = Store(tmp_path / "lists")

    def of(day: int, month: int, **options: Any) -> Any:
        (found,) = searching(store, now=datetime(2026, month, day, 12, tzinfo=UTC), **options).lists
        return found

    assert of(10, 2).covers
    assert not of(11, 2).covers
    assert of(11, 2).why == "no complete list of 2026-02-11 at hand (the nearest is of 2026-02-10)"
    assert of(11, 2, at=datetime(2026, 2, 5, tzinfo=UTC)).covers


def test_a_part_of_a_list_covers_no_day(tmp_path: Path) -> None:
    put(tmp_path, [entry("own/birds", "0", "Red Kite")], "2026-01-31", complete=False)
    (found,) = searching(Store(tmp_path / "lists"), now=NOW).lists
    assert not found.covers
    assert found.why == "a part: who is not in it may be listed all the same"


def test_a_list_published_only_later_is_said_to_be_missing(tmp_path: Path) -> None:
    put(tmp_path, [entry("own/birds", "0", "Red Kite")], "2026-01-31")
    put(tmp_path, [entry("own/cats", "0", "Tabby")], "2025-01-31", source="cats")
    found = searching(Store(tmp_path / "lists"), at=datetime(2025, 1, 31, 12, tzinfo=UTC))
    assert [(each.list, each.covers, each.entries) for each in found.lists] == [
        ("own/birds", False, 0),
        ("own/cats", True, 1),
    ]
    assert not found.screen(Asked("Nobody")).settled


def test_nothing_at_hand_is_no_clearance(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no list is at hand"):
        searching(Store(tmp_path / "lists"))
    put(tmp_path, [entry("own/birds", "0", "Red Kite")], "2026-01-31")
    with pytest.raises(BadInput, match="no list was published by 2019-01-01"):
        searching(Store(tmp_path / "lists"), at=datetime(2019, 1, 1, 12, tzinfo=UTC))
    with pytest.raises(BadInput, match=r"own/bird: no list at hand is called this \(did you mean own/birds"):
        searching(Store(tmp_path / "lists"), lists=["own/bird"])


def test_a_run_is_settled_only_if_nothing_is_left_to_look_at(tmp_path: Path, search: Searching) -> None:
    def run(text: str) -> FileRun:
        (tmp_path / "t.csv").write_text(text, encoding="utf-8")
        return screened(tmp_path / "t.csv", search)

    assert run("name,id\nSunflower Bakery,1\n").settled
    assert not run("name,id\nRed Kite,1\n").settled
    assert not run("name,id\nSunflower Bakery,1\n,2\n").settled
    old = replace(search.lists[0], covers=False)
    assert not screened(tmp_path / "t.csv", search._replace(lists=(old,))).settled


def test_a_list_of_ones_own_is_searched_and_not_taken(tmp_path: Path, file: Path) -> None:
    own = tmp_path / "blocked.csv"
    own.write_text("Firma,Land\nSunflower Bakery SA,FR\n", encoding="utf-8")
    found = against(own)
    run = screened(file, found)
    assert [(row.name, row.listed_name, row.list) for row in run.worst] == [
        ("Sunflower Bakery", "Sunflower Bakery SA", "own/blocked")
    ]
    assert [(each.covers, each.day, each.entries) for each in found.lists] == [(True, None, 1)]
    assert "column 'Firma': name (the heading says so)" in found.notes
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04", "is no list of one's own"),
        (b"name\n", "holds nobody"),
        (b"x,y\n1,2\n", "no column for the name"),
    ],
)
def test_a_list_of_ones_own_that_is_none_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "blocked.csv").write_bytes(content)
    with pytest.raises(BadList, match=message):
        against(tmp_path / "blocked.csv")
