"""The result of a long screening on its way to a file: block by block onto the disk, then whole into its place.

    OUT.part/
      run.json        what is screened, against what, how: another run under the same name starts anew
      000000.json     the rows of the result for the first block of the input; never changed once it is there
      .lock, *.new    a run at work

A run that is killed at any moment leaves blocks that are whole or not there; run again, it goes on after the last one,
and since the file is put together from blocks alone, it is the same byte for byte. OUT itself appears at the end, or
not at all. Beside `lists.columns`, the one writer of Parquet.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR
from itertools import count
from pathlib import Path
from typing import IO, Any, Final, Literal

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from reprieve.errors import BadInput
from reprieve.intake.columns import safe_cell
from reprieve.model.screen_run import ResultRow

Form = Literal["csv", "parquet"]
FIELDS: Final = ResultRow.__struct_fields__
_WHOLE: Final = frozenset({"row", "alerts", "place", "family", "same_address"})
_REAL: Final = frozenset({"score", "rank"})


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """The result for some rows of the input: `taken` of them, with what was counted meanwhile."""

    taken: int
    rows: tuple[ResultRow, ...] = ()
    empty: int = 0
    unread: dict[str, int] = {}


class Run(msgspec.Struct, frozen=True):
    """What makes two runs the same: digests of the input, of the options, and of what is screened against."""

    input: str
    options: str
    roll: str
    block: int

    def other(self, now: Run) -> str:
        """What another run differs in, in words; empty for the same one."""
        told = {"input": "another input", "options": "other options", "roll": "other lists", "block": "other blocks"}
        return ", ".join(word for name, word in told.items() if getattr(self, name) != getattr(now, name))


class Blocks:
    """The side folder of one output. `anew` says why what an earlier run left there does not count, if so."""

    def __init__(self, out: Path, run: Run) -> None:
        self.folder, self.anew = out.with_name(f"{out.name}.part"), ""
        self._out, self._run = out, run

    @contextmanager
    def writing(self) -> Iterator[Iterator[Block]]:
        """This run's turn: the blocks that an earlier one left. Raises BadInput where it cannot write, or another does.

        What is there is kept if the run is killed or interrupted, for the next one to go on with.
        """
        try:
            self.folder.mkdir(exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=0):
                yield self._left()
                self._clear()
        except Timeout:
            raise BadInput(str(self._out), "is being written by another run", "wait for it") from None
        except OSError as error:
            what = f"cannot be written: {error.strerror or error}"
            raise BadInput(str(self._out), what, "name a file in a folder that is yours") from None

    def _left(self) -> Iterator[Block]:
        if self._out.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        for each in self.folder.glob("*.new"):
            each.unlink()
        said = self.folder / "run.json"
        with suppress(FileNotFoundError, msgspec.MsgspecError):
            self.anew = msgspec.json.decode(said.read_bytes(), type=Run).other(self._run)
            if not self.anew:
                return self._whole()
        for each in self.folder.glob("*.json"):
            each.unlink()
        self._put("run.json", msgspec.json.encode(self._run))
        return iter(())

    def _whole(self) -> Iterator[Block]:
        """The blocks from the first on, as far as none is missing."""
        for number in count():
            try:
                yield _decoded(self._path(number).read_bytes())
            except (FileNotFoundError, msgspec.MsgspecError):
                return

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06}.json"

    def keep(self, number: int, block: Block) -> None:
        """A block, safe from the moment this returns."""
        self._put(self._path(number).name, msgspec.json.encode(block))

    def _put(self, name: str, content: bytes) -> None:
        with (self.folder / f"{name}.new").open("wb") as file:
            file.write(content)
            _settle(file)
        (self.folder / f"{name}.new").replace(self.folder / name)
        _settle_folder(self.folder)

    def finish(self, form: Form) -> None:
        """All blocks into the output, which is replaced whole."""
        whole = self.folder / "whole.new"
        blocks = (each.rows for each in self._whole())
        with whole.open("wb") as file:
            (_as_csv if form == "csv" else _as_parquet)(blocks, file)
            _settle(file)
        whole.replace(self._out)
        _settle_folder(self._out.parent)

    def _clear(self) -> None:
        shutil.rmtree(self.folder)


_decoded: Final = msgspec.json.Decoder(Block).decode


def _settle(file: IO[bytes]) -> None:
    """Onto the disk, so that a rename that survives a crash does not name a file that does not."""
    file.flush()
    os.fsync(file.fileno())


def _settle_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- the two forms --------------------------------------------------------------------------------------------------


def _as_csv(blocks: Iterable[Iterable[ResultRow]], file: IO[bytes]) -> None:
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    for rows in blocks:
        writer.writerows([_written(getattr(row, name)) for name in FIELDS] for row in rows)
    text.detach()


def _written(value: object) -> str:
    return "" if value is None else safe_cell(value) if isinstance(value, str) else str(value)


def _schema() -> Any:
    return pa.schema([(name, _kind(name)) for name in FIELDS])


def _kind(name: str) -> Any:
    if name in _WHOLE:
        return pa.int64()
    return pa.float64() if name in _REAL else pa.date32() if name == "published" else pa.string()


def _as_parquet(blocks: Iterable[Iterable[ResultRow]], file: IO[bytes]) -> None:
    schema = _schema()
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in blocks:
            made = list(rows)
            arrays = [pa.array([getattr(row, name) for row in made], schema.field(name).type) for name in FIELDS]
            writer.write_table(pa.table(arrays, schema=schema))
