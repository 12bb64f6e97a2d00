"""The answer: outcomes, verdicts and timelines, the same objects on the wire, in a report and in memory."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import msgspec

Outcome = Literal["prohibited", "license_required", "indeterminate", "authorized", "no_license_required"]

SEVERITY: Final[dict[Outcome, int]] = {
    "no_license_required": 0,
    "authorized": 1,
    "indeterminate": 2,
    "license_required": 3,
    "prohibited": 4,
}
"""Worst wins; `indeterminate` lies between what clears and what stops."""

STOPPING: Final = frozenset[Outcome]({"prohibited", "license_required"})
CLEARING: Final = frozenset[Outcome]({"authorized", "no_license_required"})

Confidence = Literal["official", "secondary", "unconfirmed"]
CONFIDENCE: Final[tuple[Confidence, ...]] = ("official", "secondary", "unconfirmed")
"""Best first; an answer is as sure as the least sure provision it rests on."""


def outcome_of(possible: frozenset[Outcome]) -> Outcome:
    """The one word for a set of outcomes still open: only a mix of stopping and clearing is indeterminate."""
    if possible <= STOPPING:
        return min(possible, key=SEVERITY.__getitem__)
    if possible <= CLEARING:
        return max(possible, key=SEVERITY.__getitem__)
    return "indeterminate"


def least_sure(found: list[Confidence]) -> Confidence:
    """The lowest confidence among provisions; `official` where there is none."""
    return max(found, key=CONFIDENCE.index, default="official")


Status = Literal["met", "not_met", "unknown", "to_do"]


class Provision(msgspec.Struct, frozen=True, omit_defaults=False):
    """One provision that bears on the answer, filled in for this leg, party and item."""

    id: str
    title: str
    cite: str
    text: str
    confidence: Confidence
    leg: str
    party: str = ""
    item: str = ""
    until: datetime | None = None
    basis: str = ""


class Duty(msgspec.Struct, frozen=True):
    """A precondition (must be met before) or an obligation (must be done, never gates) of an authorization."""

    text: str
    cite: str
    authorization: str
    status: Status = "to_do"
    leg: str = ""


class Missing(msgspec.Struct, frozen=True):
    """A fact that could change the outcome, with the question a person is asked; best question first.

    `because` says why it is not known, where there is more to say than that nobody stated it.
    """

    fact: str
    about: str
    question: str
    kind: Literal["fact", "law", "red_flag"] = "fact"
    state: Literal["unknown", "undeterminable", "bounded", "unconfirmed", "unresolved"] = "unknown"
    leg: str = ""
    may_be_asserted_by: tuple[str, ...] = ()
    path: str = ""
    because: str = ""


class Held(msgspec.Struct, frozen=True):
    """One restriction on one leg, party and item: does it hold, and what clears it. None is unknown."""

    id: str
    held: bool | None
    cleared: bool | None
    cleared_by: tuple[str, ...]
    leg: str = ""
    party: str = ""
    item: str = ""
    why_not: tuple[str, ...] = ()


class Flag(msgspec.Struct, frozen=True):
    """A red flag of the case; unresolved means hold."""

    id: str
    text: str
    source: str
    owner: str
    resolution: str
    evidence: str
    resolved: bool


Taken = Literal["bound", "same", "other", "open", "beside"]
"""What became of a namesake.

`bound`: the names are the same in words, the party is taken for it. `same`, `other`: somebody resolved it so. `open`:
because of it nobody knows whether the party is listed at the moment asked about. `beside`: it changes nothing then.
"""


class Namesake(msgspec.Struct, frozen=True):
    """An entry of a list that a party of the transaction may be, by its name or by what else is known of it.

    `party` is the party's id and `name` its name; `list` and `entry` say which entry, `listed` what the list calls it
    and `called` the name of it that matched. `score` is that of screening, `says` compares the two. `snapshot` and
    `place` are where it stands. `settled`: who resolved it and why, or why that no longer applies. `block`: for an open
    one the TOML that resolves it, once by and why are filled in.
    """

    party: str
    name: str
    list: str
    title: str
    entry: str
    listed: str
    called: str
    score: float
    taken: Taken
    says: str
    snapshot: str = ""
    place: str = ""
    settled: str = ""
    block: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """The answer for one transaction (or leg) at one instant, as known at another."""

    outcome: Outcome
    possible: tuple[Outcome, ...]
    sentence: str
    because: tuple[Provision, ...]
    authorized_by: tuple[Provision, ...]
    preconditions: tuple[Duty, ...]
    obligations: tuple[Duty, ...]
    missing: tuple[Missing, ...]
    red_flags: tuple[Flag, ...]
    out_of_model: tuple[str, ...]
    restrictions: tuple[Held, ...]
    confidence: Confidence
    hypothetical: bool
    exact: bool
    until: datetime | None = None
    standing_scope: tuple[str, ...] = ()
    on_lists: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    namesakes: tuple[Namesake, ...] = ()


class Segment(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """One piece [from, to) of a timeline on which neither outcome nor cause changes; `change` says what began it."""

    start: datetime | None
    end: datetime | None
    outcome: Outcome
    because: tuple[str, ...]
    authorized_by: tuple[str, ...]
    change: str = ""
    confidence: Confidence = "official"


class Timeline(msgspec.Struct, frozen=True):
    """Pieces that cover all of time, in order, as known at one instant."""

    pieces: tuple[Segment, ...]

    def at(self, moment: datetime) -> Segment:
        """The piece in which an instant lies."""
        for piece in self.pieces:
            if piece.end is None or moment < piece.end:
                return piece
        return self.pieces[-1]
