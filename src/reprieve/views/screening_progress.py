"""How far a long screening has come and how long it will take, on a terminal only, and never on standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn

from reprieve.views.list_progress import shown

Screening = Callable[[int, int], None]
"""Told how many rows have been screened, and of how many."""


@contextmanager
def screening(console: Console | None = None) -> Iterator[Screening | None]:
    """A bar for the rows of a file; None where nobody watches."""
    with shown(console, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bars:
        if bars is None:
            yield None
            return
        task = bars.add_task("screening", total=None)
        yield lambda done, whole: bars.update(task, completed=done, total=whole)
