"""Running the tests beside the rules of a pack. Expected outcomes come from cited sources, never from a run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from reprieve.errors import BadPack
from reprieve.intake.when import moment
from reprieve.model.facts import AnyFact, Source
from reprieve.model.nouns import Party
from reprieve.model.verdict import Outcome
from reprieve.rules.bind import Binder
from reprieve.rules.book import Book, Statute
from reprieve.rules.decide import Decision
from reprieve.rules.listed import listing_fact
from reprieve.rules.pack import Law, Pack, Test
from reprieve.rules.situation import Matter
from reprieve.rules.stated import entry_for, stated
from reprieve.rules.timeline import causes
from reprieve.rules.written import Also, Expected, TestDefaults, TestFence

_STATED = Source("pack test")
_TARGET = re.compile(r"(leg|party|item)(?:\[(\d+)\])?\.(\w+)")


class Run(msgspec.Struct, frozen=True):
    """One question of a test: a matter, two clocks, and what is expected."""

    pack: str
    name: str
    place: str
    matter: Matter
    at: datetime
    known_at: datetime | None
    expected: Expected


class Outcomes(msgspec.Struct, frozen=True):
    """What one run gave; `faults` is empty where it is what was expected."""

    run: Run
    decision: Decision
    faults: tuple[str, ...]


def runs(law: Law, pack: Pack) -> Iterator[Run]:
    """Every question that the tests of a pack ask."""
    binder = Binder(law)
    for test in pack.tests:
        yield from _Reader(law, pack, test, binder).runs()


def run(statute: Statute, asked: Run) -> Outcomes:
    """One question answered and held against what is expected."""
    book = statute.known_at(asked.known_at) if asked.known_at else statute.known_fully()
    decision = book.decide(asked.matter.on(asked.at))
    return Outcomes(asked, decision, tuple(_faults(book, decision, asked)))


def _faults(book: Book, decision: Decision, asked: Run) -> Iterator[str]:
    expected = asked.expected
    if decision.outcome != expected.outcome:
        yield f"is {decision.outcome}, expected {expected.outcome}"
    because, authorized_by = causes(book, decision, book.stretch(asked.at))
    for word, wanted, found in (
        ("because", expected.because, because),
        ("authorized_by", expected.authorized_by, authorized_by),
    ):
        names = tuple(dict.fromkeys(book.rules[rule].id for rule, _ in found))
        if wanted is not None and set(wanted) != set(names):
            yield f"{word} is {list(names)}, expected {list(wanted)}"
    asked_for = {question.variable.fact for question in decision.questions}
    for fact in expected.missing:
        if fact not in asked_for:
            yield f"does not ask for {fact}, but for {sorted(asked_for)}"


class _Reader:
    """Reads one test fence into runs."""

    def __init__(self, law: Law, pack: Pack, test: Test, binder: Binder) -> None:
        self.law, self.pack, self.test, self.binder = law, pack, test, binder
        self.zone, self.place = pack.about.zone, test.place

    def runs(self) -> Iterator[Run]:
        fence = self.test.fence
        at, known = self.moment(fence.at), self.moment(fence.known_at) if fence.known_at else None
        base = self.matter(fence, {}, (), known)
        yield Run(self.pack.id, fence.name, self.place, base, at, known, fence.expect)
        for number, also in enumerate(fence.also, 1):
            yield from self.also(also, number, at, known)

    def moment(self, raw: object) -> datetime:
        return moment(raw, self.zone, self.place, BadPack)

    def also(self, also: Also, number: int, at: datetime, known: datetime | None) -> Iterator[Run]:
        fence, name = (
            self.test.fence,
            f"{self.test.fence.name}, also {number}" + (f" ({also.note})" if also.note else ""),
        )
        at = self.moment(also.at) if also.at else at
        known = self.moment(also.known_at) if also.known_at else known
        matter = self.matter(fence, also.set, also.without, known)
        for when, outcome in self.asked(also, at):
            if outcome is None:
                raise BadPack(self.place, f"also {number} expects nothing", "outcome, or edge with before and after")
            expected = Expected(outcome, also.because, also.authorized_by, also.missing)
            yield Run(self.pack.id, name, self.place, matter, when, known, expected)

    def asked(self, also: Also, at: datetime) -> Iterator[tuple[datetime, Outcome | None]]:
        if also.edge is None:
            yield at, also.outcome
        else:
            edge = self.moment(also.edge)
            yield edge - timedelta(seconds=1), also.before
            yield edge, also.after

    def matter(
        self, fence: TestFence, changed: Mapping[str, Any], without: tuple[str, ...], known: datetime | None
    ) -> Matter:
        defaults: TestDefaults = self.pack.defaults
        leg = {**defaults.leg, **fence.leg}
        parties = [{**defaults.party, **each} for each in (fence.parties or (fence.party or {},))]
        items = [{**defaults.item, **each} for each in (fence.items or (fence.item or {},))]
        for name, value in changed.items():
            where, key = self.target(name, leg, parties, items)
            where[key] = value
        removed = [self.target(name, leg, parties, items) for name in without]
        facts = (
            self.facts("leg", leg),
            [self.party(each, known) for each in parties],
            [self.facts("item", each) for each in items],
        )
        for name, (where, key) in zip(without, removed, strict=True):
            self.remove(facts, name, key, where, (parties, items))
        return self.binder.complete(Matter(facts[0], tuple(facts[1]), tuple(facts[2]), fence.name))

    def remove(self, facts: Any, name: str, key: str, where: Any, raw: Any) -> None:
        scope = re.split(r"[.\[]", name, maxsplit=1)[0]
        bound = facts[0] if scope == "leg" else facts[1 if scope == "party" else 2]
        if scope != "leg":
            number = next(place for place, each in enumerate(raw[0 if scope == "party" else 1]) if each is where)
            bound = bound[number]
        if bound.pop(f"{scope}.{key}", None) is None:
            raise BadPack(self.place, f"takes away {name!r}, which is not there", "a fact that the test states")

    def target(self, name: str, leg: dict[str, Any], parties: list[dict[str, Any]], items: list[dict[str, Any]]) -> Any:
        match = _TARGET.fullmatch(name)
        if match is None:
            raise BadPack(
                self.place, f"{name!r} is not a fact of leg, party or item", "leg.contract_signed, party[1].role"
            )
        members = {"leg": [leg], "party": parties, "item": items}[match[1]]
        number = int(match[2] or 0)
        if number >= len(members):
            raise BadPack(self.place, f"{name!r}: there are only {len(members)}", "count from 0")
        return members[number], match[3]

    def facts(self, scope: str, raw: Mapping[str, Any]) -> dict[str, AnyFact]:
        found: dict[str, AnyFact] = {}
        for name, value in raw.items():
            where = f"{self.place}: {scope}.{name}"
            entry = entry_for(name, scope, self.law.dictionary, where, BadPack)
            found[entry.id] = stated(entry, value, where, self.zone, BadPack, _STATED)
        return found

    def party(self, raw: Mapping[str, Any], known: datetime | None) -> dict[str, AnyFact]:
        listing = raw.get("listing")
        facts = self.facts("party", {key: value for key, value in raw.items() if key != "listing"})
        if listing is None:
            return facts
        entries = tuple(entry for entry in self.law.listings if entry.id == listing)
        if not entries:
            raise BadPack(self.place, f"no listing is called {listing!r}", "the id of a row of a listings table")
        party = Party(str(listing), entries[0].name, listings=entries)
        seen = known or datetime.max.replace(tzinfo=UTC)
        for pack in self.law.packs:
            for source in pack.from_listing:
                fact = listing_fact(party, source, seen, pack.about.zone)
                if fact is not None:
                    facts.setdefault(source.fact, fact)
        return facts
