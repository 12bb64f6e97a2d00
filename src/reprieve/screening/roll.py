"""Everybody on some lists, ready to be screened against: by name, by identifier, by address.

A person is never compared with a company. Who of two parties is a company where nobody says so, and what else bears on
a match, `bearing` tells; here it is only found whom to compare with whom. Nothing that scores above the line is left
out: names are found by an index that is exact, numbers and addresses whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, Self

from reprieve.model.match import LINE
from reprieve.model.screened import Alert, Asked, Relative, Screened
from reprieve.screening.addresses import Addresses, shared
from reprieve.screening.alert import Listed, alert, identity
from reprieve.screening.bearing import names
from reprieve.screening.family import MOST, Family
from reprieve.screening.identifiers import Numbers
from reprieve.screening.parsed import parsed
from reprieve.screening.register import Register, keep, kept, manners, registered

__all__ = ["Listed", "Roll", "identity", "manners"]

BLOCK: Final = 2_000
"""So many parties are looked up at a time."""


class Roll:
    """The entries of some lists. The same entry on several snapshots is to be given once."""

    def __init__(self, listed: Iterable[Listed] = (), register: Register | None = None) -> None:
        self._register = register or registered(listed)

    @classmethod
    def load(cls, folder: Path, key: str) -> Self:
        """One that was kept under a key. Raises UnusableIndex where there is none, or it may not be used."""
        return cls(register=kept(folder, key))

    def save(self, folder: Path, key: str) -> None:
        """Keeps it in a folder; `key` is a digest of the entries and of where they stand. Raises OSError."""
        keep(self._register, folder, key)

    @property
    def listed(self) -> Sequence[Listed]:
        """Everybody."""
        return self._register.listed

    @property
    def unseen(self) -> tuple[Listed, ...]:
        """The entries that nobody can be screened against: without a name, or an address that is not given."""
        return tuple(self.listed[number] for number in self._register.unseen.tolist())

    def screen(self, asked: Asked, threshold: float = LINE) -> Screened:
        """Every listed party whose score reaches the threshold, the family, and who else is at an address."""
        return next(self.screen_all([asked], threshold))

    def screen_all(self, asked: Iterable[Asked], threshold: float = LINE) -> Iterator[Screened]:
        """Each of many, in their order; the same as one by one. Raises ValueError for a threshold of 0 or less."""
        rest = iter(asked)
        while block := list(islice(rest, BLOCK)):
            for each, found in zip(block, self._named(block, threshold), strict=True):
                yield self._screened(each, found, threshold)

    def _named(self, block: Sequence[Asked], threshold: float) -> list[set[int]]:
        """For each party the entries with a name that scores so much, however read."""
        found: list[set[int]] = [set() for _ in block]
        for manner, index in self._register.indexes.items():
            wanted = [
                (at, name) for at, each in enumerate(block) if manner in manners(each.kind) for name in names(each)
            ]
            owners = self._register.owners[manner]
            hits = index.search_all([name for _, name in wanted], threshold)
            for (at, _), those in zip(wanted, hits, strict=True):
                found[at] |= {int(owners[hit.place]) for hit in those}
        return found

    def _screened(self, asked: Asked, named: set[int], threshold: float) -> Screened:
        numbered = self._numbers.holding(asked.identifiers) if asked.identifiers else set[int]()
        there = self._addresses.holding(asked.addresses) if asked.addresses else set[int]()
        made = {number: alert(asked, self.listed[number]) for number in named | numbered | there}
        alerts = {number: each for number, each in made.items() if each.score >= threshold}
        family = tuple(
            _relative(self.listed[kin.entry], kin.name, kin.shared, kin.score)
            for kin in self._family.of(asked, besides=alerts)
        )
        same_address = self._same_address(asked, there - alerts.keys())
        unread = tuple(name for name in names(asked) if not parsed(name, "person").tokens)
        return Screened(asked, _ordered(alerts.values()), family, same_address, unread)

    def _same_address(self, asked: Asked, there: Iterable[int]) -> tuple[Relative, ...]:
        found = []
        for number in there:
            same = shared(asked.addresses, self.listed[number].entry)
            if same is not None:
                found.append(_relative(self.listed[number], "", (same.listed,), same.score))
        return tuple(sorted(found, key=lambda each: (-each.score, each.list, each.id))[:MOST])

    # --- made when somebody first asks: most parties come with a name and no more ----

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers(each.entry for each in self.listed)

    @cached_property
    def _addresses(self) -> Addresses:
        return Addresses(each.entry for each in self.listed)

    @cached_property
    def _family(self) -> Family:
        made = self._register
        return Family(made.indexes["organization"].names, made.owners["organization"], made.posted)


def _ordered(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    return tuple(sorted(alerts, key=lambda each: (-each.score, -each.rank, each.list, each.id)))


def _relative(listed: Listed, name: str, common: tuple[str, ...], score: float) -> Relative:
    return Relative(listed.entry.list, listed.entry.id, name or listed.entry.name, common, score)
