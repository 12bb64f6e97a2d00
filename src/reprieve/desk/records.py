"""The book of records as people ask for it: opened where the home says, verified, signed, backed up and restored."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from reprieve.desk.home import home
from reprieve.errors import BadInput
from reprieve.intake.whole import whole
from reprieve.model.record import Head, Record, SignedRoot, Verified
from reprieve.records.book import Book

Progress = Callable[[int, int], None]


def place(folder: Path | None = None) -> str | Path:
    """Where the book is: `REPRIEVE_RECORDS` (a path or a URL), else a SQLite file in the home folder."""
    said = os.environ.get("REPRIEVE_RECORDS", "")
    return said if said and folder is None else (folder or home()) / "records" / "records.sqlite"


def book_in(folder: Path | None = None) -> Book:
    """The book; an empty one is made where there is none. The key of a book on a server is in the home folder."""
    where = place(folder)
    return Book.open(where) if isinstance(where, Path) else Book.open(where, keys=home() / "records")


def existing(folder: Path | None = None) -> Book:
    """The book, if there is one. Raises BadInput: who only reads makes none."""
    where = place(folder)
    if isinstance(where, Path) and not where.is_file():
        raise BadInput(str(where), "is no book of records: nothing has been recorded", "name its folder with --home")
    return book_in(folder)


def verified(folder: Path | None = None, witnesses: Sequence[Path] = (), progress: Progress | None = None) -> Verified:
    """The whole book read again; `witnesses` are files of roots that were kept elsewhere. Raises BadInput."""
    return existing(folder).verify(progress, [_bytes(each) for each in witnesses])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(str(path), f"cannot be read: {error.strerror}", "the file of a signed root") from None


def listed(
    folder: Path | None = None, *, kind: str | None = None, subject: str | None = None, limit: int = 50
) -> tuple[Record, ...]:
    """The last records, of one kind or about one subject if asked, the oldest first."""
    found = existing(folder).records(kind, subject)
    return tuple(found)[-limit:]


def one(name: str, folder: Path | None = None) -> Record:
    """A record by its number, or by the beginning of its digest. Raises BadInput."""
    return existing(folder).record(int(name) if name.isdigit() else name)


def signed(folder: Path | None = None, out: Path | None = None) -> SignedRoot:
    """What was recorded up to now, signed, and written to a file if asked.

    Raises BadInput where there is nothing to sign, and for a book that is not sound.
    """
    root = existing(folder).sign()
    if out is not None:
        with whole(out) as file:
            file.write(root.envelope)
    return root


def backed_up(file: Path, folder: Path | None = None) -> Head:
    """The whole book into a new file. Raises BadInput where one is there already."""
    return existing(folder).backup(file)


def restored(file: Path, folder: Path | None = None) -> Head:
    """The book of a backup, where there is none yet. Raises BadInput."""
    return Book.restore(file, place(folder)).head()
