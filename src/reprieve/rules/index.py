"""The bitmap index: the engine for decisions. Every fact value selects a mask over all conditions of all rules at once.

Each version of a rule is a *unit*; its condition in disjunctive form is a set of terms, one bit each. The first terms
of all units are plane 0, the second terms plane 1, and so on, so that or-ing the planes is a few shifts of one integer.
For each fact, a value maps to the bits of the terms it makes false and, one span of bits higher, of those it leaves
unknown; a *lane* is the union of these over the facts of the leg, of one party or of one item. Kleene logic is
distributive, so the outcome of every unit equals that of the tree interpreter exactly; nothing is simplified beyond
what it allows.
Bulk decisions go another way (`bulk`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, reduce
from itertools import pairwise, repeat
from operator import getitem, or_
from typing import Final, TypeVar

import msgspec

from reprieve.errors import BadPack
from reprieve.model.facts import UNKNOWN, Truth, Value
from reprieve.rules import logic
from reprieve.rules.evaluate import Causing, side
from reprieve.rules.law import Rule
from reprieve.rules.situation import Situation, Values
from reprieve.rules.syntax import NOW, SCOPES, All, Any, Each, Named, Node, Not, Pair, Test, facts_of, scope

MOST_TERMS: Final = 512
"""Most terms the disjunctive form of one condition may have."""
Asked = TypeVar("Asked", Pair, Each)
_KEEP: Final = 4096
"""Most values a column remembers."""
_AT_ONCE: Final = 8
"""Quantifiers that are looked up together."""
_LOT: Final = (1 << _AT_ONCE) - 1
_QUANTIFIER: Final = -1
"""Stands for a rule's number in the units of quantifiers."""
NOBODY: Final = frozenset[str]()
PARTY: Final = frozenset({"party"})
ITEM: Final = frozenset({"item"})
BOTH: Final = PARTY | ITEM

Masks = tuple[int, int]
"""Bits of units that are true, and of units that are not false."""

Lane = int
"""Bits of terms made false and, `span` bits higher, of terms left unknown."""


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


class Column(dict[Value, Lane]):
    """For one fact: value -> lane, computed at first sight and remembered."""

    def __init__(self, span: int) -> None:
        super().__init__()
        self.span = span
        self.tests: list[tuple[Test, bool, int]] = []

    def __missing__(self, value: Value) -> Lane:
        lane = 0
        for test, positive, bit in self.tests:
            lane |= _marked(logic.test(test, value), bit, self.span, positive=positive)
        if len(self) >= _KEEP:
            self.clear()
        self[value] = lane
        return lane


_NO_COLUMN: Final = Column(0)


class Answered(dict[int, Lane]):
    """For a few quantifiers at once: which of them are true, and which not false -> lane."""

    def __init__(self, asked: Sequence[Marks], span: int) -> None:
        super().__init__()
        self.asked, self.span = asked, span

    def __missing__(self, answers: int) -> Lane:
        lane = 0
        for place, (if_true, if_false) in enumerate(self.asked):
            if answers >> place & 1:
                lane |= if_true
            elif answers >> (_AT_ONCE + place) & 1:
                lane |= (if_true | if_false) << self.span
            else:
                lane |= if_false
        self[answers] = lane
        return lane


def _enlist(listed: dict[Asked, Marks], what: Asked, bit: int, *, positive: bool) -> None:
    """Note that a term needs something to be true (or false)."""
    if_true, if_false = listed.get(what, (0, 0))
    listed[what] = (if_true, if_false | bit) if positive else (if_true | bit, if_false)


def _marked(found: Truth, bit: int, span: int, *, positive: bool) -> Lane:
    """What an atom's value does to the term in which it stands."""
    if found is None:
        return bit << span
    return 0 if found is positive else bit


class Group(msgspec.Struct, frozen=True):
    """All rules judged for the same kind of cause: for each cause the units that are true, and those not false.

    A cause for which all of them are false is left out. `open` is the union of the units that are not false for
    somebody.
    """

    open: int
    members: list[tuple[Causing, Masks]]


Reading = Mapping[frozenset[str], Group]
"""Every unit's value, by what its rule is judged for (`each`)."""

Marks = tuple[int, int]
"""Bits of the terms that are false if something is true, and of those that are false if it is false."""


causing = cache(Causing)
"""One shared value for each cause."""


Unit = tuple[int, int]
"""A rule and one of its versions, by number."""


