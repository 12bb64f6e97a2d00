"""Facts as Reprieve holds them: Known with a source, Bounded, Unknown, or Undeterminable; some change with time.

Unknown is not false. Undeterminable says that somebody asked and it could not be settled; rules say how they take it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final, Literal

import msgspec

Truth = bool | None
"""Kleene value: True, False, or None for unknown."""

Level = Literal["official", "document", "declared", "derived", "reported"]
"""Who stands behind a fact: an authority, a paper, a person of the firm, a rule that follows, or somebody's report."""

LEVELS: Final = ("official", "document", "declared", "derived", "reported")


class Source(msgspec.Struct, frozen=True):
    """Where a fact comes from, in words an auditor can follow."""

    text: str
    level: Level = "declared"
    by: str = ""
    cite: str = ""


class Special(enum.Enum):
    """Values that stand in for a value."""

    UNKNOWN = "unknown"
    UNDETERMINABLE = "undeterminable"

    # There is one of each, and decisions look them up by the million: identity is enough.
    __hash__ = object.__hash__


UNKNOWN: Final = Special.UNKNOWN
UNDETERMINABLE: Final = Special.UNDETERMINABLE


class Between(msgspec.Struct, frozen=True):
    """A quantity or date known only within inclusive bounds; None is open on that side."""

    low: int | date | datetime | None = None
    high: int | date | datetime | None = None


Plain = bool | int | str | date | datetime | frozenset[str]
"""One settled value: yes or no, a count (money in cents, shares in basis points), a word, a day, an instant, words."""

Value = Plain | Between | Special
"""What a rule sees of a fact at one instant."""


NOT_STATED: Final = Source("not stated")


class Fact(msgspec.Struct, frozen=True):
    """One value with its source. UNKNOWN and UNDETERMINABLE carry in their source why, and who asked."""

    value: Value
    source: Source = NOT_STATED


class Dated(msgspec.Struct, frozen=True):
    """A fact that changes: `first` holds before the first change, then each (instant, fact) from its instant on."""

    first: Fact
    changes: tuple[tuple[datetime, Fact], ...]

    def at(self, moment: datetime) -> Fact:
        """The fact in force at an instant."""
        fact = self.first
        for start, later in self.changes:
            if moment < start:
                break
            fact = later
        return fact


AnyFact = Fact | Dated
Facts = Mapping[str, AnyFact]


def changes(facts: Facts) -> Iterator[datetime]:
    """Every instant at which one of these facts changes."""
    for fact in facts.values():
        if isinstance(fact, Dated):
            yield from (start for start, _ in fact.changes)


def fact_at(fact: AnyFact, moment: datetime) -> Fact:
    """The fact at an instant, whether it changes with time or not."""
    return fact.at(moment) if isinstance(fact, Dated) else fact
