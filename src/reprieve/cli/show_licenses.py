"""Printing of licenses and papers: JSON for programs, text for people. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from reprieve.cli.show import as_json

if TYPE_CHECKING:
    from reprieve.model.license import Event
    from reprieve.model.nouns import Authorization, Document


def licenses(found: Sequence[Authorization], *, json: bool) -> None:
    """Licenses with what is left of them."""
    from reprieve.views import licenses as pages

    if json:
        as_json(found)
    else:
        pages.show_licenses(found, Console(highlight=False))


def license_(found: Authorization, *, json: bool) -> None:
    """One license."""
    from reprieve.views import licenses as pages

    if json:
        as_json(found)
    else:
        pages.show_license(found, Console(highlight=False))


def ledger(found: Authorization, *, json: bool) -> None:
    """One license event by event."""
    from reprieve.views import licenses as pages

    if json:
        as_json(found)
    else:
        pages.show_ledger(found, Console(highlight=False))


def moved(found: Authorization, event: Event, *, json: bool) -> None:
    """What was written into a ledger, and what is left."""
    from reprieve.views import licenses as pages

    if json:
        as_json(found)
    else:
        print(pages.event_line(found, event))  # noqa: T201  # this module prints


def documents(found: Sequence[Document], *, json: bool) -> None:
    """Papers, each in a few lines."""
    from reprieve.views import licenses as pages

    if json:
        as_json(found)
    else:
        pages.show_documents(found, Console(highlight=False))


def document(found: Document, block: str, *, json: bool) -> None:
    """One paper, as the table of a case file."""
    if json:
        as_json(found)
    else:
        print(block)  # noqa: T201  # this module prints
