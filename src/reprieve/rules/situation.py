"""What a rule is asked about: one leg with its parties and items, at one moment (`Situation`) or over time (`Matter`).

Plain mappings from fact id to value; an absent fact is unknown. Nothing here knows any law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from reprieve.model.facts import UNKNOWN, AnyFact, Dated, Facts, Source, Value, changes, fact_at

Values = Mapping[str, Value]


class Situation(msgspec.Struct, frozen=True):
    """One leg at one moment; parties and items keep the order of the matter they come from."""

    at: datetime
    leg: Values
    parties: tuple[Values, ...] = ()
    items: tuple[Values, ...] = ()

    def scoped(self, fact: str, party: int | None, item: int | None) -> Values:
        """The mapping in which a fact is looked up, for a causing party and item."""
        if fact.startswith("party."):
            return self.parties[party] if party is not None else {}
        if fact.startswith("item."):
            return self.items[item] if item is not None else {}
        return self.leg

    def value(self, fact: str, party: int | None, item: int | None) -> Value:
        """One fact's value; UNKNOWN where nobody stated it."""
        return self.scoped(fact, party, item).get(fact, UNKNOWN)


class Matter(msgspec.Struct, frozen=True):
    """One leg over time: facts with sources, some of them dated; names are for people only."""

    leg: Facts
    parties: tuple[Facts, ...] = ()
    items: tuple[Facts, ...] = ()
    leg_name: str = ""
    party_names: tuple[str, ...] = ()
    item_names: tuple[str, ...] = ()

    def on(self, at: datetime) -> Situation:
        """The situation at one moment."""
        return Situation(
            at,
            _values(self.leg, at),
            tuple(_values(party, at) for party in self.parties),
            tuple(_values(item, at) for item in self.items),
        )

    def cuts(self) -> Iterator[datetime]:
        """Every instant at which a fact of this matter changes."""
        for facts in (self.leg, *self.parties, *self.items):
            yield from changes(facts)

    def dated(self) -> Iterator[tuple[str, Dated]]:
        """Every fact that changes with time."""
        for facts in (self.leg, *self.parties, *self.items):
            for name, fact in facts.items():
                if isinstance(fact, Dated):
                    yield name, fact

    def sources(self, at: datetime) -> frozenset[Source]:
        """Every source that a fact of this matter rests on at an instant."""
        return frozenset(
            fact_at(fact, at).source for facts in (self.leg, *self.parties, *self.items) for fact in facts.values()
        )

    def fact(self, fact: str, party: int | None, item: int | None) -> AnyFact | None:
        """One stated fact with its source, or None."""
        if fact.startswith("party."):
            return None if party is None else self.parties[party].get(fact)
        if fact.startswith("item."):
            return None if item is None else self.items[item].get(fact)
        return self.leg.get(fact)


def _values(facts: Facts, at: datetime) -> dict[str, Value]:
    return {name: (fact_at(fact, at) if isinstance(fact, Dated) else fact).value for name, fact in facts.items()}
