"""Kleene values of many rows at once: two bitmaps, a bit a row, and the spaces between which they are carried.

`true` says where something holds, `open` where it is not false: unknown is open and not true. Knows no law.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reprieve.rules.bulk_batch import Batch, Members
from reprieve.rules.bulk_columns import Bits, packed, unpacked
from reprieve.rules.index import BOTH, ITEM, NOBODY, PARTY

Indices = NDArray[np.int64]


class Truths(NamedTuple):
    """The Kleene value of something in every row. Both are one object where nothing is unknown."""

    true: Bits
    open: Bits


def negation(part: Truths) -> Truths:
    """Not: unknown stays unknown."""
    true = ~part.open
    return Truths(true, true if part.true is part.open else ~part.true)


def conjunction(parts: Iterable[Truths]) -> Truths:
    """And, of at least one part."""
    return _joined(list(parts), np.bitwise_and)


def disjunction(parts: Iterable[Truths]) -> Truths:
    """Or, of at least one part."""
    return _joined(list(parts), np.bitwise_or)


def _joined(parts: list[Truths], join: np.ufunc) -> Truths:
    if len(parts) == 1:
        return parts[0]
    true = _all_of([each.true for each in parts], join)
    settled = all(each.true is each.open for each in parts)
    return Truths(true, true if settled else _all_of([each.open for each in parts], join))


def _all_of(parts: list[Bits], join: np.ufunc) -> Bits:
    found: Bits = join(parts[0], parts[1])
    for each in parts[2:]:
        join(found, each, out=found)
    return found


class Space:
    """Those for whom something is judged: every leg, every party, every item, or every pair of a party and an item.

    `owners[scopes]` gives for each of them its place in a smaller space; None where the places are the same.
    """

    def __init__(self, size: int, owners: dict[frozenset[str], Indices | None], offsets: Indices | None) -> None:
        self.size, self._owners, self._offsets = size, owners, offsets

    def lifted(self, bits: Bits, scopes: frozenset[str], size: int) -> Bits:
        """What holds in a smaller space, for everybody in this one."""
        owner = self._owners.get(scopes)
        return bits if owner is None else packed(unpacked(bits, size)[owner])

    def of_owner(self, codes: NDArray[Any], scopes: frozenset[str]) -> NDArray[Any]:
        """The values of a smaller space, for everybody in this one."""
        owner = self._owners.get(scopes)
        return codes if owner is None else codes[owner]

    def any(self, bits: Bits) -> Bits:
        """For each leg whether it holds for somebody there."""
        if self._offsets is None:
            return bits
        counted = np.zeros(self.size + 1, dtype=np.int64)
        np.cumsum(unpacked(bits, self.size), out=counted[1:])
        return packed(counted[self._offsets[1:]] > counted[self._offsets[:-1]])


Spaces = dict[frozenset[str], Space]


def spaces(batch: Batch) -> Spaces:
    """The four spaces of a batch."""
    return {
        NOBODY: Space(batch.size, {}, None),
        PARTY: _members(batch.parties, PARTY),
        ITEM: _members(batch.items, ITEM),
        BOTH: _pairs(batch),
    }


def _members(members: Members, mine: frozenset[str]) -> Space:
    if members.offsets is None:
        return Space(members.table.size, dict.fromkeys((NOBODY, mine)), None)
    counts = np.diff(members.offsets)
    return Space(members.table.size, {NOBODY: np.repeat(np.arange(len(counts)), counts), mine: None}, members.offsets)


def _pairs(batch: Batch) -> Space:
    """Every party of a leg with every item of it, party by party."""
    if batch.parties.offsets is None and batch.items.offsets is None:
        return Space(batch.size, _NOTHING_TO_CARRY, None)
    of_parties, of_items = _offsets(batch.parties), _offsets(batch.items)
    items = np.diff(of_items)
    counts = np.diff(of_parties) * items
    offsets = np.zeros(batch.size + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    leg = np.repeat(np.arange(batch.size), counts)
    party, item = np.divmod(np.arange(offsets[-1]) - offsets[leg], items[leg])
    owners: dict[frozenset[str], Indices | None] = {
        NOBODY: leg,
        PARTY: of_parties[leg] + party,
        ITEM: of_items[leg] + item,
        BOTH: None,
    }
    return Space(int(offsets[-1]), owners, offsets)


def _offsets(members: Members) -> Indices:
    return np.arange(members.table.size + 1) if members.offsets is None else members.offsets


_NOTHING_TO_CARRY: Final[dict[frozenset[str], Indices | None]] = dict.fromkeys((NOBODY, PARTY, ITEM, BOTH))
