"""OFAC's CSV files: a primary file with a row a party, files of addresses and of aliases, and the rest of long remarks.

They have no header, and are told apart by the number of their columns, as OFAC's data specification gives them: 12, 6,
5 and 2. `-0-` means empty; a last line may be the end-of-file mark 0x1A. Addresses, aliases and remarks are joined to
parties by `ent_num`. Which list a party is on is decided elsewhere (`ofac_lists`); whether two parties are one is not
asked here.

The column City/State/Province/Postal Code is one cell and is kept as such in `Address.city`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.ofac_lists import LISTS, Set, lists_of, programs_of, set_of
from reprieve.lists.formats.ofac_remarks import LONGEST, told
from reprieve.lists.reading import Kind, Reading
from reprieve.model.listed import Address, Entry, Identifier, Name, PartyKind
from reprieve.text.country import country_code

PRIMARY, ADDRESSES, ALIASES, REMARKS = 12, 6, 5, 2
_FILES: Final = {
    PRIMARY: "the primary file",
    ADDRESSES: "the file of addresses",
    ALIASES: "the file of aliases",
    REMARKS: "the file of long remarks",
}
"""The files by their number of columns."""

_EMPTY = "-0-"
_END = "\x1a"
_KINDS: Final[dict[str, PartyKind]] = {
    "": "organization",
    "individual": "person",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_ALIAS_KINDS: Final = frozenset({"aka", "fka", "nka"})

Rows = dict[str, list[tuple[int, list[str]]]]
"""Rows of a file by `ent_num`, each with its line."""


def fits(opened: Opened) -> bool:
    """Whether a file is one of the four: every whole row at its head has the columns of one of them.

    The file of long remarks has nothing of its own but a number and a text, so that its name has to say `comment`.
    """
    rows = _head_rows(opened)
    width = len(rows[0]) if rows else 0
    if width not in _FILES or any(len(row) != width or not _is_number(row[0]) for row in rows):
        return False
    if width == PRIMARY:
        return all(_text(row[2]) in _KINDS and _has_empty(row) for row in rows)
    if width == ADDRESSES:
        return all(_is_number(row[1]) and _has_empty(row) for row in rows)
    if width == ALIASES:
        return all(_is_number(row[1]) and row[2] in _ALIAS_KINDS for row in rows)
    return "comment" in opened.name.lower()


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The parties of the primary file, in its order, with what the other files say of them.

    A party that is on several lists is an entry on each. Raises BadList for a file or row that is not as specified, and
    for rows of the other files whose party is not in the primary file, except where the reading is partial.
    """
    found = _by_width(files)
    primary = found[PRIMARY]
    kind = _set_of(primary, reading)
    joined = {width: _joined(found.get(width), width, reading) for width in (ADDRESSES, ALIASES, REMARKS)}
    seen: set[str] = set()
    cut = 0
    for line, row in _rows(primary, PRIMARY, reading):
        place, number = primary.place(line), _text(row[0])
        if number in seen:
            raise BadList(place, f"has the party {number} a second time", "one row a party")
        seen.add(number)
        cut += _is_cut(row, joined)
        of = lists_of(kind, programs_of(_text(row[3])), _remarks(row, joined), place)
        entry = _entry(of[0], row, place, joined, reading)
        for each in of:
            yield replace(entry, list=each)
    _orphans(found, joined, seen, reading)
    _say_what_is_missing(found, cut, reading)


def _set_of(primary: Opened, reading: Reading) -> Set:
    """Which of OFAC's two sets the primary file is of, by the programs of all its parties."""
    rows = _rows(primary, PRIMARY, Reading(partial=reading.partial))
    return set_of((programs_of(_text(row[3])) for _, row in rows), primary.name, str(primary.path))


def _by_width(files: Sequence[Opened]) -> dict[int, Opened]:
    """The files given, by their number of columns. Raises BadList where there are two of a sort, or no primary file."""
    found: dict[int, Opened] = {}
    for opened in files:
        width = len(next(opened.rows(), (1, []))[1])
        if width not in _FILES:
            raise BadList(str(opened.path), f"has rows of {width} cells", "one of OFAC's files: 12, 6, 5 or 2")
        if width in found:
            raise BadList(
                str(opened.path), f"is a second file of the sort of {found[width].path.name}", "the files of one set"
            )
        found[width] = opened
    if PRIMARY not in found:
        place = ", ".join(str(each.path) for each in files) or "no file"
        raise BadList(place, "holds no primary file", "the file with 12 columns, such as sdn.csv")
    return found


