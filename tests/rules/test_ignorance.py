"""Ignorance never clears, and certainty is not withheld.

The packs' own cases with facts taken away, against every completion of what is missing; `benchmarks/unknowns.py` does
the same ten times over, beside other systems.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache

import msgspec
import pytest
from hypothesis import given, reject

from reprieve.model.verdict import CLEARING, STOPPING
from reprieve.rules import packtest
from reprieve.rules.book import Book, Statute
from reprieve.rules.decide import Decision
from reprieve.rules.law import Rule
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.situation import Matter, Situation
from tests.oracles import brute
from tests.oracles.deletions import Base, bases, deletions, known, without
from tests.oracles.domains import Variable
from tests.oracles.random_law import FACTS, cases, instants, knowledge
from tests.oracles.search import Search

COUNT = 2_000
SEED = 2019
PACKS = [pack.id for pack in law_in(SHIPPED).packs if pack.tests]
SMALL = 12
"""A limit on the diagram that many of these cases pass."""


class Thinned(msgspec.Struct, frozen=True):
    """A case with facts taken away."""

    base: Base
    situation: Situation
    decisive: bool


@cache
def cases_of(pack: str) -> list[Base]:
    law = law_in(SHIPPED)
    chosen = next(each for each in law.packs if each.id == pack)
    return bases(statute_of(SHIPPED), list(packtest.runs(law, chosen)))


@cache
def search_in(book: Book) -> Search:
    return Search(book)


def thinned(pack: str, count: int) -> Iterator[Thinned]:
    found = cases_of(pack)
    for each in deletions(found, count, SEED):
        base = found[each.case]
        yield Thinned(base, without(base.situation, each.gone), each.decisive)


def asked(decision: Decision) -> set[Variable]:
    return {(question.variable.fact, question.variable.member) for question in decision.questions}


@pytest.mark.parametrize("pack", PACKS)
def test_an_answer_is_as_sure_as_what_is_known(pack: str) -> None:
    for case in thinned(pack, COUNT):
        book = known(statute_of(SHIPPED), case.base.known_at)
        search, decision = search_in(book), book.decide(case.situation)
        possible = search.possible(case.situation)
        about = case.base.name, case.situation
        assert decision.exact, about
        assert decision.possible == possible, about
        assert not (decision.outcome in CLEARING and possible & STOPPING), about
        assert decision.outcome != "indeterminate" or (possible & STOPPING and possible & CLEARING), about
        for variable in asked(decision):
            assert search.matters(case.situation, variable), (variable, about)


@pytest.mark.parametrize("pack", PACKS)
def test_what_is_not_asked_for_cannot_change_the_outcome(pack: str) -> None:
    for case in thinned(pack, COUNT // 20):
        book = known(statute_of(SHIPPED), case.base.known_at)
        search, decision = search_in(book), book.decide(case.situation)
        for variable in set(search.unknowns(case.situation)) - asked(decision):
            assert not search.matters(case.situation, variable), (variable, case.base.name, case.situation)


@pytest.mark.parametrize("pack", PACKS)
def test_past_the_cap_an_answer_says_so_and_possible_is_too_wide_at_most(pack: str) -> None:
    law = law_in(SHIPPED)
    capped = Statute(law.rules, law.dictionary, SMALL)
    inexact = 0
    for case in thinned(pack, COUNT // 5):
        book = known(capped, case.base.known_at)
        decision = book.decide(case.situation)
        possible = search_in(known(statute_of(SHIPPED), case.base.known_at)).possible(case.situation)
        inexact += not decision.exact
        assert decision.possible >= possible if not decision.exact else decision.possible == possible
        assert not (decision.outcome in CLEARING and possible & STOPPING)
    assert inexact


@pytest.mark.parametrize("pack", PACKS)
def test_half_of_the_deletions_take_facts_that_decide(pack: str) -> None:
    found = cases_of(pack)
    drawn = list(deletions(found, COUNT, SEED))
    decisive = [each for each in drawn if each.decisive]
    assert len(decisive) == COUNT // 2
    assert all(set(each.gone) <= set(found[each.case].decisive) for each in decisive)
    assert {len(each.gone) for each in drawn} == {1, 2, 3, 4, 5, 6}


@given(cases(unknown=3), instants(), knowledge())
def test_the_search_finds_what_trying_everything_finds(
    case: tuple[tuple[Rule, ...], Matter], at: datetime, known_at: datetime
) -> None:
    rules, matter = case
    book, situation = Statute(rules, FACTS).known_at(known_at), matter.on(at)
    try:
        truth = brute.Law(rules, FACTS, known_at).decide(situation)
    except brute.TooMany:
        reject()
    search = Search(book)
    assert search.possible(situation) == truth.possible
    assert {each for each in search.unknowns(situation) if search.matters(situation, each)} == truth.relevant
