"""Decisions against every completion of the unknown facts: the outcomes still possible, and the facts that matter."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeGuard

import msgspec
from hypothesis import given, reject
from hypothesis import strategies as st

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Value
from reprieve.model.verdict import CLEARING, STOPPING
from reprieve.rules.book import Statute
from reprieve.rules.decide import OUTCOMES, Decision, open_levels, reachable, stop_level
from reprieve.rules.situation import Situation, Values
from tests.oracles import brute
from tests.oracles.completions import Asked
from tests.oracles.kindred import kindred_cases
from tests.oracles.random_law import FACTS, LATEST, Case, cases, instants, knowledge, read_by, settled

FLAGS = st.sampled_from(((), (), ("flag:rf-1",), ("flag:rf-1", "flag:rf-2")))


def asked(decision: Decision) -> set[Asked]:
    return {(each.variable.fact, each.variable.member) for each in decision.questions}


def oracle(case: Case, at: datetime, known_at: datetime, flags: tuple[str, ...] = ()) -> brute.Answer:
    try:
        return brute.Law(case[0], FACTS, known_at).decide(case[1].on(at), flags)
    except brute.TooMany:
        reject()


def agree(case: Case, at: datetime, known_at: datetime, flags: tuple[str, ...] = ()) -> None:
    decision = Statute(case[0], FACTS).known_at(known_at).decide(case[1].on(at), flags)
    answer = oracle(case, at, known_at, flags)
    assert decision.exact
    assert decision.possible == answer.possible
    assert decision.outcome == answer.outcome
    assert asked(decision) == answer.relevant


@given(cases(), instants(), knowledge(), FLAGS)
def test_a_decision_is_what_every_completion_says(
    case: Case, at: datetime, known_at: datetime, flags: tuple[str, ...]
) -> None:
    agree(case, at, known_at, flags)


@given(kindred_cases(), instants())
def test_facts_compared_with_one_another_are_completed_in_every_order(case: Case, at: datetime) -> None:
    agree(case, at, LATEST)


@given(cases(), instants(), st.integers(0, 3))
def test_past_the_node_limit_an_answer_is_wider_and_says_so(case: Case, at: datetime, limit: int) -> None:
    decision = Statute(case[0], FACTS, limit=limit).known_at(LATEST).decide(case[1].on(at))
    answer = oracle(case, at, LATEST)
    assert decision.possible >= answer.possible
    assert asked(decision) >= answer.relevant
    assert not decision.exact or decision.possible == answer.possible


@given(cases(), instants(), FLAGS)
def test_kleene_values_leave_open_every_outcome_that_is(case: Case, at: datetime, flags: tuple[str, ...]) -> None:
    rules, matter = case
    decision = Statute(rules, FACTS).known_at(LATEST).decide(matter.on(at), flags)
    levels = [open_levels(each, stop_level(rules[each.rule])) for each in decision.instances]
    found = reachable([*levels, *((0, 3) for _ in flags)])
    assert {OUTCOMES[level] for level in found} >= oracle(case, at, LATEST, flags).possible


# --- ignorance never clears ---------------------------------------------------------------------------------------

Slot = tuple[str, int, str]
"""Where a fact stands: leg, parties or items; the number of the member; the fact."""


def slots(seen: Situation) -> list[Slot]:
    """Every fact that is stated, but for those that say that nobody could settle them: that is itself an answer."""
    return [
        (scope, number, fact)
        for scope, members in (("leg", (seen.leg,)), ("parties", seen.parties), ("items", seen.items))
        for number, facts in enumerate(members)
        for fact, value in facts.items()
        if value is not UNDETERMINABLE
    ]


def changed(seen: Situation, slot: Slot, value: Value | None) -> Situation:
    """The situation with one fact changed, or taken away."""
    scope, number, fact = slot
    members: list[Values] = [seen.leg] if scope == "leg" else list(getattr(seen, scope))
    rest = {name: old for name, old in members[number].items() if name != fact}
    members[number] = rest if value is None else {**rest, fact: value}
    return msgspec.structs.replace(seen, **{scope: members[0] if scope == "leg" else tuple(members)})


@given(cases(), instants(), st.data())
def test_a_fact_taken_away_never_clears(case: Case, at: datetime, data: st.DataObject) -> None:
    rules, matter = case
    book, seen = Statute(rules, FACTS).known_at(LATEST), matter.on(at)
    if not slots(seen):
        reject()
    less = changed(seen, data.draw(st.sampled_from(slots(seen))), None)
    before, after = book.decide(seen), book.decide(less)
    assert after.possible >= before.possible
    assert not (before.outcome in STOPPING and after.outcome in CLEARING)


def unknown(case: Case, seen: Situation) -> list[Slot]:
    """Every fact that some rule reads and that is not settled, but for those that nobody could settle."""
    members = {"leg": ("leg", (seen.leg,)), "party": ("parties", seen.parties), "item": ("items", seen.items)}
    found = [
        (scope, number, entry.id, facts.get(entry.id, UNKNOWN))
        for entry in read_by(case[0])
        for scope, all_facts in (members[entry.id.partition(".")[0]],)
        for number, facts in enumerate(all_facts)
    ]
    return [(scope, number, fact) for scope, number, fact, value in found if value is UNKNOWN or is_bounded(value)]


def is_bounded(value: Value) -> TypeGuard[Between]:
    return isinstance(value, Between)


@given(cases(unknown=6), instants(), st.data())
def test_a_fact_learned_only_narrows_what_is_possible(case: Case, at: datetime, data: st.DataObject) -> None:
    book, seen = Statute(case[0], FACTS).known_at(LATEST), case[1].on(at)
    open_ = unknown(case, seen)
    if not open_:
        reject()
    slot = data.draw(st.sampled_from(open_))
    known = held(seen, slot)
    value = data.draw(settled(FACTS[slot[2]]).filter(lambda each: admits(known, each)))
    assert book.decide(changed(seen, slot, value)).possible <= book.decide(seen).possible


def held(seen: Situation, slot: Slot) -> Value:
    scope, number, fact = slot
    facts: Values = seen.leg if scope == "leg" else getattr(seen, scope)[number]
    return facts.get(fact, UNKNOWN)


def admits(known: Value, value: Any) -> bool:
    """Whether a value lies within what is known."""
    if not isinstance(known, Between):
        return True
    return (known.low is None or known.low <= value) and (known.high is None or value <= known.high)
