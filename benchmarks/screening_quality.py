"""Name screening beside its peers: precision, recall and false alerts, on the same rows in one run.

    .venv-bench/bin/python benchmarks/screening_quality.py [--peers-only] [--full] [--scorer MODULE:FUNCTION@LINE]

Labelled pairs by source and by how the names differ; companies across scripts; listed names as people write them;
what changes when any one source is left out; invented persons against the whole Consolidated Screening List; a day of
orders. Peers: nomenklatura's logic-v2 and its emulation of OFAC's search, rapidfuzz. The files are those of the folder
`shared` beside the repository. Ends with 1 if Reprieve misses a bar.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import alerts
from benchmarks.kit.entries import of_files
from benchmarks.kit.pairs import Named, Pair, crossing, perturbed, published
from benchmarks.peers.screening import LOGIC, OURS, Contender, named, ours, peers

SHARED: Final = Path(__file__).resolve().parents[2] / "shared"
PAIRS: Final = SHARED / "acceptance" / "name_pairs.csv"
LISTS: Final = SHARED / "data" / "lists"
PERSONS: Final = SHARED / "data" / "screening" / "negatives_persons.csv.gz"
CSL: Final = LISTS / "csl_2026-07-31.csv.gz"
HAN: Final = {"Japanese list": "jp_end_user_list_2026-07.json", "Chinese lists": "cn_lists_2026-07.json"}
MADE: Final = (*HAN, "perturbed")
"""Sources of pairs that are made here."""
FIRMS: Final = ("cascade", *HAN)
"""Sources of pairs that are companies, or may be."""

F1: Final = {"name_bench": 0.82, "entity-bench": 0.93}
ACROSS: Final = 0.70
MORE: Final = 0.08
"""How much more recall than logic-v2 at its number of false positives."""


class Bar(msgspec.Struct, frozen=True):
    """A promise: what was found, and what it must reach, or with `most` must not pass."""

    what: str
    found: float
    bar: float
    most: bool = False

    @property
    def missed(self) -> bool:
        """Whether the promise is broken."""
        return self.found > self.bar if self.most else self.found < self.bar

    def printed(self) -> str:
        """The line."""
        side = "at most" if self.most else "at least"
        return f"  {self.what:66}{self.found:9.3f}  {side:8}{self.bar:9.3f}{'  MISSED' * self.missed}"


class Tally(msgspec.Struct, frozen=True):
    """Right and wrong answers at a line."""

    found: int
    false: int
    matches: int
    others: int

    @property
    def recall(self) -> float:
        """Share of the matches that were found."""
        return self.found / self.matches if self.matches else float("nan")

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; where there are matches only, their recall."""
        if not self.others:
            return self.recall
        return 2 * self.found / (self.found + self.false + self.matches) if self.matches else float("nan")

    def printed(self) -> str:
        """Precision, recall, F1, or what is left of them where there are matches or others only."""
        if not self.others:
            return f"      {self.recall:6.3f}      "
        if not self.matches:
            return f"{self.false:6d} of {self.others:<6d} "
        precision = self.found / max(1, self.found + self.false)
        return f"{precision:6.3f}{self.recall:6.3f}{self.f1:6.3f}"


