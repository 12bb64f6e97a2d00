"""OFAC's plain XML: `sdnList` with an `sdnEntry` a party, of the SDN list or of the consolidated set.

Written from the published schema. Fields are told from each other by their elements; nothing is read out of free text.
A name is put together as the CSV files write it: `LAST, First`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from reprieve.errors import BadList
from reprieve.intake.opened import Opened, bare
from reprieve.lists.formats.ofac_labels import DESCRIBED
from reprieve.lists.formats.ofac_lists import LISTS, lists_of, set_of
from reprieve.lists.reading import Kind, Reading, day
from reprieve.model.listed import Address, Entry, Identifier, Name, NameKind, PartyKind
from reprieve.text.country import country_code

KINDS_OF_PARTY: Final[dict[str, PartyKind]] = {
    "Individual": "person",
    "Entity": "organization",
    "Vessel": "vessel",
    "Aircraft": "aircraft",
}
ALIASES: Final[dict[str, NameKind]] = {"a.k.a.": "alias", "f.k.a.": "former", "n.k.a.": "alias"}
_ROOT = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<[?!][^>]*>\s*)*<(?:[\w.-]+:)?([\w.-]+)")
_LISTS = frozenset(
    {
        "programList",
        "akaList",
        "idList",
        "nationalityList",
        "citizenshipList",
        "dateOfBirthList",
        "placeOfBirthList",
        "addressList",
        "vesselInfo",
    }
)

Item = dict[str, str]
Rest = defaultdict[str, list[str]]
"""What no field takes, by element."""


def root_of(opened: Opened) -> str:
    """The name of the root element at the head of a file; empty where the file does not begin as XML."""
    found = _ROOT.match(opened.head())
    return found[1].decode() if found else ""


def fits(opened: Opened) -> bool:
    """Whether a file is XML with the root `sdnList`."""
    return root_of(opened) == "sdnList"


def only(files: Sequence[Opened]) -> Opened:
    """The one file of a set that is one file. Raises BadList."""
    if len(files) != 1:
        raise BadList(", ".join(str(each.path) for each in files) or "no file", "is not one file", "one set at a time")
    return files[0]


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The parties of the file in its order; one that is on several lists is an entry on each. Raises BadList."""
    opened = only(files)
    path = str(opened.path)
    kind = set_of((_programs(each) for each in opened.elements("sdnEntry")), opened.name, path)
    promised, seen = "", set[str]()
    for element in opened.elements("publshInformation", "sdnEntry"):
        match bare(element.tag):
            case "sdnEntry":
                entry = _entry(element, opened, reading)
                if entry.id in seen:
                    raise BadList(entry.place, "is there a second time", "one sdnEntry a party")
                seen.add(entry.id)
                for each in lists_of(kind, entry.programs, _said(entry), entry.place):
                    yield replace(entry, list=each)
            case "publshInformation":
                head = _item(element)
                reading.published = day(head.get("Publish_Date", ""), "%m/%d/%Y", path)
                promised = head.get("Record_Count", "")
            case "sdnList":
                pass
            case other:
                raise BadList(path, f"has the root {other!r}", "sdnList")
    if promised and promised != str(len(seen)):
        reading.note(f"the file says that it has {promised} parties, and has {len(seen)}")


def _item(element: Element) -> Item:
    """The texts of an element's children by their names."""
    return {bare(each.tag): text for each in element if (text := (each.text or "").strip())}


def _lists(element: Element) -> dict[str, list[Item]]:
    """The items of each list of a party; vesselInfo is its own only item."""
    found: dict[str, list[Item]] = {}
    for each in element:
        name = bare(each.tag)
        if name == "vesselInfo":
            found[name] = [_item(each)]
        elif name in _LISTS:
            found[name] = [_item(item) or {bare(item.tag): (item.text or "").strip()} for item in each]
    return found


def _programs(element: Element) -> tuple[str, ...]:
    items = _lists(element).get("programList", [])
    return tuple(dict.fromkeys(text for item in items for text in item.values() if text))


