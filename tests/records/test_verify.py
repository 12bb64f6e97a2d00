"""Verification finds what was done to a book behind its back: each deed at its place, and nothing where none was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from reprieve.errors import BadInput
from reprieve.model.record import Fault, Purge, Root
from reprieve.records.book import Book
from reprieve.records.chain import digest, instant
from reprieve.records.keys import Seal
from reprieve.records.roots import PAYLOAD
from reprieve.records.tables import records
from tests.records.conftest import Opened
from tests.records.telling import Clock, behind, filled, said

RENUMBER = ("UPDATE records SET seq = :new WHERE seq = :old", "UPDATE contents SET seq = :new WHERE seq = :old")
NAMES = ("kind", "subject", "actor", "outcome")


def found(book: Book) -> dict[int, str]:
    """The faults by record; the first of each."""
    return {each.seq: each.what for each in reversed(book.verify().faults)}


def done(place: str, *deeds: str, **values: object) -> None:
    """Does things to the tables behind the book's back."""
    with behind(place) as connection:
        for deed in deeds:
            connection.execute(sa.text(deed), values)


def test_a_book_that_nobody_touched_is_sound(book: Book, clock: Clock) -> None:
    filled(book, 5).sign()
    clock.on(21)
    filled(book, 4).sign()
    verified = book.verify()
    assert verified.sound
    assert (verified.records, verified.roots, verified.head) == (9, 2, book.head())


def test_an_empty_book_is_sound(book: Book) -> None:
    assert book.verify().sound


@pytest.mark.parametrize("column", [*NAMES, "sha256", "previous", "digest"])
def test_a_changed_byte_is_found(book: Book, place: str, column: str) -> None:
    filled(book)
    with behind(place) as connection:
        changed = sa.literal("X").concat(sa.func.substr(records.c[column], 2))
        connection.execute(sa.update(records).values({column: changed}).where(records.c.seq == 5))
    assert 5 in found(book)
    assert set(found(book)) <= {5, 6}


def test_a_changed_instant_is_found(book: Book, place: str) -> None:
    filled(book)
    done(place, "UPDATE records SET at = at + 1 WHERE seq = 5")
    assert found(book) == {5: "it was changed"}


def test_a_record_that_is_dated_before_the_one_before_it_is_found(book: Book, place: str) -> None:
    """The whole chain after it is computed anew, so that only its date can tell."""
    filled(book)
    done(place, "UPDATE records SET at = at - 3600000000 WHERE seq = 5")
    rewritten(place, 5)
    assert found(book) == {5: "it is dated before record 4"}


def test_a_changed_byte_of_the_content_is_found(book: Book, place: str) -> None:
    filled(book)
    with behind(place) as connection:
        connection.execute(sa.text("UPDATE contents SET content = :content WHERE seq = 5"), {"content": b'{"order":6}'})
    assert found(book) == {5: "its content was changed"}


def test_a_removed_record_is_found(book: Book, place: str) -> None:
    filled(book)
    done(place, "DELETE FROM records WHERE seq = 5", "DELETE FROM contents WHERE seq = 5")
    assert found(book) == {5: "it is missing"}


def test_the_first_records_removed_are_found(book: Book, place: str) -> None:
    filled(book)
    done(place, "DELETE FROM records WHERE seq <= 3")
    assert found(book) == {1: "it is missing, and all up to record 3"}


def test_a_removed_content_is_found(book: Book, place: str) -> None:
    filled(book)
    done(place, "DELETE FROM contents WHERE seq = 5")
    assert found(book) == {5: "its content was removed, and no purge on record says so"}


def test_a_swapped_pair_is_found(book: Book, place: str) -> None:
    filled(book)
    for old, new in ((4, 99), (5, 4), (99, 5)):
        done(place, *RENUMBER, old=old, new=new)
    assert found(book)[4] == "it stands in the place of another: it is record 5"
    assert found(book)[5] == "it stands in the place of another: it is record 4"


def test_records_that_were_numbered_anew_are_found(book: Book, place: str) -> None:
    """One is removed, and those after it move up so that no number is missing."""
    filled(book)
    done(place, "DELETE FROM records WHERE seq = 5", "DELETE FROM contents WHERE seq = 5")
    for seq in range(6, 10):
        done(place, *RENUMBER, old=seq, new=seq - 1)
    done(place, "UPDATE head SET seq = 8")
    assert set(found(book)) >= {5, 6, 7, 8}


def test_a_cut_end_is_found_by_the_head(book: Book, place: str) -> None:
    filled(book)
    done(place, "DELETE FROM records WHERE seq > 6")
    assert found(book) == {7: "the end is cut: the book had 9 records"}


def shortened(book: Book, place: str, to: int) -> None:
    """The end is cut, and the head set to what is left."""
    last = book.record(to).digest
    done(place, "DELETE FROM records WHERE seq > :to", to=to)
    done(place, "UPDATE head SET seq = :to, digest = :last", to=to, last=last)


