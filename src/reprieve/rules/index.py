"""The bitmap index: the engine for decisions. Every fact value selects a mask over all conditions of all rules at once.

Each version of a rule is a *unit*; its condition in disjunctive form is a set of terms. A term is one bit, at
`unit + plane * width`, so that or-ing the planes of a unit is a few shifts of one integer. For each fact, a value
maps to the bits of the terms it makes false and of those it leaves unknown. Kleene logic is distributive, so the
outcome of every unit equals that of the tree interpreter exactly; nothing is simplified beyond what it allows.
Bulk decisions use the same columns over arrays of lanes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import msgspec

from reprieve.errors import BadPack
from reprieve.model.facts import UNKNOWN, Truth, Value
from reprieve.rules import logic
from reprieve.rules.evaluate import Causing, side
from reprieve.rules.law import Rule
from reprieve.rules.situation import Situation, Values
from reprieve.rules.syntax import SCOPES, All, Any, Each, Named, Node, Not, Pair, Test, facts_of, scope

MOST_TERMS: Final = 512
"""Most terms the disjunctive form of one condition may have."""
_KEEP: Final = 4096
"""Most values a column remembers."""

Masks = tuple[int, int]
"""Bits of terms made false, and of terms left unknown."""


class Literal(msgspec.Struct, frozen=True):
    """An atom or a quantifier (always `any`), or its negation."""

    atom: Test | Pair | Each
    positive: bool


Term = tuple[Literal, ...]


def terms(node: Node, positive: bool = True) -> list[Term]:  # noqa: FBT001, FBT002  # the sign of a subformula
    """The disjunctive form of a condition (or its negation). Raises OverflowError past MOST_TERMS."""
    if isinstance(node, Not):
        return terms(node.part, not positive)
    if isinstance(node, Named):
        return terms(node.body, positive)
    if isinstance(node, All | Any):
        parts = [terms(part, positive) for part in node.parts]
        return _product(parts) if isinstance(node, All) is positive else [term for part in parts for term in part]
    if isinstance(node, Each) and node.quantifier == "all":
        return [(Literal(Each("any", node.over, Not(node.body)), not positive),)]
    return [(Literal(node, positive),)]


def _product(parts: Sequence[list[Term]]) -> list[Term]:
    found: list[Term] = [()]
    for part in parts:
        if len(found) * len(part) > MOST_TERMS:
            raise OverflowError
        found = [tuple(dict.fromkeys((*one, *other))) for one in found for other in part]
    return list(dict.fromkeys(found))


class Column(dict[Value, Masks]):
    """For one fact: value -> masks, computed at first sight and remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.tests: list[tuple[Test, bool, int]] = []

    def __missing__(self, value: Value) -> Masks:
        false = unknown = 0
        for test, positive, bit in self.tests:
            found = logic.test(test, value)
            if found is None:
                unknown |= bit
            elif found is not positive:
                false |= bit
        if len(self) >= _KEEP:
            self.clear()
        self[value] = (false, unknown)
        return (false, unknown)


class Group(msgspec.Struct, frozen=True):
    """All rules judged for the same kind of cause: for each cause the units that are true, and those not false.

    `open` is the union of the units that are not false for somebody: what is not in it holds for nobody.
    """

    open: int
    members: tuple[tuple[Causing, Masks], ...]


Reading = Mapping[frozenset[str], Group]
"""Every unit's value, by what its rule is judged for (`each`)."""


@cache
def causing(party: int | None, item: int | None) -> Causing:
    """One shared value for each cause."""
    return Causing(party, item)


