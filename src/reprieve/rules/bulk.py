"""Many legs decided at once: the same answers as `Book.decide`, as arrays. Explains nothing; asks for one leg do that.

    for reading in readings(book, batch):        # every rule of every leg: true, false or unknown, as bitmaps
        reading.truth(rule), reading.possible()
    decided = decide_all(book, batch)            # outcome, outcomes still open, and whether these are exact

A condition is worked out for all rows of a part together, a bit a row: and, or, not are one operation on a whole
bitmap, and what many rules say (an atom, a definition) is worked out once. Where Kleene values leave more than one
outcome, `decide_all` asks the single decision, once for all legs that agree on every fact that the law reads.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reprieve.model.time import in_utc
from reprieve.model.verdict import SEVERITY, Outcome, outcome_of
from reprieve.rules.book import Book
from reprieve.rules.bulk_batch import Batch, Table
from reprieve.rules.bulk_bits import (
    Truths,
    conjunction,
    disjunction,
    negation,
    spaces,
)
from reprieve.rules.bulk_columns import Bits, packed, unpacked
from reprieve.rules.bulk_facts import SCOPES_OF, Classes, Facts, asked, facts_read
from reprieve.rules.decide import AUTHORIZED, LICENSE, NONE, OUTCOMES, PROHIBITED, is_doubtful, stop_level
from reprieve.rules.index import NOBODY
from reprieve.rules.law import Span
from reprieve.rules.syntax import All, Any, Each, Node, Not, Pair, Test, free_scopes, scope

PART: Final = 1 << 18
"""So many legs are worked out together: their bitmaps stay near the processor."""
OPEN: Final = SEVERITY["indeterminate"]
_OF_LEVEL: Final = {NONE: 1, AUTHORIZED: 2, LICENSE: 4, PROHIBITED: 8}
"""The bit that stands for an outcome in a set of outcomes."""
WORD_OF: Final[tuple[Outcome, ...]] = tuple(sorted(SEVERITY, key=SEVERITY.__getitem__))
"""The word for each number in `Decided.outcome`."""


def _sets() -> tuple[frozenset[Outcome], ...]:
    return tuple(frozenset(OUTCOMES[level] for level, bit in _OF_LEVEL.items() if number & bit) for number in range(16))


OUTCOMES_OF: Final = _sets()
"""The outcomes that a number in `Decided.possible` stands for."""
_SEVERITY_OF: Final = np.array(
    [OPEN if not each else SEVERITY[outcome_of(each)] for each in OUTCOMES_OF], dtype=np.uint8
)


class Decided(NamedTuple):
    """For each leg: its outcome (by `SEVERITY`), the outcomes still open (see `OUTCOMES_OF`), and whether exactly."""

    outcome: NDArray[np.uint8]
    possible: NDArray[np.uint8]
    exact: NDArray[np.bool_]


class _Law:
    """What of a book a batch needs: the tests of its rules, and which stretches of the law its moments fall in."""

    def __init__(self, book: Book, batch: Batch) -> None:
        self.book, self.asked = book, asked(book.rules)
        places = [bisect_right(book.cuts, in_utc(each)) for each in batch.moments]
        self.stretch = np.array(places, dtype=np.int64)
        self.active: dict[int, dict[Span, frozenset[int]]] = {}
        for place in sorted(set(places)):
            for rule, spans in book.stretches[place].active.items():
                for span in spans:
                    known = self.active.setdefault(rule, {})
                    known[span] = known.get(span, frozenset()) | {place}
        self.places = frozenset(places)
        self.classes: dict[str, Classes] = {}
        self.conditions = {
            (span.rule, span.version): book.rules[span.rule].versions[span.version].condition
            for spans in self.active.values()
            for span in spans
        }
        self._needs: dict[int, frozenset[str]] = {}

    def needs(self, node: Node) -> frozenset[str]:
        """Which of party and item a condition speaks of."""
        # A node is known by its identity, here and below: the conditions live as long as this.
        if id(node) not in self._needs:
            self._needs[id(node)] = free_scopes(node)
        return self._needs[id(node)]


class Reading:
    """Every rule of a book for one part of a batch: the legs from `start` on. Worked out when it is asked for."""

    def __init__(self, law: _Law, start: int, batch: Batch) -> None:
        self.start, self.batch, self.spaces = start, batch, spaces(batch)
        self._law, self._book = law, law.book
        self._facts = Facts(law.asked, batch, self.spaces, law.classes)
        self._values: dict[tuple[int, frozenset[str]], Truths] = {}
        self._lifted: dict[tuple[int, frozenset[str], frozenset[str]], Truths] = {}
        self._rules: dict[tuple[int, frozenset[str]], Truths] = {}
        self._in_force: dict[frozenset[int], Bits | None] = {}

    # --- rules --------------------------------------------------------------------------------------------------------

    @property
    def rules(self) -> tuple[int, ...]:
        """The rules, by number, that are in force for some leg."""
        return tuple(sorted(self._law.active))

    def truths(self, rule: int) -> Truths:
        """A rule's Kleene value for everybody it is judged for (`spaces[rule.each]`); false where it is not in force.

        What is only doubtfully in force holds for nobody surely.
        """
        return self._rule(rule, self._book.rules[rule].each)

    def truth(self, rule: int) -> NDArray[np.int8]:
        """The same as numbers: 1 true, 0 false, -1 unknown."""
        found = self.truths(rule)
        size = self.spaces[self._book.rules[rule].each].size
        true = unpacked(found.true, size).view(np.int8)
        return true if found.true is found.open else 2 * true - unpacked(found.open, size).view(np.int8)

    def in_force(self, rule: int) -> NDArray[np.bool_]:
        """For each leg whether some version of a rule is in force at its moment, surely or doubtfully."""
        places = frozenset[int]().union(*self._law.active.get(rule, {}).values())
        found = self._when(places)
        return np.ones(self.batch.size, dtype=np.bool_) if found is None else unpacked(found, self.batch.size)

    def _rule(self, rule: int, scopes: frozenset[str]) -> Truths:
        if (rule, scopes) not in self._rules:
            spans = self._law.active.get(rule, {})
            found = [self._span(span, places, scopes) for span, places in spans.items()]
            self._rules[rule, scopes] = (
                disjunction(found) if found else self._facts.constant(value=False, scopes=scopes)
            )
        return self._rules[rule, scopes]

    def _span(self, span: Span, places: frozenset[int], scopes: frozenset[str]) -> Truths:
        about = self._book.rules[span.rule]
        found = self._in(self._law.conditions[span.rule, span.version], scopes)
        when = self._when(places)
        if when is not None:
            mask = self.spaces[scopes].lifted(when, NOBODY, self.batch.size)
            found = conjunction([found, Truths(mask, mask)])
        return Truths(np.zeros_like(found.true), found.open) if is_doubtful(about, span) else found

    def _when(self, places: frozenset[int]) -> Bits | None:
        """The legs whose moment falls in some stretches of the law; None: all."""
        if places == self._law.places:
            return None
        if places not in self._in_force:
            inside = np.isin(self._law.stretch, np.fromiter(places, dtype=np.int64, count=len(places)))
            self._in_force[places] = packed(inside[self.batch.at.codes])
        return self._in_force[places]

    # --- conditions ---------------------------------------------------------------------------------------------------

    def _in(self, node: Node, scopes: frozenset[str]) -> Truths:
        """A condition in a space: worked out in the smallest that it needs, carried to the one asked for."""
        needed = self._law.needs(node) & scopes
        found = self._value(node, needed)
        return found if needed == scopes else self._carried(node, found, needed, scopes)

    def _carried(self, node: Node, found: Truths, needed: frozenset[str], scopes: frozenset[str]) -> Truths:
        key = id(node), needed, scopes
        if key not in self._lifted:
            size, space = self.spaces[needed].size, self.spaces[scopes]
            true = space.lifted(found.true, needed, size)
            settled = found.true is found.open
            self._lifted[key] = Truths(true, true if settled else space.lifted(found.open, needed, size))
        return self._lifted[key]

    def _value(self, node: Node, scopes: frozenset[str]) -> Truths:
        key = id(node), scopes
        if key not in self._values:
            self._values[key] = self._worked_out(node, scopes)
        return self._values[key]

    def _worked_out(self, node: Node, scopes: frozenset[str]) -> Truths:
        if isinstance(node, Test):
            return self._test(node, scopes)
        if isinstance(node, Pair):
            return self._facts.pair(node, scopes)
        if isinstance(node, Not):
            return negation(self._in(node.part, scopes))
        if isinstance(node, Each):
            return self._each(node)
        if isinstance(node, All | Any):
            parts = [self._in(part, scopes) for part in node.parts]
            if not parts:
                return self._facts.constant(isinstance(node, All), scopes)
            return conjunction(parts) if isinstance(node, All) else disjunction(parts)
        return self._in(node.body, scopes)

    def _test(self, test: Test, scopes: frozenset[str]) -> Truths:
        # Of nobody's facts nothing is known: a condition that speaks of a party where there is none.
        missing = SCOPES_OF[scope(test.fact)] - scopes
        return self._facts.unknown(test, scopes) if missing else self._facts.test(test)

    def _each(self, node: Each) -> Truths:
        some = node.quantifier == "any"
        space = self.spaces[SCOPES_OF[node.over]]
        body = self._in(node.body, SCOPES_OF[node.over])
        true, open_ = body if some else negation(body)
        found = space.any(true)
        truths = Truths(found, found if true is open_ else space.any(open_))
        return truths if some else negation(truths)

    # --- outcomes -----------------------------------------------------------------------------------------------------

    def possible(self) -> NDArray[np.uint8]:
        """For each leg the outcomes that the Kleene values of its rules leave open (see `OUTCOMES_OF`).

        Exact where there is one; else a superset, since restrictions are taken as independent of one another.
        """
        found, flags = _Levels(self.batch.size), self.batch.flags
        for rule in self.rules:
            about = self._book.rules[rule]
            if about.kind == "restriction":
                held = self.truths(rule)
                space, sure, maybe = self.spaces[about.each], *self._cleared(rule, about.each)
                level = stop_level(about)
                found.may(AUTHORIZED, space.any(held.open & maybe))
                found.may(level, space.any(held.open & ~sure))
                found.must(AUTHORIZED, space.any(held.true & maybe))
                found.must(level, space.any(held.true & ~maybe))
        if flags is not None:
            found.may(LICENSE, packed(flags > 0))
        return found.left()

    def _cleared(self, rule: int, scopes: frozenset[str]) -> Truths:
        clearing = self._book.statute.clearing[rule]
        found = [self._rule(other, scopes) for other in clearing if other in self._law.active]
        return disjunction(found) if found else self._facts.constant(value=False, scopes=scopes)


class _Levels:
    """The severities that the worst restriction of each leg may have, and the least that it must have."""

    def __init__(self, size: int) -> None:
        none = np.zeros((size + 7) // 8, dtype=np.uint8)
        self._size = size
        self._may = {level: none.copy() for level in _OF_LEVEL}
        self._must = {level: none.copy() for level in _OF_LEVEL}

    def may(self, level: int, legs: Bits) -> None:
        """Some restriction may have this severity."""
        self._may[level] |= legs

    def must(self, level: int, legs: Bits) -> None:
        """Some restriction has at least this one."""
        self._must[level] |= legs

    def left(self) -> NDArray[np.uint8]:
        """For each leg the set of severities, none below what some restriction must have."""
        found = np.zeros(self._size, dtype=np.uint8)
        above = np.zeros_like(self._may[NONE])
        for level in sorted(_OF_LEVEL, reverse=True):
            may = ~above & (self._may[level] | self._must[level] if level != NONE else np.uint8(255))
            if may.any():
                found |= unpacked(may, self._size).view(np.uint8) * np.uint8(_OF_LEVEL[level])
            above |= self._must[level]
        return found


def readings(book: Book, batch: Batch, part: int = PART) -> Iterator[Reading]:
    """A batch part by part, in order; each part is worked out when it is asked."""
    yield from _readings(_Law(book, batch), batch, part)


def _readings(law: _Law, batch: Batch, part: int) -> Iterator[Reading]:
    for start in range(0, batch.size, part):
        yield Reading(law, start, batch.part(start, min(start + part, batch.size)))


def decide_all(book: Book, batch: Batch, part: int = PART) -> Decided:
    """What `Book.decide` says of every leg."""
    law = _Law(book, batch)
    found = [reading.possible() for reading in _readings(law, batch, part)]
    possible = np.concatenate(found) if found else np.zeros(0, dtype=np.uint8)
    exact = np.ones(batch.size, dtype=np.bool_)
    open_ = np.flatnonzero(np.bitwise_count(possible) > 1)
    alike: dict[bytes, tuple[int, bool]] = {}
    for row, key in zip(open_.tolist(), _keys(law, batch, open_), strict=True):
        if key not in alike:
            alike[key] = _alone(book, batch, row)
        possible[row], exact[row] = alike[key]
    return Decided(_SEVERITY_OF[possible], possible, exact)


def _alone(book: Book, batch: Batch, row: int) -> tuple[int, bool]:
    """One leg by the single decision."""
    flags = 0 if batch.flags is None else int(batch.flags[row])
    found = book.decide(batch.situation(row), tuple(f"flag:{number}" for number in range(flags)))
    return sum(bit for level, bit in _OF_LEVEL.items() if OUTCOMES[level] in found.possible), found.exact


def _keys(law: _Law, batch: Batch, rows: NDArray[np.int64]) -> Iterator[bytes]:
    """For each of some legs what its answer depends on: equal keys, equal answers."""
    read = facts_read(law.asked)
    legs = _matrix([codes[rows] for codes in _read(batch.legs, read)], len(rows))
    # Of the moment only the law in force matters, unless some rule compares facts with it.
    moments = batch.at.codes if law.book.statute.index.moves else law.stretch[batch.at.codes]
    sides = [
        (members, _matrix(_read(members.table, read), members.table.size)) for members in (batch.parties, batch.items)
    ]
    flags = np.zeros(batch.size, dtype=np.int64) if batch.flags is None else batch.flags
    for place, row in enumerate(rows.tolist()):
        told = [legs[place].tobytes(), moments[row].tobytes(), flags[row].tobytes()]
        for members, matrix in sides:
            first, last = members.of(row)
            told += [(last - first).to_bytes(8), matrix[first:last].tobytes()]
        yield b"".join(told)


def _read(table: Table, read: frozenset[str]) -> list[NDArray[np.int32]]:
    return [table.columns[fact].coded().codes for fact in sorted(read & set(table.columns))]


def _matrix(columns: list[NDArray[np.int32]], size: int) -> NDArray[np.int32]:
    return np.stack(columns, axis=1) if columns else np.zeros((size, 0), dtype=np.int32)
