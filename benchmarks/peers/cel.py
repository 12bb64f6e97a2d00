"""CEL (PyPI common-expression-language, in Rust): one compiled expression per version, causing party and item.

Quantifiers are the macros `exists` and `all`. The causing party and item are `parties[0]` and `items[1]` in an
expression of their own: measured, that costs a fifth of one expression with `map` over both. The facts of a situation
are converted once, into one Context that all expressions share. A fact that nobody stated is an absent key; CEL's
`&&` and `||` absorb the error where the other side decides, and an expression that fails is taken as unknown.
"""

from __future__ import annotations

import re
from typing import Any, Final

import cel

from benchmarks.peers.plain import UNSETTLED, Asked, Plain, Shape, Truths, Unit, name, word
from reprieve.rules.evaluate import Causing
from reprieve.rules.syntax import NOW, All, Each, Named, Node, Not, Pair, Test, scope

_MEMBERS: Final = {"party": "parties", "item": "items"}
_MISSING: Final = (KeyError, RuntimeError)


class Cel:
    """A law as CEL programs, compiled at first need.

    `written_out`: quantifiers not as macros but as the disjunction or conjunction over the parties there are; the
    macros of this implementation do not absorb errors, the operators do.
    """

    def __init__(self, law: Asked, *, written_out: bool = False) -> None:
        self._law, self._written_out = law, written_out
        self._programs: dict[tuple[Unit, Causing, Shape], Any] = {}
        self._lists: dict[tuple[tuple[Unit, ...], Shape], list[Any]] = {}

    def programs(self, units: tuple[Unit, ...], shape: Shape) -> list[Any]:
        """The programs of these versions for a leg of this shape, in the order of `Asked.instances`."""
        found = self._lists.get((units, shape))
        if found is None:
            found = [self._program(unit, causing, shape) for unit, causing in self._law.instances(units, shape)]
            self._lists[units, shape] = found
        return found

    def _program(self, unit: Unit, causing: Causing, shape: Shape) -> Any:
        key = unit, causing, shape if self._written_out else (0, 0)
        if key not in self._programs:
            self._programs[key] = cel.compile(self.text(self._law.condition(unit), causing, shape))
        return self._programs[key]

    def decide(self, situation: Plain, programs: list[Any]) -> list[bool]:
        """Every expression on a complete situation: what the clock sees."""
        context = cel.Context(variables=situation)
        return [program.execute(context) for program in programs]

    def truths(self, situation: Plain, units: tuple[Unit, ...], shape: Shape) -> tuple[Truths, set[str]]:
        """Every expression on a situation with gaps, and the names that its errors speak of."""
        context = cel.Context(variables=situation)
        found: Truths = {}
        missing: set[str] = set()
        for key, program in zip(self._law.instances(units, shape), self.programs(units, shape), strict=True):
            try:
                found[key] = program.execute(context)
            except _MISSING as error:
                found[key] = None
                missing.update(re.findall(r"'(\w+)'", str(error))[:1])
        return found, missing

    def text(self, node: Node, causing: Causing, shape: Shape) -> str:
        """A condition as a CEL expression, for a causing party and item."""
        bound = {"leg": "leg", "party": f"parties[{causing.party}]", "item": f"items[{causing.item}]"}
        return self._text(node, bound, shape)

    def _text(self, node: Node, bound: dict[str, str], shape: Shape) -> str:
        if isinstance(node, Test):
            return self._test(node, bound[scope(node.fact)])
        if isinstance(node, Pair):
            return f"({_side(node.left, bound)} {node.op} {_side(node.right, bound)})"
        if isinstance(node, Not):
            return f"!({self._text(node.part, bound, shape)})"
        if isinstance(node, Named):
            return self._text(node.body, bound, shape)
        if isinstance(node, Each):
            return self._each(node, bound, shape)
        return _joined([self._text(part, bound, shape) for part in node.parts], every=isinstance(node, All))

    def _each(self, node: Each, bound: dict[str, str], shape: Shape) -> str:
        members = _MEMBERS[node.over]
        if self._written_out:
            count = shape[node.over == "item"]
            parts = [self._text(node.body, {**bound, node.over: f"{members}[{n}]"}, shape) for n in range(count)]
            return _joined(parts, every=node.quantifier == "all")
        body = self._text(node.body, {**bound, node.over: node.over}, shape)
        return f"{members}.{'exists' if node.quantifier == 'any' else 'all'}({node.over}, {body})"

    def _test(self, test: Test, where: str) -> str:
        fact = f"{where}.{name(test.fact)}"
        if test.op == "is":
            return fact
        if test.op == "undeterminable":
            return f'("{name(test.fact)}" in {where}.{UNSETTLED})'
        if test.op in {"in", "not in"}:
            return ("!" if test.op == "not in" else "") + f"({self._member(test, fact)})"
        return f"({fact} {test.op} {constant(word(test.operand))})"

    def _member(self, test: Test, fact: str) -> str:
        words = sorted(test.operand) if isinstance(test.operand, frozenset) else []
        if self._law.is_set(test.fact):
            return " || ".join(f"{constant(each)} in {fact}" for each in words)
        return f"{fact} in [{', '.join(constant(each) for each in words)}]"


def _joined(parts: list[str], *, every: bool) -> str:
    if not parts:
        return "true" if every else "false"
    return "(" + (" && " if every else " || ").join(parts) + ")"


def _side(fact: str, bound: dict[str, str]) -> str:
    return fact if fact in NOW else f"{bound[scope(fact)]}.{name(fact)}"


def constant(value: object) -> str:
    """A constant as CEL (and Cedar) write it."""
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)
