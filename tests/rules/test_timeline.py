"""Timelines against the oracle asked moment by moment: on every edge, a second beside it, and every hour between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given

from reprieve.errors import BadPack
from reprieve.model.facts import UNKNOWN, Between, Dated, Fact
from reprieve.model.time import start_of
from reprieve.rules.book import Book, Statute
from reprieve.rules.law import Rule
from reprieve.rules.timeline import Piece, pieces
from tests.oracles import brute
from tests.oracles.kindred import kindred_cases
from tests.oracles.random_law import (
    DAYS,
    FACTS,
    INSTANTS,
    LATEST,
    ZONE,
    Case,
    cases,
    instants,
    knowledge,
)
from tests.oracles.small import NOON, clear, day, matter, stop, text

SECOND = timedelta(seconds=1)


def asked(start: datetime) -> Iterator[datetime]:
    """Every dated value of the pools with the seconds beside it, and every hour of a day and a half."""
    for edge in {*INSTANTS, *(start_of(each, ZONE) for each in DAYS)}:
        yield from (edge - SECOND, edge, edge + SECOND)
    yield from (start + timedelta(hours=hour) for hour in range(36))


def piece_at(found: Sequence[Piece], moment: datetime) -> Piece:
    """The piece in which a moment lies; there is just one."""
    (piece,) = [
        each
        for each in found
        if (each.start is None or each.start <= moment) and (each.end is None or moment < each.end)
    ]
    return piece


def book_of(rules: tuple[Rule, ...], known_at: datetime = LATEST) -> Book:
    return Statute(rules, FACTS).known_at(known_at)


def hold_against_oracle(case: Case, start: datetime, known_at: datetime) -> None:
    rules, over_time = case
    found = pieces(book_of(rules, known_at), over_time)
    law = brute.Law(rules, FACTS, known_at)
    for moment in asked(start):
        piece = piece_at(found, moment)
        try:
            answer = law.decide(over_time.on(moment))
        except brute.TooMany:
            continue
        because, authorized_by = law.causes(over_time.on(moment), answer.outcome)
        assert piece.outcome == answer.outcome
        assert (frozenset(piece.because), frozenset(piece.authorized_by)) == (because, authorized_by)


@given(cases(unknown=2), instants(), knowledge())
def test_a_timeline_says_at_every_moment_what_the_oracle_says(case: Case, start: datetime, known_at: datetime) -> None:
    hold_against_oracle(case, start, known_at)


@given(kindred_cases(("date", "instant")), instants())
def test_dates_compared_with_one_another_and_with_the_moment(case: Case, start: datetime) -> None:
    hold_against_oracle(case, start, LATEST)


# --- pieces -------------------------------------------------------------------------------------------------------


def shown(found: Sequence[Piece]) -> list[tuple[datetime | None, str]]:
    return [(piece.start, piece.outcome) for piece in found]


@given(cases(), knowledge())
def test_pieces_cover_all_of_time_and_each_differs_from_the_one_before(case: Case, known_at: datetime) -> None:
    found = pieces(book_of(case[0], known_at), case[1])
    assert (found[0].start, found[-1].end) == (None, None)
    for one, next_ in pairwise(found):
        assert one.end is not None
        assert one.end == next_.start
        assert (one.outcome, one.because, one.authorized_by) != (next_.outcome, next_.because, next_.authorized_by)
    for piece in found:
        assert piece.start is None or piece.end is None or piece.start < piece.end


@given(cases(), knowledge())
def test_a_piece_carries_the_decision_of_its_first_instant(case: Case, known_at: datetime) -> None:
    book = book_of(case[0], known_at)
    for piece in pieces(book, case[1]):
        if piece.start is not None:
            assert piece.decision == book.decide(case[1].on(piece.start))


def test_a_license_window_with_a_gap() -> None:
    permit = clear(text("true", 2, until=day(4)), text("true", 5))
    found = pieces(book_of((stop("true"), permit)), matter())
    assert shown(found) == [
        (None, "no_license_required"),
        (day(1), "license_required"),
        (day(2), "authorized"),
        (day(4), "license_required"),
        (day(5), "authorized"),
    ]
    assert [piece.authorized_by for piece in found] == [(), (), ((1, 0),), (), ((1, 1),)]
    assert [piece.because for piece in found] == [(), ((0, 0),), (), ((0, 0),), ()]


def test_a_change_of_cause_is_a_piece_of_its_own() -> None:
    permit = clear(text("true", 2), text("true", 5, does="extends"))
    found = pieces(book_of((stop("true"), permit)), matter())
    assert [(piece.outcome, piece.authorized_by) for piece in found[2:]] == [
        ("authorized", ((1, 0),)),
        ("authorized", ((1, 1),)),
    ]


def test_what_no_completion_stops_is_cleared_by_nothing() -> None:
    """`use != use` is unknown atom by atom and false in every completion: no authorization is relied on."""
    (piece,) = pieces(book_of((stop("leg.use != leg.use"), clear('leg.use == "network"'))), matter({}))
    assert (piece.outcome, piece.because, piece.authorized_by) == ("no_license_required", (), ())


def test_as_known_before_the_extension_and_after_it() -> None:
    permit = clear(text("true", 2, until=day(4)), text("true", 4, published=day(6)))
    rules = (stop("true"), permit)
    before, after = (pieces(book_of(rules, known_at), matter()) for known_at in (day(5), day(6)))
    assert [piece.outcome for piece in before][-1] == "license_required"
    assert [piece.outcome for piece in after][-1] == "authorized"


def test_a_fact_that_changes_cuts_the_timeline() -> None:
    paid = Dated(Fact(value=False), ((day(3), Fact(UNKNOWN)), (day(5), Fact(value=True))))
    found = pieces(book_of((stop("leg.paid"),)), matter({"leg.paid": paid}))
    assert shown(found) == [
        (None, "no_license_required"),
        (day(3), "indeterminate"),
        (day(5), "license_required"),
    ]


def test_today_lasts_from_midnight_to_midnight_where_the_authority_is() -> None:
    signed = date(2019, 11, 3)
    found = pieces(book_of((stop("leg.signed == today"),)), matter({"leg.signed": signed}))
    assert shown(found)[1:] == [(day(3), "license_required"), (day(4), "no_license_required")]
    assert day(4) - day(3) == timedelta(hours=24)
    assert found[2].start is not None
    assert found[1].start is not None
    assert found[2].start - found[1].start == timedelta(hours=25)


def test_at_the_instant_itself_and_not_a_microsecond_later() -> None:
    found = pieces(book_of((stop("leg.opened == at"),)), matter({"leg.opened": NOON}))
    assert shown(found)[1:] == [(NOON, "license_required"), (NOON + timedelta(microseconds=1), "no_license_required")]


@pytest.mark.parametrize(
    ("condition", "turns"),
    [
        ("leg.signed <= 2019-11-03 and leg.signed >= today", [day(1), day(4)]),
        ("today != leg.signed or leg.signed == 2019-11-03", [day(1), day(3), day(4)]),
        ("today < leg.signed and leg.signed < leg.due and leg.due < 2019-11-05", [day(1), day(3)]),
    ],
)
def test_an_unknown_day_between_the_moment_and_a_constant(condition: str, turns: list[datetime]) -> None:
    found = pieces(book_of((stop(condition),)), matter())
    assert [piece.start for piece in found[1:]] == turns


def test_without_law_or_facts_there_is_one_piece() -> None:
    (piece,) = pieces(book_of(()), matter())
    assert (piece.start, piece.end, piece.outcome) == (None, None, "no_license_required")


def test_an_unresolved_red_flag_holds_at_all_times() -> None:
    (piece,) = pieces(book_of(()), matter(), ("flag:rf-1",))
    assert piece.outcome == "indeterminate"


ENDS = (
    *("leg.signed <= 9999-12-31", "leg.signed >= 0001-01-01", "leg.signed >= today and leg.signed <= 9999-12-31"),
    *("leg.opened <= 9999-12-31T23:59:59Z", "leg.opened >= 0001-01-01T00:00:00+14:00 and leg.opened <= at"),
    *("leg.signed <= today", "leg.opened <= at", "leg.signed < leg.due and leg.due < today"),
)


@pytest.mark.parametrize("condition", ENDS)
@pytest.mark.parametrize("first", [date(1, 1, 1), date(9000, 12, 31)])
def test_the_ends_of_the_calendar_do_no_harm(condition: str, first: date) -> None:
    try:
        book = book_of((stop(condition),))
    except BadPack:
        return  # refused where it is written is right too
    instant = datetime(first.year, 1, 1, tzinfo=UTC)
    for leg in ({"leg.signed": first, "leg.opened": instant}, {"leg.signed": Between(first, None)}, {}):
        assert pieces(book, matter(dict(leg)))
