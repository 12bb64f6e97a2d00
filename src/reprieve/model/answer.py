"""What a face shows: the answers to a case, each with verdict, timeline and reasons in three depths.

The same objects are the JSON of `reprieve check --json`, the lines of the terminal and the HTML report.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from reprieve.model.facts import Truth
from reprieve.model.snapshot import ListUsed
from reprieve.model.verdict import Timeline, Verdict


class Line(msgspec.Struct, frozen=True):
    """One line of the deepest explanation: a condition in words, its value, where the fact comes from, and its parts.

    `kind` says what the line is: a restriction, an authorization, a precondition, a definition, a group of conditions
    (`all`, `any`), or one fact.
    """

    kind: str
    text: str
    value: Truth
    source: str = ""
    cite: str = ""
    parts: tuple[Line, ...] = ()


class Lever(msgspec.Struct, frozen=True):
    """One lawful way to a clearing answer: facts to bring about, or a day to wait for. Information, never advice."""

    steps: tuple[str, ...]
    outcome: str
    by: tuple[str, ...] = ()
    wait_until: datetime | None = None


class Answer(msgspec.Struct, frozen=True):
    """The answer for one transaction at `at`, as known at `known_at`."""

    id: str
    title: str
    asked: str
    at: datetime
    known_at: datetime
    verdict: Verdict
    timeline: Timeline
    reasons: tuple[str, ...]
    tree: tuple[Line, ...] = ()
    levers: tuple[Lever, ...] = ()


class PackUsed(msgspec.Struct, frozen=True):
    """A pack that took part, by the digest of its meaning."""

    id: str
    title: str
    sha256: str
    reviewed: date


class Answers(msgspec.Struct, frozen=True):
    """The answers to one case file, worst outcome and all, with what they rest on."""

    case: str
    file: str
    known_at: datetime
    packs: tuple[PackUsed, ...]
    transactions: tuple[Answer, ...]
    standing_scope: tuple[str, ...] = ()
    hypothetical: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    software: str = ""
    at: datetime | None = None
    lists: tuple[ListUsed, ...] = ()


def plain(answers: Answers) -> dict[str, Any]:
    """The answers as plain values for JSON: each timeline is the list of its pieces, instants are texts with offset."""
    found: dict[str, Any] = msgspec.to_builtins(answers)
    for transaction in found["transactions"]:
        transaction["timeline"] = transaction["timeline"]["pieces"]
    return found
