"""The commands for packs: list, read, check, test, compare. The desk answers; they only show it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from reprieve.cli import OK, OURS
from reprieve.cli.options import Json
from reprieve.errors import BadInput

packs = App(name="packs", help="The law as data: list packs, read their pages, check them, test them, compare them.")

Folder = Annotated[Path | None, Parameter(help="a folder of packs instead of the shipped ones")]


@packs.command(name="list")
def list_packs(*, json: Json = False, packs: Folder = None) -> int:
    """The packs with what they cover, their digest and the day of their last review."""
    from reprieve.cli import show
    from reprieve.desk import packs as desk

    show.pack_list(desk.pages(packs), json=json)
    return OK


@packs.command(name="show")
def show_pack(
    name: Annotated[str, Parameter(help="a pack, or one of its rules")], /, *, json: Json = False, packs: Folder = None
) -> int:
    """Read a pack: every provision with its source, dates, confidence and tests."""
    from reprieve.cli import show
    from reprieve.desk import packs as desk

    show.pack_page(desk.page(name, packs), json=json)
    return OK


@packs.command(name="check")
def check_packs(*, json: Json = False, packs: Folder = None) -> int:
    """Look for faults: empty or overlapping windows, gaps, rules that never fire, authorizations that never help."""
    from reprieve.cli import show
    from reprieve.desk import packs as desk

    return show.report(desk.checked(packs), json=json)


@packs.command(name="test")
def run_tests(
    *names: Annotated[str, Parameter(help="packs to test; default all")],
    coverage: Annotated[bool, Parameter(help="also list what the tests leave uncovered", negative="")] = False,
    mutate: Annotated[
        bool, Parameter(help="make small mistakes in the law, and list those that no test notices", negative="")
    ] = False,
    json: Json = False,
    packs: Folder = None,
) -> int:
    """Run the tests that stand beside the rules."""
    if coverage and mutate:
        raise BadInput("packs test", "is asked for coverage and for mistakes at once", "--coverage or --mutate")
    if mutate:
        return _mutated(names, packs, json=json)
    from reprieve.cli import show
    from reprieve.desk import packs as desk

    return show.report(desk.run_tests(names, packs, cover=coverage), json=json)


def _mutated(names: tuple[str, ...], folder: Path | None, *, json: bool) -> int:
    from rich.console import Console

    from reprieve.cli import show
    from reprieve.desk import pack_changes as desk
    from reprieve.views import pack_changes as view

    with view.trying() as progress:
        found = desk.mutated(names, folder, progress=progress)
    if json:
        summary = {"summary": view.mutation_summary(found), "score": found.score, "clean": found.clean}
        show.as_json(summary | {"failing": found.failing, "mutants": found.rows})
    else:
        view.show_mutation(found, Console(highlight=False))
    return OK if found.clean else OURS


@packs.command
def diff(
    before: Annotated[Path, Parameter(help="a folder of packs")],
    after: Annotated[Path | None, Parameter(help="another one; without it, the shipped packs")] = None,
    /,
    *,
    json: Json = False,
) -> int:
    """What changed from one folder of packs to another, each with a case that the two decide differently, if any."""
    from rich.console import Console

    from reprieve.cli import show
    from reprieve.desk import pack_changes as desk
    from reprieve.views import pack_changes as view

    found = desk.difference(before, after)
    if json:
        show.as_json(found)
    else:
        view.show_difference(found, Console(highlight=False))
    return OK
