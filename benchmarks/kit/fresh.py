"""Whole programs measured from outside: each run is a process of its own, from its start to its end.

Time on the clock on the wall (what a person waits), CPU time and peak memory, as the kernel accounts for that one
child. Contenders take turns, round after round. A child is charged with the memory of the process that started it, so
whoever measures here must stay small: nothing large is imported or held in this process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Final

import msgspec

ROOT: Final = Path(__file__).resolve().parents[2]
KIB: Final = 1024


class Run(msgspec.Struct, frozen=True):
    """One run, or several in a row: seconds on the wall and of CPU, peak memory in MiB, and what was printed."""

    wall: float
    cpu: float
    peak: float
    printed: str = ""

    def then(self, later: Run) -> Run:
        """Two runs one after the other, as one."""
        return Run(self.wall + later.wall, self.cpu + later.cpu, max(self.peak, later.peak), later.printed)

    @property
    def told(self) -> dict[str, object]:
        """The JSON object that a child of ours prints on its last line."""
        return msgspec.json.decode(self.printed.strip().rpartition("\n")[2], type=dict[str, object])


class Measured(msgspec.Struct, frozen=True):
    """Several runs of one contender."""

    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        """The median of the seconds on the wall."""
        return median(each.wall for each in self.runs)

    @property
    def spread(self) -> tuple[float, float]:
        """The shortest and the longest run, in seconds on the wall."""
        return min(each.wall for each in self.runs), max(each.wall for each in self.runs)

    @property
    def cpu(self) -> float:
        """The median of the CPU seconds, of all threads together."""
        return median(each.cpu for each in self.runs)

    @property
    def peak(self) -> float:
        """The highest peak of memory, in MiB."""
        return max(each.peak for each in self.runs)


def run(*command: str | Path, home: Path | None = None) -> Run:
    """Runs a program to its end. Ends this one where it fails, with what it said."""
    given = os.environ | ({"REPRIEVE_HOME": str(home)} if home is not None else {})
    started = time.perf_counter()
    child = subprocess.Popen(
        [str(each) for each in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, env=given
    )
    assert child.stdout is not None  # noqa: S101  # a pipe was asked for
    printed = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nended with {child.returncode}: {printed}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB, printed)


def module(name: str, *arguments: str | Path) -> Run:
    """Runs a module of the benchmarks as a program, with the Python that runs this one."""
    return run(sys.executable, "-m", name, *arguments)


def turns(contenders: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, Measured]:
    """Every contender once a round, A B C A B C; files are in the system's cache and modules compiled before."""
    found: dict[str, list[Run]] = {title: [] for title in contenders}
    for _ in range(rounds):
        for title, contender in contenders.items():
            found[title].append(contender())
    return {title: Measured(tuple(runs)) for title, runs in found.items()}
