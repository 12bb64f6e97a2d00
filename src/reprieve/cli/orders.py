"""`check ORDERS --case MASTER`: a table of orders against a case. The desk answers; this only shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter, validators

from reprieve.cli import OK, OPEN, STOPPED
from reprieve.cli.options import meanings
from reprieve.errors import BadInput

if TYPE_CHECKING:
    from reprieve.desk.order_rows import Orders
    from reprieve.desk.orders_out import Form

LIMIT: Final = 20


@dataclass(frozen=True)
class _Options:
    """Options that only a table of orders takes."""

    column: Annotated[
        list[str] | None, Parameter(help="in a table, which column holds what: item=Material; again for each")
    ] = None
    limit: Annotated[
        int,
        Parameter(help="show so many orders; JSON and what is written have all", validator=validators.Number(gte=1)),
    ] = LIMIT
    csv: Annotated[Path | None, Parameter(help="write every answer to an order, with its reasons, as CSV")] = None
    xlsx: Annotated[Path | None, Parameter(help="the same as an Excel file")] = None
    parquet: Annotated[Path | None, Parameter(help="the same as Parquet")] = None

    def refuse(self) -> None:
        """Raises BadInput for any that was given where there are no orders."""
        given = {"--column": self.column, "--limit": self.limit != LIMIT, **self.files()}
        for option, value in given.items():
            if value:
                raise BadInput(option, "is for a table of orders", "name the master case with --case")

    def files(self) -> dict[str, Path | None]:
        """Where the answers go, by option."""
        return {"--csv": self.csv, "--xlsx": self.xlsx, "--parquet": self.parquet}


NO_ORDER_OPTIONS: Final = _Options()
OrderOptions = Annotated[_Options, Parameter(name="*", negative="")]


def check_orders(  # noqa: PLR0913  # the options of a command
    orders: Path,
    case: Path,
    options: _Options,
    refused: Mapping[str, object],
    *,
    at: datetime | None,
    known_at: datetime | None,
    json: bool,
    packs: Path | None,
    home: Path | None,
) -> int:
    """Every order of a table against a master case."""
    for option, value in refused.items():
        if value:
            raise BadInput(option, "does not go with a table of orders", "ask about one transaction of a case")
    files = [(option, file) for option, file in options.files().items() if file is not None]
    if len(files) > 1:
        raise BadInput(files[1][0], f"stands beside {files[0][0]}", "one of the two")
    from rich.console import Console

    from reprieve.cli import show
    from reprieve.desk.orders import check_orders as answered
    from reprieve.desk.orders_out import write_orders

    def told(found: Orders) -> None:
        show.columns_taken(found.columns)

    run = answered(
        orders,
        case,
        at=at,
        known_at=known_at,
        columns=meanings(options.column or ()),
        packs=packs,
        home=home,
        told=told,
    )
    for option, file in files:
        run = write_orders(run, file, _FORMS[option])
    if json:
        show.as_json(run)
    else:
        from reprieve.views.orders import show_orders

        show_orders(run, Console(highlight=False), options.limit)
    return code_of(each.verdict.outcome for each in run.answers)


_FORMS: Final[dict[str, Form]] = {"--csv": "csv", "--xlsx": "xlsx", "--parquet": "parquet"}


def code_of(outcomes: Iterable[str]) -> int:
    """0 only if everything is cleared; else that of the worst."""
    found = set(outcomes)
    if found & {"prohibited", "license_required"}:
        return STOPPED
    return OPEN if "indeterminate" in found else OK
