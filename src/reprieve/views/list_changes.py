"""Two publications side by side on a terminal: what came, went, or changed in which field. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from reprieve.model.snapshot import Difference, EntryChange, EntryRow
from reprieve.views import words
from reprieve.views.list_entries import changed
from reprieve.views.terminal import columns, put, said


def show_difference(found: Difference, console: Console, limit: int) -> None:
    """The counts, then at most `limit` of each; how many are left out is said."""
    put(_difference(found, limit), console)


def _difference(found: Difference, limit: int) -> Iterator[RenderableType]:
    yield said(f"Before: {found.before}")
    yield said(f"After:  {found.after}")
    counts = [f"{len(found.added):,} added", f"{len(found.removed):,} removed", f"{len(found.changed):,} changed"]
    yield said(f"{', '.join(counts)}, {found.unchanged:,} unchanged", "bold")
    yield from (said(f"note: {each}", "yellow") for each in found.notes)
    yield from _rows("Added", "+", "green", found.added, limit)
    yield from _rows("Removed", "-", "red", found.removed, limit)
    if found.changed:
        yield _heading("Changed", len(found.changed))
        for change in found.changed[:limit]:
            yield Padding(Group(_changed(change), *changed(change)), (0, 0, 0, 2), expand=False)
        yield from _more(len(found.changed), limit)


def _rows(title: str, sign: str, style: str, rows: Sequence[EntryRow], limit: int) -> Iterator[RenderableType]:
    if not rows:
        return
    yield _heading(title, len(rows))
    grid = columns(None, 1)
    for row in rows[:limit]:
        kind = row.kind if row.kind != "unknown" else ""
        notes = words.joined(f"{row.list}:{row.id}", kind, ", ".join(row.countries), row.note)
        grid.add_row(said(f"{sign} ", style), Text.assemble(said(row.name or "(no name)"), "  ", said(notes, "dim")))
    yield Padding(grid, (0, 0, 0, 2), expand=False)
    yield from _more(len(rows), limit)


def _heading(title: str, number: int) -> RenderableType:
    return said(f"\n{title} ({number:,})", "bold")


def _more(number: int, limit: int) -> Iterator[RenderableType]:
    if number > limit:
        left = f"{number - limit:,} more; --limit {number} shows them all"
        yield Padding(said(left, "dim"), (0, 0, 0, 2), expand=False)


def _changed(change: EntryChange) -> Text:
    return Text.assemble(said(change.name or "(no name)"), "  ", said(f"{change.list}:{change.id}", "dim"))
