"""Printing of a re-screening: JSON for programs, text for people. Decides nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from reprieve.cli.show import as_json

if TYPE_CHECKING:
    from reprieve.model.rescreened import Rescreened


def rescreened(found: Rescreened, limit: int, *, json: bool) -> None:
    """What a change of the lists altered; JSON is never cut."""
    from reprieve.views.rescreening import show_rescreened

    if json:
        as_json(found)
    else:
        show_rescreened(found, Console(highlight=False), limit)


def written(path: Path, rows: int) -> None:
    """Where the table lies; beside the answer, so that JSON on standard output stays one document."""
    print(f"{rows:,} changes: {path.resolve()}", file=sys.stderr)  # noqa: T201  # this module prints
