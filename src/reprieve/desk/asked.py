"""Who is to be screened: from the options of a command, or from the cells of a row.

What cannot be read says nothing: a birth or a country that nobody understands never speaks against a match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reprieve.errors import BadInput
from reprieve.intake.columns import Guess
from reprieve.intake.party_cells import Cells, day_of
from reprieve.intake.tables import Cell
from reprieve.model.listed import PartyKind
from reprieve.model.screened import Asked
from reprieve.text.country import country_code
from reprieve.text.words import words

LONGEST_NAME: Final = 1_000
"""Most characters of a name; the longest listed one has some 300."""
_PART_OF_A_DAY: Final = re.compile(r"\d{4}(?:-\d\d)?")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


def asked(
    name: str,
    *,
    kind: PartyKind = "unknown",
    countries: Iterable[str] = (),
    births: Iterable[str] = (),
    identifiers: Iterable[str] = (),
    addresses: Iterable[str] = (),
) -> Asked:
    """Somebody as typed. Raises BadInput for an empty name, for no country, and for no birth."""
    if not name.strip():
        raise BadInput("the name", "is empty", "a name, or a file of parties")
    if len(name) > LONGEST_NAME:
        raise BadInput("the name", f"has {len(name):,} characters", f"at most {LONGEST_NAME:,}")
    return Asked(
        name=name.strip(),
        kind=kind,
        countries=tuple(_country(each) for each in countries),
        births=tuple(_birth(each) for each in births),
        identifiers=tuple(each.strip() for each in identifiers if each.strip()),
        addresses=tuple(each.strip() for each in addresses if each.strip()),
    )


def _country(text: str) -> str:
    code = country_code(text)
    if not code:
        raise BadInput("--country", f"{text!r} is no country that I know", "CN, or China")
    return code


def _birth(text: str) -> str:
    found = birth(text)
    if not found:
        raise BadInput("--birth", f"{text!r} is no day, month or year", "1962-03-01, 1962-03 or 1962")
    return found


def birth(text: str) -> str:
    """A birth as `1962-03-01`, `1962-03` or `1962`; of a day that may be two the year; empty for what is none."""
    text = text.strip()
    if _PART_OF_A_DAY.fullmatch(text):
        return text
    try:
        return day_of(text, "").isoformat()
    except BadInput:
        years = set(_YEAR.findall(text))
        return years.pop() if len(years) == 1 else ""


class Party(NamedTuple):
    """A row: who is asked about, and what its cells that say nothing to us were meant to say.

    `asked` is None for a row without a name that can be read.
    """

    asked: Asked | None
    unread: tuple[str, ...] = ()


class Reader:
    """Turns rows of one table into parties. `kind`: of those of whom the table does not say it."""

    def __init__(self, found: Guess, kind: PartyKind = "unknown") -> None:
        self._found, self._kind = found, kind

    def party(self, cells: Sequence[Cell], place: str) -> Party:
        """The party of a row. Raises BadInput for a name that is none."""
        names = self._names(cells)
        if not any(words(each) for each in names):
            return Party(None)
        row = Cells(self._found, [each if isinstance(each, str) else "\n".join(each) for each in cells], place)
        aliases = (*names[1:], *row.several("alias"), *row.several("former"))
        for each in (names[0], *aliases):
            if len(each) > LONGEST_NAME:
                raise BadInput(place, f"has a name of {len(each):,} characters", f"at most {LONGEST_NAME:,}")
        kind, countries = row.kind(), row.countries()
        nationalities = [country_code(each) for each in row.several("nationality")]
        births = [birth(each) for each in row.several("birth")]
        found = Asked(
            name=names[0],
            ref=row.one("id"),
            kind=self._kind if kind == "unknown" else kind,
            aliases=tuple(dict.fromkeys(each for each in aliases if each != names[0])),
            # Of its nationalities too: the more there are, the less a listed country speaks against a match.
            countries=tuple(dict.fromkeys(filter(None, (*countries, *nationalities)))),
            births=tuple(dict.fromkeys(filter(None, births))),
            identifiers=_texts(row, "identifier"),
            addresses=_addresses(row),
        )
        read = {"kind": kind != "unknown", "country": bool(countries)}
        unread = [meaning for meaning, well in read.items() if row.one(meaning) and not well]
        unread += ["nationality"] * nationalities.count("") + ["birth"] * births.count("")
        return Party(found, tuple(unread))

    def _names(self, cells: Sequence[Cell]) -> list[str]:
        """A cell with a list of names has the name first, then aliases."""
        found = [cells[at] for at in self._found.at("name")]
        texts = [text for each in found for text in ((each,) if isinstance(each, str) else each)]
        return [text.strip() for text in texts if text.strip()]


def _texts(row: Cells, meaning: str) -> tuple[str, ...]:
    parts = (part.strip() for _, cell in row.of(meaning) for part in cell.split("\n"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _addresses(row: Cells) -> tuple[str, ...]:
    """Each address in one line, as written."""
    found = []
    for each in row.addresses():
        city = " ".join(part for part in (each.postcode, each.city) if part)
        parts = (each.street, city, each.region, each.country)
        found.append(each.full or ", ".join(part for part in parts if part))
    return tuple(" ".join(each.split()) for each in found)
