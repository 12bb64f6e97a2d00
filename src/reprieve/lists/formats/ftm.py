"""Reads FollowTheMoney entities, one JSON document a line, as OpenSanctions publishes them and as we write them.

One entry for each party and each list that it is on: a list is a dataset that has a Sanction against the party, or,
where there is no Sanction at all, any dataset with the party as a target. Entities may refer to others further on, so a
file is read twice; what belongs to parties waits on disk meanwhile, not in memory. Ownership and family are not read.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.intake.shape import shaped
from reprieve.lists.formats import ftm_words as words
from reprieve.lists.formats.csl_entry import LISTS as CSL
from reprieve.lists.formats.ftm_plain import Document, Party, entry
from reprieve.lists.formats.ftm_rest import Rest, restored
from reprieve.lists.reading import Kind, Reading
from reprieve.model.listed import Entry

_BELONGS: Final = {"Sanction": "entity", "Identification": "holder", "Passport": "holder"}
"""The property by which an entity of a schema says to whom it belongs."""
_PAPERS: Final = ("Identification", "Passport")
_KNOWN: Final = {"id", "schema", "properties", "datasets", "target", "reprieve", "caption"}
_SHORT: Final = re.compile(r"\(([A-Z0-9-]+)\)")


class _Waiting:
    """Entities by the id of the party that they belong to; in a file of SQLite's own that is gone when we are."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("")
        self._file.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE waiting (of TEXT, schema TEXT, place TEXT, document BLOB);"
            "CREATE TABLE met (of TEXT PRIMARY KEY) WITHOUT ROWID"
        )

    def add(self, of: str, place: str, document: Document) -> None:
        row = (of, document.schema, place, msgspec.json.encode(document))
        self._file.execute("INSERT INTO waiting VALUES (?, ?, ?, ?)", row)

    def all_in(self) -> None:
        """Nothing more will be added."""
        self._file.execute("CREATE INDEX by_party ON waiting (of)")

    def of(self, party: str) -> list[tuple[str, Document]]:
        """What waits for this id, each with its place, in the order of the file."""
        self._file.execute("INSERT OR IGNORE INTO met VALUES (?)", (party,))
        rows = self._file.execute("SELECT place, document FROM waiting WHERE of = ? ORDER BY rowid", (party,))
        return [(place, msgspec.json.decode(document, type=Document)) for place, document in rows]

    def unmet(self) -> list[tuple[str, int]]:
        """How many of each schema belong to nobody who came."""
        rows = self._file.execute(
            "SELECT schema, count(*) FROM waiting WHERE of NOT IN (SELECT of FROM met) GROUP BY schema ORDER BY schema"
        )
        return list(rows)

    def close(self) -> None:
        self._file.close()


def read(files: Sequence[Opened], reading: Reading) -> Iterator[Entry]:
    """The entries of all files together. Raises BadList at the first document that is no entity."""
    waiting = _Waiting()
    try:
        for opened in files:
            _collect(opened, waiting)
        waiting.all_in()
        for opened in files:
            yield from _parties(opened, waiting, reading)
        for schema, number in waiting.unmet():
            reading.skipped[f"{schema} of no party here"] += number
    finally:
        waiting.close()


def _collect(opened: Opened, waiting: _Waiting) -> None:
    for line, raw in opened.json_lines():
        document = _document(raw, opened.place(line))
        if document.schema == "Address":
            waiting.add(document.id, opened.place(line), document)
        for of in document.all(_BELONGS[document.schema]) if document.schema in _BELONGS else ():
            waiting.add(of, opened.place(line), document)


def _document(raw: Any, place: str) -> Document:
    if not isinstance(raw, dict):
        raise BadList(place, "is no entity", "a JSON object with id, schema and properties")
    if not {"id", "schema", "properties"} <= raw.keys():
        missing = next(each for each in ("id", "schema", "properties") if each not in raw)
        raise BadList(place, f"has no {missing!r}", "an entity with id, schema and properties")
    more = {name: _texts(value) for name, value in raw.items() if name not in _KNOWN}
    document = shaped({name: raw[name] for name in _KNOWN - {"caption"} if name in raw}, Document, place, BadList)
    caption = raw.get("caption")
    if isinstance(caption, str) and not any(caption in values for values in document.properties.values()):
        more["caption"] = [caption]
    return msgspec.structs.replace(document, more={name: values for name, values in more.items() if values})


