"""Records for people: a line for each, one with what it says, and what a verification found."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from reprieve.model.record import Record, Verified
from reprieve.views import words
from reprieve.views.terminal import said


def show_records(found: Sequence[Record], console: Console) -> None:
    """A line for each."""
    if not found:
        console.print(said("no record", "dim"))
        return
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in ("No.", "When (UTC)", "Kind", "About", "By", "Outcome", "Digest"):
        made.add_column(head, justify="right" if head == "No." else "left", overflow="fold")
    for each in found:
        cells = (str(each.seq), f"{each.at:%Y-%m-%d %H:%M:%S}", each.kind, each.subject, each.actor, each.outcome)
        made.add_row(*(said(cell) for cell in cells), said(each.short, "dim"))
    console.print(made)


def show_record(found: Record, console: Console) -> None:
    """One record, with its content as it was written."""
    show_records([found], console)
    console.print(said(f"digest    {found.digest}\nprevious  {found.previous}\ncontent   {found.sha256}", "dim"))
    if found.purged:
        console.print(said("its content was purged", "bold yellow"))
        return
    try:
        text = msgspec.json.format(found.content, indent=2).decode()
    except (msgspec.DecodeError, UnicodeDecodeError):
        text = found.content.decode("utf-8", "backslashreplace")
    console.print(said(text))


def show_verified(found: Verified, console: Console) -> None:
    """What was read, and each fault at its place."""
    read = f"{words.counted(found.records, 'record')} and {words.counted(found.roots, 'signed root')} read"
    console.print(said(f"{read}, {found.purged:,} purged; the last is {found.head.seq:,}, {found.head.digest[:12]}"))
    for each in found.faults:
        at = f"record {each.seq:,}: " if each.seq else ""
        console.print(said(f"{at}{each.what}", "bold red"))
    if found.sound:
        console.print(said("nothing was changed, removed, moved or added behind the book's back", "bold green"))
        if not found.roots:
            console.print(said("no root is signed yet: the end could be cut unseen; `reprieve records sign`", "yellow"))
