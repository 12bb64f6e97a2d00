"""Why a condition is what it is: the atoms it lacks to be otherwise, and the atoms that suffice to make it so."""

from __future__ import annotations

import msgspec

from reprieve.rules import evaluate
from reprieve.rules.evaluate import Causing
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import ATOMS, All, Atom, Each, Named, Node, Not


class Lack(msgspec.Struct, frozen=True):
    """An atom that is not as a condition wants it: false outright, or unknown."""

    atom: Atom
    wanted: bool
    causing: Causing
    unknown: bool


def lacking(node: Node, situation: Situation, causing: Causing, *, wanted: bool = True) -> tuple[Lack, ...]:
    """What keeps a condition from being as wanted; where one of several would do, that which lacks least."""
    if isinstance(node, ATOMS):
        value = evaluate.holds(node, situation, causing)
        return () if value is wanted else (Lack(node, wanted, causing, value is None),)
    if isinstance(node, Not):
        return lacking(node.part, situation, causing, wanted=not wanted)
    if isinstance(node, Named):
        return lacking(node.body, situation, causing, wanted=wanted)
    if isinstance(node, Each):
        found = [lacking(node.body, situation, each, wanted=wanted) for each in evaluate.members(node, situation)]
        every = (node.quantifier == "all") is wanted
    else:
        found = [lacking(part, situation, causing, wanted=wanted) for part in node.parts]
        every = isinstance(node, All) is wanted
    if every:
        return tuple(lack for part in found for lack in part)
    return min(found, key=badness, default=())


def badness(found: tuple[Lack, ...]) -> tuple[int, int]:
    """How far a condition is from being as wanted: what is false weighs more than what is unknown."""
    return (sum(not lack.unknown for lack in found), len(found))


def grounds(node: Node, situation: Situation, causing: Causing, *, value: bool) -> tuple[tuple[Atom, Causing], ...]:
    """Atoms that suffice to make a condition what it is (`value`), each with whom it speaks of."""
    if isinstance(node, ATOMS):
        return ((node, causing),)
    if isinstance(node, Not):
        return grounds(node.part, situation, causing, value=not value)
    if isinstance(node, Named):
        return grounds(node.body, situation, causing, value=value)
    if isinstance(node, Each):
        parts = [(node.body, each) for each in evaluate.members(node, situation)]
        every = (node.quantifier == "all") is value
    else:
        parts = [(part, causing) for part in node.parts]
        every = isinstance(node, All) is value
    fitting = [each for each in parts if evaluate.holds(each[0], situation, each[1]) is value]
    chosen = fitting if every else fitting[:1]
    return tuple(found for part, whom in chosen for found in grounds(part, situation, whom, value=value))
