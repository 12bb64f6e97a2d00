"""Entries of lists on a terminal: what a list says of a party, on a day or through its stays. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from reprieve.model.listed import Address, Entry, Identifier, Name, Policy, Requirement
from reprieve.model.snapshot import (
    Answered,
    Covered,
    EntryChange,
    EntryRow,
    Episode,
    History,
    Shown,
    Span,
    Standing,
)
from reprieve.views import words
from reprieve.views.terminal import columns, headed, put, said

STANDING: Final[dict[Standing, str]] = {
    "listed": "listed",
    "not_listed": "not listed",
    "unsure": "unsure: listed or not, the day is known only within bounds",
    "unknown": "unknown: no complete list of that day is at hand",
}
STYLES: Final[dict[Standing, str]] = {
    "listed": "bold red",
    "not_listed": "bold green",
    "unsure": "bold yellow",
    "unknown": "bold yellow",
}
REACHES: Final = {
    "all_items": "all items",
    "ccl_items": "items on the Commerce Control List",
    "ccl_and_listed_ear99_items": "items on the Commerce Control List and the EAR99 items listed",
    "supplement_2_items": "items of Supplement No. 2",
    "project_items": "items for the projects named",
    "other": "items as the text says",
    "unmapped": "not read by us yet: the text alone counts",
}
EMPTY: Final = "No list is at hand: `reprieve lists pull` fetches the official ones."
DAY: Final = timedelta(days=1)


def show_answered(found: Answered, console: Console, invented: frozenset[str] = frozenset()) -> None:
    """Each entry with its standing on the day, then the other lists; those of ids `invented` are said to be so."""
    put(_answered(found, invented), console)


def _answered(found: Answered, invented: frozenset[str]) -> Iterator[RenderableType]:
    yield Text.assemble(said(found.asked, "bold"), said(f" on {found.day}, as known on {found.known_on}"))
    if not found.found:
        yield said("Nobody on the lists at hand has this name or id.")
    for shown in found.found:
        yield Text()
        yield from _shown(shown, invented)
    yield from _near(found.near)
    if found.not_on:
        by_reason: dict[str, list[str]] = {}
        for list_, why in found.not_on:
            by_reason.setdefault(why, []).append(f"{list_} ({words.INVENTED.upper()})" if list_ in invented else list_)
        rows = [said(f"{why}: {', '.join(lists)}") for why, lists in by_reason.items()]
        yield headed("Other lists", Group(*rows))
    elif not found.found:
        yield said(EMPTY, "bold")


def _near(rows: Sequence[EntryRow]) -> Iterator[RenderableType]:
    if rows:
        lines = [said(f"{row.name} ({row.list}:{row.id})") for row in rows]
        yield headed("Names that come near", Group(*lines), "they settle nothing")


def _shown(shown: Shown, invented: frozenset[str]) -> Iterator[RenderableType]:
    entry = shown.span.entry
    yield _title(entry, invented)
    yield _under(said(STANDING[shown.standing], STYLES[shown.standing]))
    yield _under(said(shown.why))
    yield _under(_card([*_stay(shown.span), *facts(entry)]))


def _title(entry: Entry, invented: frozenset[str]) -> Text:
    title = Text.assemble(said(entry.name or "(no name)", "bold"), "  ", said(f"{entry.list}:{entry.id}", "dim"))
    if entry.list in invented:
        title.append("  ").append(words.INVENTED.upper(), "bold reverse")
    return title


def _card(rows: Iterable[tuple[str, str]]) -> RenderableType:
    grid = columns(None, 1)
    for label, text in rows:
        if text:
            grid.add_row(said(f"{label} ", "dim"), said(text))
    return grid


def _stay(span: Span) -> Iterator[tuple[str, str]]:
    yield "since", since(span)
    yield "until", until(span)


def since(span: Span) -> str:
    """From when an entry stood on its list, with the bounds where only bounds are known."""
    if span.start is None:
        return f"{span.start_by} at the latest; the first day is not known"
    return f"{span.start}" if span.start == span.start_by else f"a day from {span.start} to {span.start_by}"


def until(span: Span) -> str:
    """The last day of an entry on its list, with the bounds where only bounds are known."""
    if span.end is None:
        return "still there on the newest list at hand" if span.seen else "no end known"
    last = span.end - DAY
    if span.end_by is None or span.end_by == span.end:
        return f"{last}, the last day"
    return f"{last} at least; gone by {span.end_by}"


def facts(entry: Entry) -> Iterator[tuple[str, str]]:
    """What a list says of a party, a label and a text each; empty where it says nothing."""
    first, *others = entry.names or (Name(""),)
    yield "kind", "" if entry.kind == "unknown" else entry.kind
    yield "name", "" if (first.text, first.kind) == (entry.name, "primary") else _name(first)
    yield "also called", "\n".join(map(_name, others))
    yield "country", ", ".join(entry.countries)
    yield "program", ", ".join(entry.programs)
    yield "requirement", entry.requirement
    yield "  that is", requirement(entry.requires)
    yield "policy", entry.policy
    yield "  that is", policy(entry.reviewed)
    yield "identifiers", "\n".join(map(_identifier, entry.identifiers))
    yield "addresses", "\n".join(map(_address, entry.addresses))
    yield "born", "; ".join(entry.births)
    yield "birthplace", "; ".join(entry.birthplaces)
    yield "nationality", "; ".join(entry.nationalities)
    yield "title", "; ".join(entry.titles)
    yield "listed by", "; ".join(entry.cites)
    yield "remarks", entry.remarks
    for column, values in entry.other.items():
        yield column, "\n".join(values)
    yield "see", "\n".join(entry.urls)
    yield "source", entry.place


def _name(name: Name) -> str:
    notes = ["former"] if name.kind == "former" else []
    notes += ["weak alias"] if name.strength == "weak" else []
    return f"{name.text} ({', '.join(notes)})" if notes else name.text


def _identifier(number: Identifier) -> str:
    where = f" ({number.country})" if number.country else ""
    return f"{number.kind} {number.value}{where}".strip() + (f"; {number.note}" if number.note else "")


def _address(address: Address) -> str:
    parts = (address.full, address.street, address.city, address.region, address.postcode, address.country)
    told = ", ".join(part for part in parts if part)
    return f"{told} ({address.note})" if address.note else told


def requirement(found: Requirement | None) -> str:
    """A license requirement as a predicate, in words."""
    if found is None:
        return ""
    return words.joined(
        REACHES[found.reaches],
        _sections(found.sections),
        _footnotes(found.footnotes),
        f"may go under {words.listed(found.exceptions, 'or')}" if found.exceptions else "",
        f"not {words.listed(map(_plain, found.carve_outs), 'or')}" if found.carve_outs else "",
    )


def policy(found: Policy | None) -> str:
    """A review policy as a predicate, in words."""
    if found is None:
        return ""
    special = [f"{_plain(review)} for {_plain(scope)}" for scope, review in found.special]
    general = _plain(found.general) if found.general else REACHES["unmapped"]
    return words.joined(general, *special, _sections(found.sections))


def _footnotes(found: Sequence[str]) -> str:
    return f"footnote{'s' if len(found) > 1 else ''} {words.listed(found)}" if found else ""


def _sections(found: Sequence[str]) -> str:
    return f"15 CFR {words.listed(found)}" if found else ""


def _plain(word: str) -> str:
    return word.replace("_", " ")


# --- how long -------------------------------------------------------------------------------------------------------


def show_history(found: History, console: Console, invented: frozenset[str] = frozenset()) -> None:
    """Every stay with its bounds and the changes meanwhile, then the days that no list at hand covers."""
    put(_history(found, invented), console)


def _history(found: History, invented: frozenset[str]) -> Iterator[RenderableType]:
    yield said(found.asked, "bold")
    if not found.episodes:
        yield said("Nobody on the lists at hand has this name or id.")
        if not found.covered:
            yield said(EMPTY, "bold")
    for episode in found.episodes:
        yield Text()
        yield from _episode(episode, invented)
    yield from _near(found.near)
    if found.covered:
        yield headed("Known in full", _coverage(found.covered), "on no other day does absence prove anything")


def _episode(episode: Episode, invented: frozenset[str]) -> Iterator[RenderableType]:
    span = episode.span
    yield _title(span.entry, invented)
    seen = ", ".join(map(str, span.seen))
    yield _under(_card([*_stay(span), ("basis", span.basis), ("on the lists of", seen)]))
    for day, change in episode.changes:
        yield _under(Group(said(f"changed by {day}", "bold"), *changed(change)))


def changed(change: EntryChange) -> Iterator[RenderableType]:
    """What differs in an entry, field by field."""
    if change.id_before:
        yield _under(said(f"id: {change.id_before} became {change.id}"))
    for field in change.fields:
        grid = columns(None, 1)
        for gone in field.gone:
            grid.add_row(said("- ", "red"), said(gone))
        for new in field.new:
            grid.add_row(said("+ ", "green"), said(new))
        yield _under(said(_plain(field.field)))
        yield Padding(grid, (0, 0, 0, 4), expand=False)


def _coverage(covered: Mapping[str, Sequence[Covered]]) -> RenderableType:
    grid = columns(None, 1)
    for list_, stretches in covered.items():
        told = ", ".join(words.days(each) for each in stretches) or "no day"
        missing = [f"{first} to {last}" if first < last else f"{first}" for first, last in _between(stretches)]
        body = said(told)
        body.append_text(said(f"\nnot covered between: {', '.join(missing)}" if missing else "", "dim"))
        grid.add_row(said(f"{list_} ", "bold"), body)
    return grid


def _between(stretches: Sequence[Covered]) -> Iterator[tuple[date, date]]:
    """The days between two lists that neither covers."""
    for one, two in pairwise(sorted(stretches, key=lambda each: each.first)):
        if one.last + DAY < two.first:
            yield one.last + DAY, two.first - DAY


def _under(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 2), expand=False)
