"""Packs on a terminal: a list, a page to read, findings. Text comes from the pack; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reprieve.model.page import FactRow, PackPage, Report, RulePage, TestRow, VersionRow

_LEVEL: Final = {"error": "bold red", "warning": "yellow", "fail": "bold red", "uncovered": "yellow", "note": "dim"}
_SURE: Final = {"official": "green", "secondary": "yellow", "unconfirmed": "bold red"}


def show_list(pages: Sequence[PackPage], console: Console) -> None:
    """A table of packs."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("pack", "title", "rules", "tests", "reviewed", "sha256"):
        table.add_column(name, overflow="fold")
    for page in pages:
        counts = (str(len(page.rules)), str(len(page.tests)))
        table.add_row(page.id, page.title, *counts, page.reviewed.isoformat(), page.sha256[:12])
    console.print(table)


def show_page(page: PackPage, console: Console) -> None:
    """A whole pack as a page."""
    console.print(Text(page.title, style="bold"))
    console.print(Text(f"{page.id}. {page.authority}. Days run in {page.zone}.", style="dim"))
    console.print(Text(f"Reviewed {page.reviewed}. sha256 {page.sha256}", style="dim"))
    console.print()
    console.print(Text(page.summary))
    _bullets("Covers", page.covers, console)
    _bullets("Leaves out", page.leaves_out, console)
    for rule in (*page.definitions, *page.rules):
        _rule(rule, console)
    _tests(page.tests, console)
    _facts(page.facts, console)
    if page.listings:
        console.print(f"\n{page.listings} listings in tables.")


def _bullets(title: str, lines: Iterable[str], console: Console) -> None:
    found = list(lines)
    if found:
        console.print(Text(f"\n{title}", style="bold"))
        for line in found:
            console.print(Padding(Text(f"- {line}"), (0, 0, 0, 2)))


def _rule(rule: RulePage, console: Console) -> None:
    console.rule(Text(f"{rule.kind}: {rule.title}", style="bold"), align="left")
    judged = f", judged for {rule.judged}" if rule.judged else ""
    console.print(Text(f"{rule.id}{judged}. {rule.place}", style="dim"))
    if rule.policy:
        console.print(Text(f"Review policy: {rule.policy}"))
    if rule.clears:
        console.print(Text(f"Clears: {', '.join(rule.clears)}"))
    if rule.prose:
        console.print(Padding(Markdown(rule.prose), (1, 2)))
    for version in rule.versions:
        _version(version, console)


def _version(version: VersionRow, console: Console) -> None:
    head = Text("* ")
    head.append(version.cite, style="bold")
    head.append(f"  {version.window}  " if version.window else "  ")
    head.append(version.confidence, style=_SURE[version.confidence])
    if version.known:
        head.append(f"  {version.does}, {version.known}", style="dim")
    console.print(head)
    lines = [version.condition and f"when {version.condition}"]
    lines += [f"precondition: {each}" for each in version.preconditions]
    lines += [f"obligation: {each}" for each in version.obligations]
    lines += [version.note and f"note: {version.note}"]
    for line in filter(None, lines):
        console.print(Padding(Text(line), (0, 0, 0, 4)))


def _tests(tests: Sequence[TestRow], console: Console) -> None:
    if tests:
        console.rule(Text("Tests", style="bold"), align="left")
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in ("test", "expects", "because its source says", "where"):
            table.add_column(name, overflow="fold")
        for test in tests:
            table.add_row(test.name, test.expected.replace("_", " "), test.source, test.place)
        console.print(table)


def _facts(facts: Sequence[FactRow], console: Console) -> None:
    if facts:
        console.rule(Text("Facts", style="bold"), align="left")
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in ("fact", "type", "question", "values", "who may say"):
            table.add_column(name, overflow="fold")
        for fact in facts:
            table.add_row(fact.id, fact.type, fact.question, fact.values, ", ".join(fact.asserted_by))
        console.print(table)


def show_report(report: Report, console: Console) -> None:
    """Findings, a line each, then the summary."""
    for level, place, text in report.lines:
        line = Text(f"{level:<9} ", style=_LEVEL.get(level, ""))
        line.append(f"{place}: ", style="dim")
        line.append(text, style="default")
        console.print(line)
    console.print(Text(report.summary, style="bold green" if report.clean else "bold red"))
