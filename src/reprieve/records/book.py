"""The book of records: open it, add to it, read it. What is added is on the disk when the call returns.

Writers take turns under one lock, in whatever programs and on whatever machines they are; readers never wait. Each
addition is one transaction, however many records it has, so that a batch costs one commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from reprieve.errors import BadInput
from reprieve.model.record import Head, Purge, Record, SignedRoot, Verified, Written
from reprieve.records import roots
from reprieve.records.backup import into_file, into_server
from reprieve.records.chain import CLOCK, GENESIS, extend, micros
from reprieve.records.engine import brief, connect, file_of, forget, located, look, shown, turn
from reprieve.records.files import private, settled, write_ahead
from reprieve.records.keys import Seal, trusted
from reprieve.records.migrate import check, migrate, mismatch, revision
from reprieve.records.purge import ordered, remove
from reprieve.records.reader import Reader
from reprieve.records.tables import REVISION, contents, head, records
from reprieve.records.verify import Progress, verify
from reprieve.records.walk import PURGE

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class Book:
    """A book that is open. Threads may share it; a program that forks opens its own."""

    def __init__(self, engine: Engine, keys: Path | None, clock: Clock) -> None:
        self._engine, self._keys, self._clock = engine, keys, clock

    @classmethod
    def open(cls, where: str | Path, keys: Path | None = None, clock: Clock = _now) -> Self:
        """The book at a path (SQLite) or a URL; an empty place gets a new one.

        `keys` is the folder of the key that signs: beside a SQLite file by default. Raises BadInput for a place that
        cannot be used, for a file that others may read, and for a book of another revision.
        """
        url = located(where)
        file = file_of(url)
        if file is not None:
            settled(file, _new)
            private(file)
        with brief(url) as engine:
            with look(engine) as connection:
                found = revision(connection)
            if found is None and file is None:
                migrate(engine)
            elif found != REVISION:
                raise BadInput(shown(url), *mismatch(found))
        return cls(connect(url), keys or (file.parent if file else None), clock)

    @classmethod
    def migrate(cls, where: str | Path, to: str = REVISION) -> None:
        """Brings a book that is there to a revision, with all that it holds; `base` takes an empty one away.

        Raises BadInput where there is no book, and where that would lose something; then the book is as it was.
        """
        url = located(where)
        file = file_of(url)
        if file is not None:
            private(file)
        with brief(url) as engine:
            migrate(engine, to)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives back the connections; the book itself needs nothing more."""
        self._engine.dispose()

    @property
    def place(self) -> str:
        """Where it is, as people may see it."""
        return shown(self._engine.url)

    # ---- adding

    def append(self, written: Sequence[Written]) -> tuple[Record, ...]:
        """Adds records, all or none. Raises BadInput where they cannot be written; then the book is as it was."""
        return self.within(lambda _: written)

    def within(self, make: Callable[[Reader], Sequence[Written]]) -> tuple[Record, ...]:
        """Adds what `make` finds right, given all that is in the book, while nobody else can write.

        Nothing is written if it raises.
        """
        with turn(self._engine) as connection:
            check(connection)
            reader = Reader(connection)
            written = make(reader)
            own = next((each.kind for each in written if each.kind in {CLOCK, PURGE}), None)
            if own is not None:
                raise BadInput(self.place, f"a record of kind {own!r} is written by the book alone", "another kind")
            added = extend(reader.head(), written, self._clock())
            _add(connection, added)
        return added

    def clock_was_wrong(self, actor: str, why: str) -> Record:
        """Says on record that the last record is dated too late, so that others may follow it from now on.

        Raises BadInput where it is not dated after what the clock shows.
        """
        with turn(self._engine) as connection:
            check(connection)
            head, now = Reader(connection).head(), self._clock()
            if head.at is None or head.at <= now:
                raise BadInput(self.place, f"the clock is not before record {head.seq}", "nothing is to be put right")
            content = msgspec.json.encode({"last": head.seq, "dated": head.at, "why": why})
            (record,) = extend(head, [Written(CLOCK, "the clock", actor, content)], now)
            _add(connection, [record])
        return record

    def purge(self, choose: Callable[[Reader], Purge | None]) -> Record | None:
        """Removes the contents that `choose` finds may go, given all that is in the book; the order is a record.

        Raises BadInput for records that cannot be purged; then nothing is removed.
        """
        with turn(self._engine) as connection:
            check(connection)
            reader = Reader(connection)
            purge = choose(reader)
            if purge is None:
                return None
            (record,) = extend(reader.head(), [ordered(connection, purge)], self._clock())
            _add(connection, [record])
            remove(connection, purge.seqs, record.seq)
        forget(self._engine)
        return record

    # ---- vouching

    def sign(self, day: date | None = None) -> SignedRoot:
        """Signs all that was written up to the end of a day (UTC), today by default; makes the key at first use.

        Raises BadInput for a day to come, for one with nothing to sign, and for a book that is not sound.
        """
        now = self._clock()
        seal = self.seal()
        with turn(self._engine) as connection:
            check(connection)
            return roots.sign(connection, seal, day or now.astimezone(UTC).date(), now)

    def seal(self) -> Seal:
        """What signs with this book's key, for what is given away too. Raises BadInput where no folder has one."""
        return Seal(self._folder())

    def roots(self) -> tuple[SignedRoot, ...]:
        """The signed roots that can be read, in order; nothing of them is checked."""
        with self.reading() as reader:
            return tuple(root for _, envelope in reader.roots() if (root := roots.said(envelope)))

    def verify(self, progress: Progress | None = None, witnesses: Iterable[bytes] = ()) -> Verified:
        """Reads the whole book and tells what is wrong; `witnesses` are envelopes of roots that were kept elsewhere."""
        keys = trusted(self._keys) if self._keys else ()
        with self.reading() as reader:
            return verify(reader, keys, witnesses, progress)

    def _folder(self) -> Path:
        if self._keys is None:
            raise BadInput(self.place, "there is no folder for the key that signs", "say where keys are kept")
        return self._keys

    # ---- keeping

    def backup(self, path: Path) -> Head:
        """The whole book as it is now, in one new SQLite file. Raises BadInput where it cannot be written whole."""
        with look(self._engine) as connection:
            return into_file(connection, path, ahead=False)

    @classmethod
    def restore(cls, backup: Path, where: str | Path, keys: Path | None = None, clock: Clock = _now) -> Self:
        """The book of a backup at a new place. Raises BadInput where a book is there already, and for a damaged one."""
        private(backup)
        url = located(where)
        file = file_of(url)
        with brief(located(backup)) as engine, look(engine) as connection:
            check(connection)
            into_file(connection, file, ahead=True) if file else into_server(connection, url)
        return cls.open(where, keys, clock)

    # ---- reading

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """The book as it is at one moment, for as long as the block lasts."""
        with look(self._engine) as connection:
            yield Reader(connection)

    def records(
        self,
        kind: str | None = None,
        subject: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after_seq: int = 0,
        limit: int | None = None,
    ) -> Iterator[Record]:
        """Records in their order: from `since` on, before `until`, with a number above `after_seq`, `limit` at most."""
        with self.reading() as reader:
            yield from reader.records(kind, subject, since, until, after_seq, limit)

    def record(self, name: int | str) -> Record:
        """One record by its number, or by the beginning of its digest. Raises BadInput for none, and for several."""
        with self.reading() as reader:
            return reader.record(name)

    def head(self) -> Head:
        """The last record."""
        with self.reading() as reader:
            return reader.head()


def _add(connection: Connection, added: Sequence[Record]) -> None:
    """Writes records behind the head, and moves the head."""
    if not added:
        return
    rows = [{**msgspec.structs.asdict(each), "at": micros(each.at)} for each in added]
    connection.execute(sa.insert(records), rows)
    connection.execute(sa.insert(contents), [{"seq": each.seq, "content": each.content} for each in added])
    last = added[-1]
    now = {"seq": last.seq, "at": micros(last.at), "digest": last.digest}
    if added[0].seq == GENESIS.seq + 1:
        connection.execute(sa.insert(head), {"only": 1, **now})
    else:
        connection.execute(sa.update(head), now)


def _new(file: Path) -> None:
    """A SQLite book without a record."""
    write_ahead(file)
    with brief(located(file)) as engine:
        migrate(engine)
