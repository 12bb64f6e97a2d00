"""Against what is screened: the lists at hand or a file of one's own, of which day, and what that proves of absence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import msgspec

from reprieve.desk.screening import screener
from reprieve.errors import BadInput, BadList
from reprieve.intake.opened import Opened
from reprieve.lists.asof import gap
from reprieve.lists.catalogue import about
from reprieve.lists.formats import own
from reprieve.lists.reading import Reading
from reprieve.lists.store import Store
from reprieve.model.listed import Entry
from reprieve.model.match import LINE
from reprieve.model.screen_run import NameRun, Searched
from reprieve.model.screened import Asked, Screened
from reprieve.model.snapshot import ListUsed, Snapshot
from reprieve.model.time import local_day
from reprieve.screening.roll import Listed, Roll
from reprieve.screening.saved import fingerprint
from reprieve.screening.scorers import scorer as scorer_of
from reprieve.screening.second import Second

A_PART: Final = "a part: who is not in it may be listed all the same"


class Screens(Protocol):
    """Whoever can screen many parties, in their order."""

    def screen_all(self, asked: Iterable[Asked]) -> Iterable[Screened]:
        """Each of many."""


class Searching(NamedTuple):
    """A roll ready to be asked, what it was made of, and a digest of all that a result depends on beside the party."""

    roll: Screens
    lists: tuple[Searched, ...]
    threshold: float
    digest: str
    notes: tuple[str, ...] = ()

    def screen(self, asked: Asked) -> NameRun:
        """One party."""
        (found,) = self.roll.screen_all([asked])
        return NameRun(found, self.lists, self.threshold, self.notes)


def searching(
    store: Store,
    *,
    lists: Sequence[str] = (),
    at: datetime | None = None,
    threshold: float | None = None,
    scorer: str = "",
    now: datetime | None = None,
) -> Searching:
    """The lists at hand (or those named) as they stood at an instant, by default now. Raises BadInput for none.

    `scorer` compares names in place of our own, from its own line on; MissingExtra where it is not installed.
    """
    other = scorer_of(scorer) if scorer else None
    threshold = threshold if threshold is not None else other.line if other else LINE
    found = screener(store, lists=lists, at=at, threshold=threshold)
    if not found.newest:
        what = f"no list was published by {at:%Y-%m-%d}" if at is not None and found.used else "no list is at hand"
        raise BadInput("screen", what, "`reprieve lists pull`, or --against FILE")
    asked_of = at or now or datetime.now(UTC)
    searched = tuple(_searched(each, found.newest.get(each.list), asked_of) for each in found.used)
    # A result names the snapshot and its day: another one with the same entries is another result.
    made_of = sorted((name, each.id, str(each.published)) for name, each in found.newest.items())
    screens = Second(found.roll.listed, other, threshold) if other else found
    return Searching(screens, searched, threshold, _digest([made_of, threshold, scorer]), found.notes)


def _searched(used: ListUsed, snapshot: Snapshot | None, asked_of: datetime) -> Searched:
    """What the list proves of the day asked about."""
    day = local_day(asked_of, about(used.list).zone)
    if snapshot is None:
        return Searched(used.list, used.title, day, 0, covers=False, why=f"no list of {day} or before is at hand")
    whole = snapshot.parts[used.list].complete
    covers = whole and any(each.first <= day <= each.last for each in used.covered)
    return Searched(
        list=used.list,
        title=used.title,
        day=day,
        entries=snapshot.parts[used.list].entries,
        covers=covers,
        snapshot=snapshot.short,
        published=snapshot.published,
        synthetic=snapshot.synthetic,
        why="" if covers else gap(day, used.covered) if whole else A_PART,
    )


def against(path: Path, threshold: float | None = None) -> Searching:
    """A list of one's own in a CSV file, which the store never sees. It is whole, of no day. Raises BadList."""
    threshold = LINE if threshold is None else threshold
    opened = Opened(path, BadList)
    if not own.fits(opened):
        raise BadList(str(path), "is no list of one's own", "a table in CSV with a heading")
    kind, reading = own.kind([opened]), Reading()
    (list_,) = kind.lists
    entries: list[Entry] = list(kind.read([opened], reading))
    if not entries:
        raise BadList(str(path), "holds nobody", "a row for each party")
    with path.open("rb") as file:
        content = file_digest(file, "sha256").hexdigest()
    roll = Roll(Listed(each, path.name, content[:12], None) for each in entries)
    lists = (Searched(list_, path.name, None, len(entries), covers=True, snapshot=content[:12]),)
    return Searching(_Against(roll, threshold), lists, threshold, _digest([content, threshold]), tuple(reading.notes))


class _Against:
    """A roll with its threshold."""

    def __init__(self, roll: Roll, threshold: float) -> None:
        self._roll, self._threshold = roll, threshold

    def screen_all(self, asked: Iterable[Asked]) -> Iterable[Screened]:
        return self._roll.screen_all(asked, self._threshold)


def _digest(of: object) -> str:
    return sha256(msgspec.json.encode([version("reprieve"), fingerprint(), of])).hexdigest()
