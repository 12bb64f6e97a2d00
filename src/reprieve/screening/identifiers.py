"""Numbers that name a party: read as written, told by kind where they can be, looked up exactly.

A number is the same if its letters and digits are, whatever stands between them. Placeholders (`000000`, `123456`),
words without digits and what is shorter than six characters are no numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from reprieve.model.listed import Entry
from reprieve.model.listed import Identifier as AsListed
from reprieve.model.screened import Bearing
from reprieve.screening.bearing import Shared

SAME_STRONG: Final = 1.0
"""The same number of a kind that only one party has."""
SAME: Final = 0.95
"""The same number, of whatever kind: two registers give out one number now and then."""
ANOTHER_SHIP: Final = -0.35
"""A hull keeps its IMO number for life, whatever name it sails under: another number is another ship."""
ANOTHER_FIRM: Final = -0.25
"""A firm has one number of such a register; a register corrects itself now and then."""
SHORTEST: Final = 6
"""Shorter numbers are everybody's."""
DIGITS: Final = 4
"""What has fewer digits is a word more often, unless it is of a kind that can be told."""
_LABELS: Final = {
    "imo": re.compile(r"\bimo\b", re.IGNORECASE),
    "lei": re.compile(r"\blei\b|legal entity identifier", re.IGNORECASE),
    "bic": re.compile(r"\bbic\b|\bswift\b", re.IGNORECASE),
    "isin": re.compile(r"\bisin\b", re.IGNORECASE),
    "inn": re.compile(r"\binn\b", re.IGNORECASE),
    "ogrn": re.compile(r"\bogrn\b", re.IGNORECASE),
    "uei": re.compile(r"\buei\b", re.IGNORECASE),
    "npi": re.compile(r"\bnpi\b", re.IGNORECASE),
    "uscc": re.compile(r"\buscc\b|unified social credit", re.IGNORECASE),
}
_TELLING: Final = {"lei": 20, "uscc": 18, "isin": 12}
"""Kinds that a check digit and the length tell without a label."""
_ONLY_ONE: Final = {"imo": ANOTHER_SHIP, **dict.fromkeys(("lei", "inn", "ogrn", "uei", "npi", "uscc"), ANOTHER_FIRM)}
"""Kinds of which a party has one number; it may have several accounts, securities and passports."""
_LABEL: Final = re.compile(
    r"(?:(?:imo|lei|bic|swift|isin|inn|ogrn|uei|npi|uscc|passport|registration|reg|tax|vat|id|no|nr|number)\b[\s.:#/-]*)+",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?:[^\W\d_]{3,}\W+){2,}[^\W\d_]{3,}")
"""Three words in a row are a remark that a list keeps among its numbers."""
_RUN: Final = "01234567890123456789"


class Number(NamedTuple):
    """A number by its letters and digits, and its kind where that can be told (`imo`)."""

    value: str
    kind: str = ""


@lru_cache(maxsize=50_000)
def number(text: str, label: str = "") -> Number | None:
    """A number as written, perhaps with a label of its own; None for what names nobody."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if "@" in plain:
        return Number(plain.casefold())
    rest = _LABEL.sub("", plain, count=1) if _LABEL.match(plain) else plain
    value = "".join(letter for letter in rest.upper() if letter.isalnum())
    kind = _kind(value, f"{label} {plain[: len(plain) - len(rest)]}")
    if kind:
        return Number(value, kind)
    return None if len(value) < SHORTEST or _SENTENCE.search(rest) or _made_up(value) else Number(value)


def _made_up(value: str) -> bool:
    """Whether this is a word, or a placeholder: one digit throughout, or digits as they are counted."""
    digits = "".join(letter for letter in value if letter.isdigit())
    return len(digits) < DIGITS or len(set(digits)) == 1 or digits in _RUN or digits in _RUN[::-1]


def _kind(value: str, label: str) -> str:
    said = [name for name, pattern in _LABELS.items() if pattern.search(label)]
    told = [name for name, length in _TELLING.items() if len(value) == length and any(map(str.isdigit, value))]
    return next((name for name in (*said, *told) if _valid(name, value)), "")


def _valid(kind: str, value: str) -> bool:
    from rigour.ids import get_identifier_format  # noqa: PLC0415  # 40 ms, and most parties have no number

    found = get_identifier_format(kind)
    return found is not None and len(value) >= SHORTEST and bool(found.is_valid(value))


def of_entry(entry: Entry) -> Iterator[tuple[Number, AsListed]]:
    """The numbers of an entry, each with what the list says of it."""
    for each in entry.identifiers:
        found = number(each.value, each.kind)
        if found is not None:
            yield found, each


def shared(asked: Sequence[str], entry: Entry) -> Shared | None:
    """The number that both have, the strongest if several; None for none."""
    mine = {found.value: found for found in map(number, asked) if found is not None}
    best: Shared | None = None
    for theirs, listed in of_entry(entry):
        found = mine.get(theirs.value)
        if found is not None:
            score = SAME_STRONG if found.kind and found.kind == theirs.kind else SAME
            said = f"the number {listed.value} is listed as {listed.kind or 'an identifier'}"
            here = Shared(score, f"{said}, {listed.country}" if listed.country else said, listed.value)
            best = here if best is None or here.score > best.score else best
    return best


def another(asked: Sequence[str], entry: Entry) -> Bearing | None:
    """A number of a kind of which a party has one, and it is another: the strongest if several; None for none."""
    mine, theirs = _by_kind(map(number, asked)), _by_kind(found for found, _ in of_entry(entry))
    found = [
        Bearing("identifier", effect, f"{kind.upper()} {_or(mine[kind])} is not {_or(theirs[kind])}")
        for kind, effect in _ONLY_ONE.items()
        if kind in mine and kind in theirs and mine[kind].isdisjoint(theirs[kind])
        if kind != "imo" or entry.kind in {"vessel", "unknown"}  # companies have IMO numbers of their own
    ]
    return min(found, key=lambda each: each.effect, default=None)


def _by_kind(found: Iterable[Number | None]) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for each in found:
        if each is not None and each.kind:
            kinds[each.kind].add(each.value)
    return kinds


def _or(values: Iterable[str]) -> str:
    return " or ".join(sorted(values))


class Numbers:
    """The numbers of many entries, each looked up whole. Entries are given by their place."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(entries):
            for value in {found.value for found, _ in of_entry(entry)}:
                self._places[value].append(place)

    def holding(self, asked: Iterable[str]) -> set[int]:
        """The entries that have one of some numbers."""
        wanted = {found.value for found in map(number, asked) if found is not None}
        return {place for value in wanted for place in self._places.get(value, ())}
