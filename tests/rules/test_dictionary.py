"""The fact dictionary: which values a fact takes, and in one line why not the others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between
from reprieve.rules.dictionary import Dictionary, Entry, is_settled
from reprieve.text.nearest import nearest
from tests.oracles.random_law import FACTS

NOON = datetime(2019, 5, 16, 12, tzinfo=UTC)
ECCN = Entry("item.eccn", "text", "which?", pattern=r"EAR99|[0-9][A-E][0-9]{3}")


@pytest.mark.parametrize(
    ("fact", "given_", "held"),
    [
        ("leg.paid", True, True),
        ("leg.paid", False, False),
        ("leg.use", "network", "network"),
        ("leg.port", "Oslo", "Oslo"),
        ("leg.groups", ["E1", "A5", "E1"], frozenset({"E1", "A5"})),
        ("leg.groups", [], frozenset()),
        ("item.tags", ("Oslo",), frozenset({"Oslo"})),
        ("leg.crew", 0, 0),
        ("leg.crew", -7, -7),
        ("leg.price", 10**12, 10**12),
        ("leg.share", "49.9 %", 4990),
        ("leg.share", "49.99%", 4999),
        ("leg.share", "0 %", 0),
        ("leg.share", "100 %", 10_000),
        ("leg.share", " 25 % ", 2500),
        ("leg.share", 2500, 2500),
        ("party.owned", 2400, 2400),
        ("leg.signed", date(2019, 5, 16), date(2019, 5, 16)),
        ("leg.opened", NOON, NOON),
    ],
)
def test_a_value_that_fits(fact: str, given_: Any, held: Any) -> None:
    found = FACTS[fact].value(given_)
    assert (found, type(found)) == (held, type(held))
    assert FACTS[fact].admits(held)


@pytest.mark.parametrize(
    ("fact", "wrong", "right"),
    [
        ("leg.paid", 1, "true or false"),
        ("leg.paid", "yes", "true or false"),
        ("leg.paid", None, "true or false"),
        ("leg.use", "netwrok", "did you mean network?"),
        ("leg.use", "x", "one of network, handset, research"),
        ("leg.use", True, "a word"),
        ("leg.use", ["network"], "a word"),
        ("leg.groups", "E1", "a list of words"),
        ("leg.groups", ["E1", 2], "a word"),
        ("leg.groups", ["E7"], "one of E1, E2, A5"),
        ("leg.groups", {"E1": True}, "a list of words"),
        ("leg.crew", True, "a whole number"),
        ("leg.crew", 1.0, "a whole number"),
        ("leg.crew", float("nan"), "a whole number"),
        ("leg.crew", "3", "a whole number"),
        ("leg.berths", 5, "between 2 and 4"),
        ("leg.price", -1, "0 or more"),
        ("item.price", 3, "between 0 and 2"),
        ("leg.share", "25", 'a share such as "25 %"'),
        ("leg.share", "25.125 %", 'a share such as "25 %"'),
        ("leg.share", "-1 %", 'a share such as "25 %"'),
        ("leg.share", "1e1 %", 'a share such as "25 %"'),
        ("leg.share", 0.25, 'a share such as "25 %"'),
        ("leg.share", "100.01 %", "between 0 and 10000"),
        ("leg.share", False, 'a share such as "25 %"'),
        ("leg.signed", NOON, "a day such as 2019-05-16, without a time"),
        ("leg.signed", "2019-05-16", "a day such as 2019-05-16"),
        ("leg.opened", date(2019, 5, 16), "an instant with offset"),
        ("leg.opened", NOON.replace(tzinfo=None), "an instant with offset"),
        ("leg.opened", "2019-05-16T12:00:00Z", "an instant with offset"),
    ],
)
def test_a_value_that_does_not_fit(fact: str, wrong: Any, right: str) -> None:
    with pytest.raises(ValueError, match=f"^{fact} cannot be ") as caught:
        FACTS[fact].value(wrong)
    assert right in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not FACTS[fact].admits(wrong)


def test_a_word_follows_its_pattern_to_the_end() -> None:
    assert [ECCN.admits(word) for word in ("EAR99", "5D992", "5D992x", "ear99", "EAR99\n")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_long_vocabulary_is_not_listed_to_its_end() -> None:
    entry = Entry("leg.port", "enum", "which?", vocabulary=tuple(f"harbour-{number}" for number in range(40)))
    with pytest.raises(ValueError, match=r"one of harbour-0, .*harbour-11, ") as caught:
        entry.value("?")
    assert "harbour-12" not in str(caught.value)


def test_what_stands_in_for_a_value() -> None:
    assert FACTS["leg.crew"].admits(UNKNOWN)
    assert FACTS["leg.crew"].admits(UNDETERMINABLE)
    assert FACTS["leg.crew"].admits(Between(1, 2))
    assert not FACTS["leg.paid"].admits(Between(None, None))
    assert [is_settled(value) for value in (UNKNOWN, UNDETERMINABLE, Between(1, 1), 0, False)] == [
        False,
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("fact", "limits"),
    [
        ("leg.crew", (None, None)),
        ("leg.share", (0, 10_000)),
        ("party.owned", (2400, 2600)),
        ("leg.price", (0, None)),
        ("item.price", (0, 2)),
        ("item.crew", (None, 1)),
    ],
)
def test_the_limits_of_a_number(fact: str, limits: tuple[int | None, int | None]) -> None:
    assert FACTS[fact].bounds() == limits


def test_only_numbers_and_dates_have_an_order() -> None:
    ordered = {entry.type for entry in FACTS.values() if entry.ordered}
    assert ordered == {"int", "share", "money", "date", "instant"}


def test_the_nearest_word_or_none() -> None:
    assert nearest("contract_sined", ["contract_signed", "activity"]) == "did you mean contract_signed?"
    assert nearest("zzz", ["contract_signed"]) == ""


def test_more_entries_make_another_dictionary() -> None:
    wider = FACTS.with_entries([ECCN])
    assert isinstance(wider, Dictionary)
    assert wider["item.eccn"] is ECCN
    assert "item.eccn" not in FACTS


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)


@given(st.sampled_from(sorted(FACTS)), anything)
def test_any_value_fits_or_is_refused_in_one_line(fact: str, value: Any) -> None:
    try:
        held = FACTS[fact].value(value)
    except ValueError as error:
        assert "\n" not in str(error)  # noqa: PT017  # either way is right
    else:
        assert isinstance(held, bool | int | str | date | frozenset)
        assert not isinstance(held, float)
