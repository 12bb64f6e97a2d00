"""Births as lists and files write them: days, months, years, `circa 1961`, `between 1961 and 1963`; and two compared.

What cannot be read, or is of another calendar, says nothing. Never decides: it says how far two births are apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Final, Literal, NamedTuple

CIRCA: Final = 5
"""Years that `circa 1961` may be off: who guesses an age guesses in fives."""
Agreement = Literal["same day", "nothing against it", "another day", "another year"]
_ORDER: Final[tuple[Agreement, ...]] = ("same day", "nothing against it", "another day", "another year")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_ISO: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")
_WRITTEN: Final = re.compile(r"(?:(?<!\d)(\d{1,2})\.?\s+)?([a-z]{3})[a-z]*\.?,?\s+(\d{4})(?!\d)")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GUESSED: Final = re.compile(r"\b(?:circa|ca|approx\w*|about|around|estimated)\b")


class Born(NamedTuple):
    """The first and the last possible year, and month and day where they are known (else 0)."""

    first: int
    last: int
    month: int = 0
    day: int = 0


@lru_cache(maxsize=50_000)
def born(text: str) -> Born | None:
    """A birth as written; None for what says nothing. The first of January stands for its year: clerks write it so."""
    lower = text.casefold()
    years = sorted(int(year) for year in _YEAR.findall(lower))
    if not years or "hijri" in lower:
        return None
    spread = CIRCA if _GUESSED.search(lower) else 0
    month, day = _in_year(lower) if len(years) == 1 and not spread else (0, 0)
    if (month, day) == (1, 1):
        month = day = 0
    return Born(years[0] - spread, years[-1] + spread, month, day)


def _in_year(text: str) -> tuple[int, int]:
    iso, written = _ISO.search(text), _WRITTEN.search(text)
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3] or 0)
    elif written and written[2] in _MONTHS:
        year, month, day = int(written[3]), _MONTHS.index(written[2]) + 1, int(written[1] or 0)
    else:
        return 0, 0
    try:
        date(year, month, day or 1)
    except ValueError:
        return 0, 0
    return month, day


def agreement(mine: Iterable[str], theirs: Iterable[str]) -> Agreement | None:
    """The best that two parties' births agree in; None where either side has none that can be read."""
    pairs = product(filter(None, map(born, mine)), filter(None, map(born, theirs)))
    return min((_agreed(one, other) for one, other in pairs), key=_ORDER.index, default=None)


def _agreed(one: Born, other: Born) -> Agreement:
    """A year more or less, and day and month that changed places, are slips of a clerk and contradict nothing."""
    if max(one.first - other.last, other.first - one.last) > 1:
        return "another year"
    if not (one.month and other.month):
        return "nothing against it"
    if one.day and other.day:
        if (one.month, one.day) == (other.month, other.day):
            return "same day" if one.first == other.first else "nothing against it"
        return "nothing against it" if (one.month, one.day) == (other.day, other.month) else "another day"
    months = {one.month, one.day} & {other.month, other.day} - {0}
    return "nothing against it" if months else "another day"
