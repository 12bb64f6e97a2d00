"""Which alerts a change of the lists alters: parties screened against the entries that differ, and against no other.

Whether there is an alert, and everything it says, follows from the party asked about and from the entry alone: a word
weighs the same on every list, and the index only leaves out what scores below the line. So the alerts of entries that
are equal on both sides are equal, and need not be computed. What is no match is another matter: who is family, and who
of many at one address is named, follows from whole lists. It is no part of this, and a full run gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from reprieve.model.listed import Entry
from reprieve.model.match import LINE
from reprieve.model.rescreened import AlertChange
from reprieve.model.screened import Alert, Asked
from reprieve.screening.roll import Listed, Roll, identity

_STANDS: Final = ("snapshot", "published", "place")
"""Where an entry stands: another place in every publication, and no change."""


class Changed:
    """The entries that two publications differ in: those gone, those come, and pairs of one entry before and after.

    All of them are on one roll, so that the words of a party are looked up once. Which entry an alert is of, `snapshot`
    says there: the number of the entry, until the alert is handed out.
    """

    def __init__(
        self, gone: Iterable[Listed], come: Iterable[Listed], pairs: Iterable[tuple[Listed, Listed]] = ()
    ) -> None:
        gone, pairs = tuple(gone), tuple(pairs)
        before = (*(one for one, _ in pairs), *gone)
        self._listed = (*before, *(two for _, two in pairs), *come)
        self._first = len(before)
        """The number of the first entry that is of the later publication; the pairs stand first on either side."""
        self._pairs = len(pairs)
        self._roll = Roll(each._replace(snapshot=str(number)) for number, each in enumerate(self._listed))

    @property
    def unseen(self) -> tuple[Entry, ...]:
        """The entries of the later publication that nobody can be screened against."""
        return tuple(each.entry for each in self._roll.unseen if int(each.snapshot) >= self._first)

    def screen_all(self, asked: Iterable[Asked], threshold: float = LINE) -> Iterator[tuple[AlertChange, ...]]:
        """For each of many, in their order: the alerts that changed."""
        for each in self._roll.screen_all(asked, threshold):
            yield tuple(self._changes({int(alert.snapshot): self._of(alert) for alert in each.alerts}))

    def _of(self, alert: Alert) -> Alert:
        return msgspec.structs.replace(alert, snapshot=self._listed[int(alert.snapshot)].snapshot)

    def _changes(self, alerts: dict[int, Alert]) -> Iterator[AlertChange]:
        """What became of each alert, by the number of its entry."""
        for number, alert in alerts.items():
            other = self._other(number)
            if number >= self._first and other not in alerts:
                yield AlertChange("new", None, alert)
            elif number < self._first and other not in alerts:
                yield AlertChange("gone", alert)
            elif number < self._first and other is not None:
                yield self._changed(number, other, alert, alerts[other])

    def _other(self, number: int) -> int | None:
        """The number of the same entry in the other publication, if it stands there."""
        if number < self._first:
            return number + self._first if number < self._pairs else None
        return number - self._first if number - self._first < self._pairs else None

    def _changed(self, one: int, two: int, before: Alert, after: Alert) -> AlertChange:
        differing = differs(before, after)
        legal = law(self._listed[one].entry, self._listed[two].entry)
        return AlertChange("changed" if differing else "law", before, after, differing, law=legal)


def differs(before: Alert, after: Alert) -> tuple[str, ...]:
    """The fields in which two alerts differ; where the entry stands does not count."""
    names = (name for name in Alert.__struct_fields__ if name not in _STANDS)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def law(before: Entry, after: Entry) -> tuple[str, ...]:
    """The fields in which two entries differ and that are no part of who the party is."""
    names = (
        name for name in Entry.__struct_fields__ if name != "place" and getattr(before, name) != getattr(after, name)
    )
    known = identity(before)
    return tuple(
        name for name in names if identity(msgspec.structs.replace(before, **{name: getattr(after, name)})) == known
    )
