"""One record of the Consolidated Screening List as an entry, whatever file it stood in; no file is opened here.

The CSV and the JSON readers take a record apart into texts and tuples and hand it over; which list it belongs to, which
id it gets and where each column goes is decided in this one place. What no field takes goes to `other`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from reprieve.errors import BadList
from reprieve.lists.formats.csl_cells import citations, codes, not_codes
from reprieve.lists.formats.predicate import policy, requirement
from reprieve.lists.reading import Ids, Reading, day
from reprieve.model.listed import Address, Entry, Identifier, Name, PartyKind

LISTS: Final = {
    "EL": "us/bis/entity-list",
    "DPL": "us/bis/denied-persons",
    "UVL": "us/bis/unverified",
    "MEU": "us/bis/military-end-user",
    "SDN": "us/ofac/sdn",
    "SSI": "us/ofac/ssi",
    "PLC": "us/ofac/plc",
    "NS-PLC": "us/ofac/plc",
    "CMIC": "us/ofac/cmic",
    "NS-CMIC": "us/ofac/cmic",
    "MBS": "us/ofac/mbs",
    "NS-MBS": "us/ofac/mbs",
    "CAP": "us/ofac/capta",
    "CAPTA": "us/ofac/capta",
    "FSE": "us/ofac/fse",
    "561": "us/ofac/part-561",
    "ISA": "us/ofac/ns-isa",
    "NS-ISA": "us/ofac/ns-isa",
    "DTC": "us/state/debarred",
    "ISN": "us/state/nonproliferation",
}
"""The list by the short name in the parentheses of a source: the words around it have changed over the years."""
KINDS: Final[dict[str, PartyKind]] = {
    "": "unknown",
    "Individual": "person",
    "Entity": "organization",
    "Vessel": "vessel",
    "Aircraft": "aircraft",
}
SEVERAL: Final = frozenset(
    {
        "alt_names",
        "citizenships",
        "countries",
        "dates_of_birth",
        "nationalities",
        "places_of_birth",
        "programs",
        "title",
    }
)
"""Columns that hold several texts."""
TAKEN: Final = SEVERAL | {
    "addresses",
    "end_date",
    "entity_number",
    "federal_register_notice",
    "ids",
    "license_policy",
    "license_requirement",
    "name",
    "remarks",
    "source",
    "source_information_url",
    "source_list_url",
    "start_date",
    "type",
    "url",
}
"""Columns that a field of an entry takes; every other one is kept under its own name."""
_NOT_OF_A_PARTY: Final = frozenset({"_id", "id", "source", "source_information_url", "source_list_url", "url"})
_SHORT_NAME = re.compile(r"\(([^()]+?)(?: List)?\)")


class Record(NamedTuple):
    """A record taken apart. `texts`: its columns that hold one text; `lists`: those that hold several."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    addresses: tuple[Address, ...]
    identifiers: tuple[Identifier, ...]
    other: dict[str, str] | dict[str, list[str]]

    @property
    def names_nobody(self) -> bool:
        """Whether nothing in it is about a party: now and then a record has only its source and its number."""
        said = {column for each in (self.texts, self.lists, self.other) for column, value in each.items() if value}
        return not (said - _NOT_OF_A_PARTY or self.addresses or self.identifiers)


class Records:
    """Makes entries of the records of one file: ids hold within one file and one list."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lists: dict[str, str] = {}
        self._ids: dict[str, Ids] = {}
        self._numbers: set[tuple[str, str]] = set()

    def entry(self, record: Record, place: str) -> Entry:
        """The entry of a record. Raises BadList where it has no name, or says what we do not know."""
        texts, lists = record.texts, record.lists
        wording, policy_wording = texts.get("license_requirement", ""), texts.get("license_policy", "")
        name, of = texts.get("name", ""), self._list(texts.get("source", ""), place)
        if not name:
            raise BadList(place, "has no name", "a name in every record")
        named = lists.get("countries", ()) or tuple(each.country for each in record.addresses)
        countries = codes(named)
        return Entry(
            list=of,
            id=self._id(of, texts.get("entity_number", ""), name, countries, place),
            kind=_kind(texts.get("type", ""), place),
            names=(Name(name), *[Name(each, "alias") for each in lists.get("alt_names", ())]),
            countries=countries,
            addresses=record.addresses,
            identifiers=record.identifiers,
            births=lists.get("dates_of_birth", ()),
            birthplaces=lists.get("places_of_birth", ()),
            nationalities=_once(lists.get("nationalities", ()) + lists.get("citizenships", ())),
            titles=lists.get("title", ()),
            programs=lists.get("programs", ()),
            requirement=wording,
            policy=policy_wording,
            requires=requirement(wording) if wording else None,
            reviewed=policy(policy_wording) if policy_wording else None,
            start=day(texts.get("start_date", ""), "%Y-%m-%d", place),
            through=day(texts.get("end_date", ""), "%Y-%m-%d", place),
            cites=citations(texts.get("federal_register_notice", "")),
            urls=_urls(texts),
            remarks=texts.get("remarks", ""),
            place=place,
            other=self._other(record),
        )

    def _other(self, record: Record) -> dict[str, tuple[str, ...]]:
        """What no field takes: unknown columns, country texts that are no codes, which nationality is a citizenship."""
        found = self._reading.other(record.other)
        kept: dict[str, list[str]] = {}
        if countries := record.lists.get("countries", ()):
            kept["countries"] = not_codes(countries)
        if citizenships := record.lists.get("citizenships", ()):
            kept["citizenships"] = list(citizenships)
        return {**found, **self._reading.other(kept)} if kept else found

    def _list(self, source: str, place: str) -> str:
        found = self._lists.get(source, "")
        if not found:
            short = _SHORT_NAME.search(source)
            found = LISTS.get(short[1] if short else "", "")
            if not found:
                raise BadList(place, f"has the source {source!r}", f"one of {', '.join(sorted(LISTS))} in parentheses")
            self._lists[source] = found
        return found

    def _id(self, of: str, number: str, name: str, countries: tuple[str, ...], place: str) -> str:
        if not number:
            return self._ids.setdefault(of, Ids()).of(name, *countries)
        if (of, number) in self._numbers:
            raise BadList(place, f"repeats the entity number {number} of {of}", "one record for each party of a list")
        self._numbers.add((of, number))
        return number


def _kind(text: str, place: str) -> PartyKind:
    found = KINDS.get(text)
    if found is None:
        raise BadList(place, f"has the type {text!r}", " | ".join(each for each in KINDS if each))
    return found


def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts)) if len(texts) > 1 else texts


def _urls(texts: Mapping[str, str]) -> tuple[str, ...]:
    found = (texts.get(each, "") for each in ("url", "source_list_url", "source_information_url"))
    return tuple(dict.fromkeys(each for each in found if each))
