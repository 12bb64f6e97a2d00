"""Reads the Security Council's consolidated list, in the XML that the UN publishes. Never decides who else is meant.

    <CONSOLIDATED_LIST dateGenerated="...">
      <INDIVIDUALS> <INDIVIDUAL> REFERENCE_NUMBER, names, aliases, addresses, births, documents ...
      <ENTITIES> <ENTITY> ...

An entry's id is its REFERENCE_NUMBER: unique, the same from one publication to the next, and what the committees cite.
The UN's own number of the record (DATAID) is kept beside it. An element that we do not know is kept under its name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final
from xml.etree.ElementTree import Element

import msgspec

from reprieve.errors import BadList
from reprieve.intake.opened import Opened, bare
from reprieve.lists.reading import Kind, Reading, day
from reprieve.model.listed import Address, Entry, Identifier, Name, NameKind, PartyKind, Strength
from reprieve.text.country import country_code
from reprieve.text.script import script_of

LIST: Final = "un/sc/consolidated"
_KINDS: Final[dict[str, PartyKind]] = {"INDIVIDUAL": "person", "ENTITY": "organization"}
_GROUPS: Final = ("ALIAS", "ADDRESS", "DATE_OF_BIRTH", "PLACE_OF_BIRTH", "DOCUMENT")
_NAMES: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_QUALITIES: Final[dict[str, tuple[NameKind, Strength]]] = {
    "": ("alias", "strong"),
    "Good": ("alias", "strong"),
    "Low": ("alias", "weak"),
    "a.k.a.": ("alias", "strong"),
    "f.k.a.": ("former", "strong"),
}
_DATES: Final = {"": "", "EXACT": "", "APPROXIMATELY": "approximately ", "BETWEEN": "between "}
_NO_PART: Final = "na"
"""How the UN writes that a party has no such part of a name."""
_ORIGINAL: Final = re.compile(r"(?:original script|in Arabic(?: script)?):\s*(.+)", re.IGNORECASE)
"""A note to an alias that gives the alias in its own script."""
_OFFSET: Final = re.compile(r"(?<=\d\d-\d\d)[+-]\d\d:\d\d\Z")
_BEFORE_ROOT: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?", re.DOTALL)


class Texts:
    """The texts of one element by the path to them. What is taken is gone; what is left, nobody has asked for."""

    def __init__(self, place: str, texts: Iterable[tuple[str, str]]) -> None:
        self.place = place
        self._left: dict[str, list[str]] = {}
        for path, text in texts:
            # The lines of a text were broken for print; the breaks mean nothing.
            folded = " ".join(text.split())
            if folded:
                self._left.setdefault(path, []).append(folded)

    def all(self, path: str) -> list[str]:
        """The texts at `path`, in their order."""
        return self._left.pop(path, [])

    def one(self, path: str) -> str:
        """The one text at `path`, or an empty one. Raises BadList where there are several."""
        found = self.all(path)
        if len(found) > 1:
            raise BadList(self.place, f"has {len(found)} {path}", "one")
        return found[0] if found else ""

    def rest(self) -> dict[str, list[str]]:
        """What has not been taken."""
        left, self._left = self._left, {}
        return left


def paths(element: Element, without: Container[Element] = (), path: str = "") -> Iterator[tuple[str, str]]:
    """Every text below an element with the path to it: `VALUE`, `A/B`, an attribute as `@name` or `A/B@name`."""
    for name, value in element.attrib.items():
        yield f"{path}@{bare(name)}", value
    yield path or bare(element.tag), element.text or ""
    for child in element:
        if child not in without:
            yield from paths(child, without, f"{path}/{bare(child.tag)}".removeprefix("/"))
        yield path or bare(element.tag), child.tail or ""


class Other:
    """What an entry says and has no field for, by element."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}

    def add(self, path: str, *texts: str) -> None:
        """Keeps `texts` under the name of their element."""
        self.texts.setdefault(path, []).extend(texts)

    def rest(self, texts: Texts, tag: str = "") -> None:
        """Keeps what nobody has taken of an element."""
        for path, left in texts.rest().items():
            self.add(f"{tag}/{path}" if tag and path != tag else path, *left)


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of consolidated lists, individuals and entities as they come. Raises BadList."""
    for opened in files:
        elements = opened.elements(*_KINDS)
        root = next(elements)
        if bare(root.tag) != "CONSOLIDATED_LIST":
            raise BadList(opened.path.name, f"is a {bare(root.tag)}", "a CONSOLIDATED_LIST")
        reading.published = made_at(root.get("dateGenerated", ""), opened.path.name)
        for element in elements:
            yield _entry(element, opened.path.name, reading)


def made_at(text: str, place: str) -> date | datetime | None:
    """When a file says that it was made: an instant, or a day where it names no offset from UTC. Raises BadList."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadList(place, f"{text!r} is no time at which a list is made", "a time as ISO 8601") from None
    return found if found.tzinfo else found.date()


