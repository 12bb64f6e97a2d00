"""One party against one entry: how the names compare, what else bears on it, and what the alert rests on.

Everything in an alert follows from these two and from where the entry stands, never from the rest of a list.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import msgspec

from reprieve.model.listed import Entry
from reprieve.model.match import Match
from reprieve.model.screened import Alert, Asked, Basis, Bearing, digest
from reprieve.screening import addresses, identifiers
from reprieve.screening.bearing import Shared, bearings, listed_names, lowered, names, raised, readings
from reprieve.screening.compare import KINDS, compare
from reprieve.screening.parsed import Manner


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


def alert(asked: Asked, listed: Listed) -> Alert:
    """What there is to say of a pair, however low the score."""
    entry = listed.entry
    match, manner = best_match(asked, entry)
    number, place = identifiers.shared(asked.identifiers, entry), addresses.shared(asked.addresses, entry)
    other = None if number else identifiers.another(asked.identifiers, entry)
    found = (*bearings(asked, entry, match, manner), *((other,) if other else ()), *_same(number, place))
    basis, score = _rests_on(lowered(match.score, found), number, place if addresses.is_address(entry) else None)
    return Alert(
        list=entry.list,
        id=entry.id,
        name=entry.name,
        score=score,
        basis=basis,
        match=match,
        rank=raised(match.rank, found),
        kind=entry.kind,
        countries=entry.countries,
        bearings=found,
        title=listed.title,
        snapshot=listed.snapshot,
        published=listed.published,
        place=entry.place,
        entry=identity(entry),
    )


def best_match(asked: Asked, entry: Entry) -> tuple[Match, Manner]:
    """The best that any name of the one and any of the other compare, and how they were read.

    Where a person meets a company the names are compared for the reader's eye; the score counts for nothing.
    """
    read = readings(asked, entry) or (KINDS[entry.kind],)
    listed = listed_names(entry)
    found = ((compare(name, listed, manner), manner) for manner in read for name in names(asked))
    return max(found, key=lambda each: (each[0].score, each[0].rank))


def _same(number: Shared | None, place: Shared | None) -> tuple[Bearing, ...]:
    found = [Bearing("identifier", 0.0, number.note)] if number else []
    return (*found, *([Bearing("address", 0.0, place.note)] if place else []))


def _rests_on(score: float, number: Shared | None, place: Shared | None) -> tuple[Basis, float]:
    """The names, unless a number or an address alone says more."""
    basis: Basis = "name"
    if number and number.score > score:
        basis, score = "identifier", number.score
    if place and place.score > score:
        basis, score = "address", place.score
    return basis, score