class Judged(msgspec.Struct, frozen=True):
    """Pairs with the score that each contender gave them."""

    pairs: list[Pair]
    scores: Mapping[str, list[float]]
    lines: Mapping[str, float]

    def of(self, keep: Callable[[Pair], bool]) -> Judged:
        """Only some of the pairs."""
        kept = [number for number, each in enumerate(self.pairs) if keep(each)]
        scores = {title: [scores[each] for each in kept] for title, scores in self.scores.items()}
        return Judged([self.pairs[each] for each in kept], scores, self.lines)

    def split(self, key: Callable[[Pair], str]) -> dict[str, Judged]:
        """By source, or by sort, in the order in which they first come."""
        return {value: self.of(_is(key, value)) for value in dict.fromkeys(map(key, self.pairs))}

    def without(self, *sources: str) -> Judged:
        """Some sources left out."""
        return self.of(lambda pair: pair.source not in sources)

    def tally(self, title: str, line: float | None = None) -> Tally:
        """One contender at its line, or at another."""
        least = self.lines[title] if line is None else line
        said = [score >= least for score in self.scores[title]]
        same = [each.same for each in self.pairs]
        found = sum(one and other for one, other in zip(said, same, strict=True))
        return Tally(found, sum(said) - found, sum(same), len(same) - sum(same))

    def line_with(self, title: str, false: int) -> float:
        """The lowest line at which a contender has no more than so many false positives."""
        others = sorted((s for s, p in zip(self.scores[title], self.pairs, strict=True) if not p.same), reverse=True)
        return others[false] + 1e-9 if false < len(others) else 0.0

    def best_line(self, title: str) -> float:
        """The line with the highest F1, of a hundred."""
        return max((each / 100 for each in range(30, 100)), key=lambda line: self.tally(title, line).f1)


def _is(key: Callable[[Pair], str], value: str) -> Callable[[Pair], bool]:
    return lambda pair: key(pair) == value


def source_of(pair: Pair) -> str:
    """Where it comes from."""
    return pair.source


def sort_of(pair: Pair) -> str:
    """How the names differ."""
    return pair.sort


def judged(pairs: Iterable[Pair], contenders: Sequence[Contender]) -> Judged:
    """Every pair scored by everybody."""
    asked, scores = list(pairs), {}
    for each in contenders:
        started = time.process_time()
        scores[each.title] = [each.score(pair.query, pair.listed, pair.kind) for pair in asked]
        rate = len(asked) / (time.process_time() - started)
        print(
            f"  {each.title:18} line {each.line:4.2f} {len(asked):7,} pairs scored, {rate:9,.0f} a CPU second",
            flush=True,
        )
    return Judged(asked, scores, {each.title: each.line for each in contenders})


# --- tables ---------------------------------------------------------------------------------------------------------


def table(title: str, parts: Mapping[str, Judged], note: str = "precision, recall, F1") -> None:
    """One row for each part and the whole, one column for each contender."""
    titles = list(next(iter(parts.values())).scores)
    print(f"\n{title} ({note})")
    print(f"  {'':28}{'match':>6}{'other':>6}   " + "".join(f"{each:>19}" for each in titles))
    for part, each in parts.items():
        first = each.tally(titles[0])
        cells = "".join(f" {each.tally(title).printed()}" for title in titles)
        print(f"  {part:28}{first.matches:6d}{first.others:6d}    {cells}", flush=True)


def shares(title: str, parts: Mapping[str, Judged]) -> None:
    """Found and falsely found, each of how many."""
    titles = list(next(iter(parts.values())).scores)
    print(f"\n{title} (share of the matches found, false positives)")
    print(f"  {'':28}{'match':>6}{'other':>6}   " + "".join(f"{each:>19}" for each in titles))
    for part, each in parts.items():
        tallies = [each.tally(title) for title in titles]
        cells = "".join(f"{tally.recall:12.3f}{tally.false:7d}" for tally in tallies)
        print(f"  {part:28}{tallies[0].matches:6d}{tallies[0].others:6d}   {cells}", flush=True)


def by_source(rows: Judged) -> Iterator[Bar]:
    """The published pairs."""
    parts = rows.split(source_of)
    table("Published pairs by source", {**parts, "all": rows})
    matches = rows.split(sort_of)
    shares("Published pairs by how the names differ", matches)
    for source, least in F1.items():
        for title in rows.scores.keys() & {OURS}:
            yield Bar(f"F1 on {source}", parts[source].tally(title).f1, least)
            yield Bar(f"F1 on {source}, beside logic-v2", parts[source].tally(title).f1, parts[source].tally(LOGIC).f1)


