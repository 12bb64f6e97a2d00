"""What a change of the lists altered, as a person reads it."""

from __future__ import annotations

import io
from datetime import date
from typing import Final

import pytest
from msgspec.structs import replace
from rich.console import Console

from reprieve.model.match import Match
from reprieve.model.rescreened import Affected, AlertChange, Rescreened, What
from reprieve.model.screened import Alert, Asked
from reprieve.model.snapshot import EntryChange, FieldChange
from reprieve.views.rescreening import reasons, scores, show_rescreened, summary

NAME: Final = "Grey Heron Ltd"
OLD: Final = Alert(
    "own/watched",
    "7",
    NAME,
    0.93,
    "name",
    Match(0.93, "Gray Heron", NAME, (), "Gray Heron against Grey Heron Ltd: gray is near grey (0.93)."),
    snapshot="aaaaaaaaaaaa",
    published=date(2030, 1, 2),
    place="a.csv, line 3",
)
NEW: Final = replace(OLD, snapshot="bbbbbbbbbbbb", published=date(2030, 2, 3), place="b.csv, line 9")
LAW: Final = EntryChange("own/watched", "7", NAME, (FieldChange("requirement", ("Some items",), ("All items",)),))
ASKED: Final = Asked("Gray Heron", ref="K-17")


def rescreened(*changes: AlertChange, **fields: object) -> Rescreened:
    found = (Affected(12, ASKED, changes),) if changes else ()
    made = Rescreened("list of January", "list of February", 0.7, 300, 5, 3, 1, 4_000, found)
    return replace(made, **{"seconds": 0.4, **fields})


def shown(found: Rescreened, limit: int = 20) -> str:
    """What is printed, wherever lines are broken."""
    out = io.StringIO()
    show_rescreened(found, Console(file=out, width=300, highlight=False), limit)
    return " ".join(out.getvalue().split())


def test_the_counts_say_how_little_was_looked_at() -> None:
    told = shown(rescreened(AlertChange("new", None, NEW)))
    assert "Before: list of January" in told
    assert "After: list of February" in told
    assert "300 parties screened again, 1 affected: 1 new alert" in told
    assert "against 9 entries (5 added, 3 removed, 1 changed) and not the 4,000 unchanged" in told
    assert "from a score of 0.70 on, in 0.4 s" in told


def test_a_party_is_told_with_its_number_its_row_and_where_the_entry_stands() -> None:
    told = shown(rescreened(AlertChange("new", None, NEW)))
    assert "Gray Heron K-17 · row 12" in told
    assert "+ new alert 0.93 Grey Heron Ltd own/watched:7 · bbbbbbbbbbbb of 2030-02-03 · b.csv, line 9" in told
    assert "gray is near grey (0.93)." in told


def test_an_alert_that_is_gone_is_told_as_it_last_stood() -> None:
    told = shown(rescreened(AlertChange("gone", OLD)))
    assert "- alert gone 0.93" in told
    assert "a.csv, line 3" in told
    assert "It is no longer on the list." in told


def test_a_law_that_changed_is_told_before_and_after() -> None:
    told = shown(rescreened(AlertChange("law", OLD, NEW, entry=LAW, law=("requirement",))))
    assert "! the law changed, the alert stays 0.93 Grey" in told
    assert "What follows from it changed: requirement." in told
    assert "requirement - Some items + All items" in told


def test_what_is_not_known_to_be_gone_says_why() -> None:
    told = shown(rescreened(AlertChange("unknown", OLD, why="February has a part of it")))
    assert "? not known to be gone" in told
    assert "February has a part of it." in told
    assert "no longer on the list" not in told


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("gone", "Its entry changed, and it no longer scores enough."),
        ("new", "It was listed before; its entry changed, and now it scores enough."),
    ],
)
def test_an_entry_on_both_sides_is_not_told_as_come_or_gone(what: What, sentence: str) -> None:
    change = AlertChange(what, OLD if what == "gone" else None, NEW if what == "new" else None, entry=LAW)
    assert sentence in list(reasons(change))
    assert "It is no longer on the list." not in list(reasons(change))


def test_both_scores_and_the_other_alias_are_told() -> None:
    better = replace(NEW, score=1.0, match=replace(NEW.match, score=1.0, listed="Gray Heron"))
    change = AlertChange("changed", OLD, better, ("score", "match"))
    assert scores(change) == "0.93 > 1.00"
    assert "Before, it matched as Grey Heron Ltd." in list(reasons(change))


def test_what_is_open_is_said_even_where_nobody_is_affected() -> None:
    told = shown(rescreened(open=("February has nothing of un/list",), nameless=(4, 9)))
    assert "nothing changed for any of them, as far as can be compared" in told
    assert "open: February has nothing of un/list" in told
    assert "2 rows without a readable name were not screened: 4, 9" in told
    assert summary(rescreened()) == "300 parties screened again: nothing changed for any of them"


def test_of_many_so_many_are_shown_and_the_rest_is_counted() -> None:
    many = tuple(Affected(at, Asked(f"Party {at}"), (AlertChange("new", None, NEW),)) for at in range(7))
    told = shown(rescreened(found=many, nameless=tuple(range(1, 6))), 3)
    assert "Party 2" in told
    assert "Party 3" not in told
    assert "4 more; --limit 7 shows them all" in told
    assert "1, 2, 3 and 2 more" in told
    assert "7 affected: 7 new alerts" in told


def test_the_same_of_many_kinds_is_counted_by_kind_the_worst_first() -> None:
    changes = [AlertChange("gone", OLD), AlertChange("law", OLD, NEW), AlertChange("law", OLD, NEW)]
    assert summary(rescreened(*changes)).endswith(": 2 alerts stay and their law changed; 1 alert gone")


def test_the_family_is_said_to_be_no_part_of_it() -> None:
    assert "not compared here" in shown(rescreened())


def test_a_name_steers_no_terminal() -> None:
    made = Affected(1, Asked("\x1b[31mRed"), (AlertChange("new", None, NEW),))
    assert "\x1b" not in shown(rescreened(found=(made,)))
