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

from reprieve.errors import BadOverlay, BadPack
from reprieve.intake.files import read_toml
from reprieve.intake.shape import shaped
from reprieve.intake.when import last_day, moment
from reprieve.model.nouns import Listing
from reprieve.model.time import EASTERN
from reprieve.rules.law import ALWAYS, Rule, Version
from reprieve.rules.pack import Law, Pack
from reprieve.rules.parse import parse
from reprieve.rules.syntax import Node, Not, both, free_scopes
from reprieve.text.nearest import nearest


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


Change = Callable[[Rule], Rule]


class _Layer:
    def __init__(self, law: Law, where: str) -> None:
        self.law, self.where = law, where

    def apply(self, overlay: Overlay) -> Law:
        packs: Sequence[Pack] = self.law.packs
        for end in overlay.end:
            at = self.moment(end.before)
            packs = self.changed(packs, "authorization", end.authorization, partial(_ended, at=at), _has_begun(at))
        for extend in overlay.extend:
            until = last_day(extend.through, EASTERN, self.where, BadOverlay)
            packs = self.changed(packs, "authorization", extend.authorization, partial(_extended, until=until))
        for narrow in overlay.narrow:
            change = self.split(narrow.when, self.moment(narrow.start), wanted=True)
            packs = self.changed(packs, "authorization", narrow.authorization, change)
        for ease in overlay.ease:
            change = self.split(ease.unless, self.moment(ease.start), wanted=False)
            packs = self.changed(packs, "restriction", ease.restriction, change)
        if overlay.list:
            packs = (*packs[:-1], self.listed(packs[-1], overlay.list))
        if packs is self.law.packs:
            raise BadOverlay(self.where, "changes nothing", "at least one of list, end, extend, narrow, ease")
        return msgspec.structs.replace(self.law, packs=tuple(packs), hypothetical=True)

    def moment(self, value: object) -> datetime:
        return moment(value, EASTERN, self.where, BadOverlay)

    def changed(
        self, packs: Iterable[Pack], kind: str, name: str, change: Change, affects: Callable[[Rule], bool] | None = None
    ) -> tuple[Pack, ...]:
        rules = {rule.id: rule for pack in packs for rule in pack.rules if rule.kind == kind}
        named = [rule for rule in rules.values() if fnmatchcase(rule.id, name)]
        if not named:
            raise BadOverlay(self.where, f"no {kind} is called {name!r}", nearest(name, rules))
        after = {rule.id: change(rule) for rule in named}
        if not any(affects(rule) if affects else after[rule.id] != rule for rule in named):
            raise BadOverlay(self.where, f"nothing changes in {name}", "a day on which it is, or may be, in force")
        return tuple(
            msgspec.structs.replace(pack, rules=tuple(after.get(rule.id, rule) for rule in pack.rules))
            for pack in packs
        )

    def split(self, text: str, start: datetime, *, wanted: bool) -> Change:
        where = f"{self.where}: {text!r}"
        try:
            node = parse(text, self.law.dictionary, self.law.definitions, where)
        except BadPack as error:
            raise BadOverlay(error.where, error.what, error.instead) from None

        def change(rule: Rule) -> Rule:
            unbound = free_scopes(node) - rule.each
            if unbound:
                what = f"speaks of the {' and '.join(sorted(unbound))}, but {rule.id} is not judged for each"
                raise BadOverlay(where, what, "a quantifier: any party (...), all items (...)")
            return _split(rule, start, node if wanted else Not(node))

        return change

    def listed(self, pack: Pack, entries: Iterable[List]) -> Pack:
        lists = {name: source for each in self.law.packs for source in each.from_listing for name in source.lists}
        taken = {listing.id for listing in self.law.listings}
        made: list[Listing] = []
        for entry in entries:
            if entry.list not in lists:
                raise BadOverlay(self.where, f"no list is called {entry.list!r}", nearest(entry.list, lists))
            if entry.id in taken:
                raise BadOverlay(self.where, f"a listing has the id {entry.id!r} already", "an id of its own")
            taken.add(entry.id)
            start = self.moment(entry.start)
            end = last_day(entry.through, EASTERN, self.where, BadOverlay) if entry.through else None
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


def _has_begun(at: datetime) -> Callable[[Rule], bool]:
    return lambda rule: rule.versions[0].start < at


def _ended(rule: Rule, at: datetime) -> Rule:
    """A rule that is not in force from an instant on; one that would begin later never is."""
    kept = [_clipped(version, at) for version in rule.versions if version.start < at]
    never = [msgspec.structs.replace(rule.versions[0], in_force=False, hypothetical=True)]
    return msgspec.structs.replace(rule, versions=tuple(kept or never))


def _clipped(version: Version, at: datetime) -> Version:
    if version.until is not None and version.until <= at:
        return version
    return msgspec.structs.replace(version, until=at, hypothetical=True)


def _extended(rule: Rule, until: datetime) -> Rule:
    """A rule whose last text runs on; a rule without an end, or with a later one, stays as it is."""
    last = max((number for number, version in enumerate(rule.versions) if version.in_force), default=None)
    if last is None:
        return rule
    later = rule.versions[last + 1 :]
    ends = [end for end in (rule.versions[last].until, *(version.start for version in later)) if end is not None]
    if not ends or until <= min(ends):
        return rule
    longer = msgspec.structs.replace(rule.versions[last], until=until, hypothetical=True)
    after = [version for version in later if version.start >= until]
    return msgspec.structs.replace(rule, versions=(*rule.versions[:last], longer, *after))


def _split(rule: Rule, start: datetime, node: Node) -> Rule:
    """A rule that from an instant on also needs a condition."""
    found: list[Version] = []
    for version in rule.versions:
        found.append(version)
        if version.certain_from >= start:
            found[-1] = _needing(version, node) if version.in_force else version
        elif version.in_force and (version.until is None or version.until > start):
            begun = {"start": start, "starts_by": None, "filed": version.known_from}
            found.append(msgspec.structs.replace(_needing(version, node), **begun))
        elif any(each.start == start for each in found):
            # It displaced an earlier text, which the changed copy of that text must not bring back.
            gone = {"start": start, "starts_by": None, "until": None, "in_force": False, "filed": version.known_from}
            found.append(msgspec.structs.replace(version, **gone, hypothetical=True))
    return msgspec.structs.replace(rule, versions=tuple(found))


def _needing(version: Version, node: Node) -> Version:
    return msgspec.structs.replace(version, when=both(version.when, node), hypothetical=True)
