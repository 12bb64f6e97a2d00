"""Printing: JSON for programs, rich text for people. Decides nothing, and loads only the pages that are shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec
from rich.console import Console

from reprieve.model.answer import Answers, plain
from reprieve.model.page import PackPage, Report
from reprieve.model.snapshot import Answered, Difference, History, Imported, Pulled, Status

if TYPE_CHECKING:
    from reprieve.model.screen_run import ColumnTaken, FileRun, NameRun
    from reprieve.model.snapshot import KindRow


def as_json(value: object) -> None:
    """One JSON document on standard output."""
    value = plain(value) if isinstance(value, Answers) else value
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.flush()


def answers(found: Answers, depth: int | None) -> None:
    """The answers at a depth; by default reasons for one transaction, a line each for several."""
    from reprieve.views import terminal

    terminal.show(found, Console(highlight=False), depth or (2 if len(found.transactions) == 1 else 1))


def written(path: Path, *, quiet: bool = False) -> None:
    """Where a report lies."""
    print(f"Report: {path.resolve()}", file=sys.stderr if quiet else sys.stdout)  # this module prints


def pack_list(found: Sequence[PackPage], *, json: bool) -> None:
    """The packs, a line each."""
    from reprieve.views import pack_page as pages

    if json:
        as_json([msgspec.structs.replace(each, rules=(), definitions=(), tests=(), facts=()) for each in found])
    else:
        pages.show_list(found, Console(highlight=False))


def pack_page(found: PackPage, *, json: bool) -> None:
    """One pack, whole."""
    from reprieve.views import pack_page as pages

    if json:
        as_json(found)
    else:
        pages.show_page(found, Console(highlight=False))


def report(found: Report, *, json: bool) -> int:
    """Findings or test results; the exit code is 0 if all is clean, else 1."""
    from reprieve.views import pack_page as pages

    if json:
        as_json({"summary": found.summary, "clean": found.clean, "lines": found.lines, "data": found.data})
    else:
        pages.show_report(found, Console(highlight=False))
    return 0 if found.clean else 1


# --- lists ------------------------------------------------------------------------------------------------------------


def kinds(found: Sequence[KindRow], *, json: bool) -> None:
    """The formats that are read."""
    from reprieve.views import lists as pages

    if json:
        as_json(found)
    else:
        pages.show_kinds(found, Console(highlight=False))


def status(found: Status, *, everything: bool, json: bool) -> None:
    """The state of every list and source; JSON holds everything, asked for or not."""
    from reprieve.views import lists as pages

    if json:
        as_json(found)
    else:
        pages.show_status(found, Console(highlight=False), everything=everything)


def pulled(found: Sequence[Pulled], now: Status, *, json: bool) -> None:
    """What fetching each source did, and what is in force now."""
    from reprieve.views import lists as pages

    if json:
        names = {each.source for each in found}
        as_json({"pulled": found, "sources": [each for each in now.sources if each.source in names]})
    else:
        pages.show_pulled(found, now, Console(highlight=False))


def imported(found: Imported, *, json: bool) -> None:
    """What an import did."""
    from reprieve.views import lists as pages

    if json:
        as_json(found)
    else:
        pages.show_imported(found, Console(highlight=False))


def entries(found: Answered, invented: frozenset[str], *, json: bool) -> None:
    """What the lists say of a name or an id on a day."""
    from reprieve.views import list_entries

    if json:
        as_json(found)
    else:
        list_entries.show_answered(found, Console(highlight=False), invented)


def history(found: History, invented: frozenset[str], *, json: bool) -> None:
    """How long somebody stood on which lists."""
    from reprieve.views import list_entries

    if json:
        as_json(found)
    else:
        list_entries.show_history(found, Console(highlight=False), invented)


def difference(found: Difference, limit: int, *, json: bool) -> None:
    """What changed between two publications; JSON is never cut."""
    from reprieve.views import list_changes

    if json:
        as_json(found)
    else:
        list_changes.show_difference(found, Console(highlight=False), limit)


def demonstrated(state: Status, differences: Sequence[Difference]) -> None:
    """The lists of the demo: what there is of which days, and what changed between two of them."""
    from rich.rule import Rule

    console = Console(highlight=False)
    console.print()
    console.print(Rule("Lists", align="left", style="dim"))
    status(msgspec.structs.replace(state, home="a folder of the demo's own", sources=()), everything=False, json=False)
    for found in differences:
        console.print()
        difference(found, 3, json=False)
    console.print()


def exported(path: Path, number: int, *, json: bool) -> None:
    """Where an export lies, and how many entries it holds."""
    if json:
        as_json({"file": str(path.resolve()), "entries": number})
    else:
        print(f"{number:,} entries: {path.resolve()}")  # noqa: T201  # this module prints


# --- screening --------------------------------------------------------------------------------------------------------


def screened(found: NameRun, limit: int, *, json: bool) -> None:
    """One party screened; JSON is never cut."""
    from reprieve.views import screening as pages

    if json:
        as_json(found)
    else:
        pages.show_name(found, Console(highlight=False), limit)


def columns_taken(found: Sequence[ColumnTaken]) -> None:
    """What the columns of a file were taken for, on standard error."""
    from reprieve.views import screening as pages

    pages.show_columns(found, Console(stderr=True, highlight=False))


def screened_file(found: FileRun, limit: int, *, json: bool) -> None:
    """A file screened; JSON has every row, unless a file was written."""
    from reprieve.views import screening as pages

    if json:
        as_json(found)
    else:
        pages.show_file(found, Console(highlight=False), limit)


# --- output that is no text -------------------------------------------------------------------------------------------


@contextmanager
def binary() -> Iterator[IO[bytes]]:
    """Standard output for what is written as it is."""
    yield sys.stdout.buffer
    sys.stdout.flush()
