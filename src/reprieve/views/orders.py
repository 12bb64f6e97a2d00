"""Orders on a terminal: how many may go, what stops the others, what would settle the open ones, and the worst of them.

What many orders share is said once, with how many wait for it. It prints what it is given and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.text import Text

from reprieve.model.order_run import OrderAnswer, OrderRun, Shared
from reprieve.model.verdict import Outcome
from reprieve.views import words
from reprieve.views.looks import LOOKS
from reprieve.views.terminal import columns, headed, put, said

SHOWN: Final = 7
"""So many of what orders have in common are shown."""
TO_DO: Final[dict[Outcome, str]] = {
    "prohibited": "stop",
    "license_required": "stop, or apply for a license",
    "indeterminate": "hold until the questions below are answered",
    "authorized": "may go ahead on the conditions below",
    "no_license_required": "may go ahead as far as the law modelled goes",
}


def show_orders(run: OrderRun, console: Console, limit: int) -> None:
    """The counts, what is to be done about them, and at most `limit` orders that may not simply go."""
    put(_run(run, limit, plain=console.options.ascii_only), console)


def _run(run: OrderRun, limit: int, *, plain: bool) -> Iterator[RenderableType]:
    if run.hypothetical:
        yield said(f"{words.HYPOTHETICAL}: {words.WHAT_IF}".upper(), "bold reverse")
        yield from (said(f"  what if: {each}") for each in run.hypothetical)
    number = words.counted(len(run.answers), "order")
    yield said(f"{run.file}, against {run.case}: {number} in {run.seconds:,} s", "bold")
    yield said(f"as known {words.moment(run.known_at)}", "dim")
    yield from (said(f"warning: {each}", "yellow") for each in run.warnings)
    yield from (said(f"note: {each}", "yellow") for each in run.notes)
    yield Text()
    yield _counts(run, plain=plain)
    yield from _common("What stops them", run.stops)
    yield from _common("Answer these first", run.questions)
    yield from _common("Conditions of those that may go ahead", run.conditions)
    yield from _worst(run, limit, plain=plain)
    yield Text()
    yield from _foot(run)


def _counts(run: OrderRun, *, plain: bool) -> RenderableType:
    grid = columns(None, None, 1)
    for outcome, number in run.outcomes.items():
        label = said(f"{_symbol(outcome, plain=plain)} {words.SHORT[outcome]} ", LOOKS[outcome].style)
        grid.add_row(said(f"{number:,} ", "bold"), label, said(TO_DO[outcome], "dim"))
    return grid


def _symbol(outcome: Outcome, *, plain: bool) -> str:
    look = LOOKS[outcome]
    return look.plain_symbol if plain else look.symbol


def _common(title: str, found: Sequence[Shared]) -> Iterator[RenderableType]:
    if not found:
        return
    grid = columns(None, 1)
    for each in found[:SHOWN]:
        body = said(each.text)
        body.append_text(said(f"\n{_named(each)}", "dim"))
        grid.add_row(said(f"{each.orders:,} ", "bold"), body)
    if len(found) > SHOWN:
        grid.add_row(Text(), said(f"and {len(found) - SHOWN:,} more", "dim"))
    yield headed(title, grid, "orders, and the first of them")


def _named(shared: Shared) -> str:
    more = shared.orders - len(shared.first)
    return ", ".join(shared.first) + (f" and {more:,} more" if more > 0 else "")


def _worst(run: OrderRun, limit: int, *, plain: bool) -> Iterator[RenderableType]:
    held = [each for each in run.answers if each.verdict.outcome != "no_license_required"]
    if not held:
        return
    shown = held[:limit]
    left = f"; {len(held) - len(shown):,} more, --limit shows them" if len(held) > len(shown) else ""
    yield headed("Orders", Group(*(_answer(each, plain=plain) for each in shown)), f"the worst first{left}")


def _answer(answer: OrderAnswer, *, plain: bool) -> RenderableType:
    outcome = answer.verdict.outcome
    grid = columns(None, 1)
    head = words.joined(answer.order or f"row {answer.row}", answer.recipient, ", ".join(answer.items))
    body = said(head, "bold")
    body.append_text(said(f"\n{answer.verdict.sentence}"))
    grid.add_row(said(f"{_symbol(outcome, plain=plain)} ", LOOKS[outcome].style), body)
    return grid


def _foot(run: OrderRun) -> Iterator[RenderableType]:
    yield from (said(f"standing scope: {each}", "dim") for each in run.standing_scope)
    for pack in run.packs:
        yield said(f"law: {pack.id} ({pack.sha256[:12]}), reviewed {pack.reviewed.isoformat()}", "dim")
    for each in run.lists:
        told = f"{each.title}: {words.known_in_full(each)}"
        yield said(
            f"{words.INVENTED.upper()}, {told}" if each.synthetic else told, "bold reverse" if each.synthetic else "dim"
        )
    if run.out:
        yield said(f"Answers: {run.out}")
    else:
        yield said("--csv, --xlsx or --parquet FILE writes every answer with its reasons.")
    yield said(f"{words.ADVICE} {run.software}".rstrip(), "dim")