def test_a_cut_end_is_found_by_a_signed_root_though_the_head_was_set_back(book: Book, place: str) -> None:
    filled(book).sign()
    shortened(book, place, 6)
    assert found(book) == {7: "the end is cut: the root of 2026-11-20 was signed over record 9"}


def test_a_cut_end_is_found_by_a_root_kept_elsewhere_though_its_own_was_removed(book: Book, place: str) -> None:
    kept = filled(book).sign().envelope
    shortened(book, place, 6)
    done(place, "DELETE FROM roots")
    assert book.verify().sound  # nothing in the book itself tells
    (fault,) = book.verify(witnesses=[kept]).faults
    assert fault == Fault(7, "the end is cut: the root of 2026-11-20 was signed over record 9")


def test_a_head_that_was_taken_away_is_found(book: Book, place: str) -> None:
    filled(book)
    done(place, "DELETE FROM head")
    assert set(found(book)) == {9}


def rewritten(place: str, start: int) -> None:
    """A record is changed, and the whole chain after it computed anew, the head with it: all that has no key."""
    with behind(place) as connection:
        rows: list[Any] = list(connection.execute(sa.text("SELECT * FROM records ORDER BY seq")).mappings())
        previous = rows[start - 2]["digest"]
        for row in rows[start - 1 :]:
            content = sha256(b"another").hexdigest() if row["seq"] == start else row["sha256"]
            names = row["kind"], row["subject"], row["actor"], row["outcome"]
            own = digest(row["seq"], instant(row["at"]), names, content, previous)
            new = {"seq": row["seq"], "content": content, "previous": previous, "own": own}
            setting = "UPDATE records SET sha256 = :content, previous = :previous, digest = :own WHERE seq = :seq"
            connection.execute(sa.text(setting), new)
            previous = own
        connection.execute(sa.text("UPDATE contents SET content = :c WHERE seq = :s"), {"c": b"another", "s": start})
        connection.execute(sa.text("UPDATE head SET digest = :own"), {"own": previous})


def test_a_chain_that_was_computed_anew_is_found_by_the_root(book: Book, place: str) -> None:
    filled(book).sign()
    rewritten(place, 5)
    assert found(book) == {9: "it is not the record that the root of 2026-11-20 was signed over"}


def test_a_root_signed_with_another_key_is_found(book: Book, place: str, tmp_path: Path) -> None:
    """The chain is computed anew, and a root over it signed with a key that nobody trusts."""
    number = filled(book).sign().root
    rewritten(place, 5)
    forged = Root(1, number.day, 9, book.head().digest, number.signed, number.previous)
    envelope = Seal(tmp_path / "forger").sign(msgspec.json.encode(forged), PAYLOAD)
    with behind(place) as connection:
        connection.execute(sa.text("UPDATE roots SET envelope = :envelope"), {"envelope": envelope})
    assert found(book) == {9: "root 1 of 2026-11-20 is forged: no trusted key signed it"}


def test_a_root_that_was_changed_is_found(book: Book, place: str) -> None:
    signed = filled(book).sign()
    document = msgspec.json.decode(signed.envelope)
    later = msgspec.structs.replace(signed.root, day=date(2026, 11, 19))
    document["payload"] = msgspec.json.decode(msgspec.json.encode(msgspec.json.encode(later)))
    with behind(place) as connection:
        new = {"envelope": msgspec.json.encode(document)}
        connection.execute(sa.text("UPDATE roots SET envelope = :envelope"), new)
    assert found(book) == {9: "root 1 of 2026-11-19 is forged: no trusted key signed it"}


def test_a_signature_over_another_kind_of_thing_is_no_root(book: Book, place: str) -> None:
    signed = filled(book).sign()
    envelope = book.seal().sign(msgspec.json.encode(signed.root), "application/vnd.in-toto+json")
    with behind(place) as connection:
        connection.execute(sa.text("UPDATE roots SET envelope = :envelope"), {"envelope": envelope})
    assert list(found(book)) == [9]


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"[]", b'{"payload":"!!","payloadType":"x","signatures":[]}', b"\xff"])
def test_a_root_that_is_none_is_found(book: Book, place: str, rubbish: bytes) -> None:
    filled(book).sign()
    with behind(place) as connection:
        connection.execute(sa.text("UPDATE roots SET envelope = :envelope"), {"envelope": rubbish})
    assert found(book) == {0: "root 1 cannot be read"}


def days(book: Book, clock: Clock) -> None:
    """Three days with three records and a root each."""
    for day in (20, 21, 22):
        clock.on(day)
        filled(book, 3).sign()


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_root_is_found(book: Book, place: str, clock: Clock, number: int) -> None:
    days(book, clock)
    done(place, "DELETE FROM roots WHERE number = :number", number=number)
    assert any("a root was removed or moved" in each.what for each in book.verify().faults)


