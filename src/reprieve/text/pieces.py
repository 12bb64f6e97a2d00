"""A name cut where its writing cuts it: at spaces and punctuation, and where one kind of script meets another.

Never translates, never transliterates; what is no letter and no digit is dropped, but for `&`, which is a word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from typing import Final, NamedTuple


class Piece(NamedTuple):
    """A stretch of a cleaned name in one kind of script: an ISO 15924 code, or `Latn` for all that is written alike."""

    text: str
    script: str


# First code point of a block of letters and the script it is in, in ascending order; empty for all others.
_BLOCKS: Final[tuple[tuple[int, str], ...]] = (
    (0x0, "Latn"), (0x370, "Grek"), (0x400, "Cyrl"), (0x530, "Armn"), (0x590, "Hebr"), (0x600, "Arab"), (0x700, ""),
    (0x750, "Arab"), (0x780, ""), (0x860, "Arab"), (0x900, "Deva"), (0x980, "Beng"), (0xA00, "Guru"), (0xA80, "Gujr"),
    (0xB00, "Orya"), (0xB80, "Taml"), (0xC00, "Telu"), (0xC80, "Knda"), (0xD00, "Mlym"), (0xD80, "Sinh"),
    (0xE00, "Thai"), (0xE80, "Laoo"), (0xF00, ""), (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, ""),
    (0x1780, "Khmr"), (0x1800, ""), (0x1C80, "Cyrl"), (0x1C90, "Geor"), (0x1CC0, ""), (0x1E00, "Latn"),
    (0x1F00, "Grek"), (0x2000, ""), (0x2C60, "Latn"), (0x2C80, ""), (0x2D00, "Geor"), (0x2D30, ""), (0x2DE0, "Cyrl"),
    (0x2E00, ""), (0x3005, "Hani"), (0x3008, ""), (0x3040, "Jpan"), (0x3100, ""), (0x3130, "Hang"), (0x3190, ""),
    (0x31F0, "Jpan"), (0x3200, ""), (0x3400, "Hani"), (0x4DC0, ""), (0x4E00, "Hani"), (0xA000, ""), (0xA640, "Cyrl"),
    (0xA6A0, ""), (0xA720, "Latn"), (0xA800, ""), (0xA9E0, "Mymr"), (0xAA00, ""), (0xAA60, "Mymr"), (0xAA80, ""),
    (0xAB30, "Latn"), (0xAB70, ""), (0xAC00, "Hang"), (0xD800, ""), (0xF900, "Hani"), (0xFB00, ""), (0x20000, "Hani"),
    (0x32000, ""),
)  # fmt: skip
_STARTS: Final = [start for start, _ in _BLOCKS]

# Written without spaces between words: a stretch of one of them ends where another script begins.
UNSPACED: Final = frozenset({"Hani", "Jpan", "Hang", "Thai", "Laoo", "Khmr", "Mymr"})

_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0966-\u0df3\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0f84\u0f90-\u0fbc\u1000-\u1049"
    "\u1050-\u109f\u1780-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ua9e0-\ua9ff\uaa60-\uaa7f"
)
# `S.A.` is one word, `Co.Ltd` are two; an apostrophe inside a word is no end of it, nor is the double one in בע"מ.
TOKEN: Final = re.compile(
    rf"""&|(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![\w{_MARKS}]))?"""
    rf"""|(?:[^\W_]|[{_MARKS}])(?:[^\W_]|[{_MARKS}]|'+(?=[^\W_])|(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea]))*"""
)


def pieces(text: str) -> list[Piece]:
    """The pieces of a cleaned text, in its order."""
    found: list[Piece] = []
    for token in TOKEN.findall(text):
        found += _cut(token)
    return found


def _cut(token: str) -> list[Piece]:
    """A token in one piece, or cut where a script without spaces begins or ends."""
    script, start, found = script_at(token[0]), 0, []
    for place, char in enumerate(token[1:], start=1):
        here = script_at(char)
        if not here or here == script or (here in "Latn" and not _breaks(script, char)):
            continue
        if {here, script} == {"Hani", "Jpan"}:
            script = "Jpan"
        elif here in UNSPACED or script in UNSPACED:
            found.append(Piece(token[start:place], script))
            script, start = here, place
        elif script == "Latn":
            script = here
    return [*found, Piece(token[start:], script)]


def _breaks(script: str, char: str) -> bool:
    return script in UNSPACED and char.isalnum()


@cache
def script_at(char: str) -> str:
    """The script of a letter; empty for what belongs to the letter before it; `Latn` for digits and the unknown."""
    if unicodedata.category(char).startswith("M") or char in "'.\"_ー":
        return ""
    if unicodedata.decimal(char, None) is not None:
        return "Latn"
    return _BLOCKS[bisect_right(_STARTS, ord(char)) - 1][1] or "Latn"
