"""What a change of packs does: mutants and what became of them, two folders of packs side by side.

Values for a face: everything in words, every case as tests write it. Nothing here decides.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from reprieve.model.verdict import Outcome

ENOUGH: Final = 0.95
"""The share of mistakes that the tests of a pack should notice."""


class Decided(msgspec.Struct, frozen=True):
    """What a law says of a case: the outcome, what else it may turn out to be, and the rules by which it is so."""

    outcome: Outcome
    possible: tuple[Outcome, ...]
    because: tuple[str, ...]
    authorized_by: tuple[str, ...]


class Case(msgspec.Struct, frozen=True, tag_field="shows", tag="case"):
    """A case that two laws decide differently: `at`, perhaps `known_at`, and facts; others do not matter."""

    facts: dict[str, str]
    before: Decided
    after: Decided


class Same(msgspec.Struct, frozen=True, tag_field="shows", tag="same"):
    """The proof that no case is decided differently: stretches of law compared, and combinations of values there."""

    stretches: int = 0
    combinations: int = 0


class Open(msgspec.Struct, frozen=True, tag_field="shows", tag="open"):
    """Neither: the search grew too large, or what differs could not be shown by a case."""

    why: str


Answer = Case | Same | Open
"""Do two laws decide some case differently?"""


class MutantRow(msgspec.Struct, frozen=True):
    """One mistake made on purpose, in a rule or a definition (`owner`), and what became of it.

    `by` is the test that noticed it. Where none did, `answer` proves that it is no mistake, or shows a case that no
    test tries, or says why there is neither; what is not proved has survived.
    """

    kind: str
    pack: str
    owner: str
    place: str
    change: str
    by: str = ""
    answer: Answer | None = None

    @property
    def fate(self) -> Literal["killed", "equivalent", "survived"]:
        """What became of it."""
        return "killed" if self.answer is None else "equivalent" if isinstance(self.answer, Same) else "survived"


class Mutation(msgspec.Struct, frozen=True):
    """Every mutant of some packs; `failing` are tests that fail without any, and then nothing was tried."""

    packs: tuple[str, ...]
    rows: tuple[MutantRow, ...]
    failing: tuple[str, ...] = ()

    def count(self, fate: str) -> int:
        """How many met this fate."""
        return sum(row.fate == fate for row in self.rows)

    @property
    def score(self) -> float:
        """The share of the mistakes that the tests notice, between 0 and 1; where there is no mistake, 1."""
        killed, survived = self.count("killed"), self.count("survived")
        return killed / (killed + survived) if killed + survived else 1.0

    @property
    def clean(self) -> bool:
        """Whether the tests stand, and notice enough."""
        return not self.failing and self.score >= ENOUGH


class FieldChange(msgspec.Struct, frozen=True):
    """One thing said differently; empty on the side on which it is not said."""

    what: str
    before: str
    after: str


Part = Literal["pack", "definition", "restriction", "authorization", "fact", "table", "listing"]
How = Literal["added", "removed", "changed"]


class Changed(msgspec.Struct, frozen=True):
    """One rule, definition, fact, table, list or pack that is not the same in both.

    `answer` shows a case that the two decide differently, or proves that there is none; it is None where none was
    looked for: a pack's own words, facts and listings, and tables that came or went.
    """

    kind: Part
    id: str
    how: How
    place: str
    fields: tuple[FieldChange, ...]
    answer: Answer | None = None


class PacksDifference(msgspec.Struct, frozen=True):
    """Two folders of packs: what changed, in the order of the packs."""

    before: str
    after: str
    changed: tuple[Changed, ...]
    unchanged: int
