"""Lists: reading beside FollowTheMoney and nomenklatura, import until it answers, questions, and two million parties.

    .venv-bench/bin/python benchmarks/lists.py [--rounds 5] [--full]

Every figure is of a whole process, from its start to its end: time on the wall, CPU time of all threads, peak memory
(`benchmarks/kit/fresh.py`). Rates, ratios and bars go by CPU time: on an idle machine it is what a person waits or
more, on a busy one still fair. First both sides are found to hold the same parties with the same names. The real lists
come from the folder `shared` beside the repository; without it only invented parties are measured. Commands are run as
their users have them, from `.venv` where there is one. Ends with 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit.fresh import ROOT, Measured, Run, module, run, turns
from benchmarks.kit.synthetic import FIRST

LISTS: Final = ROOT.parent / "shared" / "data" / "lists"
CSL: Final = ("csl_2026-07-31.csv.gz",)
SDN: Final = ("sdn_2021-07-07.csv.gz", "add_2021-07-07.csv", "alt_2021-07-07.csv")
"""What is read beside the peers."""
STORE: Final = (
    CSL,
    SDN,
    ("sdn_2019-01-04.csv.gz", "add_2019-01.csv", "alt_2019-01.csv"),
    *((f"sdn_{day}.csv.gz",) for day in ("2021-09-02", "2022-03-01", "2022-09-02", "2023-03-01")),
    *((f"sdn_{day}.csv.gz",) for day in ("2023-09-05", "2024-05-01")),
    tuple(f"ofac_nonsdn_{each}_2025-12-19.csv" for each in ("prim", "add", "alt")),
    *((f"dpl_{day}.txt",) for day in ("2019-06-29", "2022-09-07", "2023-11-30")),
    *((f"un_consolidated_{day}.xml",) for day in ("2025-11-18", "2026-02-27")),
    ("uk_sanctions_list_2025-08-11.csv",),
    ("jp_end_user_list_2026-07.json", "--published", "2026-07-20"),
    ("cn_lists_2026-07.json", "--published", "2026-07-19"),
)
"""What the store holds that is asked: a line a publication, its files (names with a dot) and what is said of them."""

SECONDS_TO_IMPORT: Final = 5.0
SECONDS_TO_SHOW: Final = 0.5
MOST_MEMORY: Final = 8 * 1024.0
"""MiB."""
MANY: Final = 200_000
MOST: Final = 2_000_000

READ, SNAPSHOT, HELD = "published files", "snapshot", "snapshot, all in memory"
SAME = "the peers' file"
PROXIES, CHECKED, KEPT = "FollowTheMoney", "FollowTheMoney, values cleaned", "FollowTheMoney, all in memory"
NOMENKLATURA = "nomenklatura, store in memory"
SHORT: Final = (READ, SNAPSHOT, PROXIES, NOMENKLATURA)
"""Who reads the second publication, which differs in its format and little else."""

ASKED: Final = {
    "show: a name on the CSL": ("Huawei Technologies Co., Ltd.", "2019-08-25"),
    "show: a name on nine SDN lists": ("AEROCARIBBEAN AIRLINES", "2022-06-01"),
    "show: the number of a party": ("us/ofac/sdn:36", "2022-03-01"),
    "show: a name nobody has": ("Nobody At All Ltd", "2022-03-01"),
}
"""What `lists show` is asked, and of which day."""
START, STATUS, DIFF = "start: python, pyarrow, msgspec", "status", "diff of two SDN lists"


class Row(msgspec.Struct, frozen=True):
    """One line of a table, and the bar, if any, below which the figure `judged` has to stay."""

    what: str
    measured: Measured
    note: str = ""
    judged: float = 0.0
    bar: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the bar is missed."""
        return self.bar is not None and self.judged >= self.bar

    def printed(self) -> str:
        """The line."""
        found, (low, high) = self.measured, self.measured.spread
        bar = "" if self.bar is None else f"{self.bar:g}" + "  MISSED" * self.missed
        seconds = "".join(f"{each:7.2f}" for each in (found.wall, low, high, found.cpu))
        return f"  {self.what:34}{seconds}{found.peak:7.0f}{self.note:>20}  {bar}"


def table(title: str, note: str, rows: list[Row]) -> list[Row]:
    """Prints rows under a title."""
    print(f"\n{title}")
    print(f"  {'':34}{'wall s':>7}{'least':>7}{'most':>7}{'CPU s':>7}{'MiB':>7}{note:>20}  bar")
    for row in rows:
        print(row.printed(), flush=True)
    return rows


def reprieve(home: Path, *command: str | Path) -> Run:
    """A command as its users have it."""
    ours = Path(sys.executable).with_name("reprieve")
    plain = ROOT / ".venv" / "bin" / "reprieve"
    return run(plain if plain.exists() else ours, "lists", *command, home=home)


def _megabytes(*files: Path) -> float:
    return sum(each.stat().st_size for each in files) / 1e6


# --- reading --------------------------------------------------------------------------------------------------------


