"""From files to a snapshot: which kind they are, which day they are of, whether they can be trusted; all or nothing.

A list that is broken, or that has shrunk by more than a tenth against the one before it, is refused with the reason,
and what the store held stays in force.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from reprieve.errors import BadInput, BadList
from reprieve.intake.opened import Opened
from reprieve.lists.catalogue import about, catalogue
from reprieve.lists.kinds import kind_of
from reprieve.lists.reading import Kind, Reading
from reprieve.lists.store import Store, Written
from reprieve.model.snapshot import DatedBy, Part, Snapshot

SHRUNK: Final = 0.9
"""A list with fewer than this share of the entries it had before is refused."""
_DAY: Final = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


class Asked(msgspec.Struct, frozen=True):
    """How a person, or a pull, wants files to be taken.

    `kind`: the format, where it shall not be guessed. `published`: the day of the publication, said by `dated_by`.
    `checked`: the day on which the publication was found current, at least its own. `partial`: it is known to be
    incomplete. `complete`: somebody vouches for a compilation that is not official. `shrunken`: it may have shrunk.
    `name` and `columns` are for a list of one's own: what to call it, and which column holds what.
    """

    kind: str = ""
    source: str = ""
    origin: str = ""
    published: date | None = None
    dated_by: DatedBy = "a person"
    checked: date | None = None
    partial: bool = False
    complete: bool = False
    shrunken: bool = False
    synthetic: bool = False
    name: str = ""
    columns: Mapping[str, str] = {}


class Taken(NamedTuple):
    """A snapshot that counts now, or the one that already said the same (`unchanged`)."""

    snapshot: Snapshot
    unchanged: bool


Progress = Callable[[int], None]


def take(store: Store, files: Sequence[Path], asked: Asked, now: datetime, progress: Progress | None = None) -> Taken:
    """Files into the store as one snapshot. Raises BadList (nothing is taken) or BadInput."""
    opened = [Opened(path, BadList) for path in files]
    kind = kind_of(opened, asked.kind, asked.name, asked.columns)
    with store.writing():
        reading = Reading(partial=asked.partial)
        written = store.write(kind.read(opened, reading), progress)
        with ExitStack() as undo:
            undo.callback(store.discard, written)
            for each in opened:
                reading.skipped.update({f"<{name}>": count for name, count in each.passed.items()})
            taken = _settled(store, _snapshot(opened, kind, asked, reading, written, now), written, asked)
            undo.pop_all()
        return taken


def _settled(store: Store, made: Snapshot, written: Written, asked: Asked) -> Taken:
    same = next((each for each in reversed(store.snapshots()) if _confirms(each, made, store.snapshots())), None)
    if same is not None:
        store.discard(written)
        return Taken(store.confirm(same, made.checked), unchanged=True)
    if not asked.partial:
        _refuse_absent(made, asked)
        _refuse_shrunken(made, store.snapshots(), asked)
    store.keep(written, made)
    return Taken(made, unchanged=False)


def _confirms(earlier: Snapshot, made: Snapshot, held: Sequence[Snapshot]) -> bool:
    """Whether a publication says nothing new: the same entries as the latest one of its source before it."""
    if (earlier.id, earlier.source, earlier.parts) != (made.id, made.source, made.parts):
        return False
    if earlier.synthetic != made.synthetic:
        return False
    between = [
        each for each in held if each.source == made.source and earlier.published < each.published <= made.published
    ]
    return earlier.published <= made.published and not between


def _snapshot(
    opened: Sequence[Opened], kind: Kind, asked: Asked, reading: Reading, written: Written, now: datetime
) -> Snapshot:
    zone = about(next(iter(written.parts))).zone
    published, dated_by = _published(opened, asked, reading, zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    if published > today:
        raise BadList(opened[0].path.name, f"is of {published}, a day still to come", "the day of its publication")
    whole = not asked.partial and (kind.official or asked.complete)
    notes = list(reading.notes)
    if written.nameless:
        notes.append(f"{written.nameless} entries have no name: nobody can be matched with them")
    return Snapshot(
        id=written.digest,
        source=asked.source or _source(kind, tuple(written.parts)),
        kind=kind.id,
        origin=asked.origin or ", ".join(each.path.name for each in opened),
        published=published,
        dated_by=dated_by,
        retrieved=now.astimezone(UTC),
        checked=max(published, min(asked.checked or published, today)),
        parts={name: _part(part, complete=whole) for name, part in written.parts.items()},
        files={each.path.name: _digest(each.path) for each in opened},
        synthetic=asked.synthetic,
        experimental=kind.experimental,
        kept=dict(reading.kept),
        skipped=dict(reading.skipped),
        notes=tuple(notes),
        software=version("reprieve"),
    )


def _source(kind: Kind, lists: tuple[str, ...]) -> str:
    """What a series of publications is called where nobody says it: as the list in it, or as the feed of its format."""
    if len(lists) == 1:
        return lists[0]
    family = kind.id.partition("/")[0]
    return family if family in catalogue().sources else kind.id


def _part(part: Part, *, complete: bool) -> Part:
    return msgspec.structs.replace(part, complete=complete)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _published(opened: Sequence[Opened], asked: Asked, reading: Reading, zone: str) -> tuple[date, DatedBy]:
    """The day of a publication: as the file says, a person or the server, or the file's name; never guessed."""
    stated = reading.published
    if isinstance(stated, datetime):
        stated = _local(stated, zone, opened[0])
    if stated is not None:
        if asked.published is not None and asked.dated_by == "a person" and asked.published != stated:
            raise BadList(opened[0].path.name, f"is of {stated}, as it says itself", f"not of {asked.published}")
        return stated, "the file"
    if asked.published is not None:
        return asked.published, asked.dated_by
    for each in opened:
        for match in _DAY.finditer(each.name):
            try:
                return date(*map(int, match.groups())), "the file name"
            except ValueError:
                continue
    raise BadInput(opened[0].path.name, "does not say of which day it is", "--published 2026-07-31")


