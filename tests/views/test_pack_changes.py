"""Mistakes and changes of packs as they are printed, from values made by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

from rich.console import Console

from reprieve.model.pack_changes import (
    Case,
    Changed,
    Decided,
    FieldChange,
    MutantRow,
    Mutation,
    Open,
    PacksDifference,
    Same,
)
from reprieve.views.pack_changes import answered, show_difference, show_mutation, trying

LICENSE: Final = Decided("license_required", ("license_required",), ("p/stop",), ())
OPEN: Final = Decided("indeterminate", ("authorized", "license_required"), ("p/stop",), ())
EVIL: Final = "Heron\x1b[2J [bold]Ltd"


def printed(show: Callable[[Console], None]) -> str:
    console = Console(file=io.StringIO(), width=300, highlight=False)
    show(console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def row(answer: Case | Same | Open | None, change: str = "ends a day later") -> MutantRow:
    return MutantRow("window", "p", "p/clear", "page.md, line 3", change, "" if answer else "a test", answer)


def test_only_survivors_are_listed_and_all_are_counted() -> None:
    rows = (row(None), row(None), row(None), row(Open("too many")), row(Same(2, 1_000)), row(Same(1, 1), "none"))
    text = printed(lambda console: show_mutation(Mutation(("p",), rows), console))
    assert text.splitlines() == [
        "survived  page.md, line 3: p/clear: ends a day later. No test notices.",
        "    no differing case shown: too many",
        (
            "4 mistakes, 3 noticed (75.0%), 1 not; 2 changes proved to be none "
            "(1,001 combinations of values on 3 stretches of law)"
        ),
    ]


def test_a_score_is_clean_from_95_percent_on() -> None:
    enough = Mutation(("p",), (*[row(None)] * 19, row(Open("?"))))
    assert (enough.score, enough.clean) == (0.95, True)
    assert not Mutation(("p",), (*[row(None)] * 18, row(Open("?")))).clean
    assert Mutation(("p",), (row(Same()),)).score == 1
    assert not Mutation(("p",), (), ("a test",)).clean


def test_what_only_may_come_out_otherwise_is_told_too() -> None:
    surer = Decided("indeterminate", ("authorized", "prohibited"), ("p/stop",), ())
    told = list(answered(Case({}, OPEN, surer), "after"))
    assert told == [
        "differing case: any",
        (
            "  before: indeterminate because of p/stop (possible: authorized, license required); "
            "after: indeterminate because of p/stop (possible: authorized, prohibited)"
        ),
    ]
    assert "possible" not in " ".join(answered(Case({}, LICENSE, OPEN), "after"))


def test_text_of_packs_is_never_markup_and_is_cut_where_it_is_long() -> None:
    fields = (FieldChange("text", EVIL, "x" * 500), FieldChange("title", "", "new"))
    found = PacksDifference("old", "new", (Changed("fact", "leg.x", "changed", "facts.toml", fields),), 3)
    text = printed(lambda console: show_difference(found, console))
    assert "[bold]Ltd" in text
    assert "\x1b" not in text
    assert f"{'x' * 400} ..." in text.replace("\n", "")
    assert "title: + new" in text
    assert text.splitlines()[-1] == "1 change, 0 with a case that is decided differently; 0 rules changed, 3 not"


def test_progress_is_shown_on_a_terminal_only() -> None:
    with trying(Console(file=io.StringIO())) as told:
        assert told is None
    console = Console(file=io.StringIO(), force_terminal=True, width=100, _environ={"TERM": "xterm"})
    with trying(console) as told:
        assert told is not None
        told(30, 40)
    assert isinstance(console.file, io.StringIO)
    assert "30/40" in console.file.getvalue()
