"""How alike two words are: the same, a slip apart, alike in sound, one the beginning or the initial of the other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from reprieve.model.match import Relation

LEAST: Final = 0.5
"""Words less alike than this are two words."""
INITIAL: Final = 0.7
SOUND: Final = 0.85
"""Two spellings of one sound: the list and the passport were written by two hands."""
BEGINNING: Final = 0.6
SLIP: Final = 1.3
"""What each slip costs, as a share of the longer word: more than its share, so that two in six letters are too many."""
_VOWELS: Final = str.maketrans("", "", "aeiouy")
_SOUNDS: Final = tuple(
    {
        "ph": "f", "kh": "h", "gh": "g", "dh": "d", "th": "t", "sh": "s", "ck": "k", "tch": "c", "ts": "c",
        "q": "k", "c": "k", "w": "v", "z": "s", "j": "y",
    }.items()
)  # fmt: skip
_TWICE: Final = re.compile(r"(.)\1+")


class Likeness(NamedTuple):
    """0..1, and what makes two words alike."""

    value: float
    relation: Relation
    slips: int = 0


NONE: Final = Likeness(0.0, "missing")
SAME: Final = Likeness(1.0, "equal")
_INITIAL: Final = Likeness(INITIAL, "initial")
_SOUND: Final = Likeness(SOUND, "sounds_alike")
_BEGINNING: Final = Likeness(BEGINNING, "abbreviated")


def most_slips(length: int) -> int:
    """How many slips words of a length may be apart: none in three letters, three in eleven."""
    return 0 if length < 4 else 1 if length < 7 else 2 if length < 11 else 3  # noqa: PLR2004  # the steps of the rule


@lru_cache(maxsize=2_000_000)
def likeness(one: str, other: str) -> Likeness:
    """How alike two words are; `NONE` below `LEAST`. Symmetric."""
    if one == other:
        return SAME
    if one.isdigit() or other.isdigit():
        return NONE  # a number is right or wrong
    if len(one) == 1 or len(other) == 1:
        return _INITIAL if one[0] == other[0] and len(one) != len(other) else NONE
    best = max(_edited(one, other), _alike_in_sound(one, other), _beginning(one, other))
    return best if best.value >= LEAST else NONE


def _edited(one: str, other: str) -> Likeness:
    longer = max(len(one), len(other))
    most = most_slips(longer)
    slips = OSA.distance(one, other, score_cutoff=most)
    return Likeness(1 - SLIP * slips / longer, "edited", slips) if slips <= most else NONE


def _alike_in_sound(one: str, other: str) -> Likeness:
    if min(len(one), len(other)) < 4:  # noqa: PLR2004  # shorter words have too little sound
        return NONE
    sound = skeleton(one)
    return _SOUND if len(sound) > 1 and sound == skeleton(other) else NONE


def _beginning(one: str, other: str) -> Likeness:
    if min(len(one), len(other)) < 3:  # noqa: PLR2004  # two letters begin too much
        return NONE
    return _BEGINNING if one.startswith(other) or other.startswith(one) else NONE


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of a word by sound, doubled ones once: `hsn` for Hussein, Husayn and Hussain."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _TWICE.sub(r"\1", word.translate(_VOWELS))