def _local(stated: datetime, zone: str, opened: Opened) -> date:
    try:
        return stated.astimezone(ZoneInfo(zone)).date()
    except OverflowError:  # at either end of the calendar
        raise BadList(opened.path.name, f"is of {stated}, which is no day anywhere", "the day it was made") from None


def _refuse_absent(made: Snapshot, asked: Asked) -> None:
    """Refuses what cannot be a whole list: too small, or without lists that its source always carries."""
    for name, part in made.parts.items():
        least = about(name).at_least
        if part.complete and part.entries < least:
            what = f"holds {part.entries:,} entries of the {about(name).title}, fewer than any whole one ({least:,})"
            raise BadList(made.origin, what, "fetch it whole, or say that it is a part: --partial")
    feed = catalogue().sources.get(made.kind.partition("/")[0])
    missing = [name for name in feed.lists if name not in made.parts] if feed else []
    if missing and not asked.shrunken:
        what = f"holds nothing of the {about(missing[0]).title}"
        raise BadList(made.origin, what, "fetch it whole, or say that it is a part: --partial")


def _refuse_shrunken(made: Snapshot, held: Sequence[Snapshot], asked: Asked) -> None:
    """Refuses a list that has lost more than a tenth of its entries since the complete one before it."""
    if asked.shrunken:
        return
    for name, part in made.parts.items():
        before = [each for each in held if each.published <= made.published and _whole(each, name, made)]
        if part.complete and before and part.entries < before[-1].parts[name].entries * SHRUNK:
            was = before[-1].parts[name].entries
            what = (
                f"holds {part.entries:,} entries of the {about(name).title}: "
                f"{100 - 100 * part.entries // was} % fewer than the {was:,} of {before[-1].published}"
            )
            raise BadList(made.origin, what, "the one before stays; `lists import --accept-shrunken` takes this one")


def _whole(earlier: Snapshot, name: str, made: Snapshot) -> bool:
    return name in earlier.parts and earlier.parts[name].complete and earlier.synthetic == made.synthetic
