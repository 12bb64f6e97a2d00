"""The licenses that we keep: taken into the book of records from a file, drawn down event by event, told again.

An event is written only if the ledger, read under the book's own lock, can bear it: however many write at once, no
license is ever drawn below zero, and nothing is written of what is refused. Times are those of the issuing authority.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from reprieve.desk.case_file import Kept
from reprieve.desk.granted import granted, lines, terms_of
from reprieve.desk.written_case import LicenseEntry, MovedEntry, Strict
from reprieve.errors import BadInput
from reprieve.intake.files import read_toml
from reprieve.intake.shape import shaped
from reprieve.licenses.ledger import entered
from reprieve.model.license import Event, Line
from reprieve.model.nouns import Authorization
from reprieve.model.record import Record, Written
from reprieve.model.time import EASTERN, start_of, through
from reprieve.records.book import Book
from reprieve.rules.pack import Law
from reprieve.text.nearest import nearest

LICENSE: Final = "license"
EVENT: Final = "license-event"


class Reads(Protocol):
    """Whatever reads the book: the book itself, or the reader that `within` hands out."""

    def records(self, kind: str | None = None, subject: str | None = None) -> Any:
        """Records of a kind and subject, in their order."""


class LicensesFile(Strict, frozen=True):
    """A file with licenses: the tables [[licenses]] as in a case, without a ledger."""

    licenses: tuple[LicenseEntry, ...]


def add(file: Path, book: Book, law: Law, by: str, *, amend: bool = False) -> tuple[Authorization, ...]:
    """Takes the licenses of a file, all or none; `amend` replaces those that are kept, and their ledgers stay.

    Raises BadInput for a license that is kept already (or, amending, is not), that clears no restriction of the law,
    or that could not bear what was drawn from it before.
    """
    read = shaped(read_toml(file), LicensesFile, str(file)).licenses
    if not read:
        raise BadInput(str(file), "holds no license", "at least one [[licenses]]")
    for each in read:
        _check(each, read, law, f"{file}: licenses {each.number}")

    def make(book: Reads) -> list[Written]:
        for each in read:
            where, before = f"{file}: licenses {each.number}", kept(book, each.number)
            if (before is not None) != amend:
                raise BadInput(where, *(("is kept already", "--amend") if before else ("is not kept", "no --amend")))
            granted(each, EASTERN, where, events=before[1] if before else ())
        return [
            Written(LICENSE, each.number, by, _json(each), outcome="amended" if amend else "added") for each in read
        ]

    book.within(make)
    return tuple(one(book, each.number) for each in read)


def _check(written: LicenseEntry, among: Sequence[LicenseEntry], law: Law, where: str) -> None:
    restrictions = {rule.id: rule for rule in law.rules if rule.kind == "restriction"}
    if not written.number.strip() or not written.items or not written.parties:
        raise BadInput(where, "names no number, no party or no item", "all three")
    if [each.number for each in among].count(written.number) > 1:
        raise BadInput(where, "is there twice", "each license once")
    if written.ledger:
        raise BadInput(where, "brings a ledger", "reprieve licenses reserve, ship, return and cancel write it")
    for name in written.clears:
        if name not in restrictions:
            raise BadInput(f"{where}.clears", f"no restriction is called {name!r}", nearest(name, restrictions))
    terms_of(written, EASTERN, where)


def kept(book: Reads, number: str) -> Kept | None:
    """A license as it was last written, with the events of its ledger in the order of the book; None: not kept."""
    written = tuple(book.records(LICENSE, number))
    if not written:
        return None
    return _license(written[-1]), tuple(_event(each) for each in book.records(EVENT, number))


def one(book: Reads, number: str) -> Authorization:
    """A license with its balances. Raises BadInput where none of that number is kept."""
    return _balanced(number, _found(book, number))


def listed(book: Reads) -> tuple[Authorization, ...]:
    """Every license that is kept, by number."""
    return tuple(one(book, number) for number in sorted({each.subject for each in book.records(LICENSE)}))


def move(book: Book, number: str, event: Event, now: datetime) -> Authorization:
    """Writes an event into a license's ledger, if it can bear it, and tells what is left. Raises BadInput."""
    if event.on > now:
        raise BadInput(f"license {number}, order {event.order}", f"{event.on} has not come yet", "when it happened")

    def make(book: Reads) -> list[Written]:
        found = _found(book, number)
        entered(terms_of(found[0], EASTERN, f"license {number}"), found[1], event)
        content = _json(msgspec.structs.replace(event, recorded=None))
        return [Written(EVENT, number, event.by, content, outcome=event.kind)]

    book.within(make)
    return one(book, number)


def when(day: str, now: datetime, option: str) -> datetime:
    """When something happened, as typed: today is now, an earlier day its first instant; nothing is now."""
    try:
        typed = date.fromisoformat(day) if day else now.date()
    except ValueError as error:
        raise BadInput(option, f"{day!r}: {error}", "2019-08-25") from None
    start = start_of(typed, EASTERN)
    return now if not day or start <= now < through(typed, EASTERN) else start


def moved(quantities: Mapping[str, str], values: Mapping[str, str]) -> dict[str, Line]:
    """How much of each item an event moves, as typed. Raises BadInput."""
    for item, text in quantities.items():
        if not text.isascii() or not text.isdecimal():
            raise BadInput(f"--item {item}", f"{text!r} is no quantity", "a whole number, such as 600")
    named = dict.fromkeys((*quantities, *values))
    written = {item: MovedEntry(int(quantities.get(item, "0")[:16]), values.get(item, "")) for item in named}
    return lines(written, "--item")


def _found(book: Reads, number: str) -> Kept:
    found = kept(book, number)
    if found is None:
        known = sorted({each.subject for each in book.records(LICENSE)})
        raise BadInput(f"license {number}", "is not kept", nearest(number, known) or "reprieve licenses list")
    return found


def _balanced(number: str, found: Kept) -> Authorization:
    return granted(found[0], EASTERN, f"license {number}", events=found[1])


def _json(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def _license(record: Record) -> LicenseEntry:
    """A license as it was written; JSON knows no days, so its beginning is read as TOML would have."""
    found = msgspec.json.decode(record.content, type=LicenseEntry)
    start = datetime.fromisoformat(found.start) if "T" in found.start else date.fromisoformat(found.start)
    return msgspec.structs.replace(found, start=start)


def _event(record: Record) -> Event:
    return msgspec.structs.replace(msgspec.json.decode(record.content, type=Event), recorded=record.at)