def _entry(element: Element, opened: Opened, reading: Reading) -> Entry:
    """One party, not yet on any list."""
    plain, lists, rest = _item(element), _lists(element), Rest(list)
    number = plain.pop("uid", "")
    place = f"{opened.path.name}, {number}"
    sort = plain.pop("sdnType", "")
    if not number.isdecimal() or sort not in KINDS_OF_PARTY:
        raise BadList(
            place, f"has the uid {number!r} and the type {sort!r}", f"a number and {', '.join(KINDS_OF_PARTY)}"
        )
    name = _name(plain)
    addresses = [_address(each) for each in lists.get("addressList", [])]
    vessel = lists.get("vesselInfo", [{}])[0]
    sign, flag = vessel.pop("callSign", ""), vessel.get("vesselFlag", "")
    titles, remarks = plain.pop("title", ""), plain.pop("remarks", "")
    fields = Entry(
        list="",
        id=number,
        kind=KINDS_OF_PARTY[sort],
        names=tuple(
            each
            for each in (Name(name), *(_alias(each, place, rest) for each in lists.get("akaList", [])))
            if each.text.strip()
        ),
        countries=tuple(dict.fromkeys(filter(None, map(country_code, [*(each.country for each in addresses), flag])))),
        addresses=tuple(each for each in addresses if each != Address()),
        identifiers=(
            *([Identifier("Vessel Call Sign", sign)] if sign else []),
            *filter(None, (_identifier(each, rest) for each in lists.get("idList", []))),
        ),
        births=_told(lists, "dateOfBirthList", "dateOfBirth"),
        birthplaces=_told(lists, "placeOfBirthList", "placeOfBirth"),
        nationalities=tuple(
            dict.fromkeys([*_told(lists, "nationalityList", "country"), *_told(lists, "citizenshipList", "country")])
        ),
        titles=tuple(each.strip() for each in titles.split(";") if each.strip()),
        programs=_programs(element),
        remarks=remarks,
        place=place,
    )
    _keep(rest, plain, lists, element)
    return replace(fields, other=reading.other(dict(rest)))


def _name(item: Item) -> str:
    """`LAST, First`, or what there is of it."""
    return ", ".join(filter(None, (item.pop("lastName", ""), item.pop("firstName", ""))))


def _alias(item: Item, place: str, rest: Rest) -> Name:
    name, sort, category = _name(item), item.pop("type", ""), item.pop("category", "")
    if sort not in ALIASES or category not in {"strong", "weak"}:
        raise BadList(place, f"has an alias of type {sort!r} and category {category!r}", "a.k.a., f.k.a., n.k.a.")
    if sort == "n.k.a.":
        rest["nka"].append(name)
    return Name(name, ALIASES[sort], "weak" if category == "weak" else "strong")


def _address(item: Item) -> Address:
    return Address(
        street=", ".join(filter(None, (item.pop(f"address{number}", "") for number in (1, 2, 3)))),
        city=item.pop("city", ""),
        region=item.pop("stateOrProvince", ""),
        postcode=item.pop("postalCode", ""),
        country=item.pop("country", ""),
    )


def _identifier(item: Item, rest: Rest) -> Identifier | None:
    """A number of a party; None for what only describes it, which goes to the rest under its own label."""
    label, value, country = item.pop("idType", ""), item.pop("idNumber", ""), item.pop("idCountry", "")
    if DESCRIBED.match(label):
        rest[label].append(f"{value} ({country})" if country else value or label)
        return None
    issued, expires = item.pop("issueDate", ""), item.pop("expirationDate", "")
    note = " ".join(f"{word} {text}" for word, text in (("issued", issued), ("expires", expires)) if text)
    return Identifier(label, value, country, note)


def _told(lists: dict[str, list[Item]], name: str, field: str) -> tuple[str, ...]:
    return tuple(text for item in lists.get(name, []) if (text := item.pop(field, "")))


def _keep(rest: Rest, plain: Item, lists: dict[str, list[Item]], element: Element) -> None:
    """What is left of the items goes to the rest, by list and field; so does every element that the schema has not."""
    for name, text in plain.items():
        rest[name].append(text)
    for name, items in lists.items():
        for item in items if name != "programList" else []:
            for field, text in item.items():
                rest[f"{name}/{field}"].append(text)
    for each in element:
        if len(each) and bare(each.tag) not in _LISTS:
            rest[bare(each.tag)] += [text for part in each.itertext() if (text := part.strip())]


def _said(entry: Entry) -> str:
    """What an entry says of measures, as the remarks of the CSV files say it."""
    return "; ".join([entry.remarks, *(f"{label} {text}" for label, texts in entry.other.items() for text in texts)])


KINDS: tuple[Kind, ...] = (
    Kind("ofac/xml", "OFAC SDN list or consolidated set, XML (sdnList)", read, fits, LISTS, experimental=True),
)
