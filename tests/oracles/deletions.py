"""Cases with facts taken away: the same, for the same seed, in the property test and in the benchmark beside the peers.

Half of the deletions take only facts on which some rule's outcome in that case depends, by the tree interpreter; a
random fact taken away would mostly change nothing and prove nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from random import Random
from typing import Final, NamedTuple

import msgspec

from reprieve.model.facts import UNKNOWN
from reprieve.rules.book import Book, Statute
from reprieve.rules.evaluate import Causing, holds
from reprieve.rules.packtest import Run
from reprieve.rules.situation import Situation, Values
from reprieve.rules.syntax import Node, atoms, facts_of, scope

MOST: Final = 6
"""Most facts taken away at once."""


class Place(NamedTuple):
    """Where a fact stands: of the leg (no member), of a party or of an item by number."""

    fact: str
    member: int | None = None


class Deletion(msgspec.Struct, frozen=True):
    """A case of a pack test (by number) with some facts taken away; `decisive` tells how they were chosen."""

    case: int
    gone: tuple[Place, ...]
    decisive: bool


class Base(msgspec.Struct, frozen=True):
    """A case of a pack test: when it is known from, its facts, and which of them may be taken away."""

    name: str
    known_at: datetime | None
    situation: Situation
    stated: tuple[Place, ...]
    decisive: tuple[Place, ...]


def bases(statute: Statute, runs: Sequence[Run]) -> list[Base]:
    """The cases that a pack's tests ask about."""
    found = []
    for run in runs:
        book, situation = known(statute, run.known_at), run.matter.on(run.at)
        stated = tuple(_stated(situation))
        decisive = tuple(place for place in stated if _decides(book, situation, place))
        found.append(Base(run.name, run.known_at, situation, stated, decisive))
    return found


def known(statute: Statute, known_at: datetime | None) -> Book:
    """The law as known at an instant; all of it where a case names none."""
    return statute.known_at(known_at) if known_at else statute.known_fully()


def deletions(found: Sequence[Base], count: int, seed: int) -> Iterator[Deletion]:
    """`count` deletions of 1 to 6 facts, every other one of decisive facts only."""
    random = Random(seed)  # noqa: S311  # a seed, not a secret
    ready = {False: _with_facts(found, decisive=False), True: _with_facts(found, decisive=True)}
    for number in range(count):
        decisive = bool(number % 2) and bool(ready[True])
        case = random.choice(ready[decisive])
        places = found[case].decisive if decisive else found[case].stated
        size = random.randint(1, min(MOST, len(places)))
        yield Deletion(case, tuple(sorted(random.sample(places, size), key=str)), decisive)


def _with_facts(found: Sequence[Base], *, decisive: bool) -> list[int]:
    return [case for case, base in enumerate(found) if (base.decisive if decisive else base.stated)]


def without(situation: Situation, gone: Collection[Place]) -> Situation:
    """The same situation with some facts taken away."""

    def kept(values: Values, where: str, member: int | None) -> Values:
        lost = {place.fact for place in gone if scope(place.fact) == where and place.member == member}
        return {fact: value for fact, value in values.items() if fact not in lost} if lost else values

    return Situation(
        situation.at,
        kept(situation.leg, "leg", None),
        tuple(kept(each, "party", number) for number, each in enumerate(situation.parties)),
        tuple(kept(each, "item", number) for number, each in enumerate(situation.items)),
    )


def _stated(situation: Situation) -> Iterator[Place]:
    for members in ((situation.leg,), situation.parties, situation.items):
        for number, values in enumerate(members):
            yield from (
                Place(fact, None if scope(fact) == "leg" else number)
                for fact, value in values.items()
                if value is not UNKNOWN
            )


def _decides(book: Book, situation: Situation, place: Place) -> bool:
    """Whether some rule's outcome changes once the fact is taken away, all else the same."""
    thinner = without(situation, (place,))
    return any(
        holds(node, situation, causing) is not holds(node, thinner, causing)
        for node, each in _in_force(book, situation)
        if any(place.fact in facts_of(atom) for atom in atoms(node))
        for causing in _causes(each, situation)
    )


def _in_force(book: Book, situation: Situation) -> Iterator[tuple[Node, frozenset[str]]]:
    for spans in book.stretch(situation.at).active.values():
        for span in spans:
            rule = book.rules[span.rule]
            yield rule.versions[span.version].condition, rule.each


def _causes(each: frozenset[str], situation: Situation) -> Iterator[Causing]:
    for party in range(len(situation.parties)) if "party" in each else (None,):
        for item in range(len(situation.items)) if "item" in each else (None,):
            yield Causing(party, item)
