"""Is there a case in which these conditions come out as wanted? The case as facts, or the certainty that there is none.

Searches decision diagrams over every fact that the conditions read, with nothing known beforehand but that a leg has a
party and an item. Open questions of law never enter, and what is found says nothing of any real case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import compress, product
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from reprieve.model.facts import UNDETERMINABLE, Plain, Value
from reprieve.model.time import EASTERN, start_of
from reprieve.rules import words
from reprieve.rules.diagram import LIMIT, TooLarge
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.evaluate import Causing
from reprieve.rules.law import ALWAYS
from reprieve.rules.residue import (
    Denied,
    Group,
    Leaf,
    Residue,
    Two,
    Unknowns,
    Variable,
    all_of,
    any_of,
    denied,
    residue,
)
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import NOW, All, Any, Each, Node, Not, Pair, Test, atoms, scope

MOST_OPEN: Final = 8
"""Most facts that may each be undeterminable or not before a search is `TooLarge`."""
_CAUSING: Final = Causing(0, 0)

Witness = dict[str, str]
"""A case as a person would write it into a test: `at`, and facts with their values; others do not matter."""


class Wanted(msgspec.Struct, frozen=True):
    """How conditions must come out: surely true, surely false, anything but true, anything but false."""

    true: tuple[Node, ...] = ()
    false: tuple[Node, ...] = ()
    untrue: tuple[Node, ...] = ()
    unfalse: tuple[Node, ...] = ()

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every condition."""
        return (*self.true, *self.false, *self.untrue, *self.unfalse)


class Witnesses:
    """Finds cases under one dictionary, and remembers what it found."""

    def __init__(self, dictionary: Dictionary, limit: int = LIMIT) -> None:
        self._dictionary, self._limit = dictionary, limit
        self._found: dict[tuple[Wanted, datetime | None, datetime | None], Witness | None] = {}

    def find(self, wanted: Wanted, start: datetime, end: datetime | None = None) -> Witness | None:
        """A case at an instant of [start, end), or None where there is none. Raises TooLarge."""
        start = max(start, ALWAYS)
        moving = any(reads_moment(node) for node in wanted.nodes)
        key = (wanted, start if moving else None, end if moving else None)
        if key not in self._found:
            self._found[key] = self._search(wanted, moments_of(wanted.nodes, start, end) if moving else [start])
        found = self._found[key]
        if found is None or moving:
            return found
        facts = {name: value for name, value in found.items() if name != "at"}
        return {"at": written_instant(start)} | facts if start > ALWAYS else facts

    def _search(self, wanted: Wanted, moments: Iterable[datetime]) -> Witness | None:
        for at in moments:
            for parties, items in sizes_of(wanted.nodes):
                for situation, undeterminable in situations(wanted.nodes, at, parties, items):
                    found = self._solve(wanted, situation, undeterminable)
                    if found is not None:
                        return found
        return None

    def _solve(self, wanted: Wanted, situation: Situation, undeterminable: frozenset[Variable]) -> Witness | None:
        def surely(node: Node, *, positive: bool) -> Residue:
            return definite(residue(node, situation, _CAUSING), undeterminable, positive=positive)

        parts = [surely(node, positive=True) for node in wanted.true]
        parts += [surely(node, positive=False) for node in wanted.false]
        parts += [denied(surely(node, positive=True)) for node in wanted.untrue]
        parts += [denied(surely(node, positive=False)) for node in wanted.unfalse]
        whole = all_of(parts)
        unknowns = Unknowns([whole], situation, self._dictionary, self._limit)
        path = unknowns.diagram.path(unknowns.of(whole), 1)
        if path is None:
            return None
        chosen = {unknowns.variables[number]: place for number, place in path.items()}
        # The order of two facts rests on both: a fact compared with one that is named cannot be left to chance.
        chosen |= {each: 0 for each in compared_with(chosen, whole) if each not in chosen}
        values: dict[Variable, Value] = dict.fromkeys(undeterminable, UNDETERMINABLE)
        numbers = {each: number for number, each in enumerate(unknowns.variables)}
        values.update((each, unknowns.values[numbers[each]][place]) for each, place in chosen.items())
        return {"at": written_instant(situation.at)} | self._written(values)

    def _written(self, values: dict[Variable, Value]) -> Witness:
        return {written_name(each): literal(self._dictionary[each.fact], value) for each, value in values.items()}

    def conflict(self, node: Node, start: datetime, end: datetime | None = None) -> tuple[Node, ...]:
        """Of a condition that nothing meets, a few parts that already exclude one another."""
        kept = list(_conjuncts(node))
        for part in list(kept):
            rest = [other for other in kept if other is not part]
            if rest and self._excluded(rest, start, end):
                kept = rest
        return tuple(kept)

    def _excluded(self, nodes: list[Node], start: datetime, end: datetime | None) -> bool:
        try:
            return self.find(Wanted(true=tuple(nodes)), start, end) is None
        except TooLarge:
            return False


def definite(part: Residue, undeterminable: frozenset[Variable], *, positive: bool) -> Residue:
    """When a condition is surely true (or false): what rests on an undeterminable fact is neither."""
    if isinstance(part, bool):
        return part is positive
    if isinstance(part, Denied):
        return definite(part.part, undeterminable, positive=not positive)
    if isinstance(part, Group):
        parts = (definite(each, undeterminable, positive=positive) for each in part.parts)
        return all_of(parts) if part.every is positive else any_of(parts)
    sides = (part.variable,) if isinstance(part, Leaf) else (part.left, part.right)
    if any(side in undeterminable for side in sides if isinstance(side, Variable)):
        return False
    return part if positive else denied(part)


