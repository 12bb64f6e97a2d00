"""Atoms in their places, and conditions in which one atom is held fixed: what it takes to see an atom decide.

An atom decides where the condition comes out one way and would come out the other way if the atom alone were
different. The same atom written twice is one atom; inside a quantifier over what it speaks of it is another one.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from reprieve.rules.syntax import FALSE, TRUE, All, Any, Atom, Each, Named, Node, Not, Pair, Test, facts_of, scope


class Place(msgspec.Struct, frozen=True):
    """An atom where it stands: the innermost definition around it, and whether a quantifier binds its party or item."""

    atom: Atom
    bound: bool = False
    definition: str = ""


def places(node: Node, definition: str = "", over: frozenset[str] = frozenset()) -> Iterator[Place]:
    """Every atom of a condition in its place."""
    if isinstance(node, Test | Pair):
        yield Place(node, _bound(node, over), definition)
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from places(part, definition, over)
    elif isinstance(node, Not):
        yield from places(node.part, definition, over)
    elif isinstance(node, Named):
        yield from places(node.body, node.name, over)
    else:
        yield from places(node.body, definition, over | {node.over})


def fixed(node: Node, place: Place, value: bool, over: frozenset[str] = frozenset()) -> Node:  # noqa: FBT001  # a truth value
    """A condition in which an atom has this value whatever its fact is."""
    if isinstance(node, Test | Pair):
        same = node == place.atom and _bound(node, over) is place.bound
        return (TRUE if value else FALSE) if same else node
    if isinstance(node, All | Any):
        return type(node)(tuple(fixed(part, place, value, over) for part in node.parts))
    if isinstance(node, Not):
        return Not(fixed(node.part, place, value, over))
    if isinstance(node, Named):
        return Named(node.name, fixed(node.body, place, value, over))
    return Each(node.quantifier, node.over, fixed(node.body, place, value, over | {node.over}))


def rests_on_doubt(place: Place) -> bool:
    """Whether an atom asks if its fact is undeterminable: other atoms on that fact are then unknown, never false."""
    return isinstance(place.atom, Test) and place.atom.op == "undeterminable"


def _bound(atom: Atom, over: frozenset[str]) -> bool:
    return any(scope(fact) in over for fact in facts_of(atom))
