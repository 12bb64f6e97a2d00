"""Tables of a pack: CSV with dated rows. Listings of parties, and look-ups such as country groups.

Rows carry their own dates and citation; nothing is interpolated. A look-up answers with the set of values in force.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from reprieve.errors import BadPack
from reprieve.intake.files import read_rows
from reprieve.model.facts import Dated, Fact, Source
from reprieve.model.nouns import Listing
from reprieve.model.verdict import CONFIDENCE, Confidence
from reprieve.rules.stated import last_day, moment

ListingField = Literal["listed", "listed_on", "group", "requirement", "footnotes"]
_LISTING_COLUMNS = [
    "list",
    "id",
    "name",
    "aliases",
    "countries",
    "group",
    "from",
    "from_latest",
    "filed",
    "published",
    "through",
    "requirement",
    "policy",
    "footnotes",
    "confidence",
    "cite",
    "note",
]


class FromListing(msgspec.Struct, frozen=True):
    """A fact filled from a field of the party's listings on one list."""

    fact: str
    list: str
    field: ListingField


class Row(msgspec.Struct, frozen=True):
    """One dated row of a look-up table."""

    key: str
    value: str
    start: datetime | None
    end: datetime | None
    confidence: Confidence
    cite: str
    place: str


class Table(msgspec.Struct, frozen=True):
    """A look-up table: key -> values in force, by date."""

    name: str
    rows: tuple[Row, ...]

    def cuts(self, key: str) -> list[datetime]:
        """Every instant at which the answer for a key may change."""
        return sorted({edge for row in self.rows if row.key == key for edge in (row.start, row.end) if edge})

    def fact(self, key: str) -> Dated:
        """The values of a key over time."""
        cuts = self.cuts(key)
        first = self._on(key, None)
        return Dated(first, tuple((cut, self._on(key, cut)) for cut in cuts))

    def _on(self, key: str, at: datetime | None) -> Fact:
        rows = [row for row in self.rows if row.key == key and _covers(row, at)]
        cites = "; ".join(sorted({row.cite for row in rows})) or f"{key} is not in it"
        return Fact(frozenset(row.value for row in rows), Source(f"table {self.name}: {cites}", "derived"))


class FromTable(msgspec.Struct, frozen=True):
    """A fact looked up in a table by another fact."""

    fact: str
    key: str
    table: Table


def _covers(row: Row, at: datetime | None) -> bool:
    if at is None:
        return row.start is None
    return (row.start is None or row.start <= at) and (row.end is None or at < row.end)


def read_table(path: Path, column: str, zone: str) -> Table:
    """A look-up table: its first column is the key. Raises BadPack with file and line."""
    rows: list[Row] = []
    for place, cells in read_rows(path, BadPack, (column, "from", "through", "confidence", "cite")):
        start = _moment(cells["from"], zone, place)
        end = _end(cells["through"], zone, place)
        _check_window(start, end, place)
        key = next(iter(cells.values()))
        rows.append(Row(key, cells[column], start, end, _confidence(cells, place), cells["cite"], place))
    return Table(path.name, tuple(rows))


def _check_window(start: datetime | None, end: datetime | None, place: str) -> None:
    if start is not None and end is not None and end <= start:
        raise BadPack(place, f"ends at {end} before it begins at {start}", "from before through")


def read_listings(path: Path, zone: str) -> list[Listing]:
    """The listings of a table. Raises BadPack with file and line."""
    return [_listing(cells, zone, place) for place, cells in read_rows(path, BadPack, _LISTING_COLUMNS)]


def _listing(cells: dict[str, str], zone: str, place: str) -> Listing:
    start = _moment(cells["from"], zone, place)
    if start is None:
        raise BadPack(place, "has no start", "from = the first day or instant of the listing")
    latest, end = _moment(cells["from_latest"], zone, place), _end(cells["through"], zone, place)
    _check_window(start, end, place)
    if latest is not None and latest < start:
        raise BadPack(place, "can begin no later than before it begins", "from_latest after from")
    return Listing(
        list=cells["list"],
        id=cells["id"],
        name=cells["name"],
        aliases=_several(cells["aliases"]),
        countries=_several(cells["countries"]),
        start=start,
        start_by=latest,
        end=end,
        filed=_moment(cells["filed"], zone, place),
        published=_moment(cells["published"], zone, place),
        group=cells["group"],
        requirement=cells["requirement"],
        policy=cells["policy"],
        footnotes=_several(cells["footnotes"]),
        confidence=_confidence(cells, place),
        cite=cells["cite"],
        note=cells["note"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _confidence(cells: dict[str, str], place: str) -> Confidence:
    for known in CONFIDENCE:
        if cells["confidence"] == known:
            return known
    raise BadPack(place, f"has the confidence {cells['confidence']!r}", " | ".join(CONFIDENCE))


def _moment(cell: str, zone: str, place: str) -> datetime | None:
    if not cell:
        return None
    try:
        found = datetime.fromisoformat(cell) if "T" in cell else date.fromisoformat(cell)
    except ValueError as error:
        raise BadPack(place, f"{cell!r} is not a date: {error}", "2019-05-16 or 2019-05-16T16:15:00-04:00") from None
    return moment(found, zone, place, BadPack)


def _end(cell: str, zone: str, place: str) -> datetime | None:
    if not cell:
        return None
    if "T" in cell:
        raise BadPack(place, f"{cell!r} is an instant; through is a whole day", "2019-08-19")
    try:
        found = date.fromisoformat(cell)
    except ValueError as error:
        raise BadPack(place, f"{cell!r} is not a day: {error}", "2019-08-19") from None
    return last_day(found, zone, place, BadPack)
