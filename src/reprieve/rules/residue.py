"""What is left of a condition once the known facts are put in: a formula over unknown facts alone, and its diagram.

Variables are unknown facts of the leg, a party or an item, and open questions of law (`law:`) or red flags (`flag:`).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Plain, Truth, Value
from reprieve.rules import logic
from reprieve.rules.cells import representatives
from reprieve.rules.diagram import LIMIT, Diagram
from reprieve.rules.dictionary import Dictionary, is_settled
from reprieve.rules.evaluate import Causing, members, moment
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import NOW, All, Any, Named, Node, Not, Pair, Test, scope


class Variable(msgspec.Struct, frozen=True):
    """One unknown: a fact of the leg, of a party or of an item (by number), or an open question (`law:`, `flag:`)."""

    fact: str
    member: int | None = None

    @property
    def open_question(self) -> bool:
        """Whether this is a question of law or a red flag rather than a fact."""
        return self.fact.startswith(("law:", "flag:"))


class Leaf(msgspec.Struct, frozen=True):
    """An atom over one unknown."""

    variable: Variable
    test: Test


class Two(msgspec.Struct, frozen=True):
    """A comparison with at least one unknown side; the other may be a value."""

    op: str
    left: Variable | Value
    right: Variable | Value


class Group(msgspec.Struct, frozen=True):
    """And (`every`) or or of several residues."""

    every: bool
    parts: tuple[Residue, ...]


class Denied(msgspec.Struct, frozen=True):
    """Not."""

    part: Residue


Residue = bool | Leaf | Two | Group | Denied


def variable_of(fact: str, causing: Causing) -> Variable:
    """The variable that stands for a fact of a causing party or item."""
    where = scope(fact)
    return Variable(fact, causing.party if where == "party" else causing.item if where == "item" else None)


def open_question(name: str) -> Residue:
    """An open question of law or a red flag, as a condition: true if it is answered in favour."""
    return Leaf(Variable(name), Test(name, "is"))


def residue(node: Node, situation: Situation, causing: Causing) -> Residue:
    """A condition with the known facts put in."""
    if isinstance(node, Test):
        value = situation.value(node.fact, causing.party, causing.item)
        found = logic.test(node, value)
        return Leaf(variable_of(node.fact, causing), node) if found is None else found
    if isinstance(node, Pair):
        return _pair(node, situation, causing)
    if isinstance(node, All | Any):
        return _group((residue(part, situation, causing) for part in node.parts), every=isinstance(node, All))
    if isinstance(node, Not):
        return denied(residue(node.part, situation, causing))
    if isinstance(node, Named):
        return residue(node.body, situation, causing)
    parts = (residue(node.body, situation, each) for each in members(node, situation))
    return _group(parts, every=node.quantifier == "all")


def _pair(node: Pair, situation: Situation, causing: Causing) -> Residue:
    sides: list[Variable | Value] = []
    values: list[Value] = []
    for name in (node.left, node.right):
        value = moment(name, situation.at) if name in NOW else situation.value(name, causing.party, causing.item)
        values.append(value)
        sides.append(value if is_settled(value) else variable_of(name, causing))
    found = logic.pair(node.op, values[0], values[1])
    return Two(node.op, sides[0], sides[1]) if found is None else found


def all_of(parts: Iterable[Residue]) -> Residue:
    """And."""
    return _group(parts, every=True)


def any_of(parts: Iterable[Residue]) -> Residue:
    """Or."""
    return _group(parts, every=False)


def _group(parts: Iterable[Residue], *, every: bool) -> Residue:
    """And or or of residues, as small as plain truth allows."""
    kept: list[Residue] = []
    for part in parts:
        if part is (not every):
            return not every
        if part is not every:
            kept.append(part)
    return every if not kept else kept[0] if len(kept) == 1 else Group(every, tuple(kept))


def denied(part: Residue) -> Residue:
    """Not."""
    return (not part) if isinstance(part, bool) else Denied(part)


class Unknowns:
    """The variables of some residues with their representative values, and diagrams of conditions over them."""

    def __init__(
        self, residues: Iterable[Residue], situation: Situation, dictionary: Dictionary, limit: int = LIMIT
    ) -> None:
        self._situation, self._dictionary = situation, dictionary
        self.diagram = Diagram(limit)
        self._leaves: dict[Variable, list[Test]] = {}
        self._pairs: list[Two] = []
        for each in residues:
            self._collect(each)
        self.variables = list(self._leaves)
        self._number = {variable: place for place, variable in enumerate(self.variables)}
        self.values = [self._values_of(variable) for variable in self.variables]
        self._made: dict[Residue, int] = {}

    def _collect(self, part: Residue) -> None:
        if isinstance(part, Leaf):
            tests = self._leaves.setdefault(part.variable, [])
            if part.test not in tests:
                tests.append(part.test)
        elif isinstance(part, Two):
            self._pairs.append(part)
            for side in (part.left, part.right):
                if isinstance(side, Variable):
                    self._leaves.setdefault(side, [])
        elif isinstance(part, Group):
            for each in part.parts:
                self._collect(each)
        elif isinstance(part, Denied):
            self._collect(part.part)

    def _values_of(self, variable: Variable) -> tuple[Plain, ...]:
        if variable.open_question:
            return (True, False)
        entry = self._dictionary[variable.fact]
        kin = self._kin(variable)
        met: list[Plain] = []
        tests = [test for each in kin for test in self._leaves[each]] if len(kin) > 1 else self._leaves[variable]
        for two in self._pairs:
            if two.left in kin or two.right in kin:
                met.extend(
                    each for each in (two.left, two.right) if not isinstance(each, Variable) and is_settled(each)
                )
        for each in kin:
            bounds = self._bounds(each)
            if each != variable:
                limits = self._dictionary[each.fact].bounds()
                edges = (bounds.low, bounds.high) if bounds is not None else ()
                met.extend(edge for edge in (*limits, *edges) if edge is not None)
        return representatives(entry, tests, met, len(kin), self._bounds(variable))

    def _kin(self, variable: Variable) -> list[Variable]:
        """The unknowns that are compared with one another, directly or by way of others; itself first."""
        found = [variable]
        for each in found:
            for two in self._pairs:
                sides = [side for side in (two.left, two.right) if isinstance(side, Variable)]
                if each in sides:
                    found.extend(side for side in sides if side not in found)
        return found

    def _bounds(self, variable: Variable) -> Between | None:
        value = self._value(variable)
        return value if isinstance(value, Between) else None

    def _value(self, variable: Variable) -> Value:
        where = scope(variable.fact)
        party = variable.member if where == "party" else None
        item = variable.member if where == "item" else None
        return self._situation.value(variable.fact, party, item)

    def state(self, variable: Variable) -> str:
        """Why a variable is one: unknown, undeterminable, bounded, or an open question."""
        if variable.open_question:
            return "unconfirmed" if variable.fact.startswith("law:") else "unresolved"
        value = self._value(variable)
        return "undeterminable" if value is UNDETERMINABLE else "unknown" if value is UNKNOWN else "bounded"

    def of(self, part: Residue) -> int:
        """The diagram of a residue. Raises TooLarge."""
        if isinstance(part, bool):
            return int(part)
        if part not in self._made:
            self._made[part] = self._build(part)
        return self._made[part]

    def _build(self, part: Leaf | Two | Group | Denied) -> int:
        if isinstance(part, Leaf):
            number = self._number[part.variable]
            return self.diagram.node(
                number, tuple(_sure(logic.test(part.test, value)) for value in self.values[number])
            )
        if isinstance(part, Two):
            return self._compared(part)
        if isinstance(part, Denied):
            return self.diagram.combine(_not, self.of(part.part), 0)
        rule = min if part.every else max
        answer = int(part.every)
        for each in part.parts:
            answer = self.diagram.combine(rule, answer, self.of(each))
        return answer

    def _compared(self, two: Two) -> int:
        left = self._number[two.left] if isinstance(two.left, Variable) else None
        right = self._number[two.right] if isinstance(two.right, Variable) else None
        if left is None or right is None or left == right:
            number = left if left is not None else right
            assert number is not None  # noqa: S101  # a pair without unknowns was decided before
            return self.diagram.node(number, tuple(self._settled(two, value, value) for value in self.values[number]))
        swapped = left > right
        first, second = (right, left) if swapped else (left, right)
        return self.diagram.node(
            first,
            tuple(
                self.diagram.node(
                    second,
                    tuple(
                        self._settled(two, *((two_, one) if swapped else (one, two_))) for two_ in self.values[second]
                    ),
                )
                for one in self.values[first]
            ),
        )

    def _settled(self, two: Two, left: Plain, right: Plain) -> int:
        one = left if isinstance(two.left, Variable) else two.left
        other = right if isinstance(two.right, Variable) else two.right
        return _sure(logic.pair(two.op, one, other))


def _not(value: int, _: int) -> int:
    return 1 - value


def _sure(value: Truth) -> int:
    assert value is not None  # noqa: S101  # representatives are settled values
    return int(value)
