"""The same facts for every peer: plain dicts of booleans, integers, words and lists of words; nothing is decided here.

    {"leg": {...}, "parties": [{...}], "items": [{...}], "at": ..., "today": ...}

Fact ids lose their scope. Days become ordinals and instants microseconds, which every peer compares fastest. What
nobody stated is absent, as is what is known only within bounds: no peer has a word for that. What nobody could settle
is absent too, and its name stands in the list `undeterminable` beside it where some rule asks for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import msgspec

from reprieve.model.facts import UNDETERMINABLE, Between, Special, Truth
from reprieve.model.time import EASTERN, local_day
from reprieve.rules.book import Statute, Stretch
from reprieve.rules.dictionary import Dictionary
from reprieve.rules.evaluate import NOBODY, Causing
from reprieve.rules.law import Rule
from reprieve.rules.situation import Situation, Values
from reprieve.rules.syntax import Node, Test, atoms

Unit = tuple[int, int]
"""A rule and one of its versions, by number: what a peer is given one expression for."""

Shape = tuple[int, int]
"""How many parties and items a leg has."""

Truths = dict[tuple[Unit, Causing], Truth]
"""What a peer says of each version for each causing party and item; None where it cannot say."""

Plain = dict[str, Any]
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
UNSETTLED: Final = "undeterminable"


class Asked(msgspec.Struct, frozen=True):
    """The law that a peer carries out: its rules, its facts, and which authorizations clear which restriction.

    `unsettled` tells whether some condition asks what nobody could settle.
    """

    rules: tuple[Rule, ...]
    dictionary: Dictionary
    clearing: dict[int, tuple[int, ...]]
    unsettled: bool

    def condition(self, unit: Unit) -> Node:
        """What must be so for one version of a rule, preconditions included."""
        return self.rules[unit[0]].versions[unit[1]].condition

    def causes(self, unit: Unit, shape: Shape) -> Iterator[Causing]:
        """For whom a rule is judged in a leg of this shape."""
        return causes(self.rules[unit[0]].each, shape)

    def instances(self, units: tuple[Unit, ...], shape: Shape) -> Iterator[tuple[Unit, Causing]]:
        """Every version for every causing party and item, in the order in which every peer answers."""
        return ((unit, causing) for unit in units for causing in self.causes(unit, shape))

    def is_set(self, fact: str) -> bool:
        """Whether a fact holds several words at once."""
        return self.dictionary[fact].type == "set"


def asked(statute: Statute) -> Asked:
    """The law for a peer."""
    found = (atom for rule in statute.rules for version in rule.versions for atom in atoms(version.condition))
    unsettled = any(isinstance(atom, Test) and atom.op == "undeterminable" for atom in found)
    return Asked(statute.rules, statute.dictionary, statute.clearing, unsettled)


def causes(each: frozenset[str], shape: Shape) -> Iterator[Causing]:
    """Every causing party and item of a rule judged for `each`."""
    if not each:
        yield NOBODY
        return
    for party in range(shape[0]) if "party" in each else (None,):
        for item in range(shape[1]) if "item" in each else (None,):
            yield Causing(party, item)


def in_force(law: Stretch) -> tuple[Unit, ...]:
    """The versions in force, each once. Peers are told: none of them has to work out dates."""
    return tuple(dict.fromkeys((span.rule, span.version) for spans in law.active.values() for span in spans))


def name(fact: str) -> str:
    """A fact's name inside its own dict."""
    return fact.partition(".")[2].replace(".", "_")


def word(value: object) -> Any:
    """One settled value or constant as peers see it."""
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, frozenset):
        return sorted(value)
    return value


def facts(values: Values, *, unsettled: bool = False) -> Plain:
    """One mapping of facts as a plain dict."""
    found = {name(fact): word(value) for fact, value in values.items() if not isinstance(value, Special | Between)}
    if unsettled:
        found[UNSETTLED] = [name(fact) for fact, value in values.items() if value is UNDETERMINABLE]
    return found


def plain(situation: Situation, law: Asked) -> Plain:
    """One situation as plain dicts."""
    return {
        "leg": facts(situation.leg, unsettled=law.unsettled),
        "parties": [facts(party, unsettled=law.unsettled) for party in situation.parties],
        "items": [facts(item, unsettled=law.unsettled) for item in situation.items],
        "at": word(situation.at),
        "today": word(local_day(situation.at, EASTERN)),
    }


def shape_of(situation: Situation) -> Shape:
    """How many parties and items a situation has."""
    return len(situation.parties), len(situation.items)
