"""The commands. Each reads its options, asks the desk, and shows the answer; what it needs is imported when it runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter, validators

from reprieve.cli import OK, OPEN, STOPPED
from reprieve.cli.lists import lists
from reprieve.cli.options import At, Home, Json, KnownAt, moment
from reprieve.cli.rescreen import rescreen
from reprieve.cli.screen import screen

app = App(
    name="reprieve",
    help="May this party, item or update go ahead on this date, under what authority, until when?",
    version_flags=["--version"],
    suppress_keyboard_interrupt=False,  # `main` says it in one line
)
packs = App(name="packs", help="The law as data: list packs, read their pages, check them, run their tests.")
app.command(rescreen)
app.command(screen)
app.command(lists)
app.command(packs)

Folder = Annotated[Path | None, Parameter(help="a folder of packs instead of the shipped ones")]


@app.command
def check(  # noqa: PLR0913  # the options of a command
    case: Annotated[Path, Parameter(help="a case file (TOML), or a folder of them")],
    /,
    *,
    at: At = None,
    known_at: KnownAt = None,
    overlay: Annotated[
        Path | None, Parameter(help="hypothetical law to lay over the packs; the answers say so")
    ] = None,
    only: Annotated[list[str] | None, Parameter(help="ids of the transactions to show", negative="")] = None,
    why: Annotated[
        int | None,
        Parameter(help="depth: 1 a line each, 2 reasons, 3 the whole tree", validator=validators.Number(gte=1, lte=3)),
    ] = None,
    ask: Annotated[bool, Parameter(help="ask the best next question until the answer stands", negative="")] = False,
    html: Annotated[Path | None, Parameter(help="write the report to this file")] = None,
    json: Json = False,
    packs: Folder = None,
    home: Home = None,
) -> int:
    """Answer every transaction of a case: outcome, authority, until when, and what changes it."""
    from reprieve.cli import show
    from reprieve.desk import check as desk

    again = partial(
        desk.check,
        case,
        at=moment(at, "--at"),
        known_at=moment(known_at, "--known-at"),
        overlay=overlay,
        packs=packs,
        only=tuple(only or ()),
        home=home,
    )
    answers = again()
    if ask:
        from reprieve.cli.ask import interview

        answers = interview(answers, lambda given: again(given=given))
    if json:
        show.as_json(answers)
    else:
        show.answers(answers, why)
    if html is not None:
        show.written(_report(answers, html))
    return exit_code(answers)


@app.command
def demo(
    *,
    html: Annotated[
        Path | None, Parameter(help="where the report goes; default: reprieve-demo.html in this folder")
    ] = None,
    json: Json = False,
) -> int:
    """Answer the Huawei affair of 2019, transaction by transaction, look at lists on two days, and write the report.

    It uses nothing of yours: the example brings its own lists.
    """
    from tempfile import TemporaryDirectory

    from reprieve.cli import show
    from reprieve.desk import check as desk
    from reprieve.desk.demo import example, lists_of
    from reprieve.desk.home import lists_in

    with TemporaryDirectory(prefix="reprieve-demo-") as home:
        answers = desk.check(example(), home=Path(home))
        state, differences = lists_of(example(), lists_in(Path(home)))
    if json:
        show.as_json(answers)
    else:
        show.answers(answers, None)
        show.demonstrated(state, differences)
    show.written(_report(answers, html or Path("reprieve-demo.html")), quiet=json)
    return OK


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
    json: Json = False,
    packs: Folder = None,
) -> int:
    """Run the tests that stand beside the rules."""
    from reprieve.cli import show
    from reprieve.desk import packs as desk

    return show.report(desk.run_tests(names, packs, cover=coverage), json=json)


def exit_code(answers: Any) -> int:
    """0 only if every transaction is cleared, preconditions met and nothing outside the model open; else the worst."""
    outcomes = {each.verdict.outcome for each in answers.transactions}
    if outcomes & {"prohibited", "license_required"}:
        return STOPPED
    return OPEN if "indeterminate" in outcomes else OK


def _report(answers: Any, path: Path) -> Path:
    from reprieve.desk.report import write_report

    return write_report(answers, path)
