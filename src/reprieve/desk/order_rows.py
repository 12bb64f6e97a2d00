"""A table of orders read against a master case: each row becomes one leg, whose parties and items the case knows.

    orders = open_orders(Path("orders.csv"), case, law, {"recipient": "Ship-to"})
    for order in orders: ...

What a column means is guessed and told; a column called by a fact (`leg.end_use`, `item.eccn`, `party.country`) states
it, of the recipient where it is a party's. Who is not in the case is refused, unless the row gives a name and a
country: a number mistyped must never become a new party. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from reprieve.errors import BadInput
from reprieve.intake.columns import Meaning, Told, guess
from reprieve.intake.party_cells import day_of
from reprieve.intake.tables import Cell, open_table
from reprieve.intake.when import moment_in
from reprieve.model.facts import AnyFact, Source
from reprieve.model.nouns import Case, Direction, Item, Leg, Movement, Party, Role
from reprieve.model.screen_run import ColumnTaken
from reprieve.rules.dictionary import Entry
from reprieve.rules.pack import Law
from reprieve.rules.stated import stated
from reprieve.text.country import country_code
from reprieve.text.fold import folded
from reprieve.text.nearest import nearest

ROLES: Final[tuple[Role, ...]] = (
    "purchaser",
    "intermediate_consignee",
    "end_user",
    "supplier",
    "forwarder",
    "bank",
)
"""The roles that a column of its own may name somebody for."""
MEANINGS: Final[dict[str, Meaning]] = {
    "order": Meaning(
        (
            *("order", "order no", "order number", "order id", "sales order", "delivery", "delivery number"),
            *("auftrag", "auftragsnummer", "bestellung", "bestellnummer", "commande", "numéro de commande", "pedido"),
        ),
        alone=("id", "no", "number", "nummer", "document", "beleg"),
    ),
    "date": Meaning(
        (
            *("date", "order date", "ship date", "shipping date", "shipment date", "delivery date", "requested date"),
            *("datum", "versanddatum", "lieferdatum", "auftragsdatum", "fecha", "date d'expédition"),
        ),
        cells="day",
    ),
    "exporter": Meaning(("exporter", "seller", "shipper", "ship from", "ausführer", "exporteur", "exportateur")),
    "recipient": Meaning(
        (
            *("recipient", "ultimate consignee", "ship to", "ship to party", "customer no", "customer number"),
            *("customer id", "empfänger", "warenempfänger", "kundennummer", "destinataire", "destinatario"),
        ),
        alone=("customer", "consignee", "kunde", "client", "cliente"),
    ),
    "recipient_name": Meaning(
        ("recipient name", "customer name", "consignee name", "ship to name", "name", "kundenname", "empfängername")
    ),
    "recipient_country": Meaning(
        (
            *("country", "recipient country", "customer country", "ship to country", "destination country"),
            *("destination", "land", "empfangsland", "bestimmungsland", "pays", "país"),
        ),
        cells="country",
    ),
    "purchaser": Meaning(("purchaser", "buyer", "sold to", "sold to party", "käufer", "auftraggeber", "acheteur")),
    "intermediate_consignee": Meaning(("intermediate consignee", "zwischenempfänger")),
    "end_user": Meaning(("end user", "enduser", "endverwender", "endkunde", "utilisateur final", "usuario final")),
    "supplier": Meaning(("supplier", "vendor", "lieferant", "fournisseur", "proveedor")),
    "forwarder": Meaning(("forwarder", "freight forwarder", "carrier", "spediteur", "spedition", "transitaire")),
    "bank": Meaning(("bank", "banque", "banco")),
    "item": Meaning(
        (
            *("item", "items", "item no", "item number", "product", "product no", "product id", "material", "sku"),
            *("material number", "part number", "part no", "article", "artikel", "artikelnummer", "materialnummer"),
            *("produkt", "produit", "référence", "producto"),
        ),
        several=True,
        needed=True,
    ),
    "direction": Meaning(("direction", "richtung")),
    "movement": Meaning(("movement", "kind of movement", "bewegungsart")),
    "documents": Meaning(("documents", "papers", "dokumente", "unterlagen"), several=True),
    "quantity": Meaning(("quantity", "qty", "menge", "quantité", "cantidad", "stück")),
    "value": Meaning(("value", "amount", "net value", "order value", "wert", "betrag", "montant", "importe")),
}
"""What a column of orders may mean, in words of some languages."""
_BESIDE: Final = frozenset({"order", "date", "quantity", "value"})
"""What tells orders apart and changes no verdict of the law: rows that differ in these alone are answered once."""
_YES: Final = frozenset({"true", "yes", "y", "1", "ja", "oui", "sí", "x"})
_NO: Final = frozenset({"false", "no", "n", "0", "nein", "non"})
_SAMPLE: Final = 200
_SCOPES: Final = ("leg.", "party.", "item.")


class Order(NamedTuple):
    """One row: the leg it asks about, at which moment (None: the row does not say), with whom and what.

    `parties` and `items` are those who take part. Rows of one `key` ask the same, but for the moment.
    """

    number: int
    ref: str
    at: datetime | None
    leg: Leg
    parties: dict[str, Party]
    items: dict[str, Item]
    cells: dict[str, str]
    key: tuple[str, ...]


class Orders:
    """A file of orders that has been looked at whole: its columns as taken, and its orders.

    `exporter`: who exports where no column says it. `empty` counts the rows without cells, which are no orders.
    """

    def __init__(self, path: Path, case: Case, law: Law, columns: Mapping[str, str] | None = None) -> None:
        self.table = table = open_table(path)
        self._facts = {at: law.dictionary[name] for at, name in enumerate(table.columns) if name in law.dictionary}
        self._facts = {at: entry for at, entry in self._facts.items() if entry.id.startswith(_SCOPES)}
        rest = [at for at in range(len(table.columns)) if at not in self._facts]
        sample = [[_text(row.cells[at]) for at in rest] for row in islice(table.rows(), _SAMPLE)]
        found = guess([table.columns[at] for at in rest], sample, MEANINGS, columns, path.name)
        told = dict(zip(rest, found.told, strict=True))
        self._told = [told.get(at) or self._fact_column(at) for at in range(len(table.columns))]
        self._reader = _Reader(case, law, path.name)
        self._legs: dict[tuple[str, ...], Order] = {}
        self.exporter = self._exporter(case, path)
        self.empty = 0
        self.orders = tuple(self._orders())
        if not self.orders:
            raise BadInput(str(path), "holds no order", "a row for each order below the heading")

    def _fact_column(self, at: int) -> Told:
        return Told(self.table.columns[at], self._facts[at].id, "the heading is the name of a fact")

    @property
    def columns(self) -> tuple[ColumnTaken, ...]:
        """What each column was taken for, and why."""
        return tuple(ColumnTaken(*each) for each in self._told)

    def _exporter(self, case: Case, path: Path) -> str:
        """Who exports where no column says it: the one exporter of the case."""
        if any(each.meaning == "exporter" for each in self._told):
            return ""
        found = dict.fromkeys(leg.exporter for asked in case.transactions for leg in asked.legs)
        if len(found) != 1:
            what = "has no column for the exporter, and the case has " + (", ".join(found) or "none")
            raise BadInput(path.name, what, "say which: --column exporter=COLUMN")
        return next(iter(found))

    def _orders(self) -> Iterator[Order]:
        for number, row in self.table.rows():
            cells = [_text(each) for each in row]
            if any(cells):
                yield self._order(number, cells)
            else:
                self.empty += 1

    def _order(self, number: int, cells: list[str]) -> Order:
        place = self.table.place(number)
        by_meaning: dict[str, list[str]] = {}
        for told, cell in zip(self._told, cells, strict=True):
            if told.meaning and cell:
                by_meaning.setdefault(told.meaning, []).append(cell)
        key = tuple(
            cell for told, cell in zip(self._told, cells, strict=True) if told.meaning and told.meaning not in _BESIDE
        )
        if key not in self._legs:
            facts = {entry: cells[at] for at, entry in self._facts.items() if cells[at]}
            self._legs[key] = self._reader.order(by_meaning, facts, self.exporter, place)
        return self._legs[key]._replace(
            number=number,
            ref=" ".join(by_meaning.get("order", [])),
            at=self._reader.day(by_meaning.get("date", [""])[0], place),
            cells=dict(zip(self.table.columns, cells, strict=True)),
            key=key,
        )


def _text(cell: Cell) -> str:
    return (cell if isinstance(cell, str) else "; ".join(cell)).strip()


class _Reader:
    """Rows as legs of one case."""

    def __init__(self, case: Case, law: Law, file: str) -> None:
        self._case, self._law, self._source = case, law, Source(file)
        self._parties = _by_name({name: each.name for name, each in case.parties.items()})
        self._items = _by_name({name: each.name for name, each in case.items.items()})
        self._days: dict[str, datetime | None] = {"": None}

    def order(self, told: Mapping[str, list[str]], facts: Mapping[Entry, str], exporter: str, place: str) -> Order:
        """A row without what is its own: number, moment, cells."""
        seller = self._party(_one(told, "exporter") or exporter, place, "exporter")
        recipient = self._recipient(told, place)
        stated_facts = self._stated(facts, place)
        others = {role: self._party(_one(told, role), place, role) for role in ROLES if _one(told, role)}
        items = [self._item(name, place, stated_facts) for cell in told.get("item", []) for name in _parts(cell)]
        if not items:
            raise BadInput(place, "names no item", "an item of the case")
        papers = tuple(name for cell in told.get("documents", []) for name in _parts(cell))
        for name in papers:
            if name not in self._case.documents:
                raise BadInput(place, f"no document is called {name!r}", nearest(name, self._case.documents))
        leg = Leg(
            id="1",
            exporter=seller.id,
            recipient=recipient.id,
            direction=_word(told, "direction", get_args(Direction), "supply", place),  # type: ignore[arg-type]
            movement=_word(told, "movement", get_args(Movement), "export", place),  # type: ignore[arg-type]
            roles=_roles(recipient, others),
            items=tuple(dict.fromkeys(each.id for each in items)),
            facts={**self._destination(told, recipient, place), **_of(stated_facts, "leg.")},
            documents=papers,
            party_facts={recipient.id: _of(stated_facts, "party.")},
            item_facts={each.id: _of(stated_facts, "item.") for each in items},
        )
        parties = {each.id: each for each in (seller, recipient, *others.values())}
        return Order(0, "", None, leg, parties, {each.id: each for each in items}, {}, ())

    def _party(self, name: str, place: str, what: str) -> Party:
        return self._case.parties[self._found(name, self._case.parties, self._parties, place, what)]

    def _recipient(self, told: Mapping[str, list[str]], place: str) -> Party:
        """Who receives: of the case by its id or name, or somebody new by a name and a country."""
        id_, name = (_one(told, each) for each in ("recipient", "recipient_name"))
        known = [each for each in (id_, name) if each in self._case.parties or folded(each) in self._parties]
        found = [self._party(each, place, "recipient") for each in known]
        if len(dict.fromkeys(each.id for each in found)) > 1:
            raise BadInput(place, f"{id_!r} is {found[0].name!r}, not {name!r}", "an id and a name of one party")
        if found:
            return found[0]
        if not name:
            return self._party(id_, place, "recipient")
        code = self._country(told, place)
        if not code:
            raise BadInput(place, f"{name!r} is not in the case, and no country is given", "a name with its country")
        return Party(f"{name} ({code})", name, code)

    @staticmethod
    def _country(told: Mapping[str, list[str]], place: str) -> str:
        land = _one(told, "recipient_country")
        code = country_code(land) if land else ""
        if land and not code:
            raise BadInput(place, f"{land!r} is no country that I know", "CN, or China")
        return code

    def _destination(self, told: Mapping[str, list[str]], recipient: Party, place: str) -> dict[str, AnyFact]:
        """Where it goes, if the row says another country than the case has for who receives it."""
        code, entry = self._country(told, place), self._law.dictionary.get("leg.destination")
        if not code or code == recipient.country:
            return {}
        if entry is None:
            what = f"it goes to {code}, but {recipient.name!r} is in {recipient.country or 'no country'}"
            raise BadInput(place, what, "the country that the case has")
        return {entry.id: stated(entry, code, place, self._case.zone, BadInput, self._source)}

    def _item(self, name: str, place: str, facts: Mapping[str, AnyFact]) -> Item:
        known = name in self._case.items or folded(name) in self._items
        if not known and any(fact.startswith("item.") for fact in facts):
            return Item(name, name)
        return self._case.items[self._found(name, self._case.items, self._items, place, "item")]

    @staticmethod
    def _found(name: str, by_id: Mapping[str, object], by_name: Mapping[str, list[str]], place: str, what: str) -> str:
        if name in by_id:
            return name
        ids = by_name.get(folded(name), [])
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise BadInput(place, f"{name!r} may be {' or '.join(ids)}", "the id in the case")
        said = f"the {what} {name!r} is not in the case" if name else f"names no {what}"
        raise BadInput(place, said, nearest(name, by_id) or "an id or a name of the case")

    def day(self, cell: str, place: str) -> datetime | None:
        """The moment that a cell asks about, or None for an empty one."""
        if cell not in self._days:
            self._days[cell] = self._moment(cell, place)
        return self._days[cell]

    def _moment(self, cell: str, place: str) -> datetime | None:
        text = cell
        if "T" not in cell:
            text = day_of(cell, place).isoformat()
        return moment_in(text, self._case.zone, place, BadInput)

    def _stated(self, facts: Mapping[Entry, str], place: str) -> dict[str, AnyFact]:
        return {
            entry.id: stated(
                entry, _raw(entry, cell), f"{place}, {entry.id!r}", self._case.zone, BadInput, self._source
            )
            for entry, cell in facts.items()
        }


def _by_name(names: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id_, name in names.items():
        if folded(name):
            found.setdefault(folded(name), []).append(id_)
    return found


def _one(told: Mapping[str, list[str]], meaning: str) -> str:
    return next(iter(told.get(meaning, ())), "")


def _parts(cell: str) -> list[str]:
    return [part for each in cell.split(";") if (part := each.strip())]


def _of(facts: Mapping[str, AnyFact], scope: str) -> dict[str, AnyFact]:
    return {name: fact for name, fact in facts.items() if name.startswith(scope)}


def _roles(recipient: Party, others: Mapping[Role, Party]) -> dict[str, tuple[Role, ...]]:
    """What each party does. Unless somebody else is named, who receives is who uses."""
    found: dict[str, tuple[Role, ...]] = {recipient.id: ("ultimate_consignee",)}
    if "end_user" not in others:
        found[recipient.id] = ("ultimate_consignee", "end_user")
    for role, party in others.items():
        found[party.id] = (*found.get(party.id, ()), role)
    return found


def _word(told: Mapping[str, list[str]], meaning: str, known: tuple[str, ...], usual: str, place: str) -> str:
    word = _one(told, meaning).lower().replace(" ", "_").replace("-", "_") or usual
    if word not in known:
        raise BadInput(place, f"{word!r} is no {meaning}", nearest(word, known) or ", ".join(known))
    return word


def _raw(entry: Entry, cell: str) -> Any:
    """A cell as the value that a case file would have; what it cannot be is left for `stated` to refuse."""
    if entry.type == "bool":
        word = cell.lower()
        return word in _YES if word in _YES | _NO else cell
    if entry.type == "set":
        return _parts(cell)
    if entry.type in {"int", "money"} or (entry.type == "share" and "%" not in cell):
        with suppress(ValueError):
            return int(cell)
    if entry.type in {"date", "instant"}:
        with suppress(ValueError):
            return datetime.fromisoformat(cell) if "T" in cell else date.fromisoformat(cell)
    return cell


def open_orders(path: Path, case: Case, law: Law, columns: Mapping[str, str] | None = None) -> Orders:
    """A file of orders, every row looked at. `columns`: meaning -> column, where it shall not be guessed.

    Raises BadInput, in one line, for whatever is wrong with any row of it.
    """
    return Orders(path, case, law, columns)
