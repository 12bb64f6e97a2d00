"""A condition as a pack writes it: in the words of the language, a share as the percentage that a person wrote."""

from __future__ import annotations

import msgspec

from reprieve.rules import words
from reprieve.rules.dictionary import Dictionary
from reprieve.rules.syntax import ATOMS, All, Any, Each, Named, Node, Not, Test


def spelt(node: Node, dictionary: Dictionary) -> str:
    """A whole condition in one line; definitions by their names."""
    return words.condition(_legible(node, dictionary))


def _legible(node: Node, dictionary: Dictionary) -> Node:
    if isinstance(node, ATOMS):
        return _percent(node, dictionary) if isinstance(node, Test) else node
    if isinstance(node, All | Any):
        return type(node)(tuple(_legible(part, dictionary) for part in node.parts))
    if isinstance(node, Not):
        return Not(_legible(node.part, dictionary))
    if isinstance(node, Each):
        return Each(node.quantifier, node.over, _legible(node.body, dictionary))
    return Named(node.name, node.body)


def _percent(test: Test, dictionary: Dictionary) -> Test:
    found = test.operand
    if not isinstance(found, int) or isinstance(found, bool) or dictionary[test.fact].type != "share":
        return test
    return msgspec.structs.replace(test, operand=f"{found / 100:g} %")
