"""Migrations: up and down on both databases with what a book holds; and no two versions that write together."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import Final

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from reprieve.errors import BadInput
from reprieve.model.record import Purge, Record
from reprieve.records import migrations
from reprieve.records.book import Book
from reprieve.records.engine import connect, located, turn
from reprieve.records.tables import REVISION, metadata
from tests.records.conftest import Opened
from tests.records.telling import behind, filled, said

OLDER: Final = "0001"


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def columns(engine: sa.Engine) -> dict[str, dict[str, bool]]:
    """Each table with its columns, and whether they may be empty."""
    found = sa.inspect(engine)
    return {
        table: {each["name"]: each["nullable"] for each in found.get_columns(table)}
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def lived(book: Book) -> list[Record]:
    """A book with records, a root and a purge; what it holds."""
    filled(book, 5).sign()
    book.purge(lambda _: Purge((2, 4), "T02", "Counsel", "15 CFR 762.6"))
    book.append([said(7)])
    return list(book.records())


def test_the_last_migration_is_the_one_that_the_program_writes_with() -> None:
    assert script().get_current_head() == REVISION


def test_migrations_make_the_tables_that_the_program_knows(book: Book, place: str) -> None:
    assert book.head().seq == 0
    engine = connect(located(place))
    known = {
        table.name: {each.name: bool(each.nullable) for each in table.columns} for table in metadata.tables.values()
    }
    assert columns(engine) == known
    engine.dispose()


def test_a_book_goes_down_and_up_again_with_all_it_holds(place: str, opened: Opened) -> None:
    before = lived(opened(place))
    Book.migrate(place, OLDER)
    Book.migrate(place)
    book = opened(place)
    assert list(book.records()) == before
    verified = book.verify()
    assert verified.sound
    assert (verified.records, verified.roots, verified.purged) == (7, 1, 2)
    book.append([said(8)])


def test_what_was_written_under_the_older_revision_comes_up_with_it(place: str, opened: Opened) -> None:
    """The older tables have no guards and no table of purges: the way up makes both, from what is there."""
    lived(opened(place))
    Book.migrate(place, OLDER)
    Book.migrate(place)
    with opened(place).reading() as reader:
        assert [each.seq for each in reader.records() if each.purged] == [2, 4]
    engine = connect(located(place))
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT seq, by_seq FROM purges ORDER BY seq")).all() == [(2, 6), (4, 6)]
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM contents WHERE seq = 1"))
    engine.dispose()


def test_a_book_with_records_is_not_migrated_away(place: str, opened: Opened) -> None:
    before = lived(opened(place))
    with pytest.raises(BadInput, match="no migration destroys them"):
        Book.migrate(place, "base")
    assert list(opened(place).records()) == before


def test_an_empty_book_goes_away_and_comes_again(place: str, opened: Opened) -> None:
    opened(place)
    Book.migrate(place, "base")
    engine = connect(located(place))
    assert columns(engine) == {}
    engine.dispose()
    Book.migrate(place)
    assert opened(place).append([said(1)])[0].seq == 1


@pytest.mark.parametrize(
    ("revision", "what"), [(OLDER, "is of revision 0001"), ("9999", "a newer version of Reprieve")]
)
def test_a_book_of_another_revision_is_not_opened(place: str, opened: Opened, revision: str, what: str) -> None:
    filled(opened(place), 2)
    with behind(place) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    with pytest.raises(BadInput, match=what):
        opened(place)


def test_a_program_that_has_it_open_writes_no_more_once_another_version_has_migrated_it(
    place: str, opened: Opened
) -> None:
    book = filled(opened(place), 2)
    Book.migrate(place, OLDER)
    for write in (lambda: book.append([said(3)]), book.sign, lambda: book.purge(lambda _: None)):
        with pytest.raises(BadInput, match="is of revision 0001, and this version of Reprieve writes 0002"):
            write()
    Book.migrate(place)
    assert [each.seq for each in book.append([said(3)])] == [3]


def test_a_migration_of_a_newer_book_is_refused(place: str, opened: Opened) -> None:
    opened(place)
    with behind(place) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadInput, match="a newer version of Reprieve"):
        Book.migrate(place)


def test_a_migration_waits_for_the_writer_whose_turn_it_is(place: str, opened: Opened) -> None:
    opened(place)
    done, engine = Event(), connect(located(place))

    def down() -> None:
        Book.migrate(place, OLDER)
        done.set()

    thread = Thread(target=down)
    with turn(engine):
        thread.start()
        assert not done.wait(0.5)
    thread.join(30)
    assert done.is_set()
    engine.dispose()


def test_where_no_book_is_there_is_nothing_to_migrate(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        Book.migrate(tmp_path / "none.sqlite")
    assert list(tmp_path.iterdir()) == []
