"""The Remarks column of OFAC's CSV files: birth, nationality, numbers and weak aliases, told in one line of text.

    told("DOB 01 Jan 1970; Passport A1 (Iran); a.k.a. 'ABU X'.")

The line is made of parts with `; ` between them, and ends with a full stop. What is recognized is said again in the
fields of an entry; the line itself is never changed by it, and a part that is not recognized is left to the reader. A
number is never taken from a part that may be cut.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from reprieve.lists.formats.ofac_labels import CONTACT, DESCRIBED, NUMBERED
from reprieve.model.listed import Identifier, Name
from reprieve.text.country import country_code

BETWEEN: Final = "; "
LONGEST: Final = 1000
"""Characters of the Remarks column; what is longer goes on in the file of remarks."""

_NAME_BEGINS = re.compile(r"[afn]\.k\.a\. '")
_NAME_ENDS = re.compile(r"'\.?\s*\Z")
_NAME = re.compile(r"(?P<how>[afn])\.k\.a\. '(?P<name>.*\S)\s*'", re.DOTALL)
_BIRTH = re.compile(r"DOB:? (?P<day>[^:]*\d[^:]*)")
_BIRTHPLACE = re.compile(r"POB:? (?P<place>.+)", re.DOTALL)
_NATION = re.compile(r"(?:nationality|citizen) (?P<country>.+)")
_VALUE = re.compile(r"(?P<value>.*?\S)(?: \((?P<country>[^()]+)\))?(?: (?P<note>(?:issued|expires) .*))?\.?", re.DOTALL)
_SECOND = re.compile(r"\b(?:No\.|Number\b)")
_LETTER_STOP = re.compile(r"\b[A-Z]\.\Z")


class Told(msgspec.Struct, frozen=True):
    """What the remarks of one party say. `noted`: parts that are known and have no field; `unread`: the others."""

    births: tuple[str, ...] = ()
    birthplaces: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    names: tuple[Name, ...] = ()
    noted: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def parts(remarks: str) -> list[str]:
    """The parts of a line of remarks; joined by `; ` they are the line again. A quoted name may hold a semicolon."""
    pieces = remarks.split(BETWEEN)
    found: list[str] = []
    at = 0
    while at < len(pieces):
        end = _closed(pieces, at)
        found.append(BETWEEN.join(pieces[at:end]))
        at = end
    return found


def _closed(pieces: list[str], at: int) -> int:
    """Where the piece at hand ends: after itself, or after the piece that closes the quotation which it opens."""
    if not _NAME_BEGINS.match(pieces[at]) or _NAME_ENDS.search(pieces[at]):
        return at + 1
    for end in range(at + 1, len(pieces)):
        if _NAME_BEGINS.match(pieces[end]):
            break
        if _NAME_ENDS.search(pieces[end]):
            return end + 1
    return at + 1


def told(remarks: str, *, cut: bool = False) -> Told:
    """What a line of remarks says. `cut`: it is cut off, so that its last part may be too and is left unread."""
    found: dict[str, list[str | Identifier | Name]] = {field: [] for field in Told.__struct_fields__}
    whole = parts(remarks) if remarks.strip() else []
    for number, part in enumerate(whole, 1):
        last = number == len(whole)
        field, fact = ("unread", part) if last and cut else _read(_bare(part, last=last))
        if fact not in found[field]:
            found[field].append(fact)
    return msgspec.convert({field: tuple(facts) for field, facts in found.items()}, Told)


def _bare(part: str, *, last: bool) -> str:
    """A part without `alt.` and without the full stop that ends the line."""
    text = part.strip()
    text = text[5:] if text[:5].lower() == "alt. " else text
    return text[:-1] if last and text.endswith(".") and not _LETTER_STOP.search(text) else text


def _read(part: str) -> tuple[str, str | Identifier | Name]:
    if found := _NAME.fullmatch(part.removesuffix(".")):
        return "names", Name(found["name"], "former" if found["how"] == "f" else "alias", "weak")
    if found := _BIRTH.fullmatch(part):
        return "births", found["day"].removesuffix(".")
    if found := _BIRTHPLACE.fullmatch(part):
        return "birthplaces", found["place"]
    if (found := _NATION.fullmatch(part)) and country_code(country := found["country"].removesuffix(".")):
        return "nationalities", country
    if (found := NUMBERED.fullmatch(part)) and _is_number(found["value"]):
        return "identifiers", _identifier(found["label"], found["value"])
    if found := CONTACT.fullmatch(part):
        return "identifiers", Identifier(found["label"], found["value"])
    return ("noted" if DESCRIBED.match(part) else "unread"), part


def _is_number(value: str) -> bool:
    """Whether a value can be one number: it has a figure or is in capitals, and is no sentence and no second number."""
    first = value.split(maxsplit=1)[0]
    sentence = first.isalpha() and first.islower()
    return (any(map(str.isdigit, value)) or first.isupper()) and not sentence and _SECOND.search(value) is None


def _identifier(label: str, value: str) -> Identifier:
    """A number with the country that gave it and its days; other words in brackets are part of it."""
    found = _VALUE.fullmatch(value)
    if found is None:
        return Identifier(label, value)
    country, note = found["country"] or "", found["note"] or ""
    if country and not country_code(country):
        return Identifier(label, f"{found['value']} ({country})", "", note)
    return Identifier(label, found["value"], country, note)
