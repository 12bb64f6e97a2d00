"""The first sheet of an Excel workbook, row by row, within bounds; the one user of openpyxl.

Cells come as they were last saved: no formula is worked out and no macro is run.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from reprieve.errors import BadInput

LARGEST: Final = 2 * 2**30
"""Most bytes of a workbook, unpacked."""
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, OSError, EOFError),
    *(ValueError, LookupError, TypeError, AttributeError, NotImplementedError),  # what openpyxl stumbles over
)


class Sheet(NamedTuple):
    """A sheet: its rows with their numbers, from the first one that is not empty, and what else the workbook holds."""

    rows: Callable[[], Iterator[tuple[int, tuple[object, ...]]]]
    notes: tuple[str, ...]


def sheet(path: Path, fault: type[BadInput] = BadInput) -> Sheet:
    """The first sheet of a file. Raises `fault` for what is no workbook."""
    openpyxl = _openpyxl()
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except _BROKEN as error:
        raise _damaged(path, error, fault) from None
    if size > LARGEST:
        raise fault(str(path), f"unpacks to {size // 2**20} MiB", f"at most {LARGEST // 2**20} MiB, or CSV")
    first, *others = _names(openpyxl, path, fault)
    told = ", ".join(repr(each) for each in others)
    notes = (f"the sheet {first!r} is read, and not {told}",) if others else ()
    return Sheet(lambda: _rows(openpyxl, path, fault), notes)


def _openpyxl() -> Any:
    import openpyxl  # noqa: PLC0415  # slow to load, and most tables are no workbooks

    # It warns of every picture, rule and style that it leaves aside: none of these is a cell.
    warnings.filterwarnings("ignore", module="openpyxl")
    return openpyxl


def _names(openpyxl: Any, path: Path, fault: type[BadInput]) -> list[str]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        names = [each.title for each in book.worksheets]
        book.close()
    except _BROKEN as error:
        raise _damaged(path, error, fault) from None
    if not names:
        raise fault(str(path), "has no sheet with cells", "a table on its first sheet")
    return names


def _rows(openpyxl: Any, path: Path, fault: type[BadInput]) -> Iterator[tuple[int, tuple[object, ...]]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            found = book.worksheets[0]
            # The size that a sheet states may be wrong, and rows beyond it would be lost: none is believed.
            found.reset_dimensions()
            begun = False
            for number, row in enumerate(found.iter_rows(values_only=True), 1):
                begun = begun or any(each is not None for each in row)
                if begun:
                    yield number, row
        finally:
            book.close()
    except _BROKEN as error:
        raise _damaged(path, error, fault) from None


def _damaged(path: Path, error: Exception, fault: type[BadInput]) -> BadInput:
    return fault(str(path), f"is no whole workbook: {str(error)[:200] or type(error).__name__}", "save it anew")
