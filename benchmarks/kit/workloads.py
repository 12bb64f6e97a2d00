"""What is measured: a statute with complete cases of it, and the same cases with gaps for the check of agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

import msgspec

from benchmarks.kit import large
from benchmarks.kit.situations import Draw
from reprieve.model.facts import AnyFact, Dated, Fact, Facts
from reprieve.model.time import EASTERN, start_of
from reprieve.rules import packtest
from reprieve.rules.book import Book, Statute
from reprieve.rules.dictionary import is_settled
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.situation import Matter, Situation, Values

MOST_PARTIES = 5
GAPS = 0.1


class Case(msgspec.Struct, frozen=True):
    """One leg over time, and at the moment asked about."""

    matter: Matter
    situation: Situation


class Workload(msgspec.Struct, frozen=True):
    """A law as known fully, with cases of it. `bars`: the least ratio promised here, by what is measured."""

    title: str
    statute: Statute
    book: Book
    cases: tuple[Case, ...]
    gaps: tuple[Situation, ...]
    bars: dict[str, float]


def three_hundred(count: int, bars: dict[str, float], *, causing: bool = False) -> Workload:
    """300 random rules; complete random legs with 1 to 5 parties and one item."""
    statute, random = large.statute(causing=causing), Random(1)  # noqa: S311  # a seed, not a secret
    draw = Draw(statute, random)
    found = [
        draw.situation(start_of(large.moment(random), EASTERN), random.randint(1, MOST_PARTIES), 1)
        for _ in range(count)
    ]
    cases = tuple(Case(_matter(each), each) for each in found)
    title = "300 rules, some judged for each party and item" if causing else "300 rules, a third of them quantified"
    return Workload(title, statute, statute.known_fully(), cases, _gaps(draw, cases), bars)


def shipped(count: int, bars: dict[str, float]) -> Workload:
    """The packs that ship; complete legs near those of the packs' own tests, at the moments that these ask about."""
    law, statute = law_in(SHIPPED), statute_of(SHIPPED)
    runs = [run for pack in law.packs for run in packtest.runs(law, pack)]
    random = Random(2)  # noqa: S311  # a seed, not a secret
    draw = Draw(statute, random)
    cases: list[Case] = []
    for run in random.choices(runs, k=count):
        matter = _completed(draw, run.matter, run.at)
        cases.append(Case(matter, matter.on(run.at)))
    title = f"the {len(law.packs)} shipped packs, {len(statute.rules)} rules in {len(statute.index.units)} versions"
    return Workload(title, statute, statute.known_fully(), tuple(cases), _gaps(draw, cases), bars)


def _matter(situation: Situation) -> Matter:
    return Matter(_facts(situation.leg), tuple(map(_facts, situation.parties)), tuple(map(_facts, situation.items)))


def _facts(values: Values) -> dict[str, AnyFact]:
    return {fact: Fact(value) for fact, value in values.items()}


def _completed(draw: Draw, matter: Matter, at: datetime) -> Matter:
    """A matter with every fact settled: what is open is drawn, a tenth of the rest drawn anew, what is dated kept."""
    drawn = _matter(draw.near(matter.on(at), at))

    def dated(drawn: Facts, stated: Facts) -> dict[str, AnyFact]:
        return {**drawn, **{fact: each for fact, each in stated.items() if isinstance(each, Dated) and _settled(each)}}

    return Matter(
        dated(drawn.leg, matter.leg),
        tuple(map(dated, drawn.parties, matter.parties)),
        tuple(map(dated, drawn.items, matter.items)),
    )


def _settled(fact: Dated) -> bool:
    return is_settled(fact.first.value) and all(is_settled(each.value) for _, each in fact.changes)


def _gaps(draw: Draw, cases: Sequence[Case]) -> tuple[Situation, ...]:
    return tuple(draw.thinned(case.situation, GAPS) for case in cases)
