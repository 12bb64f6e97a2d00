"""Foreign names that Chinese writes by sound (洛克希德 for Lockheed), against Latin words.

Keys of consonants find what may be one name, and the vowels are then looked at. Two words that sound alike so may be
one name, and may not: Chinese tells fewer sounds apart than Latin letters do. Never spells a name, and never says what
a Han letter means.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path
from typing import Final, NamedTuple

from reprieve.text import korean
from reprieve.text.han import simplified

FILE: Final = Path(__file__).parent / "transcribed.toml"
LEAST: Final = 3
"""Keys of fewer signs say too little: none is given."""
KOREAN: Final = "ko:"
LEAST_KOREAN: Final = 4
"""Korean keys have vowels, and are held to be longer."""
MOST: Final = 16
"""How many ways of saying a word are looked at: what spelling leaves open beyond that is left out."""
TOLD: Final = 1 / 3
"""The share of letters of a stretch that are hardly used but for foreign names, from which it is taken for one."""
_VOWELS: Final = "aeiouy"
_VOWEL: Final = re.compile(f"[{_VOWELS}]")
_TWICE: Final = re.compile(r"(.)\1+")
# What must stand in a Latin word where a Han letter has a vowel of this kind.
_WRITTEN: Final = {"a": "[aeiouy]+", "i": "[aeiouy]*[eiy][aeiouy]*", "u": "[aeiouy]*[aou][aeiouy]*"}


def sounds_alike(source: str, sounds: Iterable[str], word: str) -> bool:
    """Whether a word of `[a-z0-9]` may be what a stretch of another script, with the keys of its sounds, writes.

    They share a key; and where Chinese letters write a foreign name, the vowels are in their places, too.
    """
    shared = set(sounds) & set(sounds_of(word))
    return any(key.startswith(KOREAN) for key in shared) or (bool(shared) and _in_place(source, word))


@lru_cache(maxsize=65_536)
def heard(han: str) -> tuple[str, ...]:
    """The keys of a stretch of Han letters, such as `lkht`; none where it does not look like a foreign name."""
    return _keys("".join(each) for each in _sounds(han))


def heard_in_korean(word: str) -> tuple[str, ...]:
    """The key of a Korean word in Latin letters, as a tuple of one; none for a short one."""
    key = korean.heard(word)
    return (KOREAN + key,) if len(key) >= LEAST_KOREAN else ()


@lru_cache(maxsize=200_000)
def sounds_of(word: str) -> tuple[str, ...]:
    """The keys under which a word of `[a-z]` may be found: as Chinese would write it, and as a Korean word.

    None for a word with digits, and none where too little is left of it.
    """
    return (*_keys(_said(word)), *heard_in_korean(word)) if word.isalpha() and word.isascii() else ()


def kind_of(letter: str) -> str:
    """`telling` for a simplified letter that Chinese hardly uses but for sounds, `foreign` for others that have one."""
    return "telling" if letter in _telling() else "foreign" if letter in _letters() else ""


@lru_cache(maxsize=65_536)
def _in_place(han: str, word: str) -> bool:
    said = [_TWICE.sub(r"\1", each) for each in _said(word)]
    return any(pattern.fullmatch(each) for pattern in _patterns(han) for each in said)


def _keys(ways: Iterable[str]) -> tuple[str, ...]:
    """The consonants of each way of saying a word, with an `a` before them where a vowel begins it."""
    bare = (_VOWEL.sub("a", way[:1]) + _VOWEL.sub("", way[1:]) for way in ways)
    long = (each.replace("nm", "m") for each in bare if len(each) >= LEAST)
    return tuple(dict.fromkeys(_TWICE.sub(r"\1", each) for each in long))


# --- Han ------------------------------------------------------------------------------------------------------------


def _sounds(han: str) -> Iterator[tuple[str, ...]]:
    plain = simplified(han)
    sounds = [_letters().get(letter, ()) for letter in plain]
    telling = sum(letter in _telling() for letter in plain)
    if len(plain) > 1 and all(sounds) and telling >= TOLD * len(plain):
        yield from islice(product(*sounds), MOST)


@lru_cache(maxsize=65_536)
def _patterns(han: str) -> tuple[re.Pattern[str], ...]:
    """What a Latin word must be like, in sounds, for the stretch to write it."""
    return tuple(re.compile("".join(_spelt(each)) + "e?") for each in _sounds(han))  # a mute e may end a word


def _spelt(sounds: Sequence[str]) -> Iterator[str]:
    """A nasal melts into one that follows; a vowel that follows a vowel may be one with it."""
    for place, sound in enumerate(sounds):
        following = sounds[place + 1][:1] if place + 1 < len(sounds) else ""
        melted = sound[:-1] if sound.endswith("n") and len(sound) > 1 and following in ("n", "m") else sound
        yield _pattern(melted, first=not place)


def _pattern(sound: str, *, first: bool) -> str:
    """`lu` -> l and a vowel among a, o, u; a consonant alone may have any vowel, and may be written twice."""
    found = _VOWEL.search(sound)
    if found is None:
        return f"{sound}(?:[aeiouy]{sound})?[aeiouy]*"
    onset, coda = sound[: found.start()], sound[found.end() :]
    vowel = _WRITTEN[found[0]] if onset or first else "[aeiouy]*"
    begun = f"{onset}(?:[aeiouy]{onset})?" if onset else ""
    return begun + vowel + "".join(each if each == "n" else f"{each}[aeiouy]*" for each in coda)


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    """The sounds of each Han letter."""
    found: dict[str, tuple[str, ...]] = {}
    for sound, letters in _table()["han"].items():
        found |= {letter: (*found.get(letter, ()), sound) for letter in letters}
    return found


@cache
def _telling() -> frozenset[str]:
    return frozenset(_table()["telling"]["letters"])


# --- Latin ----------------------------------------------------------------------------------------------------------


class _Rule(NamedTuple):
    """Letters of a word, where they may stand, and the sounds that they may have there."""

    letters: str
    first: bool
    last: bool
    before_vowel: bool
    sounds: tuple[str, ...]

    def fits(self, word: str, place: int) -> bool:
        end = place + len(self.letters)
        return (
            word.startswith(self.letters, place)
            and not (self.first and place)
            and not (self.last and end < len(word))
            and not (self.before_vowel and word[end : end + 1] not in tuple(_VOWELS))
        )


def _said(word: str) -> Iterator[str]:
    """The ways of saying a word in the sounds of the table, its vowels as they are written."""
    plain = _TWICE.sub(r"\1", word)
    for each in islice(product(*_read(plain)), MOST):
        way = "".join(each)
        yield way.replace("r", "")
        if "r" in way:
            yield way.replace("r", "l")


def _read(word: str) -> Iterator[tuple[str, ...]]:
    place = 0
    while place < len(word):
        rule = next((each for each in _rules().get(word[place], ()) if each.fits(word, place)), None)
        yield rule.sounds if rule else (word[place],)
        place += len(rule.letters) if rule else 1


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    """The rules of spelling by the first letter that they are about."""
    found: dict[str, tuple[_Rule, ...]] = {}
    for pair in _table()["latin"]["rules"].split():
        written, _, sounds = pair.partition("=")
        letters = written.strip("^$<")
        rule = _Rule(letters, "^" in written, "$" in written, "<" in written, tuple(sounds.split(",")))
        found[letters[0]] = (*found.get(letters[0], ()), rule)
    return found


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
