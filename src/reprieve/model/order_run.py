"""A file of orders answered against one master case: a verdict and its reasons for each row, and what to do about them.

Each row is answered on its own. Nothing here decides.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from reprieve.model.answer import PackUsed
from reprieve.model.screen_run import ColumnTaken
from reprieve.model.snapshot import ListUsed
from reprieve.model.verdict import Outcome, Verdict


class OrderAnswer(msgspec.Struct, frozen=True):
    """The answer for one row: `row` is its line or number in the file, `cells` what stood in it, by column.

    `exporter`, `recipient` and `items` are names. `until` of the verdict is told only where it clears.
    """

    row: int
    order: str
    at: datetime
    known_at: datetime
    exporter: str
    recipient: str
    items: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[str, ...]
    cells: dict[str, str]


class Shared(msgspec.Struct, frozen=True):
    """Something that several orders have in common: in words, how many, and the first few of them."""

    text: str
    orders: int
    first: tuple[str, ...] = ()


class OrderRun(msgspec.Struct, frozen=True):
    """A file of orders as a whole; `answers` has every row, the worst first, of equals in the order of the file.

    `stops`: the provisions that stop most orders; `questions`: the facts whose answer most open orders wait for;
    `conditions`: what has to be done before most of those that may go ahead. `alike` rows were the same in all that
    matters and answered once; `out` is the file the answers were written to.
    """

    file: str
    case: str
    known_at: datetime
    answers: tuple[OrderAnswer, ...]
    columns: tuple[ColumnTaken, ...]
    packs: tuple[PackUsed, ...]
    lists: tuple[ListUsed, ...] = ()
    stops: tuple[Shared, ...] = ()
    questions: tuple[Shared, ...] = ()
    conditions: tuple[Shared, ...] = ()
    standing_scope: tuple[str, ...] = ()
    hypothetical: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    alike: int = 0
    seconds: float = 0.0
    software: str = ""
    out: str = ""

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """How many rows came to each outcome, the worst first."""
        found: dict[Outcome, int] = {}
        for each in self.answers:
            found[each.verdict.outcome] = found.get(each.verdict.outcome, 0) + 1
        return found
