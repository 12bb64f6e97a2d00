"""A decider that is right because it is naive: it tries every completion of the unknown facts and never saves work.

Written from the text of docs/packs.md and of DESIGN.md (*Nouns and time*, *Rules*), as the oracle that the engine is
held against. It shares no code with the engine and never should: of `reprieve.rules` it knows only what conditions,
rules, dictionary entries and situations look like.

    law = Law(rules, dictionary, known_at)
    law.standing(rule, at)            the texts that may be in force then; True where one surely is
    law.values(situation)             the Kleene value of every rule, for every party and item it is judged for
    law.decide(situation, flags)      an `Answer`: the outcomes still possible, and the facts on which they hang
    law.causes(situation, outcome)    what stops or may stop, and what clears

A fact is relevant if two completions that differ in it alone differ in their outcome. The number of completions is the
product of the numbers of values of the unknown facts; past `MOST` of them `decide` raises `TooMany`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product
from math import prod
from typing import Any as Anything
from typing import Final, NamedTuple

import msgspec

from reprieve.model.facts import Truth
from reprieve.rules.dictionary import Entry
from reprieve.rules.law import Rule, Version
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import All, Node
from tests.oracles.completions import Asked, open_facts
from tests.oracles.kleene import Causing, kleene

MOST: Final = 2_000
"""Most completions tried for one question."""

Cause = tuple[int, int]
"""A rule and one of its versions, by number."""

_STOPS: Final = {"license": "license_required", "prohibition": "prohibited"}
_MILD_TO_SEVERE: Final = ("no_license_required", "authorized", "license_required", "prohibited")
_CLEARING: Final = frozenset(_MILD_TO_SEVERE[:2])


class TooMany(Exception):
    """More completions than `MOST`."""


class Answer(NamedTuple):
    """The outcomes that some completion has, the one word for them, and the facts on which the outcome hangs."""

    possible: frozenset[str]
    outcome: str
    relevant: frozenset[Asked]


class Instance(NamedTuple):
    """One restriction for one causing party and item, by Kleene values, with the authorizations that bear on it."""

    rule: int
    stop: str
    held: Truth
    surely_by: list[int]
    maybe_by: list[int]


class Law:
    """Rules and the fact dictionary, as known at an instant."""

    def __init__(self, rules: Sequence[Rule], dictionary: Mapping[str, Entry], known_at: datetime) -> None:
        self.rules, self.dictionary, self.known_at = rules, dictionary, known_at

    def standing(self, rule: Rule, at: datetime) -> dict[int, bool]:
        """The versions that may count at an instant; True for one that surely does."""
        asked = list(self._asked(rule, at))
        texts = [
            self._texts(rule, at, dict(zip(asked, answers, strict=True)))
            for answers in product((True, False), repeat=len(asked))
        ]
        return {number: all(number in each for each in texts) for number in sorted({n for each in texts for n in each})}

    def _known(self, rule: Rule) -> list[Version]:
        """What is known of a rule, the latest text first."""
        known = (version for version in rule.versions if known_from(version) <= self.known_at)
        return sorted(known, key=lambda version: version.start, reverse=True)

    def _asked(self, rule: Rule, at: datetime) -> Iterator[str]:
        """The questions on which it hangs which text of a rule counts at an instant."""
        for version in self._known(rule):
            if version.start <= at and (in_doubt(version, at) or version.confidence == "unconfirmed"):
                yield question(rule, version)

    def _texts(self, rule: Rule, at: datetime, answers: Mapping[str, bool]) -> set[int]:
        """The versions that count once every question is answered.

        The latest that has begun and is law displaces those before it. One that is unconfirmed, and is not law after
        all, displaces nothing; as a restriction it counts nevertheless.
        """
        found: list[Version] = []
        for version in self._known(rule):
            begun = version.start <= at and (not in_doubt(version, at) or answers[question(rule, version)])
            law = version.confidence != "unconfirmed" or (begun and answers[question(rule, version)])
            if begun and (law or rule.kind == "restriction"):
                found.append(version)
            if begun and law:
                break
        return {rule.versions.index(each) for each in found if each.in_force and not over(each, at)}

    def values(self, situation: Situation) -> dict[tuple[str, Causing], Truth]:
        """Every rule of which some text may be in force, for every party and item."""
        return {
            (rule.id, causing): self._value(rule, situation, causing)
            for rule in self.rules
            if self.standing(rule, situation.at)
            for causing in judged_for(rule, situation)
        }

    def _value(self, rule: Rule, situation: Situation, causing: Causing) -> Truth:
        """One of its texts applies; a doubtful text is unknown at best."""
        found: Truth = False
        for number, sure in self.standing(rule, situation.at).items():
            value = kleene(whole(rule.versions[number]), situation, narrowed(rule, causing))
            if value is True and sure:
                return True
            found = None if value is not False else found
        return found

    def decide(self, situation: Situation, flags: Sequence[str] = ()) -> Answer:
        """Every completion tried. `flags` are the questions (`flag:...`) of unresolved red flags. Raises TooMany."""
        choices = self._choices(situation, flags)
        if prod(len(values) for values in choices.values()) > MOST:
            raise TooMany
        outcomes = [
            self._outcome(situation, flags, dict(zip(choices, picked, strict=True)))
            for picked in product(*choices.values())
        ]
        possible = frozenset(outcomes)
        return Answer(possible, one_word(possible), relevant(choices, outcomes))

    def _choices(self, situation: Situation, flags: Sequence[str]) -> dict[Asked, list[Anything]]:
        """Everything that is open, with the values it may have."""
        law = [name for rule in self.rules for name in self._asked(rule, situation.at)]
        read = [
            (whole(rule.versions[number]), causing)
            for rule in self.rules
            for number in self.standing(rule, situation.at)
            for causing in judged_for(rule, situation)
        ]
        open_: dict[Asked, list[Anything]] = {(name, None): [True, False] for name in (*law, *flags)}
        return {**open_, **open_facts(read, situation, self.dictionary)}

    def _outcome(self, situation: Situation, flags: Sequence[str], answers: Mapping[Asked, Anything]) -> str:
        """The outcome of one completion: the worst of all restrictions, each cleared on its own."""
        seen = completed(situation, answers)
        found = [
            self._stop(rule, seen, situation, causing, answers)
            for rule in self.rules
            if rule.kind == "restriction"
            for causing in judged_for(rule, situation)
            if self._applies(rule, seen, situation, causing, answers)
        ]
        if not all(answers[flag, None] for flag in flags):
            found.append("license_required")
        return max(found, key=_MILD_TO_SEVERE.index, default="no_license_required")

    def _stop(
        self, rule: Rule, seen: Situation, asked: Situation, causing: Causing, answers: Mapping[Asked, Anything]
    ) -> str:
        cleared = any(
            self._applies(other, seen, asked, causing, answers) for other in self.rules if rule.id in other.clears
        )
        return "authorized" if cleared else _STOPS[rule.needs]

    def _applies(
        self, rule: Rule, seen: Situation, asked: Situation, causing: Causing, answers: Mapping[Asked, Anything]
    ) -> bool:
        law = {name: value for (name, _), value in answers.items() if name.startswith("law:")}
        values = [
            kleene(whole(rule.versions[number]), seen, narrowed(rule, causing), asked)
            for number in self._texts(rule, seen.at, law)
        ]
        assert None not in values, "a completion leaves nothing open"
        return True in values

    def causes(self, situation: Situation, outcome: str) -> tuple[frozenset[Cause], frozenset[Cause]]:
        """What stops or may stop, and what clears or may clear, each with the texts that may stand.

        Where the outcome clears, nothing stops: only authorizations are named, for each restriction those that surely
        clear it, else those that might. Where it stops, the worst restrictions that surely stand open are named, or all
        that may where none surely does; where it is indeterminate, all that may.
        """
        open_ = [each for each in self._instances(situation) if each.held is not False]
        if outcome == "authorized":
            by = {number for each in open_ for number in each.surely_by or each.maybe_by}
            return frozenset(), self._versions(by, situation.at)
        if outcome in _CLEARING:
            return frozenset(), frozenset()
        may_stop = [each for each in open_ if not each.surely_by]
        sure = [each for each in may_stop if each.held and not each.maybe_by]
        worst = max((_MILD_TO_SEVERE.index(each.stop) for each in sure), default=None)
        named = [each for each in sure if _MILD_TO_SEVERE.index(each.stop) == worst]
        if outcome == "indeterminate" or not named:
            named = may_stop
        return self._versions({each.rule for each in named}, situation.at), frozenset()

    def _instances(self, situation: Situation) -> Iterator[Instance]:
        for number, rule in enumerate(self.rules):
            for causing in judged_for(rule, situation) if rule.kind == "restriction" else ():
                clears = {
                    place: self._value(other, situation, causing)
                    for place, other in enumerate(self.rules)
                    if rule.id in other.clears
                }
                yield Instance(
                    number,
                    _STOPS[rule.needs],
                    self._value(rule, situation, causing),
                    [place for place, value in clears.items() if value is True],
                    [place for place, value in clears.items() if value is None],
                )

    def _versions(self, rules: set[int], at: datetime) -> frozenset[Cause]:
        return frozenset((rule, number) for rule in rules for number in self.standing(self.rules[rule], at))


def known_from(version: Version) -> datetime:
    """From when a version counts as known: its filing; where that is unsure, doubt never clears."""
    if version.filed is not None:
        return version.filed
    if version.does in {"restricts", "narrows", "withdraws"}:
        return version.start if version.published is None else min(version.start, version.published)
    assert version.published is not None, "what relaxes is known only from its publication: the text names no other day"
    return version.published


def in_doubt(version: Version, at: datetime) -> bool:
    """Whether it is doubtful at an instant that a version has begun."""
    return version.starts_by is not None and version.start <= at < version.starts_by


def over(version: Version, at: datetime) -> bool:
    """Whether a version has run out."""
    return version.until is not None and version.until <= at


def question(rule: Rule, version: Version) -> str:
    """The name of the open question whether a version is the law (yet)."""
    return f"law:{rule.id}@{version.cite}"


def whole(version: Version) -> Node:
    """What must be so under a version, preconditions included."""
    return All((version.when, *(clause.when for clause in version.preconditions)))


def judged_for(rule: Rule, situation: Situation) -> Iterator[Causing]:
    """Every party and item for which a rule is judged; once for the leg where it names neither."""
    parties = range(len(situation.parties)) if "party" in rule.each else (None,)
    items = range(len(situation.items)) if "item" in rule.each else (None,)
    yield from product(parties, items)


def narrowed(rule: Rule, causing: Causing) -> Causing:
    """The causing party and item as far as a rule is judged for them."""
    return causing[0] if "party" in rule.each else None, causing[1] if "item" in rule.each else None


def completed(situation: Situation, answers: Mapping[Asked, Anything]) -> Situation:
    """The situation with a value for every open fact."""
    return msgspec.structs.replace(
        situation,
        leg={**situation.leg, **{fact: value for (fact, member), value in answers.items() if member is None}},
        parties=tuple(_filled(facts, "party.", place, answers) for place, facts in enumerate(situation.parties)),
        items=tuple(_filled(facts, "item.", place, answers) for place, facts in enumerate(situation.items)),
    )


def _filled(
    facts: Mapping[str, Anything], scope: str, place: int, answers: Mapping[Asked, Anything]
) -> dict[str, Anything]:
    mine = {fact: value for (fact, member), value in answers.items() if member == place and fact.startswith(scope)}
    return {**facts, **mine}


def relevant(choices: Mapping[Asked, Sequence[Anything]], outcomes: Sequence[str]) -> frozenset[Asked]:
    """The open facts of which some change, alone, changes the outcome. `outcomes` in the order of `product`."""
    found: set[Asked] = set()
    stride = len(outcomes)
    for asked, values in choices.items():
        block, stride = stride, stride // len(values)
        if any(outcome != outcomes[place - place % block + place % stride] for place, outcome in enumerate(outcomes)):
            found.add(asked)
    return frozenset(found)


def one_word(possible: frozenset[str]) -> str:
    """Indeterminate only while both stopping and clearing are possible; else the mildest stop or the worst clearing."""
    found = sorted(possible, key=_MILD_TO_SEVERE.index)
    if possible <= _CLEARING:
        return found[-1]
    return "indeterminate" if possible & _CLEARING else found[0]
