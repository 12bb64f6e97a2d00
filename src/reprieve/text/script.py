"""The script that a name is written in, as an ISO 15924 code. Never says which language, never transliterates."""

from __future__ import annotations

from collections import Counter
from typing import Final

CODES: Final = {
    "Arabic": "Arab",
    "Armenian": "Armn",
    "Bengali": "Beng",
    "Bopomofo": "Bopo",
    "Cyrillic": "Cyrl",
    "Devanagari": "Deva",
    "Ethiopic": "Ethi",
    "Georgian": "Geor",
    "Greek": "Grek",
    "Gujarati": "Gujr",
    "Gurmukhi": "Guru",
    "Han": "Hani",
    "Hangul": "Hang",
    "Hebrew": "Hebr",
    "Hiragana": "Hira",
    "Kannada": "Knda",
    "Katakana": "Kana",
    "Khmer": "Khmr",
    "Lao": "Laoo",
    "Latin": "Latn",
    "Malayalam": "Mlym",
    "Mongolian": "Mong",
    "Myanmar": "Mymr",
    "Oriya": "Orya",
    "Sinhala": "Sinh",
    "Syriac": "Syrc",
    "Tamil": "Taml",
    "Telugu": "Telu",
    "Thaana": "Thaa",
    "Thai": "Thai",
    "Tibetan": "Tibt",
    "Tifinagh": "Tfng",
    "Yi": "Yiii",
}
"""Unicode's name of a script -> its ISO 15924 code, for the scripts that people and firms are named in today."""

_JAPANESE: Final = frozenset({"Hani", "Hira", "Kana"})
_KOREAN: Final = frozenset({"Hani", "Hang"})


def script_of(text: str) -> str:
    """`Latn`, `Cyrl`, `Hani`: the script of most letters of `text`; empty where it has no letter of a known script.

    Scripts that are written together count as one where they stand together: kana with Han is `Jpan`, both kana
    without Han `Hrkt`, Hangul with Han `Kore`. Where two scripts have as many letters, the one that comes first.
    """
    if text.isascii():
        return "Latn" if any(char.isalpha() for char in text) else ""
    letters = Counter(_codes(text))
    for together, code in ((_JAPANESE, _japanese(letters)), (_KOREAN, "Kore")):
        if len(together & letters.keys()) > 1 and letters.keys() & (together - {"Hani"}):
            letters = _joined(letters, together, code)
    return max(letters, key=letters.__getitem__, default="")


def _codes(text: str) -> list[str]:
    from rigour.text.scripts import codepoint_script  # noqa: PLC0415  # a tenth of a second that most commands never need

    found = (CODES.get(codepoint_script(ord(char)) or "") for char in text if char.isalpha())
    return [code for code in found if code is not None]


def _japanese(letters: Counter[str]) -> str:
    return "Jpan" if "Hani" in letters else "Hrkt"


def _joined(letters: Counter[str], together: frozenset[str], code: str) -> Counter[str]:
    """The letters with those of `together` counted as one script, at the place of the first of them."""
    joined: Counter[str] = Counter()
    for script, count in letters.items():
        joined[code if script in together else script] += count
    return joined
