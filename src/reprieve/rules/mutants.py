"""Packs with one small mistake in them, of the kind that a person makes who copies law from a page: the mutants.

A mistake is made once where the law is written once: a definition for all that use it, a condition for every version
that repeats it. What would not load is no mutant. Nothing here is run; `rules.mutate` does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from reprieve.rules.dictionary import Dictionary
from reprieve.rules.law import ALWAYS, Clause, Rule, Version
from reprieve.rules.pack import Definition, Law, Pack
from reprieve.rules.spelling import spelt
from reprieve.rules.syntax import ATOMS, FALSE, TRUE, All, Any, Atom, Each, Named, Node, Not, Test

Kind = Literal[
    "window",
    "known",
    "member",
    "atom",
    "boundary",
    "constant",
    "negation",
    "quantifier",
    "condition",
    "version",
    "clears",
    "precondition",
    "confidence",
    "needs",
]
_DAY: Final = timedelta(days=1)
_STRICTER: Final = {"<=": "<", "<": "<=", ">=": ">", ">": ">="}
_OTHER_SIDE: Final = {"<=": 1, ">": 1, "<": -1, ">=": -1, "==": 1, "!=": 1}
"""Where a constant is to be moved so that it is no other spelling of the mutant with `<` for `<=`."""


class Mutant(msgspec.Struct, frozen=True):
    """The law with one mistake: the rules that now read otherwise. `owner` is a rule or a definition of `pack`."""

    kind: Kind
    pack: str
    owner: str
    place: str
    change: str
    rules: tuple[Rule, ...]

    def law(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """All rules, with those of the mutant in the place of their originals."""
        changed = {rule.id: rule for rule in self.rules}
        return tuple(changed.get(rule.id, rule) for rule in rules)


Slip = tuple[Kind, str, Node]
"""A mistake in a condition: its kind, what was changed, and the condition as it then reads."""


def mutants(law: Law, pack: Pack) -> Iterator[Mutant]:
    """Every mutant of a pack, always in the same order."""
    for definition in pack.definitions:
        yield from _of_definition(law, pack, definition)
    for rule in pack.rules:
        yield from of_rule(rule, pack.about.zone, law.dictionary)


def of_rule(rule: Rule, zone: str, dictionary: Dictionary) -> Iterator[Mutant]:
    """Every mutant of one rule; its days run in `zone`."""
    for kind, place, change, changed in _of_rule(rule, zone, dictionary):
        yield Mutant(kind, rule.pack, rule.id, place, change, (changed,))


# --- conditions -------------------------------------------------------------------------------------------------------


def slips(node: Node, dictionary: Dictionary) -> Iterator[Slip]:
    """Every small mistake in a condition; those inside definitions are made there."""
    if isinstance(node, All | Any):
        yield from _in_group(node, dictionary)
    elif isinstance(node, Not):
        if not isinstance(node.part, ATOMS):
            yield "negation", f"without the `not` of `{spelt(node, dictionary)}`", node.part
        yield from _within(node.part, Not, dictionary)
    elif isinstance(node, Each):
        yield from _in_each(node, dictionary)
    else:
        yield "negation", f"`{spelt(node, dictionary)}` denied", Not(node)
        if isinstance(node, ATOMS):
            yield from _in_atom(node, dictionary)


def _within(part: Node, put: Callable[[Node], Node], dictionary: Dictionary) -> Iterator[Slip]:
    for kind, change, changed in slips(part, dictionary):
        yield kind, change, put(changed)


def _in_group(node: All | Any, dictionary: Dictionary) -> Iterator[Slip]:
    def put(number: int, part: tuple[Node, ...]) -> Node:
        parts = (*node.parts[:number], *part, *node.parts[number + 1 :])
        return parts[0] if len(parts) == 1 else type(node)(parts)

    for number, part in enumerate(node.parts):
        if len(node.parts) > 1:
            yield "atom", f"without `{spelt(part, dictionary)}`", put(number, ())
        yield from _within(part, lambda changed, number=number: put(number, (changed,)), dictionary)  # type: ignore[misc]


def _in_each(node: Each, dictionary: Dictionary) -> Iterator[Slip]:
    other: Literal["any", "all"] = "all" if node.quantifier == "any" else "any"
    yield "quantifier", f"`{other}` for `{spelt(node, dictionary)}`", Each(other, node.over, node.body)
    yield from _within(node.body, lambda body: Each(node.quantifier, node.over, body), dictionary)


def _in_atom(atom: Atom, dictionary: Dictionary) -> Iterator[Slip]:
    if atom.op in _STRICTER:
        op = _STRICTER[atom.op]
        yield "boundary", f"`{op}` in `{spelt(atom, dictionary)}`", msgspec.structs.replace(atom, op=op)
    if isinstance(atom, Test) and atom.op in _OTHER_SIDE and (moved := _next(atom, dictionary)) is not None:
        changed = msgspec.structs.replace(atom, operand=moved)
        yield "constant", f"`{spelt(changed, dictionary)}` for `{spelt(atom, dictionary)}`", changed
    if isinstance(atom, Test) and isinstance(atom.operand, frozenset) and len(atom.operand) > 1:
        for word in sorted(atom.operand):
            changed = msgspec.structs.replace(atom, operand=atom.operand - {word})
            yield "member", f"without {word} in `{spelt(atom, dictionary)}`", changed


def _next(atom: Test, dictionary: Dictionary) -> int | date | None:
    """The neighbour of a number, a day or an instant in a comparison, where the fact can have it."""
    step, found = _OTHER_SIDE[atom.op], atom.operand
    if isinstance(found, bool | str | frozenset | None):
        return None
    moved: int | date = found + step * (_DAY if isinstance(found, date) else 1)  # type: ignore[operator]
    return moved if dictionary[atom.fact].admits(moved) else None


def _whole(node: Node) -> Iterator[Slip]:
    for constant, word in ((TRUE, "true"), (FALSE, "false")):
        if node != constant:
            yield "condition", f"its condition is `{word}`", constant


def _of_definition(law: Law, pack: Pack, definition: Definition) -> Iterator[Mutant]:
    for kind, change, body in (*_whole(definition.when), *slips(definition.when, law.dictionary)):
        rules = tuple(_redefined(rule, definition.id, body) for rule in law.rules)
        changed = tuple(new for old, new in zip(law.rules, rules, strict=True) if new != old)
        yield Mutant(kind, pack.id, definition.id, definition.place, change, changed)


def _redefined(rule: Rule, name: str, body: Node) -> Rule:
    versions = tuple(
        msgspec.structs.replace(
            version,
            when=redefined(version.when, name, body),
            preconditions=tuple(
                msgspec.structs.replace(each, when=redefined(each.when, name, body)) for each in version.preconditions
            ),
        )
        for version in rule.versions
    )
    return msgspec.structs.replace(rule, versions=versions)


def redefined(node: Node, name: str, body: Node) -> Node:
    """A condition in which a definition has another body."""
    if isinstance(node, ATOMS):
        return node
    if isinstance(node, All | Any):
        return type(node)(tuple(redefined(part, name, body) for part in node.parts))
    if isinstance(node, Not):
        return Not(redefined(node.part, name, body))
    if isinstance(node, Each):
        return Each(node.quantifier, node.over, redefined(node.body, name, body))
    return Named(node.name, body if node.name == name else redefined(node.body, name, body), node.title)


# --- rules ------------------------------------------------------------------------------------------------------------

_Changed = tuple[Kind, str, str, Rule]


def _of_rule(rule: Rule, zone: str, dictionary: Dictionary) -> Iterator[_Changed]:
    yield from _conditions(rule, dictionary)
    yield from _preconditions(rule, dictionary)
    for number, version in enumerate(rule.versions):
        yield "version", version.place, "this version left out", _without(rule, number)
        for kind, change, changed in (*_windows(version, zone), *_known(version, zone), *_surer(version)):
            found = _with(rule, number, changed)
            if _loads(found):
                yield kind, version.place, change, found
    for name in rule.clears:
        rest = tuple(each for each in rule.clears if each != name)
        yield "clears", rule.place, f"does not clear {name}", msgspec.structs.replace(rule, clears=rest)
    if rule.kind == "restriction":
        other: Literal["license", "prohibition"] = "license" if rule.needs == "prohibition" else "prohibition"
        yield "needs", rule.place, f"needs a {other}", msgspec.structs.replace(rule, needs=other)


def _runs(rule: Rule, same: Callable[[Version], object]) -> Iterator[range]:
    """The versions, by number, among which something is written once and repeated."""
    start = 0
    for number in range(1, len(rule.versions) + 1):
        if number == len(rule.versions) or same(rule.versions[number]) != same(rule.versions[start]):
            if rule.versions[start].in_force:
                yield range(start, number)
            start = number


def _conditions(rule: Rule, dictionary: Dictionary) -> Iterator[_Changed]:
    for run in _runs(rule, lambda version: (version.in_force, version.when)):
        first = rule.versions[run.start]
        for kind, change, when in (*_whole(first.when), *slips(first.when, dictionary)):
            yield kind, first.place, change, _each(rule, run, lambda _, when=when: {"when": when})  # type: ignore[misc]


def _preconditions(rule: Rule, dictionary: Dictionary) -> Iterator[_Changed]:
    for run in _runs(rule, lambda version: (version.in_force, version.preconditions)):
        first = rule.versions[run.start]
        for number, clause in enumerate(first.preconditions):
            for kind, change, put in _in_clause(clause, dictionary):
                found = (*first.preconditions[:number], *put, *first.preconditions[number + 1 :])
                yield kind, first.place, change, _each(rule, run, lambda _, found=found: {"preconditions": found})  # type: ignore[misc]


def _in_clause(clause: Clause, dictionary: Dictionary) -> Iterator[tuple[Kind, str, tuple[Clause, ...]]]:
    if clause.when != TRUE:
        yield "precondition", f"without the precondition `{spelt(clause.when, dictionary)}`", ()
        for kind, change, when in slips(clause.when, dictionary):
            yield kind, f"in a precondition: {change}", (msgspec.structs.replace(clause, when=when),)


def _each(rule: Rule, run: range, keys: Callable[[Version], dict[str, object]]) -> Rule:
    versions = tuple(
        msgspec.structs.replace(version, **keys(version)) if number in run else version
        for number, version in enumerate(rule.versions)
    )
    return msgspec.structs.replace(rule, versions=versions)


def _with(rule: Rule, number: int, version: Version) -> Rule:
    return _each(rule, range(number, number + 1), lambda _: msgspec.structs.asdict(version))


def _without(rule: Rule, number: int) -> Rule:
    return msgspec.structs.replace(rule, versions=(*rule.versions[:number], *rule.versions[number + 1 :]))


# --- windows ----------------------------------------------------------------------------------------------------------

_Window = tuple[Kind, str, Version]


def _windows(version: Version, zone: str) -> Iterator[_Window]:
    for key, said in (("start", "begins"), ("until", "ends"), ("starts_by", "begins at the latest")):
        for days, change in _moved(getattr(version, key), zone, said):
            yield "window", change, msgspec.structs.replace(version, **{key: days})


def _known(version: Version, zone: str) -> Iterator[_Window]:
    """Moves what decides when it was known; a day that something else decides anyway is left alone."""
    for key, said in (("filed", "filed"), ("published", "published")):
        for days, change in _moved(getattr(version, key), zone, said):
            found = msgspec.structs.replace(version, **{key: days})
            if found.known_from != version.known_from:
                yield "known", change, found


def _moved(at: datetime | None, zone: str, said: str) -> Iterator[tuple[datetime, str]]:
    if at is not None and at > ALWAYS + _DAY:
        local = at.astimezone(ZoneInfo(zone))  # a day on the clock, also where the clocks are put forward
        yield local - _DAY, f"{said} a day earlier"
        yield local + _DAY, f"{said} a day later"


def _surer(version: Version) -> Iterator[_Window]:
    if version.confidence == "unconfirmed":
        yield "confidence", "held to be confirmed", msgspec.structs.replace(version, confidence="secondary")


def _loads(rule: Rule) -> bool:
    """Whether a pack that says this would load: windows that are not empty, in order."""
    own = all(
        (each.until is None or each.start < each.until) and (each.starts_by is None or each.start <= each.starts_by)
        for each in rule.versions
    )
    return own and all(
        one.start < other.start and (one.starts_by is None or one.starts_by <= other.start)
        for one, other in pairwise(rule.versions)
    )
