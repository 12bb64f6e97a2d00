"""OpenFisca-core: one variable per version of a rule, one simulation per case (or per batch of cases), plain logic.

A row (OpenFisca's person) is one party with one item of a leg, and carries the facts of the leg with it; the leg is
the group of its rows, over which quantifiers run. Words are numbered, words of a set are one yes-or-no variable each,
days are ordinals. OpenFisca has no unknown: what nobody stated is the default of its variable, here no, nothing,
zero, no word, and 1 January 1970 (OpenFisca's own default for dates).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peers.plain import UNSETTLED, Asked, Plain, Shape, Truths, Unit, name, word
from reprieve.rules.syntax import NOW, All, Each, Named, Node, Not, Pair, Test, scope

MONTH: Final = period("2019-06")
"""A period to calculate for. Facts and rules here know no period; months are what OpenFisca is fastest with."""
DEFAULT_DAY: Final = date(1970, 1, 1).toordinal()
SECOND: Final = 1_000_000
_COMPARE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}

Formula = Callable[[Any, Any], Any]
Columns = dict[str, list[Any]]
"""One list of values for each input variable, one value a row."""


class OpenFisca:
    """A law as a tax and benefit system: `columns` feeds it, `decide` runs one simulation, `truths` reads it."""

    def __init__(self, law: Asked) -> None:
        self._law = law
        self._words: dict[str, int] = {"": 0}
        self._row = Entity("row", "rows", "a party with an item", "")
        self._leg = GroupEntity("leg", "legs", "a leg", "", [{"key": "member", "plural": "members"}])
        self._system = TaxBenefitSystem([self._row, self._leg])
        self._definitions: set[str] = set()
        self._quantified: dict[Each, str] = {}
        self._inputs: dict[str, tuple[str, str, object]] = {}
        for number, rule in enumerate(law.rules):
            for place, version in enumerate(rule.versions):
                self._variable(variable((number, place)), bool, self._row, self._formula(version.condition))

    # --- the law as variables ---------------------------------------------------------------------------------------

    def _variable(
        self, title: str, kind: type, entity: object, formula: Formula | None, default: object = None
    ) -> None:
        body: dict[str, object] = {"value_type": kind, "entity": entity, "definition_period": DateUnit.MONTH}
        if formula is not None:
            body["formula"] = formula
        if default is not None:
            body["default_value"] = default
        self._system.add_variable(type(title, (Variable,), body))

    def _formula(self, node: Node) -> Formula:
        if isinstance(node, Test):
            return self._test(node)
        if isinstance(node, Pair):
            left, right, compare = self._side(node.left), self._side(node.right), _COMPARE[node.op]
            return lambda row, when: compare(row(left, when), row(right, when))
        if isinstance(node, Not):
            part = self._formula(node.part)
            return lambda row, when: ~part(row, when)
        if isinstance(node, Named):
            return self._defined(node)
        if isinstance(node, Each):
            title = self._each(node)
            return lambda row, when: row.leg(title, when)
        return _joined([self._formula(part) for part in node.parts], every=isinstance(node, All))

    def _defined(self, node: Named) -> Formula:
        title = f"defined_{node.name}"
        if title not in self._definitions:
            self._definitions.add(title)
            self._variable(title, bool, self._row, self._formula(node.body))
        return lambda row, when: row(title, when)

    def _each(self, node: Each) -> str:
        if node not in self._quantified:
            title = self._quantified[node] = f"quantifier_{len(self._quantified)}"
            body = f"{title}_body"
            self._variable(body, bool, self._row, self._formula(node.body))
            some = node.quantifier == "any"

            def formula(leg: Any, when: Any) -> Any:
                members = leg.members(body, when)
                return leg.any(members) if some else leg.all(members)

            self._variable(title, bool, self._leg, formula)
        return self._quantified[node]

    def _test(self, test: Test) -> Formula:
        if test.op == "undeterminable":
            title = self._input(test.fact, f"{test.fact}_{UNSETTLED}", bool)
            return lambda row, when: row(title, when)
        if test.op in {"in", "not in"}:
            some = _joined([self._member(test, each) for each in sorted(_words(test))], every=False)
            return some if test.op == "in" else lambda row, when: ~some(row, when)
        title = self._fact(test.fact)
        if test.op == "is":
            return lambda row, when: row(title, when)
        compare, constant = _COMPARE[test.op], self._value(test.operand)
        return lambda row, when: compare(row(title, when), constant)

    def _member(self, test: Test, each: str) -> Formula:
        if self._law.is_set(test.fact):
            flag = self._input(test.fact, f"{test.fact}_has_{each}", bool, each)
            return lambda row, when: row(flag, when)
        title, code = self._fact(test.fact), self._value(each)
        return lambda row, when: row(title, when) == code

    def _side(self, fact: str) -> str:
        return self._input(fact, fact, int) if fact in NOW else self._fact(fact)

    def _fact(self, fact: str) -> str:
        kind = self._law.dictionary[fact].type
        return self._input(fact, fact, bool if kind == "bool" else int, default=DEFAULT_DAY if kind == "date" else None)

    def _input(self, fact: str, title: str, kind: type, member: str = "", default: object = None) -> str:
        title = "".join(each if each.isalnum() else "_" for each in title)
        if title not in self._inputs:
            how = member or (UNSETTLED if title.endswith(UNSETTLED) else "")
            self._inputs[title] = (fact, how, False if kind is bool else default or 0)
            self._variable(title, kind, self._row, None, default)
        return title

    def _value(self, value: object) -> Any:
        found = word(value)
        return self._words.setdefault(found, len(self._words)) if isinstance(found, str) else found

    # --- cases ------------------------------------------------------------------------------------------------------

    def columns(self, situations: Sequence[Plain]) -> Columns:
        """The facts of some situations as columns, one row for every party with every item of each."""
        rows = [
            (situation, party, item)
            for situation in situations
            for party in situation["parties"]
            for item in situation["items"]
        ]
        return {title: [self._cell(title, *row) for row in rows] for title in self._inputs}

    def _cell(self, title: str, situation: Plain, party: Plain, item: Plain) -> Any:
        fact, how, default = self._inputs[title]
        if fact in NOW:
            return situation[fact] // SECOND if fact == "at" else situation[fact]
        facts = {"leg": situation["leg"], "party": party, "item": item}[scope(fact)]
        if how == UNSETTLED:
            return name(fact) in facts.get(UNSETTLED, ())
        found = facts.get(name(fact))
        if found is None:
            return default
        return (how in found) if how else self._coded(fact, found)

    def _coded(self, fact: str, value: Any) -> Any:
        if self._law.dictionary[fact].type == "instant":
            return value // SECOND
        return self._words.setdefault(value, len(self._words)) if isinstance(value, str) else value

    def decide(self, columns: Columns, shapes: Sequence[Shape], units: Iterable[Unit]) -> list[Any]:
        """One simulation of some cases with every version asked for: what the clock sees."""
        of_leg = [leg for leg, (parties, items) in enumerate(shapes) for _ in range(parties * items)]
        builder = SimulationBuilder()
        builder.create_entities(self._system)
        builder.declare_person_entity("row", range(len(of_leg)))
        legs = builder.declare_entity("leg", range(len(shapes)))
        builder.join_with_persons(legs, of_leg, ["member"] * len(of_leg))
        simulation = builder.build(self._system)
        for title, values in columns.items():
            simulation.set_input(title, MONTH, values)
        return [simulation.calculate(variable(unit), MONTH) for unit in units]

    def truths(self, situations: Sequence[Plain], shape: Shape, units: tuple[Unit, ...]) -> list[Truths]:
        """What OpenFisca says of cases of one shape, for every causing party and item."""
        found = self.decide(self.columns(situations), [shape] * len(situations), units)
        parties, items = shape
        keys = [
            (number, unit, causing, (causing.party or 0) * items + (causing.item or 0))
            for number, unit in enumerate(units)
            for causing in self._law.causes(unit, shape)
        ]
        size = parties * items
        return [
            {(unit, causing): bool(found[number][case * size + row]) for number, unit, causing, row in keys}
            for case in range(len(situations))
        ]


def variable(unit: Unit) -> str:
    """The name of the variable of one version of a rule."""
    return f"rule_{unit[0]}_{unit[1]}"


def _words(test: Test) -> frozenset[str]:
    return test.operand if isinstance(test.operand, frozenset) else frozenset()


def _joined(parts: Sequence[Formula], *, every: bool) -> Formula:
    if not parts:
        return lambda row, _: row.filled_array(every, dtype=bool)
    first, *rest = parts

    def formula(row: Any, when: Any) -> Any:
        answer = first(row, when)
        for part in rest:
            answer = answer & part(row, when) if every else answer | part(row, when)
        return answer

    return formula
