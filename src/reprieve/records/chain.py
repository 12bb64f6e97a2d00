"""The chain: what a record's digest is over, and how new records follow the last one.

Pure: knows no database and reads no clock. The digest is SHA-256 over the UTF-8 of a JSON array without spaces,

    [seq, "2026-11-22T07:00:00.000000Z", kind, subject, actor, outcome, sha256 of the content, previous digest]

so that anyone can compute it again with what every language has. Over the content's digest and not over the content:
so a content that is purged when its time is over leaves a chain that still proves what stood there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec

from reprieve.errors import BadInput
from reprieve.model.record import Head, Record, Written

GENESIS: Final = Head(0, "0" * 64)
"""What the first record follows."""
CLOCK: Final = "clock"
"""The kind of the record that says that the clock was wrong: the only one that may be dated before the last."""
SKEW: Final = timedelta(minutes=5)
"""How far the clocks of several writers may be apart. Within it, a record takes the instant of the one before."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_encode: Final = msgspec.json.Encoder().encode


def micros(at: datetime) -> int:
    """An instant as whole microseconds since 1970 in UTC, which is how it is stored."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def instant(stored: int) -> datetime:
    """The instant of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=stored)


def digest(seq: int, at: datetime, names: tuple[str, str, str, str], content: str, previous: str) -> str:
    """The digest of a record; `names` are kind, subject, actor and outcome, `content` is the content's digest."""
    stamp = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    return sha256(_encode([seq, stamp, *names, content, previous])).hexdigest()


def extend(head: Head, written: Iterable[Written], now: datetime) -> tuple[Record, ...]:
    """The records that follow `head`. Raises BadInput for what cannot be stored, and for a clock that was set back."""
    found: list[Record] = []
    for each in written:
        _check(each)
        at = (each.at or now).astimezone(UTC)
        record = _follow(head, each, at if each.kind == CLOCK else _not_before(head, at))
        found.append(record)
        head = Head(record.seq, record.digest, record.at)
    return tuple(found)


def _follow(head: Head, each: Written, at: datetime) -> Record:
    names, content = (each.kind, each.subject, each.actor, each.outcome), sha256(each.content).hexdigest()
    own = digest(head.seq + 1, at, names, content, head.digest)
    return Record(head.seq + 1, at, *names, each.content, content, head.digest, own)


def _not_before(head: Head, at: datetime) -> datetime:
    """An instant that is not before the head's: the book's order and its times never say two different things."""
    if head.at is None or at >= head.at:
        return at
    if head.at - at > SKEW:
        what = f"the clock shows {at:%Y-%m-%d %H:%M}Z, but record {head.seq} was written {head.at:%Y-%m-%d %H:%M}Z"
        raise BadInput(
            "the book of records", what, "set the clock right, or say that it was wrong then; nothing was written"
        )
    return head.at


def _check(each: Written) -> None:
    """Refuses what one of the databases would store as something else than it is."""
    if each.at is not None and each.at.tzinfo is None:
        raise BadInput(f"a record of kind {each.kind!r}", "its instant has no time zone", "an aware instant")
    for name in ("kind", "subject", "actor", "outcome"):
        text = getattr(each, name)
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise BadInput(f"a record of kind {each.kind!r}", f"its {name} holds what is no letter", "plain text")
    if not (each.kind and each.subject and each.actor):
        raise BadInput("a record", "kind, subject and actor must all be given", "what, about what, and who")
