"""A store looked at from a day of knowledge: who is on which list when, found by id or by name.

Names are compared folded (case, width, accents, punctuation and spacing do not count): a name written as the list
writes it is found. Names that come near it are named too, and settle nothing: whose name it is, screening tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from reprieve.lists.asof import DAY, Seen, chain_of, covered, spans
from reprieve.lists.columns import core, matching
from reprieve.lists.store import Store
from reprieve.model.listed import Entry
from reprieve.model.snapshot import Covered, Snapshot, Span
from reprieve.text.fold import folded

NEAR: Final = 85
"""From this likeness on (of 100; words in any order, forms of company left aside) a name may be the one meant."""


class Near(NamedTuple):
    """A name on a list that comes near one asked about."""

    list: str
    id: str
    name: str


class View:
    """The snapshots of a store as known on a day of their publishers (None: all of them)."""

    def __init__(self, store: Store, known_on: date | None = None) -> None:
        self._store, self.known_on = store, known_on
        self.snapshots: tuple[Snapshot, ...] = store.snapshots()
        self._names: dict[str, list[str]] = {}

    def lists(self) -> tuple[str, ...]:
        """Every list of which there is some snapshot."""
        return tuple(sorted({name for snapshot in self.snapshots for name in snapshot.parts}))

    def chain(self, list_: str) -> tuple[Seen, ...]:
        """The states of a list, by day."""
        return chain_of(self.snapshots, list_, self.known_on)

    def covered(self, list_: str) -> tuple[Covered, ...]:
        """The days on which a list is known in full."""
        return covered(self.chain(list_))

    def named(self, names: Iterable[str], ids: Iterable[str] = ()) -> dict[str, dict[str, set[str]]]:
        """For each folded name or id, the entries that carry it in any snapshot: ids by list."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        wanted, numbers = [key for key in map(folded, names) if key], list(ids)
        for id_ in dict.fromkeys(snapshot.id for snapshot in self.snapshots):
            snapshot = next(each for each in self.snapshots if each.id == id_)
            for list_, entry, key in matching(self._store.path(snapshot), wanted, numbers):
                found[key][list_].add(entry)
        return found

    def near(self, name: str, list_: str) -> tuple[Near, ...]:
        """Names on a list, in any snapshot, that come near a name without being it; at most five, the nearest first.

        Near are names that differ in few letters, with or without the spaces, and names of which one has all the words
        of the other; forms of company (`co ltd`) do not count.
        """
        cores = self._cores(list_)
        asked = core(folded(name))
        alike = process.extract(asked, cores, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=10)
        # A full score says that the words of one are all among those of the other.
        inside = process.extract(asked, cores, scorer=fuzz.token_set_ratio, score_cutoff=100, limit=10)
        joined = process.extract(asked, cores, scorer=fuzz.ratio, processor=_joined, score_cutoff=NEAR, limit=10)
        found = list(dict.fromkeys(text for text, _, _ in (*alike, *joined, *inside)))
        if not found:
            return ()
        exact = self.named([name]).get(folded(name), {}).get(list_, set())
        owners = self._owners(found, list_)
        near = (Near(list_, min(owners[text] - exact), text) for text in found if owners[text] - exact)
        return tuple(islice(near, 5))

    def _cores(self, list_: str) -> list[str]:
        if list_ not in self._names:
            self._names[list_] = self._store.cores_on((seen.newest for seen in chain_of(self.snapshots, list_)), list_)
        return self._names[list_]

    def _owners(self, cores: Sequence[str], list_: str) -> dict[str, set[str]]:
        """The ids on a list of the entries that carry such names, forms of company aside."""
        found: dict[str, set[str]] = defaultdict(set)
        for path in {self._store.path(each) for each in self.snapshots}:
            for on, id_, key in matching(path, cores, by="cores"):
                if on == list_:
                    found[key].add(id_)
        return found

    def spans(self, list_: str, ids: Iterable[str]) -> dict[str, tuple[Span, ...]]:
        """How long each of these entries stood on a list, as known.

        An entry that only a later publication shows counts from the day from which that one says it was listed: where
        it is unsure when a restriction became known, it counts from its effect.
        """
        wanted = set(ids)
        chain = self.chain(list_)
        holding = self._holding(chain, list_, wanted)
        found = {id_: spans(chain, holding[id_]) for id_ in wanted if id_ in holding}
        for id_, entry in self._later(list_, wanted - set(found), chain).items():
            assert entry.start is not None  # noqa: S101  # that is what `_later` looks for
            basis = f"listed from {entry.start}, says a list published later"
            found[id_] = (Span(entry, entry.start, entry.start_by or entry.start, basis=basis),)
        return found

    def _holding(self, chain: Sequence[Seen], list_: str, ids: set[str]) -> dict[str, dict[int, Entry]]:
        found: dict[str, dict[int, Entry]] = defaultdict(dict)
        for place, seen in enumerate(chain):
            for entry in self._store.entries(seen.newest, list_, ids):
                found[entry.id][place] = entry
        return found

    def _later(self, list_: str, ids: set[str], chain: Sequence[Seen]) -> dict[str, Entry]:
        if self.known_on is None or not ids:
            return {}
        absent = max((seen.last for seen in chain if seen.complete), default=date.min)
        later = [each for each in self.snapshots if each.published > self.known_on and list_ in each.parts]
        return {
            entry.id: entry
            for snapshot in reversed(later)
            for entry in self._store.entries(snapshot, list_, ids)
            if entry.start is not None and absent < entry.start < self.known_on + DAY
        }


def _joined(name: str) -> str:
    """A name without its spaces: `hua wei` is `huawei`."""
    return name.replace(" ", "")
