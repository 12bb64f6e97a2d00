"""Two publications of a list side by side: by snapshot, by source or list and day, by table and day, or two files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from reprieve.errors import BadInput, BadList
from reprieve.intake.opened import Opened
from reprieve.lists import tables
from reprieve.lists.asof import on
from reprieve.lists.differ import change, changes, row
from reprieve.lists.kinds import kind_of
from reprieve.lists.reading import Reading
from reprieve.lists.store import Store
from reprieve.model.listed import Entry
from reprieve.model.snapshot import Difference, Snapshot
from reprieve.text.nearest import nearest


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison: what it is, in words, its entries, what a reader should know, which files it lacks."""

    title: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    unsure: tuple[Entry, ...] = ()
    lacking: tuple[str, ...] = ()


def compared(store: Store, before: str, after: str, list_: str = "") -> Difference:
    """What changed from one publication to another; of one list only, if asked. Raises BadInput."""
    one, two = side(store, before, list_), side(store, after, list_)
    found = changes(one.entries, two.entries)
    lacking = [f"{half.title}: {each}" for half, other in ((one, two), (two, one)) for each in _only_in(half, other)]
    unsure = {(each.list, each.id) for half in (one, two) for each in half.unsure}
    return Difference(
        before=one.title,
        after=two.title,
        added=tuple(row(each, "day unsure" if (each.list, each.id) in unsure else "") for each in found.added),
        removed=tuple(row(each) for each in found.removed),
        changed=tuple(change(*pair) for pair in found.changed),
        unchanged=found.unchanged,
        notes=tuple(dict.fromkeys((*one.notes, *two.notes, *lacking))),
    )


def _only_in(half: Side, other: Side) -> list[str]:
    """What one side lacks and the other has: what is missing there did not change."""
    return [each for each in half.lacking if each not in other.lacking]


def side(store: Store, what: str, list_: str = "") -> Side:
    """One side, as a person names it: a snapshot id, SOURCE@DAY, LIST@DAY, TABLE@DAY, or a file. Raises BadInput."""
    path = Path(what)
    if path.is_file():
        return _of_file(path, list_)
    name, at, text = what.partition("@")
    if at:
        return _of_day(store, name, _day(text, what), list_)
    found = [each for each in store.snapshots() if each.id.startswith(what)] if len(what) >= 6 else []  # noqa: PLR2004
    if len({each.id for each in found}) == 1:
        return _of_snapshot(store, found[-1], list_)
    known = [f"{each.source}@{each.published}" for each in store.snapshots()]
    what_is = "names more than one snapshot" if found else "is no snapshot, no SOURCE@DAY and no file"
    raise BadInput(what, what_is, nearest(what, known) or f"known: {', '.join(known[-6:]) or 'none yet'}")


def _day(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(what, f"{text!r} is no day", "sdn@2022-03-01") from None


def _of_file(path: Path, list_: str) -> Side:
    opened = [Opened(path, BadList)]
    reading = Reading()
    entries = tuple(kind_of(opened).read(opened, reading))
    return Side(path.name, _only(entries, list_), tuple(reading.notes))


def _only(entries: Iterable[Entry], list_: str) -> tuple[Entry, ...]:
    return tuple(each for each in entries if not list_ or each.list == list_)


def _of_snapshot(store: Store, snapshot: Snapshot, list_: str, note: str = "") -> Side:
    title = f"{snapshot.source} of {snapshot.published} ({snapshot.short})" + (f", {list_}" if list_ else "")
    invented = (f"{title} is invented (synthetic)",) if snapshot.synthetic else ()
    notes = (*((note,) if note else ()), *invented)
    lacking = tuple(each for each in snapshot.notes if each.startswith("the file of ") and ": " in each)
    return Side(title, tuple(store.entries(snapshot, list_ or None)), notes, lacking=lacking)


def _of_day(store: Store, name: str, day: date, list_: str) -> Side:
    """The publication in force on a day: the newest of that source, or of that list, up to then."""
    if name in tables.NAMES or name.startswith("table/"):
        return _of_table(name.removeprefix("table/"), day)
    mine = [each for each in store.snapshots() if each.source == name or name in each.parts]
    if not mine:
        known = dict.fromkeys([*(each.source for each in store.snapshots()), *tables.NAMES])
        hint = nearest(name, known) or f"known: {', '.join(known)}"
        raise BadInput(f"{name}@{day}", f"there is no snapshot of {name!r}", hint)
    upto = [each for each in mine if each.published <= day]
    if not upto:
        raise BadInput(f"{name}@{day}", f"the earliest list at hand is of {mine[0].published}", "a later day")
    chosen, later = upto[-1], [each for each in mine if each.published > day]
    note = ""
    if chosen.checked < day:
        until = f" and {later[0].published}" if later else ""
        note = (
            f"of {day} no list of {name} is at hand: that of {chosen.published} is shown; what changed after "
            f"{chosen.checked}{until and ' changed between then' + until} on a day that is not known"
        )
    return _of_snapshot(store, chosen, list_ or (name if name in chosen.parts else ""), note)


def _of_table(name: str, day: date) -> Side:
    """The parties of a table that stand, or may stand, on their list on a day."""
    if name not in tables.NAMES:
        raise BadInput(name, "no table is called this", f"known: {', '.join(tables.NAMES)}")
    shown = [on(day, tables.span(each), ()) for each in tables.table(name)]
    sure = [each.span.entry for each in shown if each.standing == "listed"]
    unsure = [each.span.entry for each in shown if each.standing == "unsure"]
    notes = (f"on {day} {len(unsure)} more may be listed: the day is known only within bounds",) if unsure else ()
    return Side(f"table {name} on {day}", tuple(sure), notes, tuple(unsure))
