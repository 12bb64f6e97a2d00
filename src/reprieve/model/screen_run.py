"""One screening as a whole: against which lists, with what result, for one name or for a file of parties.

A list that does not cover the day asked about proves nobody's absence; a row without a name was not screened. Both keep
a screening open, even where nobody alerts.
"""

from __future__ import annotations

from datetime import date

import msgspec

from reprieve.model.screened import Basis, Screened


class Searched(msgspec.Struct, frozen=True, omit_defaults=True):
    """A list that was searched, by the snapshot used. Days are days of its publisher.

    `covers`: the snapshot is complete, and known to hold on the day asked about; else `why` says what is lacking.
    """

    list: str
    title: str
    day: date | None
    entries: int
    covers: bool
    snapshot: str = ""
    published: date | None = None
    synthetic: bool = False
    why: str = ""


class NameRun(msgspec.Struct, frozen=True):
    """One party screened, and against what. `notes` say whom on the lists nobody can be compared with."""

    screened: Screened
    lists: tuple[Searched, ...]
    threshold: float
    notes: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether there is nothing for anybody to look at."""
        found = self.screened
        return not found.alerts and not found.unread and all(each.covers for each in self.lists)


class ResultRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the result for a file: an alert, or a party without one (`alerts` 0).

    `row` is the line, or the number of the row, in the file. A row without a name was not screened: its `alerts` are
    None. Of a party with alerts `place` counts them from 1, the best first.
    """

    row: int
    ref: str = ""
    name: str = ""
    alerts: int | None = None
    place: int | None = None
    score: float | None = None
    rank: float | None = None
    basis: Basis | None = None
    list: str = ""
    id: str = ""
    listed_name: str = ""
    matched_name: str = ""
    listed_kind: str = ""
    listed_countries: str = ""
    sentence: str = ""
    family: int | None = None
    same_address: int | None = None
    snapshot: str = ""
    published: date | None = None
    source: str = ""
    entry: str = ""


class ColumnTaken(msgspec.Struct, frozen=True):
    """What a column of a file was taken for, and why; no meaning: it was not understood."""

    column: str
    meaning: str
    why: str


class FileRun(msgspec.Struct, frozen=True):
    """A file of parties screened, and against what.

    `nameless` are the rows without a name, which nobody screened; `empty` counts rows without anything. `unread`
    counts, by meaning, cells that say nothing to us (a birth `n/a`). `worst` are the highest alerts, `rows` all rows of
    the result unless they were written to a file (`out`). `resumed` rows had been screened before the program was
    killed; `seconds` is the time since then.
    """

    file: str
    rows_in_file: int
    parties: int
    parties_with_alerts: int
    alerts: int
    threshold: float
    lists: tuple[Searched, ...]
    columns: tuple[ColumnTaken, ...]
    worst: tuple[ResultRow, ...] = ()
    nameless: tuple[int, ...] = ()
    empty: int = 0
    unread: dict[str, int] = {}
    notes: tuple[str, ...] = ()
    out: str = ""
    resumed: int = 0
    seconds: float = 0.0
    rows: tuple[ResultRow, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether there is nothing for anybody to look at: no alert, nobody left out, every list of that day whole."""
        return not self.alerts and not self.nameless and all(each.covers for each in self.lists)
