"""The commands for licenses of our own and for papers: take them, draw licenses down, tell what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from reprieve.cli import OK
from reprieve.cli.options import Home, Json
from reprieve.errors import BadInput
from reprieve.model.nouns import DocumentKind

if TYPE_CHECKING:
    from reprieve.model.license import EventKind

licenses = App(
    name="licenses",
    help="Licenses granted to us: take them, draw them down order by order, see what is left.",
    default_parameter=Parameter(show_default=False),
)
documents = App(
    name="documents",
    help="Papers: certificates, statements, contracts, waybills; who signed what and when.",
    default_parameter=Parameter(show_default=False),
)

Number = Annotated[str, Parameter(help="the number of the license")]
By = Annotated[str, Parameter(help="who says so; default: the user of this computer")]
Order = Annotated[str, Parameter(help="the number of the order")]
Items = Annotated[
    list[str] | None,
    Parameter(name="--item", help="how much of an item: chip=600; again for each item", negative=""),
]
Values = Annotated[
    list[str] | None,
    Parameter(name="--value", help="what they are worth, in the license's currency: chip=12000.00", negative=""),
]
On = Annotated[str, Parameter(help="the day on which it happened; default: now")]
Note = Annotated[str, Parameter(help="what to remember: the waybill, the reason")]


@licenses.command(name="list")
def list_licenses(*, home: Home = None, json: Json = False) -> int:
    """Every license that is kept, with what is left of it."""
    from reprieve.cli import show_licenses as show
    from reprieve.desk import licenses as desk
    from reprieve.desk.records import book_in

    show.licenses(desk.listed(book_in(home)), json=json)
    return OK


@licenses.command(name="add")
def add_licenses(
    file: Annotated[Path, Parameter(help="a file with [[licenses]], written as in a case")],
    /,
    *,
    amend: Annotated[
        bool, Parameter(help="replace those that are kept; what was drawn stays drawn", negative="")
    ] = False,
    by: By = "",
    packs: Annotated[Path | None, Parameter(help="a folder of packs instead of the shipped ones")] = None,
    home: Home = None,
    json: Json = False,
) -> int:
    """Take the licenses of a file: all of them or none."""
    from reprieve.cli import show_licenses as show
    from reprieve.desk import licenses as desk
    from reprieve.desk.face import load_packs
    from reprieve.desk.records import book_in

    found = desk.add(file, book_in(home), load_packs(packs), by or _user(), amend=amend)
    show.licenses(found, json=json)
    return OK


@licenses.command(name="show")
def show_license(number: Number, /, *, home: Home = None, json: Json = False) -> int:
    """One license: what it grants, its provisos, and what is left."""
    from reprieve.cli import show_licenses as show
    from reprieve.desk import licenses as desk
    from reprieve.desk.records import book_in

    show.license_(desk.one(book_in(home), number), json=json)
    return OK


@licenses.command(name="report")
def report_license(number: Number, /, *, home: Home = None, json: Json = False) -> int:
    """The ledger of a license: every event, and what was left after it."""
    from reprieve.cli import show_licenses as show
    from reprieve.desk import licenses as desk
    from reprieve.desk.records import book_in

    show.ledger(desk.one(book_in(home), number), json=json)
    return OK


@dataclass(frozen=True)
class _Drawn:
    """What is drawn from a license or given back: the options of four commands."""

    order: Order
    item: Items = None
    value: Values = None
    on: On = ""
    by: By = ""
    note: Note = ""
    home: Home = None
    json: Json = False


Drawn = Annotated[_Drawn, Parameter(name="*", negative="")]


@licenses.command
def reserve(number: Number, /, *, drawn: Drawn) -> int:
    """Promise some of a license to an order, so that no other order takes it."""
    return _move("reserve", number, drawn)


@licenses.command
def ship(number: Number, /, *, drawn: Drawn) -> int:
    """Write down that goods of an order left: first what the order has reserved, then what nobody has."""
    return _move("ship", number, drawn)


@licenses.command(name="return")
def return_(number: Number, /, *, drawn: Drawn) -> int:
    """Write down that goods of an order came back; what came back may be shipped again."""
    return _move("return", number, drawn)


@licenses.command
def cancel(number: Number, /, *, drawn: Drawn) -> int:
    """Let go of what an order has reserved: of all of it where no item is named."""
    return _move("cancel", number, drawn)


@documents.command(name="list")
def list_documents(*, home: Home = None, json: Json = False) -> int:
    """Every paper that is kept."""
    from reprieve.cli import show_licenses as show
    from reprieve.desk import documents as desk
    from reprieve.desk.records import book_in

    show.documents(desk.listed(book_in(home)), json=json)
    return OK


@documents.command(name="show")
def show_document(
    name: Annotated[str, Parameter(help="the id of the paper")], /, *, home: Home = None, json: Json = False
) -> int:
    """One paper, as the table of a case file."""
    from reprieve.cli import show_licenses as show
    from reprieve.desk import documents as desk
    from reprieve.desk.records import book_in

    found = desk.one(book_in(home), name)
    show.document(found, desk.block(found), json=json)
    return OK


@documents.command(name="add")
def add_document(  # noqa: PLR0913  # the options of a command
    file: Annotated[Path, Parameter(help="the file of the paper; only its digest is kept")],
    /,
    *,
    id_: Annotated[str, Parameter(name="--id", help="what cases call it")],
    kind: Annotated[
        DocumentKind,
        Parameter(
            help="certificate, end_use_statement, uvl_statement, contract, waybill or proof_of_delivery",
            show_choices=False,
        ),
    ],
    signer: Annotated[str, Parameter(help="who signed it: the id that cases give the party")],
    signed: Annotated[str, Parameter(help="the day of the signature")],
    scope: Annotated[str, Parameter(help="the provision, pack or license it is made for")] = "",
    paragraph: Annotated[str, Parameter(help="the paragraph of it")] = "",
    item: Annotated[
        list[str] | None, Parameter(help="an item it is for; again for each; none: any", negative="")
    ] = None,
    contract: Annotated[str, Parameter(help="the contract it belongs to")] = "",
    note: Note = "",
    by: By = "",
    home: Home = None,
    json: Json = False,
) -> int:
    """Take what is said of a paper, with the digest of its file."""
    from datetime import UTC, datetime

    from reprieve.cli import show_licenses as show
    from reprieve.cli.options import moment
    from reprieve.desk import documents as desk
    from reprieve.desk.records import book_in
    from reprieve.model.nouns import Document

    at = moment(signed, "--signed")
    assert at is not None  # noqa: S101  # the option has to be given
    items, digest = tuple(item or ()), desk.digest_of(file)
    paper = Document(id_, kind, signer, at, scope, items, contract, digest, note, paragraph)
    show.documents((desk.add(paper, book_in(home), by or _user(), datetime.now(UTC)),), json=json)
    return OK


def _move(kind: EventKind, number: str, drawn: _Drawn) -> int:
    from datetime import UTC, datetime

    from reprieve.cli import show_licenses as show
    from reprieve.desk import licenses as desk
    from reprieve.desk.records import book_in
    from reprieve.model.license import Event

    now = datetime.now(UTC)
    items = desk.moved(_pairs(drawn.item, "--item"), _pairs(drawn.value, "--value"))
    event = Event(kind, drawn.order, desk.when(drawn.on, now, "--on"), items, drawn.by or _user(), drawn.note)
    show.moved(desk.move(book_in(drawn.home), number, event, now), event, json=drawn.json)
    return OK


def _pairs(given: Sequence[str] | None, option: str) -> dict[str, str]:
    """`chip=600` as item and amount. Raises BadInput."""
    found: dict[str, str] = {}
    for each in given or ():
        name, sign, amount = each.rpartition("=")
        if not sign or not name or not amount:
            raise BadInput(option, f"{each!r} does not say how much of which item", "chip=600")
        if name in found:
            raise BadInput(option, f"says twice how much of {name}", "each item once")
        found[name] = amount
    return found


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError):
        raise BadInput("--by", "nobody knows who you are", "your name") from None
