"""Timelines as SVG: pieces in color and texture, dates that do not overlap, the moment asked about.

Colors come as attributes with the outcome as class, so that a page may restyle them. It never decides, and whatever it
leaves out for want of room stands in the table twin (views.tables).
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from reprieve.model.verdict import Outcome, Segment, Timeline
from reprieve.views import words
from reprieve.views.draw import letters, named, picture, room, rule, short, written
from reprieve.views.looks import LOOKS
from reprieve.views.scale import Label, Scale, arrange, cuts_of, dates_wanted, scale, spoken

LEAST: Final = 16.0
"""The least width of a piece."""
TAIL: Final = 0.185
"""What an open end takes of the width."""
FADE: Final = 28.0
DATE_ROOM: Final = 90.0
"""Room for a date after the last change."""
DATE, WORD, NUMBER = 11.5, 12.5, 9.5
"""Sizes of type."""
BAND: Final = (26.0, 42.0)
"""Top and height of the pieces in a full picture."""
THIN: Final = (8.0, 20.0)
"""The same in a strip without words."""
ROW, ROWS = 16.0, 9
MOST_YEARS: Final = 12
"""No axis tries more."""


def timeline_svg(
    timeline: Timeline,
    asked: datetime | None = None,
    name: str = "timeline",
    title: str = "Timeline of the answer",
    width: float = 960,
) -> str:
    """A timeline with dates and words; `name` keeps its ids apart from those of other pictures on the page."""
    line = scale([*cuts_of(timeline), *([asked] if asked else [])], width, LEAST, max(TAIL * width, DATE_ROOM))
    dates = arrange(dates_wanted(timeline, line, asked, words.day), _long, line.width, 10, ROWS)
    foot = _foot(max((label.row for label in dates), default=0)) + 4
    made = picture(name, title, described(timeline), line.width, foot)
    strip = _strip(made, name, timeline, line, BAND)
    _marks(strip, timeline, line)
    for label in dates:
        _date(made, label)
    if asked is not None:
        _asked(made, line, asked)
    return written(made)


def strip_svg(
    timeline: Timeline, asked: datetime | None, line: Scale, name: str = "strip", title: str = "Timeline"
) -> str:
    """A timeline as a thin strip without words, on a scale that it may share with others."""
    made = picture(name, title, described(timeline), line.width, sum(THIN) + 2)
    _strip(made, name, timeline, line, THIN)
    if asked is not None:
        _arrow(made, line.place(asked), THIN[0])
    return written(made)


def axis_svg(line: Scale) -> str:
    """The years of a scale, to stand above strips that share it; silent for readers of text, who have the dates."""
    size = {"width": short(line.width), "height": "14", "viewBox": f"0 0 {short(line.width)} 14"}
    made = Element("svg", {**size, "class": "axis", "aria-hidden": "true", "font-family": "system-ui, sans-serif"})
    for label in arrange(_years(line), _long, line.width, 6, 1):
        rule(made, label.place, 0, 14, stroke_opacity="0.5")
        letters(made, label.text, (label.left + 4, 11), DATE)
    return written(made)


def scale_of(timelines: list[Timeline], asked: list[datetime | None], width: float, least: float = LEAST) -> Scale:
    """One scale for several timelines and the moments asked about."""
    knots = [cut for timeline in timelines for cut in cuts_of(timeline)]
    return scale([*knots, *(at for at in asked if at is not None)], width, least, TAIL * width)


def described(timeline: Timeline) -> str:
    """The whole picture in words."""
    return " ".join(
        f"{number}: {words.span(piece.start, piece.end)}: {words.LABELS[piece.outcome]}."
        for number, piece in enumerate(timeline.pieces, 1)
    )


def _years(line: Scale) -> list[tuple[float, str]]:
    if not line.knots:
        return []
    first, last = (words.local(knot) for knot in (line.knots[0], line.knots[-1]))
    step = (last.year - first.year) // MOST_YEARS + 1
    starts = (last.replace(year=year, month=1, day=1, hour=0) for year in range(first.year + 1, last.year + 1, step))
    return [(line.place(at), str(at.year)) for at in starts if at <= last]


def _long(text: str) -> float:
    return room(text, DATE) + 4


# --- the strip -------------------------------------------------------------------------------------------------------


def _strip(made: Element, name: str, timeline: Timeline, line: Scale, band: tuple[float, float]) -> Element:
    """The pieces, fading at open ends, with the texture of their outcome over each."""
    defs = SubElement(made, "defs")
    _fading(defs, name, (line.width, sum(band) + 1))
    for outcome in sorted({piece.outcome for piece in timeline.pieces if LOOKS[piece.outcome].texture}):
        _texture(defs, name, outcome)
    strip = SubElement(made, "g", {"mask": f"url(#{named(name)}-fade)"})
    for piece in timeline.pieces:
        _piece(strip, name, piece, line.sides(piece), band)
    _turns(strip, timeline, line, band)
    _edges(strip, line.width, band)
    return strip


def _piece(strip: Element, name: str, piece: Segment, sides: tuple[float, float], band: tuple[float, float]) -> None:
    look = LOOKS[piece.outcome]
    place = {"x": short(sides[0]), "y": short(band[0]), "width": short(sides[1] - sides[0]), "height": short(band[1])}
    SubElement(strip, "rect", {"class": f"piece {piece.outcome}", **place, "fill": look.fill})
    if look.texture:
        SubElement(strip, "rect", {"class": "texture", **place, "fill": f"url(#{named(name)}-{piece.outcome})"})


def _turns(strip: Element, timeline: Timeline, line: Scale, band: tuple[float, float]) -> None:
    """A thin line of ink where only the cause changes, a line in the color of the text where the outcome does."""
    top, foot = band[0], sum(band)
    for before, now in pairwise(timeline.pieces):
        if now.start is None:
            continue
        look = {"class_": "turn"}
        if now.outcome == before.outcome:
            look = {"class_": "cause", "stroke": LOOKS[now.outcome].ink, "stroke_opacity": "0.8"}
        rule(strip, line.place(now.start), top, foot, **look)


def _edges(strip: Element, width: float, band: tuple[float, float]) -> None:
    for y in (band[0], sum(band)):
        ends = {"x1": "0", "x2": short(width), "y1": short(y), "y2": short(y)}
        SubElement(strip, "line", {**ends, "stroke": "currentColor", "stroke-opacity": "0.75"})


def _fading(defs: Element, name: str, size: tuple[float, float]) -> None:
    """A mask that lets both ends fade, because time runs on."""
    width, height = short(size[0]), short(size[1])
    run = {"id": f"{named(name)}-ends", "gradientUnits": "userSpaceOnUse", "x1": "0", "x2": width}
    gradient = SubElement(defs, "linearGradient", run)
    inner = min(FADE / size[0], 0.5)
    for offset, color in ((0, "black"), (inner, "white"), (1 - inner, "white"), (1, "black")):
        SubElement(gradient, "stop", {"offset": f"{offset:.4f}", "stop-color": color})
    whole = {"maskUnits": "userSpaceOnUse", "x": "0", "y": "0", "width": width, "height": height}
    mask = SubElement(defs, "mask", {"id": f"{named(name)}-fade", **whole})
    SubElement(mask, "path", {"d": f"M0 0H{width}V{height}H0Z", "fill": f"url(#{named(name)}-ends)"})


def _texture(defs: Element, name: str, outcome: Outcome) -> None:
    look = LOOKS[outcome]
    size = {"patternUnits": "userSpaceOnUse", "width": "8", "height": "8"}
    tile = SubElement(defs, "pattern", {"id": f"{named(name)}-{outcome}", **size})
    SubElement(tile, "path", {"d": look.texture, "stroke": look.stroke, "stroke-width": "2", "fill": "none"})


# --- words in and around the strip -----------------------------------------------------------------------------------


def _marks(strip: Element, timeline: Timeline, line: Scale) -> None:
    """Number and symbol in each piece; the word once for each run of one outcome, in its widest piece if it fits."""
    said = spoken(timeline, line, _needs)
    for number, piece in enumerate(timeline.pieces, 1):
        look, middle = LOOKS[piece.outcome], _middle(piece, line)
        text = f"{look.symbol} {words.SHORT[piece.outcome]}" if number in said else look.symbol
        put = {"fill": look.ink, "text_anchor": "middle"}
        letters(strip, str(number), (middle, BAND[0] + 14), NUMBER, class_="number", **put)
        letters(strip, text, (middle, BAND[0] + 31), WORD, class_="word", font_weight="600", **put)


def _middle(piece: Segment, line: Scale) -> float:
    """The middle of what is not faded."""
    left, right = line.sides(piece)
    lost = FADE / 2 * ((piece.start is None) - (piece.end is None))
    return (left + right + lost) / 2


def _needs(piece: Segment) -> float:
    open_ends = (piece.start is None) + (piece.end is None)
    return room(f"x {words.SHORT[piece.outcome]}", WORD) + open_ends * FADE / 2


def _foot(row: int) -> float:
    return sum(BAND) + 4 + ROW * (row + 1)


def _date(made: Element, label: Label) -> None:
    rule(made, label.place, sum(BAND), _foot(label.row), stroke_opacity="0.5")
    starts = label.left == label.place
    place, anchor = (label.place + 4, "start") if starts else (label.right - 4, "end")
    letters(made, label.text, (place, _foot(label.row)), DATE, class_="date", text_anchor=anchor)


def _asked(made: Element, line: Scale, asked: datetime) -> None:
    place, text = line.place(asked), f"asked for {words.moment(asked)}"
    half = _long(text) / 2
    middle = min(max(place, half), line.width - half)
    letters(made, text, (middle, 13), DATE, class_="asked", text_anchor="middle", font_weight="600")
    _arrow(made, place, BAND[0])


def _arrow(made: Element, place: float, tip: float) -> None:
    points = f"{short(place - 5)},{short(tip - 8)} {short(place + 5)},{short(tip - 8)} {short(place)},{short(tip)}"
    SubElement(made, "polygon", {"points": points, "fill": "currentColor", "class": "asked"})
