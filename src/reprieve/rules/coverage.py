"""What the tests of a pack leave untried: values of rules, atoms that never decide, edges that nothing crosses.

Looks at the questions that the tests ask, never at the outcomes they expect, and proposes cases for a person to answer.
An atom decides by being true where the rule comes out one way and would come out the other way if the atom alone were
false, and the reverse. Both are wanted, for an atom of a definition once, in whichever rule uses the definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from reprieve.model.facts import Truth
from reprieve.rules.decisive import Place, fixed, places, rests_on_doubt
from reprieve.rules.diagram import TooLarge
from reprieve.rules.evaluate import holds
from reprieve.rules.law import Rule
from reprieve.rules.pack import Law, Pack
from reprieve.rules.packtest import Outcomes, Run
from reprieve.rules.situation import Situation
from reprieve.rules.standing import FULLY, causings, conditions, edges, in_force, says, window
from reprieve.rules.syntax import Node
from reprieve.rules.witness import Wanted, Witness, Witnesses, spelled, written_instant

Kind = Literal["rule", "atom", "edge"]
Side = Literal["before", "at"]
_NEAR: Final = timedelta(seconds=1)
_SIDES: Final[dict[Side, str]] = {"before": "within the second before", "at": "at"}
_WORDS: Final[dict[Truth, str]] = {True: "true", False: "false", None: "unknown"}


class Uncovered(msgspec.Struct, frozen=True):
    """One thing that no test tries. `rule` is a rule or a definition by id; `case` is one for a person to answer."""

    kind: Kind
    rule: str
    place: str
    what: str
    suggestion: str
    case: Witness | None = None


class Coverage(msgspec.Struct, frozen=True):
    """What the tests of a pack try: (tried, to be tried) of rules' values, of atoms each way, of sides of edges."""

    pack: str
    uncovered: tuple[Uncovered, ...]
    values: tuple[int, int]
    atoms: tuple[int, int]
    edges: tuple[int, int]

    @property
    def clean(self) -> bool:
        """Whether nothing is left untried."""
        return not self.uncovered


class ValueDue(msgspec.Struct, frozen=True):
    """A rule must be seen with a value."""

    rule: Rule
    value: Truth


class AtomDue(msgspec.Struct, frozen=True):
    """An atom must be seen deciding one way, in one of these conditions, each given by a rule and its version."""

    owner: str
    written: str
    place: Place
    way: bool
    where: tuple[tuple[Rule, int], ...]


class SideDue(msgspec.Struct, frozen=True):
    """A run must lie on one side of an edge of a rule's window, with facts that the rule reaches."""

    rule: Rule
    edge: datetime
    side: Side
    version: int


def measure(law: Law, pack: Pack, outcomes: Iterable[Outcomes]) -> Coverage:
    """The coverage of one pack by runs of tests; runs of other packs may be among them and count."""
    tried = _Tried(law, pack)
    for each in outcomes:
        tried.see(each.run)
    proposer = _Proposer(law)
    values, atoms, sides = list(_values(pack)), list(_atoms(law, pack)), list(_sides(pack))
    no_value = [each for each in values if (each.rule.id, each.value) not in tried.values]
    no_atom = [each for each in atoms if not tried.decided(each)]
    no_side = [each for each in sides if (each.rule.id, each.edge, each.side) not in tried.sides]
    missing = [*map(proposer.value, no_value), *map(proposer.atom, no_atom), *map(proposer.side, no_side)]
    return Coverage(
        pack.id,
        tuple(missing),
        (len(values) - len(no_value), len(values)),
        (len(atoms) - len(no_atom), len(atoms)),
        (len(sides) - len(no_side), len(sides)),
    )


def _values(pack: Pack) -> Iterator[ValueDue]:
    for rule in pack.rules:
        if any(version.in_force for version in rule.versions):
            # A rule that says no more than `true` has no other value.
            for value in (True, False, None) if conditions(rule) else (True,):
                yield ValueDue(rule, value)


def _atoms(law: Law, pack: Pack) -> Iterator[AtomDue]:
    for rule in pack.rules:
        for place, version in _placed(rule):
            if not place.definition:
                yield from _both_ways(rule.id, rule.versions[version].place, place, ((rule, version),))
    for definition in pack.definitions:
        used: dict[Place, list[tuple[Rule, int]]] = {}
        for rule in law.rules:
            for place, version in _placed(rule):
                if place.definition == definition.id:
                    used.setdefault(place, []).append((rule, version))
        for place, where in used.items():
            yield from _both_ways(definition.id, definition.place, place, tuple(where))


def _placed(rule: Rule) -> Iterator[tuple[Place, int]]:
    """Every atom of every distinct condition of a rule, with the version that first has it."""
    for tree, version in conditions(rule).items():
        yield from ((place, version) for place in dict.fromkeys(places(tree)))


def _both_ways(owner: str, written: str, place: Place, where: tuple[tuple[Rule, int], ...]) -> Iterator[AtomDue]:
    yield from (AtomDue(owner, written, place, way, where) for way in (True, False))


def _sides(pack: Pack) -> Iterator[SideDue]:
    for rule in pack.rules:
        for edge, versions in edges(rule).items():
            yield SideDue(rule, edge, "before", min(versions))
            yield SideDue(rule, edge, "at", min(versions))


