"""Name screening beside its peers: precision, recall and false alerts, on the same rows in one run.

    .venv-bench/bin/python benchmarks/screening_quality.py [--only SECTION] [--save FILE] [--peers-only] [--full]

Labelled pairs by source and by how the names differ; companies across scripts; listed names as people write them; what
changes when any one source is left out, or any one figure of the score is another; invented persons against the whole
Consolidated Screening List; a day of orders. Peers: nomenklatura's logic-v2 and its emulation of OFAC's search,
rapidfuzz. The files are those of the folder `shared` beside the repository. Ends with 1 if Reprieve misses a bar.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import alerts
from benchmarks.kit.bars import Bar
from benchmarks.kit.entries import of_files
from benchmarks.kit.judged import Judged, Sheet, having, judged, sort_of, source_of
from benchmarks.kit.pairs import Asked, Named, Pair, crossing, perturbed, published
from benchmarks.kit.shaken import Weight, shaken, weights
from benchmarks.peers.screening import LOGIC, OURS, Contender, named, ours, peers

SHARED: Final = Path(__file__).resolve().parents[2] / "shared"
PAIRS: Final = SHARED / "acceptance" / "name_pairs.csv"
LISTS: Final = SHARED / "data" / "lists"
PERSONS: Final = SHARED / "data" / "screening" / "negatives_persons.csv.gz"
CSL: Final = LISTS / "csl_2026-07-31.csv.gz"
HAN: Final = {"Japanese list": "jp_end_user_list_2026-07.json", "Chinese lists": "cn_lists_2026-07.json"}
FIRMS: Final = ("cascade", *HAN)
"""Sources of pairs that are companies, or may be."""

F1: Final = {"name_bench": 0.82, "entity-bench": 0.93}
ACROSS: Final = 0.70
MORE: Final = 0.08
"""How much more recall than logic-v2 at its number of false positives."""
SHAKES: Final = (0.7, 1.3)
"""What each figure of the score is multiplied by."""


class Material:
    """What is asked, made when a section first needs it: pairs with everybody's scores, the list, ways through it."""

    def __init__(self, contenders: Sequence[Contender], *, full: bool) -> None:
        self.contenders, self.full = contenders, full

    @cached_property
    def listed(self) -> list[Named]:
        """The Consolidated Screening List: names and kinds."""
        names = ((tuple(dict.fromkeys(name.text for name in each.names)), each.kind) for each in of_files([str(CSL)]))
        return [Named(texts, None if kind == "unknown" else kind) for texts, kind in names if texts]

    @cached_property
    def public(self) -> Judged:
        """The published pairs."""
        return self._judged("published pairs", published(PAIRS))

    @cached_property
    def han(self) -> Judged:
        """What two lists say of a party in Latin and in Han letters."""
        pairs = (pair for source, name in HAN.items() for pair in crossing(LISTS / name, source))
        return self._judged("pairs across scripts", pairs)

    @cached_property
    def written(self) -> Judged:
        """Listed names as people write them."""
        return self._judged("written names", perturbed(self.listed, 200 if self.full else 40))

    def _judged(self, title: str, pairs: Iterable[Pair]) -> Judged:
        print(f"{title}:", flush=True)
        return judged(pairs, self.contenders)

    @cached_property
    def finders(self) -> dict[str, alerts.Finder]:
        """Everybody's way through the list."""
        return {each.title: each.among(self.listed) for each in self.contenders}

    @cached_property
    def everybody(self) -> list[Asked]:
        """The synthetic persons."""
        return alerts.invented(PERSONS)


# --- pairs ----------------------------------------------------------------------------------------------------------


def by_source(made: Material, sheet: Sheet) -> Iterator[Bar]:
    """The published pairs."""
    rows = made.public
    parts = rows.split(source_of)
    sheet.table("Published pairs by source", {**parts, "all": rows})
    sheet.shares("Published pairs by how the names differ", rows.split(sort_of))
    for source, least in F1.items():
        for title in rows.scores.keys() & {OURS}:
            yield Bar(f"F1 on {source}", parts[source].tally(title).f1, least)
            yield Bar(f"F1 on {source}, beside logic-v2", parts[source].tally(title).f1, parts[source].tally(LOGIC).f1)


def across_scripts(made: Material, sheet: Sheet) -> Iterator[Bar]:
    """Companies asked in one script and listed in another."""
    rows = made.public.beside(made.han)
    crossed = rows.of(lambda pair: pair.kind != "person" and pair.crosses)
    firms = rows.of(lambda pair: pair.source in FIRMS)
    parts = crossed.split(lambda pair: f"{pair.source}{', ' + pair.sort[:3] + ' asked' if pair.source in HAN else ''}")
    sheet.shares("Companies across scripts", {**parts, "all": crossed, "with cascade in one script": firms})
    for title in rows.scores.keys() & {OURS}:
        yield Bar("companies across scripts, share found", crossed.tally(title).recall, ACROSS)
        most = firms.tally(LOGIC).false - 1
        yield Bar("false positives on pairs of companies", firms.tally(title).false, most, most=True)


