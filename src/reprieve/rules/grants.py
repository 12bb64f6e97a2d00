"""Specific licenses of a case as authorizations: each clears what it names, for its parties, items and window.

A license enters as a value with its own window, never as an overlay. For every license a few facts are added that say
whom and what of a leg it covers; the rules made here read only those.
"""

from __future__ import annotations

import msgspec

from reprieve.model.facts import AnyFact, Fact, Source
from reprieve.model.nouns import Authorization, Case, Leg
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.law import ALWAYS, Clause, Rule, Version
from reprieve.rules.pack import Law
from reprieve.rules.situation import Matter
from reprieve.rules.syntax import SCOPES, All, Test


def with_licenses(law: Law, licenses: tuple[Authorization, ...]) -> tuple[tuple[Rule, ...], Dictionary]:
    """All rules and fact entries of a body of law together with those of some licenses."""
    restrictions = {rule.id: rule for rule in law.rules if rule.kind == "restriction"}
    made = [
        _rule(license_, number, restrictions[name])
        for number, license_ in enumerate(licenses)
        for name in license_.clears
    ]
    entries = [
        Entry(id=_fact(scope, number), type="bool", question=f"Does license {each.number} cover the {scope}?")
        for number, each in enumerate(licenses)
        for scope in SCOPES
    ]
    return (*law.rules, *made), law.dictionary.with_entries(entries)


def covered(matter: Matter, case: Case, leg: Leg, parties: tuple[str, ...]) -> Matter:
    """A matter that also says which of its parties (by id, in order) and items each license of the case covers."""
    about, of_parties, of_items = (
        dict(matter.leg),
        [dict(each) for each in matter.parties],
        [dict(each) for each in matter.items],
    )
    country = case.parties[leg.recipient].country
    for number, each in enumerate(case.licenses):
        there = not each.destinations or country in each.destinations
        about[_fact("leg", number)] = _said(there, each)
        for name, facts in zip(parties, of_parties, strict=True):
            facts[_fact("party", number)] = _said(name in each.parties, each)
        for name, facts in zip(leg.items, of_items, strict=True):
            facts[_fact("item", number)] = _said(name in each.items, each)
    return msgspec.structs.replace(matter, leg=about, parties=tuple(of_parties), items=tuple(of_items))


def _fact(scope: str, number: int) -> str:
    return f"{scope}.covered_by_license_{number}"


def _said(value: bool, license_: Authorization) -> AnyFact:  # noqa: FBT001  # the value of a fact
    return Fact(value, Source(f"license {license_.number}: {license_.source.text}", "document"))


def _rule(license_: Authorization, number: int, restriction: Rule) -> Rule:
    scopes = ("leg", *sorted(restriction.each))
    version = Version(
        cite=f"{license_.authority} license {license_.number}",
        start=license_.window.start or ALWAYS,
        until=license_.window.end,
        when=All(tuple(Test(_fact(scope, number), "is") for scope in scopes)),
        does="authorizes",
        filed=ALWAYS,
        obligations=tuple(Clause(proviso, f"license {license_.number}") for proviso in license_.provisos),
        place=f"license {license_.number}",
    )
    return Rule(
        id=f"license/{license_.number}",
        kind="authorization",
        title=f"License {license_.number}",
        pack="license",
        versions=(version,),
        each=restriction.each,
        clears=(restriction.id,),
    )