def _texts(value: Any) -> list[str]:
    """Whatever JSON value, as texts."""
    if value is None:
        return []
    several = value if isinstance(value, list) else [value]
    return [each if isinstance(each, str) else msgspec.json.encode(each).decode() for each in several]


def _parties(opened: Opened, waiting: _Waiting, reading: Reading) -> Iterator[Entry]:
    for line, raw in opened.json_lines():
        document = _document(raw, opened.place(line))
        if document.schema in words.KINDS_OF:
            found = list(_entries(document, opened, opened.place(line), waiting))
            if not found:
                reading.skipped[f"{document.schema} that is no target"] += 1
            for each in found:
                for column in each.other:
                    reading.kept[column] += 1
                yield each
        elif document.schema not in _BELONGS and document.schema != "Address":
            reading.skipped[document.schema] += 1


def _entries(entity: Document, opened: Opened, place: str, waiting: _Waiting) -> Iterator[Entry]:
    belongings = waiting.of(entity.id)
    addresses = [found for each in entity.all("addressEntity") for _, found in waiting.of(each)]
    papers = [each for _, each in belongings if each.schema in _PAPERS]
    party = Party(entity, [each for each in addresses if each.schema == "Address"], papers)
    plain: dict[str, list[Document]] = {}
    for at, listing in belongings:
        if listing.schema != "Sanction":
            continue
        lists = _lists(listing, entity, opened)
        if listing.reprieve is None:
            for each in lists:
                plain.setdefault(each, []).append(listing)
        else:
            beyond = shaped(listing.reprieve, Rest, f"{at}: reprieve", BadList)
            yield restored(entry(lists[0], party, [listing], ours=True), beyond, f"{at}: reprieve")
    if not any(each.schema == "Sanction" for _, each in belongings) and entity.target is not False:
        plain = {each: [] for each in _lists(entity, entity, opened)}
    for each, listings in plain.items():
        yield _with_datasets(entry(each, party, listings, place), entity)


def _with_datasets(said: Entry, entity: Document) -> Entry:
    """The datasets of an entity that is in several: those without a Sanction are no lists, but are not lost either."""
    if len(entity.datasets) < 2:  # noqa: PLR2004  # one dataset is the list itself
        return said
    return msgspec.structs.replace(said, other={**said.other, "datasets": tuple(entity.datasets)})


def _lists(listing: Document, entity: Document, opened: Opened) -> list[str]:
    """The lists that a Sanction or a target stands for; a file without datasets is one by its own name."""
    names = listing.datasets or entity.datasets or [words.dataset(opened.name.partition(".")[0])]
    return list(dict.fromkeys(_list(name, listing) for name in names))


def _list(name: str, listing: Document) -> str:
    if name == "us_ofac_cons":
        known = [words.PROGRAMS[each] for each in listing.all("programId") if each in words.PROGRAMS]
    elif name == "us_trade_csl":
        sources = [_SHORT.search(each) for each in listing.all("authority")]
        known = [CSL[each[1]] for each in sources if each and each[1] in CSL]
    else:
        known = [words.datasets()[name]] if name in words.datasets() else []
    return known[0] if len(known) == 1 else f"ftm/{name}"


def fits(opened: Opened) -> bool:
    """Whether the first line begins as an entity does: an object with an id, a schema and properties."""
    first = opened.head().removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return (
        first.startswith(b"{")
        and b'"id"' in first
        and re.search(rb'"schema"\s*:\s*"[A-Z][A-Za-z]+"', first) is not None
        and re.search(rb'"properties"\s*:\s*\{', first) is not None
    )


KINDS: Final = (
    Kind(
        "ftm/json",
        "FollowTheMoney entities, one a line (OpenSanctions, or our own export)",
        read,
        fits,
        tuple(dict.fromkeys((*words.datasets().values(), *words.PROGRAMS.values()))),
        official=False,
    ),
)
