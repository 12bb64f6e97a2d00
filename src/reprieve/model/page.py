"""A pack as a person reads it: provisions with prose, sources, windows, confidence and tests; findings about it."""

from __future__ import annotations

from datetime import date

import msgspec

from reprieve.model.verdict import Confidence


class VersionRow(msgspec.Struct, frozen=True):
    """One version of a provision; `window`, `known` are in words."""

    cite: str
    window: str
    known: str
    does: str
    confidence: Confidence
    condition: str
    preconditions: tuple[str, ...]
    obligations: tuple[str, ...]
    note: str


class TestRow(msgspec.Struct, frozen=True):
    """One test beside a provision: what is asked, what is expected, and from which source that is known."""

    name: str
    source: str
    expected: str
    place: str


class RulePage(msgspec.Struct, frozen=True):
    """One provision."""

    id: str
    kind: str
    title: str
    prose: str
    judged: str
    clears: tuple[str, ...]
    versions: tuple[VersionRow, ...]
    place: str
    policy: str = ""


class FactRow(msgspec.Struct, frozen=True):
    """One entry of the fact dictionary."""

    id: str
    type: str
    question: str
    values: str
    asserted_by: tuple[str, ...]


class PackPage(msgspec.Struct, frozen=True):
    """One pack."""

    id: str
    title: str
    authority: str
    zone: str
    summary: str
    reviewed: date
    sha256: str
    covers: tuple[str, ...]
    leaves_out: tuple[str, ...]
    definitions: tuple[RulePage, ...]
    rules: tuple[RulePage, ...]
    tests: tuple[TestRow, ...]
    facts: tuple[FactRow, ...]
    listings: int


class Report(msgspec.Struct, frozen=True):
    """Lines about packs, for a face: each with a level, a place and a text; `clean` says that nothing is wrong."""

    lines: tuple[tuple[str, str, str], ...]
    summary: str
    clean: bool
    data: tuple[dict[str, object], ...] = ()