def as_written(made: Material, sheet: Sheet) -> Iterator[Bar]:
    """Listed names as people write them, at the number of false positives that logic-v2 has."""
    for source, part in (("SSB", made.public.of(having(source_of, "SSB"))), ("perturbed", made.written)):
        allowed = part.tally(LOGIC).false
        lines = {title: part.line_with(title, allowed) for title in part.scores} | {LOGIC: part.lines[LOGIC]}
        if source == "perturbed":
            sheet.shares(
                "Listed names as people write them, each at its own line", {**part.split(sort_of), "all": part}
            )
        level = Judged(part.pairs, part.scores, lines)
        sorts = level.split(sort_of)
        said = ", ".join(f"{title} {line:.3f}" for title, line in lines.items())
        sheet.shares(f"{source}, at logic-v2's {allowed} false positives; lines: {said}", {**sorts, "all": level})
        yield from _above(source, level, sorts)


def _above(source: str, level: Judged, sorts: Mapping[str, Judged]) -> Iterator[Bar]:
    for title in level.scores.keys() & {OURS}:
        theirs = level.tally(LOGIC).recall
        yield Bar(f"{source}: recall at logic-v2's false positives", level.tally(title).recall, theirs + MORE)
        below = [sort for sort, each in sorts.items() if each.tally(title).recall < each.tally(LOGIC).recall]
        yield Bar(f"{source}: sorts of writing below logic-v2", len(below), 0, most=True)
        if below:
            print(f"  below logic-v2: {', '.join(below)}")


# --- is anything fitted? --------------------------------------------------------------------------------------------


def left_out(made: Material, sheet: Sheet) -> Iterator[Bar]:
    """Each source left out of the published pairs: everybody's F1 on the others, and their best line put to it."""
    public, titles = made.public, list(made.public.scores)
    print(
        "\nEach source left out of the published pairs: F1 on the others, and on the source at the line that is best on"
    )
    print("the others (in brackets: that line, and what the source's own best line would gain; recall if matches only)")
    print(f"  {'':20}" + "".join(f"{each:>38}" for each in titles))
    leads, kept = [], {}
    for source, part in public.beside(made.han).beside(made.written).split(source_of).items():
        rest = public.without(source)
        folds = {title: _fold(part, rest, title) for title in titles}
        print(f"  {source:20}" + "".join(f"{_said(fold):>38}" for fold in folds.values()), flush=True)
        leads += [rest.tally(title).f1 - rest.tally(LOGIC).f1 for title in titles if title == OURS]
        kept[source] = folds
    sheet.keep("F1 on the other sources, on the source, the line, the source's own best line gains", kept)
    if leads:
        yield Bar("lead over logic-v2 in F1, whichever source is left out", min(leads), 0.0)


def _fold(part: Judged, rest: Judged, title: str) -> tuple[float, float, float, float]:
    line = rest.best_line(title)
    found, own = part.tally(title, line).f1, part.tally(title, part.best_line(title)).f1
    return rest.tally(title).f1, found, line, own - found


def _said(fold: tuple[float, float, float, float]) -> str:
    return f"{fold[0]:10.3f}{fold[1]:9.3f} ({fold[2]:.2f}, {fold[3]:+.3f})"


def other_figures(made: Material, sheet: Sheet) -> Iterator[Bar]:
    """Each figure of the score 30 % smaller and greater: what becomes of F1 on each source."""
    if OURS not in made.public.scores:
        return
    base, sources = _by_part(made.public), [*made.public.split(source_of), "all"]
    print("\nEach figure of the score times 0.7 and times 1.3: change of F1 by source (at most 1, if it is a share)")
    print(f"  {'':36}" + "".join(f"{each:>17}" for each in sources))
    print(f"  {'as it is':36}" + "".join(f"{base[each]:17.3f}" for each in sources))
    changes: dict[str, dict[str, list[float]]] = {}
    for weight in weights():
        moved = [_by_part(_shaken(made.public, weight, factor)) for factor in SHAKES]
        changes[f"{weight.title} {weight.value:g}"] = {
            each: [other[each] - base[each] for other in moved] for each in sources
        }
        title, cells = next(reversed(changes.items()))
        print(
            f"  {title:36}" + "".join(f"{cells[each][0]:+9.3f}{cells[each][1]:+8.3f}" for each in sources), flush=True
        )
    widest = {each: max(abs(value) for cells in changes.values() for value in cells[each]) for each in sources}
    print(f"  {'the largest change':36}" + "".join(f"{widest[each]:17.3f}" for each in sources))
    sheet.keep("change of F1 with each figure of the score times 0.7 and 1.3", changes)
    lowest = base["all"] + min(value for cells in changes.values() for value in cells["all"])
    yield Bar("lead over logic-v2 in F1, whichever figure is another", lowest - made.public.tally(LOGIC).f1, 0.0)


def _shaken(rows: Judged, weight: Weight, factor: float) -> Judged:
    with shaken(weight, factor):
        us = ours()
        scores = [us.score(pair.asked, pair.party) for pair in rows.pairs]
    return Judged(rows.pairs, {OURS: scores}, rows.lines)


