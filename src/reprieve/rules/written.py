"""Packs as they are written: the keys that a person may use in pack.toml, facts.toml and the fences of a page.

Only shapes and their first checks; `rules.pack` turns them into law.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from reprieve.model.facts import Level
from reprieve.model.verdict import Confidence, Outcome
from reprieve.rules.dictionary import FactType
from reprieve.rules.law import Does, Needs

When = Any
"""A day or an instant; `stated.moment` checks it, since one shape cannot tell the two apart."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A table in which an unknown key is an error."""


class PackFile(Strict, frozen=True):
    """pack.toml."""

    id: str
    title: str
    authority: str
    zone: str
    summary: str
    reviewed: date
    uses: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()


class FollowsEntry(Strict, frozen=True):
    """A value that follows from other facts."""

    when: str
    value: bool | int | str
    cite: str


class DocumentEntry(Strict, frozen=True):
    """Which document makes a fact true."""

    kind: str
    signer: Literal["exporter", "recipient", "party"]
    scope: str = ""


class ListingEntry(Strict, frozen=True):
    """Which field of a party's listings on which list, or on any of which lists, fills a fact."""

    list: str | tuple[str, ...]
    field: Literal["listed", "listed_on", "group", "requirement", "footnotes"]


class TableEntry(Strict, frozen=True):
    """Which column of a dated table fills a fact, looked up by another."""

    table: str
    key: str
    column: str


class FactEntry(Strict, frozen=True):
    """One entry of facts.toml."""

    type: FactType
    question: str
    yes: str = ""
    no: str = ""
    unit: str = ""
    vocabulary: tuple[str, ...] = ()
    pattern: str = ""
    low: int | None = None
    high: int | None = None
    asserted_by: tuple[str, ...] = ("declared",)
    accepts: tuple[Level, ...] = ("official", "document", "declared", "derived")
    lever: Literal["", "obtain", "apply", "substitute", "wait"] = ""
    at_most: str = ""
    follows: tuple[FollowsEntry, ...] = ()
    from_document: DocumentEntry | None = None
    from_listing: ListingEntry | None = None
    from_table: TableEntry | None = None
    note: str = ""


class FactsFile(Strict, frozen=True):
    """facts.toml."""

    facts: dict[str, FactEntry]


class ClauseEntry(Strict, frozen=True):
    """A precondition or an obligation."""

    text: str
    cite: str
    when: str = ""


class VersionEntry(Strict, frozen=True):
    """One dated version of a rule."""

    cite: str
    start: When
    when: str = ""
    does: Does | None = None
    through: date | None = None
    before: When | None = None
    from_latest: When | None = None
    filed: When | None = None
    published: date | None = None
    confidence: Confidence = "official"
    in_force: bool = True
    precondition: tuple[ClauseEntry, ...] = ()
    obligation: tuple[ClauseEntry, ...] = ()
    gap: str = ""
    note: str = ""


class DefinitionFence(Strict, frozen=True):
    """A named condition."""

    id: str
    when: str
    cite: str
    title: str = ""
    confidence: Confidence = "official"
    note: str = ""


class RestrictionFence(Strict, frozen=True):
    """Why a license is needed, or why it may not be."""

    id: str
    title: str
    version: tuple[VersionEntry, ...]
    needs: Needs = "license"
    each: tuple[Literal["party", "item"], ...] = ()
    why: str = ""
    policy: str = ""
    tags: tuple[str, ...] = ()


class AuthorizationFence(Strict, frozen=True):
    """What clears a restriction."""

    id: str
    title: str
    clears: tuple[str, ...]
    version: tuple[VersionEntry, ...]
    each: tuple[Literal["party", "item"], ...] = ()
    why: str = ""
    tags: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()


class Expected(Strict, frozen=True):
    """What a pack test expects."""

    outcome: Outcome
    because: tuple[str, ...] | None = None
    authorized_by: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()


class Also(Strict, frozen=True):
    """The same test changed: another moment, other facts, facts taken away, or both sides of an edge."""

    at: When | None = None
    known_at: When | None = None
    set: dict[str, Any] = {}
    without: tuple[str, ...] = ()
    outcome: Outcome | None = None
    because: tuple[str, ...] | None = None
    authorized_by: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    edge: When | None = None
    before: Outcome | None = None
    after: Outcome | None = None
    note: str = ""


class TestFence(Strict, frozen=True):
    """A pack test beside its rule."""

    name: str
    source: str
    at: When
    expect: Expected
    known_at: When | None = None
    leg: dict[str, Any] = {}
    party: dict[str, Any] | None = None
    parties: tuple[dict[str, Any], ...] = ()
    item: dict[str, Any] | None = None
    items: tuple[dict[str, Any], ...] = ()
    also: tuple[Also, ...] = ()


class TestDefaults(Strict, frozen=True):
    """Facts that every test of a pack has unless it says otherwise."""

    leg: dict[str, Any] = {}
    party: dict[str, Any] = {}
    item: dict[str, Any] = {}
