"""Facts given in answer to a question, added to a case: who said it is part of the fact."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from reprieve.errors import BadInput
from reprieve.model.facts import AnyFact, Source
from reprieve.model.nouns import Case, Leg, Transaction
from reprieve.rules.pack import Law
from reprieve.rules.stated import stated


@dataclass(frozen=True)
class GivenFact:
    """An answer: the fact, for which transaction and leg, of whom (a party's or item's name), and what was said."""

    fact: str
    transaction: str
    leg: str
    about: str
    raw: object
    by: str = ""


Given = tuple[GivenFact, ...]


def with_facts(case: Case, given: Given, law: Law) -> Case:
    """A case that also states these facts. Raises BadInput where an answer does not fit its fact."""
    for each in given:
        where = f"answer for {each.fact}"
        if each.fact not in law.dictionary:
            raise BadInput(where, "is not a fact that can be stated", "a fact of the dictionary")
        source = Source("given when asked", "declared", each.by)
        fact = stated(law.dictionary[each.fact], each.raw, where, case.zone, BadInput, source)
        case = msgspec.structs.replace(
            case, transactions=tuple(_said(case, asked, each, fact) for asked in case.transactions)
        )
    return case


def _said(case: Case, asked: Transaction, given: GivenFact, fact: AnyFact) -> Transaction:
    if asked.id != given.transaction:
        return asked
    legs = tuple(_in_leg(case, leg, given, fact) if leg.id == given.leg else leg for leg in asked.legs)
    return msgspec.structs.replace(asked, legs=legs)


def _in_leg(case: Case, leg: Leg, given: GivenFact, fact: AnyFact) -> Leg:
    scope = given.fact.partition(".")[0]
    if scope == "leg":
        return msgspec.structs.replace(leg, facts={**leg.facts, given.fact: fact})
    named = case.parties if scope == "party" else case.items
    ids = [name for name, noun in named.items() if noun.name == given.about]
    facts = dict(leg.party_facts if scope == "party" else leg.item_facts)
    for name in ids:
        facts[name] = {**facts.get(name, {}), given.fact: fact}
    return msgspec.structs.replace(leg, **{f"{scope}_facts": facts})
