"""Provisions as rules with dated versions, and which version is in force at T as known at K.

A later version displaces the earlier from its effective instant. Where the day of filing is unsure, what restricts,
narrows or withdraws is known from its effect; what authorizes, extends or stays, only from publication.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import msgspec

from reprieve.model.time import in_utc
from reprieve.model.verdict import Confidence
from reprieve.rules.syntax import TRUE, Node, both

Kind = Literal["restriction", "authorization"]
Needs = Literal["license", "prohibition"]
Does = Literal["restricts", "narrows", "withdraws", "authorizes", "extends", "stays"]
TIGHTENS: Final = frozenset({"restricts", "narrows", "withdraws"})
ALWAYS: Final = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
"""What begins before this has no beginning for us."""


class Clause(msgspec.Struct, frozen=True):
    """A precondition (with its condition) or an obligation (text only) of a version."""

    text: str
    cite: str
    when: Node = TRUE


class Version(msgspec.Struct, frozen=True):
    """One dated text of a rule. Instants are aware; `until` is exclusive; None is open.

    `starts_by` lies after `start` where the first day of effect is unsure: between the two it is doubtful.
    """

    cite: str
    start: datetime
    until: datetime | None
    when: Node
    does: Does
    filed: datetime | None = None
    published: datetime | None = None
    starts_by: datetime | None = None
    preconditions: tuple[Clause, ...] = ()
    obligations: tuple[Clause, ...] = ()
    confidence: Confidence = "official"
    in_force: bool = True
    hypothetical: bool = False
    gap: bool = False
    note: str = ""
    place: str = ""

    @property
    def known_from(self) -> datetime:
        """The instant from which this version counts as known."""
        if self.filed is not None:
            return self.filed
        if self.does in TIGHTENS:
            return min(self.start, self.published or self.start)
        return self.published or self.start

    @property
    def certain_from(self) -> datetime:
        """The instant from which it is surely in force."""
        return self.starts_by or self.start

    @property
    def condition(self) -> Node:
        """What must be so, preconditions included: false or unknown preconditions do not clear."""
        return both(self.when, *(clause.when for clause in self.preconditions)) if self.preconditions else self.when


class Rule(msgspec.Struct, frozen=True):
    """A provision over time. `each` names what it is judged for: every party, every item, both, or the leg (none)."""

    id: str
    kind: Kind
    title: str
    pack: str
    versions: tuple[Version, ...]
    each: frozenset[str] = frozenset()
    needs: Needs = "license"
    why: str = ""
    policy: str = ""
    clears: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()
    prose: str = ""
    place: str = ""


class Span(msgspec.Struct, frozen=True):
    """The window [start, end) in which one version of a rule is in force as known at some K, surely or doubtfully.

    `doubt` names the version whose start is unsure there; `before` tells whether this is the text that stands
    if that version has *not* yet begun.
    """

    rule: int
    version: int
    start: datetime
    end: datetime | None
    doubt: str = ""
    before: bool = False


def spans(rule: Rule, number: int, known_at: datetime) -> list[Span]:
    """Where each version of a rule is in force, as known at an instant; in order of time."""
    visible = [(place, version) for place, version in enumerate(rule.versions) if version.known_from <= known_at]
    visible.sort(key=lambda pair: pair[1].start)
    found: list[Span] = []
    for order, (place, version) in enumerate(visible):
        later = [each for _, each in visible[order + 1 :]]
        found.extend(_spans_of(rule, number, place, version, later))
    return [_utc(span) for span in found if span.end is None or span.start < span.end]


def _spans_of(rule: Rule, number: int, place: int, version: Version, later: list[Version]) -> list[Span]:
    if not version.in_force:
        return []
    after = later[0] if later else None
    end = _earliest(version.until, after.start if after else None)
    pieces = [Span(number, place, version.certain_from, end)]
    if version.starts_by is not None:
        doubt = doubt_id(rule, version)
        pieces.append(Span(number, place, version.start, _earliest(version.starts_by, end), doubt))
    if after is not None and after.confidence == "unconfirmed":
        # What displaces it may not be law at all: then this text stands to its own end, or to the next version.
        stop = _earliest(version.until, later[1].start if len(later) > 1 else None)
        pieces.append(Span(number, place, after.start, stop, doubt_id(rule, after), before=True))
    elif after is not None and after.starts_by is not None:
        stop = _earliest(version.until, after.starts_by)
        pieces.append(Span(number, place, after.start, stop, doubt_id(rule, after), before=True))
    return pieces


def _utc(span: Span) -> Span:
    # Instants of one zone compare many times faster than those of several.
    end = in_utc(span.end) if span.end is not None else None
    return msgspec.structs.replace(span, start=in_utc(span.start), end=end)


def doubt_id(rule: Rule, version: Version) -> str:
    """The name of the open question whether a version had begun (or is the law at all)."""
    return f"law:{rule.id}@{version.cite}"


def _earliest(*instants: datetime | None) -> datetime | None:
    given = [moment for moment in instants if moment is not None]
    return min(given) if given else None


def edges(rules: tuple[Rule, ...]) -> list[datetime]:
    """Every instant at which some version becomes known: between two of them the law as known is one and the same."""
    return sorted({in_utc(version.known_from) for rule in rules for version in rule.versions})
