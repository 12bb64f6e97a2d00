"""Everything that an index computes once of a list of names, and the same as arrays to be kept in a file.

Names are cut into words, words and pairs of neighbours get tables to be found by, and lists of the names that hold
them. Computes nothing for a query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from reprieve.screening.near import Table
from reprieve.screening.parsed import Manner, Parsed, Token
from reprieve.screening.postings import Laid, Postings, cut
from reprieve.screening.saved import Arrays, Texts
from reprieve.screening.words import Lookups, Words

_KEYED, _NEAR = ("keys", "foreign", "latin"), ("near", "whole", "pairs")


class Made(NamedTuple):
    """The words of a list, its names laid out in them, and which names hold a word or a pair of neighbours."""

    words: Words
    laid: Laid
    single: Postings
    pairs: Postings
    forms: Sequence[frozenset[str]]

    @classmethod
    def of(cls, names: Sequence[str], manner: Manner) -> Made:
        """Of all names of a list."""
        found = cut(names, manner)
        laid = found.laid
        owners = np.repeat(np.arange(len(laid.weights)), np.diff(laid.starts))
        return cls(
            Words(found.tokens, found.firsts, found.seconds),
            laid,
            Postings.of(laid.words, owners, len(found.tokens)),
            Postings.of(laid.pairs, owners, len(found.firsts) + 1),
            found.forms,
        )

    def reading(self, number: int, manner: Manner) -> Parsed:
        """A name as it is read there; of its words no more than a score looks at."""
        laid = self.laid
        words = laid.words[laid.starts[number] : laid.starts[number + 1]].tolist()
        tokens = tuple([self.words.tokens[word] for word in words])
        return Parsed("", manner, tokens, self.forms[laid.forms[number]], float(laid.weights[number]))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """All of it."""
        words = self.words
        return {
            "words.tokens": _packed(words.tokens),
            "words.firsts": words.firsts,
            "words.seconds": words.seconds,
            "forms": _packed([sorted(each) for each in self.forms]),
            **{f"laid.{name}": array for name, array in self.laid._asdict().items()},
            **{f"single.{name}": array for name, array in self.single._asdict().items()},
            **{f"held.{name}": array for name, array in self.pairs._asdict().items()},
            **dict(_table_arrays(words.lookups)),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Made:
        """What `arrays` gave."""
        lookups = Lookups(
            arrays["letters"],  # type: ignore[arg-type]  # of the kind that `arrays` gave
            _table(arrays, "keys"),
            _table(arrays, "foreign"),
            _table(arrays, "latin"),
            *(_tables(arrays, name) for name in _NEAR),
        )
        tokens = msgspec.msgpack.decode(arrays["words.tokens"].tobytes(), type=list[Token])
        forms = msgspec.msgpack.decode(arrays["forms"].tobytes(), type=list[frozenset[str]])
        firsts, seconds = arrays["words.firsts"], arrays["words.seconds"]
        return cls(
            Words(tokens, firsts, seconds, lookups),  # type: ignore[arg-type]  # of the kinds that `arrays` gave
            Laid(*(arrays[f"laid.{name}"] for name in Laid._fields)),  # type: ignore[arg-type]  # the same
            Postings(*(arrays[f"single.{name}"] for name in Postings._fields)),  # type: ignore[arg-type]  # the same
            Postings(*(arrays[f"held.{name}"] for name in Postings._fields)),  # type: ignore[arg-type]  # the same
            forms,
        )


def _packed(things: object) -> NDArray[np.generic]:
    return np.frombuffer(msgspec.msgpack.encode(things), np.uint8)


def text_arrays(name: str, texts: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Strings laid into arrays under a name."""
    laid = Texts.of(texts)
    return {f"{name}.letters": laid.letters, f"{name}.starts": laid.starts}


def texts_of(arrays: Arrays, name: str) -> Texts:
    """Strings that were laid into arrays under a name."""
    letters, starts = arrays[f"{name}.letters"], arrays[f"{name}.starts"]
    return Texts(letters, starts)  # type: ignore[arg-type]  # of the kinds that `text_arrays` gave


def _table_arrays(lookups: Lookups) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Tables by the span and the end of the words that they are of: `near.1.0.rows`."""
    yield "letters", lookups.letters
    for name in _KEYED:
        table: Table = getattr(lookups, name)
        yield from ((f"{name}.{part}", array) for part, array in table._asdict().items())
    for name in _NEAR:
        spans: Sequence[Sequence[Table]] = getattr(lookups, name)
        yield f"{name}.counts", np.array([len(tables) for tables in spans], np.int64)
        for span, tables in enumerate(spans):
            for end, table in enumerate(tables):
                yield from ((f"{name}.{span}.{end}.{part}", array) for part, array in table._asdict().items())


def _tables(arrays: Arrays, name: str) -> list[list[Table]]:
    counts = arrays[f"{name}.counts"].tolist()
    return [[_table(arrays, f"{name}.{span}.{end}") for end in range(count)] for span, count in enumerate(counts)]


def _table(arrays: Arrays, name: str) -> Table:
    return Table(arrays[f"{name}.rows"], arrays[f"{name}.texts"])  # type: ignore[arg-type]  # as `Table.of` makes them
