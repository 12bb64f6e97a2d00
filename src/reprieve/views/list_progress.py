"""How far a long import or download has come, on a terminal only, and never on standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TransferSpeedColumn,
)

Fetching = Callable[[str, int, int | None], None]
"""Told the source, the bytes so far, and of how many if that is known."""
Reading = Callable[[int], None]
"""Told how many entries have been read."""


@contextmanager
def fetching(console: Console | None = None) -> Iterator[Fetching | None]:
    """A bar for each source that is fetched; None where nobody watches."""
    with shown(console, BarColumn(), DownloadColumn(), TransferSpeedColumn()) as bars:
        if bars is None:
            yield None
            return
        known: dict[str, TaskID] = {}

        def told(source: str, done: int, whole: int | None) -> None:
            if source not in known:
                known[source] = bars.add_task(source, total=None)
            bars.update(known[source], completed=done, total=whole)

        yield told


@contextmanager
def reading(console: Console | None = None) -> Iterator[Reading | None]:
    """A count of the entries read; None where nobody watches."""
    with shown(console, TextColumn("{task.completed:,} entries")) as bars:
        if bars is None:
            yield None
            return
        task = bars.add_task("reading", total=None)
        yield lambda done: bars.update(task, completed=done)


@contextmanager
def shown(console: Console | None, *columns: ProgressColumn) -> Iterator[Progress | None]:
    """Bars with these columns, on standard error; None where nobody watches."""
    console = console or Console(stderr=True)
    if not console.is_terminal or console.is_dumb_terminal:
        yield None
        return
    spinner = () if console.options.ascii_only else (SpinnerColumn(),)
    with Progress(*spinner, TextColumn("{task.description}"), *columns, console=console, transient=True) as bars:
        yield bars
