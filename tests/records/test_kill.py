"""Eight writers that are killed at any moment: what was acknowledged is there, once; a license is never overdrawn."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from reprieve.errors import BadInput
from reprieve.records.book import Book
from tests.records.killing import WRITERS, draw, drawn
from tests.records.servers import Server

BOOKS: Final = 4
"""Runs in one book; then a new one, so that making it is interrupted too."""


class Killer:
    """The program `killing.py`."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def run(self, place: str, subject: str, stock: int, seconds: float, seed: int, folder: Path) -> int:
        """Lets eight writers draw on a license, and kills them; how many that ended."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(f"{place}\t{subject}\t{stock}\t{seconds}\t{seed}\t{folder}\n")
        self._program.stdin.flush()
        return int(self._program.stdout.readline())


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.records.killing"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as program:
        yield Killer(program)


def acknowledged(folder: Path, subject: str) -> list[list[str]]:
    """What each writer was told is written."""
    files = [folder / f"{subject}.{number}" for number in range(WRITERS)]
    return [file.read_text().split() if file.exists() else [] for file in files]


def assert_holds(place: str, subject: str, stock: int, told: list[list[str]]) -> None:
    """A writer's draws are exactly those that it was told of, and one more where it was killed before it was told."""
    book = Book.open(place)
    with book.reading() as reader:
        tokens = Counter(each.actor for each in reader.records(subject=subject))
        assert drawn(reader, subject) <= stock
    assert set(tokens.values()) <= {1}
    for number, known in enumerate(told):
        there = [token for token in tokens if token.startswith(f"{number}.")]
        assert there[: len(known)] == known
        assert len(there) - len(known) in {0, 1}
    assert book.verify().faults == ()
    before = book.head().seq
    draw(book, f"{subject} afterwards", 1, 1, "after")
    assert book.head().seq == before + 1
    book.close()


def killed(killer: Killer, new: Callable[[], str], folder: Path, runs: int, seed: int) -> Counter[str]:
    """Runs at random moments; every fourth license is one that is soon used up."""
    chance, hit, place = random.Random(seed), Counter[str](), ""  # noqa: S311  # the same moments in every run
    for run in range(runs):
        place = place if run % BOOKS else new()
        stock, subject = (20 if run % 4 == 3 else 100_000), f"D{run}"  # every fourth
        hit["killed"] += killer.run(place, subject, stock, chance.choice([0.2, 0.4, 0.8]), seed + run, folder)
        told = acknowledged(folder, subject)
        assert_holds(place, subject, stock, told)
        hit["told"] += sum(map(len, told))
    return hit


def files(tmp_path: Path) -> Callable[[], str]:
    numbers = iter(range(1000))
    return lambda: str(tmp_path / str(next(numbers)) / "records.sqlite")


def test_writers_to_a_file_may_be_killed_at_any_moment(killer: Killer, tmp_path: Path) -> None:
    hit = killed(killer, files(tmp_path), tmp_path, 6, seed=3)
    assert hit["killed"] > 6 * WRITERS // 2
    assert hit["told"] > 20


def test_writers_to_a_server_may_be_killed_at_any_moment(killer: Killer, tmp_path: Path, postgres: Server) -> None:
    hit = killed(killer, postgres.place, tmp_path, 6, seed=5)
    assert hit["killed"] > 6 * WRITERS // 2
    assert hit["told"] > 20


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_writers_may_be_killed_three_hundred_times(
    killer: Killer, tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    new = files(tmp_path) if database == "sqlite" else request.getfixturevalue("postgres").place
    hit = killed(killer, new, tmp_path, 300, seed=11)
    print(f"{database}: 300 runs, {hit['killed']} writers killed, {hit['told']} draws acknowledged")  # noqa: T201
    assert hit["killed"] > 300 * WRITERS // 2


def test_a_server_that_is_killed_keeps_what_it_acknowledged(postgres: Server) -> None:
    place = postgres.place()
    book = Book.open(place)
    for number in range(20):
        assert draw(book, "D1", 20, 1, f"0.{number}")
    postgres.stop()
    with pytest.raises(BadInput, match="cannot be reached"):
        draw(book, "D1", 20, 1, "0.20")
    postgres.start()
    assert not draw(book, "D1", 20, 1, "0.20")
    assert_holds(place, "D1", 20, [[f"0.{number}" for number in range(20)]])
    book.close()
