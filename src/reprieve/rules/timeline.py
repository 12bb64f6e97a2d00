"""Verdicts as timelines: cut where anything can change, decide once a piece, merge what is equal.

Cuts come from the windows of the law as known, from facts that change, and from comparisons with the moment asked
about. Between two cuts nothing that a rule can see changes, so one decision stands for the whole piece. A change of
cause is kept even where the outcome stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec

from reprieve.model.facts import Between, Dated, Value
from reprieve.model.time import EASTERN, in_utc, start_of
from reprieve.model.verdict import CLEARING, Outcome
from reprieve.rules.book import Book, Stretch
from reprieve.rules.decide import Decision, stopping
from reprieve.rules.index import Reading
from reprieve.rules.law import ALWAYS
from reprieve.rules.situation import Matter, Situation
from reprieve.rules.syntax import NOW, facts_of

SOME_INSTANT: Final = datetime(2000, 1, 1, tzinfo=UTC)

Cause = tuple[int, int]
"""A rule and the version of it that is in force, by number."""


class Piece(msgspec.Struct, frozen=True):
    """[start, end) with one outcome and one set of causes; `decision` is that of its first instant."""

    start: datetime | None
    end: datetime | None
    outcome: Outcome
    because: tuple[Cause, ...]
    authorized_by: tuple[Cause, ...]
    decision: Decision


def causes(book: Book, decision: Decision, law: Stretch) -> tuple[tuple[Cause, ...], tuple[Cause, ...]]:
    """What stops or may stop, and what clears, as (rule, version) in the order of the law."""
    if not decision.instances or decision.outcome == "no_license_required":
        return (), ()
    if decision.outcome in CLEARING:
        clearing = {rule for each in decision.instances for rule in each.cleared_by or each.might_clear}
        return (), _versions(law, clearing)
    found = stopping(book.rules, decision.outcome, decision.instances)
    return _versions(law, {each.rule for each in found}), ()


def _versions(law: Stretch, rules: set[int]) -> tuple[Cause, ...]:
    return tuple((rule, span.version) for rule in sorted(rules) for span in law.active[rule])


def cuts(book: Book, matter: Matter) -> list[datetime]:
    """Every instant at which the answer can change, in order."""
    found = set(book.cuts)
    found.update(in_utc(cut) for cut in matter.cuts())
    found.update(_moments(book, matter))
    return sorted(cut for cut in found if cut > ALWAYS + timedelta(days=1))


def _moments(book: Book, matter: Matter) -> Iterator[datetime]:
    """Where a comparison with the moment can turn: at the values of the facts it meets, and of what these meet.

    `today != x or x == 2 November`, x unknown, is certain on 2 November alone: an unknown fact between the moment and a
    constant makes that constant, and as many neighbours as there are such facts, a turn.
    """
    index = book.statute.index
    met = {fact for pair in index.pairs if pair.left in NOW or pair.right in NOW for fact in facts_of(pair)}
    if not met:
        return
    while more := {fact for pair in index.pairs if met & set(facts_of(pair)) for fact in facts_of(pair)} - met:
        met |= more
    values = [*index.constants(met), *(value for fact in met for value in _values(matter, fact))]
    for value in values:
        yield from _turns(value, len(met))


def _values(matter: Matter, fact: str) -> Iterator[Value]:
    for facts in (matter.leg, *matter.parties, *matter.items):
        found = facts.get(fact)
        if isinstance(found, Dated):
            yield found.first.value
            yield from (each.value for _, each in found.changes)
        elif found is not None:
            yield found.value


def _turns(value: Value, reach: int) -> Iterator[datetime]:
    if isinstance(value, Between):
        for edge in (value.low, value.high):
            if isinstance(edge, date):
                yield from _turns(edge, reach)
    elif isinstance(value, date):
        unit = timedelta(microseconds=1) if isinstance(value, datetime) else timedelta(days=1)
        for step in range(-reach, reach + 2):
            with suppress(OverflowError):  # past the end of the calendar nothing turns
                moved = value + step * unit
                yield in_utc(moved if isinstance(moved, datetime) else start_of(moved, EASTERN))


def pieces(book: Book, matter: Matter, flags: tuple[str, ...] = ()) -> list[Piece]:
    """The whole of time for one leg, as known to a book."""
    found: list[Piece] = []
    edges = cuts(book, matter)
    reader = _Reader(book, matter, flags)
    for start, at, law in _walk(book, edges):
        seen = reader.seen(at, law)
        if seen is not None:
            now = Piece(start, None, seen[0].outcome, seen[1], seen[2], seen[0])
            if not found or _differ(found[-1], now):
                found.append(now)
    ends = [piece.start for piece in found[1:]]
    return [msgspec.structs.replace(piece, end=end) for piece, end in zip(found, [*ends, None], strict=True)]


def _differ(one: Piece, other: Piece) -> bool:
    return (one.outcome, one.because, one.authorized_by) != (other.outcome, other.because, other.authorized_by)


def _walk(book: Book, edges: list[datetime]) -> Iterator[tuple[datetime | None, datetime, Stretch]]:
    """Each cut with an instant from which it holds and the law in force there; first all that lies before."""
    before_all = edges[0] - timedelta(days=1) if edges else SOME_INSTANT
    yield None, before_all, book.stretches[0]
    laws = iter(zip(book.cuts, book.stretches[1:], strict=True))
    law, upcoming = book.stretches[0], next(laws, None)
    for edge in edges:
        while upcoming is not None and upcoming[0] <= edge:
            law, upcoming = upcoming[1], next(laws, None)
        yield edge, edge, law


Seen = tuple[Decision, tuple[Cause, ...], tuple[Cause, ...]]


class _Reader:
    """Reads the facts once while they stay the same, and decides only where the law that bears on them changed."""

    def __init__(self, book: Book, matter: Matter, flags: tuple[str, ...]) -> None:
        self._book, self._matter, self._flags = book, matter, flags
        self._edges = iter(sorted({in_utc(cut) for cut in matter.cuts()}))
        self._moves = book.statute.index.moves
        self._until = next(self._edges, None)
        self._situation: Situation = Situation(SOME_INSTANT, {})
        self._reading: Reading | None = None
        self._open = 0
        self._bearing: tuple[int, int] | None = None

    def seen(self, at: datetime, law: Stretch) -> Seen | None:
        """The decision at an instant with its causes, or None where nothing that bears on it has changed."""
        reading = self._read(at)
        bearing = (law.live & self._open, law.doubtful and law.doubtful & self._open)
        if bearing == self._bearing:
            return None
        self._bearing = bearing
        decision = self._book.judge(reading, law, self._situation, self._flags)
        return (decision, *causes(self._book, decision, law))

    def _read(self, at: datetime) -> Reading:
        """The facts at an instant, read again only when they have changed; instants come in order."""
        changed = self._reading is None or self._moves
        while self._until is not None and self._until <= at:
            self._until, changed = next(self._edges, None), True
        if changed or self._reading is None:
            self._bearing = None
            self._situation = self._matter.on(at)
            self._reading = self._book.statute.index.read(self._situation)
            self._open = 0
            for group in self._reading.values():
                self._open |= group.open
        return self._reading
