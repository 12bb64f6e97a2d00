"""Local days as half-open intervals of instants, on the two days of the year that are not 24 hours long too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.time import EASTERN, Window, in_utc, instant, local_day, start_of, through

ZONES = (EASTERN, "Europe/Berlin", "Asia/Shanghai", "Pacific/Apia", "Asia/Kolkata", "UTC")
days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
MICRO = timedelta(microseconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "start", "end", "hours"),
    [
        (date(2019, 8, 19), "2019-08-19T04:00:00+00:00", "2019-08-20T04:00:00+00:00", 24),
        (date(2019, 11, 18), "2019-11-18T05:00:00+00:00", "2019-11-19T05:00:00+00:00", 24),
        (date(2019, 3, 10), "2019-03-10T05:00:00+00:00", "2019-03-11T04:00:00+00:00", 23),
        (date(2019, 11, 3), "2019-11-03T04:00:00+00:00", "2019-11-04T05:00:00+00:00", 25),
    ],
)
def test_through_a_day_is_until_the_next_midnight_in_new_york(day: date, start: str, end: str, hours: int) -> None:
    assert start_of(day, EASTERN) == at(start)
    assert through(day, EASTERN) == at(end)
    assert in_utc(through(day, EASTERN)) - in_utc(start_of(day, EASTERN)) == timedelta(hours=hours)


@given(days, st.sampled_from(ZONES))
def test_a_day_is_its_instants_and_no_others(day: date, zone: str) -> None:
    start, end = in_utc(start_of(day, zone)), in_utc(through(day, zone))
    if start < end:  # Samoa left out 30 December 2011
        assert [local_day(moment, zone) for moment in (start, end - MICRO)] == [day, day]
    assert local_day(start - MICRO, zone) < day < local_day(end, zone)
    assert end == in_utc(start_of(day + timedelta(days=1), zone))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.timezones()), st.sampled_from(ZONES))  # noqa: DTZ001  # zones are drawn
def test_an_instant_lies_in_its_local_day(moment: datetime, zone: str) -> None:
    day = local_day(moment, zone)
    assert in_utc(start_of(day, zone)) <= in_utc(moment) < in_utc(through(day, zone))


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    once, again = at("2019-11-03T01:30:00-04:00"), at("2019-11-03T01:30:00-05:00")
    assert in_utc(again) - in_utc(once) == timedelta(hours=1)
    assert local_day(once, EASTERN) == local_day(again, EASTERN) == date(2019, 11, 3)


def test_an_instant_as_it_is_and_a_day_as_its_first_instant() -> None:
    moment = at("2019-05-16T16:15:00-04:00")
    assert instant(moment, EASTERN) is moment
    assert instant(date(2019, 5, 16), EASTERN) == at("2019-05-16T00:00:00-04:00")
    with pytest.raises(ValueError, match="2019-05-16T16:15:00 has a time of day but no offset from UTC"):
        instant(moment.replace(tzinfo=None), EASTERN)


def test_equal_instants_are_spelt_alike_in_utc() -> None:
    here, there = at("2019-05-16T16:15:00-04:00"), at("2019-05-17T04:15:00+08:00")
    assert in_utc(here).isoformat() == in_utc(there).isoformat() == "2019-05-16T20:15:00+00:00"


@pytest.mark.parametrize(
    "moment",
    [
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))),
    ],
)
def test_the_ends_of_the_calendar_stay_in_it(moment: datetime) -> None:
    assert in_utc(moment).tzinfo is UTC
    assert abs(in_utc(moment).year - moment.year) == 0


START, END = at("2019-05-20T00:00:00-04:00"), at("2019-08-20T00:00:00-04:00")


@pytest.mark.parametrize(
    ("window", "inside"),
    [
        (Window(START, END), [False, True, True, False]),
        (Window(START, None), [False, True, True, True]),
        (Window(None, END), [True, True, True, False]),
        (Window(), [True, True, True, True]),
        (Window(END, START), [False, False, False, False]),
    ],
)
def test_a_window_is_half_open(window: Window, inside: list[bool]) -> None:
    assert [moment in window for moment in (START - MICRO, START, END - MICRO, END)] == inside


def test_a_window_in_which_no_instant_lies() -> None:
    windows = (Window(START, START), Window(END, START), Window(START, END), Window(None, END), Window())
    assert [window.empty for window in windows] == [True, True, False, False, False]
