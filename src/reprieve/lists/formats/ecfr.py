"""Reads the Entity List as the eCFR publishes it: Supplement No. 4 to 15 CFR Part 744, in the XML of the versioner.

Written from the published schema, not yet from a real file. A row has five cells: country, entity, license requirement,
license review policy, citation. The country stands once for its group. The cell of an entity is kept whole in `other`,
because what it says is prose; name, aliases and addresses are taken out of it only where its lines show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from reprieve.errors import BadList
from reprieve.intake.opened import Opened, bare
from reprieve.lists.formats.csl_cells import citations
from reprieve.lists.formats.ecfr_entity import party
from reprieve.lists.formats.predicate import policy, requirement
from reprieve.lists.reading import Ids, Kind, Reading
from reprieve.model.listed import Entry
from reprieve.text.country import country_code

LIST: Final = "us/bis/entity-list"
_SUPPLEMENT: Final = "supplement no. 4 to part 744"
_HEADER: Final = ("country", "entity", "license requirement", "license review policy", "federal register citation")


class Row(NamedTuple):
    """One row of the table, its cells as lines of text."""

    country: str
    entity: str
    requirement: str
    policy: str
    cites: str

    @property
    def only_entity(self) -> bool:
        """Whether it goes on with the entity above: a long cell may be set as several rows."""
        return bool(self.entity) and not (self.country or self.requirement or self.policy or self.cites)

    @property
    def only_country(self) -> bool:
        """Whether it is the head of a group."""
        return bool(self.country) and not (self.entity or self.requirement or self.policy or self.cites)


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of each file, in the order of the table. Raises BadList at the first row that is wrong."""
    for opened in files:
        found = False
        for element in opened.elements("DIV9"):
            if bare(element.tag) == "DIV9" and " ".join(element.get("N", "").split()).casefold() == _SUPPLEMENT:
                found = True
                yield from _entries(element, opened.path.name, reading)
        if not found:
            raise BadList(str(opened.path), "has no Supplement No. 4 to Part 744", "part 744 of 15 CFR, whole")


def _entries(supplement: Element, where: str, reading: Reading) -> Iterator[Entry]:
    tables = [each for each in supplement.iter() if bare(each.tag) == "TABLE"]
    if not tables:
        raise BadList(where, "has no table in Supplement No. 4", "the table of the Entity List")
    ids = Ids()
    for table in tables:
        for row in _whole(_rows(table, where)):
            yield _entry(row, where, ids, reading)


def _rows(table: Element, where: str) -> Iterator[Row]:
    """The rows below the header, each with its country."""
    lines = [[_text(cell) for cell in row if bare(cell.tag) in {"TD", "TH"}] for row in table.iter() if _is_row(row)]
    if not lines or tuple(" ".join(each.split()).casefold() for each in lines[0]) != _HEADER:
        raise BadList(where, "has a table with other columns", f"a table with {', '.join(_HEADER)}")
    country = ""
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) not in {1, len(_HEADER) - 1, len(_HEADER)}:
            raise BadList(f"{where}, row {number}", f"has {len(cells)} cells", f"{len(_HEADER)} cells")
        # A country cell that spans rows leaves four cells to the rows below; the head of a group may be one wide cell.
        full = ["", *cells] if len(cells) == len(_HEADER) - 1 else [*cells, *[""] * (len(_HEADER) - len(cells))]
        row = Row(*full)
        if row.only_entity and not country:
            raise BadList(f"{where}, row {number}", "goes on with an entity that never began", "a whole table")
        if any(row) and not row.only_entity:
            country = " ".join(row.country.split()) or country
            if not country:
                raise BadList(f"{where}, row {number}", "stands under no country", "a country in the first row")
            row = row._replace(country=country)
        if any(row):
            yield row


def _whole(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows with the lines that go on below them joined to their entity; heads of groups are left out."""
    last: Row | None = None
    for row in rows:
        if row.only_entity and last is not None:
            last = last._replace(entity=f"{last.entity}\n{row.entity}")
            continue
        if last is not None:
            yield last
        last = None if row.only_country else row
    if last is not None:
        yield last


def _entry(row: Row, where: str, ids: Ids, reading: Reading) -> Entry:
    found = party(row.entity)
    code = country_of(row.country)
    wording, review = " ".join(row.requirement.split()), " ".join(row.policy.split())
    if not found.name or not wording:
        lacking = "license requirement" if found.name else "entity"
        raise BadList(f"{where}, {row.country}", f"has a row without {lacking}: {row.entity[:60]!r}", "a whole row")
    made = ids.of(found.name, code or row.country)
    if found.unclear:
        reading.note(f"{where}: some cells say more than lines show; each stands whole under Entity")
    return Entry(
        list=LIST,
        id=made,
        names=found.names,
        countries=(code,) if code else (),
        addresses=found.addresses,
        requirement=wording,
        policy=review,
        requires=requirement(wording),
        reviewed=policy(review),
        cites=tuple(each.removesuffix(".") for each in citations(" ".join(row.cites.split()))),
        place=f"{where}, {made}",
        other=reading.other({"Country": row.country, "Entity": row.entity}),
    )


def country_of(text: str) -> str:
    """The code of a country as the list heads its groups: `CHINA, PEOPLE'S REPUBLIC OF` is read from its end, too."""
    head, _, tail = text.partition(", ")
    return country_code(text) or country_code(f"{tail} {head}")


def _is_row(element: Element) -> bool:
    return bare(element.tag) == "TR"


def _text(cell: Element) -> str:
    """The text of a cell: a break or a paragraph is a line, other markup is left out, a superscript stays in place."""
    lines = "".join(_pieces(cell)).split("\n")
    return "\n".join(line for each in lines if (line := re.sub(r"\s+", " ", each).strip()))


def _pieces(element: Element) -> Iterator[str]:
    if bare(element.tag).upper() in {"BR", "P", "DIV", "LI"}:
        yield "\n"
    yield re.sub(r"\s", " ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield re.sub(r"\s", " ", child.tail or "")


def fits(opened: Opened) -> bool:
    """Whether the head is that of part 744 in the XML of the eCFR."""
    return re.search(rb"<DIV5\b(?=[^>]*\bTYPE=\"PART\")(?=[^>]*\bN=\"744\")", opened.head()) is not None


KINDS: Final = (
    Kind("bis/ecfr", "BIS Entity List, Part 744 from the eCFR (XML)", read, fits, (LIST,), experimental=True),
)
