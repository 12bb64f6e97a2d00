"""The commands for published lists: fetch, import, look up, compare, hand on. The desk answers; they only show it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter, validators

from reprieve.cli import OK, OURS
from reprieve.cli.options import At, Home, Json, KnownAt, day, meanings, moment
from reprieve.errors import BadInput

if TYPE_CHECKING:
    from reprieve.model.snapshot import Snapshot

lists = App(
    name="lists",
    help="What governments publish: fetch lists, import them, look somebody up, compare.",
    default_parameter=Parameter(show_default=False),
)

Flag = Annotated[bool, Parameter(negative="")]


@lists.command
def pull(
    *sources: Annotated[str, Parameter(help="which ones (see lists status --all); default all")],
    from_: Annotated[
        str | None, Parameter(name="--from", help="fetch the one source named from this address instead")
    ] = None,
    home: Home = None,
    json: Json = False,
) -> int:
    """Fetch the official lists, as far as they have changed. What is refused leaves the list before in force.

    Exits 1 if any source failed or was refused.
    """
    from reprieve.cli import show
    from reprieve.desk import pull as desk
    from reprieve.desk.home import lists_in
    from reprieve.desk.lists import status as state
    from reprieve.views.list_progress import fetching

    if from_ is not None and len(sources) != 1:
        raise BadInput("--from", "stands in for the address of one source", "lists pull sdn --from ADDRESS")
    store, addresses = lists_in(home), {sources[0]: from_} if from_ is not None else {}
    with fetching() as progress:
        found = desk.pull(sources, store=store, addresses=addresses, progress=progress)
    show.pulled(found, state(store), json=json)
    return OURS if any(each.outcome in {"failed", "refused"} for each in found) else OK


@lists.command(name="import")
def import_files(  # noqa: PLR0913  # the options of a command
    *files: Annotated[Path, Parameter(help="the files of one publication, as published; .gz too")],
    as_: Annotated[
        str, Parameter(name="--as", help="the format (see lists kinds), where it shall not be told from the file")
    ] = "",
    published: Annotated[
        str | None, Parameter(help="the day of the publication, where the file does not say it")
    ] = None,
    source: Annotated[
        str,
        Parameter(help="what to call the series of publications; default: its one list, or the feed of its format"),
    ] = "",
    name: Annotated[str, Parameter(help="a list of your own, called so")] = "",
    column: Annotated[
        list[str] | None,
        Parameter(help="in a list of your own, which column holds what: name=Firma; again for each", negative=""),
    ] = None,
    partial: Annotated[Flag, Parameter(help="known to be incomplete: it proves no absence")] = False,
    complete: Annotated[Flag, Parameter(help="vouch that a compilation which is not official is whole")] = False,
    accept_shrunken: Annotated[Flag, Parameter(help="take it though it has lost more than a tenth")] = False,
    synthetic: Annotated[Flag, Parameter(help="invented: every answer that rests on it says so")] = False,
    home: Home = None,
    json: Json = False,
) -> int:
    """Take a published list, or one of your own, into the store: all of it or nothing."""
    from reprieve.cli import show
    from reprieve.desk import list_files as desk
    from reprieve.desk.home import lists_in
    from reprieve.views.list_progress import reading

    if not files:
        raise BadInput("lists import", "names no file", "lists import FILE")
    asked = desk.Asked(
        kind=as_,
        source=source,
        published=day(published, "--published"),
        partial=partial,
        complete=complete,
        shrunken=accept_shrunken,
        synthetic=synthetic,
        name=name,
        columns=meanings(column or ()),
    )
    with reading() as progress:
        found = desk.import_files(files, store=lists_in(home), asked=asked, progress=progress)
    show.imported(found, json=json)
    return OK


@lists.command
def kinds(*, json: Json = False) -> int:
    """The formats that are read, and the lists that each can carry."""
    from reprieve.cli import show
    from reprieve.desk import list_files as desk

    show.kinds(desk.kinds(), json=json)
    return OK


@lists.command
def status(
    *,
    all_: Annotated[
        bool, Parameter(name="--all", help="also lists of which there is nothing yet, and every snapshot", negative="")
    ] = False,
    home: Home = None,
    json: Json = False,
) -> int:
    """Which lists are at hand, of which days, and how old they are."""
    from reprieve.cli import show
    from reprieve.desk import lists as desk
    from reprieve.desk.home import lists_in

    show.status(desk.status(lists_in(home)), everything=all_, json=json)
    return OK


@lists.command(name="show")
def show_entries(
    what: Annotated[str, Parameter(name="NAME", help="a name, an id, or LIST:ID")],
    /,
    *,
    at: At = None,
    known_at: KnownAt = None,
    home: Home = None,
    json: Json = False,
) -> int:
    """What the lists say of a name or an id on a day: listed, not listed, unsure within bounds, or unknown."""
    from reprieve.cli import show
    from reprieve.desk import lists as desk
    from reprieve.desk.home import lists_in

    store = lists_in(home)
    found = desk.show(what, store=store, at=moment(at, "--at"), known_at=moment(known_at, "--known-at"))
    show.entries(found, invented(store.snapshots()), json=json)
    return OK


@lists.command
def diff(
    before: Annotated[str, Parameter(help="a snapshot id, SOURCE@DAY, LIST@DAY, TABLE@DAY, or a file")],
    after: Annotated[str, Parameter(help="the same")],
    /,
    *,
    list_: Annotated[str, Parameter(name="--list", help="only this list")] = "",
    limit: Annotated[
        int, Parameter(help="show so many of each kind, else 20; JSON has them all", validator=validators.Number(gte=1))
    ] = 20,
    home: Home = None,
    json: Json = False,
) -> int:
    """What changed from one publication to another: added, removed, changed by field."""
    from reprieve.cli import show
    from reprieve.desk.compared import compared
    from reprieve.desk.home import lists_in

    show.difference(compared(lists_in(home), before, after, list_), limit, json=json)
    return OK


@lists.command
def history(
    what: Annotated[str, Parameter(name="NAME", help="a name, an id, or LIST:ID")],
    /,
    *,
    home: Home = None,
    json: Json = False,
) -> int:
    """Every stay of a party on a list, with its bounds, and what changed in its entry meanwhile."""
    from reprieve.cli import show
    from reprieve.desk import lists as desk
    from reprieve.desk.home import lists_in

    store = lists_in(home)
    show.history(desk.history(what, store=store), invented(store.snapshots()), json=json)
    return OK


@lists.command
def export(
    snapshot: Annotated[str, Parameter(help="a snapshot id, SOURCE@DAY, LIST@DAY, TABLE@DAY, or a file")],
    /,
    *,
    ftm: Annotated[
        Path,
        Parameter(help="write FollowTheMoney, an entity a line, to this file; - prints it", allow_leading_hyphen=True),
    ],
    home: Home = None,
    json: Json = False,
) -> int:
    """Hand a publication on to other tools as FollowTheMoney."""
    from reprieve.cli import show
    from reprieve.desk import list_files as desk
    from reprieve.desk.home import lists_in

    if str(ftm) == "-":
        if json:
            raise BadInput("--json", "would stand in the middle of what --ftm - prints", "name a file for --ftm")
        with show.binary() as out:
            desk.export(snapshot, out, lists_in(home))
        return OK
    show.exported(ftm, desk.export(snapshot, ftm, lists_in(home)), json=json)
    return OK


def invented(snapshots: Iterable[Snapshot]) -> frozenset[str]:
    """The lists of which some snapshot is invented."""
    return frozenset(name for each in snapshots if each.synthetic for name in each.parts)
