"""On which days a party is surely on no entry of a list: a complete list covers them, with nobody near it then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from reprieve.lists.catalogue import about
from reprieve.model.facts import Source
from reprieve.model.nouns import Absence, Listing
from reprieve.model.snapshot import Covered
from reprieve.model.time import Window, start_of, through


def absence(list_: str, days: Sequence[Covered], near: Iterable[Listing], doubt: str, at: datetime) -> Absence:
    """The absence from a list, given the days on which it is known in full, and the stays of whoever may be the party.

    `doubt` says why the days of these stays are left out; `at` is the moment asked about.
    """
    named = about(list_)
    found = [(_window(each, named.zone), _source(each, named.title)) for each in days]
    for listing in near:
        found = [(left, source) for window, source in found for left in without(window, life(listing))]
    return Absence(named.title, tuple(found), doubt=doubt, asked=at)


def life(listing: Listing) -> Window:
    """All the time in which a listing is or may be in force."""
    return Window(listing.start, listing.end_by or listing.end)


def without(window: Window, taken: Window) -> list[Window]:
    """What is left of a window once another is taken out of it: at most two pieces."""
    if not overlap(window, taken):
        return [window]
    left = [Window(window.start, taken.start), Window(taken.end, window.end)]
    sides = taken.start is not None, taken.end is not None
    return [each for each, is_one in zip(left, sides, strict=True) if is_one and not each.empty]


def overlap(one: Window, other: Window) -> bool:
    """Whether two windows share an instant."""
    starts = [each.start for each in (one, other) if each.start is not None]
    ends = [each.end for each in (one, other) if each.end is not None]
    return not starts or not ends or max(starts) < min(ends)


def _window(days: Covered, zone: str) -> Window:
    return Window(start_of(days.first, zone), through(days.last, zone))


def _source(days: Covered, title: str) -> Source:
    when = f"{days.first}" if days.first == days.last else f"{days.first} to {days.last}"
    made = "synthetic, " if days.synthetic else ""
    return Source(f"not on the {title} of {when} ({made}complete, snapshot {days.snapshots[-1]})", "official")
