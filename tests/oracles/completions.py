"""The values that open facts may have: enough of them that every comparison is met in every way it can be.

Part of the brute-force oracle (see `brute`); shares no code with the engine and drops no value because two look alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import combinations
from typing import Any as Anything
from typing import Final

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Value
from reprieve.rules.dictionary import Entry
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import Node, Pair, Test
from tests.oracles.kleene import Causing, ends, reads, side, unit, whose

Asked = tuple[str, int | None]
"""Something open: a fact and whose it is (the number of the party or item, None for the leg); or a question of law
(`law:...`) or a red flag (`flag:...`)."""

Read = tuple[Test | Pair, Causing]
"""A comparison, and the party and item it is judged for."""

_ANYWHERE: Final[Mapping[str, Anything]] = {
    "date": date(2019, 11, 3),
    "instant": datetime.fromisoformat("2019-11-03T12:00:00+00:00"),
}
_MOMENTS: Final = ("at", "today")


def open_facts(
    read: Iterable[tuple[Node, Causing]], situation: Situation, dictionary: Mapping[str, Entry]
) -> dict[Asked, list[Anything]]:
    """Every open fact that one of these conditions reads, with the values it may have."""
    atoms = list(dict.fromkeys(each for node, causing in read for each in reads(node, situation, causing)))
    asked = list(dict.fromkeys(name for atom, causing in atoms for name in _open(atom, causing, situation)))
    return {name: _values(name, asked, atoms, situation, dictionary) for name in asked}


def _open(atom: Test | Pair, causing: Causing, situation: Situation) -> list[Asked]:
    if isinstance(atom, Test) and atom.op == "undeterminable":
        return []
    facts = [name for name in _names(atom) if name not in _MOMENTS]
    return [(fact, whose(fact, causing)) for fact in facts if _is_open(side(fact, situation, causing))]


def _is_open(value: Value) -> bool:
    return value is UNKNOWN or value is UNDETERMINABLE or isinstance(value, Between)


def _names(atom: Test | Pair) -> tuple[str, ...]:
    return (atom.fact,) if isinstance(atom, Test) else (atom.left, atom.right)


def _values(
    asked: Asked,
    all_asked: Sequence[Asked],
    read: Sequence[Read],
    situation: Situation,
    dictionary: Mapping[str, Entry],
) -> list[Anything]:
    entry = dictionary[asked[0]]
    if entry.type == "bool":
        return [True, False]
    atoms = [atom for atom, _ in read]
    kin = _kin(asked[0], atoms)
    paired = any(isinstance(atom, Pair) and kin & set(_names(atom)) for atom in atoms)
    rivals = sum(1 for fact, _ in all_asked if fact in kin) if paired else 1
    constants = _constants(kin, read, situation, dictionary)
    if entry.ordered:
        return _ordered(entry, constants, rivals, side(asked[0], situation, (asked[1], asked[1])))
    words = list(entry.vocabulary) or [*sorted(constants), *(f"word {number}" for number in range(rivals))]
    if entry.type != "set":
        return words
    return [frozenset(some) for size in range(len(words) + 1) for some in combinations(words, size)]


def _kin(fact: str, atoms: Sequence[Test | Pair]) -> set[str]:
    """The facts with which a fact is compared, directly or by way of others; itself included."""
    kin = {fact}
    for _ in atoms:
        for atom in atoms:
            if isinstance(atom, Pair) and kin & set(_names(atom)):
                kin |= set(_names(atom)) - set(_MOMENTS)
    return kin


def _constants(
    kin: set[str], read: Sequence[Read], situation: Situation, dictionary: Mapping[str, Entry]
) -> set[Anything]:
    """Whatever kin are compared with: constants, the moment, what is known of kin, and the limits of their types."""
    found: set[Anything] = {limit for fact in kin for limit in dictionary[fact].bounds()}
    for atom, causing in read:
        if not kin & set(_names(atom)):
            continue
        if isinstance(atom, Test):
            found |= set(atom.operand) if isinstance(atom.operand, frozenset) else {atom.operand}
        for name in _names(atom):
            value = side(name, situation, causing)
            if value is not UNKNOWN and value is not UNDETERMINABLE and not isinstance(value, frozenset):
                found |= set(ends(value))
    return {each for each in found if each is not None}


def _ordered(entry: Entry, constants: set[Anything], rivals: int, known: Value) -> list[Anything]:
    """Every constant and its neighbours, as many as there are open facts that may need a place beside it."""
    limits = [entry.bounds(), (known.low, known.high) if isinstance(known, Between) else (None, None)]
    around = constants or {_ANYWHERE.get(entry.type, 0)}
    near = {each + step * unit(each) for each in around for step in range(-rivals, rivals + 1)}
    return sorted(each for each in near if all(_within(each, low, high) for low, high in limits))


def _within(value: Anything, low: Anything, high: Anything) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)
