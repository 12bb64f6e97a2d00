"""Which texts of a rule stand at an instant, and what they say of a case: what pack checks and coverage both ask.

Reads windows and conditions only. Doubts about the law itself (an unsure start, an unconfirmed authorization) are left
to `rules.book`; nothing here gives an answer to a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec

from reprieve.model.facts import Truth
from reprieve.rules.evaluate import Causing, holds
from reprieve.rules.law import ALWAYS, Rule, spans
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import TRUE, Node

FULLY: Final = datetime.max.replace(tzinfo=UTC)
"""The moment at which everything has been published."""


class Standing(msgspec.Struct, frozen=True):
    """[start, end) in which a version of a rule is in force, doubtful days included; `end` None is open."""

    version: int
    start: datetime
    end: datetime | None


def shared(*several: Standing) -> tuple[datetime, datetime | None] | None:
    """The window that all of them share, or None."""
    start = max(each.start for each in several)
    end = min((each.end for each in several if each.end is not None), default=None)
    return (start, end) if end is None or start < end else None


def standings(rule: Rule, known_at: datetime = FULLY) -> list[Standing]:
    """Where each version of a rule is in force as known at an instant; one window a version."""
    found: dict[int, Standing] = {}
    for span in spans(rule, 0, known_at):
        one = found.get(span.version, Standing(span.version, span.start, span.end))
        end = None if one.end is None or span.end is None else max(one.end, span.end)
        found[span.version] = Standing(span.version, min(one.start, span.start), end)
    return list(found.values())


def window(rule: Rule, version: int) -> tuple[datetime, datetime | None] | None:
    """When one version is in force once everything is known, or None where another displaces it from its start."""
    found = [each for each in standings(rule) if each.version == version]
    return (found[0].start, found[0].end) if found else None


def edges(rule: Rule, known_at: datetime = FULLY) -> dict[datetime, frozenset[int]]:
    """Every start and end of a span of a rule, with the versions that begin or end there."""
    found: dict[datetime, frozenset[int]] = {}
    for span in spans(rule, 0, known_at):
        for edge in (span.start, span.end):
            if edge is not None and edge > ALWAYS:
                found[edge] = found.get(edge, frozenset()) | {span.version}
    return found


def in_force(rule: Rule, at: datetime, known_at: datetime) -> list[int]:
    """The versions in force at an instant: several where it is doubtful which of them stands."""
    found = [span for span in spans(rule, 0, known_at) if span.start <= at and (span.end is None or at < span.end)]
    return list(dict.fromkeys(span.version for span in found))


def causings(rule: Rule, situation: Situation) -> Iterator[Causing]:
    """Every party and item that a rule is judged for."""
    parties = range(len(situation.parties)) if "party" in rule.each else (None,)
    items = range(len(situation.items)) if "item" in rule.each else (None,)
    for party in parties:
        for item in items:
            yield Causing(party, item)


def says(rule: Rule, version: int, situation: Situation) -> set[Truth]:
    """What a version's condition gives for the parties and items of a situation."""
    condition = rule.versions[version].condition
    return {holds(condition, situation, causing) for causing in causings(rule, situation)}


def conditions(rule: Rule) -> dict[Node, int]:
    """The distinct conditions of a rule but for a bare `true`, each with the first version that has it."""
    found: dict[Node, int] = {}
    for place, version in enumerate(rule.versions):
        if version.in_force and version.condition != TRUE:
            found.setdefault(version.condition, place)
    return found
