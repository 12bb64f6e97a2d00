"""Ranges laid out one after the other, and numbers without repetition: what lookups in sorted arrays come down to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Rows = NDArray[np.int32]


def spread(first: Places, last: Places) -> Places:
    """Every place of each range [first, last), range by range."""
    counts = last - first
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    found: Places = np.arange(total) + np.repeat(first - (ends - counts), counts)
    return found


def distinct(numbers: Places) -> Places:
    """Numbers in order, each once. As `numpy.unique`, which is slower on numbers as few as ours."""
    found = np.sort(numbers)
    new = np.ones(len(found), np.bool_)
    np.not_equal(found[1:], found[:-1], out=new[1:])
    return found[new]
