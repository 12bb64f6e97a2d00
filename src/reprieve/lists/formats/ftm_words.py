"""The words of FollowTheMoney that entries are said in: schemata, properties, datasets, and what it takes as a value.

FollowTheMoney cleans what it is given (white space, quotes, codes, numbers with a check digit). Every value made here
is one that it leaves as it is, so that a file of ours goes through its tools unchanged. Nothing is read or written.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

from reprieve.lists.catalogue import catalogue
from reprieve.model.listed import Day, PartyKind
from reprieve.text.country import country_code
from reprieve.text.fold import folded

SCHEMATA: Final[dict[PartyKind, str]] = {
    "person": "Person",
    "organization": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "unknown": "LegalEntity",
}
KINDS_OF: Final[dict[str, PartyKind]] = {schema: kind for kind, schema in SCHEMATA.items()} | {
    "Company": "organization",
    "PublicBody": "organization",
    "Vehicle": "unknown",
}
"""What kind of party an entity of a schema is; entities of other schemata are no parties."""

IDENTIFIERS: Final = {
    "idNumber": "ID Number",
    "registrationNumber": "Registration Number",
    "taxNumber": "Tax Number",
    "vatCode": "VAT Number",
    "licenseNumber": "License Number",
    "passportNumber": "Passport",
    "socialSecurityNumber": "Social Security Number",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "okpoCode": "OKPO",
    "kppCode": "KPP",
    "bikCode": "BIK",
    "uscCode": "Unified Social Credit Code",
    "leiCode": "LEI",
    "dunsCode": "DUNS",
    "uniqueEntityId": "UEI",
    "npiCode": "NPI",
    "swiftBic": "SWIFT/BIC",
    "cageCode": "CAGE",
    "permId": "PermID",
    "giiNumber": "GIIN",
    "cikCode": "CIK",
    "irsCode": "IRS Number",
    "isinCode": "ISIN",
    "ticker": "Ticker",
    "jibCode": "JIB",
    "voenCode": "VOEN",
    "imoNumber": "IMO Number",
    "mmsi": "MMSI",
    "callSign": "Call Sign",
    "crsNumber": "CRS Number",
    "serialNumber": "Serial Number",
    "wikidataId": "Wikidata ID",
}
"""Properties that hold a number of the party, and the kind of identifier that they are."""
_FORMATS: Final = {
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "leiCode": "lei",
    "swiftBic": "bic",
    "uscCode": "uscc",
    "uniqueEntityId": "uei",
    "imoNumber": "imo",
}
_LEGAL: Final = (
    *("idNumber", "registrationNumber", "taxNumber", "vatCode", "licenseNumber", "innCode", "ogrnCode", "uscCode"),
    *("leiCode", "dunsCode", "uniqueEntityId", "swiftBic"),
)
_WRITABLE: Final[dict[str, tuple[str, ...]]] = {
    "Person": _LEGAL,
    "Organization": (*_LEGAL, "imoNumber"),
    "LegalEntity": _LEGAL,
    "Vessel": ("imoNumber", "mmsi", "callSign", "registrationNumber"),
    "Airplane": ("serialNumber", "registrationNumber"),
}
_ALIKE: Final = {
    "vessel registration identification": "imoNumber",
    "imo": "imoNumber",
    "tax id no": "taxNumber",
    "tax identification number": "taxNumber",
    "company number": "registrationNumber",
    "aircraft tail number": "registrationNumber",
    "aircraft manufacturer s serial number msn": "serialNumber",
    "legal entity identifier": "leiCode",
    "swift bic": "swiftBic",
    "vessel call sign": "callSign",
}
_CALLED: Final = {folded(label): found for found, label in IDENTIFIERS.items()} | _ALIKE

_FOREIGN: Final = {
    "us_bis_denied": "us/bis/denied-persons",
    "us_ddtc_debarred": "us/state/debarred",
    "un_sc_sanctions": "un/sc/consolidated",
    "gb_fcdo_sanctions": "uk/fcdo/sanctions",
    "eu_fsf": "eu/consolidated",
    "jp_meti_eul": "jp/meti/end-user",
}
PROGRAMS: Final = {
    "US-SSI": "us/ofac/ssi",
    "US-NS-PLC": "us/ofac/plc",
    "US-NS-CMIC": "us/ofac/cmic",
    "US-NS-MBS": "us/ofac/mbs",
    "US-CAPTA": "us/ofac/capta",
}
"""The list of a Sanction in a dataset of several lists (`us_ofac_cons`), by its program."""
_TOPICS: Final = {
    "us/bis/": "export.control",
    "us/state/debarred": "debarment",
    "us/": "sanction",
    "un/": "sanction",
    "uk/": "sanction",
    "eu/": "sanction",
    "jp/meti/": "export.control",
    "cn/mofcom/": "sanction.counter",
}


def dataset(list_: str) -> str:
    """The name of a list as a dataset: `us_bis_entity_list`."""
    return "_".join(folded(list_).replace("_", " ").split()) or "list"


@cache
def datasets() -> dict[str, str]:
    """The lists that we know by the name of their dataset, in our files and in those of OpenSanctions."""
    return {dataset(each): each for each in catalogue().lists} | _FOREIGN


def topic(list_: str) -> str:
    """Why a party of this list is a risk, as FollowTheMoney puts it; empty where nothing is said of the list."""
    return next((risk for start, risk in _TOPICS.items() if list_.startswith(start)), "")


# --- values that FollowTheMoney leaves as they are ------------------------------------------------------------------

_BLANK: Final = re.compile("[\u0a00\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2060-\u2064\ud800-\udfff\ufeff]"
)
_QUOTED: Final = re.compile(r"""^["'](.*)["']$""")
_BREAKS: Final = re.compile(r"\r\n|\n|<BR/>|<BR>|\t|ESQ\.,|ESQ,|;")
_LONGEST_NUMBER: Final = 64
_COMMAS: Final = re.compile(r",\s?[,.]")


def _settled(text: str, once: re.Pattern[str], by: str, *, squeezed: bool) -> str:
    """A text that one more cleaning would not change."""
    while True:
        clean = _UNSEEN.sub("", _BLANK.sub(" ", unicodedata.normalize("NFC", text))).strip()
        clean = once.sub(by, clean)
        clean = " ".join(clean.split()) if squeezed else clean
        if clean == text:
            return clean
        text = clean


def plain_text(text: str) -> str:
    """Without what cannot be seen, and without blanks around it."""
    return _settled(text, _COMMAS, r"\g<0>", squeezed=False)


def plain_name(text: str) -> str:
    """The same for a name: neither quotes around it nor several blanks in a row."""
    return _settled(text, _QUOTED, r"\1", squeezed=True)


def plain_address(text: str) -> str:
    """The same for an address on one line, with commas where lines ended."""
    return _settled(_BREAKS.sub(", ", text), _COMMAS, ", ", squeezed=True)


def number(text: str) -> str:
    """The same for a number; empty for what is too long to be taken for one, such as a sentence."""
    clean = plain_text(text)
    return clean if len(clean) <= _LONGEST_NUMBER else ""


def country(text: str) -> str:
    """The code of a country as FollowTheMoney writes it (`cn`); empty where it has none."""
    code = country_code(text)
    return "" if code == "AN" else code.lower()  # the Netherlands Antilles are gone, and from its codes too


@cache
def url(text: str) -> str:
    """An address on the web that FollowTheMoney accepts; empty where it is none."""
    from rigour.urls import clean_url  # noqa: PLC0415  # most commands never need it

    clean = clean_url(plain_text(text))
    return clean if clean is not None and clean_url(plain_text(clean)) == clean == plain_text(clean) else ""


def identifier(schema: str, kind: str, value: str) -> tuple[str, str]:
    """The property of an entity that holds a number of this kind, and the number; empty where none does."""
    found = _CALLED.get(folded(kind), "")
    said = number(value)
    if found not in _WRITABLE[schema] or not said:
        return "", ""
    if found not in _FORMATS:
        return found, said
    from rigour.ids import get_identifier_format  # noqa: PLC0415  # most commands never need it

    form = get_identifier_format(_FORMATS[found])
    clean = (form and form.normalize(said)) or ""
    return (found, clean) if clean == said or (clean and found == "imoNumber") else ("", "")


# --- days -----------------------------------------------------------------------------------------------------------

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WRITTEN: Final = re.compile(r"(?:circa |c\. ?)?(?:(?:(\d{1,2}) )?([A-Za-z]{3,9})\.? )?(\d{4})")
_PREFIX: Final = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d)(?:T(.+))?)?)?")