def across_scripts(rows: Judged) -> Iterator[Bar]:
    """Companies asked in one script and listed in another."""
    crossed = rows.without("perturbed").of(lambda pair: pair.kind != "person" and pair.crosses)
    firms = rows.of(lambda pair: pair.source in FIRMS)
    parts = crossed.split(lambda pair: f"{pair.source}{', ' + pair.sort[:3] + ' asked' if pair.source in HAN else ''}")
    shares("Companies across scripts", {**parts, "all": crossed, "with cascade in one script": firms})
    for title in rows.scores.keys() & {OURS}:
        yield Bar("companies across scripts, share found", crossed.tally(title).recall, ACROSS)
        most = firms.tally(LOGIC).false - 1
        yield Bar("false positives on pairs of companies", firms.tally(title).false, most, most=True)


def as_written(rows: Judged) -> Iterator[Bar]:
    """Listed names as people write them, at the number of false positives that logic-v2 has."""
    for source in ("SSB", "perturbed"):
        part = rows.of(_is(source_of, source))
        allowed = part.tally(LOGIC).false
        lines = {title: part.line_with(title, allowed) for title in part.scores} | {LOGIC: part.lines[LOGIC]}
        if source == "perturbed":
            shares("Listed names as people write them, each at its own line", {**part.split(sort_of), "all": part})
        level = Judged(part.pairs, part.scores, lines)
        sorts = level.split(sort_of)
        said = ", ".join(f"{title} {line:.3f}" for title, line in lines.items())
        shares(f"{source}, at logic-v2's {allowed} false positives; lines: {said}", {**sorts, "all": level})
        yield from _above(source, level, sorts)


def _above(source: str, level: Judged, sorts: Mapping[str, Judged]) -> Iterator[Bar]:
    for title in level.scores.keys() & {OURS}:
        theirs = level.tally(LOGIC).recall
        yield Bar(f"{source}: recall at logic-v2's false positives", level.tally(title).recall, theirs + MORE)
        below = [sort for sort, each in sorts.items() if each.tally(title).recall < each.tally(LOGIC).recall]
        yield Bar(f"{source}: sorts of writing below logic-v2", len(below), 0, most=True)
        if below:
            print(f"  below logic-v2: {', '.join(below)}")


def left_out(rows: Judged) -> Iterator[Bar]:
    """Each source left out of the published pairs: everybody's F1 on the others, and their best line put to it."""
    public, titles = rows.without(*MADE), list(rows.scores)
    print(
        "\nEach source left out of the published pairs: F1 on the others, and on the source at the line that is best on"
    )
    print("the others (in brackets: that line, and what the source's own best line would gain; recall if matches only)")
    print(f"  {'':20}" + "".join(f"{each:>38}" for each in titles))
    leads = []
    for source, part in rows.split(source_of).items():
        rest = public.without(source)
        print(f"  {source:20}" + "".join(f"{_fold(part, rest, title):>38}" for title in titles), flush=True)
        leads += [rest.tally(title).f1 - rest.tally(LOGIC).f1 for title in titles if title == OURS]
    if leads:
        yield Bar("lead over logic-v2 in F1, whichever source is left out", min(leads), 0.0)


def _fold(part: Judged, rest: Judged, title: str) -> str:
    line = rest.best_line(title)
    found, own = part.tally(title, line).f1, part.tally(title, part.best_line(title)).f1
    return f"{rest.tally(title).f1:10.3f}{found:9.3f} ({line:.2f}, {own - found:+.3f})"


# --- against the whole list -----------------------------------------------------------------------------------------


def listed_parties(path: Path) -> list[Named]:
    """The Consolidated Screening List: names and kinds."""
    names = ((tuple(dict.fromkeys(name.text for name in each.names)), each.kind) for each in of_files([str(path)]))
    return [Named(texts, None if kind == "unknown" else kind) for texts, kind in names if texts]


