"""A license as it is written -> an Authorization with its accounts; the same for case files and for those we keep.

Checks everything that a license says of itself; whether its parties, items and restrictions exist is for the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from reprieve.desk.written_case import AmountEntry, EventEntry, LicenseEntry, MovedEntry, ProvisoEntry
from reprieve.errors import BadInput
from reprieve.intake.when import last_day, moment
from reprieve.licenses.ledger import Terms, accounts, held, in_order
from reprieve.licenses.tolerances import tolerances
from reprieve.model.facts import Source
from reprieve.model.license import Amount, Event, Limit, Line
from reprieve.model.nouns import Authorization, Proviso
from reprieve.model.time import Window

MOST: Final = 10**15
"""No order is larger, in units or in cents: what is above was mistyped."""
_MONEY: Final = re.compile(r"(\d{1,13})(?:\.(\d{2}))?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


def granted(
    written: LicenseEntry,
    zone: str,
    where: str,
    fault: type[BadInput] = BadInput,
    events: Iterable[Event] = (),
    orders: Iterable[str] = (),
) -> Authorization:
    """The license with what is left of it after its own ledger and `events`.

    `orders` are those of which it is told what they themselves have. Raises `fault` for what is written wrong, and
    BadInput for a ledger that overdraws it.
    """
    terms = terms_of(written, zone, where, fault)
    drawn = in_order((*(_event(each, zone, f"{where}.ledger", fault) for each in written.ledger), *events))
    return Authorization(
        number=written.number,
        authority=written.authority,
        clears=written.clears,
        parties=written.parties,
        items=written.items,
        window=terms.window,
        destinations=written.destinations,
        provisos=tuple(_proviso(each) for each in written.provisos),
        source=Source(written.source, "document"),
        roles=written.roles,
        limits=terms.limits,
        value=terms.value,
        currency=written.currency,
        tolerances=terms.tolerances,
        ledger=tuple(drawn),
        accounts=accounts(terms, drawn),
        held={order: held(terms, drawn, order) for order in orders},
    )


def terms_of(written: LicenseEntry, zone: str, where: str, fault: type[BadInput] = BadInput) -> Terms:
    """What of a license its ledger goes by. Raises `fault`."""
    window = Window(moment(written.start, zone, where, fault), last_day(written.through, zone, where, fault))
    if window.empty:
        raise fault(where, "ends before it begins", "from before through")
    _named(written.limits, written.items, f"{where}.limits", fault)
    _named(written.roles, written.parties, f"{where}.roles", fault)
    for item, limit in written.limits.items():
        if not 0 < limit.quantity <= MOST:
            raise fault(f"{where}.limits.{item}", f"cannot be {limit.quantity}", "a quantity above 0")
    value = cents(written.value, f"{where}.value", fault) if written.value else None
    _currency(written.currency, required=value is not None, where=where, fault=fault)
    limits = {item: Limit(each.quantity, each.unit) for item, each in written.limits.items()}
    return Terms(written.number, written.items, window, limits, value, tolerances(written.authority))


def amount(written: AmountEntry, where: str, fault: type[BadInput]) -> Amount:
    """How much of an item an order takes. Raises `fault`."""
    if written.quantity is not None and not 0 < written.quantity <= MOST:
        raise fault(f"{where}.quantity", f"cannot be {written.quantity}", "a quantity above 0, or none if not known")
    value = cents(written.value, f"{where}.value", fault) if written.value else None
    _currency(written.currency, required=value is not None, where=where, fault=fault)
    return Amount(written.quantity, written.unit, value, written.currency)


def cents(text: str, where: str, fault: type[BadInput] = BadInput) -> int:
    """An amount of money as written, in cents. Raises `fault`."""
    found = _MONEY.fullmatch(text)
    if found is None:
        raise fault(where, f"{text!r} is no amount of money", '"12500.00" or "12500"')
    return int(found[1]) * 100 + int(found[2] or 0)


def lines(written: Mapping[str, MovedEntry], where: str, fault: type[BadInput] = BadInput) -> dict[str, Line]:
    """How much of each item an event moves. Raises `fault`."""
    found: dict[str, Line] = {}
    for item, each in written.items():
        if not 0 <= each.quantity <= MOST:
            raise fault(f"{where}.{item}", f"cannot be {each.quantity}", "a quantity of 0 or more")
        found[item] = Line(each.quantity, cents(each.value, f"{where}.{item}", fault) if each.value else 0)
    return found


def _named(names: Iterable[str], among: tuple[str, ...], where: str, fault: type[BadInput]) -> None:
    for name in names:
        if name not in among:
            raise fault(where, f"speaks of {name!r}, which the license does not name", f"of {', '.join(among)}")


def _event(written: EventEntry, zone: str, where: str, fault: type[BadInput]) -> Event:
    on = moment(written.on, zone, where, fault)
    return Event(written.event, written.order, on, lines(written.items, where, fault), written.by, written.note)


def _proviso(written: str | ProvisoEntry) -> Proviso:
    return Proviso(written) if isinstance(written, str) else Proviso(written.text, written.paper, written.signer)


def _currency(word: str, *, required: bool, where: str, fault: type[BadInput]) -> None:
    if (required or word) and not _CURRENCY.fullmatch(word):
        raise fault(f"{where}.currency", f"{word!r} is no currency", 'three capitals, such as "USD"')
