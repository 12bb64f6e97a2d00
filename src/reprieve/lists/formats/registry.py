"""Reads the Japanese and Chinese lists as a public registry transcribes them. Never takes it for an official file.

The JSON is an array of flat objects. Its `country` is the country that publishes the list, never the party's. Its
`last_verified` is the day on which the registry looked at the official page, never the day of a publication, so that
the day of publication is not known from the file. Its own `id` is a place in a page: two parties can have the same,
and it moves when the page changes; an entry's id is made from name and country.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.reading import Ids, Kind, Reading, day
from reprieve.model.listed import Address, Entry, Name, PartyKind
from reprieve.text.country import country_code
from reprieve.text.script import script_of

_JAPAN: Final = "jp/meti/end-user"
_LISTS: Final = {
    "jp-end-user-list": _JAPAN,
    "cn-export-control-watchlist": "cn/mofcom/export-control",
    "cn-attention-list": "cn/mofcom/attention",
    "cn-unreliable-entity-list": "cn/mofcom/unreliable",
}
_KINDS: Final[dict[str, PartyKind]] = {
    "organization": "organization",
    "person": "person",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_SEVERAL: Final = re.compile(r"等.{0,4}实体")
"""In a name on a Chinese list: 'and others, so many in all', 'and other foreign entities'."""


class _Party(msgspec.Struct, frozen=True):
    """One object of the array."""

    id: str
    list_id: str
    entity_name: str
    entity_type: str
    country: str
    last_verified: str
    source_list_name: str
    source_url: str
    reason: str | None
    date_added: str | None
    aliases: tuple[str, ...]
    addresses: tuple[str, ...]


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of one or more lists. Raises BadList, also for a list that we do not know."""
    ids: defaultdict[str, Ids] = defaultdict(Ids)
    for opened in files:
        objects = opened.json()
        if not isinstance(objects, list):
            raise BadList(opened.path.name, "is no array", "an array with one object a party")
        parties = [_party(each, opened, number) for number, each in enumerate(objects, 1)]
        countries = _countries(parties)
        for number, party in enumerate(parties, 1):
            place = _place(opened, number)
            reading.note(f"says what was looked at on {party.last_verified}, not which edition that was")
            yield _entry(party, _rest(objects[number - 1]), ids, countries, place, reading)


def _place(opened: Opened, number: int) -> str:
    return f"{opened.path.name}, object {number}"


def _party(found: Any, opened: Opened, number: int) -> _Party:
    try:
        party = msgspec.convert(found, _Party)
    except msgspec.ValidationError as error:
        raise BadList(_place(opened, number), f"is no party: {error}", "a whole object") from None
    if party.list_id not in _LISTS:
        raise BadList(_place(opened, number), f"is on {party.list_id!r}", f"one of {', '.join(_LISTS)}")
    if party.entity_type not in _KINDS:
        raise BadList(_place(opened, number), f"is of type {party.entity_type!r}", f"one of {', '.join(_KINDS)}")
    return party


def _rest(found: dict[str, Any]) -> dict[str, str]:
    """What an object says beyond the fields that we know."""
    return {
        key: value if isinstance(value, str) else msgspec.json.encode(value).decode()
        for key, value in found.items()
        if key not in _Party.__struct_fields__ and value not in (None, [], {})
    }


def _countries(parties: Sequence[_Party]) -> tuple[str, ...]:
    """The countries that the Japanese list names, as it writes them."""
    alone = {party.addresses[0] for party in parties if _on_japanese(party) and party.entity_name and party.addresses}
    return tuple(sorted(alone, key=len, reverse=True))


def _on_japanese(party: _Party) -> bool:
    return _LISTS[party.list_id] == _JAPAN


def _entry(
    party: _Party, rest: dict[str, str], ids: dict[str, Ids], countries: Sequence[str], place: str, reading: Reading
) -> Entry:
    name, addresses = party.entity_name.strip(), party.addresses
    if _on_japanese(party) and not name:
        name, addresses = _parted(party, countries, place, reading)
    if _SEVERAL.search(name):
        reading.note(f"{place}: {name!r} stands for several parties that the file does not name")
    codes = tuple(dict.fromkeys(filter(None, map(country_code, addresses)))) if _on_japanese(party) else ()
    list_ = _LISTS[party.list_id]
    other = {key: getattr(party, key) for key in ("id", "list_id", "country", "last_verified", "source_list_name")}
    if addresses != party.addresses:
        other["addresses"] = "; ".join(party.addresses)
    return Entry(
        list=list_,
        id=ids[list_].of(name, *codes),
        kind=_KINDS[party.entity_type],
        names=_names(name, party.aliases),
        countries=codes,
        addresses=tuple(Address(country=each) if _on_japanese(party) else Address(full=each) for each in addresses),
        start=day(party.date_added or "", "%Y-%m-%d", place),
        urls=(party.source_url,) if party.source_url else (),
        remarks=party.reason or "",
        place=place,
        other=reading.other({**other, **rest}),
    )


def _names(name: str, aliases: Sequence[str]) -> tuple[Name, ...]:
    first = (Name(name, script=script_of(name)),) if name else ()
    return (*first, *(Name(each.strip(), "alias", script=script_of(each)) for each in aliases if each.strip()))


def _parted(party: _Party, countries: Sequence[str], place: str, reading: Reading) -> tuple[str, tuple[str, ...]]:
    """A name that has slipped behind the country in the address, and the country.

    The registry took the table of the Japanese list apart wrongly where a cell breaks: a party without a name has it
    there. Only a country that other parties of the same list have for themselves is parted from what follows.
    """
    for country in countries:
        behind = party.addresses[0].removeprefix(f"{country} ") if party.addresses else ""
        if behind and behind != party.addresses[0]:
            reading.note("some names stand behind the country in the address; they were taken from there")
            return behind.strip(), (country, *party.addresses[1:])
    reading.note(f"{place}: has no name")
    return "", party.addresses


def _fits(opened: Opened) -> bool:
    head = opened.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"[") and all(f'"{key}"'.encode() in head for key in ("list_id", "source_list_name"))


KINDS: Final = (
    Kind(
        "registry/json",
        "Japanese and Chinese lists as a public registry gives them, JSON",
        read,
        _fits,
        tuple(_LISTS.values()),
        official=False,
    ),
)
