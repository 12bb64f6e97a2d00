"""Entries as columns: the shape of a snapshot's Parquet file, written and read in batches. The one user of pyarrow.

One row an entry. `entry` holds the whole of it as JSON, which is what we read; the columns beside it are for finding a
row without reading the rest, and for whoever opens the file with another tool. `keys` are the names folded for plain
equality, `cores` the same without forms of company (`co ltd`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal, Self

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reprieve.model.listed import Entry
from reprieve.text.fold import folded

BATCH: Final = 8192
"""Entries turned into columns at a time; also the size of a row group."""

_WORD: Final = pa.dictionary(pa.int16(), pa.string())
_TEXTS: Final = pa.list_(pa.string())
SCHEMA: Final = pa.schema(
    [
        ("list", _WORD),
        ("id", pa.string()),
        ("kind", _WORD),
        ("name", pa.string()),
        ("names", _TEXTS),
        ("keys", _TEXTS),
        ("cores", _TEXTS),
        ("countries", _TEXTS),
        ("programs", _TEXTS),
        ("start", pa.date32()),
        ("start_by", pa.date32()),
        ("through", pa.date32()),
        ("cites", _TEXTS),
        ("entry", pa.binary()),
    ]
)
_AS_THEY_ARE: Final = ("list", "id", "kind", "name", "countries", "programs", "start", "start_by", "through", "cites")
_decoded: Final = msgspec.json.Decoder(Entry).decode


def keys(entry: Entry) -> list[str]:
    """The names of an entry folded for plain equality, each once."""
    return [key for key in dict.fromkeys(folded(name.text) for name in entry.names) if key]


def core(key: str) -> str:
    """A folded name without `co ltd` and the like; the whole of it where nothing else is left."""
    return " ".join(_without_forms()(key).split()) or key


@cache
def _without_forms() -> Callable[[str], str]:
    from rigour.names import remove_org_types  # noqa: PLC0415  # a tenth of a second that reading never needs

    return remove_org_types


class Writer:
    """Writes entries to a new Parquet file, a batch at a time. Use as a context; nothing is final before it closes."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetWriter(path, SCHEMA, compression="zstd", write_statistics=["list"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, entries: Sequence[Entry]) -> None:
        """A batch of entries, as one row group."""
        made: dict[str, list[Any]] = {name: [getattr(entry, name) for entry in entries] for name in _AS_THEY_ARE}
        made["names"] = [[name.text for name in entry.names] for entry in entries]
        made["keys"] = [keys(entry) for entry in entries]
        made["cores"] = [list(dict.fromkeys(map(core, each))) for each in made["keys"]]
        made["entry"] = [msgspec.json.encode(entry) for entry in entries]
        arrays = [pa.array(made[name], SCHEMA.field(name).type) for name in SCHEMA.names]
        self._file.write_table(pa.table(arrays, schema=SCHEMA))


def batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries by the batch."""
    left = iter(entries)
    while batch := list(islice(left, BATCH)):
        yield batch


@lru_cache(maxsize=64)
def _read(path: Path) -> Any:
    """The columns by which rows are found. A file is named by its content: once read it stays true."""
    with pq.ParquetFile(path, memory_map=True) as file:
        return file.read(columns=["list", "id", "keys", "cores"], use_threads=False).combine_chunks()


def cores_on(paths: Iterable[Path], list_: str) -> list[str]:
    """Every folded name of one list in some snapshots, without forms of company, once."""
    found = []
    for path in paths:
        table = _read(path)
        mine = table.filter(pc.equal(table.column("list").cast(pa.string()), list_))
        found.append(mine.column("cores").combine_chunks().flatten())
    texts: list[str] = pc.unique(pa.chunked_array(found, pa.string())).to_pylist()
    return texts


def matching(
    path: Path, names: Iterable[str], ids: Iterable[str] = (), *, by: Literal["keys", "cores"] = "keys"
) -> list[tuple[str, str, str]]:
    """Entries that carry one of these folded names, or one of these ids: (list, id, the folded name or the id)."""
    table = _read(path)
    if not table.num_rows:
        return []
    column = table.column(by).combine_chunks()
    flat, owner = column.flatten(), pc.list_parent_indices(column)
    named = pc.is_in(flat, value_set=pa.array(list(names), pa.string()))
    numbered = pc.is_in(table.column("id"), value_set=pa.array(list(ids), pa.string()))
    rows, keys_found = table.take(owner.filter(named)), flat.filter(named).to_pylist()
    found = [(list_, id_, key) for (list_, id_), key in zip(_places(rows), keys_found, strict=True)]
    return found + [(list_, id_, id_) for list_, id_ in _places(table.filter(numbered))]


def _places(table: Any) -> Iterator[tuple[str, str]]:
    return zip(table.column("list").to_pylist(), table.column("id").to_pylist(), strict=True)


def read_entries(path: Path, list_: str | None = None, ids: Iterable[str] | None = None) -> Iterator[Entry]:
    """The entries of a snapshot, in its order; of one list, or with given ids only, if asked."""
    wanted = None if ids is None else pa.array(sorted(set(ids)), pa.string())
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            chosen = _chosen(file, group, list_, wanted)
            if chosen is None or chosen.num_rows:
                rows = file.read_row_group(group, columns=["entry"], use_threads=False)
                for text in (rows if chosen is None else rows.take(chosen["row"])).column("entry"):
                    yield _decoded(text.as_buffer())


def _chosen(file: Any, group: int, list_: str | None, wanted: Any) -> Any:
    """Which rows of a row group are asked for; None for all of them."""
    if list_ is None and wanted is None:
        return None
    table = file.read_row_group(group, columns=["list", "id"], use_threads=False)
    table = table.append_column("row", pa.array(range(table.num_rows), pa.int64()))
    if list_ is not None:
        table = table.filter(pc.equal(table.column("list").cast(pa.string()), list_))
    return table if wanted is None else table.filter(pc.is_in(table.column("id"), value_set=wanted))
