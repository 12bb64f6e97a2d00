"""Reading a case: a TOML file, or a folder of them read as one, becomes a checked Case; every fault is one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from reprieve.desk.granted import amount, granted
from reprieve.desk.resolutions import contradicted, read
from reprieve.desk.written_case import CaseFile, LegEntry, LicenseEntry, PartyEntry, ScopeEntry, TransactionEntry
from reprieve.errors import BadCase
from reprieve.intake.files import read_toml
from reprieve.intake.shape import shaped
from reprieve.intake.when import last_day, moment
from reprieve.model.facts import AnyFact, Source
from reprieve.model.license import Event
from reprieve.model.nouns import (
    Authorization,
    Case,
    Document,
    Item,
    Leg,
    Listing,
    Party,
    Resolution,
    Role,
    Scope,
    Transaction,
)
from reprieve.model.time import EASTERN, Window, is_zone
from reprieve.model.verdict import Flag
from reprieve.rules.pack import Law
from reprieve.rules.stated import entry_for, stated
from reprieve.rules.syntax import atoms, facts_of
from reprieve.text.nearest import nearest

_CASE: Final = Source("case file")
_TABLES: Final = {"party": "parties", "item": "items", "document": "documents"}
_BIRTH: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_RECIPIENT: Final[tuple[Role, ...]] = ("ultimate_consignee", "end_user")

Kept = tuple[LicenseEntry, tuple[Event, ...]]
"""A license that we keep, as it was written, and what was drawn from it."""


def load_case(
    path: Path, law: Law, holds: Callable[[str], bool] | None = None, kept: Callable[[str], Kept | None] | None = None
) -> Case:
    """The case in a file or folder. Raises BadCase (or BadInput) naming file, place, fault, and what would be right.

    `holds` says whether the lists at hand have an entry with an id, for parties that are `listed_as` one; `kept` gives
    a license that we keep, with the events of its ledger, for those that the case names under `held_licenses`.
    """
    where = str(path)
    written = shaped(_tables(path), CaseFile, where, BadCase)
    return _Reader(written, law, where, holds or (lambda _: False), kept or (lambda _: None)).case()


def keeping(home: Path | None = None) -> Callable[[str], Kept | None]:
    """Gives a license that we keep by its number. The book of records is opened only for a case that names one."""

    def kept(number: str) -> Kept | None:
        from reprieve.desk import licenses, records  # noqa: PLC0415  # a database, which most cases never need

        return licenses.kept(records.book_in(home), number)

    return kept


def _tables(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        return read_toml(path, BadCase)
    files = sorted(path.glob("*.toml"))
    if not files:
        raise BadCase(str(path), "holds no TOML file", "a case file, or a folder of them")
    merged: dict[str, Any] = {}
    for file in files:
        for key, value in read_toml(file, BadCase).items():
            merged[key] = _merged(merged[key], value, f"{file}: {key}") if key in merged else value
    return merged


def _merged(one: Any, other: Any, where: str) -> Any:
    if isinstance(one, list) and isinstance(other, list):
        return one + other
    if isinstance(one, dict) and isinstance(other, dict):
        twice = sorted(set(one) & set(other))
        if not twice:
            return one | other
        raise BadCase(f"{where}.{twice[0]}", "is said in two files", "say it once")
    raise BadCase(where, "is said in two files in two ways", "say it once")


class _Reader:
    def __init__(
        self,
        written: CaseFile,
        law: Law,
        where: str,
        holds: Callable[[str], bool],
        kept: Callable[[str], Kept | None],
    ) -> None:
        self.written, self.law, self.where, self.holds, self.kept = written, law, where, holds, kept
        self.zone = written.case.zone
        self.warnings: list[str] = []
        if not is_zone(self.zone):
            raise BadCase(f"{where}: case.zone", f"no zone is called {self.zone!r}", "America/New_York")

    def case(self) -> Case:
        written = self.written
        if not written.transactions:
            raise BadCase(f"{self.where}: transactions", "is empty", "at least one [[transactions]]")
        self.twins([each.id for each in written.transactions], "transactions")
        self.twins([each.id for each in written.standing_scope], "standing_scope")
        self.twins([*(each.number for each in written.licenses), *written.held_licenses], "licenses")
        return Case(
            title=written.case.title,
            zone=self.zone,
            parties={name: self.party(name, each) for name, each in written.parties.items()},
            items={
                name: Item(name, each.name, self.facts("item", each.facts, f"items.{name}.facts"))
                for name, each in written.items.items()
            },
            transactions=tuple(self.transaction(each) for each in written.transactions),
            documents={name: self.document(name) for name in written.documents},
            scopes=tuple(self.scope(each) for each in written.standing_scope),
            licenses=self.licenses(),
            resolutions=self.resolutions(),
            note=written.case.note,
            warnings=tuple(self.warnings),
        )

    def fail(self, place: str, what: str, instead: str = "") -> BadCase:
        return BadCase(f"{self.where}: {place}", what, instead)

    def twins(self, names: list[str], place: str) -> None:
        for name in names:
            if names.count(name) > 1:
                raise self.fail(place, f"the id {name!r} is used twice", "ids that differ")

    def known(self, names: Iterable[str], among: Mapping[str, object], place: str, what: str) -> None:
        for name in names:
            if name not in among:
                right = f"declare it under [{_TABLES[what]}]" if what in _TABLES else f"known: {', '.join(among)}"
                raise self.fail(place, f"no {what} is called {name!r}", nearest(name, among) or right)

    def moment(self, value: object, place: str) -> datetime:
        return moment(value, self.zone, f"{self.where}: {place}", BadCase)

    def through(self, day: date, place: str) -> datetime:
        return last_day(day, self.zone, f"{self.where}: {place}", BadCase)

    def country(self, word: str, place: str) -> str:
        entry = self.law.dictionary.get("party.country")
        if word and entry is not None:
            stated(entry, word, f"{self.where}: {place}", self.zone, BadCase, _CASE)
        return word

    def facts(self, scope: str, raw: Mapping[str, Any], place: str) -> dict[str, AnyFact]:
        found: dict[str, AnyFact] = {}
        for name, value in raw.items():
            where = f"{self.where}: {place}.{name}"
            entry = entry_for(name, scope, self.law.dictionary, where, BadCase)
            found[entry.id] = stated(entry, value, where, self.zone, BadCase, _CASE)
        return found

    def party(self, name: str, written: PartyEntry) -> Party:
        place = f"parties.{name}"
        listings = self.listings(name, written)
        denied: dict[str, Source] = {}
        if written.not_listed:
            asserted = Source(f"asserted: {written.not_listed.source}", "declared", written.not_listed.by)
            self.known(written.not_listed.list, dict.fromkeys(self.law.lists), f"{place}.not_listed", "list")
            denied = dict.fromkeys(written.not_listed.list, asserted)
        if any(listing.list in denied for listing in listings):
            self.warnings.append(contradicted(written.name, listings[0].id))
        return Party(
            name,
            written.name,
            self.country(written.country, f"{place}.country"),
            self.facts("party", written.facts, f"{place}.facts"),
            listings,
            denied,
            listed_as=written.listed_as,
            kind=written.kind,
            aliases=self.texts(written.aliases, f"{place}.aliases"),
            births=self.births(written.births, f"{place}.births"),
            identifiers=self.texts(written.identifiers, f"{place}.identifiers"),
            addresses=self.texts(written.addresses, f"{place}.addresses"),
        )

    def texts(self, found: tuple[str, ...], place: str) -> tuple[str, ...]:
        if not all(each.strip() for each in found):
            raise self.fail(place, "has an empty text", "leave it out")
        return found

    def births(self, found: tuple[str, ...], place: str) -> tuple[str, ...]:
        for each in found:
            if not _BIRTH.fullmatch(each):
                raise self.fail(place, f"{each!r} is no day, month or year", '"1962-03-01", "1962-03" or "1962"')
        return found

    def listings(self, name: str, written: PartyEntry) -> tuple[Listing, ...]:
        """The rows of tables that a party is said to be; whose name it bears screening tells, not the file."""
        found = tuple(entry for entry in self.law.listings if written.listed_as in {entry.id, _full(entry)})
        if written.listed_as and not found and not self.holds(written.listed_as):
            known = {entry.id: entry for entry in self.law.listings}
            what = f"no listing has the id {written.listed_as!r}"
            raise self.fail(f"parties.{name}.listed_as", what, nearest(written.listed_as, known))
        return found

    def resolutions(self) -> tuple[Resolution, ...]:
        rows = {_full(entry) for entry in self.law.listings}
        return read(
            self.written.resolution,
            self.written.parties,
            self.law.lists,
            lambda entry: entry in rows or self.holds(entry),
            self.through,
            self.fail,
        )

    def document(self, name: str) -> Document:
        written, place = self.written.documents[name], f"documents.{name}"
        self.known([written.signer], self.written.parties, f"{place}.signer", "party")
        self.known(written.items, self.written.items, f"{place}.items", "item")
        return Document(
            name,
            written.kind,
            written.signer,
            self.moment(written.signed, f"{place}.signed"),
            written.scope,
            written.items,
            written.contract,
            written.digest,
            written.note,
            written.paragraph,
        )

    def scope(self, written: ScopeEntry) -> Scope:
        place = f"standing_scope {written.id}"
        outside = {
            fact: rule
            for rule in self.law.rules
            if "outside-the-model" in rule.tags
            for version in rule.versions
            for atom in atoms(version.condition)
            for fact in facts_of(atom)
        }
        self.known(written.facts, outside, f"{place}.facts", "prohibition outside the model")
        window = Window(self.moment(written.start, place), self.through(written.through, place))
        if window.empty:
            raise self.fail(
                place, f"ends on {written.through} before it begins on {written.start}", "from before through"
            )
        if written.through >= _a_year_after(written.start):
            raise self.fail(place, "is longer than twelve months", "assert it again each year")
        text = (
            f"{written.id}: {', '.join(written.facts)} asserted not to apply to {', '.join(written.items)} for "
            f"{', '.join(written.countries)} from {written.start} through {written.through}, by {written.by} "
            f"({written.source})"
        )
        source = Source(f"standing scope {written.id}: {written.source}", "declared", written.by)
        return Scope(written.id, written.facts, written.countries, written.items, window, source, text)

    def licenses(self) -> tuple[Authorization, ...]:
        """The licenses that the file writes out, then those that we keep and that it names."""
        kept: list[Authorization] = []
        for number in self.written.held_licenses:
            found = self.kept(number)
            if found is None:
                raise self.fail("held_licenses", f"no license {number!r} is kept", "reprieve licenses list")
            kept.append(self.license(*found, EASTERN))
        return (*(self.license(each) for each in self.written.licenses), *kept)

    def license(self, written: LicenseEntry, events: tuple[Event, ...] = (), zone: str = "") -> Authorization:
        place = f"licenses {written.number}"
        restrictions = {rule.id: rule for rule in self.law.rules if rule.kind == "restriction"}
        self.known(written.clears, restrictions, f"{place}.clears", "restriction")
        self.known(written.parties, self.written.parties, f"{place}.parties", "party")
        self.known(written.items, self.written.items, f"{place}.items", "item")
        for proviso in written.provisos:
            if not isinstance(proviso, str):
                whom = {**self.written.parties, "exporter": 1, "recipient": 1}
                self.known([proviso.signer], whom, f"{place}.provisos", "party")
        orders = {leg.order for each in self.written.transactions for leg in each.legs if leg.order}
        return granted(written, zone or self.zone, f"{self.where}: {place}", BadCase, events, orders)

    def transaction(self, written: TransactionEntry) -> Transaction:
        place = f"transactions {written.id}"
        if not written.legs:
            raise self.fail(place, "has no leg", "at least one [[transactions.legs]]")
        self.twins([each.id or str(number) for number, each in enumerate(written.legs, 1)], f"{place}.legs")
        self.twins([each.id for each in written.red_flags], f"{place}.red_flags")
        return Transaction(
            id=written.id,
            title=written.title,
            legs=tuple(self.leg(each, number, place) for number, each in enumerate(written.legs, 1)),
            at=self.moment(written.at, f"{place}.at") if written.at is not None else None,
            known_at=self.moment(written.known_at, f"{place}.known_at") if written.known_at is not None else None,
            asked=written.asked,
            red_flags=tuple(
                Flag(each.id, each.text, each.source, each.owner, each.resolution, each.evidence, bool(each.resolution))
                for each in written.red_flags
            ),
        )

    def leg(self, written: LegEntry, number: int, place: str) -> Leg:
        place = f"{place}, leg {written.id or number}"
        self.known((written.exporter, written.recipient, *written.roles), self.written.parties, place, "party")
        self.known(written.items, self.written.items, f"{place}.items", "item")
        self.known(written.documents, self.written.documents, f"{place}.documents", "document")
        self.twins(list(written.items), f"{place}.items")
        if not written.items:
            raise self.fail(f"{place}.items", "is empty", "what moves: at least one of [items]")
        self.known(
            written.party_facts,
            {written.exporter: 1, written.recipient: 1, **written.roles},
            place,
            "party of this leg",
        )
        self.known((*written.item_facts, *written.amounts), dict.fromkeys(written.items), place, "item of this leg")
        roles = (
            dict(written.roles)
            if written.recipient in written.roles
            else {written.recipient: _RECIPIENT, **written.roles}
        )
        return Leg(
            id=written.id or str(number),
            exporter=written.exporter,
            recipient=written.recipient,
            direction=written.direction,
            movement=written.movement,
            roles=roles,
            items=written.items,
            facts=self.facts("leg", written.facts, f"{place}.facts"),
            documents=written.documents,
            party_facts={n: self.facts("party", f, f"{place}.party_facts.{n}") for n, f in written.party_facts.items()},
            item_facts={n: self.facts("item", f, f"{place}.item_facts.{n}") for n, f in written.item_facts.items()},
            amounts={n: amount(a, f"{self.where}: {place}.amounts.{n}", BadCase) for n, a in written.amounts.items()},
            order=written.order,
        )


def _full(listing: Listing) -> str:
    """The id of a listing with its list: `us/bis/entity-list:huawei-technologies`."""
    return f"{listing.list}:{listing.id}"


def _a_year_after(day: date) -> date:
    """The same day of the next year; for 29 February the day after the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 3, 1) if leap else day.replace(year=day.year + 1)
