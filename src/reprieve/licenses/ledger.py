"""The ledger of a license: events are folded, in the order in which they happened, into what is left.

Rules kept by every event, at every instant and not only at the end, so that an event entered late cannot overdraw a day
long gone: an order takes only what nobody else has; what is shipped is taken first from what its order has reserved;
no more comes back than went out for that order; no more is let go than is reserved for it; and orders are reserved and
shipped only within the license's window. Nothing here reads a clock, a file or a book.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Final

import msgspec

from reprieve.errors import BadInput
from reprieve.model.license import Account, Balance, Event, Limit, Line, Tolerance, money
from reprieve.model.time import Window, in_utc

TAKES: Final = frozenset({"reserve", "ship"})
_NOTHING: Final = Line()
_WHOLE: Final = 10_000


class Terms(msgspec.Struct, frozen=True):
    """What of a license its ledger goes by. `value` is in cents; None sets no limit."""

    number: str
    items: tuple[str, ...]
    window: Window
    limits: dict[str, Limit] = {}
    value: int | None = None
    tolerances: tuple[Tolerance, ...] = ()


Held = dict[tuple[str, str], Line]
"""By order and item."""


class _Kept:
    """What orders have of each item, with the sums over all orders."""

    def __init__(self) -> None:
        self.lines: Held = {}
        self.items: dict[str, int] = {}
        self.value = 0

    def of(self, order: str, item: str) -> Line:
        return self.lines.get((order, item), _NOTHING)

    def set(self, order: str, item: str, line: Line) -> None:
        change = _less(line, self.of(order, item))
        self.lines[order, item] = line
        self.items[item] = self.items.get(item, 0) + change.quantity
        self.value += change.value


class _Book:
    """What each order has reserved and shipped, as events are entered one after the other."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.reserved, self.shipped = _Kept(), _Kept()

    def enter(self, event: Event) -> None:
        """Adds one event. Raises BadInput if the license cannot bear it."""
        where = f"license {self.terms.number}, order {event.order}"
        self._check(event, where)
        for item, line in self._lines(event).items():
            self._move(event, item, line, where)
        if event.kind in TAKES:
            self._bear(event, where)

    def _lines(self, event: Event) -> Mapping[str, Line]:
        if event.kind == "cancel" and not event.items:
            return {item: line for (order, item), line in self.reserved.lines.items() if order == event.order}
        return event.items

    def _check(self, event: Event, where: str) -> None:
        if not event.order:
            raise BadInput(where, "names no order", "the number of the order")
        if event.kind in TAKES and event.on not in self.terms.window:
            what = f"the license is not in force on {event.on.date()}"
            raise BadInput(where, what, f"a day from {_days(self.terms.window)}")
        if event.kind == "cancel" and not any(map(_any, self._lines(event).values())):
            raise BadInput(where, "has nothing reserved", "an order that has")
        if not event.items and event.kind != "cancel":
            raise BadInput(where, "names no item", f"of {', '.join(self.terms.items)}")
        for item, line in event.items.items():
            if item not in self.terms.items:
                raise BadInput(where, f"the license is not for {item!r}", ", ".join(self.terms.items))
            if line.quantity < 0 or line.value < 0:
                raise BadInput(where, f"moves less than nothing of {item}", "0 or more")
            if item in self.terms.limits and not line.quantity and event.kind != "cancel":
                raise BadInput(where, f"says no quantity of {item}, of which the license has a limit", "at least 1")
            if self.terms.value is not None and event.kind in TAKES and not line.value:
                raise BadInput(where, f"says no value of {item}, and the license has a limit of value", "its value")

    def _move(self, event: Event, item: str, line: Line, where: str) -> None:
        order, where = event.order, f"{where}: {item}"
        reserved, shipped = self.reserved.of(order, item), self.shipped.of(order, item)
        if event.kind == "reserve":
            self.reserved.set(order, item, _sum(reserved, line))
        elif event.kind == "ship":
            self.reserved.set(order, item, _kept_back(reserved, line))
            self.shipped.set(order, item, _sum(shipped, line))
        elif event.kind == "return":
            self.shipped.set(order, item, _taken(shipped, line, where, "shipped"))
        else:
            self.reserved.set(order, item, _taken(reserved, line, where, "reserved"))

    def _bear(self, event: Event, where: str) -> None:
        account = self.account(event)
        for item, line in event.items.items():
            balance, limit = account.items[item], self.terms.limits.get(item)
            over = _over(balance)
            if limit is not None and over > 0:
                left = f"{line.quantity - over:,} of {limit.quantity:,} {limit.unit}"
                raise BadInput(where, f"takes {line.quantity:,} of {item}, and {left} are left", "no more than that")
        over = _over(account.value)
        bearable = allowance(self.terms, event.on)
        if over > bearable:
            asked = sum(line.value for line in event.items.values())
            left = f"{money(asked - over + bearable)} of {money(self.terms.value or 0)}"
            raise BadInput(where, f"takes a value of {money(asked)}, and {left} are left", "no more than that")

    def account(self, event: Event | None) -> Account:
        """The balances after an event."""
        return Account(
            event.on if event is not None else None,
            {item: self._balance(item) for item in self.terms.items},
            Balance(self.terms.value, self.reserved.value, self.shipped.value),
            event.recorded if event is not None else None,
        )

    def _balance(self, item: str) -> Balance:
        limit = self.terms.limits.get(item)
        licensed = limit.quantity if limit is not None else None
        return Balance(licensed, self.reserved.items.get(item, 0), self.shipped.items.get(item, 0))

    def has(self, order: str) -> dict[str, Line]:
        """What an order has of each item, reserved and shipped together."""
        return {item: _sum(self.reserved.of(order, item), self.shipped.of(order, item)) for item in self.terms.items}