def compared_with(named: Iterable[Variable], part: Residue) -> list[Variable]:
    """The unknowns that are compared with these, directly or by way of others."""
    pairs = list(_pairs(part))
    found = list(named)
    for each in found:
        for pair in pairs:
            if each in pair:
                found.extend(side for side in pair if side not in found)
    return found


def _pairs(part: Residue) -> Iterator[tuple[Variable, Variable]]:
    if isinstance(part, Two) and isinstance(part.left, Variable) and isinstance(part.right, Variable):
        yield part.left, part.right
    elif isinstance(part, Group):
        for each in part.parts:
            yield from _pairs(each)
    elif isinstance(part, Denied):
        yield from _pairs(part.part)


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, All) and node.parts:
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def reads_moment(node: Node) -> bool:
    """Whether a condition compares something with the moment asked about."""
    return any(isinstance(atom, Pair) and (atom.left in NOW or atom.right in NOW) for atom in atoms(node))


def sizes_of(nodes: Iterable[Node]) -> list[tuple[int, int]]:
    """How many parties and items to try: one of each; then as many as there are quantifiers, and one that causes."""
    asked = {each for node in nodes for each in _quantifiers(node)}
    most = (1 + sum(each.over == "party" for each in asked), 1 + sum(each.over == "item" for each in asked))
    return [(1, 1)] if most == (1, 1) else [(1, 1), most]


def _quantifiers(node: Node) -> Iterator[Each]:
    if isinstance(node, Each):
        yield node
    if isinstance(node, All | Any):
        for part in node.parts:
            yield from _quantifiers(part)
    elif isinstance(node, Not):
        yield from _quantifiers(node.part)
    elif not isinstance(node, Test | Pair):
        yield from _quantifiers(node.body)


def situations(
    nodes: Iterable[Node], at: datetime, parties: int, items: int
) -> Iterator[tuple[Situation, frozenset[Variable]]]:
    """The empty situation, and those in which facts that a condition may find undeterminable are so."""
    members = {"leg": (None,), "party": range(parties), "item": range(items)}
    facts = dict.fromkeys(
        atom.fact for node in nodes for atom in atoms(node) if isinstance(atom, Test) and atom.op == "undeterminable"
    )
    open_ = [Variable(fact, member) for fact in facts for member in members[scope(fact)]]
    if len(open_) > MOST_OPEN:
        raise TooLarge
    for chosen in product((False, True), repeat=len(open_)):
        marked = frozenset(compress(open_, chosen))
        yield _situation(at, parties, items, marked), marked


def _situation(at: datetime, parties: int, items: int, marked: frozenset[Variable]) -> Situation:
    def of(where: str, member: int | None) -> dict[str, Value]:
        return {each.fact: UNDETERMINABLE for each in marked if scope(each.fact) == where and each.member == member}

    return Situation(
        at,
        of("leg", None),
        tuple(of("party", number) for number in range(parties)),
        tuple(of("item", number) for number in range(items)),
    )


def moments_of(nodes: Iterable[Node], start: datetime, end: datetime | None) -> list[datetime]:
    """Instants of a window among which every order of the moment with the dates of the conditions occurs."""
    met = [atom for node in nodes for atom in atoms(node)]
    reach = range(-1 - len(met), 2 + len(met))
    found = {start}
    for operand in (atom.operand for atom in met if isinstance(atom, Test)):
        if isinstance(operand, datetime):
            found.update(operand + timedelta(microseconds=step) for step in reach)
        elif isinstance(operand, date):
            found.update(start_of(operand + timedelta(days=step), EASTERN) for step in reach)
    last = max(found) + timedelta(days=len(met)) if end is None else end - timedelta(microseconds=1)
    return sorted(at for at in {*found, last} if start <= at <= last)


def written_name(variable: Variable) -> str:
    """A fact of a member as tests name it: the first is `party.x`, the second `party[1].x`."""
    if not variable.member:
        return variable.fact
    where, _, rest = variable.fact.partition(".")
    return f"{where}[{variable.member}].{rest}"


def literal(entry: Entry, value: Plain | Value) -> str:
    """A value as tests write it."""
    if value is UNDETERMINABLE:
        return '{ undeterminable = "..." }'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return written_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return "[" + ", ".join(f'"{word}"' for word in sorted(value)) + "]"
    if isinstance(value, int):
        return f'"{_percent(value)}"' if entry.type == "share" else str(value)
    return f'"{value}"'


def _percent(share: int) -> str:
    return f"{share / 100:g} %"


def spelled(node: Node, dictionary: Dictionary) -> str:
    """A condition in the language it is written in, an atom's share as a percentage."""
    if isinstance(node, Test) and isinstance(node.operand, int) and dictionary[node.fact].type == "share":
        return f"{node.fact} {node.op} {_percent(node.operand)}"
    return words.condition(node)


def written_instant(at: datetime) -> str:
    """An instant as tests write it, on the clock by which rules know today's date."""
    return at.astimezone(ZoneInfo(EASTERN)).isoformat()
