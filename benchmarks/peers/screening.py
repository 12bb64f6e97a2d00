"""Screeners side by side: each a scorer of two names with its line, and a way through a whole list.

    contender.score("Huawei Tech", ("Huawei Technologies Co., Ltd.",), "organization") >= contender.line
    for found in contender.among(listed)(asked): ...

logic-v2 and the emulation of OFAC's search come from nomenklatura, token_sort_ratio from rapidfuzz, each at its usual
line. Reprieve is imported when it is asked for. Whoever brings no way through a list of its
own is shown the candidates of nomenklatura's index.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple

from followthemoney import model
from nomenklatura.blocker.index import Index
from nomenklatura.matching import LogicV2, OFACMatcher
from rapidfuzz import fuzz, process, utils

from benchmarks.kit.alerts import Asked, Finder
from benchmarks.kit.pairs import Named

Scorer = Callable[[str, Sequence[str], str | None], float]
"""The name asked, all names of one listed party, the kind of party if one is known -> 0 to 1."""

SCHEMATA: Final = {"person": "Person", "organization": "Company", "vessel": "Vessel", "aircraft": "Airplane"}
UNKNOWN: Final = "LegalEntity"
LOGIC, OFAC, SORTED, OURS = "logic-v2", "OFAC emulation", "token_sort_ratio", "Reprieve"
TOGETHER: Final = 1_000
"""Names that nomenklatura's index is asked at once: what counts as too frequent a word depends on it."""
_FRESH: Final = count()


class Contender(NamedTuple):
    """One screener. `way` says in a few words how it goes through a list."""

    title: str
    line: float
    score: Scorer
    among: Callable[[Sequence[Named]], Finder]
    way: str


def peers() -> list[Contender]:
    """The three that everybody can install."""
    ofac = partial(_compared, OFACMatcher, OFACMatcher.default_config())
    logic = partial(_compared, LogicV2, LogicV2.default_config())
    return [
        Contender(LOGIC, 0.7, partial(_scored, logic), partial(_by_index, logic, 0.7), "its own index"),
        Contender(OFAC, 0.85, partial(_scored, ofac), partial(_by_index, ofac, 0.85), "nomenklatura's index"),
        Contender(SORTED, 0.85, token_sort, partial(_by_every_name, 85), "every name"),
    ]


def ours() -> Contender:
    """Reprieve's, at its default line."""
    from reprieve import compare_names  # noqa: PLC0415  # the peers are measured without it too

    def score(query: str, listed: Sequence[str], kind: str | None) -> float:
        return compare_names(query, listed, kind=kind).score

    return Contender(OURS, 0.7, score, partial(_by_our_index, 0.7), "its own index")


def named(text: str) -> Contender:
    """Any other scorer: `package.module:function@0.7`."""
    place, _, line = text.partition("@")
    module, _, function = place.partition(":")
    return _any(function, float(line or 0.7), getattr(import_module(module), function))


def _any(title: str, line: float, score: Scorer) -> Contender:
    return Contender(title, line, score, partial(_by_candidates, score, line), "nomenklatura's index")


# --- nomenklatura ---------------------------------------------------------------------------------------------------


def entity(names: Sequence[str], kind: str | None) -> Any:
    """A party with names only. Its id is new each time: logic-v2 remembers names by id and would answer for another."""
    made = model.make_entity(SCHEMATA.get(kind or "", UNKNOWN))
    made.id = f"n{next(_FRESH)}"
    made.add("name", list(names))
    return made


def _compared(algorithm: Any, config: Any, query: Any, listed: Any) -> float:
    return float(algorithm.compare(query, listed, config).score)


def _scored(compare: Callable[[Any, Any], float], query: str, listed: Sequence[str], kind: str | None) -> float:
    return compare(entity([query], kind), entity(listed, kind))


class Candidates:
    """Nomenklatura's index over a list, as its own bulk matching uses it: 75 candidates a name at most."""

    def __init__(self, listed: Sequence[Named]) -> None:
        self.listed = [entity(each.names, each.kind) for each in listed]
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


def _by_index(compare: Callable[[Any, Any], float], line: float, listed: Sequence[Named]) -> Finder:
    candidates = Candidates(listed)

    def find(asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
        for query, numbers in candidates.of([entity([each.name], each.kind) for each in asked]):
            yield [number for number in numbers if compare(query, candidates.listed[number]) >= line]

    return find


def _by_candidates(score: Scorer, line: float, listed: Sequence[Named]) -> Finder:
    candidates = Candidates(listed)

    def find(asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
        queries = [entity([each.name], each.kind) for each in asked]
        for each, (_, numbers) in zip(asked, candidates.of(queries), strict=True):
            yield [number for number in numbers if score(each.name, listed[number].names, each.kind) >= line]

    return find


# --- Reprieve -------------------------------------------------------------------------------------------------------


def _by_our_index(line: float, listed: Sequence[Named]) -> Finder:
    """Two indexes, as names of persons are read otherwise than those of everybody else. No kind known: in both."""
    from reprieve.screening.index import Index  # noqa: PLC0415  # the peers are measured without it too

    owned = [(name, number) for number, each in enumerate(listed) for name in each.names]
    persons = [(name, number) for name, number in owned if listed[number].kind in {"person", None}]
    others = [(name, number) for name, number in owned if listed[number].kind != "person"]
    person = Index([name for name, _ in persons], "person")
    other = Index([name for name, _ in others], "organization")

    def find(asked: Sequence[Asked]) -> Iterator[Sequence[int]]:
        for each in asked:
            index, owners = (person, persons) if each.kind == "person" else (other, others)
            found = {owners[hit.place][1] for hit in index.search(each.name, line)}
            yield sorted(number for number in found if listed[number].kind in {None, each.kind})

    return find


# --- rapidfuzz ------------------------------------------------------------------------------------------------------


def token_sort(query: str, listed: Sequence[str], _: str | None) -> float:
    """The best of all names, words sorted, case and punctuation away."""
    return max(fuzz.token_sort_ratio(query, each, processor=utils.default_process) for each in listed) / 100


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
