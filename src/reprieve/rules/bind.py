"""From a leg of a case to what rules see: stated facts, facts from listings, tables and documents, and what follows.

Nothing is guessed: what nobody stated stays unknown. A listing wins over an assertion that there is none. A standing
scope fills only facts that are unknown and never outweighs a stated one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from reprieve.model.facts import UNKNOWN, AnyFact, Between, Dated, Fact, Source, Value, changes, fact_at
from reprieve.model.nouns import Case, Document, Leg, Party, Scope
from reprieve.rules import evaluate
from reprieve.rules.dictionary import Entry
from reprieve.rules.listed import SETTLED_BY_A_PERSON, listing_fact, settled
from reprieve.rules.pack import Law
from reprieve.rules.parse import parse
from reprieve.rules.situation import Matter, Situation
from reprieve.rules.syntax import Node

Bound = dict[str, AnyFact]
CASE = Source("case file")
NO_CLAIM = Fact(frozenset[str](), Source("no transitional clause is claimed"))
"""Claiming a clause is an act of the exporter: who names none claims none."""


class Binder:
    """Binds legs to facts under one body of law."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._follows: list[tuple[Entry, Node, Value, str]] = [
            (entry, parse(rule.when, law.dictionary, {}, entry.id), entry.value(rule.value), rule.cite)
            for entry in law.dictionary.values()
            for rule in entry.follows
        ]

    def matter(self, case: Case, leg: Leg, known_at: datetime) -> Matter:
        """One leg with everything that is known of it at an instant."""
        parties = [case.parties[name] for name in taking_part(leg)]
        items = [case.items[name] for name in leg.items]
        # Evidence is weighed first: from what is only reported nothing follows, and no standing scope opens.
        about = self._accepted(self._leg(case, leg))
        found_parties = [self._accepted(self._party(case, leg, party, known_at)) for party in parties]
        found_items = [self._accepted({**item.facts, **leg.item_facts.get(item.id, {})}) for item in items]
        self._standing(case.scopes, about, found_parties, found_items)
        names = (tuple(party.name for party in parties), tuple(item.name for item in items))
        return self.complete(Matter(about, tuple(found_parties), tuple(found_items), leg.id, *names))

    def complete(self, matter: Matter) -> Matter:
        """A matter with what follows from its facts (look-ups, values, bounds); evidence too weak becomes unknown."""
        claims: Bound = {"leg.claims": NO_CLAIM} if "leg.claims" in self._law.dictionary else {}
        leg = {**claims, **self._accepted(matter.leg)}
        parties = [self._accepted(each) for each in matter.parties]
        items = [self._accepted(each) for each in matter.items]
        self._look_up(leg, parties, items)
        self._limits(leg, parties, items)
        return msgspec.structs.replace(
            matter,
            leg=self._accepted(leg),
            parties=tuple(self._accepted(each) for each in parties),
            items=tuple(self._accepted(each) for each in items),
        )

    def _leg(self, case: Case, leg: Leg) -> Bound:
        about: Bound = {
            "leg.movement": Fact(leg.movement, CASE),
            "leg.direction": Fact(leg.direction, CASE),
        }
        for name, party in (("leg.origin", leg.exporter), ("leg.destination", leg.recipient)):
            country = case.parties[party].country
            if country:
                about[name] = Fact(country, Source(f"country of {case.parties[party].name}", "derived"))
        about.update(leg.facts)
        for entry in self._law.dictionary.values():
            if entry.from_document and entry.id.startswith("leg.") and entry.id not in about:
                signer = leg.exporter if entry.from_document.signer == "exporter" else leg.recipient
                found = self._signed(case, leg, entry, signer)
                if found is not None:
                    about[entry.id] = found
        return {name: fact for name, fact in about.items() if name in self._law.dictionary}

    def _signed(self, case: Case, leg: Leg, entry: Entry, signer: str) -> Dated | None:
        needed = entry.from_document
        found = [
            paper
            for paper in (case.documents[name] for name in leg.documents)
            if needed and paper.kind == needed.kind and paper.signer == signer and _fits(paper, needed.scope, leg.items)
        ]
        if not found:
            return None
        paper = min(found, key=lambda each: each.signed)
        before = Fact(value=False, source=Source(f"{paper.id} was signed only on {paper.signed.date()}", "document"))
        after = Fact(
            value=True, source=Source(f"document {paper.id}, signed {paper.signed.date()} by {signer}", "document")
        )
        return Dated(before, ((paper.signed, after),))

    def _party(self, case: Case, leg: Leg, party: Party, known_at: datetime) -> Bound:
        roles = set(leg.roles.get(party.id, ()))
        roles |= {"exporter"} if party.id == leg.exporter else set()
        about: Bound = {"party.role": Fact(frozenset(roles), CASE)}
        if party.country:
            about["party.country"] = Fact(party.country, CASE)
        for pack in self._law.packs:
            for source in pack.from_listing:
                found = listing_fact(party, source, known_at, pack.about.zone)
                if found is not None:
                    about[source.fact] = found
        for entry in self._law.dictionary.values():
            if self._may_sign(entry, party, leg):
                signed = self._signed(case, leg, entry, party.id)
                if signed is not None:
                    about[entry.id] = signed
        listed = self._listed_facts(party)
        for name, fact in {**party.facts, **leg.party_facts.get(party.id, {})}.items():
            about[name] = settled(about.get(name), fact, SETTLED_BY_A_PERSON) if name in listed else fact
        return about

    @staticmethod
    def _may_sign(entry: Entry, party: Party, leg: Leg) -> bool:
        # What the exporter signs for itself is a fact of the leg, not of a party that is supplied.
        wanted = entry.from_document is not None and entry.id.startswith("party.")
        return wanted and entry.id not in party.facts and party.id != leg.exporter

    def _listed_facts(self, party: Party) -> frozenset[str]:
        """The facts of which lists speak for this party: what they say outweighs whatever is said beside."""
        lists = {listing.list for listing in party.listings} | set(party.absent)
        return frozenset(
            source.fact for pack in self._law.packs for source in pack.from_listing if lists & set(source.lists)
        )

    def _standing(self, scopes: Iterable[Scope], leg: Bound, parties: list[Bound], items: list[Bound]) -> None:
        for scope in scopes:
            if not self._inside(scope, leg, items):
                continue
            for name in scope.facts:
                where = [leg] if name.startswith("leg.") else parties if name.startswith("party.") else items
                accepts = self._law.dictionary[name].accepts
                for facts in where:
                    facts[name] = _filled(facts.get(name), scope, accepts)

    @staticmethod
    def _inside(scope: Scope, leg: Bound, items: list[Bound]) -> bool:
        country = _plain(leg.get("leg.destination"))
        words = [_plain(item.get("item.eccn")) for item in items]
        return ("*" in scope.countries or country in scope.countries) and (
            "*" in scope.items or all(word in scope.items for word in words)
        )

    def _look_up(self, leg: Bound, parties: list[Bound], items: list[Bound]) -> None:
        for pack in self._law.packs:
            for source in pack.from_table:
                where = [leg] if source.fact.startswith("leg.") else [*parties, *items]
                for facts in where:
                    key = _plain(facts.get(source.key))
                    if isinstance(key, str) and source.fact not in facts:
                        facts[source.fact] = source.table.fact(key)

    def _limits(self, leg: Bound, parties: list[Bound], items: list[Bound]) -> None:
        for entry, when, value, cite in self._follows:
            where = [leg] if entry.id.startswith("leg.") else parties if entry.id.startswith("party.") else items
            for place, facts in enumerate(where):
                if _stated(facts.get(entry.id)):
                    continue
                fact = _following(when, value, cite, (leg, parties, items), entry.id, place)
                if fact is not None:
                    facts[entry.id] = fact
        for entry in self._law.dictionary.values():
            if entry.at_most:
                where = [leg] if entry.id.startswith("leg.") else parties if entry.id.startswith("party.") else items
                for facts in where:
                    most = _plain(facts.get(entry.at_most))
                    most = most.high if isinstance(most, Between) else most
                    if isinstance(most, int) and not _stated(facts.get(entry.id)):
                        facts[entry.id] = Fact(Between(0, most), Source(f"never more than {entry.at_most}", "derived"))

    def _accepted(self, facts: Mapping[str, AnyFact]) -> Bound:
        return {name: self._weighed(name, fact) for name, fact in facts.items()}

    def _weighed(self, name: str, fact: AnyFact) -> AnyFact:
        accepts = self._law.dictionary[name].accepts
        if isinstance(fact, Dated):
            return Dated(_weigh(fact.first, accepts), tuple((at, _weigh(each, accepts)) for at, each in fact.changes))
        return _weigh(fact, accepts)


