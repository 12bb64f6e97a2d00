"""Specific licenses of a case as authorizations: each clears what it names, for its parties, items and window.

A license enters as a value with its own window, never as an overlay. For every license a few facts are added that say
whom and what of a leg it covers; the rules made here read only those. A restriction that is not judged for each party
(or item) is cleared only where the license names every one of them but the exporter.
"""

from __future__ import annotations

from typing import Final

import msgspec

from reprieve.model.facts import UNKNOWN, AnyFact, Dated, Fact, Source
from reprieve.model.nouns import Authorization, Case, Leg
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.law import ALWAYS, Clause, Rule, Version
from reprieve.rules.pack import Law
from reprieve.rules.situation import Matter
from reprieve.rules.syntax import All, Test

_COVERED: Final = {
    "leg.destination": "the destination",
    "leg.parties": "every party but the exporter",
    "leg.items": "every item",
    "party.itself": "this party",
    "item.itself": "this item",
}
"""What a license may cover, by the fact that says so."""


def with_licenses(law: Law, licenses: tuple[Authorization, ...]) -> tuple[tuple[Rule, ...], Dictionary]:
    """All rules and fact entries of a body of law together with those of some licenses."""
    restrictions = {rule.id: rule for rule in law.rules if rule.kind == "restriction"}
    made = [
        _rule(license_, number, restrictions[name])
        for number, license_ in enumerate(licenses)
        for name in license_.clears
    ]
    entries = [
        _entry(_fact(what, number), each, words)
        for number, each in enumerate(licenses)
        for what, words in _COVERED.items()
    ]
    return (*law.rules, *made), law.dictionary.with_entries(entries)


def covered(matter: Matter, case: Case, leg: Leg, parties: tuple[str, ...]) -> Matter:
    """A matter that also says which of its parties (by id, in order) and items each license of the case covers."""
    about, of_parties, of_items = (
        dict(matter.leg),
        [dict(each) for each in matter.parties],
        [dict(each) for each in matter.items],
    )
    country = matter.leg.get("leg.destination", Fact(UNKNOWN))
    for number, each in enumerate(case.licenses):
        about[_fact("leg.destination", number)] = _there(country, each)
        about[_fact("leg.parties", number)] = _said(each, covers=set(parties) - {leg.exporter} <= set(each.parties))
        about[_fact("leg.items", number)] = _said(each, covers=set(leg.items) <= set(each.items))
        for name, facts in zip(parties, of_parties, strict=True):
            facts[_fact("party.itself", number)] = _said(each, covers=name in each.parties)
        for name, facts in zip(leg.items, of_items, strict=True):
            facts[_fact("item.itself", number)] = _said(each, covers=name in each.items)
    return msgspec.structs.replace(matter, leg=about, parties=tuple(of_parties), items=tuple(of_items))


def _entry(fact: str, license_: Authorization, words: str) -> Entry:
    return Entry(
        id=fact,
        type="bool",
        question=f"Does license {license_.number} cover {words}?",
        yes=f"license {license_.number} covers {words}",
        no=f"license {license_.number} does not cover {words}",
    )


def _fact(what: str, number: int) -> str:
    return f"{what}_covered_by_license_{number}"


def _there(country: AnyFact, license_: Authorization) -> AnyFact:
    """Whether a license covers the destination, at every moment; unknown while the destination is."""
    if not license_.destinations:
        return _said(license_, covers=True)
    if isinstance(country, Dated):
        first, *later = (_goes(each, license_) for each in (country.first, *(fact for _, fact in country.changes)))
        return Dated(first, tuple((at, fact) for (at, _), fact in zip(country.changes, later, strict=True)))
    return _goes(country, license_)


def _goes(country: Fact, license_: Authorization) -> Fact:
    if not isinstance(country.value, str):
        return Fact(UNKNOWN)
    return _said(license_, covers=country.value in license_.destinations)


def _said(license_: Authorization, *, covers: bool) -> Fact:
    return Fact(covers, Source(f"license {license_.number}: {license_.source.text}", "document"))


def _rule(license_: Authorization, number: int, restriction: Rule) -> Rule:
    parts = ["leg.destination"]
    parts.append("party.itself" if "party" in restriction.each else "leg.parties")
    parts.append("item.itself" if "item" in restriction.each else "leg.items")
    version = Version(
        cite=f"{license_.authority} license {license_.number}",
        start=license_.window.start or ALWAYS,
        until=license_.window.end,
        when=All(tuple(Test(_fact(what, number), "is") for what in parts)),
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
