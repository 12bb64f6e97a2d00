"""OFAC's advanced XML: `DistinctParty` with profiles, identities and features, and everything else by number.

Written from the published schema (`Sanctions` with `ReferenceValueSets`). The file names the list of each party itself.
A feature is told by the word of its type; a feature that has no field of an entry goes to `other` under that word. A
name is put together as OFAC's other files write it: `LAST, First`, the parts after the last name in their order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element

import msgspec
from msgspec.structs import replace

from reprieve.errors import BadList
from reprieve.intake.opened import Opened, bare
from reprieve.lists.formats.ofac_dates import period
from reprieve.lists.formats.ofac_labels import identifies
from reprieve.lists.formats.ofac_lists import LISTS, SDN
from reprieve.lists.formats.ofac_references import Listing, References, children, text_in, text_of
from reprieve.lists.formats.ofac_xml import KINDS_OF_PARTY, only, root_of
from reprieve.lists.reading import Kind, Reading
from reprieve.model.listed import Address, Entry, Identifier, Name, NameKind
from reprieve.text.country import country_code

CONSOLIDATED: Final = "Consolidated List"
"""Said of a party of the consolidated set beside the list that it is on."""

_LIST_NAMES: Final = (
    (re.compile(r"SDN List"), SDN),
    (re.compile(r".*Sectoral Sanctions.*"), "us/ofac/ssi"),
    (re.compile(r".*Palestinian Legislative.*"), "us/ofac/plc"),
    (re.compile(r".*(?:CMIC|Chinese Military-Industrial).*"), "us/ofac/cmic"),
    (re.compile(r".*Menu-Based.*"), "us/ofac/mbs"),
    (re.compile(r".*(?:CAPTA|Correspondent Account|561).*", re.IGNORECASE), "us/ofac/capta"),
)
_ALIAS_KINDS: Final[dict[str, NameKind]] = {
    "Name": "alias",
    "A.K.A.": "alias",
    "F.K.A.": "former",
    "N.K.A.": "alias",
}
_SCRIPTS: Final = {
    "Latin": "Latn",
    "Cyrillic": "Cyrl",
    "Arabic": "Arab",
    "Chinese Simplified": "Hans",
    "Chinese Traditional": "Hant",
    "Hangul": "Hang",
    "Korean": "Kore",
    "Japanese": "Jpan",
    "Hebrew": "Hebr",
    "Greek": "Grek",
    "Georgian": "Geor",
}
_NATIONS: Final = frozenset({"Nationality Country", "Citizenship Country"})
_KNOWN: Final = frozenset({"Identity", "Feature", "Comment", "SanctionsEntryReference"})
_ISO_LETTERS: Final = 4


class Fact(msgspec.Struct, frozen=True):
    """One version of one feature: the word of its type, its text, its places, its comment."""

    sort: str
    text: str
    places: tuple[Address, ...]
    comment: str


def fits(opened: Opened) -> bool:
    """Whether a file is XML with the root `Sanctions`, in the form that OFAC gives it."""
    head = opened.head()
    return root_of(opened) == "Sanctions" and (b"ReferenceValueSets" in head or b"ADVANCED_XML" in head)


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The parties of the file in its order; one that is on several lists is an entry on each. Raises BadList.

    A file of the SDN list may say of its parties that they are on other lists, and the other way round. Only the lists
    of the set at hand are taken, for the file does not hold the others whole.
    """
    opened = only(files)
    known = References(opened)
    reading.published = known.issued
    wanted = _lists_at_hand(known)
    seen: set[str] = set()
    for element in opened.elements("DistinctParty"):
        if bare(element.tag) != "DistinctParty":
            continue
        number = element.get("FixedRef", "")
        if not number or number in seen:
            raise BadList(known.place, f"has the party {number!r} without a number or a second time", "one a party")
        seen.add(number)
        yield from _party(element, known, wanted, reading)
    _left_over(known, reading)


def _lists_at_hand(known: References) -> frozenset[str]:
    """The lists that the file holds whole: SDN where all its parties are SDNs, the others where none need be one."""
    of = [{_list_id(each.list, known.place) for each in listings} - {""} for listings in known.listings.values()]
    if all(SDN in each for each in of) and any(each == {SDN} for each in of):
        return frozenset({SDN})
    if all(each - {SDN} for each in of) and any(SDN not in each for each in of):
        return frozenset(LISTS) - {SDN}
    return frozenset(LISTS)


