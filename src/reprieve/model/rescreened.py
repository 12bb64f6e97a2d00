"""Re-screening: what a change of the lists alters for the parties screened before, alert by alert.

Nothing here decides: a new alert is somebody to look at, and one that is gone clears nobody of anything else.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from reprieve.model.screen_run import ColumnTaken
from reprieve.model.screened import Alert, Asked
from reprieve.model.snapshot import EntryChange

What = Literal["new", "law", "changed", "unknown", "gone"]
"""What became of an alert. `law`: the alert is what it was, what the list asks of the party is not. `unknown`: it is no
longer there, but the later publication proves no absence."""

URGENCY: Final[dict[What, int]] = {"new": 0, "law": 1, "changed": 2, "unknown": 3, "gone": 4}
"""The worst first."""


class AlertChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One listed party that may be the one asked about, before and after; None: no alert on that side.

    `differs`: the fields of the alert that are not the same on both sides. `entry`: what differs in the entry itself
    (None: it stands on one side only), and `law`: which of those fields are no part of who the party is, but of what is
    required of it, under which policy, since when. `why` says why an `unknown` is one.
    """

    what: What
    before: Alert | None = None
    after: Alert | None = None
    differs: tuple[str, ...] = ()
    entry: EntryChange | None = None
    law: tuple[str, ...] = ()
    why: str = ""

    @property
    def alert(self) -> Alert:
        """The alert as it is now, or as it last was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  # one side has it, or nothing changed
        return found

    @property
    def urgency(self) -> tuple[int, float]:
        """Orders changes, the worst first: what became of the alert (a change of the law counts as such), its score."""
        return min(URGENCY[self.what], URGENCY["law"] if self.law else len(URGENCY)), -self.alert.score


class Affected(msgspec.Struct, frozen=True, omit_defaults=True):
    """A party for which something changed, the worst first. `row` is its line or, of a sheet, its row in the file."""

    row: int
    asked: Asked
    changes: tuple[AlertChange, ...]


class Rescreened(msgspec.Struct, frozen=True):
    """What a change of the lists altered. `before` and `after` say in words what was compared.

    `found` has everybody affected, the worst first. `parties` were screened, rows without a name (`nameless`) were not.
    `added`, `removed`, `changed` and `unchanged` count entries. `open` says what cannot be compared, and so is not
    known to be unchanged. `columns` say what those of the file were taken for, `unread` counts, by meaning, cells that
    say nothing to us, `empty` rows without anything. `seconds` is what it all took.
    """

    before: str
    after: str
    threshold: float
    parties: int
    added: int
    removed: int
    changed: int
    unchanged: int
    found: tuple[Affected, ...] = ()
    nameless: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    columns: tuple[ColumnTaken, ...] = ()
    unread: dict[str, int] = {}
    empty: int = 0
    seconds: float = 0.0

    @property
    def settled(self) -> bool:
        """Whether nothing changed for anybody, as far as can be told, and all can be told."""
        return not (self.found or self.open or self.nameless)
