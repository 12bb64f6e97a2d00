"""What the book of decisions holds: what somebody wants written, and the record that it became, with its place.

Nothing here writes or computes; the room `records` does. Times are aware and in UTC.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class Written(msgspec.Struct, frozen=True):
    """What shall be recorded. `content` is canonical JSON: what it says is for whoever writes and reads that kind.

    `subject` is what people look it up by (a case, a transaction, a license); `at` is the instant of writing, where it
    shall be another than the clock's.
    """

    kind: str
    subject: str
    actor: str
    content: bytes
    outcome: str = ""
    at: datetime | None = None


class Record(msgspec.Struct, frozen=True):
    """One record in its place. `seq` counts from 1 without a gap; digests are SHA-256 in lower-case hexadecimal.

    `digest` is over the number, the instant, kind, subject, actor, outcome, the digest of the content (`sha256`) and
    `previous`, the digest of the record before. The content of a purged record is empty, and `purged` says so.
    """

    seq: int
    at: datetime
    kind: str
    subject: str
    actor: str
    outcome: str
    content: bytes
    sha256: str
    previous: str
    digest: str
    purged: bool = False

    @property
    def short(self) -> str:
        """The digest as people type it."""
        return self.digest[:12]


class Head(msgspec.Struct, frozen=True):
    """The last record of a book; 0, no instant and the digest that the first record follows where there is none."""

    seq: int
    digest: str
    at: datetime | None = None


class Purge(msgspec.Struct, frozen=True):
    """An order to remove what some records say; that they were there, when and by whom, stays on record for ever.

    `authority` is the rule by which they may go.
    """

    seqs: tuple[int, ...]
    subject: str
    actor: str
    authority: str


class Root(msgspec.Struct, frozen=True, tag_field="root", tag="reprieve/1"):
    """What is signed at the end of a day: the last record up to then, and the digest of the root before this one."""

    number: int
    day: date
    seq: int
    digest: str
    signed: datetime
    previous: str


class SignedRoot(msgspec.Struct, frozen=True):
    """A root with its signature: a DSSE envelope in JSON, as it is stored and given away."""

    root: Root
    envelope: bytes


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a book, and at which record; 0 where it is at none."""

    seq: int
    what: str


class Verified(msgspec.Struct, frozen=True):
    """What was found when a whole book was read again."""

    records: int
    roots: int
    purged: int
    head: Head
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.faults
