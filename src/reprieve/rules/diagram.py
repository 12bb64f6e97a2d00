"""Reduced ordered decision diagrams over variables with small finite domains.

A function of unknown facts, built once, answers exactly: which outcomes are still possible, and which facts it really
depends on (a variable occurs in the reduced diagram if and only if some value of it can change the result).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

LIMIT: Final = 20_000
"""Most nodes a diagram may have before `TooLarge`."""
_FIRST: Final = 16
"""Numbers below are terminals: 0 and 1 for conditions, severities for outcomes."""


class TooLarge(Exception):  # a signal between two modules, not an error that a person sees
    """The diagram grew past its limit; the caller answers with bounds instead."""


class Diagram:
    """A store of shared nodes. A node is a number; below `_FIRST` it is a terminal."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._nodes: list[tuple[int, tuple[int, ...]]] = []
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self._results: dict[tuple[object, int, int], int] = {}

    def node(self, variable: int, children: tuple[int, ...]) -> int:
        """The node that asks a variable and goes on with one child a value; itself left out where all agree."""
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (variable, children)
        found = self._numbers.get(key)
        if found is None:
            if len(self._nodes) >= self._limit:
                raise TooLarge
            found = self._numbers[key] = len(self._nodes) + _FIRST
            self._nodes.append(key)
        return found

    def variable(self, node: int) -> int | None:
        """Which variable a node asks; None for a terminal."""
        return None if node < _FIRST else self._nodes[node - _FIRST][0]

    def children(self, node: int) -> tuple[int, ...]:
        """One child for each value of the variable; none for a terminal."""
        return () if node < _FIRST else self._nodes[node - _FIRST][1]

    def combine(self, rule: Callable[[int, int], int], left: int, right: int) -> int:
        """The function whose terminals are `rule(left terminal, right terminal)`."""
        if left < _FIRST and right < _FIRST:
            return rule(left, right)
        key = (rule, left, right)
        found = self._results.get(key)
        if found is None:
            found = self._results[key] = self._combined(rule, left, right)
        return found

    def _combined(self, rule: Callable[[int, int], int], left: int, right: int) -> int:
        asked_left, asked_right = self.variable(left), self.variable(right)
        if asked_right is None or (asked_left is not None and asked_left < asked_right):
            assert asked_left is not None  # noqa: S101  # not both are terminals
            parts = tuple(self.combine(rule, child, right) for child in self.children(left))
            return self.node(asked_left, parts)
        if asked_left is None or asked_right < asked_left:
            parts = tuple(self.combine(rule, left, child) for child in self.children(right))
            return self.node(asked_right, parts)
        pairs = zip(self.children(left), self.children(right), strict=True)
        return self.node(asked_left, tuple(self.combine(rule, one, other) for one, other in pairs))

    def terminals(self, node: int, memo: dict[int, frozenset[int]] | None = None) -> frozenset[int]:
        """Every terminal that can be reached."""
        memo = {} if memo is None else memo
        if node < _FIRST:
            return frozenset((node,))
        if node not in memo:
            memo[node] = frozenset[int]().union(*(self.terminals(child, memo) for child in self.children(node)))
        return memo[node]

    def support(self, node: int) -> list[int]:
        """The variables on which the function depends, in order."""
        seen: set[int] = set()
        asked: set[int] = set()
        waiting = [node]
        while waiting:
            now = waiting.pop()
            if now < _FIRST or now in seen:
                continue
            seen.add(now)
            asked.add(self._nodes[now - _FIRST][0])
            waiting.extend(self.children(now))
        return sorted(asked)

    def fixed(self, node: int, variable: int, value: int, memo: dict[int, int] | None = None) -> int:
        """The function once a variable has a value (by its number)."""
        memo = {} if memo is None else memo
        asked = self.variable(node)
        if asked is None or asked > variable:
            return node
        if node not in memo:
            parts = self.children(node)
            if asked == variable:
                memo[node] = parts[value]
            else:
                memo[node] = self.node(asked, tuple(self.fixed(part, variable, value, memo) for part in parts))
        return memo[node]

    def path(self, node: int, terminal: int) -> dict[int, int] | None:
        """Values (by number) of some variables under which a terminal is reached, or None."""
        memo: dict[int, frozenset[int]] = {}
        if terminal not in self.terminals(node, memo):
            return None
        chosen: dict[int, int] = {}
        while node >= _FIRST:
            variable, parts = self._nodes[node - _FIRST]
            value = next(place for place, part in enumerate(parts) if terminal in self.terminals(part, memo))
            chosen[variable] = value
            node = parts[value]
        return chosen
