"""Reprieve's side of the reading: a program that reads a list to its end and prints how many parties and names it held.

python -m benchmarks.kit.entries files FILE...        published files
python -m benchmarks.kit.entries snapshot HOME        the first snapshot of a home
python -m benchmarks.kit.entries held HOME            the same, with all entries in memory at the end
python -m benchmarks.kit.entries parties FILE...      the names of each party, to compare with a peer's
python -m benchmarks.kit.entries ftm OUT FILE...      published files as FollowTheMoney, one document a line
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from benchmarks.kit.parties import digest
from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.kinds import kind_of
from reprieve.lists.reading import Reading
from reprieve.model.listed import Entry


def of_files(paths: Iterable[str]) -> Iterator[Entry]:
    """The entries of published files."""
    opened = [Opened(Path(path), BadList) for path in paths]
    return kind_of(opened).read(opened, Reading())


def of_home(home: str) -> Iterator[Entry]:
    """The entries of the first snapshot of a home."""
    from reprieve.desk.home import lists_in  # noqa: PLC0415  # a reading of files needs no Parquet

    store = lists_in(Path(home))
    return store.entries(store.snapshots()[0])


def counted(entries: Iterable[Entry]) -> dict[str, int]:
    """How many parties and names passed by."""
    parties = names = 0
    for entry in entries:
        parties += 1
        names += len(entry.names)
    return {"parties": parties, "names": names}


def main(what: str, *given: str) -> dict[str, object]:
    """What the command asks for."""
    if what == "ftm":
        from reprieve.lists.formats.ftm_out import write  # noqa: PLC0415  # only this command writes

        with Path(given[0]).open("wb") as file:
            return {"parties": write(of_files(given[1:]), file)}
    if what == "parties":
        return digest([name.text for name in entry.names] for entry in of_files(given))
    if what == "held":
        return {**counted(list(of_home(given[0])))}
    return {**counted(of_files(given) if what == "files" else of_home(given[0]))}


if __name__ == "__main__":
    print(msgspec.json.encode(main(*sys.argv[1:])).decode())
