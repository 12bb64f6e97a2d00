"""The nouns of a case, immutable, one meaning each: parties, items, legs, transactions, documents, listings, red flags.

A transaction is made of legs; the law is asked of each leg. What a person may write in a case file is in `model.case`;
these are the checked values that rooms hand to one another.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from reprieve.model.facts import AnyFact, Source
from reprieve.model.license import Account, Amount, Event, Limit, Line, Tolerance
from reprieve.model.listed import PartyKind
from reprieve.model.time import Window
from reprieve.model.verdict import Confidence, Flag, Namesake

Role = Literal[
    "purchaser", "intermediate_consignee", "ultimate_consignee", "end_user", "exporter", "supplier", "forwarder", "bank"
]
Movement = Literal[
    "export", "reexport", "in_country_transfer", "deemed_export", "remote_access", "temporary", "return_for_repair"
]
Direction = Literal["supply", "purchase", "return"]


class Listing(msgspec.Struct, frozen=True):
    """One entry of a government list for one party, over its life.

    Surely in force from `start_by` (where it is unsure, else `start`) until before `end`; possibly from `start` (None:
    nobody knows since when) and until before `end_by`. `whole`: this tells all of the party's life on that list, so
    that before and after it the party was not listed; else that is for a complete list of the day to say.
    """

    list: str
    id: str
    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    start: datetime | None
    cite: str
    start_by: datetime | None = None
    end: datetime | None = None
    end_by: datetime | None = None
    filed: datetime | None = None
    published: datetime | None = None
    group: str = ""
    requirement: str = ""
    policy: str = ""
    footnotes: tuple[str, ...] = ()
    confidence: Confidence = "official"
    note: str = ""
    whole: bool = True
    basis: str = ""

    @property
    def known_from(self) -> datetime | None:
        """A listing restricts: where its filing is unsure it counts as known from its effect. None: always."""
        if self.filed is not None or self.start is None:
            return self.filed
        return min(self.start, self.published or self.start)

    @property
    def edges(self) -> tuple[datetime, ...]:
        """Every instant at which it begins, may begin, ends, or may end."""
        return tuple(each for each in (self.start, self.start_by, self.end, self.end_by) if each is not None)


class Absence(msgspec.Struct, frozen=True):
    """That a party stands on no entry of a list, as far as complete lists tell.

    `windows`: the days on which that is sure, each with the list that says so; they do not overlap. `title` names the
    list, `asked` is the instant asked about, for saying what is missing. `doubt`: why other days are not sure although
    there may be a list (somebody on it may be the party).
    """

    title: str
    windows: tuple[tuple[Window, Source], ...] = ()
    doubt: str = ""
    asked: datetime | None = None


DocumentKind = Literal["certificate", "end_use_statement", "uvl_statement", "contract", "waybill", "proof_of_delivery"]


class Document(msgspec.Struct, frozen=True):
    """A paper from which facts follow: who signed what, for which provision, item and contract, and when.

    `digest` is the SHA-256 of its file, `sha256:` and 64 hexadecimal digits; `paragraph` narrows the provision.
    """

    id: str
    kind: str
    signer: str
    signed: datetime
    scope: str = ""
    items: tuple[str, ...] = ()
    contract: str = ""
    digest: str = ""
    note: str = ""
    paragraph: str = ""


class Proviso(msgspec.Struct, frozen=True):
    """What a license demands. `paper`: a document of this kind, signed by `signer`, that has to be there beforehand.

    `signer` is a party of the case, or `exporter` or `recipient`. Without a paper it is an obligation: it never gates.
    """

    text: str
    paper: str = ""
    signer: str = ""


class Authorization(msgspec.Struct, frozen=True):
    """A specific license granted to us, handed in as a value: what it clears, for whom and what, when and how much.

    `roles`: the roles that it grants a party; who is not named there may have any. `limits` (by item) and `value` (in
    cents of `currency`, over all items) bound what may be shipped; `accounts` say what is left of both from which
    instant on: the first before all events of the `ledger`, then one after each. `held`: what single orders have of it
    themselves, reserved and shipped together.
    """

    number: str
    authority: str
    clears: tuple[str, ...]
    parties: tuple[str, ...]
    items: tuple[str, ...]
    window: Window
    destinations: tuple[str, ...] = ()
    provisos: tuple[Proviso, ...] = ()
    source: Source = Source("license document", "document")
    roles: dict[str, tuple[Role, ...]] = {}
    limits: dict[str, Limit] = {}
    value: int | None = None
    currency: str = ""
    tolerances: tuple[Tolerance, ...] = ()
    ledger: tuple[Event, ...] = ()
    accounts: tuple[Account, ...] = ()
    held: dict[str, tuple[tuple[datetime, dict[str, Line]], ...]] = {}


class Resolution(msgspec.Struct, frozen=True):
    """Somebody's finding that a party of a case is one entry of a list, or is not; it says nothing of any other entry.

    It holds for what the two fingerprints were made of, and until before `end` where that is given. `on` is its day.
    """

    party: str
    list: str
    entry: str
    same: bool
    party_fingerprint: str
    entry_fingerprint: str
    by: str
    why: str
    on: date
    end: datetime | None = None


class Party(msgspec.Struct, frozen=True):
    """Somebody in a transaction: facts by id, listings, lists it is asserted not to be on, lists it is absent from.

    `kind`, `aliases`, `births`, `identifiers` and `addresses` are what it is screened by, beside name and country;
    `namesakes` what screening found.
    """

    id: str
    name: str
    country: str = ""
    facts: dict[str, AnyFact] = {}
    listings: tuple[Listing, ...] = ()
    not_listed: dict[str, Source] = {}
    absent: dict[str, Absence] = {}
    listed_as: str = ""
    kind: PartyKind = "unknown"
    aliases: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    namesakes: tuple[Namesake, ...] = ()


class Item(msgspec.Struct, frozen=True):
    """What moves: goods, software or technology."""

    id: str
    name: str
    facts: dict[str, AnyFact] = {}


class Scope(msgspec.Struct, frozen=True):
    """A firm's standing assertion that prohibitions outside the model do not apply, for at most twelve months."""

    id: str
    facts: tuple[str, ...]
    countries: tuple[str, ...]
    items: tuple[str, ...]
    window: Window
    source: Source
    text: str = ""


class Leg(msgspec.Struct, frozen=True):
    """One movement from an exporter to a recipient; `roles` gives each party (by id) the roles it has here.

    `amounts`: how much of each item moves, where somebody said; `order`: its number in the ledgers of licenses.
    """

    id: str
    exporter: str
    recipient: str
    direction: Direction
    movement: Movement
    roles: dict[str, tuple[Role, ...]]
    items: tuple[str, ...]
    facts: dict[str, AnyFact] = {}
    documents: tuple[str, ...] = ()
    party_facts: dict[str, dict[str, AnyFact]] = {}
    item_facts: dict[str, dict[str, AnyFact]] = {}
    amounts: dict[str, Amount] = {}
    order: str = ""


class Transaction(msgspec.Struct, frozen=True):
    """One question: may these legs go ahead at `at`?"""

    id: str
    title: str
    legs: tuple[Leg, ...]
    at: datetime | None = None
    known_at: datetime | None = None
    asked: str = ""
    red_flags: tuple[Flag, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """Everything a case file says, checked."""

    title: str
    zone: str
    parties: dict[str, Party]
    items: dict[str, Item]
    transactions: tuple[Transaction, ...]
    documents: dict[str, Document] = {}
    scopes: tuple[Scope, ...] = ()
    licenses: tuple[Authorization, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    note: str = ""
    warnings: tuple[str, ...] = ()
