"""Law in force at one instant, as known at another: the network patch over time, and what each filing changed."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
import pytest

from reprieve.model.verdict import Outcome
from tests.cases.asking import EVERYTHING, EXAMPLE, answer, eastern, loaded

CASE: Final = loaded(EXAMPLE)
NETWORKS: Final = "us-ear-tgl-huawei/networks"

# --- the network patch over time, and on two clocks -----------------------------------------------------------------

PATCH: Final[list[tuple[str, Outcome, str]]] = [
    ("2019-01-01T00:00:00-05:00", "no_license_required", ""),
    ("2019-05-16T16:15:00-04:00", "license_required", ""),
    ("2019-05-20T00:00:00-04:00", "authorized", "84 FR 23468"),
    ("2019-08-19T00:00:00-04:00", "authorized", "84 FR 43487"),
    ("2019-11-18T00:00:00-05:00", "authorized", "84 FR 64018"),
    ("2020-02-13T00:00:00-05:00", "authorized", "85 FR 8722"),
    ("2020-03-10T00:00:00-04:00", "authorized", "FR Doc. 2020-05190"),
    ("2020-05-15T00:00:00-04:00", "authorized", "85 FR 29610"),
    ("2020-08-14T00:00:00-04:00", "license_required", ""),
]
"""A patch with both standing certificates: begin of each piece, outcome, and the version that clears it."""

PIECES: Final = answer(CASE, "T15").timeline.pieces


def test_the_timeline_of_the_network_patch() -> None:
    last = eastern(PATCH[-1][0])
    pieces = [piece for piece in PIECES if piece.start and piece.start <= last]
    assert [(piece.start, piece.outcome) for piece in pieces] == [(eastern(at), outcome) for at, outcome, _ in PATCH]
    by = [", ".join(piece.authorized_by) for piece in pieces]
    assert by == [f"{NETWORKS} ({cite})" if cite else "" for _, _, cite in PATCH]


def test_the_last_instant_of_the_patch() -> None:
    end = eastern("2020-08-14T00:00:00-04:00")
    assert [piece.end for piece in PIECES if piece.outcome == "authorized"][-1] == end
    assert {piece.outcome for piece in PIECES if piece.start and piece.start >= end} == {"license_required"}


def test_the_gap_has_no_license_in_it() -> None:
    listed, licensed = eastern("2019-05-16T16:15:00-04:00"), eastern("2019-05-20T00:00:00-04:00")
    (gap,) = [piece for piece in PIECES if piece.start == listed]
    assert (gap.end, gap.outcome) == (licensed, "license_required")


# Until when the patch may go, known from the day on which each version was filed or, where that is unsure, printed.
ENDS: Final = [
    ("2019-05-20T00:00:00-04:00", "2019-08-20T00:00:00-04:00"),
    ("2019-08-19T00:00:00-04:00", "2019-11-19T00:00:00-05:00"),
    ("2019-11-18T00:00:00-05:00", "2020-02-17T00:00:00-05:00"),
    ("2020-02-13T00:00:00-05:00", "2020-04-02T00:00:00-04:00"),
    ("2020-03-12T00:00:00-04:00", "2020-05-16T00:00:00-04:00"),
    ("2020-05-18T00:00:00-04:00", "2020-08-14T00:00:00-04:00"),
]


def end_as_known(known_at: datetime) -> datetime | None:
    pieces = answer(CASE, "T15", known_at=known_at).timeline.pieces
    return next((piece.end for piece in reversed(pieces) if piece.outcome == "authorized"), None)


@pytest.mark.parametrize(("known", "end"), ENDS)
def test_the_end_of_the_license_as_known_on_each_day(known: str, end: str) -> None:
    earlier = [before for day, before in ENDS if day < known]
    just_before = end_as_known(eastern(known) - timedelta(seconds=1))
    assert just_before == (eastern(earlier[-1]) if earlier else None)
    assert end_as_known(eastern(known)) == eastern(end)


def test_asked_in_april_2020_the_patch_may_go_until_the_end_of_15_may() -> None:
    assert answer(CASE, "T14").verdict.until == eastern("2020-05-16T00:00:00-04:00")
    assert answer(CASE, "T14", known_at=EVERYTHING).verdict.until == eastern("2020-08-14T00:00:00-04:00")


FREE: Final = "no_license_required"
LICENSE: Final = "license_required"
AUTHORIZED: Final = "authorized"


class Filing(msgspec.Struct, frozen=True):
    """What an instrument changed: for a question of the story, about an instant, from when it was known."""

    asks: str
    about: str
    known: str
    before: Outcome
    after: Outcome


FILINGS: Final = {
    "84 FR 22961, filed at 4:15 pm": Filing(
        "T02", "2019-05-17T12:00:00-04:00", "2019-05-16T16:15:00-04:00", FREE, LICENSE
    ),
    "savings clause of 84 FR 22961, filed with it": Filing(
        "T04", "2019-05-17T12:00:00-04:00", "2019-05-16T16:15:00-04:00", FREE, AUTHORIZED
    ),
    "84 FR 43493, filed on 19 August 2019": Filing(
        "T37", "2019-08-26T00:00:00-04:00", "2019-08-19T00:00:00-04:00", FREE, LICENSE
    ),
    "84 FR 43487 drops standards, filed on 19 August 2019": Filing(
        "T25", "2019-08-19T12:00:00-04:00", "2019-08-19T00:00:00-04:00", AUTHORIZED, LICENSE
    ),
    "84 FR 43487 asks for Huawei's certificate, filed on 19 August 2019": Filing(
        "T09", "2019-08-19T12:00:00-04:00", "2019-08-19T00:00:00-04:00", AUTHORIZED, LICENSE
    ),
    "85 FR 29849 restricts: known from its effect": Filing(
        "T41", "2020-05-18T12:00:00-04:00", "2020-05-15T00:00:00-04:00", FREE, LICENSE
    ),
    "85 FR 29849 gives a grace: known from its publication": Filing(
        "T40", "2020-05-18T12:00:00-04:00", "2020-05-19T00:00:00-04:00", LICENSE, AUTHORIZED
    ),
    "85 FR 36719, published on the day of its effect": Filing(
        "T27", "2020-06-22T00:00:00-04:00", "2020-06-18T00:00:00-04:00", LICENSE, AUTHORIZED
    ),
    "85 FR 51596 authorizes disclosure: known from its publication": Filing(
        "T24", "2020-08-18T12:00:00-04:00", "2020-08-20T00:00:00-04:00", LICENSE, AUTHORIZED
    ),
    "90 FR 47201 restricts: known from its effect": Filing(
        "T42", "2025-10-15T00:00:00-04:00", "2025-09-29T00:00:00-04:00", FREE, LICENSE
    ),
    "90 FR 50857 stays: known from its publication": Filing(
        "T43", "2025-11-10T12:00:00-05:00", "2025-11-12T00:00:00-05:00", LICENSE, FREE
    ),
}


@pytest.mark.parametrize("name", FILINGS)
def test_around_each_filing_the_answer_is_that_of_its_day(name: str) -> None:
    filing = FILINGS[name]
    known, about = eastern(filing.known), eastern(filing.about)
    assert answer(CASE, filing.asks, at=about, known_at=known - timedelta(seconds=1)).verdict.outcome == filing.before
    assert answer(CASE, filing.asks, at=about, known_at=known).verdict.outcome == filing.after


def test_the_end_of_the_stay_is_known_from_its_beginning() -> None:
    """One notice stays the Affiliates Rule and restores it a year later: December 2025 already knows the end."""
    stayed = answer(CASE, "T43")
    assert stayed.verdict.until == eastern("2026-11-10T00:00:00-05:00")
    assert stayed.timeline.at(eastern("2026-11-21T00:00:00-05:00")).outcome == "license_required"
