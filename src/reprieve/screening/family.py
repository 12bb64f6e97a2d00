"""Listed organizations that share what is distinctive in a name: sisters, parents, subsidiaries. Never a match.

Distinctive is a word that is a name of somebody's own (no word of business, no place, no form of company) and that few
listed names have. The shared words must be more than half of the own words of one of the two names: `Huawei Cloud
Kenya` shares all that is distinctive in `Huawei Device`, and `Golden Horizon` shares a half with `Golden Dragon`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Self

import numpy as np

from reprieve.model.listed import Entry
from reprieve.model.screened import Asked
from reprieve.screening.aligned import score_of
from reprieve.screening.bearing import names
from reprieve.screening.parsed import manner_of, parsed
from reprieve.screening.spread import Places

MOST: Final = 20
"""So many relatives, and no more."""
RARE: Final = 0.02
"""A word that a larger share of all names has tells no family."""
FEW: Final = 20
"""Fewer names than this share no word too often, however short the list."""
SHORTEST: Final = 3
"""Two letters are an abbreviation of many things."""
HALF: Final = 0.5


class Kin(NamedTuple):
    """A relative by its entry's place, with the name that shares most, the words shared, and the score of the names."""

    entry: int
    name: str
    shared: tuple[str, ...]
    score: float


def own_words(name: str) -> frozenset[str]:
    """What is distinctive in the name of an organization."""
    tokens = parsed(name, "organization").tokens
    return frozenset(each.text for each in tokens if each.kind == "own" and len(each.text) >= SHORTEST)


def belongs(entry: Entry) -> bool:
    """Whether an entry is an organization: the list says so, or a word of business, a place or a form does."""
    if entry.kind != "unknown":
        return entry.kind == "organization"
    found = [parsed(name.text, "organization") for name in entry.names]
    return any(each.forms or any(token.kind in {"generic", "place"} for token in each.tokens) for each in found)


class Posted(NamedTuple):
    """Which names have a word of their own: word n (sorted) stands in `places[starts[n] : starts[n + 1]]`.

    `members`: how many names of organizations there are in all.
    """

    words: Sequence[str]
    starts: Places
    places: Places
    members: int

    @classmethod
    def of(cls, listed: Iterable[tuple[int, str]]) -> Self:
        """From names with their places."""
        having: dict[str, list[int]] = defaultdict(list)
        members = 0
        for place, name in listed:
            members += 1
            for word in own_words(name):
                having[word].append(place)
        known = sorted(having)
        starts = np.cumsum([0, *(len(having[word]) for word in known)], dtype=np.int64)
        return cls(known, starts, np.array([place for word in known for place in having[word]], np.int64), members)

    def having(self, word: str) -> list[int]:
        """The places of the names that have a word."""
        at = bisect_left(self.words, word)
        if at == len(self.words) or self.words[at] != word:
            return []
        found: list[int] = self.places[self.starts[at] : self.starts[at + 1]].tolist()
        return found


class Family:
    """Names of organizations, found by their own words. `owners`: the place of the entry that each name is of."""

    def __init__(self, listed: Sequence[str], owners: Places, posted: Posted) -> None:
        self._names, self._owners, self._posted = listed, owners, posted
        self._most = max(FEW, RARE * posted.members)

    def of(self, asked: Asked, besides: Container[int] = ()) -> tuple[Kin, ...]:
        """The relatives of a party, the closest first; `besides`: entries that are none, being matches."""
        if asked.kind not in {"organization", "unknown"}:
            return ()
        said = asked.kind == "organization" or manner_of(*names(asked)) == "organization"
        best: dict[int, Kin] = {}
        for name in names(asked):
            for kin in self._sharing(name, besides, whole=not said):
                if kin.entry not in best or _order(kin) < _order(best[kin.entry]):
                    best[kin.entry] = kin
        return tuple(sorted(best.values(), key=_order)[:MOST])

    def _sharing(self, name: str, besides: Container[int], *, whole: bool) -> Iterator[Kin]:
        """Where nobody says that it is an organization, all of its own words must be shared: `whole`."""
        mine, query = own_words(name), parsed(name, "organization")
        for place, shared in self._places(mine).items():
            theirs = own_words(self._names[place])
            enough = len(shared) > HALF * min(len(mine), len(theirs))
            owner = int(self._owners[place])
            if owner not in besides and enough and (not whole or len(shared) == len(mine)):
                score = score_of(query, parsed(self._names[place], "organization"))
                yield Kin(owner, self._names[place], tuple(sorted(shared)), round(score, 4))

    def _places(self, mine: Iterable[str]) -> Mapping[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for word in mine:
            having = self._posted.having(word)
            if len(having) <= self._most:
                for place in having:
                    found[place].add(word)
        return found


def _order(kin: Kin) -> tuple[float, int, str]:
    return -kin.score, -len(kin.shared), kin.name
