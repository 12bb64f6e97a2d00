"""Who a party is, as somebody found it: a resolution settles one party against one entry of a list, and nothing else.

It holds for what was looked at. If the party or the entry is another than then, or its time is over, it says nothing
any more, and the verdict tells so. Never a wildcard, never a list as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Final

from reprieve.desk.written_case import ResolutionEntry
from reprieve.errors import BadCase
from reprieve.model.nouns import Party, Resolution
from reprieve.model.screened import Asked
from reprieve.text.nearest import nearest

Fail = Callable[[str, str, str], BadCase]
_FILL_IN: Final = ("by", "why")


def read(
    written: Iterable[ResolutionEntry],
    parties: Mapping[str, object],
    lists: Iterable[str],
    holds: Callable[[str], bool],
    until: Callable[[date, str], datetime],
    fail: Fail,
) -> tuple[Resolution, ...]:
    """The resolutions of a case file, checked; `holds` tells whether an entry (`LIST:ID`) is at hand.

    Raises what `fail` makes of place, fault and what would be right.
    """
    found: list[Resolution] = []
    for number, each in enumerate(written, 1):
        place = f"resolution {number} ({each.party}, {each.entry})"
        _check(each, place, parties, tuple(lists), holds, fail)
        list_, _, entry = each.entry.partition(":")
        if any((one.party, one.list, one.entry) == (each.party, list_, entry) for one in found):
            raise fail(place, "resolves the same two a second time", "one resolution for each pair")
        end = until(each.until, f"{place}.until") if each.until is not None else None
        marks = each.party_fingerprint, each.entry_fingerprint
        found.append(Resolution(each.party, list_, entry, each.same, *marks, each.by, each.why, each.on, end))
    return tuple(found)


def _check(
    each: ResolutionEntry,
    place: str,
    parties: Mapping[str, object],
    lists: tuple[str, ...],
    holds: Callable[[str], bool],
    fail: Fail,
) -> None:
    if each.party not in parties:
        raise fail(f"{place}.party", f"no party is called {each.party!r}", nearest(each.party, parties))
    list_, _, entry = each.entry.partition(":")
    if list_ not in lists or not entry:
        what = f"{each.entry!r} names no entry of a list that the law asks about"
        raise fail(f"{place}.entry", what, nearest(list_, lists) or "LIST:ID, such as us/ofac/sdn:26503")
    if not holds(each.entry):
        raise fail(f"{place}.entry", f"no list at hand has an entry {entry!r}", "import the list on which it stands")
    for name in _FILL_IN:
        if not getattr(each, name).strip():
            raise fail(f"{place}.{name}", "is empty", "who looked into it, and what showed it")
    if each.until is not None and each.until < each.on:
        raise fail(f"{place}.until", f"{each.until} is before {each.on}", "a day after that of the resolution")


def asked_of(party: Party) -> Asked:
    """What a party is screened by."""
    countries = (party.country,) if party.country else ()
    return Asked(
        name=party.name,
        ref=party.id,
        kind=party.kind,
        aliases=party.aliases,
        countries=countries,
        births=party.births,
        identifiers=party.identifiers,
        addresses=party.addresses,
    )


def lapsed(resolution: Resolution, asked: Asked, entry: str, known_at: datetime) -> str:
    """Why a resolution no longer says anything; empty while it does. `entry`: the fingerprint of the entry."""
    if resolution.party_fingerprint != asked.fingerprint:
        return "what is known of the party has changed"
    if resolution.entry_fingerprint != entry:
        return "the entry has changed"
    if resolution.end is not None and resolution.end <= known_at:
        return f"it held until {resolution.end.isoformat(' ', 'minutes')}"
    return ""


def told(resolution: Resolution) -> str:
    """Who resolved it, when and why."""
    return f"resolved on {resolution.on} by {resolution.by}: {resolution.why}"


def told_lapsed(resolution: Resolution, reason: str) -> str:
    """That a resolution no longer applies, and why."""
    return f"a resolution of {resolution.on} by {resolution.by} no longer applies: {reason}"


def contradicted(name: str, listing: str) -> str:
    """A warning: an assertion that a party is not listed, against a listing that it is bound to."""
    return f"{name} is asserted not to be listed, but is {listing}: the listing counts"


def block(party: str, asked: Asked, list_: str, entry: str, fingerprint: str, on: date) -> str:
    """The TOML that resolves a pair once a person has filled in who and why; until then it is refused."""
    return "\n".join(
        (
            "[[resolution]]",
            f"party = {_quoted(party)}",
            f"entry = {_quoted(f'{list_}:{entry}')}",
            "same = true  # or false: somebody else",
            f"party_fingerprint = {_quoted(asked.fingerprint)}",
            f"entry_fingerprint = {_quoted(fingerprint)}",
            'by = ""  # who looked into it',
            'why = ""  # what showed it',
            f"on = {on}",
        )
    )


def _quoted(text: str) -> str:
    """A TOML string: as in JSON, but for one control character that JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
