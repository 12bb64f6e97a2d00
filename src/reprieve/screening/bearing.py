"""What speaks for or against a match beside the names: kind, country, birth, a weak alias.

No effect is ever above 0, so that the score of the names bounds the score, and the index that finds names stays exact.
What speaks for a match raises its rank. Everything follows from the party asked about and one entry, never from a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reprieve.model.listed import Entry, PartyKind
from reprieve.model.match import Match
from reprieve.model.screened import Asked, Bearing
from reprieve.screening.births import agreement
from reprieve.screening.compare import KINDS, compare
from reprieve.screening.parsed import Manner, manner_of, parsed, vocabulary
from reprieve.text.country import country_code

NEAR: Final = 0.95
"""Names at least so much alike are never below the line for a country alone: people move, and firms have branches."""
COUNTRY_OF_PERSON: Final = -0.1
"""A person of other countries: somebody of one name more often, but people have two passports and move."""
COUNTRY_OF_ORGANIZATION: Final = -0.05
"""A listed address says little of whose a firm is: it has branches abroad, and moves on paper to avoid the list."""
ANOTHER_YEAR: Final = -0.25
"""Born more than a year apart: no slip of a clerk explains that."""
ANOTHER_DAY: Final = -0.15
"""Another day of the same year: somebody else more often, a slip of a clerk now and then."""
NEVER: Final = -1.0
"""A person is no company, whatever they are called."""
LIKELY_A_COMPANY: Final = -0.15
"""Nobody says what the one is, but its name has a word of business: against a person that is one word too many."""
ANOTHER_THING: Final = -0.1
"""A ship and its owner have one name often enough, and are two."""
WEAK_ALIAS: Final = -0.2
"""A nickname that the list itself calls weak (`Chairman`) is many people's."""
RANKS: Final[dict[str, float]] = {"identifier": 2.0, "birth": 1.0, "address": 0.5, "country": 0.25}
"""What each thing that speaks for a match adds to its rank: the fewer people share it, the more."""
_ONE_STATE: Final = {"HK": "CN", "MO": "CN"}
"""Lists write an address in Hong Kong as China as often as not."""


class Shared(NamedTuple):
    """A number or an address that two parties have: the score of it alone, what to say of it, and how it is listed."""

    score: float
    note: str
    listed: str = ""


def readings(asked: Asked, entry: Entry) -> tuple[Manner, ...]:
    """How the names of a pair are read: as the kind says that is known; none where a person meets a company.

    Where nobody says what either is, a word of business or a form of company tells companies; without one the names are
    read both ways, and the better score counts.
    """
    mine, theirs = KINDS.get(asked.kind), KINDS.get(entry.kind)
    if mine and theirs:
        return (mine,) if mine == theirs else ()
    known = mine or theirs
    if known:
        return (known,)
    organization = manner_of(*names(asked), *listed_names(entry)) == "organization"
    return ("organization",) if organization else ("person", "organization")


def bearings(asked: Asked, entry: Entry, match: Match, manner: Manner) -> tuple[Bearing, ...]:
    """What kind, country, birth and alias say of a pair whose best names are these, read so."""
    found = (kind(asked, entry), country(asked, entry), birth(asked, entry), weak(asked, entry, match, manner))
    return tuple(each for each in found if each is not None)


def lowered(score: float, found: Iterable[Bearing]) -> float:
    """A score less what bears against it; 0..1."""
    return max(0.0, round(score + sum(each.effect for each in found), 4))


def raised(rank: float, found: Iterable[Bearing]) -> float:
    """A rank with what speaks for the match."""
    return round(rank + sum(RANKS.get(each.what, 0.0) for each in found if not each.effect), 3)


# --- kind -----------------------------------------------------------------------------------------------------------