def accounts(terms: Terms, events: Iterable[Event]) -> tuple[Account, ...]:
    """The balances before any event, and after each, in the order in which they happened. Raises BadInput."""
    book = _Book(terms)
    found = [book.account(None)]
    for event in in_order(events):
        book.enter(event)
        found.append(book.account(event))
    return tuple(found)


def balance(terms: Terms, events: Iterable[Event]) -> Account:
    """What is left after everything that happened. Raises BadInput if the events overdraw the license."""
    return accounts(terms, events)[-1]


def entered(terms: Terms, events: Iterable[Event], new: Event) -> Account:
    """What is left once `new` is entered too. Raises BadInput if it, or any event after it, could not be borne."""
    return balance(terms, (*events, new))


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events as they happened; of one instant, as they were entered."""
    return sorted(events, key=attrgetter("on"))


def held(terms: Terms, events: Iterable[Event], order: str) -> tuple[tuple[datetime, dict[str, Line]], ...]:
    """What one order itself has of a license, reserved or shipped, from each instant on at which that changed."""
    book = _Book(terms)
    found: list[tuple[datetime, dict[str, Line]]] = []
    for event in in_order(events):
        book.enter(event)
        if event.order == order:
            found.append((event.on, book.has(order)))
    return tuple(found)


def allowance(terms: Terms, at: datetime) -> int:
    """By how many cents the value may be exceeded at an instant, by tolerances that are confirmed as law."""
    shares = (each.share for each in terms.tolerances if each.confidence != "unconfirmed" and at in _window(each))
    return (terms.value or 0) * max(shares, default=0) // _WHOLE


def _window(tolerance: Tolerance) -> Window:
    return Window(tolerance.start, tolerance.end)


def _over(balance: Balance) -> int:
    return 0 if balance.licensed is None else balance.reserved + balance.shipped - balance.licensed


def _sum(one: Line, other: Line) -> Line:
    return Line(one.quantity + other.quantity, one.value + other.value)


def _less(one: Line, other: Line) -> Line:
    return Line(one.quantity - other.quantity, one.value - other.value)


def _any(line: Line) -> bool:
    return line != _NOTHING


def _kept_back(reserved: Line, leaving: Line) -> Line:
    """What an order still has reserved once some of it has left; with the last piece its whole value is let go."""
    quantity = max(0, reserved.quantity - leaving.quantity)
    value = max(0, reserved.value - leaving.value)
    return Line(quantity, value) if quantity or not leaving.quantity else _NOTHING


def _taken(have: Line, line: Line, where: str, what: str) -> Line:
    if line.quantity > have.quantity:
        raise BadInput(where, f"{have.quantity:,} are {what}, not {line.quantity:,}", "no more than that")
    if line.value > have.value:
        raise BadInput(where, f"a value of {money(have.value)} is {what}, not {money(line.value)}", "no more than that")
    return _less(have, line)


def _days(window: Window) -> str:
    start = in_utc(window.start).date() if window.start is not None else "..."
    return f"{start} until before {window.end.date() if window.end is not None else '...'}"
