"""Reads the EU's consolidated list of financial sanctions, as XML or CSV. Never works out a date of listing.

    <export generationDate="...">                        fileGenerationDate;Entity_LogicalId;NameAlias_WholeName;...
      <sanctionEntity logicalId="...">                   one row for each name, address, birth ... of an entity
        <nameAlias/> <birthdate/> <address/> ...

Both say the same of an entity but for one thing: only the XML says which names are weak. Neither says which name is the
main one: the first that is not weak stands for the party. An entry's id is its logical id, the one number that is
always there. From the published schema (version 1.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

import msgspec

from reprieve.errors import BadList
from reprieve.intake.opened import Opened, bare
from reprieve.lists.formats.uk import Row, grouped, table
from reprieve.lists.formats.un import Other, Texts, begins_with, made_at, paths
from reprieve.lists.reading import Kind, Reading, day
from reprieve.model.listed import Address, Entry, Identifier, Name, PartyKind
from reprieve.text.country import country_code
from reprieve.text.script import script_of

LIST: Final = "eu/consolidated"
_NAMESPACE: Final = b"http://eu.europa.ec/fpi/fsd/export"
_NEEDED: Final = ("fileGenerationDate", "Entity_LogicalId", "NameAlias_WholeName")
_ENTITY: Final = "sanctionEntity"
_SUBJECTS: Final[dict[str, PartyKind]] = {
    "person": "person",
    "P": "person",
    "enterprise": "organization",
    "E": "organization",
}
_FLAGS: Final = ("diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer")
_NOWHERE: Final = {("00", ""), ("00", "UNKNOWN"), ("", "UNKNOWN")}
"""How the EU writes a country that it does not know: code and name."""

_SECTIONS: Final = {
    "Entity_Regulation_": ("regulation", "@"),
    "Entity_": (_ENTITY, "@"),
    "NameAlias_Regulation_": ("nameAlias", "regulationSummary@"),
    "NameAlias_": ("nameAlias", "@"),
    "Address_Regulation_": ("address", "regulationSummary@"),
    "Address_": ("address", "@"),
    "BirthDate_Regulation_": ("birthdate", "regulationSummary@"),
    "BirthDate_": ("birthdate", "@"),
    "Identification_Regulation_": ("identification", "regulationSummary@"),
    "Identification_": ("identification", "@"),
    "Citizenship_Regulation_": ("citizenship", "regulationSummary@"),
    "Citizenship_": ("citizenship", "@"),
}
"""How the columns of the CSV begin -> the element of the XML, and where in it the text stands; the first that fits."""
_COLUMNS: Final = {
    "Entity_EU_ReferenceNumber": (_ENTITY, "@euReferenceNumber"),
    "Entity_Remark": (_ENTITY, "remark"),
    "Entity_SubjectType": ("subjectType", "@classificationCode"),
    "Entity_SubjectType_ClassificationCode": ("subjectType", "@code"),
    "Entity_Regulation_PublicationUrl": ("regulation", "publicationUrl"),
    "BirthDate_BirthDate": ("birthdate", "@birthdate"),
    "BirthDate_Day": ("birthdate", "@dayOfMonth"),
    "BirthDate_Month": ("birthdate", "@monthOfYear"),
    "Identification_TypeCode": ("identification", "@identificationTypeCode"),
    "Identification_TypeDescription": ("identification", "@identificationTypeDescription"),
}
"""The columns whose names are not simply those of the XML."""


class _Part(NamedTuple):
    """One element of an entity, and what its texts are called in the file."""

    texts: Texts
    called: dict[str, str]

    def one(self, attribute: str) -> str:
        return self.texts.one(f"@{attribute}")

    def true(self, attribute: str, *, unsaid: bool = False) -> bool:
        """Whether a flag is set; `unsaid` where the list does not say. Raises BadList for any other word."""
        text = self.one(attribute)
        if text not in {"true", "false", ""}:
            raise BadList(self.texts.place, f"{attribute} is {text!r}", "true or false")
        return text == "true" if text else unsaid

    def country(self) -> tuple[str, str]:
        """The country as published, and its code; both empty for an unknown one."""
        code, name = self.one("countryIso2Code"), self.one("countryDescription")
        if (code, name) in _NOWHERE or not (code or name):
            return "", ""
        alike = not code or not name or country_code(code) == country_code(name)
        return (name or code) if alike else f"{name} ({code})", country_code(code) or country_code(name)


class _Entity:
    """The parts of one entity by element, and what is left of them when an entry has been made."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.other = Other()
        self.parts: dict[str, list[_Part]] = {}
        self._seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()

    def add(self, section: str, texts: Sequence[tuple[str, str]], called: dict[str, str]) -> None:
        """A part of the entity; one that is there already, or that is empty, is not added."""
        filled = tuple((path, text) for path, text in texts if text.strip())
        if filled and (section, filled) not in self._seen:
            self._seen.add((section, filled))
            self.parts.setdefault(section, []).append(_Part(Texts(self.place, filled), called))

    def all(self, section: str) -> list[_Part]:
        return self.parts.get(section, [])

    def each(self, section: str, path: str) -> tuple[str, ...]:
        """The texts at `path` in all parts of a section, each once."""
        return tuple(dict.fromkeys(text for part in self.all(section) for text in part.texts.all(path)))

    def one(self, path: str) -> str:
        """The one text at `path` of the entity itself, or an empty one. Raises BadList where there are several."""
        found = self.each(_ENTITY, path)
        if len(found) > 1:
            raise BadList(self.place, f"has more than one {path.lstrip('@')}: {', '.join(found)}", "one for an entity")
        return found[0] if found else ""

    def rest(self) -> dict[str, list[str]]:
        """What nobody has asked for, each text once, under the file's own names."""
        for section, parts in self.parts.items():
            for part in parts:
                for path, texts in part.texts.rest().items():
                    self.other.add(part.called.get(path, _called(section, path)), *texts)
        return {name: list(dict.fromkeys(texts)) for name, texts in self.other.texts.items()}


