"""A file of parties screened, however long: read in blocks, each safe on the disk before the next, nobody left out.

    customers = open_customers(path, {"name": "Firma"})
    run = screen_file(customers, searching(store), out=Path("alerts.csv"))

The whole file is looked at before anybody is screened, so that a row that is wrong is said at once and not after an
hour. Every row of the file is in the result: with its alerts, as clean, or as one without a name, who was not screened.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

import msgspec

from reprieve.desk.asked import Reader
from reprieve.desk.screen_out import Block, Blocks, Form, Run
from reprieve.desk.searched import Searching
from reprieve.errors import BadInput
from reprieve.intake.columns import Guess, guess, party
from reprieve.intake.tables import SUFFIXES, Table, open_table
from reprieve.model.listed import PartyKind
from reprieve.model.screen_run import ColumnTaken, FileRun, ResultRow
from reprieve.model.screened import Alert, Asked, Screened

BLOCK: Final = 2_000
"""Rows of the file that are screened, and put on the disk, together."""
WORST: Final = 20
USED: Final = frozenset(
    {
        *("name", "alias", "former", "id", "kind", "country", "nationality", "identifier", "birth"),
        *("address", "street", "city", "region", "postcode"),
    }
)
"""What a column may mean for screening; other meanings are for lists."""
_SAMPLE: Final = 200
"""So many rows are looked at to tell what a column holds."""

Progress = Callable[[int, int], None]
"""Told how many rows have been screened, and of how many."""


class Customer(NamedTuple):
    """A row of the file: its number, and the party; None where the row has no name, `empty` where it has nothing.

    `unread`: what the cells that say nothing to us were meant to say.
    """

    number: int
    asked: Asked | None
    unread: tuple[str, ...] = ()
    empty: bool = False


class Customers:
    """A file of parties that has been looked at: its columns as taken, how many rows it has, and a digest of it."""

    def __init__(self, table: Table, found: Guess, kind: PartyKind) -> None:
        self.table, self._found, self._kind = table, found, kind
        self._reader = Reader(found, kind)
        self.rows = sum(1 for _ in self)
        with table.path.open("rb") as file:
            self.digest = file_digest(file, "sha256").hexdigest()

    def __iter__(self) -> Iterator[Customer]:
        """Everybody, from the top. Raises BadInput at the first row that is wrong."""
        for row in self.table.rows():
            asked, unread = self._reader.party(row.cells, self.table.place(row.number))
            yield Customer(row.number, asked, unread, empty=asked is None and not any(row.cells))

    @property
    def columns(self) -> tuple[ColumnTaken, ...]:
        """What each column was taken for, and why."""
        return tuple(
            ColumnTaken(column, meaning, why)
            if meaning in USED or not meaning
            else ColumnTaken(column, "", f"a {meaning}")
            for column, meaning, why in self._found.told
        )

    @property
    def options(self) -> str:
        """A digest of how the file is read."""
        return sha256(msgspec.json.encode([self.columns, self._kind])).hexdigest()


def looks_like_a_file(text: str) -> bool:
    """Whether somebody who typed this meant a file of parties, and not a name."""
    with suppress(OSError, ValueError):  # a name may be no path at all
        if Path(text).is_file():
            return True
    return text.lower().removesuffix(".gz").endswith(SUFFIXES)


def open_customers(path: Path, columns: Mapping[str, str] | None = None, *, kind: PartyKind = "unknown") -> Customers:
    """A file of parties. `columns`: meaning -> column, where it shall not be guessed; `kind`: of who has none.

    Raises BadInput, in one line, for whatever is wrong with any row of it.
    """
    table = open_table(path)
    sample = [[_plain(each) for each in row.cells] for row in islice(table.rows(), _SAMPLE)]
    found = guess(table.columns, sample, party(), columns, path.name)
    return Customers(table, found, kind)


def _plain(cell: str | tuple[str, ...]) -> str:
    return cell if isinstance(cell, str) else "; ".join(cell)


# --- screening ------------------------------------------------------------------------------------------------------


def screen_file(
    customers: Customers,
    search: Searching,
    *,
    out: Path | None = None,
    form: Form = "csv",
    progress: Progress | None = None,
    block: int = BLOCK,
    worst: int = WORST,
) -> FileRun:
    """Everybody in a file. The rows of the result go to `out`, whole or not at all; without it they are returned.

    A run that was killed is gone on with, if the file, the options and what is screened against are the same.
    """
    began, tally = monotonic(), _Tally(worst, keep=out is None)
    if out is None:
        for each in _screened(iter(customers), search, block):
            tally.add(each, customers.rows, progress)
        return tally.run(customers, search, monotonic() - began)
    if out.resolve() == customers.table.path.resolve():
        raise BadInput(str(out), "is the file that is screened", "another name for the result")
    blocks = Blocks(out, Run(customers.digest, customers.options, search.digest, block))
    with blocks.writing() as left:
        for each in left:
            tally.add(each, customers.rows, progress)
        tally.resumed = tally.taken
        rest = iter(customers)
        deque(islice(rest, tally.taken), maxlen=0)
        for each in _screened(rest, search, block):
            blocks.keep(tally.blocks, each)
            tally.add(each, customers.rows, progress)
        blocks.finish(form)
    tally.anew = blocks.anew
    return tally.run(customers, search, monotonic() - began, out)


def _screened(rest: Iterator[Customer], search: Searching, block: int) -> Iterator[Block]:
    """The result, a block of rows at a time."""
    while taken := list(islice(rest, block)):
        found = iter(search.roll.screen_all([each.asked for each in taken if each.asked is not None]))
        rows = [row for each in taken for row in _rows(each, found)]
        unread = Counter(meaning for each in taken for meaning in each.unread)
        yield Block(len(taken), tuple(rows), sum(each.empty for each in taken), dict(sorted(unread.items())))


def _rows(customer: Customer, found: Iterator[Screened]) -> Iterable[ResultRow]:
    """What becomes of one row of the file."""
    if customer.empty:
        return ()
    if customer.asked is None:
        return (ResultRow(customer.number, sentence="No name that can be read: nobody was screened."),)
    screened = next(found)
    if screened.asked != customer.asked:
        msg = f"the result for {customer.asked.name!r} is of {screened.asked.name!r}"
        raise AssertionError(msg)
    return rows_of(customer.number, screened)


def rows_of(number: int, screened: Screened) -> tuple[ResultRow, ...]:
    """A row for each alert; one row where there is none."""
    asked, alerts = screened.asked, screened.alerts
    family, there = len(screened.family), len(screened.same_address)
    clean = ResultRow(number, asked.ref, asked.name, len(alerts), family=family, same_address=there)
    if not alerts:
        return (msgspec.structs.replace(clean, sentence="No alert."),)
    return tuple(_alert(clean, place, each) for place, each in enumerate(alerts, 1))


def _alert(party: ResultRow, place: int, alert: Alert) -> ResultRow:
    return msgspec.structs.replace(
        party,
        place=place,
        score=alert.score,
        rank=alert.rank,
        basis=alert.basis,
        list=alert.list,
        id=alert.id,
        listed_name=alert.name,
        matched_name=alert.match.listed,
        listed_kind=alert.kind,
        listed_countries=", ".join(alert.countries),
        sentence=alert.sentence,
        snapshot=alert.snapshot,
        published=alert.published,
        source=alert.place,
        entry=alert.entry,
    )


class _Tally:
    """What is counted while blocks pass."""

    def __init__(self, worst: int, *, keep: bool) -> None:
        self.taken = self.blocks = self.resumed = 0
        self.anew = ""
        self._parties = self._hit = self._alerts = self._empty = 0
        self._most, self._keep = worst, keep
        self._nameless: list[int] = []
        self._worst: list[ResultRow] = []
        self._rows: list[ResultRow] = []
        self._unread: Counter[str] = Counter()

    def add(self, block: Block, whole: int, progress: Progress | None) -> None:
        self.taken, self.blocks = self.taken + block.taken, self.blocks + 1
        self._empty += block.empty
        self._unread.update(block.unread)
        self._nameless += [row.row for row in block.rows if row.alerts is None]
        firsts = [row for row in block.rows if row.alerts is not None and row.place in {None, 1}]
        self._parties += len(firsts)
        self._hit += sum(bool(row.alerts) for row in firsts)
        alerts = [row for row in block.rows if row.alerts]
        self._alerts += len(alerts)
        self._worst = heapq.nsmallest(self._most, [*self._worst, *alerts], key=_order)
        if self._keep:
            self._rows += block.rows
        if progress is not None:
            progress(self.taken, whole)

    def run(self, customers: Customers, search: Searching, seconds: float, out: Path | None = None) -> FileRun:
        notes = [*customers.table.notes, *search.notes]
        if self.anew:
            notes.append(f"what an earlier run had left for {out} is of {self.anew}: this one began anew")
        return FileRun(
            file=str(customers.table.path),
            rows_in_file=self.taken,
            parties=self._parties,
            parties_with_alerts=self._hit,
            alerts=self._alerts,
            threshold=search.threshold,
            lists=search.lists,
            columns=customers.columns,
            worst=tuple(self._worst),
            nameless=tuple(self._nameless),
            empty=self._empty,
            unread=dict(sorted(self._unread.items())),
            notes=tuple(notes),
            out="" if out is None else str(out),
            resumed=self.resumed,
            seconds=round(seconds, 1),
            rows=tuple(self._rows),
        )


def _order(row: ResultRow) -> tuple[float, float, int, int]:
    """The worst first; of equals the earlier in the file."""
    return -(row.score or 0.0), -(row.rank or 0.0), row.row, row.place or 0
