"""OpenFisca-core on many rows at once, in its own best form: arrays for its variables, one simulation for each part.

Every leg has one party and one item here, so that what quantifies over parties is its body; no group is needed. Arrays
are made from the same Arrow table that Reprieve gets, each column once: words by their dictionary, days as ordinals.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from openfisca_core.simulations import SimulationBuilder

from benchmarks.peers.openfisca import MONTH, Formula, OpenFisca, variable
from benchmarks.peers.plain import Unit
from reprieve.rules.syntax import Each, Node

Arrays = dict[str, Any]
"""An array for each input variable."""
FIRST_DAY = date(1970, 1, 1).toordinal()


class OpenFiscaRows(OpenFisca):
    """A law as a tax and benefit system over rows of one party and one item."""

    def _formula(self, node: Node) -> Formula:
        return self._formula(node.body) if isinstance(node, Each) else super()._formula(node)

    def arrays(self, table: pa.Table) -> Arrays:
        """The columns of a table as the input variables want them."""
        columns = {name: table.column(name).combine_chunks() for name in {fact for fact, _, _ in self._inputs.values()}}
        told = {name: _encoded(each) for name, each in columns.items()}
        return {title: self._array(told[fact], member) for title, (fact, member, _) in self._inputs.items()}

    def _array(self, column: Any, member: str) -> Any:
        if not isinstance(column, tuple):
            return column
        codes, words = column
        if member:
            return np.array([member in word.split("|") for word in words])[codes]
        return np.array([self._words.setdefault(word, len(self._words)) for word in words], dtype=np.int32)[codes]

    def decide_rows(self, arrays: Arrays, rows: int, units: Iterable[Unit], part: int) -> list[list[Any]]:
        """Every version asked for, part after part."""
        return [
            self._simulated({title: each[start : start + part] for title, each in arrays.items()}, units)
            for start in range(0, rows, part)
        ]

    def _simulated(self, arrays: Arrays, units: Iterable[Unit]) -> list[Any]:
        size = len(next(iter(arrays.values())))
        builder = SimulationBuilder()
        builder.create_entities(self._system)
        for name in ("row", "leg"):
            builder.populations[name].ids = np.arange(size)
            builder.populations[name].count = size
        simulation = builder.build(self._system)
        for title, values in arrays.items():
            simulation.set_input(title, MONTH, values)
        return [simulation.calculate(variable(unit), MONTH) for unit in units]


def _encoded(column: Any) -> Any:
    """A plain array, or codes and the words they stand for."""
    if pa.types.is_date32(column.type):
        return column.cast(pa.int32()).to_numpy() + np.int32(FIRST_DAY)
    if pa.types.is_boolean(column.type) or pa.types.is_integer(column.type):
        return column.to_numpy(zero_copy_only=False)
    told = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    return told.indices.to_numpy(), told.dictionary.to_pylist()