def test_without_a_public_key_a_root_proves_nothing(place: str, opened: Opened, tmp_path: Path) -> None:
    filled(opened(place)).sign()
    bare = Book.open(place, tmp_path / "bare")
    (fault,) = bare.verify().faults
    assert "no public key is at hand" in fault.what
    bare.close()


def test_the_key_of_a_colleague_is_trusted_where_it_lies(place: str, opened: Opened, tmp_path: Path) -> None:
    filled(opened(place)).sign()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "colleague.pub").write_bytes((tmp_path / "keys" / "records.pub").read_bytes())
    mine = Book.open(place, tmp_path / "mine")
    assert mine.verify().sound
    mine.close()


# ---- signing


def test_a_root_is_over_what_was_written_up_to_the_end_of_its_day(book: Book, clock: Clock) -> None:
    filled(book, 3)
    clock.on(21)
    filled(book, 2)
    assert book.sign(date(2026, 11, 20)).root.seq == 3
    assert book.sign().root.seq == 5
    assert [each.root.number for each in book.roots()] == [1, 2]


def test_what_is_signed_already_is_not_signed_again(book: Book, clock: Clock) -> None:
    first = filled(book, 3).sign()
    clock.on(21)
    assert book.sign() == first
    assert book.roots() == (first,)


def test_a_day_to_come_is_not_signed(book: Book) -> None:
    with pytest.raises(BadInput, match="2026-11-21 is still to come"):
        filled(book).sign(date(2026, 11, 21))


def test_a_book_without_a_record_is_not_signed(book: Book) -> None:
    with pytest.raises(BadInput, match="nothing was written up to 2026-11-20"):
        book.sign()


def test_what_is_not_sound_is_not_signed(book: Book, place: str) -> None:
    filled(book)
    done(place, "UPDATE records SET actor = 'Nobody' WHERE seq = 5")
    with pytest.raises(BadInput, match="record 5: it was changed"):
        book.sign()
    assert book.roots() == ()


def test_progress_is_told(book: Book) -> None:
    book.append([said(number) for number in range(20_000)])
    told: list[tuple[int, int]] = []
    assert book.verify(lambda done, all_: told.append((done, all_))).sound
    assert told == [(10_000, 20_000), (20_000, 20_000)]


# ---- purges


def purge(*seqs: int) -> Callable[[object], Purge]:
    return lambda _: Purge(seqs, "T02", "Counsel", "five years from the last event: 15 CFR 762.6")


def test_a_purge_leaves_a_tombstone_that_the_chain_proves(book: Book, clock: Clock) -> None:
    filled(book).sign()
    before = book.record(2)
    clock.on(21)
    record = book.purge(purge(2, 3))
    assert record is not None
    assert (record.seq, record.kind, record.actor) == (10, "purge", "Counsel")
    after = book.record(2)
    assert after.purged
    assert after.content == b""
    assert after == msgspec.structs.replace(before, content=b"", purged=True)
    verified = book.verify()
    assert verified.sound
    assert verified.purged == 2


def test_what_was_purged_is_in_no_file_any_more(tmp_path: Path, opened: Opened) -> None:
    book = opened(str(tmp_path / "home" / "records.sqlite"))
    filled(book, 1)
    book.append([msgspec.structs.replace(said(2), content=b"Jane Doe, passport 123")])
    book.purge(purge(2))
    assert [path.name for path in (tmp_path / "home").iterdir() if b"Jane Doe" in path.read_bytes()] == []


@pytest.mark.parametrize(("seqs", "what"), [((), "names no record"), ((2, 99), "no such record"), ((0,), "no such")])
def test_a_purge_of_what_is_not_there_removes_nothing(book: Book, seqs: tuple[int, ...], what: str) -> None:
    filled(book, 3)
    with pytest.raises(BadInput, match=what):
        book.purge(purge(*seqs))
    assert book.head().seq == 3
    assert not book.record(2).purged


def test_a_purge_is_not_purged_and_nothing_twice(book: Book) -> None:
    filled(book, 3)
    book.purge(purge(2))
    with pytest.raises(BadInput, match="is purged already"):
        book.purge(purge(2))
    with pytest.raises(BadInput, match="is a purge itself"):
        book.purge(purge(4))
    assert book.purge(lambda _: None) is None


def test_a_content_that_went_with_a_purge_of_something_else_is_found(book: Book, place: str) -> None:
    filled(book)
    book.purge(purge(2))
    done(place, "INSERT INTO purges (seq, by_seq) VALUES (5, 10)", "DELETE FROM contents WHERE seq = 5")
    assert found(book) == {5: "its content was removed, and no purge on record says so"}


def test_a_day_is_signed_after_a_purge_of_the_next(book: Book, clock: Clock) -> None:
    filled(book)
    clock.on(21)
    book.purge(purge(2))
    assert book.sign(date(2026, 11, 20)).root.seq == 9
    assert book.verify().sound


def test_roots_say_when_they_were_signed(book: Book, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
    assert filled(book, 1).sign().root.signed == clock.now
