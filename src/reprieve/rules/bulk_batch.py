"""Many legs as columns of facts: what bulk decisions read. Decides nothing, and reads no file.

batch = of_arrow(record_batch, at)                      # columns called by fact; lists hold several members
batch = of_situations(situations)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from reprieve.model.facts import UNKNOWN, Value
from reprieve.model.time import in_utc
from reprieve.rules.bulk_columns import Coded, Column, Meaning, coded, column_of
from reprieve.rules.situation import Situation, Values
from reprieve.rules.syntax import scope

Offsets = NDArray[np.int64]


class Table(NamedTuple):
    """Columns of one length by fact; what has no column is unknown in every row."""

    size: int
    columns: Mapping[str, Column]

    def values(self, row: int) -> dict[str, Value]:
        """One row as facts; what is unknown is left out."""
        found = {fact: column.value(row) for fact, column in self.columns.items()}
        return {fact: value for fact, value in found.items() if value is not UNKNOWN}

    def part(self, start: int, end: int) -> Table:
        """The rows from one up to another."""
        return Table(end - start, {fact: column.part(start, end) for fact, column in self.columns.items()})


class Members(NamedTuple):
    """The parties, or the items, of all legs one after the other; those of leg n are offsets[n] to offsets[n + 1].

    Without offsets every leg has exactly one.
    """

    offsets: Offsets | None
    table: Table

    def of(self, leg: int) -> tuple[int, int]:
        """Where the members of a leg begin and end."""
        return (leg, leg + 1) if self.offsets is None else (int(self.offsets[leg]), int(self.offsets[leg + 1]))

    def part(self, start: int, end: int) -> Members:
        """Those of the legs from one up to another."""
        if self.offsets is None:
            return Members(None, self.table.part(start, end))
        first, last = int(self.offsets[start]), int(self.offsets[end])
        return Members(self.offsets[start : end + 1] - first, self.table.part(first, last))

    def values(self, leg: int) -> tuple[Values, ...]:
        """Those of one leg as facts."""
        return tuple(self.table.values(at) for at in range(*self.of(leg)))


class Batch(NamedTuple):
    """Many legs, each at its own moment. `flags` counts the unresolved red flags of each leg; None: there are none."""

    at: Coded
    legs: Table
    parties: Members
    items: Members
    flags: NDArray[np.int64] | None = None

    @property
    def size(self) -> int:
        """How many legs."""
        return self.legs.size

    @property
    def moments(self) -> list[datetime]:
        """The moment of each code of `at`."""
        return [each for each in self.at.values if isinstance(each, datetime)]

    def part(self, start: int, end: int) -> Batch:
        """The legs from one up to another."""
        return Batch(
            self.at.part(start, end),
            self.legs.part(start, end),
            self.parties.part(start, end),
            self.items.part(start, end),
            None if self.flags is None else self.flags[start:end],
        )

    def situation(self, row: int) -> Situation:
        """One leg as a single decision sees it."""
        at = self.moments[self.at.codes[row]]
        return Situation(at, self.legs.values(row), self.parties.values(row), self.items.values(row))


# --- from situations ------------------------------------------------------------------------------------------------


def of_situations(found: Sequence[Situation], flags: Sequence[int] | None = None) -> Batch:
    """Situations as columns, in their order."""
    return Batch(
        coded([in_utc(each.at) for each in found]),
        _table([each.leg for each in found]),
        _several([each.parties for each in found]),
        _several([each.items for each in found]),
        None if flags is None else np.asarray(flags, dtype=np.int64),
    )


def _several(found: Sequence[Sequence[Values]]) -> Members:
    table = _table([member for each in found for member in each])
    if all(len(each) == 1 for each in found):
        return Members(None, table)
    offsets = np.zeros(len(found) + 1, dtype=np.int64)
    np.cumsum([len(each) for each in found], out=offsets[1:])
    return Members(offsets, table)


def _table(rows: Sequence[Values]) -> Table:
    facts = dict.fromkeys(fact for row in rows for fact in row)
    return Table(len(rows), {fact: coded([row.get(fact, UNKNOWN) for row in rows]) for fact in facts})


# --- from Arrow -----------------------------------------------------------------------------------------------------


def of_arrow(
    found: pa.RecordBatch | pa.Table, at: datetime | pa.Array, meanings: Mapping[str, Meaning] | None = None
) -> Batch:
    """Columns called by the facts they hold; null is unknown. `at`: one moment, or one of each row with a zone.

    A list column of a party's or an item's fact holds one value for each member of the leg; a plain one says that each
    leg has one member. Raises ValueError where two columns differ in how many members a leg has.
    """
    meant, rows = meanings or {}, found.num_rows
    columns = {name: _whole(found.column(name)) for name in found.schema.names}
    legs = {name: column_of(each, meant.get(name)) for name, each in columns.items() if scope(name) == "leg"}
    parties, items = (
        _listed({name: each for name, each in columns.items() if scope(name) == over}, rows, meant)
        for over in ("party", "item")
    )
    return Batch(_at(at, rows), Table(rows, legs), parties, items)


def _at(at: datetime | pa.Array, rows: int) -> Coded:
    if isinstance(at, datetime):
        return Coded(np.zeros(rows, dtype=np.int32), (in_utc(at),))
    told = at.dictionary_encode()
    moments = tuple(each.astimezone(UTC) for each in told.dictionary.to_pylist())
    return Coded(told.indices.to_numpy().astype(np.int32), moments)


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _listed(columns: Mapping[str, Any], rows: int, meant: Mapping[str, Meaning]) -> Members:
    if not columns:
        return Members(np.zeros(rows + 1, dtype=np.int64), Table(0, {}))
    taken = {name: _taken(column) for name, column in columns.items()}
    (_, (offsets, first)), *others = taken.items()
    for name, (ends, _) in others:
        alike = offsets is ends if offsets is None or ends is None else np.array_equal(offsets, ends)
        if not alike:
            msg = f"{name} has another number of members in some leg than the columns before it"
            raise ValueError(msg)
    made = {name: column_of(values, meant.get(name)) for name, (_, values) in taken.items()}
    return Members(offsets, Table(len(first), made))


def _taken(column: Any) -> tuple[Offsets | None, Any]:
    """Where the members of each leg end, and the values of all of them."""
    if not (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)):
        return None, column
    ends = column.offsets.to_numpy().astype(np.int64)
    return ends - ends[0], column.flatten()
