"""Everybody who ever stood on some lists at hand, each once: whom a party of a past day is screened against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from reprieve.desk.screening import NAMES, roll_kept
from reprieve.lists.asof import Seen
from reprieve.lists.catalogue import about
from reprieve.lists.store import Store
from reprieve.lists.view import View
from reprieve.model.listed import Entry
from reprieve.screening.roll import Listed, Roll

_FOLDER: Final = "everybody"
"""One roll is kept, in the place of the one before: beside those of the days that people screen against."""


class _State(NamedTuple):
    """A list in one of its states."""

    list: str
    seen: Seen

    @property
    def entries(self) -> int:
        return self.seen.newest.parts[self.list].entries


def roll_of_everybody(store: Store, lists: Iterable[str]) -> Roll:
    """The roll of all who stood on these lists, made once and kept until something is imported."""
    view = View(store)
    # The newest first: who says the same in an older one is left out.
    states = [_State(list_, seen) for list_ in lists for seen in reversed(view.chain(list_))]
    folder, entries = store.folder.parent / NAMES / _FOLDER, sum(each.entries for each in states)
    return roll_kept(folder, _key(states), entries, lambda: _everybody(store, states))[0]


def _everybody(store: Store, states: Iterable[_State]) -> Iterator[Listed]:
    said: set[tuple[object, ...]] = set()
    for list_, seen in states:
        snapshot = seen.newest
        for entry in store.entries(snapshot, list_):
            who = _who(entry)
            if who not in said:
                said.add(who)
                yield Listed(entry, about(list_).title, snapshot.short, snapshot.published)


def _key(states: Iterable[_State]) -> str:
    """A digest of the entries and of where each alert says that they stand."""
    found = sha256()
    for list_, seen in states:
        snapshot = seen.newest
        found.update(msgspec.json.encode((list_, about(list_).title, snapshot.id, str(snapshot.published))))
    return found.hexdigest()


def _who(entry: Entry) -> tuple[object, ...]:
    """What screening looks at; not what the law asks of the party, nor where in the file it stands."""
    return (
        entry.list,
        entry.id,
        entry.kind,
        entry.names,
        entry.countries,
        entry.addresses,
        entry.identifiers,
        entry.births,
        entry.birthplaces,
        entry.nationalities,
    )
