"""Where snapshots live: one folder, Parquet files named by their content, and one catalogue that is replaced whole.

    lists/
      <sha-256 of the entries>.parquet     what a publication said; never changed once it is there
      catalogue.json                       which snapshots count, with their dates; replaced by rename
      .lock, *.part                        a writer at work

A writer that is killed at any moment leaves the catalogue as it was: a snapshot counts from the rename on, or not at
all. What it left lying about is swept up by the next writer.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from filelock import FileLock, Timeout

from reprieve.errors import BadInput, BadList
from reprieve.lists.columns import Writer, batches, cores_on, read_entries
from reprieve.model.listed import Entry
from reprieve.model.snapshot import Part, Snapshot

PATIENCE: Final = 60.0
"""Seconds to wait for another writer."""
_CATALOGUE: Final = "catalogue.json"


class Attempt(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last attempt to fetch a source: when, with what the server gave to ask again, and why it failed if it did.

    `snapshot` is the one that came with `etag` and `modified`: what the server calls unchanged is that and no other.
    """

    tried: datetime
    etag: str = ""
    modified: str = ""
    failed: str = ""
    snapshot: str = ""


class Held(msgspec.Struct, frozen=True):
    """The catalogue of a store: its snapshots by day of publication, and the last attempt for each source."""

    snapshots: tuple[Snapshot, ...] = ()
    attempts: dict[str, Attempt] = {}


class Written(msgspec.Struct, frozen=True):
    """Entries on their way into the store: the file that holds them, their digest, and what each list has of them."""

    file: Path
    digest: str
    parts: dict[str, Part]
    nameless: int


