"""Reads the UK Sanctions List: its summary (eight columns) and the full list. Never reads OFSI's former list.

The full list begins with a line `Report Date: 08-Oct-2026`, then a header, then several rows for a party: one for each
of its names, addresses and numbers, with the rest repeated. `|` parts several values in a cell. Rows of one party need
not stand together.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.un import codes
from reprieve.lists.reading import Kind, Reading, day
from reprieve.model.listed import Address, Entry, Identifier, Name, NameKind, PartyKind, Strength
from reprieve.text.script import script_of

LIST: Final = "uk/fcdo/sanctions"
_SUMMARY: Final = (
    *("Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Designation source", "Date Designated"),
    "Sanctions Imposed",
)
_NAME_PARTS: Final = tuple(f"Name {number}" for number in range(1, 7))
_LINES: Final = tuple(f"Address Line {number}" for number in range(1, 7))
_FULL: Final = ("Unique ID", *_NAME_PARTS, "Name type", "Regime Name", "Designation Type", "Date Designated")
_REPORT: Final = "Report Date:"
_KINDS: Final[dict[str, PartyKind]] = {"individual": "person", "entity": "organization", "ship": "vessel"}
_NAME_KINDS: Final[dict[str, NameKind]] = {
    "": "alias",
    "primary name": "primary",
    "primary name variation": "alias",
    "alias": "alias",
    "aka": "alias",
    "fka": "former",
}
_STRENGTHS: Final[dict[str, Strength]] = {"": "strong", "good quality a.k.a": "strong", "low quality a.k.a": "weak"}
_NUMBERS: Final = (
    ("UN Reference Number", ""),
    ("National Identifier number", "National Identifier additional information"),
    ("Passport number", "Passport additional information"),
    ("Business registration number (s)", ""),
    ("IMO number", ""),
    ("Hull identification number (HIN)", ""),
)
"""Columns with numbers to look for, each with the column that says more of the number in the same row."""


class Row(NamedTuple):
    """A row of a list, with the line where it ends."""

    line: int
    cells: dict[str, str]


def grouped(rows: Callable[[], Iterable[Row]], column: str, opened: Opened) -> Iterator[list[Row]]:
    """The rows of each party, known by `column`. Reads twice, and holds only parties whose rows are not all there."""
    left: Counter[str] = Counter()
    for row in rows():
        party = row.cells[column].strip()
        if not party:
            raise BadList(opened.place(row.line), f"has no {column}", "a whole row")
        left[party] += 1
    held: dict[str, list[Row]] = {}
    for row in rows():
        party = row.cells[column].strip()
        held.setdefault(party, []).append(row)
        left[party] -= 1
        if not left[party]:
            yield held.pop(party)


def table(
    lines: Callable[[Opened], Iterator[tuple[int, list[str]]]], opened: Opened, reading: Reading, needed: Sequence[str]
) -> Iterator[Row]:
    """The rows below a header. Raises BadList for a header without a needed column, and for a row that is cut."""
    rows = lines(opened)
    line, header = next(rows, (1, []))
    header = [each.strip() for each in header]
    for column in needed:
        if column not in header:
            raise BadList(opened.place(line), f"has no column {column!r}", f"a file with {', '.join(needed)}")
    if len(set(header)) < len(header):
        raise BadList(opened.place(line), "has a column twice", "columns that differ")
    for number, row in rows:
        if len(row) != len(header):
            if not reading.partial or len(row) > len(header):
                raise BadList(opened.place(number), f"has {len(row)} cells, not {len(header)}", "a whole file")
            reading.note(f"{opened.place(number)}: is cut off after {len(row)} of {len(header)} cells")
        yield Row(number, dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=True)))


class _Party:
    """The rows of one party. What is asked for is taken; what is left, no field of an entry has room for."""

    def __init__(self, rows: Sequence[Row], opened: Opened) -> None:
        self.place = opened.place(rows[0].line)
        self._rows = [row.cells for row in rows]
        self._left = dict.fromkeys(self._rows[0])

    def each(self, *columns: str) -> list[tuple[str, ...]]:
        """What stands in `columns` together, row by row, each combination once, the empty one never."""
        found = dict.fromkeys(tuple(cells.get(each, "").strip() for each in columns) for cells in self._rows)
        for column in columns:
            self._left.pop(column, None)
        return [cells for cells in found if any(cells)]

    def all(self, column: str) -> tuple[str, ...]:
        """The texts of a column, each once."""
        return tuple(text for (text,) in self.each(column))

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a column that has several in a cell, each once."""
        return tuple(dict.fromkeys(value for text in self.all(column) for value in values(text)))

    def one(self, column: str) -> str:
        """The one text of a column, or an empty one. Raises BadList where rows of a party differ."""
        found = self.all(column)
        if len(found) > 1:
            raise BadList(self.place, f"has more than one {column}: {', '.join(found)}", "one for a party")
        return found[0] if found else ""

    def rest(self) -> dict[str, list[str]]:
        """The values of the columns that nobody asked for."""
        return {column: list(self.several(column)) for column in tuple(self._left)}


def values(text: str) -> list[str]:
    """The values in a cell."""
    return [value.strip() for value in text.split("|") if value.strip()]


# ---- the summary


