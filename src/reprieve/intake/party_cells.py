"""The cells of a row of parties by what their columns mean: countries, kinds, addresses, days.

What cannot be read is kept as it stands (`Cells.other`); a day that may be read two ways is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from reprieve.errors import BadList
from reprieve.intake.columns import Guess
from reprieve.model.listed import Address, PartyKind
from reprieve.text.country import country_code
from reprieve.text.fold import folded

_SEVERAL: Final = re.compile(r"[;|\n]")
_CALLED: Final[dict[PartyKind, tuple[str, ...]]] = {
    "person": (
        *("person", "individual", "natural person", "natürliche person", "personne", "personne physique", "persona"),
        *("persona física", "физическое лицо", "个人", "個人", "개인"),
    ),
    "organization": (
        *("organization", "organisation", "company", "entity", "legal person", "business", "firma", "unternehmen"),
        *("juristische person", "entreprise", "société", "personne morale", "empresa", "persona jurídica"),
        *("юридическое лицо", "公司", "企业", "法人", "組織", "法人企業", "회사", "법인"),
    ),
    "vessel": ("vessel", "ship", "schiff", "navire", "buque", "судно", "船舶", "선박"),
    "aircraft": ("aircraft", "airplane", "flugzeug", "aéronef", "aeronave", "самолет", "飞机", "航空機"),
}
"""How people name the kinds of parties."""
_KINDS: Final = {folded(word): kind for kind, words in _CALLED.items() for word in words}


class Cells:
    """The cells of one row by what they mean. `other`: those that mean nothing to us, or that we cannot read."""

    def __init__(self, found: Guess, row: Sequence[str], place: str) -> None:
        self._found, self._row, self._place = found, [each.strip() for each in row], place
        self.other = {each.column: cell for each, cell in zip(found.told, self._row, strict=True) if not each.meaning}

    def of(self, meaning: str) -> list[tuple[str, str]]:
        """The filled cells that mean this, each with the heading of its column."""
        cells = ((self._found.told[at].column, self._row[at]) for at in self._found.at(meaning))
        return [(column, cell) for column, cell in cells if cell]

    def one(self, meaning: str) -> str:
        """The first filled cell that means this; empty where there is none."""
        return next((cell for _, cell in self.of(meaning)), "")

    def several(self, meaning: str) -> tuple[str, ...]:
        """What the cells hold, taken apart at semicolons, bars and line ends."""
        parts = (part.strip() for _, cell in self.of(meaning) for part in _SEVERAL.split(cell))
        return tuple(dict.fromkeys(part for part in parts if part))

    def countries(self) -> tuple[str, ...]:
        """Codes of countries. A cell that names something else as well is kept whole besides."""
        found = []
        for column, cell in self.of("country"):
            whole = country_code(cell)
            codes = [whole] if whole else [country_code(part) for part in re.split(r"[;|,/\n]", cell)]
            found += [code for code in codes if code]
            if not all(codes):
                self.other[column] = cell
        return tuple(dict.fromkeys(found))

    def kind(self) -> PartyKind:
        """What kind of party a row says it is."""
        for column, cell in self.of("kind"):
            if folded(cell) in _KINDS:
                return _KINDS[folded(cell)]
            self.other[column] = cell
        return "unknown"

    def addresses(self) -> tuple[Address, ...]:
        """The address of a row, in one line or in parts."""
        parts = {each: self.one(each) for each in ("street", "city", "region", "postcode")}
        full = self.one("address")
        if not full and not any(parts.values()):
            return ()
        return (Address(full, parts["street"], parts["city"], parts["region"], parts["postcode"], self.one("country")),)

    def day(self, meaning: str) -> date | None:
        """A day, or None for an empty cell. Raises BadList for what is none, or may be two."""
        cell = self.one(meaning)
        return day_of(cell, self._place) if cell else None


_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:-|/|\.|年)(\d\d?)(?:-|/|\.|月)(\d\d?)日?(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST: Final = re.compile(r"(\d\d?)([-/.])(\d\d?)\2(\d{4})")
_MOST_MONTHS: Final = 12


def day_of(cell: str, place: str) -> date:
    """`2020-04-03`, `2020年4月3日`, `3.4.2020`, and `13/04/2020`, which can only be one day."""
    found = _YEAR_FIRST.fullmatch(cell)
    if found:
        return _made(cell, int(found[1]), int(found[2]), int(found[3]), place)
    found = _YEAR_LAST.fullmatch(cell)
    if not found:
        raise BadList(place, f"{cell!r} is not a day", "2020-04-03")
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > _MOST_MONTHS or first == second:
        return _made(cell, year, second, first, place)
    if second > _MOST_MONTHS:
        return _made(cell, year, first, second, place)
    both = f"{year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
    raise BadList(place, f"{cell!r} may be {both}", "days written as 2020-04-03")


def _made(cell: str, year: int, month: int, day: int, place: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadList(place, f"{cell!r} is not a day", "2020-04-03") from None
