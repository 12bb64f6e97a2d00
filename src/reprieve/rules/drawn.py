"""How much a leg takes of a license against how much is left of it: facts and conditions for `rules.grants`.

What is left is a constant of each stretch of the license's life; what a leg takes, together with the legs beside it
that draw on the same license, is a fact. An order that already has something of the license (reserved or shipped) takes
only the rest. An amount that nobody stated, or that is counted in
another unit or currency, is unknown: it never clears.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from reprieve.model.facts import UNKNOWN, AnyFact, Dated, Fact, Source
from reprieve.model.license import Account, Balance, Line, Tolerance, money
from reprieve.model.nouns import Authorization, Leg
from reprieve.rules.dictionary import Entry
from reprieve.rules.law import ALWAYS
from reprieve.rules.syntax import Node, Test

_WHOLE: Final = 10_000


class Stretch(msgspec.Struct, frozen=True):
    """From `start` on a license has one state of its ledger; `says` what is left, in words.

    The next stretch displaces it. `last` is where all end: until then it stands for whoever does not know yet of the
    event that began the next.
    """

    start: datetime
    last: datetime | None
    account: Account
    says: str = ""
    known: datetime | None = None


def stretches(license_: Authorization, tolerance: Tolerance | None = None) -> tuple[Stretch, ...]:
    """The life of a license cut where what is left of it changes; inside a tolerance's window only, where one is given.

    Without a ledger there is one stretch.
    """
    accounts = _changes(license_) or [_untouched(license_)]
    start, end = license_.window.start or ALWAYS, license_.window.end
    if tolerance is not None:
        start, end = max(start, tolerance.start or ALWAYS), _earlier(end, tolerance.end)
    found: list[Stretch] = []
    for now, later in zip(accounts, [*accounts[1:], None], strict=True):
        since = max(start, now.since or ALWAYS)
        until = _earlier(end, later.since if later is not None else None)
        if until is None or since < until:
            found.append(Stretch(since, end, now, _left(license_, now), now.known))
    return tuple(found)


def entries(license_: Authorization) -> Iterator[Entry]:
    """The facts that say how much an order takes of a license."""
    for item, limit in license_.limits.items():
        for scope in ("leg", "item"):
            yield Entry(
                id=_quantity(scope, item, license_),
                type="int",
                unit=limit.unit,
                question=f"How many {limit.unit} of {item} does this order take under license {license_.number}?",
            )
    if license_.value is not None:
        question = f"What are the items of this order worth, in {license_.currency}, under license {license_.number}?"
        yield Entry(id=_value(license_), type="money", question=question)


def of_leg(license_: Authorization, legs: tuple[Leg, ...]) -> dict[str, AnyFact]:
    """How much some legs take of a license: the quantity of each limited item, and the value of all."""
    found = {_quantity("leg", item, license_): _takes(license_, legs, item) for item in license_.limits}
    if license_.value is not None:
        found[_value(license_)] = _worth(license_, legs)
    return found


def of_item(license_: Authorization, legs: tuple[Leg, ...], name: str) -> dict[str, AnyFact]:
    """How much one item of some legs takes of each limit: of that on another item, nothing."""
    nothing = Fact(0, Source(f"it is another item than {name}", "derived"))
    return {
        _quantity("item", item, license_): _takes(license_, legs, item) if item == name else nothing
        for item in license_.limits
    }


def within(license_: Authorization, stretch: Stretch, scope: str) -> tuple[Node, ...]:
    """That what is taken is no more than what is left."""
    value = stretch.account.value.left
    return (*_quantities(license_, stretch, scope), *(() if value is None else (Test(_value(license_), "<=", value),)))


def tolerated(license_: Authorization, stretch: Stretch, tolerance: Tolerance, scope: str) -> tuple[Node, ...]:
    """That the quantity is left, and the value is above what is left and within the tolerance."""
    value = stretch.account.value
    licensed = value.licensed or 0
    most = licensed + licensed * tolerance.share // _WHOLE - value.reserved - value.shipped
    fact = _value(license_)
    return (
        *_quantities(license_, stretch, scope),
        Test(fact, ">", value.left),
        Test(fact, "<=", max(0, most)),
    )


def _quantities(license_: Authorization, stretch: Stretch, scope: str) -> Iterator[Node]:
    for item in license_.limits:
        yield Test(_quantity(scope, item, license_), "<=", stretch.account.items[item].left)


def _changes(license_: Authorization) -> list[Account]:
    """The accounts between which what is left differs; of several at one instant, the last."""
    found: list[Account] = []
    for account in license_.accounts:
        if found and account.since is not None and account.since == found[-1].since:
            found.pop()
        if not found or _lefts(found[-1]) != _lefts(account):
            found.append(account)
    return found


def _lefts(account: Account) -> tuple[object, ...]:
    # Beyond the licensed value `left` stands still, and a tolerance goes on being used up.
    value = account.value
    taken = value.reserved + value.shipped if value.licensed is not None else None
    return (*(balance.left for balance in account.items.values()), taken)


def _left(license_: Authorization, account: Account) -> str:
    found = [
        f"{account.items[item].left:,} of {limit.quantity:,} {limit.unit} of {item}"
        for item, limit in license_.limits.items()
    ]
    value = account.value
    if value.licensed is not None and value.left is not None:
        found.append(f"{money(value.left)} of {money(value.licensed)} {license_.currency}")
    return f"{'; '.join(found)} left" if found else ""


def _takes(license_: Authorization, legs: tuple[Leg, ...], item: str) -> AnyFact:
    """The quantity of an item that legs take, less what their orders already have."""
    limit, asked = license_.limits[item], dict[str, int]()
    for leg in legs:
        if item not in leg.items:
            continue
        amount = leg.amounts.get(item)
        if amount is None or amount.quantity is None:
            return Fact(UNKNOWN, Source(f"nobody said how many {limit.unit} of {item} this order takes"))
        if amount.unit != limit.unit:
            what = f"the order counts {item} in {amount.unit}, license {license_.number} in {limit.unit}"
            return Fact(UNKNOWN, Source(what))
        asked[leg.order] = asked.get(leg.order, 0) + amount.quantity
    return _rest(license_, asked, lambda line: line.get(item, Line()).quantity)


def _worth(license_: Authorization, legs: tuple[Leg, ...]) -> AnyFact:
    """The value of what legs take of a license, less what their orders already have."""
    asked: dict[str, int] = {}
    for leg in legs:
        for item in leg.items:
            if item not in license_.items:
                continue
            amount = leg.amounts.get(item)
            if amount is None or amount.value is None:
                return Fact(UNKNOWN, Source(f"nobody said what {item} is worth"))
            if amount.currency != license_.currency:
                what = f"the order is in {amount.currency}, license {license_.number} in {license_.currency}"
                return Fact(UNKNOWN, Source(what))
            asked[leg.order] = asked.get(leg.order, 0) + amount.value
    return _rest(license_, asked, lambda line: sum(each.value for each in line.values()))


def _rest(license_: Authorization, asked: dict[str, int], has: Callable[[dict[str, Line]], int]) -> AnyFact:
    """What orders ask for, less what each of them has of the license, over time."""
    whole = Fact(sum(asked.values()), Source("what the order says", "declared"))
    source = Source(f"less what it already has of license {license_.number}", "document")
    cuts = sorted({at for order in asked for at, _ in license_.held.get(order, ())})

    def still(order: str, at: datetime) -> int:
        before = [lines for since, lines in license_.held.get(order, ()) if since <= at]
        return max(0, asked[order] - (has(before[-1]) if before else 0))

    changes = tuple((at, Fact(sum(still(order, at) for order in asked), source)) for at in cuts)
    return Dated(whole, changes) if changes else whole


def _quantity(scope: str, item: str, license_: Authorization) -> str:
    return f"{scope}.quantity_of_{item}_under_license_{license_.number}"


def _value(license_: Authorization) -> str:
    return f"leg.value_in_{license_.currency}_under_license_{license_.number}"


def _untouched(license_: Authorization) -> Account:
    items = {item: Balance(limit.quantity) for item, limit in license_.limits.items()}
    return Account(None, items, Balance(license_.value))


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    found = [each for each in (one, other) if each is not None]
    return min(found) if found else None
