"""Made-up entries, ready to be put on a roll."""

from collections.abc import Iterable
from typing import Any

from reprieve.model.listed import Address, Entry, Identifier, Name, PartyKind
from reprieve.screening.alert import Listed
from reprieve.screening.roll import Roll

LIST = "own/test"


def entry(name: str, kind: PartyKind = "organization", *aliases: str, **fields: Any) -> Entry:
    """Somebody on a list; the id is the name, unless said otherwise."""
    names = (Name(name), *(Name(each, "alias") for each in aliases))
    return Entry(fields.pop("list_", LIST), fields.pop("id_", name), kind, names=names, **fields)


def weak(name: str, kind: PartyKind, *aliases: str) -> Entry:
    """Somebody whose aliases are all weak."""
    return Entry(LIST, name, kind, names=(Name(name), *(Name(each, "alias", "weak") for each in aliases)))


def living_at(name: str, *addresses: str, **fields: Any) -> Entry:
    """A company at some addresses, each in one line."""
    return entry(name, addresses=tuple(Address(each) for each in addresses), **fields)


def numbered(name: str, kind: PartyKind, *numbers: tuple[str, str]) -> Entry:
    """Somebody with identifiers: kind and value of each."""
    return entry(name, kind, identifiers=tuple(Identifier(*each) for each in numbers))


def roll(*entries: Entry) -> Roll:
    return Roll(Listed(each, "A list", "abc") for each in entries)


def ids(found: Iterable[Any]) -> list[str]:
    return [each.id for each in found]
