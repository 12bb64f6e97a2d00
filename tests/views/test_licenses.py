"""Licenses and papers, as a person reads them."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from msgspec.structs import replace
from rich.console import Console

from reprieve.model.license import Account, Balance, Event, Limit, Line
from reprieve.model.nouns import Authorization, Document, Proviso
from reprieve.model.time import EASTERN, Window, start_of, through
from reprieve.views import licenses as view

ON: Final = datetime(2026, 2, 3, 5, tzinfo=UTC)
WINDOW: Final = Window(
    start_of(datetime(2026, 1, 2, tzinfo=UTC).date(), EASTERN),
    through(datetime(2027, 12, 31, tzinfo=UTC).date(), EASTERN),
)
LICENSE: Final = Authorization(
    "D77",
    "BIS",
    ("pack/rule",),
    ("star", "reed"),
    ("pump", "valve"),
    WINDOW,
    provisos=(Proviso("no resale"), Proviso("the statement is on file", "end_use_statement", "star")),
    roles={"star": ("end_user", "ultimate_consignee")},
    limits={"pump": Limit(1000)},
    value=3_000_000,
    currency="USD",
    ledger=(Event("ship", "PO-1", ON, {"pump": Line(600, 1_200_000), "valve": Line(2)}),),
    accounts=(
        Account(None, {"pump": Balance(1000), "valve": Balance(None)}, Balance(3_000_000)),
        Account(ON, {"pump": Balance(1000, 50, 600), "valve": Balance(None, 0, 2)}, Balance(3_000_000, 0, 1_200_000)),
    ),
)


def printed(show: Callable[..., None], found: object) -> str:
    console = Console(file=io.StringIO(), width=160, legacy_windows=False)
    show(found, console)
    assert isinstance(console.file, io.StringIO)
    return " ".join(console.file.getvalue().split())


def test_what_is_left_is_told_for_each_limit() -> None:
    assert list(view.left(LICENSE)) == [
        "350 of 1,000 units of pump left (600 out, 50 reserved)",
        "18,000.00 of 30,000.00 USD left (12,000.00 out)",
    ]


def test_a_license_without_limits_has_nothing_left_to_tell() -> None:
    free = replace(LICENSE, limits={}, value=None)
    assert list(view.left(free)) == []
    assert view.event_line(free, LICENSE.ledger[0]) == "ship, order PO-1: the license sets no limit"


def test_a_license_tells_whom_in_which_roles_and_on_which_conditions() -> None:
    text = printed(view.show_license, LICENSE)
    for said in (
        "for star as end user and ultimate consignee and reed",
        "to any destination",
        "proviso: no resale",
        "beforehand: the statement is on file",
        "2 Jan 2026 through 31 Dec 2027",
    ):
        assert said in text


def test_a_ledger_tells_each_event_with_what_was_left_after_it() -> None:
    text = printed(view.show_ledger, LICENSE)
    assert "ship PO-1" in text
    assert "600 pump worth 12,000.00 USD and 2 valve" in text
    assert "350 of" in text


def test_a_cancel_of_everything_says_so() -> None:
    everything = replace(LICENSE, ledger=(Event("cancel", "PO-1", ON),))
    assert "all that is reserved" in printed(view.show_ledger, everything)


def test_a_paper_tells_who_signed_what_and_when() -> None:
    paper = Document("x", "uvl_statement", "star", ON, "744.15", ("pump",), "4711", "sha256:00", "kept", "(b)")
    text = printed(view.show_documents, (paper,))
    for said in ("UVL statement", "signed by star on 3 Feb 2026", "744.15 · (b) · for pump", "4711", "sha256:00"):
        assert said in text


def test_where_there_is_nothing_it_is_said_how_to_begin() -> None:
    assert "reprieve licenses add" in printed(view.show_licenses, ())
    assert "reprieve documents add" in printed(view.show_documents, ())
