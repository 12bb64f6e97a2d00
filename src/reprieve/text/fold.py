"""Names folded for plain equality: case, width, accents, punctuation and spacing do not count.

This is not name matching (no edit distance, no scripts, no company forms): it only recognizes a name written as the
list writes it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"\w+")


def folded(name: str) -> str:
    """One spelling for names that differ only in case, width, accents, punctuation or spaces."""
    if name.isascii():
        return " ".join(_WORD.findall(name.casefold()))
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_WORD.findall(letters))
