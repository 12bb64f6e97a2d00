"""The values that an unknown fact may have, as far as the conditions of a law can tell them apart.

For `search`: written anew, so that a mistake in the engine's representatives shows. Words and sets of words are tried
in full, then those alike to every comparison are tried once. Numbers and days are tried at every constant and on both
sides of it; facts that are compared with one another share their constants and what is known of any of them, with as
many steps on each side as there are of them, so that every order among them occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, combinations
from typing import Any, Final

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Value
from reprieve.model.time import EASTERN, local_day
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.law import Rule
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import NOW, Pair, Test, atoms, scope

Variable = tuple[str, int | None]
"""A fact of the leg (no member), of a party or of an item by number; or an open question of law."""

COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    "<": lambda left, right: bool(left < right),
    "<=": lambda left, right: bool(left <= right),
    ">": lambda left, right: bool(left > right),
    ">=": lambda left, right: bool(left >= right),
}
_ANY_DAY: Final = date(2001, 1, 1)
_ANY_INSTANT: Final = datetime.fromisoformat("2001-01-01T00:00:00+00:00")


class Domains:
    """The values worth trying, for every fact that a law reads."""

    def __init__(self, rules: Sequence[Rule], dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._tests: dict[str, list[Test]] = {}
        self._kin: dict[str, set[str]] = {}
        for rule in rules:
            for version in rule.versions:
                for atom in atoms(version.condition):
                    self._note(atom)
        self._plain: dict[str, list[Any]] = {}

    def _note(self, atom: Test | Pair) -> None:
        if isinstance(atom, Test):
            self._tests.setdefault(atom.fact, []).append(atom)
            return
        together = {side for fact in (atom.left, atom.right) for side in self._kin.get(fact, {fact})}
        for fact in together:
            self._kin[fact] = together

    def values(self, variable: Variable, situation: Situation) -> list[Any]:
        """The values to try for an unknown, within its bounds if it has some."""
        fact, member = variable
        stated = _stated(situation, fact, member)
        if fact in self._kin:
            return self._compared(fact, stated, situation)
        if isinstance(stated, Between):
            return self._apart(fact, self._numbers(fact, stated, [], 1))
        if fact not in self._plain:
            self._plain[fact] = self._apart(fact, self._all(fact))
        return self._plain[fact]

    def _all(self, fact: str) -> Iterable[Any]:
        entry = self._dictionary[fact]
        if entry.type == "bool":
            return (True, False)
        if entry.type in {"enum", "text"}:
            return entry.vocabulary or [*self._mentioned(fact), "something else"]
        if entry.type == "set":
            words = entry.vocabulary or self._mentioned(fact)
            return map(frozenset, chain.from_iterable(combinations(words, size) for size in range(len(words) + 1)))
        return self._numbers(fact, None, [], 1)

    def _mentioned(self, fact: str) -> list[str]:
        operands = [test.operand for test in self._tests.get(fact, ())]
        several = [each if isinstance(each, frozenset) else (each,) for each in operands]
        return sorted({word for words in several for word in words if isinstance(word, str)})

    def _apart(self, fact: str, values: Iterable[Any]) -> list[Any]:
        """One value of each kind that the comparisons with constants tell apart."""
        kinds: dict[tuple[bool, ...], Any] = {}
        for value in values:
            kinds.setdefault(tuple(_holds(test, value) for test in self._tests.get(fact, ())), value)
        return list(kinds.values())

    def _compared(self, fact: str, stated: Value, situation: Situation) -> list[Any]:
        kin = self._kin[fact]
        met: list[Any] = [situation.at] if "at" in kin else [local_day(situation.at, EASTERN)] if "today" in kin else []
        unknown = 0
        for other in kin - {*NOW}:
            met.extend(test.operand for test in self._tests.get(other, ()))
            for value in _everywhere(situation, other):
                met.extend(_ends(value))
                unknown += value is UNKNOWN or value is UNDETERMINABLE or isinstance(value, Between)
        return self._numbers(fact, stated if isinstance(stated, Between) else None, met, unknown)

    def _numbers(self, fact: str, bounds: Between | None, met: Iterable[Any], between: int) -> list[Any]:
        """Every constant, with `between` values after each and before the first: that many unknowns can differ."""
        entry = self._dictionary[fact]
        if not entry.ordered:  # words compared with words
            return [*dict.fromkeys((*(entry.vocabulary or self._mentioned(fact)), *met)), *map(str, range(between))]
        low, high = _limits(entry, bounds)
        centres = [*(test.operand for test in self._tests.get(fact, ())), *met, low, high]
        centres = [each for each in centres if each is not None] or [_somewhere(entry)]
        step: Any = {"date": timedelta(days=1), "instant": timedelta(microseconds=1)}.get(entry.type, 1)
        tried = {centre + number * step for centre in centres for number in range(between + 1)}
        tried.update(min(centres) - number * step for number in range(1, between + 1))
        return sorted(each for each in tried if (low is None or low <= each) and (high is None or each <= high))


def _holds(test: Test, value: Any) -> bool:
    if test.op == "undeterminable":
        return False
    if test.op == "is":
        return value is True
    if test.op in {"in", "not in"}:
        words = value if isinstance(value, frozenset) else {value}
        return bool(words & test.operand) is (test.op == "in")  # type: ignore[operator]  # `in` has a set of words
    return COMPARE[test.op](value, test.operand)


def _stated(situation: Situation, fact: str, member: int | None) -> Value:
    if member is None:
        return situation.leg.get(fact, UNKNOWN)
    members = situation.parties if scope(fact) == "party" else situation.items
    return members[member].get(fact, UNKNOWN)


def _everywhere(situation: Situation, fact: str) -> Iterator[Value]:
    """What each member that has this fact is known to be."""
    where = scope(fact)
    for values in (situation.leg,) if where == "leg" else situation.parties if where == "party" else situation.items:
        yield values.get(fact, UNKNOWN)


def _ends(value: Value) -> list[Any]:
    if value is UNKNOWN or value is UNDETERMINABLE:
        return []
    return [value.low, value.high] if isinstance(value, Between) else [value]


def _limits(entry: Entry, bounds: Between | None) -> tuple[Any, Any]:
    """The tightest of what the fact's type allows and what is known of it."""
    low, high = entry.bounds()
    if bounds is None:
        return low, high
    lows: list[Any] = [each for each in (low, bounds.low) if each is not None]
    highs: list[Any] = [each for each in (high, bounds.high) if each is not None]
    return max(lows, default=None), min(highs, default=None)


def _somewhere(entry: Entry) -> Any:
    return {"date": _ANY_DAY, "instant": _ANY_INSTANT}.get(entry.type, 0)
