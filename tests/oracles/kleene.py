"""What a condition says of facts that may be unknown, worked out the slow way: by trying the values a fact may have.

Part of the brute-force oracle (see `brute`); shares no code with the engine. Truth is counted 0, 1, 2 for no, maybe,
yes, so that *and* is the least, *or* the greatest, and *not* the distance from two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any as Anything
from typing import Final
from zoneinfo import ZoneInfo

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Truth, Value
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import All, Any, Each, Named, Node, Not, Pair, Test

Causing = tuple[int | None, int | None]
"""For which party and item, by number, a condition is judged; None where for no one in particular."""

NOBODY: Final[Causing] = (None, None)
NO, MAYBE, YES = 0, 1, 2
_TRUTH: Final[tuple[Truth, ...]] = (False, None, True)


def kleene(node: Node, seen: Situation, causing: Causing = NOBODY, asked: Situation | None = None) -> Truth:
    """True, False, or None for unknown.

    `asked` is the situation as people stated it: it says what is undeterminable, even where `seen` puts a value there.
    """
    return _TRUTH[_value(node, seen, causing, asked or seen)]


def _value(node: Node, seen: Situation, causing: Causing, asked: Situation) -> int:
    if isinstance(node, Test):
        return _test(node, seen, causing, asked)
    if isinstance(node, Pair):
        return _compared(node.op, side(node.left, seen, causing), side(node.right, seen, causing))
    if isinstance(node, All):
        return min((_value(part, seen, causing, asked) for part in node.parts), default=YES)
    if isinstance(node, Any):
        return max((_value(part, seen, causing, asked) for part in node.parts), default=NO)
    if isinstance(node, Not):
        return YES - _value(node.part, seen, causing, asked)
    if isinstance(node, Named):
        return _value(node.body, seen, causing, asked)
    values = [_value(node.body, seen, one, asked) for one in each_of(node, seen)]
    return max(values, default=NO) if node.quantifier == "any" else min(values, default=YES)


def each_of(node: Each, seen: Situation) -> list[Causing]:
    """Everybody over whom a quantifier runs."""
    if node.over == "party":
        return [(number, None) for number in range(len(seen.parties))]
    return [(None, number) for number in range(len(seen.items))]


def reads(node: Node, seen: Situation, causing: Causing = NOBODY) -> Iterator[tuple[Test | Pair, Causing]]:
    """Every comparison of a condition with whom it is judged for, quantifiers written out."""
    if isinstance(node, Test | Pair):
        yield node, causing
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from reads(part, seen, causing)
    elif isinstance(node, Not):
        yield from reads(node.part, seen, causing)
    elif isinstance(node, Named):
        yield from reads(node.body, seen, causing)
    else:
        for one in each_of(node, seen):
            yield from reads(node.body, seen, one)


def side(name: str, seen: Situation, causing: Causing) -> Value:
    """A fact of the leg, of the causing party or of the causing item; or the moment asked about."""
    if name == "at":
        return seen.at
    if name == "today":
        return seen.at.astimezone(ZoneInfo("America/New_York")).date()
    member = whose(name, causing)
    if name.startswith("party."):
        return UNKNOWN if member is None else seen.parties[member].get(name, UNKNOWN)
    if name.startswith("item."):
        return UNKNOWN if member is None else seen.items[member].get(name, UNKNOWN)
    return seen.leg.get(name, UNKNOWN)


def whose(fact: str, causing: Causing) -> int | None:
    """The number of the party or item that a fact is about; None for the leg."""
    return causing[0] if fact.startswith("party.") else causing[1] if fact.startswith("item.") else None


def _test(node: Test, seen: Situation, causing: Causing, asked: Situation) -> int:
    if node.op == "undeterminable":
        return YES if side(node.fact, asked, causing) is UNDETERMINABLE else NO
    value = side(node.fact, seen, causing)
    if value is UNKNOWN or value is UNDETERMINABLE:
        return MAYBE
    if node.op == "is":
        return YES if value is True else NO
    if isinstance(node.operand, frozenset):
        words = value if isinstance(value, frozenset) else {value}
        return YES if (len(words & node.operand) > 0) is (node.op == "in") else NO
    assert node.operand is not None
    return _compared(node.op, value, node.operand)


def _compared(op: str, left: Value, right: Value) -> int:
    if UNKNOWN in (left, right) or UNDETERMINABLE in (left, right):
        return MAYBE
    found = {compared(op, one, other) for one in _spread(left, right) for other in _spread(right, left)}
    return MAYBE if len(found) > 1 else YES if True in found else NO


def compared(op: str, left: Anything, right: Anything) -> bool:
    """A comparison of two settled values; words are only the same or different."""
    if op in {"==", "!="}:
        return bool(left == right) is (op == "==")
    order = (left > right) - (left < right)
    return order in {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[op]


def _spread(value: Value, against: Value) -> Sequence[Anything]:
    """Bounds as the values within them that can fare differently against the other side; a settled value as itself."""
    if not isinstance(value, Between):
        return [value]
    low, high = value.low, value.high
    edges = [edge for edge in (*ends(value), *ends(against)) if edge is not None]
    around = [edge + step * unit(edge) for edge in edges for step in (-2, -1, 0, 1, 2)] or [0, 1]
    return [each for each in around if (low is None or low <= each) and (high is None or each <= high)]


def ends(value: Value) -> list[Anything]:
    """The bounds of a value: a settled one is its own."""
    return [value.low, value.high] if isinstance(value, Between) else [value]


def unit(value: Anything) -> Anything:
    """The smallest step from one value of an ordered type to the next."""
    if isinstance(value, datetime):
        return timedelta(microseconds=1)
    return timedelta(days=1) if isinstance(value, date) else 1