def _by_part(rows: Judged) -> dict[str, float]:
    parts = {**rows.split(source_of), "all": rows}
    return {part: each.tally(OURS).f1 for part, each in parts.items()}


# --- against the whole list -----------------------------------------------------------------------------------------


def persons(made: Material, sheet: Sheet) -> Iterator[Bar]:
    """Invented persons: every alert is false."""
    chance = alerts.namesakes(made.everybody, made.listed)
    chosen = range(0, len(made.everybody), 1 if made.full else 10)
    asked = [made.everybody[number] for number in chosen if number not in chance]
    against = f"against {len(made.listed):,} parties; {len(chance)} namesakes of all left out"
    print(f"\n{len(asked):,} invented persons {against}")
    print(f"  {'':20}{'persons':>9}{'a 10,000':>10}{'alerts':>8}{'CPU s':>8}  candidates")
    alarms = {}
    for each in made.contenders:
        found = alarms[each.title] = alerts.alerts_on(made.finders[each.title], asked)
        rate = 10_000 * found.persons / found.asked
        print(
            f"  {each.title:20}{found.persons:9d}{rate:10.1f}{found.alerts:8d}{found.seconds:8.1f}  {each.way}",
            flush=True,
        )
    sheet.keep("invented persons", alarms)
    for title in alarms.keys() & {OURS}:
        yield Bar("invented persons that alert", alarms[title].persons, alarms[LOGIC].persons, most=True)


def day_of_orders(made: Material, sheet: Sheet) -> Iterator[Bar]:
    """A day: who is found, what is stopped, and how much there is to look at."""
    day = alerts.day(made.listed, made.everybody)
    print(
        f"\nA day: {len(day.orders):,} orders, {len(day.clients):,} clients; stopped orders and alerts of clients that"
    )
    print(
        "are not listed, for 10,000 of their orders; pairs of client and listed party to look at once, and those false"
    )
    heads = f"{'stopped':>10}{'alerts':>10}{'pairs':>8}{'false':>8}{'names':>8}{'CPU s':>8}"
    print(f"  {'':20}{'clients found':>15}{'their orders':>14}{heads}")
    days = {}
    for title in (each.title for each in made.contenders):
        each = days[title] = alerts.measured(made.finders[title], day)
        clients = f"{each.clients_found} of {each.clients_planted}"
        orders = f"{each.orders_found} of {each.orders_planted}"
        costs = f"{each.per_10_000(each.stopped):10.0f}{each.per_10_000(each.alerts):10.0f}{each.reviews:8d}"
        costs += f"{each.false_reviews:8d}{each.names:8d}{each.seconds:8.1f}"
        print(f"  {title:20}{clients:>15}{orders:>14}{costs}", flush=True)
    sheet.keep("a day", days)
    for title in days.keys() & {OURS}:
        yield from _days(days[title], days[LOGIC])


def _days(mine: alerts.Economics, theirs: alerts.Economics) -> Iterator[Bar]:
    yield Bar("a day: listed clients found", mine.clients_found, theirs.clients_found)
    yield Bar("a day: orders of listed clients found", mine.orders_found, theirs.orders_found)
    bar = theirs.per_10_000(theirs.alerts)
    yield Bar("a day: false alerts a 10,000 orders", mine.per_10_000(mine.alerts), bar, most=True)
    yield Bar("a day: false pairs to look at", mine.false_reviews, theirs.false_reviews, most=True)


SECTIONS: Final[dict[str, Callable[[Material, Sheet], Iterator[Bar]]]] = {
    "sources": by_source,
    "scripts": across_scripts,
    "written": as_written,
    "left-out": left_out,
    "figures": other_figures,
    "persons": persons,
    "day": day_of_orders,
}


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=SECTIONS, metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--save", type=Path, metavar="FILE", help="every figure as JSON")
    parser.add_argument("--peers-only", action="store_true", help="without Reprieve; nothing is judged")
    parser.add_argument("--full", action="store_true", help="all 50,000 persons and five times as many written names")
    parser.add_argument("--scorer", action="append", default=[], metavar="MODULE:FUNCTION@LINE", help="one more")
    return parser.parse_args()


def main() -> int:
    """Prints the tables; 1 if a bar is missed."""
    asked, started = arguments(), time.monotonic()
    if not PAIRS.is_file():
        print(f"no {PAIRS}: nothing is measured")
        return 0
    us = [] if asked.peers_only else [ours()]
    made, sheet = Material([*us, *peers(), *map(named, asked.scorer)], full=asked.full), Sheet()
    bars = [bar for section in asked.only or SECTIONS for bar in SECTIONS[section](made, sheet)]
    if bars:
        print("\nBars")
    for bar in bars:
        print(bar.printed())
    print(f"{time.monotonic() - started:.0f} seconds")
    sheet.keep("bars", bars)
    if asked.save:
        sheet.save(asked.save)
    return int(any(bar.missed for bar in bars))


if __name__ == "__main__":
    raise SystemExit(main())
