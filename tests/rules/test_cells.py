"""For every value that a fact may have, some representative fares the same in every comparison."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.facts import Between, Plain
from reprieve.rules import logic
from reprieve.rules.cells import representatives
from reprieve.rules.dictionary import Entry
from reprieve.rules.syntax import Node
from reprieve.rules.syntax import Test as Atomic
from tests.oracles.random_law import FACTS, atomic, plain, unsettled

WIDE = range(-5, 10_005)


def every_value(entry: Entry, bounds: Between | None) -> list[Any]:
    """All values of a fact, or as many as can differ."""
    if entry.type == "bool":
        return [True, False]
    if entry.type in {"enum", "text"}:
        return [*(entry.vocabulary or ("Bergen", "Oslo", "Turku", "Elsewhere"))]
    if entry.type == "set":
        words = entry.vocabulary or ("Bergen", "Oslo", "Turku", "Elsewhere")
        return [frozenset(some) for some in chain.from_iterable(combinations(words, n) for n in range(len(words) + 1))]
    return [
        each for each in WIDE if within(each, *entry.bounds()) and (not bounds or within(each, bounds.low, bounds.high))
    ]


def within(value: Any, low: Any, high: Any) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def fate(value: Plain, atoms: list[Atomic]) -> tuple[bool | None, ...]:
    return tuple(logic.test(atom, value) for atom in atoms)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Entry, list[Atomic], Between | None]:
    undated = [entry for entry in FACTS.values() if entry.type not in {"date", "instant"}]
    entry = draw(st.sampled_from(undated))
    nodes: list[Node] = draw(st.lists(atomic([entry]), max_size=4))
    bounds = draw(st.none() | unsettled(entry)) if entry.ordered else None
    return entry, [each for each in nodes if isinstance(each, Atomic)], bounds if isinstance(bounds, Between) else None


@given(questions())
def test_representatives_meet_every_test_in_every_way(case: tuple[Entry, list[Atomic], Between | None]) -> None:
    entry, atoms, bounds = case
    found = representatives(entry, atoms, bounds=bounds)
    assert {fate(value, atoms) for value in found} == {fate(value, atoms) for value in every_value(entry, bounds)}


@given(questions(), st.data())
def test_representatives_are_values_of_the_fact(
    case: tuple[Entry, list[Atomic], Between | None], data: st.DataObject
) -> None:
    entry, atoms, bounds = case
    others = data.draw(st.lists(plain(entry), max_size=2)) if entry.type not in {"bool", "set"} else []
    found = representatives(entry, atoms, others, data.draw(st.integers(1, 3)), bounds)
    assert found
    assert len(set(found)) == len(found)
    assert [value for value in found if not entry.admits(value)] == []
    if bounds:
        assert [value for value in found if not within(value, bounds.low, bounds.high)] == []
