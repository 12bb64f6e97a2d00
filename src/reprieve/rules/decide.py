"""From rule outcomes to an answer: each restriction cleared on its own, the outcomes still open, the facts that matter.

    held      the restriction applies to this party and item
    cleared   an authorization that clears it applies, preconditions included
    open      held and not cleared: the transaction stops at what the restriction needs

The lattice is prohibited > license_required > indeterminate > authorized > no_license_required. The index gives Kleene
values; where they leave more than one outcome, a decision diagram over the unknown facts says exactly which remain.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from reprieve.model.facts import Truth
from reprieve.model.verdict import CLEARING, Outcome, outcome_of
from reprieve.rules.diagram import LIMIT, TooLarge
from reprieve.rules.dictionary import Dictionary
from reprieve.rules.evaluate import Causing
from reprieve.rules.law import Rule, Span
from reprieve.rules.residue import Residue, Unknowns, Variable, all_of, any_of, denied, open_question, residue
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import Node

NONE, AUTHORIZED, LICENSE, PROHIBITED = 0, 1, 3, 4
OUTCOMES: Final[dict[int, Outcome]] = {
    NONE: "no_license_required",
    AUTHORIZED: "authorized",
    LICENSE: "license_required",
    PROHIBITED: "prohibited",
}
ALONE: Final = {level: frozenset((outcome,)) for level, outcome in OUTCOMES.items()}
STOPS: Final = {"license": LICENSE, "prohibition": PROHIBITED}


class Instance(msgspec.Struct, frozen=True):
    """One restriction for one causing party and item, with its Kleene values and the authorizations that bear on it.

    Rules are given by their number in the law; `cleared_by` surely clear it, `might_clear` are unknown.
    """

    rule: int
    causing: Causing
    held: Truth
    cleared: Truth
    cleared_by: tuple[int, ...] = ()
    might_clear: tuple[int, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """An unknown on which the outcome depends; `left` is how many outcomes remain on average once it is answered."""

    variable: Variable
    state: str
    left: float


class Decision(msgspec.Struct, frozen=True):
    """The answer for one leg at one moment. `exact` is false only where the unknowns were too many to enumerate."""

    outcome: Outcome
    possible: frozenset[Outcome]
    instances: tuple[Instance, ...]
    questions: tuple[Question, ...] = ()
    exact: bool = True


def stop_level(rule: Rule) -> int:
    """The severity at which a restriction stops a transaction."""
    return STOPS[rule.needs]


def open_levels(instance: Instance, level: int) -> tuple[int, ...]:
    """The severities that Kleene values leave open for one instance, in order."""
    held, cleared = instance.held, instance.cleared
    if held is False:
        return (NONE,)
    levels = [] if held else [NONE]
    if cleared is not False:
        levels.append(AUTHORIZED)
    if cleared is not True:
        levels.append(level)
    return tuple(levels)


def stopping(rules: tuple[Rule, ...], outcome: Outcome, instances: tuple[Instance, ...]) -> list[Instance]:
    """The instances that decide a stopping answer, or that keep an open one open; none where it clears."""
    if outcome in CLEARING:
        return []
    found = [each for each in instances if each.held is not False and each.cleared is not True]
    if outcome == "indeterminate":
        return found
    sure = [each for each in found if each.held and each.cleared is False]
    worst = max((stop_level(rules[each.rule]) for each in sure), default=NONE)
    return [each for each in sure if stop_level(rules[each.rule]) == worst] or found


def reachable(levels: Iterable[tuple[int, ...]]) -> frozenset[int]:
    """Every severity the worst instance may have, taking instances as independent: a superset of the truth."""
    floor, found = NONE, {NONE}
    for each in levels:
        floor = max(floor, each[0])
        found.update(each)
    return frozenset(level for level in found if level >= floor)


class Exact:
    """The exact pass: a diagram of the outcome over the unknown facts of one situation."""

    def __init__(
        self,
        rules: tuple[Rule, ...],
        dictionary: Dictionary,
        active: dict[int, tuple[Span, ...]],
        clearing: dict[int, tuple[int, ...]],
        limit: int = LIMIT,
    ) -> None:
        self._rules, self._dictionary, self._limit = rules, dictionary, limit
        self._active, self._clearing = active, clearing

    def decide(
        self, situation: Situation, instances: tuple[Instance, ...], flags: tuple[str, ...], superset: frozenset[int]
    ) -> Decision:
        """The decision that every completion of the unknown facts agrees on, or the set of those it leaves open."""
        made = [
            (stop_level(self._rules[each.rule]), self._held(each, situation), self._cleared(each, situation))
            for each in instances
            if each.held is not False
        ]
        made += [(LICENSE, denied(open_question(flag)), False) for flag in flags]
        unknowns = Unknowns(
            [part for _, held, cleared in made for part in (held, cleared)], situation, self._dictionary, self._limit
        )
        try:
            root = self._outcome(unknowns, made)
            found = unknowns.diagram.terminals(root)
            questions = self._questions(unknowns, root) if len(found) > 1 else ()
            return _decision(found, instances, questions, exact=True)
        except TooLarge:
            asked = [Question(each, unknowns.state(each), float(len(superset))) for each in unknowns.variables]
            return _decision(superset, instances, tuple(asked), exact=False)

    def _held(self, instance: Instance, situation: Situation) -> Residue:
        return any_of(self._residues(instance.rule, situation, instance.causing))

    def _cleared(self, instance: Instance, situation: Situation) -> Residue:
        bearing = self._clearing.get(instance.rule, ())
        return any_of(part for rule in bearing for part in self._residues(rule, situation, instance.causing))

    def _residues(self, number: int, situation: Situation, causing: Causing) -> list[Residue]:
        return [
            in_force(self._rules[number], span, residue(self._version(span), situation, causing))
            for span in self._active.get(number, ())
        ]

    def _version(self, span: Span) -> Node:
        return self._rules[span.rule].versions[span.version].condition

    @staticmethod
    def _outcome(unknowns: Unknowns, made: list[tuple[int, Residue, Residue]]) -> int:
        root = NONE
        for level, held, cleared in made:
            one = unknowns.diagram.combine(_BY_LEVEL[level], unknowns.of(held), unknowns.of(cleared))
            root = unknowns.diagram.combine(max, root, one)
        return root

    @staticmethod
    def _questions(unknowns: Unknowns, root: int) -> tuple[Question, ...]:
        found: list[Question] = []
        for number in unknowns.diagram.support(root):
            values = unknowns.values[number]
            left = sum(
                len(unknowns.diagram.terminals(unknowns.diagram.fixed(root, number, place)))
                for place in range(len(values))
            )
            variable = unknowns.variables[number]
            found.append(Question(variable, unknowns.state(variable), left / len(values)))
        return tuple(sorted(found, key=lambda question: question.left))


def in_force(rule: Rule, span: Span, found: Residue) -> Residue:
    """A version's condition with the doubts about the law itself: an unsure start, an unconfirmed authorization."""
    parts = [found]
    if span.doubt:
        started = open_question(span.doubt)
        parts.append(denied(started) if span.before else started)
    version = rule.versions[span.version]
    if rule.kind == "authorization" and version.confidence == "unconfirmed":
        parts.append(open_question(f"law:{rule.id}@{version.cite}"))
    return all_of(parts)


def is_doubtful(rule: Rule, span: Span) -> bool:
    """Whether a version in force there counts as unknown at best."""
    return bool(span.doubt) or (
        rule.kind == "authorization" and rule.versions[span.version].confidence == "unconfirmed"
    )


def _license(held: int, cleared: int) -> int:
    return NONE if not held else AUTHORIZED if cleared else LICENSE


def _prohibited(held: int, cleared: int) -> int:
    return NONE if not held else AUTHORIZED if cleared else PROHIBITED


_BY_LEVEL: Final = {LICENSE: _license, PROHIBITED: _prohibited}


def _decision(
    found: frozenset[int], instances: tuple[Instance, ...], questions: tuple[Question, ...], *, exact: bool
) -> Decision:
    possible = frozenset(OUTCOMES[level] for level in found)
    return Decision(outcome_of(possible), possible, instances, questions, exact)
