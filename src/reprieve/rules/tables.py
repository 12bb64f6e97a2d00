"""Look-up tables of a pack, such as country groups: CSV with dated rows.

Rows carry their own dates and citation; nothing is interpolated. A look-up answers with the set of values in force.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from reprieve.errors import BadPack
from reprieve.intake.files import read_rows
from reprieve.intake.listings import confidence
from reprieve.intake.when import check_window, end_in, moment_in
from reprieve.model.facts import Dated, Fact, Source
from reprieve.model.verdict import Confidence

ListingField = Literal["listed", "listed_on", "group", "requirement", "footnotes"]


class FromListing(msgspec.Struct, frozen=True):
    """A fact filled from a field of the party's listings on one list; `listed` also from any of several lists."""

    fact: str
    lists: tuple[str, ...]
    field: ListingField


class Row(msgspec.Struct, frozen=True):
    """One dated row of a look-up table."""

    key: str
    value: str
    start: datetime | None
    end: datetime | None
    confidence: Confidence
    cite: str
    place: str


class Table(msgspec.Struct, frozen=True):
    """A look-up table: key -> values in force, by date."""

    name: str
    rows: tuple[Row, ...]

    def cuts(self, key: str) -> list[datetime]:
        """Every instant at which the answer for a key may change."""
        return sorted({edge for row in self.rows if row.key == key for edge in (row.start, row.end) if edge})

    def fact(self, key: str) -> Dated:
        """The values of a key over time."""
        cuts = self.cuts(key)
        first = self._on(key, None)
        return Dated(first, tuple((cut, self._on(key, cut)) for cut in cuts))

    def _on(self, key: str, at: datetime | None) -> Fact:
        rows = [row for row in self.rows if row.key == key and _covers(row, at)]
        cites = "; ".join(sorted({row.cite for row in rows})) or f"{key} is not in it"
        return Fact(frozenset(row.value for row in rows), Source(f"table {self.name}: {cites}", "derived"))


class FromTable(msgspec.Struct, frozen=True):
    """A fact looked up in a table by another fact."""

    fact: str
    key: str
    table: Table


def _covers(row: Row, at: datetime | None) -> bool:
    if at is None:
        return row.start is None
    return (row.start is None or row.start <= at) and (row.end is None or at < row.end)


def read_table(path: Path, column: str, zone: str) -> Table:
    """A look-up table: its first column is the key. Raises BadPack with file and line."""
    rows: list[Row] = []
    for place, cells in read_rows(path, BadPack, (column, "from", "through", "confidence", "cite")):
        start = moment_in(cells["from"], zone, place, BadPack)
        end = end_in(cells["through"], zone, place, BadPack)
        check_window(start, end, place, BadPack)
        key = next(iter(cells.values()))
        sure = confidence(cells["confidence"], place, BadPack)
        rows.append(Row(key, cells[column], start, end, sure, cells["cite"], place))
    return Table(path.name, tuple(rows))
