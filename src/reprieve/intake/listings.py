"""Listings in a table of our own: CSV, a row for each party on a list, with its dates, confidence and citation.

For what no official file says in one place: who was put on a list by which rule, and since when. A table tells the
whole story of the parties in it, and nothing of any other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reprieve.errors import BadInput, BadPack
from reprieve.intake.files import read_rows
from reprieve.intake.when import check_window, end_in, moment_in
from reprieve.model.nouns import Listing
from reprieve.model.verdict import CONFIDENCE, Confidence

COLUMNS: Final = (
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
)


def read_listings(path: Path, zone: str, fault: type[BadInput] = BadPack) -> list[Listing]:
    """The listings of a table; its days are days of `zone`. Raises `fault` with file and line."""
    return [_listing(cells, zone, place, fault) for place, cells in read_rows(path, fault, COLUMNS)]


def _listing(cells: dict[str, str], zone: str, place: str, fault: type[BadInput]) -> Listing:
    start = moment_in(cells["from"], zone, place, fault)
    if start is None:
        raise fault(place, "has no start", "from = the first day or instant of the listing")
    latest, end = moment_in(cells["from_latest"], zone, place, fault), end_in(cells["through"], zone, place, fault)
    check_window(start, end, place, fault)
    if latest is not None and latest < start:
        raise fault(place, "can begin no later than before it begins", "from_latest after from")
    return Listing(
        list=cells["list"],
        id=cells["id"],
        name=cells["name"],
        aliases=_several(cells["aliases"]),
        countries=_several(cells["countries"]),
        start=start,
        start_by=latest,
        end=end,
        filed=moment_in(cells["filed"], zone, place, fault),
        published=moment_in(cells["published"], zone, place, fault),
        group=cells["group"],
        requirement=cells["requirement"],
        policy=cells["policy"],
        footnotes=_several(cells["footnotes"]),
        confidence=confidence(cells["confidence"], place, fault),
        cite=cells["cite"],
        note=cells["note"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def confidence(word: str, place: str, fault: type[BadInput]) -> Confidence:
    """How sure a row is, from its cell. Raises `fault` for a word that is none of the three."""
    for known in CONFIDENCE:
        if word == known:
            return known
    raise fault(place, f"has the confidence {word!r}", " | ".join(CONFIDENCE))