def birth(text: str) -> str:
    """A date of birth as `1962`, `1962-01` or `1962-01-15`; empty where it cannot be said so, or not surely."""
    clean = " ".join(text.split())
    if _PREFIX.fullmatch(clean):
        return clean if span(clean) and len(clean) <= len("1962-01-15") else ""
    found = _WRITTEN.fullmatch(clean)
    if not found:
        return ""
    day, month, year = found.groups()
    if month is None:
        return year if span(year) else ""
    number = next((at for at, name in enumerate(_MONTHS, 1) if month.lower().startswith(name)), 0)
    made = f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")
    return made if span(made) else ""


def span(text: str) -> tuple[Day, Day] | None:
    """The first and the last day that a date may mean (`2019-05`), or the instant that it is, in UTC; None: no date."""
    found = _PREFIX.fullmatch(text)
    if not found:
        return None
    year, month, day, hour = found.groups()
    try:
        if hour:
            at = datetime.fromisoformat(text)
            return (at, at) if at.tzinfo else (at.replace(tzinfo=UTC), at.replace(tzinfo=UTC))
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return first, first
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1) if month else date(first.year + 1, 1, 1)  # noqa: PLR2004  # December
    return first, after - timedelta(days=1)


def dated(day: Day | None) -> str:
    """A day or an instant as FollowTheMoney writes it, in UTC and to the second; empty where it has no such year."""
    if day is None or not 1000 <= day.year < 2999:  # noqa: PLR2004  # the years that it accepts, a time zone apart
        return ""
    if not isinstance(day, datetime):
        return day.isoformat()
    in_utc = day.astimezone(UTC) if day.tzinfo else day
    text = in_utc.replace(tzinfo=None, microsecond=0).isoformat()
    return text if _PREFIX.match(text) else ""
