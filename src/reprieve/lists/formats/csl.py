"""Reads the US Consolidated Screening List as CSV, in its three layouts; nothing is fetched and nothing matched here.

The official file has 28 columns, since 2023 a 29th before them (`_id`); a third party flattens it to 11 columns, where
one column of country codes stands for the addresses. Columns are found by name; one we do not know is kept.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Final

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.csl_cells import addresses, identifiers, several
from reprieve.lists.formats.csl_entry import LISTS, SEVERAL, TAKEN, Record, Records
from reprieve.lists.reading import Kind, Reading
from reprieve.model.listed import Entry

_NEEDED: Final = (
    "source",
    "entity_number",
    "type",
    "name",
    "alt_names",
    "programs",
    "license_requirement",
    "license_policy",
    "federal_register_notice",
)
"""Columns that all three layouts have."""


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of each file, in their order. Raises BadList at the first row that is wrong."""
    for opened in files:
        records = Records(reading)
        for line, cells in _table(opened, reading):
            if cells["source"].strip() == "source":
                _check_header(cells, opened.place(line))
                reading.skipped["repeated header"] += 1
                continue
            record = _record(cells)
            if record.names_nobody:
                reading.skipped["record without a party"] += 1
            else:
                yield records.entry(record, opened.place(line))


def _check_header(cells: dict[str, str], place: str) -> None:
    if any(column != cell.strip() for column, cell in cells.items()):
        raise BadList(place, "is half a header", "the header as in the first line, or a record")


def _record(cells: dict[str, str]) -> Record:
    return Record(
        texts={column: cell.strip() for column, cell in cells.items() if cell and column not in SEVERAL},
        lists={column: several(cell) for column, cell in cells.items() if cell and column in SEVERAL},
        addresses=addresses(cells.get("addresses", "")),
        # The layout with `_id` is the one that puts the kind of an identifier before its value.
        identifiers=identifiers(cells.get("ids", ""), kind_first="_id" in cells),
        other={column: cell.strip() for column, cell in cells.items() if cell and column not in TAKEN},
    )


def _table(opened: Opened, reading: Reading) -> Iterator[tuple[int, dict[str, str]]]:
    return _cut_table(opened, reading) if reading.partial else opened.table(*_NEEDED)


def _cut_table(opened: Opened, reading: Reading) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file whose end is missing: its last row as far as it goes, and noted; no other may be short."""
    rows = csv.reader(_closed(opened, reading), strict=True)
    try:
        header = [each.strip() for each in next(rows, [])]
        missing = [each for each in _NEEDED if each not in header]
        if missing:
            raise BadList(opened.place(1), f"has no column {missing[0]!r}", f"a file with {', '.join(_NEEDED)}")
        cut: tuple[int, int] | None = None
        for row in rows:
            if cut or len(row) > len(header):
                line, length = cut or (rows.line_num, len(row))
                raise BadList(opened.place(line), f"has {length} cells, not {len(header)}", "only a last row cut off")
            if len(row) < len(header):
                cut = (rows.line_num, len(row))
                reading.note(f"{opened.place(cut[0])}: is cut off after {len(row)} of {len(header)} cells")
                if len(row) <= max(header.index("source"), header.index("name")):
                    reading.skipped["row cut off before its name"] += 1
                    continue
            yield rows.line_num, dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=True))
    except csv.Error as error:
        raise BadList(opened.place(rows.line_num), f"is not valid CSV: {error}", "a whole file") from None


def _closed(opened: Opened, reading: Reading) -> Iterator[str]:
    """The lines of a file; where it ends inside a quoted cell, the quote is closed, which is noted."""
    last, held, quotes = 0, "", 0
    for number, text in opened.lines():
        if number > 1:
            yield held
        last, held, quotes = number, text, quotes + text.count('"')
    if quotes % 2:
        reading.note(f"{opened.place(last)}: ends inside a cell, whose end is missing")
        held += '"'
    yield held


def fits(opened: Opened) -> bool:
    """Whether the first line names the columns that every layout has."""
    first = opened.head().removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace")
    return set(_NEEDED) <= {each.strip().strip('"') for each in first.split(",")}


KINDS: Final = (
    Kind("csl/csv", "US Consolidated Screening List, CSV", read, fits, tuple(dict.fromkeys(LISTS.values()))),
)
