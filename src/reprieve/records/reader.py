"""Reading the book: records by kind, subject, time or place, the head, one record; on a connection that is given.

Never writes. What is read stays as it is for as long as the connection's transaction lasts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reprieve.errors import BadInput
from reprieve.model.record import Head, Record
from reprieve.records.chain import GENESIS, instant, micros
from reprieve.records.tables import contents, head, records, roots

BATCH: Final = 1000
"""Rows that are fetched at once."""
STREAMED: Final = {"yield_per": BATCH}
"""How a query is run whose rows may be many."""
SHORTEST: Final = 4
"""Characters of a digest that name a record at least."""

WHOLE: Final = sa.select(
    records.c.seq,
    records.c.at,
    records.c.kind,
    records.c.subject,
    records.c.actor,
    records.c.outcome,
    contents.c.content,
    records.c.sha256,
    records.c.previous,
    records.c.digest,
).select_from(records.outerjoin(contents, records.c.seq == contents.c.seq))


class Reader:
    """The book as one transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Head:
        """The last record, as its writer left it."""
        found = self._connection.execute(sa.select(head.c.seq, head.c.digest, head.c.at)).first()
        return GENESIS if found is None else Head(found.seq, found.digest, instant(found.at))

    def last_before(self, until: datetime) -> int:
        """The number of the last record that is dated before an instant; 0 where there is none."""
        found = sa.select(sa.func.max(records.c.seq)).where(records.c.at < micros(_aware(until)))
        return self._connection.execute(found).scalar() or 0

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
        query = WHOLE.order_by(records.c.seq).limit(limit)
        if kind is not None:
            query = query.where(records.c.kind == kind)
        if subject is not None:
            query = query.where(records.c.subject == subject)
        if since is not None:
            query = query.where(records.c.at >= micros(_aware(since)))
        if until is not None:
            query = query.where(records.c.at < micros(_aware(until)))
        if after_seq:
            query = query.where(records.c.seq > after_seq)
        yield from map(_record, self._connection.execute(query, execution_options=STREAMED))

    def roots(self) -> Iterator[tuple[int, bytes]]:
        """The signed roots by number, as they are stored: nothing of them is checked."""
        for number, envelope in self._connection.execute(sa.select(roots).order_by(roots.c.number)):
            yield number, bytes(envelope)

    def record(self, name: int | str) -> Record:
        """One record by its number, or by the beginning of its digest. Raises BadInput for none, and for several."""
        text = str(name).lower()
        if text.isdecimal() and len(text) < SHORTEST * 3:
            where = records.c.seq == int(text)
        elif len(text) >= SHORTEST and not text.strip("0123456789abcdef"):
            where = sa.and_(records.c.digest >= text, records.c.digest < text + "g")
        else:
            raise BadInput(f"record {name}", "is no number and no beginning of a digest", "a number, or 4 letters")
        found = self._connection.execute(WHOLE.where(where).limit(2)).all()
        if len(found) != 1:
            what = "there is no such record" if not found else "several digests begin so"
            raise BadInput(f"record {name}", what, f"a number up to {self.head().seq}, or more of the digest")
        return _record(found[0])


def _record(row: Any) -> Record:
    seq, at, kind, subject, actor, outcome, content, own, previous, digest = row
    said = b"" if content is None else bytes(content)
    return Record(seq, instant(at), kind, subject, actor, outcome, said, own, previous, digest, content is None)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise BadInput("the book of records", f"{at} has no time zone", "an aware instant")
    return at
