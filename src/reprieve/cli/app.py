"""The commands. Each reads its options, asks the desk, and shows the answer; what it needs is imported when it runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter, validators

from reprieve.cli import OK
from reprieve.cli.licenses import documents, licenses
from reprieve.cli.lists import lists
from reprieve.cli.options import At, Home, Json, KnownAt, moment
from reprieve.cli.orders import NO_ORDER_OPTIONS, OrderOptions, check_orders, code_of
from reprieve.cli.packs import Folder, packs
from reprieve.cli.records import records, verify
from reprieve.cli.rescreen import rescreen
from reprieve.cli.screen import screen

app = App(
    name="reprieve",
    help="May this party, item or update go ahead on this date, under what authority, until when?",
    version_flags=["--version"],
    suppress_keyboard_interrupt=False,  # `main` says it in one line
)
app.command(rescreen)
app.command(screen)
app.command(lists)
app.command(licenses)
app.command(documents)
app.command(records)
app.command(verify)
app.command(packs)


@app.command
def check(  # noqa: PLR0913  # the options of a command
    what: Annotated[
        Path, Parameter(name="CASE", help="a case file (TOML), or a folder of them; with --case a table of orders")
    ],
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
    case: Annotated[
        Path | None, Parameter(name="--case", help="the master case whose parties and items a table of orders names")
    ] = None,
    orders: OrderOptions = NO_ORDER_OPTIONS,
    json: Json = False,
    packs: Folder = None,
    home: Home = None,
) -> int:
    """Answer every transaction of a case, or with --case every order of a table: outcome, authority, until when."""
    from reprieve.cli import show
    from reprieve.desk import check as desk

    asked, known = moment(at, "--at"), moment(known_at, "--known-at")
    if case is not None:
        refused = {"--overlay": overlay, "--only": only, "--why": why, "--ask": ask, "--html": html}
        return check_orders(what, case, orders, refused, at=asked, known_at=known, json=json, packs=packs, home=home)
    orders.refuse()
    again = partial(
        desk.check, what, at=asked, known_at=known, overlay=overlay, packs=packs, only=tuple(only or ()), home=home
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
    """Answer the Huawei affair of 2019 and a license of one's own, look at lists on two days, and write the report.

    It uses nothing of yours: the example brings its own lists.
    """
    from tempfile import TemporaryDirectory

    from reprieve.cli import show
    from reprieve.desk import check as desk
    from reprieve.desk.demo import example, lists_of, own_license
    from reprieve.desk.home import lists_in

    with TemporaryDirectory(prefix="reprieve-demo-") as home:
        answers = desk.check(example(), home=Path(home))
        license_ = own_license(Path(home))
        state, differences = lists_of(example(), lists_in(Path(home)))
    if json:
        show.as_json(answers)
    else:
        show.answers(answers, None)
        show.answers(license_, None)
        show.demonstrated(state, differences)
    show.written(_report(answers, html or Path("reprieve-demo.html")), quiet=json)
    return OK


def exit_code(answers: Any) -> int:
    """0 only if every transaction is cleared, preconditions met and nothing outside the model open; else the worst."""
    return code_of(each.verdict.outcome for each in answers.transactions)


def _report(answers: Any, path: Path) -> Path:
    from reprieve.desk.report import write_report

    return write_report(answers, path)
