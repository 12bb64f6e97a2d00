"""What is true of a case with gaps: every outcome that some completion of its unknown facts has, found by trying them.

Independent of the engine: no index, no residue, no diagram, no representatives of its own. It shares with it the
syntax tree, the dictionary, and which version is in force. Facts are filled in one by one, and a branch ends as soon
as what is known settles the outcome, since no completion can then change it; that is what makes it fast enough for a
hundred thousand cases. `brute` never saves work; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import msgspec

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Truth, Value
from reprieve.model.time import EASTERN, local_day
from reprieve.model.verdict import Outcome
from reprieve.rules.book import Book
from reprieve.rules.law import Rule, Span
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import NOW, All, Each, Named, Node, Not, Pair, Test, scope
from tests.oracles.domains import COMPARE, Domains, Variable

Known = dict[Variable, Any]
"""Settled values by variable. What is not in it is unknown."""

Condition = Callable[[Known, list[Variable]], Truth]
"""The Kleene value of a condition; the unknowns on which it hangs are added to the list."""

Bound = tuple[int | None, int | None]
"""The party and item for whom a condition is judged."""

WORDS: Final[tuple[Outcome, ...]] = ("no_license_required", "authorized", "license_required", "prohibited")
NONE, AUTHORIZED, LICENSE, PROHIBITED = range(4)


class Instance(msgspec.Struct, frozen=True):
    """One restriction for one party and item: when it holds, when it is cleared, and where it stops."""

    held: Condition
    cleared: Condition
    stop: int

    def open(self, known: Known, met: list[Variable]) -> tuple[int, ...]:
        """The ranks that it may still have, mildest first."""
        held = self.held(known, met)
        if held is False:
            return (NONE,)
        cleared = self.cleared(known, met)
        ranks = () if held else (NONE,)
        return (*ranks, *((AUTHORIZED,) if cleared is not False else ()), *((self.stop,) if not cleared else ()))


Open = tuple[Instance, tuple[int, ...], tuple[Variable, ...]]
"""An instance that is not settled, the ranks still open to it, and the unknowns on which it hangs."""


class Standing(msgspec.Struct, frozen=True):
    """How a case stands while some of its facts are unknown.

    `ranks`: every rank that the worst of all instances may have. `left`: the instances that are not settled.
    `floor`: the worst of those that are settled.
    """

    ranks: frozenset[int]
    left: tuple[Open, ...]
    floor: int

    @property
    def least(self) -> int:
        """The mildest rank that the whole may still have."""
        return min(self.ranks)


class Search:
    """Completions of the cases of one book: the law as known at one instant."""

    def __init__(self, book: Book) -> None:
        self._book, self._rules = book, book.rules
        self._domains = Domains(book.rules, book.statute.dictionary)
        self._made: dict[object, list[Instance]] = {}

    def possible(self, situation: Situation) -> frozenset[Outcome]:
        """Every outcome that some completion has."""
        found: set[int] = set()
        self._walk(self._known(situation), self._instances(situation), NONE, situation, found)
        return frozenset(WORDS[rank] for rank in found)

    def unknowns(self, situation: Situation) -> list[Variable]:
        """The unknowns on which something still hangs, as far as what is known shows."""
        now = _standing(self._known(situation), self._instances(situation), NONE)
        return list(dict.fromkeys(variable for _, _, met in now.left for variable in met))

    def matters(self, situation: Situation, variable: Variable) -> bool:
        """Whether two completions that differ in this fact alone differ in their outcome."""
        return self._differ(self._known(situation), self._instances(situation), NONE, variable, situation)

    def _walk(
        self, known: Known, instances: Sequence[Instance], floor: int, situation: Situation, found: set[int]
    ) -> None:
        now = _standing(known, instances, floor)
        if now.ranks <= found:
            return
        if len(now.ranks) == 1:
            found |= now.ranks
            return
        variable = now.left[0][2][0]
        left = [instance for instance, _, _ in now.left]
        for value in self._values(variable, situation):
            self._walk({**known, variable: value}, left, now.floor, situation, found)

    def _differ(
        self, known: Known, instances: Sequence[Instance], floor: int, variable: Variable, situation: Situation
    ) -> bool:
        """Whether under some values of the other unknowns two values of a fact give different outcomes."""
        now = _standing(known, instances, floor)
        hanging = [(ranks, met) for _, ranks, met in now.left if variable in met]
        if not hanging or max(ranks[-1] for ranks, _ in hanging) <= now.least:
            return False
        left = [instance for instance, _, _ in now.left]
        values = self._values(variable, situation)
        ranks = {_standing({**known, variable: value}, left, now.floor).ranks for value in values}
        if any(not one & other for one in ranks for other in ranks):
            return True
        if all(len(each) == 1 for each in ranks):
            return False
        other = next(each for _, _, met in (*_first(now.left, variable), *now.left) for each in met if each != variable)
        return any(
            self._differ({**known, other: value}, left, now.floor, variable, situation)
            for value in self._values(other, situation)
        )

    def _known(self, situation: Situation) -> Known:
        """What is settled; for what is bounded, the values within its bounds that are worth trying."""
        known = _settled(situation)
        for variable in _bounded(situation):
            known[f"{variable[0]} within", variable[1]] = self._values(variable, situation)
        return known

    def _values(self, variable: Variable, situation: Situation) -> list[Any]:
        return [True, False] if variable[0].startswith("law:") else self._domains.values(variable, situation)

    # --- the law in force, as conditions over variables -------------------------------------------------------------

    def _instances(self, situation: Situation) -> list[Instance]:
        law = self._book.stretch(situation.at)
        shape = len(situation.parties), len(situation.items)
        key = law.start, shape
        if key not in self._made:
            self._made[key] = [
                Instance(
                    self._applies(law.active, number, bound, shape),
                    _some([self._applies(law.active, by, bound, shape) for by in self._clearing(number)]),
                    LICENSE if self._rules[number].needs == "license" else PROHIBITED,
                )
                for number in law.active
                if self._rules[number].kind == "restriction"
                for bound in _bounds(self._rules[number], shape)
            ]
        return self._made[key]

    def _clearing(self, restriction: int) -> Iterator[int]:
        name = self._rules[restriction].id
        return (number for number, rule in enumerate(self._rules) if name in rule.clears)

    def _applies(
        self, active: dict[int, tuple[Span, ...]], number: int, bound: Bound, shape: tuple[int, int]
    ) -> Condition:
        return _some([self._stands(span, bound, shape) for span in active.get(number, ())])

    def _stands(self, span: Span, bound: Bound, shape: tuple[int, int]) -> Condition:
        rule = self._rules[span.rule]
        version = rule.versions[span.version]
        parts = [_condition(version.condition, bound, shape)]
        if span.doubt:
            begun = _fact((span.doubt, None), lambda value: value is True)
            parts.append(_not(begun) if span.before else begun)
        if rule.kind == "authorization" and version.confidence == "unconfirmed":
            parts.append(_fact((f"law:{rule.id}@{version.cite}", None), lambda value: value is True))
        return _every(parts)


def _standing(known: Known, instances: Sequence[Instance], floor: int) -> Standing:
    left: list[Open] = []
    for instance in instances:
        met: list[Variable] = []
        ranks = instance.open(known, met)
        if len(ranks) == 1:
            floor = max(floor, ranks[0])
        else:
            left.append((instance, ranks, tuple(met)))
    least = max((ranks[0] for _, ranks, _ in left), default=floor)
    open_ = {floor}.union(*(ranks for _, ranks, _ in left))
    return Standing(frozenset(rank for rank in open_ if rank >= max(floor, least)), tuple(left), floor)


def _first(left: tuple[Open, ...], variable: Variable) -> Iterator[Open]:
    return (each for each in left if variable in each[2])


def _settled(situation: Situation) -> Known:
    """What is settled, the moment included. That nobody could settle a fact is itself settled."""
    known: Known = {("at", None): situation.at, ("today", None): local_day(situation.at, EASTERN)}
    for variable, value in _stated(situation):
        if value is UNDETERMINABLE:
            known[f"{variable[0]} is undeterminable", variable[1]] = True
        elif value is not UNKNOWN and not isinstance(value, Between):
            known[variable] = value
    return known


def _bounded(situation: Situation) -> list[Variable]:
    return [variable for variable, value in _stated(situation) if isinstance(value, Between)]


def _stated(situation: Situation) -> Iterator[tuple[Variable, Value]]:
    for members in ((situation.leg,), situation.parties, situation.items):
        for number, values in enumerate(members):
            yield from (((fact, None if scope(fact) == "leg" else number), value) for fact, value in values.items())


def _bounds(rule: Rule, shape: tuple[int, int]) -> Iterator[Bound]:
    for party in range(shape[0]) if "party" in rule.each else (None,):
        for item in range(shape[1]) if "item" in rule.each else (None,):
            yield party, item


def _variable(fact: str, bound: Bound) -> Variable:
    where = "" if fact in NOW else scope(fact)
    return fact, bound[0] if where == "party" else bound[1] if where == "item" else None


def _condition(node: Node, bound: Bound, shape: tuple[int, int]) -> Condition:
    if isinstance(node, Test):
        return _test(node, _variable(node.fact, bound))
    if isinstance(node, Pair):
        return _pair(_variable(node.left, bound), COMPARE[node.op], _variable(node.right, bound))
    if isinstance(node, Not):
        return _not(_condition(node.part, bound, shape))
    if isinstance(node, Named):
        return _condition(node.body, bound, shape)
    if isinstance(node, Each):
        party = node.over == "party"
        each = [(n, None) if party else (None, n) for n in range(shape[0] if party else shape[1])]
        parts = [_condition(node.body, one, shape) for one in each]
        return _some(parts) if node.quantifier == "any" else _every(parts)
    parts = [_condition(part, bound, shape) for part in node.parts]
    return _every(parts) if isinstance(node, All) else _some(parts)


def _test(test: Test, variable: Variable) -> Condition:
    if test.op == "undeterminable":
        asked = f"{test.fact} is undeterminable", variable[1]
        return lambda known, _: asked in known
    if test.op == "is":
        return _fact(variable, lambda value: value is True)
    if test.op in {"in", "not in"}:
        words = test.operand if isinstance(test.operand, frozenset) else frozenset[str]()
        inside = test.op == "in"
        return _fact(variable, lambda value: bool({*_several(value)} & words) is inside)
    compare, constant = COMPARE[test.op], test.operand
    return _fact(variable, lambda value: compare(value, constant))


def _several(value: Any) -> Any:
    return value if isinstance(value, frozenset) else (value,)


def _fact(variable: Variable, holds: Callable[[Any], bool]) -> Condition:
    within = f"{variable[0]} within", variable[1]

    def condition(known: Known, met: list[Variable]) -> Truth:
        if variable in known:
            return holds(known[variable])
        if within in known and len(found := {holds(value) for value in known[within]}) == 1:
            return found.pop()
        met.append(variable)
        return None

    return condition


def _pair(left: Variable, compare: Callable[[Any, Any], bool], right: Variable) -> Condition:
    def condition(known: Known, met: list[Variable]) -> Truth:
        missing = [side for side in (left, right) if side not in known]
        if missing:
            met.extend(missing)
            return None
        return compare(known[left], known[right])

    return condition


def _not(part: Condition) -> Condition:
    def condition(known: Known, met: list[Variable]) -> Truth:
        value = part(known, met)
        return None if value is None else not value

    return condition


def _every(parts: list[Condition]) -> Condition:
    return _joined(parts, decisive=False)


def _some(parts: list[Condition]) -> Condition:
    return _joined(parts, decisive=True)


def _joined(parts: list[Condition], *, decisive: bool) -> Condition:
    """Or if true decides, and if false does. What was met on the way to a settled value no longer matters."""

    def condition(known: Known, met: list[Variable]) -> Truth:
        answer: Truth = not decisive
        before = len(met)
        for part in parts:
            value = part(known, met)
            if value is decisive:
                del met[before:]
                return decisive
            answer = None if value is None else answer
        return answer

    return condition
