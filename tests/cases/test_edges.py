"""At every window edge of every shipped rule the timeline says what a decision at that instant says.

The legs are those of the example and of the worked cases; the law is taken as known in full, and for a few legs also as
known just before and just after each of its publications.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Final

import pytest

from reprieve.model.time import in_utc
from reprieve.rules.book import Book
from reprieve.rules.situation import Matter
from reprieve.rules.timeline import Piece, causes, cuts, pieces
from tests.cases.asking import EVERYTHING, EXAMPLE, LAW_CASES, book, changed, loaded, matters, statute

SECOND: Final = timedelta(seconds=1)
ON_BOTH_CLOCKS: Final = ["L002", "L011b", "L019", "L032b", "L034", "L036", "L040b", "L042", "L055"]
"""One leg for each kind of provision: savings clause, license, carve-out, direct product, ownership, stay, ZTE."""


@cache
def edges() -> tuple[datetime, ...]:
    """Every instant at which a version of a shipped rule begins, may begin, or ends."""
    found = {
        in_utc(edge)
        for rule in statute().rules
        for version in rule.versions
        for edge in (version.start, version.starts_by, version.until)
        if edge is not None
    }
    return tuple(sorted(found))


def around(edge: datetime) -> tuple[datetime, datetime, datetime]:
    return edge - SECOND, edge, edge + SECOND


def piece_at(found: list[Piece], at: datetime) -> Piece:
    return next(piece for piece in found if piece.end is None or at < piece.end)


def faults(law: Book, matter: Matter) -> Iterator[str]:
    """Where the timeline of a leg and the decision at an instant differ, at and beside every edge of law and facts."""
    timeline = pieces(law, matter)
    for edge in sorted({*edges(), *(in_utc(cut) for cut in matter.cuts())}):
        for at in around(edge):
            piece, decision = piece_at(timeline, at), law.decide(matter.on(at))
            there = (piece.outcome, piece.because, piece.authorized_by)
            here = (decision.outcome, *causes(law, decision, law.stretch(at)))
            if there != here:
                yield f"{at.isoformat()}: timeline {there}, decision {here}"


def legs() -> Iterator[tuple[str, Matter]]:
    yield from matters(loaded(EXAMPLE), EVERYTHING)
    yield from matters(loaded(LAW_CASES), EVERYTHING)


@pytest.mark.parametrize(("leg", "matter"), [pytest.param(*each, id=each[0]) for each in legs()])
def test_the_timeline_is_the_decision_at_every_edge(leg: str, matter: Matter) -> None:
    assert list(faults(book(), matter)) == [], leg


@pytest.mark.parametrize("name", ON_BOTH_CLOCKS)
def test_so_it_is_as_known_around_every_publication(name: str) -> None:
    case = changed(loaded(LAW_CASES), name, lambda same: same)
    for publication in statute().publications:
        for known in (publication - SECOND, publication):
            for leg, matter in matters(case, known):
                assert list(faults(book(known), matter)) == [], f"{leg} as known at {known.isoformat()}"


def test_the_edges_are_those_of_all_the_packs() -> None:
    """Guards the tests above against law that has no edges: the windows that the stories turn on are among them."""
    wanted = ("2019-05-16T20:15", "2019-05-20T04:00", "2020-08-14T04:00", "2020-09-15T04:00", "2026-11-10T05:00")
    assert {f"{day}:00+00:00" for day in wanted} <= {edge.isoformat() for edge in edges()} | _listing_edges()


def _listing_edges() -> set[str]:
    return {in_utc(cut).isoformat() for _, matter in legs() for cut in matter.cuts()}


def test_a_timeline_has_no_cut_without_a_change() -> None:
    for leg, matter in legs():
        found = pieces(book(), matter)
        assert len(found) <= len(cuts(book(), matter)) + 1
        for one, next_ in pairwise(found):
            same = (one.outcome, one.because, one.authorized_by) == (next_.outcome, next_.because, next_.authorized_by)
            assert not same, leg
            assert one.end == next_.start
