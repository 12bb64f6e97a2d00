"""What a comparison of two names found: a score, and the words that it is made of."""

from __future__ import annotations

from typing import Literal

import msgspec

Relation = Literal[
    "equal", "edited", "sounds_alike", "equivalent", "abbreviated", "initial", "joined", "form", "missing", "extra"
]
"""How a word of one name stands to one of the other; `missing` from the query, `extra` in it."""

LINE = 0.7
"""From this score on two names count as the same party's, unless somebody sets another line."""


class WordRow(msgspec.Struct, frozen=True):
    """One pair of words, or one word without a partner.

    `weight` is how much the pair counts, `likeness` 0..1 how alike it is, `gain` what it adds to the score (all gains
    together are the score) and `loss` what it takes from one (all losses and the score together are 1).
    """

    query: str
    listed: str
    relation: Relation
    weight: float
    likeness: float
    gain: float
    loss: float
    note: str = ""


class Match(msgspec.Struct, frozen=True):
    """Two names compared. `listed` is the name that matched best of those given; `sentence` says it for a reviewer.

    `rank` orders matches of one score: how much distinctive matter the two have in common.
    """

    score: float
    query: str
    listed: str
    rows: tuple[WordRow, ...]
    sentence: str
    rank: float = 0.0

    @property
    def explanation(self) -> tuple[WordRow, ...]:
        """The words that the score is made of."""
        return self.rows
