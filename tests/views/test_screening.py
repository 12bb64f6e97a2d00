"""A screening as it is printed, from values made by hand."""

from __future__ import annotations

import io
from datetime import date
from typing import Final

import pytest
from msgspec.structs import replace
from rich.console import Console

from reprieve.model.match import Match, WordRow
from reprieve.model.screen_run import ColumnTaken, FileRun, NameRun, ResultRow, Searched
from reprieve.model.screened import Alert, Asked, Bearing, Relative, Screened
from reprieve.views.screening import RELATIONS, show_columns, show_file, show_name
from reprieve.views.screening_progress import screening

DAY: Final = date(2026, 1, 31)
EVIL: Final = "Heron\x1b[2J [bold]Ltd\u202e"
ROWS: Final = (
    WordRow("red", "red", "equal", 1.0, 1.0, 0.4, 0.0),
    WordRow("kit", "kite", "edited", 1.0, 0.75, 0.3, 0.1, "1 letter apart"),
    WordRow("", "trading", "missing", 0.45, 0.0, 0.0, 0.2),
)
ALERT: Final = Alert(
    list="own/birds",
    id="7",
    name="Red Kite Trading",
    score=0.7,
    basis="name",
    match=Match(0.7, "Red Kit", "Red Kite Handel", ROWS, "Red Kit against Red Kite Handel: red is the same (0.70)."),
    kind="organization",
    countries=("DE",),
    bearings=(Bearing("country", -0.1, "the list has it in Germany"),),
    title="Birds",
    snapshot="abc123",
    published=DAY,
    place="birds.csv, line 8",
)
WHOLE: Final = Searched("own/birds", "Birds", DAY, 3, covers=True, published=DAY)
OLD: Final = Searched(
    "own/cats", "Cats", DAY, 5, covers=False, published=date(2020, 1, 1), why="no complete list of it"
)
RUN: Final = NameRun(Screened(Asked("Red Kit"), (ALERT,)), (WHOLE,), 0.7)
ROW: Final = ResultRow(
    2, "A1", "Red Kit", 1, 1, 0.7, 1.0, "name", "own/birds", "7", "Red Kite Trading", "Red Kite Handel"
)
FILE: Final = FileRun("parties.csv", 5, 4, 1, 1, 0.7, (WHOLE,), (), (ROW,))


def printed(run: NameRun | FileRun, *, limit: int = 20, width: int = 200) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    if isinstance(run, NameRun):
        show_name(run, console, limit)
    else:
        show_file(run, console, limit)
    assert isinstance(console.file, io.StringIO)
    return " ".join(console.file.getvalue().split())


def test_an_alert_has_all_that_a_reviewer_needs() -> None:
    said = printed(RUN)
    for part in (
        "1. 0.70 Red Kite Trading own/birds:7",
        "Red Kit against Red Kite Handel: red is the same (0.70). The list has it in Germany.",
        "matched by the other name 'Red Kite Handel'",
        "organization · DE · Birds of 2026-01-31 · snapshot abc123 · birds.csv, line 8",
        "kit kite near 1.00 0.30 0.10 1 letter apart",
        "- trading missing 0.45 0.00 0.20",
        "complete for 2026-01-31: own/birds (3)",
    ):
        assert part in said


def test_only_the_first_alerts_are_shown_word_by_word_and_the_rest_counted() -> None:
    many = replace(RUN, screened=replace(RUN.screened, alerts=(ALERT,) * 6))
    said = printed(many, limit=5)
    assert said.count("Red Kite Trading own/birds:7") == 5
    assert said.count("1 letter apart") == 3
    assert "1 more; --limit shows more, --json all of them" in said


def test_what_an_alert_rests_on_is_said_where_it_is_no_name() -> None:
    by_number = replace(RUN, screened=replace(RUN.screened, alerts=(replace(ALERT, basis="identifier"),)))
    assert "by identifier" in printed(by_number)
    assert "by name" not in printed(RUN)


def test_no_alert_is_said_to_clear_only_what_was_searched() -> None:
    clean = NameRun(Screened(Asked("Bakery")), (WHOLE,), 0.7)
    assert "Bakery no alert, from a score of 0.70 on" in printed(clean)
    assert "Other lists may have the party." in printed(clean)


def test_a_list_that_does_not_cover_the_day_is_said_to_prove_nothing() -> None:
    said = printed(NameRun(Screened(Asked("Bakery")), (OLD, WHOLE), 0.7))
    assert "of 2020-01-01: no complete list of it: own/cats (5)" in said
    assert "1 list does not cover the day asked about: no alert on these proves nothing." in said
    assert "Other lists may have the party" not in said


