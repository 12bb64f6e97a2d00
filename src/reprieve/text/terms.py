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

How = Literal["translated", "romanized"]

_HERE: Final = Path(__file__).parent
TERMS: Final = _HERE / "terms.toml"
COMPANIES: Final = _HERE / "companies.csv"
HAN_FORMS: Final = _HERE / "han_forms.csv"


class Term(NamedTuple):
    """What stands in English for a term; names of people are `romanized`, all else is `translated`."""

    words: tuple[str, ...]
    how: How = "translated"


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
_JAPANESE: Final = re.compile("[々\u3040-\u30ff]|株式会社|合同会社|\\(株\\)")
_KOREAN: Final = re.compile("[\uac00-\ud7a3]|朝鲜|平壤|高丽")
_ARABIC_FORMS: Final = str.maketrans("أإآٱىیکہ", "اااايي" + "كه")
_REPEATED: Final = re.compile("(.)々")
_TITLES: Final = ("市", "省", "县", "区")
_NUMERAL: Final = re.compile(
    "第([〇零一二三四五六七八九十百]{1,6})|([一二三四五六七八九十百]{1,6})(?=研究所|研究院|设计院|所$|院$|厂$|工厂)"
)
_HAN_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}

# Costs by which a stretch is cut. Few terms are better than many, and any are better than letters of no term; a term of
# one letter counts only where it ends the stretch or stands between terms, since names are full of such letters.
_PIECE: Final = 3.0
_UNKNOWN_STARTS: Final = 8.0
_UNKNOWN_LETTER: Final = 10.0
_LETTER: Final = 11.5
_LAST_LETTER: Final = 5.0


@lru_cache(maxsize=1024)
def language_in(text: str, script: str) -> str:
    """The language whose terms a piece of this script is to be read by, from what stands around it."""
    if script in ("Hani", "Jpan"):
        plain = normal(text)
        return "ja" if _JAPANESE.search(text) or _JAPANESE.search(plain) else "ko" if _KOREAN.search(plain) else "zh"
    return _LANGUAGE.get(script, "")


def normal(text: str) -> str:
    """The spelling in which tables are asked: lower case, simplified Han, bare Greek and Arabic; as long as before."""
    lower = _REPEATED.sub(r"\1\1", text).translate(_han_forms()).translate(_ARABIC_FORMS)
    return "".join(_bare(char) for char in lower) if not lower.isascii() else lower.lower()


@cache
def vocabulary(language: str) -> dict[str, Term]:
    """Every spelling that a language knows, firms of any script among them; `normal` for its letters."""
    found: dict[str, Term] = dict(_companies())
    for each in _ASKS.get(language, (language,)):
        for kind, term, meaning in _terms(each):
            if kind != "place" or language in (each, "ja"):  # elsewhere the same letters are another place
                found.setdefault(term, meaning)
    return found


@cache
def longest_phrase(language: str) -> int:
    """The most words that a term of a language has."""
    return max(term.count(" ") + 1 for term in vocabulary(language))


def segments(stretch: str, language: str) -> list[Segment]:
    """A stretch without spaces cut so that as much of it as can be is known terms, and these as few as can be."""
    plain = normal(stretch)
    best = [_Cut(0.0, 0)]
    between = _Cut(float("inf"), 0)
    for end in range(1, len(plain) + 1):
        fresh = _Cut(best[-1].cost + _UNKNOWN_STARTS + _UNKNOWN_LETTER, end - 1)
        between = min(fresh, between._replace(cost=between.cost + _UNKNOWN_LETTER), key=_cost)
        best.append(min([between, *_terms_to(plain, end, language, best)], key=_cost))
    return [Segment(stretch[start:end], term) for start, end, term in _backwards(best)][::-1]


class _Cut(NamedTuple):
    """The cheapest way to cut a stretch up to some letter: its cost and its last part, from `start` on."""

    cost: float
    start: int
    term: Term | None = None


def _cost(cut: _Cut) -> float:
    return cut.cost


def _terms_to(plain: str, end: int, language: str, best: list[_Cut]) -> Iterator[_Cut]:
    """The ways of cutting that end with a term here."""
    known = vocabulary(language)
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
    return _LAST_LETTER if end == len(plain) and not _only_whole(plain[start:end]) else _LETTER


def _only_whole(letter: str) -> bool:
    """The short form of `co ltd` in brackets: inside a stretch it is only a letter."""
    return letter in "株주"


@cache
def _longest(language: str) -> int:
    """The most letters that a term of a language has."""
    return max(map(len, vocabulary(language)))


# --- numbers --------------------------------------------------------------------------------------------------------


def _numeral(plain: str, start: int, end: int) -> Term | None:
    """第十四, or the 十四 of 十四研究所, as 14."""
    if plain[start] not in "第〇零一二三四五六七八九十百":
        return None
    found = _NUMERAL.match(plain, start)
    if found is None or found.end() != end or (start and plain[start - 1] in "第〇零一二三四五六七八九十百"):
        return None
    return Term((str(_value(found[1] or found[2])),))


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
def _han_forms() -> dict[int, str]:
    return {ord(other): row["form"] for row in _rows(HAN_FORMS) for other in row["others"]}


@cache
def _companies() -> dict[str, Term]:
    return {
        _key(spelling): Term(tuple(row["words"].split()))
        for row in _rows(COMPANIES)
        for spelling in row["spellings"].split()
    }


def _terms(language: str) -> Iterator[tuple[str, str, Term]]:
    for kind, pairs in _meanings().get(language, {}).items():
        for spelling, _, words in (pair.partition("=") for pair in pairs.split()):
            meaning = Term(tuple(words.split("_")) if words else (), "romanized" if kind == "name" else "translated")
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
