"""A program of its own that imports one file: `python taking.py FOLDER KIND FILE DAY`. Prints what came of it.

For tests that need a second process, or one that may be killed; it says `ready` when it has started.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from reprieve.errors import BadInput
from reprieve.lists.importing import Asked, take
from reprieve.lists.store import Store


def main(folder: str, kind: str, file: str, day: str) -> None:
    """Imports the file once a line comes in."""
    asked = Asked(kind=kind, source=Path(file).name, published=date.fromisoformat(day), partial=True)
    print("ready", flush=True)  # noqa: T201  # the one who waits for it reads it
    sys.stdin.readline()
    try:
        taken = take(Store(Path(folder)), [Path(file)], asked, datetime.now(UTC))
    except BadInput as error:
        print("refused", error, flush=True)  # noqa: T201
    else:
        print("taken", taken.snapshot.id, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
