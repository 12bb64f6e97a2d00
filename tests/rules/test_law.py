"""Which version of a provision is in force at one instant as known at another: spans against the versions."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given

from reprieve.rules.book import Statute
from reprieve.rules.decide import is_doubtful
from reprieve.rules.law import Does, Rule, edges, spans
from tests.oracles import brute
from tests.oracles.random_law import FACTS, LATEST, Case, cases, instants, knowledge, laws
from tests.oracles.small import LATER, clear, day, decide, stop, text


def in_force(rule: Rule, at: datetime, known_at: datetime) -> dict[int, bool]:
    """The versions in force by their spans; True for one that surely is."""
    found = [span for span in spans(rule, 0, known_at) if span.start <= at and (span.end is None or at < span.end)]
    return {span.version: not is_doubtful(rule, span) for span in found}


@given(laws(), instants(), knowledge())
def test_the_version_in_force_is_the_latest_begun_of_those_known(
    rules: tuple[Rule, ...], at: datetime, known_at: datetime
) -> None:
    law = brute.Law(rules, FACTS, known_at)
    for rule in rules:
        assert in_force(rule, at, known_at) == law.standing(rule, at)


@given(laws(), knowledge())
def test_what_is_not_yet_known_changes_nothing(rules: tuple[Rule, ...], known_at: datetime) -> None:
    for rule in rules:
        known = tuple(version for version in rule.versions if version.known_from <= known_at)
        numbers = [rule.versions.index(version) for version in known]
        told = spans(msgspec.structs.replace(rule, versions=known), 0, LATEST)
        assert spans(rule, 0, known_at) == [
            msgspec.structs.replace(span, version=numbers[span.version]) for span in told
        ]


@given(cases(unknown=2), instants(), instants(), instants())
def test_an_authorization_known_later_clears_nothing_earlier(
    case: Case, at: datetime, one: datetime, other: datetime
) -> None:
    rules, matter = case
    earlier, later = sorted((one, other))
    statute = Statute(rules, FACTS)
    for each in statute.known_at(earlier).decide(matter.on(at)).instances:
        for number in (*each.cleared_by, *each.might_clear):
            assert any(version.known_from <= earlier for version in rules[number].versions)
    new = {span for rule in rules for span in spans(rule, 0, later)} - {
        span for rule in rules for span in spans(rule, 0, earlier)
    }
    known_between = [each for each in edges(rules) if earlier < each <= later]
    assert known_between or not new


@given(laws(), instants())
def test_a_book_holds_until_the_next_publication(rules: tuple[Rule, ...], known_at: datetime) -> None:
    statute = Statute(rules, FACTS)
    last = max((edge for edge in edges(rules) if edge <= known_at), default=None)
    assert statute.known_at(known_at).spans == ([] if last is None else statute.known_at(last).spans)
    assert statute.known_fully().spans == statute.known_at(LATEST).spans
    assert statute.publications == edges(rules)


# --- when a version counts as known -------------------------------------------------------------------------------

PUBLISHED = day(5)


@pytest.mark.parametrize("does", ["restricts", "narrows", "withdraws"])
def test_what_tightens_is_known_from_effect_or_publication_whichever_comes_first(does: Does) -> None:
    assert text(start=3, does=does, published=PUBLISHED).known_from == day(3)
    assert text(start=8, does=does, published=PUBLISHED).known_from == PUBLISHED
    assert text(start=3, does=does, published=None).known_from == day(3)


@pytest.mark.parametrize("does", ["authorizes", "extends", "stays"])
def test_what_relaxes_is_known_only_from_publication(does: Does) -> None:
    assert text(start=3, does=does, published=PUBLISHED).known_from == PUBLISHED


@pytest.mark.parametrize("does", ["restricts", "narrows", "withdraws", "authorizes", "extends", "stays"])
def test_a_filing_that_is_sure_counts(does: Does) -> None:
    assert text(start=3, does=does, published=PUBLISHED, filed=day(2)).known_from == day(2)
    assert text(start=3, does=does, published=PUBLISHED, filed=day(9)).known_from == day(9)


def outcomes(*rules: Rule, known_at: datetime = LATER) -> list[str]:
    """The outcome at noon of each of the first eight days of November."""
    return [decide(*rules, at=day(number), known_at=known_at).outcome for number in range(1, 9)]


S, A, N = "license_required", "authorized", "no_license_required"


def test_a_window_is_half_open() -> None:
    assert outcomes(stop(text(start=3, until=day(6)))) == [N, N, S, S, S, N, N, N]


def test_a_later_version_displaces_the_earlier_from_its_effect() -> None:
    permit = clear(text("true", 2, until=day(7)), text("false", 4, until=day(6)))
    assert outcomes(stop("true"), permit) == [S, A, A, S, S, S, S, S]


def test_a_gap_between_two_versions_stays_a_gap() -> None:
    permit = clear(text("true", 2, until=day(4)), text("true", 6))
    assert outcomes(stop("true"), permit) == [S, A, A, S, S, A, A, A]


def test_a_removal_ends_the_chain() -> None:
    permit = clear(text("true", 2), text("false", 5, in_force=False, does="withdraws"))
    assert outcomes(stop("true"), permit) == [S, A, A, A, S, S, S, S]


def test_an_extension_counts_only_once_published() -> None:
    permit = clear(text("true", 1, until=day(4)), text("true", 4, does="extends", published=day(6)))
    assert outcomes(stop("true"), permit, known_at=day(5)) == [A, A, A, S, S, S, S, S]
    assert outcomes(stop("true"), permit, known_at=day(6)) == [A] * 8


def test_a_narrowing_counts_from_its_effect_even_if_it_is_published_later() -> None:
    permit = clear(text("true", 1), text("false", 4, does="narrows", published=day(9)))
    assert outcomes(stop("true"), permit, known_at=day(4)) == [A, A, A, S, S, S, S, S]


def test_a_doubtful_start_of_an_authorization_leaves_only_those_days_open() -> None:
    permit = clear(text("true", 3, starts_by=day(6)))
    open_ = "indeterminate"
    assert outcomes(stop("true"), permit) == [S, S, open_, open_, open_, A, A, A]


def test_a_doubtful_start_keeps_the_text_before_it_open() -> None:
    permit = clear(text("true", 1), text("false", 3, does="extends", starts_by=day(5)))
    assert outcomes(stop("true"), permit) == [A, A, "indeterminate", "indeterminate", S, S, S, S]


def test_a_doubtful_stay_of_a_restriction_does_not_lift_it() -> None:
    stayed = stop(text("true", 1), text("false", 3, does="stays", in_force=False, starts_by=day(5)))
    assert outcomes(stayed) == [S, S, "indeterminate", "indeterminate", N, N, N, N]


def test_whichever_text_stands_the_answer_may_be_the_same() -> None:
    permit = clear(text("true", 1), text("true", 3, does="extends", starts_by=day(5)))
    found = decide(stop("true"), permit, at=day(4))
    assert (found.outcome, found.questions) == ("authorized", ())


def test_what_an_unconfirmed_text_would_displace_may_still_stand_after_its_end() -> None:
    narrowed = stop(text("true", 1), text("false", 3, until=day(5), does="narrows", confidence="unconfirmed"))
    assert outcomes(narrowed) == [S, S, *["indeterminate"] * 6]


def test_an_unconfirmed_extension_takes_nothing_from_the_text_before_it() -> None:
    permit = clear(text("true", 1), text("true", 3, does="extends", confidence="unconfirmed"))
    assert outcomes(stop("true"), permit) == [A] * 8


def test_a_confirmed_text_ends_the_doubt() -> None:
    narrowed = stop(text("true", 1), text("false", 3, confidence="unconfirmed"), text("false", 5))
    assert outcomes(narrowed) == [S, S, "indeterminate", "indeterminate", N, N, N, N]


def test_before_anything_is_known_there_is_no_law() -> None:
    book = Statute((stop("true"),), FACTS).known_at(datetime.fromisoformat("2019-10-31T12:00:00+00:00"))
    assert (book.spans, book.cuts) == ([], [])


def test_no_law_at_all() -> None:
    assert Statute((), FACTS).known_fully().spans == []
