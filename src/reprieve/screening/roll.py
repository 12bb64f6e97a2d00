"""Everybody on some lists, ready to be screened against: by name, and later by identifier and address.

A person is never compared with a company. Where nobody says what somebody is, a word of business or a form of company
in a name tells a company; without one the name is read both ways and the better score counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from reprieve.model.listed import Entry
from reprieve.model.match import LINE
from reprieve.model.screened import Alert, Asked, Relative, Screened, digest
from reprieve.screening.compare import KINDS, compare
from reprieve.screening.index import Index
from reprieve.screening.parsed import Manner, manner_of


class Listed(NamedTuple):
    """An entry, where it stands: the title of its list, the snapshot, and the day of its publication."""

    entry: Entry
    title: str = ""
    snapshot: str = ""
    published: date | None = None


def identity(entry: Entry) -> str:
    """A fingerprint of what an entry says of who the party is; what the law asks of it is no part."""
    plain = Entry(entry.list, entry.id, "unknown")
    law = ("programs", "requirement", "policy", "requires", "reviewed", "start", "start_by", "through", "cites", "urls")
    return digest(msgspec.structs.replace(entry, place="", **{name: getattr(plain, name) for name in law}))


def manners(kind: str, names: Sequence[str]) -> tuple[Manner, ...]:
    """How the names of somebody are to be read."""
    if kind in KINDS:
        return (KINDS[kind],)
    return ("organization",) if manner_of(*names) == "organization" else ("person", "organization")


class Roll:
    """The entries of some lists. The same entry on several snapshots is to be given once."""

    def __init__(self, listed: Iterable[Listed]) -> None:
        self.listed = tuple(listed)
        self._owners: dict[Manner, list[int]] = {"person": [], "organization": []}
        names: dict[Manner, list[str]] = {"person": [], "organization": []}
        for number, each in enumerate(self.listed):
            texts = list(dict.fromkeys(name.text for name in each.entry.names))
            for manner in manners(each.entry.kind, texts):
                names[manner] += texts
                self._owners[manner] += [number] * len(texts)
        self._index = {manner: Index(texts, manner) for manner, texts in names.items()}

    def screen(self, asked: Asked, threshold: float = LINE) -> Screened:
        """Every listed party whose score reaches the threshold, and the family."""
        found: set[int] = set()
        for name in (asked.name, *asked.aliases):
            for manner in manners(asked.kind, [asked.name, *asked.aliases]):
                hits = self._index[manner].search(name, threshold)
                found |= {self._owners[manner][hit.place] for hit in hits}
        alerts = [self._alert(asked, self.listed[number]) for number in found]
        alerts = sorted((each for each in alerts if each.score >= threshold), key=lambda a: (-a.score, -a.rank, a.id))
        return Screened(asked, tuple(alerts), self._family(asked))

    def screen_all(self, asked: Iterable[Asked], threshold: float = LINE) -> Iterator[Screened]:
        """Each of many, in their order; the same as one by one."""
        for each in asked:
            yield self.screen(each, threshold)

    def _alert(self, asked: Asked, listed: Listed) -> Alert:
        entry = listed.entry
        kind = asked.kind if asked.kind != "unknown" else entry.kind
        names = [name.text for name in entry.names]
        match = max((compare(name, names, kind) for name in (asked.name, *asked.aliases)), key=lambda each: each.score)
        return Alert(
            list=entry.list,
            id=entry.id,
            name=entry.name,
            score=match.score,
            basis="name",
            match=match,
            rank=match.rank,
            kind=entry.kind,
            countries=entry.countries,
            title=listed.title,
            snapshot=listed.snapshot,
            published=listed.published,
            place=entry.place,
            entry=identity(entry),
        )

    def _family(self, asked: Asked) -> tuple[Relative, ...]:
        del asked  # to come
        return ()
