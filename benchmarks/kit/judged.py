"""Labelled pairs with the score that each screener gave them: counts of right and wrong answers, and tables of these.

    rows.of(lambda pair: pair.kind == "person").tally("logic-v2").f1

A `Sheet` prints tables as they come and keeps every figure, so that a run can be saved as JSON. Nothing here scores.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from benchmarks.kit.pairs import Pair
from benchmarks.peers.screening import Contender


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
        return {value: self.of(having(key, value)) for value in dict.fromkeys(map(key, self.pairs))}

    def without(self, *sources: str) -> Judged:
        """Some sources left out."""
        return self.of(lambda pair: pair.source not in sources)

    def beside(self, other: Judged) -> Judged:
        """With more pairs, scored by the same contenders."""
        scores = {title: self.scores[title] + other.scores[title] for title in self.scores}
        return Judged(self.pairs + other.pairs, scores, self.lines)

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


def having(key: Callable[[Pair], str], value: str) -> Callable[[Pair], bool]:
    """Pairs of one source, or of one sort."""
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
        scores[each.title] = [each.score(pair.asked, pair.party) for pair in asked]
        rate = len(asked) / (time.process_time() - started)
        print(
            f"  {each.title:18} line {each.line:4.2f} {len(asked):7,} pairs scored, {rate:9,.0f} a CPU second",
            flush=True,
        )
    return Judged(asked, scores, {each.title: each.line for each in contenders})


class Sheet:
    """Tables printed as they come; `figures` keeps, by table, part and contender, what they were made of."""

    def __init__(self) -> None:
        self.figures: dict[str, object] = {}

    def keep(self, title: str, figures: object) -> None:
        """Keeps what a table of another form shows."""
        self.figures[title] = figures

    def save(self, path: Path) -> None:
        """Everything kept, as JSON."""
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self.figures), indent=1) + b"\n")

    def table(self, title: str, parts: Mapping[str, Judged], note: str = "precision, recall, F1") -> None:
        """One row for each part and the whole, one column for each contender."""
        titles = self._kept(title, parts)
        print(f"\n{title} ({note})")
        print(f"  {'':28}{'match':>6}{'other':>6}   " + "".join(f"{each:>19}" for each in titles))
        for part, each in parts.items():
            first = each.tally(titles[0])
            cells = "".join(f" {each.tally(title).printed()}" for title in titles)
            print(f"  {part:28}{first.matches:6d}{first.others:6d}    {cells}", flush=True)

    def shares(self, title: str, parts: Mapping[str, Judged]) -> None:
        """Found and falsely found, each of how many."""
        titles = self._kept(title, parts)
        print(f"\n{title} (share of the matches found, false positives)")
        print(f"  {'':28}{'match':>6}{'other':>6}   " + "".join(f"{each:>19}" for each in titles))
        for part, each in parts.items():
            tallies = [each.tally(title) for title in titles]
            cells = "".join(f"{tally.recall:12.3f}{tally.false:7d}" for tally in tallies)
            print(f"  {part:28}{tallies[0].matches:6d}{tallies[0].others:6d}   {cells}", flush=True)

    def _kept(self, title: str, parts: Mapping[str, Judged]) -> list[str]:
        titles = list(next(iter(parts.values())).scores)
        self.keep(title, {part: {each: rows.tally(each) for each in titles} for part, rows in parts.items()})
        return titles
