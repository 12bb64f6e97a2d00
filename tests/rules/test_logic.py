"""Strong Kleene logic by its truth tables, and every comparison against the values that bounds allow, one by one."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Truth, Value
from reprieve.rules import logic
from reprieve.rules.syntax import Operator
from reprieve.rules.syntax import Test as Atomic
from tests.oracles.kleene import compared

TRUTHS: list[Truth] = [False, None, True]
OPERATORS = ["==", "!=", "<", "<=", ">", ">="]
RANGE = range(-6, 12)
"""The whole numbers that stand for all: wider than any bound by more than one on either side."""

bounds = st.tuples(st.none() | st.integers(0, 5), st.none() | st.integers(0, 5)).filter(
    lambda edges: edges[0] is None or edges[1] is None or edges[0] <= edges[1]
)


@pytest.mark.parametrize("parts", [list(parts) for size in range(4) for parts in product(TRUTHS, repeat=size)])
def test_and_is_the_least_and_or_the_greatest(parts: list[Truth]) -> None:
    ranks = [TRUTHS.index(part) for part in parts]
    assert logic.conjunction(parts) is TRUTHS[min(ranks, default=2)]
    assert logic.disjunction(parts) is TRUTHS[max(ranks, default=0)]


def test_not_leaves_the_unknown_unknown() -> None:
    assert [logic.negation(part) for part in TRUTHS] == [True, None, False]


def inside(edges: tuple[int | None, int | None]) -> list[int]:
    low, high = edges
    return [each for each in RANGE if (low is None or low <= each) and (high is None or each <= high)]


def enumerated(op: str, left: list[int], right: list[int]) -> Truth:
    found = {compared(op, one, other) for one in left for other in right}
    return None if len(found) > 1 else found.pop()


@given(st.sampled_from(OPERATORS), bounds, bounds)
def test_bounds_are_compared_as_the_values_within_them(
    op: str, left: tuple[int | None, int | None], right: tuple[int | None, int | None]
) -> None:
    assert logic.compare_ranges(op, left, right) is enumerated(op, inside(left), inside(right))


@given(st.sampled_from(OPERATORS), bounds, st.integers(0, 5))
def test_a_test_on_bounds_holds_if_it_holds_for_every_value(
    op: Operator, edges: tuple[int | None, int | None], constant: int
) -> None:
    found = logic.test(Atomic("leg.crew", op, constant), Between(*edges))
    assert found is enumerated(op, inside(edges), [constant])


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("nothing", [UNKNOWN, UNDETERMINABLE])
def test_what_is_not_known_compares_to_nothing(op: Operator, nothing: Value) -> None:
    assert logic.test(Atomic("leg.crew", op, 1), nothing) is None
    assert logic.pair(op, nothing, 1) is None
    assert logic.pair(op, 1, nothing) is None
    assert logic.pair(op, nothing, nothing) is None


@pytest.mark.parametrize(
    ("value", "found"), [(UNDETERMINABLE, True), (UNKNOWN, False), (7, False), (Between(1, None), False)]
)
def test_undeterminable_is_known_of_every_value(value: Value, found: bool) -> None:  # noqa: FBT001  # expected value
    assert logic.test(Atomic("leg.crew", "undeterminable"), value) is found


WORDS = frozenset({"E1", "E2"})


@pytest.mark.parametrize(
    ("value", "shares"),
    [
        ("E1", True),
        ("A5", False),
        (frozenset({"E1", "A5"}), True),
        (frozenset({"A5"}), False),
        (frozenset[str](), False),
        (UNKNOWN, None),
    ],
)
def test_a_set_is_in_a_list_when_they_share_a_word(value: Value, shares: Truth) -> None:
    assert logic.test(Atomic("leg.groups", "in", WORDS), value) is shares
    assert logic.test(Atomic("leg.groups", "not in", WORDS), value) is logic.negation(shares)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (date(2019, 11, 3), date(2019, 11, 4)),
        (datetime.fromisoformat("2019-11-03T12:00:00-05:00"), datetime.fromisoformat("2019-11-03T17:00:01+00:00")),
        (-1, 0),
    ],
)
def test_every_ordered_type_is_compared_by_its_order(left: Any, right: Any) -> None:
    assert [logic.pair(op, left, right) for op in OPERATORS] == [False, True, True, True, False, False]
    assert [logic.pair(op, right, right) for op in OPERATORS] == [True, False, False, True, False, True]


def test_one_instant_written_in_two_zones_is_one() -> None:
    here, there = (datetime.fromisoformat(text) for text in ("2019-11-03T12:00:00-05:00", "2019-11-03T17:00:00+00:00"))
    assert logic.pair("==", here, there) is True