def _entry(element: Element, file: str, reading: Reading) -> Entry:
    reference = " ".join(element.findtext("REFERENCE_NUMBER", "").split())
    if not reference:
        record = element.findtext("DATAID") or "an entry without DATAID"
        raise BadList(f"{file}, {record}", "has no REFERENCE_NUMBER", "a whole entry")
    place, tag, other = f"{file}, {reference}", bare(element.tag), Other()
    groups = {group: element.findall(f"{tag}_{group}") for group in _GROUPS}
    texts = Texts(place, paths(element, [each for found in groups.values() for each in found]))
    parts = {group: [Texts(place, paths(each)) for each in found] for group, found in groups.items()}
    addresses = [_address(each) for each in parts["ADDRESS"]]
    births, birthplaces = _births(parts)
    # Aliases last: what they say of other births joins what is said of the party.
    names = [*_own_names(texts, other), *_aliases(parts["ALIAS"], tag, births, birthplaces, other)]
    identifiers = [_document(each, tag, other) for each in parts["DOCUMENT"]]
    if not any(each.kind == "primary" for each in names):
        reading.note(f"{reference} has no name")
    entry = Entry(
        list=LIST,
        id=texts.one("REFERENCE_NUMBER"),
        kind=_KINDS[tag],
        names=tuple(names),
        countries=codes(each.country for each in addresses),
        addresses=tuple(each for each in addresses if each != Address()),
        identifiers=tuple(each for each in identifiers if each is not None),
        births=tuple(dict.fromkeys(each for each in births if each)),
        birthplaces=tuple(dict.fromkeys(each for each in birthplaces if each)),
        nationalities=tuple(texts.all("NATIONALITY/VALUE")),
        titles=(*texts.all("TITLE/VALUE"), *texts.all("DESIGNATION/VALUE")),
        programs=tuple(texts.all("UN_LIST_TYPE")),
        start=_listed(texts, other),
        remarks="\n".join(texts.all("COMMENTS1")),
        place=place,
    )
    other.rest(texts)
    for group, found in parts.items():
        for each in found:
            other.rest(each, f"{tag}_{group}")
    return msgspec.structs.replace(entry, other=reading.other(other.texts))


def _listed(texts: Texts, other: Other) -> date | None:
    """The day of listing. Some days carry an offset from UTC, that of New York: it is kept, and changes no day."""
    text = texts.one("LISTED_ON")
    plain = _OFFSET.sub("", text)
    if plain != text:
        other.add("LISTED_ON", text)
    return day(plain, "%Y-%m-%d", texts.place)


def codes(countries: Iterable[str]) -> tuple[str, ...]:
    """The codes of countries as a list names them, each once; a name without a code has none."""
    return tuple(dict.fromkeys(code for code in map(country_code, countries) if code))


# ---- names


def _own_names(texts: Texts, other: Other) -> Iterator[Name]:
    parts = [(tag, texts.one(tag)) for tag in _NAMES]
    for tag, part in parts:
        if part == _NO_PART:
            other.add(tag, part)
    whole = " ".join(part for _, part in parts if part and part != _NO_PART)
    for text in (whole, *texts.all("NAME_ORIGINAL_SCRIPT")):
        if text:
            yield Name(text, script=script_of(text))


