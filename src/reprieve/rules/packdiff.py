"""Two bodies of law side by side: what each rule, definition, fact and table says differently, and a case of it.

Texts are compared as they were read, not as they were typed. Whether a change decides anything is searched for in all
cases (`rules.differing`); a change of facts and listings is told, and no case is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Final, TypeVar

import msgspec

from reprieve.model.pack_changes import Answer, Changed, FieldChange, How, Open
from reprieve.rules import tablediff
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.differing import Comparison
from reprieve.rules.law import Clause, Rule, Version
from reprieve.rules.pack import Definition, Law, Pack
from reprieve.rules.spelling import spelt
from reprieve.rules.syntax import All, Each, Named, Node, Not, atoms, facts_of
from reprieve.rules.syntax import Any as AnyOf
from reprieve.rules.tables import FromTable, Row
from reprieve.rules.witness import written_instant

T = TypeVar("T")

_VERSION: Final = (
    "cite", "start", "until", "starts_by", "filed", "published", "does", "confidence", "in_force", "note",
)  # fmt: skip
_RULE: Final = ("kind", "title", "each", "needs", "why", "policy", "clears", "tags", "overlaps", "prose")
_PACK: Final = ("title", "authority", "zone", "uses", "summary", "reviewed", "covers", "leaves_out", "listings")
_SAID: Final = {"start": "from", "until": "before", "starts_by": "from_latest", "prose": "text"}
"""Fields under the names that packs give them."""


def differences(before: Law, after: Law) -> Iterator[Changed]:
    """What is not the same, pack by pack."""
    search = _Search(before, after)
    packs = _side_by_side(_by_id(before.packs), _by_id(after.packs))
    for name, old, new in packs:
        if old is None or new is None:
            yield from (Changed("pack", name, _how(old, new), str(each.folder), ()) for each in (old, new) if each)
        elif fields := tuple(_fields(old.about, new.about, _PACK)):
            yield Changed("pack", name, "changed", str(new.folder / "pack.toml"), fields)
        yield from _definitions(old, new, search)
        yield from _rules(old, new, search)
        yield from _facts(old, new)
        yield from _tables(old, new, search)
        yield from _listings(old, new)


def unchanged(before: Law, after: Law) -> int:
    """How many rules say the same in both."""
    old = {rule.id: _plain(rule) for rule in before.rules}
    return sum(old.get(rule.id) == _plain(rule) for rule in after.rules)


class _Search:
    """Looks for cases that the two laws decide differently."""

    def __init__(self, before: Law, after: Law) -> None:
        self._laws = (before, after)
        old, new = before.dictionary, after.dictionary
        self.retyped = {name for name in old if name in new and old[name].type != new[name].type}
        merged = {name: _merged(old.get(name), new.get(name)) for name in dict.fromkeys((*old, *new))}
        self.dictionary = Dictionary(merged)
        self.comparison = Comparison(before.rules, after.rules, self.dictionary)

    def rules(self, names: Iterable[str]) -> Answer:
        """Whether these rules make the two decide some case differently."""
        # What decides beside a rule is searched too, so that no fact may mean two things anywhere.
        if self.retyped & self._read:
            return Open("a fact that some rule reads is of another type")
        return self.comparison.rules(names)

    def table(self, old: FromTable | None, new: FromTable | None) -> Answer | None:
        """Whether a changed table makes some case come out differently under the new law; None if it came or went."""
        if old is None or new is None:
            return None
        return tablediff.compared(old, new, self._laws[1].rules, self.dictionary)

    def using(self, definition: str) -> list[str]:
        """The rules that use a definition, in either law."""
        found = (rule for law in self._laws for rule in law.rules if definition in _names(_conditions(rule)))
        return list(dict.fromkeys(rule.id for rule in found))

    @cached_property
    def _read(self) -> set[str]:
        nodes = (node for law in self._laws for rule in law.rules for node in _conditions(rule))
        return {fact for node in nodes for atom in atoms(node) for fact in facts_of(atom)}


def _merged(old: Entry | None, new: Entry | None) -> Entry:
    """A fact that can have every value that it can have in either law."""
    if old is None or new is None:
        found = new or old
        assert found is not None  # noqa: S101  # it stands in one of them
        return found
    vocabulary = tuple(dict.fromkeys((*new.vocabulary, *old.vocabulary))) if new.vocabulary and old.vocabulary else ()
    low = None if new.low is None or old.low is None else min(new.low, old.low)
    high = None if new.high is None or old.high is None else max(new.high, old.high)
    return msgspec.structs.replace(new, vocabulary=vocabulary, low=low, high=high)


# --- rules and definitions --------------------------------------------------------------------------------------------


def _definitions(old: Pack | None, new: Pack | None, search: _Search) -> Iterator[Changed]:
    sides = [_by_id(pack.definitions) if pack else {} for pack in (old, new)]
    for name, one, other in _side_by_side(*sides):
        fields = tuple(_definition(one, other, search.dictionary))
        if fields:
            moved = one is None or other is None or one.when != other.when
            answer = search.rules(search.using(name)) if moved else None
            yield Changed("definition", name, _how(one, other), _place(one, other), fields, answer)


def _definition(old: Definition | None, new: Definition | None, dictionary: Dictionary) -> Iterator[FieldChange]:
    conditions = [spelt(each.when, dictionary) if each else "" for each in (old, new)]
    if conditions[0] != conditions[1]:
        yield FieldChange("when", *conditions)
    yield from _fields(old, new, ("cite", "confidence", "title", "prose"))


def _rules(old: Pack | None, new: Pack | None, search: _Search) -> Iterator[Changed]:
    sides = [_by_id(pack.rules) if pack else {} for pack in (old, new)]
    for name, one, other in _side_by_side(*sides):
        fields = tuple(_rule(one, other, search.dictionary))
        if fields:
            found = other or one
            assert found is not None  # noqa: S101  # it stands in one of them
            yield Changed(found.kind, name, _how(one, other), _place(one, other), fields, search.rules([name]))


def _rule(old: Rule | None, new: Rule | None, dictionary: Dictionary) -> Iterator[FieldChange]:
    yield from _fields(old, new, _RULE)
    together: dict[tuple[str, str, str], list[str]] = {}
    for one, other in _paired(old.versions if old else (), new.versions if new else ()):
        for change in _version(one, other, dictionary):
            cites = together.setdefault((change.what, change.before, change.after), [])
            cites.extend(each.cite for each in (other or one,) if each is not None)
    for (what, before, after), cites in together.items():
        # What is written once and repeated by every version after it is told once.
        yield FieldChange(f"{'; '.join(cites)}: {what}", before, after)


def _paired(old: tuple[Version, ...], new: tuple[Version, ...]) -> Iterator[tuple[Version | None, Version | None]]:
    """Versions with the same citation, else with the same first day, else alone."""
    left = list(new)
    for version in old:
        same = next((each for each in left if each.cite == version.cite), None)
        same = same or next((each for each in left if each.start == version.start), None)
        if same is not None:
            left.remove(same)
        yield version, same
    yield from ((None, version) for version in left)


def _version(old: Version | None, new: Version | None, dictionary: Dictionary) -> Iterator[FieldChange]:
    if old is None or new is None:
        yield FieldChange("version", _whole(old, dictionary), _whole(new, dictionary))
        return
    yield from _fields(old, new, _VERSION)
    yield from _conditioned(old, new, dictionary)


def _conditioned(old: Version, new: Version, dictionary: Dictionary) -> Iterator[FieldChange]:
    conditions = [spelt(each.when, dictionary) for each in (old, new)]
    if conditions[0] != conditions[1]:
        yield FieldChange("when", *conditions)
    for what in ("preconditions", "obligations"):
        before, after = ([_clause(clause, dictionary) for clause in getattr(version, what)] for version in (old, new))
        yield from (FieldChange(what, each, "") for each in before if each not in after)
        yield from (FieldChange(what, "", each) for each in after if each not in before)


def _clause(clause: Clause, dictionary: Dictionary) -> str:
    return f"{clause.text} ({clause.cite}): {spelt(clause.when, dictionary)}"


def _whole(version: Version | None, dictionary: Dictionary) -> str:
    if version is None:
        return ""
    until = f" before {_said(version.until)}" if version.until else ""
    return f"from {_said(version.start)}{until}: {spelt(version.when, dictionary)}"


def _conditions(rule: Rule) -> tuple[Node, ...]:
    return tuple(version.condition for version in rule.versions)


def _names(nodes: Iterable[Node]) -> set[str]:
    """The definitions that conditions use, directly or by way of others."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Named):
            found.add(node.name)
            waiting.append(node.body)
        elif isinstance(node, All | AnyOf):
            waiting.extend(node.parts)
        elif isinstance(node, Not):
            waiting.append(node.part)
        elif isinstance(node, Each):
            waiting.append(node.body)
    return found


