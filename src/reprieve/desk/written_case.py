"""Case files as they are written: the keys that a person may use. `desk.case_file` turns them into a checked Case."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from reprieve.model.listed import PartyKind
from reprieve.model.nouns import Direction, Movement, Role

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

    kind: Literal["certificate", "end_use_statement", "contract", "waybill", "proof_of_delivery"]
    signer: str
    signed: When
    scope: str = ""
    items: tuple[str, ...] = ()
    contract: str = ""
    digest: str = ""
    note: str = ""


class FlagEntry(Strict, frozen=True):
    """The table [[transactions.red_flags]]."""

    id: str
    text: str
    source: str
    owner: str
    resolution: str = ""
    evidence: str = ""


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


class TransactionEntry(Strict, frozen=True):
    """The table [[transactions]]."""

    id: str
    title: str
    legs: tuple[LegEntry, ...]
    at: When | None = None
    known_at: When | None = None
    asked: str = ""
    red_flags: tuple[FlagEntry, ...] = ()


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
    provisos: tuple[str, ...] = ()


class CaseFile(Strict, frozen=True):
    """A whole case."""

    case: About
    transactions: tuple[TransactionEntry, ...]
    standing_scope: tuple[ScopeEntry, ...] = ()
    parties: dict[str, PartyEntry] = {}
    items: dict[str, ItemEntry] = {}
    documents: dict[str, DocumentEntry] = {}
    licenses: tuple[LicenseEntry, ...] = ()
    resolution: tuple[ResolutionEntry, ...] = ()
