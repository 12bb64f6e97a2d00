"""Rates measured side by side: contenders take turns, round after round, and the median of each counts.

The clock is the CPU time of this process: on an idle machine the same as any other clock, on a busy one still fair.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

Work = Callable[[], int]
"""Does some work and tells how many cases it was."""


def rates(contenders: Mapping[str, Work], rounds: int, seconds: float) -> dict[str, float]:
    """Cases a CPU second for each contender: the median of `rounds` turns of at least `seconds` each, A B C A B C."""
    found: dict[str, list[float]] = {title: [] for title in contenders}
    for work in contenders.values():
        work()  # what is compiled or remembered at first sight is so for everybody before the clock runs
    for _ in range(rounds):
        for title, work in contenders.items():
            found[title].append(_turn(work, seconds))
    return {title: median(turns) for title, turns in found.items()}


def _turn(work: Work, seconds: float) -> float:
    gc.collect()
    gc.disable()
    cases, started = 0, time.process_time()
    while (spent := time.process_time() - started) < seconds or not cases:
        cases += work()
    gc.enable()
    return cases / spent
