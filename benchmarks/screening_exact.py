"""The index against a comparison with every name: all hits, all scores, on the whole Consolidated Screening List.

    .venv-bench/bin/python benchmarks/screening_exact.py [--queries 2000]

Listed names as people write them, half of them of persons, are asked of all names that are read in their manner: by the
index, and by scoring every name in every reading, which knows nothing of words, bounds or candidates. Processes share
the queries; 2,000 take some ten minutes of two processors, the 100 of a run without options half a minute. Ends with 1
at the first difference.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit.entries import of_files
from benchmarks.kit.writing import WAYS
from reprieve.screening.aligned import score_of
from reprieve.screening.index import Index
from reprieve.screening.likeness import likeness
from reprieve.screening.parsed import Manner, Parsed, read

CSL: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "lists" / "csl_2026-07-31.csv.gz"
LINES: Final = (0.7, 0.5)
"""The line at which two names count as one party's, and one far below it, where more names come near the bound."""
SHARE: Final = 5
"""Queries that a process is given at a time."""


@cache
def names(manner: Manner) -> list[str]:
    """All names of the list that are read in a manner."""
    return [
        name.text
        for entry in of_files([str(CSL)])
        for name in entry.names
        if (entry.kind == "person") == (manner == "person")
    ]


@cache
def _readings(manner: Manner) -> list[tuple[int, Parsed]]:
    return [(place, each) for place, name in enumerate(names(manner)) for each in read(name, manner)]


def written(manner: Manner, count: int) -> list[str]:
    """Listed names as people write them."""
    random = Random(13)  # noqa: S311  # a seed, not a secret
    found: list[str] = []
    while len(found) < count:
        way = random.choice(WAYS)
        text = way.write(random.choice(names(manner)), random) if manner in way.kinds else None
        found += [text] if text else []
    return found


def compared(manner: Manner, queries: Sequence[str]) -> list[list[tuple[int, float]]]:
    """For each query all names that reach the lower line, the best first, found by scoring every one."""
    return [_compared(manner, query) for query in queries]


def _compared(manner: Manner, query: str) -> list[tuple[int, float]]:
    likeness.cache_clear()  # what it remembers of one query is of no use to the next, and fills the memory
    found: dict[int, float] = {}
    for mine in read(query, manner):
        for place, listed in _readings(manner):
            score = score_of(mine, listed)
            if score >= min(LINES):
                found[place] = max(score, found.get(place, 0.0))
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def differing(manner: Manner, count: int, pool: ProcessPoolExecutor) -> int:
    """How many queries find something else; prints each."""
    queries = written(manner, count)
    index = Index(names(manner), manner)
    found = {line: index.search_all(queries, line) for line in LINES}
    shares = [queries[start : start + SHARE] for start in range(0, count, SHARE)]
    started, done, wrong, hits = time.perf_counter(), 0, 0, 0
    for share, part in zip(shares, pool.map(compared, [manner] * len(shares), shares), strict=True):
        for query, wanted in zip(share, part, strict=True):
            right = (
                all(found[line][done] == [each for each in wanted if each[1] >= line] for line in LINES)
                and index.search(query, LINES[0]) == found[LINES[0]][done]
            )
            done, wrong, hits = done + 1, wrong + (not right), hits + len(wanted)
            if not right:
                print(f"  {query!r}: the index finds something else than the comparison with all {manner} names")
        if done % 100 == 0:
            print(
                f"  {manner}: {done:,} of {count:,}, {hits:,} hits, {time.perf_counter() - started:.0f} s", flush=True
            )
    return wrong


def main() -> int:
    """Prints what was compared, and every difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--queries", type=int, default=100, help="how many, half of them of persons")
    half = parser.parse_args().queries // 2
    if not CSL.is_file():
        print("no ../shared beside the repository: nothing to compare")
        return 0
    manners: tuple[Manner, ...] = ("person", "organization")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        wrong = sum(differing(manner, half, pool) for manner in manners)
    print(f"  {2 * half:,} queries at {LINES[0]} and {LINES[1]}: {wrong:,} find something else")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
