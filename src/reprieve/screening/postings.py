"""Which names hold a word, and which words a name holds: two sorted arrays for each, and nothing else.

A name is numbered as it is read: what is read alike has one number, and a name that can be read in several ways has
several. Numbers go by weight, the lightest first, so that those that hold a word and are no heavier than so much stand
at the beginning of those that hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from reprieve.screening.parsed import Manner, Token, read
from reprieve.screening.spread import Floats, Places, Rows, distinct, spread
from reprieve.screening.words import order, plain

_HALF: Final = 32
"""Bits for the number of a name, below those for the number of a word."""


class Postings(NamedTuple):
    """For each word, by number, the names that hold it, lightest first."""

    held: Places
    starts: Places

    @classmethod
    def of(cls, words: Rows, names: Places, count: int) -> Postings:
        """From the word and the name of each place where one stands; `count` words in all."""
        held = distinct((words.astype(np.int64) << _HALF) | names)
        return cls(held, np.searchsorted(held, np.arange(count + 1, dtype=np.int64) << _HALF))

    def count(self, words: Places) -> int:
        """How many names hold any of the words; a name that holds several counts for each."""
        return int((self.starts[words + 1] - self.starts[words]).sum())

    def names(self, words: Places, before: Places) -> tuple[Places, Places]:
        """The names with a number below `before` that hold each of the words, and by place the word that each holds."""
        first = self.starts[words]
        last = np.searchsorted(self.held, (words << _HALF) + before)
        return self.held[spread(first, last)] & ((1 << _HALF) - 1), np.repeat(np.arange(len(words)), last - first)


class Laid(NamedTuple):
    """Readings of names laid out word by word, lightest first.

    `words` and `pairs` have one number for each word of each reading, in the order of the readings: of the word, and of
    the pair that it makes with the next one (after the last, the number that no pair has); from `starts` on those of a
    reading. `places`: where names stand in the list that are read so, from `firsts` on. `weights`: what each reading
    weighs; `forms`: the number of its forms of company.
    """

    starts: Places
    words: Rows
    pairs: Rows
    places: Places
    firsts: Places
    weights: Floats
    forms: Rows

    def of(self, names: Places) -> tuple[Places, Places]:
        """The places of the words of some readings in `words` and `pairs`, and where in these each one begins."""
        first, last = self.starts[names], self.starts[names + 1]
        return spread(first, last), np.cumsum(last - first) - (last - first)


class Cut(NamedTuple):
    """A list of names, cut into words: the distinct words, the distinct pairs of neighbours, forms, and readings."""

    tokens: list[Token]
    firsts: Rows
    seconds: Rows
    forms: list[frozenset[str]]
    laid: Laid


def cut(names: Sequence[str], manner: Manner) -> Cut:
    """All names of a list in all their readings; what is read alike is one."""
    tokens: dict[Token, int] = {}
    forms: dict[frozenset[str], int] = {}
    readings: dict[tuple[int, ...], int] = {}
    weights: list[float] = []
    read_as: dict[str, tuple[int, ...]] = {}
    for name in dict.fromkeys(names):
        rows = []
        for each in read(name, manner):
            numbers = [tokens.setdefault(plain(token), len(tokens)) for token in each.tokens]
            row = readings.setdefault((forms.setdefault(each.forms, len(forms)), *numbers), len(readings))
            rows.append(row)
            if row == len(weights):
                weights.append(each.weight)
        read_as[name] = tuple(dict.fromkeys(rows))
    by_weight = np.argsort(weights, kind="stable")
    listed = sorted(tokens, key=order)
    laid, starts = _laid(readings, _ranks([tokens[token] for token in listed]), by_weight)
    pairs, firsts, seconds = _paired(laid, starts, len(listed))
    places, begun = _placed([read_as[name] for name in names], _ranks(by_weight))
    kinds = np.array([reading[0] for reading in readings], np.int32)[by_weight]
    found = Laid(starts, laid, pairs, places, begun, np.array(weights, np.float64)[by_weight], kinds)
    return Cut(listed, firsts, seconds, list(forms), found)


def _ranks(numbers: Sequence[int] | Places) -> Places:
    """Where each number stands among them."""
    found = np.zeros(len(numbers), np.int64)
    found[numbers] = np.arange(len(numbers))
    return found


def _laid(readings: Iterable[tuple[int, ...]], ranks: Places, by_weight: Places) -> tuple[Rows, Places]:
    """The words of readings by their ranks, the readings in order of weight, and where each begins."""
    flat = np.fromiter(chain.from_iterable(readings), np.int64)
    ends = np.cumsum(np.fromiter(map(len, readings), np.int64))
    begins = np.concatenate([[0], ends[:-1]]) + 1 if len(ends) else ends  # the first number is that of its forms
    at = spread(begins[by_weight], ends[by_weight])
    starts = np.concatenate([[0], np.cumsum((ends - begins)[by_weight])])
    return ranks[flat[at]].astype(np.int32), starts


def _placed(read_as: Sequence[tuple[int, ...]], ranks: Places) -> tuple[Places, Places]:
    """Where each reading stands, in the new order of readings, and where the places of each begin."""
    readings = ranks[np.fromiter(chain.from_iterable(read_as), np.int64)]
    places = np.repeat(np.arange(len(read_as)), np.fromiter(map(len, read_as), np.int64, len(read_as)))
    found = np.argsort(readings, kind="stable")
    return places[found], np.searchsorted(readings[found], np.arange(len(ranks) + 1))


def _paired(laid: Rows, starts: Places, count: int) -> tuple[Rows, Rows, Rows]:
    """The pair that each word makes with the next, and of each distinct pair the two words."""
    ends = starts[1:][np.diff(starts) > 0] - 1
    inner = np.ones(len(laid), np.bool_)
    inner[ends] = False
    at = np.flatnonzero(inner)
    distinct, numbers = np.unique(laid[at].astype(np.int64) * count + laid[at + 1], return_inverse=True)
    pairs = np.full(len(laid), len(distinct), np.int32)
    pairs[at] = numbers
    return pairs, (distinct // max(1, count)).astype(np.int32), (distinct % max(1, count)).astype(np.int32)
