"""A change of the lists, and what it alters for parties screened before: the entries that differ, and no other.

Equal, alert by alert, to screening everybody against both publications and comparing the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

import msgspec

from reprieve.desk.compared import Side, side
from reprieve.desk.home import lists_in
from reprieve.desk.screen_files import BLOCK, Customer, Customers, Progress
from reprieve.errors import BadInput
from reprieve.lists.catalogue import about
from reprieve.lists.differ import Changes, change, changes
from reprieve.lists.store import Store
from reprieve.model.listed import Entry
from reprieve.model.match import LINE
from reprieve.model.rescreened import Affected, AlertChange, Rescreened
from reprieve.model.snapshot import EntryChange, Snapshot
from reprieve.screening.changed import Changed
from reprieve.screening.roll import Listed
from reprieve.text.nearest import nearest

NEWEST: Final = "newest"
_TOLD: Final = 5
"""So many entries are named one by one."""


def rescreen_file(
    customers: Customers,
    since: str,
    until: str = NEWEST,
    *,
    store: Store | None = None,
    list_: str = "",
    threshold: float = LINE,
    progress: Progress | None = None,
) -> Rescreened:
    """As `rescreen`, for the parties of a file that `open_customers` has looked at."""
    began = perf_counter()
    told = None if progress is None else lambda done: progress(done, customers.rows)
    found = rescreen(customers, since, until, store=store, list_=list_, threshold=threshold, progress=told)
    return msgspec.structs.replace(
        found,
        columns=customers.columns,
        notes=(*customers.table.notes, *found.notes),
        seconds=round(perf_counter() - began, 1),
    )


def rescreen(
    customers: Iterable[Customer],
    since: str,
    until: str = NEWEST,
    *,
    store: Store | None = None,
    list_: str = "",
    threshold: float = LINE,
    progress: Callable[[int], None] | None = None,
) -> Rescreened:
    """What changed for whom from one publication to another, each as `compared` takes it. Raises BadInput.

    `newest`: the newest of the same source, or list. `threshold`: above 0, at most 1. `progress` is told the rows done.
    """
    store = store or lists_in()
    halves = _halves(store, since, until, list_)
    found = changes(*(half.entries for half in halves))
    affected, tally = list[Affected](), _Tally()
    judged = _Judged(found, halves)
    for block in _blocks(customers):
        affected += judged.affected(block, threshold)
        tally.add(block)
        if progress is not None:
            progress(tally.rows)
    return Rescreened(
        before=halves[0].title,
        after=halves[1].title,
        threshold=threshold,
        parties=tally.rows - tally.empty - len(tally.nameless),
        added=len(found.added),
        removed=len(found.removed),
        changed=len(found.changed),
        unchanged=found.unchanged,
        found=tuple(sorted(affected, key=lambda each: (each.changes[0].urgency, each.asked.name))),
        nameless=tuple(tally.nameless),
        empty=tally.empty,
        unread=dict(sorted(tally.unread.items())),
        notes=_notes(*halves),
        open=judged.open,
    )


class _Tally:
    """What is counted while blocks pass: rows, those without anything or without a name, cells that say nothing."""

    def __init__(self) -> None:
        self.rows = self.empty = 0
        self.nameless: list[int] = []
        self.unread: Counter[str] = Counter()

    def add(self, block: Sequence[Customer]) -> None:
        self.rows += len(block)
        self.empty += sum(each.empty for each in block)
        self.nameless += [each.number for each in block if each.asked is None and not each.empty]
        self.unread.update(meaning for each in block for meaning in each.unread)


def _blocks(customers: Iterable[Customer]) -> Iterator[list[Customer]]:
    rest = iter(customers)
    while block := list(islice(rest, BLOCK)):
        yield block


class _Judged:
    """The entries that differ, with what is known of each, ready for parties to be screened against them."""

    def __init__(self, found: Changes, halves: tuple[_Half, _Half]) -> None:
        before, after = halves
        self._changed = Changed(
            map(before.listed, found.removed),
            map(after.listed, found.added),
            ((before.listed(one), after.listed(two)) for one, two in found.changed),
        )
        self._pairs: dict[tuple[str, str, str], EntryChange] = {}
        for one, two in found.changed:
            self._pairs["before", one.list, one.id] = self._pairs["after", two.list, two.id] = change(one, two)
        self.gaps = _gaps(before, after)
        self.open = tuple(dict.fromkeys((*self.gaps.values(), *_unsure(after), *_unseen(self._changed.unseen))))

    def affected(self, block: Sequence[Customer], threshold: float) -> Iterator[Affected]:
        """The parties for which anything changed, with everything that did."""
        named = [(each.number, each.asked) for each in block if each.asked is not None]
        every = self._changed.screen_all([asked for _, asked in named], threshold)
        for (number, asked), found in zip(named, every, strict=True):
            if found:
                yield Affected(number, asked, tuple(sorted(map(self._told, found), key=lambda each: each.urgency)))

    def _told(self, found: AlertChange) -> AlertChange:
        """With what changed in the entry; and what is gone where absence proves nothing is not known to be gone."""
        half, alert = "after" if found.after else "before", found.alert
        entry = self._pairs.get((half, alert.list, alert.id))
        why = self.gaps.get(alert.list, "") if found.what == "gone" else ""
        return msgspec.structs.replace(found, what="unknown" if why else found.what, entry=entry, why=why)


# --- the two publications -------------------------------------------------------------------------------------------


class _Half(NamedTuple):
    """One publication: its entries with those that may stand there, and the snapshot unless it is a file or a table."""

    side: Side
    entries: tuple[Entry, ...]
    snapshot: Snapshot | None

    @property
    def title(self) -> str:
        return self.side.title

    def listed(self, entry: Entry) -> Listed:
        where = (self.snapshot.short, self.snapshot.published) if self.snapshot else ("", None)
        return Listed(entry, about(entry.list).title, *where)

    def lists(self) -> frozenset[str]:
        return frozenset(each.list for each in self.entries)


def _halves(store: Store, since: str, until: str, list_: str) -> tuple[_Half, _Half]:
    before = _half(store, since, list_)
    after = _half(store, _newest(store, since) if until == NEWEST else until, list_)
    if list_ and not (before.entries or after.entries):
        known = sorted({name for each in store.snapshots() for name in each.parts})
        raise BadInput(list_, "is on neither side", nearest(list_, known) or f"known: {', '.join(known)}")
    one, two = before.snapshot, after.snapshot
    if one and two and two.published < one.published:
        raise BadInput(until, f"was published on {two.published}, before {since}", "--since the earlier of the two")
    return before, after


def _half(store: Store, what: str, list_: str) -> _Half:
    found = side(store, what, list_)
    # A side tells of its snapshot only by its title.
    mine = [each for each in store.snapshots() if found.title.startswith(_title(each))]
    return _Half(found, (*found.entries, *found.unsure), mine[-1] if mine else None)


def _title(snapshot: Snapshot) -> str:
    return f"{snapshot.source} of {snapshot.published} ({snapshot.short})"


def _newest(store: Store, since: str) -> str:
    """The newest publication of the source, or of the list, that is named. Raises BadInput where there is none."""
    name, at, _ = since.partition("@")
    known = [] if Path(since).is_file() else store.snapshots()
    if at:
        mine = [each for each in known if each.source == name or name in each.parts]
        newest = f"{name}@{mine[-1].published}" if mine else ""
    else:
        sources = {each.source for each in known if each.id.startswith(since)}
        newest = next((each.id for each in reversed(known) if each.source in sources), "")
    if not newest:
        raise BadInput(
            "--until", f"of {since} there is no newest publication", "name one: --until SOURCE@DAY, or a file"
        )
    return newest


# --- what cannot be compared ----------------------------------------------------------------------------------------


def _gaps(before: _Half, after: _Half) -> dict[str, str]:
    """The lists of which absence from the later publication proves nothing, each with the reason."""
    lacking = [each for each in after.side.lacking if each not in before.side.lacking]
    found = {list_: f"{after.title}: {'; '.join(lacking)}" for list_ in after.lists() if lacking}
    for list_, part in (after.snapshot.parts if after.snapshot else {}).items():
        if not part.complete and list_ in before.lists() | after.lists():
            found[list_] = f"{after.title} has a part of {list_}: who is not in it may be listed all the same"
    for list_ in sorted(before.lists() - after.lists()):
        found[list_] = f"{after.title} has nothing of {list_}: who was on it may be listed all the same"
    return found


def _unsure(after: _Half) -> tuple[str, ...]:
    """Who may be listed is screened as if listed, so that doubt clears nobody; but nobody can tell what changed."""
    number = len(after.side.unsure)
    return (f"{after.title}: whether {number} of its entries are listed is not known",) if number else ()


def _unseen(entries: Sequence[Entry]) -> Iterator[str]:
    if entries:
        told = ", ".join(f"{each.list}:{each.id}" for each in entries[:_TOLD])
        more = f" and {len(entries) - _TOLD} more" if len(entries) > _TOLD else ""
        yield f"nobody can be screened against entries that give no name, or no address: {told}{more}"


def _notes(before: _Half, after: _Half) -> tuple[str, ...]:
    lacking = [each for each in before.side.lacking if each not in after.side.lacking]
    found = [*before.side.notes, *after.side.notes, *(f"{before.title}: {each}" for each in lacking)]
    for list_, part in (before.snapshot.parts if before.snapshot else {}).items():
        if not part.complete and list_ in before.lists():
            found.append(f"{before.title} has a part of {list_}: who is new may have been listed before")
    come = sorted(after.lists() - before.lists())
    found += [f"{before.title} has nothing of {list_}: everybody on it counts as new" for list_ in come]
    if before.title == after.title:
        found.append(f"{before.title} is compared with itself: nothing newer is at hand")
    return tuple(dict.fromkeys(found))
