"""Columns of facts for bulk decisions: words as small numbers, yes and no as bits, numbers and days as they are.

    column = column_of(arrow_array, meaning)

Bits stand eight to the byte, the first row lowest, as Arrow has them. Decides nothing, and reads no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reprieve.model.facts import UNKNOWN, Value

Bits = NDArray[np.uint8]
"""A bit for each row; what is past the last row means nothing."""
Rows = NDArray[np.bool_]
Codes = NDArray[np.int32]
Meaning = Callable[[Any], Value]
"""What a cell of an Arrow column says."""
FIRST_DAY: Final = date(1970, 1, 1)
"""Days are counted from here, as Arrow counts them."""
_SHORT: Final = 1 << 15


def packed(rows: NDArray[Any]) -> Bits:
    """Rows of yes and no as bits."""
    return np.packbits(rows, bitorder="little")


def unpacked(bits: Bits, size: int) -> Rows:
    """Bits as rows of yes and no."""
    return np.unpackbits(bits, count=size, bitorder="little").view(np.bool_)


class Coded(NamedTuple):
    """A code for each row, and the value of each code."""

    codes: Codes
    values: tuple[Value, ...]

    def value(self, row: int) -> Value:
        """What one row says."""
        return self.values[int(self.codes[row])]

    def part(self, start: int, end: int) -> Coded:
        """The rows from one up to another."""
        return Coded(self.codes[start:end], self.values)

    def coded(self) -> Coded:
        """Itself."""
        return self


class Flags(NamedTuple):
    """Yes and no as bits; `known` tells where either was said, None: everywhere."""

    size: int
    true: Bits
    known: Bits | None

    def value(self, row: int) -> Value:
        """What one row says."""
        if self.known is not None and not _bit(self.known, row):
            return UNKNOWN
        return _bit(self.true, row)

    def part(self, start: int, end: int) -> Flags:
        """The rows from one up to another."""
        known = None if self.known is None else _cut(self.known, start, end)
        return Flags(end - start, _cut(self.true, start, end), known)

    def coded(self) -> Coded:
        """The same with a code a row."""
        codes = unpacked(self.true, self.size).astype(np.int32)
        if self.known is not None:
            codes[~unpacked(self.known, self.size)] = 2
        return Coded(codes, (False, True, UNKNOWN))


class Numbers(NamedTuple):
    """Whole numbers, or days since `FIRST_DAY`; `known` tells where one was said, None: everywhere."""

    values: NDArray[Any]
    known: Rows | None
    days: bool

    def value(self, row: int) -> Value:
        """What one row says."""
        return UNKNOWN if self.known is not None and not self.known[row] else self.meant(int(self.values[row]))

    def meant(self, number: int) -> Value:
        """What a number stands for."""
        return FIRST_DAY + timedelta(number) if self.days else number

    def number(self, value: object) -> int | None:
        """A constant as a number of this column; None for what is none."""
        if self.days:
            plain = isinstance(value, date) and not isinstance(value, datetime)
            return (value - FIRST_DAY).days if plain else None  # type: ignore[operator]
        return value if isinstance(value, int) else None

    def part(self, start: int, end: int) -> Numbers:
        """The rows from one up to another."""
        return Numbers(self.values[start:end], None if self.known is None else self.known[start:end], self.days)

    def coded(self) -> Coded:
        """The same with a code for each number that occurs."""
        found, inverse = np.unique(self.values, return_inverse=True)
        codes: Codes = inverse.astype(np.int32)
        if self.known is not None:
            codes[~self.known] = len(found)
        return Coded(codes, (*map(self.meant, found.tolist()), UNKNOWN))


Column = Coded | Flags | Numbers


def _bit(bits: Bits, row: int) -> bool:
    return bool(bits[row >> 3] >> (row & 7) & 1)


def _cut(bits: Bits, start: int, end: int) -> Bits:
    if start % 8 == 0:
        return bits[start // 8 : (end + 7) // 8]
    return packed(unpacked(bits, end)[start:])


def coded(found: Iterable[Value]) -> Coded:
    """Values as a column."""
    numbers: dict[Value, int] = {}
    codes = np.fromiter((numbers.setdefault(each, len(numbers)) for each in found), dtype=np.int32)
    return Coded(codes, tuple(numbers))


def column_of(array: Any, meaning: Meaning | None = None) -> Column:
    """One Arrow array as a column; null is unknown. `meaning`: what a cell says, where it is no value as it stands."""
    kind = array.type
    if meaning is None and pa.types.is_boolean(kind):
        return _flags(array)
    if meaning is None and (pa.types.is_signed_integer(kind) or pa.types.is_date32(kind)):
        return _numbers(array)
    told = array if pa.types.is_dictionary(kind) else array.dictionary_encode()
    values = [(meaning or _itself)(each) if each is not None else UNKNOWN for each in told.dictionary.to_pylist()]
    codes = told.indices
    if codes.null_count:
        codes, values = pc.fill_null(codes.cast(pa.int32()), len(values)), [*values, UNKNOWN]
    return Coded(codes.to_numpy(zero_copy_only=False).astype(np.int32, copy=False), tuple(values))


def _flags(array: Any) -> Flags:
    known, true = array.buffers()
    size, start = len(array), array.offset
    bits = np.frombuffer(true, dtype=np.uint8) if size else np.zeros(0, dtype=np.uint8)
    valid = None if not array.null_count else _cut(np.frombuffer(known, dtype=np.uint8), start, start + size)
    return Flags(size, _cut(bits, start, start + size), valid)


def _numbers(array: Any) -> Numbers:
    days = pa.types.is_date32(array.type)
    plain = array.cast(pa.int32()) if days else array
    known = array.is_valid().to_numpy(zero_copy_only=False) if array.null_count else None
    values = (pc.fill_null(plain, 0) if array.null_count else plain).to_numpy(zero_copy_only=False)
    # Half the width is twice the speed, where there are several comparisons to make.
    short = len(values) and int(values.min()) >= -_SHORT and int(values.max()) < _SHORT
    return Numbers(values.astype(np.int16, copy=False) if short else values, known, days)


def _itself(value: Any) -> Value:
    found: Value = value
    return found
