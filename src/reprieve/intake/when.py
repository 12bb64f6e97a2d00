"""Days and instants as people write them in TOML and CSV -> instants, with one clear line for what is neither."""

from __future__ import annotations

from datetime import date, datetime

from reprieve.errors import BadInput
from reprieve.model.time import LAST_YEAR, instant, through


def moment(raw: object, zone: str, where: str, fault: type[BadInput]) -> datetime:
    """A day or an instant as written -> an instant. Raises `fault` on a time of day without offset."""
    if not isinstance(raw, date):
        raise fault(where, f"{raw!r} is neither a day nor an instant", "2019-05-16 or 2019-05-16T16:15:00-04:00")
    in_calendar(raw, where, fault)
    try:
        return instant(raw, zone)
    except ValueError as error:
        raise fault(where, str(error), "2019-05-16T16:15:00-04:00") from None


def last_day(day: date, zone: str, where: str, fault: type[BadInput]) -> datetime:
    """The exclusive end of what runs through a day. Raises `fault` on a day that stands for no end."""
    in_calendar(day, where, fault)
    return through(day, zone)


def in_calendar(value: object, where: str, fault: type[BadInput]) -> None:
    """Raises `fault` on a day so late that it can only mean `for ever`."""
    if isinstance(value, date) and value.year > LAST_YEAR:
        raise fault(where, f"{value} is no day that anybody means", "the day that is meant, or none for no end")


def moment_in(cell: str, zone: str, place: str, fault: type[BadInput]) -> datetime | None:
    """A cell with a day or an instant, or nothing in it."""
    if not cell:
        return None
    try:
        found = datetime.fromisoformat(cell) if "T" in cell else date.fromisoformat(cell)
    except ValueError as error:
        raise fault(place, f"{cell!r} is not a date: {error}", "2019-05-16 or 2019-05-16T16:15:00-04:00") from None
    return moment(found, zone, place, fault)


def end_in(cell: str, zone: str, place: str, fault: type[BadInput]) -> datetime | None:
    """The exclusive end of a cell that says `through` which day, or nothing."""
    if not cell:
        return None
    if "T" in cell:
        raise fault(place, f"{cell!r} is an instant; through is a whole day", "2019-08-19")
    try:
        found = date.fromisoformat(cell)
    except ValueError as error:
        raise fault(place, f"{cell!r} is not a day: {error}", "2019-08-19") from None
    return last_day(found, zone, place, fault)


def check_window(start: datetime | None, end: datetime | None, place: str, fault: type[BadInput]) -> None:
    """Raises `fault` on a window that ends before it begins."""
    if start is not None and end is not None and end <= start:
        raise fault(place, f"ends at {end} before it begins at {start}", "from before through")
