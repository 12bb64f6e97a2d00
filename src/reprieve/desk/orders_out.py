"""Answers to orders as a table in a file: CSV, Excel or Parquet, the worst first, whole or not at all.

A row has the answer, then the cells of the order as they came (`given NAME`). No cell runs in a spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final, Literal

import msgspec
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from reprieve.errors import BadInput
from reprieve.intake.columns import safe_cell
from reprieve.intake.whole import whole
from reprieve.model.order_run import OrderAnswer, OrderRun
from reprieve.model.verdict import CLEARING
from reprieve.views import words

Form = Literal["csv", "xlsx", "parquet"]
MOST_EXCEL_ROWS: Final = 1_048_575
"""So many rows fit below the heading of a sheet."""
LONGEST_CELL: Final = 32_767
"""So many characters fit into a cell of Excel."""


class AnswerRow(msgspec.Struct, frozen=True):
    """One answer as cells; several things in one cell stand apart by `; `."""

    row: str
    order: str
    asked_for: str
    outcome: str
    could_also_be: str
    until: str
    answer: str
    reasons: str
    stopped_by: str
    authorized_by: str
    to_do_before: str
    to_do_after: str
    questions: str
    outside_the_model: str
    may_be_listed: str
    confidence: str
    exporter: str
    recipient: str
    items: str
    hypothetical: str


def row(answer: OrderAnswer) -> AnswerRow:
    """One answer as cells."""
    verdict = answer.verdict
    return AnswerRow(
        row=str(answer.row),
        order=answer.order,
        asked_for=answer.at.isoformat(),
        outcome=verdict.outcome,
        could_also_be="; ".join(each for each in verdict.possible if each != verdict.outcome),
        until=verdict.until.isoformat() if verdict.until is not None else "",
        answer=verdict.sentence,
        reasons="; ".join(answer.reasons),
        stopped_by="; ".join(dict.fromkeys(f"{each.id} ({each.cite})" for each in verdict.because)),
        authorized_by="; ".join(dict.fromkeys(f"{each.id} ({each.cite})" for each in verdict.authorized_by)),
        to_do_before="; ".join(
            f"{each.text} ({each.cite}): {words.DUTY[each.status]}" for each in verdict.preconditions
        ),
        to_do_after="; ".join(
            f"{each.text} ({each.cite})" for each in verdict.obligations if verdict.outcome in CLEARING
        ),
        questions="; ".join(each.question for each in verdict.missing),
        outside_the_model="; ".join(verdict.out_of_model),
        may_be_listed="; ".join(words.namesake(each) for each in verdict.namesakes if each.taken == "open"),
        confidence=verdict.confidence,
        exporter=answer.exporter,
        recipient=answer.recipient,
        items="; ".join(answer.items),
        hypothetical="yes" if verdict.hypothetical else "",
    )


def write_orders(run: OrderRun, file: Path, form: Form) -> OrderRun:
    """The answers into a file, whole or not at all; the run that says so. Raises BadInput."""
    if form == "xlsx" and len(run.answers) > MOST_EXCEL_ROWS:
        raise BadInput(str(file), f"cannot hold {len(run.answers):,} rows", "--csv or --parquet")
    if file.exists() and file.resolve() == Path(run.file).resolve():
        raise BadInput(str(file), "is the file of the orders", "another name for the answers")
    with whole(file) as out:
        _FORMS[form](_table(run), out)
    return msgspec.structs.replace(run, out=str(file))


def _table(run: OrderRun) -> Iterator[tuple[str, ...]]:
    """The heading, then a row for each answer."""
    given = tuple(each.column for each in run.columns)
    yield (*AnswerRow.__struct_fields__, *(f"given {column}" for column in given))
    for each in run.answers:
        yield (*msgspec.structs.astuple(row(each)), *(each.cells.get(column, "") for column in given))


def _as_csv(rows: Iterable[tuple[str, ...]], out: IO[bytes]) -> None:
    writer = csv.writer(_Text(out), lineterminator="\n")
    writer.writerows([safe_cell(cell) for cell in each] for each in rows)


class _Text:
    """What `csv` writes to: lines of text into a file of bytes that stays open."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """One line."""
        return self._out.write(text.encode())


def _as_xlsx(rows: Iterable[tuple[str, ...]], out: IO[bytes]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("orders")
    sheet.freeze_panes = "A2"
    for each in rows:
        sheet.append([safe_cell(words.readable(cell))[:LONGEST_CELL] for cell in each])
    book.save(out)


def _as_parquet(rows: Iterable[tuple[str, ...]], out: IO[bytes]) -> None:
    heading, *rest = rows
    columns: Any = zip(*rest, strict=True) if rest else [()] * len(heading)
    made = {name: pa.array(list(cells), pa.string()) for name, cells in zip(heading, columns, strict=True)}
    pq.write_table(pa.table(made), out, compression="zstd")


_FORMS: Final[dict[Form, Callable[[Iterable[tuple[str, ...]], IO[bytes]], None]]] = {
    "csv": _as_csv,
    "xlsx": _as_xlsx,
    "parquet": _as_parquet,
}
