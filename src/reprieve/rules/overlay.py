"""Hypothetical law laid over the packs: list a party, end, extend or narrow a license, ease a requirement.

An overlay makes a new body of law marked hypothetical; the packs stay as they are. Its verdicts are never applied or
recorded as decisions.

    title = "What if the license had not been extended in August?"
    [[end]]
    authorization = "us-ear-tgl-huawei/*"      # a rule's id, or all of a pack
    before = 2019-08-20
    [[extend]]
    authorization = "us-ear-tgl-huawei/networks"
    through = 2021-02-14
    [[narrow]]
    authorization = "us-ear-tgl-huawei/devices"
    from = 2019-07-01
    when = "leg.device_kind == handset"
    [[ease]]
    restriction = "us-ear-entity-list/listed-party"
    from = 2020-01-01
    unless = "item.eccn == EAR99"
    [[list]]
    list = "us/bis/entity-list"
    id = "example-co"
    name = "Example Co."
    from = 2019-06-01
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from reprieve.errors import BadOverlay
from reprieve.intake.files import read_toml
from reprieve.intake.shape import shaped
from reprieve.model.nouns import Listing
from reprieve.model.time import EASTERN, through
from reprieve.rules.dictionary import nearest
from reprieve.rules.law import ALWAYS, Rule, Version
from reprieve.rules.pack import Law, Pack
from reprieve.rules.parse import parse
from reprieve.rules.stated import moment
from reprieve.rules.syntax import Node, Not, both


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    pass


class End(_Strict, frozen=True):
    """An authorization ends early."""

    authorization: str
    before: Any


class Extend(_Strict, frozen=True):
    """The last version of an authorization runs on."""

    authorization: str
    through: date


class Narrow(_Strict, frozen=True):
    """From a day on, an authorization needs one thing more."""

    authorization: str
    start: Any
    when: str


class Ease(_Strict, frozen=True):
    """From a day on, a restriction does not hold where this is so."""

    restriction: str
    start: Any
    unless: str


class List(_Strict, frozen=True):
    """A party is listed."""

    list: str
    id: str
    name: str
    start: Any
    through: date | None = None
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    group: str = ""
    requirement: str = "all_items"
    footnotes: tuple[str, ...] = ()


class Overlay(_Strict, frozen=True):
    """A file of hypothetical law."""

    title: str
    list: tuple[List, ...] = ()
    end: tuple[End, ...] = ()
    extend: tuple[Extend, ...] = ()
    narrow: tuple[Narrow, ...] = ()
    ease: tuple[Ease, ...] = ()


def load_overlay(path: Path) -> Overlay:
    """An overlay file. Raises BadOverlay."""
    return shaped(read_toml(path, BadOverlay), Overlay, str(path), BadOverlay)


def laid_over(law: Law, overlay: Overlay, where: str) -> Law:
    """The law as it would be. Raises BadOverlay on unknown rules, bad conditions or empty windows."""
    return _Layer(law, where).apply(overlay)


class _Layer:
    def __init__(self, law: Law, where: str) -> None:
        self.law, self.where = law, where

    def apply(self, overlay: Overlay) -> Law:
        packs: Sequence[Pack] = self.law.packs
        for end in overlay.end:
            packs = self.changed(packs, end.authorization, "authorization", self.ended(self.moment(end.before)))
        for extend in overlay.extend:
            until = partial(_extended, until=through(extend.through, EASTERN))
            packs = self.changed(packs, extend.authorization, "authorization", until)
        for narrow in overlay.narrow:
            node, start = self.condition(narrow.when), self.moment(narrow.start)
            packs = self.changed(packs, narrow.authorization, "authorization", self.split(start, node))
        for ease in overlay.ease:
            node, start = Not(self.condition(ease.unless)), self.moment(ease.start)
            packs = self.changed(packs, ease.restriction, "restriction", self.split(start, node))
        if overlay.list:
            packs = (*packs[:-1], self.listed(packs[-1], overlay.list))
        return msgspec.structs.replace(self.law, packs=tuple(packs), hypothetical=True)

    def moment(self, value: object) -> datetime:
        return moment(value, EASTERN, self.where, BadOverlay)

    def condition(self, text: str) -> Node:
        return parse(text, self.law.dictionary, self.law.definitions, f"{self.where}: {text!r}")

    def changed(self, packs: Iterable[Pack], name: str, kind: str, change: Callable[[Rule], Rule]) -> tuple[Pack, ...]:
        known = [rule.id for pack in self.law.packs for rule in pack.rules if rule.kind == kind]
        if not any(fnmatchcase(each, name) for each in known):
            raise BadOverlay(self.where, f"no {kind} is called {name!r}", nearest(name, known))
        return tuple(
            msgspec.structs.replace(
                pack,
                rules=tuple(
                    change(rule) if rule.kind == kind and fnmatchcase(rule.id, name) else rule for rule in pack.rules
                ),
            )
            for pack in packs
        )

    def ended(self, at: datetime) -> Callable[[Rule], Rule]:
        def change(rule: Rule) -> Rule:
            kept = [_clipped(version, at) for version in rule.versions if version.start < at]
            if not kept:
                raise BadOverlay(self.where, f"{rule.id} has not begun by {at.date()}", "a later day")
            return msgspec.structs.replace(rule, versions=tuple(kept))

        return change

    def split(self, start: datetime, node: Node) -> Callable[[Rule], Rule]:
        def change(rule: Rule) -> Rule:
            return msgspec.structs.replace(rule, versions=tuple(_split(rule.versions, start, node)))

        return change

    def listed(self, pack: Pack, entries: Iterable[List]) -> Pack:
        lists = {source.list: source for each in self.law.packs for source in each.from_listing}
        made: list[Listing] = []
        for entry in entries:
            if entry.list not in lists:
                raise BadOverlay(self.where, f"no list is called {entry.list!r}", nearest(entry.list, lists))
            start = self.moment(entry.start)
            end = through(entry.through, EASTERN) if entry.through else None
            if end is not None and end <= start:
                raise BadOverlay(self.where, f"the listing of {entry.name} ends before it begins")
            made.append(
                Listing(
                    list=entry.list,
                    id=entry.id,
                    name=entry.name,
                    aliases=entry.aliases,
                    countries=entry.countries,
                    start=start,
                    end=end,
                    filed=ALWAYS,
                    cite="hypothetical",
                    group=entry.group,
                    requirement=entry.requirement,
                    footnotes=entry.footnotes,
                )
            )
        return msgspec.structs.replace(pack, listings=(*pack.listings, *made))


def _clipped(version: Version, at: datetime) -> Version:
    if version.until is not None and version.until <= at:
        return version
    return msgspec.structs.replace(version, until=at, hypothetical=True)


def _extended(rule: Rule, until: datetime) -> Rule:
    last = max(number for number, version in enumerate(rule.versions) if version.in_force)
    longer = msgspec.structs.replace(rule.versions[last], until=until, hypothetical=True)
    later = [version for version in rule.versions[last + 1 :] if version.start >= until]
    return msgspec.structs.replace(rule, versions=(*rule.versions[:last], longer, *later))


def _split(versions: Iterable[Version], start: datetime, node: Node) -> Iterable[Version]:
    for version in versions:
        if not version.in_force or (version.until is not None and version.until <= start):
            yield version
        elif version.start >= start:
            yield msgspec.structs.replace(version, when=both(version.when, node), hypothetical=True)
        else:
            yield version
            changed = both(version.when, node)
            yield msgspec.structs.replace(
                version, start=start, starts_by=None, when=changed, filed=ALWAYS, hypothetical=True
            )
