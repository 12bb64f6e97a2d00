"""Reads a chain from one end to the other and tells what is wrong with it: changed, removed, moved, emptied.

Pure: takes records in the order of their numbers, wherever they come from, and keeps only what it doubts.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec

from reprieve.model.record import Fault, Head, Record
from reprieve.records.chain import CLOCK, GENESIS, digest

PURGE: Final = "purge"
"""The kind of the record that orders contents to be removed; only `Book.purge` writes it."""
_SWAPS: Final = 200
"""Up to so many changed records are tried for being moved ones."""


class Purged(msgspec.Struct, frozen=True):
    """What a purge says, as far as the book is concerned: the digest of each content that went, by number."""

    purged: dict[int, str]
    authority: str


class Walk:
    """A walk along the chain, from behind a record that is known."""

    def __init__(self, start: Head = GENESIS) -> None:
        self.at = start
        self.records = 0
        self.purged: dict[int, str] = {}
        self._marks: dict[int, str] = {}
        self._gone: dict[int, str] = {}
        self._changed: dict[int, Record] = {}

    def over(self, records: Iterable[Record]) -> None:
        """Goes on over records."""
        for each in records:
            self.step(each)

    def step(self, record: Record) -> None:
        """Goes on by one record."""
        self.records += 1
        fault = self._itself(record) or self._content(record) or self._order(record)
        if fault:
            self._marks[record.seq] = fault
        if record.seq > self.at.seq + 1:
            self._marks.setdefault(self.at.seq + 1, _missing(self.at.seq + 1, record.seq - 1))
        self.at = Head(record.seq, record.digest, record.at)

    def admit(self, record: Record) -> str:
        """Takes note of a purge on record; says what is wrong where it is none."""
        try:
            self.purged |= msgspec.json.decode(record.content, type=Purged).purged
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            return f"is no purge: {error}"
        return ""

    def faults(self) -> list[Fault]:
        """What was found, by number."""
        found = dict(self._marks)
        for seq, own in self._gone.items():
            if self.purged.get(seq) != own:
                found.setdefault(seq, "its content was removed, and no purge on record says so")
        found.update(self._moved())
        return [Fault(seq, what) for seq, what in sorted(found.items())]

    def _content(self, record: Record) -> str:
        if record.purged:
            self._gone[record.seq] = record.sha256
            return ""
        if sha256(record.content).hexdigest() != record.sha256:
            return "its content was changed"
        return self.admit(record) if record.kind == PURGE else ""

    def _itself(self, record: Record) -> str:
        if _digest(record, record.seq) == record.digest:
            return ""
        if len(self._changed) < _SWAPS:
            self._changed[record.seq] = record
        return "it was changed"

    def _order(self, record: Record) -> str:
        if record.seq == self.at.seq + 1 and record.previous != self.at.digest:
            return f"it does not follow record {self.at.seq}: one of the two was replaced"
        if self.at.at is not None and record.at < self.at.at and record.kind != CLOCK:
            return f"it is dated before record {self.at.seq}"
        return ""

    def _moved(self) -> dict[int, str]:
        """Of the changed records those that are whole, but stand in another's place."""
        return {
            seq: f"it stands in the place of another: it is record {own}"
            for seq, record in self._changed.items()
            for own in self._changed
            if own != seq and _digest(record, own) == record.digest
        }


def _digest(record: Record, seq: int) -> str:
    names = record.kind, record.subject, record.actor, record.outcome
    return digest(seq, record.at, names, record.sha256, record.previous)


def _missing(first: int, last: int) -> str:
    return "it is missing" if first == last else f"it is missing, and all up to record {last}"
