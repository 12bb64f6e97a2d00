"""Files that are the owner's alone, disks that are full or read-only, backups: the old state always stands."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa

from reprieve.errors import BadInput
from reprieve.model.record import Purge
from reprieve.records.book import Book
from tests.records.conftest import Opened
from tests.records.servers import Server
from tests.records.telling import behind, filled, said

KIB: Final = 1024


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "records" / "records.sqlite"


def run(*command: str) -> int:
    """What a command of the system ends with."""
    return subprocess.run(command, check=False, capture_output=True).returncode


# ---- permissions


def test_all_files_of_a_book_are_its_owners_alone(file: Path) -> None:
    old = os.umask(0)
    try:
        book = filled(Book.open(file), 2)
        book.sign()
        book.backup(file.parent / "backup.sqlite")
    finally:
        os.umask(old)
    assert {each.name for each in file.parent.iterdir()} == {
        *(f"records.{end}" for end in ("sqlite", "sqlite-wal", "sqlite-shm", "key", "pub")),
        "backup.sqlite",
    }
    assert {mode(each) for each in file.parent.iterdir() if each.name != "records.pub"} == {0o600}
    assert mode(file.parent) == 0o700
    book.close()


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o660])
def test_a_book_that_others_may_read_is_not_opened(file: Path, bits: int) -> None:
    filled(Book.open(file), 2).close()
    file.chmod(bits)
    with pytest.raises(BadInput, match=rf"others may use it \(mode {bits:o}\) \(chmod 600 records.sqlite\)"):
        Book.open(file)
    file.chmod(0o600)
    assert Book.open(file).head().seq == 2


def test_a_key_that_others_may_read_signs_nothing(file: Path) -> None:
    book = filled(Book.open(file), 2)
    book.sign()
    (file.parent / "records.key").chmod(0o644)
    book.append([said(3)])
    with pytest.raises(BadInput, match="others may use it"):
        book.sign()
    assert len(book.roots()) == 1
    book.close()


@pytest.mark.parametrize("rubbish", [b"", b"-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_is_none_is_told_and_not_shown(file: Path, rubbish: bytes) -> None:
    book = filled(Book.open(file), 2)
    book.sign()
    (file.parent / "records.key").write_bytes(rubbish)
    with pytest.raises(BadInput, match="is no private key") as caught:
        book.sign()
    assert "nonsense" not in str(caught.value)
    book.close()


def test_a_key_without_its_public_half_is_told(file: Path, tmp_path: Path) -> None:
    book = filled(Book.open(file), 2)
    book.sign()
    other = filled(Book.open(tmp_path / "other" / "records.sqlite"), 2)
    other.sign()
    (file.parent / "records.pub").write_bytes((tmp_path / "other" / "records.pub").read_bytes())
    book.append([said(3)])
    with pytest.raises(BadInput, match="is not the public half"):
        book.sign()
    book.close()
    other.close()


def test_a_file_that_is_no_book_is_told(tmp_path: Path) -> None:
    for content in (b"", b"not a database at all, but long enough" * 100):
        path = tmp_path / "records.sqlite"
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(BadInput, match=r"holds no book|is no database"):
            Book.open(path)
        assert path.read_bytes() == content


def test_what_a_killed_program_left_half_made_is_swept_up_a_day_later(file: Path) -> None:
    for name, age in ((".new-old", 25 * 60 * 60), (".new-young", 60)):
        (file.parent / name).mkdir(parents=True)
        (file.parent / name / "records.key").write_bytes(b"secret")
        then = time.time() - age
        os.utime(file.parent / name, (then, then))
    Book.open(file).close()
    assert {each.name for each in file.parent.iterdir()} == {".new-young", "records.sqlite"}


# ---- disks


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """A limit on how long a file may become, which a full disk resembles."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_a_disk_that_takes_no_more_leaves_the_book_as_it_was(file: Path) -> None:
    book = filled(Book.open(file), 3)
    before = list(book.records())
    wal = file.with_name("records.sqlite-wal").stat().st_size
    with no_file_above(max(wal, file.stat().st_size) + 64 * KIB), pytest.raises(BadInput, match=r"disk|full"):
        book.append([said(number) for number in range(5_000)])
    assert list(book.records()) == before
    assert book.append([said(4)])[0].seq == 4
    assert book.verify().sound
    book.close()
    assert Book.open(file).verify().sound


