"""A name cut into words of lower-case ASCII letters and digits, whatever script it is written in.

Each word says which stretch of the name it came from and how: as written, folded, romanized, or translated by a table.
Never compares names, and never leaves a word out for being common.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, Literal, NamedTuple

import msgspec

from reprieve.text.clean import cleaned
from reprieve.text.pieces import UNSPACED, Piece, pieces
from reprieve.text.romanize import language_of, letters
from reprieve.text.terms import (
    Segment,
    Term,
    language_in,
    longest_phrase,
    normal,
    segments,
    shown_languages,
    vocabulary,
)
from reprieve.text.transcribed import heard, heard_in_korean

How = Literal["written", "folded", "romanized", "translated"]


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of a name in `[a-z0-9]+`, and the stretch of the cleaned name that it came from.

    `sounds`: where the stretch writes a foreign name by sound, or is read as Korean, the keys that such a name shares
    with words in Latin letters (see `reprieve.text.transcribed`).
    """

    text: str
    source: str
    how: How
    sounds: tuple[str, ...] = ()


class Way(NamedTuple):
    """A way of reading a stretch without spaces.

    `spoken`: which of its terms are spoken, not translated; `named`: whether it names a foreign firm, with emblems.
    """

    spoken: Callable[[Segment], bool]
    named: bool = False


# `S.A.` is one word, `Co.Ltd` are two; an apostrophe inside a word is no end of it.
_ASCII: Final = re.compile(r"&|(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![A-Za-z0-9]))?|[A-Za-z0-9]+(?:['`]+[A-Za-z0-9]+)*")
_NOT_WRITTEN: Final = str.maketrans("", "", ".'`")
_ARTICLE: Final = "ال"
_EASTERN: Final = frozenset({"Hani", "Jpan", "Hang"})
_HAN: Final = "\u3040-\u30ff\u3400-\u9fff"
# Lists cut from pages have spaces where a line ended: 科技有 限公司.
_SPLIT: Final = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
# What stands before 的 describes the firm that is named after it: 生产雷达的某公司, the company X that makes radars.
_DESCRIBED: Final = re.compile("^[\u3400-\u9fff]{2,}的(?=[^的]{2})")
# Chinese says first which country a foreign firm is from.
_COUNTRY: Final = re.compile(
    "^(?:美国|美國|英国|英國|德国|德國|法国|法國|俄罗斯|俄羅斯|意大利|以色列|加拿大|瑞典|瑞士|荷兰|荷蘭|捷克|韩国|韓國)(?=.{2})"
)
_NAMES: Final = frozenset({"place", "firm", "name", "number"})


def words(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of a name in its order; none where it has no letter and no digit.

    `language` (ISO 639-1) says how Han letters are read where the text itself does not show it: `ja`, `ko` or `zh`.
    A stretch that several words stand for, such as 有限公司 for `co` and `ltd`, is the source of each.
    """
    if text.isascii():
        return tuple([_ascii(token) for token in _ASCII.findall(text)])
    whole = cleaned(text)
    return _reading(whole, language, Way(_none))


def readings(text: str, language: str = "") -> tuple[tuple[Word, ...], ...]:
    """The ways in which a name may be read, the one that `words` gives first; but one for most scripts.

    A name in Han or Korean letters does not say what language it is in, which of its words are meant and which are only
    names, and whether it is that of a foreign firm; each of these is another reading.
    """
    first = words(text, language)
    if text.isascii():
        return (first,)
    whole = _SPLIT.sub("", cleaned(text))
    scripts = {piece.script for piece in pieces(whole)}
    if scripts.isdisjoint(_EASTERN):
        return (first,)
    found = {tuple(word.text for word in first): first}
    for read in filter(None, _ways(whole, scripts, language)):
        found.setdefault(tuple(word.text for word in read), read)
    return tuple(found.values())


def _ways(whole: str, scripts: set[str], language: str) -> Iterator[tuple[Word, ...]]:
    languages = shown_languages(whole, language) if scripts & {"Hani", "Jpan"} else ("ko",)
    for each in languages:
        yield _reading(whole, each, Way(_none))
        yield _reading(whole, each, Way(_is_spoken))
        own = _own(whole, each)
        if own:
            yield _reading(whole, each, Way(partial(_is, own)))
        if each != "ko":
            yield _foreign(_DESCRIBED.sub("", whole), each)
    if "Hang" in scripts:
        yield _reading(whole, "kp", Way(_none))
        yield _reading(whole, "kp", Way(_is_spoken))


def _reading(whole: str, language: str, way: Way) -> tuple[Word, ...]:
    return tuple([word for word in _read(whole, language, way) if word.text])


def _foreign(whole: str, language: str) -> tuple[Word, ...]:
    """As the name of a foreign firm, without the country before it where a name of its own is left."""
    bare = _reading(_COUNTRY.sub("", whole), language, Way(_none, named=True))
    named = any(word.how != "translated" and word.text.isalpha() for word in bare)
    return bare if named else _reading(whole, language, Way(_none, named=True))


def _is(own: str, segment: Segment) -> bool:
    return segment.text == own


def _none(_: Segment) -> bool:
    return False


def _is_spoken(segment: Segment) -> bool:
    """Lists also print whole names untranslated, but for places, firms and numbers: `Shanghai Bingzhi Guoji Maoyi`."""
    return segment.term is not None and segment.term.kind not in _NAMES


def _own(whole: str, language: str) -> str:
    """In a name all of whose words have meanings, the one that is its own name: the first of no place and no form."""
    cut = [
        segment
        for piece in pieces(whole)
        if not piece.text.isdigit()
        for segment in (segments(piece.text, language) if piece.script in _EASTERN else [Segment(piece.text, None)])
    ]
    if any(segment.term is None for segment in cut):
        return ""
    return next((each.text for each in cut if each.term and each.term.kind not in {*_NAMES, "form"}), "")


def _ascii(written: str) -> Word:
    lower = written.lower()
    if lower.isalnum():
        return Word(lower, written, "written")
    return Word("and" if lower == "&" else lower.translate(_NOT_WRITTEN), written, "folded")


def _read(whole: str, language: str, way: Way) -> Iterator[Word]:
    found = pieces(whole)
    place = 0
    while place < len(found):
        piece = found[place]
        if piece.script == "Latn":
            yield _latin(piece.text)
        elif piece.script in UNSPACED:
            yield from _unspaced(piece, _language(whole, piece, language), way)
        else:
            taken, read = _phrase(found, place, whole)
            yield from read
            place += taken - 1
        place += 1


def _language(whole: str, piece: Piece, asked: str) -> str:
    """What the caller knows counts for Han letters only; `kp` is Hangul as North Korea romanizes it."""
    if piece.script == "Hang":
        return "kp" if asked == "kp" else "ko"
    return asked.replace("kp", "ko") if asked and piece.script in _EASTERN else language_in(whole, piece.script)


def _latin(token: str) -> Word:
    if token.isascii():
        return _ascii(token)
    return Word(letters(token, "Latn"), token, "folded")


def _unspaced(piece: Piece, language: str, way: Way) -> Iterator[Word]:
    for segment in segments(piece.text, language.replace("kp", "ko"), named=way.named):
        if segment.term is None or way.spoken(segment):
            text = letters(segment.text, piece.script, language)
            yield Word(text, segment.text, "romanized", _sounds(segment.text, text, language))
        else:
            yield from _meant(segment.term, segment.text)


def _sounds(source: str, text: str, language: str) -> tuple[str, ...]:
    if language in {"ko", "kp"}:
        return heard_in_korean(text)
    return heard(source) if language in {"zh", "ja"} else ()


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