def taking_part(leg: Leg) -> tuple[str, ...]:
    """The parties of a leg by id: exporter, recipient, then the others; the order of the matter's parties."""
    return tuple(dict.fromkeys((leg.exporter, leg.recipient, *leg.roles)))


def _weigh(fact: Fact, accepts: tuple[str, ...]) -> Fact:
    if fact.value is UNKNOWN or fact.source.level in accepts:
        return fact
    return Fact(UNKNOWN, Source(f"only {fact.source.level}: {fact.source.text}", fact.source.level))


def _fits(paper: Document, scope: str, items: tuple[str, ...]) -> bool:
    return (not scope or paper.scope == scope) and (not paper.items or set(items) <= set(paper.items))


def _plain(fact: AnyFact | None) -> Value | None:
    return fact.value if isinstance(fact, Fact) else None


def _stated(fact: AnyFact | None) -> bool:
    return fact is not None and not (isinstance(fact, Fact) and fact.value is UNKNOWN)


def _filled(stated: AnyFact | None, scope: Scope, accepts: tuple[str, ...]) -> AnyFact:
    """A standing scope fills what is unknown, inside its window only; not what weak evidence speaks of."""
    nothing = Fact(UNKNOWN, Source("outside every standing scope"))
    earlier = stated if isinstance(stated, Dated) else Dated(stated or nothing, ())
    start, end = scope.window.start, scope.window.end
    assert start is not None  # noqa: S101  # a scope has both ends
    assert end is not None  # noqa: S101
    within = Fact(value=False, source=scope.source)
    cuts = sorted({start, end, *(at for at, _ in earlier.changes)})

    def at(cut: datetime) -> Fact:
        now = earlier.at(cut)
        open_ = now.value is UNKNOWN and now.source.level in accepts and now.source.level != "official"
        return within if open_ and cut in scope.window else now

    turns = tuple((cut, at(cut)) for cut in cuts)
    return Dated(earlier.first, turns) if any(now is within for _, now in turns) else stated or nothing


def _following(
    when: Node,
    value: Value,
    cite: str,
    bound: tuple[Bound, list[Bound], list[Bound]],
    fact: str,
    place: int,
) -> Dated | None:
    leg, parties, items = bound
    causing = evaluate.Causing(
        place if fact.startswith("party.") else None, place if fact.startswith("item.") else None
    )
    moments = sorted({at for facts in (leg, *parties, *items) for at in changes(facts)})

    def on(at: datetime) -> Fact:
        values = [{name: fact_at(each, at).value for name, each in facts.items()} for facts in (leg, *parties, *items)]
        seen = Situation(at, values[0], tuple(values[1 : 1 + len(parties)]), tuple(values[1 + len(parties) :]))
        if evaluate.holds(when, seen, causing):
            return Fact(value, Source(f"follows: {cite}", "derived"))
        return Fact(UNKNOWN)

    first = last = on(datetime.fromisoformat("1900-01-01T00:00:00+00:00"))
    turns: list[tuple[datetime, Fact]] = []
    for at in moments:
        now = on(at)
        if now.value != last.value:
            turns.append((at, now))
            last = now
    return Dated(first, tuple(turns)) if turns or first.value is not UNKNOWN else None
