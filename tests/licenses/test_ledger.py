"""A ledger is drawn down by what happens, restored by what comes back, and never below zero at any instant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.errors import BadInput
from reprieve.licenses.ledger import Terms, accounts, allowance, balance, entered, held
from reprieve.model.license import Event, EventKind, Limit, Line, Tolerance
from reprieve.model.time import Window
from reprieve.model.verdict import Confidence

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
END: Final = datetime(2027, 1, 1, tzinfo=UTC)
TERMS: Final = Terms("D77", ("chip",), Window(START, END), {"chip": Limit(1000)})


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def event(kind: EventKind, order: str, quantity: int, on: int, value: int = 0) -> Event:
    return Event(kind, order, day(on), {"chip": Line(quantity, value)})


def left(*events: Event, terms: Terms = TERMS) -> int | None:
    return balance(terms, events).items["chip"].left


SHIPPED: Final = event("ship", "A", 600, 1)


def test_a_license_of_a_thousand_has_four_hundred_left_once_six_hundred_are_shipped() -> None:
    assert left() == 1000
    assert left(SHIPPED) == 400


def test_an_order_beyond_what_is_left_is_refused_with_what_is_left() -> None:
    with pytest.raises(BadInput, match=r"takes 500 of chip, and 400 of 1,000 units are left"):
        entered(TERMS, [SHIPPED], event("ship", "B", 500, 2))
    assert left(SHIPPED, event("ship", "B", 400, 2)) == 0


def test_what_comes_back_may_be_shipped_again() -> None:
    back = event("return", "A", 200, 3)
    assert left(SHIPPED, back) == 600
    assert left(SHIPPED, back, event("ship", "B", 500, 4)) == 100


def test_what_is_reserved_is_left_for_nobody_else() -> None:
    promised = event("reserve", "A", 700, 1)
    assert left(promised) == 300
    with pytest.raises(BadInput, match="300 of 1,000 units are left"):
        entered(TERMS, [promised], event("reserve", "B", 301, 2))


def test_a_shipment_is_taken_from_what_its_order_has_reserved() -> None:
    promised = event("reserve", "A", 700, 1)
    assert left(promised, event("ship", "A", 700, 2)) == 300
    assert left(promised, event("ship", "A", 900, 2)) == 100
    assert left(promised, event("ship", "A", 100, 2)) == 300
    assert left(promised, event("ship", "B", 100, 2)) == 200


def test_a_canceled_reservation_is_free_again() -> None:
    promised = event("reserve", "A", 700, 1)
    assert left(promised, event("cancel", "A", 200, 2)) == 500
    assert left(promised, Event("cancel", "A", day(2))) == 1000
    assert left(promised, event("reserve", "B", 100, 2), Event("cancel", "A", day(3))) == 900


@pytest.mark.parametrize(
    ("before", "new", "why"),
    [
        ([SHIPPED], event("return", "A", 601, 2), "600 are shipped, not 601"),
        ([SHIPPED], event("return", "B", 1, 2), "0 are shipped, not 1"),
        ([event("reserve", "A", 5, 1)], event("cancel", "A", 6, 2), "5 are reserved, not 6"),
        ([SHIPPED], Event("cancel", "A", day(2)), "nothing reserved"),
        ([], event("ship", "A", 1, -1), "not in force"),
        ([], event("reserve", "A", 1, 365), "not in force"),
        ([], event("ship", "", 1, 1), "names no order"),
        ([], Event("ship", "A", day(1)), "names no item"),
        ([], event("ship", "A", 0, 1), "says no quantity"),
        ([], event("ship", "A", -1, 1), "less than nothing"),
        ([], Event("ship", "A", day(1), {"valve": Line(1)}), "not for 'valve'"),
    ],
)
def test_what_cannot_be_so_is_refused(before: list[Event], new: Event, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        entered(TERMS, before, new)


def test_goods_come_back_and_promises_are_let_go_after_the_license_has_ended() -> None:
    after = (event("return", "A", 100, 400), event("cancel", "B", 50, 401))
    assert left(SHIPPED, event("reserve", "B", 50, 2), *after) == 500


def test_an_event_entered_late_cannot_overdraw_a_day_long_gone() -> None:
    events = [SHIPPED, event("return", "A", 600, 10)]
    assert left(*events) == 1000
    with pytest.raises(BadInput, match="400 of 1,000"):
        entered(TERMS, events, event("ship", "B", 500, 5))
    assert left(*events, event("ship", "B", 500, 11)) == 500


VALUED: Final = Terms("D78", ("chip", "valve"), Window(START, END), {}, 100_000_00)


def test_the_value_of_all_items_together_is_limited() -> None:
    both = Event("ship", "A", day(1), {"chip": Line(1, 60_000_00), "valve": Line(1, 30_000_00)})
    assert balance(VALUED, [both]).value.left == 10_000_00
    with pytest.raises(BadInput, match=r"takes a value of 10,000\.01, and 10,000\.00 of 100,000\.00 are left"):
        entered(VALUED, [both], event("ship", "B", 1, 2, 10_000_01))


def test_a_license_with_a_limit_of_value_wants_to_know_the_value() -> None:
    with pytest.raises(BadInput, match="says no value of chip"):
        entered(VALUED, [], event("ship", "A", 1, 1))


def test_the_value_left_over_from_a_promise_is_let_go_with_its_last_piece() -> None:
    promised = event("reserve", "A", 10, 1, 50_000_00)
    assert balance(VALUED, [promised, event("ship", "A", 10, 2, 48_000_00)]).value.left == 52_000_00
    assert balance(VALUED, [promised, event("ship", "A", 9, 2, 40_000_00)]).value.left == 50_000_00


def tolerated(share: int, confidence: Confidence, end: datetime | None = None) -> Terms:
    tolerance = Tolerance("BIS", share, None, end, confidence, "a rule")
    return Terms("D79", ("chip",), Window(START, END), {}, 100_00, (tolerance,))


def test_a_tolerance_lets_the_value_be_exceeded_while_it_is_law() -> None:
    terms = tolerated(2_500, "secondary", end=day(100))
    assert balance(terms, [event("ship", "A", 1, 99, 125_00)]).value.left == 0
    with pytest.raises(BadInput, match=r"125\.00 of 100\.00 are left"):
        entered(terms, [], event("ship", "A", 1, 99, 125_01))
    with pytest.raises(BadInput, match=r"and 100\.00 of 100\.00 are left"):
        entered(terms, [], event("ship", "A", 1, 100, 100_01))


def test_a_tolerance_that_is_not_confirmed_lets_nothing_go() -> None:
    terms = tolerated(2_500, "unconfirmed")
    assert allowance(terms, day(1)) == 0
    with pytest.raises(BadInput, match=r"100\.00 of 100\.00 are left"):
        entered(terms, [], event("ship", "A", 1, 1, 100_01))


def test_what_an_order_has_itself_is_told_from_the_day_on_which_it_changed() -> None:
    events = [
        event("reserve", "A", 700, 1),
        event("ship", "B", 100, 2),
        event("ship", "A", 600, 3),
        event("return", "A", 50, 4),
    ]
    has = {at: lines["chip"].quantity for at, lines in held(TERMS, events, "A")}
    assert has == {day(1): 700, day(3): 700, day(4): 650}


# --- whatever happens -------------------------------------------------------------------------------------------------

KINDS: Final[tuple[EventKind, ...]] = ("reserve", "ship", "return", "cancel")
events = st.builds(
    event,
    st.sampled_from(KINDS),
    st.sampled_from("ABC"),
    st.integers(1, 700),
    st.integers(-5, 370),
    st.integers(1, 60_00),
)
BOTH: Final = Terms("D80", ("chip",), Window(START, END), {"chip": Limit(1000)}, 100_00)


def borne(tried: list[Event], terms: Terms) -> Iterator[tuple[list[Event], Event]]:
    """Each event that the ledger takes, with those that it had taken before."""
    taken: list[Event] = []
    for each in tried:
        try:
            entered(terms, taken, each)
        except BadInput:
            continue
        yield list(taken), each
        taken.append(each)


@given(st.lists(events, max_size=25))
def test_no_run_of_events_ever_overdraws_a_license_on_any_day(tried: list[Event]) -> None:
    taken = [each for _, each in borne(tried, BOTH)]
    for account in accounts(BOTH, taken):
        chip, value = account.items["chip"], account.value
        assert chip.reserved >= 0
        assert chip.shipped >= 0
        assert chip.reserved + chip.shipped <= 1000
        assert value.reserved + value.shipped <= 100_00


@given(st.lists(events, max_size=25))
def test_the_balance_is_what_the_events_add_up_to(tried: list[Event]) -> None:
    taken = [each for _, each in borne(tried, TERMS)]
    out = sum(each.items["chip"].quantity * {"ship": 1, "return": -1}.get(each.kind, 0) for each in taken)
    last = balance(TERMS, taken).items["chip"]
    assert last.shipped == out
    assert last.left == 1000 - out - last.reserved
    has = [lines[-1][1]["chip"].quantity for order in "ABC" if (lines := held(TERMS, taken, order))]
    assert sum(has) == last.shipped + last.reserved


@given(st.lists(events, max_size=25))
def test_a_return_restores_and_a_cancel_frees_exactly_what_they_say(tried: list[Event]) -> None:
    for taken, each in borne(tried, TERMS):
        gain = balance(TERMS, [*taken, each]).items["chip"].left or 0
        gain -= balance(TERMS, taken).items["chip"].left or 0
        if each.kind in {"return", "cancel"}:
            assert gain == each.items["chip"].quantity
        else:
            assert gain <= 0


@given(st.lists(events, max_size=20))
def test_the_order_of_entry_does_not_matter_to_what_is_left(tried: list[Event]) -> None:
    taken = [each for _, each in borne(tried, TERMS)]
    by_time = sorted(taken, key=lambda each: each.on)
    assert balance(TERMS, taken) == balance(TERMS, by_time)
