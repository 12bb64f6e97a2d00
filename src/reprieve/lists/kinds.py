"""The formats that Reprieve reads, and which one a file is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Final

from reprieve.errors import BadInput, BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats import own
from reprieve.lists.reading import Kind

_ROOMS: Final = (
    "csl",
    "csl_json",
    "ofac",
    "ofac_xml",
    "ofac_advanced",
    "dpl",
    "ecfr",
    "un",
    "uk",
    "eu",
    "registry",
    "ftm",
)


@cache
def kinds() -> dict[str, Kind]:
    """Every published format by id."""
    return {kind.id: kind for name in _ROOMS for kind in import_module(f"reprieve.lists.formats.{name}").KINDS}


def kind_of(
    opened: Sequence[Opened], asked: str = "", name: str = "", columns: Mapping[str, str] | None = None
) -> Kind:
    """The format of files: the one asked for, else the only one that they look like. Raises BadInput or BadList."""
    if asked.startswith("own") or (name and not asked):
        return own.kind(opened, name, columns or {})
    if asked:
        found = kinds().get(asked)
        if found is None:
            raise BadInput(asked, "no format is called this", f"known: own/csv, {', '.join(kinds())}")
        return found
    first = opened[0]
    head = first.head().lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        raise BadList(first.path.name, "is empty", "a list")
    if head.startswith((b"<!doctype html", b"<html")):
        raise BadList(first.path.name, "is a web page, not a list", "the file that the page links to")
    fitting = [kind for kind in kinds().values() if all(kind.fits(each) for each in opened)]
    if len(fitting) != 1:
        what = "is of no format that I know" if not fitting else f"may be {' or '.join(each.id for each in fitting)}"
        raise BadList(first.path.name, what, f"--as one of own/csv, {', '.join(kinds())}")
    return fitting[0]
