"""Which names of a list score at least so much: exactly those that comparing with every name would give.

Words are looked up, not names: for each word of the query the words of the list that may be alike (`words`), and
through them the names that hold such words and may reach the threshold (`sieve`, with the proof in `bound`). Only these
are compared. `search` therefore returns what a comparison with all would, and `search_all` is `search` for many.

An index can be kept in a file (`saved`) and asked by several processes (`bulk`). Searches may run side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Final, NamedTuple, Self, TypeVar, cast

import numpy as np

from reprieve.screening import saved
from reprieve.screening.aligned import score_of
from reprieve.screening.bound import Rates
from reprieve.screening.made import Made, text_arrays, texts_of
from reprieve.screening.parsed import Manner, Parsed, Token, read
from reprieve.screening.sieve import Met, Query, Sieve
from reprieve.screening.spread import Floats, Places, spread
from reprieve.screening.words import plain

REMEMBERED: Final = 200_000
"""So many words asked are remembered with what they met; then all are forgotten."""
TOGETHER: Final = 2_000
"""Queries of which the words are looked up at once."""
LARGEST, MARKS = 64, 4_000_000
"""So many queries go through the sieve at once, as long as that takes no more marks than this."""
_NONE: Final = np.zeros(0, np.int64)
T = TypeVar("T")
K = TypeVar("K")


class Hit(NamedTuple):
    """A name by its place in the list, and its score."""

    place: int
    score: float


class Index:
    """Names read in one manner, ready to be searched. `names` are given by their place."""

    def __init__(self, names: Sequence[str], manner: Manner, made: Made | None = None) -> None:
        self.names, self.manner = names, manner
        self._made = made or Made.of(names, manner)
        self._words = self._made.words
        self._sieve = Sieve(self._made, Rates.of(manner))
        self._group = max(1, min(LARGEST, MARKS // max(1, len(self._words), len(self._words.firsts))))
        self._alike: dict[Token, Places] = {}
        self._written: dict[str, Places] = {}
        self._parted: dict[str, Places] = {}

    # --- asked ------------------------------------------------------------------------------------------------------

    def search(self, query: str, threshold: float) -> list[Hit]:
        """Every name that scores at least the threshold (above 0), the best first. Raises ValueError for 0 or less."""
        return self.search_all([query], threshold)[0]

    def search_all(self, queries: Sequence[str], threshold: float) -> list[list[Hit]]:
        """Each of many queries, in their order; the same as one by one, in much less time."""
        if threshold <= 0:
            msg = "a threshold of 0 finds every name: compare with all of them"
            raise ValueError(msg)
        return [hits for part in _parts(queries, TOGETHER) for hits in self._searched(part, threshold)]

    def _searched(self, queries: Sequence[str], threshold: float) -> Iterator[list[Hit]]:
        """In every reading of every query."""
        asked = [(number, each) for number, query in enumerate(queries) for each in read(query, self.manner)]
        met = self._met_all([each for _, each in asked])
        parts = zip(_parts(asked, self._group), _parts(met, self._group), strict=True)
        found = [self._found(asked_now, met_now, threshold) for asked_now, met_now in parts]
        numbers, places, scores = _best(*(np.concatenate([each[at] for each in found] or [_NONE]) for at in range(3)))
        hits = [Hit(*each) for each in zip(places.tolist(), scores.tolist(), strict=True)]
        ends = np.searchsorted(numbers, np.arange(len(queries) + 1)).tolist()
        return (hits[start:end] for start, end in pairwise(ends))

    def _found(
        self, asked: Sequence[tuple[int, Parsed]], met: Sequence[Query], threshold: float
    ) -> tuple[Places, Places, Floats]:
        """For each hit the number of the query, the place of the name, and the score, in no order."""
        found, laid = self._sieve.candidates(met, threshold), self._made.laid
        both = zip(found.queries.tolist(), found.names.tolist(), strict=True)
        scores = np.fromiter(
            (score_of(asked[query][1], self._made.reading(name, self.manner)) for query, name in both),
            np.float64,
            len(found.names),
        )
        enough = scores >= threshold
        names, queries = found.names[enough], np.array([number for number, _ in asked], np.int64)[found.queries[enough]]
        first, last = laid.firsts[names], laid.firsts[names + 1]
        return (
            np.repeat(queries, last - first),
            laid.places[spread(first, last)],
            np.repeat(scores[enough], last - first),
        )

    # --- what words meet --------------------------------------------------------------------------------------------

    def _met_all(self, queries: Sequence[Parsed]) -> list[Query]:
        """What the words of some queries meet; what was looked up is remembered."""
        tokens = [[plain(token) for token in each.tokens] for each in queries]
        all_tokens = dict.fromkeys(chain.from_iterable(tokens))
        alike = _looked_up(self._alike, self._words.alike, all_tokens)
        parted = _looked_up(self._parted, self._words.parted, (token.text for token in all_tokens))
        both = (one.text + two.text for each in tokens for one, two in pairwise(each))
        written = _looked_up(self._written, self._words.written, both)
        return [
            Query.of([*_met(those, alike, written, parted)], each.weight)
            for each, those in zip(queries, tokens, strict=True)
        ]

    # --- kept -------------------------------------------------------------------------------------------------------

    def save(self, folder: Path) -> None:
        """Keeps it in a folder, whole or not at all, in place of an earlier one. Raises OSError."""
        arrays = {**text_arrays("names", self.names), **self._made.arrays()}
        saved.write(folder, arrays, names=saved.digest_of(self.names), manner=self.manner)

    @classmethod
    def load(cls, folder: Path, names: str | None = None) -> Self:
        """One that was kept, mapped into memory; `names`: only if it is of names with this digest (`digest_of`).

        Raises StaleIndex where names, code or tables are others, DamagedIndex where there is none or it was changed.
        """
        manner, arrays = saved.read(folder, names)
        return cls(texts_of(arrays, "names"), cast("Manner", manner), Made.from_arrays(arrays))


def _best(numbers: Places, places: Places, scores: Floats) -> tuple[Places, Places, Floats]:
    """Hits by query, the best first; of a name that was found in several readings, the best."""
    order = np.lexsort((-scores, places, numbers))
    again = (np.diff(numbers[order]) == 0) & (np.diff(places[order]) == 0)
    order = np.delete(order, np.flatnonzero(again) + 1)
    order = order[np.lexsort((places[order], -scores[order], numbers[order]))]
    return numbers[order], places[order], scores[order]


def _parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))


def _looked_up(
    memory: dict[K, Places], find: Callable[[Sequence[K]], Sequence[Places]], keys: Iterable[K]
) -> dict[K, Places]:
    """What keys find: from memory, or looked up and remembered."""
    wanted = dict.fromkeys(keys)
    found = {key: memory[key] for key in wanted if key in memory}
    asked = [key for key in wanted if key not in found]
    if asked:
        new = dict(zip(asked, find(asked), strict=True))
        found |= new
        if len(memory) + len(new) > REMEMBERED:
            memory.clear()
        memory |= new
    return found


def _met(
    tokens: Sequence[Token], alike: dict[Token, Places], written: dict[str, Places], parted: dict[str, Places]
) -> Iterator[Met]:
    joined = [_NONE, *(written[one.text + two.text] for one, two in pairwise(tokens)), _NONE]
    for place, token in enumerate(tokens):
        one, two = joined[place], joined[place + 1]
        whole = np.union1d(one, two) if len(one) and len(two) else one if len(one) else two
        yield Met(token, token.weight, alike[token], whole, parted[token.text])
