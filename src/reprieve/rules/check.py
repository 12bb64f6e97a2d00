"""Checking packs: what would not load, windows and gaps, rules without effect, and what nobody uses, tests or reviews.

Finds and shows; changes nothing and knows no date but the one it is given. `error`: the pack says something that cannot
be meant; `warning`: somebody should look; `note`: worth knowing. Clean means neither error nor warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from reprieve.errors import BadPack
from reprieve.rules import packtest
from reprieve.rules.diagram import LIMIT
from reprieve.rules.effect import Effects
from reprieve.rules.finding import Finding, is_clean
from reprieve.rules.index import Index
from reprieve.rules.law import Rule, Version
from reprieve.rules.pack import Law, Pack, load
from reprieve.rules.parse import parse
from reprieve.rules.standing import FULLY, in_force, says
from reprieve.rules.syntax import All, Any, Each, Named, Node, Not, atoms, facts_of
from reprieve.rules.witness import written_instant
from reprieve.text.nearest import nearest

__all__ = ["Finding", "findings", "findings_in", "is_clean"]


def findings_in(folder: Path, on: date | None = None) -> list[Finding]:
    """What there is to say about the packs below a folder, also where they do not load."""
    try:
        law = load(folder)
    except BadPack as fault:
        return [_load(fault)]
    return findings(law, on)


def findings(law: Law, on: date | None = None, limit: int = LIMIT) -> list[Finding]:
    """What there is to say about loaded law. `on` is the day on which packs should have been reviewed within a year."""
    try:
        Index(law.rules)
    except BadPack as fault:
        return [_load(fault)]
    effects = Effects(law, limit)
    found = list(_unknown_overlaps(law))
    found += [each for rule in law.rules for each in (*_windows(rule), *_unconfirmed(rule))]
    found += effects.findings()
    found += _unused(law)
    found += _untested(law, effects)
    found += [each for pack in law.packs if on is not None for each in _not_reviewed(pack, on)]
    return found


def _load(fault: BadPack, rule: str = "") -> Finding:
    return Finding("error", "load", rule, fault.where, fault.what + (f" ({fault.instead})" if fault.instead else ""))


def _unknown_overlaps(law: Law) -> Iterator[Finding]:
    known = [rule.id for rule in law.rules if rule.kind == "authorization"]
    for rule in law.rules:
        for name in rule.overlaps:
            if name not in known:
                yield _load(BadPack(rule.place, f"{rule.id} overlaps unknown {name!r}", nearest(name, known)), rule.id)


def _windows(rule: Rule) -> Iterator[Finding]:
    for earlier, later in zip(rule.versions, rule.versions[1:], strict=False):
        if earlier.until is None or earlier.until == later.start:
            continue
        until, start = written_instant(earlier.until), written_instant(later.start)
        case = {"at": written_instant(min(earlier.until, later.start))}
        if later.start < earlier.until:
            what = f"begins at {start} and displaces {earlier.cite}, whose own window runs until {until}"
            yield Finding("note", "overlapping-window", rule.id, later.place, what, case)
        elif not later.gap:
            what = f"nothing is in force from {until} until {start}; if that is the law, say so with `gap`"
            yield Finding("warning", "gap", rule.id, later.place, what, case)


def _unconfirmed(rule: Rule) -> Iterator[Finding]:
    for version in rule.versions:
        if version.confidence == "unconfirmed" and not version.note:
            what = f"{version.cite} is unconfirmed, and no note says what is"
            yield Finding("warning", "unconfirmed", rule.id, version.place, what)


def _not_reviewed(pack: Pack, on: date) -> Iterator[Finding]:
    reviewed = pack.about.reviewed
    # As a tuple, since 29 February has no anniversary.
    if (reviewed.year + 1, reviewed.month, reviewed.day) < (on.year, on.month, on.day):
        what = f"was last held against its sources on {reviewed}, more than twelve months before {on}"
        yield Finding("warning", "not-reviewed", pack.id, str(pack.folder / "pack.toml"), what)


def _unused(law: Law) -> Iterator[Finding]:
    conditions = [node for rule in law.rules for version in rule.versions for node in _conditions(version)]
    names = {name for node in conditions for name in _names(node)}
    facts = {fact for node in (*conditions, *law.definitions.values()) for fact in _facts(node)}
    facts |= {fact for pack in law.packs for fact in _read_by_dictionary(pack, law)}
    for pack in law.packs:
        for definition in pack.definitions:
            if definition.id not in names:
                what = "no rule uses this definition"
                yield Finding("note", "unused-definition", definition.id, definition.place, what)
        for entry in pack.entries:
            if entry.id not in facts:
                what = "no condition reads this fact"
                yield Finding("note", "unused-fact", entry.id, str(pack.folder / "facts.toml"), what)


def _conditions(version: Version) -> tuple[Node, ...]:
    return (version.condition, *(clause.when for clause in version.obligations))


def _facts(node: Node) -> Iterator[str]:
    for atom in atoms(node):
        yield from facts_of(atom)


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Named):
        yield node.name
    if isinstance(node, All | Any):
        for part in node.parts:
            yield from _names(part)
    elif isinstance(node, Not):
        yield from _names(node.part)
    elif isinstance(node, Named | Each):
        yield from _names(node.body)


def _read_by_dictionary(pack: Pack, law: Law) -> Iterator[str]:
    """Facts from which other facts follow, by which they are bounded, or under which they are looked up."""
    for entry in pack.entries:
        yield entry.at_most
        for rule in entry.follows:
            yield from _facts(parse(rule.when, law.dictionary, {}, entry.id))
    yield from (source.key for source in pack.from_table)


def _untested(law: Law, effects: Effects) -> Iterator[Finding]:
    tested: set[str] = set()
    for pack in law.packs:
        try:
            asked = list(packtest.runs(law, pack))
        except BadPack as fault:
            yield _load(fault, pack.id)
            continue
        for run in asked:
            tested |= {rule.id for rule in law.rules if rule.id not in tested and _is_true(rule, run)}
    for rule in law.rules:
        if rule.id not in tested and any(version.in_force for version in rule.versions):
            yield Finding("warning", "no-test", rule.id, rule.place, "no test makes it true", effects.met(rule))


def _is_true(rule: Rule, run: packtest.Run) -> bool:
    situation = run.matter.on(run.at)
    return any(True in says(rule, version, situation) for version in in_force(rule, run.at, run.known_at or FULLY))
