"""What a database says when it cannot go on, told in one line: where, what, and what would be right.

Never repeats a statement or its values: those may name people.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DatabaseError as FromDatabase
from sqlalchemy.exc import DBAPIError, OperationalError

from reprieve.errors import BadInput

_SQLITE: Final = {
    "SQLITE_BUSY": ("another program is writing and does not end", "wait for it; nothing was written"),
    "SQLITE_FULL": ("the disk is full", "make room; nothing was written"),
    "SQLITE_READONLY": ("cannot be written: it or its folder is read-only", "a folder of your own"),
    "SQLITE_PERM": ("cannot be opened: no permission", "a folder of your own"),
    "SQLITE_CANTOPEN": ("cannot be opened", "a folder of your own that can be written"),
    "SQLITE_IOERR": ("the disk refused", "look at the disk and its limits, then whether the last record is there"),
    "SQLITE_CORRUPT": ("is damaged", "restore it from a backup"),
    "SQLITE_NOTADB": ("is no database", "the file of a book of records"),
}
_POSTGRES: Final = {
    "53100": ("the server's disk is full", "make room; nothing was written"),
    "55P03": ("another program is writing and does not end", "wait for it; nothing was written"),
    "25006": ("the server takes no writing now", "a server that is not a read-only copy"),
    "42501": ("the user may not do that", "GRANT it, or another user"),
    "42P01": ("holds no book of records", "open it with the program that made it"),
}


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turns what the database says into BadInput."""
    try:
        yield
    except DBAPIError as error:
        raise BadInput(where, *_said(error)) from None


def _said(error: DBAPIError) -> tuple[str, str]:
    name, state = getattr(error.orig, "sqlite_errorname", None), getattr(error.orig, "sqlstate", None)
    for start, found in _SQLITE.items():
        if name is not None and name.startswith(start):
            return found
    if state in _POSTGRES:
        return _POSTGRES[state]
    if name == "SQLITE_ERROR" and "no such table" in str(error.orig):
        return _POSTGRES["42P01"]
    if error.connection_invalidated or (isinstance(error, OperationalError) and state is None):
        return "the server cannot be reached", "start it, and look whether the last record was written"
    if isinstance(error, FromDatabase):
        first = str(error.orig).strip().partition("\n")[0]
        return f"the database refuses: {first}", "verify the book"
    raise error
