"""A screening on a terminal: alerts, the best first, what they are made of, and what was searched. It decides nothing.

No alert is no clearance: a list that does not cover the day is said to prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reprieve.model.match import Match, Relation
from reprieve.model.screen_run import ColumnTaken, FileRun, NameRun, ResultRow, Searched
from reprieve.model.screened import Alert, Relative
from reprieve.views import words
from reprieve.views.terminal import columns, headed, put, said

EXPLAINED: Final = 3
"""So many alerts are shown word by word."""
MOST_ROWS_NAMED: Final = 20
"""So many rows without a name are named."""
WIDE: Final = 100
"""From this width on, the worst alerts stand in a table."""
RELATIONS: Final[dict[Relation, str]] = {
    "equal": "the same",
    "edited": "near",
    "sounds_alike": "sounds alike",
    "equivalent": "means the same",
    "abbreviated": "begins alike",
    "initial": "initial",
    "joined": "in one word",
    "form": "form of company",
    "missing": "missing",
    "extra": "not listed",
}
PROVES_NOTHING: Final = "no alert on these proves nothing"


def show_name(run: NameRun, console: Console, limit: int) -> None:
    """One party: at most so many alerts, the family, and the lists searched."""
    put(_name(run, limit), console)


def _name(run: NameRun, limit: int) -> Iterator[RenderableType]:
    found = run.screened
    yield from _invented(run.lists)
    yield Text.assemble(said(found.asked.name, "bold"), said(f"  {_outcome(len(found.alerts), run.threshold)}"))
    for number, alert in enumerate(found.alerts[:limit], 1):
        yield Text()
        yield from _alert(number, alert)
        if number <= EXPLAINED and alert.match.rows:
            yield _under(_words(alert.match))
    if len(found.alerts) > limit:
        yield Text()
        yield said(f"{len(found.alerts) - limit:,} more; --limit shows more, --json all of them", "bold")
    if found.family:
        yield headed("Family", _relatives(found.family, limit), "no match, but they share what is distinctive")
    if found.same_address:
        yield headed("At the same address", _relatives(found.same_address, limit), "no match of the names")
    yield headed("Searched", _searched(run.lists))
    yield from _notes(run.notes)
    for name in found.unread:
        yield said(f"no word could be read in {name!r}: it was compared with nothing", "bold yellow")
    yield from _last_word(found.alerts, run.lists)


def _notes(notes: Iterable[str]) -> Iterator[Text]:
    yield from (said(f"note: {each}", "yellow") for each in notes)


def _outcome(alerts: int, threshold: float) -> str:
    what = words.counted(alerts, "possible match", "possible matches") if alerts else "no alert"
    return f"{what}, from a score of {threshold:.2f} on"


def _invented(lists: Iterable[Searched]) -> Iterator[Text]:
    if any(each.synthetic for each in lists):
        yield said(f"{words.INVENTED}: nothing here is an answer about the world.".upper(), "bold reverse")


def _alert(number: int, alert: Alert) -> Iterator[RenderableType]:
    title = Text.assemble(said(f"{number}. {alert.score:.2f} ", "bold red"), said(alert.name, "bold"))
    facts = words.joined(alert.kind if alert.kind != "unknown" else "", ", ".join(alert.countries), _basis(alert))
    title.append_text(said(f"  {alert.list}:{alert.id}", "dim"))
    yield title
    yield _under(said(alert.sentence))
    if alert.match.listed and alert.match.listed != alert.name:
        yield _under(said(f"matched by the other name {alert.match.listed!r}"))
    yield _under(said(words.joined(facts, _stands(alert)), "dim"))


def _basis(alert: Alert) -> str:
    return "" if alert.basis == "name" else f"by {alert.basis}"


def _stands(alert: Alert) -> str:
    """Where an alert stands: list, day, snapshot, line."""
    day = f" of {alert.published}" if alert.published else ""
    snapshot = f"snapshot {alert.snapshot}" if alert.snapshot else ""
    return words.joined(f"{alert.title or alert.list}{day}", snapshot, alert.place)


def _words(match: Match) -> Table:
    made = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    for head in ("Asked", "Listed", "Relation", "Weight", "Gain", "Loss", "Note"):
        right: JustifyMethod = "right" if head in {"Weight", "Gain", "Loss"} else "left"
        made.add_column(head, justify=right, overflow="fold", no_wrap=right == "right")
    for row in match.rows:
        figures = [f"{each:.2f}" for each in (row.weight, row.gain, row.loss)]
        texts = [said(each) for each in (row.query or "-", row.listed or "-", RELATIONS[row.relation])]
        made.add_row(*texts, *figures, said(row.note))
    return made


def _relatives(found: Sequence[Relative], limit: int) -> RenderableType:
    lines = [f"{each.name} ({each.list}:{each.id}), {', '.join(each.shared)}" for each in found[:limit]]
    lines += [f"and {len(found) - limit:,} more"] if len(found) > limit else []
    return Group(*(said(each) for each in lines))


def _searched(lists: Sequence[Searched]) -> RenderableType:
    """The lists by what they prove: those that cover the day, then those that do not, with the reason."""
    groups: dict[tuple[bool, str], list[str]] = {}
    for each in sorted(lists, key=lambda each: not each.covers):
        called = f"{each.list} ({each.entries:,}{', ' + words.INVENTED.upper() if each.synthetic else ''})"
        groups.setdefault((each.covers, _proves(each)), []).append(called)
    return Group(
        *(said(f"{what}: {', '.join(named)}", "" if covers else "yellow") for (covers, what), named in groups.items())
    )


def _proves(searched: Searched) -> str:
    if searched.covers:
        return f"complete for {searched.day}" if searched.day else "a list of your own"
    published = f"of {searched.published}: " if searched.published else ""
    return f"{published}{searched.why}"


def _last_word(alerts: Sequence[Alert], lists: Sequence[Searched]) -> Iterator[RenderableType]:
    yield Text()
    if alerts:
        yield said("A possible match is no decision: somebody has to look at it.")
    lacking = sum(not each.covers for each in lists)
    if lacking:
        what = "list does" if lacking == 1 else "lists do"
        yield said(f"{lacking} {what} not cover the day asked about: {PROVES_NOTHING}.", "bold yellow")
    elif not alerts:
        yield said("Every list searched is complete for the day asked about. Other lists may have the party.")


# --- a file ---------------------------------------------------------------------------------------------------------


def show_columns(taken: Iterable[ColumnTaken], console: Console) -> None:
    """What each column of a file was taken for, and why."""
    told = (
        f"column {each.column!r} -> {each.meaning} ({each.why})"
        if each.meaning
        else f"column {each.column!r} is not used ({each.why})"
        for each in taken
    )
    put((said(each, "dim") for each in told), console)


def show_file(run: FileRun, console: Console, limit: int) -> None:
    """A file screened: the counts, the worst alerts, who was not screened, the lists searched."""
    put(_file(run, console.width, limit), console)


def _file(run: FileRun, width: int, limit: int) -> Iterator[RenderableType]:
    yield from _invented(run.lists)
    yield said(f"{run.file}: {words.counted(run.parties, 'party', 'parties')} screened in {run.seconds:,} s", "bold")
    hits = words.counted(run.parties_with_alerts, "party", "parties")
    yield said(f"{hits} with {words.counted(run.alerts, 'alert')}, from a score of {run.threshold:.2f} on")
    if run.resumed:
        yield said(f"{words.counted(run.resumed, 'row')} had been screened before the run was broken off", "dim")
    yield from _notes(run.notes)
    yield from _left_out(run)
    worst = run.worst[:limit]
    if worst:
        title = "Worst alerts" if len(worst) < run.alerts else "Alerts"
        yield headed(title, _worst_table(worst) if width >= WIDE else _worst_lines(worst))
    yield headed("Searched", _searched(run.lists))
    yield from _rest(run)


def _left_out(run: FileRun) -> Iterator[RenderableType]:
    if run.nameless:
        named = ", ".join(str(each) for each in run.nameless[:MOST_ROWS_NAMED])
        more = f" and {len(run.nameless) - MOST_ROWS_NAMED:,} more" if len(run.nameless) > MOST_ROWS_NAMED else ""
        count = words.counted(len(run.nameless), "row without a readable name was", "rows without a readable name were")
        yield said(f"{count} not screened: {named}{more}", "bold yellow")
    if run.empty:
        yield said(f"{words.counted(run.empty, 'empty row')}", "dim")
    for meaning, number in run.unread.items():
        cells = words.counted(number, "cell")
        yield said(f"{cells} for the {meaning} could not be read: they speak for nothing and against nothing", "yellow")


def _worst_table(rows: Sequence[ResultRow]) -> Table:
    made = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False, expand=True)
    for head, ratio in (("Score", None), ("Row", None), ("Name", 3), ("Listed name", 3), ("Entry", 2)):
        right: JustifyMethod = "right" if ratio is None else "left"
        made.add_column(head, justify=right, overflow="fold", no_wrap=ratio is None, ratio=ratio)
    for row in rows:
        name = words.joined(row.ref, row.name)
        made.add_row(f"{row.score:.2f}", f"{row.row:,}", said(name), said(_listed(row)), said(f"{row.list}:{row.id}"))
    return made


def _worst_lines(rows: Sequence[ResultRow]) -> RenderableType:
    grid = columns(None, 1)
    for row in rows:
        body = said(f"{words.joined(row.ref, row.name)} (row {row.row:,})")
        body.append_text(said(f"\n{_listed(row)}, {row.list}:{row.id}", "dim"))
        grid.add_row(said(f"{row.score:.2f} ", "bold red"), body)
    return grid


def _listed(row: ResultRow) -> str:
    same = row.matched_name in {"", row.listed_name}
    return row.listed_name if same else f"{row.listed_name} (as {row.matched_name})"


def _rest(run: FileRun) -> Iterator[RenderableType]:
    yield Text()
    lacking = sum(not each.covers for each in run.lists)
    if lacking:
        what = "list does" if lacking == 1 else "lists do"
        yield said(f"{lacking} {what} not cover the day asked about: {PROVES_NOTHING}.", "bold yellow")
    if run.out:
        yield said(f"Result: {run.out}")
    elif run.alerts > len(run.worst):
        yield said("--csv FILE or --parquet FILE writes all alerts, and everybody who has none.")


def _under(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 3), expand=False)
