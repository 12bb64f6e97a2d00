"""The index finds what comparing with every name finds: no more, no less, with the same scores."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprieve.screening import bound
from reprieve.screening.index import Index
from reprieve.screening.likeness import LEAST, likeness
from reprieve.screening.parsed import Manner, Token, read
from reprieve.screening.sieve import MOST
from reprieve.screening.words import Words
from tests.screening.colliding import (
    LISTS,
    MANNERS,
    NAMES,
    THRESHOLDS,
    WORDS,
    by_hand,
    collisions,
    listed_names,
    rewritten,
)


@settings(max_examples=4 * settings().max_examples)
@given(collisions(), MANNERS, THRESHOLDS)
def test_the_index_finds_what_comparing_with_all_finds(
    collision: tuple[list[str], str], manner: Manner, threshold: float
) -> None:
    names, query = collision
    index = Index(names, manner)
    assert index.search(query, threshold) == by_hand(names, query, manner, threshold)
    # A bound that is too low shows where the threshold is what the best names score, and not a hair below.
    every = by_hand(names, query, manner, 1e-9)
    for _, score in every[:3]:
        assert index.search(query, score) == [each for each in every if each[1] >= score]


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Stratton", "斯特拉顿"),
        ("斯特拉顿", "Stratton"),
        ("Tianshan Mill", "天山厂"),
        ("天山厂", "Tianshan Mill"),
        ("삼성전자", "Samsung Electronics"),
        ("Kim Jong Un", "김정은"),
        ("ali mohammed", "alimohammed"),
        ("alimohammed", "ali mohammed"),
        ("elektronikwerke dresden", "elektronikwrke dresden"),
        ("elektronikwerke", "lektronikwerken"),
        ("J. Schmidt", "Johann Schmidt"),
        ("Johann Schmidt", "J. Schmidt"),
        ("Hussein", "Husayn"),
        ("Huawei Technologies", "Huawei Tech"),
    ],
)
@pytest.mark.parametrize("manner", ["person", "organization"])
def test_each_way_of_being_alike_is_looked_up(listed: str, asked: str, manner: Manner) -> None:
    names = ["Nobody", listed, "Somebody Else"]
    ((place, score),) = by_hand(names, asked, manner, 0.3)
    assert Index(names, manner).search(asked, score) == [(place, score)]
    assert place == 1


@pytest.mark.parametrize("name", ["斯特拉顿", "三星電子", "김정은", "화웨이"])
def test_a_name_of_several_readings_is_found_by_each(name: str) -> None:
    readings = read(name, "organization")
    names = ["Acme", name]
    for each in readings:
        asked = " ".join(token.text for token in each.tokens)
        ((place, score),) = by_hand(names, asked, "organization", 0.5)
        assert Index(names, "organization").search(asked, score) == [(place, score)]
        assert place == 1


@given(LISTS, st.lists(NAMES, max_size=6), MANNERS, THRESHOLDS)
def test_many_are_searched_as_each_alone(
    names: list[str], queries: list[str], manner: Manner, threshold: float
) -> None:
    index = Index(names, manner)
    assert index.search_all(queries, threshold) == [by_hand(names, each, manner, threshold) for each in queries]
    assert index.search_all(queries, threshold) == [index.search(each, threshold) for each in queries]


@given(st.lists(WORDS, max_size=20), WORDS)
def test_every_word_that_is_alike_is_found(known: list[str], word: str) -> None:
    texts = sorted(set(known))
    none = np.zeros(0, np.int32)
    tokens = [Token(text, text, "own", 1.0, text, "written") for text in (*texts, word)]
    (found,) = Words(tokens[:-1], none, none).alike(tokens[-1:])
    wanted = {other for other in texts if likeness(word, other).value >= LEAST}
    assert wanted <= {texts[place] for place in found}


def test_the_figures_of_the_scorer_keep_the_proof_of_the_bound() -> None:
    assert bound.HOLDS


def test_a_name_that_stands_in_a_list_twice_is_found_at_both_places() -> None:
    found = Index(["Huawei", "Acme", "Huawei"], "organization").search("Huawei", 0.7)
    assert found == [(0, 1.0), (2, 1.0)]


def test_a_query_of_more_words_than_are_told_apart_is_compared_all_the_same() -> None:
    words = [f"{one}{two}ton" for one in "bcdfghklmnp" for two in "aeiou"]
    long = " ".join(words + words[::-1])
    names = [long, " ".join(words), "bacton", long.replace("baton", "Huawei")]
    assert len(long.split()) > MOST
    for threshold in (0.05, 0.7, 1.0):
        assert Index(names, "person").search(long, threshold) == by_hand(names, long, "person", threshold)


def test_a_very_long_word_is_found_with_a_slip_in_it() -> None:
    word = "donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
    (hit,) = Index(["Acme", word], "organization").search(word.replace("elek", "elke"), 0.7)
    assert hit.place == 1
    assert 0.7 < hit.score < 1.0


def test_a_threshold_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="finds every name"):
        Index(["Acme"], "organization").search("Acme", 0)


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Index([], "person").search_all(["Acme", "", "---"], 0.7) == [[], [], []]
    assert Index(["", "---"], "person").search("Acme", 0.7) == []


@pytest.mark.parametrize("manner", ["person", "organization"])
def test_on_a_real_list_the_index_finds_what_comparing_with_all_finds(shared: Path, manner: Manner) -> None:
    names = listed_names(shared, manner)
    queries = rewritten(names, manner, 10)
    found = Index(names, manner).search_all(queries, 0.6)
    assert found == [by_hand(names, query, manner, 0.6) for query in queries]
    assert sum(map(bool, found)) > 6


@pytest.mark.soak
@pytest.mark.parametrize(("manner", "count"), [("person", 100), ("organization", 60)])
def test_on_a_real_list_longer_searches_find_no_difference(shared: Path, manner: Manner, count: int) -> None:
    """`benchmarks/screening_exact.py` does the same for 2,000."""
    names = listed_names(shared, manner)
    queries = rewritten(names, manner, count)
    found = Index(names, manner).search_all(queries, 0.5)
    assert found == [by_hand(names, query, manner, 0.5) for query in queries]
