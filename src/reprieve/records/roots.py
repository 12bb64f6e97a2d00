"""Signed roots: what somebody vouches for at the end of a day is that the book, up to a record, is this and no other.

A root names the last record written before the end of a day (UTC) and its digest, and the root before; from then on
nothing up to that record can be changed without the key. Kept elsewhere too, it proves that the book's end was not
cut. Signs only what it has read and found sound.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reprieve.errors import BadInput
from reprieve.model.record import Head, Root, SignedRoot
from reprieve.records.chain import GENESIS
from reprieve.records.keys import Seal, payload
from reprieve.records.reader import Reader
from reprieve.records.tables import roots
from reprieve.records.walk import PURGE, Walk

PAYLOAD: Final = "application/vnd.reprieve.root+json"
_PLACE: Final = "the daily root"


def said(envelope: bytes) -> SignedRoot | None:
    """The root in an envelope, whoever signed it; nothing where there is none."""
    try:
        return SignedRoot(msgspec.json.decode(payload(envelope), type=Root), envelope)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def digest(root: SignedRoot | None) -> str:
    """The digest of a root, by which the next one names it."""
    return GENESIS.digest if root is None else sha256(payload(root.envelope)).hexdigest()


def sign(connection: Connection, seal: Seal, day: date, now: datetime) -> SignedRoot:
    """Signs what was written up to the end of a day. What is signed already up to there is not signed again.

    Raises BadInput for a day to come, for one with nothing to sign, and for a book that is not sound.
    """
    if day > now.astimezone(UTC).date():
        raise BadInput(_PLACE, f"{day} is still to come", f"a day up to {now.astimezone(UTC).date()}")
    reader, last = Reader(connection), _last(connection)
    head = _head(reader, day, last)
    if last is not None and last.root.seq == head.seq:
        return last
    number = last.root.number + 1 if last else 1
    root = Root(number, day, head.seq, head.digest, now.astimezone(UTC), digest(last))
    envelope = seal.sign(msgspec.json.encode(root), PAYLOAD)
    connection.execute(sa.insert(roots), {"number": number, "envelope": envelope})
    return SignedRoot(root, envelope)


def _last(connection: Connection) -> SignedRoot | None:
    stored = connection.execute(sa.select(roots.c.envelope).order_by(roots.c.number.desc()).limit(1)).scalar()
    if stored is None:
        return None
    found = said(bytes(stored))
    if found is None:
        raise BadInput(_PLACE, "the last one cannot be read", "verify the book")
    return found


def _head(reader: Reader, day: date, last: SignedRoot | None) -> Head:
    """The last record up to the end of a day, once what follows the last root is read and found sound."""
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    signed = Head(last.root.seq, last.root.digest) if last else GENESIS
    walk = Walk(signed)
    for each in reader.records(kind=PURGE):
        walk.admit(each)
    for each in reader.records(after_seq=signed.seq, limit=max(0, reader.last_before(end) - signed.seq)):
        walk.step(each)
    faults = walk.faults()
    if faults:
        raise BadInput(_PLACE, f"record {faults[0].seq}: {faults[0].what}", "verify the book; nothing was signed")
    if walk.at.seq == 0:
        raise BadInput(_PLACE, f"nothing was written up to {day}", "a day with a record")
    return walk.at
