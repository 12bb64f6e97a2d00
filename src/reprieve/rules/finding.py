"""What a check of packs reports: one finding a fault, with a case that shows it wherever a case can.

Data only; `rules.check` makes findings, and faces print them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from reprieve.rules.witness import Witness

Level = Literal["error", "warning", "note"]
Kind = Literal[
    "load",
    "overlapping-window",
    "gap",
    "never-fires",
    "never-helps",
    "overlap",
    "unclearable",
    "always-true",
    "unused-fact",
    "unused-definition",
    "not-reviewed",
    "no-test",
    "unconfirmed",
    "too-large",
]


class Finding(msgspec.Struct, frozen=True):
    """One thing wrong, or worth knowing, about a pack. `rule` is a rule's id, or that of a pack, fact or definition.

    `place` is file and line, `witness` a case that shows it (`at`, and facts as tests write them) or None.
    """

    level: Level
    kind: Kind
    rule: str
    place: str
    what: str
    witness: Witness | None = None


def is_clean(found: Iterable[Finding]) -> bool:
    """Whether there is no error and no warning."""
    return all(each.level == "note" for each in found)
