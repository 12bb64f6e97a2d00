"""Which names of a list score at least so much: exactly those that comparing with every name would give.

Words are looked up, not names: for each word of the query the words of the list that are alike (equal, a slip apart,
alike in sound, a beginning, an initial, or joined from two), and through them the names that hold such words. From
these alone follows the most that a name can score:

    X / (X + CONFLICT * min(l, o) + excess * |l - o|)

X: half of what the words of both sides can gain at best; l and o: the weight of the words on either side that are alike
to none. It is no less than the score, because every pair that an alignment can choose is a pair of words alike, because
what it leaves over is at least l and o, and because the formula grows with X and falls with l and o. Only names whose
bound reaches the threshold are compared; `search` therefore returns what a comparison with all would.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from reprieve.screening.aligned import CONFLICT, EXCESS, JOINED, score_of
from reprieve.screening.likeness import INITIAL, LEAST, SLIP, likeness, most_slips, skeleton
from reprieve.screening.parsed import Manner, Parsed, Token, parsed

LONGEST: Final = 64
"""Words longer than this are found only whole, or by their beginning."""
_ZERO, _A = ord("0"), ord("a")
SLACK: Final = 1e-9
"""What rounding may take from a bound."""
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class Hit(NamedTuple):
    """A name by its place in the list, and its score."""

    place: int
    score: float


class Words:
    """Distinct words, found by likeness to another."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self.number = {word: number for number, word in enumerate(self.words)}
        self._sounds: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            if len(word) > 3:  # noqa: PLR2004  # as `likeness` has it
                self._sounds[skeleton(word)].append(number)
        lengths = np.array([len(word) for word in self.words], np.int64)
        self._by_length = np.argsort(lengths, kind="stable")
        self._starts = np.searchsorted(lengths[self._by_length], np.arange(LONGEST + 2))
        self._letters = np.array([letters(self.words[at]) for at in self._by_length], np.uint64)

    def alike(self, word: str, least: float = LEAST) -> dict[int, float]:
        """The words alike to one, with their likeness: every one that `likeness` finds so."""
        begun = self._begun(word) if least <= INITIAL else self._equal(word)
        candidates = {*begun, *self._sounds.get(skeleton(word), ()), *self._near(word, least)}
        found = ((number, likeness(word, self.words[number]).value) for number in candidates)
        return {number: value for number, value in found if value >= least}

    def _equal(self, word: str) -> Iterator[int]:
        if word in self.number:
            yield self.number[word]

    def _begun(self, word: str) -> Iterator[int]:
        """The word itself, those that it begins, and those that begin it; initials among them."""
        start = bisect_left(self.words, word)
        for number in range(start, len(self.words)):
            if not self.words[number].startswith(word):
                break
            yield number
        for length in range(1, len(word)):
            number = self.number.get(word[:length], -1)
            if number >= 0:
                yield number

    def _near(self, word: str, least: float) -> list[int]:
        """The words of which so few slips make this one that the two are at least so much alike.

        A slip takes away at most one letter and brings in at most one: words that differ in more letters than there may
        be slips are none of them. The distance of the others is measured.
        """
        slips = _slips(len(word) + most_slips(len(word) + 3), least)
        if not slips:
            return []
        first, last = min(max(len(word) - slips, 0), LONGEST), min(len(word) + slips, LONGEST)
        part = slice(self._starts[first], self._starts[last + 1])
        theirs, mine = self._letters[part], np.uint64(letters(word))
        few = (np.bitwise_count(theirs & ~mine) <= slips) & (np.bitwise_count(mine & ~theirs) <= slips)
        numbers: list[int] = self._by_length[part][few].tolist()
        texts = [self.words[number] for number in numbers]
        if not texts:
            return []
        distances = cdist([word], texts, scorer=OSA.distance, score_cutoff=slips, dtype=np.uint8)[0]
        return [numbers[at] for at in np.flatnonzero(distances <= slips)]


def _slips(longer: int, least: float) -> int:
    """How many slips words may be apart of which the longer has so many letters, to be at least so much alike."""
    return min(most_slips(longer), int((1 - least) / SLIP * longer + SLACK))


