"""A random law written down as a pack folder, the way a person would, to be read back by the loader.

text_of(node)              a condition as text; `named` gives the definitions it uses their names
write(folder, rules)       pack.toml, facts.toml and one page below `folder`
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from reprieve.model.time import local_day, start_of
from reprieve.rules.dictionary import Entry
from reprieve.rules.law import Rule, Version
from reprieve.rules.syntax import All, Each, Named, Node, Not, Pair, Test
from reprieve.rules.syntax import Any as AnyOf
from tests.oracles.random_law import FACTS, ZONE

_ABOUT: Final = f"""\
id = "random"
title = "A random law"
authority = "Nobody"
zone = "{ZONE}"
summary = "Made up by a test."
reviewed = 2026-11-21
"""


def written_down(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The law as far as a pack can say it: a publication is a day, not an hour."""
    return tuple(
        msgspec.structs.replace(rule, versions=tuple(_published_on_a_day(version) for version in rule.versions))
        for rule in rules
    )


def _published_on_a_day(version: Version) -> Version:
    if version.published is None:
        return version
    return msgspec.structs.replace(version, published=start_of(local_day(version.published, ZONE), ZONE))


def write(folder: Path, rules: Sequence[Rule]) -> None:
    """The law as a folder of packs with one pack in it."""
    place = folder / "random"
    place.mkdir()
    (place / "pack.toml").write_text(_ABOUT, encoding="utf-8")
    (place / "facts.toml").write_text("\n".join(_fact(entry) for entry in FACTS.values()), encoding="utf-8")
    names = definitions(rules)
    fences = [_fence("definition", _definition(name, body, names)) for body, name in names.items()]
    fences += [_fence(rule.kind, _rule(rule, names)) for rule in rules]
    (place / "page.md").write_text("# Made up\n\n" + "\n\n".join(fences), encoding="utf-8")


def definitions(rules: Iterable[Rule]) -> dict[Node, str]:
    """A name for every definition, innermost first: a definition may use those before it."""
    bodies = [
        body for rule in rules for version in rule.versions for node in _conditions(version) for body in _defined(node)
    ]
    return {body: f"definition_{number}" for number, body in enumerate(dict.fromkeys(bodies))}


def _conditions(version: Version) -> Iterator[Node]:
    yield version.when
    yield from (clause.when for clause in version.preconditions)


def _defined(node: Node) -> Iterator[Node]:
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from _defined(part)
    elif isinstance(node, Not):
        yield from _defined(node.part)
    elif isinstance(node, Each | Named):
        yield from _defined(node.body)
        if isinstance(node, Named):
            yield node.body


def text_of(node: Node, named: dict[Node, str]) -> str:
    """A condition as text, every part in brackets."""
    if isinstance(node, Test):
        return _test(node)
    if isinstance(node, Pair):
        return f"{node.left} {node.op} {node.right}"
    if isinstance(node, Not):
        return f"not ({text_of(node.part, named)})"
    if isinstance(node, Each):
        return f"{node.quantifier} {node.over} ({text_of(node.body, named)})"
    if isinstance(node, Named):
        return named[node.body]
    if not node.parts:
        return "true" if isinstance(node, All) else "false"
    return (" and " if isinstance(node, All) else " or ").join(f"({text_of(part, named)})" for part in node.parts)


def _test(node: Test) -> str:
    if node.op == "is":
        return node.fact
    if node.op == "undeterminable":
        return f"{node.fact} is undeterminable"
    if isinstance(node.operand, frozenset):
        return f"{node.fact} {node.op} {{{', '.join(_constant(word) for word in sorted(node.operand))}}}"
    return f"{node.fact} {node.op} {_constant(node.operand)}"


def _constant(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value)


def _fence(kind: str, lines: Iterable[str]) -> str:
    return f"What the {kind} says.\n\n```{kind}\n" + "\n".join(lines) + "\n```"


def _keys(**keys: Any) -> Iterator[str]:
    for key, value in keys.items():
        if value is not None:
            yield f"{key.rstrip('_')} = {value.isoformat() if isinstance(value, date) else json.dumps(value)}"


def _fact(entry: Entry) -> str:
    limits = {"low": entry.low, "high": entry.high}
    keys = _keys(type=entry.type, question=entry.question, vocabulary=list(entry.vocabulary), **limits)
    return "\n".join([f'[facts."{entry.id}"]', *keys])


def _definition(name: str, body: Node, named: dict[Node, str]) -> Iterator[str]:
    yield from _keys(id=name, cite="somewhere", when=text_of(body, named))


def _rule(rule: Rule, named: dict[Node, str]) -> Iterator[str]:
    yield from _keys(id=rule.id.removeprefix("random/"), title=rule.title, each=sorted(rule.each))
    yield from _keys(needs=rule.needs) if rule.kind == "restriction" else _keys(clears=list(rule.clears))
    for version in rule.versions:
        yield from ("", "[[version]]", *_version(version, named))


def _version(version: Version, named: dict[Node, str]) -> Iterator[str]:
    published = None if version.published is None else local_day(version.published, ZONE)
    yield from _keys(cite=version.cite, from_=version.start, before=version.until, filed=version.filed)
    yield from _keys(published=published, from_latest=version.starts_by, does=version.does)
    yield from _keys(confidence=version.confidence, in_force=version.in_force)
    yield from _keys(when=text_of(version.when, named)) if version.in_force else ()
    for clause in version.preconditions:
        yield "[[version.precondition]]"
        yield from _keys(text=clause.text, cite=clause.cite, when=text_of(clause.when, named))
    for clause in version.obligations:
        yield "[[version.obligation]]"
        yield from _keys(text=clause.text, cite=clause.cite)
