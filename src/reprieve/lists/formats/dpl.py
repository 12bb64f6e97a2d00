"""Reads the Denied Persons List as BIS publishes it: a tab-separated file with a header; nothing is fetched here.

Every row is one address of one party; a party with several addresses has several rows and stays several entries. The
file gives no numbers, so ids are made from name and country. It does not say when it was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.csl_cells import citations
from reprieve.lists.reading import Ids, Kind, Reading, day
from reprieve.model.listed import Address, Entry, Name
from reprieve.text.country import country_code

LIST: Final = "us/bis/denied-persons"
_COLUMNS: Final = (
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "FR_Citation",
)
_KEPT: Final = ("Standard_Order", "Last_Update", "Action")
"""Columns that no field takes: the kind of order, and what the editors of the list last did to the row."""


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of each file, in their order. Raises BadList at the first row that is wrong."""
    for opened in files:
        ids = Ids()
        for line, cells in opened.table(*_COLUMNS, *_KEPT, delimiter="\t"):
            yield _entry({column: cell.strip() for column, cell in cells.items()}, opened.place(line), ids, reading)


def _entry(cells: dict[str, str], place: str, ids: Ids, reading: Reading) -> Entry:
    if not cells["Name"]:
        raise BadList(place, "has no name", "a name in every row")
    country = country_code(cells["Country"])
    if cells["Country"] and not country:
        reading.note(f"{place}: {cells['Country']!r} is no country; it stands in the address only")
    return Entry(
        list=LIST,
        id=ids.of(cells["Name"], country),
        names=(Name(cells["Name"]),),
        countries=(country,) if country else (),
        addresses=_addresses(cells),
        start=day(cells["Effective_Date"], "%m/%d/%Y", place),
        # Orders without an end have an empty cell; those of fifty years do have a last day.
        through=day(cells["Expiration_Date"], "%m/%d/%Y", place),
        cites=citations(cells["FR_Citation"]),
        place=place,
        other=reading.other({column: cell for column, cell in cells.items() if column not in _COLUMNS}),
    )


def _addresses(cells: dict[str, str]) -> tuple[Address, ...]:
    found = Address(
        street=cells["Street_Address"],
        city=cells["City"],
        region=cells["State"],
        postcode=cells["Postal_Code"],
        country=cells["Country"],
    )
    return (found,) if found != Address() else ()


def fits(opened: Opened) -> bool:
    """Whether the first line names the columns of this list, with tabs between them."""
    first = opened.head().removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace")
    return {*_COLUMNS, *_KEPT} <= {each.strip().strip('"') for each in first.split("\t")}


KINDS: Final = (Kind("bis/dpl", "BIS Denied Persons List, tab separated", read, fits, (LIST,)),)
