"""The command `rescreen`: what a change of the lists alters for the parties of a file. The desk answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter, validators

from reprieve.cli import OK, OPEN
from reprieve.cli.options import Home, Json, meanings
from reprieve.errors import BadInput
from reprieve.model.match import LINE


def rescreen(  # noqa: PLR0913  # the options of a command
    customers: Annotated[Path, Parameter(help="the file of parties: CSV, TSV, JSON Lines, XLSX or Parquet")],
    /,
    *,
    since: Annotated[
        str, Parameter(help="the publication that they were screened against: a snapshot id, SOURCE@DAY, LIST@DAY")
    ],
    until: Annotated[
        str, Parameter(help="the later one; default: the newest of the same source, or of the same list")
    ] = "newest",
    list_: Annotated[str, Parameter(name="--list", help="only this list")] = "",
    threshold: Annotated[
        float,
        Parameter(
            help="scores from here on alert; as in the screening before", validator=validators.Number(gt=0, lte=1)
        ),
    ] = LINE,
    column: Annotated[
        list[str] | None, Parameter(help="which column holds what: name=Firma; again for each", negative="")
    ] = None,
    limit: Annotated[
        int,
        Parameter(help="show so many parties, else 20; JSON and CSV have them all", validator=validators.Number(gte=1)),
    ] = 20,
    csv: Annotated[Path | None, Parameter(help="also write every change to this file, a row each")] = None,
    home: Home = None,
    json: Json = False,
) -> int:
    """Screen the parties of a file again, against only the entries that a publication changed.

    The same alerts come, go and change as if everybody were screened against both publications. Exits 4 if anything is
    to be looked at: an alert that changed, a party without a name, a list that cannot be compared.
    """
    from reprieve.cli import show
    from reprieve.cli import show_rescreened as shown
    from reprieve.desk import rescreen as desk
    from reprieve.desk.home import lists_in
    from reprieve.desk.rescreen_csv import write_csv
    from reprieve.desk.screen_files import open_customers
    from reprieve.views.screening_progress import screening

    parties = open_customers(customers, meanings(column or ()))
    show.columns_taken(parties.columns)
    if csv is not None and csv.resolve() == customers.resolve():
        raise BadInput(str(csv), "is the file that is screened", "another name for the result")
    with screening() as progress:
        found = desk.rescreen_file(
            parties, since, until, store=lists_in(home), list_=list_, threshold=threshold, progress=progress
        )
    if csv is not None:
        shown.written(csv, write_csv(found, csv))
    shown.rescreened(found, limit, json=json)
    return OK if found.settled else OPEN
