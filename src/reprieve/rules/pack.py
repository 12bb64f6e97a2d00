"""Loading packs: folders of literate pages, a fact dictionary and tables become checked, immutable law.

A pack that loads cannot fail at run time: every condition is typed, every id known, every window non-empty. Faults are
BadPack with file and line. Nothing here decides anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from reprieve.errors import BadPack
from reprieve.intake.files import read_toml
from reprieve.intake.listings import read_listings
from reprieve.intake.shape import shaped
from reprieve.model.nouns import Listing
from reprieve.model.time import is_zone
from reprieve.model.verdict import Confidence
from reprieve.rules.dictionary import Dictionary, Entry, Follows, FromDocument
from reprieve.rules.law import Rule
from reprieve.rules.make import Maker
from reprieve.rules.page import Fence, fences
from reprieve.rules.parse import parse
from reprieve.rules.syntax import NOW, Named, Node, Pair, atoms, free_scopes, scope
from reprieve.rules.tables import FromListing, FromTable, Table, read_table
from reprieve.rules.written import (
    DefinitionFence,
    FactEntry,
    FactsFile,
    ListingEntry,
    PackFile,
    TestDefaults,
    TestFence,
)
from reprieve.text.nearest import nearest


class Definition(msgspec.Struct, frozen=True):
    """A named condition with its citation."""

    id: str
    when: Node
    text: str
    cite: str
    confidence: Confidence
    prose: str
    place: str
    title: str = ""

    @property
    def named(self) -> Named:
        """The node that stands for it where it is used."""
        return Named(self.id, self.when, self.title)


class Test(msgspec.Struct, frozen=True):
    """A test as written, with the place where it stands."""

    fence: TestFence
    place: str
    heading: str


TABLES: Final = Path(__file__).parents[1] / "lists" / "tables"
"""The tables of listings that ship with Reprieve, to which a pack refers by name."""


class Pack(msgspec.Struct, frozen=True):
    """One pack, checked. `digest` identifies its meaning: the sha256 of its rules, facts and tables as loaded."""

    about: PackFile
    folder: Path
    entries: tuple[Entry, ...]
    definitions: tuple[Definition, ...]
    rules: tuple[Rule, ...]
    tests: tuple[Test, ...]
    defaults: TestDefaults
    listings: tuple[Listing, ...]
    from_listing: tuple[FromListing, ...]
    from_table: tuple[FromTable, ...]
    digest: str

    @property
    def id(self) -> str:
        """The name of the pack's folder and of its rules' prefix."""
        return self.about.id


class Law(msgspec.Struct, frozen=True):
    """All loaded packs together, in the order in which they build on one another."""

    packs: tuple[Pack, ...]
    dictionary: Dictionary
    definitions: dict[str, Node]
    hypothetical: bool = False

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every pack."""
        return tuple(rule for pack in self.packs for rule in pack.rules)

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists of which some fact is taken, by id."""
        named = (name for pack in self.packs for source in pack.from_listing for name in source.lists)
        return tuple(dict.fromkeys([*named, *(listing.list for listing in self.listings)]))

    @property
    def listings(self) -> tuple[Listing, ...]:
        """Every listing that a pack carries or refers to as a table."""
        return tuple(listing for pack in self.packs for listing in pack.listings)


def load(folder: Path) -> Law:
    """Every pack below a folder. Raises BadPack."""
    law = Law((), Dictionary(), {})
    abouts = {path.parent: _about(path) for path in sorted(folder.glob("*/pack.toml"))}
    if not abouts:
        raise BadPack(str(folder), "holds no pack", "a folder with pack.toml in each pack")
    for place in _in_order(abouts):
        law = _with(law, _load(place, abouts[place], law))
    _known_clears(law)
    return law


def _about(path: Path) -> PackFile:
    about = shaped(read_toml(path, BadPack), PackFile, str(path), BadPack)
    if about.id != path.parent.name:
        raise BadPack(str(path), f"has the id {about.id!r}", f"the folder's name: {path.parent.name!r}")
    if not is_zone(about.zone):
        raise BadPack(str(path), f"no zone is called {about.zone[:40]!r}", "America/New_York")
    return about


def _in_order(abouts: dict[Path, PackFile]) -> list[Path]:
    places = {about.id: place for place, about in abouts.items()}
    done: list[Path] = []

    def visit(place: Path, trail: tuple[str, ...]) -> None:
        about = abouts[place]
        if about.id in trail:
            raise BadPack(str(place / "pack.toml"), f"uses itself by way of {' -> '.join((*trail, about.id))}")
        for needed in about.uses:
            if needed not in places:
                raise BadPack(str(place / "pack.toml"), f"uses unknown pack {needed!r}", nearest(needed, places))
            visit(places[needed], (*trail, about.id))
        if place not in done:
            done.append(place)

    for place in abouts:
        visit(place, ())
    return done


def _with(law: Law, pack: Pack) -> Law:
    for entry in pack.entries:
        if entry.id in law.dictionary:
            where = str(pack.folder / "facts.toml")
            raise BadPack(
                where, f"{entry.id} is already declared by {law.dictionary[entry.id].pack}", "declare it once"
            )
    named = {each.id: each.named for each in pack.definitions}
    return Law((*law.packs, pack), law.dictionary.with_entries(pack.entries), {**law.definitions, **named})


def _load(folder: Path, about: PackFile, law: Law) -> Pack:
    written = _facts(folder)
    entries = tuple(_entry(name, fact, about.id, folder) for name, fact in written.items())
    dictionary = law.dictionary.with_entries(entries)
    found = [fence for page in sorted(folder.glob("*.md")) for fence in fences(page)]
    definitions = _definitions([fence for fence in found if fence.kind == "definition"], dictionary, law.definitions)
    named = {**law.definitions, **{each.id: each.named for each in definitions}}
    maker = Maker(about, dictionary, named)
    rules = tuple(maker.rule(fence) for fence in found if fence.kind in {"restriction", "authorization"})
    _no_twins([rule.id for rule in rules], folder)
    tables = (*sorted(folder.glob("listings*.csv")), *(TABLES / f"{name}.csv" for name in about.listings))
    listings = tuple(listing for path in tables for listing in read_listings(path, about.zone))
    from_listing = tuple(
        FromListing(name, _lists(name, fact.from_listing, folder), fact.from_listing.field)
        for name, fact in written.items()
        if fact.from_listing
    )
    from_table = tuple(
        _lookup(name, fact, folder, dictionary, about.zone) for name, fact in written.items() if fact.from_table
    )
    _check_entries(entries, dictionary, folder)
    return Pack(
        about,
        folder,
        entries,
        definitions,
        rules,
        tuple(_test(fence) for fence in found if fence.kind == "test"),
        _defaults(folder),
        listings,
        from_listing,
        from_table,
        _digest(about, entries, definitions, rules, listings, from_listing, from_table),
    )


def _lists(name: str, written: ListingEntry, folder: Path) -> tuple[str, ...]:
    lists = (written.list,) if isinstance(written.list, str) else written.list
    if not lists or (len(lists) > 1 and written.field != "listed"):
        where = f"{folder / 'facts.toml'}: {name}.from_listing"
        raise BadPack(where, f"takes {written.field!r} from {len(lists)} lists", 'one list, or field = "listed"')
    return lists


def _facts(folder: Path) -> dict[str, FactEntry]:
    path = folder / "facts.toml"
    return shaped(read_toml(path, BadPack), FactsFile, str(path), BadPack).facts if path.exists() else {}


def _defaults(folder: Path) -> TestDefaults:
    path = folder / "test-defaults.toml"
    return shaped(read_toml(path, BadPack), TestDefaults, str(path), BadPack) if path.exists() else TestDefaults()


def _entry(name: str, fact: FactEntry, pack: str, folder: Path) -> Entry:
    head, _, rest = name.partition(".")
    if head not in {"leg", "party", "item"} or not rest:
        raise BadPack(
            str(folder / "facts.toml"), f"the fact {name!r} has no scope", "begin it with leg., party. or item."
        )
    fields = {key: getattr(fact, key) for key in FactEntry.__struct_fields__ if key in Entry.__struct_fields__}
    fields["follows"] = tuple(Follows(each.when, each.value, each.cite) for each in fact.follows)
    doc = fact.from_document
    fields["from_document"] = FromDocument(doc.kind, doc.signer, doc.scope) if doc else None
    return Entry(id=name, pack=pack, **fields)


def _check_entries(entries: Iterable[Entry], dictionary: Dictionary, folder: Path) -> None:
    where = str(folder / "facts.toml")
    for entry in entries:
        fault = entry.fault()
        if fault:
            raise BadPack(where, f"{entry.id} {fault}")
        if entry.at_most:
            _check_limit(entry, dictionary, where)
        for rule in entry.follows:
            node = parse(rule.when, dictionary, {}, f"{where}: {entry.id}, follows")
            moved = any(isinstance(atom, Pair) and {atom.left, atom.right} & set(NOW) for atom in atoms(node))
            if moved or free_scopes(node) - {scope(entry.id)}:
                what = f"{entry.id} follows from what is not of the leg or its own"
                raise BadPack(where, what, "facts of the leg and of the same party or item, and no moment")
            try:
                entry.value(rule.value)
            except ValueError as error:
                raise BadPack(where, str(error)) from None


def _check_limit(entry: Entry, dictionary: Dictionary, where: str) -> None:
    limit = dictionary.get(entry.at_most)
    if limit is None:
        raise BadPack(where, f"{entry.id} is at most unknown {entry.at_most!r}", nearest(entry.at_most, dictionary))
    if limit.type != entry.type or entry.type not in {"int", "share", "money"} or scope(limit.id) != scope(entry.id):
        what = f"{entry.id} cannot be at most {limit.id}, which is {limit.type}"
        raise BadPack(where, what, "a number of the same type, of the same party or item")


def _lookup(name: str, fact: FactEntry, folder: Path, dictionary: Dictionary, zone: str) -> FromTable:
    written = fact.from_table
    assert written is not None  # noqa: S101  # the caller looked
    where = str(folder / "facts.toml")
    if written.key not in dictionary:
        raise BadPack(where, f"{name} looks up unknown fact {written.key!r}", nearest(written.key, dictionary))
    table: Table = read_table(folder / written.table, written.column, zone)
    for row in table.rows:
        try:
            dictionary[name].value([row.value])
        except ValueError as error:
            raise BadPack(row.place, str(error)) from None
    return FromTable(name, written.key, table)


def _definitions(found: Sequence[Fence], dictionary: Dictionary, known: dict[str, Node]) -> tuple[Definition, ...]:
    named = dict(known)
    made: list[Definition] = []
    for fence in found:
        written = shaped(fence.content, DefinitionFence, fence.place, BadPack)
        if written.id in named or "." in written.id:
            raise BadPack(fence.place, f"the definition {written.id!r} exists already or has a dot in its name")
        node = parse(written.when, dictionary, named, fence.place)
        named[written.id] = Named(written.id, node, written.title)
        made.append(
            Definition(
                written.id,
                node,
                written.when,
                written.cite,
                written.confidence,
                fence.prose,
                fence.place,
                written.title,
            )
        )
    return tuple(made)


def _test(fence: Fence) -> Test:
    return Test(shaped(fence.content, TestFence, fence.place, BadPack), fence.place, fence.heading)


def _no_twins(ids: list[str], folder: Path) -> None:
    for name in ids:
        if ids.count(name) > 1:
            raise BadPack(str(folder), f"has two rules called {name!r}", "ids that differ")


def _known_clears(law: Law) -> None:
    restrictions = {rule.id: rule for rule in law.rules if rule.kind == "restriction"}
    for rule in law.rules:
        for name in rule.clears:
            if name not in restrictions:
                raise BadPack(rule.place, f"{rule.id} clears unknown {name!r}", nearest(name, restrictions))
            if not rule.each <= restrictions[name].each:
                raise BadPack(
                    rule.place, f"{rule.id} is judged more finely than {name}", "an `each` within what it clears"
                )


def _digest(*parts: Any) -> str:
    return hashlib.sha256(repr(_meaning(parts)).encode()).hexdigest()


def _meaning(value: Any) -> Any:
    """A value as plain lists in one order: what kind of thing each is and what it says, not where it is written."""
    if isinstance(value, msgspec.Struct):
        said = (getattr(value, name) for name in value.__struct_fields__ if name != "place")
        return [type(value).__name__, *map(_meaning, said)]
    if isinstance(value, frozenset):
        return ["set", *sorted(value)]
    return [*map(_meaning, value)] if isinstance(value, tuple) else value
