"""What OFAC's advanced XML says beside its parties, and parties refer to by number: words, places, documents, listings.

The file is read once for all of this and held: parties stand between the places they refer to and the listings that
refer to them. A number that stands for nothing is a fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

import msgspec

from reprieve.errors import BadList
from reprieve.intake.opened import Opened, bare
from reprieve.lists.formats.ofac_dates import day_of, period
from reprieve.model.listed import Address, Identifier

WANTED = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    "ProfileRelationship",
    "SanctionsEntry",
)
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_DOCUMENT_DAYS = {"Issue Date": "issued", "Expiration Date": "expires"}


class Listing(msgspec.Struct, frozen=True):
    """One SanctionsEntry: a party on one list. `list` is the list's name in the file."""

    list: str
    programs: tuple[str, ...]
    start: date | None
    other: tuple[tuple[str, str], ...]


class References:
    """All of it, by the numbers of the file. `place` names the file in faults."""

    def __init__(self, opened: Opened) -> None:
        self.place = opened.path.name
        self.issued: date | None = None
        self.locations: dict[str, Address] = {}
        self.documents: defaultdict[str, list[Identifier]] = defaultdict(list)
        self.listings: defaultdict[str, list[Listing]] = defaultdict(list)
        self.relations: defaultdict[str, list[str]] = defaultdict(list)
        self._words: dict[tuple[str, str], Element] = {}
        for element in opened.elements(*WANTED):
            self._take(element)

    def _take(self, element: Element) -> None:
        match bare(element.tag):
            case "DateOfIssue":
                self.issued = day_of(element, self.place)
            case "ReferenceValueSets":
                self._words.update(((bare(v.tag), v.get("ID", "")), v) for group in element for v in group)
            case "Location":
                self.locations[element.get("ID", "")] = self._location(element)
            case "IDRegDocument":
                self.documents[element.get("IdentityID", "")].append(self._document(element))
            case "ProfileRelationship":
                self.relations[element.get("From-ProfileID", "")].append(self._relation(element))
            case "SanctionsEntry":
                self.listings[element.get("ProfileID", "")].append(self._listing(element))

    def value(self, sort: str, number: str | None) -> Element | None:
        """The value with this number, None where no number is given. Raises BadList for a number that has none."""
        if not number:
            return None
        if (sort, number) not in self._words:
            raise BadList(self.place, f"refers to the {sort} {number}, which it does not define", "a whole file")
        return self._words[sort, number]

    def word(self, sort: str, number: str | None) -> str:
        """The text of a value; empty where no number is given. Raises BadList for a number that has none."""
        found = self.value(sort, number)
        return "" if found is None else text_of(found)

    def location(self, number: str) -> Address:
        """A place by its number. Raises BadList."""
        if number not in self.locations:
            raise BadList(self.place, f"refers to the Location {number}, which it does not define", "a whole file")
        return self.locations[number]

    def _location(self, element: Element) -> Address:
        lines: dict[str, str] = {}
        notes: list[str] = []
        for part in children(element, "LocationPart"):
            sort = self.word("LocPartType", part.get("LocPartTypeID"))
            for value in children(part, "LocationPartValue"):
                text, comment = text_in(value, "Value"), text_in(value, "Comment")
                text = f"{text} ({comment})" if comment else text
                if sort in lines or value.get("Primary") == "false":
                    notes.append(f"{sort}: {text}")
                elif text:
                    lines[sort] = text
        known = {*_STREET, "CITY", "STATE/PROVINCE", "POSTAL CODE", "Unknown"}
        notes += [f"{sort}: {text}" for sort, text in lines.items() if sort not in known]
        return Address(
            full=lines.get("Unknown", ""),
            street=", ".join(lines[each] for each in _STREET if each in lines),
            city=lines.get("CITY", ""),
            region=lines.get("STATE/PROVINCE", ""),
            postcode=lines.get("POSTAL CODE", ""),
            country=self._country(element),
            note="; ".join(notes),
        )

    def _country(self, element: Element) -> str:
        """The country of a place; where it has none, the area, which may be a country or a part of one."""
        for each in children(element, "LocationCountry"):
            return self.word("Country", each.get("CountryID"))
        for each in children(element, "LocationAreaCode"):
            area = self.value("AreaCode", each.get("AreaCodeID"))
            return "" if area is None else area.get("Description", "") or text_of(area)
        return ""

    def _document(self, element: Element) -> Identifier:
        issuer = next((each.get("CountryID") for each in children(element, "IssuedBy")), None)
        notes = [
            f"{_DOCUMENT_DAYS.get(sort, sort)} {period(each, self.place)}"
            for each in children(element, "DocumentDate")
            for sort in [self.word("IDRegDocDateType", each.get("IDRegDocDateTypeID"))]
        ]
        validity = self.word("Validity", element.get("ValidityID"))
        notes += [text for name in ("IssuingAuthority", "Comment") if (text := text_in(element, name))]
        return Identifier(
            kind=self.word("IDRegDocType", element.get("IDRegDocTypeID")),
            value=text_in(element, "IDRegistrationNo"),
            country=self.word("Country", element.get("IssuedBy-CountryID") or issuer),
            note=" ".join([*notes, *([validity] if validity not in {"", "Valid"} else [])]),
        )

    def _relation(self, element: Element) -> str:
        words = [self.word("RelationType", element.get("RelationTypeID")), element.get("To-ProfileID", "")]
        former = ["(former)"] if element.get("Former") == "true" else []
        return " ".join(filter(None, [*words, *former, text_in(element, "Comment")]))

    def _listing(self, element: Element) -> Listing:
        """The programs are the comments of measures of the type Program; listed from the day of the event Created."""
        programs: list[str] = []
        other: list[tuple[str, str]] = []
        start: date | None = None
        for each in children(element, "SanctionsMeasure"):
            sort, comment = self.word("SanctionsType", each.get("SanctionsTypeID")), text_in(each, "Comment")
            if sort == "Program":
                programs.append(comment)
            else:
                other.append(("SanctionsMeasure", " ".join(filter(None, (sort, comment, period(each, self.place))))))
        for each in children(element, "EntryEvent"):
            sort = self.word("EntryEventType", each.get("EntryEventTypeID"))
            days = [day_of(found, self.place) for found in children(each, "Date")]
            if sort == "Created" and days:
                start = min([*days, *([start] if start else [])])
            else:
                other.append(("EntryEvent", " ".join([sort, *(f"{found:%d %b %Y}" for found in days)])))
            other.append(("LegalBasis", self.word("LegalBasis", each.get("LegalBasisID"))))
            other.append(("EntryEvent/Comment", text_in(each, "Comment")))
        return Listing(self.word("List", element.get("ListID")), tuple(programs), start, tuple(other))


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of an element that have this name, whatever their namespace."""
    return (each for each in element if bare(each.tag) == name)


def text_of(element: Element) -> str:
    """The text of an element, without the white space around it."""
    return (element.text or "").strip()


def text_in(element: Element, name: str) -> str:
    """The text of the first child with this name; empty where there is none."""
    return next(map(text_of, children(element, name)), "")
