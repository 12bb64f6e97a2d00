"""An XML file walked element by element within bounds: so many bytes, so long a text, so deep; nothing is expanded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO, Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from reprieve.errors import BadInput

LONGEST_TEXT: Final = 16 * 2**20
"""Most bytes of an XML file without a tag in them."""
DEEPEST: Final = 64
"""Most XML elements inside one another."""

Refused = Callable[[str, str], BadInput]
"""Makes the fault: what is wrong, and what would be right."""


class Walk:
    """Yields the root once, with its attributes, then each wanted element, whole, and forgets it.

    `passed` counts the children of the root in which nothing wanted stood.
    """

    def __init__(
        self, file: IO[bytes], tags: tuple[str, ...], passed: Counter[str], refused: Refused, most: int
    ) -> None:
        self._file, self._wanted, self._passed, self._refused, self._left = file, set(tags), passed, refused, most
        self._path: list[Element] = []
        self._held = [False]
        self._inside = self._silent = 0
        passed.clear()

    def __iter__(self) -> Iterator[Element]:
        for event, element in iterparse(self, events=("start", "end"), forbid_dtd=True):
            self._silent = 0
            if event == "start":
                self._begin(element)
                if len(self._path) == 1:
                    yield element
            else:
                wanted = self._end(element)
                if wanted:
                    yield element
                if self._path and not self._inside:
                    self._path[-1].remove(element)

    def read(self, size: int = -1) -> bytes:
        """The next bytes for the parser. Raises the fault where there are too many, or too many without a tag."""
        found = self._file.read(min(size, 65536) if size > 0 else 65536)
        self._left -= len(found)
        self._silent += len(found)
        if self._left < 0 or self._silent > LONGEST_TEXT:
            raise self._refused("is larger than any list, or a text in it is", "")
        return found

    def _begin(self, element: Element) -> None:
        wanted = bare(element.tag) in self._wanted
        self._path.append(element)
        self._held.append(wanted)
        self._inside += wanted
        if len(self._path) > DEEPEST:
            raise self._refused(f"nests more than {DEEPEST} elements", "a list")

    def _end(self, element: Element) -> bool:
        wanted = bare(element.tag) in self._wanted
        self._path.pop()
        holds = self._held.pop()
        self._held[-1] = self._held[-1] or holds
        self._inside -= wanted
        if len(self._path) == 1 and not holds:
            self._passed[bare(element.tag)] += 1
        return wanted


def bare(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]
