"""Reads a firm's own list: any table in CSV with a heading, its columns guessed or said, nothing dropped.

    own.kind(files, "blocked customers", {"name": "Firma"}).read(files, reading)

What was made of each column stands in the notes of the reading. A day that may be read two ways is refused. Cells are
text: a formula is never run, here or when it is written again (`intake.columns.safe_cell`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from reprieve.errors import BadList
from reprieve.intake.columns import Guess, guess, party
from reprieve.intake.opened import Opened
from reprieve.intake.party_cells import Cells
from reprieve.intake.tables import delimiter
from reprieve.lists.catalogue import OWN
from reprieve.lists.reading import Ids, Kind, Reader, Reading
from reprieve.model.listed import Entry, Identifier, Name
from reprieve.text.fold import folded

_SAMPLE: Final = 200
"""So many rows are looked at to tell what a column holds."""


def kind(opened: Sequence[Opened], name: str = "", columns: Mapping[str, str] | None = None) -> Kind:
    """The format of one list of one's own, called `own/<name>`, or after its file."""
    list_ = list_id(name or opened[0].name.partition(".")[0], str(opened[0].path.name))
    return Kind("own/csv", "a list of one's own, CSV", reader(list_, columns or {}), fits, (list_,))


def list_id(name: str, where: str = "the list") -> str:
    """`own/blocked-customers` for `Blocked customers`. Raises BadList for a name without a letter or digit."""
    made = "-".join(folded(name.removeprefix(OWN)).replace("_", " ").split())
    if not made:
        raise BadList(where, f"{name!r} is no name for a list", "letters or digits")
    return f"{OWN}{made}"


def reader(list_: str, columns: Mapping[str, str]) -> Reader:
    """A reader for one list; `columns`: meaning -> column, where it shall not be guessed ("" for none)."""

    def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
        rows = _Rows(list_, reading)
        for opened in files:
            yield from rows.of(opened, columns)

    return read


def fits(opened: Opened) -> bool:
    """Whether the file is a table at all; whose list it is, only the user knows."""
    head = opened.head().lstrip(b"\xef\xbb\xbf \t\r\n")
    return bool(head) and not head.startswith((b"<", b"{", b"[", b"PK", b"%PDF", b"\xff\xfe", b"\xfe\xff"))


# --- the table ------------------------------------------------------------------------------------------------------


class _Rows:
    """Turns rows into entries of one list, over all its files."""

    def __init__(self, list_: str, reading: Reading) -> None:
        self._list, self._reading = list_, reading
        self._made, self._given = Ids(), set[str]()

    def of(self, opened: Opened, columns: Mapping[str, str]) -> Iterator[Entry]:
        between = delimiter(opened)
        first, heading = next(opened.rows(between), (1, []))
        header = [each.strip() or f"column {at}" for at, each in enumerate(heading, 1)]
        twice = next((each for each in header if header.count(each) > 1), None)
        if twice is not None or not header:
            what = f"has the column {twice!r} twice" if header else "is empty"
            raise BadList(opened.place(first), what, "a heading with columns that differ")
        sample = [row for _, row in islice(opened.rows(between), 1, _SAMPLE)]
        found = guess(header, sample, party(), columns, opened.place(first), BadList)
        self._tell(found)
        for line, row in islice(opened.rows(between), 1, None):
            if any(each.strip() for each in row):
                yield self._entry(found, self._whole(row, len(header), opened.place(line)), opened.place(line))
            else:
                self._reading.skipped["empty row"] += 1

    def _tell(self, found: Guess) -> None:
        for column, meaning, why in found.told:
            self._reading.note(f"column {column!r}: {meaning or 'kept as it is'} ({why})")

    def _whole(self, row: list[str], width: int, place: str) -> list[str]:
        if len(row) < width and self._reading.partial:
            self._reading.note(f"{place} is cut off")
            return [*row, *[""] * (width - len(row))]
        if len(row) != width:
            raise BadList(place, f"has {len(row)} cells, not {width}", "as many as the heading")
        return row

    def _entry(self, found: Guess, row: Sequence[str], place: str) -> Entry:
        cells = Cells(found, row, place)
        name = cells.one("name")
        if not name:
            raise BadList(place, "has no name", f"something in {found.told[found.at('name')[0]].column!r}")
        countries = cells.countries()
        entry = Entry(
            list=self._list,
            id=self._id(cells.one("id"), name, countries, place),
            kind=cells.kind(),
            names=(
                Name(name),
                *(Name(each, "alias") for each in cells.several("alias")),
                *(Name(each, "former") for each in cells.several("former")),
            ),
            countries=countries,
            addresses=cells.addresses(),
            identifiers=tuple(Identifier(column, value) for column, value in cells.of("identifier")),
            births=cells.several("birth"),
            birthplaces=tuple(value for _, value in cells.of("birthplace")),
            nationalities=cells.several("nationality"),
            titles=tuple(value for _, value in cells.of("title")),
            programs=cells.several("program"),
            start=cells.day("start"),
            through=cells.day("through"),
            urls=tuple(value for _, value in cells.of("url")),
            remarks="\n".join(value for _, value in cells.of("remarks")),
            place=place,
            other=self._reading.other(cells.other),
        )
        if entry.start and entry.through and entry.through < entry.start:
            raise BadList(place, f"is listed through {entry.through}, before {entry.start}", "from before through")
        return entry

    def _id(self, given: str, name: str, countries: Sequence[str], place: str) -> str:
        if not given:
            given = self._made.of(name, *countries)
        if given in self._given:
            raise BadList(place, f"has the id {given!r} a second time", "ids that differ, or --column id= for none")
        self._given.add(given)
        return given
