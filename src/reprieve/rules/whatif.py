"""What would clear it: the smallest changes of lawful levers that lead to a clearing answer.

Only facts whose dictionary entry names a lever take part (obtain a document, substitute an item, apply); never who,
where or what for. Information about the law as it stands, not advice; waiting is read off the timeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import msgspec

from reprieve.model.facts import Plain, Value
from reprieve.model.verdict import CLEARING, Outcome
from reprieve.rules.book import Book
from reprieve.rules.cells import representatives
from reprieve.rules.evaluate import Causing
from reprieve.rules.residue import variable_of
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import Test, atoms, scope

MOST_CHANGES: Final = 3
_MOST_TRIES: Final = 4096


class Change(msgspec.Struct, frozen=True):
    """One lever moved: a fact of the leg, a party or an item (by number) takes a value."""

    fact: str
    member: int | None
    value: Plain


class Way(msgspec.Struct, frozen=True):
    """A smallest set of changes with the outcome it leads to."""

    changes: tuple[Change, ...]
    outcome: Outcome


def ways(book: Book, situation: Situation, flags: tuple[str, ...] = ()) -> tuple[Way, ...]:
    """Every smallest set of at most three lever changes that clears; empty where none does or none is needed."""
    if flags or book.decide(situation, flags).outcome in CLEARING:
        return ()
    levers = list(_levers(book, situation))
    tried = 0
    for size in range(1, MOST_CHANGES + 1):
        found: list[Way] = []
        for chosen in combinations(levers, size):
            if len({(each.fact, each.member) for each in chosen}) < size:
                continue
            tried += 1
            if tried > _MOST_TRIES:
                return tuple(found)
            outcome = book.decide(changed(situation, chosen)).outcome
            if outcome in CLEARING:
                found.append(Way(chosen, outcome))
        if found:
            return tuple(found)
    return ()


def changed(situation: Situation, changes: tuple[Change, ...]) -> Situation:
    """The situation after some levers were moved."""
    leg: dict[str, Value] = dict(situation.leg)
    parties = [dict(each) for each in situation.parties]
    items = [dict(each) for each in situation.items]
    for change in changes:
        where = scope(change.fact)
        facts = leg if where == "leg" else (parties if where == "party" else items)[change.member or 0]
        facts[change.fact] = change.value
    return msgspec.structs.replace(situation, leg=leg, parties=tuple(parties), items=tuple(items))


def _levers(book: Book, situation: Situation) -> Iterator[Change]:
    tests = _tests(book, situation)
    for fact, found in tests.items():
        entry = book.statute.dictionary[fact]
        if not entry.lever or entry.lever == "wait":
            continue
        obtained = entry.lever == "obtain" and entry.type == "bool"
        values: tuple[Plain, ...] = (True,) if obtained else representatives(entry, found)
        for causing in _members(fact, situation):
            now = situation.value(fact, causing.party, causing.item)
            for value in values:
                if value != now:
                    yield Change(fact, variable_of(fact, causing).member, value)


def _tests(book: Book, situation: Situation) -> dict[str, list[Test]]:
    found: dict[str, list[Test]] = {}
    for spans in book.stretch(situation.at).active.values():
        for span in spans:
            for atom in atoms(book.rules[span.rule].versions[span.version].condition):
                if isinstance(atom, Test):
                    found.setdefault(atom.fact, []).append(atom)
    return found


def _members(fact: str, situation: Situation) -> list[Causing]:
    where = scope(fact)
    if where == "leg":
        return [Causing()]
    if where == "party":
        return [Causing(party=number) for number in range(len(situation.parties))]
    return [Causing(item=number) for number in range(len(situation.items))]
