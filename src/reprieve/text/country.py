"""The country that a text names, as an ISO 3166-1 alpha-2 code: by code, by name, by the names lists use for it.

`countries.csv` has the spellings that published lists use, with the codes that rigour finds for them (a test holds the
two equal); an empty code says that a text names no country. For all others rigour is asked, which takes a second to
get ready.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "countries.csv"


@cache
def country_code(text: str) -> str:
    """`KP` for `Korea, North`, `GB` for `UK`; empty where the text names no country that has a code."""
    name = " ".join(text.split())
    if not name:
        return ""
    known = _known().get(name)
    return looked_up(name) if known is None else known


def spellings() -> Iterator[str]:
    """Every spelling at hand that names a country."""
    return (text for text, code in _known().items() if code)


def looked_up(name: str) -> str:
    """What rigour finds for a name."""
    from rigour.territories import lookup_territory  # noqa: PLC0415  # see the head of this module

    found = lookup_territory(name)
    code = found.code.upper() if found is not None else ""
    return code if len(code) == 2 and code != "ZZ" else ""  # noqa: PLR2004  # regions have longer codes; ZZ is nowhere


@cache
def _known() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["text"]: row["code"] for row in csv.DictReader(file)}
