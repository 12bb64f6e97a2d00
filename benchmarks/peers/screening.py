"""Screeners side by side: each a scorer of two names with its line, and a way through a whole list.

    contender.score(Asked("Huawei Tech", "organization"), Named(("Huawei Technologies Co., Ltd.",))) >= contender.line
    for found in contender.among(listed)(asked): ...

logic-v2 and the emulation of OFAC's search come from nomenklatura, token_sort_ratio from rapidfuzz, each at its usual
line. Reprieve is asked for the alerts that its users get. Whoever brings no way through a list of its own is shown
the candidates of nomenklatura's index.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from nomenklatura.blocker.index import Index
from rapidfuzz import fuzz, process, utils

from benchmarks.kit.alerts import Finder
from benchmarks.kit.pairs import Asked, Named
from reprieve.model.listed import Entry, Name, PartyKind
from reprieve.model.match import LINE
from reprieve.model.screened import Asked as Screen
from reprieve.screening.roll import Listed, Roll
from reprieve.screening.scorers import Scorer, entity, scorer

Score = Callable[[Asked, Named], float]
"""Who is asked for, one listed party with all its names -> 0 to 1."""
ByNames = Callable[[str, Sequence[str], str | None], float]
"""The same, of whoever knows names and the kind of party only."""

LOGIC, OFAC, SORTED, OURS = "logic-v2", "OFAC emulation", "token_sort_ratio", "Reprieve"
TOGETHER: Final = 1_000
"""Names that nomenklatura's index is asked at once: what counts as too frequent a word depends on it."""


class Contender(NamedTuple):
    """One screener. `way` says in a few words how it goes through a list."""

    title: str
    line: float
    score: Score
    among: Callable[[Sequence[Named]], Finder]
    way: str


def peers() -> list[Contender]:
    """The three that everybody can install."""
    logic, ofac = scorer("logic-v2"), scorer("ofac")
    return [
        Contender(LOGIC, logic.line, partial(_compared, logic), partial(_by_index, logic), "its own index"),
        Contender(OFAC, ofac.line, partial(_compared, ofac), partial(_by_index, ofac), "nomenklatura's index"),
        Contender(SORTED, 0.85, token_sort, partial(_by_every_name, 85), "every name"),
    ]


def ours() -> Contender:
    """Reprieve's, at its default line."""
    return Contender(OURS, LINE, by_our_alert, partial(_by_our_roll, LINE), "its own index")


def named(text: str) -> Contender:
    """Any other scorer: `package.module:function@0.7`."""
    place, _, line = text.partition("@")
    module, _, function = place.partition(":")
    return _any(function, float(line or 0.7), getattr(import_module(module), function))


def _any(title: str, line: float, asks: ByNames) -> Contender:
    def score(asked: Asked, listed: Named) -> float:
        return asks(asked.name, listed.names, asked.kind)

    return Contender(title, line, score, partial(_by_candidates, score, line), "nomenklatura's index")


# --- nomenklatura ---------------------------------------------------------------------------------------------------


def _entity(party: Asked | Named) -> Any:
    if isinstance(party, Named):
        return entity(party.names, party.kind)
    return entity([party.name], party.kind, party.countries)


def _compared(theirs: Scorer, asked: Asked, listed: Named) -> float:
    return theirs.compare(_entity(asked), _entity(listed))


class Candidates:
    """Nomenklatura's index over a list, as its own bulk matching uses it: 75 candidates a name at most."""

    def __init__(self, listed: Sequence[Named]) -> None:
        self.listed = [_entity(each) for each in listed]
        self._numbers = {each.id: number for number, each in enumerate(self.listed)}
        self._folder = tempfile.TemporaryDirectory(prefix="reprieve-bench-")
        self._index = Index(self, Path(self._folder.name), {"max_candidates": 75})
        self._index.build()

    def entities(self, include_schemata: object = None) -> Iterator[Any]:
        """All of them: what the index asks of a store's view."""
        del include_schemata  # every party is of a schema that can be matched
        yield from self.listed

    def of(self, asked: Sequence[Any]) -> Iterator[tuple[Any, list[int]]]:
        """Each entity asked with the numbers of its candidates, in the order asked."""
        for start in range(0, len(asked), TOGETHER):
            part = asked[start : start + TOGETHER]
            found = {each.id: matches for each, matches in self._index.match_entities(part)}
            for each in part:
                yield each, [self._numbers[other.id] for other, _ in found.get(each.id, ())]


def _by_index(theirs: Scorer, listed: Sequence[Named]) -> Finder:
    candidates = Candidates(listed)

    def find(asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
        for query, numbers in candidates.of([_entity(each) for each in asked]):
            yield [number for number in numbers if theirs.compare(query, candidates.listed[number]) >= theirs.line]

    return find


def _by_candidates(score: Score, line: float, listed: Sequence[Named]) -> Finder:
    candidates = Candidates(listed)

    def find(asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
        queries = [_entity(each) for each in asked]
        for each, (_, numbers) in zip(asked, candidates.of(queries), strict=True):
            yield [number for number in numbers if score(each, listed[number]) >= line]

    return find


# --- Reprieve -------------------------------------------------------------------------------------------------------


def by_our_alert(asked: Asked, listed: Named) -> float:
    """What the alert on this one party says, were there one: names, however they are to be read, and what bears on it.

    Imported each time, as a figure may have been changed (`kit/shaken.py`).
    """
    from reprieve.screening.alert import Listed, alert  # noqa: PLC0415  # see above

    return alert(_screened(asked), Listed(_entry(0, listed))).score


def _by_our_roll(line: float, listed: Sequence[Named]) -> Finder:
    roll = Roll(Listed(_entry(number, each)) for number, each in enumerate(listed))

    def find(asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
        for each in roll.screen_all(map(_screened, asked), line):
            yield sorted(int(alert.id) for alert in each.alerts)

    return find


def _entry(number: int, party: Named) -> Entry:
    return Entry("bench", str(number), _kind(party.kind), names=tuple(Name(text) for text in party.names))


def _screened(asked: Asked) -> Screen:
    return Screen(asked.name, kind=_kind(asked.kind), countries=asked.countries)


def _kind(kind: str | None) -> PartyKind:
    return cast("PartyKind", kind or "unknown")


# --- rapidfuzz ------------------------------------------------------------------------------------------------------


def token_sort(asked: Asked, listed: Named) -> float:
    """The best of all names, words sorted, case and punctuation away."""
    ratios = (fuzz.token_sort_ratio(asked.name, each, processor=utils.default_process) for each in listed.names)
    return max(ratios) / 100


def _by_every_name(line: int, listed: Sequence[Named]) -> Finder:
    """Every name against every name. A person is not compared with a firm, as nomenklatura does not either."""
    owners = [number for number, each in enumerate(listed) for _ in each.names]
    texts = [_sorted(name) for each in listed for name in each.names]

    def find(asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
        for each in asked:
            near = process.extract(_sorted(each.name), texts, scorer=fuzz.ratio, score_cutoff=line, limit=None)
            numbers = {owners[at] for _, _, at in near}
            yield sorted(number for number in numbers if not each.kind or listed[number].kind in {None, each.kind})

    return find


def _sorted(name: str) -> str:
    return " ".join(sorted(utils.default_process(name).split()))
