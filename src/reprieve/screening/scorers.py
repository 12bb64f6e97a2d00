"""Scorers of others, for whoever wants a second opinion: nomenklatura's logic-v2 and its emulation of OFAC's search.

    score = scorer("logic-v2")
    score("Huawei Tech", ("Huawei Technologies Co., Ltd.",), "organization") >= score.line

Never needed to screen, and never loaded before somebody asks: nomenklatura is no part of the base install. Neither has
an index that is exact, so that every listed name has to be compared: some 4,000 pairs a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from typing import Any, Final, NamedTuple

from reprieve.errors import BadInput, MissingExtra

INSTALL: Final = "pip install 'nomenklatura>=4.17,<5'"
SCHEMATA: Final = {"person": "Person", "organization": "Company", "vessel": "Vessel", "aircraft": "Airplane"}
"""Our kind of party -> FollowTheMoney's schema."""
UNKNOWN: Final = "LegalEntity"
_FRESH: Final = count()


class Known(NamedTuple):
    """What nomenklatura calls it, and the line that its users draw."""

    algorithm: str
    line: float


SCORERS: Final = {"logic-v2": Known("LogicV2", 0.7), "ofac": Known("OFACMatcher", 0.85)}
"""By the names that `--scorer` takes."""


class Scorer(NamedTuple):
    """One scorer, loaded. `compare` takes two entities that `entity` made; from `line` on its users see a match."""

    name: str
    line: float
    compare: Callable[[Any, Any], float]

    def __call__(self, query: str, listed: Sequence[str], kind: str | None = None) -> float:
        """0 to 1 for a name against all names of one party; `kind` as lists have it, if known."""
        return self.compare(entity([query], kind), entity(listed, kind))


def available() -> tuple[str, ...]:
    """The scorers that can be loaded here; loads none of them."""
    return tuple(SCORERS) if find_spec("nomenklatura") else ()


@cache
def scorer(name: str) -> Scorer:
    """A scorer by name. Raises BadInput for a name that nobody has, MissingExtra where it is not installed."""
    if name not in SCORERS:
        raise BadInput("--scorer", f"no scorer is called {name!r}", f"one of: {', '.join(SCORERS)}")
    known = SCORERS[name]
    try:
        algorithm = getattr(import_module("nomenklatura.matching"), known.algorithm)
    except (ImportError, AttributeError) as why:
        raise MissingExtra(f"--scorer {name} needs nomenklatura 4.17 or later; to install it: {INSTALL}") from why
    config = algorithm.default_config()
    return Scorer(name, known.line, lambda one, other: float(algorithm.compare(one, other, config).score))


def entity(names: Sequence[str], kind: str | None = None, countries: Sequence[str] = ()) -> Any:
    """A party as nomenklatura wants it; `countries` are ISO 3166-1 alpha-2 codes.

    Its id is new each time: logic-v2 remembers names by id, and would answer for another party where an id came again.
    """
    made = import_module("followthemoney").model.make_entity(SCHEMATA.get(kind or "", UNKNOWN))
    made.id = f"reprieve-{next(_FRESH)}"
    made.add("name", list(names))
    made.add("country", [each.lower() for each in countries])
    return made
