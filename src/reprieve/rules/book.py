"""The law as known at one instant, ready to decide: which versions are in force when, and the answer for a leg.

`Statute` compiles all rules once. `Statute.known_at(K)` gives a `Book`; books are remembered, since between two
publications the law as known is one and the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import attrgetter, or_
from typing import Final

import msgspec

from reprieve.model.facts import Truth
from reprieve.model.time import in_utc
from reprieve.rules.decide import (
    ALONE,
    AUTHORIZED,
    LICENSE,
    NONE,
    OUTCOMES,
    Decision,
    Exact,
    Instance,
    is_doubtful,
    open_levels,
    reachable,
    stop_level,
)
from reprieve.rules.diagram import LIMIT
from reprieve.rules.dictionary import Dictionary
from reprieve.rules.evaluate import Causing, causes
from reprieve.rules.index import Index, Masks, Reading, Unit, truth
from reprieve.rules.law import ALWAYS, Rule, Span, edges, spans
from reprieve.rules.situation import Situation

_RULE: Final = attrgetter("rule")


class Stretch(msgspec.Struct, frozen=True):
    """The law between two of its own changes: which units of an index are in force, and which only doubtfully."""

    index: Index
    start: datetime | None
    active: dict[int, tuple[Span, ...]]
    live: int
    doubtful: int
    restrictions: dict[int, int]
    kinds: tuple[tuple[frozenset[str], int], ...]
    clearing: dict[int, int]


class Statute:
    """All rules, compiled; the parent of books."""

    def __init__(self, rules: tuple[Rule, ...], dictionary: Dictionary, limit: int = LIMIT) -> None:
        self.rules, self.dictionary, self.limit = rules, dictionary, limit
        self.index = Index(rules)
        self.number = {rule.id: place for place, rule in enumerate(rules)}
        self.clearing: dict[int, tuple[int, ...]] = {
            place: tuple(other for other, each in enumerate(rules) if rule.id in each.clears)
            for place, rule in enumerate(rules)
            if rule.kind == "restriction"
        }
        self._edges = edges(rules)
        self._books: dict[int, Book] = {}
        self._indexes: dict[frozenset[Unit], Index] = {}

    def index_of(self, units: frozenset[Unit]) -> Index:
        """The index of some units alone."""
        if units not in self._indexes:
            self._indexes[units] = Index(self.rules, units)
        return self._indexes[units]

    def known_at(self, instant: datetime) -> Book:
        """The law as known at an instant."""
        epoch = bisect_right(self._edges, instant)
        if epoch not in self._books:
            self._books[epoch] = Book(self, self._edges[epoch - 1] if epoch else None)
        return self._books[epoch]

    def known_fully(self) -> Book:
        """The law as known once everything in it has been published."""
        return self.known_at(datetime.max.replace(tzinfo=self._edges[-1].tzinfo)) if self._edges else Book(self, None)

    @property
    def publications(self) -> list[datetime]:
        """Every instant at which more of the law becomes known."""
        return list(self._edges)


class Book:
    """The law as known at one instant."""

    def __init__(self, statute: Statute, known: datetime | None) -> None:
        self.statute, self.rules = statute, statute.rules
        self.spans = [
            span for place, rule in enumerate(self.rules) for span in (spans(rule, place, known) if known else [])
        ]
        self.cuts = sorted(
            {edge for span in self.spans for edge in (span.start, span.end) if edge is not None and edge > ALWAYS}
        )
        self.stretches = [self._stretch(self._active(start), start, statute.index) for start in (None, *self.cuts)]
        self._lean: dict[int, Stretch] = {}

    def stretch(self, at: datetime) -> Stretch:
        """The law in force at an instant, under an index that holds nothing else."""
        place = bisect_right(self.cuts, in_utc(at))
        if place not in self._lean:
            whole = self.stretches[place]
            units = frozenset((span.rule, span.version) for spans in whole.active.values() for span in spans)
            self._lean[place] = self._stretch(whole.active, whole.start, self.statute.index_of(units))
        return self._lean[place]

    def _active(self, start: datetime | None) -> dict[int, tuple[Span, ...]]:
        moment = start or ALWAYS
        active: dict[int, tuple[Span, ...]] = {}
        for span in self.spans:
            if span.start <= moment and (span.end is None or moment < span.end):
                active[span.rule] = (*active.get(span.rule, ()), span)
        return active

    def _stretch(self, active: dict[int, tuple[Span, ...]], start: datetime | None, index: Index) -> Stretch:
        def bits(spans: Iterable[Span]) -> int:
            return _units(index, spans)

        every = [span for spans in active.values() for span in spans]
        restrictions = {place: bits(active[place]) for place in active if self.rules[place].kind == "restriction"}
        kinds: dict[frozenset[str], int] = {}
        for place, mask in restrictions.items():
            kinds[self.rules[place].each] = kinds.get(self.rules[place].each, 0) | mask
        clearing = self.statute.clearing
        return Stretch(
            index=index,
            start=start,
            active=active,
            live=bits(every),
            doubtful=bits(span for span in every if is_doubtful(self.rules[span.rule], span)),
            restrictions=restrictions,
            kinds=tuple(kinds.items()),
            clearing={
                place: bits(span for other in clearing[place] for span in active.get(other, ()))
                for place in restrictions
            },
        )

    def decide(self, situation: Situation, flags: tuple[str, ...] = ()) -> Decision:
        """The answer for one leg at one moment; `flags` are the ids of unresolved red flags."""
        law = self.stretch(situation.at)
        return self.judge(law.index.read(situation), law, situation, flags)

    def judge(self, reading: Reading, law: Stretch, situation: Situation, flags: tuple[str, ...] = ()) -> Decision:
        """The answer from a reading of the facts under one stretch of law."""
        instances = self._instances(reading, law)
        settled = self._settled(instances)
        if settled is not None and not flags:
            return Decision(OUTCOMES[settled], ALONE[settled], instances)
        levels = [open_levels(each, stop_level(self.rules[each.rule])) for each in instances]
        found = reachable(levels + [(NONE, LICENSE)] * len(flags))
        if len(found) == 1:
            (level,) = found
            return Decision(OUTCOMES[level], ALONE[level], instances)
        exact = Exact(self.rules, self.statute.dictionary, law.active, self.statute.clearing, self.statute.limit)
        return exact.decide(situation, instances, flags, found)

    def _settled(self, instances: tuple[Instance, ...]) -> int | None:
        """The severity of the worst instance if none of them leaves anything open."""
        worst = NONE
        for each in instances:
            if each.held is None or each.cleared is None:
                return None
            worst = max(worst, AUTHORIZED if each.cleared else stop_level(self.rules[each.rule]))
        return worst

    def _instances(self, reading: Reading, law: Stretch) -> tuple[Instance, ...]:
        """The restrictions that hold or may hold, in the order of the law."""
        found: list[Instance] = []
        for each, mask in law.kinds:
            group = reading[each]
            if group.open & mask:
                for place in _rules(law.index, group.open & mask):
                    bits = law.restrictions[place]
                    found += [
                        self._instance(place, causing, masks, law, bits)
                        for causing, masks in group.members
                        if masks[1] & bits
                    ]
        if len(found) > 1:
            found.sort(key=_RULE)
        return tuple(found)

    @staticmethod
    def _instance(place: int, causing: Causing, masks: Masks, law: Stretch, bits: int) -> Instance:
        true, open_ = masks
        clear = law.clearing[place]
        sure = true & clear & ~law.doubtful
        maybe = open_ & clear & ~sure
        held: Truth = True if true & bits & ~law.doubtful else None
        cleared: Truth = True if sure else None if maybe else False
        return Instance(place, causing, held, cleared, _rules(law.index, sure), _rules(law.index, maybe))

    def outcomes(self, situation: Situation) -> dict[tuple[str, Causing], Truth]:
        """Every rule in force with its Kleene value, for every party and item it is judged for."""
        law = self.stretch(situation.at)
        reading = law.index.read(situation)
        found: dict[tuple[str, Causing], Truth] = {}
        for place, active in law.active.items():
            rule = self.rules[place]
            bits = _units(law.index, active)
            members = dict(reading[rule.each].members)
            for cause in causes(rule.each, situation):
                true, open_ = members.get(cause, (0, 0))
                found[rule.id, cause] = truth((true & ~law.doubtful, open_), bits)
        return found


def _units(index: Index, spans: Iterable[Span]) -> int:
    """The mask of the units of some spans."""
    return reduce(or_, (1 << index.unit_of[span.rule, span.version] for span in spans), 0)


def _rules(index: Index, mask: int) -> tuple[int, ...]:
    """The rules, by number, whose units a mask holds."""
    found: dict[int, None] = {}
    while mask:
        low = mask & -mask
        found[index.units[low.bit_length() - 1][0]] = None
        mask ^= low
    return tuple(found)