def _rows(opened: Opened, width: int, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file; the end-of-file mark is skipped, and nothing may follow it. Raises BadList."""
    ended, what = 0, ""
    for line, row in opened.rows():
        if ended:
            raise BadList(opened.place(ended), what, "a whole file")
        if row == [_END]:
            reading.skipped["end-of-file mark"] += 1
            ended, what = line, "is the end-of-file mark, but rows follow"
            continue
        if len(row) < width and reading.partial:
            reading.note(f"{opened.place(line)}: the row is cut after {len(row)} of {width} cells")
            ended, what = line, f"has {len(row)} cells, not {width}"
        elif len(row) != width:
            raise BadList(opened.place(line), f"has {len(row)} cells, not {width}", "a whole file")
        if not _is_number(row[0]):
            raise BadList(opened.place(line), f"begins with {row[0]!r}", "the number of a party")
        if row[-1].strip() == "-0":
            reading.note(f"{opened.path.name} ends inside its last cell, which is empty")
        yield line, [*row, *[_EMPTY] * (width - len(row))]


def _joined(opened: Opened | None, width: int, reading: Reading) -> Rows:
    rows: Rows = {}
    if opened is not None:
        for line, row in _rows(opened, width, reading):
            if width == ALIASES and row[2] not in _ALIAS_KINDS:
                raise BadList(opened.place(line), f"has the alias type {row[2]!r}", "aka, fka or nka")
            rows.setdefault(_text(row[0]), []).append((line, row))
    return rows


def _is_number(cell: str) -> bool:
    return cell.strip().isdecimal()


def _is_empty(cell: str) -> bool:
    """`-0-`, or as much of it as a file has that is cut inside its last cell."""
    return cell.strip() in {_EMPTY, "-0", ""}


def _has_empty(row: list[str]) -> bool:
    """Whether OFAC's mark for an empty cell is in a row; it is in every row of parties and of addresses."""
    return any(each.strip() == _EMPTY for each in row)


def _text(cell: str) -> str:
    return "" if _is_empty(cell) else cell.strip()


def _entry(of: str, row: list[str], place: str, joined: dict[int, Rows], reading: Reading) -> Entry:
    number = _text(row[0])
    _, name, sort, programs, title, call_sign, vessel_type, tonnage, grt, flag, owner, _ = map(_text, row)
    if sort not in _KINDS:
        raise BadList(place, f"has the type {sort!r}", "individual, vessel, aircraft or empty")
    addresses = [each for _, each in joined[ADDRESSES].get(number, [])]
    aliases = [each for _, each in joined[ALIASES].get(number, [])]
    remarks = _remarks(row, joined)
    said = told(remarks, cut=_is_cut(row, joined))
    listed = [Name(name)] if name else []
    return Entry(
        list=of,
        id=number,
        kind=_KINDS[sort],
        names=(*listed, *map(_alias, aliases), *said.names),
        countries=_countries([*(_text(each[4]) for each in addresses), flag]),
        addresses=tuple(filter(None, map(_address, addresses))),
        identifiers=(*([Identifier("Vessel Call Sign", call_sign)] if call_sign else []), *said.identifiers),
        births=said.births,
        birthplaces=said.birthplaces,
        nationalities=said.nationalities,
        titles=tuple(each.strip() for each in title.split(";") if each.strip()),
        programs=programs_of(programs),
        remarks=remarks,
        place=place,
        other=reading.other(
            {
                "Vess_type": [vessel_type],
                "Tonnage": [tonnage],
                "GRT": [grt],
                "Vess_flag": [flag],
                "Vess_owner": [owner],
                "Add_num": [_text(each[1]) for each in addresses],
                "alt_num": [_text(each[1]) for each in aliases],
                "nka": [_text(each[3]) for each in aliases if each[2] == "nka"],
                "alt_remarks": [_text(each[4]) for each in aliases],
            }
        ),
    )


def _alias(row: list[str]) -> Name:
    return Name(_text(row[3]), "former" if row[2] == "fka" else "alias")


def _address(row: list[str]) -> Address | None:
    """An address, or None for a row that only numbers one."""
    _, _, street, city, country, note = map(_text, row)
    found = Address(street=street, city=city, country=country, note=note)
    return None if found == Address() else found


def _countries(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for each in names if (code := country_code(each))))


def _remarks(row: list[str], joined: dict[int, Rows]) -> str:
    """The remarks as published, with the rest that the file of long remarks has; the cut may be inside a word."""
    first = "" if _is_empty(row[11]) else row[11]
    return first + "".join(each[1] for _, each in joined[REMARKS].get(_text(row[0]), []))


def _is_cut(row: list[str], joined: dict[int, Rows]) -> bool:
    return len(row[11]) >= LONGEST and _text(row[0]) not in joined[REMARKS]


def _orphans(found: dict[int, Opened], joined: dict[int, Rows], seen: set[str], reading: Reading) -> None:
    """Rows whose party is not in the primary file: refused, or noted where the reading is partial."""
    for width, rows in joined.items():
        lost = [(line, number) for number, each in rows.items() if number not in seen for line, _ in each]
        if lost and not reading.partial:
            line, number = min(lost)
            raise BadList(
                found[width].place(line), f"is of the party {number}, which is not in the primary file", "one set"
            )
        if lost:
            reading.note(f"{found[width].path.name}: {len(lost)} rows are of parties that are not in the primary file")


def _say_what_is_missing(found: dict[int, Opened], cut: int, reading: Reading) -> None:
    for width in (ADDRESSES, ALIASES):
        if width not in found:
            reading.note(f"{_FILES[width]} was not given: all parties are here, without their {_FILES[width][12:]}")
    if cut:
        reading.note(
            f"the remarks of {cut} parties are cut at {LONGEST:,} characters: {_FILES[REMARKS]} (comments) was not"
            " given, or has not their rest"
        )


def _head_rows(opened: Opened) -> list[list[str]]:
    """The rows at the head of a file, without a last one that may be cut; none where it is no such text."""
    text = opened.head().decode("utf-8", errors="replace").removeprefix("\ufeff")
    lines = list(io.StringIO(text, newline=""))
    whole = lines[:-1] if len(lines) > 1 else lines
    try:
        return [row for row in csv.reader(whole, strict=True) if row and row != [_END]]
    except csv.Error:
        return []


KINDS: tuple[Kind, ...] = (
    Kind("ofac/csv", "OFAC SDN list or consolidated set, CSV (primary, addresses, aliases)", read, fits, LISTS),
)
