from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.time import EASTERN, start_of, through
from reprieve.model.verdict import SEVERITY, Outcome
from reprieve.views import words
from tests.views.story import ANSWERS, CHIPS, EARLY, LISTED, PATCH, ROUTER, day, verdict
from tests.views.timelines import INSTANTS


def test_a_period_through_a_day_is_told_as_that_day() -> None:
    assert words.until(through(datetime(2019, 8, 19, tzinfo=UTC).date(), EASTERN)) == "through 19 Aug 2019"


@given(st.dates())
def test_through_any_day_of_any_year_is_that_day(found: datetime) -> None:
    if found.toordinal() > 2 and found.year < 9999:
        told = words.until(through(found, EASTERN))
        assert told == f"through {found.day} {words.MONTHS[found.month - 1]} {found.year}"


def test_an_end_within_a_day_is_told_with_its_hour_and_zone() -> None:
    assert words.until(LISTED) == "until 16 May 2019, 16:15 EDT"
    assert words.until(datetime(2019, 1, 28, 5, 1, tzinfo=UTC)) == "until 28 Jan 2019, 00:01 EST"


def test_midnight_elsewhere_is_an_hour_here() -> None:
    midnight = start_of(datetime(2019, 8, 20, tzinfo=UTC).date(), "Europe/Brussels")
    assert words.until(midnight) == "until 19 Aug 2019, 18:00 EDT"
    assert words.until(midnight, "Europe/Brussels") == "through 19 Aug 2019"
    assert words.moment(datetime(2026, 11, 10, 5, tzinfo=UTC), "America/Sao_Paulo") == "10 Nov 2026, 02:00 UTC-03"


def test_no_end_is_said() -> None:
    assert words.until(None) == "no end set"


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (None, None, "at all times"),
        (None, LISTED, "before 16 May 2019, 16:15 EDT"),
        (LISTED, day("2019-05-20"), "16 May 2019, 16:15 EDT through 19 May 2019"),
        (day("2019-05-20"), day("2019-08-19"), "20 May 2019 through 18 Aug 2019"),
        (day("2020-08-14"), None, "from 14 Aug 2020 on"),
    ],
)
def test_periods_in_words(start: datetime | None, end: datetime | None, told: str) -> None:
    assert words.span(start, end) == told


@given(INSTANTS, INSTANTS)
def test_every_instant_can_be_told(one: datetime, other: datetime) -> None:
    assert words.span(one, other)
    assert words.until(one)


def test_only_what_may_go_ahead_has_an_until() -> None:
    assert words.ends(PATCH.verdict) == "through 13 Aug 2020"
    assert words.ends(ROUTER.verdict) == "next change 14 Aug 2020"
    assert words.ends(CHIPS.verdict) == ""
    assert words.ends(EARLY.verdict) == ""
    assert words.ends(verdict("authorized", "")) == "no end set"


def test_lists_and_numbers() -> None:
    assert [words.listed(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert words.listed("ab", "or") == "a or b"
    assert [words.counted(each, "party", "parties") for each in (0, 1, 2)] == ["0 parties", "1 party", "2 parties"]


def test_the_whole_case_in_one_line_begins_with_the_worst() -> None:
    assert words.overall(ANSWERS) == (
        "5 transactions: 1 prohibited, 1 license required, 1 open, 1 authorized, 1 no license required"
    )
    assert words.overall(msgspec.structs.replace(ANSWERS, transactions=(PATCH,))) == "1 transaction: authorized"
    assert words.overall(msgspec.structs.replace(ANSWERS, transactions=())) == "no transactions"


def test_a_license_required_never_hides_a_possible_prohibition() -> None:
    found = verdict("license_required", "", possible=("license_required", "prohibited"))
    assert words.still_possible(found) == "It could still be prohibited."
    assert words.still_possible(ROUTER.verdict) == "The missing facts decide between license required and authorized."
    assert words.still_possible(PATCH.verdict) == ""


def test_another_moment_of_knowledge_is_told() -> None:
    assert words.asked_for(PATCH, ANSWERS) == "asked for 10 Sep 2019"
    later = msgspec.structs.replace(PATCH, known_at=day("2019-09-10"))
    assert words.asked_for(later, ANSWERS) == "asked for 10 Sep 2019, as known 10 Sep 2019"


@pytest.mark.parametrize("outcome", SEVERITY)
def test_every_outcome_has_its_words(outcome: Outcome) -> None:
    assert words.LABELS[outcome].startswith(words.SHORT[outcome])
    assert words.MEANING[outcome]


def test_text_cannot_steer() -> None:
    assert words.readable("a\x1b[2Jb\u202ec\x00\nd\te") == "a\ufffd[2Jb\ufffdc\ufffd\nd\te"
    assert words.readable("España 华为 ✓") == "España 华为 ✓"