class Index:
    """All versions of all rules, compiled once; immutable but for the columns' memory."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.units = [(number, place) for number, rule in enumerate(rules) for place in range(len(rule.versions))]
        self.unit_of = {unit: number for number, unit in enumerate(self.units)}
        forms = [_form(version.condition, version.place) for rule in rules for version in rule.versions]
        quantified = dict.fromkeys(
            literal.atom for form in forms for term in form for literal in term if isinstance(literal.atom, Each)
        )
        self._quantifiers = {atom: len(forms) + place for place, atom in enumerate(quantified)}
        forms += [_form(atom.body, "a quantifier") for atom in self._quantifiers]
        self.width = max(1, len(forms))
        self._shifts = _shifts(max((len(form) for form in forms), default=1), self.width)
        self._low = (1 << self.width) - 1
        self._columns: dict[str, dict[str, Column]] = {name: {} for name in SCOPES}
        self._pairs: dict[frozenset[str], list[tuple[Pair, bool, int]]] = {}
        self._asked: dict[Each, tuple[int, int]] = dict.fromkeys(self._quantifiers, (0, 0))
        self._all = 0
        for unit, form in enumerate(forms):
            for plane, term in enumerate(form):
                self._enter(term, 1 << (unit + plane * self.width))
        self.moves = any(pair.left in {"at", "today"} or pair.right in {"at", "today"} for pair in self.pairs)
        self._each = frozenset(rule.each for rule in rules)
        self._over = {
            over: [(atom, 1 << unit) for atom, unit in self._quantifiers.items() if atom.over == over]
            for over in ("party", "item")
        }

    @property
    def pairs(self) -> list[Pair]:
        """Every comparison of two facts, or of a fact with the moment asked about."""
        return [pair for listed in self._pairs.values() for pair, _, _ in listed]

    @property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """The facts that some condition reads, by scope."""
        return {name: tuple(columns) for name, columns in self._columns.items()}

    def _enter(self, term: Term, bit: int) -> None:
        self._all |= bit
        for literal in term:
            atom = literal.atom
            if isinstance(atom, Test):
                column = self._columns[scope(atom.fact)].setdefault(atom.fact, Column())
                column.tests.append((atom, literal.positive, bit))
            elif isinstance(atom, Pair):
                scopes = frozenset(scope(fact) for fact in facts_of(atom)) - {"leg"}
                self._pairs.setdefault(scopes, []).append((atom, literal.positive, bit))
            else:
                false, true = self._asked[atom]
                self._asked[atom] = (false, true | bit) if literal.positive else (false | bit, true)

    def read(self, situation: Situation) -> Reading:
        """Every unit's value for the leg alone, each party, each item, and each pair of them, as the rules need it."""
        leg = self._lane("leg", situation.leg, situation, causing(None, None))
        parties = [
            self._lane("party", one, situation, causing(place, None)) for place, one in enumerate(situation.parties)
        ]
        items = [self._lane("item", one, situation, causing(None, place)) for place, one in enumerate(situation.items)]
        leg = self._quantified(self._quantified(leg, "party", parties), "item", items)
        return {each: self._group(self._members(each, leg, parties, items, situation)) for each in self._each}

    def _members(
        self, each: frozenset[str], leg: Masks, parties: list[Masks], items: list[Masks], situation: Situation
    ) -> Iterable[tuple[Causing, Masks]]:
        if not each:
            return [(causing(None, None), self._fold(leg))]
        if "item" not in each:
            return [(causing(place, None), self._fold(leg, party)) for place, party in enumerate(parties)]
        if "party" not in each:
            return [(causing(None, place), self._fold(leg, item)) for place, item in enumerate(items)]
        return self._crossed(leg, parties, items, situation)

    def _crossed(
        self, leg: Masks, parties: list[Masks], items: list[Masks], situation: Situation
    ) -> Iterator[tuple[Causing, Masks]]:
        compared = _SCOPES[True, True] in self._pairs
        for p, party in enumerate(parties):
            for i, item in enumerate(items):
                cause = causing(p, i)
                lanes = (leg, party, item, self._compared(situation, cause)) if compared else (leg, party, item)
                yield cause, self._fold(*lanes)

    @staticmethod
    def _group(members: Iterable[tuple[Causing, Masks]]) -> Group:
        found = tuple(members)
        open_ = 0
        for _, masks in found:
            open_ |= masks[1]
        return Group(open_, found)

    def _lane(self, name: str, values: Values, situation: Situation, cause: Causing) -> Masks:
        false = unknown = 0
        get = values.get
        for fact, column in self._columns[name].items():
            made_false, left_unknown = column[get(fact, UNKNOWN)]
            false |= made_false
            unknown |= left_unknown
        if self._pairs:
            made_false, left_unknown = self._compared(situation, cause)
            false |= made_false
            unknown |= left_unknown
        return false, unknown

    def _compared(self, situation: Situation, cause: Causing) -> Masks:
        false = unknown = 0
        for pair, positive, bit in self._pairs.get(_scopes(cause), ()):
            found = logic.pair(pair.op, side(pair.left, situation, cause), side(pair.right, situation, cause))
            if found is None:
                unknown |= bit
            elif found is not positive:
                false |= bit
        return false, unknown

    def _fold(self, *lanes: Masks) -> Masks:
        false = unknown = 0
        for lane in lanes:
            false |= lane[0]
            unknown |= lane[1]
        open_ = self._all & ~false
        true = open_ & ~unknown
        for shift in self._shifts:
            true |= true >> shift
            open_ |= open_ >> shift
        return true & self._low, open_ & self._low

    def _quantified(self, leg: Masks, over: str, lanes: Iterable[Masks]) -> Masks:
        quantifiers = self._over[over]
        if not quantifiers:
            return leg
        true = open_ = 0
        for lane in lanes:
            found_true, found_open = self._fold(leg, lane)
            true |= found_true
            open_ |= found_open
        false, unknown = leg
        for atom, bit in quantifiers:
            if_true, if_false = self._asked[atom]
            if true & bit:
                false |= if_true
            elif open_ & bit:
                unknown |= if_true | if_false
            else:
                false |= if_false
        return false, unknown


def _form(node: Node, place: str) -> list[Term]:
    try:
        return terms(node)
    except OverflowError:
        raise BadPack(place, f"has more than {MOST_TERMS} alternatives", "a condition with fewer nested `or`") from None


def _shifts(planes: int, width: int) -> list[int]:
    count = 1
    while count < planes:
        count *= 2
    shifts: list[int] = []
    while count > 1:
        count //= 2
        shifts.append(count * width)
    return shifts


_SCOPES: Final[Mapping[tuple[bool, bool], frozenset[str]]] = {
    (False, False): frozenset(),
    (True, False): frozenset({"party"}),
    (False, True): frozenset({"item"}),
    (True, True): frozenset({"party", "item"}),
}


def _scopes(cause: Causing) -> frozenset[str]:
    return _SCOPES[cause.party is not None, cause.item is not None]


def truth(masks: Masks, bit: int) -> Truth:
    """The Kleene value of one unit."""
    true, open_ = masks
    return True if true & bit else None if open_ & bit else False
