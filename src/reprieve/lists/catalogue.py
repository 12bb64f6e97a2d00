"""What is published and where: the lists that Reprieve knows, and the official sources that carry them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from reprieve.errors import BadInput


class About(msgspec.Struct, frozen=True):
    """One list. `zone`: where its days begin and end. `at_least`: fewer entries than this is not all of it."""

    title: str
    authority: str
    zone: str
    page: str = ""
    at_least: int = 1


class Feed(msgspec.Struct, frozen=True):
    """One official source: the addresses of its files (`{date}` stands for a day) and the lists that it carries."""

    title: str
    kind: str
    address: tuple[str, ...]
    lists: tuple[str, ...]


class Catalogue(msgspec.Struct, frozen=True):
    """Lists and sources by id."""

    lists: dict[str, About]
    sources: dict[str, Feed]


FILE: Final = Path(__file__).parent / "catalogue.toml"
OWN: Final = "own/"
"""Lists that a firm keeps for itself have ids that begin so."""


@cache
def catalogue() -> Catalogue:
    """The lists and sources that ship with Reprieve."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Catalogue)


def about(list_: str) -> About:
    """What is known of a list; of a firm's own, or of a dataset that we do not know, only its name."""
    return catalogue().lists.get(list_) or About(list_, "our own list" if list_.startswith(OWN) else "", "UTC")


def feed(source: str) -> Feed:
    """A source by id. Raises BadInput naming those there are."""
    found = catalogue().sources.get(source)
    if found is None:
        raise BadInput(source, "no source is called this", f"known: {', '.join(catalogue().sources)}")
    return found
