"""Screening: who was asked about, which listed parties that may be, and what is worth knowing beside it.

Nothing here decides: a score at or above the line is a possible match, and somebody has to look at it.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Literal

import msgspec

from reprieve.model.listed import PartyKind
from reprieve.model.match import Match

Basis = Literal["name", "identifier", "address"]
"""What an alert rests on."""


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody to be screened: a name, and whatever else is known.

    `ref` is the caller's own number; `aliases` further names. `countries` are ISO 3166-1 alpha-2 codes. `births` are
    days, months or years (`1962-03-01`, `1962-03`, `1962`). `identifiers` and `addresses` are as written.
    """

    name: str
    ref: str = ""
    kind: PartyKind = "unknown"
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A digest of everything that screening looks at; `ref` is no part of it."""
        return digest(msgspec.structs.replace(self, ref=""))


def digest(of: msgspec.Struct) -> str:
    """The first 16 hex digits of the SHA-256 of a struct as JSON: enough to tell that it is another one."""
    return sha256(msgspec.json.encode(of, order="deterministic")).hexdigest()[:16]


class Bearing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What something other than the name says for or against a match.

    `effect` is added to the score (never more than 0: what speaks for a match raises `Alert.rank`), `note` says why.
    """

    what: Literal["country", "birth", "identifier", "address", "kind", "weak alias"]
    effect: float
    note: str


class Alert(msgspec.Struct, frozen=True, omit_defaults=True):
    """One listed party that may be the one asked about.

    `score` is that of the names less what bears against it; where an identifier or an address alone is the same,
    `basis` says so and the score is that of the basis. `rank` orders alerts of one score. `entry` is the fingerprint of
    what the list says of who the party is; `snapshot` and `place` say where it stands.
    """

    list: str
    id: str
    name: str
    score: float
    basis: Basis
    match: Match
    rank: float = 0.0
    kind: PartyKind = "unknown"
    countries: tuple[str, ...] = ()
    bearings: tuple[Bearing, ...] = ()
    title: str = ""
    snapshot: str = ""
    published: date | None = None
    place: str = ""
    entry: str = ""

    @property
    def sentence(self) -> str:
        """The alert for a reviewer: how the names compare, then what else bears on it."""
        return " ".join((self.match.sentence, *(f"{each.note[:1].upper()}{each.note[1:]}." for each in self.bearings)))


class Relative(msgspec.Struct, frozen=True, omit_defaults=True):
    """A listed party that shares what is distinctive in a name and is not the one asked about: a sister, a parent."""

    list: str
    id: str
    name: str
    shared: tuple[str, ...]
    score: float


class Screened(msgspec.Struct, frozen=True, omit_defaults=True):
    """One party screened: alerts (the highest score first), and what is no match but worth knowing.

    `family` shares words of the name; `same_address` are listed parties at an address of the one asked about (`shared`:
    the address as listed). `unread` are names of the one asked about in which no word could be read: no alert proves
    nothing for these.
    """

    asked: Asked
    alerts: tuple[Alert, ...] = ()
    family: tuple[Relative, ...] = ()
    same_address: tuple[Relative, ...] = ()
    unread: tuple[str, ...] = ()
