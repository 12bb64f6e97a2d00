"""Do the tests of packs notice a mistake? Every mutant is given to them, and those that none notices are looked into.

A mutant that decides every case as the law does is no mistake: that is proved, and it does not count. What is left has
survived, with a case that it decides differently wherever one was found. Changes no pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from reprieve.model.pack_changes import MutantRow
from reprieve.rules import packtest
from reprieve.rules.book import Statute
from reprieve.rules.differing import Comparison
from reprieve.rules.evaluate import holds
from reprieve.rules.law import Rule, spans
from reprieve.rules.mutants import Mutant, mutants
from reprieve.rules.pack import Law
from reprieve.rules.packtest import Run
from reprieve.rules.situation import Situation
from reprieve.rules.standing import FULLY, causings


class Trial:
    """The tests of a law, ready to be put to mutants."""

    def __init__(self, law: Law) -> None:
        self._law = law
        asked = (run for pack in law.packs for run in packtest.runs(law, pack))
        self._runs = [(run, run.matter.on(run.at)) for run in asked]

    @property
    def failing(self) -> list[Run]:
        """The runs that the law itself does not give: with these nothing can be told of mutants."""
        statute = Statute(self._law.rules, self._law.dictionary)
        return [run for run, _ in self._runs if packtest.run(statute, run).faults]

    def trial(self, mutant: Mutant) -> MutantRow:
        """What becomes of one mutant."""
        row = MutantRow(mutant.kind, mutant.pack, mutant.owner, mutant.place, mutant.change)
        rules = mutant.law(self._law.rules)
        killer = self._killer(mutant, rules)
        if killer is not None:
            return msgspec.structs.replace(row, by=killer.name)
        found = Comparison(self._law.rules, rules, self._law.dictionary)
        return msgspec.structs.replace(row, answer=found.rules(rule.id for rule in mutant.rules))

    def asked(self, mutant: Mutant) -> Iterator[Run]:
        """The runs whose outcome can depend on a mutant."""
        before = {rule.id: rule for rule in self._law.rules}
        pairs = [(_Read(before[rule.id]), _Read(rule)) for rule in mutant.rules]
        for run, situation in self._runs:
            if any(_bears(old, new, run, situation) for old, new in pairs):
                yield run

    def _killer(self, mutant: Mutant, rules: tuple[Rule, ...]) -> Run | None:
        statute = Statute(rules, self._law.dictionary)
        return next((run for run in self.asked(mutant) if packtest.run(statute, run).faults), None)


class _Read:
    """A rule with what is in force of it, remembered by what was known."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.does = (rule.needs, rule.clears)
        self._spans: dict[datetime, list[tuple[datetime, datetime | None, int, object]]] = {}

    def active(self, run: Run) -> list[tuple[int, object]]:
        """The versions in force, each with the doubts about the law itself."""
        known = run.known_at or FULLY
        if known not in self._spans:
            self._spans[known] = [
                (span.start, span.end, span.version, (span.doubt, span.before, self._confirmed(span.version)))
                for span in spans(self.rule, 0, known)
            ]
        return [
            (version, doubt)
            for start, end, version, doubt in self._spans[known]
            if start <= run.at and (end is None or run.at < end)
        ]

    def _confirmed(self, version: int) -> bool:
        return self.rule.versions[version].confidence != "unconfirmed"


def _bears(old: _Read, new: _Read, run: Run, situation: Situation) -> bool:
    """Whether a run can tell two texts of a rule apart: where both are surely true or surely false alike, it cannot."""
    if old.does != new.does:
        return True
    before, after = old.active(run), new.active(run)
    if [doubt for _, doubt in before] != [doubt for _, doubt in after]:
        return True
    for (one, _), (other, _) in zip(before, after, strict=True):
        was, becomes = old.rule.versions[one].condition, new.rule.versions[other].condition
        if was is becomes:
            continue
        for causing in causings(old.rule, situation):
            value = holds(was, situation, causing)
            if value is None or value is not holds(becomes, situation, causing):
                return True
    return False


def every(law: Law, packs: Sequence[str]) -> list[Mutant]:
    """The mutants of some packs, always in the same order."""
    return [mutant for pack in law.packs if pack.id in packs for mutant in mutants(law, pack)]
