"""Strong Kleene logic and the value of one atom: the only place that knows how a comparison meets an unknown fact.

True, False and None (unknown). A comparison with bounds is decided where every value within them agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Truth, Value
from reprieve.rules.syntax import Operand, Test

Compare = Callable[[Any, Any], bool]

COMPARE: Final[dict[str, Compare]] = {
    "==": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    "<": lambda left, right: bool(left < right),
    "<=": lambda left, right: bool(left <= right),
    ">": lambda left, right: bool(left > right),
    ">=": lambda left, right: bool(left >= right),
}


_NOT_KNOWN: Final = frozenset({UNKNOWN, UNDETERMINABLE})


def conjunction(parts: Iterable[Truth]) -> Truth:
    """And: false as soon as one part is, else unknown if one is."""
    answer: Truth = True
    for part in parts:
        if part is False:
            return False
        if part is None:
            answer = None
    return answer


def disjunction(parts: Iterable[Truth]) -> Truth:
    """Or: true as soon as one part is, else unknown if one is."""
    answer: Truth = False
    for part in parts:
        if part is True:
            return True
        if part is None:
            answer = None
    return answer


def negation(part: Truth) -> Truth:
    """Not: unknown stays unknown."""
    return None if part is None else not part


def test(atom: Test, value: Value) -> Truth:
    """The value of an atom on one fact. A set fact is `in` a list when they share a word."""
    if atom.op == "undeterminable":
        return value is UNDETERMINABLE
    if value is UNKNOWN or value is UNDETERMINABLE:
        return None
    if atom.op == "is":
        return value is True
    if isinstance(value, Between):
        return _within(atom.op, value, atom.operand)
    if atom.op in {"in", "not in"}:
        return _shares_word(value, atom.operand) is (atom.op == "in")
    return COMPARE[atom.op](value, atom.operand)


def pair(op: str, left: Value, right: Value) -> Truth:
    """The value of a comparison of two facts, each possibly unknown or known within bounds."""
    if left in _NOT_KNOWN or right in _NOT_KNOWN:
        return None
    if not isinstance(left, Between) and not isinstance(right, Between):
        return COMPARE[op](left, right)
    return compare_ranges(op, _range(left), _range(right))


def _shares_word(value: Value, words: Operand) -> bool:
    listed = words if isinstance(words, frozenset) else frozenset[str]()
    return bool(value & listed) if isinstance(value, frozenset) else value in listed


def _within(op: str, value: Between, operand: Operand) -> Truth:
    return compare_ranges(op, (value.low, value.high), (operand, operand))


def _range(value: Value) -> tuple[Any, Any]:
    return (value.low, value.high) if isinstance(value, Between) else (value, value)


def compare_ranges(op: str, left: tuple[Any, Any], right: tuple[Any, Any]) -> Truth:
    """Whether every, no, or only some choice of a value in each inclusive range (None: open) satisfies a comparison."""
    if op in {">", ">="}:
        return compare_ranges({">": "<", ">=": "<="}[op], right, left)
    if op == "!=":
        return negation(compare_ranges("==", left, right))
    (low_left, high_left), (low_right, high_right) = left, right
    if op == "==":
        apart = _surely("<", high_left, low_right) or _surely("<", high_right, low_left)
        single = low_left is not None and low_left == high_left == low_right == high_right
        return False if apart else True if single else None
    if _surely(op, high_left, low_right):
        return True
    opposite = {"<": "<=", "<=": "<"}[op]
    return False if _surely(opposite, high_right, low_left) else None


def _surely(op: str, left: Any, right: Any) -> bool:
    return left is not None and right is not None and COMPARE[op](left, right)
