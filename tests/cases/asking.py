"""Asking a case about one transaction, on either clock, and taking facts away from it: for the stories beside it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

import reprieve
from reprieve.model.answer import Answer
from reprieve.model.facts import UNKNOWN, AnyFact, Fact, Source
from reprieve.model.nouns import Case, Leg, Transaction
from reprieve.rules.bind import Binder
from reprieve.rules.book import Book, Statute
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.situation import Matter

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "huawei-2019"
LAW_CASES = HERE / "law_cases.toml"
EVERYTHING = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""An instant at which everything in the shipped packs is known."""

GONE = Fact(UNKNOWN, Source("taken away by a test"))
T = TypeVar("T")


@cache
def loaded(path: Path) -> Case:
    return reprieve.load_case(path)


@cache
def statute() -> Statute:
    return statute_of(SHIPPED)


@cache
def binder() -> Binder:
    return Binder(law_in(SHIPPED))


def eastern(text: str) -> datetime:
    """An instant written with its offset."""
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


def transaction(case: Case, name: str) -> Transaction:
    return next(each for each in case.transactions if each.id == name)


def changed(case: Case, name: str, change: Callable[[Transaction], Transaction]) -> Case:
    """The case with one transaction changed, and no other in it."""
    return replace(case, transactions=(change(transaction(case, name)),))


def each_leg(change: Callable[[Leg], Leg]) -> Callable[[Transaction], Transaction]:
    return lambda asked: replace(asked, legs=tuple(change(leg) for leg in asked.legs))


def answer(case: Case, name: str, *, at: datetime | None = None, known_at: datetime | None = None) -> Answer:
    """The answer for one transaction: as known when it says, else with everything known."""
    alone = changed(case, name, lambda asked: asked)
    known = known_at or alone.transactions[0].known_at or EVERYTHING
    return reprieve.check(alone, at=at, known_at=known).transactions[0]


def moment(asked: Transaction) -> datetime:
    assert asked.at is not None
    return asked.at


def matters(case: Case, known_at: datetime) -> Iterator[tuple[str, Matter]]:
    """Every leg of every transaction, bound to facts as known at an instant."""
    for asked in case.transactions:
        for leg in asked.legs:
            yield f"{asked.id} {leg.id}", binder().matter(case, leg, known_at)


def book(known_at: datetime = EVERYTHING) -> Book:
    return statute().known_at(known_at)


# --- facts taken away: "leg.x", "party.name.x", "item.name.x", "document.name" --------------------------------------


def without(case: Case, name: str, path: str) -> Case:
    """The transaction as if nobody had stated a fact, or without a paper."""
    scope, _, rest = path.partition(".")
    if scope == "document":
        return changed(case, name, each_leg(lambda leg: _less_paper(leg, rest)))
    if scope == "leg":
        return changed(case, name, each_leg(lambda leg: replace(leg, facts=less(leg.facts, path))))
    member, _, fact = rest.partition(".")
    alone = changed(case, name, each_leg(lambda leg: _less_about(leg, scope, member, f"{scope}.{fact}")))
    if scope == "item":
        item = alone.items[member]
        return replace(alone, items={**alone.items, member: replace(item, facts=less(item.facts, f"item.{fact}"))})
    party = alone.parties[member]
    poorer = (
        replace(party, country="") if fact == "country" else replace(party, facts=less(party.facts, f"party.{fact}"))
    )
    return replace(alone, parties={**alone.parties, member: poorer})


def less(facts: Mapping[str, T], fact: str) -> dict[str, T]:
    return {name: value for name, value in facts.items() if name != fact}


def _less_paper(leg: Leg, paper: str) -> Leg:
    assert paper in leg.documents, f"{paper} is no document of leg {leg.id}"
    return replace(leg, documents=tuple(each for each in leg.documents if each != paper))


def _less_about(leg: Leg, scope: str, member: str, fact: str) -> Leg:
    if scope == "party":
        about = {name: less(facts, fact) if name == member else facts for name, facts in leg.party_facts.items()}
        return replace(leg, party_facts=about)
    about = {name: less(facts, fact) if name == member else facts for name, facts in leg.item_facts.items()}
    return replace(leg, item_facts=about)


def one_less(matter: Matter) -> Iterator[tuple[str, Matter]]:
    """The matter with each of its known facts made unknown in turn, bound anew so that nothing follows from it."""
    for name in matter.leg:
        yield name, replace(matter, leg=_hidden(matter.leg, name))
    for place, facts in enumerate(matter.parties):
        for name in facts:
            poorer = (*matter.parties[:place], _hidden(facts, name), *matter.parties[place + 1 :])
            yield f"{name} of {matter.party_names[place]}", replace(matter, parties=poorer)
    for place, facts in enumerate(matter.items):
        for name in facts:
            poorer = (*matter.items[:place], _hidden(facts, name), *matter.items[place + 1 :])
            yield f"{name} of {matter.item_names[place]}", replace(matter, items=poorer)


def _hidden(facts: Mapping[str, AnyFact], name: str) -> dict[str, AnyFact]:
    return {**facts, name: GONE}
