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
    page = _Page(answers, console, depth)
    for part in page.parts():
        if page.plain:
            _print_plainly(part, console)
        else:
            console.print(part)


def _print_plainly(part: RenderableType, console: Console) -> None:
    """Print where only ASCII can be written: what it cannot say becomes a question mark, never an error."""
    with console.capture() as kept:
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
        yield _said(answers.case or answers.file, "bold")
        yield _said(f"{words.overall(answers)}; as known {words.moment(answers.known_at)}")
        if words.hypothetical(answers):
            yield _said(f"{words.HYPOTHETICAL}: {words.WHAT_IF}".upper(), "bold reverse")
            yield from (_said(f"  what if: {each}") for each in answers.hypothetical)
        yield from (_said(f"warning: {each}", "yellow") for each in answers.warnings)

    def _foot(self) -> Iterator[RenderableType]:
        answers = self._answers
        if self._depth < FULL:
            yield from (_said(f"standing scope: {each}", "dim") for each in answers.standing_scope)
        else:
            for pack in answers.packs:
                yield _said(f"law: {pack.id} ({pack.sha256[:12]}), reviewed {pack.reviewed.isoformat()}", "dim")
        yield _said(f"{words.ADVICE} {answers.software}".rstrip(), "dim")

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
        asked = _said(words.asked_for(answer, self._answers).removeprefix("asked for "))
        end = _said(words.ends(verdict) or "-")
        return [_titled(answer), asked, self._outcome(verdict), end, _said(verdict.sentence)]

    def _narrow_row(self, answer: Answer) -> list[Text]:
        outcome, end = self._outcome(answer.verdict), words.ends(answer.verdict)
        outcome.append(f"\n{end}" if end else "", "not bold default")
        asked = _said(words.asked_for(answer, self._answers), "dim")
        return [_titled(answer), outcome, Text.assemble(asked, "\n", _said(answer.verdict.sentence))]

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
        title = _said(words.joined(answer.id, answer.title), "bold")
        yield Rule(title, align="left", characters="-" if self.plain else "─", style="dim")
        yield Text.assemble(self._outcome(verdict, full=True), "  ", _said(words.ends(verdict), "bold"))
        if verdict.hypothetical:
            yield _said(f"{words.HYPOTHETICAL}: {words.WHAT_IF}".upper(), "bold reverse")
        yield _said(f"{verdict.sentence} {words.still_possible(verdict)}".rstrip())
        yield from (_said(each, "dim") for each in _asked(answer) if each)
        picture = blocks(answer.timeline, answer.at, min(self._width, READING) - 4, plain=self.plain)
        yield Padding(Group(*picture), (1, 0, 0, 2), expand=False)
        for section in sections(answer, self._called, answer.verdict.standing_scope):
            yield self._section(section)
        if self._depth >= WHOLE:
            yield from self._everything(answer)

    def _section(self, section: Section) -> RenderableType:
        grid = _grid()
        for item in section.items:
            body = _said(item.text, "bold" if item.first else "")
            body.append_text(_said(f"\n{item.notes}" if item.notes else "", "not bold dim"))
            grid.add_row(self._mark(MARKS[item.mark]), body)
        return _headed(section.title, grid, section.hint)

    def _everything(self, answer: Answer) -> Iterator[RenderableType]:
        yield _headed("Every period", self._periods(piece_rows(answer, self._called)))
        if answer.verdict.restrictions:
            yield _headed("Every restriction", self._restrictions(answer.verdict.restrictions))
        if answer.tree:
            yield _headed("The whole reasoning", self._tree(answer.tree))

    def _periods(self, rows: Iterable[PieceRow]) -> Table:
        grid = _grid(None, 2, 3)
        for row in rows:
            found = self._marked(row.outcome)
            found.append("\nthe moment asked about" if row.here else "", "not bold default")
            rest = [each for each in (*row.under, row.change, row.confidence) if each]
            grid.add_row(_said(str(row.number)), Text.assemble(_said(row.when), "\n", found), _said("\n".join(rest)))
        return grid

    def _restrictions(self, restrictions: tuple[Held, ...]) -> Table:
        grid = _grid()
        for held in restrictions:
            about = words.joined(held.leg, held.party, held.item)
            body = _said(f"{self._called.get(held.id, held.id)}: {held_words(held, self._called)}")
            body.append_text(_said("".join(f"\n{each}" for each in (about, *held.why_not) if each), "dim"))
            grid.add_row(self._mark(TRUTH_SYMBOLS[held.held]), body)
        return grid

    def _tree(self, tree: tuple[Line, ...]) -> Table:
        made = Table.grid()
        made.add_column(overflow="fold")
        for depth, line in flattened(tree):
            row = _grid()
            notes = _said(f"  {words.joined(line.kind, line.cite, line.source)}", "dim")
            row.add_row(self._mark(TRUTH_SYMBOLS[line.value]), Text.assemble(_said(line.text), notes))
            made.add_row(Padding(row, (0, 0, 0, 2 * min(depth, 12)), expand=False))
        return made

    def _mark(self, symbol: str) -> Text:
        return Text(PLAIN.get(symbol, symbol) if self.plain else symbol)


def _asked(answer: Answer) -> tuple[str, str]:
    clocks = f"For {words.moment(answer.at)}, as known {words.moment(answer.known_at)}."
    sure = f"Rests on: {words.CONFIDENCE[answer.verdict.confidence]}."
    return f"Asked: {answer.asked}" if answer.asked else "", f"{clocks} {sure}"


def _titled(answer: Answer) -> Text:
    return Text.assemble(_said(answer.id, "bold"), "\n", _said(answer.title))


def _headed(title: str, body: RenderableType, hint: str = "") -> Group:
    head = Text.assemble((title, "bold"), (f" ({hint})" if hint else "", "dim"))
    return Group(Text(), head, Padding(body, (0, 0, 0, 2), expand=False))


def _grid(*ratios: int | None) -> Table:
    """Columns without lines; by default a mark and what stands beside it."""
    made = Table.grid(padding=(0, 1))
    for ratio in ratios or (None, None):
        made.add_column(overflow="fold", ratio=ratio)
    return made


def _said(text: str, style: str = "") -> Text:
    return Text(words.readable(text), style)
