"""Tables of ours: who was put on a list by which rule, where no official file at hand says it. README.md tells how.

A table is a source like any other, but a partial one: it proves nothing of a party that is not in it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from reprieve.errors import BadList
from reprieve.intake.listings import read_listings
from reprieve.lists.catalogue import about
from reprieve.model.listed import Entry, Name, Requirement
from reprieve.model.nouns import Listing
from reprieve.model.snapshot import Span
from reprieve.model.time import EASTERN, local_day

FOLDER: Final = Path(__file__).parent
NAMES: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))
"""The tables by name."""


@cache
def table(name: str) -> tuple[Listing, ...]:
    """The listings of a table, days as days of US Eastern."""
    return tuple(read_listings(FOLDER / f"{name}.csv", EASTERN, BadList))


def span(row: Listing) -> Span:
    """A row as how long its party stood on the list; hours become the day on which they fall."""
    entry = _entry(row)
    first = entry.start or date.min
    end = local_day(row.end, about(row.list).zone) if row.end is not None else None
    return Span(entry, first, entry.start_by or first, end, end, (), _basis(row))


def _entry(row: Listing) -> Entry:
    names = (Name(row.name), *(Name(alias, "alias") for alias in row.aliases))
    return Entry(
        list=row.list,
        id=row.id,
        kind="organization",
        names=names,
        countries=row.countries,
        requirement=row.requirement.replace("_", " "),
        policy=row.policy,
        requires=Requirement("all_items" if row.requirement == "all_items" else "other", footnotes=row.footnotes),
        start=_day(row.start, row),
        start_by=_day(row.start_by, row),
        through=_day(row.end - timedelta(microseconds=1), row) if row.end is not None else None,
        cites=(row.cite,),
        remarks=row.note,
        place="a table of ours",
        other={"group": (row.group,), "confidence": (row.confidence,)},
    )


def _day(at: datetime | None, row: Listing) -> date | None:
    return local_day(at, about(row.list).zone) if at is not None else None


def _basis(row: Listing) -> str:
    known = f"known from {local_day(row.known_from, about(row.list).zone)}" if row.known_from is not None else ""
    return "; ".join(part for part in (row.cite, row.confidence, known, row.note) if part)
