"""The commands for the book of records: list, read, verify, sign, back up, restore. The desk answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter, validators

from reprieve.cli import OK, STOPPED
from reprieve.cli.options import Home, Json

records = App(
    name="records",
    help="What was recorded: list and read it, sign it, back it up, restore it.",
    default_parameter=Parameter(show_default=False),
)


def verify(
    *witnesses: Annotated[Path, Parameter(help="files of signed roots that were kept elsewhere")],
    home: Home = None,
    json: Json = False,
) -> int:
    """Read the whole book of records again: was anything changed, removed, moved or added behind its back?

    Exits 3 if so, with each fault and its place.
    """
    from rich.console import Console

    from reprieve.cli.show import as_json
    from reprieve.desk import records as desk
    from reprieve.views.records import show_verified

    found = desk.verified(home, witnesses)
    if json:
        as_json(found)
    else:
        show_verified(found, Console(highlight=False))
    return OK if found.sound else STOPPED


@records.command(name="list")
def list_records(
    *,
    kind: Annotated[str | None, Parameter(help="only of this kind, such as license-event")] = None,
    subject: Annotated[str | None, Parameter(help="only about this license, document or transaction")] = None,
    limit: Annotated[int, Parameter(help="the last so many, else 50", validator=validators.Number(gte=1))] = 50,
    home: Home = None,
    json: Json = False,
) -> int:
    """The last records, the oldest first."""
    from rich.console import Console

    from reprieve.cli.show import as_json
    from reprieve.desk import records as desk
    from reprieve.views.records import show_records

    found = desk.listed(home, kind=kind, subject=subject, limit=limit)
    if json:
        as_json(found)
    else:
        show_records(found, Console(highlight=False))
    return OK


@records.command(name="show")
def show_record(
    name: Annotated[str, Parameter(help="the number of a record, or the beginning of its digest")],
    /,
    *,
    home: Home = None,
    json: Json = False,
) -> int:
    """One record with what it says."""
    from rich.console import Console

    from reprieve.cli.show import as_json
    from reprieve.desk import records as desk
    from reprieve.views import records as pages

    found = desk.one(name, home)
    if json:
        as_json(found)
    else:
        pages.show_record(found, Console(highlight=False))
    return OK


@records.command
def sign(
    *,
    out: Annotated[Path | None, Parameter(help="also write the signed root to this file, to be kept elsewhere")] = None,
    home: Home = None,
    json: Json = False,
) -> int:
    """Sign all that was recorded up to now: whoever has the root can show later that nothing of it was changed."""
    from reprieve.desk import records as desk

    root = desk.signed(home, out).root
    return _said(root, f"root {root.number} of {root.day} covers all up to record {root.seq}", json=json)


@records.command
def backup(file: Annotated[Path, Parameter(help="a new file")], /, *, home: Home = None, json: Json = False) -> int:
    """The whole book as it is now, in one new file; others may go on writing meanwhile."""
    from reprieve.desk import records as desk

    found = desk.backed_up(file, home)
    return _said(found, f"{file} holds all up to record {found.seq}", json=json)


@records.command
def restore(file: Annotated[Path, Parameter(help="a backup")], /, *, home: Home = None, json: Json = False) -> int:
    """The book of a backup, where there is none yet."""
    from reprieve.desk import records as desk

    found = desk.restored(file, home)
    return _said(found, f"the book holds all up to record {found.seq}", json=json)


def _said(found: object, text: str, *, json: bool) -> int:
    from rich.console import Console

    from reprieve.cli.show import as_json

    if json:
        as_json(found)
    else:
        Console(highlight=False, markup=False).print(text)
    return OK
