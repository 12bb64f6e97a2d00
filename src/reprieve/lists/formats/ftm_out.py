"""Entries as FollowTheMoney entities, one JSON document a line, for the tools that speak it.

An entry becomes a party (Person, Organization, Vessel, Airplane, LegalEntity), its addresses and papers, and one
Sanction. What FollowTheMoney has no home for (license terms as predicates, scripts of names, the wording of a date)
is noted under the key `reprieve` of the Sanction, which other tools pass on and ignore. Read back, it is the entry
again; what cannot be said in FollowTheMoney is never left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import IO, Any

import msgspec

from reprieve.lists.catalogue import about
from reprieve.lists.formats import ftm_words as words
from reprieve.lists.formats.ftm_plain import Document, Party, address, entry, names, numbers_of, shown_country
from reprieve.lists.formats.ftm_rest import rest
from reprieve.model.listed import Address, Entry, Identifier, Name

Properties = dict[str, list[str]]


def write(entries: Iterable[Entry], file: IO[bytes]) -> int:
    """Entries, line by line; how many there were. Two with the same list and id stay two parties."""
    written: Counter[tuple[str, str]] = Counter()
    for each in entries:
        written[each.list, each.id] += 1
        for entity in entities(each, written[each.list, each.id]):
            file.write(msgspec.json.encode(entity) + b"\n")
    return written.total()


def entities(said: Entry, nth: int = 1) -> Iterator[dict[str, Any]]:
    """The entities that say what an entry says: the party, its addresses and papers, its listing.

    `nth`: of several entries with the same list and id, which one this is.
    """
    datasets = [words.dataset(said.list)]
    party = _party(said, nth, datasets)
    listing = _listing(said, party.entity.id, datasets)
    plain = entry(_list(said.list), party, [listing], ours=True)
    yield _written(party.entity)
    yield from map(_written, (*party.addresses, *party.papers))
    yield _written(listing) | {"reprieve": msgspec.to_builtins(rest(plain, said, _echoes(said, party.entity.schema)))}


def _list(list_: str) -> str:
    """The list as whoever reads the dataset back takes it."""
    name = words.dataset(list_)
    return words.datasets().get(name, f"ftm/{name}")


def _written(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "schema": document.schema,
        "properties": document.properties,
        "datasets": document.datasets,
    }


def _party(said: Entry, nth: int, datasets: list[str]) -> Party:
    schema = words.SCHEMATA[said.kind]
    seed = "\0".join((said.list, said.id, *((str(nth),) if nth > 1 else ())))
    key = f"{datasets[0].replace('_', '-')}-{sha256(seed.encode()).hexdigest()[:16]}"
    addresses = [
        Document(f"{key}-address-{at}", "Address", found, datasets)
        for at, each in enumerate(said.addresses, 1)
        if (found := _address(each))
    ]
    papers = [
        Document(f"{key}-paper-{at}", name, {"holder": [key], **found}, datasets)
        for at, each in enumerate(said.identifiers, 1)
        for name, found in [_paper(schema, each)]
        if name
    ]
    properties = _properties(said, schema) | _several("addressEntity", (each.id for each in addresses))
    return Party(Document(key, schema, properties, datasets), addresses, papers)


def _several(name: str, values: Iterable[str]) -> Properties:
    """A property and its values, each once; nothing where there are none."""
    found = [each for each in dict.fromkeys(values) if each]
    return {name: found} if found else {}


def _properties(said: Entry, schema: str) -> Properties:
    found: Properties = {}
    for each in said.names:
        home = _name(each)
        found |= _several(home, [*found.get(home, ()), words.plain_name(each.text)])
    for number in said.identifiers:
        home, value = words.identifier(schema, number.kind, number.value)
        if home and not number.country and not number.note:
            found |= _several(home, [*found.get(home, ()), value])
    found |= _several("country", map(words.country, said.countries))
    found |= _several("notes", [words.plain_text(said.remarks)])
    found |= _several("topics", [words.topic(said.list)])
    if schema == "Person":
        found |= _several("birthDate", map(words.birth, said.births))
        found |= _several("birthPlace", map(words.plain_text, said.birthplaces))
        found |= _several("nationality", map(words.country, said.nationalities))
        found |= _several("title", map(words.plain_text, said.titles))
    return found


def _name(said: Name) -> str:
    """The property for a name. A weak name is weak first, whatever else it is: matching must not rest on it."""
    if said.strength == "weak":
        return "weakAlias"
    return {"primary": "name", "alias": "alias", "former": "previousName"}[said.kind]


def _address(said: Address) -> Properties:
    return (
        _several("full", [words.plain_address(said.full)])
        | _several("street", [words.plain_text(said.street)])
        | _several("city", [words.plain_text(said.city)])
        | _several("region", [words.plain_text(said.region)])
        | _several("postalCode", [words.plain_text(said.postcode)])
        | _several("country", [words.country(said.country)])
        | _several("remarks", [words.plain_text(said.note)])
    )


def _paper(schema: str, said: Identifier) -> tuple[str, Properties]:
    """The schema and the properties for a number that no property of the party holds; ships have no papers."""
    held = words.identifier(schema, said.kind, said.value)[0] and not said.country and not said.note
    number = words.number(said.value)
    if held or not number or schema in {"Vessel", "Airplane"}:
        return "", {}
    return "Passport" if schema == "Person" and "passport" in said.kind.casefold() else "Identification", (
        _several("number", [number])
        | _several("type", [words.plain_text(said.kind)])
        | _several("country", [words.country(said.country)])
        | _several("summary", [words.plain_text(said.note)])
    )


def _listing(said: Entry, party: str, datasets: list[str]) -> Document:
    found = {"entity": [party]}
    found |= _several("authority", [words.plain_text(about(said.list).authority)])
    found |= _several("program", map(words.plain_text, said.programs))
    found |= _several("recordId", [words.plain_text(said.id)])
    found |= _several("reason", [words.plain_text(said.requirement)])
    found |= _several("provisions", [words.plain_text(said.policy)])
    found |= _several("authorityId", map(words.number, said.cites))
    found |= _several("sourceUrl", map(words.url, said.urls))
    found |= _several("listingDate", [words.dated(said.start)])
    found |= _several("startDate", [words.dated(said.start)])
    found |= _several("endDate", [words.dated(said.through)])
    return Document(f"{party}-listing", "Sanction", found, datasets)


# --- what comes back of each value, to know what does not -----------------------------------------------------------


def _echoes(said: Entry, schema: str) -> dict[str, list[object]]:
    """For each value of an entry what the properties above say of it; None for nothing."""
    person = schema == "Person"
    return {
        "names": [next(names(_shown({_name(each): [words.plain_name(each.text)]})), None) for each in said.names],
        "countries": [words.country(each).upper() or None for each in said.countries],
        "addresses": [address(_shown(found)) if (found := _address(each)) else None for each in said.addresses],
        "identifiers": [_echo_of_number(schema, each) for each in said.identifiers],
        "births": [words.birth(each) or None for each in said.births if person],
        "birthplaces": [words.plain_text(each) or None for each in said.birthplaces if person],
        "nationalities": [shown_country(words.country(each)) or None for each in said.nationalities if person],
        "titles": [words.plain_text(each) or None for each in said.titles if person],
        "programs": [words.plain_text(each) or None for each in said.programs],
        "cites": [words.number(each) or None for each in said.cites],
        "urls": [words.url(each) or None for each in said.urls],
    }


def _shown(properties: Properties, schema: str = "LegalEntity") -> Document:
    return Document("", schema, properties)


def _echo_of_number(schema: str, said: Identifier) -> Identifier | None:
    name, found = _paper(schema, said)
    if name:
        return next(numbers_of(_shown(found, name)), None)
    home, value = words.identifier(schema, said.kind, said.value)
    return Identifier(words.IDENTIFIERS[home], value) if home and not said.country and not said.note else None