def test_an_invented_list_is_said_to_be_one() -> None:
    said = printed(replace(RUN, lists=(replace(WHOLE, synthetic=True),)))
    assert said.startswith("INVENTED LIST: NOTHING HERE IS AN ANSWER ABOUT THE WORLD.")
    assert "own/birds (3, INVENTED LIST)" in said


def test_the_family_is_shown_as_no_match() -> None:
    family = (Relative("own/birds", "8", "Red Kite Sister", ("kite",), 0.4),)
    said = printed(replace(RUN, screened=replace(RUN.screened, family=family)))
    assert "Family (no match, but they share what is distinctive) Red Kite Sister (own/birds:8), kite" in said
    three = replace(RUN, screened=replace(RUN.screened, family=family * 3))
    assert "kite and 2 more" in printed(three, limit=1)


def test_who_else_is_at_the_address_is_shown_as_no_match() -> None:
    there = (Relative("own/birds", "9", "Sandpiper Ltd", ("1 Long Road",), 0.9),)
    said = printed(replace(RUN, screened=replace(RUN.screened, same_address=there)))
    assert "At the same address (no match of the names) Sandpiper Ltd (own/birds:9), 1 Long Road" in said


def test_whom_nobody_can_be_compared_with_is_said() -> None:
    assert "note: Birds: 2 entries have no name" in printed(replace(RUN, notes=("Birds: 2 entries have no name",)))


def test_names_of_others_steer_no_terminal() -> None:
    evil = replace(RUN, screened=Screened(Asked(EVIL), (replace(ALERT, name=EVIL, place=EVIL),)))
    assert "\x1b" not in printed(evil)
    assert "[bold]" in printed(evil)
    assert "\x1b" not in printed(replace(FILE, worst=(replace(ROW, name=EVIL),)))


def test_every_relation_of_words_has_a_word() -> None:
    from reprieve.model.match import Relation  # noqa: PLC0415  # its values are what is tested

    assert set(RELATIONS) == set(Relation.__args__)  # type: ignore[attr-defined]  # a Literal has them


@pytest.mark.parametrize("width", [80, 200])
def test_a_file_is_summed_up_with_the_worst_first(width: int) -> None:
    said = printed(FILE, width=width)
    assert "parties.csv: 4 parties screened in 0.0 s" in said
    assert "1 party with 1 alert, from a score of 0.70 on" in said
    for part in ("0.70", "A1 · Red Kit", "Red Kite Trading (as", "Red Kite Handel)", "own/birds:7"):
        assert part in said


def test_whoever_was_not_screened_is_named() -> None:
    said = printed(replace(FILE, nameless=tuple(range(2, 30)), empty=3, unread={"birth": 2}))
    assert "28 rows without a readable name were not screened: 2, 3, 4" in said
    assert "21 and 8 more" in said
    assert "3 empty rows" in said
    assert "2 cells for the birth could not be read: they speak for nothing and against nothing" in said


def test_where_the_result_lies_or_how_to_have_it_is_said() -> None:
    assert "Result: out.csv" in printed(replace(FILE, out="out.csv"))
    assert "--csv FILE or --parquet FILE writes all alerts" in printed(replace(FILE, alerts=9))
    assert "--csv FILE" not in printed(FILE)


def test_what_was_broken_off_or_begun_anew_is_said() -> None:
    said = printed(replace(FILE, resumed=2_000, notes=("begun anew",)))
    assert "2,000 rows had been screened before the run was broken off" in said
    assert "note: begun anew" in said


def test_columns_are_told_with_the_reason() -> None:
    console = Console(file=io.StringIO(), width=120, highlight=False)
    show_columns((ColumnTaken("Firma", "name", "the heading says so"), ColumnTaken("x", "", "not known")), console)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        "column 'Firma' -> name (the heading says so)",
        "column 'x' is not used (not known)",
    ]


def test_progress_is_shown_on_a_terminal_only() -> None:
    with screening(Console(file=io.StringIO())) as told:
        assert told is None
    console = Console(file=io.StringIO(), force_terminal=True, width=100, _environ={"TERM": "xterm"})
    with screening(console) as told:
        assert told is not None
        told(30, 40)
    assert isinstance(console.file, io.StringIO)
    assert "30/40" in console.file.getvalue()
