"""One word for a set of outcomes, the least sure provision of several, and the piece of a timeline at an instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain, combinations

import pytest

from reprieve.model.nouns import Listing
from reprieve.model.verdict import (
    CLEARING,
    SEVERITY,
    STOPPING,
    Confidence,
    Outcome,
    Segment,
    Timeline,
    least_sure,
    outcome_of,
)

SETTLED: tuple[Outcome, ...] = ("no_license_required", "authorized", "license_required", "prohibited")
SETS = [
    frozenset(some) for some in chain.from_iterable(combinations(SETTLED, size) for size in range(1, len(SETTLED) + 1))
]


@pytest.mark.parametrize("possible", SETS, ids=lambda possible: "+".join(sorted(possible)))
def test_indeterminate_is_only_a_mix_of_stopping_and_clearing(possible: frozenset[Outcome]) -> None:
    found = outcome_of(possible)
    if possible & STOPPING and possible & CLEARING:
        assert found == "indeterminate"
    elif possible <= STOPPING:
        assert found == ("license_required" if "license_required" in possible else "prohibited")
    else:
        assert found == ("authorized" if "authorized" in possible else "no_license_required")


def test_worse_outcomes_rank_higher() -> None:
    worst_first = sorted(SEVERITY, key=SEVERITY.__getitem__, reverse=True)
    assert worst_first == ["prohibited", "license_required", "indeterminate", "authorized", "no_license_required"]


@pytest.mark.parametrize(
    ("found", "least"),
    [
        ([], "official"),
        (["official", "official"], "official"),
        (["official", "secondary"], "secondary"),
        (["unconfirmed", "official", "secondary"], "unconfirmed"),
    ],
)
def test_an_answer_is_as_sure_as_the_least_sure_of_its_provisions(found: list[Confidence], least: Confidence) -> None:
    assert least_sure(found) == least


MAY, JUNE = (datetime.fromisoformat(f"2019-0{month}-01T00:00:00-04:00") for month in (5, 6))


def test_the_piece_of_a_timeline_at_an_instant() -> None:
    edges = [(None, MAY), (MAY, JUNE), (JUNE, None)]
    pieces = tuple(Segment(start, end, "authorized", (), (str(start),)) for start, end in edges)
    found = [
        Timeline(pieces).at(moment) for moment in (MAY - timedelta(seconds=1), MAY, JUNE - timedelta(seconds=1), JUNE)
    ]
    assert found == [pieces[0], pieces[1], pieces[1], pieces[2]]


@pytest.mark.parametrize(
    ("filed", "published", "known"),
    [(JUNE, MAY, JUNE), (None, JUNE, MAY), (None, None, MAY), (None, MAY - timedelta(9), MAY - timedelta(9))],
)
def test_a_listing_counts_as_known_from_its_filing_else_at_the_latest_from_its_effect(
    filed: datetime | None, published: datetime | None, known: datetime
) -> None:
    assert Listing("us/el", "x", "X", (), (), MAY, "84 FR 1", filed=filed, published=published).known_from == known
