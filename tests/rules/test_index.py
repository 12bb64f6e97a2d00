"""Bitmap index and tree interpreter say the same of every rule, party and item; and both what the oracle says."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from reprieve.errors import BadPack
from reprieve.model.facts import UNKNOWN, Truth, Value
from reprieve.rules.book import Statute
from reprieve.rules.evaluate import Causing, holds, trace
from reprieve.rules.index import MOST_TERMS, Index, terms, truth
from reprieve.rules.law import Rule, Version
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import All, Any, Each, Node, Not
from reprieve.rules.syntax import Test as Atomic
from tests.oracles import brute
from tests.oracles.kleene import Causing as Numbers
from tests.oracles.kleene import kleene
from tests.oracles.random_law import (
    FACTS,
    INSTANTS,
    LATEST,
    Case,
    cases,
    conditions,
    instants,
    knowledge,
    matters,
    palettes,
)
from tests.oracles.small import situation

EVERYBODY = frozenset({"party", "item"})


def numbers(causing: Causing) -> Numbers:
    return causing.party, causing.item


def rule(when: Node, each: frozenset[str] = EVERYBODY, name: str = "random/one") -> Rule:
    text = Version("text 1", INSTANTS[0], None, when, "restricts", place="page, line 1")
    return Rule(name, "restriction", "One", "random", (text,), each)


@given(cases(unknown=8), instants(), knowledge())
def test_the_index_reads_every_rule_as_the_oracle_does(case: Case, at: datetime, known_at: datetime) -> None:
    rules, matter = case
    found = Statute(rules, FACTS).known_at(known_at).outcomes(matter.on(at))
    wanted = brute.Law(rules, FACTS, known_at).values(matter.on(at))
    assert {(name, numbers(causing)): value for (name, causing), value in found.items()} == wanted


@given(cases(unknown=8), instants())
def test_the_index_reads_every_version_as_the_interpreter_does(case: Case, at: datetime) -> None:
    rules, matter = case
    seen = matter.on(at)
    index = Index(rules)
    reading = index.read(seen)
    for number, each in enumerate(rules):
        judged = dict(reading[each.each].members)
        for place, version in enumerate(each.versions):
            for causing in (Causing(*numbers) for numbers in brute.judged_for(each, seen)):
                found = truth(judged.get(causing, (0, 0)), 1 << index.unit_of[number, place])
                assert found is holds(version.condition, seen, causing)


@st.composite
def judged(draw: st.DrawFn) -> tuple[Node, Situation]:
    palette = draw(palettes())
    node = draw(conditions(palette, EVERYBODY, depth=3))
    matter = draw(matters([rule(node)], unknown=6))
    return node, matter.on(draw(instants()))


def causes(seen: Situation) -> list[Causing]:
    parties, items = range(len(seen.parties)), range(len(seen.items))
    return [Causing(party, item) for party in parties for item in items]


@given(judged())
def test_the_interpreter_and_its_trace_say_what_the_oracle_says(case: tuple[Node, Situation]) -> None:
    node, seen = case
    for causing in causes(seen):
        wanted = kleene(node, seen, numbers(causing))
        assert holds(node, seen, causing) is wanted
        assert trace(node, seen, causing).value is wanted


@given(judged(), st.booleans())
def test_the_disjunctive_form_keeps_the_value(case: tuple[Node, Situation], sign: object) -> None:
    node, seen = case
    try:
        form = terms(node, positive=bool(sign))
    except OverflowError:
        reject()
    rebuilt = Any(tuple(All(tuple(each.atom if each.positive else Not(each.atom) for each in term)) for term in form))
    for causing in causes(seen):
        wanted = kleene(node if sign else Not(node), seen, numbers(causing))
        assert kleene(rebuilt, seen, numbers(causing)) is wanted


def paid() -> Node:
    return Atomic("leg.paid", "is")


def test_no_alternative_is_dropped_because_it_contradicts_itself() -> None:
    form = terms(All((paid(), Not(paid()))))
    assert [[(each.atom, each.positive) for each in term] for term in form] == [[(paid(), True), (paid(), False)]]


TRUTHS: list[Truth] = [False, None, True]
EVERY_FEW = [list(some) for size in range(4) for some in product(TRUTHS, repeat=size)]


@pytest.mark.parametrize("values", EVERY_FEW)
def test_a_quantifier_is_the_greatest_or_the_least_of_its_members(values: list[Truth]) -> None:
    listed = Atomic("party.listed", "is")
    some, every = Each("any", "party", listed), Each("all", "party", listed)
    wanted = [max(values, key=TRUTHS.index, default=False), min(values, key=TRUTHS.index, default=True)]
    known: list[dict[str, Value]] = [{} if value is None else {"party.listed": value} for value in values]
    seen = situation(parties=known)
    assert [holds(node, seen) for node in (some, every)] == wanted
    assert [trace(node, seen).value for node in (some, every)] == wanted
    index = Index([rule(node, frozenset(), node.quantifier) for node in (some, every)])
    masks = dict(index.read(seen)[frozenset()].members).get(Causing(), (0, 0))
    assert [truth(masks, 1 << index.unit_of[number, 0]) for number in range(2)] == wanted


def test_a_condition_with_too_many_alternatives_is_refused_with_its_place() -> None:
    choices = [Any((Atomic("leg.crew", "==", number), Atomic("leg.crew", "==", -number))) for number in range(1, 11)]
    assert 2 ** len(choices) > MOST_TERMS
    with pytest.raises(BadPack, match=f"page, line 1: has more than {MOST_TERMS} alternatives"):
        Index([rule(All(tuple(choices)), frozenset())])


def test_values_seen_before_do_not_color_what_is_seen_later() -> None:
    index = Index([rule(Atomic("leg.crew", ">=", 1), frozenset())])
    found: list[Truth] = []
    for value in (1, UNKNOWN, 0, 1, UNKNOWN):
        masks = dict(index.read(Situation(LATEST, {"leg.crew": value}))[frozenset()].members).get(Causing(), (0, 0))
        found.append(truth(masks, 1 << index.unit_of[0, 0]))
    assert found == [True, None, False, True, None]
