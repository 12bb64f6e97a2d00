"""Facts that change with time, and what counts as one."""

from __future__ import annotations

from datetime import datetime, timedelta

from reprieve.model.facts import UNKNOWN, Dated, Fact, changes, fact_at

JUNE, JULY = (datetime.fromisoformat(f"2019-0{month}-01T00:00:00-04:00") for month in (6, 7))
PAID = Dated(Fact(value=False), ((JUNE, Fact(UNKNOWN)), (JULY, Fact(value=True))))
SECOND = timedelta(seconds=1)


def test_a_change_holds_from_its_instant_on() -> None:
    moments = (JUNE - SECOND, JUNE, JULY - SECOND, JULY, JULY + SECOND)
    assert [PAID.at(moment).value for moment in moments] == [False, UNKNOWN, UNKNOWN, True, True]
    assert [fact_at(PAID, moment) for moment in moments] == [PAID.at(moment) for moment in moments]


def test_a_fact_that_does_not_change_is_the_same_at_every_instant() -> None:
    fact = Fact(3)
    assert fact_at(fact, JUNE) is fact


def test_two_changes_at_one_instant_leave_the_last() -> None:
    assert Dated(Fact(1), ((JUNE, Fact(2)), (JUNE, Fact(3)))).at(JUNE).value == 3


def test_every_instant_at_which_some_fact_changes() -> None:
    assert list(changes({"leg.paid": PAID, "leg.crew": Fact(3), "leg.use": Dated(Fact("a"), ())})) == [JUNE, JULY]


def test_a_fact_without_source_says_so() -> None:
    assert (Fact(3).source.text, Fact(3).source.level) == ("not stated", "declared")
