"""A name cut into words that are weighed by what they say: a name of one's own, a word of business, a form of company.

A weight depends on the name alone, never on a list, so that a score means the same wherever it is computed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import msgspec
from rigour.names import extract_org_types

from reprieve.text.country import spellings
from reprieve.text.words import Word, readings, words

WordClass = Literal[
    "own", "place", "generic", "form", "particle", "honorific", "father", "patronymic", "number", "initial"
]
Manner = Literal["person", "organization"]
"""How a name is read: parts of a person's name may be left out, those of an organization may not."""

WEIGHTS: Final[dict[WordClass, float]] = {
    "own": 1.0,
    "number": 0.8,  # `Brigade 44` and `Brigade 45` are two
    "place": 0.6,  # tells which branch, seldom whose
    "generic": 0.45,  # tells the business, not whose
    "father": 1.0,  # Salman, son of Muhammad, is not Muhammad, son of Salman
    "patronymic": 0.6,  # is left out as often as not
    "initial": 0.35,
    "particle": 0.2,
    "honorific": 0.1,
    "form": 0.0,  # forms of company are compared with one another, not weighed as words
}
SHORT: Final = 0.6
"""The weight of a name of two letters: one slip makes another of it."""
SPELT_OUT: Final = 4
"""Shorter names of countries are codes, and words of other meanings too."""
JOINING: Final = 0.1
"""The weight of `of` and `and`, and of `company`, in the name of an organization."""
FIRST: Final = frozenset({"ao", "pt", "cv", "ip", "op"})
"""Forms of two letters that stand before the name."""
_FILE: Final = Path(__file__).parent / "vocabulary.toml"
_PATRONYMIC: Final = re.compile(r"\w{3,}(?:[oey]vich|[oey]vych|[oe]vna|[oe]vych|ivna|[ly]yich)")
_THREE: Final = 3
"""A patronymic stands between a given and a family name; `Abramovich` in a name of two words is the family's."""
_DIGITS: Final = str.maketrans("013457", "oieast")
_SON: Final = frozenset({"bin", "bint"})
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SHIP: Final = re.compile(r"\s*(?:(?:m[/.]?[vty]|s[/.]s|s[/.]?y)[. ]\s*)(?=\w{2})", re.IGNORECASE)
_TENS: Final = frozenset({"20", "30", "40", "50", "60", "70", "80", "90"})


class Token(msgspec.Struct, frozen=True):
    """One word: `text` as it is compared, `same` one spelling for words that mean the same, `how` it became Latin.

    `meaning` is one spelling for words by which a term of another language may be rendered, and `@thomas` for a given
    name and its short forms; `sounds` are the keys of a foreign name written by sound (`reprieve.text.transcribed`).
    """

    text: str
    same: str
    kind: WordClass
    weight: float
    source: str
    how: str
    meaning: str = ""
    sounds: tuple[str, ...] = ()


class Parsed(msgspec.Struct, frozen=True):
    """A name ready to be compared: its words in order, and its forms of company (`LLC`)."""

    name: str
    manner: Manner
    tokens: tuple[Token, ...]
    forms: frozenset[str]
    weight: float


class Vocabulary(msgspec.Struct, frozen=True):
    """Word classes by word; where several words are one, the first of them stands for all."""

    generic: dict[str, str]
    places: dict[str, str]
    particles: dict[str, str]
    honorifics: frozenset[str]
    numerals: dict[str, str]
    renderings: dict[str, str]
    nicknames: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The word classes that ship with Reprieve."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    grouped = (
        {word: group[0] for group in raw[name] for word in group}
        for name in ("generic", "places", "particles", "renderings", "nicknames")
    )
    numerals = {word: str(number) for word, number in raw["numerals"].items()}
    generic, places, particles, renderings, nicknames = grouped
    countries = {name: name for name in map(str.lower, spellings()) if name.isalpha() and len(name) >= SPELT_OUT}
    return Vocabulary(
        generic, countries | places, particles, frozenset(raw["honorifics"]), numerals, renderings, nicknames
    )


@lru_cache(maxsize=200_000)
def read(name: str, manner: Manner) -> tuple[Parsed, ...]:
    """A name in each way in which it may be read, the likeliest first; names in Latin letters have one."""
    return tuple(_parsed(name, manner, found) for found in readings(name))


def parsed(name: str, manner: Manner) -> Parsed:
    """A name, cut and weighed, as it is read first."""
    return read(name, manner)[0]


def _parsed(name: str, manner: Manner, spoken: Sequence[Word]) -> Parsed:
    """A name of nothing but forms and titles is compared by these."""
    found = [_lettered(each) for each in spoken]
    forms, places = _forms(name, found) if manner == "organization" else (frozenset[str](), set[int]())
    tokens = [_token(each, manner, form=place in places) for place, each in enumerate(found)]
    if manner == "person" and len(tokens) > 1 and tokens[0].text == "ben":
        tokens[0] = msgspec.structs.replace(tokens[0], same="ben", kind="own", weight=WEIGHTS["own"])  # Benjamin
    for place in range(_vessel(name, tokens) if manner == "organization" else 0):
        tokens[place] = msgspec.structs.replace(tokens[place], kind="particle", weight=JOINING)
    tokens = list(_counted(_descended(tokens) if manner == "person" else tokens))
    if tokens and not any(each.weight > WEIGHTS["honorific"] for each in tokens):
        tokens = [msgspec.structs.replace(each, weight=SHORT) for each in tokens]
    return Parsed(name, manner, tuple(tokens), forms, sum(each.weight for each in tokens))


