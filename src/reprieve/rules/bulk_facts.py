"""What the tests of a law say of every row of a batch, as bitmaps; a value is looked at once, not once a row.

Values that every test of the law takes alike are one *class*; a column of classes is a few bitmaps, and a test the
union of some of them. What a comparison says of one value, `logic` alone knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reprieve.model.facts import UNKNOWN, Truth, Value
from reprieve.model.time import EASTERN, local_day
from reprieve.rules import logic
from reprieve.rules.bulk_batch import Batch
from reprieve.rules.bulk_bits import Spaces, Truths
from reprieve.rules.bulk_columns import Bits, Coded, Flags, Numbers, packed
from reprieve.rules.index import ITEM, NOBODY, PARTY
from reprieve.rules.law import Rule
from reprieve.rules.syntax import NOW, Pair, Test, atoms, facts_of, scope

WORTH_IT: Final = 8
"""So many classes cost as much as one test looked up in every row."""
FEW: Final = 64
"""So many values are compared in every row sooner than they are put into classes."""
BYTE: Final = 256
SCOPES_OF: Final = {"leg": NOBODY, "party": PARTY, "item": ITEM}


class Asked(NamedTuple):
    """The tests of a law by fact."""

    tests: Mapping[str, tuple[Test, ...]]
    pairs: tuple[Pair, ...]


def asked(rules: Iterable[Rule]) -> Asked:
    """Every test and comparison in some rules, each once."""
    found = dict.fromkeys(atom for rule in rules for each in rule.versions for atom in atoms(each.condition))
    tests: dict[str, list[Test]] = {}
    for atom in found:
        if isinstance(atom, Test):
            tests.setdefault(atom.fact, []).append(atom)
    pairs = tuple(atom for atom in found if isinstance(atom, Pair))
    return Asked({fact: tuple(each) for fact, each in tests.items()}, pairs)


def facts_read(law: Asked) -> frozenset[str]:
    """The facts that a law reads: legs that agree on them, and on the moment, get the same answer."""
    return frozenset(law.tests) | {fact for pair in law.pairs for fact in facts_of(pair)}


class Classes(NamedTuple):
    """The values of a column by classes: the class of each code, and for each test what it says of each class."""

    of: NDArray[np.uint16]
    number: int
    said: Mapping[Test, tuple[Truth, ...]]


def classes(values: Sequence[Value], tests: Sequence[Test]) -> Classes:
    """The classes of values: those of which every test says the same. Few values are left apart."""
    said = [tuple(logic.test(test, value) for test in tests) for value in values]
    if len(values) <= FEW:
        return Classes(np.arange(len(values), dtype=np.uint16), len(values), _by_test(tests, said))
    numbers: dict[tuple[Truth, ...], int] = {}
    of = np.fromiter((numbers.setdefault(each, len(numbers)) for each in said), dtype=np.uint16)
    return Classes(of, len(numbers), _by_test(tests, list(numbers)))


def _by_test(tests: Sequence[Test], said: Sequence[tuple[Truth, ...]]) -> dict[Test, tuple[Truth, ...]]:
    return {test: tuple(each[at] for each in said) for at, test in enumerate(tests)}


class Facts:
    """The bitmaps of one part of a batch, made when they are first asked for.

    `known`: the classes of columns, shared by the parts of one batch.
    """

    def __init__(self, law: Asked, batch: Batch, spaces: Spaces, known: dict[str, Classes]) -> None:
        self._law, self._batch, self._spaces, self._known = law, batch, spaces, known
        self._tables = {"leg": batch.legs, "party": batch.parties.table, "item": batch.items.table}
        self._tests: dict[Test, Truths] = {}

    def constant(self, value: Truth, scopes: frozenset[str]) -> Truths:
        """The same in every row."""
        size = (self._spaces[scopes].size + 7) // 8
        none, every = np.zeros(size, dtype=np.uint8), np.full(size, 255, dtype=np.uint8)
        if value is None:
            return Truths(none, every)
        return Truths(every, every) if value else Truths(none, none)

    def unknown(self, test: Test, scopes: frozenset[str]) -> Truths:
        """One test of a fact that nobody there has."""
        return self.constant(logic.test(test, UNKNOWN), scopes)

    def test(self, test: Test) -> Truths:
        """One test of a fact, for everybody who may have it."""
        if test not in self._tests:
            self._tests.update(self._tests_of(test.fact))
        return self._tests[test]

    def _tests_of(self, fact: str) -> dict[Test, Truths]:
        where, tests = scope(fact), self._law.tests[fact]
        column = self._tables[where].columns.get(fact)
        if column is None:
            return {test: self.unknown(test, SCOPES_OF[where]) for test in tests}
        if isinstance(column, Flags) and all(test.op == "is" for test in tests):
            return dict.fromkeys(tests, _said(column))
        if isinstance(column, Numbers):
            found = {test: _compared(column, test) for test in tests}
            if None not in found.values():
                return {test: each for test, each in found.items() if each is not None}
        if not isinstance(column, Coded):
            return _each_value(column.coded(), classes(column.coded().values, tests))
        if fact not in self._known:
            self._known[fact] = classes(column.values, tests)
        return _each_value(column, self._known[fact])

    def pair(self, pair: Pair, scopes: frozenset[str]) -> Truths:
        """A comparison of two facts, or of a fact with the moment, in a space that has both."""
        sides = [self._side(name, scopes) for name in (pair.left, pair.right)]
        if None in sides:
            return self.constant(None, scopes)
        left, right = (each for each in sides if each is not None)
        width = len(right.values) + 1
        both, at = np.unique(left.codes.astype(np.int64) * width + right.codes, return_inverse=True)
        told = [logic.pair(pair.op, left.values[each // width], right.values[each % width]) for each in both.tolist()]
        return _looked_up(told, at.ravel())

    def _side(self, name: str, scopes: frozenset[str]) -> Coded | None:
        space = self._spaces[scopes]
        if name in NOW:
            column, where = self._moments(name), NOBODY
        else:
            found, where = self._tables[scope(name)].columns.get(name), SCOPES_OF[scope(name)]
            if found is None or where - scopes:
                return None
            column = found.coded()
        return Coded(space.of_owner(column.codes, where), column.values)

    def _moments(self, name: str) -> Coded:
        if name == "at":
            return self._batch.at
        return Coded(self._batch.at.codes, tuple(local_day(each, EASTERN) for each in self._batch.moments))


def _said(column: Flags) -> Truths:
    """A yes or no as it stands in the column."""
    if column.known is None:
        return Truths(column.true, column.true)
    return Truths(column.true & column.known, column.true | ~column.known)


def _compared(column: Numbers, test: Test) -> Truths | None:
    """Numbers or days against a constant; None where the test is no such comparison."""
    number = column.number(test.operand)
    if test.op not in _COMPARE or number is None:
        return None
    true = packed(_COMPARE[test.op](column.values, number))
    if column.known is None:
        return Truths(true, true)
    known = packed(column.known)
    return Truths(true & known, true | ~known)


_COMPARE: Final = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def _each_value(column: Coded, found: Classes) -> dict[Test, Truths]:
    """Every test as the union of the bitmaps of the values of which it holds; of very many values, row by row."""
    if found.number > WORTH_IT * len(found.said):
        return {test: _looked_up(said, found.of[column.codes]) for test, said in found.said.items()}
    narrow = np.uint8 if found.number <= BYTE else np.uint16
    few = len(column.values) <= FEW
    of_row = column.codes.astype(narrow) if few else found.of.astype(narrow)[column.codes]
    maps = _Maps(of_row)
    return {test: _union(said, maps) for test, said in found.said.items()}


class _Maps(dict[int, Bits]):
    """For each class the rows that have it, made when first asked for."""

    def __init__(self, of_row: NDArray[Any]) -> None:
        super().__init__()
        self._of_row = of_row

    def __missing__(self, number: int) -> Bits:
        self[number] = packed(self._of_row == number)
        return self[number]

    def either(self, numbers: Sequence[int]) -> Bits:
        """The rows that have one of some classes."""
        if not numbers:
            return np.zeros((len(self._of_row) + 7) // 8, dtype=np.uint8)
        found = self[numbers[0]]
        for place, each in enumerate(numbers[1:]):
            found = np.bitwise_or(found, self[each], out=found if place else None)
        return found


def _union(said: Sequence[Truth], maps: _Maps) -> Truths:
    true = [number for number, value in enumerate(said) if value is True]
    open_ = [number for number, value in enumerate(said) if value is not False]
    held = maps.either(true)
    if len(true) == len(open_):
        return Truths(held, held)
    unknown = maps.either([number for number in open_ if said[number] is None])
    return Truths(held, held | unknown) if unknown.any() else Truths(held, held)


def _looked_up(said: Sequence[Truth], of_row: NDArray[Any]) -> Truths:
    true = packed(np.array([each is True for each in said], dtype=np.bool_)[of_row])
    if None not in said:
        return Truths(true, true)
    return Truths(true, packed(np.array([each is not False for each in said], dtype=np.bool_)[of_row]))
