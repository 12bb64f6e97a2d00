"""Addresses compared: the same house, the same words of street and town; and the entries that share one.

Numbers of houses must be the same, and no number of a flat or a floor may contradict; of the words of the shorter
address four in five must be in the other. An address without a number, or of fewer than two words, is vague and is
nobody's. Entries of the Entity List that are addresses (`Address 01`) are told by their name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from reprieve.model.listed import Address, Entry
from reprieve.screening.bearing import Shared
from reprieve.screening.likeness import likeness
from reprieve.text.words import words

SAME: Final = 0.95
"""Each says what the other says."""
LESS: Final = 0.85
"""One says less than the other: no floor, no district."""
SHARE: Final = 0.8
"""So many of the shorter address's words the other must have: a district may be left out or spelt otherwise."""
ALIKE: Final = 0.75
"""Words of an address so much alike are one: `Eglington`, `Eglinton`."""
FEWEST: Final = 2
"""A street and a town, or a town and a house with a name."""
_POSTCODE: Final = 5
"""A number of so many digits is a postcode where the address has a shorter one."""
_UNITS: Final = frozenset(
    {"rm", "unt", "apt", "ste", "of", "fl", "flr", "k", "kv", "komn", "pom", "lot", "twr", "blk", "bldg"}
)
"""What a number stands by that is not the house's, as rigour shortens it: room, flat, suite, office, floor, tower."""
_FLOORS: Final = frozenset({"f", "fl", "flr"})
_KEYWORDS: Final = frozenset(
    {"unt", "apt", "ste", "flr", "blvd", "bldg", "twr", "blk", "komn", "pom", "street_level", "str", "dom"}
)
_TOWNS: Final = frozenset({"hk", "mo", "sg", "mc", "gi"})
"""Codes of territories that are a town."""
_NAMED_SO: Final = re.compile(r"address(?:es)?\s*(?:no\.?\s*)?\d+", re.IGNORECASE)


class Place(NamedTuple):
    """An address taken apart: numbers of houses and of what is inside, and words of street, house and town."""

    houses: frozenset[str]
    units: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=50_000)
def place(text: str) -> Place | None:
    """An address as written, in any script; None for a vague one."""
    tokens = _tokens(text)
    numbers = [(at, token.lstrip("0")) for at, token in enumerate(tokens) if token.lstrip("0")[:1].isdigit()]
    inside = {at for at, _ in numbers if _in_unit(tokens, at)}
    outside = [number for at, number in numbers if at not in inside]
    short = [each for each in outside if len(each) < _POSTCODE]
    named = frozenset(each for each in tokens if _names(each))
    if not outside or len(named) < FEWEST:
        return None
    return Place(frozenset(short or outside), frozenset(number for at, number in numbers if at in inside), named)


def _tokens(text: str) -> list[str]:
    from rigour.addresses import address_fingerprint  # noqa: PLC0415  # 90 ms, and most parties have no address

    found = (address_fingerprint(text) or "").split()
    return [part for each in found for part in ([each] if each.isascii() else [word.text for word in words(each)])]


def _in_unit(tokens: Sequence[str], at: int) -> bool:
    """`rm 5`, `fl 3`; and `17 f`, `3 fl`, where the word comes after."""
    before, after = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
    return before in _UNITS or after in _FLOORS


def _names(token: str) -> bool:
    if token in _TOWNS:
        return True
    return len(token) > 2 and not any(map(str.isdigit, token)) and token not in _KEYWORDS  # noqa: PLR2004  # `rd`, `ru`


def agreed(one: Place, other: Place) -> float:
    """How sure it is that two addresses are one; 0 where something contradicts."""
    if not _within(one.houses, other.houses) or (one.units and other.units and not _within(one.units, other.units)):
        return 0.0
    short, long = sorted((one.words, other.words), key=len)
    if not short & long:
        return 0.0
    common = [each for each in short if each in long or any(likeness(each, word).value >= ALIKE for word in long)]
    if len(common) < SHARE * len(short):
        return 0.0
    whole = one.houses == other.houses and one.units == other.units and len(common) == len(long)
    return SAME if whole else LESS


def _within(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def line(address: Address) -> str:
    """A listed address in one line."""
    town = " ".join(part for part in (address.postcode, address.city) if part)
    return address.full or ", ".join(part for part in (address.street, town, address.region, address.country) if part)


def is_address(entry: Entry) -> bool:
    """Whether the entry is an address and no party: whoever is there counts."""
    return any(_NAMED_SO.fullmatch(name.text.strip()) for name in entry.names)


def shared(asked: Iterable[str], entry: Entry) -> Shared | None:
    """The address that a party shares with an entry, the surest if several; None for none."""
    best: Shared | None = None
    for text in asked:
        mine = place(text)
        for address in entry.addresses if mine else ():
            theirs = place(line(address))
            score = agreed(mine, theirs) if mine and theirs else 0.0
            if score and (best is None or score > best.score):
                best = Shared(score, f"{text} is the listed address {line(address)}", line(address))
    return best


class Addresses:
    """The addresses of many entries, looked up by the numbers of houses. Entries are given by their place."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._at: dict[str, set[int]] = defaultdict(set)
        self._places: dict[int, list[Place]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for found in filter(None, (place(line(each)) for each in entry.addresses)):
                self._places[number].append(found)
                for house in found.houses:
                    self._at[house].add(number)

    def holding(self, asked: Iterable[str]) -> set[int]:
        """The entries that share one of some addresses."""
        mine = [found for found in map(place, asked) if found]
        near = {number for each in mine for house in each.houses for number in self._at.get(house, ())}
        return {number for number in near if any(agreed(one, two) for one in mine for two in self._places[number])}
