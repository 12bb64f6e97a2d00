"""The tree interpreter: the readable specification of what a condition means, and the trace that explains it.

`holds` gives the Kleene value; `trace` gives the same value with every part that led to it. The bitmap index must agree
with `holds` on every rule, party and item; tests hold the two together.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from reprieve.model.facts import Truth, Value
from reprieve.model.time import EASTERN, local_day
from reprieve.rules import logic
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import All, Any, Each, Named, Node, Not, Pair, Test


class Causing(msgspec.Struct, frozen=True):
    """For whom a condition is judged: the causing party and item by number, or none."""

    party: int | None = None
    item: int | None = None


NOBODY = Causing()


def moment(name: str, at: datetime, zone: str = EASTERN) -> Value:
    """`at` or `today` as a value."""
    return at if name == "at" else local_day(at, zone)


def side(name: str, situation: Situation, causing: Causing) -> Value:
    """One side of a pair: a fact, or the moment asked about."""
    if name in {"at", "today"}:
        return moment(name, situation.at)
    return situation.value(name, causing.party, causing.item)


def holds(node: Node, situation: Situation, causing: Causing = NOBODY) -> Truth:
    """The Kleene value of a condition."""
    if isinstance(node, Test):
        return logic.test(node, situation.value(node.fact, causing.party, causing.item))
    if isinstance(node, Pair):
        return logic.pair(node.op, side(node.left, situation, causing), side(node.right, situation, causing))
    if isinstance(node, All):
        return logic.conjunction(holds(part, situation, causing) for part in node.parts)
    if isinstance(node, Any):
        return logic.disjunction(holds(part, situation, causing) for part in node.parts)
    if isinstance(node, Not):
        return logic.negation(holds(node.part, situation, causing))
    if isinstance(node, Named):
        return holds(node.body, situation, causing)
    combine = logic.disjunction if node.quantifier == "any" else logic.conjunction
    return combine(holds(node.body, situation, each) for each in members(node, situation))


def members(node: Each, situation: Situation) -> list[Causing]:
    """Those over whom a quantifier runs."""
    if node.over == "party":
        return [Causing(party=number) for number in range(len(situation.parties))]
    return [Causing(item=number) for number in range(len(situation.items))]


def causes(each: frozenset[str], situation: Situation) -> list[Causing]:
    """For whom a rule is judged in a situation."""
    parties = range(len(situation.parties)) if "party" in each else (None,)
    items = range(len(situation.items)) if "item" in each else (None,)
    return [Causing(party, item) for party in parties for item in items]


class Trace(msgspec.Struct, frozen=True):
    """One part of a condition with its value, for whom it was judged, and the parts it is made of."""

    node: Node
    value: Truth
    causing: Causing
    parts: tuple[Trace, ...] = ()


def trace(node: Node, situation: Situation, causing: Causing = NOBODY) -> Trace:
    """A condition with the value of every part."""
    if isinstance(node, All | Any):
        parts = tuple(trace(part, situation, causing) for part in node.parts)
        combine = logic.conjunction if isinstance(node, All) else logic.disjunction
        return Trace(node, combine(part.value for part in parts), causing, parts)
    if isinstance(node, Not):
        part = trace(node.part, situation, causing)
        return Trace(node, logic.negation(part.value), causing, (part,))
    if isinstance(node, Named):
        part = trace(node.body, situation, causing)
        return Trace(node, part.value, causing, (part,))
    if isinstance(node, Each):
        parts = tuple(trace(node.body, situation, each) for each in members(node, situation))
        combine = logic.disjunction if node.quantifier == "any" else logic.conjunction
        return Trace(node, combine(part.value for part in parts), causing, parts)
    return Trace(node, holds(node, situation, causing), causing)
