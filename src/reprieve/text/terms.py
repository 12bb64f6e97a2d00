"""What the words of firm names mean in English: the tables of terms and of firms, and how a stretch is cut by them.

Never guesses: a stretch that no table knows is left whole, for `reprieve.text.romanize`.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from reprieve.text.han import simplified
from reprieve.text.transcribed import kind_of

How = Literal["translated", "romanized"]

_HERE: Final = Path(__file__).parent
TERMS: Final = _HERE / "terms.toml"
COMPANIES: Final = _HERE / "companies.csv"


class Term(NamedTuple):
    """What stands in English for a term; names of people are `romanized`, all else is `translated`.

    `kind` is the name of its table (`form`, `business`, `place`, ...); `firm` for one of `companies.csv`.
    """

    words: tuple[str, ...]
    how: How = "translated"
    kind: str = ""


class Segment(NamedTuple):
    """A part of a stretch: a known term, or None for what lies between terms."""

    text: str
    term: Term | None


# A language first asks its own terms, then those of the languages whose words it shares.
_ASKS: Final[dict[str, tuple[str, ...]]] = {"zh": ("zh", "ja"), "ja": ("ja", "zh"), "ko": ("ko", "zh", "ja")}
_LANGUAGE: Final = {
    "Hani": "zh", "Jpan": "ja", "Hang": "ko", "Cyrl": "ru", "Arab": "ar", "Hebr": "he", "Grek": "el", "Mymr": "my",
    "Thai": "th", "Deva": "hi", "Beng": "bn",
}  # fmt: skip
_JAPANESE_FIRM: Final = re.compile("株式会社|株式會社|有限会社|有限會社|合同会社|合同會社|\\(株\\)")
_JAPANESE: Final = re.compile("[々\u3040-\u30ff]|株式会社|合同会社|\\(株\\)")
_KOREAN: Final = re.compile("[\uac00-\ud7a3]|朝鲜|平壤|高丽")
_ARABIC_FORMS: Final = str.maketrans("أإآٱىیکہ", "اااايي" + "كه")
_REPEATED: Final = re.compile("(.)々")
_TITLES: Final = ("市", "省", "县", "区")
_KOREAN_LETTERS: Final = "部局省所院军党"
_NUMERAL: Final = re.compile(
    "第([〇零一二三四五六七八九十百]{1,6})|([一二三四五六七八九十百]{1,6})(?=研究所|研究院|设计院|所$|院$|厂$|工厂)"
)
_HAN_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}

# Costs by which a stretch is cut. Few terms are better than many, and any are better than letters of no term; a term of
# one letter counts only where it ends the stretch or stands between terms, since names are full of such letters.
_PIECE: Final = 3.0
_UNKNOWN_STARTS: Final = 8.0
_UNKNOWN_LETTER: Final = 10.0
_TELLING_LETTER: Final = 5.0
_FOREIGN_LETTER: Final = 9.0
_LETTER: Final = 11.5
_LAST_LETTER: Final = 5.0
_EMBLEM: Final = 7.0
_SOUNDING_EMBLEM: Final = 9.5
EMBLEM: Final = "emblem"
"""The table of words that foreign firms take for names (eagle, shield): a native firm of that name is read by sound."""


@lru_cache(maxsize=1024)
def language_in(text: str, script: str) -> str:
    """The language whose terms a piece of this script is to be read by, from what stands around it."""
    if script in ("Hani", "Jpan"):
        plain = normal(text)
        return "ja" if _JAPANESE.search(text) or _JAPANESE.search(plain) else "ko" if _KOREAN.search(plain) else "zh"
    return _LANGUAGE.get(script, "")


def shown_languages(text: str, language: str) -> tuple[str, ...]:
    """The languages that a name with Han letters may be in, the likeliest first; `language` is what the caller knows.

    Kana show only who wrote the name down: a form of Japanese law shows that the firm is Japanese.
    """
    if language:
        return (language,)
    if _JAPANESE_FIRM.search(text):
        return ("ja",)
    first = language_in(text, "Hani")
    return (first, *(each for each in ("zh", "ja", "ko") if each != first))


def normal(text: str) -> str:
    """The spelling in which tables are asked: lower case, simplified Han, bare Greek and Arabic; as long as before."""
    lower = simplified(_REPEATED.sub(r"\1\1", text)).translate(_ARABIC_FORMS)
    return "".join(_bare(char) for char in lower) if not lower.isascii() else lower.lower()


@cache
def vocabulary(language: str, *, named: bool = False) -> dict[str, Term]:
    """Every spelling that a language knows, firms of any script among them; `normal` for its letters.

    `named`: the emblems of foreign firms, too.
    """
    found: dict[str, Term] = dict(_companies())
    for each in _ASKS.get(language, (language,)):
        for kind, term, meaning in _terms(each):
            # Elsewhere the same letters are another place; Korean names are full of letters that are Chinese words.
            place = kind == "place" and language not in (each, "ja")
            letter = language == "ko" != each and len(term) == 1 and term not in _KOREAN_LETTERS
            if kind == EMBLEM and named and term not in _companies():
                found[term] = meaning
            elif kind != EMBLEM and not place and not letter:
                found.setdefault(term, meaning)
    return found


@cache
def longest_phrase(language: str) -> int:
    """The most words that a term of a language has."""
    return max(term.count(" ") + 1 for term in vocabulary(language))


def segments(stretch: str, language: str, *, named: bool = False) -> list[Segment]:
    """A stretch without spaces cut so that as much of it as can be is known terms, and these as few as can be.

    `named`: as the name of a foreign firm, which has emblems, and letters that only write sounds.
    """
    plain = normal(stretch)
    best = [_Cut(0.0, 0)]
    between = foreign = _Cut(float("inf"), 0)
    for end in range(1, len(plain) + 1):
        between = _longer(best, between, _UNKNOWN_LETTER)
        found = [between, *_terms_to(plain, end, language, best, named=named)]
        if named:
            foreign = _longer(best, foreign, _foreign(plain[end - 1]))
            found.append(foreign)
        best.append(min(found, key=_cost))
    return [Segment(stretch[start:end], term) for start, end, term in _backwards(best)][::-1]


class _Cut(NamedTuple):
    """The cheapest way to cut a stretch up to some letter: its cost and its last part, from `start` on."""

    cost: float
    start: int
    term: Term | None = None


def _cost(cut: _Cut) -> float:
    return cut.cost


def _longer(best: list[_Cut], cut: _Cut, letter: float) -> _Cut:
    """A part of no term with one letter more, or one that begins with this letter."""
    fresh = _Cut(best[-1].cost + _UNKNOWN_STARTS + letter, len(best) - 1)
    return min(fresh, cut._replace(cost=cut.cost + letter), key=_cost)


def _foreign(letter: str) -> float:
    """What a letter costs in a foreign name that is written by sound."""
    return {"telling": _TELLING_LETTER, "foreign": _FOREIGN_LETTER}.get(kind_of(letter), float("inf"))


def _terms_to(plain: str, end: int, language: str, best: list[_Cut], *, named: bool) -> Iterator[_Cut]:
    """The ways of cutting that end with a term here."""
    known = vocabulary(language, named=named)
    for start in range(max(0, end - _longest(language)), end):
        term = known.get(plain[start:end]) or _numeral(plain, start, end)
        if term is not None:
            yield _Cut(best[start].cost + _price(plain, start, end, term), start, term)


def _backwards(best: list[_Cut]) -> Iterator[tuple[int, int, Term | None]]:
    end = len(best) - 1
    while end:
        yield best[end].start, end, best[end].term
        end = best[end].start


def _price(plain: str, start: int, end: int, term: Term) -> float:
    if end - start > 1 or end - start == len(plain) or term.words[:1] == (plain[start:end],):
        return _PIECE
    if term.kind == EMBLEM:
        return _SOUNDING_EMBLEM if kind_of(plain[start]) else _EMBLEM
    return _LAST_LETTER if end == len(plain) and not _only_whole(plain[start:end]) else _LETTER


def _only_whole(letter: str) -> bool:
    """The short form of `co ltd` in brackets: inside a stretch it is only a letter."""
    return letter in "株주"


@cache
def _longest(language: str) -> int:
    """The most letters that a term of a language has."""
    return max(map(len, vocabulary(language, named=True)))


# --- numbers --------------------------------------------------------------------------------------------------------


def _numeral(plain: str, start: int, end: int) -> Term | None:
    """第十四, or the 十四 of 十四研究所, as 14."""
    if plain[start] not in "第〇零一二三四五六七八九十百":
        return None
    found = _NUMERAL.match(plain, start)
    if found is None or found.end() != end or (start and plain[start - 1] in "第〇零一二三四五六七八九十百"):
        return None
    return Term((str(_value(found[1] or found[2])),), kind="number")


def _value(numeral: str) -> int:
    """A Han numeral below a thousand: 十四 is 14, 二〇三 is 203, 七百一十 is 710."""
    if not set(numeral) & set("十百"):
        return int("".join(str(_HAN_DIGITS[char]) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in "十百":
            total, digit = total + (digit or 1) * (10 if char == "十" else 100), 0
        else:
            digit = _HAN_DIGITS[char]
    return total + digit


# --- tables ---------------------------------------------------------------------------------------------------------


@cache
def _bare(char: str) -> str:
    lower = char.lower()
    bare = (
        unicodedata.normalize("NFD", lower)[0]
        if "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff"
        else lower
    )
    return bare if len(bare) == 1 else char


@cache
def _companies() -> dict[str, Term]:
    return {
        _key(spelling): Term(tuple(row["words"].split()), kind="firm")
        for row in _rows(COMPANIES)
        for spelling in row["spellings"].split()
    }


def _terms(language: str) -> Iterator[tuple[str, str, Term]]:
    for kind, pairs in _meanings().get(language, {}).items():
        for spelling, _, words in (pair.partition("=") for pair in pairs.split()):
            how: How = "romanized" if kind == "name" else "translated"
            meaning = Term(tuple(words.split("_")) if words else (), how, kind)
            yield kind, _key(spelling), meaning
            if kind == "place" and language == "zh":
                yield from ((kind, _key(spelling) + title, meaning) for title in _TITLES)


@cache
def _meanings() -> dict[str, dict[str, str]]:
    return tomllib.loads(TERMS.read_text(encoding="utf-8"))


def _key(spelling: str) -> str:
    return normal(unicodedata.normalize("NFKC", spelling.replace("_", " ")))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))
