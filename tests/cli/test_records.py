"""The commands for the book of records, on a real book: what is read, what is found, what is refused."""

import sqlite3
from pathlib import Path

import pytest

from reprieve.desk.records import book_in
from reprieve.model.record import Written
from tests.cli.running import Ran, here


@pytest.fixture
def kept(home: Path) -> Path:
    """A home with three records."""
    with book_in(home) as book:
        book.append([Written("note", f"S{number}", "A. Tester", b'{"n":%d}' % number) for number in (1, 2, 3)])
    return home


def words(ran: Ran) -> str:
    return " ".join(ran.out.split())


@pytest.mark.usefixtures("home")
def test_where_nothing_was_recorded_it_is_said_and_no_book_is_made(home: Path) -> None:
    ran = here("verify")
    assert ran.code == 2
    assert "is no book of records: nothing has been recorded" in ran.err
    assert not (home / "records").exists()


@pytest.mark.usefixtures("kept")
def test_a_sound_book_is_found_sound() -> None:
    ran = here("verify")
    assert ran.code == 0
    assert "3 records and 0 signed roots read" in words(ran)
    assert "no root is signed yet" in words(ran)


def test_a_record_that_was_changed_is_found(kept: Path) -> None:
    with sqlite3.connect(kept / "records" / "records.sqlite") as book:
        for (name,) in book.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            book.execute(f"drop trigger {name}")
        book.execute("update records set actor = 'Somebody else' where seq = 2")
    ran = here("verify")
    assert ran.code == 3
    assert "record 2:" in words(ran)


@pytest.mark.usefixtures("kept")
def test_a_cut_end_is_found_by_a_root_that_was_kept_elsewhere(kept: Path, tmp_path: Path) -> None:
    root, copy = tmp_path / "root.json", tmp_path / "copy.sqlite"
    assert here("records", "backup", str(copy)).code == 0
    with book_in(kept) as book:
        book.append([Written("note", "S4", "A. Tester", b"{}")])
    assert here("records", "sign", "--out", str(root)).code == 0
    assert here("verify", str(root)).code == 0
    # The book of before, with all traces of the fourth record gone: only the root given away knows of it.
    for file in (kept / "records").glob("records.sqlite*"):
        file.unlink()
    assert here("records", "restore", str(copy)).code == 0
    assert here("verify").code == 0
    assert here("verify", str(root)).code == 3


@pytest.mark.usefixtures("kept")
def test_records_are_listed_and_one_is_read() -> None:
    assert [word in words(here("records", "list", "--subject", "S2")) for word in ("S1", "S2", "S3")] == [0, 1, 0]
    shown = here("records", "show", "3")
    assert shown.code == 0
    assert '"n": 3' in shown.out
    assert here("records", "show", "9").code == 2


@pytest.mark.usefixtures("kept")
def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    file.write_bytes(b"mine")
    ran = here("records", "backup", str(file))
    assert ran.code == 2
    assert file.read_bytes() == b"mine"


@pytest.mark.usefixtures("kept")
def test_a_book_that_is_there_is_not_replaced_by_a_backup(tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    assert here("records", "backup", str(file)).code == 0
    assert here("records", "restore", str(file)).code == 2


@pytest.mark.usefixtures("home")
def test_the_book_may_be_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    monkeypatch.setenv("REPRIEVE_RECORDS", f"sqlite:///{tmp_path / 'elsewhere' / 'book.sqlite'}")
    with book_in() as book:
        book.append([Written("note", "far", "A. Tester", b"{}")])
    assert "far" in here("records", "list").out
