"""The command `screen`: one name or a file of parties against the lists. The desk screens; this only shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter, validators

from reprieve.cli import OK, OPEN
from reprieve.cli.options import At, Home, Json, meanings, moment
from reprieve.errors import BadInput
from reprieve.model.listed import PartyKind

if TYPE_CHECKING:
    from reprieve.desk.screen_files import Customers
    from reprieve.desk.screen_out import Form
    from reprieve.desk.searched import Searching


Kind = Annotated[PartyKind, Parameter(help="what the party is; in a file: those of whom it does not say it")]
Country = Annotated[list[str] | None, Parameter(help="a country of the party; again for each", negative="")]
Birth = Annotated[list[str] | None, Parameter(help="a day, month or year of birth; again for each", negative="")]
Number = Annotated[
    list[str] | None, Parameter(name="--id", help="a passport, tax or registration number; again for each", negative="")
]
Address = Annotated[list[str] | None, Parameter(help="an address of the party; again for each", negative="")]
Threshold = Annotated[
    float | None, Parameter(help="alert from this score on, else 0.7", validator=validators.Number(gt=0, lte=1))
]
Scorer = Annotated[
    Literal["logic-v2", "ofac"] | None,
    Parameter(help="compare by nomenklatura's logic-v2 or OFAC emulation instead: name by name, slow"),
]
Limit = Annotated[
    int, Parameter(help="show so many alerts; JSON and what is written have all", validator=validators.Number(gte=1))
]
Lists = Annotated[list[str] | None, Parameter(name="--list", help="only this list; again for each", negative="")]
Columns = Annotated[
    list[str] | None, Parameter(help="in a file, which column holds what: name=Firma; again for each", negative="")
]


def screen(  # noqa: PLR0913  # the options of a command
    who: Annotated[str, Parameter(name="WHO", help="a name, or a file of parties: CSV, TSV, XLSX, Parquet, JSONL")],
    /,
    *,
    kind: Kind = "unknown",
    country: Country = None,
    birth: Birth = None,
    id_: Number = None,
    address: Address = None,
    at: At = None,
    threshold: Threshold = None,
    scorer: Scorer = None,
    limit: Limit = 20,
    list_: Lists = None,
    against: Annotated[Path | None, Parameter(help="a list of your own (CSV) instead of the lists at hand")] = None,
    column: Columns = None,
    csv: Annotated[Path | None, Parameter(help="write everybody in the file, with all alerts, as CSV")] = None,
    parquet: Annotated[Path | None, Parameter(help="the same as Parquet")] = None,
    home: Home = None,
    json: Json = False,
) -> int:
    """Who on the lists may this party be? One name, or everybody in a file.

    Exits 0 only if nobody alerts, everybody was screened, and every list searched is complete for the day asked about.
    """
    from reprieve.desk.screen_files import looks_like_a_file

    def search() -> Searching:
        return _searching(home, list_ or (), against, at, threshold, scorer or "")

    about = {"--country": country, "--birth": birth, "--id": id_, "--address": address}
    if looks_like_a_file(who):
        _refuse(about, "is told by a column of the file", "leave it out")
        if csv and parquet:
            raise BadInput("--parquet", "stands beside --csv", "one of the two")
        customers = _opened(Path(who), column or (), kind)
        return _screened(customers, search(), csv or parquet, "parquet" if parquet else "csv", limit, json=json)
    _refuse({"--column": column, "--csv": csv, "--parquet": parquet}, "is for a file of parties", "name a file")
    from reprieve.cli import show
    from reprieve.desk.asked import asked

    party = asked(
        who,
        kind=kind,
        countries=country or (),
        births=birth or (),
        identifiers=id_ or (),
        addresses=address or (),
    )
    found = search().screen(party)
    show.screened(found, limit, json=json)
    return OK if found.settled else OPEN


def _searching(
    home: Path | None, lists: Sequence[str], own: Path | None, at: str | None, threshold: float | None, scorer: str
) -> Searching:
    """What is screened against."""
    from reprieve.desk import searched as desk
    from reprieve.desk.home import lists_in

    if own is None:
        when = moment(at, "--at")
        return desk.searching(lists_in(home), lists=lists, at=when, threshold=threshold, scorer=scorer)
    _refuse(
        {"--list": lists, "--at": at, "--scorer": scorer},
        "does not go with --against",
        "a list of your own is whole, and of no day",
    )
    return desk.against(own, threshold)


def _refuse(given: Mapping[str, object], what: str, instead: str) -> None:
    """Options that say nothing here: better refused than ignored."""
    for option, value in given.items():
        if value:
            raise BadInput(option, what, instead)


def _opened(path: Path, columns: Sequence[str], kind: PartyKind) -> Customers:
    """The file, and on standard error what was made of its columns."""
    from reprieve.cli import show
    from reprieve.desk.screen_files import open_customers

    customers = open_customers(path, meanings(columns), kind=kind)
    show.columns_taken(customers.columns)
    return customers


def _screened(customers: Customers, search: Searching, out: Path | None, form: Form, limit: int, *, json: bool) -> int:
    from reprieve.cli import show
    from reprieve.desk.screen_files import screen_file
    from reprieve.views.screening_progress import screening

    with screening() as progress:
        run = screen_file(customers, search, out=out, form=form, progress=progress, worst=limit)
    show.screened_file(run, limit, json=json)
    return OK if run.settled else OPEN
