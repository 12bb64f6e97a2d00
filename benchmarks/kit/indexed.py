"""Reprieve's index as a program, so that its memory and its start can be measured from outside.

python -m benchmarks.kit.indexed build NAMES COUNT FOLDER     the first names of a file (one a line), kept in a folder
python -m benchmarks.kit.indexed ask FOLDER QUERIES           each query alone: milliseconds, the median and the 99th
python -m benchmarks.kit.indexed first FOLDER QUERY           one query, and what each step to its answer took
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Final

STARTED: Final = time.perf_counter()

import msgspec  # noqa: E402  # the clock runs before anything is imported

from reprieve.screening.index import Index  # noqa: E402  # the same

LINE: Final = 0.7


def build(names: str, count: str, folder: str) -> dict[str, object]:
    """Read in the manner of organizations, as the names of the million are."""
    with Path(names).open(encoding="utf-8") as file:
        listed = [line.rstrip("\n") for line in islice(file, int(count))]
    started = time.process_time()
    index = Index(listed, "organization")
    built = time.process_time() - started
    index.save(Path(folder))
    return {"seconds": built, "names": len(listed)}


def ask(folder: str, queries: str) -> dict[str, object]:
    """The words of a query were not asked before, but for those that queries share."""
    index, asked = Index.load(Path(folder)), Path(queries).read_text(encoding="utf-8").splitlines()
    index.search("Ready Ltd", LINE)
    taken: list[float] = []
    hits = 0
    for query in asked:
        started = time.perf_counter()
        hits += len(index.search(query, LINE))
        taken.append(1_000 * (time.perf_counter() - started))
    taken.sort()
    return {"p50": taken[len(taken) // 2], "p99": taken[len(taken) * 99 // 100], "most": taken[-1], "hits": hits}


def first(folder: str, query: str) -> dict[str, object]:
    """From the start of the interpreter's work on this module."""
    imported = time.perf_counter()
    index = Index.load(Path(folder))
    loaded = time.perf_counter()
    hits = len(index.search(query, LINE))
    done = time.perf_counter()
    return {"import": imported - STARTED, "load": loaded - imported, "answer": done - loaded, "hits": hits}


if __name__ == "__main__":
    commands: dict[str, Callable[..., dict[str, object]]] = {"build": build, "ask": ask, "first": first}
    print(msgspec.json.encode(commands[sys.argv[1]](*sys.argv[2:])).decode())
