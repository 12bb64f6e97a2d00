"""Specific licenses of a case as authorizations: each clears what it names, for its parties, items and window.

A license enters as a value with its own window, never as an overlay. For every license a few facts are added that say
whom and what of a leg it covers, how much the leg takes of it (`rules.drawn`), and whether the papers that it asks for
are there; the rules made here read only those. A restriction that is not judged for each party (or item) is cleared
only where the license names every one of them but the exporter. Each state of a license's ledger is a version of its
rule, so that what is left of it has dates like everything else.
"""

from __future__ import annotations

from typing import Final

import msgspec

from reprieve.model.facts import UNKNOWN, AnyFact, Dated, Fact, Source
from reprieve.model.nouns import Authorization, Case, Leg, Proviso
from reprieve.rules import drawn
from reprieve.rules.bind import taking_part
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.law import ALWAYS, Clause, Rule, Version
from reprieve.rules.pack import Law
from reprieve.rules.situation import Matter
from reprieve.rules.syntax import All, Node, Test

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
        rule
        for number, license_ in enumerate(licenses)
        for name in license_.clears
        for rule in _rules(license_, number, restrictions[name])
    ]
    entries = [entry for number, each in enumerate(licenses) for entry in _entries(each, number)]
    return (*law.rules, *made), law.dictionary.with_entries(entries)


def covered(matter: Matter, case: Case, leg: Leg, parties: tuple[str, ...]) -> Matter:
    """A matter that also says which of its parties (by id, in order) and items each license of the case covers."""
    about, of_parties, of_items = (
        dict(matter.leg),
        [dict(each) for each in matter.parties],
        [dict(each) for each in matter.items],
    )
    country = matter.leg.get("leg.destination", Fact(UNKNOWN))
    beside = _beside(case, leg)
    for number, each in enumerate(case.licenses):
        legs = (leg, *(other for other in beside if _for_all(each, other, taking_part(other))))
        about[_fact("leg.destination", number)] = _there(country, each)
        about[_fact("leg.parties", number)] = _said(
            each, covers=all(_granted(each, leg, name) for name in set(parties) - {leg.exporter})
        )
        about[_fact("leg.items", number)] = _said(each, covers=set(leg.items) <= set(each.items))
        for name, facts in zip(parties, of_parties, strict=True):
            facts[_fact("party.itself", number)] = _said(each, covers=_granted(each, leg, name))
        for name, facts in zip(leg.items, of_items, strict=True):
            facts[_fact("item.itself", number)] = _said(each, covers=name in each.items)
            facts.update(drawn.of_item(each, legs, name))
        about.update(drawn.of_leg(each, legs))
        about.update(
            {_paper(each, proviso): _obtained(case, leg, each, proviso) for proviso in each.provisos if proviso.paper}
        )
    return msgspec.structs.replace(matter, leg=about, parties=tuple(of_parties), items=tuple(of_items))


def _beside(case: Case, leg: Leg) -> tuple[Leg, ...]:
    """The other legs of its transaction on which its exporter ships: they draw on the same license."""
    whole = next((asked.legs for asked in case.transactions if any(each is leg for each in asked.legs)), ())
    return tuple(each for each in whole if each is not leg and each.exporter == leg.exporter)


def _for_all(license_: Authorization, leg: Leg, parties: tuple[str, ...]) -> bool:
    return all(_granted(license_, leg, name) for name in parties if name != leg.exporter)


def _granted(license_: Authorization, leg: Leg, party: str) -> bool:
    """Whether a license names a party, and every role that it has here."""
    roles = license_.roles.get(party)
    return party in license_.parties and (roles is None or set(leg.roles.get(party, ())) <= set(roles))


def _obtained(case: Case, leg: Leg, license_: Authorization, proviso: Proviso) -> AnyFact:
    """Whether the paper that a proviso asks for is there: from its signature on, if the right one signed it."""
    signer = {"exporter": leg.exporter, "recipient": leg.recipient}.get(proviso.signer, proviso.signer)
    papers = (case.documents[name] for name in leg.documents)
    found = [
        paper
        for paper in papers
        if paper.kind == proviso.paper
        and paper.signer == signer
        and paper.scope in {"", license_.number}
        and (not paper.items or set(leg.items) & set(license_.items) <= set(paper.items))
    ]
    if not found:
        return Fact(UNKNOWN, Source(f"no such paper of {signer} for license {license_.number} is with this leg"))
    paper = min(found, key=lambda each: each.signed)
    day = paper.signed.date()
    before = Fact(value=False, source=Source(f"{paper.id} was signed only on {day}", "document"))
    after = Fact(value=True, source=Source(f"document {paper.id}, signed {day}", "document"))
    return Dated(before, ((paper.signed, after),))


