"""Licenses and papers that we keep, on a terminal: what is left of each license, its ledger, and who signed what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding

from reprieve.model.license import Account, Balance, Event, Line, money
from reprieve.model.nouns import Authorization, Document
from reprieve.views import words
from reprieve.views.terminal import columns, put, said


def show_licenses(found: Sequence[Authorization], console: Console) -> None:
    """Each license with what is left of it."""
    put(_licenses(found), console)


def show_license(found: Authorization, console: Console) -> None:
    """One license: what it grants, its provisos, and what is left."""
    put(_license(found), console)


def show_ledger(found: Authorization, console: Console) -> None:
    """One license event by event, with what was left after each."""
    put(_ledger(found), console)


def show_documents(found: Sequence[Document], console: Console) -> None:
    """Each paper in a line."""
    put(_documents(found), console)


def _licenses(found: Sequence[Authorization]) -> Iterator[RenderableType]:
    if not found:
        yield said("No license is kept. `reprieve licenses add FILE` takes one.")
    for each in found:
        yield said(f"{each.authority} license {each.number}", "bold")
        yield _under([words.span(each.window.start, each.window.end), *left(each)])


def _license(found: Authorization) -> Iterator[RenderableType]:
    yield said(f"{found.authority} license {found.number}", "bold")
    lines = [
        words.span(found.window.start, found.window.end),
        f"for {words.listed(_role(found, each) for each in found.parties)}",
        f"clears {words.listed(found.clears)}",
        f"items: {words.listed(found.items)}",
        f"to {words.listed(found.destinations)}" if found.destinations else "to any destination",
        *(f"beforehand: {each.text}" if each.paper else f"proviso: {each.text}" for each in found.provisos),
        f"source: {found.source.text}",
        *left(found),
    ]
    yield _under(lines)


def _ledger(found: Authorization) -> Iterator[RenderableType]:
    yield said(f"{found.authority} license {found.number}", "bold")
    grid = columns(None, None, None, 1, 1)
    for event, after in zip(found.ledger, found.accounts[1:], strict=True):
        moved = words.listed(_moved(found, item, line) for item, line in event.items.items()) or "all that is reserved"
        cells = (words.moment(event.on), event.kind, event.order, moved, "; ".join(balances(found, after)))
        grid.add_row(*(said(f"{each}  ") for each in cells))
    yield Padding(grid, (0, 0, 0, 2), expand=False) if found.ledger else said("  nothing was drawn from it yet")


def _documents(found: Sequence[Document]) -> Iterator[RenderableType]:
    if not found:
        yield said("No paper is kept. `reprieve documents add FILE` takes one.")
    for each in found:
        yield said(f"{each.id}  {kind(each)}", "bold")
        about = words.joined(each.scope, each.paragraph, f"for {words.listed(each.items)}" if each.items else "")
        lines = [
            f"signed by {each.signer} on {words.moment(each.signed)}",
            about,
            each.contract,
            each.digest,
            each.note,
        ]
        yield _under(filter(None, lines))


def kind(paper: Document) -> str:
    """What sort of paper it is, as people call it."""
    return paper.kind.replace("uvl", "UVL").replace("_", " ").replace("end use", "end-use")


def left(found: Authorization) -> Iterator[str]:
    """What is left of a license, a line for each limit."""
    yield from balances(found, found.accounts[-1])


def balances(found: Authorization, account: Account) -> Iterator[str]:
    """What is left in an account, with what of it is promised."""
    for item, limit in found.limits.items():
        yield _balance(account.items[item], f"{limit.unit} of {item}", lambda number: f"{number:,}")
    if found.value is not None:
        yield _balance(account.value, found.currency, money)


def event_line(found: Authorization, event: Event) -> str:
    """What was written, and what is left, in a line."""
    return f"{event.kind}, order {event.order}: {'; '.join(left(found)) or 'the license sets no limit'}"


def _balance(found: Balance, unit: str, shown: Callable[[int], str]) -> str:
    promised = f", {shown(found.reserved)} reserved" if found.reserved else ""
    return (
        f"{shown(found.left or 0)} of {shown(found.licensed or 0)} {unit} left ({shown(found.shipped)} out{promised})"
    )


def _moved(found: Authorization, item: str, line: Line) -> str:
    quantity = f"{line.quantity:,} {item}" if line.quantity else item
    return f"{quantity} worth {money(line.value)} {found.currency}" if line.value else quantity


def _role(found: Authorization, party: str) -> str:
    roles = found.roles.get(party)
    return f"{party} as {words.listed(each.replace('_', ' ') for each in roles)}" if roles else party


def _under(lines: Iterable[str]) -> RenderableType:
    return Padding(said("\n".join(lines)), (0, 0, 0, 2), expand=False)
