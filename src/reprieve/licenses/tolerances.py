"""Shipping tolerances: by how much law itself lets the value of a license be exceeded, as a table of dated rows.

A row that is not confirmed never lets anything be shipped: an order within it is open. No row widens a quantity: the
law read knows none for licenses that are still in force.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from reprieve.errors import BadInput
from reprieve.intake.files import read_rows
from reprieve.intake.listings import confidence
from reprieve.intake.when import check_window, end_in, moment_in
from reprieve.model.license import Tolerance
from reprieve.model.time import EASTERN

SHIPPED: Final = Path(__file__).with_name("tolerances.csv")
_COLUMNS: Final = ("authority", "share", "from", "through", "confidence", "cite", "note")
_SHARE: Final = re.compile(r"(\d{1,2}) %")


@cache
def tolerances(authority: str, path: Path = SHIPPED) -> tuple[Tolerance, ...]:
    """The tolerances on licenses of an authority. Raises BadInput with file and line."""
    return tuple(each for each in _read(path) if each.authority == authority)


def _read(path: Path) -> list[Tolerance]:
    found: list[Tolerance] = []
    for place, row in read_rows(path, BadInput, _COLUMNS):
        share = _SHARE.fullmatch(row["share"])
        if share is None:
            raise BadInput(place, f"{row['share']!r} is no share", '"10 %"')
        start, end = moment_in(row["from"], EASTERN, place, BadInput), end_in(row["through"], EASTERN, place, BadInput)
        check_window(start, end, place, BadInput)
        sure = confidence(row["confidence"], place, BadInput)
        found.append(Tolerance(row["authority"], int(share[1]) * 100, start, end, sure, row["cite"], row["note"]))
    return found
