"""An index kept in a file, to be used again without reading a name: arrays one after the other, mapped into memory.

A file is written whole or not at all, and used only if it was made by the very code and tables that would make it now
(`fingerprint`) and reads back bit for bit (a digest). Whoever gets `StaleIndex` or `DamagedIndex` makes the index anew.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Final, Self, overload

import msgspec
import numpy as np
from numpy.typing import NDArray

from reprieve.screening.spread import Places

FILE: Final = "names.index"
_BEGINS: Final = b"reprieve index 1\n"
_DIGEST, _COUNT, _ALIGNED = 16, 8, 64
"""Bytes of the digest, of the length of the head, and between boundaries on which arrays begin."""
_BEFORE: Final = len(_BEGINS) + _DIGEST + _COUNT
_PACKAGE: Final = Path(__file__).parents[1]
_LIBRARIES: Final = ("anyascii", "numpy", "rapidfuzz", "rigour")
"""What cutting, comparing and packing rest on beside our own code."""
Arrays = Mapping[str, NDArray[np.generic]]


class UnusableIndex(ValueError):
    """A saved index cannot be used; it is to be made anew."""


class StaleIndex(UnusableIndex):
    """It was made of other names, or by other code or tables."""


class DamagedIndex(UnusableIndex):
    """It is not there, or not what was written."""


class _Array(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    kind: str
    shape: tuple[int, ...]
    start: int


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands before the arrays: digests of the code and of the names, and where each array begins after it."""

    code: str
    names: str
    manner: str
    arrays: tuple[_Array, ...]


@cache
def fingerprint() -> str:
    """A digest of all that a score or an index depends on: the modules and tables of cutting and comparing names."""
    found = blake2b(digest_size=16)
    for room in ("screening", "text", "model"):
        for path in sorted((_PACKAGE / room).iterdir()):
            if path.is_file() and path.suffix != ".pyc":
                found.update(f"{room}/{path.name}:{path.stat().st_size}\n".encode())
                found.update(path.read_bytes())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    return found.hexdigest()


def digest_of(names: Iterable[str]) -> str:
    """A digest of names in their order, so that an index of these can be told from one of others."""
    found = blake2b(digest_size=16)
    for name in names:
        written = name.encode("utf-8", "surrogatepass")
        found.update(len(written).to_bytes(4, "little") + written)
    return found.hexdigest()


class Texts(Sequence[str]):
    """Strings in one buffer: string n is `letters[starts[n] : starts[n + 1]]`, as UTF-8."""

    def __init__(self, letters: NDArray[np.uint8], starts: Places) -> None:
        self.letters, self.starts = letters, starts
        self._view = _bytes(letters)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Strings laid into a buffer."""
        written = [text.encode("utf-8", "surrogatepass") for text in texts]
        starts = np.cumsum([0, *map(len, written)], dtype=np.int64)
        return cls(np.frombuffer(b"".join(written), np.uint8), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = range(len(self))[place]
        return str(self._view[self.starts[at] : self.starts[at + 1]], "utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        starts = self.starts.tolist()
        for first, last in pairwise(starts):
            yield str(self._view[first:last], "utf-8", "surrogatepass")


def write(folder: Path, arrays: Arrays, *, names: str, manner: str) -> None:
    """Arrays into a folder, in place of whatever stands there. `names` is the digest of the names."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = list(_parts(arrays, _Head(fingerprint(), names, manner, _laid(arrays))))
    digest = _digest(parts)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".index-", delete=False) as file, ExitStack() as undo:
        undo.callback(Path(file.name).unlink, missing_ok=True)
        file.writelines((_BEGINS, digest, *parts))
        file.flush()
        os.fsync(file.fileno())
        Path(file.name).replace(folder / FILE)
        undo.pop_all()


def _laid(arrays: Arrays) -> tuple[_Array, ...]:
    found: list[_Array] = []
    at = 0
    for name, array in arrays.items():
        found.append(_Array(name, array.dtype.str, array.shape, at))
        at += array.nbytes + -array.nbytes % _ALIGNED
    return tuple(found)


def _parts(arrays: Arrays, head: _Head) -> Iterator[bytes | memoryview]:
    """All that comes after the digest: how long the head is, the head, the arrays; each array begins on a boundary."""
    written = msgspec.json.encode(head)
    yield len(written).to_bytes(_COUNT, "little") + written
    yield bytes(-(_BEFORE + len(written)) % _ALIGNED)
    for array in arrays.values():
        if array.nbytes:
            yield _bytes(array)
        yield bytes(-array.nbytes % _ALIGNED)


def _digest(parts: Iterable[bytes | memoryview]) -> bytes:
    found = blake2b(digest_size=_DIGEST)
    for part in parts:
        found.update(part)
    return found.digest()


def read(folder: Path, names: str | None = None) -> tuple[str, dict[str, NDArray[np.generic]]]:
    """The manner of a saved index and its arrays, read-only. Raises StaleIndex and DamagedIndex.

    `names`: the digest that the names must have; None takes them as they are.
    """
    path = folder / FILE
    try:
        mapped = np.asarray(np.memmap(path, np.uint8, "r"))
    except (OSError, ValueError) as error:
        raise DamagedIndex(f"{path}: not an index ({error})") from error
    begins = mapped[: len(_BEGINS) + _DIGEST].tobytes()
    if begins != _BEGINS + _digest([_bytes(mapped[len(begins) :])]):
        raise DamagedIndex(f"{path}: not what was written")
    end = _BEFORE + int.from_bytes(mapped[_BEFORE - _COUNT : _BEFORE].tobytes(), "little")
    try:
        head = msgspec.json.decode(mapped[_BEFORE:end].tobytes(), type=_Head)
    except msgspec.MsgspecError as error:
        raise StaleIndex(f"{path}: made by another version ({error})") from error
    if head.code != fingerprint():
        raise StaleIndex(f"{path}: made by other code or other tables")
    if names is not None and head.names != names:
        raise StaleIndex(f"{path}: made of other names")
    return head.manner, {each.name: _array(mapped[end + -end % _ALIGNED :], each) for each in head.arrays}


def _array(body: NDArray[np.uint8], each: _Array) -> NDArray[np.generic]:
    kind = np.dtype(each.kind)
    size = int(np.prod(each.shape, dtype=np.int64)) * kind.itemsize
    return body[each.start : each.start + size].view(kind).reshape(each.shape)


def _bytes(array: NDArray[np.generic]) -> memoryview:
    """The bytes of an array, in place if they are in order."""
    return memoryview(np.ascontiguousarray(array).reshape(-1).view(np.uint8))  # type: ignore[arg-type]  # is a buffer
