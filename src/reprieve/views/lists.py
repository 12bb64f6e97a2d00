"""The store of lists on a terminal: what there is of which days, what an import or a pull did. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reprieve.model.snapshot import Covered, Imported, KindRow, ListRow, Pulled, Snapshot, SourceRow, Status
from reprieve.views import words
from reprieve.views.terminal import columns, headed, put, said

WIDE: Final = 120
"""From this width on, the lists stand in a table; below, each under its name."""
NOTHING: Final = (
    "Nothing is here yet but the tables that come with Reprieve. `reprieve lists pull` fetches the official lists, "
    "`reprieve lists import FILE` takes one that you have."
)
DATED_BY: Final = {
    "the file": "as the file says",
    "the server": "as the server says",
    "the file name": "as the name of the file says",
    "a person": "as you say",
    "the day of import": "the day on which it was fetched: nothing says more",
}
EXPERIMENTAL: Final = "experimental: written from the published schema, no real file has been read yet"
UNOFFICIAL: Final = "a compilation, not an official file: who is not in it may be listed all the same"


def show_kinds(kinds: Sequence[KindRow], console: Console) -> None:
    """The formats, each with its lists."""
    put((part for each in kinds for part in _kind(each)), console)


def _kind(kind: KindRow) -> Iterator[RenderableType]:
    yield Text.assemble(said(kind.id, "bold"), "  ", said(kind.title))
    notes = [EXPERIMENTAL] if kind.experimental else []
    notes += [] if kind.official else [UNOFFICIAL]
    yield from (_under(said(each, "yellow")) for each in notes)
    if kind.lists:
        yield _under(said(", ".join(kind.lists), "dim"))


# --- status ---------------------------------------------------------------------------------------------------------


def show_status(found: Status, console: Console, *, everything: bool) -> None:
    """The lists at hand, then where they come from; with `everything` also what there is nothing of, and snapshots."""
    put(_status(found, console.width, everything=everything), console)


def _status(found: Status, width: int, *, everything: bool) -> Iterator[RenderableType]:
    yield said(f"Lists on {found.day}, in {found.home}")
    if not found.snapshots:
        yield Text()
        yield said(NOTHING, "bold")
    lists = [each for each in found.lists if everything or each.snapshots or each.sources]
    if lists:
        yield Text()
        yield _list_table(lists) if width >= WIDE else Group(*(part for each in lists for part in _list(each)))
    if found.sources:
        yield headed("Sources", _sources(found))
    if everything and found.snapshots:
        yield headed("Snapshots", _snapshots(found.snapshots))


def _list_table(lists: Iterable[ListRow]) -> Table:
    made = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 1), pad_edge=False, show_edge=False)
    for head in ("List", "Entries", "Published", "Checked until", "Age", "Known in full", "From"):
        right: JustifyMethod = "right" if head in {"Entries", "Age"} else "left"
        ratio = {"List": 3, "Known in full": 2, "From": 2}.get(head)
        made.add_column(head, justify=right, overflow="fold", no_wrap=ratio is None, ratio=ratio)
    for number, each in enumerate(lists):
        if number:
            made.add_row()
        made.add_row(
            Text.assemble(_named(each), "\n", said(each.title, "dim")),
            f"{each.entries:,}" if each.snapshots else "-",
            str(each.published or "-"),
            str(each.checked or "-"),
            _days_old(each.age),
            said("; ".join(filter(None, (stretches(each.covered), each.note)))),
            said(", ".join(each.sources)),
        )
    return made


def _list(row: ListRow) -> Iterator[RenderableType]:
    """A list where there is no room for a table."""
    yield Text.assemble(_named(row), "  ", said(row.title, "dim"))
    if row.snapshots:
        yield _under(said(f"{_entries(row.entries)} of {row.published}, {checked(row.checked, row.age)}"))
        yield _under(said(f"known in full: {stretches(row.covered)}"))
    if row.note:
        yield _under(said(row.note, "yellow"))
    if row.sources:
        yield _under(said(f"from {', '.join(row.sources)}", "dim"))


def _named(row: ListRow) -> Text:
    name = said(row.list, "bold")
    if row.synthetic:
        name.append(f" {words.INVENTED.upper()}", "bold reverse")
    return name


def stretches(covered: Sequence[Covered]) -> str:
    """The days on which a list is known in full, in short: the first, the last, and how many gaps between."""
    if not covered:
        return "no day"
    ordered = sorted(covered, key=lambda each: each.first)
    first, last = ordered[0].first, max(each.last for each in ordered)
    gaps = sum((two.first - one.last).days > 1 for one, two in pairwise(ordered))
    if not gaps:
        return f"{first}" if first == last else f"{first} to {last}"
    return f"{first} to {last}, with {words.counted(gaps, 'gap')}"


def checked(day: date | None, age: int | None) -> str:
    """How fresh a list is."""
    return "never checked" if day is None or age is None else f"checked until {day} ({ago(age)})"


def ago(days: int) -> str:
    """`today`, `1 day ago`, `114 days ago`."""
    return f"{words.counted(days, 'day')} ago" if days > 0 else "today"


def _entries(number: int) -> str:
    return words.counted(number, "entry", "entries")


def _days_old(age: int | None) -> str:
    return "-" if age is None else words.counted(max(age, 0), "day")


def _sources(found: Status) -> Table:
    grid = columns(None, 1)
    for row in found.sources:
        body = said(row.title if row.title != row.source else "")
        if row.published is not None:
            newest = f"newest of {row.published}, {checked(row.checked, age(row, found))}"
            body.append_text(said(f"\n{newest}" if body else newest, "dim"))
        elif row.address:
            body.append("\nnever taken", "dim")
        if row.tried is not None:
            body.append_text(said(f"\nlast tried {_moment(row)}", "dim"))
        if row.failed:
            body.append_text(said(f"\nthat failed: {row.failed}", "bold red"))
        grid.add_row(said(f"{row.source} ", "bold"), body)
    return grid


def age(row: SourceRow, now: Status) -> int | None:
    """How many days ago a source was last found current, on the calendar of its publisher."""
    if row.checked is None:
        return None
    mine = [each for each in now.lists if row.source in each.sources and each.checked is not None]
    today = max((each.checked + timedelta(each.age or 0) for each in mine if each.checked), default=now.day)
    return (today - row.checked).days


def _moment(row: SourceRow) -> str:
    return f"{row.tried:%Y-%m-%d %H:%M} UTC" if row.tried is not None else ""


def _snapshots(snapshots: Iterable[Snapshot]) -> Table:
    grid = columns(None, 1)
    for each in snapshots:
        whole = all(part.complete for part in each.parts.values())
        facts = [f"{each.source}@{each.published}", _entries(each.entries), "" if whole else "a part"]
        facts += [words.INVENTED.lower() if each.synthetic else "", each.origin]
        grid.add_row(said(f"{each.short} "), said(words.joined(*facts)))
    return grid


# --- what a pull did ------------------------------------------------------------------------------------------------


def show_pulled(found: Iterable[Pulled], now: Status, console: Console) -> None:
    """A line for each source; for one that failed, what stays in force and how old it is."""
    rows = {row.source: row for row in now.sources}
    put((part for each in found for part in _pulled(each, rows[each.source], now)), console)


def _pulled(pulled: Pulled, row: SourceRow, now: Status) -> Iterator[RenderableType]:
    name = said(f"{pulled.source}: ", "bold")
    snapshot = pulled.snapshot
    if snapshot is not None:
        what = f"new, {_entries(snapshot.entries)}" if pulled.outcome == "new" else "unchanged, the list"
        until = f"checked until {snapshot.checked}"
        yield Text.assemble(name, said(f"{what} of {snapshot.published}, {until} ({snapshot.short})"))
        yield from (_under(said(f"note: {each}", "yellow")) for each in snapshot.notes)
        return
    yield Text.assemble(name, said(f"{pulled.outcome}: {pulled.reason}", "bold red"))
    if row.published is None:
        yield _under(said("nothing of this source has been taken before"))
    else:
        yield _under(said(f"the list of {row.published} stays in force, {checked(row.checked, age(row, now))}"))


# --- what an import did ---------------------------------------------------------------------------------------------


def show_imported(found: Imported, console: Console) -> None:
    """What was read, of which day and how sure that is, what was made of it, and what changed."""
    put(_imported(found), console)


def _imported(found: Imported) -> Iterator[RenderableType]:
    snapshot = found.snapshot
    if snapshot.synthetic:
        yield said(f"{words.INVENTED}: every answer that rests on it says so.".upper(), "bold reverse")
    if found.unchanged:
        yield said(f"Nothing new: the list of {snapshot.published} says the same ({snapshot.short}).", "bold")
    else:
        yield said(
            f"Taken: {_entries(snapshot.entries)}, {words.counted(snapshot.names, 'name')} ({snapshot.short})", "bold"
        )
    yield said(f"of {snapshot.published}, {DATED_BY[snapshot.dated_by]}; checked until {snapshot.checked}")
    yield said(f"read as {snapshot.kind}, source {snapshot.source}, from {snapshot.origin}")
    if snapshot.experimental:
        yield said(f"{snapshot.kind} is {EXPERIMENTAL}", "yellow")
    yield headed("Lists", _parts(snapshot))
    yield from _kept(snapshot)
    if found.added is not None and not found.unchanged:
        changes = f"{found.added:,} added, {found.removed or 0:,} removed, {found.changed or 0:,} changed"
        yield headed("Against the publication before", said(changes))


def _parts(snapshot: Snapshot) -> Table:
    grid = columns(None, 1)
    for name, part in snapshot.parts.items():
        whole = "complete" if part.complete else "a part: who is not in it may be listed all the same"
        grid.add_row(
            said(f"{name} ", "bold"), said(f"{_entries(part.entries)}, {words.counted(part.names, 'name')}, {whole}")
        )
    return grid


def _kept(snapshot: Snapshot) -> Iterator[RenderableType]:
    if snapshot.kept:
        told = "; ".join(f"{column} ({count:,})" for column, count in snapshot.kept.items())
        yield headed("Kept without a meaning for us", said(told), "columns, and how many cells of each")
    if snapshot.skipped:
        told = "; ".join(f"{what} ({count:,})" for what, count in snapshot.skipped.items())
        yield headed("Left out", said(told), "no entries")
    if snapshot.notes:
        yield headed("Notes", Group(*(said(each) for each in snapshot.notes)))


def _under(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 2), expand=False)
