"""Arabic and Hebrew words in Latin letters, with the vowels that their writing leaves out guessed as lists write names.

Never looks a word up: names and business words with known spellings are in the tables of `reprieve.text.terms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple


class Sound(NamedTuple):
    """A sound in Latin letters; what is no vowel may need one after it."""

    latin: str
    vowel: bool = False


_A: Final = Sound("a", vowel=True)
_ARABIC_VOWELS: Final = {"ا": "a", "آ": "a", "أ": "a", "إ": "i", "ٱ": "a", "ى": "a", "ة": "a", "ع": "a", "ۀ": "a"}
_SILENT: Final = "ءئؤـ"
_CARRIERS: Final = "اأإآعאע"


def from_arabic(word: str, consonants: dict[str, str]) -> str:
    """`حسن` as hasan; written short vowels are not needed and not used."""
    letters = [char for char in word if char.isalpha() and char not in _SILENT]
    return _voiced([_arabic(letters, place, consonants) for place in range(len(letters))])


def from_hebrew(word: str, consonants: dict[str, str]) -> str:
    """`שחר` as shachar; the article is taken for one where enough of a word is left."""
    letters = [char for char in word if char.isalpha() or char == "'"]
    if letters[:1] == ["ה"] and len(letters) > 3 and letters[1] not in "ויא":  # noqa: PLR2004  # three letters make a root
        return "ha" + from_hebrew("".join(letters[1:]), consonants)
    return _voiced([_hebrew(letters, place, consonants) for place in range(len(letters))])


def _arabic(letters: Sequence[str], place: int, consonants: dict[str, str]) -> Sound:
    char = letters[place]
    after = letters[place + 1] if place + 1 < len(letters) else ""
    if char in _ARABIC_VOWELS:
        swallowed = place == 0 and after and after in "ويی"  # أو is one vowel at the start of a word
        return Sound("" if swallowed else _ARABIC_VOWELS[char], vowel=True)
    if char in "ويی":
        return _glide(letters, place, ("w", "u") if char == "و" else ("y", "i"))
    return Sound(consonants.get(char, ""))


def _glide(letters: Sequence[str], place: int, spelt: tuple[str, str]) -> Sound:
    """و and ي are vowels between consonants and after the first alif, and consonants beside a vowel."""
    consonant, vowel = spelt
    before = letters[place - 1] if place else ""
    after = letters[place + 1] if place + 1 < len(letters) else ""
    if not before:
        return Sound(consonant)
    if before in _CARRIERS and place == 1 and after not in "اويیة":
        return Sound(vowel, vowel=True)
    if (before in _ARABIC_VOWELS and before != "ع") or (after and after in "اىةآ"):
        return Sound(consonant)
    return Sound(vowel, vowel=True)


def _hebrew(letters: Sequence[str], place: int, consonants: dict[str, str]) -> Sound:
    char, last = letters[place], place + 1 == len(letters)
    after = "" if last else letters[place + 1]
    before = letters[place - 1] if place else ""
    if char in "אע":
        return Sound("" if after and after in "וי" else "a", vowel=True)
    if char == "ו":
        return _vav(before, after)
    if char == "י":
        return _yod(before, after)
    if char == "ה" and last and before != "ו":
        return _A
    start = "^" if place == 0 else ""
    with_mark = consonants.get(char + after) if after == "'" else None
    return Sound(with_mark or consonants.get(start + char) or consonants.get(char, ""))


def _vav(before: str, after: str) -> Sound:
    if "ו" in (before, after):
        return Sound("" if before == "ו" else "v")
    if not before:
        return Sound("u", vowel=True) if after and after not in "איה" else Sound("v")
    return Sound("o", vowel=True)


def _yod(before: str, after: str) -> Sound:
    if after == "י":
        return Sound("a", vowel=True)
    return Sound("y") if not before or before == "י" else Sound("i", vowel=True)


def _voiced(sounds: Sequence[Sound]) -> str:
    """The sounds with an `a` where consonants cannot be spoken together: at a start, at an end, three in a row."""
    sounds = [sound for sound in sounds if sound.latin]
    spoken, open_ = "", False
    for place, sound in enumerate(sounds):
        ahead = sounds[place + 1 : place + 3]
        if sound.vowel:
            spoken = spoken if sound.latin == spoken[-1:] == "a" else spoken + sound.latin
            open_ = True
        elif ahead and not ahead[0].vowel and (not open_ or len(ahead) == 1):
            spoken, open_ = spoken + sound.latin + "a", True
        else:
            spoken, open_ = spoken + sound.latin, False
    return spoken
