"""Parties screened against the lists at hand: one, or a file of them. Builds the roll of a day, and keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from reprieve.desk.home import lists_in
from reprieve.lists.catalogue import about
from reprieve.lists.store import Store
from reprieve.lists.view import View
from reprieve.model.match import LINE
from reprieve.model.screened import Asked, Screened
from reprieve.model.snapshot import Snapshot
from reprieve.model.time import local_day
from reprieve.screening.roll import Listed, Roll


class Screener:
    """A roll with the snapshots it was made of. `newest` has one snapshot for each list."""

    def __init__(self, roll: Roll, newest: dict[str, Snapshot], threshold: float = LINE) -> None:
        self.roll, self.newest, self.threshold = roll, newest, threshold

    def screen(self, asked: Asked) -> Screened:
        """One party."""
        return self.roll.screen(asked, self.threshold)

    def screen_all(self, asked: Iterable[Asked]) -> Iterator[Screened]:
        """Many, in their order."""
        return self.roll.screen_all(asked, self.threshold)


def screener(
    store: Store | None = None, *, lists: Iterable[str] = (), at: datetime | None = None, threshold: float = LINE
) -> Screener:
    """What is needed to screen against lists (default: all at hand) as they stood at an instant (default: the newest).

    Of each list the newest snapshot published by that day counts.
    """
    store = store or lists_in()
    newest: dict[str, Snapshot] = {}
    for name in lists or View(store).lists():
        known_on = None if at is None else local_day(at, about(name).zone)
        chain = View(store, known_on).chain(name)
        if chain:
            newest[name] = chain[-1].newest
    roll = Roll(
        Listed(entry, about(name).title, snapshot.short, snapshot.published)
        for name, snapshot in newest.items()
        for entry in store.entries(snapshot, name)
    )
    return Screener(roll, newest, threshold)
