"""What FollowTheMoney entities say of one listed party, as an entry: by their properties alone, whoever wrote them.

A property that no field of an entry takes is kept in `Entry.other` under its name (`Sanction.status`,
`Passport.surname`). Which party is listed where, and which entities belong to it, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from reprieve.lists.formats import ftm_words as words
from reprieve.model.listed import Address, Day, Entry, Identifier, Name, NameKind, Strength

NAMES: Final[dict[str, tuple[NameKind, Strength]]] = {
    "name": ("primary", "strong"),
    "alias": ("alias", "strong"),
    "abbreviation": ("alias", "strong"),
    "weakAlias": ("alias", "weak"),
    "previousName": ("former", "strong"),
}
_COUNTRIES: Final = ("country", "jurisdiction", "mainCountry", "flag")
_NATIONS: Final = ("nationality", "citizenship")
_ADDRESS: Final = ("full", "street", "street2", "city", "postalCode", "region", "state", "country", "remarks")
_DOCUMENT: Final = ("holder", "type", "number", "passportNumber", "country", "summary")
_TAKEN: Final = {
    *NAMES,
    *words.IDENTIFIERS,
    *("birthDate", "birthPlace", "title", "notes", "sourceUrl", "address", "addressEntity"),
}
_LISTING: Final = ("entity", "recordId", "program", "sourceUrl", "startDate", "listingDate", "endDate")


class Document(msgspec.Struct, frozen=True):
    """One entity as it stands in a file. `more`: what it says beside its properties, such as `first_seen`."""

    id: str
    schema: str
    properties: dict[str, list[str]] = {}
    datasets: list[str] = []
    target: bool | None = None
    reprieve: dict[str, Any] | None = None
    more: dict[str, list[str]] = {}

    def all(self, *properties: str) -> list[str]:
        """The values of these properties, each once."""
        return list(dict.fromkeys(value for each in properties for value in self.properties.get(each, ())))

    def one(self, *properties: str, by: str = "; ") -> str:
        """Their values in one text."""
        return by.join(self.all(*properties))


class Party(msgspec.Struct, frozen=True):
    """An entity and those that tell more of it."""

    entity: Document
    addresses: Sequence[Document] = ()
    papers: Sequence[Document] = ()


Cells = dict[str, list[str]]


def entry(list_: str, party: Party, listings: Sequence[Document], place: str = "", *, ours: bool = False) -> Entry:
    """A party as listed by these Sanctions. `ours`: we wrote them, with id and license terms where we put them."""
    entity = party.entity
    other = _party_cells(entity)
    numbers = list(_papers(party.papers, other))
    known = {each.value for each in numbers}
    days = _days(listings, other)
    codes, strange = _codes(entity.all(*_COUNTRIES))
    _keep(other, "country", strange)
    records = _every(listings, "recordId") if ours else ()
    if len(records) != 1:
        _keep(other, "Sanction.recordId", _every(listings, "recordId"))
    terms = _terms(listings, other, taken=ours or list_.startswith("us/bis/"))
    return Entry(
        list=list_,
        id=records[0] if len(records) == 1 else entity.id,
        kind=words.KINDS_OF[entity.schema],
        names=tuple(names(entity)),
        countries=codes,
        addresses=tuple(_addresses(party, other)),
        identifiers=(*(each for each in _numbers(entity) if each.value not in known), *numbers),
        births=tuple(entity.all("birthDate")),
        birthplaces=tuple(entity.all("birthPlace")),
        nationalities=tuple(shown_country(each) for each in entity.all(*_NATIONS)),
        titles=tuple(entity.all("title")),
        programs=_every(listings, "program"),
        requirement="; ".join(terms["reason"]),
        policy="; ".join(terms["provisions"]),
        start=days[0],
        start_by=days[1],
        through=days[2],
        cites=terms["authorityId"],
        urls=tuple(dict.fromkeys((*_every(listings, "sourceUrl"), *entity.all("sourceUrl")))),
        remarks=entity.one("notes", by="\n"),
        place=place,
        other={column: tuple(values) for column, values in other.items()},
    )


def _keep(other: Cells, column: str, values: Iterable[str]) -> None:
    found = [each for each in values if each.strip()]
    if found:
        other.setdefault(column, []).extend(each for each in found if each not in other.get(column, ()))


def _every(documents: Iterable[Document], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for each in documents for value in each.all(name)))


def _party_cells(entity: Document) -> Cells:
    """What the entity itself says and no field takes; its schema where the kind of party does not imply it."""
    other: Cells = {}
    if words.SCHEMATA[words.KINDS_OF[entity.schema]] != entity.schema:
        other["schema"] = [entity.schema]
    for name, values in entity.properties.items():
        if name not in _TAKEN and name not in _COUNTRIES and name not in _NATIONS:
            _keep(other, name, values)
    for name, values in entity.more.items():
        _keep(other, name, values)
    return other


def names(entity: Document) -> Iterator[Name]:
    """The names that an entity has, by property."""
    for name, (kind, strength) in NAMES.items():
        yield from (Name(text, kind, strength) for text in entity.all(name) if text.strip())


def _codes(values: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """Codes of countries, and what is none of two letters (`suhh`, `ua-cri`)."""
    several = list(values)
    short = [each.upper() for each in several if len(each) == 2]  # noqa: PLR2004  # ISO 3166-1 alpha-2
    return tuple(dict.fromkeys(short)), [each for each in several if len(each) != 2]  # noqa: PLR2004  # the same


def shown_country(code: str) -> str:
    """A country of an address or a passport: its code in capitals."""
    return code.upper()


def _addresses(party: Party, other: Cells) -> Iterator[Address]:
    found = [address(each) for each in party.addresses]
    for each in party.addresses:
        _rest_of(each, _ADDRESS, other)
    yield from found
    lines = {each.full for each in found}
    yield from (Address(full=each) for each in party.entity.all("address") if each not in lines)
    there = {each.id for each in party.addresses}
    _keep(other, "addressEntity", (each for each in party.entity.all("addressEntity") if each not in there))


def address(document: Document) -> Address:
    """The address that an entity of schema Address gives."""
    return Address(
        full=document.one("full"),
        street=document.one("street", "street2", by=", "),
        city=document.one("city", by=", "),
        region=document.one("region", "state", by=", "),
        postcode=document.one("postalCode", by=", "),
        country=shown_country(document.one("country", by=", ")),
        note=document.one("remarks"),
    )


def _numbers(entity: Document) -> Iterator[Identifier]:
    for name, kind in words.IDENTIFIERS.items():
        if name in entity.properties:
            yield from (Identifier(kind, value) for value in entity.all(name))


def _papers(papers: Iterable[Document], other: Cells) -> Iterator[Identifier]:
    for each in papers:
        yield from numbers_of(each)
        _rest_of(each, _DOCUMENT, other)


def numbers_of(paper: Document) -> Iterator[Identifier]:
    """The numbers that an entity of schema Passport or Identification gives."""
    country = shown_country(paper.one("country", by=", "))
    for number in paper.all("number", "passportNumber"):
        yield Identifier(paper.one("type") or paper.schema, number, country, paper.one("summary"))


def _rest_of(document: Document, taken: Sequence[str], other: Cells) -> None:
    for name, values in document.properties.items():
        if name not in taken:
            _keep(other, f"{document.schema}.{name}", values)


def _terms(listings: Sequence[Document], other: Cells, *, taken: bool) -> dict[str, tuple[str, ...]]:
    """License requirement, review policy and citations: where the US lists in FollowTheMoney have them.

    On other lists the same properties tell reasons and measures, which are no license terms: they are kept as said.
    """
    terms = ("reason", "provisions", "authorityId")
    for each in listings:
        _rest_of(each, (*_LISTING, *(terms if taken else ())), other)
    return {name: _every(listings, name) if taken else () for name in terms}


def _days(listings: Sequence[Document], other: Cells) -> tuple[Day | None, Day | None, Day | None]:
    """Listed from, the last day on which that can have been, and listed through.

    Of several beginnings the first counts, of several ends the last; there is no end while one Sanction has none.
    """
    begins, listed, ends = (_spans(listings, name, other) for name in ("startDate", "listingDate", "endDate"))
    first = min(begins or listed, default=None, key=_at)
    last = max(ends, default=None, key=_at) if all(each.all("endDate") for each in listings) else None
    for name, spans, taken in (("startDate", begins, first), ("listingDate", listed, first), ("endDate", ends, last)):
        _keep(other, f"Sanction.{name}", (text for text, _ in spans if not taken or text != taken[0]))
    start, by = first[1] if first else (None, None)
    return start, None if by == start else by, last[1][1] if last else None


def _spans(listings: Sequence[Document], name: str, other: Cells) -> list[tuple[str, tuple[Day, Day]]]:
    found = []
    for text in _every(listings, name):
        span = words.span(text)
        if span is None:
            _keep(other, f"Sanction.{name}", [text])
        else:
            found.append((text, span))
    return found


def _at(dated: tuple[str, tuple[Day, Day]]) -> tuple[str, str]:
    return dated[1][0].isoformat(), dated[0]
