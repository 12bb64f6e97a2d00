"""The distinct words of a list, and which of them may be alike to a word that is asked.

What is found holds every word that the scorer calls alike, and a few more: its value is asked for later, where it
matters. Words that are spelt alike and weigh or mean something else are different ones; they stand in the order of
their spelling.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple
from zlib import crc32

import msgspec
import numpy as np

from reprieve.screening.aligned import JOINED
from reprieve.screening.likeness import LEAST, keys, likeness
from reprieve.screening.near import Near, Table, letters_of
from reprieve.screening.parsed import Token
from reprieve.screening.spread import Bits, Floats, Places, Rows, distinct, spread
from reprieve.text.transcribed import sounds_of

KEYS: Final[Sequence[Callable[[Token], Sequence[str]]]] = (
    lambda token: keys(token.text),
    lambda token: (f"~{token.same}",),
    lambda token: (f"%{token.meaning}",) if token.meaning else (),
)
"""Words with an equal key may be alike. A key is kept as a number, so that two may seem equal, which does no harm."""
_LAST: Final = "\x7f"
"""Comes after every letter."""


def plain(token: Token) -> Token:
    """A word with no more than a score looks at: of one in Latin letters, not how it was written."""
    if token.sounds or token.how not in {"written", "folded"}:
        return token
    return msgspec.structs.replace(token, source=token.text, how="written")


def order(token: Token) -> tuple[object, ...]:
    """What words are ordered by: their spelling, then all else."""
    return msgspec.structs.astuple(token)


class Lookups(NamedTuple):
    """By what words are found: their letters, and tables; made once, and kept with a saved index.

    `foreign`: keys of the sounds of those that are written by sound in another script; `latin`: of all others.
    """

    letters: Bits
    keys: Table
    foreign: Table
    latin: Table
    near: Sequence[Sequence[Table]]
    whole: Sequence[Sequence[Table]]
    pairs: Sequence[Sequence[Table]]


class Words:
    """The words of a list in their order, and each two that stand side by side in it (by their numbers)."""

    def __init__(self, tokens: Sequence[Token], firsts: Rows, seconds: Rows, lookups: Lookups | None = None) -> None:
        self.tokens, self.firsts, self.seconds = tokens, firsts, seconds
        self.texts = [each.text for each in tokens]
        self.weights: Floats = np.array([each.weight for each in tokens], np.float64)
        self.pair_weights: Floats = self.weights[firsts] + self.weights[seconds]
        lengths = np.fromiter(map(len, self.texts), np.int64, len(tokens))
        letters = lookups.letters if lookups else letters_of(self.texts)
        both = lengths[firsts] + lengths[seconds], letters[firsts] | letters[seconds]
        self._near = Near(self._of, lengths, letters, LEAST, lookups and lookups.near)
        self._whole = Near(self._of, lengths, letters, JOINED, lookups and lookups.whole)
        self._pairs = Near(self._both, *both, JOINED, lookups and lookups.pairs)
        self._keyed = (lookups.keys, lookups.foreign, lookups.latin) if lookups else self._tabled()
        self._places = {text: place for place, text in reversed(list(enumerate(self.texts)))}

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def lookups(self) -> Lookups:
        """The tables, to be kept."""
        return Lookups(self._near.letters, *self._keyed, self._near.tables, self._whole.tables, self._pairs.tables)

    def _of(self, places: Places) -> list[str]:
        return [self.texts[place] for place in places.tolist()]

    def _both(self, places: Places) -> list[str]:
        firsts, seconds = self.firsts[places].tolist(), self.seconds[places].tolist()
        return [self.texts[one] + self.texts[two] for one, two in zip(firsts, seconds, strict=True)]

    def _tabled(self) -> tuple[Table, Table, Table]:
        numbered = list(enumerate(self.tokens))
        foreign = [(place, each.sounds) for place, each in numbered if each.sounds]
        latin = [(place, sounds_of(each.text)) for place, each in numbered if not each.sounds]
        return _table((place, _keys(each)) for place, each in numbered), _table(foreign), _table(latin)

    def alike(self, tokens: Sequence[Token]) -> list[Places]:
        """For each token the words that may be alike to it."""
        texts = [each.text for each in tokens]
        found = [self._near.find(texts), *self._by_key(tokens), self._begun(texts)]
        asked, places = (np.concatenate([each[side] for each in found]) for side in (0, 1))
        return self._each(asked, places, len(tokens), len(self))

    def written(self, texts: Sequence[str]) -> list[Places]:
        """For each text, made of two words that were asked, the words that it may be."""
        return self._each(*self._whole.find(texts), len(texts), len(self))

    def parted(self, texts: Sequence[str]) -> list[Places]:
        """For each text the pairs of neighbours in the list that it may be."""
        return self._each(*self._pairs.find(texts), len(texts), len(self.firsts))

    @staticmethod
    def _each(asked: Places, places: Places, count: int, known: int) -> list[Places]:
        """Pairs sorted out by who asked, no place twice."""
        both = distinct(asked * known + places)
        bounds = np.searchsorted(both, np.arange(1, count) * known)
        return np.split(both % max(1, known), bounds)

    def _by_key(self, tokens: Sequence[Token]) -> Iterator[tuple[Places, Places]]:
        """A word that is written by sound is looked for among the others, and any other among those."""
        told, foreign, latin = self._keyed
        yield _among(told, ((number, _keys(token)) for number, token in enumerate(tokens)))
        yield _among(latin, ((number, token.sounds) for number, token in enumerate(tokens)))
        if len(foreign.rows):
            others = ((number, token.text) for number, token in enumerate(tokens) if not token.sounds)
            yield _among(foreign, ((number, sounds_of(text)) for number, text in others))

    def _begun(self, texts: Sequence[str]) -> tuple[Places, Places]:
        """Words that a word begins, initials' among them, and those that begin it."""
        found = [(number, *run) for number, text in enumerate(texts) for run in self._runs(text)]
        runs = np.array(found, np.int64).reshape(-1, 3)
        return np.repeat(runs[:, 0], runs[:, 2] - runs[:, 1]), spread(runs[:, 1], runs[:, 2])

    def _runs(self, text: str) -> Iterator[tuple[int, int]]:
        if _begins(len(text)):
            yield bisect_left(self.texts, text), bisect_left(self.texts, text + _LAST)
        for length in range(1, len(text)):
            place = self._places.get(text[:length], -1)
            if place >= 0 and likeness(text, text[:length]).value:
                yield place, bisect_left(self.texts, text[:length] + " ")


@cache
def _begins(length: int) -> bool:
    """Whether a word of so many letters is long enough to be the beginning, or the initial, of another."""
    return likeness("q" * length, "q" * length + _LAST * length).value > 0


def _keys(token: Token) -> Iterator[str]:
    return (key for find in KEYS for key in find(token))


def _numbered(keyed: Iterable[tuple[int, Iterable[str]]]) -> tuple[Places, Bits]:
    found = [(place, crc32(key.encode())) for place, keys in keyed for key in keys]
    places = np.array([place for place, _ in found], np.int64)
    return places, np.array([key for _, key in found], np.uint64).reshape(-1, 1)


def _table(keyed: Iterable[tuple[int, Iterable[str]]]) -> Table:
    places, rows = _numbered(keyed)
    return Table.of(rows, places)


def _among(table: Table, keyed: Iterable[tuple[int, Iterable[str]]]) -> tuple[Places, Places]:
    """By words with their keys: which of the words, and which in the table has one of its keys."""
    numbers, rows = _numbered(keyed)
    asked, places = table.among(rows)
    return numbers[asked], places