FILLING: Final = """
import sys
from pathlib import Path
from reprieve.errors import BadInput
from reprieve.records.book import Book
from tests.records.telling import filled, said

folder = Path(sys.argv[1])
book = filled(Book.open(folder / "records.sqlite"), 3)
try:
    for number in range(100_000):
        book.append([said(number)])
except BadInput as error:
    print(error)
(folder / "ballast").unlink()
book = Book.open(folder / "records.sqlite")
verified = book.verify()
print(verified.sound, verified.records == number + 3, book.append([said(1)])[0].seq == number + 4)
"""


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of a given size, with a ballast on it to be thrown off."""
    folder.mkdir()
    if run("mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)):
        pytest.skip("no disk can be mounted here, which takes root")
    try:
        (folder / "ballast").write_bytes(bytes(512 * KIB))
        yield folder
    finally:
        run("umount", "-l", str(folder))


def test_a_disk_that_is_full_leaves_every_record_that_was_acknowledged(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "1m") as folder:
        command, root = [sys.executable, "-c", FILLING, str(folder)], Path(__file__).parents[2]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
    fault, found = done.stdout.splitlines()
    assert "the disk is full (make room; nothing was written)" in fault
    assert found == "True True True"


def until_refused(book: Book) -> tuple[int, str]:
    """Adds records until the book takes no more: the last that was acknowledged, and what was said then."""
    added = 0
    try:
        while True:
            added = book.append([said(number) for number in range(500)])[-1].seq
    except BadInput as error:
        return added, str(error)


def test_a_servers_disk_that_is_full_leaves_every_record_that_was_acknowledged(postgres: Server) -> None:
    """Beside the server's own folder: pytest's is closed to its user."""
    with disk(postgres.folder / "disk", "12m") as folder:
        book = Book.open(postgres.database(folder))
        added, fault = until_refused(book)
        assert "the server's disk is full (make room; nothing was written)" in fault
        assert added > 0
        (folder / "ballast").unlink()
        assert book.verify().records == added
        assert book.append([said(1)])[0].seq == added + 1
        assert book.verify().sound
        book.close()
        postgres.tell(f"DROP DATABASE {book.place.rpartition('/')[2]}")
    postgres.tell(f"DROP TABLESPACE of_{book.place.rpartition('/')[2]}")


def test_a_server_that_takes_no_writing_is_told_and_the_book_stands(postgres: Server) -> None:
    place = postgres.database()
    with Book.open(place) as book:
        filled(book, 3)
    name = book.place.rpartition("/")[2]
    postgres.tell(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with Book.open(place) as book:
        with pytest.raises(BadInput, match="takes no writing now"):
            book.append([said(4)])
        assert book.verify().records == 3


READING: Final = """
import sys
from reprieve.errors import BadInput
from reprieve.records.book import Book
from tests.records.telling import said

try:
    book = Book.open(sys.argv[1])
    print(book.verify().records)
    book.append([said(1)])
except BadInput as error:
    print(error)
"""


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nothing can be written into: for root by a mount, else by its mode."""
    if os.getuid():
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    bind = [["mount", "--bind", str(folder), str(folder)], ["mount", "-o", "remount,ro,bind", str(folder)]]
    if any(run(*each) for each in bind):
        pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        run("umount", "-l", str(folder))


def tried(where: Path) -> list[str]:
    """What a program prints that reads the book and then adds to it."""
    command, root = [sys.executable, "-c", READING, str(where)], Path(__file__).parents[2]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout.splitlines()


def test_a_folder_that_is_read_only_is_told_and_the_book_stands(file: Path) -> None:
    filled(Book.open(file), 3).close()
    before = file.read_bytes()
    with read_only(file.parent):
        (fault,) = tried(file)[-1:]
        (unmade,) = tried(file.parent / "deeper" / "records.sqlite")
    assert str(file) in fault
    assert "cannot be" in fault
    assert "cannot be made: Read-only file system" in unmade or "Permission denied" in unmade
    assert file.read_bytes() == before
    assert Book.open(file).verify().sound