def read_summary(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of the summary. Raises BadList."""
    for opened in files:
        for rows in grouped(partial(table, Opened.rows, opened, reading, _SUMMARY), "Unique ID", opened):
            yield _summary(_Party(rows, opened), reading)


def _summary(party: _Party, reading: Reading) -> Entry:
    party_id = party.one("Unique ID")
    names = [" ".join(text.split()) for text in party.all("Name")]
    if not names:
        reading.note(f"{party_id} has no name")
    return Entry(
        list=LIST,
        id=party_id,
        kind=_kind(party.one("Type"), party.place),
        names=tuple(
            Name(text, "alias" if number else "primary", script=script_of(text)) for number, text in enumerate(names)
        ),
        programs=party.several("Regime Name"),
        start=day(party.one("Date Designated"), "%d-%m-%Y", party.place),
        place=party.place,
        other=reading.other(party.rest()),
    )


def _kind(text: str, place: str) -> PartyKind:
    kind = _KINDS.get(text.casefold())
    if kind is None:
        raise BadList(place, f"{text!r} is no type of a party", "Individual, Entity or Ship")
    return kind


# ---- the full list


def read_full(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of the full list, each as soon as the last of its rows is read. Raises BadList."""
    for opened in files:
        reading.published = _reported(opened)
        for rows in grouped(partial(table, _below_date, opened, reading, _FULL), "Unique ID", opened):
            yield _full(_Party(rows, opened), reading)


def _reported(opened: Opened) -> date | None:
    line, row = next(opened.rows(), (1, [""]))
    if not row[0].startswith(_REPORT):
        return None
    return day(row[0].removeprefix(_REPORT), "%d-%b-%Y", opened.place(line))


def _below_date(opened: Opened) -> Iterator[tuple[int, list[str]]]:
    for line, row in opened.rows():
        if line > 1 or not row[0].startswith(_REPORT):
            yield line, row


def _full(party: _Party, reading: Reading) -> Entry:
    party_id = party.one("Unique ID")
    names = tuple(dict.fromkeys(_names(party)))
    if not any(each.kind == "primary" for each in names):
        reading.note(f"{party_id} has no primary name")
    addresses = tuple(_addresses(party))
    days = party.all("Date Designated")
    births = [", ".join(each for each in pair if each) for pair in party.each("Town of birth", "Country of birth")]
    flags = party.several("Current believed flag of ship")
    identifiers, other = _numbers(party)
    other |= {"Current believed flag of ship": list(flags), "Date Designated": list(days) if len(days) > 1 else []}
    return Entry(
        list=LIST,
        id=party_id,
        kind=_kind(party.one("Designation Type"), party.place),
        names=names,
        countries=codes([*(each.country for each in addresses), *flags]),
        addresses=addresses,
        identifiers=tuple(identifiers),
        births=party.several("D.O.B"),
        birthplaces=tuple(births),
        nationalities=party.several("Nationality(/ies)"),
        titles=(*party.several("Title"), *party.several("Position")),
        programs=party.several("Regime Name"),
        start=min(filter(None, (day(each, "%d/%m/%Y", party.place) for each in days)), default=None),
        urls=party.several("Website"),
        remarks="\n".join((*party.all("Other Information"), *party.all("UK Statement of Reasons"))),
        place=party.place,
        other=reading.other({**other, **party.rest()}),
    )


def _names(party: _Party) -> Iterator[Name]:
    """The names, a primary one first; a name in another script is of the kind and strength of the one it stands by."""
    rows = party.each("Name type", "Alias strength", "Name non-latin script", *_NAME_PARTS)
    for sort, grade, original, *parts in sorted(rows, key=lambda row: row[0].casefold() != "primary name"):
        kind = _NAME_KINDS.get(sort.casefold())
        if kind is None:
            raise BadList(
                party.place, f"{sort!r} is no type of a name", "Primary Name, Primary Name Variation or Alias"
            )
        strength = _STRENGTHS.get(grade.casefold().rstrip("."))
        if strength is None:
            raise BadList(party.place, f"{grade!r} is no strength of an alias", "Good or Low quality a.k.a")
        for text in (" ".join(" ".join(parts).split()), original):
            if text:
                yield Name(text, kind, strength, script_of(text))


def _addresses(party: _Party) -> Iterator[Address]:
    for postcode, country, *lines in party.each("Address Postal Code", "Address Country", *_LINES):
        yield Address(street=", ".join(each for each in lines if each), postcode=postcode, country=country)


def _numbers(party: _Party) -> tuple[list[Identifier], dict[str, list[str]]]:
    """The numbers to look for; and by column what is said of numbers that are not given."""
    numbers: list[Identifier] = []
    said: dict[str, list[str]] = {}
    for column, more in _NUMBERS:
        for number, note in party.each(column, more):
            numbers += [Identifier(column, value, note=note) for value in values(number)]
            if not values(number):
                said.setdefault(more, []).append(note)
    return numbers, said


# ---- which is which


def _header(opened: Opened) -> list[str]:
    """The columns that a file names, below a line with the date if there is one."""
    lines = opened.head().decode("utf-8-sig", errors="replace").splitlines()
    below = lines[1:] if lines and lines[0].startswith(_REPORT) else lines
    return [each.strip() for each in next(csv.reader(below[:1]), [])]


def _is_summary(opened: Opened) -> bool:
    header = _header(opened)
    return all(column in header for column in _SUMMARY)


def _is_full(opened: Opened) -> bool:
    header = _header(opened)
    return all(column in header for column in _FULL)


KINDS: Final = (
    Kind("uk/csv", "UK Sanctions List, summary, CSV", read_summary, _is_summary, (LIST,)),
    Kind("uk/full", "UK Sanctions List, CSV", read_full, _is_full, (LIST,), experimental=True),
)