class Index:
    """Versions of rules, compiled once; immutable but for what it remembers of values seen.

    `only` restricts it to some units: what is not in force on a day need not be read for it.
    """

    def __init__(self, rules: Sequence[Rule], only: Collection[Unit] | None = None) -> None:
        forms = {
            (number, place): _form(version.condition, version.place)
            for number, rule in enumerate(rules)
            for place, version in enumerate(rule.versions)
            if only is None or (number, place) in only
        }
        quantifiers = _quantifiers(forms.values())
        bodies = {(_QUANTIFIER, place): _form(atom.body, "a quantifier") for place, atom in enumerate(quantifiers)}
        order = sorted((forms | bodies).items(), key=lambda unit: (-len(unit[1]), unit[0][0] == _QUANTIFIER))
        self.units = [unit for unit, _ in order]
        self.unit_of = {unit: number for number, unit in enumerate(self.units)}
        self._low = (1 << len(order)) - 1
        starts = _starts([len(form) for _, form in order])
        self._span = max(1, starts[-1])
        self._whole = (1 << self._span) - 1
        self._planes = [
            (start, mask | mask << self._span)
            for start, mask in ((at, (1 << (end - at)) - 1) for at, end in pairwise(starts[1:]))
        ]
        self._columns: dict[str, dict[str, Column]] = {name: {} for name in SCOPES}
        self._pairs: dict[frozenset[str], dict[Pair, Marks]] = {}
        self._asked: dict[Each, Marks] = {}
        self._terms = 0
        self._each = dict.fromkeys((rules[number].each for number, _ in forms), 0)
        self._bodies = {"party": 0, "item": 0}
        for unit, ((number, place), form) in enumerate(order):
            for plane, term in enumerate(form):
                bit = 1 << (starts[plane] + unit)
                self._enter(term, bit)
                if number == _QUANTIFIER:
                    self._bodies[quantifiers[place].over] |= bit
                else:
                    self._each[rules[number].each] |= bit
        self._read = {name: (tuple(columns), tuple(columns.values())) for name, columns in self._columns.items()}
        self._over = {over: list(self._lots(quantifiers, over)) for over in ("party", "item")}
        self.moves = any(pair.left in NOW or pair.right in NOW for pair in self.pairs)

    @property
    def pairs(self) -> list[Pair]:
        """Every comparison of two facts, or of a fact with the moment asked about."""
        return [pair for listed in self._pairs.values() for pair in listed]

    @property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """The facts that some condition reads, by scope: cases that agree on them get the same answer."""
        found = {name: dict.fromkeys(columns) for name, columns in self._columns.items()}
        for pair in self.pairs:
            for fact in facts_of(pair):
                found[scope(fact)][fact] = None
        return {name: tuple(facts) for name, facts in found.items()}

    def constants(self, facts: Iterable[str]) -> Iterator[Value]:
        """What some facts are compared with in conditions."""
        for fact in facts:
            for test, _, _ in self._columns[scope(fact)].get(fact, _NO_COLUMN).tests:
                if test.operand is not None:
                    yield test.operand

    def _enter(self, term: Term, bit: int) -> None:
        self._terms |= bit
        for literal in term:
            atom = literal.atom
            if isinstance(atom, Test):
                column = self._columns[scope(atom.fact)].setdefault(atom.fact, Column(self._span))
                column.tests.append((atom, literal.positive, bit))
            elif isinstance(atom, Pair):
                scopes = frozenset(scope(fact) for fact in facts_of(atom)) - {"leg"}
                _enlist(self._pairs.setdefault(scopes, {}), atom, bit, positive=literal.positive)
            else:
                _enlist(self._asked, atom, bit, positive=literal.positive)

    def _lots(self, quantifiers: Sequence[Each], over: str) -> Iterator[tuple[int, Answered]]:
        """The quantifiers over one kind of member, a few neighbours at a time, each lot with its first unit."""
        units = sorted(
            (self.unit_of[_QUANTIFIER, place], atom) for place, atom in enumerate(quantifiers) if atom.over == over
        )
        lot: list[int] = []
        asked: list[Marks] = []
        for unit, atom in units:
            if lot and (unit != lot[-1] + 1 or len(lot) == _AT_ONCE):
                yield lot[0], Answered(asked, self._span)
                lot, asked = [], []
            lot.append(unit)
            asked.append(self._asked[atom])
        if lot:
            yield lot[0], Answered(asked, self._span)

    def read(self, situation: Situation) -> Reading:
        """Every unit's value for the leg alone, each party, each item, and each pair of them, as the rules need it."""
        parties = [self._lane("party", facts) for facts in situation.parties]
        items = [self._lane("item", facts) for facts in situation.items]
        leg = self._lane("leg", situation.leg)
        if NOBODY in self._pairs:
            leg |= self._compared(leg, situation, causing(None, None))
        if PARTY in self._pairs:
            parties = [lane | self._compared(leg | lane, situation, causing(n, None)) for n, lane in enumerate(parties)]
        if ITEM in self._pairs:
            items = [lane | self._compared(leg | lane, situation, causing(None, n)) for n, lane in enumerate(items)]
        leg |= self._quantified(leg, "party", parties)
        leg |= self._quantified(leg, "item", items)
        return {
            each: self._group(of_kind, self._lanes(each, leg, parties, items, situation))
            for each, of_kind in self._each.items()
        }

    def _lanes(
        self, each: frozenset[str], leg: Lane, parties: list[Lane], items: list[Lane], situation: Situation
    ) -> list[tuple[Causing, Lane]]:
        if not each:
            return [(causing(None, None), leg)]
        if each == PARTY:
            return [(causing(place, None), leg | party) for place, party in enumerate(parties)]
        if each == ITEM:
            return [(causing(None, place), leg | item) for place, item in enumerate(items)]
        crossed = [(causing(p, i), leg | one | other) for p, one in enumerate(parties) for i, other in enumerate(items)]
        if BOTH not in self._pairs:
            return crossed
        return [(cause, lane | self._compared(lane, situation, cause)) for cause, lane in crossed]

    def _group(self, of_kind: int, lanes: list[tuple[Causing, Lane]]) -> Group:
        # Where every term of these rules is false there is nothing to fold.
        members = [(cause, self._fold(lane)) for cause, lane in lanes if of_kind & ~lane]
        open_ = 0
        for _, masks in members:
            open_ |= masks[1]
        return Group(open_, members)

    def _lane(self, name: str, values: Values) -> Lane:
        # All in C: for every fact, its value or UNKNOWN; for every value, its lane; and their union.
        facts, columns = self._read[name]
        return reduce(or_, map(getitem, columns, map(values.get, facts, repeat(UNKNOWN))), 0)

    def _compared(self, known: Lane, situation: Situation, cause: Causing) -> Lane:
        lane = 0
        for pair, (if_true, if_false) in self._pairs[_scopes(cause)].items():
            if (if_true | if_false) & ~known:  # else its terms are false whatever it says
                found = logic.pair(pair.op, side(pair.left, situation, cause), side(pair.right, situation, cause))
                lane |= if_true if found else if_false if found is False else (if_true | if_false) << self._span
        return lane

    def _fold(self, lane: Lane) -> Masks:
        unknown = lane >> self._span
        open_ = self._terms ^ (lane & self._whole)
        # Terms not false below, true terms above: the planes of both are or-ed at once.
        packed = open_ | ((open_ | unknown) ^ unknown) << self._span
        folded = packed
        for start, mask in self._planes:
            folded |= packed >> start & mask
        return folded >> self._span & self._low, folded & self._low

    def _quantified(self, leg: Lane, over: str, lanes: Iterable[Lane]) -> Lane:
        lots = self._over[over]
        if not lots:
            return 0
        true = open_ = 0
        for lane in lanes:
            if self._bodies[over] & ~(leg | lane):
                found_true, found_open = self._fold(leg | lane)
                true |= found_true
                open_ |= found_open
        found = 0
        for place, answered in lots:
            found |= answered[(true >> place & _LOT) | (open_ >> place & _LOT) << _AT_ONCE]
        return found


