"""Literate pages: Markdown prose with fenced TOML; the prose since the last heading belongs to the fence below it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from markdown_it import MarkdownIt

from reprieve.errors import BadPack
from reprieve.intake.files import read_text

FENCES: Final = ("definition", "restriction", "authorization", "test")


class Fence(msgspec.Struct, frozen=True):
    """One fenced block of a page, read: its kind, its content, the prose above it, and where it stands."""

    kind: str
    content: dict[str, Any]
    prose: str
    heading: str
    place: str


def fences(path: Path) -> Iterator[Fence]:
    """The fences of a page that mean something to us, in order. Raises BadPack with file and line."""
    text = read_text(path, BadPack)
    lines = text.splitlines()
    heading, since = "", 0
    for token in MarkdownIt().parse(text):
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "heading_open":
            heading, since = lines[start].lstrip("# ").strip(), end
        elif token.type == "fence" and token.info.strip() in FENCES:
            prose = "\n".join(lines[since:start]).strip()
            place = f"{path}, line {start + 1}"
            yield Fence(token.info.strip(), _content(token.content, path, start), prose, heading, place)
            since = end


def _content(text: str, path: Path, start: int) -> dict[str, Any]:
    # Blank lines in front make tomllib count lines from the top of the page, where a person looks.
    try:
        return tomllib.loads("\n" * (start + 1) + text)
    except (ValueError, RecursionError) as error:  # an endless number, a bottomless list
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadPack(str(path), f"is not valid TOML: {what}") from None
