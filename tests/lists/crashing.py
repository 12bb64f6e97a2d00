"""A program that imports a file over and over, each time in a child that it kills: see `test_crash.py`.

It has imported everything when it forks, so that a child begins with the import at once. It reads one order a line:
`FOLDER KIND FILE DAY AFTER STEP`, with tabs between: to be killed AFTER so many seconds, or before the STEPth step in
the file system, or, where both are 0, not at all. It answers `killed` or `done`, and how many seconds that took.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from time import monotonic

from reprieve.lists.importing import Asked, take
from reprieve.lists.kinds import kinds
from reprieve.lists.store import Store
from tests.lists.making import NOW

STEPS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.scandir", "tempfile.mkstemp", "fcntl.flock"})
"""What a program tells its auditors before it does it, of all that an import does in the file system."""


def kill_before(step: int) -> None:
    """Kills this program before so many a step from now on."""
    left = step

    def watch(event: str, _: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def child(folder: str, kind: str, file: str, day: str, step: int, ready: int) -> None:
    """One import, from the moment on at which `ready` is closed."""
    asked = Asked(kind=kind, source="new", published=date.fromisoformat(day), partial=True)
    store = Store(Path(folder))
    os.close(ready)
    if step:
        kill_before(step)
    take(store, [Path(file)], asked, NOW)
    os._exit(0)


def end(number: int) -> None:
    """Kills a program, where it has not ended by itself at this very moment."""
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)


def run(folder: str, kind: str, file: str, day: str, after: float, step: int) -> tuple[str, float]:
    """One import in a child that is killed, or ends."""
    opened, closed = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(opened)
        child(folder, kind, file, day, step, closed)
    os.close(closed)
    os.read(opened, 1)  # returns when the child is ready
    os.close(opened)
    began = monotonic()
    if after:
        signal.signal(signal.SIGALRM, lambda *_: end(number))
        signal.setitimer(signal.ITIMER_REAL, after)
    _, status = os.waitpid(number, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    if status not in {0, int(signal.SIGKILL)}:
        raise SystemExit(f"an import ended with {status}")
    return ("killed" if status else "done"), monotonic() - began


def main() -> None:
    """Takes orders until there are no more."""
    kinds()  # imports what would be imported in the children
    for line in sys.stdin:
        folder, kind, file, day, after, step = line.rstrip("\n").split("\t")
        print(*run(folder, kind, file, day, float(after), int(step)), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
