"""A list on a past day: what snapshots prove, bound and leave open; held against an oracle that looks day by day."""

from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given

from reprieve.lists.asof import Seen, chain_of, covered, gap, gaps, on, spans
from reprieve.model.snapshot import Span, Standing
from tests.lists.chains import ENTRY, chain, complete_chains, day, holding, snapshot

HELD = frozenset[int]


def told(states: tuple[Seen, ...], held: dict[int, object], at: date) -> Standing:
    """What all stays of the entry together say of a day: the surest."""
    entries = dict.fromkeys(held, ENTRY)
    found = [on(at, span, covered(states)).standing for span in spans(states, entries)]
    order: tuple[Standing, ...] = ("listed", "unsure", "unknown", "not_listed")
    return min(found, key=order.index)


def oracle(states: tuple[Seen, ...], held: HELD, at: date) -> Standing:
    """Day by day: what the list of the day says, else what the nearest lists on either side agree on."""
    for place, seen in enumerate(states):
        if seen.first <= at <= seen.last:
            return "listed" if place in held else "not_listed"
    before = [place for place, seen in enumerate(states) if seen.last < at]
    after = [place for place, seen in enumerate(states) if seen.first > at]
    earlier = None if not before else before[-1] in held
    later = None if not after else after[0] in held
    if earlier and later in {True, None}:
        return "listed"  # on both sides, or on the last list that there is
    if earlier is None or later is None or (not earlier and not later):
        return "unknown"
    return "unsure"


@given(complete_chains())
def test_every_day_is_as_the_oracle_says(case: tuple[tuple[Seen, ...], HELD]) -> None:
    states, held = case
    if not held:
        return
    at = states[0].first - timedelta(days=2)
    while at <= states[-1].last + timedelta(days=2):
        assert told(states, dict.fromkeys(held), at) == oracle(states, held, at), at
        at += timedelta(days=1)


@given(complete_chains())
def test_stays_do_not_overlap_and_keep_their_order(case: tuple[tuple[Seen, ...], HELD]) -> None:
    states, held = case
    found = spans(states, dict.fromkeys(held, ENTRY))
    for span in found:
        assert span.start is None or span.start <= span.start_by
        assert (span.end is None) == (span.end_by is None)
        assert span.end is None or span.end_by is None or span.start_by < span.end <= span.end_by
    for one, two in pairwise(found):
        assert one.end_by is not None
        assert one.end_by <= two.start_by


def stay(states: tuple[Seen, ...], *places: int, **fields: object) -> Span:
    (span,) = spans(states, holding(*places, entry=msgspec.structs.replace(ENTRY, **fields)))
    return span


def test_between_two_lists_an_addition_is_bounded_and_not_guessed() -> None:
    span = stay(chain(snapshot(0), snapshot(10)), 1)
    assert (span.start, span.start_by) == (day(1), day(10))
    assert (
        on(day(5), span, ()).why
        == "added between 2022-01-02 and 2022-01-11: not on the list of 2022-01-01, on that of 2022-01-11"
    )


def test_between_two_lists_a_removal_is_bounded_and_not_guessed() -> None:
    span = stay(chain(snapshot(0, 2), snapshot(10)), 0)
    assert (span.end, span.end_by) == (day(3), day(10))
    assert on(day(9), span, ()).standing == "unsure"
    assert on(day(10), span, covered(chain(snapshot(0, 2), snapshot(10)))).standing == "not_listed"


def test_the_day_that_the_list_itself_gives_is_believed() -> None:
    span = stay(chain(snapshot(0), snapshot(10)), 1, start=day(4))
    assert (span.start, span.start_by) == (day(4), day(4))
    assert on(day(3), span, ()).standing == "unknown"
    assert on(day(4), span, ()).standing == "listed"


def test_a_complete_list_of_a_later_day_speaks_against_the_day_that_the_list_gives() -> None:
    span = stay(chain(snapshot(5), snapshot(10)), 1, start=day(2))
    assert (span.start, span.start_by) == (day(6), day(10))


def test_a_listing_that_begins_after_its_publication_begins_then() -> None:
    span = stay(chain(snapshot(0), snapshot(10)), 1, start=day(12))
    assert (span.start, span.start_by) == (day(12), day(12))


def test_an_entry_runs_out_on_the_day_that_the_list_gives() -> None:
    states = chain(snapshot(0), snapshot(10))
    span = stay(states, 0, 1, through=day(12))
    assert [on(day(number), span, covered(states)).standing for number in (12, 13)] == ["listed", "unknown"]


def test_what_the_list_shows_after_its_last_day_is_still_listed() -> None:
    states = chain(snapshot(0), snapshot(10))
    assert on(day(10), stay(states, 0, 1, through=day(5)), covered(states)).standing == "listed"


def test_a_part_of_a_list_proves_presence_and_no_absence() -> None:
    states = chain(snapshot(0), snapshot(5, complete=False), snapshot(10))
    assert stay(states, 0, 2).end is None
    assert stay(states, 1).start_by == day(5)
    assert [each.first for each in covered(states)] == [day(0), day(10)]


def test_what_was_published_later_is_not_known_yet() -> None:
    early = chain(snapshot(0, 3), snapshot(10), known_on=day(2))
    assert [(seen.first, seen.last) for seen in early] == [(day(0), day(2))]


def test_a_list_found_unchanged_covers_the_days_between() -> None:
    states = chain(snapshot(0, content="a"), snapshot(7, content="a"), snapshot(9, content="b"))
    assert [(each.first, each.last) for each in covered(states)] == [(day(0), day(7)), (day(9), day(9))]
    assert len(states[0].snapshots) == 2


def test_two_parts_with_the_same_entries_are_not_one_state() -> None:
    states = chain(snapshot(0, content="a", complete=False), snapshot(7, content="a", complete=False))
    assert len(states) == 2
    assert covered(states) == ()


def test_a_snapshot_of_other_lists_says_nothing() -> None:
    assert chain_of([snapshot(0)], "un/sc/consolidated") == ()


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (-3, "no complete list of 2021-12-29 at hand (the nearest is of 2022-01-01)"),
        (5, "no complete list of 2022-01-06 at hand (the nearest are of 2022-01-01 and 2022-01-11)"),
        (20, "no complete list of 2022-01-21 at hand (the nearest is of 2022-01-11)"),
    ],
)
def test_what_is_missing_is_said(at: int, text: str) -> None:
    assert gap(day(at), covered(chain(snapshot(0), snapshot(10)))) == text


def test_days_between_lists_are_gaps() -> None:
    states = chain(snapshot(0, 2), snapshot(3, 4), snapshot(8))
    assert gaps(covered(states)) == ((day(5), day(7)),)
