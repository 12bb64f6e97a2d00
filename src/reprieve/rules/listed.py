"""Whether and since when a party is listed, as a fact over time: by its listings, by complete lists, by assertion.

Three kinds of not knowing are told apart by the level of their source, because not everybody may settle them:
`official` (the lists themselves leave it open: a day between two bounds), nobody but a better list; `reported` (a name
on the list comes near), whoever says of this party that it is not the one; `derived` (no complete list of the day),
also a standing scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from reprieve.model.facts import UNKNOWN, AnyFact, Between, Dated, Fact, Source, Value
from reprieve.model.nouns import Absence, Listing, Party
from reprieve.model.time import in_utc, local_day
from reprieve.rules.tables import FromListing

SETTLED_BY_A_PERSON: Final = ("derived", "reported")


def listing_fact(party: Party, source: FromListing, known_at: datetime, zone: str) -> AnyFact | None:
    """A fact of a party from the lists as known at an instant, or from assertions; None where nothing speaks of it."""
    if source.field == "listed":
        found = [each for list_ in source.lists if (each := _on(party, list_, known_at)) is not None]
        if not found:
            return None
        return found[0] if len(source.lists) == 1 else _on_any(found, whole=len(found) == len(source.lists))
    known = [each for each in party.listings if each.list in source.lists and _known(each, known_at)]
    if not known:
        return None
    entry = max(known, key=lambda each: each.whole)
    return Fact(_field(entry, source.field, zone), Source(f"{entry.id}, {entry.cite}", "official"))


def settled(found: AnyFact | None, said: AnyFact, by: Iterable[str]) -> AnyFact:
    """What the lists say, and what somebody says where they leave it open in a way that this somebody may settle.

    Who says that a party is listed is believed even against a list: doubt never clears.
    """
    if found is None:
        return said
    one = found if isinstance(found, Dated) else Dated(found, ())
    two = said if isinstance(said, Dated) else Dated(said, ())
    levels = tuple(by)

    def choose(listed: Fact, stated: Fact) -> Fact:
        settles = listed.value is UNKNOWN and listed.source.level in levels
        return stated if settles or (listed.value is False and stated.value is True) else listed

    cuts = sorted({at for at, _ in (*one.changes, *two.changes)})
    changes = tuple((at, choose(one.at(at), two.at(at))) for at in cuts)
    return Dated(choose(one.first, two.first), changes) if changes else choose(one.first, two.first)


def _known(entry: Listing, known_at: datetime) -> bool:
    return entry.known_from is None or entry.known_from <= known_at


def _on(party: Party, list_: str, known_at: datetime) -> AnyFact | None:
    """Whether a party is on one list, over time."""
    asserted = party.not_listed.get(list_)
    found = _told(party, list_, known_at)
    if asserted is None:
        return found
    return settled(found, Fact(value=False, source=asserted), SETTLED_BY_A_PERSON)


def _told(party: Party, list_: str, known_at: datetime) -> AnyFact | None:
    """What the lists alone say."""
    entries = [entry for entry in party.listings if entry.list == list_]
    absence = party.absent.get(list_)
    known = [entry for entry in entries if _known(entry, known_at)]
    if any(entry.whole for entry in entries):
        if not any(entry.whole for entry in known):
            return _no(f"{entries[0].id}: not yet published as of {known_at.date()}")
        return _over_time(known)
    if absence is None and not known:
        return None
    return _with_absence(known, absence or Absence("list"))


def _no(text: str) -> Fact:
    return Fact(value=False, source=Source(text, "official"))


def _over_time(entries: Sequence[Listing]) -> Dated:
    """A party of which a table tells the whole story; a doubt of another list does not count against that."""
    whole = [each for each in entries if each.whole]
    before, otherwise = _no(f"before {whole[0].cite} took effect"), _no(f"{whole[-1].id} is not in force then")

    def at(moment: datetime) -> Fact:
        return _listed_at(entries, moment, doubts=False) or _listed_at(whole, moment, doubts=True) or otherwise

    edges = sorted({in_utc(edge) for entry in entries for edge in entry.edges})
    return Dated(before, tuple((edge, at(edge)) for edge in edges))


def _with_absence(entries: Sequence[Listing], absence: Absence) -> AnyFact:
    """A party of which only lists of certain days speak."""

    def at(moment: datetime | None) -> Fact:
        listed = _listed_at(entries, moment, doubts=True)
        if listed is not None:
            return listed
        inside = [source for window, source in absence.windows if moment is not None and moment in window]
        return Fact(value=False, source=inside[0]) if inside else _gap(absence, moment)

    edges = {in_utc(edge) for entry in entries for edge in entry.edges}
    edges |= {in_utc(edge) for window, _ in absence.windows for edge in (window.start, window.end) if edge is not None}
    turns = tuple((edge, at(edge)) for edge in sorted(edges))
    return Dated(at(None), turns) if turns else at(None)


def _gap(absence: Absence, at: datetime | None) -> Fact:
    """Unknown, and what would settle it: a complete list of the day, or somebody who says whose name it is."""
    if absence.doubt:
        return Fact(UNKNOWN, Source(absence.doubt, "reported"))
    before = [window.end for window, _ in absence.windows if window.end and at is not None and window.end <= at]
    after = [window.start for window, _ in absence.windows if window.start and (at is None or window.start > at)]
    start, end = max(before, default=None), min(after, default=None)
    asked = absence.asked
    here = asked is not None and (start is None or start <= asked) and (end is None or asked < end)
    of = f" of {asked.date()}" if here and asked is not None else ""
    last = f"the last before it is of {(start - timedelta(days=1)).date()}" if start else ""
    first = f"the first after it is of {end.date()}" if end else ""
    near = f" ({'; '.join(each for each in (last, first) if each)})" if last or first else ""
    return Fact(UNKNOWN, Source(f"no complete {absence.title}{of} at hand{near}", "derived"))


def _listed_at(entries: Iterable[Listing], at: datetime | None, *, doubts: bool) -> Fact | None:
    """Listed, or perhaps listed, at an instant (None: before everything)."""
    doubt: Fact | None = None
    for entry in entries:
        if not _may_hold(entry, at):
            continue
        if _holds(entry, at):
            what = "; ".join(part for part in (f"{entry.id}: {entry.name}, {entry.cite}", entry.basis) if part)
            return Fact(value=True, source=Source(what, "official", cite=entry.cite))
        doubt = doubt or Fact(UNKNOWN, _doubtful(entry, at))
    return doubt if doubts else None


def _may_hold(entry: Listing, at: datetime | None) -> bool:
    if at is None:
        return entry.start is None
    last = entry.end_by or entry.end
    return (entry.start is None or entry.start <= at) and (last is None or at < last)


def _holds(entry: Listing, at: datetime | None) -> bool:
    begun = at is not None and (entry.start_by or entry.start or at) <= at
    return begun and at is not None and (entry.end is None or at < entry.end)


def _doubtful(entry: Listing, at: datetime | None) -> Source:
    if entry.end is not None and at is not None and at >= entry.end:
        return Source(
            f"{entry.id}: {entry.basis or 'its end is known only within bounds'}", "official", cite=entry.cite
        )
    if entry.start is None:
        return Source(f"{entry.id}: {entry.basis}", "derived", cite=entry.cite)
    latest = entry.start_by.date() if entry.start_by is not None else "an unknown day"
    return Source(f"{entry.id}: listed no later than {latest}", "official", cite=entry.cite)


def _on_any(found: Sequence[AnyFact], *, whole: bool) -> AnyFact:
    """On any of several lists: one hit suffices, for a no all of them must say no."""
    dated = [each if isinstance(each, Dated) else Dated(each, ()) for each in found]

    def worst(facts: Sequence[Fact]) -> Fact:
        hit = next((each for each in facts if each.value is True), None)
        unsure = [each for each in facts if each.value is UNKNOWN]
        if hit is not None:
            return hit
        if unsure:
            return min(unsure, key=lambda each: ("official", "reported", "derived").index(each.source.level))
        if not whole:
            return Fact(UNKNOWN, Source("of some of these lists there is no complete copy at hand", "derived"))
        more = f"; nor on any of {len(facts) - 1} other lists" if len(facts) > 1 else ""
        return _no(f"{facts[0].source.text}{more}")

    cuts = sorted({at for each in dated for at, _ in each.changes})
    first = worst([each.first for each in dated])
    return Dated(first, tuple((at, worst([each.at(at) for each in dated])) for at in cuts)) if cuts else first


def _field(entry: Listing, field: str, zone: str) -> Value:
    if field == "listed_on":
        latest = entry.start_by or entry.start
        last = local_day(latest, zone) if latest is not None else None
        first = local_day(entry.start, zone) if entry.start is not None else None
        return first if first == last and first is not None else Between(first, last)
    if field == "footnotes":
        return frozenset(entry.footnotes)
    value = entry.group if field == "group" else entry.requirement
    return value or UNKNOWN
