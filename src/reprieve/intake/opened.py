"""A file that was published or handed in, opened within bounds: so many bytes, so long a line, no XML entities.

    opened = Opened(path, BadList)
    for line, cells in opened.rows(): ...
    for element in opened.elements("INDIVIDUAL", "ENTITY"): ...

Nothing is held but the row or element at hand, except by `json`. `.gz` is unpacked on the way, against the same bounds.
Every failure is one line that names the file and the place.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, cast
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException

from reprieve.errors import BadInput
from reprieve.intake.xml import Walk, bare

MOST_BYTES: Final = 4 * 2**30
"""Most bytes read of one file, after unpacking."""
LONGEST_LINE: Final = 2**20
"""Longest line in bytes; the longest in a published list today has some 20,000."""
LARGEST_JSON: Final = 512 * 2**20
"""Largest JSON document read as a whole, in bytes."""
HEAD: Final = 8192
__all__ = ["HEAD", "Opened", "bare"]


class Opened:
    """One file, opened anew for each pass over it. `fault` is raised for whatever is wrong with it.

    `passed` counts the sections of an XML file (children of its root) in which the last pass found nothing wanted.
    """

    def __init__(self, path: Path, fault: type[BadInput] = BadInput, most: int = MOST_BYTES) -> None:
        self.path, self.fault, self.most = path, fault, most
        self.passed: Counter[str] = Counter()
        self._head: bytes | None = None

    @property
    def name(self) -> str:
        """The file's name without folder and without `.gz`."""
        return self.path.name.removesuffix(".gz")

    def place(self, line: int) -> str:
        """A line of this file, as errors and entries name it."""
        return f"{self.path.name}, line {line}"

    def head(self) -> bytes:
        """The first bytes, unpacked: enough to tell what a file is."""
        if self._head is None:
            with self._binary() as file:
                try:
                    self._head = file.read(HEAD)
                except (OSError, EOFError, zlib.error) as error:
                    raise self._broken(error) from None
        return self._head

    def lines(self, encoding: str = "utf-8") -> Iterator[tuple[int, str]]:
        """Each line with its number, line end kept. A line that is too long or not in the encoding is a fault."""
        read = 0
        with self._binary() as file:
            for number in range(1, 2**62):
                try:
                    raw = file.readline(LONGEST_LINE + 1)
                except (OSError, EOFError, zlib.error) as error:
                    raise self._broken(error) from None
                if not raw:
                    return
                read += len(raw)
                if len(raw) > LONGEST_LINE:
                    raise self.fault(self.place(number), f"is longer than {LONGEST_LINE // 2**20} MiB", "a list")
                if read > self.most:
                    raise self.fault(str(self.path), f"is larger than {self.most // 2**20} MiB")
                yield number, self._text(raw, number, encoding)

    def _text(self, raw: bytes, number: int, encoding: str) -> str:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            raise self.fault(f"{self.place(number)}, byte {error.start + 1}", f"is not {encoding} text") from None
        return text.removeprefix("\ufeff") if number == 1 else text

    def rows(self, delimiter: str = ",", encoding: str = "utf-8") -> Iterator[tuple[int, list[str]]]:
        """The rows of a CSV or TSV file, each with the number of its last line. A quoted cell may hold line ends."""
        reader = csv.reader((text for _, text in self.lines(encoding)), delimiter=delimiter, strict=True)
        try:
            for row in reader:
                if row:
                    yield reader.line_num, row
        except csv.Error as error:
            raise self.fault(self.place(reader.line_num), f"is not valid CSV: {error}", "a whole file") from None

    def table(
        self, *needed: str, delimiter: str = ",", encoding: str = "utf-8", short: bool = False
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a file with a header, as cells by column; `needed` are the columns it must have.

        A row with another number of cells is a fault; with `short` a row that is cut off is filled with empty cells.
        """
        rows = self.rows(delimiter, encoding)
        first, header = next(rows, (1, []))
        header = [each.strip() for each in header]
        missing = [each for each in needed if each not in header]
        if missing:
            raise self.fault(self.place(first), f"has no column {missing[0]!r}", f"a file with {', '.join(needed)}")
        twice = [each for each in header if header.count(each) > 1]
        if twice:
            raise self.fault(self.place(first), f"has the column {twice[0]!r} twice", "columns that differ")
        for line, row in rows:
            if len(row) != len(header) and not (short and len(row) < len(header)):
                raise self.fault(self.place(line), f"has {len(row)} cells, not {len(header)}", "a whole file")
            yield line, dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=True))

    def elements(self, *tags: str) -> Iterator[Element]:
        """Each element of an XML file whose name (without namespace) is one of `tags`, whole, and then forgotten.

        The root is yielded first, once, with its attributes only. Entities and external references are refused, never
        expanded; a file that ends too early is a fault.
        """
        with self._binary() as file:
            try:
                yield from Walk(file, tags, self.passed, self._refused, self.most)
            except ParseError as error:
                line, column = error.position
                what = str(error).partition(":")[0]
                raise self.fault(f"{self.place(line)}, column {column}", f"is not whole XML: {what}") from None
            except DefusedXmlException as error:
                what = type(error).__name__
                raise self.fault(str(self.path), f"declares what a list never needs ({what})", "plain XML") from None
            except (OSError, EOFError, zlib.error) as error:
                raise self._broken(error) from None
            except (LookupError, ValueError) as error:  # an encoding that the parser does not know, or cannot use
                raise self.fault(str(self.path), f"cannot be decoded: {error}", "UTF-8") from None

    def _refused(self, what: str, instead: str = "") -> BadInput:
        return self.fault(str(self.path), what, instead)

    def json(self) -> Any:
        """A whole JSON document. Raises the fault for one that is broken or larger than `LARGEST_JSON`."""
        with self._binary() as file:
            try:
                data = file.read(LARGEST_JSON + 1)
            except (OSError, EOFError, zlib.error) as error:
                raise self._broken(error) from None
        if len(data) > LARGEST_JSON:
            raise self.fault(str(self.path), f"is larger than {LARGEST_JSON // 2**20} MiB")
        return self._decoded(data, str(self.path))

    def json_lines(self) -> Iterator[tuple[int, Any]]:
        """The documents of a file with one JSON document a line, each with its line."""
        for number, text in self.lines():
            if text.strip():
                yield number, self._decoded(text.encode(), self.place(number))

    def _decoded(self, data: bytes, where: str) -> Any:
        try:
            return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self.fault(where, f"is not valid JSON: {error}", "a whole file") from None

    def _binary(self) -> IO[bytes]:
        try:
            file: IO[bytes] = self.path.open("rb")
        except OSError as error:
            raise self.fault(str(self.path), f"cannot be read: {error.strerror}", "name an existing file") from None
        if file.read(2) == b"\x1f\x8b":
            file.close()
            return cast("IO[bytes]", gzip.open(self.path, "rb"))
        file.seek(0)
        return file

    def _broken(self, error: Exception) -> BadInput:
        what = getattr(error, "strerror", None) or str(error) or "it ends too early"
        return self.fault(str(self.path), f"cannot be read to its end: {what}", "fetch it anew")