def _list_id(name: str, place: str) -> str:
    """The id of a list by its name; empty for the consolidated set as such. Raises BadList."""
    if name == CONSOLIDATED:
        return ""
    for pattern, found in _LIST_NAMES:
        if pattern.fullmatch(name):
            return found
    raise BadList(
        place, f"names the list {name!r}", f"one of those that we know, such as 'SDN List' or {CONSOLIDATED!r}"
    )


def _party(element: Element, known: References, wanted: frozenset[str], reading: Reading) -> Iterator[Entry]:
    number = element.get("FixedRef", "")
    place = f"{known.place}, {number}"
    profiles = list(children(element, "Profile"))
    listings = [each for profile in profiles for each in known.listings.pop(profile.get("ID", ""), [])]
    named = [(found, each) for each in listings if (found := _list_id(each.list, place))]
    if not named:
        raise BadList(place, "is on no list", "a SanctionsEntry that names one")
    entry, rest = _entry(element, profiles, known, reading)
    shared = [each for each in listings if each.list == CONSOLIDATED]
    for of in dict.fromkeys(found for found, _ in named):
        if of not in wanted:
            reading.skipped[f"parties of {of}, which this file does not hold whole"] += 1
            continue
        yield _listed(entry, of, [*(each for found, each in named if found == of), *shared], rest, reading)


def _left_over(known: References, reading: Reading) -> None:
    """Listings, documents and relations of parties that are not in the file: refused, or noted if it is partial."""
    for what, left in (
        ("SanctionsEntry", known.listings),
        ("IDRegDocument", known.documents),
        ("ProfileRelationship", known.relations),
    ):
        if left and not reading.partial:
            raise BadList(
                known.place, f"has a {what} of {next(iter(left))}, which is in no DistinctParty", "a whole file"
            )
        if left:
            reading.note(f"{known.place}: {len(left)} parties of a {what} are not in the file")


def _listed(entry: Entry, of: str, listings: Sequence[Listing], rest: dict[str, list[str]], reading: Reading) -> Entry:
    """The entry on one list, with the programs and the first day that the list gives."""
    other = defaultdict(list, {name: list(texts) for name, texts in rest.items()})
    for name, text in dict.fromkeys(each for listing in listings for each in listing.other):
        other[name].append(text)
    starts = [each.start for each in listings if each.start is not None and each.list != CONSOLIDATED]
    return replace(
        entry,
        list=of,
        programs=tuple(dict.fromkeys(program for each in listings for program in each.programs if program)),
        start=min(starts, default=None),
        other=reading.other(dict(other)),
    )


def _entry(
    element: Element, profiles: Sequence[Element], known: References, reading: Reading
) -> tuple[Entry, dict[str, list[str]]]:
    """A party without its listings, and what has no field."""
    number = element.get("FixedRef", "")
    place = f"{known.place}, {number}"
    rest: defaultdict[str, list[str]] = defaultdict(list)
    identities = [each for profile in profiles for each in children(profile, "Identity")]
    facts = [fact for profile in profiles for fact in _facts(profile, known)]
    rest["Identity/False"] += [each.get("ID", "") for each in identities if each.get("False") == "true"]
    for profile in profiles:
        rest["ProfileRelationship"] += known.relations.pop(profile.get("ID", ""), [])
        rest["Profile/Comment"].append(text_in(profile, "Comment"))
        for each in profile:
            if bare(each.tag) not in _KNOWN:
                rest[bare(each.tag)] += [text for part in each.itertext() if (text := part.strip())]
    addresses = [found for each in _of(facts, "Location") for found in each.places if found != Address()]
    flags = [_words_of(each) for each in _of(facts, "Vessel Flag")]
    documents = [each for identity in identities for each in known.documents.pop(identity.get("ID", ""), [])]
    entry = Entry(
        list="",
        id=number,
        kind=KINDS_OF_PARTY.get(_sort(profiles, known, place), "unknown"),
        names=tuple(name for each in identities for name in _names(each, known, rest, reading)),
        countries=tuple(dict.fromkeys(filter(None, map(country_code, [*(a.country for a in addresses), *flags])))),
        addresses=tuple(addresses),
        identifiers=(*documents, *(Identifier(f.sort, f.text, note=f.comment) for f in facts if identifies(f.sort))),
        births=tuple(each.text for each in _of(facts, "Birthdate")),
        birthplaces=tuple(_words_of(each) for each in _of(facts, "Place of Birth")),
        nationalities=tuple(dict.fromkeys(_words_of(each) for each in _of(facts, *_NATIONS))),
        titles=tuple(each.text for each in _of(facts, "Title")),
        remarks=text_in(element, "Comment"),
        place=place,
    )
    _keep(facts, rest)
    return entry, rest


