"""Decisions a second beside CEL and OpenFisca-core, after every outcome of every rule has been found equal.

    .venv-bench/bin/python benchmarks/rules.py [--quick]

Three laws: 300 random rules of which a third quantify over 1 to 5 parties (`benchmarks/kit/large.py`), the same size
with rules judged for each party and item, and the packs that ship. Each side gets its own best form of the same
complete case before the clock runs, and is asked for every rule in force: Reprieve's decision reads all of them and
gives verdict and causes as well; CEL and OpenFisca give the outcomes only and are told which versions are in force.
Contenders take turns in one process; medians count. Ends with 1 if a ratio falls below its bar.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import mean

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import verdict
from benchmarks.kit.clock import Work, rates
from benchmarks.kit.workloads import Case, Workload, shipped, three_hundred
from benchmarks.peers.cel import Cel
from benchmarks.peers.openfisca import OpenFisca
from benchmarks.peers.plain import Asked, Truths, asked, in_force, plain, shape_of
from reprieve.rules.book import Book
from reprieve.rules.explain import Explainer
from reprieve.rules.situation import Situation
from reprieve.rules.timeline import pieces

OURS, ALL, CEL, OPENFISCA = "decision", "every outcome spelled out", "CEL", "OpenFisca"
TIMELINE, REASONS = "timeline", "with reasons"
SLOW = 40
"""Cases of a turn for what takes milliseconds a case."""
LARGE = {CEL: 5.0, OPENFISCA: 500.0, REASONS: 0.1}
SHIPPED = {CEL: 3.0, OPENFISCA: 50.0, TIMELINE: 0.1, REASONS: 0.1}


class Row(msgspec.Struct, frozen=True):
    """One line of the table: a rate, the ratio in question, and the bar it must reach, if any."""

    what: str
    rate: float
    ratio: float
    bar: float | None

    @property
    def missed(self) -> bool:
        """Whether the ratio is below its bar."""
        return self.bar is not None and self.ratio < self.bar


def check(work: Workload, cel: Cel, gapped: Cel, openfisca: OpenFisca, law: Asked) -> int:
    """How many cases were compared; ends the program at the first that differs."""
    for case in work.cases:
        _same(work, law, case.situation, partial(_by_cel, law, cel), "CEL")
    for case in work.cases[:: max(1, len(work.cases) // SLOW)]:
        _same(work, law, case.situation, partial(_by_openfisca, law, openfisca), "OpenFisca")
    for situation in work.gaps:
        _same(work, law, situation, partial(_by_cel, law, gapped), "CEL with gaps", outcomes_only=True)
    return len(work.cases) + len(work.gaps)


def _by_cel(law: Asked, cel: Cel, work: Workload, situation: Situation) -> Truths:
    units = in_force(work.book.stretch(situation.at))
    return cel.truths(plain(situation, law), units, shape_of(situation))[0]


def _by_openfisca(law: Asked, openfisca: OpenFisca, work: Workload, situation: Situation) -> Truths:
    units = in_force(work.book.stretch(situation.at))
    return openfisca.truths([plain(situation, law)], shape_of(situation), units)[0]


def _same(
    work: Workload,
    law: Asked,
    situation: Situation,
    peer: Callable[[Workload, Situation], Truths],
    title: str,
    *,
    outcomes_only: bool = False,
) -> None:
    stretch, shape = work.book.stretch(situation.at), shape_of(situation)
    theirs = verdict.outcomes(law, stretch, peer(work, situation), shape)
    ours = work.book.outcomes(situation)
    if theirs != ours:
        differing = [key for key in ours if ours[key] != theirs[key]]
        sys.exit(f"{title} differs on {differing[:3]} of {situation}")
    word = verdict.verdict(law, stretch, theirs, shape)
    if not outcomes_only and word != work.book.decide(situation).outcome:
        sys.exit(f"{title} says {word} of {situation}")


def contenders(work: Workload, cel: Cel, openfisca: OpenFisca, law: Asked) -> dict[str, Work]:
    """What takes turns on the clock."""
    book, slow = work.book, work.cases[:: max(1, len(work.cases) // SLOW)]
    situations = [case.situation for case in work.cases]
    for_cel = [(plain(each, law), cel.programs(in_force(book.stretch(each.at)), shape_of(each))) for each in situations]
    for_openfisca = [
        (openfisca.columns([plain(each, law)]), [shape_of(each)], in_force(book.stretch(each.at)))
        for each in (case.situation for case in slow)
    ]
    return {
        OURS: lambda: len([book.decide(each) for each in situations]),
        ALL: lambda: len([book.outcomes(each) for each in situations]),
        CEL: lambda: len([cel.decide(*each) for each in for_cel]),
        OPENFISCA: lambda: len([openfisca.decide(*each) for each in for_openfisca]),
        TIMELINE: lambda: len([pieces(book, case.matter) for case in work.cases]),
        REASONS: lambda: len([printed_reasons(book, case) for case in work.cases]),
    }


def printed_reasons(book: Book, case: Case) -> tuple[str, ...]:
    """A decision with its reasons in words, as a face prints them: what stops or clears, and what each lacks."""
    decision = book.decide(case.situation)
    return Explainer(book, case.matter, case.situation, decision).reasons()


def rows(work: Workload, found: dict[str, float]) -> Iterator[Row]:
    """The table of one law. Ours over a peer; timelines and reasons over the plain rate."""
    ours = found[OURS]
    for title, rate in found.items():
        if title in {CEL, OPENFISCA}:
            yield Row(title, rate, ours / rate, work.bars.get(title))
        else:
            yield Row(title, rate, rate / ours, work.bars.get(title))


def measure(work: Workload, rounds: int, seconds: float) -> list[Row]:
    """Checks, measures and prints one law."""
    law = asked(work.statute)
    cel, gapped, openfisca = Cel(law), Cel(law, written_out=True), OpenFisca(law)
    compared = check(work, cel, gapped, openfisca, law)
    found = list(rows(work, rates(contenders(work, cel, openfisca, law), rounds, seconds)))
    print(f"\n{work.title}: {compared} cases, every outcome equal")
    timelines = [pieces(work.book, case.matter) for case in work.cases]
    print(
        f"  a timeline: {mean(map(len, timelines)):.1f} pieces, out of {len(work.book.cuts) + 1} stretches of the law"
    )
    print(f"  {'':28}{'per second':>12}{'ratio':>10}{'bar':>8}")
    for row in found:
        bar = "" if row.bar is None else f"{row.bar:g}"
        print(f"  {row.what:28}{row.rate:12,.0f}{row.ratio:10.2f}{bar:>8}{'  MISSED' if row.missed else ''}")
    return found


def main() -> int:
    """Prints the tables; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few cases and short turns: whether it runs, not how fast")
    quick = parser.parse_args().quick
    count, rounds, seconds = (60, 1, 0.05) if quick else (600, 7, 0.7)
    laws = (three_hundred(count, LARGE), three_hundred(count, {}, causing=True), shipped(count, SHIPPED))
    missed = [row for law in laws for row in measure(law, rounds, seconds) if row.missed]
    print("\nCEL, OpenFisca: our rate over theirs. The rest: over our plain rate.")
    return int(bool(missed) and not quick)


if __name__ == "__main__":
    raise SystemExit(main())
