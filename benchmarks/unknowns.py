"""What each system answers when facts are missing, beside the truth of every completion of them.

    .venv-bench/bin/python benchmarks/unknowns.py [--count 20000] [--pack us-ear-tgl-huawei]

For every shipped pack with tests: its test cases with 1 to 6 facts taken away, every other time only facts on which
some rule's outcome in that case depends. The truth comes from `tests/oracles/search.py`, which tries completions and
shares nothing with the engine but the syntax tree. Ends with 1 if Reprieve clears what some completion forbids, says
indeterminate where all agree, names an irrelevant fact, or calls possible what is not (exactly; with a small cap on
the diagram: less than what is).

Every system is told which versions are in force, and sees the same facts (`benchmarks/peers/plain.py`). None of the
peers knows a fact within bounds, or doubt about the law itself: to Cedar and OpenFisca doubtful restrictions stand and
doubtful authorizations do not, which is the safe side; to CEL both are unknown.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Final

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit import verdict
from benchmarks.kit.situations import Draw
from benchmarks.peers.cedar import Cedar
from benchmarks.peers.cel import Cel
from benchmarks.peers.openfisca import OpenFisca
from benchmarks.peers.plain import Shape, Truths, Unit, asked, in_force, name, plain, shape_of
from reprieve.model.facts import UNKNOWN
from reprieve.model.verdict import CLEARING, STOPPING, Outcome
from reprieve.rules import packtest
from reprieve.rules.book import Book, Statute, Stretch
from reprieve.rules.dictionary import is_settled
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import scope
from tests.oracles.deletions import Base, Place, bases, deletions, known, without
from tests.oracles.search import Search

CAP: Final = 12
"""A limit on the diagram so small that many answers cannot be exact."""

OURS, CAPPED, CEL, CEDAR, OPENFISCA = "Reprieve", f"Reprieve, cap {CAP}", "CEL", "Cedar", "OpenFisca"
SYSTEMS: Final = (OURS, CAPPED, CEL, CEDAR, OPENFISCA)
COLUMNS: Final = {
    "cleared": "cleared, though some completion forbids",
    "forbidden": "of these: every completion forbids",
    "withheld": "indeterminate, though all completions agree",
    "stopped": "stopped, though some completion clears",
    "asked": "facts asked for",
    "irrelevant": "of them irrelevant",
    "inexact": "answers that say they are not exact",
    "wrong": "`possible` wrong",
}
MUST_BE_ZERO: Final = {
    OURS: ("cleared", "forbidden", "withheld", "irrelevant", "inexact", "wrong"),
    CAPPED: ("cleared", "forbidden", "irrelevant", "wrong"),
}


class Thinned(msgspec.Struct, frozen=True):
    """A case with gaps, how often it was drawn, and the truth about it."""

    base: Base
    situation: Situation
    times: int
    search: Search
    possible: frozenset[Outcome]

    @property
    def mixed(self) -> bool:
        """Whether completions disagree on stopping or clearing."""
        return bool(self.possible & STOPPING) and bool(self.possible & CLEARING)


class Tally(Counter[tuple[str, str]]):
    """Counts by system and column."""

    def answer(self, system: str, case: Thinned, outcome: Outcome) -> None:
        """Holds one answer against the truth."""
        self[system, "cleared"] += case.times * (outcome in CLEARING and bool(case.possible & STOPPING))
        self[system, "forbidden"] += case.times * (outcome in CLEARING and case.possible <= STOPPING)
        self[system, "withheld"] += case.times * (outcome == "indeterminate" and not case.mixed)
        self[system, "stopped"] += case.times * (outcome in STOPPING and bool(case.possible & CLEARING))

    def ask(self, system: str, case: Thinned, relevant: Iterable[bool]) -> None:
        """Counts the facts that a system asks for, and those of them on which nothing hangs."""
        for matters in relevant:
            self[system, "asked"] += case.times
            self[system, "irrelevant"] += case.times * (not matters)


def measure(pack_id: str, count: int, seed: int) -> tuple[Tally, int]:
    """One pack: the tally, and how many of its deletions differ from one another."""
    law, statute = law_in(SHIPPED), statute_of(SHIPPED)
    pack = next(pack for pack in law.packs if pack.id == pack_id)
    found = bases(statute, list(packtest.runs(law, pack)))
    drawn = Counter((each.case, each.gone) for each in deletions(found, count, seed))
    search = cache(Search)
    cases = [_thinned(statute, found[case], gone, times, search) for (case, gone), times in drawn.items()]
    tally = Tally()
    _ours(tally, OURS, statute, cases)
    _ours(tally, CAPPED, Statute(statute.rules, statute.dictionary, CAP), cases)
    peers = Peers(statute)
    _agree(peers, [_complete(statute, base, search) for base in found])
    for case in cases:
        peers.cel(tally, case)
        peers.cedar(tally, case)
    peers.openfisca(tally, cases)
    return tally, len(drawn)


def _thinned(
    statute: Statute, base: Base, gone: tuple[Place, ...], times: int, search: Callable[[Book], Search]
) -> Thinned:
    situation, searching = without(base.situation, gone), search(known(statute, base.known_at))
    return Thinned(base, situation, times, searching, searching.possible(situation))


def _complete(statute: Statute, base: Base, search: Callable[[Book], Search]) -> Thinned:
    """A case of a pack test with everything settled that it leaves open."""
    draw = Draw(statute, Random(base.name))  # noqa: S311  # a seed, not a secret
    whole = draw.near(base.situation, base.situation.at, changed=0)
    return _thinned(statute, msgspec.structs.replace(base, situation=whole), (), 1, search)


def _agree(peers: Peers, complete: list[Thinned]) -> None:
    """Ends the program if a peer is not right where nothing is missing: then our translation would be wrong."""
    tally = Tally()
    settled = [case for case in complete if not peers.stretch(case).doubtful]  # the law itself may be in doubt
    for case in settled:
        peers.cel(tally, case)
        peers.cedar(tally, case)
    peers.openfisca(tally, settled)
    wrong = {key: count for key, count in tally.items() if count}
    if wrong:
        sys.exit(f"with nothing missing: {wrong}")


def _ours(tally: Tally, system: str, statute: Statute, cases: list[Thinned]) -> None:
    for case in cases:
        decision = known(statute, case.base.known_at).decide(case.situation)
        tally.answer(system, case, decision.outcome)
        tally[system, "inexact"] += case.times * (not decision.exact)
        right = case.possible == decision.possible if decision.exact else case.possible <= decision.possible
        tally[system, "wrong"] += case.times * (not right)
        if decision.exact:
            asked_for = [(each.variable.fact, each.variable.member) for each in decision.questions]
            tally.ask(system, case, (case.search.matters(case.situation, each) for each in asked_for))


class Peers:
    """The peers under one law."""

    def __init__(self, statute: Statute) -> None:
        self._statute, self._law = statute, asked(statute)
        self._cel, self._cedar = Cel(self._law, written_out=True), Cedar(self._law)
        self._openfisca = OpenFisca(self._law)

    def stretch(self, case: Thinned) -> Stretch:
        """The law in force in a case."""
        return known(self._statute, case.base.known_at).stretch(case.situation.at)

    def cel(self, tally: Tally, case: Thinned) -> None:
        """An expression that fails is unknown; what it failed for is what there is to ask."""
        stretch, shape = self.stretch(case), shape_of(case.situation)
        truths, missing = self._cel.truths(plain(case.situation, self._law), in_force(stretch), shape)
        outcome = verdict.verdict(self._law, stretch, verdict.outcomes(self._law, stretch, truths, shape), shape)
        tally.answer(CEL, case, outcome)
        if outcome == "indeterminate":
            tally.ask(CEL, case, (self._matters(case, word) for word in sorted(missing)))

    def _matters(self, case: Thinned, word: str) -> bool:
        """Whether something hangs on a fact of this name, whoever it is about."""
        facts = [fact for fact in self._law.dictionary if name(fact) == word]
        return any(
            case.search.matters(case.situation, each) for fact in facts for each in _unknown(case.situation, fact)
        )

    def cedar(self, tally: Tally, case: Thinned) -> None:
        """Allow or Deny; a policy that meets a missing attribute is left out."""
        allowed = self._cedar.allows(plain(case.situation, self._law), self.stretch(case), shape_of(case.situation))
        tally.answer(CEDAR, case, "authorized" if allowed else "license_required")

    def openfisca(self, tally: Tally, cases: list[Thinned]) -> None:
        """Defaults for what is missing. Cases under the same law and of the same shape share a simulation."""
        alike: dict[tuple[tuple[Unit, ...], Shape], list[Thinned]] = defaultdict(list)
        for case in cases:
            alike[in_force(self.stretch(case)), shape_of(case.situation)].append(case)
        for (units, shape), group in alike.items():
            found = self._openfisca.truths([plain(case.situation, self._law) for case in group], shape, units)
            for case, truths in zip(group, found, strict=True):
                tally.answer(OPENFISCA, case, self._plainly(case, truths, shape))

    def _plainly(self, case: Thinned, truths: Truths, shape: Shape) -> Outcome:
        """Doubt about the law, told safely: a restriction stands, an authorization does not."""
        stretch = self.stretch(case)
        kind = {rule.id: rule.kind for rule in self._law.rules}
        found: verdict.Outcomes = {
            key: kind[key[0]] == "restriction" if value is None else value
            for key, value in verdict.outcomes(self._law, stretch, truths, shape).items()
        }
        return verdict.verdict(self._law, stretch, found, shape)


def _unknown(situation: Situation, fact: str) -> Iterator[Place]:
    where = scope(fact)
    members = {"leg": (situation.leg,), "party": situation.parties, "item": situation.items}[where]
    for number, values in enumerate(members):
        if not is_settled(values.get(fact, UNKNOWN)):
            yield Place(fact, None if where == "leg" else number)


def table(title: str, tally: Tally) -> None:
    """Prints one tally."""
    print(f"\n{title}")
    print(f"  {'':44}" + "".join(f"{system:>18}" for system in SYSTEMS))
    for column, words in COLUMNS.items():
        cells = (f"{tally[system, column]:,}" if (system, column) in tally else "-" for system in SYSTEMS)
        print(f"  {words:44}" + "".join(f"{cell:>18}" for cell in cells))


def main() -> int:
    """Prints the tables; 1 if Reprieve did what it must never do."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000, help="deletions for each pack")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", help="only this pack")
    chosen = parser.parse_args()
    packs = [pack.id for pack in law_in(SHIPPED).packs if pack.tests and chosen.pack in {None, pack.id}]
    total = Tally()
    with ProcessPoolExecutor() as pool:
        results = pool.map(partial(measure, count=chosen.count, seed=chosen.seed), packs)
        for pack, (tally, distinct) in zip(packs, results, strict=True):
            table(f"{pack}: {chosen.count:,} deletions, {distinct:,} of them different", tally)
            total.update(tally)
    table(f"all {len(packs)} packs: {chosen.count * len(packs):,} deletions", total)
    failed = [
        f"{system}: {COLUMNS[each]}" for system, zero in MUST_BE_ZERO.items() for each in zero if total[system, each]
    ]
    print("\n" + ("\n".join(failed) or "Reprieve never clears on ignorance, withholds nothing, asks nothing needless."))
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