class _Tried:
    """Collects what runs try."""

    def __init__(self, law: Law, pack: Pack) -> None:
        self.values: set[tuple[str, Truth]] = set()
        self.sides: set[tuple[str, datetime, Side]] = set()
        self._rules, self._pack = law.rules, pack
        self._decided: set[tuple[str, Node, Place, bool]] = set()
        names = {definition.id for definition in pack.definitions}
        self._waiting = {
            (rule.id, tree): {
                (place, way)
                for place in places(tree)
                if place.definition in names or (rule.pack == pack.id and not place.definition)
                for way in (True, False)
            }
            for rule in law.rules
            for tree in conditions(rule)
        }
        self._edges = {rule.id: edges(rule) for rule in pack.rules}

    def decided(self, due: AtomDue) -> bool:
        return any(
            (rule.id, rule.versions[version].condition, due.place, due.way) in self._decided
            for rule, version in due.where
        )

    def see(self, run: Run) -> None:
        situation = run.matter.on(run.at)
        known_at = run.known_at or FULLY
        for rule in self._rules:
            for version in in_force(rule, run.at, known_at):
                self._see_version(rule, rule.versions[version].condition, situation)
        for rule in self._pack.rules:
            self._see_edges(rule, run.at, known_at, situation)

    def _see_version(self, rule: Rule, tree: Node, situation: Situation) -> None:
        waiting = self._waiting.get((rule.id, tree), set())
        for causing in causings(rule, situation):
            value = holds(tree, situation, causing)
            self.values.add((rule.id, value))
            for place, way in list(waiting) if value is not None else ():
                if _decides(place, way, value, holds(fixed(tree, place, not way), situation, causing)):
                    self._decided.add((rule.id, tree, place, way))
                    waiting.discard((place, way))

    def _see_edges(self, rule: Rule, at: datetime, known_at: datetime, situation: Situation) -> None:
        near = {edge: side for edge in self._edges[rule.id] if (side := _side(edge, at))}
        known = edges(rule, known_at) if near else {}
        for edge, side in near.items():
            # Only a case that the rule reaches can tell whether the edge is where it should be.
            if any(True in says(rule, version, situation) for version in known.get(edge, ())):
                self.sides.add((rule.id, edge, side))


def _side(edge: datetime, at: datetime) -> Side | None:
    return "at" if at == edge else "before" if edge - _NEAR <= at < edge else None


def _decides(place: Place, way: bool, value: Truth, otherwise: Truth) -> bool:  # noqa: FBT001  # truth values
    return otherwise is (not value) or (otherwise is None and way and rests_on_doubt(place))


class _Proposer:
    """Says what is missing and proposes a case; what the case should give is for a person to say."""

    def __init__(self, law: Law) -> None:
        self._dictionary, self._witnesses = law.dictionary, Witnesses(law.dictionary)

    def value(self, due: ValueDue) -> Uncovered:
        trees = [(due.rule, version, tree) for tree, version in conditions(due.rule).items()]
        wanted = [
            (rule, version, Wanted(false=(tree,)) if due.value is False else Wanted(true=(tree,)))
            for rule, version, tree in trees
        ]
        case = self._case(wanted)
        what = f"no test sees it {_WORDS[due.value]}"
        if case is None:
            suggestion = (
                "any case on a day on which it is in force" if not trees else "no case exists: see `packs check`"
            )
        elif due.value is None:
            suggestion = "a test like this case, without one of the facts that the rule needs"
        else:
            suggestion = "a test like this case"
        return Uncovered("rule", due.rule.id, due.rule.place, what, suggestion, case)

    def atom(self, due: AtomDue) -> Uncovered:
        case = self._case(
            (rule, version, wanted)
            for rule, version in due.where
            for wanted in _deciding(rule.versions[version].condition, due)
        )
        what = f"no test in which `{spelled(due.place.atom, self._dictionary)}` decides by being {_WORDS[due.way]}"
        suggestion = "a test like this case" if case else "no such case exists: the condition says the same without it"
        return Uncovered("atom", due.owner, due.written, what, suggestion, case)

    def side(self, due: SideDue) -> Uncovered:
        version = due.rule.versions[due.version]
        at = due.edge - _NEAR if due.side == "before" else due.edge
        case = self._found(Wanted(true=(version.condition,)), at, at + _NEAR)
        edge = written_instant(due.edge)
        what = f"no test of a case that it reaches {_SIDES[due.side]} {edge}"
        return Uncovered("edge", due.rule.id, version.place, what, f"a test like this case, with edge = {edge}", case)

    def _case(self, wanted: Iterable[tuple[Rule, int, Wanted]]) -> Witness | None:
        """The first case that there is, on a day on which its version is in force."""
        for rule, version, each in wanted:
            stands = window(rule, version)
            found = self._found(each, *stands) if stands else None
            if found is not None:
                return found
        return None

    def _found(self, wanted: Wanted, start: datetime, end: datetime | None) -> Witness | None:
        try:
            return self._witnesses.find(wanted, start, end)
        except TooLarge:
            return None


def _deciding(tree: Node, due: AtomDue) -> tuple[Wanted, Wanted]:
    """An atom may decide for the rule or, under a `not`, against it."""
    other = fixed(tree, due.place, not due.way)
    if due.way and rests_on_doubt(due.place):
        return Wanted(true=(tree,), untrue=(other,)), Wanted(false=(tree,), unfalse=(other,))
    return Wanted(true=(tree,), false=(other,)), Wanted(true=(other,), false=(tree,))