def test_a_backup_is_read_from_where_nothing_can_be_written(file: Path) -> None:
    book = filled(Book.open(file), 3)
    book.backup(file.parent / "kept" / "backup.sqlite")
    book.close()
    with read_only(file.parent / "kept"):
        read, fault = tried(file.parent / "kept" / "backup.sqlite")
    assert read == "3"
    assert "cannot be written" in fault


# ---- backups


def test_a_backup_restores_the_whole_book(book: Book, tmp_path: Path) -> None:
    filled(book, 5).sign()
    book.purge(lambda _: Purge((2,), "T02", "Counsel", "15 CFR 762.6"))
    head = book.backup(tmp_path / "backup.sqlite")
    assert head == book.head()
    restored = Book.restore(tmp_path / "backup.sqlite", tmp_path / "new" / "records.sqlite", tmp_path / "keys")
    assert list(restored.records()) == list(book.records())
    assert restored.roots() == book.roots()
    assert restored.verify() == book.verify()
    assert restored.verify().sound
    restored.close()


def test_a_restored_book_goes_on(file: Path, tmp_path: Path) -> None:
    book = filled(Book.open(file), 3)
    book.backup(tmp_path / "backup.sqlite")
    book.close()
    restored = Book.restore(tmp_path / "backup.sqlite", tmp_path / "new" / "records.sqlite")
    assert restored.append([said(4)])[0].seq == 4
    assert (tmp_path / "new" / "records.sqlite-wal").exists()
    restored.close()


def test_a_backup_of_a_file_is_restored_on_a_server_and_back(file: Path, tmp_path: Path, postgres: Server) -> None:
    book = filled(Book.open(file), 5)
    book.sign()
    book.backup(tmp_path / "one.sqlite")
    server = Book.restore(tmp_path / "one.sqlite", postgres.place(), file.parent)
    server.append([said(6)])
    server.backup(tmp_path / "two.sqlite")
    back = Book.restore(tmp_path / "two.sqlite", tmp_path / "back.sqlite", file.parent)
    assert list(back.records())[:5] == list(book.records())
    assert back.verify().sound
    for each in (book, server, back):
        each.close()


def test_a_backup_overwrites_nothing(book: Book, tmp_path: Path) -> None:
    filled(book, 3)
    (tmp_path / "backup.sqlite").write_bytes(b"mine")
    with pytest.raises(BadInput, match="is there already"):
        book.backup(tmp_path / "backup.sqlite")
    assert (tmp_path / "backup.sqlite").read_bytes() == b"mine"


def test_nothing_is_restored_over_a_book(book: Book, place: str, tmp_path: Path) -> None:
    filled(book, 3)
    book.backup(tmp_path / "backup.sqlite")
    with pytest.raises(BadInput, match="already"):
        Book.restore(tmp_path / "backup.sqlite", place)
    assert book.head().seq == 3


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE records SET actor = 'Nobody' WHERE seq = 2",
        "DELETE FROM records WHERE seq = 3",
        "DELETE FROM contents WHERE seq = 2",
    ],
)
def test_a_backup_that_was_changed_is_not_restored(book: Book, tmp_path: Path, deed: str) -> None:
    filled(book, 3)
    book.backup(tmp_path / "backup.sqlite")
    with behind(tmp_path / "backup.sqlite") as connection:
        connection.execute(sa.text(deed))
    with pytest.raises(BadInput, match="nothing was copied"):
        Book.restore(tmp_path / "backup.sqlite", tmp_path / "new" / "records.sqlite")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_damaged_book_is_not_backed_up_as_if_it_were_sound(book: Book, place: str, tmp_path: Path) -> None:
    filled(book, 3)
    with behind(place) as connection:
        connection.execute(sa.text("UPDATE records SET actor = 'Nobody' WHERE seq = 2"))
    with pytest.raises(BadInput, match="record 2: it was changed"):
        book.backup(tmp_path / "backup.sqlite")
    assert not (tmp_path / "backup.sqlite").exists()


def test_a_backup_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        Book.restore(tmp_path / "none.sqlite", tmp_path / "new.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_book_is_backed_up_while_others_write(file: Path, opened: Opened, tmp_path: Path) -> None:
    book = opened(str(file))
    filled(book, 3)
    with book.reading() as reader:
        opened(str(file)).append([said(4)])
        assert reader.head().seq == 3
    assert book.backup(tmp_path / "backup.sqlite").seq == 4
