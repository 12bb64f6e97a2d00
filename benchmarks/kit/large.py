"""A statute of 300 random rules: 100 restrictions, 200 authorizations, a third of all with a quantifier over parties.

Each rule is a conjunction of 2 to 5 atoms with a window of its own; each authorization clears 1 to 5 restrictions.
The rules are judged once for the leg or, with `causing`, some of them for each party and item. They are random, the
same for the same seed; they stand for size, not for any law.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from reprieve.model.time import EASTERN, start_of
from reprieve.rules.book import Statute
from reprieve.rules.dictionary import Dictionary, Entry, FactType
from reprieve.rules.law import Kind, Rule, Version
from reprieve.rules.syntax import All, Each, Node, Not, Scope, Test

RESTRICTIONS: Final = 100
AUTHORIZATIONS: Final = 200
FIRST_DAY: Final = date(2019, 1, 1)
YEAR: Final = 365
WORDS: Final = ("a", "b", "c", "d", "e", "f", "g", "h")
PROHIBITIONS: Final = 0.03
DENIED: Final = 0.2

_TYPES: Final[dict[Scope, tuple[FactType, ...]]] = {
    "leg": ("bool", "bool", "bool", "enum", "enum", "enum", "date", "date", "share", "text"),
    "party": ("bool", "bool", "bool", "enum", "enum", "set", "share", "date"),
    "item": ("bool", "bool", "enum", "enum", "set", "share", "share", "text"),
}
_EACH: Final[tuple[frozenset[Scope], ...]] = (
    frozenset(),
    frozenset({"party"}),
    frozenset({"item"}),
    frozenset({"party", "item"}),
)


def statute(*, causing: bool = False, seed: int = 11) -> Statute:
    """The law, compiled. The default seed is one under which all four settled outcomes occur."""
    random = Random(seed)  # noqa: S311  # a seed, not a secret
    maker = _Maker(random, _EACH if causing else _EACH[:1])
    return Statute(maker.rules(), maker.dictionary)


def moment(random: Random) -> date:
    """A day on which most of these rules are in force."""
    return FIRST_DAY + timedelta(days=YEAR + random.randrange(YEAR))


class _Maker:
    def __init__(self, random: Random, each: Sequence[frozenset[Scope]]) -> None:
        self._random, self._each = random, each
        self._entries = [
            Entry(f"{scope}.{kind}_{place}", kind, "?", vocabulary=WORDS if kind in {"enum", "set"} else ())
            for scope, kinds in _TYPES.items()
            for place, kind in enumerate(kinds)
        ]
        self.dictionary = Dictionary({entry.id: entry for entry in self._entries})

    def rules(self) -> tuple[Rule, ...]:
        made = [self._restriction(number) for number in range(RESTRICTIONS)]
        return (*made, *(self._authorization(number, made) for number in range(AUTHORIZATIONS)))

    def _restriction(self, number: int) -> Rule:
        each = self._random.choice(self._each)
        return Rule(
            f"large/restriction-{number}",
            "restriction",
            "",
            "large",
            (self._version("restriction", each, number),),
            frozenset(each),
            "prohibition" if self._random.random() < PROHIBITIONS else "license",
        )

    def _authorization(self, number: int, restrictions: Sequence[Rule]) -> Rule:
        each = self._random.choice(self._each)
        alike = [rule.id for rule in restrictions if each <= rule.each]
        return Rule(
            f"large/authorization-{number}",
            "authorization",
            "",
            "large",
            (self._version("authorization", each, number),),
            frozenset(each),
            clears=tuple(self._random.sample(alike, self._random.randint(1, 5))),
        )

    def _version(self, kind: Kind, each: frozenset[Scope], number: int) -> Version:
        first = FIRST_DAY + timedelta(days=self._random.randrange(YEAR))
        end = first + timedelta(days=self._random.randrange(YEAR, 3 * YEAR))
        # Restrictions say more than authorizations: else every leg is stopped by something.
        count = self._random.randint(4, 5) if kind == "restriction" else self._random.randint(2, 3)
        return Version(
            f"{kind} {number}",
            start_of(first, EASTERN),
            start_of(end, EASTERN),
            self._condition(each, count, quantified=number % 3 == 0),
            "restricts" if kind == "restriction" else "authorizes",
            published=start_of(FIRST_DAY, EASTERN),
        )

    def _condition(self, each: frozenset[Scope], count: int, *, quantified: bool) -> Node:
        scopes: list[Scope] = ["leg", *sorted(each)]
        # A rule judged for each party speaks of the party: the causing scopes come first, then any that it may name.
        named = [*sorted(each), *self._random.choices(scopes, k=count)]
        parts: list[Node] = [self._quantified()] if quantified else []
        return All((*parts, *(self._atom(scope) for scope in named[: count - len(parts)])))

    def _quantified(self) -> Node:
        body = All(tuple(self._atom("party") for _ in range(self._random.randint(1, 2))))
        return Each("any" if self._random.choice((True, False)) else "all", "party", body)

    def _atom(self, scope: Scope) -> Node:
        entry = self._random.choice([entry for entry in self._entries if entry.id.startswith(scope)])
        atom = self._test(entry)
        return Not(atom) if self._random.random() < DENIED else atom

    def _test(self, entry: Entry) -> Test:
        if entry.type == "bool":
            return Test(entry.id, "is")
        if entry.type == "share":
            return Test(entry.id, self._random.choice(("<", "<=", ">", ">=")), self._random.randrange(1, 20) * 500)
        if entry.type == "date":
            day = FIRST_DAY + timedelta(days=self._random.randrange(3 * YEAR))
            return Test(entry.id, self._random.choice(("<", "<=", ">", ">=")), day)
        if entry.type == "set" or self._random.choice((True, False)):
            return Test(entry.id, "in", frozenset(self._random.sample(WORDS, self._random.randint(2, 5))))
        return Test(entry.id, self._random.choice(("==", "!=")), self._random.choice(WORDS))
