"""Name screening at speed: many queries beside nomenklatura, one query at a time, a million names, a start from a file.

    .venv-bench/bin/python benchmarks/screening_speed.py [--quick]

Bulk: listed names as people write them, asked of the whole Consolidated Screening List; nomenklatura by its own bulk
path (its index, then logic-v2 on the candidates), Reprieve by its own, in one process and in two. Contenders take
turns, part by part; time is that on the clock. Recall: the party meant is among those found. Single queries: names made
of the words of the real list, 60,000 and 1,000,000 of them, each index in a process of its own. Ends with 1 if a bar is
missed.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import fresh
from benchmarks.kit.alerts import Finder
from benchmarks.kit.bars import Bar
from benchmarks.kit.entries import of_files
from benchmarks.kit.pairs import Asked, Named, alike
from benchmarks.kit.writing import WAYS
from benchmarks.peers.screening import peers
from reprieve.screening.bulk import Crew
from reprieve.screening.index import Hit, Index
from reprieve.screening.parsed import Manner

SHARED: Final = Path(__file__).resolve().parents[2] / "shared"
CSL: Final = SHARED / "data" / "lists" / "csl_2026-07-31.csv.gz"
GENERATE: Final = SHARED / "tools" / "generate"
LINE: Final = 0.7
PEER, ONE, TWO = "nomenklatura, index and logic-v2", "Reprieve, one process", "Reprieve, two processes"
Search = Callable[[Sequence[str], float], Sequence[Sequence[Hit]]]
"""The names asked, the line -> the hits of each, by place in the names searched."""
PART: Final = 4_000
"""Queries that a contender is asked at a turn; nomenklatura takes as many as it takes at once."""
BULK: Final = 50.0
SINGLE: Final = {60_000: 10.0, 1_000_000: 30.0}
"""Names -> milliseconds within which 99 of 100 queries are answered."""
START: Final = 0.5


class Turns(msgspec.Struct):
    """What a contender found so far, and in how long."""

    seconds: float = 0.0
    asked: int = 0
    right: int = 0

    @property
    def rate(self) -> float:
        """Queries a second."""
        return self.asked / self.seconds

    @property
    def recall(self) -> float:
        """The share of queries of which the party meant was found."""
        return self.right / self.asked


# --- bulk -----------------------------------------------------------------------------------------------------------


def bulk(listed: Sequence[Named], count: int) -> Iterator[Bar]:
    """All contenders on the same queries."""
    queries = list(written(listed, count))
    with ExitStack() as stack:
        contenders = dict(_contenders(listed, stack))
        found = {title: Turns() for title in contenders}
        gc.collect()
        gc.freeze()  # nobody's time goes into looking through what others hold
        for start in range(0, count, PART):
            for title, finder in contenders.items():
                _turn(found[title], finder, queries[start : start + PART], listed)
            print(f"  {start + PART:6,} of {count:,} queries: ", end="")
            print("; ".join(f"{title} {each.rate:,.0f}/s" for title, each in found.items()), flush=True)
    yield from _bulk_bars(found)


def _contenders(listed: Sequence[Named], stack: ExitStack) -> Iterator[tuple[str, Finder]]:
    started = time.perf_counter()
    yield PEER, peers()[0].among(listed)
    print(f"  {PEER}: {time.perf_counter() - started:.1f} s to build its index", flush=True)
    started = time.perf_counter()
    indexes = {manner: Index([name for name, _ in owned], manner) for manner, owned in read(listed).items()}
    print(f"  Reprieve: {time.perf_counter() - started:.1f} s to build its index", flush=True)
    yield ONE, parties(listed, {manner: index.search_all for manner, index in indexes.items()})
    crews = {manner: stack.enter_context(Crew(index, 2)) for manner, index in indexes.items()}
    yield TWO, parties(listed, {manner: crew.search_all for manner, crew in crews.items()})


def read(listed: Sequence[Named]) -> dict[Manner, list[tuple[str, int]]]:
    """The names of listed parties and whose they are, by the manner of reading; where no kind is known, in both."""
    owned = [(name, number) for number, each in enumerate(listed) for name in each.names]
    return {
        "person": [(name, number) for name, number in owned if listed[number].kind in {"person", None}],
        "organization": [(name, number) for name, number in owned if listed[number].kind != "person"],
    }


def parties(listed: Sequence[Named], searches: Mapping[Manner, Search]) -> Finder:
    """What searches in names find, as parties; a party of another kind than the one asked is not the one."""
    owned = read(listed)

    def find(asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
        manners: list[Manner] = ["person" if each.kind == "person" else "organization" for each in asked]
        found = {
            manner: iter(search([e.name for e, m in zip(asked, manners, strict=True) if m == manner], LINE))
            for manner, search in searches.items()
        }
        for each, manner in zip(asked, manners, strict=True):
            numbers = {owned[manner][hit.place][1] for hit in next(found[manner])}
            yield sorted(number for number in numbers if listed[number].kind in {None, each.kind})

    return find


def _turn(turns: Turns, finder: Finder, queries: Sequence[tuple[Asked, int]], listed: Sequence[Named]) -> None:
    started = time.perf_counter()
    found = list(finder([asked for asked, _ in queries]))
    turns.seconds += time.perf_counter() - started
    turns.asked += len(queries)
    turns.right += sum(_meant(listed, number, numbers) for (_, number), numbers in zip(queries, found, strict=True))


def _meant(listed: Sequence[Named], number: int, found: Sequence[int]) -> bool:
    """Whether the party meant was found, be it where another list carries it."""
    return number in found or any(alike(listed[number].names[:1], listed[other].names) for other in found)


def _bulk_bars(found: Mapping[str, Turns]) -> Iterator[Bar]:
    for title, each in found.items():
        ratio = each.rate / found[PEER].rate
        print(f"  {title:40}{each.rate:10,.0f} queries/s  x {ratio:5.1f}  recall {each.recall:.3f}")
    yield Bar(f"{TWO}, times nomenklatura", found[TWO].rate / found[PEER].rate, BULK)
    yield Bar("recall, less that of nomenklatura", found[TWO].recall - found[PEER].recall, 0.0)


def written(listed: Sequence[Named], count: int) -> Iterator[tuple[Asked, int]]:
    """Listed parties as people write them, with the number of the party meant."""
    random = Random(5)  # noqa: S311  # a seed, not a secret
    while count:
        number, way = random.randrange(len(listed)), random.choice(WAYS)
        party = listed[number]
        text = way.write(party.names[0], random) if party.kind in way.kinds else None
        if text:
            count -= 1
            yield Asked(text, party.kind), number


def listed_parties() -> list[Named]:
    """The Consolidated Screening List: names and kinds."""
    names = ((tuple(dict.fromkeys(name.text for name in each.names)), each.kind) for each in of_files([str(CSL)]))
    return [Named(texts, None if kind == "unknown" else kind) for texts, kind in names if texts]


# --- one query at a time --------------------------------------------------------------------------------------------


def singles(folder: Path, sizes: Sequence[int], count: int) -> Iterator[Bar]:
    """Each size built, asked, and started from its file, in processes of their own."""
    names, queries = folder / "names.txt", folder / "queries.txt"
    command = [sys.executable, str(GENERATE), "names", str(names), str(CSL), "--count", str(max(sizes))]
    subprocess.run(command, check=True)
    _queries(names, queries, min(sizes), count)
    for size in sizes:
        home = folder / str(size)
        built = fresh.module("benchmarks.kit.indexed", "build", names, str(size), home)
        print(
            f"  {size:9,} names: built in {built.told['seconds']:.1f} s of CPU, {built.peak:,.0f} MiB at most",
            flush=True,
        )
        asked = fresh.module("benchmarks.kit.indexed", "ask", home, queries).told
        print("             one query: " + ", ".join(f"{name} {asked[name]:.1f} ms" for name in ("p50", "p99", "most")))
        yield Bar(
            f"milliseconds of 99 in 100 queries, {size:,} names", float(str(asked["p99"])), SINGLE[size], most=True
        )
        if size == min(sizes):
            yield _start(home)


def _start(home: Path) -> Bar:
    """A new process: the fastest of several, as another program may take the processor at any time."""
    runs = [fresh.module("benchmarks.kit.indexed", "first", home, "Huawei Tecnologies Ltd") for _ in range(5)]
    best = min(runs, key=lambda run: run.wall)
    steps = ", ".join(f"{name} {best.told[name]:.3f} s" for name in ("import", "load", "answer"))
    print(f"             a new process answers its first query after {best.wall:.3f} s ({steps})", flush=True)
    return Bar("seconds from the start of a process to an answer", best.wall, START, most=True)


def _queries(names: Path, queries: Path, among: int, count: int) -> None:
    """Names as people write them, of the first so many, which every size holds."""
    random = Random(7)  # noqa: S311  # a seed, not a secret
    listed = names.read_text(encoding="utf-8").splitlines()[:among]
    firm = [way for way in WAYS if "organization" in way.kinds]
    found: list[str] = []
    while len(found) < count:
        text = random.choice(firm).write(random.choice(listed), random)
        found += [" ".join(text.split())] if text else []
    queries.write_text("\n".join(found), encoding="utf-8")


def main() -> int:
    """Prints as it goes; the bars stand at the end."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="fewer queries, and no million")
    quick = parser.parse_args().quick
    if not SHARED.is_dir():
        print("no ../shared beside the repository: nothing to measure")
        return 0
    with TemporaryDirectory(prefix="reprieve-bench-") as folder:
        bars = list(singles(Path(folder), [60_000] if quick else list(SINGLE), 300 if quick else 1_000))
    bars += bulk(listed_parties(), PART if quick else 2 * PART)
    for each in bars:
        print(each.printed())
    return int(any(each.missed for each in bars))


if __name__ == "__main__":
    sys.exit(main())
