"""Mistakes made on purpose, to see whether the tests of packs notice, and two folders of packs side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import msgspec

from reprieve.desk.packs import chosen, line_of
from reprieve.model.pack_changes import MutantRow, Mutation, PacksDifference
from reprieve.rules import packdiff
from reprieve.rules.library import SHIPPED, law_in
from reprieve.rules.mutants import Mutant
from reprieve.rules.mutate import Trial, every

Progress = Callable[[int, int], None]
"""Told how many mutants have been tried, and of how many."""

WORKERS: Final = 2
_FEW: Final = 100
"""Mutants that are tried before other processes have begun."""
_SHARES: Final = 16
"""Pieces that the mutants are cut into, so that it shows how far they have come."""


def mutated(
    names: Iterable[str] = (),
    folder: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int = WORKERS,
) -> Mutation:
    """Every mutant of some packs (default all) put to the tests of all packs. Raises BadInput.

    With `workers` 0 in this process, else in so many others. Where a test fails without any mutant, none is tried.
    """
    place = folder or SHIPPED
    law = law_in(place)
    packs = tuple(pack.id for pack in chosen(law, tuple(names)))
    failing = tuple(f"{line_of(run.place)}: {run.pack}: {run.name}" for run in Trial(law).failing)
    if failing:
        return Mutation(packs, (), failing)
    whole = len(every(law, packs))
    rows: list[MutantRow] = []
    for share in _shares(place, packs, whole, workers):
        rows += share
        if progress is not None:
            progress(len(rows), whole)
    return Mutation(packs, tuple(rows))


def _shares(folder: Path, packs: tuple[str, ...], whole: int, workers: int) -> Iterator[list[MutantRow]]:
    """What became of the mutants, in their order, some at a time."""
    size = max(1, -(-whole // _SHARES))
    starts = range(0, whole, size)
    shares = ([folder] * len(starts), [packs] * len(starts), starts, [size] * len(starts))
    if not workers or whole < _FEW:
        yield from map(_tried, *shares)
        return
    # A process of its own from the start: what is forked may hold locks of threads that are not there.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_tried, *shares)


def _tried(folder: Path, packs: tuple[str, ...], start: int, size: int) -> list[MutantRow]:
    trial, mutants = _ready(folder, packs)
    rows = [trial.trial(mutant) for mutant in mutants[start : start + size]]
    return [msgspec.structs.replace(row, place=line_of(row.place)) for row in rows]


@cache
def _ready(folder: Path, packs: tuple[str, ...]) -> tuple[Trial, list[Mutant]]:
    law = law_in(folder)
    return Trial(law), every(law, packs)


def difference(before: Path, after: Path | None = None) -> PacksDifference:
    """What another folder of packs says differently; without one, what the shipped packs do. Raises BadPack."""
    old, new = law_in(before), law_in(after or SHIPPED)
    changed = tuple(msgspec.structs.replace(each, place=line_of(each.place)) for each in packdiff.differences(old, new))
    return PacksDifference(str(before), str(after or "the shipped packs"), changed, packdiff.unchanged(old, new))
