"""The condition language as a tree: eight frozen nodes, no loops, no functions, so that every condition is decidable.

A condition speaks of facts of the leg (`leg.x`), of the causing party (`party.x`) and of the causing item (`item.x`);
quantifiers rebind `party` or `item`. Atoms compare one fact with constants (`Test`) or two facts, or a fact with the
moment asked about (`Pair`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, Literal

import msgspec

Scope = Literal["leg", "party", "item"]
SCOPES: Final[tuple[Scope, ...]] = ("leg", "party", "item")
NOW: Final = ("at", "today")
"""The moment asked about, as an instant and as a local day of the issuing authority."""

Operator = Literal["is", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "undeterminable"]
Operand = bool | int | str | date | datetime | frozenset[str] | None

OPPOSITE: Final[dict[str, Operator]] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "in": "not in",
    "not in": "in",
}


class Test(msgspec.Struct, frozen=True):
    """One fact against a constant: `leg.signed <= 2019-05-16`, `item.us_origin`, `party.role in {end_user}`."""

    fact: str
    op: Operator
    operand: Operand = None


class Pair(msgspec.Struct, frozen=True):
    """Two facts, or a fact and the moment asked about: `leg.aboard_since <= party.listed_on`."""

    left: str
    op: Operator
    right: str


class Not(msgspec.Struct, frozen=True):
    """The opposite."""

    part: Node


class All(msgspec.Struct, frozen=True):
    """Every part (and); without parts: true."""

    parts: tuple[Node, ...]


class Any(msgspec.Struct, frozen=True):
    """At least one part (or); without parts: false."""

    parts: tuple[Node, ...]


class Each(msgspec.Struct, frozen=True):
    """A quantifier: `any party (...)`, `all items (...)`. Over nobody, `any` is false and `all` is true."""

    quantifier: Literal["any", "all"]
    over: Literal["party", "item"]
    body: Node


class Named(msgspec.Struct, frozen=True):
    """A definition used by name, kept whole so that a trace can show the name."""

    name: str
    body: Node
    title: str = ""


Atom = Test | Pair
Node = Test | Pair | Not | All | Any | Each | Named

ATOMS: Final = (Test, Pair)
"""The kinds of atoms, for questions asked often: a tuple is looked at faster than a union is made."""
TRUE: Final = All(())
FALSE: Final = Any(())


def scope(fact: str) -> Scope:
    """The scope a fact id begins with."""
    head = fact.partition(".")[0]
    return "party" if head == "party" else "item" if head == "item" else "leg"


def facts_of(atom: Atom) -> tuple[str, ...]:
    """The facts an atom reads; the moment asked about is none."""
    if isinstance(atom, Test):
        return (atom.fact,)
    return tuple(side for side in (atom.left, atom.right) if side not in NOW)


def atoms(node: Node) -> Iterator[Atom]:
    """Every atom of a condition, quantified ones included."""
    if isinstance(node, Test | Pair):
        yield node
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from atoms(part)
    elif isinstance(node, Not):
        yield from atoms(node.part)
    else:
        yield from atoms(node.body)


def free_scopes(node: Node) -> frozenset[str]:
    """Which of `party` and `item` a condition needs from outside (not bound by a quantifier of its own)."""
    if isinstance(node, Test | Pair):
        return frozenset(scope(fact) for fact in facts_of(node)) - {"leg"}
    if isinstance(node, All | Any):
        return frozenset[str]().union(*(free_scopes(part) for part in node.parts))
    if isinstance(node, Not):
        return free_scopes(node.part)
    if isinstance(node, Named):
        return free_scopes(node.body)
    return free_scopes(node.body) - {node.over}


def quantifies(node: Node) -> bool:
    """Whether a quantifier stands anywhere in a condition."""
    if isinstance(node, All | Any):
        return any(quantifies(part) for part in node.parts)
    if isinstance(node, Not):
        return quantifies(node.part)
    return isinstance(node, Each) or (isinstance(node, Named) and quantifies(node.body))


def both(*nodes: Node) -> Node:
    """The conjunction, flattened where it already is one."""
    parts: list[Node] = []
    for node in nodes:
        parts.extend(node.parts if isinstance(node, All) else (node,))
    return parts[0] if len(parts) == 1 else All(tuple(parts))
