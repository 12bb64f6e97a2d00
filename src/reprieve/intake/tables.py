"""A table as people hand it in: CSV or TSV (also `.gz`), JSON Lines, Excel, Parquet; a heading and rows of cells.

    table = open_table(path)
    table.columns                                   # the heading
    for number, cells in table.rows(): ...          # from the top each time, one row at a time

What a file is, its first bytes say, not its name. A cell is text, or several texts where a JSON or Parquet cell holds a
list. What a column means is told elsewhere (`intake.columns`). Nothing is written, no formula and no macro is run, and
no row is left out: an empty one comes as a row of empty cells. Beside `lists.columns`, the one reader of Parquet.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from reprieve.errors import BadInput
from reprieve.intake.opened import HEAD, Opened
from reprieve.intake.workbook import sheet

Cell = str | tuple[str, ...]
DELIMITERS: Final = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
MOST_COLUMNS: Final = 1_000
LARGEST_GROUP: Final = 2**30
"""Most bytes that a row group of a Parquet file may take in memory."""
SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet", ".jsonl", ".ndjson")
"""What files that hold tables are called, each also with `.gz` behind it."""
_BATCH: Final = 2_000
_MIDNIGHT: Final = time()
_BROKEN: Final = (pa.ArrowException, OSError, UnicodeDecodeError)


class Row(NamedTuple):
    """One row: its line in a text file, else its number as the program that wrote it counts; a cell for each column."""

    number: int
    cells: tuple[Cell, ...]


class Table:
    """The heading of a table, and its rows as often as they are asked for. `notes`: what was left unread, and why."""

    def __init__(
        self,
        path: Path,
        columns: Sequence[str],
        rows: Callable[[], Iterator[Row]],
        *,
        unit: str = "line",
        notes: tuple[str, ...] = (),
    ) -> None:
        self.path, self.columns, self.rows, self.notes, self._unit = path, tuple(columns), rows, notes, unit

    def place(self, number: int) -> str:
        """A row, as errors name it."""
        return f"{self.path.name}, {self._unit} {number}"


def open_table(path: Path, fault: type[BadInput] = BadInput) -> Table:
    """The table in a file. Raises `fault`, in one line, for whatever is none; rows are looked at when they are read."""
    opened = Opened(path, fault)
    head = opened.head()
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PAR1"):
        return _parquet(path, fault)
    if head.startswith(b"PK\x03\x04"):
        return _workbook(path, fault)
    if text.startswith(b"{"):
        return _json_lines(opened)
    what = _no_table(head, text)
    if what:
        raise fault(str(path), what, "CSV, TSV, JSON Lines, XLSX or Parquet")
    return _delimited(opened)


def _no_table(head: bytes, text: bytes) -> str:
    if not text:
        return "is empty"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "is an old Excel file, or one with a password"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "is UTF-16 text"
    if text.startswith(b"["):
        return "is one JSON document: an object a line is read"
    if text.startswith((b"<", b"%PDF")):
        return "is a page or a document, not a table"
    return "is no text" if b"\0" in head else ""


def _heading(cells: Sequence[str], place: str, fault: type[BadInput]) -> tuple[str, ...]:
    """The columns: those without a heading are called by their place. Raises for none, for one twice, for too many."""
    columns = tuple(each.strip() or f"column {at}" for at, each in enumerate(cells, 1))
    if not columns:
        raise fault(place, "has no heading", "the names of the columns")
    if len(columns) > MOST_COLUMNS:
        raise fault(place, f"has {len(columns):,} columns", f"at most {MOST_COLUMNS:,}")
    twice = next((each for each in columns if columns.count(each) > 1), None)
    if twice is not None:
        raise fault(place, f"has the column {twice!r} twice", "a heading with columns that differ")
    return columns


# --- text -----------------------------------------------------------------------------------------------------------


def _delimited(opened: Opened) -> Table:
    between = delimiter(opened)
    first, heading = next(opened.rows(between), (1, list[str]()))
    columns = _heading(heading, opened.place(first), opened.fault)

    def rows() -> Iterator[Row]:
        found = opened.rows(between)
        next(found, None)
        for line, row in found:
            if len(row) != len(columns):
                raise opened.fault(opened.place(line), f"has {len(row)} cells, not {len(columns)}", "as the heading")
            yield Row(line, tuple(row))

    return Table(opened.path, columns, rows)


def delimiter(opened: Opened) -> str:
    """What stands between the cells: it is in the heading, and gives the rows as many cells. Raises the fault."""
    if opened.name.lower().endswith(".tsv"):
        return "\t"
    head = opened.head()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise opened.fault(opened.path.name, "is UTF-16 text", "save it as CSV UTF-8")
    lines = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").splitlines(keepends=True)
    whole = lines[:-1] if len(head) == HEAD and len(lines) > 1 else lines
    widths = {each: _widths(whole, each) for each in DELIMITERS}
    fitting = [each for each, width in widths.items() if width and width[0] > 1]
    if len(fitting) > 1:
        even = [each for each in fitting if len(set(widths[each])) == 1]
        fitting = even if len(even) == 1 else fitting
    if len(fitting) > 1:
        names = " or ".join(DELIMITERS[each] for each in fitting)
        raise opened.fault(opened.path.name, f"may have {names} between its cells", "one of them only")
    return fitting[0] if fitting else "\t"


def _widths(lines: Sequence[str], between: str) -> list[int]:
    """The cells in each row, as far as the rows can be told."""
    widths: list[int] = []
    with suppress(csv.Error):  # whoever reads the rows says what is wrong, and where
        widths.extend(len(row) for row in csv.reader(lines, delimiter=between) if row)
    return widths


def _json_lines(opened: Opened) -> Table:
    """The columns are all keys that any line has, in the order in which they come."""
    columns: dict[str, None] = {}
    for line, value in opened.json_lines():
        if not isinstance(value, dict):
            raise opened.fault(opened.place(line), "is no JSON object", "an object a line")
        columns |= dict.fromkeys(value)
        if len(columns) > MOST_COLUMNS:
            break
    heading = _heading(list(columns), opened.path.name, opened.fault)

    def rows() -> Iterator[Row]:
        for line, value in opened.json_lines():
            place = opened.place(line)
            yield Row(line, tuple(_cell(value.get(key), place, opened.fault, key) for key in columns))

    return Table(opened.path, heading, rows)


# --- Excel and Parquet ----------------------------------------------------------------------------------------------


def _workbook(path: Path, fault: type[BadInput]) -> Table:
    """The first sheet of a workbook; rows are numbered as Excel numbers them, and an empty row is one."""
    found = sheet(path, fault)
    number, heading = next(found.rows(), (1, ()))
    place = f"{path.name}, row {number}"
    columns = _heading([_one(each, place, fault) for each in heading], place, fault)

    def rows() -> Iterator[Row]:
        for at, row in found.rows():
            if at > number:
                where = f"{path.name}, row {at}"
                cells = tuple(_cell(each, where, fault) for each in row)
                yield Row(at, _as_wide(cells, len(columns), where, fault))

    return Table(path, columns, rows, unit="row", notes=found.notes)


def _as_wide(cells: tuple[Cell, ...], width: int, place: str, fault: type[BadInput]) -> tuple[Cell, ...]:
    """A row as wide as the heading: a sheet leaves out empty cells at the end. Raises for a cell beyond it."""
    if any(cells[width:]):
        raise fault(place, "has a cell beyond the last column", "a heading over every column")
    return (*cells[:width], *[""] * (width - len(cells)))


def _parquet(path: Path, fault: type[BadInput]) -> Table:
    try:
        with pq.ParquetFile(path) as file:
            schema, metadata = file.schema_arrow, file.metadata
            groups = [metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups)]
    except _BROKEN as error:
        raise _damaged(path, error, fault) from None
    if max(groups, default=0) > LARGEST_GROUP:
        raise fault(str(path), f"has a row group of {max(groups) // 2**20} MiB", "smaller row groups")
    for field in schema:
        if not _plain(field.type):
            raise fault(str(path), f"has the nested column {field.name!r}", "columns of text, numbers or days")
    columns = _heading(schema.names, path.name, fault)

    def rows() -> Iterator[Row]:
        for number, row in enumerate(_values(path, fault), 1):
            place = f"{path.name}, row {number}"
            yield Row(number, tuple(_cell(each, place, fault) for each in row))

    return Table(path, columns, rows, unit="row")


def _plain(kind: Any) -> bool:
    """Whether the cells of a column are values, or lists of values."""
    inner = kind.value_type if pa.types.is_list(kind) or pa.types.is_large_list(kind) else kind
    return not (pa.types.is_nested(inner) or pa.types.is_binary(inner) or pa.types.is_large_binary(inner))


def _values(path: Path, fault: type[BadInput]) -> Iterator[tuple[object, ...]]:
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_BATCH, use_threads=False):
                yield from zip(*(each.to_pylist() for each in batch.columns), strict=True)
    except _BROKEN as error:
        raise _damaged(path, error, fault) from None


def _damaged(path: Path, error: Exception, fault: type[BadInput]) -> BadInput:
    return fault(str(path), f"is no whole Parquet file: {str(error).splitlines()[0][:200]}", "write it anew")


# --- cells ----------------------------------------------------------------------------------------------------------


def _cell(value: object, place: str, fault: type[BadInput], column: str = "") -> Cell:
    """A value as text, a list as texts. Raises for what is neither."""
    if isinstance(value, list | tuple):
        found = (_one(each, place, fault, column) for each in value)
        return tuple(each for each in found if each.strip())
    return _one(value, place, fault, column)


def _one(value: object, place: str, fault: type[BadInput], column: str = "") -> str:
    text = _text(value)
    if text is None:
        where = f"{place}, {column!r}" if column else place
        raise fault(where, "holds what is neither text nor a number", "text, a number, or a list of these")
    return text


def _text(value: object) -> str | None:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if math.isnan(value):
            return ""
        case float() if value.is_integer():
            return str(int(value))  # a number that some program kept as 9639.0
        case int() | float() | Decimal():
            return str(value)
        case datetime() if value.time() == _MIDNIGHT:
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return None
