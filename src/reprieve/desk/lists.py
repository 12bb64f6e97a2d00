"""Lists looked at: their state, who stood there on a day, how long, with which changes. Loads no reader of formats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from reprieve.desk.home import lists_in
from reprieve.lists import tables
from reprieve.lists.asof import chain_of, covered, gap, on
from reprieve.lists.catalogue import about, catalogue
from reprieve.lists.differ import change
from reprieve.lists.store import Store
from reprieve.lists.view import View
from reprieve.model.nouns import Listing
from reprieve.model.snapshot import (
    Answered,
    EntryChange,
    EntryRow,
    Episode,
    History,
    ListRow,
    Shown,
    SourceRow,
    Span,
    Status,
)
from reprieve.text.fold import folded

TABLE = "table/"


# --- status ---------------------------------------------------------------------------------------------------------


def status(store: Store | None = None, now: datetime | None = None) -> Status:
    """Every list and source with what is known of it, and how fresh that is."""
    store, now = store or lists_in(), now or datetime.now(UTC)
    held = store.held()
    known = sorted({name for each in held.snapshots for name in each.parts} | set(catalogue().lists))
    today = now.astimezone(UTC).date()
    return Status(
        home=str(store.folder),
        day=today,
        lists=tuple(_list_row(store, name, now) for name in known),
        sources=tuple(_source_rows(store)),
        snapshots=held.snapshots,
    )


def _list_row(store: Store, name: str, now: datetime) -> ListRow:
    named, chain = about(name), chain_of(store.snapshots(), name)
    newest = max((seen for seen in chain), key=lambda seen: seen.last, default=None)
    today = now.astimezone(ZoneInfo(named.zone)).date()
    mine = [each for seen in chain for each in seen.snapshots]
    held = [table for table in tables.NAMES if any(each.list == name for each in tables.table(table))]
    return ListRow(
        list=name,
        title=named.title,
        authority=named.authority,
        entries=newest.newest.parts[name].entries if newest else 0,
        snapshots=len(mine),
        published=newest.first if newest else None,
        checked=newest.last if newest else None,
        age=(today - newest.last).days if newest else None,
        covered=covered(chain),
        sources=tuple(dict.fromkeys([*(each.source for each in mine), *(TABLE + each for each in held)])),
        synthetic=any(each.synthetic for each in mine),
        note="" if newest is None or newest.complete else "a part: who is not in it may be listed all the same",
    )


def _source_rows(store: Store) -> Iterable[SourceRow]:
    held = store.held()
    for source in dict.fromkeys([*catalogue().sources, *(each.source for each in held.snapshots)]):
        feed, tried = catalogue().sources.get(source), held.attempts.get(source)
        mine = [each for each in held.snapshots if each.source == source]
        yield SourceRow(
            source=source,
            title=feed.title if feed else mine[-1].kind,
            address=" ".join(feed.address) if feed else "",
            published=mine[-1].published if mine else None,
            checked=mine[-1].checked if mine else None,
            tried=tried.tried if tried else None,
            failed=tried.failed if tried else "",
        )
    for name in tables.NAMES:
        rows = tables.table(name)
        title = f"{len(rows)} parties on the {about(rows[0].list).title}: a table of ours, a part of it"
        yield SourceRow(f"{TABLE}{name}", title)


# --- who stood there on a day ---------------------------------------------------------------------------------------


def show(
    what: str,
    *,
    store: Store | None = None,
    at: datetime | None = None,
    known_at: datetime | None = None,
    now: datetime | None = None,
) -> Answered:
    """What the lists say of a name or an id on a day, as known on a day."""
    now = now or datetime.now(UTC)
    day, known = _day(at or now), _day(known_at or now)
    view = View(store or lists_in(), known)
    found = [on(day, span, view.covered(span.entry.list)) for span in _spans(view, what)]
    found += [_on_table(day, span, view) for span in _table_spans(what, known_at or now)]
    lists = {shown.span.entry.list for shown in found}
    return Answered(
        asked=what,
        day=day,
        known_on=known,
        found=tuple(sorted(found, key=_order)),
        near=() if found else _near(view, what),
        not_on=tuple((name, _absence(view, name, day)) for name in view.lists() if name not in lists),
        invented=tuple(sorted({name for each in view.snapshots if each.synthetic for name in each.parts})),
    )


def _order(shown: Shown) -> tuple[int, str, str]:
    standing = ("listed", "unsure", "unknown", "not_listed").index(shown.standing)
    return standing, shown.span.entry.list, shown.span.entry.id


def _spans(view: View, what: str) -> Iterable[Span]:
    """The stays of whoever is called so, or has this id; `LIST:ID` names one entry of one list."""
    list_, _, id_ = what.rpartition(":")
    if list_ in view.lists():
        found = [(list_, {id_})]
    else:
        found = [pair for by_list in view.named([what], [what]).values() for pair in by_list.items()]
    for name, ids in found:
        for spans in view.spans(name, ids).values():
            yield from spans


def _table_spans(what: str, known_at: datetime) -> Iterable[Span]:
    key = folded(what)
    for name in tables.NAMES:
        for each in tables.table(name):
            known = each.known_from is None or each.known_from <= known_at
            if known and (what == each.id or key in _keys(each)):
                yield tables.span(each)


def _keys(listing: Listing) -> set[str]:
    return {folded(name) for name in (listing.name, *listing.aliases)}


def _on_table(day: date, span: Span, view: View) -> Shown:
    """A table tells the whole story of a party: outside its days the party was not listed."""
    shown = on(day, span, view.covered(span.entry.list))
    return Shown(span, "not_listed", span.basis) if shown.standing == "unknown" else shown


def _near(view: View, what: str) -> tuple[EntryRow, ...]:
    found = [near for name in view.lists() for near in view.near(what, name)]
    return tuple(EntryRow(each.list, each.id, each.name, "unknown") for each in found[:10])


def _absence(view: View, list_: str, day: date) -> str:
    days = view.covered(list_)
    inside = next((each for each in days if each.first <= day <= each.last), None)
    if inside is not None:
        until = f" to {inside.last}" if inside.last > inside.first else ""
        return f"not on the complete list of {inside.first}{until}"
    return gap(day, days)


def _day(at: datetime) -> date:
    # Lists are of many zones; a day asked about is one everywhere.
    return at.date()


# --- how long somebody stood there ----------------------------------------------------------------------------------


def history(what: str, *, store: Store | None = None, now: datetime | None = None) -> History:
    """Every stay of a party on a list, with what changed in its entry meanwhile."""
    store, now = store or lists_in(), now or datetime.now(UTC)
    view = View(store)
    episodes = [Episode(span, tuple(_changes(store, view, span))) for span in _spans(view, what)]
    episodes += [Episode(span, ()) for span in _table_spans(what, now)]
    lists = {each.span.entry.list for each in episodes} or set(view.lists())
    return History(
        asked=what,
        episodes=tuple(sorted(episodes, key=lambda each: (each.span.entry.list, each.span.start_by))),
        near=() if episodes else _near(view, what),
        covered={name: view.covered(name) for name in sorted(lists)},
    )


def _changes(store: Store, view: View, span: Span) -> Iterable[tuple[date, EntryChange]]:
    before = None
    for seen in view.chain(span.entry.list):
        if seen.first not in span.seen:
            continue
        for entry in store.entries(seen.newest, span.entry.list, [span.entry.id]):
            if before is not None:
                found = change(before, entry)
                if found.fields:
                    yield seen.first, found
            before = entry
