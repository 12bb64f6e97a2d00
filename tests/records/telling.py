"""What the tests of the book write into it, and how they get at its tables behind its back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from reprieve.model.record import Written
from reprieve.records.book import Book
from reprieve.records.engine import connect, located


class Clock:
    """A clock that is set by hand, and goes on by a second whenever it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def on(self, day: int) -> None:
        """Sets it to nine in the morning of a day in November 2026."""
        self.now = datetime(2026, 11, day, 9, tzinfo=UTC)


def said(number: int, kind: str = "decision", subject: str = "") -> Written:
    """Something to be written, different for each number."""
    return Written(kind, subject or f"T{number:02}", "A. Clerk", b'{"order":%d}' % number, "authorized")


def filled(book: Book, records: int = 9) -> Book:
    """A book with some records, each of its own transaction."""
    for number in range(1, records + 1):
        book.append([said(number)])
    return book


@contextmanager
def behind(place: str | Path) -> Iterator[sa.Connection]:
    """The tables as somebody gets at them who may do anything with the database: first of all, remove the guards."""
    engine = connect(located(place))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for name in connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars():
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(sa.text("SET session_replication_role = replica"))
        yield connection
    engine.dispose()
