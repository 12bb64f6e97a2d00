"""What rules can bring about: conditions that nothing meets, authorizations that never help, two that both apply.

Every statement rests on a search of all cases, so a finding comes with a case that shows it, or is the certainty that
there is none. What a law ought to say is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

from reprieve.rules.diagram import LIMIT, TooLarge
from reprieve.rules.finding import Finding
from reprieve.rules.law import Rule, Version
from reprieve.rules.pack import Law
from reprieve.rules.standing import Standing, shared, standings
from reprieve.rules.syntax import TRUE, Node
from reprieve.rules.witness import Wanted, Witness, Witnesses, spelled

OUTSIDE = "outside-the-model"
"""The tag of prohibitions that no pack works out: that nothing clears them is their point."""


class Effects:
    """Searches the rules of one body of law."""

    def __init__(self, law: Law, limit: int = LIMIT) -> None:
        self._witnesses = Witnesses(law.dictionary, limit)
        self._rules, self._dictionary = law.rules, law.dictionary
        self._standings = {rule.id: standings(rule) for rule in law.rules}
        self._helped: set[str] = set()

    def findings(self) -> Iterator[Finding]:
        """Every finding, each once a rule."""
        seen: set[tuple[str, str, str]] = set()
        for each in self._all():
            # A condition that is repeated in a later version is at fault once.
            if (each.kind, each.rule, each.what) not in seen:
                seen.add((each.kind, each.rule, each.what))
                yield each

    def met(self, rule: Rule) -> Witness | None:
        """A case in which a rule is true, or None where there is none or the search grew too large."""
        for stands in self._standings[rule.id]:
            try:
                found = self._meets(stands, rule.versions[stands.version].condition)
            except TooLarge:
                continue
            if found is not None:
                return found
        return None

    def _all(self) -> Iterator[Finding]:
        for rule in self._rules:
            for stands in self._standings[rule.id]:
                version = rule.versions[stands.version]
                yield from self._guarded(rule, version.place, self._condition(rule, version, stands))
                if rule.kind == "authorization":
                    yield from self._guarded(rule, version.place, self._help(rule, version, stands))
        authorizations = [rule for rule in self._rules if rule.kind == "authorization"]
        for one, other in combinations(authorizations, 2):
            yield from self._guarded(one, one.place, self._overlap(one, other))
        yield from self._unclearable()

    def _guarded(self, rule: Rule, place: str, check: Iterator[Finding]) -> Iterator[Finding]:
        try:
            yield from check
        except TooLarge:
            self._helped.update(rule.clears)
            yield Finding(
                "warning", "too-large", rule.id, place, "has too many facts to search all cases; checked in part"
            )

    def _meets(self, stands: Standing, *nodes: Node) -> Witness | None:
        return self._witnesses.find(Wanted(true=nodes), stands.start, stands.end)

    def _condition(self, rule: Rule, version: Version, stands: Standing) -> Iterator[Finding]:
        node = version.condition
        if node == TRUE:
            return
        if self._meets(stands, node) is None:
            core = self._witnesses.conflict(node, stands.start, stands.end)
            what = "no case meets it: " + "; ".join(spelled(part, self._dictionary) for part in core)
            yield Finding("error", "never-fires", rule.id, version.place, what)
        elif self._witnesses.find(Wanted(false=(node,)), stands.start, stands.end) is None:
            what = "every case whose facts are known meets it; if that is meant, write `true`"
            yield Finding("warning", "always-true", rule.id, version.place, what, self._meets(stands, node))

    def _help(self, rule: Rule, version: Version, stands: Standing) -> Iterator[Finding]:
        alone = self._meets(stands, version.condition)
        if alone is None:
            return
        beside = [
            (name, window, self._condition_of(name, other))
            for name in rule.clears
            for other in self._standings[name]
            if (window := shared(stands, other)) is not None
        ]
        helped = {
            name
            for name, (start, end), held in beside
            if self._witnesses.find(Wanted((version.condition, held)), start, end)
        }
        self._helped |= helped
        if not helped:
            cleared = " and ".join(rule.clears)
            why = "never holds where it applies" if beside else "is never in force while it is"
            yield Finding("error", "never-helps", rule.id, version.place, f"{cleared} {why}", alone)

    def _condition_of(self, name: str, stands: Standing) -> Node:
        rule = next(rule for rule in self._rules if rule.id == name)
        return rule.versions[stands.version].condition

    def _overlap(self, one: Rule, other: Rule) -> Iterator[Finding]:
        if other.id in one.overlaps or one.id in other.overlaps:
            return
        for name in one.clears:
            if name not in other.clears:
                continue
            for start, end, nodes in self._together(one, other, name):
                found = self._witnesses.find(Wanted(nodes), start, end)
                if found is not None:
                    what = f"can clear {name} in the same case as {other.id}, and neither names the other in `overlaps`"
                    yield Finding("warning", "overlap", one.id, one.place, what, found)
                    return

    def _together(
        self, one: Rule, other: Rule, name: str
    ) -> Iterator[tuple[datetime, datetime | None, tuple[Node, ...]]]:
        """Every window in which versions of two authorizations and of what they clear are in force together."""
        for first in self._standings[one.id]:
            for second in self._standings[other.id]:
                for held in self._standings[name]:
                    window = shared(first, second, held)
                    if window is not None:
                        nodes = (one.versions[first.version].condition, other.versions[second.version].condition)
                        yield *window, (*nodes, self._condition_of(name, held))

    def _unclearable(self) -> Iterator[Finding]:
        for rule in self._rules:
            if rule.kind == "restriction" and rule.id not in self._helped and OUTSIDE not in rule.tags:
                case = self.met(rule)
                if case is not None:
                    yield Finding("note", "unclearable", rule.id, rule.place, "no authorization ever clears it", case)
