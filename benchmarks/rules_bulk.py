"""A million rows decided at once beside OpenFisca-core, from the same Arrow table, encoding included.

Two laws: ten rules as a firm might write them, and the 300 of `benchmarks/rules.py`; each row is a leg with one party
and one item. Before the clock runs every outcome of every rule is found equal to OpenFisca's in every row, and in some
hundred rows with a tenth of their facts missing, where OpenFisca has no word for unknown, to that of single decisions.

OpenFisca gives each rule's outcome and is told which versions are in force. Reprieve gives each rule's outcome and
where it is unknown, works out what is in force, and (`with the answer`) the outcomes that remain for the leg. Bars are
for that last, with words encoded as a column store hands them out. Words as text have to be encoded by Arrow first, for
both sides alike; what that alone takes is shown, and no bar is set on it. Contenders take turns in one process; medians
of CPU time count. Ends with 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit.clock import Work, rates
from benchmarks.kit.rows import Bulk, dictionaries, ten, thinned, three_hundred
from benchmarks.peers.openfisca_bulk import OpenFiscaRows
from benchmarks.peers.plain import asked, in_force
from reprieve.model.verdict import SEVERITY
from reprieve.rules.bulk import OUTCOMES_OF, decide_all, readings
from reprieve.rules.bulk_batch import Batch, of_arrow
from reprieve.rules.bulk_columns import unpacked

OPENFISCA = "OpenFisca"
ENCODING = "Arrow's encoding of the words alone"
ANSWER = "every rule, with the answer"
RULES = "every rule"
SPELLED = "every rule, a byte a row, with the answer"
PARTS = (1 << 14, 1 << 16, 1 << 20)
"""How many rows OpenFisca is given at once: the size at which it is fastest counts."""
GAPS = 0.1


def batch_of(law: Bulk, table: pa.Table) -> Batch:
    """The table encoded."""
    return of_arrow(table, law.at, law.meanings)


def every_rule(law: Bulk, table: pa.Table, *, answer: bool = True, spelled: bool = False) -> int:
    """Every rule of every row, as bitmaps or a byte each; and the outcomes that remain."""
    for reading in readings(law.book, batch_of(law, table)):
        for rule in reading.rules:
            if spelled:
                reading.truth(rule)
            else:
                reading.truths(rule)
        if answer:
            reading.possible()
    return int(table.num_rows)


def check(law: Bulk, peer: OpenFiscaRows) -> None:
    """Ends the program where OpenFisca differs in any rule of any row."""
    units = in_force(law.book.stretch(law.at))
    arrays = peer.arrays(law.table)
    theirs = [
        np.concatenate(each) for each in zip(*peer.decide_rows(arrays, law.table.num_rows, units, 1 << 16), strict=True)
    ]
    found = [np.zeros(law.table.num_rows, dtype=np.bool_) for _ in law.book.rules]
    for reading in readings(law.book, batch_of(law, law.table)):
        end = reading.start + reading.batch.size
        for rule in reading.rules:
            truths = reading.truths(rule)
            if truths.true is not truths.open and (truths.true != truths.open).any():
                sys.exit(f"{law.book.rules[rule].id} is unknown somewhere, of complete facts")
            found[rule][reading.start : end] = unpacked(truths.true, reading.batch.size)
    for (rule, _), values in zip(units, theirs, strict=True):
        if not np.array_equal(found[rule], values):
            sys.exit(f"OpenFisca differs on {law.book.rules[rule].id}")


def check_gaps(law: Bulk, rows: int) -> int:
    """How many of some rows with gaps are indeterminate; ends the program where bulk and single decisions differ."""
    batch = batch_of(law, thinned(law.table.slice(0, rows), GAPS))
    decided, open_ = decide_all(law.book, batch), 0
    for row in range(rows):
        alone = law.book.decide(batch.situation(row))
        if OUTCOMES_OF[decided.possible[row]] != alone.possible or decided.outcome[row] != SEVERITY[alone.outcome]:
            sys.exit(f"bulk differs from the single decision on {batch.situation(row)}")
        open_ += alone.outcome == "indeterminate"
    return open_


def contenders(law: Bulk, table: pa.Table, peer: OpenFiscaRows, part: int) -> dict[str, Work]:
    """What takes turns on the clock, from the Arrow table on."""
    units = in_force(law.book.stretch(law.at))

    def openfisca() -> int:
        peer.decide_rows(peer.arrays(table), table.num_rows, units, part)
        return int(table.num_rows)

    texts = [name for name in table.column_names if pa.types.is_string(table.schema.field(name).type)]

    def encoded() -> int:
        for name in texts:
            table.column(name).combine_chunks().dictionary_encode()
        return int(table.num_rows)

    return {
        **({ENCODING: encoded} if texts else {}),
        OPENFISCA: openfisca,
        ANSWER: lambda: every_rule(law, table),
        RULES: lambda: every_rule(law, table, answer=False),
        SPELLED: lambda: every_rule(law, table, spelled=True),
    }


def best_part(law: Bulk, peer: OpenFiscaRows) -> int:
    """The size of parts at which OpenFisca is fastest."""
    units, arrays = in_force(law.book.stretch(law.at)), peer.arrays(law.table)

    def timed(part: int) -> int:
        peer.decide_rows(arrays, law.table.num_rows, units, part)
        return int(law.table.num_rows)

    found = rates({str(part): partial(timed, part) for part in PARTS}, 1, 0.1)
    return int(max(found, key=found.__getitem__))


def folded(law: Bulk) -> tuple[int, float, float]:
    """Legs that differ in a fact that the law reads; rows a second to find them; rows a second to decide all of them.

    Folding pays where the first rate is above the second by more than what it leaves.
    """
    batch = batch_of(law, law.table)
    columns = [
        column.coded().codes
        for table in (batch.legs, batch.parties.table, batch.items.table)
        for column in table.columns.values()
    ]

    def fold() -> int:
        matrix = np.ascontiguousarray(np.stack(columns, axis=1))
        np.unique(matrix.view(np.dtype((np.void, matrix.dtype.itemsize * matrix.shape[1]))))
        return batch.size

    def decide() -> int:
        for reading in readings(law.book, batch):
            reading.possible()
        return batch.size

    distinct = len(np.unique(np.stack(columns, axis=1)[:100_000], axis=0))
    found = rates({"fold": fold, "decide": decide}, 1, 0.1)
    return distinct, found["fold"], found["decide"]


def measure(law: Bulk, rounds: int, seconds: float) -> bool:
    """Checks, measures and prints one law; whether a bar was missed."""
    peer = OpenFiscaRows(asked(law.statute))
    check(law, peer)
    gaps = min(500, law.table.num_rows)
    open_ = check_gaps(law, gaps)
    part = best_part(law, peer)
    rows = f"{law.table.num_rows:,} rows"
    print(f"\n{law.title}: {rows}, every outcome equal; {gaps} with gaps as single decisions, {open_} open")
    missed = False
    for title, table, least in (
        ("words as text", law.table, None),
        ("words encoded", dictionaries(law.table), law.bar),
    ):
        found = rates(contenders(law, table, peer, part), rounds, seconds)
        print(f"  {title:44}{'rows a second':>14}{'over OpenFisca':>16}{'bar':>6}")
        for what, rate in found.items():
            ratio, bar = rate / found[OPENFISCA], least if what == ANSWER else None
            low = bar is not None and ratio < bar
            missed |= low
            print(f"    {what:42}{rate:14,.0f}{ratio:16.2f}{bar or '':>6}{'  MISSED' if low else ''}")
    distinct, fold, decide = folded(law)
    print(f"  folding equal rows first: {distinct:,} of 100,000 differ; found at {fold:,.0f}, decided at {decide:,.0f}")
    with_gaps = thinned(law.table, GAPS)
    slower = rates({"gaps": lambda: every_rule(law, with_gaps)}, 1, seconds)["gaps"]
    print(f"  with a tenth of the facts missing: {slower:,.0f} rows a second, every rule with the answer")
    return missed


def main() -> int:
    """Prints the tables; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few rows and one turn: whether it runs, not how fast")
    quick = parser.parse_args().quick
    rows, rounds, seconds = (20_000, 1, 0.05) if quick else (1_000_000, 5, 0.5)
    missed = [measure(law, rounds, seconds) for law in (ten(rows, 3.0), three_hundred(rows, 2.0))]
    print("\nBars are those of the issue, for every rule with the answer.")
    return int(any(missed) and not quick)


if __name__ == "__main__":
    raise SystemExit(main())
