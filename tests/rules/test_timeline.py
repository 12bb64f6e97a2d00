"""Timelines against the oracle asked moment by moment: on every edge, a second beside it, and every hour between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from hypothesis import given

from reprieve.model.time import start_of
from reprieve.rules.book import Book, Statute
from reprieve.rules.law import Rule
from reprieve.rules.situation import Matter
from reprieve.rules.timeline import Piece, pieces
from tests.oracles import brute
from tests.oracles.random_law import DAYS, FACTS, INSTANTS, LATEST, ZONE, cases, instants, kindred_cases, knowledge

Case = tuple[tuple[Rule, ...], Matter]
SECOND = timedelta(seconds=1)


def asked(start: datetime) -> Iterator[datetime]:
    """Every dated value of the pools with the seconds beside it, and every hour of a day and a half."""
    for edge in {*INSTANTS, *(start_of(day, ZONE) for day in DAYS)}:
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
    rules, matter = case
    found = pieces(book_of(rules, known_at), matter)
    law = brute.Law(rules, FACTS, known_at)
    for moment in asked(start):
        piece = piece_at(found, moment)
        try:
            answer = law.decide(matter.on(moment))
        except brute.TooMany:
            continue
        because, authorized_by = law.causes(matter.on(moment), answer.outcome)
        assert piece.outcome == answer.outcome
        assert (frozenset(piece.because), frozenset(piece.authorized_by)) == (because, authorized_by)


@given(cases(unknown=2), instants(), knowledge())
def test_a_timeline_says_at_every_moment_what_the_oracle_says(case: Case, start: datetime, known_at: datetime) -> None:
    hold_against_oracle(case, start, known_at)


@given(kindred_cases(("date", "instant")), instants())
def test_dates_compared_with_one_another_and_with_the_moment(case: Case, start: datetime) -> None:
    hold_against_oracle(case, start, LATEST)
