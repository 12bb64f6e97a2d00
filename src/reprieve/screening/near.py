"""Which of many texts are few slips away from another text: every one, without measuring each.

A slip (a letter lost, added or exchanged, two neighbours swapped) leaves out at most one letter of either text; what is
left of both is the same. So of two texts at most k slips apart, either has a common rest with at most k letters left
out. Where P is a number of letters:

    whole    The first P letters of each, blanks added where there are fewer, give one and the same row of letters if
             the right k places of P are left out: the first P - k letters of the rest are within both.
    ends     Let the longer text have at least 2 P + 1 letters. Between its first P and its last P letters it can be
             cut where no swap straddles, and one of the two sides holds at most k // 2 of the slips. The same holds of
             that side: the first P letters, or the last, agree if the right k // 2 places are left out.

The rows that a text gives are looked up in a table. What is found is filtered (by length, by letters, then by the
distance itself), so that a row too many costs time and nothing else. Knows nothing of names, and what likeness is only
by the number of slips that it allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import combinations, groupby
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from reprieve.screening.likeness import SLIP, most_slips
from reprieve.screening.spread import Bits, Places, Rows, distinct, spread

LONG: Final = 64
"""From so many letters on, the number of slips no longer grows."""
WIDEST: Final = 6
"""How many letters of a text are looked at."""
TELLING: Final = 3
"""So few letters left in a row find too much."""
ROWS: Final = 8_000_000
"""Where a table would have more rows than this, texts are gone through by length and letters instead."""
SLACK: Final = 1e-9
_ZERO, _A = ord("0"), ord("a")


def slips_allowed(longer: int, least: float) -> int:
    """How many slips two words may be apart of which the longer has so many letters, to be at least so much alike."""
    return min(most_slips(longer), int((1 - least) / SLIP * longer + SLACK))


class Span(NamedTuple):
    """Pairs of texts of which the longer has `low` to `high` letters may be `slips` apart."""

    low: int
    high: int
    slips: int

    @property
    def ends(self) -> int:
        """How many letters of either end are looked at, or 0 if the whole has to be."""
        width = min((self.low - 1) // 2, WIDEST)
        return width if self.slips and width - self.slips // 2 >= TELLING else 0

    def patterns(self) -> list[tuple[int, ...]]:
        """Which places are kept, one pattern after the other."""
        width, out = (self.ends, self.slips // 2) if self.ends else (WIDEST, self.slips)
        return list(combinations(range(width), width - out))

    def rows(self, texts: Sequence[str]) -> Iterator[Bits]:
        """For each table, the rows of every text (texts x patterns)."""
        yield _packed([text[:WIDEST] for text in texts], self.patterns())
        if self.ends:
            yield _packed([text[: -WIDEST - 1 : -1] for text in texts], self.patterns())

    def holds(self, lengths: Places) -> NDArray[np.bool_]:
        """Which texts can be one of such a pair, by their lengths."""
        return (lengths >= self.low - self.slips) & (lengths <= self.high)


def spans(least: float) -> list[Span]:
    """All lengths, cut where the number of slips changes."""
    runs = groupby(range(1, LONG + 1), lambda longer: slips_allowed(longer, least))
    found = [(slips, list(lengths)) for slips, lengths in runs]
    return [Span(run[0], run[-1] if run[-1] < LONG else 1 << 30, slips) for slips, run in found]


def _packed(texts: Sequence[str], patterns: Sequence[tuple[int, ...]]) -> Bits:
    """The letters at the places of each pattern, six bits each."""
    whole = "".join([text.ljust(WIDEST, "\0") for text in texts]).encode("ascii", "replace")
    letters = np.frombuffer(whole, np.uint8).reshape(-1, WIDEST).astype(np.uint64) & np.uint64(63)
    found = np.zeros((len(texts), len(patterns)), np.uint64)
    for column, places in enumerate(patterns):
        for place in places:
            found[:, column] = (found[:, column] << np.uint64(6)) | letters[:, place]
    return found


class Table(NamedTuple):
    """Rows in order, and the text that each is of."""

    rows: Bits
    texts: Rows

    @classmethod
    def of(cls, rows: Bits, texts: Places) -> Self:
        """A table of the rows of some texts (texts x patterns)."""
        flat, owners = rows.ravel(), np.repeat(texts, rows.shape[1])
        order = np.argsort(flat, kind="stable")
        return cls(flat[order], owners[order].astype(np.int32))

    def among(self, rows: Bits) -> tuple[Places, Places]:
        """For rows of others (others x patterns): which of the others, and which text has the same row."""
        flat = rows.ravel()
        first, last = np.searchsorted(self.rows, flat), np.searchsorted(self.rows, flat, "right")
        asked = np.repeat(np.arange(len(rows)), rows.shape[1])
        return np.repeat(asked, last - first), self.texts[spread(first, last)].astype(np.int64)


class Near:
    """Texts, ready for others to be looked up among them.

    `texts` gives those of some places, `lengths` and `letters` tell of all; `tables` are those that an earlier one
    made, span by span.
    """

    def __init__(
        self,
        texts: Callable[[Places], list[str]],
        lengths: Places,
        letters: Bits,
        least: float,
        tables: Sequence[Sequence[Table]] | None = None,
    ) -> None:
        self.texts, self.lengths, self.letters, self.spans = texts, lengths, letters, spans(least)
        self.tables = tables if tables is not None else [self._tabled(span) for span in self.spans]

    @cached_property
    def _by_length(self) -> Places:
        return np.argsort(self.lengths, kind="stable")

    @cached_property
    def _sorted(self) -> Places:
        found: Places = self.lengths[self._by_length]
        return found

    def _tabled(self, span: Span) -> list[Table]:
        held = np.flatnonzero(span.holds(self.lengths))
        if len(held) * len(span.patterns()) > ROWS:
            return []
        return [Table.of(rows, held) for rows in span.rows(self.texts(held))]

    def find(self, others: Sequence[str]) -> tuple[Places, Places]:
        """Pairs: which of the others, and which text is so near to it. No pair comes twice."""
        lengths, bits = np.array([len(each) for each in others], np.int64), letters_of(others)
        asked, texts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for span, tables in zip(self.spans, self.tables, strict=True):
            held = np.flatnonzero(span.holds(lengths))
            if len(held):
                those = [others[at] for at in held.tolist()]
                found, near = self._in_span(span, tables, those, lengths[held], bits[held])
                asked.append(held[found])
                texts.append(near)
        return np.concatenate(asked), np.concatenate(texts)

    def _in_span(
        self, span: Span, tables: Sequence[Table], others: Sequence[str], lengths: Places, bits: Bits
    ) -> tuple[Places, Places]:
        found = self._looked_up(span, tables, others) if tables else self._gone_through(span, lengths, bits)
        asked, texts = self._possible(span, *found, lengths, bits)
        if not len(asked):
            return asked, texts
        pairs = [others[at] for at in asked.tolist()], self.texts(texts)
        near = cpdist(*pairs, scorer=OSA.distance, score_cutoff=span.slips, dtype=np.uint8) <= span.slips
        return asked[near], texts[near]

    def _possible(self, span: Span, asked: Places, texts: Places, lengths: Places, bits: Bits) -> tuple[Places, Places]:
        """The pairs of a span that letters and lengths do not rule out, each once."""
        longer = np.maximum(lengths[asked], self.lengths[texts])
        few = (longer >= span.low) & (longer <= span.high) & self._few(lengths[asked], bits[asked], texts, span.slips)
        both = distinct(asked[few] * len(self.lengths) + texts[few])
        return both // max(1, len(self.lengths)), both % max(1, len(self.lengths))

    def _looked_up(self, span: Span, tables: Sequence[Table], others: Sequence[str]) -> tuple[Places, Places]:
        found = [table.among(rows) for table, rows in zip(tables, span.rows(others), strict=True)]
        return np.concatenate([asked for asked, _ in found]), np.concatenate([texts for _, texts in found])

    def _gone_through(self, span: Span, lengths: Places, bits: Bits) -> tuple[Places, Places]:
        asked, texts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for number, (length, its) in enumerate(zip(lengths.tolist(), bits, strict=True)):
            low = length - span.slips if length >= span.low else span.low
            first, last = np.searchsorted(self._sorted, [low, min(length + span.slips, span.high) + 1])
            part = self._by_length[first:last]
            texts.append(part[self._few(np.int64(length), its, part, span.slips)])
            asked.append(np.full(len(texts[-1]), number, np.int64))
        return np.concatenate(asked), np.concatenate(texts)

    def _few(self, lengths: Places | np.int64, bits: Bits | np.uint64, texts: Places, slips: int) -> NDArray[np.bool_]:
        """A slip takes away at most one letter and brings in at most one: texts that differ in more are none."""
        theirs = self.letters[texts]
        few = (np.bitwise_count(theirs & ~bits) <= slips) & (np.bitwise_count(bits & ~theirs) <= slips)
        found: NDArray[np.bool_] = few & (np.abs(self.lengths[texts] - lengths) <= slips)
        return found


def letters_of(texts: Sequence[str]) -> Bits:
    """The letters and digits of each text as bits."""
    return np.array([_letters(text) for text in texts], np.uint64)


def _letters(text: str) -> int:
    found = 0
    for letter in set(text):
        found |= 1 << (ord(letter) - _ZERO if letter <= "9" else ord(letter) - _A + 10)
    return found
