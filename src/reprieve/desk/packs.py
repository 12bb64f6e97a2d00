"""Packs for a reader: their pages, what `packs check` finds, what their tests say and cover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from reprieve.errors import BadInput
from reprieve.model.page import FactRow, PackPage, Report, RulePage, TestRow, VersionRow
from reprieve.model.time import local_day
from reprieve.rules import check as checks
from reprieve.rules import coverage, packtest, words
from reprieve.rules.dictionary import Entry
from reprieve.rules.law import Clause, Rule, Version
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.pack import Definition, Law, Pack
from reprieve.rules.packtest import Outcomes
from reprieve.text.nearest import nearest
from reprieve.views.words import span


def pages(folder: Path | None = None) -> tuple[PackPage, ...]:
    """Every pack as a page. Raises BadPack."""
    return tuple(_page(pack) for pack in law_in(folder or SHIPPED).packs)


def page(name: str, folder: Path | None = None) -> PackPage:
    """One pack, or the pack that holds one rule (and only that rule). Raises BadInput with the nearest name."""
    found = {each.id: each for each in pages(folder)}
    if name in found:
        return found[name]
    for each in found.values():
        for rule in (*each.rules, *each.definitions):
            if name in {rule.id, rule.id.partition("/")[2]}:
                rules = (rule,) if rule.kind != "definition" else ()
                return msgspec.structs.replace(each, rules=rules, definitions=() if rules else (rule,), facts=())
    known = [*found, *(rule.id for each in found.values() for rule in each.rules)]
    raise BadInput(name, "no pack or rule is called this", nearest(name, known) or "see `reprieve packs list`")


def _page(pack: Pack) -> PackPage:
    about = pack.about
    return PackPage(
        id=about.id,
        title=about.title,
        authority=about.authority,
        zone=about.zone,
        summary=about.summary,
        reviewed=about.reviewed,
        sha256=pack.digest,
        covers=about.covers,
        leaves_out=about.leaves_out,
        definitions=tuple(_definition(each) for each in pack.definitions),
        rules=tuple(_rule(rule, about.zone) for rule in pack.rules),
        tests=tuple(
            TestRow(test.fence.name, test.fence.source, test.fence.expect.outcome, line_of(test.place))
            for test in pack.tests
        ),
        facts=tuple(_fact(entry) for entry in pack.entries),
        listings=len(pack.listings),
    )


def _definition(found: Definition) -> RulePage:
    version = VersionRow(
        found.cite,
        "",
        "",
        "",
        found.confidence,
        " ".join(found.text.split()),
        (),
        (),
        "",
    )
    return RulePage(found.id, "definition", found.id, found.prose, "", (), (version,), line_of(found.place))


def _rule(rule: Rule, zone: str) -> RulePage:
    judged = " and ".join(f"each {name}" for name in sorted(rule.each, reverse=True)) or "the leg"
    versions = tuple(_version(rule, number, zone) for number in range(len(rule.versions)))
    return RulePage(
        rule.id, rule.kind, rule.title, rule.prose, judged, rule.clears, versions, line_of(rule.place), rule.policy
    )


def _version(rule: Rule, number: int, zone: str) -> VersionRow:
    version = rule.versions[number]
    same = number and _unchanged(rule.versions[number - 1], version)
    return VersionRow(
        cite=version.cite,
        window=span(version.start, version.until, zone)
        if version.in_force
        else f"ended {local_day(version.start, zone)}",
        known=f"known from {local_day(version.known_from, zone)}",
        does=version.does,
        confidence=version.confidence,
        condition="as before" if same else words.condition(version.when) if version.in_force else "",
        preconditions=() if same else tuple(_clause(each) for each in version.preconditions),
        obligations=() if same else tuple(_clause(each) for each in version.obligations),
        note=version.note,
    )


def _unchanged(one: Version, other: Version) -> bool:
    return (one.when, one.preconditions, one.obligations) == (other.when, other.preconditions, other.obligations)


def _clause(clause: Clause) -> str:
    return f"{clause.text} ({clause.cite})"


def _fact(entry: Entry) -> FactRow:
    low, high = entry.bounds()
    values = ", ".join(entry.vocabulary[:12]) or (f"{low} to {high}" if high is not None else entry.pattern)
    return FactRow(entry.id, entry.type, entry.question, values, entry.asserted_by)


def line_of(place: str) -> str:
    """A place in a pack without its folder."""
    path, _, line = place.partition(", line ")
    return f"{Path(path).name}, line {line}" if line else Path(path).name


def checked(folder: Path | None = None) -> Report:
    """What is wrong with the packs in a folder, each finding with a witness case where one can be had."""
    found = checks.findings_in(folder or SHIPPED, datetime.now(UTC).date())
    bad = [each for each in found if each.level != "note"]
    lines = tuple((each.level, line_of(each.place), _finding(each)) for each in found)
    summary = f"{len(bad)} to mend, {len(found) - len(bad)} notes"
    return Report(lines, summary, not bad, tuple(msgspec.to_builtins(each) for each in found))


def _finding(found: checks.Finding) -> str:
    case = (
        f" Witness: {', '.join(f'{fact} = {value}' for fact, value in found.witness.items())}." if found.witness else ""
    )
    return f"[{found.kind}] {found.rule}: {found.what}.{case}"


def run_tests(names: Iterable[str] = (), folder: Path | None = None, *, cover: bool = False) -> Report:
    """The tests beside the rules, run; with `cover`, also what they leave uncovered. Raises BadInput."""
    law, statute = law_in(folder or SHIPPED), statute_of(folder or SHIPPED)
    wanted = chosen(law, tuple(names))
    lines: list[tuple[str, str, str]] = []
    data: list[dict[str, object]] = []
    ran = failed = 0
    for pack in wanted:
        outcomes = [packtest.run(statute, asked) for asked in packtest.runs(law, pack)]
        ran += len(outcomes)
        for each in outcomes:
            failed += bool(each.faults)
            lines += [
                ("fail", line_of(each.run.place), f"{pack.id}: {each.run.name}: {fault}") for fault in each.faults
            ]
            data.append(_row(each))
        if cover:
            lines += _uncovered(law, pack, outcomes)
    uncovered = sum(level == "uncovered" for level, _, _ in lines)
    summary = f"{ran} cases in {len(wanted)} packs, {failed} failed" + (f", {uncovered} not covered" if cover else "")
    return Report(tuple(lines), summary, not failed and not uncovered, tuple(data))


def _row(each: Outcomes) -> dict[str, object]:
    at: datetime = each.run.at
    return {
        "pack": each.run.pack,
        "name": each.run.name,
        "at": at.isoformat(),
        "expected": each.run.expected.outcome,
        "outcome": each.decision.outcome,
        "faults": list(each.faults),
    }


def _uncovered(law: Law, pack: Pack, outcomes: list[Outcomes]) -> list[tuple[str, str, str]]:
    found = coverage.measure(law, pack, outcomes)
    return [
        ("uncovered", line_of(each.place), f"{each.rule}: {each.what}. {each.suggestion}".rstrip(". "))
        for each in found.uncovered
    ]


def chosen(law: Law, names: tuple[str, ...]) -> tuple[Pack, ...]:
    """The packs named, or all. Raises BadInput with the nearest name."""
    known = {pack.id: pack for pack in law.packs}
    for name in names:
        if name not in known:
            raise BadInput(name, "no pack is called this", nearest(name, known) or "see `reprieve packs list`")
    return tuple(known[name] for name in names) if names else law.packs
