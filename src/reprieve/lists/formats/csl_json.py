"""Reads the US Consolidated Screening List as the official JSON; no real file has been read yet.

Written from the published fields: one document with `results`, a list of records. An address and an identifier are
objects here, and what the CSV joins with semicolons is a list. A field we do not know is kept; a shape we do not know
is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.csl_cells import joined, several
from reprieve.lists.formats.csl_entry import LISTS, SEVERAL, TAKEN, Record, Records
from reprieve.lists.reading import Kind, Reading
from reprieve.model.listed import Address, Entry, Identifier

_ADDRESS: Final = {
    "address": "street",
    "city": "city",
    "state": "region",
    "postal_code": "postcode",
    "country": "country",
}
_IDENTIFIER: Final = {"type": "kind", "number": "value", "country": "country"}


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of each document, in their order. Raises BadList at the first record that is wrong."""
    for opened in files:
        records = Records(reading)
        for number, found in enumerate(_results(opened, reading), start=1):
            place = f"{opened.path.name}, record {number}"
            record = _record(found, place)
            if record.names_nobody:
                reading.skipped["record without a party"] += 1
            else:
                yield records.entry(record, place)


def _results(opened: Opened, reading: Reading) -> list[Any]:
    document = opened.json()
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list):
        raise BadList(str(opened.path), "has no list `results`", "the official document, an object with `results`")
    total = document.get("total")
    if isinstance(total, int) and total != len(results):
        # An answer of the search service is a page of the list; taken for the list it would clear everyone else.
        raise BadList(str(opened.path), f"holds {len(results)} of {total} records", "the whole list")
    for field in document.keys() - {"results", "total"}:
        reading.note(f"{opened.path.name}: the field {field!r} beside the results is not read")
    return results


def _record(found: Any, place: str) -> Record:
    if not isinstance(found, dict):
        raise BadList(place, "is no record", "an object with `name` and `source`")
    lists = {field: _split(_texts(found.get(field), field, place)) for field in SEVERAL if found.get(field)}
    one = {field: value for field, value in found.items() if field not in SEVERAL | {"addresses", "ids"}}
    texts = {field: _text(value, field, place) for field, value in one.items() if field in TAKEN}
    return Record(
        texts=texts,
        lists=lists,
        addresses=tuple(_address(each) for each in _objects(found, "addresses", place)),
        identifiers=tuple(_identifier(each) for each in _objects(found, "ids", place)),
        other={field: list(_texts(value, field, place)) for field, value in one.items() if field not in TAKEN},
    )


def _objects(found: dict[str, Any], field: str, place: str) -> list[dict[str, str]]:
    values = found.get(field) or []
    if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
        raise BadList(place, f"has {field} of an unknown shape", f"{field} as a list of objects")
    texts = [{key: _text(value, f"{field}.{key}", place) for key, value in each.items()} for each in values]
    return [each for each in texts if any(each.values())]


def _address(parts: dict[str, str]) -> Address:
    fields = {_ADDRESS[key]: text for key, text in parts.items() if key in _ADDRESS}
    return Address(**fields, note=_rest(parts, _ADDRESS))


def _identifier(parts: dict[str, str]) -> Identifier:
    fields = {"kind": "", "value": ""} | {_IDENTIFIER[key]: text for key, text in parts.items() if key in _IDENTIFIER}
    return Identifier(**fields, note=_rest(parts, _IDENTIFIER))


def _rest(parts: dict[str, str], known: dict[str, str]) -> str:
    """What an object says beyond the fields we know, each under its own name (`issue_date: 2001-02-03`)."""
    return joined(f"{key}: {text}" for key, text in parts.items() if text and key not in known)


def _split(texts: tuple[str, ...]) -> tuple[str, ...]:
    """An element of a list may itself be a cell with semicolons."""
    return tuple(part for each in texts for part in several(each))


def _texts(value: Any, field: str, place: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := _text(each, field, place)))


def _text(value: Any, field: str, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool | int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    raise BadList(place, f"has {field!r} of an unknown shape", "a text, a number or a list of them")


def fits(opened: Opened) -> bool:
    """Whether the document begins as the list does: an object whose records have these fields."""
    head = opened.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and all(each in head for each in (b'"results"', b'"source"', b'"alt_names"'))


KINDS: Final = (
    Kind(
        "csl/json",
        "US Consolidated Screening List, JSON",
        read,
        fits,
        tuple(dict.fromkeys(LISTS.values())),
        experimental=True,
    ),
)
