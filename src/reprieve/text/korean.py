"""Korean names: Han letters as Koreans read them, and one key for the many ways of writing Korean in Latin letters.

Never guesses a letter that `hanja.csv` does not know, and never writes Latin itself: `reprieve.text.romanize` does.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "hanja.csv"

# What tells the spellings of one sound apart, in the order in which it is undone: those of the Revised Romanization of
# the South, of McCune-Reischauer, and of the North; lists mix them (Taehung, Daehung, Daeheung, Taihung).
_SPELLINGS: Final = (
    ("eo", "o"),
    ("eu", "u"),
    ("[ao]e|ai", "e"),
    ("sh(?=[iy])", "s"),
    ("ch|j", "c"),
    ("[gq]|k", "k"),
    ("d", "t"),
    ("b", "p"),
    ("l", "r"),
    ("(?<=[mnk])r", "n"),  # r is spoken as n after these; lists write both
    ("nk", "q"),  # ng, and n before g, which nobody can tell apart in writing
    ("^[rn](?=[iy])", ""),  # the South does not speak these at the start: Ryonbong, Yonbong
    ("^r", "n"),  # Rason, Nason
    ("w(?=o)", ""),
)
_TWICE: Final = re.compile(r"(.)\1+")


def hangul(text: str) -> str:
    """The text with its Han letters in Hangul, one by one; r and n are kept at the start of words, as in the North."""
    return text.translate(_readings())


def heard(latin: str) -> str:
    """A key that the spellings of one Korean word in `[a-z0-9]+` share: `tehuq` for taehung, daehung and daeheung.

    Vowels stay, so that the key is about as long as the word; it says nothing of words that are not Korean.
    """
    for spelling, sound in _SPELLINGS:
        latin = re.sub(spelling, sound, latin)
    return _TWICE.sub(r"\1", latin)


@cache
def _readings() -> dict[int, str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {ord(char): row["reading"] for column in ("letters", "forms") for row in rows for char in row[column]}
