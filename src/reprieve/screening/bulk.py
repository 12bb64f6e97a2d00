"""Very many queries at once, by several processes that share one saved index.

    with Crew(index, workers=2) as crew:
        crew.search_all(queries, 0.7)

The same as `Index.search_all`, in the same order. Processes take about a second to begin, and the index is written to a
temporary folder for them: worth it from some thousand queries on.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from functools import cache
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

from reprieve.screening.index import Hit, Index

SHARE: Final = 2_000
"""Queries that a process is given at a time, at most: enough to look up their words together."""


class Crew:
    """Processes that search one index. To be used in a `with`."""

    def __init__(self, index: Index, workers: int) -> None:
        self._index, self._workers = index, workers
        self._open = ExitStack()
        self._folder: Path | None = None
        self._pool: Executor | None = None

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            self._folder = Path(opening.enter_context(TemporaryDirectory(prefix="reprieve-index-")))
            self._index.save(self._folder)
            # A process of its own from the start: what is forked may hold locks of threads that are not there.
            pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
            self._pool = opening.enter_context(pool)
            list(pool.map(_ready, repeat(self._folder, self._workers)))
            self._open = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def search_all(self, queries: Sequence[str], threshold: float) -> list[list[Hit]]:
        """Each of many queries, in their order; the same as `Index.search_all`."""
        if self._pool is None or self._folder is None:
            msg = "a crew works inside a `with`"
            raise RuntimeError(msg)
        shares = list(_shares(queries, self._workers))
        found = self._pool.map(_searched, repeat(self._folder), shares, repeat(threshold))
        return [[Hit(*each) for each in hits] for part in found for hits in part]


def _shares(queries: Sequence[str], workers: int) -> Iterator[Sequence[str]]:
    """As many for each process, and all of a size: nobody waits for one that got more."""
    rounds = max(1, -(-len(queries) // (workers * SHARE)))
    size = max(1, -(-len(queries) // (workers * rounds)))
    return (queries[start : start + size] for start in range(0, len(queries), size))


@cache
def _opened(folder: Path) -> Index:
    return Index.load(folder)


def _ready(folder: Path) -> bool:
    """Loads what is slow to load, before anybody waits for an answer; it stays, and is looked through no more."""
    found = _opened(folder).search("Ready Ltd", 1.0)
    gc.freeze()
    return not found


def _searched(folder: Path, queries: Sequence[str], threshold: float) -> list[list[tuple[int, float]]]:
    return [[(hit.place, hit.score) for hit in hits] for hits in _opened(folder).search_all(queries, threshold)]
