"""Names of any script in lower-case Latin letters, as lists write them.

Never translates: what words mean is in `reprieve.text.terms`. Letters are in `letters.toml`, and what Koreans read Han
letters as is in `hanja.csv`; for other Han, Thai, Khmer and whatever has no table, anyascii is asked (Han by its
commonest Mandarin reading, one letter at a time).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from anyascii import anyascii

from reprieve.text.abjad import from_arabic, from_hebrew
from reprieve.text.clean import cleaned
from reprieve.text.korean import hangul
from reprieve.text.pieces import Piece, pieces
from reprieve.text.terms import language_in, normal

FILE: Final = Path(__file__).parent / "letters.toml"

_OTHER: Final = re.compile(r"[^a-z0-9]+")
_UKRAINIAN: Final = re.compile("[іїєґў]", re.IGNORECASE)
_SERBIAN: Final = re.compile("[ћђџљњ]", re.IGNORECASE)
_INDIC: Final = frozenset({"Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym"})
_KATAKANA_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# A Burmese consonant, with what is written under it, that has no vowel and closes no syllable: an `a` is spoken.
_UNWRITTEN_A: Final = re.compile(
    "([\u1000-\u1021][\u103b-\u103e]*)(?![\u102b-\u1032\u1036\u1039-\u103e]|\u1037\u103a|[\u1000-\u1021]\u1037?\u103a)"
)
_HANGUL: Final = re.compile("[가-힣]+")
# Which tables a language lays over that of its script.
_OVER: Final = {"uk": "Cyrl", "sr": "Cyrl", "kp": "Hang"}
# Han letters whose commonest reading in names is not the one that a dictionary gives first.
_HAN: Final = {
    "长": "chang",
    "長": "chang",
    "行": "hang",
    "乐": "le",
    "樂": "le",
    "厦": "xia",
    "廈": "xia",
    "藏": "zang",
}


def romanized(text: str, language: str = "") -> str:
    """The words of a name in `[a-z0-9]`, with a space between; a stretch without spaces, such as Han, is one word."""
    whole = cleaned(text)
    found = (piece for piece in pieces(whole) if piece.text != "&")
    return " ".join(
        filter(None, (letters(piece.text, piece.script, _language(whole, piece, language)) for piece in found))
    )


def _language(whole: str, piece: Piece, asked: str) -> str:
    if piece.script in ("Hani", "Jpan"):
        return asked or language_in(whole, piece.script)
    return language_of(whole)


@lru_cache(maxsize=1024)
def language_of(text: str) -> str:
    """A language that a letter betrays and that writes its letters in its own way in Latin: `uk`, `sr`, or nothing."""
    return "uk" if _UKRAINIAN.search(text) else "sr" if _SERBIAN.search(text) else ""


@lru_cache(maxsize=65_536)
def letters(piece: str, script: str, language: str = "") -> str:
    """A piece of a cleaned name in `[a-z0-9]`; may be empty."""
    lower = _with_digits(piece.lower()) if script != "Latn" else piece
    if script == "Hebr":
        spoken = _mixed(lower, from_hebrew, "Hebr")
    elif script == "Arab":
        spoken = _mixed(lower, from_arabic, "Arab")
    elif script in _INDIC:
        spoken = _from_indic(lower)
    elif script in ("Hani", "Jpan"):
        spoken = _from_kana_and_han(lower, language)
    elif script == "Hang":
        spoken = by_table(unicodedata.normalize("NFD", lower), "Hang", language)
    elif script == "Mymr":
        spoken = by_table(_UNWRITTEN_A.sub("\\1\u102c", lower), "Mymr")
    elif script in ("Cyrl", "Grek", "Armn", "Geor"):
        spoken = by_table(_without_marks(lower) if script == "Grek" else lower, script, language)
    else:
        spoken = lower
    return _OTHER.sub("", anyascii(_spelt_out(spoken)).lower())


def by_table(text: str, script: str, language: str = "") -> str:
    """A text with every letter that a table of `letters.toml` knows in Latin; all else is left as it is."""
    table = _table(script, language)
    pattern = _pattern(script, language)
    return pattern.sub(
        lambda found: table.get(("^" if not found.start() else "") + found[0], table.get(found[0], "")), text
    )


@cache
def _table(script: str, language: str = "") -> dict[str, str]:
    tables = _tables()
    over = tables[language] if _OVER.get(language) == script else ""
    return dict(pair.split("=", 1) for pair in (tables[script] + " " + over).split())


@cache
def _tables() -> dict[str, str]:
    return {name: str(pairs) for name, pairs in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


@cache
def _pattern(script: str, language: str = "") -> re.Pattern[str]:
    groups = {key.removeprefix("^") for key in _table(script, language)}
    return re.compile("|".join(sorted(map(re.escape, groups), key=len, reverse=True)))


# --- scripts with ways of their own ---------------------------------------------------------------------------------


def _with_digits(text: str) -> str:
    """Digits of other scripts as ASCII digits."""
    return "".join(str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else char for char in text)


def _without_marks(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


# Latin letters that anyascii writes in another way than lists do, or that it takes apart.
_SPELT_OUT: Final = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ə": "a", "Ə": "a", "ı": "i", "ħ": "h", "ŋ": "ng", "ʻ": ""}


def _spelt_out(text: str) -> str:
    return text if text.isascii() else "".join(_SPELT_OUT.get(char, char) for char in _without_marks(text))


def _mixed(text: str, spoken: Callable[[str, dict[str, str]], str], script: str) -> str:
    """Words of an abjad, with whatever else stands inside them left as it is."""
    return re.sub(r"[\u0590-\u08ff']+", lambda found: spoken(found[0], _table(script)), text)


def _from_kana_and_han(text: str, language: str) -> str:
    if language == "ko":
        text = _HANGUL.sub(lambda found: letters(found[0], "Hang", "kp"), hangul(text))
    elif language == "ja":
        text = by_table(normal(text), "Kanji")
    kana = re.sub("っ(.)", _doubled, text.translate(_KATAKANA_TO_HIRAGANA))
    return by_table("".join(_HAN.get(char, char) for char in kana), "Hira")


def _doubled(found: re.Match[str]) -> str:
    """A small tsu doubles the consonant after it."""
    first = _table("Hira").get(found[1], "")[:1]
    return ("t" if first == "c" else first if first not in "aiueo" else "") + found[1]


def _from_indic(text: str) -> str:
    """Letters by their Unicode names, which hold the sound: an `a` after each consonant, but not at the end."""
    spoken, unwritten = "", False
    for char in text:
        writing, letter, sound = unicodedata.name(char, "").partition(" LETTER ")
        _, sign, of = writing.partition(" SIGN ")
        if letter:
            spoken, unwritten = spoken + _sound(sound), True
        elif of == "VIRAMA" or (sign and " VOWEL SIGN " in writing):
            spoken, unwritten = spoken.removesuffix("a") + ("" if of == "VIRAMA" else _sound(of)), False
        elif of in ("ANUSVARA", "CANDRABINDU"):
            spoken, unwritten = spoken + "n", False
        elif not sign:
            spoken, unwritten = spoken + char, False
    return spoken.removesuffix("a") if unwritten and len(spoken) > 3 else spoken  # noqa: PLR2004  # Ra is a name


def _sound(name: str) -> str:
    return {"AA": "a", "II": "i", "UU": "u", "CA": "cha", "CHA": "chha", "VOCALIC R": "ri"}.get(
        name, re.sub("^(TT|DD|NN|SS)", lambda found: found[0][0] if found[0] != "SS" else "SH", name).lower()
    )