def _of(facts: Iterable[Fact], *sorts: str) -> list[Fact]:
    return [each for each in facts if each.sort in sorts]


def _keep(facts: Iterable[Fact], rest: defaultdict[str, list[str]]) -> None:
    """Features without a field, and the comments on those with one."""
    fields = {"Location", "Birthdate", "Place of Birth", "Title", *_NATIONS}
    for each in facts:
        if each.sort not in fields and not identifies(each.sort):
            rest[each.sort].append(" ".join(filter(None, (_words_of(each), each.comment))))
        elif each.sort in fields:
            rest[f"{each.sort}/Comment"].append(each.comment)


def _sort(profiles: Sequence[Element], known: References, place: str) -> str:
    """`Individual`, `Entity`, `Vessel` or `Aircraft`: the sub-type, or the type where that is `Unknown`."""
    for each in profiles:
        found = known.value("PartySubType", each.get("PartySubTypeID"))
        if found is not None:
            word = text_of(found)
            return word if word in KINDS_OF_PARTY else known.word("PartyType", found.get("PartyTypeID"))
    raise BadList(place, "has no profile with a PartySubTypeID", "a Profile")


def _names(identity: Element, known: References, rest: defaultdict[str, list[str]], reading: Reading) -> Iterator[Name]:
    """The names of an identity. The first one of the primary alias is primary; it may stand there in other scripts."""
    sorts = {
        each.get("ID", ""): known.word("NamePartType", each.get("NamePartTypeID"))
        for each in identity.iter()
        if bare(each.tag) == "NamePartGroup"
    }
    main = identity.get("Primary") != "false"
    for alias in children(identity, "Alias"):
        sort = known.word("AliasType", alias.get("AliasTypeID"))
        if sort not in _ALIAS_KINDS:
            raise BadList(known.place, f"has the alias type {sort!r}", ", ".join(_ALIAS_KINDS))
        kind: NameKind = "primary" if main and alias.get("Primary") == "true" else _ALIAS_KINDS[sort]
        for documented in children(alias, "DocumentedName"):
            text, script = _name(documented, sorts, known, reading)
            if sort == "N.K.A.":
                rest["nka"].append(text)
            if text.strip():
                yield Name(text, kind, "weak" if alias.get("LowQuality") == "true" else "strong", script)
            kind = "alias" if kind == "primary" else kind


def _name(documented: Element, sorts: dict[str, str], known: References, reading: Reading) -> tuple[str, str]:
    """A name in one line, and its script."""
    last: list[str] = []
    others: list[str] = []
    script = ""
    for part in children(documented, "DocumentedNamePart"):
        for value in children(part, "NamePartValue"):
            named_last = sorts.get(value.get("NamePartGroupID", "")) == "Last Name"
            (last if named_last else others).append(text_of(value))
            script = script or _script(known.value("Script", value.get("ScriptID")), reading)
    return ", ".join(filter(None, (" ".join(last), " ".join(others)))), script


def _script(found: Element | None, reading: Reading) -> str:
    """The code of a script as ISO 15924 has it, from its code or its English name."""
    if found is None:
        return ""
    code, word = found.get("ScriptCode", ""), text_of(found)
    if len(code) == _ISO_LETTERS:
        return code
    if word not in _SCRIPTS:
        reading.note(f"names in the script {word!r} have no code of a script")
    return _SCRIPTS.get(word, "")


def _facts(profile: Element, known: References) -> Iterator[Fact]:
    for feature in children(profile, "Feature"):
        sort = known.word("FeatureType", feature.get("FeatureTypeID"))
        for version in children(feature, "FeatureVersion"):
            details = [_detail(each, known) for each in children(version, "VersionDetail")]
            days = [period(each, known.place) for each in children(version, "DatePeriod")]
            places = [known.location(each.get("LocationID", "")) for each in children(version, "VersionLocation")]
            comments = (text_in(feature, "Comment"), text_in(version, "Comment"))
            text = "; ".join(filter(None, [*details, *days]))
            yield Fact(sort, text, tuple(places), "; ".join(filter(None, comments)))


def _detail(detail: Element, known: References) -> str:
    return text_of(detail) or known.word("DetailReference", detail.get("DetailReferenceID"))


def _words_of(fact: Fact) -> str:
    """What a feature says in one line: its text, or its place where it has none."""
    lines = (", ".join(filter(None, (p.full, p.street, p.city, p.region, p.postcode, p.country))) for p in fact.places)
    return fact.text or "; ".join(lines)


KINDS: tuple[Kind, ...] = (
    Kind("ofac/advanced", "OFAC SDN list or consolidated set, advanced XML", read, fits, LISTS, experimental=True),
)
