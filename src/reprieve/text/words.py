"""A name cut into words of lower-case ASCII letters and digits, whatever script it is written in.

Each word says which stretch of the name it came from and how: as written, folded, romanized, or translated by a table.
Never compares names, and never leaves a word out for being common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from reprieve.text.clean import cleaned
from reprieve.text.pieces import UNSPACED, Piece, pieces
from reprieve.text.romanize import language_of, letters
from reprieve.text.terms import Term, language_in, longest_phrase, normal, segments, vocabulary

How = Literal["written", "folded", "romanized", "translated"]


class Word(msgspec.Struct, frozen=True):
    """A word of a name in `[a-z0-9]+`, and the stretch of the cleaned name that it came from."""

    text: str
    source: str
    how: How


# `S.A.` is one word, `Co.Ltd` are two; an apostrophe inside a word is no end of it.
_ASCII: Final = re.compile(r"&|(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![A-Za-z0-9]))?|[A-Za-z0-9]+(?:['`]+[A-Za-z0-9]+)*")
_NOT_WRITTEN: Final = str.maketrans("", "", ".'`")
_ARTICLE: Final = "ال"


def words(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of a name in its order; none where it has no letter and no digit.

    `language` (ISO 639-1) says how Han letters are read where the text itself does not show it: `ja`, `ko` or `zh`.
    A stretch that several words stand for, such as 有限公司 for `co` and `ltd`, is the source of each.
    """
    if text.isascii():
        return tuple([_ascii(token) for token in _ASCII.findall(text)])
    whole = cleaned(text)
    return tuple([word for word in _read(whole, language) if word.text])


def _ascii(written: str) -> Word:
    lower = written.lower()
    if lower.isalnum():
        return Word(lower, written, "written")
    return Word("and" if lower == "&" else lower.translate(_NOT_WRITTEN), written, "folded")


def _read(whole: str, language: str) -> Iterator[Word]:
    found = pieces(whole)
    place = 0
    while place < len(found):
        piece = found[place]
        if piece.script == "Latn":
            yield _latin(piece.text)
        elif piece.script in UNSPACED:
            yield from _unspaced(piece, _language(whole, piece, language))
        else:
            taken, read = _phrase(found, place, whole)
            yield from read
            place += taken - 1
        place += 1


def _language(whole: str, piece: Piece, asked: str) -> str:
    """What the caller knows counts for Han letters only."""
    return asked if asked and piece.script in ("Hani", "Jpan") else language_in(whole, piece.script)


def _latin(token: str) -> Word:
    if token.isascii():
        return _ascii(token)
    return Word(letters(token, "Latn"), token, "folded")


def _unspaced(piece: Piece, language: str) -> Iterator[Word]:
    for segment in segments(piece.text, language):
        if segment.term is None:
            yield Word(letters(segment.text, piece.script, language), segment.text, "romanized")
        else:
            yield from _meant(segment.term, segment.text)


def _phrase(found: list[Piece], place: int, whole: str) -> tuple[int, list[Word]]:
    """The longest phrase of a table that starts here, or the one word, with how many pieces it takes."""
    script = found[place].script
    language = language_in(whole, script)
    known = vocabulary(language)
    for count in range(longest_phrase(language), 0, -1):
        taken = [piece.text for piece in found[place : place + count] if piece.script == script]
        term = known.get(normal(" ".join(taken)).translate(_NOT_WRITTEN)) if len(taken) == count else None
        if term is not None:
            return count, list(_meant(term, " ".join(taken)))
    return 1, list(_spoken(found[place], known, whole))


def _spoken(piece: Piece, known: dict[str, Term], whole: str) -> Iterator[Word]:
    """A word of no table; the Arabic article is a word of its own, as lists write it."""
    token = piece.text
    if token.startswith(_ARTICLE) and len(token) > len(_ARTICLE) + 1:
        yield Word("al", _ARTICLE, "romanized")
        token = token.removeprefix(_ARTICLE)
        if (term := known.get(normal(token))) is not None:
            yield from _meant(term, token)
            return
    yield Word(letters(token, piece.script, language_of(whole)), token, "romanized")


def _meant(term: Term, source: str) -> Iterator[Word]:
    return (Word(text, source, term.how) for text in term.words)
