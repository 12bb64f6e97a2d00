"""Answers on a terminal, in three depths; it prints what it is given and decides nothing.

Depth 1 is a line a transaction; depth 2 adds what a person has to know and do; depth 3 adds every period and the whole
reasoning. Symbols carry the outcome where color cannot, and plain characters where the terminal cannot write symbols.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from reprieve.model.answer import Answer, Answers, Line
from reprieve.model.verdict import Held, Outcome, Verdict
from reprieve.views import words
from reprieve.views.blocks import blocks
from reprieve.views.looks import DUTY_SYMBOLS, LOOKS, TRUTH_SYMBOLS
from reprieve.views.sections import Section, sections
from reprieve.views.sections import blocks as to_resolve
from reprieve.views.tables import PieceRow, flattened, held_words, names, piece_rows

BRIEF, FULL, WHOLE = 1, 2, 3
"""The depths: the table; what a person has to know and do; everything."""
WIDE: Final = 140
"""From this width on, every column of the table stands on its own."""
LONG_ID: Final = 24
"""Only a longer id may be broken in the table."""
READING: Final = 120
"""No picture is wider."""
MARKS: Final = {"point": "•", "question": "?", "flag": "⚑", "lever": "→", **DUTY_SYMBOLS}
PLAIN: Final = {"•": "-", "⚑": "!", "→": ">", "☑": "+", "☒": "x", "☐": "o", "✓": "+", "✗": "x"}
"""What stands for a symbol on a terminal that writes only ASCII."""


def show(answers: Answers, console: Console, depth: int) -> None:
    """Print answers: 1 the table, 2 with the essentials of each transaction, 3 with everything."""
    put(_Page(answers, console, depth).parts(), console)


def put(parts: Iterable[RenderableType], console: Console) -> None:
    """Print part after part.

    Where only ASCII can be written, what it cannot say becomes a question mark, never an error.
    """
    if not console.options.ascii_only:
        for part in parts:
            console.print(part)
        return
    with console.capture() as kept:
        for part in parts:
            console.print(part)
    console.file.write(kept.get().replace("·", "-").encode("ascii", "replace").decode("ascii"))


class _Page:
    """The parts of one printout, in order."""

    def __init__(self, answers: Answers, console: Console, depth: int) -> None:
        self.plain = console.options.ascii_only
        self._answers, self._width, self._depth = answers, console.width, depth
        self._called = names(answers)

    def parts(self) -> Iterator[RenderableType]:
        """Everything, from the name of the case to the last word."""
        yield from self._head()
        if self._depth < FULL or len(self._answers.transactions) != 1:
            yield Text()
            yield self._table()
        if self._depth >= FULL:
            for answer in self._answers.transactions:
                yield from self._answer(answer)
        yield Text()
        yield from self._foot()

    def _head(self) -> Iterator[RenderableType]:
        answers = self._answers
        yield said(answers.case or answers.file, "bold")
        yield said(f"{words.overall(answers)}; as known {words.moment(answers.known_at)}")
        if words.hypothetical(answers):
            yield said(f"{words.HYPOTHETICAL}: {words.WHAT_IF}".upper(), "bold reverse")
            yield from (said(f"  what if: {each}") for each in answers.hypothetical)
        yield from (said(f"warning: {each}", "yellow") for each in answers.warnings)

    def _foot(self) -> Iterator[RenderableType]:
        answers = self._answers
        if self._depth < FULL:
            yield from (said(each, "dim") for each in words.taken_for(answers))
            yield from (said(f"standing scope: {each}", "dim") for each in answers.standing_scope)
        else:
            for pack in answers.packs:
                yield said(f"law: {pack.id} ({pack.sha256[:12]}), reviewed {pack.reviewed.isoformat()}", "dim")
        for known, titles, invented in words.lists_used(answers):
            told = f"{words.INVENTED.upper() if invented else 'lists'}, {known}: {'; '.join(titles)}"
            yield said(told, "bold reverse" if invented else "dim")
        yield said(f"{words.ADVICE} {answers.software}".rstrip(), "dim")

    # --- the table ---

    def _table(self) -> Table:
        wide = self._width >= WIDE
        made = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 1), pad_edge=False, show_edge=False)
        heads = ("Transaction", "Asked for", "Outcome", "Until", "Why") if wide else ("Transaction", "Outcome", "Why")
        ids = max((len(each.id) for each in self._answers.transactions), default=0)
        widths = {"Transaction": max(min(ids, LONG_ID), self._width // 5)}
        for head in heads:
            ratio = 1 if head == "Why" else None
            made.add_column(head, overflow="fold", width=widths.get(head), ratio=ratio)
        for number, answer in enumerate(self._answers.transactions):
            if number:
                made.add_row()
            made.add_row(*(self._wide_row if wide else self._narrow_row)(answer))
        return made

    def _wide_row(self, answer: Answer) -> list[Text]:
        verdict = answer.verdict
        asked = said(words.asked_for(answer, self._answers).removeprefix("asked for "))
        end = said(words.ends(verdict) or "-")
        return [_titled(answer), asked, self._outcome(verdict), end, said(verdict.sentence)]

    def _narrow_row(self, answer: Answer) -> list[Text]:
        outcome, end = self._outcome(answer.verdict), words.ends(answer.verdict)
        outcome.append(f"\n{end}" if end else "", "not bold default")
        asked = said(words.asked_for(answer, self._answers), "dim")
        return [_titled(answer), outcome, Text.assemble(asked, "\n", said(answer.verdict.sentence))]

    def _outcome(self, verdict: Verdict, *, full: bool = False) -> Text:
        labels = words.LABELS if full else words.SHORT
        return Text("what if: " if verdict.hypothetical else "") + self._marked(verdict.outcome, labels)

    def _marked(self, outcome: Outcome, labels: Mapping[Outcome, str] = words.SHORT) -> Text:
        look = LOOKS[outcome]
        return Text(f"{look.plain_symbol if self.plain else look.symbol} {labels[outcome]}", f"bold {look.style}")

    # --- one transaction ---

    def _answer(self, answer: Answer) -> Iterator[RenderableType]:
        verdict = answer.verdict
        yield Text()
        title = said(words.joined(answer.id, answer.title), "bold")
        yield Rule(title, align="left", characters="-" if self.plain else "─", style="dim")
        yield Text.assemble(self._outcome(verdict, full=True), "  ", said(words.ends(verdict), "bold"))
        if verdict.hypothetical:
            yield said(f"{words.HYPOTHETICAL}: {words.WHAT_IF}".upper(), "bold reverse")
        yield said(f"{verdict.sentence} {words.still_possible(verdict)}".rstrip())
        yield from (said(each, "dim") for each in _asked(answer) if each)
        picture = blocks(answer.timeline, answer.at, min(self._width, READING) - 4, plain=self.plain)
        yield Padding(Group(*picture), (1, 0, 0, 2), expand=False)
        for section in sections(answer, self._called, answer.verdict.standing_scope):
            yield self._section(section)
        if self._depth >= WHOLE:
            yield from self._everything(answer)

    def _section(self, section: Section) -> RenderableType:
        grid = columns()
        for item in section.items:
            body = said(item.text, "bold" if item.first else "")
            body.append_text(said(f"\n{item.notes}" if item.notes else "", "not bold dim"))
            grid.add_row(self._mark(MARKS[item.mark]), body)
        return headed(section.title, grid, section.hint)

    def _everything(self, answer: Answer) -> Iterator[RenderableType]:
        yield headed("Every period", self._periods(piece_rows(answer, self._called)))
        if answer.verdict.restrictions:
            yield headed("Every restriction", self._restrictions(answer.verdict.restrictions))
        if found := to_resolve(answer):
            yield headed(
                "To resolve an open name", said("\n\n".join(found)), "into the case file, once by and why are said"
            )
        if answer.tree:
            yield headed("The whole reasoning", self._tree(answer.tree))

    def _periods(self, rows: Iterable[PieceRow]) -> Table:
        grid = columns(None, 2, 3)
        for row in rows:
            found = self._marked(row.outcome)
            found.append("\nthe moment asked about" if row.here else "", "not bold default")
            rest = [each for each in (*row.under, row.change, row.confidence) if each]
            grid.add_row(said(str(row.number)), Text.assemble(said(row.when), "\n", found), said("\n".join(rest)))
        return grid

    def _restrictions(self, restrictions: tuple[Held, ...]) -> Table:
        grid = columns()
        for held in restrictions:
            about = words.joined(held.leg, held.party, held.item)
            body = said(f"{self._called.get(held.id, held.id)}: {held_words(held, self._called)}")
            body.append_text(said("".join(f"\n{each}" for each in (about, *held.why_not) if each), "dim"))
            grid.add_row(self._mark(TRUTH_SYMBOLS[held.held]), body)
        return grid

    def _tree(self, tree: tuple[Line, ...]) -> Table:
        made = Table.grid()
        made.add_column(overflow="fold")
        for depth, line in flattened(tree):
            row = columns()
            notes = said(f"  {words.joined(line.kind, line.cite, line.source)}", "dim")
            row.add_row(self._mark(TRUTH_SYMBOLS[line.value]), Text.assemble(said(line.text), notes))
            made.add_row(Padding(row, (0, 0, 0, 2 * min(depth, 12)), expand=False))
        return made

    def _mark(self, symbol: str) -> Text:
        return Text(PLAIN.get(symbol, symbol) if self.plain else symbol)


def _asked(answer: Answer) -> tuple[str, str]:
    clocks = f"For {words.moment(answer.at)}, as known {words.moment(answer.known_at)}."
    sure = f"Rests on: {words.CONFIDENCE[answer.verdict.confidence]}."
    return f"Asked: {answer.asked}" if answer.asked else "", f"{clocks} {sure}"


def _titled(answer: Answer) -> Text:
    return Text.assemble(said(answer.id, "bold"), "\n", said(answer.title))


def headed(title: str, body: RenderableType, hint: str = "") -> Group:
    """A part under its heading."""
    head = Text.assemble((title, "bold"), (f" ({hint})" if hint else "", "dim"))
    return Group(Text(), head, Padding(body, (0, 0, 0, 2), expand=False))


def columns(*ratios: int | None) -> Table:
    """Columns without lines; by default a mark and what stands beside it."""
    made = Table.grid(padding=(0, 1))
    for ratio in ratios or (None, None):
        made.add_column(overflow="fold", ratio=ratio)
    return made


def said(text: str, style: str = "") -> Text:
    """Text of somebody else: no markup in it counts, and nothing in it steers the terminal."""
    return Text(words.readable(text), style)
