"""What a license of our own limits, and what was drawn from it: amounts, events of its ledger, and what is left.

Nothing here adds up; the room `licenses` folds events, `rules` compares an order with what is left. Money is in cents
of the license's currency, quantities are whole units of the license's own unit. Instants are aware.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import msgspec

from reprieve.model.verdict import Confidence

EventKind = Literal["reserve", "ship", "return", "cancel"]
"""What happens to a license: an order is promised, leaves, comes back, or what was promised for it is let go."""
UNITS: Final = "units"
"""What is counted where nothing else is said: pieces."""


def money(cents: int) -> str:
    """An amount in cents as people write it."""
    return f"{cents // 100:,}.{cents % 100:02}"


class Amount(msgspec.Struct, frozen=True):
    """How much of an item an order takes; None where nobody said. `value` is in cents of `currency`."""

    quantity: int | None = None
    unit: str = UNITS
    value: int | None = None
    currency: str = ""


class Limit(msgspec.Struct, frozen=True):
    """How much of an item a license grants, over all its life."""

    quantity: int
    unit: str = UNITS


class Line(msgspec.Struct, frozen=True):
    """How much of one item an event moves: a quantity, and its value in cents; both at least 0."""

    quantity: int = 0
    value: int = 0


class Event(msgspec.Struct, frozen=True):
    """One event of a license's ledger: for which order, when, and how much of each item.

    `on` is when it happened, `recorded` when we wrote it down (None: with the case). A cancel without items lets go of
    everything that its order still has reserved.
    """

    kind: EventKind
    order: str
    on: datetime
    items: dict[str, Line] = {}
    by: str = ""
    note: str = ""
    recorded: datetime | None = None


class Tolerance(msgspec.Struct, frozen=True):
    """By how much the total value of a license may be exceeded, in basis points of that value, in [start, end)."""

    authority: str
    share: int
    start: datetime | None
    end: datetime | None
    confidence: Confidence
    cite: str
    note: str = ""


class Balance(msgspec.Struct, frozen=True):
    """What a license has seen of one item, or of value, up to an instant. `licensed` None: it sets no limit.

    `shipped` is net of what came back; `reserved` is promised to orders and not yet shipped.
    """

    licensed: int | None
    reserved: int = 0
    shipped: int = 0

    @property
    def left(self) -> int | None:
        """What an order may still take; None: as much as it likes. Never below 0."""
        return None if self.licensed is None else max(0, self.licensed - self.reserved - self.shipped)


class Account(msgspec.Struct, frozen=True):
    """A license's balances from an instant on (None: from its beginning): item by item, and in value.

    `known` is when we knew of the event that made them so.
    """

    since: datetime | None
    items: dict[str, Balance]
    value: Balance
    known: datetime | None = None
