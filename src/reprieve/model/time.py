"""Time in Reprieve: half-open intervals of aware instants; *through* a day is stored as its exclusive end.

Nothing here reads a clock. Dates without a zone become instants only through a named zone, that of the issuing
authority.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

EASTERN = "America/New_York"
LAST_YEAR = 9000
"""What people write for a later year means for ever, and leaves no room for the day after."""


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones, or no file's name
        return False
    return True


def start_of(day: date, zone: str) -> datetime:
    """The first instant of a local day."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def through(day: date, zone: str) -> datetime:
    """The exclusive end of a period that the law runs *through* (and including) a local day."""
    return start_of(day + timedelta(days=1), zone)


def local_day(at: datetime, zone: str) -> date:
    """The calendar day on which an instant falls in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def instant(value: date | datetime, zone: str) -> datetime:
    """An instant as it is, a day as its first instant in `zone`. Raises ValueError on a time of day without offset."""
    if not isinstance(value, datetime):
        return start_of(value, zone)
    if value.tzinfo is None:
        msg = f"{value.isoformat()} has a time of day but no offset from UTC"
        raise ValueError(msg)
    return value


def in_utc(at: datetime) -> datetime:
    """The same instant in UTC: one spelling, so that equal instants sort and hash alike."""
    try:
        return at if at.tzinfo is UTC else at.astimezone(UTC)
    except OverflowError:  # the first day of the calendar, east of Greenwich; the last, west of it
        return datetime.min.replace(tzinfo=UTC) if at.year == 1 else datetime.max.replace(tzinfo=UTC)


class Window(msgspec.Struct, frozen=True):
    """Half-open interval [start, end) of aware instants; None is open on that side."""

    start: datetime | None = None
    end: datetime | None = None

    def __contains__(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)

    @property
    def empty(self) -> bool:
        """Whether no instant lies inside."""
        return self.start is not None and self.end is not None and self.end <= self.start
