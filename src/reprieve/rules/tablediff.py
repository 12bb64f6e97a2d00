"""Does a changed table make some case come out differently? One key at a time, on the days on which its values differ.

The facts that the table gives and is asked by are put into the law as known, so that the law with the old row and with
the new one are compared like any two laws. Rules are those of one law: what they say may have changed as well, and is
told elsewhere. Conditions that compare the looked-up fact with another fact are left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import msgspec

from reprieve.model.facts import Value, fact_at
from reprieve.model.pack_changes import Answer, Case, Open, Same
from reprieve.rules import logic
from reprieve.rules.dictionary import Dictionary
from reprieve.rules.differing import Comparison
from reprieve.rules.law import ALWAYS, Rule
from reprieve.rules.syntax import FALSE, TRUE, All, Any, Each, Named, Node, Not, Pair, Test, atoms, facts_of
from reprieve.rules.tables import FromTable, Table

Stretch = tuple[datetime, datetime | None, frozenset[str], frozenset[str]]
"""[start, end) in which a key has other values in the one table than in the other."""


def compared(old: FromTable, new: FromTable, rules: tuple[Rule, ...], dictionary: Dictionary) -> Answer:
    """A case that comes out differently by the new table, or the proof that none does. Raises nothing."""
    if old.key != new.key:
        return Open("it is looked up by another fact")
    reading = [rule.id for rule in rules if _reads(rule, new.fact)]
    if any(isinstance(atom, Pair) and {new.fact, new.key} & set(facts_of(atom)) for atom in _atoms(rules)):
        return Open("a condition compares what is looked up with another fact")
    stretches = combinations = 0
    left: Open | None = None
    for key in dict.fromkeys(row.key for table in (old.table, new.table) for row in table.rows):
        for start, end, *values in _unlike(old.table, new.table, key):
            laws = [tuple(_put(rule, {new.fact: each, new.key: key}) for rule in rules) for each in values]
            found = Comparison(laws[0], laws[1], dictionary, within=(start, end)).rules(reading)
            if isinstance(found, Case):
                return msgspec.structs.replace(found, facts=_with_key(found.facts, new.key, key))
            if isinstance(found, Open):
                left = left or found
            else:
                stretches, combinations = stretches + found.stretches, combinations + found.combinations
    return left or Same(stretches, combinations)


def _with_key(facts: dict[str, str], name: str, key: str) -> dict[str, str]:
    """The case with the key by which the table is asked, for every member of the case that has one."""
    where, _, rest = name.partition(".")
    members = dict.fromkeys([where, *(each.partition(".")[0] for each in facts if each.startswith(f"{where}["))])
    return facts | {f"{member}.{rest}": f'"{key}"' for member in members}


def _unlike(old: Table, new: Table, key: str) -> Iterator[Stretch]:
    cuts = sorted({ALWAYS, *old.cuts(key), *new.cuts(key)})
    facts = [table.fact(key) for table in (old, new)]
    for start, end in pairwise([*cuts, None]):
        if start is not None:
            before, after = (_words(fact_at(fact, start).value) for fact in facts)
            if before != after:
                yield start, end, before, after


def _words(value: Value) -> frozenset[str]:
    assert isinstance(value, frozenset)  # noqa: S101  # a table gives sets of words
    return value


def _atoms(rules: tuple[Rule, ...]) -> Iterator[Test | Pair]:
    for rule in rules:
        for version in rule.versions:
            yield from atoms(version.condition)


def _reads(rule: Rule, fact: str) -> bool:
    return any(fact in facts_of(atom) for atom in _atoms((rule,)))


def _put(rule: Rule, known: dict[str, Value]) -> Rule:
    versions = tuple(
        msgspec.structs.replace(version, when=put(version.condition, known), preconditions=())
        for version in rule.versions
    )
    return msgspec.structs.replace(rule, versions=versions)


def put(node: Node, known: dict[str, Value]) -> Node:
    """A condition in which some facts are known, whosever they are."""
    if isinstance(node, Test):
        return node if node.fact not in known else (TRUE if logic.test(node, known[node.fact]) else FALSE)
    if isinstance(node, Pair):
        return node
    if isinstance(node, All | Any):
        return type(node)(tuple(put(part, known) for part in node.parts))
    if isinstance(node, Not):
        return Not(put(node.part, known))
    if isinstance(node, Each):
        return Each(node.quantifier, node.over, put(node.body, known))
    return Named(node.name, put(node.body, known), node.title)
