"""The most that a name can score, from which of its words are alike to one of the query's.

    (gain of the query's words + gain of the name's) / (weight of those words + 2 * cost(l, o))

Words of either side that are alike to one of the other count, each with the likeness to whatever it is most alike to;
l and o are the weights of the words of the query and of the name that are alike to none, and

    cost(l, o) = CONFLICT * min(l, o) + EXTRA * (l - o)    if l > o, else CONFLICT * min(l, o) + MISSING * (o - l)

Why no score is higher. Let an alignment pair words and leave over L >= l of the query and O >= o of the name; s is
(L - l) + (O - o), the weight of words that are alike to some word and yet go without. Each of these is at least LEAST
alike to something, so that `matched` is at most half the gains less s * LEAST / 2. `matched + unlike` is half the
weight of the paired words, half the weight of all words alike less s / 2; L and O cost at least as much as l and o and
`RATE` = min(EXTRA, MISSING) * s more, as no letter of cost falls below that rate. So matched / whole is at most

    (gains / 2 - s * LEAST / 2) / (words / 2 + cost(l, o) - s * (1 / 2 - RATE))

and since 1/2 - RATE <= LEAST / 2 (`HOLDS`) and gains <= words, leaving out both terms with s makes it no smaller. What
else a scorer may do lowers the score.

`heaviest` turns it round: a name that is met by nothing but some of the query's words cannot be heavier than so much.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from reprieve.screening.aligned import CONFLICT, EXTRA, MISSING
from reprieve.screening.likeness import LEAST
from reprieve.screening.parsed import Manner
from reprieve.screening.spread import Floats

SLACK: Final = 1e-9
"""What rounding may take from a bound."""
HOLDS: Final = all(
    0.5 - LEAST / 2 <= rate <= CONFLICT - (1 - LEAST) / 2 for rate in (*EXTRA.values(), *MISSING.values())
)
"""Whether the scorer's figures are such that the proof is one."""


class Rates(NamedTuple):
    """What a unit of weight costs that only the query has, or only the name."""

    extra: float
    missing: float

    @classmethod
    def of(cls, manner: Manner) -> Rates:
        """As the scorer has them."""
        return cls(EXTRA[manner], MISSING[manner])

    def cost(self, left: Floats, over: Floats) -> Floats:
        """What it takes from a score that these weights have no partner."""
        return (
            CONFLICT * np.minimum(left, over)
            + self.extra * np.maximum(left - over, 0.0)
            + self.missing * np.maximum(over - left, 0.0)
        )

    def heaviest(self, met: float, most: float, left: float, threshold: float) -> float:
        """The weight that a name can have at most, or -1 if none will do.

        It is met by words of the query that weigh `met` together and by no others, which weigh `left`; with these words
        can be paired no more than `most` of the name's weight.
        """
        room = (met + most) / 2 * (1 - threshold) / threshold + SLACK - self.extra * left
        if room < 0:
            return -1.0
        over = room / (CONFLICT - self.extra)
        if over > left:
            room -= (CONFLICT - self.extra) * left
            over = left + room / self.missing
        return most + over + SLACK
