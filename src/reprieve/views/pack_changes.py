"""Changes of packs on a terminal: mistakes made on purpose, and two folders side by side. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn
from rich.text import Text

from reprieve.model.pack_changes import (
    Answer,
    Case,
    Changed,
    Decided,
    FieldChange,
    Mutation,
    Open,
    PacksDifference,
    Same,
)
from reprieve.views import words
from reprieve.views.list_progress import shown
from reprieve.views.terminal import said

_LONGEST: Final = 400
"""Characters of a text after which it is cut; JSON has it whole."""
_SIGN: Final = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


@contextmanager
def trying(console: Console | None = None) -> Iterator[Callable[[int, int], None] | None]:
    """A bar for the mutants of packs; None where nobody watches."""
    with shown(console, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bars:
        if bars is None:
            yield None
            return
        task = bars.add_task("trying mistakes", total=None)
        yield lambda done, whole: bars.update(task, completed=done, total=whole)


# --- mutants ----------------------------------------------------------------------------------------------------------


def show_mutation(found: Mutation, console: Console) -> None:
    """Each survivor with a case that nothing tests, then how many of the mistakes were noticed."""
    for name in found.failing:
        console.print(said(f"fails without any mistake: {name}", "bold red"))
    for row in found.rows:
        if row.fate == "survived":
            head = (said("survived  ", "yellow"), said(f"{row.place}: ", "dim"))
            console.print(Text.assemble(*head, said(f"{row.owner}: {row.change}. No test notices.")))
            for line in answered(row.answer, "with it"):
                console.print(said(f"    {line}"))
    console.print(said(mutation_summary(found), "bold green" if found.clean else "bold red"))


def mutation_summary(found: Mutation) -> str:
    """How many mistakes were made, noticed, and proved to be none."""
    if found.failing:
        return f"{words.counted(len(found.failing), 'question')} of the tests come out wrong; no mistakes were tried"
    killed, survived = found.count("killed"), found.count("survived")
    proofs = [row.answer for row in found.rows if isinstance(row.answer, Same)]
    mistakes = words.counted(killed + survived, "mistake")
    text = f"{mistakes}, {killed:,} noticed ({found.score:.1%}), {survived:,} not"
    if not proofs:
        return text
    return f"{text}; {words.counted(len(proofs), 'change')} proved to be none ({_proof(proofs)})"


def _proof(proofs: list[Same]) -> str:
    combinations, stretches = sum(each.combinations for each in proofs), sum(each.stretches for each in proofs)
    several = words.counted(combinations, "combination of values", "combinations of values")
    return f"{several} on {words.counted(stretches, 'stretch of law', 'stretches of law')}"


# --- two folders ------------------------------------------------------------------------------------------------------


def show_difference(found: PacksDifference, console: Console) -> None:
    """What changed, one thing after the other, each with a case that shows it or the word that there is none."""
    console.print(said(f"Before: {found.before}"))
    console.print(said(f"After:  {found.after}"))
    for each in found.changed:
        sign, style = _SIGN[each.how]
        head = said(f"\n{sign} {each.kind} {each.id}", f"bold {style}")
        console.print(Text.assemble(head, said(f"  {each.place}", "dim")))
        for line in _changed(each):
            console.print(said(f"    {line}"))
    rules = sum(each.kind in {"restriction", "authorization"} for each in found.changed)
    deciding = sum(isinstance(each.answer, Case) for each in found.changed)
    text = f"\n{words.counted(len(found.changed), 'change')}, {deciding:,} with a case that is decided differently; "
    console.print(said(f"{text}{words.counted(rules, 'rule')} changed, {found.unchanged:,} not", "bold"))


def _changed(found: Changed) -> Iterator[str]:
    for field in found.fields:
        yield from _field(field)
    yield from answered(found.answer, "after")


def _field(found: FieldChange) -> Iterator[str]:
    if not found.before or not found.after:
        yield f"{found.what}: {'+' if found.after else '-'} {_short(found.after or found.before)}"
        return
    yield f"{found.what}:"
    yield f"  - {_short(found.before)}"
    yield f"  + {_short(found.after)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."


def answered(answer: Answer | None, after: str) -> Iterator[str]:
    """A case with both decisions, the proof that there is none, or why there is neither."""
    if isinstance(answer, Case):
        facts = ", ".join(f"{name} = {value}" for name, value in answer.facts.items())
        yield f"differing case: {facts or 'any'}"
        wide = answer.before.outcome == answer.after.outcome
        yield f"  before: {_decided(answer.before, wide=wide)}; {after}: {_decided(answer.after, wide=wide)}"
    elif isinstance(answer, Open):
        yield f"no differing case shown: {answer.why}"
    elif isinstance(answer, Same):
        how = f"{_proof([answer])} compared" if answer.stretches else "the same conditions stand at every moment"
        yield f"no case is decided differently: {how}"


def _decided(found: Decided, *, wide: bool) -> str:
    text = found.outcome.replace("_", " ")
    if found.because:
        text += f" because of {', '.join(found.because)}"
    if found.authorized_by:
        text += f" by {', '.join(found.authorized_by)}"
    if wide and len(found.possible) > 1:
        text += f" (possible: {', '.join(each.replace('_', ' ') for each in found.possible)})"
    return text
