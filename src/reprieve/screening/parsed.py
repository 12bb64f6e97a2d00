"""A name cut into words that are weighed by what they say: a name of one's own, a word of business, a form of company.

A weight depends on the word alone, never on a list, so that a score means the same wherever it is computed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import msgspec
from rigour.names import extract_org_types

from reprieve.text.words import words

WordClass = Literal["own", "generic", "form", "particle", "honorific", "number", "initial"]
Manner = Literal["person", "organization"]
"""How a name is read: parts of a person's name may be left out, those of an organization may not."""

WEIGHTS: Final[dict[WordClass, float]] = {
    "own": 1.0,
    "number": 0.8,  # `Brigade 44` and `Brigade 45` are two
    "generic": 0.45,  # tells the business, not whose
    "initial": 0.35,
    "particle": 0.2,
    "honorific": 0.1,
    "form": 0.0,  # forms of company are compared with one another, not weighed as words
}
SHORT: Final = 0.6
"""The weight of a name of two letters: one slip makes another of it."""
_FILE: Final = Path(__file__).parent / "vocabulary.toml"


class Token(msgspec.Struct, frozen=True):
    """One word: `text` as it is compared, `same` one spelling for words that mean the same, `how` it became Latin."""

    text: str
    same: str
    kind: WordClass
    weight: float
    source: str
    how: str


class Parsed(msgspec.Struct, frozen=True):
    """A name ready to be compared: its words in order, and its forms of company (`LLC`)."""

    name: str
    manner: Manner
    tokens: tuple[Token, ...]
    forms: frozenset[str]
    weight: float


class Vocabulary(msgspec.Struct, frozen=True):
    """Word classes by word."""

    generic: dict[str, str]
    particles: frozenset[str]
    honorifics: frozenset[str]
    numerals: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The word classes that ship with Reprieve."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Vocabulary(
        {word: group[0] for group in raw["generic"] for word in group},
        frozenset(raw["particles"]),
        frozenset(raw["honorifics"]),
        {word: str(number) for number, word in enumerate(raw["numerals"])},
    )


@lru_cache(maxsize=200_000)
def parsed(name: str, manner: Manner) -> Parsed:
    """A name, cut and weighed. A name of nothing but forms and titles is compared by these."""
    found = words(name)
    plain = " ".join(each.text for each in found)
    # The general form: an AG, a plc and a joint stock company are one kind of thing, a GmbH is another.
    forms = extract_org_types(plain, generic=True) if manner == "organization" else []
    in_forms = {word for written, _ in forms for word in written.split()}
    tokens = tuple(_token(each.text, each.source, each.how, manner, in_forms) for each in found)
    if tokens and not any(each.weight > WEIGHTS["honorific"] for each in tokens):
        tokens = tuple(msgspec.structs.replace(each, weight=SHORT) for each in tokens)
    return Parsed(name, manner, tokens, frozenset(form for _, form in forms), sum(each.weight for each in tokens))


def _token(text: str, source: str, how: str, manner: Manner, forms: Sequence[str] | set[str]) -> Token:
    known = vocabulary()
    same = known.generic.get(text) or known.numerals.get(text) or text
    kind = _class(text, same, manner, forms)
    weight = SHORT if kind == "own" and len(text) == 2 else WEIGHTS[kind]  # noqa: PLR2004  # two letters
    return Token(text, same, kind, weight, source, how)


def _class(text: str, same: str, manner: Manner, forms: Sequence[str] | set[str]) -> WordClass:
    known = vocabulary()
    if text in forms:
        return "form"
    if manner == "person" and text in known.honorifics:
        return "honorific"
    if text in known.particles:
        return "particle"
    if manner == "organization" and text in known.generic:
        return "generic"
    if same.isdigit():
        return "number"
    return "initial" if len(text) == 1 else "own"


def manner_of(*names: str) -> Manner:
    """How names are read where nobody says what they are: as those of organizations if a word or form tells so."""
    for name in names:
        found = parsed(name, "organization")
        if found.forms or any(each.kind == "generic" for each in found.tokens):
            return "organization"
    return "person"
