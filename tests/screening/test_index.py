"""The index finds what comparing with every name finds: no more, no less, with the same scores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.screening.aligned import score_of
from reprieve.screening.index import Index, Words
from reprieve.screening.likeness import LEAST, likeness
from reprieve.screening.parsed import Manner, parsed

SYLLABLES = st.sampled_from(
    [
        "hua",
        "wei",
        "tech",
        "nology",
        "ali",
        "mo",
        "ham",
        "med",
        "co",
        "ltd",
        "gmbh",
        "al",
        "bin",
        "z",
        "44",
        "45",
        "ka",
    ],
)
WORDS = st.lists(SYLLABLES, min_size=1, max_size=3).map("".join) | st.text("abcde", min_size=1, max_size=12)
NAMES = st.lists(WORDS, max_size=4).map(" ".join)
LISTS = st.lists(NAMES, max_size=12)
MANNERS = st.sampled_from(["person", "organization"])
THRESHOLDS = st.sampled_from([0.05, 0.3, 0.5, 0.7, 0.8, 1.0])


def by_hand(names: list[str], query: str, manner: Manner, threshold: float) -> list[tuple[int, float]]:
    """Every name compared."""
    mine = parsed(query, manner)
    scores = [(place, score_of(mine, parsed(name, manner))) for place, name in enumerate(names)]
    return sorted((each for each in scores if each[1] >= threshold), key=lambda each: (-each[1], each[0]))


@given(LISTS, NAMES, MANNERS, THRESHOLDS)
def test_the_index_finds_what_comparing_with_all_finds(
    names: list[str], query: str, manner: Manner, threshold: float
) -> None:
    found = [tuple(hit) for hit in Index(names, manner).search(query, threshold)]
    assert found == by_hand(names, query, manner, threshold)


@given(st.lists(WORDS, max_size=20), WORDS)
def test_every_word_that_is_alike_is_found(known: list[str], word: str) -> None:
    found = Words(known)
    wanted = {other: likeness(word, other).value for other in set(known) if likeness(word, other).value >= LEAST}
    assert {found.words[number]: value for number, value in found.alike(word).items()} == wanted


def test_a_threshold_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="finds every name"):
        Index(["Acme"], "organization").search("Acme", 0)


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Index([], "person").search("Acme", 0.7) == []
