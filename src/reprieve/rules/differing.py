"""Do two bodies of law decide some case differently? A case that shows it, or the proof that there is none.

Compares rule by rule: what it holds for, and of an authorization what it clears, as decision diagrams over every fact
that the conditions read, for every window and every state of what was known. A case is shown only after both laws have
decided it, and differently; a difference for which no such case is found is left open, and never called the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property, reduce
from itertools import pairwise
from math import prod
from typing import Final, NamedTuple

from reprieve.model.facts import UNDETERMINABLE, Value
from reprieve.model.pack_changes import Answer, Case, Decided, Open, Same
from reprieve.model.verdict import SEVERITY
from reprieve.rules.book import Statute
from reprieve.rules.decide import in_force
from reprieve.rules.diagram import TooLarge
from reprieve.rules.dictionary import Dictionary
from reprieve.rules.evaluate import Causing
from reprieve.rules.law import ALWAYS, Rule, Span, edges, spans
from reprieve.rules.residue import Residue, Unknowns, Variable, all_of, any_of, residue
from reprieve.rules.situation import Situation
from reprieve.rules.standing import FULLY
from reprieve.rules.syntax import Node, scope
from reprieve.rules.timeline import causes
from reprieve.rules.witness import (
    compared_with,
    literal,
    moments_of,
    reads_moment,
    situations,
    sizes_of,
    written_instant,
    written_name,
)

LIMIT: Final = 200_000
"""Most nodes of a diagram: two laws side by side are larger than one."""
_CAUSING: Final = Causing(0, 0)


class Side:
    """One of the two laws."""

    def __init__(self, rules: tuple[Rule, ...], dictionary: Dictionary) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self._dictionary = dictionary
        self._spans: dict[tuple[str, datetime], list[Span]] = {}

    @cached_property
    def statute(self) -> Statute:
        """The law, compiled."""
        return Statute(tuple(self.rules.values()), self._dictionary)

    def spans(self, name: str, known: datetime) -> list[Span]:
        """Where each version of a rule is in force as known at an instant; nowhere if there is no such rule."""
        key = (name, known)
        if key not in self._spans:
            self._spans[key] = spans(self.rules[name], 0, known) if name in self.rules else []
        return self._spans[key]

    def active(self, name: str, known: datetime, at: datetime) -> tuple[tuple[Node, str, bool, str], ...]:
        """What of a rule is in force at an instant: conditions, with the doubts about the law itself."""
        return tuple(
            (version.condition, span.doubt, span.before, version.cite if version.confidence == "unconfirmed" else "")
            for span in self.spans(name, known)
            if span.start <= at and (span.end is None or at < span.end)
            for version in (self.rules[name].versions[span.version],)
        )

    def holds(self, name: str, cell: Cell, situation: Situation) -> Residue:
        """When a rule holds for the causing party and item, doubts included."""
        found = [span for span in self.spans(name, cell.known) if _covers(span, cell.start)]
        rule = self.rules.get(name)
        if rule is None:
            return False
        return any_of(
            in_force(rule, span, residue(rule.versions[span.version].condition, situation, _CAUSING)) for span in found
        )

    def bears(self, name: str, target: str, cell: Cell, situation: Situation) -> Residue:
        """When a restriction holds (`name` is `target`), or holds and is cleared by an authorization."""
        rule = self.rules.get(name)
        if rule is None or (name != target and target not in rule.clears):
            return False
        own = self.holds(name, cell, situation)
        return own if name == target else all_of((self.holds(target, cell, situation), own))

    def decided(self, situation: Situation, known: datetime) -> Decided:
        """What this law says of a case."""
        book = self.statute.known_at(known)
        decision = book.decide(situation)
        because, cleared = (
            tuple(dict.fromkeys(book.rules[rule].id for rule, _ in found))
            for found in causes(book, decision, book.stretch(situation.at))
        )
        possible = tuple(sorted(decision.possible, key=SEVERITY.__getitem__))
        return Decided(decision.outcome, possible, because, cleared)


def _covers(span: Span, at: datetime) -> bool:
    return span.start <= at and (span.end is None or at < span.end)


class Cell(NamedTuple):
    """A stretch [start, end) of time as known from an instant on, within which no window begins or ends."""

    start: datetime
    end: datetime | None
    known: datetime


class Comparison:
    """Two laws under one dictionary, at the instants of `within` [start, end); `end` None is open."""

    def __init__(
        self,
        before: tuple[Rule, ...],
        after: tuple[Rule, ...],
        dictionary: Dictionary,
        limit: int = LIMIT,
        within: tuple[datetime, datetime | None] = (ALWAYS, None),
    ) -> None:
        self._within = within
        self._before, self._after = Side(before, dictionary), Side(after, dictionary)
        self._dictionary, self._limit = dictionary, limit

    def rules(self, names: Iterable[str]) -> Answer:
        """Whether the two decide some case differently by these rules; others are taken to be the same in both."""
        whole = Same()
        left: Open | None = None
        for name in names:
            found = self.rule(name)
            if isinstance(found, Case):
                return found
            if isinstance(found, Open):
                left = left or found
            else:
                whole = Same(whole.stretches + found.stretches, whole.combinations + found.combinations)
        return left or whole

    def rule(self, name: str) -> Answer:
        """Whether one rule makes them decide some case differently."""
        stretches = combinations = 0
        left: Open | None = None
        for target, cell in self._unlike(name):
            try:
                found = _Cell(self._before, self._after, self._dictionary, self._limit).compare(name, target, cell)
            except TooLarge:
                found = Open("too many facts to search all cases")
            if isinstance(found, Case):
                return found
            if isinstance(found, Open):
                left = left or found
            else:
                stretches, combinations = stretches + 1, combinations + found.combinations
        return left or Same(stretches, combinations)

    def _targets(self, name: str) -> list[str]:
        """The restriction itself, or those that an authorization clears in either law."""
        rules = [side.rules[name] for side in (self._before, self._after) if name in side.rules]
        cleared = dict.fromkeys(each for rule in rules for each in rule.clears)
        return [name] if any(rule.kind == "restriction" for rule in rules) else list(cleared)

    def _unlike(self, name: str) -> Iterator[tuple[str, Cell]]:
        """Every stretch in which the two texts are not the same, one of each kind; newest knowledge first."""
        for target in self._targets(name):
            seen: set[object] = set()
            sides = (self._before, self._after)
            for cell in self._cells({name, target}):
                texts = tuple(side.active(name, cell.known, cell.start) for side in sides)
                if texts[0] == texts[1] and self._alike(name, target):
                    continue
                beside = tuple(side.active(target, cell.known, cell.start) for side in sides)
                moving = any(reads_moment(node) for each in (*texts, *beside) for node, *_ in each)
                key = (texts, beside, cell if moving else None)
                if key not in seen:
                    seen.add(key)
                    yield target, cell

    def _alike(self, name: str, target: str) -> bool:
        """Whether what a rule does where it holds is the same in both: what it needs, whether it clears the target."""
        old, new = self._before.rules.get(name), self._after.rules.get(name)
        if old is None or new is None:
            return False
        return old.needs == new.needs and (target in old.clears) == (target in new.clears)

    def _cells(self, names: set[str]) -> Iterator[Cell]:
        rules = tuple(side.rules[each] for each in names for side in (self._before, self._after) if each in side.rules)
        epochs = edges(rules)
        for known in reversed(epochs):
            found = [span for side in (self._before, self._after) for each in names for span in side.spans(each, known)]
            cuts = sorted({max(cut, ALWAYS) for span in found for cut in (span.start, span.end) if cut is not None})
            for start, end in pairwise([*cuts, None]):
                if start is not None and (inside := self._inside(start, end)):
                    yield Cell(*inside, FULLY if known == epochs[-1] else known)

    def _inside(self, start: datetime, end: datetime | None) -> tuple[datetime, datetime | None] | None:
        first, last = self._within
        start, end = max(start, first), min((each for each in (end, last) if each is not None), default=None)
        return (start, end) if end is None or start < end else None


class _Cell:
    """One rule in one stretch of law."""

    def __init__(self, before: Side, after: Side, dictionary: Dictionary, limit: int) -> None:
        self._sides = (before, after)
        self._dictionary, self._limit = dictionary, limit

    def compare(self, name: str, target: str, cell: Cell) -> Answer:
        """A case within the stretch, or the proof that there is none; raises TooLarge."""
        nodes = [
            node
            for side in self._sides
            for each in (name, target)
            for node, *_ in side.active(each, cell.known, cell.start)
        ]
        moving = any(reads_moment(node) for node in nodes)
        combinations, left = 0, False
        for at in moments_of(nodes, cell.start, cell.end) if moving else [cell.start]:
            for parties, items in sizes_of(nodes):
                for situation, marked in situations(nodes, at, parties, items):
                    found = self._situation(name, target, cell, situation, marked)
                    if isinstance(found, Case):
                        return found
                    left |= found is None
                    combinations += found or 0
        return Open("it differs, but no case was found that both decide differently") if left else Same(1, combinations)

    def _situation(
        self, name: str, target: str, cell: Cell, situation: Situation, marked: frozenset[Variable]
    ) -> Case | int | None:
        """A case, or the number of combinations on all of which they agree, or None where it stays open."""
        parts = [side.bears(name, target, cell, situation) for side in self._sides]
        unknowns = Unknowns(parts, situation, self._dictionary, self._limit)
        old, new = (unknowns.of(part) for part in parts)
        if old == new and self._needs(name) == 1:
            return prod(len(values) for values in unknowns.values)
        return self._case(name, target, cell, situation, marked, parts)

    def _needs(self, name: str) -> int:
        return len({side.rules[name].needs for side in self._sides if name in side.rules})

    def _case(
        self,
        name: str,
        target: str,
        cell: Cell,
        situation: Situation,
        marked: frozenset[Variable],
        parts: list[Residue],
    ) -> Case | None:
        kept = list(self._others(name, target, cell, situation))
        unknowns = Unknowns([*parts, *kept], situation, self._dictionary, self._limit)
        open_ = [each for each in unknowns.variables if each.open_question or each in marked]
        search = _Search(unknowns, open_)
        goal = search.unlike(parts, either=self._needs(name) > 1)
        for part in kept:
            goal = search.narrowed(goal, part)
        chosen = search.path(goal)
        if chosen is None:
            return None
        chosen |= {each: 0 for each in compared_with(chosen, all_of([*parts, *kept])) if each not in chosen}
        whole = {each: 0 for each in unknowns.variables if each not in open_}
        return self._shown(cell, situation, marked, unknowns, chosen) or self._shown(
            cell, situation, marked, unknowns, whole | chosen
        )

    def _others(self, name: str, target: str, cell: Cell, situation: Situation) -> Iterator[Residue]:
        """What else could decide: other restrictions, and what else clears the target."""
        for side in self._sides:
            for other, rule in side.rules.items():
                bearing = rule.kind == "restriction" or target in rule.clears
                if bearing and other not in {name, target}:
                    found = side.holds(other, cell, situation)
                    if found is not False:
                        yield found

    def _shown(
        self,
        cell: Cell,
        situation: Situation,
        marked: frozenset[Variable],
        unknowns: Unknowns,
        chosen: Mapping[Variable, int],
    ) -> Case | None:
        """The case written out, if the two laws really decide it differently."""
        numbers = {each: number for number, each in enumerate(unknowns.variables)}
        values: dict[Variable, Value] = dict.fromkeys(marked, UNDETERMINABLE)
        values |= {each: unknowns.values[numbers[each]][place] for each, place in chosen.items() if each in numbers}
        values = {each: value for each, value in values.items() if not each.open_question}
        asked = _with(situation, values)
        before, after = (side.decided(asked, cell.known) for side in self._sides)
        if before == after:
            return None
        facts = {"at": written_instant(situation.at)} if situation.at > ALWAYS + timedelta(days=1) else {}
        if cell.known != FULLY:
            facts["known_at"] = written_instant(cell.known)
        facts |= {written_name(each): literal(self._dictionary[each.fact], value) for each, value in values.items()}
        return Case(facts, before, after)


class _Search:
    """Diagrams of two functions side by side, with what nobody can settle taken out of them."""

    def __init__(self, unknowns: Unknowns, open_: list[Variable]) -> None:
        self._unknowns, self._diagram = unknowns, unknowns.diagram
        self._open = [number for number, each in enumerate(unknowns.variables) if each in open_]

    def unlike(self, parts: list[Residue], *, either: bool) -> int:
        """Where the two surely or possibly differ; with `either`, where one of them holds."""
        old, new = (self._unknowns.of(part) for part in parts)
        if either:
            return self._diagram.combine(max, self._settled(old, max), self._settled(new, max))
        surely, possibly = (
            self._diagram.combine(_xor, self._settled(old, rule), self._settled(new, rule)) for rule in (min, max)
        )
        return self._diagram.combine(max, surely, possibly)

    def narrowed(self, goal: int, part: Residue) -> int:
        """The goal where a part is surely false too, if there is such a case; else as it was."""
        try:
            possibly = self._settled(self._unknowns.of(part), max)
            found = self._diagram.combine(_but_not, goal, possibly)
        except TooLarge:
            return goal
        return found or goal

    def path(self, goal: int) -> dict[Variable, int] | None:
        """Values of the facts under which the goal is reached, by number."""
        found = self._diagram.path(goal, 1)
        return None if found is None else {self._unknowns.variables[each]: place for each, place in found.items()}

    def _settled(self, node: int, rule: Callable[[int, int], int]) -> int:
        for number in self._open:
            places = range(len(self._unknowns.values[number]))
            node = reduce(
                lambda one, other: self._diagram.combine(rule, one, other),
                [self._diagram.fixed(node, number, place) for place in places],
            )
        return node


def _xor(one: int, other: int) -> int:
    return one ^ other


def _but_not(one: int, other: int) -> int:
    return one & (1 - other)


def _with(situation: Situation, values: Mapping[Variable, Value]) -> Situation:
    def of(where: str, member: int | None) -> dict[str, Value]:
        return {
            each.fact: value for each, value in values.items() if scope(each.fact) == where and each.member == member
        }

    return Situation(
        situation.at,
        of("leg", None),
        tuple(of("party", number) for number in range(len(situation.parties))),
        tuple(of("item", number) for number in range(len(situation.items))),
    )