def _called(section: str, path: str) -> str:
    """`nameAlias@gender`, `nameAlias/remark`; what the entity itself says stands without its name: `@logicalId`."""
    if section == _ENTITY:
        return path
    return f"{section}{path}" if path.startswith("@") else f"{section}/{path}"


# ---- the XML


def read_xml(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of an export. Raises BadList."""
    for opened in files:
        elements = opened.elements(_ENTITY)
        root = next(elements)
        if bare(root.tag) != "export":
            raise BadList(opened.path.name, f"is a {bare(root.tag)}", "an export of sanctionEntity elements")
        reading.published = made_at(root.get("generationDate", ""), opened.path.name)
        for element in elements:
            yield _entry(_from_element(element, opened.path.name), reading)


def _from_element(element: Element, file: str) -> _Entity:
    entity = _Entity(f"{file}, {element.get('logicalId') or 'an entity without logicalId'}")
    # What stands in the entity itself: its attributes and its bare texts, such as remarks.
    own = [child for child in element if len(child) or child.attrib]
    entity.add(_ENTITY, list(paths(element, own)), {})
    for child in own:
        entity.add(bare(child.tag), list(paths(child)), {})
    return entity


# ---- the CSV


def read_csv(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of the CSV, each as soon as the last of its rows is read. Raises BadList."""
    reading.note("the CSV of the EU does not say which names are weak")
    for opened in files:
        lines = partial(Opened.rows, delimiter=";")
        for rows in grouped(partial(table, lines, opened, reading, _NEEDED), "Entity_LogicalId", opened):
            yield _entry(_from_rows(rows, opened, reading), reading)


def _from_rows(rows: Sequence[Row], opened: Opened, reading: Reading) -> _Entity:
    entity = _Entity(opened.place(rows[0].line))
    for row in rows:
        cells = dict(row.cells)
        reading.published = day(cells.pop("fileGenerationDate"), "%d/%m/%Y", entity.place) or reading.published
        sections: dict[str, list[tuple[str, str]]] = {}
        called: dict[str, dict[str, str]] = {}
        for column, text in cells.items():
            section, path = _where(column)
            sections.setdefault(section, []).append((path, text))
            called.setdefault(section, {})[path] = column
        for section, texts in sections.items():
            entity.add(section, texts, called[section])
    return entity


def _where(column: str) -> tuple[str, str]:
    """The element and the path in it where the XML has what a column says."""
    if column in _COLUMNS:
        return _COLUMNS[column]
    for begins, (section, path) in _SECTIONS.items():
        if column.startswith(begins):
            name = column.removeprefix(begins)
            return section, "remark" if name == "Remark" else f"{path}{name[:1].lower()}{name[1:]}"
    return _ENTITY, column


# ---- an entity


def _entry(entity: _Entity, reading: Reading) -> Entry:
    logical_id = entity.one("@logicalId")
    if not logical_id:
        raise BadList(entity.place, "has no logicalId", "a whole entity")
    names = _names(entity)
    if not names:
        reading.note(f"{logical_id} has no name")
    addresses = [_address(part) for part in entity.all("address")]
    identifiers = [found for part in entity.all("identification") if (found := _document(part))]
    births = [_birth(part) for part in entity.all("birthdate")]
    entry = Entry(
        list=LIST,
        id=logical_id,
        kind=_subject(entity),
        names=names,
        countries=tuple(dict.fromkeys(code for _, code in addresses if code)),
        addresses=tuple(address for address, _ in addresses if address != Address()),
        identifiers=(*_references(entity), *identifiers),
        births=tuple(dict.fromkeys(when for when, _ in births if when)),
        birthplaces=tuple(dict.fromkeys(where for _, where in births if where)),
        nationalities=tuple(filter(None, dict.fromkeys(part.country()[0] for part in entity.all("citizenship")))),
        titles=(*entity.each("nameAlias", "@title"), *entity.each("nameAlias", "@function")),
        programs=entity.each("regulation", "@programme"),
        start=day(entity.one("@designationDate"), "%Y-%m-%d", entity.place),
        cites=entity.each("regulation", "@numberTitle"),
        urls=entity.each("regulation", "publicationUrl"),
        remarks="\n".join((*entity.each(_ENTITY, "remark"), *entity.each(_ENTITY, "@designationDetails"))),
        place=entity.place,
    )
    return msgspec.structs.replace(entry, other=reading.other(entity.rest()))


def _subject(entity: _Entity) -> PartyKind:
    """The kind of the party; a word for it that we do not know stays among the rest."""
    words = [text for path in ("@code", "@classificationCode") for text in entity.each("subjectType", path)]
    kinds = {_SUBJECTS.get(word) for word in words}
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is None:
        entity.other.add("subjectType", *words)
    return kind or "unknown"


def _references(entity: _Entity) -> Iterator[Identifier]:
    for attribute in ("euReferenceNumber", "unitedNationId"):
        for number in entity.each(_ENTITY, f"@{attribute}"):
            yield Identifier(attribute, number)


def _names(entity: _Entity) -> tuple[Name, ...]:
    found = []
    for part in entity.all("nameAlias"):
        weak = not part.true("strong", unsaid=True)
        parts = " ".join(filter(None, (part.one(each) for each in ("firstName", "middleName", "lastName"))))
        whole = part.one("wholeName")
        if whole and parts and parts != whole:
            # The parts say more than the whole: in another order, or with a patronymic.
            entity.other.add("nameAlias@lastName", parts)
        text = whole or parts
        if text:
            found.append(Name(text, "alias", "weak" if weak else "strong", script_of(text)))
    main = next((name for name in found if name.strength == "strong"), found[0] if found else None)
    return tuple(msgspec.structs.replace(name, kind="primary") if name is main else name for name in found)


def _address(part: _Part) -> tuple[Address, str]:
    country, code = part.country()
    box, as_listed = part.one("poBox"), part.true("asAtListingTime")
    said = (
        part.one("place"),
        f"PO box {box}" if box else "",
        "as at listing time" if as_listed else "",
        *part.texts.all("remark"),
    )
    address = Address(
        street=part.one("street"),
        city=part.one("city"),
        region=part.one("region"),
        postcode=part.one("zipCode"),
        country=country,
        note="; ".join(filter(None, said)),
    )
    return address, code


def _birth(part: _Part) -> tuple[str, str]:
    """`1971-02-03`, `1971-02`, `circa 1971`, `between 1970 and 1975`; and where."""
    years = " and ".join(filter(None, (part.one("yearRangeFrom"), part.one("yearRangeTo"))))
    said = [part.one("birthdate"), _ymd(part), f"between {years}" if years else ""]
    when, *more = [*dict.fromkeys(filter(None, said))] or [""]
    circa, calendar = part.true("circa"), part.one("calendarType")
    more += [calendar] if calendar not in {"", "GREGORIAN"} else []
    if when:
        when = ("circa " if circa else "") + when + (f" ({'; '.join(more)})" if more else "")
    where = [part.one(each) for each in ("place", "city", "zipCode", "region")]
    return when, ", ".join(filter(None, (*where, part.country()[0])))


def _ymd(part: _Part) -> str:
    """Year, month and day as far as they follow each other; a day without a month stays among the rest."""
    made = part.one("year")
    for attribute in ("monthOfYear", "dayOfMonth") if made else ():
        number = part.one(attribute)
        if not number:
            break
        made += f"-{number.zfill(2)}"
    return made


def _document(part: _Part) -> Identifier | None:
    """A document with a number; of one without, everything stays among the rest."""
    number, latin = part.one("number"), part.one("latinNumber")
    if not number and not latin:
        return None
    country, _ = part.country()
    said = [each for each in _FLAGS if part.true(each)]
    said += [f"in Latin letters {latin}"] if latin and number and latin != number else []
    for attribute in ("issuedBy", "issuedDate", "validFrom", "validTo", "nameOnDocument", "region"):
        text = part.one(attribute)
        said += [f"{attribute} {text}"] if text else []
    said += part.texts.all("remark")
    kind = part.one("identificationTypeDescription") or part.one("identificationTypeCode")
    return Identifier(kind, number or latin, country, "; ".join(said))


def _is_xml(opened: Opened) -> bool:
    return begins_with(opened, "export") and _NAMESPACE in opened.head()


def _is_csv(opened: Opened) -> bool:
    header = opened.head().decode("utf-8-sig", errors="replace").partition("\n")[0].split(";")
    return all(column in [each.strip().strip('"') for each in header] for column in _NEEDED)


KINDS: Final = (
    Kind("eu/xml", "EU consolidated list of financial sanctions, XML", read_xml, _is_xml, (LIST,), experimental=True),
    Kind("eu/csv", "EU consolidated list of financial sanctions, CSV", read_csv, _is_csv, (LIST,), experimental=True),
)
