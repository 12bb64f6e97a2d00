"""Backups: a whole book, as it was at one moment, in one SQLite file, wherever the book itself is kept; and back again.

A backup is read again before it gets its name, and so is what is restored. It has all records and signed roots; the
key that signs is never part of it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reprieve.errors import BadInput
from reprieve.model.record import Head
from reprieve.records.engine import brief, located, shown, turn
from reprieve.records.files import settled, write_ahead
from reprieve.records.migrate import migrate
from reprieve.records.reader import STREAMED, Reader
from reprieve.records.tables import metadata
from reprieve.records.walk import Walk

_ORDER: Final = ("records", "contents", "purges", "roots", "head")


def into_file(source: Connection, path: Path, *, ahead: bool) -> Head:
    """A copy of a book in a new file: for writers (`ahead`), or to be read from where nothing can be written.

    Raises BadInput where there is a file already, and for a book that is not sound.
    """
    made = settled(path, lambda new: _filled(source, new, ahead=ahead))
    if not made:
        raise BadInput(str(path), "is there already", "a name that is free")
    return Reader(source).head()


def into_server(source: Connection, url: sa.URL) -> Head:
    """A copy of a book in a database without records. Raises BadInput where there are some."""
    with brief(url) as engine:
        migrate(engine)
        with turn(engine) as target:
            if Reader(target).head().seq:
                raise BadInput(shown(url), "holds records already", "an empty database; nothing was written")
            _copy(source, target)
    return Reader(source).head()


def _filled(source: Connection, file: Path, *, ahead: bool) -> None:
    write_ahead(file)
    with brief(located(file)) as engine:
        migrate(engine)
        with turn(engine) as target:
            _copy(source, target)
    if not ahead:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").close()


def _copy(source: Connection, target: Connection) -> None:
    """All rows of all tables; then what was written is read again."""
    for table in (metadata.tables[name] for name in _ORDER):
        found = source.execute(sa.select(table), execution_options=STREAMED)
        for rows in found.mappings().partitions():
            target.execute(sa.insert(table), list(map(dict, rows)))
    _sound(target)


def _sound(copied: Connection) -> None:
    reader, walk = Reader(copied), Walk()
    walk.over(reader.records())
    faults, head = walk.faults(), reader.head()
    if faults or (walk.at.seq, walk.at.digest) != (head.seq, head.digest):
        what = f"record {faults[0].seq}: {faults[0].what}" if faults else "its end is cut"
        raise BadInput(shown(copied.engine.url), what, "verify the book; nothing was copied")