def _aliases(
    aliases: Iterable[Texts], tag: str, births: list[str], birthplaces: list[str], other: Other
) -> Iterator[Name]:
    for alias in aliases:
        text, quality, note = alias.one("ALIAS_NAME"), alias.one("QUALITY"), alias.one("NOTE")
        if quality not in _QUALITIES:
            raise BadList(alias.place, f"{quality!r} is no quality of an alias", "Good, Low, a.k.a. or f.k.a.")
        kind, strength = _QUALITIES[quality]
        original = _ORIGINAL.search(note)
        for each in (text, original[1] if original else ""):
            if each:
                yield Name(each, kind, strength, script_of(each))
        if not text and quality:
            other.add(f"{tag}_ALIAS/QUALITY", quality)
        born = alias.one("DATE_OF_BIRTH")
        where = _line(alias.one("CITY_OF_BIRTH"), alias.one("COUNTRY_OF_BIRTH"))
        births.append(born)
        birthplaces.append(where)
        for name, said in (("NOTE", note), ("DATE_OF_BIRTH", born), ("PLACE_OF_BIRTH", where)):
            if said:
                other.add(f"{tag}_ALIAS/{name}", f"{text}: {said}")


def _line(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


# ---- births, addresses, documents


def _births(parts: dict[str, list[Texts]]) -> tuple[list[str], list[str]]:
    return [_birth(each) for each in parts["DATE_OF_BIRTH"]], [_birthplace(each) for each in parts["PLACE_OF_BIRTH"]]


def _birth(texts: Texts) -> str:
    """`1971-02-03`, `1971`, `approximately 1966`, `between 1973 and 1974`; a note stands in brackets behind it."""
    sort = texts.one("TYPE_OF_DATE")
    if sort not in _DATES:
        raise BadList(texts.place, f"{sort!r} is no type of a date of birth", "EXACT, APPROXIMATELY or BETWEEN")
    years = " and ".join(each for each in (texts.one("FROM_YEAR"), texts.one("TO_YEAR")) if each)
    when = " ".join(each for each in (texts.one("DATE"), texts.one("YEAR"), years) if each)
    return _noted(f"{_DATES[sort]}{when}" if when else "", texts.one("NOTE"), _DATES[sort])


def _birthplace(texts: Texts) -> str:
    where = _line(*(texts.one(each) for each in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY")))
    return _noted(where, texts.one("NOTE"))


def _noted(text: str, note: str, before: str = "") -> str:
    if text and note:
        return f"{text} ({note})"
    return text or (f"{before}{note}" if note else "")


def _address(texts: Texts) -> Address:
    return Address(
        street=texts.one("STREET"),
        city=texts.one("CITY"),
        region=texts.one("STATE_PROVINCE"),
        postcode=texts.one("ZIP_CODE"),
        country=texts.one("COUNTRY"),
        note=texts.one("NOTE"),
    )


def _document(texts: Texts, tag: str, other: Other) -> Identifier | None:
    """A document with a number; one without is kept as a line, since there is nothing to look for."""
    kind, number = texts.one("TYPE_OF_DOCUMENT"), texts.one("NUMBER")
    issuer, issued_in = texts.one("ISSUING_COUNTRY"), texts.one("COUNTRY_OF_ISSUE")
    note = "; ".join(
        each
        for each in (
            texts.one("TYPE_OF_DOCUMENT2"),
            _after("issued", texts.one("DATE_OF_ISSUE")),
            _after("issued in", _line(texts.one("CITY_OF_ISSUE"), issued_in if issued_in != issuer and issuer else "")),
            texts.one("NOTE"),
        )
        if each
    )
    if number:
        return Identifier(kind, number, issuer or issued_in, note)
    line = "; ".join(each for each in (kind, issuer or issued_in, note) if each)
    if line:
        other.add(f"{tag}_DOCUMENT", line)
    return None


def _after(word: str, text: str) -> str:
    return f"{word} {text}" if text else ""


def begins_with(opened: Opened, root: str) -> bool:
    """Whether a file is XML with this root element."""
    head = opened.head()
    before = _BEFORE_ROOT.match(head)
    return before is not None and re.match(rf"{root}[\s>]".encode(), head[before.end() :]) is not None


def _fits(opened: Opened) -> bool:
    return begins_with(opened, "CONSOLIDATED_LIST")


KINDS: Final = (Kind("un/xml", "United Nations Security Council Consolidated List, XML", read, _fits, (LIST,)),)
