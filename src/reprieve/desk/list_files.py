"""Files of lists: which formats are read, taking files into the store, handing entries on as FollowTheMoney."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from reprieve.desk.compared import compared, side
from reprieve.desk.home import lists_in
from reprieve.intake.whole import whole
from reprieve.lists.formats.ftm_out import write
from reprieve.lists.importing import Asked, Taken, take
from reprieve.lists.kinds import kinds as known_kinds
from reprieve.lists.store import Store
from reprieve.model.snapshot import Imported, KindRow

__all__ = ["Asked", "export", "import_files", "kinds"]

Progress = Callable[[int], None]


def import_files(
    files: Sequence[Path],
    *,
    store: Store | None = None,
    asked: Asked | None = None,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Imported:
    """Files into the store as one snapshot. Raises BadInput; nothing is taken then."""
    store, asked = store or lists_in(), asked or Asked()
    taken = take(store, files, asked, now or datetime.now(UTC), progress)
    return _imported(store, taken)


def _imported(store: Store, taken: Taken) -> Imported:
    """What an import changed against the publication of the same source before it."""
    snapshot = taken.snapshot
    earlier = [
        each
        for each in store.snapshots()
        if each.source == snapshot.source and each.published <= snapshot.published and each.id != snapshot.id
    ]
    if taken.unchanged or not earlier:
        return Imported(snapshot, taken.unchanged)
    found = compared(store, earlier[-1].id, snapshot.id)
    return Imported(
        snapshot,
        unchanged=False,
        added=len(found.added),
        removed=len(found.removed),
        changed=len(found.changed),
    )


def kinds() -> tuple[KindRow, ...]:
    """The formats that are read, a list of one's own first."""
    mine = KindRow(
        "own/csv", "a list of one's own, CSV; its columns are guessed or said", (), experimental=False, official=True
    )
    return (
        mine,
        *(
            KindRow(each.id, each.title, each.lists, each.experimental, each.official)
            for each in known_kinds().values()
        ),
    )


def export(what: str, file: Path | IO[bytes], store: Store | None = None) -> int:
    """Entries as FollowTheMoney into a file, whole or not at all; how many. `what` as `compared` takes it.

    Raises BadInput for a file that cannot be written.
    """
    entries = side(store or lists_in(), what).entries
    if not isinstance(file, Path):
        return write(entries, file)
    with whole(file) as out:
        return write(entries, out)
