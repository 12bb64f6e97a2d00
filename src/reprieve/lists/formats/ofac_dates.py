"""Days and periods of OFAC's advanced XML, written as its other files write them: `03 Apr 1970`, `1989 to 1991`.

A period has a start and an end, and each of them a first and a last possible day. What a period means is not decided.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from xml.etree.ElementTree import Element

from reprieve.errors import BadList
from reprieve.intake.opened import bare


def day_of(element: Element, place: str) -> date:
    """The day of an element with Year, Month and Day. Raises BadList."""
    year, month, day = _numbers(element)
    try:
        return date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        raise BadList(place, f"has the day {year}-{month}-{day}", "a day of the calendar") from None


def period(element: Element, place: str) -> str:
    """The period inside an element, in words; empty where it has none. Raises BadList."""
    points = [each for each in element.iter() if bare(each.tag) in {"From", "To"} and _numbers(each)[0]]
    if not points:
        return ""
    first, last = day_of(points[0], place), _end_of(points[-1], place)
    about = any(each.get("Approximate") == "true" for each in element.iter())
    return ("circa " if about else "") + in_words(first, last)


def in_words(first: date, last: date) -> str:
    """`1970` for the whole year, `Apr 1970` for the whole month, else the day or the days."""
    if first == last:
        return f"{first:%d %b %Y}"
    for form in ("%Y", "%b %Y"):
        if (first, last) == (_first_day(first, form), _last_day(last, form)):
            words = first.strftime(form), last.strftime(form)
            return words[0] if words[0] == words[1] else " to ".join(words)
    return f"{first:%d %b %Y} to {last:%d %b %Y}"


def _first_day(day: date, form: str) -> date:
    return date(day.year, 1, 1) if form == "%Y" else day.replace(day=1)


def _last_day(day: date, form: str) -> date:
    return date(day.year, 12, 31) if form == "%Y" else day.replace(day=monthrange(day.year, day.month)[1])


def _end_of(point: Element, place: str) -> date:
    """The last day that a point may be: of the year or the month where it names no day."""
    _, month, day = _numbers(point)
    found = day_of(point, place)
    return found if day else _last_day(found, "%b %Y" if month else "%Y")


def _numbers(element: Element) -> tuple[int, int, int]:
    """Year, month and day; 0 for what is not there or is no number."""
    texts = {bare(each.tag): (each.text or "").strip() for each in element}
    year, month, day = (_number(texts.get(name, "")) for name in _FIELDS)
    return year, month, day


def _number(text: str) -> int:
    # No part of a day has more than four digits; what has is kept long enough to be no day.
    return int(text[:5]) if text.isdecimal() else 0


_FIELDS = ("Year", "Month", "Day")