# --- facts, tables, listings ------------------------------------------------------------------------------------------


def _facts(old: Pack | None, new: Pack | None) -> Iterator[Changed]:
    names = tuple(name for name in Entry.__struct_fields__ if name not in {"id", "pack"})
    sides = [_by_id(pack.entries) if pack else {} for pack in (old, new)]
    for name, one, other in _side_by_side(*sides):
        fields = tuple(_fields(one, other, names))
        if fields:
            pack = new or old
            place = str(pack.folder / "facts.toml") if pack else ""
            yield Changed("fact", name, _how(one, other), place, fields)


def _tables(old: Pack | None, new: Pack | None, search: _Search) -> Iterator[Changed]:
    sides = [{each.fact: each for each in pack.from_table} if pack else {} for pack in (old, new)]
    for name, one, other in _side_by_side(*sides):
        rows = [[_row(row) for row in each.table.rows] if each else [] for each in (one, other)]
        fields = tuple(_lines("row", *rows))
        if fields:
            places = [row.place for each in (other, one) if each for row in each.table.rows]
            yield Changed("table", name, _how(one, other), "".join(places[:1]), fields, search.table(one, other))


def _listings(old: Pack | None, new: Pack | None) -> Iterator[Changed]:
    rows = [[repr(msgspec.structs.astuple(each)) for each in pack.listings] if pack else [] for pack in (old, new)]
    if sorted(rows[0]) != sorted(rows[1]):
        pack = new or old
        names = [{each.id for each in side.listings} if side else set[str]() for side in (old, new)]
        gone, come = sorted(names[0] - names[1]), sorted(names[1] - names[0])
        others = len(set(rows[1]) - set(rows[0])) - len(come)
        fields = [FieldChange("listing", name, "") for name in gone] + [
            FieldChange("listing", "", name) for name in come
        ]
        fields += [FieldChange("listings that say something else", str(others), str(others))] if others > 0 else []
        yield Changed("listing", pack.id if pack else "", "changed", str(pack.folder) if pack else "", tuple(fields))


