"""A list as somebody saw it: one publication, what it covers, and what two publications differ in.

A snapshot is named by the digest of its entries. A **complete** one proves absence too, on the days it covers: from the
day of its publication to the day of the last check that found it current, both whole days of the publisher.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from reprieve.model.listed import Entry

DatedBy = Literal["the file", "the server", "the file name", "a person", "the day of import"]
"""Who says when a snapshot was published."""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One list within a snapshot: how many entries and names, the digest of its entries, whether it is all of it."""

    entries: int
    names: int
    digest: str
    complete: bool = True


class Snapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    """One publication of one source. `id` is the SHA-256 of its entries; `files` has those of the files as received.

    `published` and `checked` are days of the publisher: of the publication, and of the last check that found it valid.
    `retrieved` is a UTC instant. `kept` counts the source columns that carry no meaning for us.
    """

    id: str
    source: str
    kind: str
    origin: str
    published: date
    dated_by: DatedBy
    retrieved: datetime
    checked: date
    parts: dict[str, Part]
    files: dict[str, str] = {}
    synthetic: bool = False
    experimental: bool = False
    kept: dict[str, int] = {}
    skipped: dict[str, int] = {}
    notes: tuple[str, ...] = ()
    software: str = ""

    @property
    def short(self) -> str:
        """The id as people type it."""
        return self.id[:12]

    @property
    def entries(self) -> int:
        """All entries of all its lists."""
        return sum(part.entries for part in self.parts.values())

    @property
    def names(self) -> int:
        """All names of all its entries."""
        return sum(part.names for part in self.parts.values())


class Covered(msgspec.Struct, frozen=True):
    """Days, both inclusive, on which a list is known in full, and the snapshots that say so."""

    first: date
    last: date
    snapshots: tuple[str, ...]
    synthetic: bool = False


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """How long one entry stood on its list, as far as the snapshots tell; all days are days of the publisher.

    Surely listed from `start_by` until before `end`. Listed or not, nobody can tell: from `start` (None: from any day)
    until `start_by`, and from `end` until before `end_by`. `end` None: still on the newest list. `seen` are the
    publication days of the snapshots that hold it, `basis` says in words what the days rest on.
    """

    entry: Entry
    start: date | None
    start_by: date
    end: date | None = None
    end_by: date | None = None
    seen: tuple[date, ...] = ()
    basis: str = ""


Standing = Literal["listed", "not_listed", "unsure", "unknown"]
"""On a day: on the list; not on it; between two snapshots that differ; no complete list of that day at hand."""


class Shown(msgspec.Struct, frozen=True):
    """What is known of one entry on one day."""

    span: Span
    standing: Standing
    why: str


class FieldChange(msgspec.Struct, frozen=True):
    """One field of an entry that differs between two publications: values gone and values new, as text."""

    field: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


class EntryChange(msgspec.Struct, frozen=True):
    """One entry that both publications hold and that differs; `id_before` where its id changed too."""

    list: str
    id: str
    name: str
    fields: tuple[FieldChange, ...]
    id_before: str = ""


class EntryRow(msgspec.Struct, frozen=True):
    """An entry in short."""

    list: str
    id: str
    name: str
    kind: str
    countries: tuple[str, ...] = ()
    note: str = ""


class Difference(msgspec.Struct, frozen=True):
    """What changed from one publication to another. `before` and `after` say in words what was compared."""

    before: str
    after: str
    added: tuple[EntryRow, ...]
    removed: tuple[EntryRow, ...]
    changed: tuple[EntryChange, ...]
    unchanged: int
    notes: tuple[str, ...] = ()


class ListRow(msgspec.Struct, frozen=True):
    """The state of one list: what is known in full of which days, how old the newest is."""

    list: str
    title: str
    authority: str
    entries: int
    snapshots: int
    published: date | None
    checked: date | None
    age: int | None
    covered: tuple[Covered, ...]
    sources: tuple[str, ...]
    synthetic: bool = False
    note: str = ""


class SourceRow(msgspec.Struct, frozen=True):
    """The state of one source: its last snapshot, the last attempt to fetch it, and why that failed if it did."""

    source: str
    title: str
    address: str = ""
    published: date | None = None
    checked: date | None = None
    tried: datetime | None = None
    failed: str = ""


class Status(msgspec.Struct, frozen=True):
    """What `lists status` shows."""

    home: str
    day: date
    lists: tuple[ListRow, ...]
    sources: tuple[SourceRow, ...]
    snapshots: tuple[Snapshot, ...]


class ListUsed(msgspec.Struct, frozen=True):
    """A list that took part in an answer: what was known of it in full, and on which snapshots that rests."""

    list: str
    title: str
    covered: tuple[Covered, ...]
    snapshots: tuple[str, ...]
    partial: tuple[str, ...] = ()
    synthetic: bool = False


class Imported(msgspec.Struct, frozen=True):
    """What an import did, and what changed against the publication before (None: there was none, or nothing changed).

    `unchanged`: the store held the same already. How columns were taken stands in the notes of the snapshot.
    """

    snapshot: Snapshot
    unchanged: bool = False
    added: int | None = None
    removed: int | None = None
    changed: int | None = None


class Pulled(msgspec.Struct, frozen=True):
    """What fetching one source did: a new snapshot, nothing new, or why it was refused or could not be had."""

    source: str
    outcome: Literal["new", "unchanged", "refused", "failed"]
    reason: str = ""
    snapshot: Snapshot | None = None


class Answered(msgspec.Struct, frozen=True):
    """What `lists show` found: entries by name or id on a day, near names, on which lists it is not and how sure.

    `invented` names the lists of which some snapshot is synthetic.
    """

    asked: str
    day: date
    known_on: date
    found: tuple[Shown, ...]
    near: tuple[EntryRow, ...]
    not_on: tuple[tuple[str, str], ...]
    invented: tuple[str, ...] = ()


class Episode(msgspec.Struct, frozen=True):
    """One stay of a party on a list, with what changed in its entry from one publication to the next."""

    span: Span
    changes: tuple[tuple[date, EntryChange], ...]


class History(msgspec.Struct, frozen=True):
    """What `lists history` found, and the days of which nothing complete is at hand between the lists."""

    asked: str
    episodes: tuple[Episode, ...]
    near: tuple[EntryRow, ...]
    covered: dict[str, tuple[Covered, ...]]


class KindRow(msgspec.Struct, frozen=True):
    """One format that is read, and the ids of the lists that it can carry."""

    id: str
    title: str
    lists: tuple[str, ...]
    experimental: bool
    official: bool
