"""Timelines in block characters for a terminal: the shape of a piece tells its outcome, color only repeats it.

Walls stop, rails let pass, dots are open. Where the terminal cannot write blocks, plain characters take their place.
"""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from reprieve.model.verdict import Outcome, Segment, Timeline
from reprieve.views import words
from reprieve.views.looks import LOOKS
from reprieve.views.scale import Label, Scale, arrange, cuts_of, dates_wanted, scale, spoken

ROWS = 4


def blocks(timeline: Timeline, asked: datetime, width: int, *, plain: bool) -> list[Text]:
    """The moment asked about, the pieces, and the dates below, each as a line of at most `width` characters."""
    line = _columns(scale([*cuts_of(timeline), asked], width, _least(timeline, width), width / 8), width)
    dates = arrange(dates_wanted(timeline, line, asked, words.day), lambda text: len(text) + 1, width, 1, ROWS)
    rows = [_asked(line, asked, plain=plain), _pieces(timeline, line, plain=plain), *_dates(dates, width, plain=plain)]
    legend = _legend(timeline, line, plain=plain)
    return [*rows, legend] if legend else rows


def _least(timeline: Timeline, width: int) -> float:
    return min(2.0, width * 0.75 / (len(timeline.pieces) + 1))


def _columns(line: Scale, width: int) -> Scale:
    """The scale on whole columns."""
    return Scale(line.knots, tuple(float(int(place + 0.5)) for place in line.places), float(width))


def _asked(line: Scale, asked: datetime, *, plain: bool) -> Text:
    column, text = int(line.place(asked)), f"asked for {words.moment(asked)}"
    tip = "v" if plain else "▼"
    if column + len(text) + 2 > line.width:
        return Text(f"{text} {tip}".rjust(column + 1))
    return Text(" " * column + f"{tip} {text}")


def _pieces(timeline: Timeline, line: Scale, *, plain: bool) -> Text:
    said = _spoken(timeline, line)
    made = Text(no_wrap=True)
    before: Segment | None = None
    for number, piece in enumerate(timeline.pieces, 1):
        left, right = line.sides(piece)
        parted = before is not None and before.outcome == piece.outcome
        run = _run(piece, int(right) - int(left), spoken=number in said, parted=parted, plain=plain)
        made.append(run, LOOKS[piece.outcome].style)
        before = piece
    return made


def _spoken(timeline: Timeline, line: Scale) -> set[int]:
    return spoken(timeline, line, lambda piece: len(words.SHORT[piece.outcome]) + 6)


def _legend(timeline: Timeline, line: Scale, *, plain: bool) -> Text:
    """The outcomes that found no room for their word."""
    said = {timeline.pieces[number - 1].outcome for number in _spoken(timeline, line)}
    left = dict.fromkeys(piece.outcome for piece in timeline.pieces if piece.outcome not in said)
    return Text("   ").join(Text(_word(outcome, plain=plain), LOOKS[outcome].style) for outcome in left)


def _run(piece: Segment, wide: int, *, spoken: bool, parted: bool, plain: bool) -> str:
    look = LOOKS[piece.outcome]
    word = _word(piece.outcome, plain=plain) if spoken else look.plain_symbol if plain else look.symbol
    word = f" {word} " if len(word) + 4 + parted <= wide else word if len(word) + 2 <= wide else ""
    body = word.center(wide, "\0").replace("\0", look.plain_block if plain else look.block)
    return ("|" if plain else "│") + body[1:] if parted and body else body


def _word(outcome: Outcome, *, plain: bool) -> str:
    look = LOOKS[outcome]
    return f"{look.plain_symbol if plain else look.symbol} {words.SHORT[outcome]}"


def _dates(dates: tuple[Label, ...], width: int, *, plain: bool) -> list[Text]:
    stem, hook, back = ("|", "`", "'") if plain else ("│", "└", "┘")
    rows = [[" "] * width for _ in range(1 + max((label.row for label in dates), default=-1))]
    for label in dates:
        column, left = min(int(label.place), width - 1), int(label.left)
        for row in rows[: label.row]:
            row[column] = stem
        start, text = (left, hook + label.text) if left == column else (left + 1, label.text + back)
        rows[label.row][start : start + len(text)] = text
    return [Text("".join(row).rstrip(), no_wrap=True) for row in rows]