def _row(row: Row) -> str:
    start = f" from {_said(row.start)}" if row.start else ""
    end = f" before {_said(row.end)}" if row.end else ""
    return f"{row.key}: {row.value}{start}{end} ({row.confidence}, {row.cite})"


def _lines(what: str, old: list[str], new: list[str]) -> Iterator[FieldChange]:
    yield from (FieldChange(what, each, "") for each in old if each not in new)
    yield from (FieldChange(what, "", each) for each in new if each not in old)


# --- anything ---------------------------------------------------------------------------------------------------------


def _by_id(found: Iterable[T]) -> dict[str, T]:
    return {each.id: each for each in found}  # type: ignore[attr-defined]  # packs, rules, definitions, facts have one


def _side_by_side(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    for name in dict.fromkeys((*old, *new)):
        yield name, old.get(name), new.get(name)


def _how(old: object, new: object) -> How:
    return "added" if old is None else "removed" if new is None else "changed"


def _place(old: Any, new: Any) -> str:
    found: str = (new or old).place
    return found


def _fields(old: Any, new: Any, names: Iterable[str]) -> Iterator[FieldChange]:
    for name in names:
        before, after = (_said(getattr(each, name)) if each is not None else "" for each in (old, new))
        if before != after:
            yield FieldChange(_SAID.get(name, name), before, after)


def _said(value: Any) -> str:
    """A value of any field in one line."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return written_instant(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if isinstance(value, tuple):
        return "; ".join(map(_said, value))
    if isinstance(value, msgspec.Struct):
        return ", ".join(f"{name} {_said(getattr(value, name))}" for name in value.__struct_fields__)
    return " ".join(str(value).split())


def _plain(rule: Rule) -> Rule:
    """A rule without the places at which it is written."""
    versions = tuple(msgspec.structs.replace(version, place="") for version in rule.versions)
    return msgspec.structs.replace(rule, versions=versions, place="")
