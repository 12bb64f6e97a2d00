"""A long screening that is killed: run again it goes on, and its result is that of an unbroken run, byte for byte.

Killed for real (SIGKILL), in two ways: before every single step that it takes in the file system, so that every
boundary of a block is met from both sides; and at random moments, several times over.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from reprieve.desk.screen_files import open_customers, screen_file
from reprieve.desk.screen_out import Form
from reprieve.desk.searched import searching
from reprieve.lists.store import Store
from tests.lists.storing import entry, put

LISTED: Final = ("Red Kite GmbH", "Blue Heron Shipping Co Ltd", "Grey Wagtail Trading LLC", "Тёмный Лес")
BLOCK: Final = 7


class Ended(NamedTuple):
    """How a run ended, how long it took, how many rows it had not to screen again."""

    killed: bool
    seconds: float
    resumed: int


class Desk:
    """A folder with a list, a file of parties, and the program `screen_crashing.py`."""

    def __init__(self, folder: Path, program: subprocess.Popen[str], rows: int) -> None:
        self.folder, self.rows, self._program = folder, rows, program
        put(folder / "home", [entry("own/birds", str(at), name) for at, name in enumerate(LISTED)], "2026-01-31")
        self.file = folder / "parties.csv"
        self.file.write_text(text_of(rows), encoding="utf-8")
        self._numbers = count()

    def whole(self, form: Form) -> bytes:
        """The result of a run that nobody kills, made in this process."""
        out = self.fresh(form)
        search = searching(Store(self.folder / "home" / "lists"))
        screen_file(open_customers(self.file), search, out=out, form=form, block=BLOCK)
        return out.read_bytes()

    def fresh(self, form: Form) -> Path:
        """A name for a result, in a folder of its own."""
        folder = self.folder / str(next(self._numbers))
        folder.mkdir()
        return folder / f"alerts.{form}"

    def run(self, out: Path, form: Form, *, after: float = 0, step: int = 0) -> Ended:
        """A run that is killed after some seconds, or before a step; or not."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        order = (self.folder / "home", self.file, out, form, BLOCK, after, step)
        self._program.stdin.write("\t".join(map(str, order)) + "\n")
        self._program.stdin.flush()
        word, seconds, resumed = self._program.stdout.readline().split()
        return Ended(word == "killed", float(seconds), int(resumed))


def text_of(rows: int) -> str:
    """Some listed, some not, some without a name, one row with nothing in it."""
    made = ["id,name,country"]
    for at in range(rows):
        name = LISTED[at % 4] if at % 3 == 0 else "" if at % 11 == 0 else f"Nobody {at} Holding"
        made.append(",," if at == 20 else f"{at},{name},DE")
    return "\n".join(made) + "\n"


def blocks(out: Path) -> int:
    """The blocks that are safe, from the first on."""
    there = {each.name for each in out.with_name(f"{out.name}.part").glob("[0-9]*.json")}
    return next(at for at in count() if f"{at:06}.json" not in there)


@pytest.fixture(scope="module")
def program() -> Iterator[subprocess.Popen[str]]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.desk.screen_crashing"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as started:
        yield started


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_run_may_be_killed_before_any_step_in_the_file_system(
    form: Form, tmp_path: Path, program: subprocess.Popen[str]
) -> None:
    desk = Desk(tmp_path, program, 30)
    right, boundaries = desk.whole(form), set[int]()
    for step in count(1):
        out = desk.fresh(form)
        first = desk.run(out, form, step=step)
        assert not out.exists() or out.read_bytes() == right
        if not first.killed:
            break
        ended, left = out.exists(), blocks(out)
        boundaries.add(left)
        second = desk.run(out, form)
        assert not second.killed
        assert ended or second.resumed == min(left * BLOCK, desk.rows)
        assert out.read_bytes() == right
        assert [each.name for each in out.parent.iterdir()] == [out.name]
    assert boundaries == set(range(6))
    assert step > 30


def test_a_run_may_be_killed_again_and_again_at_random_moments(tmp_path: Path, program: subprocess.Popen[str]) -> None:
    desk, chance = Desk(tmp_path, program, 300), random.Random(11)  # noqa: S311  # the same moments in every run
    right = desk.whole("csv")
    length = desk.run(desk.fresh("csv"), "csv").seconds
    killed = half = 0
    for _ in range(10):
        out, before = desk.fresh("csv"), 0
        for _ in range(3):
            ended = desk.run(out, "csv", after=max(1e-4, length * chance.random() * 0.6))
            killed += ended.killed
            assert not out.exists() or out.read_bytes() == right
            if out.exists():
                break
            half += 0 < blocks(out) < 43
            assert blocks(out) >= before  # nothing that was safe is lost
            before = blocks(out)
        desk.run(out, "csv")
        assert out.read_bytes() == right
    assert killed >= 5
    assert half >= 3
