"""A store with made-up lists in it, put there without files."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec.structs import replace

from reprieve.lists.store import Store
from reprieve.model.listed import Entry, Name
from reprieve.model.snapshot import Snapshot


def entry(list_: str, id_: str, name: str, *aliases: str, country: str = "") -> Entry:
    """A company on a list."""
    names = (Name(name), *(Name(each, "alias") for each in aliases))
    return Entry(list_, id_, "organization", names=names, countries=(country,) if country else ())


def put(
    home: Path, entries: Iterable[Entry], published: str, checked: str = "", *, complete: bool = True, **fields: object
) -> Snapshot:
    """The entries as one snapshot of a day in the store of a home folder; synthetic unless said otherwise."""
    store = Store(home / "lists")
    with store.writing():
        written = store.write(entries)
        made = Snapshot(
            id=written.digest,
            source="test",
            kind="test",
            origin="a test",
            published=date.fromisoformat(published),
            dated_by="a person",
            retrieved=datetime(2026, 1, 1, tzinfo=UTC),
            checked=date.fromisoformat(checked or published),
            parts={name: replace(part, complete=complete) for name, part in written.parts.items()},
        )
        made = replace(made, **{"synthetic": True, **fields})
        store.keep(written, made)
    return made
