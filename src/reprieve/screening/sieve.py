"""The names that may score enough, from the words that queries meet; three sieves, none of which loses one that does.

    touched   The words of a query are taken in order, the rarest first. A name that is met by none of those before is
              met by the rest alone; it cannot be heavier than `Rates.heaviest` says, and heavier ones are not looked
              at. So names that share only common words with the query are touched only where they hold little else.
    met       The bound (`bound`), with every word that may be alike taken for equal.
    likely    The bound, with the likeness of each word that met one. A word that is made of two, or two that make one,
              are taken for equal here too.

Several queries go through together, so that the arrays are long and the steps few. Names go by their numbers in `Laid`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reprieve.screening.aligned import alike
from reprieve.screening.bound import SLACK, Rates
from reprieve.screening.made import Made
from reprieve.screening.parsed import Token
from reprieve.screening.postings import Postings
from reprieve.screening.spread import Floats, Places, distinct

MOST: Final = 64
"""Words of a query that are told apart; if there are more, those from here on are taken for one, which is like all."""
_Marks = NDArray[np.unsignedinteger]


class Met(NamedTuple):
    """A word of a query and what it meets: words alike, words that it makes with a neighbour, pairs that make it.

    `token` is None where several words were taken for one.
    """

    token: Token | None
    weight: float
    alike: Places
    written: Places
    parted: Places


class Query(NamedTuple):
    """What the words of a query meet, and what it weighs."""

    met: Sequence[Met]
    weight: float

    @classmethod
    def of(cls, met: Sequence[Met], weight: float) -> Query:
        """With no more words than can be told apart."""
        if len(met) <= MOST:
            return cls(met, weight)
        rest = met[MOST - 1 :]
        columns = [distinct(np.concatenate([each[at] for each in rest])) for at in (2, 3, 4)]
        return cls([*met[: MOST - 1], Met(None, sum(each.weight for each in rest), *columns)], weight)


class Found(NamedTuple):
    """Names found, each by the query (its place among those together) and its number."""

    queries: Places
    names: Places

    def kept(self, keep: NDArray[np.bool_]) -> Found:
        """Some of them."""
        return Found(self.queries[keep], self.names[keep])


class Together(NamedTuple):
    """Queries that go through together.

    By query and word of the list, which words of the query meet it, as bits (`words`, and `pairs` for pairs, None where
    none is met); the weights of the words of each query (`ours`: queries x words) and of the queries.
    """

    queries: Sequence[Query]
    words: _Marks
    pairs: _Marks | None
    ours: Floats
    weights: Floats

    @classmethod
    def of(cls, queries: Sequence[Query], words: int, pairs: int) -> Together:
        """For lists with so many distinct words and pairs."""
        most = max(len(each.met) for each in queries)
        kind = np.min_scalar_type((1 << most) - 1)
        parted = any(len(each.parted) for query in queries for each in query.met)
        ours = np.zeros((len(queries), most))
        weights = np.array([each.weight for each in queries])
        found = cls(
            queries,
            np.zeros((len(queries), words), kind),
            np.zeros((len(queries), pairs + 1), kind) if parted else None,
            ours,
            weights,
        )
        for number, query in enumerate(queries):
            found._mark(number, query)
        return found

    def _mark(self, number: int, query: Query) -> None:
        row, pairs = self.words[number], None if self.pairs is None else self.pairs[number]
        for place, each in enumerate(query.met):
            bit = row.dtype.type(1 << place)
            self.ours[number, place] = each.weight
            row[each.alike] |= bit
            if len(each.written):
                row[each.written] |= bit
            if pairs is not None and len(each.parted):
                pairs[each.parted] |= bit


class Sieve:
    """The names of a list, to be sieved at what queries meet."""

    def __init__(self, made: Made, rates: Rates) -> None:
        self.words, self.laid, self._single, self._pairs, _ = made
        self.rates = rates

    def candidates(self, queries: Sequence[Query], threshold: float) -> Found:
        """The names that may score so much against each query. No name twice for one query."""
        found = self._touched(queries, threshold)
        if not len(found.names):
            return found
        together = Together.of(queries, len(self.words), len(self.words.firsts))
        found = found.kept(self._met(found, together) >= threshold - SLACK)
        return found.kept(self._likely(found, together) >= threshold - SLACK) if len(found.names) else found

    # --- touched ----------------------------------------------------------------------------------------------------

    def _touched(self, queries: Sequence[Query], threshold: float) -> Found:
        rest = [(number, each, limit) for number, q in enumerate(queries) for each, limit in self._limits(q, threshold)]
        before = np.searchsorted(self.laid.weights, [limit for *_, limit in rest], "right")
        numbers = np.array([number for number, *_ in rest], np.int64)
        met = [each for _, each, _ in rest]
        parts = [
            self._held(self._single, [each.alike for each in met], numbers, before),
            self._held(self._single, [each.written for each in met], numbers, before),
            self._held(self._pairs, [each.parted for each in met], numbers, before),
        ]
        count = max(1, len(self.laid.weights))
        both = distinct(np.concatenate(parts))
        return Found(both // count, both % count)

    def _limits(self, query: Query, threshold: float) -> Iterator[tuple[Met, float]]:
        """The words of a query, the rarest first, with the weight of the heaviest names to be looked up."""
        counted = sorted((self._count(each), place) for place, each in enumerate(query.met))
        met = [query.met[place] for count, place in counted if count]
        ours = list(accumulate(each.weight for each in reversed(met)))
        theirs = list(accumulate(map(self._most, reversed(met))))
        for each, mine, most in zip(met, reversed(ours), reversed(theirs), strict=True):
            limit = self.rates.heaviest(mine, most, max(0.0, query.weight - mine), threshold)
            if limit < 0:
                return
            yield each, limit

    def _held(self, postings: Postings, words: Sequence[Places], numbers: Places, before: Places) -> Places:
        """The names that hold words, below a number for each of these, with the query's number in front."""
        counts = [len(each) for each in words]
        if not any(counts):
            return np.zeros(0, np.int64)
        names, owners = postings.names(np.concatenate(words), np.repeat(before, counts))
        return np.repeat(numbers, counts)[owners] * len(self.laid.weights) + names

    def _count(self, met: Met) -> int:
        count = self._single.count(met.alike)
        if len(met.written):
            count += self._single.count(met.written)
        return count + self._pairs.count(met.parted) if len(met.parted) else count

    def _most(self, met: Met) -> float:
        """The weight of a name that a word of a query can be paired with."""
        if met.token is None:
            return float("inf")
        most = self.words.weights[met.alike].max(initial=0.0)
        if len(met.written):
            most = max(most, self.words.weights[met.written].max())
        if len(met.parted):
            most = max(most, self.words.pair_weights[met.parted].max())
        return float(most)

    # --- met and likely ---------------------------------------------------------------------------------------------

    def _met(self, found: Found, together: Together) -> Floats:
        at, starts, queries = self._laid(found)
        words = self.laid.words[at]
        seen, _ = self._seen(at, queries, together)
        theirs = np.add.reduceat(self.words.weights[words] * (seen != 0), starts)
        mine = _apart(np.bitwise_or.reduceat(seen, starts), together.ours.shape[1])
        weight = np.einsum("ij,ij->i", mine, together.ours[found.queries])
        return self._bound(weight + theirs, weight, theirs, found, together)

    def _likely(self, found: Found, together: Together) -> Floats:
        at, starts, queries = self._laid(found)
        words = self.laid.words[at]
        _, paired = self._seen(at, queries, together)
        values = self._values(words, queries, together)
        if paired is not None:
            values = np.maximum(values, _apart(paired, values.shape[1]))
        weights, best = self.words.weights[words], values.max(axis=1)
        mine, ours = np.maximum.reduceat(values, starts, axis=0), together.ours[found.queries]
        gain = np.einsum("ij,ij->i", mine, ours) + np.add.reduceat(weights * best, starts)
        weight = np.einsum("ij,ij->i", mine > 0, ours)
        return self._bound(gain, weight, np.add.reduceat(weights * (best > 0), starts), found, together)

    def _laid(self, found: Found) -> tuple[Places, Places, Places]:
        """The words of names found: where they are laid, where each name begins among them, and the query of each."""
        at, starts = self.laid.of(found.names)
        counts = np.diff(np.append(starts, len(at)))
        return at, starts, np.repeat(found.queries, counts)

    def _seen(self, at: Places, queries: Places, together: Together) -> tuple[_Marks, _Marks | None]:
        """What meets each word of some names; what meets it as one of a pair, if any pair is met at all."""
        seen = _marked(together.words, queries, self.laid.words[at])
        if together.pairs is None:
            return seen, None
        paired = _marked(together.pairs, queries, self.laid.pairs[at])
        paired[1:] |= paired[:-1].copy()  # the last word of a name makes no pair: nothing flows into the next name
        return seen | paired, paired

    def _values(self, words: NDArray[np.int32], queries: Places, together: Together) -> Floats:
        """How much each word is alike to each word of its query that may be alike to it (words x query's words)."""
        count = len(self.words)
        distinct, places = np.unique(queries * count + words, return_inverse=True)
        queries, words = distinct // count, distinct % count
        values = _apart(together.words[queries, words], together.ours.shape[1])
        rows, columns = np.nonzero(values)
        asked = zip(queries[rows].tolist(), words[rows].tolist(), columns.tolist(), strict=True)
        values[rows, columns] = [
            self._value(word, together.queries[query].met[column]) for query, word, column in asked
        ]
        found: Floats = values[places]
        return found

    def _value(self, word: int, met: Met) -> float:
        if met.token is None or (len(met.written) and word in met.written):
            return 1.0
        return alike(met.token, self.words.tokens[word]).value

    def _bound(self, gain: Floats, mine: Floats, theirs: Floats, found: Found, together: Together) -> Floats:
        left = np.maximum(together.weights[found.queries] - mine, 0.0)
        over = np.maximum(self.laid.weights[found.names] - theirs, 0.0)
        whole = mine + theirs + 2 * self.rates.cost(left, over)
        most: Floats = np.divide(gain, whole, out=np.zeros(len(gain)), where=gain > 0)
        return most


def _marked(marks: _Marks, queries: Places, columns: NDArray[np.int32]) -> _Marks:
    """The marks of queries at columns."""
    found: _Marks = marks.ravel().take(columns if len(marks) == 1 else queries * marks.shape[1] + columns)
    return found


def _apart(marks: _Marks, count: int) -> Floats:
    """Bits as zeros and ones (marks x bits)."""
    bits = (marks[:, None] >> np.arange(count, dtype=marks.dtype)) & marks.dtype.type(1)
    return bits.astype(np.float64)