class Store:
    """The snapshots in one folder. Reading never waits; one writer at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def held(self) -> Held:
        """What is in the store. Raises BadInput for a catalogue that is broken."""
        path = self.folder / _CATALOGUE
        try:
            return msgspec.json.decode(path.read_bytes(), type=Held)
        except FileNotFoundError:
            return Held()
        except OSError as error:
            raise BadInput(str(path), f"cannot be read: {error.strerror}", "a folder of lists") from None
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise BadInput(str(path), f"is no catalogue of lists: {error}", "restore it, or import anew") from None

    def snapshots(self) -> tuple[Snapshot, ...]:
        """All snapshots, the earliest published first."""
        return self.held().snapshots

    def entries(
        self, snapshot: Snapshot, list_: str | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[Entry]:
        """The entries of a snapshot; of one list, or with given ids only, if asked."""
        return read_entries(self.path(snapshot), list_, ids)

    def cores_on(self, snapshots: Iterable[Snapshot], list_: str) -> list[str]:
        """Every folded name of one list in some snapshots, without forms of company, once."""
        return cores_on((self.path(each) for each in snapshots), list_)

    def path(self, snapshot: Snapshot) -> Path:
        """The file that holds a snapshot. Raises BadInput where it is gone."""
        path = self.folder / f"{snapshot.id}.parquet"
        if not path.is_file():
            raise BadInput(str(path), "is missing though the catalogue names it", "import that list again")
        return path

    # ---- writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The one writer's turn, once what killed ones left is swept up. Raises BadInput where another does not end."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=PATIENCE):
                for left in self.folder.glob("*.part"):
                    left.unlink(missing_ok=True)
                yield
        except Timeout:
            raise BadInput(str(self.folder), "another import is still running", "wait for it") from None
        except OSError as error:
            raise BadInput(
                str(self.folder), f"cannot be written: {error.strerror or error}", "set REPRIEVE_HOME"
            ) from None

    def write(self, entries: Iterable[Entry], progress: Callable[[int], None] | None = None) -> Written:
        """Entries into a file that does not count yet. Raises BadList for an id twice on one list, or no entry."""
        handle, name = tempfile.mkstemp(suffix=".part", dir=self.folder)
        os.close(handle)
        file, tally = Path(name), Tally()
        with ExitStack() as undo:
            undo.callback(file.unlink, missing_ok=True)
            with Writer(file) as writer:
                for batch in batches(entries):
                    tally.add(batch)
                    writer.write(batch)
                    if progress is not None:
                        progress(tally.entries)
            if not tally.entries:
                raise BadList("the list", "holds no entry", "a list with parties on it")
            undo.pop_all()
        return Written(file, tally.digest(), tally.parts(), tally.nameless)

    def keep(self, written: Written, snapshot: Snapshot) -> None:
        """A written file becomes a snapshot that counts."""
        final = self.folder / f"{written.digest}.parquet"
        _settle(written.file)
        written.file.replace(final)
        others = [each for each in self.snapshots() if not _same(each, snapshot)]
        ordered = sorted([*others, snapshot], key=lambda each: (each.published, each.retrieved, each.source))
        self._replace(msgspec.structs.replace(self.held(), snapshots=tuple(ordered)))

    def confirm(self, snapshot: Snapshot, checked: date) -> Snapshot:
        """A snapshot that a later check found current covers until then."""
        held = self.held()
        later = msgspec.structs.replace(snapshot, checked=max(snapshot.checked, checked))
        replaced = tuple(later if _same(each, snapshot) else each for each in held.snapshots)
        self._replace(msgspec.structs.replace(held, snapshots=replaced))
        return later

    def attempted(self, source: str, attempt: Attempt) -> None:
        """Remembers the last attempt to fetch a source."""
        held = self.held()
        self._replace(msgspec.structs.replace(held, attempts={**held.attempts, source: attempt}))

    def discard(self, written: Written) -> None:
        """A written file that shall not count."""
        written.file.unlink(missing_ok=True)

    def _replace(self, held: Held) -> None:
        handle, name = tempfile.mkstemp(suffix=".part", dir=self.folder)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(held), indent=1))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self.folder / _CATALOGUE)
        _settle(self.folder)


class Tally:
    """What is counted while entries pass: digests as a whole and a list, names, and ids so that none comes twice."""

    def __init__(self) -> None:
        self.entries = self.nameless = 0
        self._whole = sha256()
        self._lists: dict[str, Any] = {}
        self._names: dict[str, int] = {}
        self._ids: dict[str, set[str]] = {}
        self._encode = msgspec.json.Encoder(order="deterministic").encode

    def add(self, batch: list[Entry]) -> None:
        """Entries in the order of their publication."""
        for entry in batch:
            if entry.list not in self._lists:
                self._lists[entry.list], self._names[entry.list], self._ids[entry.list] = sha256(), 0, set()
            ids = self._ids[entry.list]
            if not entry.id.strip():
                raise BadList(entry.place or entry.list, "has no id", "an id for every entry")
            if entry.id in ids:
                raise BadList(
                    entry.place or entry.list, f"the id {entry.id!r} stands twice on {entry.list}", "ids once"
                )
            ids.add(entry.id)
            line = self._encode(msgspec.structs.replace(entry, place="")) + b"\n"
            self._whole.update(line)
            self._lists[entry.list].update(line)
            self._names[entry.list] += len(entry.names)
            self.nameless += not entry.names
        self.entries += len(batch)

    def digest(self) -> str:
        """The digest of all entries: the id of the snapshot."""
        return str(self._whole.hexdigest())

    def parts(self) -> dict[str, Part]:
        """What each list has."""
        return {
            list_: Part(len(self._ids[list_]), self._names[list_], digest.hexdigest()[:32])
            for list_, digest in self._lists.items()
        }


def _same(one: Snapshot, other: Snapshot) -> bool:
    return _identity(one) == _identity(other)


def _identity(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.id, snapshot.source, snapshot.published, snapshot.synthetic, snapshot.parts


def _settle(path: Path) -> None:
    """Onto the disk, so that a rename that survives a crash does not name a file that does not."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
