"""Case files as they are written: the keys that a person may use. `desk.case_file` turns them into a checked Case."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from reprieve.model.license import UNITS, EventKind
from reprieve.model.listed import PartyKind
from reprieve.model.nouns import Direction, DocumentKind, Movement, Role

When = Any
"""A day or an instant; checked where it is read."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A table in which an unknown key is an error."""


class About(Strict, frozen=True):
    """The table [case]."""

    title: str
    zone: str = "America/New_York"
    note: str = ""


class ScopeEntry(Strict, frozen=True):
    """The table [[standing_scope]]."""

    id: str
    facts: tuple[str, ...]
    countries: tuple[str, ...]
    items: tuple[str, ...]
    start: date
    through: date
    by: str
    source: str


class NotListed(Strict, frozen=True):
    """The table [parties.x.not_listed]."""

    list: tuple[str, ...]
    source: str
    by: str


class PartyEntry(Strict, frozen=True):
    """The table [parties.x]."""

    name: str
    country: str = ""
    kind: PartyKind = "unknown"
    aliases: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    listed_as: str = ""
    not_listed: NotListed | None = None
    facts: dict[str, Any] = {}


class ResolutionEntry(Strict, frozen=True):
    """The table [[resolution]]."""

    party: str
    entry: str
    same: bool
    party_fingerprint: str
    entry_fingerprint: str
    by: str
    why: str
    on: date
    until: date | None = None


class ItemEntry(Strict, frozen=True):
    """The table [items.x]."""

    name: str
    facts: dict[str, Any] = {}


class DocumentEntry(Strict, frozen=True):
    """The table [documents.x]."""

    kind: DocumentKind
    signer: str
    signed: When
    scope: str = ""
    items: tuple[str, ...] = ()
    contract: str = ""
    digest: str = ""
    note: str = ""
    paragraph: str = ""


class FlagEntry(Strict, frozen=True):
    """The table [[transactions.red_flags]]."""

    id: str
    text: str
    source: str
    owner: str
    resolution: str = ""
    evidence: str = ""


class AmountEntry(Strict, frozen=True):
    """The table [transactions.legs.amounts.x]; a value is written as a text, such as "12500.00"."""

    quantity: int | None = None
    unit: str = UNITS
    value: str = ""
    currency: str = ""


class LegEntry(Strict, frozen=True):
    """The table [[transactions.legs]]."""

    exporter: str
    recipient: str
    items: tuple[str, ...]
    id: str = ""
    movement: Movement = "export"
    direction: Direction = "supply"
    roles: dict[str, tuple[Role, ...]] = {}
    documents: tuple[str, ...] = ()
    facts: dict[str, Any] = {}
    party_facts: dict[str, dict[str, Any]] = {}
    item_facts: dict[str, dict[str, Any]] = {}
    amounts: dict[str, AmountEntry] = {}
    order: str = ""


class TransactionEntry(Strict, frozen=True):
    """The table [[transactions]]."""

    id: str
    title: str
    legs: tuple[LegEntry, ...]
    at: When | None = None
    known_at: When | None = None
    asked: str = ""
    red_flags: tuple[FlagEntry, ...] = ()


class LimitEntry(Strict, frozen=True):
    """The table [licenses.limits.x]."""

    quantity: int
    unit: str = UNITS


class ProvisoEntry(Strict, frozen=True):
    """A proviso that asks for a paper beforehand, in the list `provisos` of [[licenses]]."""

    text: str
    paper: DocumentKind
    signer: str


class MovedEntry(Strict, frozen=True):
    """How much of an item an event of a ledger moves."""

    quantity: int = 0
    value: str = ""


class EventEntry(Strict, frozen=True):
    """The table [[licenses.ledger]]."""

    event: EventKind
    order: str
    on: When
    items: dict[str, MovedEntry] = {}
    by: str = ""
    note: str = ""


class LicenseEntry(Strict, frozen=True):
    """The table [[licenses]]."""

    number: str
    authority: str
    clears: tuple[str, ...]
    parties: tuple[str, ...]
    items: tuple[str, ...]
    start: When
    through: date
    source: str
    destinations: tuple[str, ...] = ()
    provisos: tuple[str | ProvisoEntry, ...] = ()
    roles: dict[str, tuple[Role, ...]] = {}
    limits: dict[str, LimitEntry] = {}
    value: str = ""
    currency: str = ""
    ledger: tuple[EventEntry, ...] = ()


class CaseFile(Strict, frozen=True):
    """A whole case."""

    case: About
    transactions: tuple[TransactionEntry, ...]
    standing_scope: tuple[ScopeEntry, ...] = ()
    parties: dict[str, PartyEntry] = {}
    items: dict[str, ItemEntry] = {}
    documents: dict[str, DocumentEntry] = {}
    licenses: tuple[LicenseEntry, ...] = ()
    held_licenses: tuple[str, ...] = ()
    resolution: tuple[ResolutionEntry, ...] = ()
