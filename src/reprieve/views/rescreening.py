"""What a change of the lists altered, on a terminal: the worst first, and what could not be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from reprieve.model.rescreened import URGENCY, Affected, AlertChange, Rescreened, What
from reprieve.model.screened import Alert
from reprieve.views import words
from reprieve.views.list_entries import changed
from reprieve.views.terminal import put, said

LABELS: Final[dict[What, str]] = {
    "new": "new alert",
    "law": "the law changed, the alert stays",
    "changed": "alert changed",
    "unknown": "not known to be gone",
    "gone": "alert gone",
}
COUNTED: Final[dict[What, tuple[str, str]]] = {
    "new": ("new alert", "new alerts"),
    "law": ("alert stays and its law changed", "alerts stay and their law changed"),
    "changed": ("alert changed", "alerts changed"),
    "unknown": ("alert not known to be gone", "alerts not known to be gone"),
    "gone": ("alert gone", "alerts gone"),
}
MARKS: Final[dict[What, str]] = {"new": "+", "law": "!", "changed": "~", "unknown": "?", "gone": "-"}
STYLES: Final[dict[What, str]] = {
    "new": "bold red",
    "law": "bold magenta",
    "changed": "bold yellow",
    "unknown": "bold yellow",
    "gone": "bold green",
}
FAMILY: Final = "What is no match (family, others at an address) follows from whole lists and is not compared here."


def show_rescreened(found: Rescreened, console: Console, limit: int) -> None:
    """The counts, what is open, then at most `limit` parties; how many are left out is said."""
    put(_rescreened(found, limit), console)


def _rescreened(found: Rescreened, limit: int) -> Iterator[RenderableType]:
    yield said(f"Before: {found.before}")
    yield said(f"After:  {found.after}")
    yield said(summary(found), "bold")
    yield said(effort(found), "dim")
    yield from (said(each, "dim") for each in read(found))
    yield from (said(f"note: {each}", "yellow") for each in found.notes)
    yield from (said(f"open: {each}", "bold yellow") for each in found.open)
    if found.nameless:
        yield said(nameless(found.nameless, limit), "bold yellow")
    for each in found.found[:limit]:
        yield _affected(each)
    yield from _more(len(found.found), limit)
    yield said(f"\n{FAMILY}", "dim")
    yield said(words.ADVICE, "dim")


def summary(found: Rescreened) -> str:
    """Who is affected, by what, in one line."""
    number = words.counted(found.parties, "party", "parties")
    if not found.found:
        known = "nothing changed for any of them" + (", as far as can be compared" if found.open else "")
        return f"{number} screened again: {known}"
    tally = Counter(change.what for each in found.found for change in each.changes)
    told = [words.counted(tally[what], *COUNTED[what]) for what in URGENCY if tally[what]]
    return f"{number} screened again, {len(found.found):,} affected: {'; '.join(told)}"


def effort(found: Rescreened) -> str:
    """How much was looked at instead of everything, and how long that took."""
    counts = f"{found.added:,} added, {found.removed:,} removed, {found.changed:,} changed"
    number = words.counted(found.added + found.removed + found.changed, "entry", "entries")
    return (
        f"against {number} ({counts}) and not the {found.unchanged:,} unchanged, "
        f"from a score of {found.threshold:.2f} on, in {found.seconds:,} s"
    )


def read(found: Rescreened) -> Iterator[str]:
    """What in the file was not read."""
    for meaning, number in found.unread.items():
        cells = words.counted(number, "cell")
        yield f"{cells} for the {meaning} could not be read: they speak for nothing and against nothing"
    if found.empty:
        yield f"{words.counted(found.empty, 'row')} of the file without anything"


def nameless(rows: Sequence[int], limit: int) -> str:
    """The rows without a name, by number; of many, how many more there are."""
    told = ", ".join(f"{each:,}" for each in rows[:limit])
    more = f" and {len(rows) - limit:,} more" if len(rows) > limit else ""
    count = words.counted(len(rows), "row without a readable name was", "rows without a readable name were")
    return f"{count} not screened: {told}{more}"


def _affected(found: Affected) -> RenderableType:
    head = Text.assemble(said(f"\n{found.asked.name}", "bold"), "  ")
    head.append_text(said(words.joined(found.asked.ref, f"row {found.row}"), "dim"))
    return Group(head, *(Padding(_change(each), (0, 0, 0, 2), expand=False) for each in found.changes))


def _change(found: AlertChange) -> RenderableType:
    alert = found.alert
    where = f"{alert.list}:{alert.id}"
    label = f"{MARKS[found.what]} {LABELS[found.what]}"
    head = Text.assemble(said(label, STYLES[found.what]), f"  {scores(found)}  ", said(alert.name or "(no name)"), "  ")
    head.append_text(said(words.joined(where, stands(alert)), "dim"))
    body: list[RenderableType] = [said(each) for each in reasons(found)]
    if found.entry is not None:
        body += changed(found.entry)
    return Group(head, *(Padding(each, (0, 0, 0, 2), expand=False) for each in body))


def scores(found: AlertChange) -> str:
    """The score, or both where it is another: `0.93`, `0.93 > 0.81`."""
    both = [f"{each.score:.2f}" for each in (found.before, found.after) if each is not None]
    return " > ".join(dict.fromkeys(both))


def stands(alert: Alert) -> str:
    """Where the alert stands: the snapshot with its day, and the line of the source."""
    of = f"of {alert.published}" if alert.published else ""
    return words.joined(" ".join(filter(None, (alert.snapshot, of))), alert.place)


def reasons(found: AlertChange) -> Iterator[str]:
    """Why this is told, in sentences."""
    yield found.alert.sentence
    if found.why:
        yield f"{found.why}."
    elif found.what == "gone":
        yield "Its entry changed, and it no longer scores enough." if found.entry else "It is no longer on the list."
    elif found.what == "new" and found.entry:
        yield "It was listed before; its entry changed, and now it scores enough."
    if found.before and found.after and found.before.match.listed != found.after.match.listed:
        yield f"Before, it matched as {found.before.match.listed}."
    if found.law:
        yield f"What follows from it changed: {words.listed(each.replace('_', ' ') for each in found.law)}."


def _more(number: int, limit: int) -> Iterator[RenderableType]:
    if number > limit:
        yield said(f"\n{number - limit:,} more; --limit {number} shows them all", "dim")
