"""A program that screens a file over and over, each time in a child that it kills: see `test_screen_crash.py`.

It reads one order a line: `HOME FILE OUT FORM BLOCK AFTER STEP`, with tabs between: to be killed AFTER so many seconds,
or before the STEPth step in the file system, or, where both are 0, not at all. It answers `killed` or `done`, how many
seconds that took, and, of a run that was done, how many rows an earlier one had left to it.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import cache
from pathlib import Path
from time import monotonic
from typing import cast

from reprieve.desk.screen_files import open_customers, screen_file
from reprieve.desk.screen_out import Form
from reprieve.desk.searched import Searching, searching
from reprieve.lists.store import Store
from tests.lists.crashing import end, kill_before


@cache
def against(home: str) -> Searching:
    """The lists of a home, made ready once for all children."""
    return searching(Store(Path(home) / "lists"))


def child(order: list[str], step: int, ready: int) -> None:
    """One run; it says in `ready` when it begins, and in the end how many rows were left to it."""
    home, file, out, form, block = order
    search = against(home)
    customers = open_customers(Path(file))
    os.write(ready, b"!")
    if step:
        kill_before(step)
    run = screen_file(customers, search, out=Path(out), form=cast("Form", form), block=int(block))
    os.write(ready, f"{run.resumed}".encode())
    os._exit(0)


def run(order: list[str], after: float, step: int) -> tuple[str, float, int]:
    """One run in a child that is killed, or ends."""
    opened, closed = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(opened)
        child(order, step, closed)
    os.close(closed)
    os.read(opened, 1)  # returns when the child is ready, or has failed
    began = monotonic()
    if after:
        signal.signal(signal.SIGALRM, lambda *_: end(number))
        signal.setitimer(signal.ITIMER_REAL, after)
    _, status = os.waitpid(number, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    resumed = os.read(opened, 100)
    os.close(opened)
    if status not in {0, int(signal.SIGKILL)}:
        raise SystemExit(f"a run ended with {status}")
    return ("killed" if status else "done"), monotonic() - began, int(resumed or b"0")


def main() -> None:
    """Takes orders until there are no more."""
    for line in sys.stdin:
        *order, after, step = line.rstrip("\n").split("\t")
        against(order[0])
        print(*run(order, float(after), int(step)), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
