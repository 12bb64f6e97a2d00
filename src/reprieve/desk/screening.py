"""Parties screened against the lists at hand: one, or many. Builds the roll of a day; never decides who anybody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Final, NamedTuple

import msgspec

from reprieve.desk.home import lists_in
from reprieve.errors import BadInput
from reprieve.lists.catalogue import about
from reprieve.lists.store import Store
from reprieve.lists.view import View
from reprieve.model.match import LINE
from reprieve.model.screened import Asked, Screened
from reprieve.model.snapshot import ListUsed, Snapshot
from reprieve.model.time import local_day
from reprieve.screening.roll import Listed, Roll
from reprieve.screening.saved import UnusableIndex
from reprieve.text.nearest import nearest

NAMES: Final = "names"
"""The folder of rolls, beside that of the lists."""
KEPT_FROM: Final = 2_000
"""A roll of fewer entries is made in less time than it takes to write it."""
KEPT: Final = 4
"""So many rolls are kept: of the newest lists, and of a few other days."""
_SHORT: Final = 16


class Screener:
    """A roll with the snapshots it was made of. `newest` has one snapshot for each list that has any.

    `used` tells of every list that was wanted, also of one that had nothing by that day: its `covered` days, and its
    snapshot in `snapshots` if complete, in `partial` if not. `notes` say whom nobody can be screened against.
    """

    def __init__(
        self, roll: Roll, newest: dict[str, Snapshot], threshold: float = LINE, used: tuple[ListUsed, ...] = ()
    ) -> None:
        self.roll, self.newest, self.threshold, self.used = roll, newest, threshold, used

    def screen(self, asked: Asked) -> Screened:
        """One party."""
        return self.roll.screen(asked, self.threshold)

    def screen_all(self, asked: Iterable[Asked]) -> Iterator[Screened]:
        """Many, in their order."""
        return self.roll.screen_all(asked, self.threshold)

    @property
    def notes(self) -> tuple[str, ...]:
        """What on the lists cannot be compared with anybody, so that no alert proves nothing there."""
        return unseen(self.roll)


def unseen(roll: Roll) -> tuple[str, ...]:
    """Whom on the lists nobody can be compared with, in a line for each list."""
    counted = Counter((each.title or each.entry.list, bool(each.entry.names)) for each in roll.unseen)
    return tuple(f"{title}: {_unseen(number, named)}" for (title, named), number in sorted(counted.items()))


def _unseen(number: int, named: bool) -> str:  # noqa: FBT001  # a column of what was counted
    one = number == 1
    what = f"{'address' if one else 'addresses'} that the publication does not give"
    nameless = f"{'entry' if one else 'entries'} without a name"
    return f"{number} {what if named else nameless}: nobody can be screened against {'it' if one else 'them'}"


class _Wanted(NamedTuple):
    """A list as known on a day of its publisher: the snapshot to read, if there is one."""

    view: View
    list: str
    snapshot: Snapshot | None

    def listed(self, store: Store) -> Iterator[Listed]:
        if self.snapshot is not None:
            for entry in store.entries(self.snapshot, self.list):
                yield Listed(entry, about(self.list).title, self.snapshot.short, self.snapshot.published)

    def used(self) -> ListUsed:
        mine = () if self.snapshot is None else (self.snapshot.id,)
        complete = self.snapshot is not None and self.snapshot.parts[self.list].complete
        return ListUsed(
            list=self.list,
            title=about(self.list).title,
            covered=self.view.covered(self.list),
            snapshots=mine if complete else (),
            partial=() if complete else mine,
            synthetic=self.snapshot is not None and self.snapshot.synthetic,
        )


def screener(
    store: Store | None = None,
    *,
    lists: Iterable[str] = (),
    at: datetime | None = None,
    known_at: datetime | None = None,
    threshold: float = LINE,
) -> Screener:
    """What is needed to screen against lists (default: all at hand) as they stood at an instant (default: the newest).

    Of each list the newest snapshot counts that was published by that day, and by the day of `known_at` if one is
    given; days are days of the publisher. Raises BadInput for a list that is not at hand.
    """
    store = store or lists_in()
    known, asked = View(store).lists(), tuple(dict.fromkeys(lists))
    for name in asked:
        if name not in known:
            raise BadInput(
                name, "no list at hand is called this", nearest(name, known) or f"at hand: {', '.join(known)}"
            )
    wanted = [_wanted(store, name, [each for each in (at, known_at) if each]) for name in asked or known]
    newest = {each.list: each.snapshot for each in wanted if each.snapshot is not None}
    return Screener(_roll(store, wanted), newest, threshold, tuple(each.used() for each in wanted))


def _wanted(store: Store, name: str, instants: Iterable[datetime]) -> _Wanted:
    days: list[date] = [local_day(each, about(name).zone) for each in instants]
    view = View(store, min(days, default=None))
    chain = view.chain(name)
    return _Wanted(view, name, chain[-1].newest if chain else None)


# --- the roll, made once --------------------------------------------------------------------------------------------


def _roll(store: Store, wanted: Sequence[_Wanted]) -> Roll:
    entries = sum(each.snapshot.parts[each.list].entries for each in wanted if each.snapshot)
    key = _key(wanted)
    folder = store.folder.parent / NAMES / key[:_SHORT]
    roll, made = roll_kept(folder, key, entries, lambda: (listed for each in wanted for listed in each.listed(store)))
    if made:
        _sweep(folder)
    return roll


def roll_kept(folder: Path, key: str, entries: int, listed: Callable[[], Iterable[Listed]]) -> tuple[Roll, bool]:
    """A roll as it was kept under a key, or made anew and kept; and whether it was made and kept now.

    A small one is made each time; so is any where it cannot be kept (a disk that is full, a home that is another's).
    """
    if entries < KEPT_FROM:
        return Roll(listed()), False
    with suppress(UnusableIndex):
        return Roll.load(folder, key), False
    roll = Roll(listed())
    try:
        roll.save(folder, key)
    except OSError:
        return roll, False
    return roll, True


def _key(wanted: Iterable[_Wanted]) -> str:
    """A digest of the entries and of where each alert says that they stand."""
    found = sha256()
    for each in wanted:
        if each.snapshot is not None:
            stands = (each.list, about(each.list).title, each.snapshot.id, str(each.snapshot.published))
            found.update(msgspec.json.encode(stands))
    return found.hexdigest()


def _sweep(newest: Path) -> None:
    """Leaves the rolls made last: each is some tens of megabytes, and can be made again."""
    others = sorted((each for each in newest.parent.iterdir() if each != newest), key=lambda each: each.stat().st_mtime)
    for each in others[: max(0, len(others) + 1 - KEPT)]:
        rmtree(each, ignore_errors=True)
