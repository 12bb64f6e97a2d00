"""Time laid along a line so that nothing is lost: short periods drawn wider, labels that never overlap. It never draws.

Between two instants that matter, places follow time evenly; each such interval gets a width by the square root of its
length, within limits. What lies before the first and after the last instant gets a fixed tail.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import Final

import msgspec

from reprieve.model.verdict import Segment, Timeline

DAY_SHARE: Final = 30
"""A single day takes at most this part of the width, so that a day after a listing does not look like a year."""


class Scale(msgspec.Struct, frozen=True):
    """Instants in order, the places at which they lie, and the width of the whole; units are the caller's."""

    knots: tuple[datetime, ...]
    places: tuple[float, ...]
    width: float

    def place(self, at: datetime) -> float:
        """Where an instant lies; outside the knots, the middle of the tail."""
        if not self.knots:
            return self.width / 2
        number = bisect_right(self.knots, at)
        if number == 0:
            return self.places[0] / 2
        if number == len(self.knots):
            return self.places[-1] if at == self.knots[-1] else (self.places[-1] + self.width) / 2
        before, after = self.knots[number - 1], self.knots[number]
        share = (at - before) / (after - before)
        return self.places[number - 1] + share * (self.places[number] - self.places[number - 1])

    def sides(self, piece: Segment) -> tuple[float, float]:
        """Left and right side of a piece; open ends reach the ends of the line."""
        left = 0.0 if piece.start is None else self.place(piece.start)
        return left, self.width if piece.end is None else self.place(piece.end)


class Label(msgspec.Struct, frozen=True):
    """A text set below the line: `place` is what it points at, [left, right) the room it takes, in row `row`."""

    text: str
    place: float
    left: float
    right: float
    row: int


def cuts_of(timeline: Timeline) -> list[datetime]:
    """Every instant at which one piece gives way to the next."""
    return [piece.start for piece in timeline.pieces if piece.start is not None]


def scale(knots: Iterable[datetime], width: float, least: float, tail: float) -> Scale:
    """Lay out instants; the line grows beyond `width` where the least widths need it, the tails where days are few."""
    found = tuple(sorted(set(knots)))
    weights = [((after - before) / timedelta(days=1)) ** 0.5 for before, after in pairwise(found)]
    room = max(width - 2 * tail, least * len(weights))
    shares = _shares(weights, room, least, width / DAY_SHARE)
    tail = max(tail, (width - sum(shares)) / 2)
    places = tuple(accumulate(shares, initial=tail)) if found else ()
    return Scale(found, places, sum(shares) + 2 * tail)


def _shares(weights: Sequence[float], room: float, least: float, most: float) -> list[float]:
    """Room in proportion to weight, at most `most` a unit of it, raised to the least wherever it would be less."""
    raised: set[int] = set()
    while True:
        free = sum(weight for number, weight in enumerate(weights) if number not in raised)
        unit = min(most, (room - least * len(raised)) / free) if free else 0.0
        short = {n for n, weight in enumerate(weights) if n not in raised and weight * unit < least}
        if not short:
            return [least if n in raised else weight * unit for n, weight in enumerate(weights)]
        raised |= short


def arrange(
    wanted: Iterable[tuple[float, str]], measure: Callable[[str], float], width: float, gap: float, rows: int
) -> tuple[Label, ...]:
    """Set labels in rows so that none touches another nor a line that leads to one; what finds no room is left out.

    The first wanted are served first. Each starts at its place, or ends there where the line is too short for that.
    """
    kept: list[Label] = []
    for place, text in wanted:
        long = measure(text)
        left = place if place + long <= width else max(0.0, place - long)
        kept = _settled([*kept, Label(text, place, left, left + long, 0)], gap, rows) or kept
    return tuple(kept)


def _settled(labels: list[Label], gap: float, rows: int) -> list[Label]:
    """The labels in rows, or nothing if one finds no room. From right to left, so that each may step below the last."""
    done: list[Label] = []
    for label in sorted(labels, key=lambda each: -each.place):
        tries = (msgspec.structs.replace(label, row=row) for row in range(rows))
        found = next((each for each in tries if all(_apart(each, other, gap) for other in done)), None)
        if found is None:
            return []
        done.append(found)
    return done


def _apart(one: Label, other: Label, gap: float) -> bool:
    if one.row == other.row:
        return one.right + gap <= other.left or other.right + gap <= one.left
    upper, lower = sorted((one, other), key=lambda label: label.row)
    return not upper.left - gap / 2 < lower.place < upper.right + gap / 2


def dates_wanted(
    timeline: Timeline, line: Scale, asked: datetime | None, tell: Callable[[datetime], str]
) -> list[tuple[float, str]]:
    """The dates to write below a timeline, those that matter most first.

    First the ends of the piece asked about, then changes of outcome, then of cause alone, each from right to left.
    """
    here = timeline.at(asked) if asked is not None else None
    found: list[tuple[int, float, str]] = []
    for before, now in pairwise(timeline.pieces):
        if now.start is not None:
            rank = 0 if here in {before, now} else 1 if before.outcome != now.outcome else 2
            found.append((rank, -line.place(now.start), tell(now.start)))
    return [(-place, text) for _, place, text in sorted(found)]


def spoken(timeline: Timeline, line: Scale, needs: Callable[[Segment], float]) -> set[int]:
    """The numbers, from one, of the pieces that carry their outcome as a word.

    For each run of pieces of one outcome, its widest piece, where that is as wide as the word needs.
    """
    runs: list[list[int]] = []
    for number, piece in enumerate(timeline.pieces):
        if not number or timeline.pieces[number - 1].outcome != piece.outcome:
            runs.append([])
        runs[-1].append(number)
    wide = [line.sides(piece)[1] - line.sides(piece)[0] for piece in timeline.pieces]
    widest = [max(run, key=wide.__getitem__) for run in runs]
    return {number + 1 for number in widest if needs(timeline.pieces[number]) <= wide[number]}
