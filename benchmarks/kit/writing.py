"""Ways in which people write a listed name: slips of the hand, other spellings, other conventions, other letters.

    way.write("HUAWEI TECHNOLOGIES CO., LTD.", random)    ->   "HUAWIE TECHNOLOGIES CO., LTD.", or None: does not apply

The party meant stays the same in each of them. The tables are this benchmark's own, small on purpose, and no part of
what is measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

Write = Callable[[str, Random], str | None]
PERSON: Final = frozenset({"person"})
FIRM: Final = frozenset({"organization"})
ANYBODY: Final = PERSON | FIRM
_LONG: Final = 5
"""Letters of a word in which a slip leaves it recognizable."""
_LINE: Final = 35
"""Letters of a line in many payment and freight forms."""
_FEW: Final = 4
_VOWELS: Final = "AEIOUaeiou"

PHRASES: Final = {
    "LIMITED LIABILITY COMPANY": "LLC",
    "PUBLIC JOINT STOCK COMPANY": "PJSC",
    "OPEN JOINT STOCK COMPANY": "OJSC",
    "CLOSED JOINT STOCK COMPANY": "CJSC",
    "JOINT STOCK COMPANY": "JSC",
}
"""Forms of several words, longer ones first."""
RUSSIAN_FORMS: Final = ("OBSHCHESTVO", "AKTSIONERNOE", "ZAKRYTOE", "OTKRYTOE", "PUBLICHNOE", "FEDERAL")
FORMS: Final = {
    "CO": "Company",
    "COMPANY": "Co.",
    "LTD": "Limited",
    "LIMITED": "Ltd.",
    "CORP": "Corporation",
    "CORPORATION": "Corp.",
    "INC": "Incorporated",
    "LLC": "Limited Liability Company",
    "OOO": "Limited Liability Company",
    "JSC": "Joint Stock Company",
    "OJSC": "Open Joint Stock Company",
    "GMBH": "Gesellschaft mit beschraenkter Haftung",
    "FZE": "Free Zone Establishment",
}
SHORT: Final = {
    "COMMUNICATION": "COMM",
    "COMMUNICATIONS": "COMMS",
    "DEVELOPMENT": "DEV",
    "ELECTRONIC": "ELEC",
    "ELECTRONICS": "ELEC",
    "ENGINEERING": "ENG",
    "EQUIPMENT": "EQPT",
    "GENERAL": "GEN",
    "GROUP": "GRP",
    "INDUSTRIAL": "IND",
    "INDUSTRIES": "IND",
    "INSTITUTE": "INST",
    "INTERNATIONAL": "INTL",
    "MANAGEMENT": "MGMT",
    "MANUFACTURING": "MFG",
    "NATIONAL": "NATL",
    "RESEARCH": "RES",
    "SERVICES": "SVCS",
    "TECHNOLOGIES": "TECH",
    "TECHNOLOGY": "TECH",
    "TRADING": "TRDG",
    "UNIVERSITY": "UNIV",
}
SOUNDS: Final = (
    ("KH", "H"),
    ("OU", "U"),
    ("SCH", "SH"),
    ("TCH", "CH"),
    ("YEV", "EV"),
    ("IY", "Y"),
    ("EE", "I"),
    ("OO", "U"),
    ("DH", "D"),
    ("GH", "G"),
    ("QA", "KA"),
    ("W", "V"),
    ("Y", "I"),
    ("J", "DZH"),
    ("E", "I"),
)
"""Spellings between which romanizations of one name waver."""
LOOKALIKES: Final = dict(zip("AaBCcEeHIiKMOoPpTXxy", "АаВСсЕеНІіКМОоРрТХху", strict=True))  # noqa: RUF001  # on purpose
DIGITS: Final = {"O": "0", "o": "0", "I": "1", "l": "1", "S": "5", "B": "8"}
ACCENTS: Final = dict(zip("AEIOUaeiounc", "ÁÉÍÓÚáéíóúñç", strict=True))
INVISIBLE: Final = ("\u200b", "\u200c", "\u00ad", "\u2060")
_SPELLED: Final = (
    "SHCH=Щ KH=Х ZH=Ж TS=Ц CH=Ч SH=Ш YU=Ю YA=Я CK=К PH=Ф TH=Т OO=У EE=И A=А B=Б C=К D=Д E=Е F=Ф G=Г H=Х I=И "  # noqa: RUF001  # Cyrillic on purpose
    "J=ДЖ K=К L=Л M=М N=Н O=О P=П Q=К R=Р S=С T=Т U=У V=В W=В X=КС Y=Й Z=З"  # noqa: RUF001  # the same
)
CYRILLIC: Final = tuple((latin, cyrillic) for latin, _, cyrillic in (each.partition("=") for each in _SPELLED.split()))
"""As a Russian clerk would write a foreign name, letter by letter."""
TITLES: Final = ("Mr.", "Dr.", "Gen.", "Sheikh", "Eng.", "Hajji")


class Way(NamedTuple):
    """One way of writing, and the kinds of party whose names are written so."""

    title: str
    kinds: frozenset[str]
    write: Write


def _in_a_word(edit: Callable[[str, Random], str]) -> Write:
    """A slip in one of the longer words."""

    def write(name: str, random: Random) -> str | None:
        words = [each for each in re.findall(r"[A-Za-z]+", name) if len(each) >= _LONG and each.upper() not in FORMS]
        if not words:
            return None
        word = random.choice(words)
        made = edit(word, random)
        return None if made == word else name.replace(word, made, 1)

    return write


def _exchanged(word: str, random: Random) -> str:
    at = random.randrange(1, len(word))
    letter = random.choice("abcdefghiklmnoprstuvz")
    return word[:at] + (letter.upper() if word.isupper() else letter) + word[at + 1 :]


def _missing(word: str, random: Random) -> str:
    at = random.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, random: Random) -> str:
    at = random.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def _swapped(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _split(word: str, random: Random) -> str:
    at = random.randrange(2, len(word) - 1)
    return f"{word[:at]} {word[at:]}"


def _without_vowels(word: str, _: Random) -> str:
    return word[0] + "".join(each for each in word[1:] if each not in _VOWELS)


def _sounding(word: str, random: Random) -> str:
    upper = word.upper()
    found = [(one, other) for one, other in SOUNDS if one in upper[1:]]
    if not found:
        return word
    one, other = random.choice(found)
    made = upper[0] + upper[1:].replace(one, other, 1)
    return made if word.isupper() else made.capitalize()


def _invisible(word: str, random: Random) -> str:
    at = random.randrange(1, len(word))
    return word[:at] + random.choice(INVISIBLE) + word[at:]


def _letters(table: dict[str, str], share: float) -> Write:
    """Letters exchanged by a table, each with some probability and at least one."""

    def write(name: str, random: Random) -> str | None:
        places = [at for at, letter in enumerate(name) if letter in table]
        chosen = set(random.sample(places, max(1, round(share * len(places))))) if places else set()
        made = "".join(table[letter] if at in chosen else letter for at, letter in enumerate(name))
        return None if made == name else made

    return write


def _reordered(name: str, _: Random) -> str | None:
    if "," in name:
        last, first = name.split(",", 1)
        return f"{first.strip()} {last.strip()}"
    words = name.split()
    return " ".join([words[-1], *words[:-1]]) if len(words) > 1 else None


def _joined(name: str, random: Random) -> str | None:
    places = [each.start() for each in re.finditer(r"(?<=[A-Za-z]) (?=[A-Za-z])", name)]
    at = random.choice(places) if places else None
    return None if at is None else name[:at] + name[at + 1 :]


def _initial(name: str, _: Random) -> str | None:
    last, comma, first = name.partition(",")
    given = first.split()
    return f"{given[0][0]}. {' '.join([*given[1:], last])}" if comma and given and len(given[0]) > 1 else None


def _middle_missing(name: str, _: Random) -> str | None:
    last, comma, first = name.partition(",")
    given = first.split()
    return f"{last}, {given[0]}" if comma and len(given) > 1 else None


def _titled(name: str, random: Random) -> str:
    return f"{random.choice(TITLES)} {_reordered(name, random) or name}"


def _by_table(table: dict[str, str]) -> Write:
    """Words exchanged by a table, all of them."""

    def write(name: str, _: Random) -> str | None:
        words = [table.get(each.strip(".,()").upper(), each) for each in name.split()]
        made = " ".join(words)
        return None if made == " ".join(name.split()) else made

    return write


def _form(name: str, random: Random) -> str | None:
    for phrase, short in PHRASES.items():
        if phrase in name.upper():
            return re.sub(phrase, short, name, flags=re.IGNORECASE)
    return _by_table(FORMS)(name, random)


def _formless(name: str, _: Random) -> str | None:
    bare = re.sub("|".join(PHRASES), " ", name, flags=re.IGNORECASE)
    kept = [each for each in bare.split() if each.strip(".,()").upper() not in FORMS]
    made = " ".join(kept).rstrip(",")
    return made if len(kept) > 1 and made != name else None


def _cut(name: str, _: Random) -> str | None:
    formal = name.upper().startswith((*PHRASES, *RUSSIAN_FORMS))  # the line would hold the form and little else
    return name[:_LINE] if len(name) > _LINE + _LONG and not formal else None


def _cyrillic(name: str, _: Random) -> str | None:
    made = name.upper()
    if len(made.split()) > _FEW:
        return None  # long names of firms are translated, not spelled
    for latin, cyrillic in CYRILLIC:
        made = made.replace(latin, cyrillic)
    return made


WAYS: Final = (
    Way("letter exchanged", ANYBODY, _in_a_word(_exchanged)),
    Way("letter missing", ANYBODY, _in_a_word(_missing)),
    Way("letter doubled", ANYBODY, _in_a_word(_doubled)),
    Way("letters swapped", ANYBODY, _in_a_word(_swapped)),
    Way("vowels missing", ANYBODY, _in_a_word(_without_vowels)),
    Way("other romanization", ANYBODY, _in_a_word(_sounding)),
    Way("word split", ANYBODY, _in_a_word(_split)),
    Way("words joined", ANYBODY, _joined),
    Way("words reordered", PERSON, _reordered),
    Way("initial", PERSON, _initial),
    Way("middle name missing", PERSON, _middle_missing),
    Way("title before", PERSON, _titled),
    Way("form missing", FIRM, _formless),
    Way("form written otherwise", FIRM, _form),
    Way("business word shortened", FIRM, _by_table(SHORT)),
    Way("cut at 35 letters", FIRM, _cut),
    Way("accents added", ANYBODY, _letters(ACCENTS, 0.4)),
    Way("lookalike letters", ANYBODY, _letters(LOOKALIKES, 0.5)),
    Way("digits for letters", ANYBODY, _letters(DIGITS, 0.3)),
    Way("invisible letters", ANYBODY, _in_a_word(_invisible)),
    Way("in Cyrillic", ANYBODY, _cyrillic),
)