def letters(word: str) -> int:
    """The letters and digits of a word as bits."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) - _ZERO if letter <= "9" else ord(letter) - _A + 10)
    return found


class Postings(NamedTuple):
    """For each word, by number: the names that hold it, and the weight that it has there."""

    starts: Places
    names: Places
    weights: Floats

    def of(self, word: int) -> tuple[Places, Floats]:
        """The names that hold a word, once for each time they do."""
        part = slice(self.starts[word], self.starts[word + 1])
        return self.names[part], self.weights[part]


class Index:
    """Names read in one manner, ready to be searched. `names` are given by their place."""

    def __init__(self, names: Sequence[str], manner: Manner) -> None:
        self.names, self.manner = names, manner
        made = [parsed(name, manner) for name in names]
        self._weights = np.array([each.weight for each in made], np.float64)
        self._words = Words(text for each in made for token in each.tokens for text in {token.text, token.same})
        self._joined = Words(text for each in made for text, _ in _neighbours(each.tokens))
        self._single = self._posted(made, joined=False)
        self._pairs = self._posted(made, joined=True)

    def _posted(self, made: Sequence[Parsed], *, joined: bool) -> Postings:
        words = self._joined if joined else self._words
        found: list[tuple[int, int, float]] = []
        for place, name in enumerate(made):
            if joined:
                found += [(words.number[text], place, weight) for text, weight in _neighbours(name.tokens)]
            else:
                for token in name.tokens:
                    found += [(words.number[text], place, token.weight) for text in {token.text, token.same}]
        return _sorted(found, len(words.words))

    def search(self, query: str, threshold: float) -> list[Hit]:
        """Every name that scores at least the threshold (above 0), the best first. Raises ValueError for 0 or less."""
        if threshold <= 0:
            msg = "a threshold of 0 finds every name: compare with all of them"
            raise ValueError(msg)
        mine = parsed(query, self.manner)
        hits = [
            Hit(place, score_of(mine, parsed(self.names[place], self.manner)))
            for place in self.candidates(mine, threshold)
        ]
        return sorted((hit for hit in hits if hit.score >= threshold), key=lambda hit: (-hit.score, hit.place))

    def candidates(self, query: Parsed, threshold: float) -> list[int]:
        """The names whose bound reaches the threshold."""
        count = len(self.names)
        if not query.tokens or not count:
            return []
        mine, met, theirs, touched = (np.zeros(count) for _ in range(4))
        for gains, seen, names, values, weights in self._met(query.tokens):
            best = np.minimum(np.bincount(names, values, count), 1.0)
            mine += gains * best
            met += seen * (best > 0)
            theirs += np.bincount(names, values * weights, count)
            touched += np.bincount(names, weights, count)
        theirs, touched = np.minimum(theirs, self._weights), np.minimum(touched, self._weights)
        gain = (mine + theirs) / 2
        left, over = np.maximum(query.weight - met, 0.0), self._weights - touched
        least = CONFLICT * np.minimum(left, over) + EXCESS[self.manner] * np.abs(left - over)
        with np.errstate(invalid="ignore"):
            bound = np.where(gain > 0, gain / (gain + least), 0.0)
        return [int(place) for place in np.flatnonzero(bound >= threshold - SLACK)]

    def _met(self, tokens: Sequence[Token]) -> Iterator[tuple[float, float, Places, Floats, Floats]]:
        """For each word of a query: its weight, and where words alike to it stand, with likeness and weight."""
        for place, token in enumerate(tokens):
            alike = self._words.alike(token.text)
            alike |= dict.fromkeys(self._same(token), 1.0)
            found = [(self._single.of(number), value) for number, value in alike.items()]
            joined = self._joined.alike(token.text, JOINED)
            found += [(self._pairs.of(number), value) for number, value in joined.items()]
            for one, two in ((place - 1, place), (place, place + 1)):
                if one >= 0 and two < len(tokens):
                    both = self._words.alike(tokens[one].text + tokens[two].text, JOINED)
                    found += [(self._single.of(number), value) for number, value in both.items()]
            yield _together(token.weight, found)

    def _same(self, token: Token) -> Iterator[int]:
        number = self._words.number.get(token.same, -1)
        if number >= 0:
            yield number


def _neighbours(tokens: Sequence[Token]) -> Iterator[tuple[str, float]]:
    """Each two words that stand side by side, as one, with the weight of both."""
    for one, two in pairwise(tokens):
        yield one.text + two.text, one.weight + two.weight


def _sorted(found: list[tuple[int, int, float]], count: int) -> Postings:
    found.sort(key=lambda each: each[0])
    words = np.array([word for word, _, _ in found], np.int64)
    return Postings(
        np.searchsorted(words, np.arange(count + 1)),
        np.array([name for _, name, _ in found], np.int64),
        np.array([weight for _, _, weight in found], np.float64),
    )


def _together(
    weight: float, found: Sequence[tuple[tuple[Places, Floats], float]]
) -> tuple[float, float, Places, Floats, Floats]:
    names = np.concatenate([posted[0] for posted, _ in found] or [np.zeros(0, np.int64)])
    weights = np.concatenate([posted[1] for posted, _ in found] or [np.zeros(0)])
    values = np.concatenate([np.full(len(posted[0]), value) for posted, value in found] or [np.zeros(0)])
    return weight, weight, names, values, weights
