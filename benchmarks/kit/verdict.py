"""From the values of versions to rule outcomes and a verdict, for all peers alike; the engine under test takes no part.

Kleene logic by hand: each restriction is cleared on its own, the worst decides. For a peer that never says unknown
this is plain logic.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from benchmarks.peers.plain import Asked, Shape, Truths, causes
from reprieve.model.facts import Truth
from reprieve.model.verdict import SEVERITY, Outcome, outcome_of
from reprieve.rules.book import Stretch
from reprieve.rules.decide import is_doubtful
from reprieve.rules.evaluate import Causing
from reprieve.rules.law import Span

Outcomes = dict[tuple[str, Causing], Truth]


def either(values: Iterable[Truth]) -> Truth:
    """Or, where None is unknown."""
    answer: Truth = False
    for value in values:
        if value:
            return True
        answer = None if value is None else answer
    return answer


def outcomes(law: Asked, stretch: Stretch, truths: Truths, shape: Shape) -> Outcomes:
    """Every rule in force, for everybody it is judged for. What is doubtful in the law is unknown at best."""

    def value(span: Span, causing: Causing) -> Truth:
        truth = truths[(span.rule, span.version), causing]
        return None if truth and is_doubtful(law.rules[span.rule], span) else truth

    return {
        (law.rules[rule].id, causing): either(value(span, causing) for span in spans)
        for rule, spans in stretch.active.items()
        for causing in causes(law.rules[rule].each, shape)
    }


def verdict(law: Asked, stretch: Stretch, found: Outcomes, shape: Shape) -> Outcome:
    """The one word for a case: what the restrictions leave open, each taken on its own."""
    levels: list[list[Outcome]] = []
    for place in stretch.active:
        rule = law.rules[place]
        if rule.kind == "restriction":
            for causing in causes(rule.each, shape):
                held = found[rule.id, causing]
                if held is not False:
                    levels.append(_open(law, place, causing, held, found))
    floor = max((min(map(SEVERITY.__getitem__, each)) for each in levels), default=0)
    possible: set[Outcome] = {"no_license_required", *chain.from_iterable(levels)}
    return outcome_of(frozenset(word for word in possible if SEVERITY[word] >= floor))


def _open(law: Asked, place: int, causing: Causing, held: Truth, found: Outcomes) -> list[Outcome]:
    clearing = (law.rules[each] for each in law.clearing[place])
    cleared = either(found.get((each.id, projected(causing, each.each)), False) for each in clearing)
    words: list[Outcome] = [] if held else ["no_license_required"]
    if cleared is not False:
        words.append("authorized")
    if not cleared:
        words.append("license_required" if law.rules[place].needs == "license" else "prohibited")
    return words


def projected(causing: Causing, each: frozenset[str]) -> Causing:
    """The causing party and item as far as a rule is judged for them."""
    return Causing(causing.party if "party" in each else None, causing.item if "item" in each else None)
