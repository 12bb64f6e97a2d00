"""Cells of the Consolidated Screening List that hold several things, taken apart: citations, addresses, identifiers.

Nothing is normalized here and nothing is dropped but the separators: what one cell says, its parts say together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reprieve.model.listed import Address, Identifier
from reprieve.text.country import country_code

# A citation begins with a volume (`84 FR`, `81.F.R.`, `83F.R.`, `Vol. 59`). After a comma or semicolon it may have lost
# its volume (`F.R. 30823`) or its letters (`80 17726 4/2/15`); pages and days stay with the citation they belong to.
_BETWEEN_CITES = re.compile(
    r"(?:\s*[,;]\s*(?:and\s+)?|\s+and\s+|\s+)(?=\d{1,3}\s?\.?\s*F\.?\s*R\b|Vol\.)"
    r"|\s*[,;]\s*(?=F\.?\s*R\.?\s*\d|\d{1,3}\s+\d{3,6}\s+\d|NEW\b)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{2}")
_FULL_DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}")
_YEAR = re.compile(r"(?:[A-Z][a-z]{2} )?\d{4}")


def citations(cell: str) -> tuple[str, ...]:
    """The citations of a cell, each as published: `84 FR 22961`, `82 F.R. 16786, 16787 4/16/2017`."""
    parts = (each.strip(" \t\r\n\xa0,;") for each in _BETWEEN_CITES.split(cell))
    return tuple(each for each in parts if each)


def several(cell: str) -> tuple[str, ...]:
    """The parts of a cell that semicolons separate; white space around them and empty parts do not count."""
    if ";" not in cell:
        text = cell.strip()
        return (text,) if text else ()
    return tuple(text for each in cell.split(";") if (text := each.strip()))


def addresses(cell: str) -> tuple[Address, ...]:
    """The addresses of a cell, each one line; its country is the code it ends with, if it ends with one."""
    return tuple(_address(each) for each in several(cell))


def _address(line: str) -> Address:
    last = line.rpartition(", ")[2]
    return Address(full=line, country=last if _CODE.fullmatch(last) and country_code(last) else "")


def identifiers(cell: str, *, kind_first: bool) -> tuple[Identifier, ...]:
    """The identifiers of a cell. Until 2019 the kind stood last (`CO, 123, NIT #`), today it stands first.

    Today's form is `kind, value, country, issued, expires`; only kind and value are always there, and a value may hold
    commas. Days go to the note, in their order.
    """
    return tuple((_kind_first if kind_first else _kind_last)(each) for each in several(cell))


def _kind_last(text: str) -> Identifier:
    value, comma, kind = text.rpartition(", ")
    code, rest, number = value.partition(", ")
    if not comma:
        return Identifier("", text)
    return Identifier(kind, number, code) if rest and _CODE.fullmatch(code) else Identifier(kind, value)


def _kind_first(text: str) -> Identifier:
    kind, comma, rest = text.partition(", ")
    if not comma:
        return Identifier("", text)
    parts = rest.split(", ")
    days: list[str] = []
    while len(parts) > 1 and _is_day(parts):
        days.insert(0, parts.pop())
    country = parts.pop() if len(parts) > 1 and _CODE.fullmatch(parts[-1]) else ""
    return Identifier(kind, ", ".join(parts), country, ", ".join(days))


def _is_day(parts: list[str]) -> bool:
    """Whether the last part is a day; a year alone counts only after a country, else it may belong to the value."""
    last = parts[-1]
    return bool(_FULL_DAY.fullmatch(last) or (_YEAR.fullmatch(last) and _CODE.fullmatch(parts[-2])))


def codes(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The countries that texts name, as codes, each once; a text that names none gives none."""
    found = (country_code(each) for each in texts)
    return tuple(dict.fromkeys(each for each in found if each))


def not_codes(texts: tuple[str, ...]) -> list[str]:
    """The texts that are no code themselves, and whose wording would be lost: `REGION: KASHMIR`, `TURKIYE`."""
    return [each for each in texts if country_code(each) != each]


def joined(parts: Iterator[str]) -> str:
    """The parts that say something, with `; ` between them."""
    return "; ".join(each for each in parts if each)
