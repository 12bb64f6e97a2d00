"""Printing: JSON for programs, rich text for people. Decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console

from reprieve.model.answer import Answers, plain
from reprieve.model.page import PackPage, Report
from reprieve.views import pack_page as pages


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
    if json:
        as_json([msgspec.structs.replace(each, rules=(), definitions=(), tests=(), facts=()) for each in found])
    else:
        pages.show_list(found, Console(highlight=False))


def pack_page(found: PackPage, *, json: bool) -> None:
    """One pack, whole."""
    if json:
        as_json(found)
    else:
        pages.show_page(found, Console(highlight=False))


def report(found: Report, *, json: bool) -> int:
    """Findings or test results; the exit code is 0 if all is clean, else 1."""
    if json:
        as_json({"summary": found.summary, "clean": found.clean, "lines": found.lines, "data": found.data})
    else:
        pages.show_report(found, Console(highlight=False))
    return 0 if found.clean else 1
