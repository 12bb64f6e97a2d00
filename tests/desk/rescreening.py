"""What re-screening is held against: everybody screened against everything, twice, and the two compared as sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from reprieve.lists.catalogue import about
from reprieve.model.listed import Entry
from reprieve.model.screened import Alert, Asked
from reprieve.model.snapshot import Snapshot
from reprieve.screening.roll import Listed, Roll


def full(snapshot: Snapshot, listed: Iterable[Entry], asked: Sequence[Asked], threshold: float) -> list[set[Alert]]:
    """The alerts of each; of ours only the roll is used."""
    roll = Roll(Listed(each, about(each.list).title, snapshot.short, snapshot.published) for each in listed)
    return [set(roll.screen(each, threshold).alerts) for each in asked]


def bare(alert: Alert) -> Alert:
    """An alert but for where its entry stands."""
    return replace(alert, snapshot="", published=None, place="")


Stated = Mapping[tuple[str, str], Entry]
"""Entries by list and id, but for where they stand."""


def stated(entries: Iterable[Entry]) -> Stated:
    """What a publication says."""
    return {(each.list, each.id): replace(each, place="") for each in entries}


class Side(NamedTuple):
    """What one publication says, and the alerts that it gives for one party."""

    entries: Stated
    alerts: set[Alert]

    def lacking_in(self, other: Side) -> set[Alert]:
        """The alerts that the other side has not, or has about an entry that says something else."""
        known = {bare(each) for each in other.alerts}
        return {
            each
            for each in self.alerts
            if bare(each) not in known or self._entry(each) != other.entries.get((each.list, each.id))
        }

    def only_law(self, other: Side) -> set[Alert]:
        """The alerts that both sides have alike, about an entry that says something else."""
        known = {bare(each) for each in other.alerts}
        return {
            each
            for each in self.alerts
            if bare(each) in known and self._entry(each) != other.entries.get((each.list, each.id))
        }

    def _entry(self, alert: Alert) -> Entry:
        return self.entries[alert.list, alert.id]
