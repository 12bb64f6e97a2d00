"""Places where a book can be: a SQLite file, and a database of a PostgreSQL server that the tests start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reprieve.records.book import Book
from tests.records.servers import Server, programs, server
from tests.records.telling import Clock


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server; a test that asks for it is skipped where none can be started."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL server is installed here, or no user `postgres` to run it")
    with server(found) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a new book, on each of the two databases."""
    if request.param == "sqlite":
        return str(tmp_path / "home" / "records.sqlite")
    found: Server = request.getfixturevalue("postgres")
    return found.place()


@pytest.fixture
def clock() -> Clock:
    """A clock that is set by hand."""
    return Clock()


Opened = Callable[[str], Book]


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Iterator[Opened]:
    """Opens books that are closed at the end; their keys are in one folder."""
    books: list[Book] = []

    def open_(where: str) -> Book:
        books.append(Book.open(where, tmp_path / "keys", clock))
        return books[-1]

    yield open_
    for each in books:
        each.close()


@pytest.fixture
def book(place: str, opened: Opened) -> Book:
    """A new book, on each of the two databases."""
    return opened(place)