def _quantifiers(forms: Iterable[Sequence[Term]]) -> list[Each]:
    """Every quantifier in some forms, those over parties first, so that each kind has neighbouring units."""
    found = dict.fromkeys(
        literal.atom for form in forms for term in form for literal in term if isinstance(literal.atom, Each)
    )
    return sorted(found, key=lambda atom: atom.over != "party")


def _form(node: Node, place: str) -> list[Term]:
    try:
        return terms(node)
    except OverflowError:
        raise BadPack(place, f"has more than {MOST_TERMS} alternatives", "a condition with fewer nested `or`") from None


def _starts(sizes: Sequence[int]) -> list[int]:
    """Where each plane begins, and where the last one ends.

    Plane 0 holds every unit, the next those with two terms or more, and so on: with units in falling order of their
    number of terms, each plane is a prefix of the one before.
    """
    starts = [0, len(sizes)]
    for plane in range(1, max(sizes, default=1)):
        starts.append(starts[-1] + sum(size > plane for size in sizes))
    return starts


_SCOPES: Final[Mapping[tuple[bool, bool], frozenset[str]]] = {
    (False, False): NOBODY,
    (True, False): PARTY,
    (False, True): ITEM,
    (True, True): BOTH,
}


def _scopes(cause: Causing) -> frozenset[str]:
    return _SCOPES[cause.party is not None, cause.item is not None]


def truth(masks: Masks, bit: int) -> Truth:
    """The Kleene value of one unit."""
    true, open_ = masks
    return True if true & bit else None if open_ & bit else False