def against_the_list(listed: Sequence[Named], contenders: Sequence[Contender], step: int) -> Iterator[Bar]:
    """Invented persons, and a day of orders."""
    everybody = alerts.invented(PERSONS)
    chance = alerts.namesakes(everybody, listed)
    asked = [everybody[number] for number in range(0, len(everybody), step) if number not in chance]
    day = alerts.day(listed, everybody)
    alarms, days = {}, {}
    for each in contenders:
        find = each.among(listed)
        alarms[each.title], days[each.title] = alerts.alerts_on(find, asked), alerts.measured(find, day)
    print(f"\n{len(asked):,} invented persons against {len(listed):,} parties; {len(chance)} namesakes of all left out")
    print(f"  {'':20}{'persons':>9}{'a 10,000':>10}{'alerts':>8}{'CPU s':>8}  candidates")
    for each in contenders:
        found = alarms[each.title]
        rate = 10_000 * found.persons / found.asked
        print(f"  {each.title:20}{found.persons:9d}{rate:10.1f}{found.alerts:8d}{found.seconds:8.1f}  {each.way}")
    _days(days, day)
    yield from _whole(alarms, days)


def _days(days: Mapping[str, alerts.Economics], day: alerts.Day) -> None:
    print(f"\nA day: {len(day.orders):,} orders, {len(day.clients):,} clients; a 10,000 orders of clients not listed")
    print(f"  {'':20}{'clients found':>15}{'their orders':>14}{'stopped':>10}{'alerts':>10}{'names':>8}{'CPU s':>8}")
    for title, each in days.items():
        clients = f"{each.clients_found} of {each.clients_planted}"
        orders = f"{each.orders_found} of {each.orders_planted}"
        stopped, alerted = each.per_10_000(each.stopped), each.per_10_000(each.alerts)
        print(f"  {title:20}{clients:>15}{orders:>14}{stopped:10.0f}{alerted:10.0f}{each.names:8d}{each.seconds:8.1f}")


def _whole(alarms: Mapping[str, alerts.Alarm], days: Mapping[str, alerts.Economics]) -> Iterator[Bar]:
    for title in days.keys() & {OURS}:
        yield Bar("invented persons that alert", alarms[title].persons, alarms[LOGIC].persons, most=True)
        mine, theirs = days[title], days[LOGIC]
        yield Bar("a day: listed clients found", mine.clients_found, theirs.clients_found)
        yield Bar("a day: orders of listed clients found", mine.orders_found, theirs.orders_found)
        bar = theirs.per_10_000(theirs.alerts)
        yield Bar("a day: false alerts a 10,000 orders", mine.per_10_000(mine.alerts), bar, most=True)


def measured(contenders: Sequence[Contender], *, full: bool) -> Iterator[Bar]:
    """Every table."""
    listed = listed_parties(CSL)
    pairs = list(published(PAIRS))
    han = [pair for source, name in HAN.items() for pair in crossing(LISTS / name, source)]
    written = list(perturbed(listed, 200 if full else 40))
    rows = judged([*pairs, *han, *written], contenders)
    yield from by_source(rows.without(*MADE))
    yield from across_scripts(rows)
    yield from as_written(rows)
    yield from left_out(rows)
    yield from against_the_list(listed, contenders, 1 if full else 10)


def main() -> int:
    """Prints the tables; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers-only", action="store_true", help="without Reprieve; nothing is judged")
    parser.add_argument("--full", action="store_true", help="all 50,000 persons and five times as many written names")
    parser.add_argument("--scorer", action="append", default=[], metavar="MODULE:FUNCTION@LINE", help="one more")
    asked = parser.parse_args()
    if not PAIRS.is_file():
        print(f"no {PAIRS}: nothing is measured")
        return 0
    us = [] if asked.peers_only else [ours()]
    contenders = [*us, *peers(), *map(named, asked.scorer)]
    bars = list(measured(contenders, full=asked.full))
    if bars:
        print("\nBars")
    for bar in bars:
        print(bar.printed())
    return int(any(bar.missed for bar in bars))


if __name__ == "__main__":
    raise SystemExit(main())