def _entries(license_: Authorization, number: int) -> list[Entry]:
    covered_ = [_entry(_fact(what, number), license_, words) for what, words in _COVERED.items()]
    papers = [
        Entry(
            id=_paper(license_, proviso),
            type="bool",
            question=f"{proviso.text} (license {license_.number}): has {proviso.signer} signed it beforehand?",
            yes=proviso.text,
            no=f"not yet: {proviso.text}",
            lever="obtain",
        )
        for proviso in license_.provisos
        if proviso.paper
    ]
    return [*covered_, *papers, *drawn.entries(license_)]


def _paper(license_: Authorization, proviso: Proviso) -> str:
    return f"leg.{proviso.paper}_of_{proviso.signer}_for_license_{license_.number}"


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


def _rules(license_: Authorization, number: int, restriction: Rule) -> tuple[Rule, ...]:
    """The license, and the shipping tolerance on it where it has a limit of value."""
    parts = ["leg.destination"]
    parts.append("party.itself" if "party" in restriction.each else "leg.parties")
    parts.append("item.itself" if "item" in restriction.each else "leg.items")
    covers = tuple(Test(_fact(what, number), "is") for what in parts)
    scope = "item" if "item" in restriction.each else "leg"
    name = f"license/{license_.number}"
    rules = [_rule(name, f"License {license_.number}", restriction, _versions(license_, covers, scope))]
    tolerated = _tolerated(license_, covers, scope)
    if tolerated:
        rules.append(_rule(f"{name}/tolerance", f"Tolerance on license {license_.number}", restriction, tolerated))
    return tuple(rules)


def _rule(name: str, title: str, restriction: Rule, versions: tuple[Version, ...]) -> Rule:
    return Rule(
        id=name,
        kind="authorization",
        title=title,
        pack="license",
        versions=versions,
        each=restriction.each,
        clears=(restriction.id,),
    )


def _versions(license_: Authorization, covers: tuple[Node, ...], scope: str) -> tuple[Version, ...]:
    """One for each stretch of the license's life in which as much is left of it."""
    return tuple(
        Version(
            cite=": ".join(filter(None, (f"{license_.authority} license {license_.number}", stretch.says))),
            start=stretch.start,
            until=stretch.last,
            when=All((*covers, *drawn.within(license_, stretch, scope))),
            does="authorizes",
            filed=stretch.known or ALWAYS,
            preconditions=_before(license_),
            obligations=_after(license_),
            place=f"license {license_.number}",
        )
        for stretch in drawn.stretches(license_)
    )


def _tolerated(license_: Authorization, covers: tuple[Node, ...], scope: str) -> tuple[Version, ...]:
    """What lies above the value that is left and within a tolerance; one that is not confirmed does not clear."""
    return tuple(
        Version(
            cite=tolerance.cite,
            start=stretch.start,
            until=stretch.last,
            when=All((*covers, *drawn.tolerated(license_, stretch, tolerance, scope))),
            does="authorizes",
            filed=stretch.known or ALWAYS,
            preconditions=_before(license_),
            obligations=_after(license_),
            confidence=tolerance.confidence,
            note=tolerance.note,
            place=f"license {license_.number}",
        )
        for tolerance in license_.tolerances
        if license_.value is not None
        for stretch in drawn.stretches(license_, tolerance)
    )


def _before(license_: Authorization) -> tuple[Clause, ...]:
    return tuple(
        Clause(proviso.text, f"license {license_.number}", Test(_paper(license_, proviso), "is"))
        for proviso in license_.provisos
        if proviso.paper
    )


def _after(license_: Authorization) -> tuple[Clause, ...]:
    return tuple(Clause(each.text, f"license {license_.number}") for each in license_.provisos if not each.paper)
