"""A list on a past day: what snapshots prove, what they bound, and what they leave open.

    chain = chain_of(store.snapshots(), "us/ofac/sdn", known_on)
    covered(chain)                          the days on which the list is known in full
    spans(chain, found, ...)                how long each entry stood on it, with bounds
    on(day, span, covered)                  listed | not listed | unsure | unknown

Presence needs one snapshot, absence a complete one. Between two complete snapshots that both hold an entry under one id
it counts as listed throughout: ids are not used again, and a doubt here would only ever clear. Between two that differ
the day of the change is bounded, never guessed. The day from which the list itself says that a party is listed is
believed, unless a complete snapshot of a later day lacks the party.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from reprieve.model.listed import Entry
from reprieve.model.snapshot import Covered, Shown, Snapshot, Span, Standing

DAY = timedelta(days=1)


class Seen(msgspec.Struct, frozen=True):
    """One state of a list: the snapshots that agree on it, and the days from publication to the last check."""

    snapshots: tuple[Snapshot, ...]
    first: date
    last: date
    complete: bool

    @property
    def newest(self) -> Snapshot:
        """The snapshot to read entries from; all of them hold the same."""
        return self.snapshots[-1]


def chain_of(snapshots: Iterable[Snapshot], list_: str, known_on: date | None = None) -> tuple[Seen, ...]:
    """The states of a list by day, from the snapshots published by `known_on` (a day of the publisher; None: all).

    Snapshots that follow one another with the same entries are one state: the later found the earlier still current.
    """
    found: list[Seen] = []
    for snapshot in snapshots:
        if list_ not in snapshot.parts or (known_on is not None and snapshot.published > known_on):
            continue
        part = snapshot.parts[list_]
        last = snapshot.checked if known_on is None else min(snapshot.checked, known_on)
        now = Seen((snapshot,), snapshot.published, last, part.complete)
        before = found[-1] if found else None
        if before and before.complete and part.complete and before.newest.parts[list_].digest == part.digest:
            agreed = (*before.snapshots, snapshot)
            found[-1] = Seen(agreed, before.first, max(before.last, last), complete=True)
        else:
            found.append(now)
    return tuple(found)


def covered(chain: Sequence[Seen]) -> tuple[Covered, ...]:
    """The days on which the list is known in full."""
    return tuple(
        Covered(
            seen.first,
            seen.last,
            tuple(each.short for each in seen.snapshots),
            any(each.synthetic for each in seen.snapshots),
        )
        for seen in chain
        if seen.complete
    )


def spans(chain: Sequence[Seen], holding: Mapping[int, Entry]) -> tuple[Span, ...]:
    """How long one entry stood on its list. `holding`: the entry in each state that holds it, by place in the chain."""
    found: list[Span] = []
    run: list[int] = []
    absent = -1
    for place, seen in enumerate(chain):
        if place in holding:
            run.append(place)
        elif seen.complete:
            if run:
                found.append(_span(chain, holding, run, absent, place))
            run, absent = [], place
    if run:
        found.append(_span(chain, holding, run, absent, None))
    return tuple(found)


def _span(
    chain: Sequence[Seen], holding: Mapping[int, Entry], run: Sequence[int], absent: int, gone: int | None
) -> Span:
    first, last = chain[run[0]], chain[run[-1]]
    entry = holding[run[-1]]
    start, start_by, since = _start(entry, first.first, chain[absent].last if absent >= 0 else None)
    # A partial snapshot after the last complete one still shows the entry: the list holds it at least until then.
    shown = max(last.last, start_by)
    end, end_by = (None, None) if gone is None else (shown + DAY, max(chain[gone].first, shown + DAY))
    until = "" if end_by is None or end is None else f"gone from the list of {end_by}"
    through = entry.through
    # What the list still shows after the day it gives is listed as long as it is shown.
    if through is not None and (end is None or through + DAY <= end) and through >= shown:
        end = end_by = through + DAY
        until = f"listed through {through}, says the list"
    basis = "; ".join(part for part in (since, until) if part)
    days = tuple(snapshot.published for place in run for snapshot in chain[place].snapshots)
    return Span(entry, start, start_by, end, end_by, days, basis)


def _start(entry: Entry, first: date, absent: date | None) -> tuple[date | None, date, str]:
    """The first possible and the first certain day, and what they rest on."""
    stated, latest = entry.start, entry.start_by or entry.start
    if stated is not None and latest is not None and (absent is None or stated > absent):
        said = f"listed from {stated}, says the list" if stated == latest else f"listed from {stated} to {latest}"
        return stated, latest, said
    if absent is None:
        return None, first, f"first seen on the list of {first}, with none before it"
    return min(absent + DAY, first), first, f"not on the list of {absent}, on that of {first}"


def on(day: date, span: Span, days: Sequence[Covered]) -> Shown:
    """What is known of one entry on one day."""
    standing, why = _standing(day, span, days)
    return Shown(span, standing, why)


def _standing(day: date, span: Span, days: Sequence[Covered]) -> tuple[Standing, str]:
    if span.end is not None and day >= span.end:
        if span.end_by is not None and day < span.end_by:
            return "unsure", f"removed between {span.end - DAY} and {span.end_by}: {span.basis}"
        return _absent(day, days, span.basis)
    if day >= span.start_by:
        return "listed", _since(day, span)
    if span.start is not None and day >= span.start:
        return "unsure", f"added between {span.start} and {span.start_by}: {span.basis}"
    return _absent(day, days, span.basis)


def _absent(day: date, days: Sequence[Covered], basis: str) -> tuple[Standing, str]:
    if any(each.first <= day <= each.last for each in days):
        return "not_listed", f"not on the complete list of that day: {basis}"
    return "unknown", f"{gap(day, days)}: {basis}"


def _since(day: date, span: Span) -> str:
    later = [each for each in span.seen if each >= day]
    earlier = [each for each in span.seen if each <= day]
    if earlier and later and day not in span.seen:
        return f"on the lists of {earlier[-1]} and of {later[0]}; {span.basis}"
    return span.basis if not earlier or day in span.seen else f"on the list of {earlier[-1]}; {span.basis}"


def gap(day: date, days: Sequence[Covered]) -> str:
    """Why a day is not covered, in words: which complete lists there are on either side."""
    before = [each.last for each in days if each.last < day]
    after = [each.first for each in days if each.first > day]
    if before and after:
        return f"no complete list of {day} at hand (the nearest are of {max(before)} and {min(after)})"
    nearest = max(before) if before else min(after, default=None)
    return f"no complete list of {day} at hand" + (f" (the nearest is of {nearest})" if nearest else "")


def gaps(days: Sequence[Covered]) -> tuple[tuple[date, date], ...]:
    """The days between complete lists that none of them covers, as (first, last)."""
    ordered = sorted(days, key=lambda each: each.first)
    return tuple((one.last + DAY, two.first - DAY) for one, two in pairwise(ordered) if one.last + DAY < two.first)
