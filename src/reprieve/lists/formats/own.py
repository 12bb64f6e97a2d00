"""Reads a firm's own list: any table in CSV with a heading, its columns guessed or said, nothing dropped.

    own.kind(files, "blocked customers", {"name": "Firma"}).read(files, reading)

What was made of each column stands in the notes of the reading. A day that may be read two ways is refused. Cells are
text: a formula is never run, here or when it is written again (`intake.columns.safe_cell`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Final

from reprieve.errors import BadList
from reprieve.intake.columns import Guess, guess, party
from reprieve.intake.opened import HEAD, Opened
from reprieve.lists.catalogue import OWN
from reprieve.lists.reading import Ids, Kind, Reader, Reading
from reprieve.model.listed import Address, Entry, Identifier, Name, PartyKind
from reprieve.text.country import country_code
from reprieve.text.fold import folded

_DELIMITERS: Final = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_SAMPLE: Final = 200
"""So many rows are looked at to tell what a column holds."""
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


def delimiter(opened: Opened) -> str:
    """What stands between the cells: it is in the heading, and gives the rows as many cells. Raises BadList."""
    head = opened.head()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadList(opened.path.name, "is UTF-16 text", "save it as CSV UTF-8")
    lines = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").splitlines(keepends=True)
    whole = lines[:-1] if len(head) == HEAD and len(lines) > 1 else lines
    widths = {each: _widths(whole, each) for each in _DELIMITERS}
    fitting = [each for each, width in widths.items() if width and width[0] > 1]
    if len(fitting) > 1:
        even = [each for each in fitting if len(set(widths[each])) == 1]
        fitting = even if len(even) == 1 else fitting
    if len(fitting) > 1:
        names = " or ".join(_DELIMITERS[each] for each in fitting)
        raise BadList(opened.path.name, f"may have {names} between its cells", "one of them only")
    return fitting[0] if fitting else "\t"


def _widths(lines: Sequence[str], between: str) -> list[int]:
    """The cells in each row, as far as the rows can be told."""
    widths = []
    with suppress(csv.Error):  # whoever reads the rows says what is wrong, and where
        for row in csv.reader(lines, delimiter=between):
            if row:
                widths.append(len(row))  # noqa: PERF401  # what came before an error counts
    return widths


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
        cells = _Cells(found, row, place)
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


# --- cells ----------------------------------------------------------------------------------------------------------


class _Cells:
    """The cells of one row by what they mean. `other`: those that mean nothing to us, or that we cannot read."""

    def __init__(self, found: Guess, row: Sequence[str], place: str) -> None:
        self._found, self._row, self._place = found, [each.strip() for each in row], place
        self.other = {each.column: cell for each, cell in zip(found.told, self._row, strict=True) if not each.meaning}

    def of(self, meaning: str) -> list[tuple[str, str]]:
        """The filled cells that mean this, each with the heading of its column."""
        cells = ((self._found.told[at].column, self._row[at]) for at in self._found.at(meaning))
        return [(column, cell) for column, cell in cells if cell]

    def one(self, meaning: str) -> str:
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
        for column, cell in self.of("kind"):
            if folded(cell) in _KINDS:
                return _KINDS[folded(cell)]
            self.other[column] = cell
        return "unknown"

    def addresses(self) -> tuple[Address, ...]:
        parts = {each: self.one(each) for each in ("street", "city", "region", "postcode")}
        full = self.one("address")
        if not full and not any(parts.values()):
            return ()
        return (Address(full, parts["street"], parts["city"], parts["region"], parts["postcode"], self.one("country")),)

    def day(self, meaning: str) -> date | None:
        """A day, or None for an empty cell. Raises BadList for what is none, or may be two."""
        cell = self.one(meaning)
        return _day(cell, self._place) if cell else None


_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:-|/|\.|年)(\d\d?)(?:-|/|\.|月)(\d\d?)日?(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST: Final = re.compile(r"(\d\d?)([-/.])(\d\d?)\2(\d{4})")
_MOST_MONTHS: Final = 12


def _day(cell: str, place: str) -> date:
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
