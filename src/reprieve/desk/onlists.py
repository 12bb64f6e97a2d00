"""Parties of a case against the lists at hand: which entries carry their name, and on which days their absence is sure.

A party is taken for an entry if it is called as the list calls it (folded) and no country speaks against it. A name
that only comes near, or one in a script in which names cannot be compared yet, settles nothing: the fact stays unknown
until somebody says who it is (`listed_as`, or `not_listed` with a source).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from reprieve.lists.catalogue import about
from reprieve.lists.store import Store
from reprieve.lists.view import Near, View
from reprieve.model.facts import Source
from reprieve.model.listed import Entry
from reprieve.model.nouns import Absence, Listing, Party
from reprieve.model.snapshot import Covered, ListUsed, Span
from reprieve.model.time import Window, local_day, start_of, through
from reprieve.text.fold import folded


class OnLists:
    """The lists that the law asks about, as far as a store has them."""

    def __init__(self, store: Store, lists: Iterable[str]) -> None:
        self._store = store
        self._views: dict[date, View] = {}
        self._found: dict[str, dict[str, set[str]]] = {}
        self._doubts: dict[tuple[str, str], tuple[Near, ...]] = {}
        everything = View(store)
        self.lists = tuple(name for name in dict.fromkeys(lists) if name in everything.lists())
        self._everything = everything

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
        list_, _, number = id_.rpartition(":")
        found = self._everything.named([], [number]).get(number, {})
        return any(name in self.lists and list_ in {"", name} for name in found)

    def bound(self, party: Party, at: datetime, known_at: datetime) -> Party:
        """A party with its listings, and its absences, as known at an instant; `at` is the day asked about."""
        listings, absent = list(party.listings), dict(party.absent)
        for name in self.lists:
            zone = about(name).zone
            view = self._view(local_day(known_at, zone))
            found = self._entries(view, party, name)
            listings += [_listing(span, name, zone) for span in found]
            if not any(each.whole and each.list == name for each in party.listings):
                absent[name] = self._absence(view, party, name, at, found)
        return msgspec.structs.replace(party, listings=tuple(listings), absent=absent)

    def _view(self, known_on: date) -> View:
        if known_on not in self._views:
            self._views[known_on] = View(self._store, known_on)
        return self._views[known_on]

    def _entries(self, view: View, party: Party, list_: str) -> list[Span]:
        if party.listed_as:
            prefix, _, number = party.listed_as.rpartition(":")
            ids = {number} if prefix in {"", list_} else set()
            return [span for spans in view.spans(list_, ids).values() for span in spans] if ids else []
        ids = self._named(party).get(list_, set())
        spans = [span for each in view.spans(list_, ids).values() for span in each]
        return [span for span in spans if _same_country(party, span.entry)]

    def _named(self, party: Party) -> dict[str, set[str]]:
        """The entries that carry the name of a party, in any snapshot: ids by list."""
        if party.name not in self._found:
            self._found[party.name] = dict(self._everything.named([party.name]).get(folded(party.name), {}))
        return self._found[party.name]

    def _absence(self, view: View, party: Party, list_: str, at: datetime, found: Sequence[Span]) -> Absence:
        named, days = about(list_), view.covered(list_)
        doubt = self._doubt(party, list_, found)
        if doubt:
            return Absence(named.title, doubt=f"{doubt}: say listed_as, or not_listed with a source")
        windows = tuple((_window(each, named.zone), _source(each, named.title)) for each in days)
        return Absence(named.title, windows, asked=at)

    def _doubt(self, party: Party, list_: str, found: Sequence[Span]) -> str:
        """Why no list settles that a party is not on it, on days on which no entry of its own is.

        Also where an entry of its own was found: a list without numbers gives a party that is respelt another id, and
        what looks like a removal is none.
        """
        title, own = about(list_).title, {span.entry.id for span in found}
        if not found and _other_script(party.name):
            return f"{party.name} is written in a script in which names are not compared with the {title} yet"
        if not found and not party.listed_as and self._named(party).get(list_):
            return f"the {title} has a {party.name} in another country than {party.country}"
        for name in dict.fromkeys((party.name, *(span.entry.name for span in found))):
            near = [each for each in self._near(name, list_) if each.id not in own]
            if near:
                return f"{name} comes near {near[0].name!r} ({near[0].id}) on the {title}"
        return ""

    def _near(self, name: str, list_: str) -> tuple[Near, ...]:
        if (name, list_) not in self._doubts:
            self._doubts[name, list_] = self._everything.near(name, list_)
        return self._doubts[name, list_]


def _other_script(name: str) -> bool:
    """Whether some letter of a name is not Latin: one word in another script may be the one that matters."""
    letters = (each for each in unicodedata.normalize("NFKC", name) if each.isalpha())
    return not all(unicodedata.name(each, "").startswith("LATIN") for each in letters)


def _same_country(party: Party, entry: Entry) -> bool:
    return not party.country or not entry.countries or party.country in entry.countries


def _window(days: Covered, zone: str) -> Window:
    return Window(start_of(days.first, zone), through(days.last, zone))


def _source(days: Covered, title: str) -> Source:
    when = f"{days.first}" if days.first == days.last else f"{days.first} to {days.last}"
    made = "synthetic, " if days.synthetic else ""
    return Source(f"not on the {title} of {when} ({made}complete, snapshot {days.snapshots[-1]})", "official")


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
