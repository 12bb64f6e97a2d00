"""A witness makes conditions come out as wanted, and what comes out in any case has a witness: on random conditions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from reprieve.model.facts import UNDETERMINABLE, Truth, Value
from reprieve.rules.diagram import TooLarge
from reprieve.rules.dictionary import Entry
from reprieve.rules.evaluate import Causing, holds
from reprieve.rules.law import Rule
from reprieve.rules.parse import parse
from reprieve.rules.situation import Matter, Situation
from reprieve.rules.standing import causings
from reprieve.rules.syntax import Node
from reprieve.rules.witness import Wanted, Witness, Witnesses
from tests.oracles.random_law import FACTS, cases, conditions, instants, palettes

AT = datetime(2019, 6, 1, tzinfo=UTC)
AS_WANTED: dict[str, Callable[[Truth], bool]] = {
    "true": lambda value: value is True,
    "false": lambda value: value is False,
    "untrue": lambda value: value is not True,
    "unfalse": lambda value: value is not False,
}


def situation_of(witness: Witness) -> Situation:
    """The case that a witness describes; every fact that it does not name has some value."""
    named = [each.partition(".")[0] for each in witness if each != "at"]
    members = {where: range(_most(where, named) + 1) for where in ("party", "item")}
    facts = {(where, number): _filled(where) for where in members for number in members[where]}
    facts["leg", 0] = _filled("leg")
    for name, written in witness.items():
        if name != "at":
            head, _, rest = name.partition(".")
            where, _, number = head.rstrip("]").partition("[")
            facts[where, int(number or 0)][f"{where}.{rest}"] = _stated(f"{where}.{rest}", written)
    parties, items = [tuple(facts[where, number] for number in members[where]) for where in members]
    return Situation(datetime.fromisoformat(witness["at"]), facts["leg", 0], parties, items)


def _most(where: str, named: list[str]) -> int:
    return max((int(each[len(where) + 1 : -1]) for each in named if each.startswith(f"{where}[")), default=0)


def _filled(where: str) -> dict[str, Value]:
    return {entry.id: _filler(entry) for entry in FACTS.values() if entry.id.startswith(f"{where}.")}


def _filler(entry: Entry) -> Value:
    if entry.type in {"int", "share", "money"}:
        low, high = entry.bounds()
        return low if low is not None else high if high is not None else 7
    some: dict[str, Value] = {
        "bool": False,
        "set": frozenset[str](),
        "date": date(2001, 2, 3),
        "instant": datetime(2001, 2, 3, tzinfo=UTC),
    }
    return some.get(entry.type, entry.vocabulary[0] if entry.vocabulary else "somewhere")


def _stated(fact: str, written: str) -> Value:
    raw: Any = tomllib.loads(f"value = {written}")["value"]
    return UNDETERMINABLE if isinstance(raw, dict) else FACTS[fact].value(raw)


def condition(text: str) -> Node:
    return parse(text, FACTS, {}, "here")


def find(text: str, start: datetime = AT, end: datetime | None = None) -> Witness | None:
    return Witnesses(FACTS).find(Wanted(true=(condition(text),)), start, end)


@pytest.mark.parametrize("word", AS_WANTED)
@given(node=palettes().flatmap(lambda palette: conditions(palette, ("party", "item"), depth=3)))
def test_a_witness_is_a_case_as_wanted(word: str, node: Node) -> None:
    witness = Witnesses(FACTS).find(Wanted(**{word: (node,)}), AT)
    event("found" if witness else "none")
    if witness is not None:
        assert AS_WANTED[word](holds(node, situation_of(witness), Causing(0, 0)))


@given(cases(unknown=2), instants(), st.booleans())
def test_what_comes_out_in_a_case_has_a_witness(
    case: tuple[tuple[Rule, ...], Matter],
    at: datetime,
    wide: bool,  # noqa: FBT001  # drawn
) -> None:
    rules, matter = case
    situation = matter.on(at)
    assume(situation.parties and situation.items)
    start, end = (at - timedelta(days=30), None) if wide else (at, at + timedelta(microseconds=1))
    for rule in rules:
        for version in rule.versions:
            for value in {holds(version.condition, situation, causing) for causing in causings(rule, situation)}:
                event(f"came out {value}")
                if value is not None:
                    wanted = Wanted(true=(version.condition,)) if value else Wanted(false=(version.condition,))
                    assert Witnesses(FACTS).find(wanted, start, end) is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("leg.crew > 3 and leg.crew < 5", {"leg.crew": "4"}),
        ("leg.crew > 3 and leg.crew < 4", None),
        ("leg.share > 25 % and leg.share <= 25.01 %", {"leg.share": '"25.01 %"'}),
        ("leg.berths > 4", None),
        ("leg.use not in {network, handset}", {"leg.use": '"research"'}),
        ("leg.groups in {E1} and leg.groups in {E2}", {"leg.groups": '["E1", "E2"]'}),
        ("leg.signed < leg.due and leg.due < 2019-06-02 and leg.signed > 2019-05-31", None),
        ("leg.signed is undeterminable", {"leg.signed": '{ undeterminable = "..." }'}),
        ("leg.signed is undeterminable and leg.signed < 2019-06-01", None),
        ("leg.signed is undeterminable and leg.signed < leg.due", None),
        ("any party (party.listed) and all parties (not party.listed)", None),
        ("party.listed and any party (not party.listed)", {"party.listed": "true", "party[1].listed": "false"}),
    ],
)
def test_the_witness_is_written_as_tests_write_it(text: str, found: Witness | None) -> None:
    witness = find(text)
    assert (witness and {name: value for name, value in witness.items() if name != "at"}) == found


def test_the_moment_lies_in_the_window() -> None:
    day = timedelta(days=1)
    still_open = "leg.signed <= 2019-06-10 and leg.signed >= today"
    assert find(still_open, AT + 5 * day, AT + 6 * day) is not None
    assert find(still_open, AT + 11 * day, AT + 12 * day) is None
    lately = find("leg.signed >= 2019-06-10 and leg.signed < leg.due and leg.due < today", AT, AT + 30 * day)
    assert lately is not None
    assert date.fromisoformat(lately["at"][:10]) > date.fromisoformat(lately["leg.due"])
    assert find("leg.signed >= 2019-06-10 and leg.signed < leg.due and leg.due < today", AT) is not None
    assert find("leg.signed >= 2019-06-10 and leg.signed < leg.due and leg.due < today", AT, AT + 11 * day) is None


def test_the_window_holds_its_first_instant_and_not_its_end() -> None:
    on_the_day = "leg.signed == 2019-06-03 and leg.signed == today"
    midnight, noon = datetime(2019, 6, 3, 4, tzinfo=UTC), datetime(2019, 6, 3, 16, tzinfo=UTC)
    assert find(on_the_day, AT, midnight) is None
    assert find(on_the_day, AT, midnight + timedelta(microseconds=1)) is not None
    found = find(on_the_day, noon, noon + timedelta(days=30))
    assert found is not None
    assert found["at"] == "2019-06-03T12:00:00-04:00"


def test_law_without_a_beginning_needs_no_moment() -> None:
    assert find("leg.paid", datetime(1, 1, 1, tzinfo=UTC)) == {"leg.paid": "true"}


def test_the_parts_that_exclude_one_another_are_named() -> None:
    node = condition("leg.paid and leg.crew > 3 and leg.sealed and leg.crew < 3")
    parts = Witnesses(FACTS).conflict(node, AT)
    assert parts == (condition("leg.crew > 3"), condition("leg.crew < 3"))


def test_too_many_facts_that_may_be_undeterminable_are_too_large() -> None:
    names = [name for name in FACTS if name.startswith("leg.")]
    assert find(" and ".join(f"{name} is undeterminable" for name in names[:8])) is not None
    with pytest.raises(TooLarge):
        find(" and ".join(f"{name} is undeterminable" for name in names[:9]))
