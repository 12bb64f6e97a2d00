"""Parties of a case against the lists at hand and the tables of the law: which entries they are, and where none is.

A party is screened against everybody who ever stood on a list at hand. Whose name is the same in words it is taken for;
who only comes near leaves open, on the days on which that one may be listed, whether the party is. A name of which no
letter can be read leaves every day open. What a person says (`listed_as`, `not_listed`, a resolution) settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Final

import msgspec

from reprieve.desk.absences import absence, life
from reprieve.desk.resolutions import asked_of, block, contradicted
from reprieve.desk.screening import unseen
from reprieve.desk.taken_for import Candidate, Judged, agreed, is_literal, judged, unreadable
from reprieve.desk.union import roll_of_everybody
from reprieve.lists import tables
from reprieve.lists.catalogue import about
from reprieve.lists.store import Store
from reprieve.lists.view import View
from reprieve.model.listed import Entry
from reprieve.model.nouns import Absence, Listing, Party, Resolution
from reprieve.model.screened import Alert, Asked
from reprieve.model.snapshot import Covered, ListUsed, Span
from reprieve.model.time import local_day, start_of
from reprieve.model.verdict import Namesake
from reprieve.screening.compare import compare
from reprieve.screening.roll import Listed, Roll, identity
from reprieve.text.fold import folded

Key = tuple[str, str]
"""A list, and the id of an entry on it."""
BOUND: Final = ("bound", "same")


class OnLists:
    """The lists that the law asks about, as far as a store has them, and the listings that the law brings itself."""

    def __init__(self, store: Store, lists: Iterable[str], listings: Sequence[Listing] = ()) -> None:
        self._store = store
        self._views: dict[date, View] = {}
        self._alerts: dict[str, tuple[Alert, ...]] = {}
        self._rows: dict[Key, tuple[Listing, ...]] = {}
        for each in listings:
            self._rows[each.list, each.id] = (*self._rows.get((each.list, each.id), ()), each)
        everything = View(store)
        self.lists = tuple(name for name in dict.fromkeys(lists) if name in everything.lists())
        self._everything = everything
        self.warnings: list[str] = []

    @property
    def synthetic(self) -> tuple[str, ...]:
        """Lists of which some snapshot is invented: what rests on them is no answer about the world."""
        return tuple(each.title for each in self.used() if each.synthetic)

    def used(self) -> tuple[ListUsed, ...]:
        """What there is of each list."""
        return tuple(self._used(name) for name in self.lists)

    def _used(self, name: str) -> ListUsed:
        found = [each for each in self._everything.snapshots if name in each.parts]
        return ListUsed(
            list=name,
            title=about(name).title,
            covered=self._everything.covered(name),
            snapshots=tuple(dict.fromkeys(each.id for each in found if each.parts[name].complete)),
            partial=tuple(dict.fromkeys(each.id for each in found if not each.parts[name].complete)),
            synthetic=any(each.synthetic for each in found),
        )

    def holds(self, id_: str) -> bool:
        """Whether some list has an entry with this id (`9639`, or `us/ofac/sdn:9639`)."""
        return bool(self._carrying(id_)[0])

    def _carrying(self, id_: str) -> tuple[list[str], str]:
        """The lists that have an entry of this id in any snapshot, and the id without its list."""
        said = next((name for name in self.lists if id_.startswith(f"{name}:")), "")
        number = id_.removeprefix(f"{said}:")
        found = self._everything.named([], [number]).get(number, {}) if number and self.lists else {}
        return [name for name in self.lists if name in found and said in {"", name}], number

    def bound(self, party: Party, resolutions: Sequence[Resolution], at: datetime, known_at: datetime) -> Party:
        """A party with its listings, its absences and its namesakes, as known at an instant; `at` is asked about."""
        asked = asked_of(party)
        party = msgspec.structs.replace(party, listings=(*party.listings, *self._said(party, known_at)))
        said = [(each.list, each.entry) for each in resolutions if each.party == party.id]
        exact = self._named((asked.name, *asked.aliases))
        first = self._candidates(asked, self._screened(asked), [*said, *exact], party, known_at)
        found = judged(party, asked, first, resolutions, known_at)
        party = msgspec.structs.replace(party, listings=(*party.listings, *_stays(found, asked)))
        again = self._candidates(asked, self._respelt(party, {each.key for each in first}), [], party, known_at)
        found += judged(party, asked, again, resolutions, known_at)
        self._warn(party)
        return msgspec.structs.replace(
            party,
            listings=agreed(party.listings),
            absent={**party.absent, **dict(self._absences(party, asked, found, at, known_at))},
            namesakes=tuple(_namesakes(party, asked, found, at, known_at)),
        )

    def _view(self, known_on: date) -> View:
        if known_on not in self._views:
            self._views[known_on] = View(self._store, known_on)
        return self._views[known_on]

    # --- who it may be ----------------------------------------------------------------------------------------------

    @cached_property
    def _tables(self) -> Roll:
        rows = (row for stays in self._rows.values() for row in stays)
        return Roll(Listed(_row_entry(row), about(row.list).title) for row in rows)

    @cached_property
    def _roll(self) -> Roll:
        return roll_of_everybody(self._store, self.lists)

    @cached_property
    def _nameless(self) -> dict[str, set[str]]:
        """Entries without a name, by list; who else cannot be compared with is warned of."""
        found: dict[str, set[str]] = defaultdict(set)
        if self.lists:
            self.warnings += unseen(self._roll)
            for each in self._roll.unseen:
                if not each.entry.names:
                    found[each.entry.list].add(each.entry.id)
        return found

    def _screened(self, asked: Asked) -> tuple[Alert, ...]:
        """Whom somebody may be: rows of tables, and entries of the lists at hand in any snapshot."""
        key = asked.fingerprint
        if key not in self._alerts:
            rolls = (*((self._tables,) if self._rows else ()), *((self._roll,) if self.lists else ()))
            self._alerts[key] = tuple(alert for roll in rolls for alert in roll.screen(asked).alerts)
        return self._alerts[key]

    def _respelt(self, party: Party, found: set[Key]) -> Iterator[Alert]:
        """Whoever is called nearly as an entry that the party is: a list without numbers gives a respelt one a new id.

        What looks like the party's removal may be none. A table of ours tells a whole story and respells nobody.
        """
        lists = {each.list for each in party.listings if each.list in self.lists and not each.whole}
        for each in dict.fromkeys(Asked(one.name, kind=party.kind) for one in party.listings if one.list in lists):
            for alert in self._screened(each):
                if alert.list in lists and (alert.list, alert.id) not in found:
                    yield alert

    def _named(self, names: Iterable[str]) -> set[Key]:
        """The entries that are called exactly so, whether or not a letter of it can be read."""
        wanted = [key for key in map(folded, names) if key]
        found = self._everything.named(wanted) if self.lists else {}
        at_hand = {(list_, id_) for by_list in found.values() for list_, ids in by_list.items() for id_ in ids}
        rows = {
            key
            for key, stays in self._rows.items()
            if any(folded(name) in wanted for row in stays for name in (row.name, *row.aliases))
        }
        return {key for key in at_hand if key[0] in self.lists} | rows

    def _candidates(
        self, asked: Asked, alerts: Iterable[Alert], more: Iterable[Key], party: Party, known_at: datetime
    ) -> list[Candidate]:
        """Entries that a party may be, each once, as far as anybody knew of them; those that it is said to be aside."""
        best: dict[Key, Alert | None] = dict.fromkeys(more)
        for alert in alerts:
            key = alert.list, alert.id
            known = best.get(key)
            best[key] = alert if known is None or alert.score > known.score else known
        for listing in party.listings:
            best.pop((listing.list, listing.id), None)
        found = [*self._rows_of(asked, best, known_at), *self._entries_of(asked, best, known_at)]
        return sorted(found, key=lambda each: (-each.alert.score, -each.alert.rank, each.key))

    def _rows_of(self, asked: Asked, best: dict[Key, Alert | None], known_at: datetime) -> Iterator[Candidate]:
        for key, alert in best.items():
            stays = self._rows.get(key, ())
            known = tuple(row for row in stays if row.known_from is None or row.known_from <= known_at)
            for entry in map(_row_entry, stays[-1:]):
                # Of who is called exactly so, a table tells even the time before anybody knew.
                lives = stays if is_literal(asked, entry) else known
                if lives:
                    yield Candidate(alert or _compared(asked, entry), entry, identity(entry), lives)

    def _entries_of(self, asked: Asked, best: dict[Key, Alert | None], known_at: datetime) -> Iterator[Candidate]:
        wanted: dict[str, set[str]] = defaultdict(set)
        for list_, id_ in best:
            if list_ in self.lists:
                wanted[list_].add(id_)
        for list_, ids in wanted.items():
            zone = about(list_).zone
            for id_, spans in self._view(local_day(known_at, zone)).spans(list_, ids).items():
                entry = spans[-1].entry
                alert = best[list_, id_] or _compared(asked, entry)
                lives = tuple(_listing(span, list_, zone) for span in spans)
                yield Candidate(alert, entry, identity(entry), lives)

    def _said(self, party: Party, known_at: datetime) -> Iterator[Listing]:
        """The stays of the entry that a party is said to be, on lists at hand."""
        lists, number = self._carrying(party.listed_as)
        for list_ in lists:
            zone = about(list_).zone
            for spans in self._view(local_day(known_at, zone)).spans(list_, {number}).values():
                yield from (_listing(span, list_, zone) for span in spans)

    # --- what follows -----------------------------------------------------------------------------------------------

    def _absences(
        self, party: Party, asked: Asked, found: Sequence[Judged], at: datetime, known_at: datetime
    ) -> Iterator[tuple[str, Absence]]:
        """For each list on which no table tells the whole story of the party: the days on which it is surely not."""
        whole = {each.list for each in party.listings if each.whole}
        listed = {each.list for each in party.listings}
        near = [each for each in found if each.taken == "open"]
        for list_ in dict.fromkeys((*self.lists, *(each.candidate.entry.list for each in near))):
            if list_ in whole:
                continue
            mine = [each for each in near if each.candidate.entry.list == list_]
            nameless = self._nameless_on(list_, known_at)
            unread = unreadable(asked) if list_ not in listed else ""
            days = self._covered(list_, known_at) if not unread else ()
            doubt = f"no letter of {unread} can be read" if unread else _doubt(mine, about(list_).title, at)
            if nameless and not doubt:
                doubt = f"the {about(list_).title} has an entry without a name ({nameless[0].id}): it may be anybody"
            lives = (*(stay for each in mine for stay in each.candidate.lives), *nameless)
            yield list_, absence(list_, days, lives, f"{doubt}: {_SETTLES}" if doubt else "", at)

    def _nameless_on(self, list_: str, known_at: datetime) -> tuple[Listing, ...]:
        """The stays of entries that give no name, which anybody may be."""
        ids = self._nameless.get(list_, set())
        zone = about(list_).zone
        found = self._view(local_day(known_at, zone)).spans(list_, ids) if ids else {}
        return tuple(_listing(span, list_, zone) for spans in found.values() for span in spans)

    def _covered(self, list_: str, known_at: datetime) -> tuple[Covered, ...]:
        return self._view(local_day(known_at, about(list_).zone)).covered(list_) if list_ in self.lists else ()

    def _warn(self, party: Party) -> None:
        for listing in party.listings:
            if listing.list in party.not_listed:
                self.warnings.append(contradicted(party.name, listing.id))


_SETTLES: Final = "resolve it, or say listed_as, or not_listed with a source"


def _doubt(near: Sequence[Judged], title: str, at: datetime) -> str:
    """Who on a list may be the party: the likeliest on the day asked about, else of any day."""
    here = [each for each in near if any(at in life(stay) for stay in each.candidate.lives)] or near
    if not here:
        return ""
    alert = here[0].candidate.alert
    more = f", as may {len(here) - 1} more" if len(here) > 1 else ""
    name = alert.name or alert.match.listed
    return f"{alert.match.query} may be {name} ({alert.id}) on the {title}{more}: {alert.sentence.rstrip('.')}"


def _stays(found: Iterable[Judged], asked: Asked) -> Iterator[Listing]:
    """The stays of the entries that a party is taken for.

    A table tells the whole story of whom it names, not of somebody whose name is the same in other words.
    """
    for each in found:
        if each.taken not in BOUND:
            continue
        match, literal = each.candidate.alert.match, is_literal(asked, each.candidate.entry)
        why = each.settled if each.taken == "same" else "" if literal else f"{match.query} is {match.listed} in words"
        for stay in each.candidate.lives:
            basis = "; ".join(part for part in (stay.basis, why) if part)
            whole = stay.whole and (literal or each.taken == "same")
            yield msgspec.structs.replace(stay, basis=basis, whole=whole)


def _namesakes(
    party: Party, asked: Asked, found: Iterable[Judged], at: datetime, known_at: datetime
) -> Iterator[Namesake]:
    for each in found:
        entry, alert = each.candidate.entry, each.candidate.alert
        taken = "beside" if each.taken == "open" and not _decides(party, each, at) else each.taken
        fingerprint = each.candidate.fingerprint
        ready = block(party.id, asked, entry.list, entry.id, fingerprint, known_at.date()) if taken == "open" else ""
        yield Namesake(
            party=party.id,
            name=party.name,
            list=entry.list,
            title=about(entry.list).title,
            entry=entry.id,
            listed=entry.name,
            called=alert.match.listed,
            score=alert.score,
            taken=taken,
            says=alert.sentence,
            snapshot=alert.snapshot,
            place=entry.place,
            settled=each.settled,
            block=ready,
        )


def _decides(party: Party, near: Judged, at: datetime) -> bool:
    """Whether somebody who may be the party leaves open, at a moment, whether it is listed."""
    list_ = near.candidate.entry.list
    mine = [each for each in party.listings if each.list == list_]
    sure = any(each.whole or _surely(each, at) for each in mine) or list_ in party.not_listed
    return not sure and any(at in life(stay) for stay in near.candidate.lives)


def _surely(listing: Listing, at: datetime) -> bool:
    first = listing.start_by or listing.start
    return first is not None and first <= at and (listing.end is None or at < listing.end)


def _compared(asked: Asked, entry: Entry) -> Alert:
    """An entry that somebody named, or that is called exactly so, compared with the party: no alert, shown as one."""
    names = [name.text for name in entry.names]
    match = max((compare(name, names, entry.kind) for name in (asked.name, *asked.aliases)), key=lambda m: m.score)
    return Alert(entry.list, entry.id, entry.name, match.score, "name", match, title=about(entry.list).title)


def _row_entry(row: Listing) -> Entry:
    """A row of a table as an entry: who it is. What we note beside it may be edited without its being another."""
    return msgspec.structs.replace(tables.span(row).entry, remarks="", other={})


def _listing(span: Span, list_: str, zone: str) -> Listing:
    """A stay on a list as the law takes it: days become instants in the zone of the list."""
    entry = span.entry

    def first(day: date | None) -> datetime | None:
        return start_of(day, zone) if day is not None else None

    reaches = entry.requires.reaches if entry.requires is not None else "unmapped"
    return Listing(
        list=list_,
        id=entry.id,
        name=entry.name,
        aliases=tuple(name.text for name in entry.names if name.kind != "primary"),
        countries=entry.countries,
        start=first(span.start),
        start_by=first(span.start_by),
        end=first(span.end),
        end_by=first(span.end_by),
        cite=", ".join(entry.cites) or about(list_).title,
        requirement="all_items" if reaches == "all_items" else "" if reaches == "unmapped" else "other",
        policy=entry.policy,
        footnotes=_footnotes(entry),
        whole=False,
        basis=span.basis,
    )


def _footnotes(entry: Entry) -> tuple[str, ...]:
    """The footnotes that mark a party; a 2 beside the word EAR is none of them (see lists/tables/README.md)."""
    found = entry.requires.footnotes if entry.requires is not None else ()
    return tuple(each for each in found if each != "2")
