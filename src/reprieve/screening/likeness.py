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
SOUND: Final = 0.95
"""Two spellings of one sound: the list and the passport were written by two hands."""
BEGINNING: Final = 0.6
SLIP: Final = 1.3
"""What each slip costs, as a share of the longer word: more than its share, so that two in six letters are too many."""
VOWEL: Final = 0.9
"""What a vowel costs that sounds otherwise: vowels are what romanizations differ in."""
CONSONANTS: Final = 0.75
"""A word written without its vowels: it may be this one."""
BLURRED: Final = 0.9
"""Letters that a scan takes for others: `rn` for m, `vv` for w, `cl` for d."""
SYLLABLE: Final = 0.8
"""Two spellings of one short sound: `Xi` and `Shi`, `un` and `uun`."""
SHORT: Final = 1.6
"""What a slip costs in four letters: `jing` and `ling` are two names more often than one."""
_VOWELS: Final = str.maketrans("", "", "aeiouy")
_CLASSES: Final = str.maketrans("aeiouy", "aiiuui")
_SOUNDS: Final = tuple(
    {
        "ph": "f", "kh": "h", "gh": "g", "dh": "d", "th": "t", "sh": "s", "ck": "k", "tch": "c", "ts": "c",
        "q": "k", "c": "k", "w": "v", "z": "s",
    }.items()
)  # fmt: skip
_CONSONANT_Y: Final = re.compile(r"\by(?=[aiou])")
_SOFT_E: Final = re.compile(r"\bye")  # Yevgeny is Evgeny
_VOWEL_J: Final = re.compile(r"(?<=[aeiou])j(?![aeiou])")  # Andrej is Andrey
_SILENT: Final = re.compile(r"(?<=[aeiou])h(?![aeiou])")  # John and Jon, Sarah and Sara
_CHINESE_X: Final = re.compile(r"\b(?:hs(?=[iu])|x)")  # Xi is Hsi in an older romanization, and Shi to the ear
_WITH_VOWEL: Final = re.compile(r"[aeiouy]")
_TWICE: Final = re.compile(r"(.)\1+")


class Likeness(NamedTuple):
    """0..1, and what makes two words alike."""

    value: float
    relation: Relation
    slips: int = 0


NONE: Final = Likeness(0.0, "missing")
SAME: Final = Likeness(1.0, "equal")
_BLURRED: Final = Likeness(BLURRED, "edited", 1)
_INITIAL: Final = Likeness(INITIAL, "initial")
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
    if len(one) > 3 and clear(one) == clear(other):  # noqa: PLR2004  # in three letters every stroke counts
        return _BLURRED
    best = max(_edited(one, other), _alike_in_sound(one, other), _beginning(one, other))
    return best if best.value >= LEAST else NONE


def _edited(one: str, other: str) -> Likeness:
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    most = most_slips(longer)
    if longer - shorter > most:
        return NONE
    slips = OSA.distance(one, other, score_cutoff=most)
    cost = SHORT if longer == 4 else SLIP  # noqa: PLR2004  # as SHORT has it
    return Likeness(1 - cost * slips / longer, "edited", slips) if slips <= most else NONE


def _alike_in_sound(one: str, other: str) -> Likeness:
    """The same consonants by sound; the more alike the vowels, the better."""
    if min(len(one), len(other)) < 4:  # noqa: PLR2004  # shorter words have too little sound
        alike = min(len(one), len(other)) > 1 and spoken(one) == spoken(other)
        return Likeness(SYLLABLE, "sounds_alike") if alike else NONE
    consonants = skeleton(one)
    if len(consonants) < 2 or consonants != skeleton(other):  # noqa: PLR2004  # one consonant is no name
        return NONE
    mine, theirs = spoken(one), spoken(other)
    vowels = OSA.distance(mine, theirs)
    if len(consonants) > 2 and (_bare(one) or _bare(other)):  # noqa: PLR2004  # two consonants may be any name
        return Likeness(CONSONANTS, "sounds_alike")
    if len(consonants) == 2 and vowels > 1:  # noqa: PLR2004  # so short a name lives by its vowels
        return NONE
    return Likeness(SOUND - VOWEL * vowels / max(len(mine), len(theirs)), "sounds_alike")


def _bare(word: str) -> bool:
    """Whether a word is written without vowels, but for the first letter."""
    return not _WITH_VOWEL.search(word, 1)


def _beginning(one: str, other: str) -> Likeness:
    if min(len(one), len(other)) < 4:  # noqa: PLR2004  # three letters begin too much
        return NONE
    return _BEGINNING if one.startswith(other) or other.startswith(one) else NONE


def written_alike(one: str, other: str) -> Likeness:
    """How alike two words are by their letters alone."""
    return SAME if one == other else _edited(one, other)


def keys(word: str) -> tuple[str, ...]:
    """What words that are alike in sound, or in a scan, have in common: two words that share no key are not."""
    spelt = f"={spoken(word)}"
    if len(word) < 4:  # noqa: PLR2004  # as `likeness` has it
        return (spelt,)
    return spelt, skeleton(word), f"_{clear(word)}"


def clear(word: str) -> str:
    """A word with its letters as a scan may have read them."""
    return word.replace("rn", "m").replace("vv", "w").replace("cl", "d")


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of a word by sound, doubled ones once: `hsn` for Hussein, Husayn and Hussain."""
    return _TWICE.sub(r"\1", _sounded(word).translate(_VOWELS))


@lru_cache(maxsize=200_000)
def spoken(word: str) -> str:
    """A word by sound, its vowels as a, i or u: `muhamad` for Mohammad, `muhamid` for Mohammed."""
    return _TWICE.sub(r"\1", _sounded(word).translate(_CLASSES))


def _sounded(word: str) -> str:
    word = _SILENT.sub("", _VOWEL_J.sub("y", _CHINESE_X.sub("s", _CONSONANT_Y.sub("j", _SOFT_E.sub("e", word)))))
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return word