def _vessel(name: str, tokens: Sequence[Token]) -> int:
    """How many of the first words only say that this is a ship: `M/V Oceanic`."""
    found = _SHIP.match(name)
    return min(len(words(found[0])), len(tokens) - 1) if found else 0


def _lettered(word: Word) -> Word:
    """Digits within a word are letters that somebody typed or hid: `Sech1n`."""
    text = word.text
    if len(text) < 4 or text.isalpha() or sum(map(str.isdigit, text)) > len(text) // 2 or text[0].isdigit():  # noqa: PLR2004  # H3C
        return word
    if text[1].isdigit() and text[1] not in "01":
        return word  # L3Harris
    inside = re.sub(r"(?<=[a-z])\d+(?=[a-z])|(?<=[a-z]{2})\d$", lambda found: found[0].translate(_DIGITS), text)
    return Word(inside, word.source, "folded") if inside.isalpha() else word


# --- forms of company -----------------------------------------------------------------------------------------------


def _forms(name: str, found: Sequence[Word]) -> tuple[frozenset[str], set[int]]:
    """The forms of company in a name, in their general kind (an AG and a plc are one), and which words they take."""
    plain = " ".join(each.text for each in found)
    forms: set[str] = set()
    places: set[int] = set()
    texts = [each.text for each in found]
    for written, form in dict.fromkeys((*extract_org_types(name.lower(), generic=True), *_types_of(plain))):
        taken = [each.text for each in words(written)]
        if taken and taken[0] not in vocabulary().numerals:
            for at in _runs(texts, taken):
                if places.isdisjoint(range(at, at + len(taken))) and (at or not _syllable(taken)):
                    places |= set(range(at, at + len(taken)))
                    forms.add(form)
    return frozenset(forms), places


def _types_of(plain: str) -> list[tuple[str, str]]:
    return list(extract_org_types(plain, generic=True))


def _syllable(taken: Sequence[str]) -> bool:
    """Two letters that begin a name are a syllable of it more often than a form, but for those that stand there."""
    return len("".join(taken)) < 3 and taken[0] not in FIRST  # noqa: PLR2004  # as the name says


def _runs(texts: Sequence[str], taken: Sequence[str]) -> Iterator[int]:
    """Where a run of words stands."""
    return (at for at in range(len(texts) - len(taken) + 1) if texts[at : at + len(taken)] == taken)


# --- words ----------------------------------------------------------------------------------------------------------


def _token(word: Word, manner: Manner, *, form: bool) -> Token:
    known, text = vocabulary(), word.text
    group = known.particles.get(text)
    if manner == "organization":
        group = known.generic.get(text) or known.places.get(text) or group
    ordinal = _ORDINAL.fullmatch(text)
    same = known.numerals.get(text) or (ordinal[1] if ordinal else group) or text
    kind = "form" if form else _class(word, same, manner)
    weight = SHORT if kind == "own" and len(text) <= 2 else WEIGHTS[kind]  # noqa: PLR2004  # two letters
    if kind == "particle" and manner == "organization":
        weight = JOINING
    called = known.nicknames.get(text, "") if manner == "person" else ""
    meaning = f"@{called}" if called else known.renderings.get(text, "")
    return Token(text, same, kind, weight, word.source, word.how, meaning, word.sounds)


def _class(word: Word, same: str, manner: Manner) -> WordClass:
    known, text = vocabulary(), word.text
    if manner == "person" and text in known.honorifics:
        return "honorific"
    if manner == "organization" and text in known.generic:
        return "generic"
    if manner == "organization" and text in known.places:
        return "place"
    if text in known.particles:
        return "particle"
    if same.isdigit():
        return "number"
    # A syllable or an ideograph that is one letter in Latin stands for a whole name.
    return "initial" if len(text) == 1 and unicodedata.category(word.source[:1] or " ") != "Lo" else "own"


def _descended(tokens: Sequence[Token]) -> Iterator[Token]:
    """The words of a person's name, with fathers and patronymics told, and `Abd al` as the one word that it is."""
    named = sum(each.kind == "own" for each in tokens)
    before, son = "", False
    for each in tokens:
        if before == "abd" and each.same == "al":
            before = ""
            continue
        before = each.text
        if each.kind == "own" and son:
            yield msgspec.structs.replace(each, kind="father", weight=WEIGHTS["father"])
        elif each.kind == "own" and named >= _THREE and _PATRONYMIC.fullmatch(each.text):
            yield msgspec.structs.replace(each, kind="patronymic", weight=WEIGHTS["patronymic"])
        else:
            yield each
        son = each.same in _SON or (son and each.kind == "particle")


def _counted(tokens: Sequence[Token] | Iterator[Token]) -> Iterator[Token]:
    """Numerals in words put together: forty-four is 44."""
    tens: Token | None = None
    for each in tokens:
        if tens is not None and each.kind == "number" and len(each.same) == 1 and each.same != "0":
            value = str(int(tens.same) + int(each.same))
            yield msgspec.structs.replace(tens, text=value, same=value, source=f"{tens.source} {each.source}")
            tens = None
            continue
        if tens is not None:
            yield tens
        tens = each if each.same in _TENS and not each.text.isdigit() else None
        if tens is None:
            yield each
    if tens is not None:
        yield tens


def manner_of(*names: str) -> Manner:
    """How names are read where nobody says what they are: as those of organizations if a word or form tells so."""
    for name in names:
        found = parsed(name, "organization")
        if found.forms or any(each.kind == "generic" or each.same == "co" for each in found.tokens):
            return "organization"
    return "person"
