"""Adding and reading: in order, all or nothing, in turns, on both databases."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import sqlalchemy as sa

from reprieve.errors import BadInput, MissingExtra
from reprieve.model.record import Head, Record, Written
from reprieve.records import engine
from reprieve.records.book import Book
from reprieve.records.chain import GENESIS
from reprieve.records.reader import Reader
from tests.records.conftest import Opened
from tests.records.servers import Server
from tests.records.telling import Clock, behind, filled, said


def test_what_was_added_is_read_again(book: Book) -> None:
    first = book.append([said(1), said(2)])
    second = book.append([Written("license", "D0001", "Ünïcode \u2028 李", b"", "")])
    assert list(book.records()) == [*first, *second]
    assert [each.seq for each in (*first, *second)] == [1, 2, 3]
    assert first[1].content == b'{"order":2}'
    assert second[0].actor == "Ünïcode \u2028 李"


def test_a_book_that_is_opened_again_goes_on(place: str, opened: Opened) -> None:
    (first,) = opened(place).append([said(1)])
    (second,) = opened(place).append([said(2)])
    assert second.previous == first.digest
    assert opened(place).head() == Head(2, second.digest, second.at)


def test_an_empty_book_has_the_head_that_the_first_record_follows(book: Book) -> None:
    assert book.head() == GENESIS
    assert book.append([]) == ()
    assert book.append([said(1)])[0].previous == GENESIS.digest


def test_the_digest_can_be_computed_by_anyone(book: Book) -> None:
    (record,) = book.append([Written("override", 'T\u2028/\x7f\x01é"\\', "李", b"\x00\xff", "stopped")])
    stamp = record.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    names = [record.kind, record.subject, record.actor, record.outcome]
    array = [record.seq, stamp, *names, sha256(b"\x00\xff").hexdigest(), "0" * 64]
    encoded = json.dumps(array, ensure_ascii=False, separators=(",", ":")).encode()
    assert record.digest == sha256(encoded).hexdigest()


def test_records_are_found_by_kind_subject_time_and_place(book: Book) -> None:
    added = book.append([said(1, "license", "L"), said(2), said(3, subject="L"), said(4, "license", "M")])
    added += book.append([said(5, "license", "L")])

    def numbers(records: Sequence[Record]) -> list[int]:
        return [each.seq for each in records]

    assert numbers(list(book.records(kind="license"))) == [1, 4, 5]
    assert numbers(list(book.records(subject="L"))) == [1, 3, 5]
    assert numbers(list(book.records(kind="license", subject="L"))) == [1, 5]
    assert numbers(list(book.records(since=added[4].at))) == [5]
    assert numbers(list(book.records(until=added[4].at))) == [1, 2, 3, 4]
    assert numbers(list(book.records(after_seq=2, limit=2))) == [3, 4]
    assert numbers(list(book.records(kind="none"))) == []


def test_a_time_without_a_zone_is_refused(book: Book) -> None:
    with pytest.raises(BadInput, match="no time zone"):
        list(book.records(since=datetime(2026, 1, 1)))  # noqa: DTZ001  # what is refused
    with pytest.raises(BadInput, match="no time zone"):
        book.append([Written("a", "b", "c", b"", at=datetime(2026, 1, 1))])  # noqa: DTZ001  # the same


def test_a_record_is_found_by_its_number_and_by_its_digest(book: Book) -> None:
    filled(book, 3)
    record = book.record(2)
    assert record.subject == "T02"
    assert book.record("2") == book.record(record.short) == book.record(record.digest.upper()) == record


@pytest.mark.parametrize("name", [0, 4, "ffff" * 16, "abc", "T01", "", "%%%%", 10**30])
def test_a_record_that_is_not_there_is_told(book: Book, name: int | str) -> None:
    filled(book, 3)
    with pytest.raises(BadInput, match="record "):
        book.record(name)


def test_nothing_is_written_where_the_maker_raises(book: Book) -> None:
    filled(book, 2)
    before = list(book.records())

    def make(reader: Reader) -> Sequence[Written]:
        assert len(list(reader.records())) == 2
        raise BadInput("the license", "is used up")

    with pytest.raises(BadInput, match="used up"):
        book.within(make)
    assert list(book.records()) == before
    assert book.append([said(3)])[0].seq == 3


@pytest.mark.parametrize(
    "bad",
    [
        Written("decision", "a\0b", "me", b""),
        Written("decision", "a\ud800b", "me", b""),
        Written("", "T01", "me", b""),
        Written("decision", "T01", "", b""),
        Written("purge", "T01", "me", b"{}"),
    ],
)
def test_what_cannot_be_stored_as_it_is_is_refused_whole(book: Book, bad: Written) -> None:
    with pytest.raises(BadInput):
        book.append([said(1), bad])
    assert book.head() == GENESIS


def test_writers_take_turns(place: str, opened: Opened) -> None:
    """Each adds the number of records that it sees: with turns taken, every number comes once."""
    books = [opened(place) for _ in range(4)]

    def count(book: Book) -> None:
        for _ in range(10):
            book.within(lambda reader: [said(sum(1 for _ in reader.records()))])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, books))
    assert [each.content for each in books[0].records()] == [b'{"order":%d}' % number for number in range(40)]
    assert books[0].verify().sound


def test_a_writer_that_does_not_end_is_told(place: str, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 1)
    first, second = opened(place), opened(place)

    def make(_: Reader) -> Sequence[Written]:
        with pytest.raises(BadInput, match="another program is writing and does not end"):
            second.append([said(2)])
        return [said(1)]

    assert first.within(make)[0].seq == 1
    assert second.append([said(2)])[0].seq == 2


def test_a_reader_sees_the_book_as_it_was_when_it_began(book: Book) -> None:
    filled(book, 3)
    with book.reading() as reader:
        assert reader.head().seq == 3
        book.append([said(4)])
        assert len(list(reader.records())) == 3
    assert book.head().seq == 4


# ---- the clock


def test_a_clock_that_was_set_back_is_refused_and_the_book_stands(book: Book, clock: Clock) -> None:
    filled(book, 2)
    before = book.head()
    clock.on(19)
    with pytest.raises(BadInput, match=r"the clock shows 2026-11-19 .* record 2 was written 2026-11-20"):
        book.append([said(3)])
    assert book.head() == before


def test_clocks_of_several_writers_may_be_minutes_apart(book: Book, clock: Clock) -> None:
    filled(book, 2)
    clock.now -= timedelta(minutes=4)
    (record,) = book.append([said(3)])
    assert record.at == book.record(2).at
    assert book.verify().sound


def test_a_clock_that_was_wrong_is_put_right_on_record(book: Book, clock: Clock) -> None:
    clock.on(28)
    filled(book, 2)
    clock.on(20)
    with pytest.raises(BadInput, match="the clock shows 2026-11-20"):
        book.append([said(3)])
    record = book.clock_was_wrong("A. Clerk", "the battery of the clock was empty")
    assert (record.kind, record.actor, record.at.day) == ("clock", "A. Clerk", 20)
    assert b"2026-11-28T09:00" in record.content
    assert book.append([said(3)])[0].seq == 4
    assert book.sign().root.seq == 4
    assert book.verify().sound


def test_a_clock_that_is_right_is_not_put_right(book: Book) -> None:
    filled(book, 2)
    with pytest.raises(BadInput, match="is not before"):
        book.clock_was_wrong("A. Clerk", "no reason")
    with pytest.raises(BadInput, match="written by the book alone"):
        book.append([Written("clock", "the clock", "A. Clerk", b"{}")])
    assert book.head().seq == 2


def test_an_instant_that_is_given_is_the_one_that_stands(book: Book) -> None:
    at = datetime(2026, 12, 24, 18, 30, 15, 123456, tzinfo=UTC)
    (record,) = book.append([Written("decision", "T01", "me", b"{}", at=at)])
    assert book.record(1).at == record.at == at


# ---- guards


DEEDS = [
    "UPDATE records SET outcome = 'prohibited' WHERE seq = 2",
    "DELETE FROM records WHERE seq = 2",
    "UPDATE contents SET content = NULL WHERE seq = 2",
    "DELETE FROM contents WHERE seq = 2",
    "UPDATE roots SET number = 7",
    "DELETE FROM roots",
]


@pytest.mark.parametrize("deed", DEEDS)
def test_the_database_itself_refuses_to_change_a_record(book: Book, place: str, deed: str) -> None:
    filled(book, 3).sign()
    refused = pytest.raises(sa.exc.DBAPIError, match="append-only")
    with engine.brief(engine.located(place)) as found, refused, found.begin() as connection:
        connection.execute(sa.text(deed))
    assert book.verify().sound


def test_a_head_that_was_set_back_stops_writing(book: Book, place: str) -> None:
    filled(book, 3)
    with behind(place) as connection:
        connection.execute(sa.text("UPDATE head SET seq = 2"))
    with pytest.raises(BadInput, match="verify the book"):
        book.append([said(4)])
    assert len(list(book.records())) == 3


# ---- PostgreSQL alone


def test_a_password_is_never_shown(postgres: Server) -> None:
    url = postgres.place().replace("reprieve@/", "nobody:s3cret@/")
    with pytest.raises(BadInput, match="nobody") as caught:
        Book.open(url + "&password=s3cret")
    assert "s3cret" not in str(caught.value)


def test_a_server_that_is_gone_is_told() -> None:
    with pytest.raises(BadInput, match="cannot be reached"):
        Book.open("postgresql://reprieve:s3cret@/book?host=/nowhere")


def test_writers_take_turns_on_a_server_that_would_show_them_the_past(postgres: Server, opened: Opened) -> None:
    place = postgres.database()
    name = opened(place).place.rpartition("/")[2]
    postgres.tell(f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'")
    test_writers_take_turns(place, opened)


@pytest.mark.parametrize(
    "url", ["mysql://host/book", "sqlite://", "postgresql://host", "nonsense://", "://", "a b://c"]
)
def test_a_url_that_is_none_for_a_book_is_told(url: str) -> None:
    with pytest.raises(BadInput, match="postgresql"):
        Book.open(url)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"reprieve\[postgres\]"):
        Book.open("postgresql://reprieve@host/book")
