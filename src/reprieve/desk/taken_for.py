"""Which entry of a list a party is taken for: the one whose name is the same in words, and the one that a person named.

What only comes near is never bound and never dropped. Reads no list and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import product
from typing import Final, NamedTuple

import msgspec

from reprieve.desk.resolutions import lapsed, told, told_lapsed
from reprieve.model.listed import Entry
from reprieve.model.match import Match
from reprieve.model.nouns import Listing, Party, Resolution
from reprieve.model.screened import Alert, Asked
from reprieve.model.verdict import Taken
from reprieve.screening.compare import compare
from reprieve.text.fold import folded
from reprieve.text.words import words

SAME: Final = 0.999
"""From this score on every word has its like: equal, of one meaning, in another order, other forms of company aside.

One letter apart, one sound apart or one word more is less than that in a name of any length that people bear.
"""


class Candidate(NamedTuple):
    """An entry that a party may be: how it was found, what it says now, and its stays on its list as known.

    `fingerprint` is that of the entry, which may be a row of a table of ours.
    """

    alert: Alert
    entry: Entry
    fingerprint: str
    lives: tuple[Listing, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The list, and the id on it."""
        return self.entry.list, self.entry.id


class Judged(NamedTuple):
    """What became of a candidate, and what somebody says to that."""

    candidate: Candidate
    taken: Taken
    settled: str = ""


def judged(
    party: Party,
    asked: Asked,
    candidates: Iterable[Candidate],
    resolutions: Iterable[Resolution],
    known_at: datetime,
) -> list[Judged]:
    """Each candidate judged on its own: `bound`, `same`, `other` or `open`."""
    said = {(each.list, each.entry): each for each in resolutions if each.party == party.id}
    found = []
    for each in candidates:
        resolution, settled = said.get(each.key), ""
        if resolution is not None:
            over = lapsed(resolution, asked, each.fingerprint, known_at)
            if not over:
                found.append(Judged(each, "same" if resolution.same else "other", told(resolution)))
                continue
            settled = told_lapsed(resolution, over)
        # Who is said to be an entry of a list is not bound to another one of that list by name.
        named = any(listing.list == each.entry.list for listing in party.listings)
        found.append(Judged(each, "bound" if not named and is_same(party, asked, each) else "open", settled))
    return found


def agreed(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """Listings of one party, which may be several entries of one list: a fact that these differ in is none.

    All their footnotes count, because each may restrict. A row that tells the whole story speaks before others.
    """
    found = tuple(listings)
    return tuple(_agreed(each, [one for one in found if one.list == each.list]) for each in found)


def _agreed(listing: Listing, those: list[Listing]) -> Listing:
    leading = [each for each in those if each.whole] or those
    if listing not in leading or len({each.id for each in leading}) == 1:
        return listing
    groups = {each.group for each in leading if each.group}
    requirements = {each.requirement for each in leading if each.requirement}
    return msgspec.structs.replace(
        listing,
        group=min(groups) if len(groups) == 1 else "",
        requirement=min(requirements) if len(requirements) == 1 else "",
        footnotes=tuple(dict.fromkeys(note for each in leading for note in each.footnotes)),
    )


def is_same(party: Party, asked: Asked, candidate: Candidate) -> bool:
    """Whether the names are the same, and nothing else that is known speaks against it."""
    entry, alert = candidate.entry, candidate.alert
    if party.country and entry.countries and party.country not in entry.countries:
        return False
    if any(each.effect < 0 for each in alert.bearings):
        return False
    return is_literal(asked, entry) or (alert.match.score >= SAME and _in_words(party, asked, entry))


def is_literal(asked: Asked, entry: Entry) -> bool:
    """Whether a name is written as the list writes it; case, accents, punctuation and spaces aside."""
    mine = {folded(name) for name in (asked.name, *asked.aliases)} - {""}
    return not mine.isdisjoint(folded(name.text) for name in entry.names)


def _in_words(party: Party, asked: Asked, entry: Entry) -> bool:
    kind = party.kind if party.kind != "unknown" else entry.kind
    pairs = product((asked.name, *asked.aliases), (name.text for name in entry.names))
    found = (compare(mine, [theirs], kind) for mine, theirs in pairs)
    return any(match.score >= SAME and _read_alike(match) for match in found)


def _read_alike(match: Match) -> bool:
    """Whether no two words are the same only as they are read in Latin letters: 华伟 is read so too, and 华威."""
    if (letters := _read(match.query)) and letters == _read(match.listed):
        return True
    mine, theirs = _certain(match.query), _certain(match.listed)
    counted = [row for row in match.rows if row.weight > 0]
    return all(mine >= set(row.query.split()) and theirs >= set(row.listed.split()) for row in counted)


def _certain(name: str) -> set[str]:
    """The words of a name that are as written, or that a table translates."""
    return {word.text for word in words(name) if word.how != "romanized"}


def _read(name: str) -> list[str]:
    """The stretches of a name that are read letter by letter; of two names that share them, it does not matter how."""
    return sorted({word.source.casefold() for word in words(name) if word.how == "romanized"})


def unreadable(asked: Asked) -> str:
    """The first name of which no letter can be read: nobody can say whose it is."""
    return next((name for name in (asked.name, *asked.aliases) if not words(name)), "")
