"""Whoever ever stood on a list is screened against, once for each thing that a list said of who it is."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from reprieve.desk import screening
from reprieve.desk.home import lists_in
from reprieve.desk.union import roll_of_everybody
from reprieve.model.screened import Asked
from tests.lists.storing import entry, put

LIST = "toy/list"
FOE = entry(LIST, "7", "Foe Machines Ltd.")
GONE = entry(LIST, "8", "Gone Trading Ltd.")


def standing(home: Path, *lists: str) -> list[tuple[str, str]]:
    return sorted(
        (each.entry.id, each.entry.name) for each in roll_of_everybody(lists_in(home), lists or (LIST,)).listed
    )


def test_who_is_gone_is_among_them_and_who_stays_is_there_once(home: Path) -> None:
    put(home, [FOE, GONE], "2019-06-01")
    moved = replace(FOE, requirement="all items", place="line 9")
    put(home, [moved, entry(LIST, "9", "New Works Ltd.")], "2019-06-10")
    assert standing(home) == [("7", "Foe Machines Ltd."), ("8", "Gone Trading Ltd."), ("9", "New Works Ltd.")]


def test_who_was_called_otherwise_is_found_by_either_name(home: Path) -> None:
    put(home, [FOE], "2019-06-01")
    put(home, [entry(LIST, "7", "Friend Machines Ltd.")], "2019-06-10")
    assert standing(home) == [("7", "Foe Machines Ltd."), ("7", "Friend Machines Ltd.")]


def test_only_the_lists_asked_about_count(home: Path) -> None:
    put(home, [FOE, entry("toy/other", "7", "Other Ltd.")], "2019-06-01")
    assert standing(home) == [("7", "Foe Machines Ltd.")]


def test_what_is_kept_is_what_is_made_until_something_is_imported(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "KEPT_FROM", 1)
    put(home, [FOE], "2019-06-01")
    made, read = (roll_of_everybody(lists_in(home), [LIST]).screen(Asked("Foe Machines")) for _ in range(2))
    assert made == read
    assert [each.id for each in read.alerts] == ["7"]
    kept = list((home / "names").rglob("*.index"))
    assert kept
    put(home, [FOE, GONE], "2019-06-10")
    assert [each.id for each in roll_of_everybody(lists_in(home), [LIST]).screen(Asked("Gone Trading")).alerts] == ["8"]
    assert list((home / "names").rglob("*.index")) == kept


def test_a_kept_roll_that_is_damaged_is_made_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "KEPT_FROM", 1)
    put(home, [FOE], "2019-06-01")
    assert standing(home) == [("7", "Foe Machines Ltd.")]
    for path in (home / "names").rglob("*.index"):
        path.write_bytes(path.read_bytes()[:-10])
    assert standing(home) == [("7", "Foe Machines Ltd.")]
