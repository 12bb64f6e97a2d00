"""Laws and tables for bulk: ten rules as a firm might write them, the 300 random ones, and a million rows for each.

Each row is a leg with one party and one item, all at one moment; the values of a column are drawn from a pool of those
that the law can tell apart. The same for the same seed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.kit import large
from benchmarks.kit.situations import Draw
from reprieve.model.facts import Value
from reprieve.model.time import EASTERN, start_of
from reprieve.rules.book import Book, Statute
from reprieve.rules.bulk_columns import Meaning
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.law import Rule, Version
from reprieve.rules.parse import parse

POOL: Final = 48
"""So many values at most of each column."""
_FIRST: Final = date(2019, 1, 1)
_FACTS: Final = Dictionary(
    {
        entry.id: entry
        for entry in (
            Entry("party.listed", "bool", "?"),
            Entry("item.content", "share", "?"),
            Entry("item.eccn", "enum", "?", vocabulary=("EAR99", "5A991", "5D992", "5A002", "5D002", "3A001")),
            Entry("item.published", "bool", "?"),
            Entry("leg.destination", "enum", "?", vocabulary=("CN", "RU", "IR", "JP", "DE", "VE")),
            Entry("leg.use", "enum", "?", vocabulary=("network", "handset", "flaw", "sale", "research", "military")),
            Entry("leg.existing", "bool", "?"),
            Entry("leg.signed", "date", "?"),
        )
    }
)
_STOPS: Final = {
    "listed": "party.listed and item.content >= 25 %",
    "embargo": "leg.destination in {IR} and item.content >= 10 %",
    "chart": "item.eccn in {5A002, 5D002, 3A001} and leg.destination in {CN, RU, VE} and item.content >= 25 %",
    "military": "leg.use == military and leg.destination in {CN, RU, VE}",
}
_CLEARS: Final = {
    "network": ("leg.use == network and leg.existing and leg.signed <= 2019-05-16", ("listed",)),
    "handset": ("leg.use == handset and leg.existing", ("listed",)),
    "flaw": ("leg.use == flaw", ("listed",)),
    "encryption": ("item.eccn in {5A002, 5D002} and leg.use != military", ("chart",)),
    "research": ("leg.use == research and leg.destination not in {IR}", ("chart",)),
    "published": ("item.published and item.eccn != 5D002", ("listed", "chart")),
}


class Bulk(msgspec.Struct, frozen=True):
    """A law as known fully, a table for it, and the least ratio promised."""

    title: str
    statute: Statute
    book: Book
    at: datetime
    table: pa.Table
    bar: float

    @property
    def meanings(self) -> dict[str, Meaning]:
        """What the cells of sets say."""
        return {name: _words for name in self.table.column_names if self.statute.dictionary[name].type == "set"}


def _words(cell: Any) -> Value:
    return frozenset(cell.split("|")) - {""}


def ten(rows: int, bar: float) -> Bulk:
    """Ten rules: four restrictions, six authorizations."""
    each = frozenset({"party", "item"})
    stops = [Rule(f"ten/{name}", "restriction", name, "ten", _text(when, name), each) for name, when in _STOPS.items()]
    clears = [
        Rule(f"ten/{name}", "authorization", name, "ten", _text(when, name), each, clears=tuple(f"ten/{x}" for x in of))
        for name, (when, of) in _CLEARS.items()
    ]
    return _bulk("10 rules", Statute((*stops, *clears), _FACTS), rows, bar)


def _text(when: str, name: str) -> tuple[Version, ...]:
    does = "authorizes" if name in _CLEARS else "restricts"
    start = start_of(_FIRST, EASTERN)
    return (Version(name, start, None, parse(when, _FACTS, {}, name), does, published=start),)  # type: ignore[arg-type]


def three_hundred(rows: int, bar: float) -> Bulk:
    """300 random rules, a third of them quantified over the parties of the leg."""
    return _bulk("300 rules, a third of them quantified", large.statute(), rows, bar)


def _bulk(title: str, statute: Statute, rows: int, bar: float) -> Bulk:
    at = start_of(_FIRST + timedelta(days=500), EASTERN)
    return Bulk(title, statute, statute.known_fully(), at, _table(statute, rows), bar)


def _table(statute: Statute, rows: int) -> pa.Table:
    draw, random = Draw(statute, Random(3)), np.random.default_rng(3)  # noqa: S311  # seeds, not secrets
    facts = [fact for scope in statute.index.facts.values() for fact in scope]
    return pa.table({fact: _column(statute.dictionary[fact], draw, random, rows) for fact in facts})


def _column(entry: Entry, draw: Draw, random: np.random.Generator, rows: int) -> Any:
    pool = list(dict.fromkeys(draw.value(entry.id) for _ in range(4 * POOL)))[:POOL]
    told = ["|".join(sorted(each)) if isinstance(each, frozenset) else each for each in pool]
    return pa.array(told).take(pa.array(random.integers(len(told), size=rows)))


def dictionaries(table: pa.Table) -> pa.Table:
    """The same table with its words encoded, as a column store hands them out."""
    texts = [name for name in table.column_names if pa.types.is_string(table.schema.field(name).type)]
    for name in texts:
        place = table.column_names.index(name)
        table = table.set_column(place, name, table.column(name).dictionary_encode())
    return table


def thinned(table: pa.Table, share: float) -> pa.Table:
    """The same table with a share of its cells empty."""
    random = np.random.default_rng(5)
    made = {}
    for name in table.column_names:
        empty = pa.array(random.random(table.num_rows) < share)
        column = table.column(name).combine_chunks()
        made[name] = pc.if_else(empty, pa.scalar(None, column.type), column)
    return pa.table(made)
