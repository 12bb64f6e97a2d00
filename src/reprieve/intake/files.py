"""Bounded reading of files that people hand in: a size limit, UTF-8, and one clear line for whatever is wrong.

Nothing here writes. Every failure is a BadInput (or the subclass asked for) that names the file and the place.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from reprieve.errors import BadInput

LIMIT: Final = 16 * 1024 * 1024
"""Largest case, pack or overlay file read, in bytes: a hand-written file is never larger."""


def read_text(path: Path, fault: type[BadInput] = BadInput, limit: int = LIMIT) -> str:
    """The text of a file. Raises `fault` if it is missing, too large, or not UTF-8."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise fault(str(path), f"cannot be read: {error.strerror}", "name an existing file") from None
    if len(data) > limit:
        raise fault(str(path), f"is larger than {limit // 2**20} MiB", "a hand-written text file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fault(f"{path}, byte {error.start}", "is not UTF-8 text", "save the file as UTF-8") from None


def read_toml(path: Path, fault: type[BadInput] = BadInput) -> dict[str, Any]:
    """A TOML file as plain values. Raises `fault` with line and column."""
    return parse_toml(read_text(path, fault), str(path), fault)


def parse_toml(text: str, where: str, fault: type[BadInput] = BadInput) -> dict[str, Any]:
    """TOML text as plain values; `where` names it in errors."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: also a number with thousands of digits
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error).partition(";")[0]
        raise fault(where, f"is not valid TOML: {what}") from None


def read_rows(
    path: Path, fault: type[BadInput] = BadInput, columns: Sequence[str] = ()
) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV file with a header, each with its place (`file, line N`).

    Raises `fault` on a ragged row, on a header without some of `columns`, or with one of them twice.
    """
    reader = csv.reader(io.StringIO(read_text(path, fault), newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(header, columns, f"{path}, line 1", fault)
        for row in reader:
            place = f"{path}, line {reader.line_num}"
            if len(row) != len(header):
                raise fault(place, f"has {len(row)} cells", f"{len(header)}: {', '.join(header)}")
            yield place, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise fault(f"{path}, line {reader.line_num}", f"is not valid CSV: {error}") from None


def _check_header(header: Sequence[str], columns: Sequence[str], place: str, fault: type[BadInput]) -> None:
    if not header:
        raise fault(place, "has no header", "the names of the columns")
    for name in columns:
        if name not in header:
            raise fault(place, f"has no column {name!r}", ", ".join(columns))
    for name in header:
        if header.count(name) > 1:
            raise fault(place, f"has the column {name!r} twice", "columns that differ")