def reading(title: str, files: tuple[str, ...], folder: Path, rounds: int, only: Collection[str] = ()) -> list[Row]:
    """One publication read to its end by all (or `only` these), after parties and names have been found equal."""
    paths = [LISTS / each for each in files]
    home, entities = folder / f"{title}-home", folder / f"{title}.ftm.json"
    module("benchmarks.kit.entries", "ftm", entities, *paths)
    reprieve(home, "import", *paths)
    parties = _same(title, paths, entities)
    ours, theirs = partial(module, "benchmarks.kit.entries"), partial(module, "benchmarks.peers.ftm")
    contenders = {
        READ: partial(ours, "files", *paths),
        SNAPSHOT: partial(ours, "snapshot", home),
        SAME: partial(ours, "files", entities),
        PROXIES: partial(theirs, "proxies", entities),
        CHECKED: partial(theirs, "checked", entities),
        HELD: partial(ours, "held", home),
        KEPT: partial(theirs, "held", entities),
        NOMENKLATURA: partial(theirs, "store", entities),
    }
    found = turns({what: each for what, each in contenders.items() if what in (only or contenders)}, rounds)
    theirs_took = found[PROXIES].cpu
    sizes = f"{_megabytes(*paths):.1f} MB as published, {_megabytes(entities):.1f} MB for the peers"
    heading = f"{title}: {parties:,} parties, the same names on both sides; {sizes}"
    rows = [
        Row(what, each, f"{parties / each.cpu:9,.0f}/s {theirs_took / each.cpu:6.2f}") for what, each in found.items()
    ]
    return table(heading, "parties, ratio", rows)


def _same(title: str, paths: list[Path], entities: Path) -> int:
    """How many parties there are; ends the program where somebody holds other parties or other names."""
    told = {
        "ours, published": module("benchmarks.kit.entries", "parties", *paths).told,
        "ours, the peers' file": module("benchmarks.kit.entries", "parties", entities).told,
        "nomenklatura": module("benchmarks.peers.ftm", "parties", entities).told,
    }
    if len({str(each) for each in told.values()}) > 1:
        sys.exit(f"{title}: not the same parties: {told}")
    return int(str(next(iter(told.values()))["parties"]))


# --- commands -------------------------------------------------------------------------------------------------------


def until_it_answers(folder: Path, rounds: int) -> list[Row]:
    """The Consolidated Screening List from file to a first answer: two commands, in a home that is new every time."""
    homes = count()

    def both() -> Run:
        home = folder / f"new-{next(homes)}"
        return reprieve(home, "import", LISTS / CSL[0]).then(reprieve(home, "show", "Huawei Technologies Co., Ltd."))

    found = turns({"lists import, then lists show": both}, rounds)
    rows = [Row(what, each, judged=each.cpu, bar=SECONDS_TO_IMPORT) for what, each in found.items()]
    return table("The Consolidated Screening List from file to answer", "", rows)


def questions(folder: Path, rounds: int) -> list[Row]:
    """What a person asks of a store with everything in `shared`, beside what the start of such a program costs."""
    home = folder / "everything"
    for publication in STORE:
        reprieve(home, "import", *(LISTS / each if "." in each else each for each in publication))
    python = ROOT / ".venv" / "bin" / "python"
    contenders: dict[str, Callable[[], Run]] = {
        START: partial(run, python if python.exists() else sys.executable, "-c", "import pyarrow.parquet, msgspec"),
        **{what: partial(reprieve, home, "show", name, "--at", day) for what, (name, day) in ASKED.items()},
        STATUS: partial(reprieve, home, "status"),
        DIFF: partial(reprieve, home, "diff", "us/ofac/sdn@2022-03-01", "us/ofac/sdn@2022-09-02"),
    }
    turns(contenders, 1)  # files are in the system's cache from here on, and modules compiled
    found = turns(contenders, rounds)
    rows = [
        Row(
            what,
            each,
            f"{each.cpu / found[START].cpu:.1f}",
            each.cpu,
            SECONDS_TO_SHOW if what in ASKED else None,
        )
        for what, each in found.items()
    ]
    held = list(home.rglob("*.parquet"))
    return table(f"Questions to {len(held)} snapshots ({_megabytes(*held):.1f} MB)", "times the start", rows)


# --- size -----------------------------------------------------------------------------------------------------------


def size(folder: Path, parties: int) -> list[Row]:
    """Invented parties imported, and one of them asked for."""
    published, home = folder / "invented-2026-01-01.csv", folder / "invented"
    module("benchmarks.kit.synthetic", published, str(parties))
    taken = Measured((reprieve(home, "import", published, "--synthetic"),))
    shown = turns({"show": partial(reprieve, home, "show", FIRST)}, 3)["show"]
    sizes = f"{_megabytes(published):.0f} MB as CSV, {_megabytes(*home.rglob('*.parquet')):.0f} MB in the store"
    rows = [
        Row("lists import", taken, f"{parties / taken.cpu:,.0f} parties/s", taken.peak, MOST_MEMORY),
        Row("lists show", shown),
    ]
    return table(f"{parties:,} invented parties: {sizes}; bar in MiB", "", rows)


def measured(folder: Path, rounds: int, parties: int) -> Iterator[Row]:
    """Every table."""
    if LISTS.is_dir():
        yield from reading("Consolidated Screening List", CSL, folder, rounds)
        yield from reading("SDN with addresses and aliases", SDN, folder, rounds, SHORT)
        yield from until_it_answers(folder, rounds)
        yield from questions(folder, rounds)
    else:
        print(f"no {LISTS}: the real lists are not measured")
    yield from size(folder, parties)


def main() -> int:
    """Prints the tables; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="runs of each contender; 1 tells whether it runs")
    parser.add_argument("--full", action="store_true", help=f"{MOST:,} invented parties instead of {MANY:,}")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reprieve-bench-") as folder:
        missed = [row for row in measured(Path(folder), asked.rounds, MOST if asked.full else MANY) if row.missed]
    print("\nRates, ratios and bars by CPU time. Ratio: FollowTheMoney's time over this one's; more is faster.")
    return int(bool(missed))


if __name__ == "__main__":
    raise SystemExit(main())
