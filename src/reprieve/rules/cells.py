"""The values of an unknown fact that some condition can tell apart: one representative for each class.

Numbers and dates are represented by the constants they are compared with and their neighbours; where two unknown facts
are compared with each other, by enough neighbours to put them in every order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, combinations
from typing import Any, Final

from reprieve.model.facts import Between, Plain
from reprieve.rules import logic
from reprieve.rules.dictionary import Entry
from reprieve.rules.syntax import Test

_SOME_DAY: Final = date(2000, 1, 1)
_SOME_INSTANT: Final = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
_OTHER: Final = "(any other)"


def representatives(
    entry: Entry, tests: Sequence[Test], others: Iterable[Any] = (), rivals: int = 1, bounds: Between | None = None
) -> tuple[Plain, ...]:
    """One value for each class that `tests` can tell apart.

    `others` are constants that the fact meets in pairs, `rivals` how many unknown facts are compared with one another
    (itself included), `bounds` what is known of it. Never empty.
    """
    if entry.type == "bool":
        return (True, False)
    if entry.type == "set":
        return _told_apart(_subsets(entry, tests), tests)
    met = list(others)
    if entry.type in {"enum", "text"}:
        found = _words(entry, tests, met, rivals)
    else:
        found = _neighbours(
            entry, [*(test.operand for test in tests if test.operand is not None), *met], rivals, bounds
        )
    # A value that is compared with another fact can matter by itself, whatever the tests say of it.
    return tuple(found) if rivals > 1 or met else _told_apart(found, tests)


def _told_apart(values: Iterable[Plain], tests: Sequence[Test]) -> tuple[Plain, ...]:
    kept: dict[tuple[bool | None, ...], Plain] = {}
    for value in values:
        kept.setdefault(tuple(logic.test(test, value) for test in tests), value)
    return tuple(kept.values())


def _words(entry: Entry, tests: Sequence[Test], met: Iterable[Any], rivals: int) -> list[Plain]:
    if entry.vocabulary:
        return list(entry.vocabulary)
    others = [_OTHER if number == 1 else f"{_OTHER} {number}" for number in range(1, rivals + 1)]
    return [*sorted({*_mentioned(tests), *met}), *others]


def _mentioned(tests: Sequence[Test]) -> set[str]:
    words: set[str] = set()
    for test in tests:
        if isinstance(test.operand, frozenset):
            words |= test.operand
        elif isinstance(test.operand, str):
            words.add(test.operand)
    return words


def _subsets(entry: Entry, tests: Sequence[Test]) -> list[Plain]:
    words = entry.vocabulary or tuple(sorted(_mentioned(tests)))
    classes: dict[tuple[bool, ...], str] = {}
    for word in words:
        key = tuple(isinstance(test.operand, frozenset) and word in test.operand for test in tests)
        classes.setdefault(key, word)
    chosen = list(classes.values())
    every = chain.from_iterable(combinations(chosen, size) for size in range(len(chosen) + 1))
    return [frozenset(subset) for subset in every]


def _neighbours(entry: Entry, constants: Iterable[Any], reach: int, bounds: Between | None) -> list[Plain]:
    unit: Any = {"date": timedelta(days=1), "instant": timedelta(microseconds=1)}.get(entry.type, 1)
    low, high = _limits(entry, bounds)
    centres = [*constants, *(edge for edge in (low, high) if edge is not None)]
    if not centres:
        centres = [{"date": _SOME_DAY, "instant": _SOME_INSTANT}.get(entry.type, 0)]
    steps = [step * unit for step in range(-reach, reach + 1)]
    found = {value for centre in centres for step in steps if (value := _moved(centre, step)) is not None}
    inside = [value for value in found if (low is None or low <= value) and (high is None or value <= high)]
    return sorted(inside) or [low if low is not None else high]


def _moved(centre: Any, step: Any) -> Any:
    try:
        return centre + step
    except OverflowError:  # past the end of the calendar there is nothing
        return None


def _limits(entry: Entry, bounds: Between | None) -> tuple[Any, Any]:
    low, high = entry.bounds() if entry.type not in {"date", "instant"} else (None, None)
    if bounds is None:
        return low, high
    lows: list[Any] = [edge for edge in (low, bounds.low) if edge is not None]
    highs: list[Any] = [edge for edge in (high, bounds.high) if edge is not None]
    return max(lows, default=None), min(highs, default=None)
