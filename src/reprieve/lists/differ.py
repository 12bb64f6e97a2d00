"""What changed between two publications of a list: added, removed, changed by field.

Entries are joined by id. What is left on both sides is joined by content, so that an id that changed is a change and
not a removal with an addition: first where everything but the id is equal, then by name, kind and country where that
is unambiguous. Where in the file an entry stood does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from reprieve.model.listed import Entry
from reprieve.model.snapshot import EntryChange, EntryRow, FieldChange
from reprieve.text.fold import folded

Key = tuple[str, str]
"""A list and an id on it."""

_COMPARED: Final = tuple(name for name in Entry.__struct_fields__ if name not in {"list", "id", "place"})


class Changes(msgspec.Struct, frozen=True):
    """Entries added, removed and changed; all others are equal."""

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[tuple[Entry, Entry], ...]
    unchanged: int


def changes(before: Iterable[Entry], after: Iterable[Entry]) -> Changes:
    """What changed from one set of entries to another, in the order of `after` (removed ones: of `before`)."""
    old = {(entry.list, entry.id): entry for entry in before}
    new = {(entry.list, entry.id): entry for entry in after}
    joined = {key: key for key in new if key in old}
    gone = {key: entry for key, entry in old.items() if key not in new}
    come = {key: entry for key, entry in new.items() if key not in old}
    for likeness in (_content, _party):
        for one, two in _pairs(gone, come, likeness):
            joined[two] = one
            del gone[one], come[two]
    pairs = [(old[joined[key]], new[key]) for key in new if key in joined]
    differing = tuple((one, two) for one, two in pairs if one.id != two.id or _bare(one) != _bare(two))
    return Changes(tuple(come.values()), tuple(gone.values()), differing, len(pairs) - len(differing))


def _pairs(
    gone: Mapping[Key, Entry], come: Mapping[Key, Entry], likeness: Callable[[Entry], Hashable]
) -> Iterator[tuple[Key, Key]]:
    """Entries alike that are alone of their kind on either side."""
    mine: dict[Hashable, list[Key]] = defaultdict(list)
    theirs: dict[Hashable, list[Key]] = defaultdict(list)
    for key, entry in gone.items():
        mine[likeness(entry)].append(key)
    for key, entry in come.items():
        theirs[likeness(entry)].append(key)
    for like, ones in mine.items():
        twos = theirs.get(like, [])
        if len(ones) == len(twos) == 1:
            yield ones[0], twos[0]


def _bare(entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, place="")


def _content(entry: Entry) -> Hashable:
    return msgspec.json.encode(msgspec.structs.replace(entry, id="", place=""), order="deterministic")


def _party(entry: Entry) -> Hashable:
    return entry.list, folded(entry.name), entry.kind, tuple(sorted(entry.countries))


def row(entry: Entry, note: str = "") -> EntryRow:
    """An entry in short."""
    return EntryRow(entry.list, entry.id, entry.name, entry.kind, entry.countries, note)


def change(before: Entry, after: Entry) -> EntryChange:
    """Which fields differ, and how."""
    fields = tuple(
        each for name in _COMPARED if (each := _field(name, getattr(before, name), getattr(after, name))) is not None
    )
    return EntryChange(after.list, after.id, after.name, fields, before.id if before.id != after.id else "")


def _field(name: str, before: Any, after: Any) -> FieldChange | None:
    if before == after:
        return None
    one, two = _texts(before), _texts(after)
    gone = tuple(each for each in one if each not in two)
    new = tuple(each for each in two if each not in one)
    # Only the order differs, or how often a value stands there: then both are shown whole.
    return FieldChange(name, gone, new) if gone or new else FieldChange(name, one, two)


def _texts(value: Any) -> tuple[str, ...]:
    """The values of a field as text a person can compare."""
    if value is None or value == "":
        return ()
    if isinstance(value, dict):
        return tuple(f"{key}: {text}" for key, texts in value.items() for text in texts)
    if isinstance(value, tuple):
        return tuple(_text(each) for each in value)
    return (_text(value),)


def _text(value: Any) -> str:
    if isinstance(value, msgspec.Struct):
        cells = msgspec.to_builtins(value)
        first, *rest = [str(_flat(each)) for each in cells.values()] or [""]
        return f"{first} ({', '.join(rest)})" if rest else first
    return str(_flat(value))


def _flat(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return " ".join(str(_flat(each)) for each in value)
    return value
