"""A name as its reader sees it: width, invisible characters, look-alike letters, odd dashes and spaces undone.

Case, accents and the script of the name stay: this never transliterates, and never touches a digit.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final, Literal

Alphabet = Literal["latin", "cyrillic", "greek"]

FILE: Final = Path(__file__).parent / "homoglyphs.csv"

_ALPHABETS: Final[tuple[Alphabet, ...]] = ("latin", "cyrillic", "greek")
_INVISIBLE: Final = frozenset({"Cf", "Cs"})
_BLANK: Final = frozenset({"Cc", "Zl", "Zp", "Zs"})
_DASHES: Final = "‐‑‒–—―−⁃﹘˗־᠆⸺⸻"
_APOSTROPHES: Final = "‘’‚‛′‵`´ʹʻʼʽʾʿˈ׳ꞌ՚"
_QUOTES: Final = "“”„‟″‶«»״ˮ〝〞〟"
_MARKS_OF_TRADE: Final = "™®©℠"
# Drawn as nothing, yet a letter or a mark to Unicode: the grapheme joiner, Hangul fillers, Khmer inherent vowels,
# variation selectors.
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]",
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_LETTERS: Final[dict[Alphabet, re.Pattern[str]]] = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "greek": re.compile("[\u0370-\u03ff]"),
}


def cleaned(text: str) -> str:
    """The text in composed characters, with plain spaces, dashes and quotes; cleaning it again changes nothing."""
    if text.isascii() and text.isprintable():
        return " ".join(text.replace("`", "'").split())
    apart = unicodedata.normalize("NFKD", "".join(map(_before, text)))
    seen = "".join(map(_plain, apart))
    return unicodedata.normalize("NFC", _without_look_alikes(" ".join(seen.split())))


def _before(char: str) -> str:
    """What must go before compatibility forms are undone: these would join a word and a trade mark, or a number."""
    if char == "№":
        return " No "
    return " " if char in _MARKS_OF_TRADE else "'" if char in _APOSTROPHES else char


@cache
def _plain(char: str) -> str:
    if char.isalnum() and not _UNSEEN.match(char) and char not in _APOSTROPHES:
        return char
    category = unicodedata.category(char)
    if category in _INVISIBLE or _UNSEEN.match(char):
        return ""
    if category in _BLANK or char == "\u2800":  # the empty Braille cell
        return " "
    return "-" if char in _DASHES else "'" if char in _APOSTROPHES else '"' if char in _QUOTES else char


# --- letters that look alike ----------------------------------------------------------------------------------------


def _without_look_alikes(text: str) -> str:
    """Each word in one alphabet where it can be: that of its unmistakable letters, or else of the text's."""
    if text.isascii() or len(_alphabets(text)) <= 1:
        return text
    whole = _majority(text, _doubles(frozenset(_ALPHABETS)))
    return _WORD.sub(lambda word: _in_one_alphabet(word[0], whole), text)


def _in_one_alphabet(word: str, whole: Alphabet | None) -> str:
    found = _alphabets(word)
    if len(found) <= 1:  # disguised as a whole, or a word of its own: only Latin is disguised so
        disguised = whole == "latin" and all(char in _look_alikes("latin") for char in word if char.isalpha())
        return _in("latin", word) if disguised else word
    once = _in(_majority(word, _doubles(found)) or whole or _majority(word, frozenset()), word)
    # With an alphabet less, letters that had a double may be sure, or the whole word a disguise.
    return once if _alphabets(once) == found else _in_one_alphabet(once, whole)


def _in(alphabet: Alphabet | None, word: str) -> str:
    return "".join(_look_alikes(alphabet).get(char, char) for char in word) if alphabet else word


def _alphabets(text: str) -> frozenset[Alphabet]:
    return frozenset(each for each, letters in _LETTERS.items() if letters.search(text))


def _majority(text: str, doubles: frozenset[str]) -> Alphabet | None:
    """The alphabet of most letters that are no doubles; at a tie Latin, then Cyrillic."""
    letters = Counter(found for char in text if char not in doubles and (found := _alphabet(char)))
    return max((each for each in _ALPHABETS if each in letters), key=letters.__getitem__, default=None)


@cache
def _alphabet(char: str) -> Alphabet | None:
    return next((each for each, letters in _LETTERS.items() if char.isalpha() and letters.match(char)), None)


@cache
def _doubles(alphabets: frozenset[Alphabet]) -> frozenset[str]:
    """The letters of some alphabets that have a double in another of them."""
    rows = [[row[each] for each in alphabets if row[each]] for row in _rows()]
    return frozenset(char for row in rows if len(row) > 1 for letters in row for char in letters)


@cache
def _look_alikes(alphabet: Alphabet) -> dict[str, str]:
    """Letters of the other alphabets -> the letter of this one that is drawn alike."""
    others = [each for each in _ALPHABETS if each != alphabet]
    return {char: row[alphabet][0] for row in _rows() if row[alphabet] for each in others for char in row[each]}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))
