"""A program in which eight writers draw on one license until it kills them: see `test_kill.py`.

It has imported everything when it forks, so that a writer begins at once. It reads one order a line, `PLACE SUBJECT
STOCK SECONDS SEED FOLDER`, with tabs between: each writer is killed at a moment of its own within so many seconds,
unless there was nothing left to draw before. What was acknowledged to a writer stands in a file of its own in FOLDER.
It answers how many were killed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import alembic.command  # noqa: F401  # what a new book needs, imported before the writers are forked
import psycopg  # noqa: F401  # the same

from reprieve.model.record import Written
from reprieve.records.book import Book
from reprieve.records.reader import Reader

WRITERS: Final = 8


def drawn(reader: Reader, subject: str) -> int:
    """How much of a license is drawn."""
    return sum(int(each.outcome) for each in reader.records(subject=subject))


def draw(book: Book, subject: str, stock: int, quantity: int, token: str) -> bool:
    """Draws on a license, and says whether there was enough left."""

    def make(reader: Reader) -> Sequence[Written]:
        enough = drawn(reader, subject) + quantity <= stock
        return [Written("draw", subject, token, b"{}", str(quantity))] if enough else []

    return bool(book.within(make))


def writer(number: int, place: str, subject: str, stock: int, acknowledged: Path) -> None:
    """Draws as long as there is something, and notes what was acknowledged."""
    book, chance = Book.open(place), random.Random(number)  # noqa: S311  # no secret
    handle = os.open(acknowledged, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    turn = 0
    while draw(book, subject, stock, chance.randint(1, 3), f"{number}.{turn}"):
        os.write(handle, f"{number}.{turn}\n".encode())
        turn += 1
    os._exit(0)


def fork(number: int, place: str, subject: str, stock: int, folder: Path) -> int:
    """A writer in a child. One that ends with an error ends with 1."""
    child = os.fork()
    if child == 0:
        try:
            writer(number, place, subject, stock, folder / f"{subject}.{number}")
        finally:
            os._exit(1)
    return child


def run(place: str, subject: str, stock: int, seconds: float, seed: int, folder: Path) -> int:
    """Starts the writers, kills each at its moment, and says how many that ended."""
    chance, began = random.Random(seed), time.monotonic()  # noqa: S311  # the same moments in every run
    children = [fork(number, place, subject, stock, folder) for number in range(WRITERS)]
    for moment, child in sorted((chance.uniform(0, seconds), child) for child in children):
        time.sleep(max(0.0, began + moment - time.monotonic()))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    ended = [os.waitpid(child, 0)[1] for child in children]
    if any(status not in {0, int(signal.SIGKILL)} for status in ended):
        raise SystemExit(f"a writer failed: {ended}")
    return sum(status == signal.SIGKILL for status in ended)


def main() -> None:
    """Takes orders until there are no more."""
    for line in sys.stdin:
        place, subject, stock, seconds, seed, folder = line.rstrip("\n").split("\t")
        print(run(place, subject, int(stock), float(seconds), int(seed), Path(folder)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