def kind(asked: Asked, entry: Entry) -> Bearing | None:
    """Whether the two are of one kind."""
    if asked.kind == entry.kind:
        return None
    if "unknown" not in {asked.kind, entry.kind}:
        met = KINDS[asked.kind] == KINDS[entry.kind]
        note = f"{_SAID[asked.kind]} was asked about, {_SAID[entry.kind]} is listed"
        return Bearing("kind", ANOTHER_THING if met else NEVER, note)
    unsaid = names(asked) if asked.kind == "unknown" else listed_names(entry)
    if "person" in {asked.kind, entry.kind} and any(map(_in_business, unsaid)):
        other = "listed" if entry.kind == "person" else "asked about"
        return Bearing("kind", LIKELY_A_COMPANY, f"{unsaid[0]} may be a company, and a person is {other}")
    return None


def _in_business(name: str) -> bool:
    """Whether a form of company or a word of business tells a company; `General` may be a rank."""
    found = parsed(name, "organization")
    words = (each.text for each in found.tokens if each.kind == "generic")
    return bool(found.forms) or any(word not in vocabulary().honorifics for word in words)


_SAID: Final[dict[PartyKind, str]] = {
    "person": "a person",
    "organization": "an organization",
    "vessel": "a vessel",
    "aircraft": "an aircraft",
}


def names(asked: Asked) -> Sequence[str]:
    """Every name of the party asked about."""
    return (asked.name, *asked.aliases)


def listed_names(entry: Entry) -> Sequence[str]:
    """Every name of an entry."""
    return [name.text for name in entry.names]


# --- country and birth ----------------------------------------------------------------------------------------------


def country(asked: Asked, entry: Entry) -> Bearing | None:
    """Whether the two have a country in common; nothing where either has none, or one that nobody can read."""
    if not asked.countries:
        return None
    codes = [*entry.countries, *map(_code, (*entry.nationalities, *(each.country for each in entry.addresses)))]
    codes += [_code(each.rpartition(",")[2] or each) for each in entry.birthplaces]
    listed = {_state(code) for code in codes if code}
    mine = {_state(code) for code in asked.countries}
    common = mine & listed
    if common:
        return Bearing("country", 0.0, f"both are of {_and(common)}")
    if not listed or not all(map(_code, entry.nationalities)):
        return None
    effect = COUNTRY_OF_PERSON if "person" in {asked.kind, entry.kind} else COUNTRY_OF_ORGANIZATION
    return Bearing("country", effect, f"asked about: {_and(set(asked.countries))}; listed: {_and(listed)}")


def _code(text: str) -> str:
    """A country as published, or as a code: empty where nobody can read it."""
    text = text.strip()
    return text if len(text) == 2 and text.isupper() else country_code(text)  # noqa: PLR2004  # a code has two letters


def _state(code: str) -> str:
    return _ONE_STATE.get(code, code)


def _and(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))


def birth(asked: Asked, entry: Entry) -> Bearing | None:
    """How far the births are apart."""
    found = agreement(asked.births, entry.births)
    mine, theirs = " or ".join(asked.births), " or ".join(entry.births)
    if found == "same day":
        return Bearing("birth", 0.0, f"born the same day ({theirs})")
    effect = {"another day": ANOTHER_DAY, "another year": ANOTHER_YEAR}.get(found or "")
    return None if effect is None else Bearing("birth", effect, f"{found} of birth: {mine}, not {theirs}")


# --- weak alias -----------------------------------------------------------------------------------------------------


def weak(asked: Asked, entry: Entry, match: Match, manner: Manner) -> Bearing | None:
    """A weak alias that alone is what a name of one word matches; the other names of the entry still count."""
    strong = [name.text for name in entry.names if name.strength == "strong"]
    words = [each for each in parsed(match.query, manner).tokens if each.kind not in {"form", "honorific", "particle"}]
    if match.listed in strong or len(words) > 1:
        return None
    besides = max(compare(name, strong, manner).score for name in names(asked))
    effect = round(max(WEAK_ALIAS, besides - match.score), 4)
    return Bearing("weak alias", effect, f"{match.listed} is a weak alias of {entry.name}") if effect < 0 else None
