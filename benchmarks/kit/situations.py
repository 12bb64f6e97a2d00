"""Random situations: complete ones for speed, ones with gaps for the check of agreement; the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from reprieve.model.facts import Plain, Value
from reprieve.rules.book import Statute
from reprieve.rules.dictionary import Entry, is_settled
from reprieve.rules.situation import Situation, Values
from reprieve.rules.syntax import Operand, Test, atoms, facts_of, scope

SOME_DAY: Final = date(2019, 6, 1)
SOME_INSTANT: Final = datetime.fromisoformat("2019-06-01T12:00:00+00:00")
_NEAR: Final = (-1, 0, 1)
_FAR: Final = 400


class Draw:
    """Draws values that the conditions of a statute can tell apart: near the constants that a fact is compared with."""

    def __init__(self, statute: Statute, random: Random) -> None:
        self._random, self._dictionary = random, statute.dictionary
        self._constants: dict[str, list[Operand]] = {}
        for fact, constants in _mentioned(statute):
            self._constants.setdefault(fact, []).extend(constants)

    def situation(self, at: datetime, parties: int, items: int) -> Situation:
        """A complete situation of a given shape."""
        return self.near(Situation(at, {}, ({},) * parties, ({},) * items), at)

    def near(self, base: Situation, at: datetime, changed: float = 0.1) -> Situation:
        """A complete situation near a given one: what is open there is drawn, and a share of the rest drawn anew."""

        def filled(values: Values, where: str) -> dict[str, Value]:
            kept = {
                fact: value for fact, value in values.items() if is_settled(value) and self._random.random() >= changed
            }
            asked = [fact for fact in self._constants if scope(fact) == where and fact not in kept]
            return {**kept, **{fact: self.value(fact) for fact in asked}}

        return _each(base, at, filled)

    def thinned(self, base: Situation, share: float) -> Situation:
        """The same situation with a share of its facts taken away."""

        def thin(values: Values, _: str) -> dict[str, Value]:
            return {fact: value for fact, value in values.items() if self._random.random() >= share}

        return _each(base, base.at, thin)

    def value(self, fact: str) -> Plain:
        """One settled value."""
        entry = self._dictionary[fact]
        if entry.type == "bool":
            return self._random.choice((True, False))
        if entry.type == "set":
            words = self._words(entry)
            return frozenset(self._random.sample(words, self._random.randint(0, min(3, len(words)))))
        if entry.type in {"enum", "text"}:
            return self._random.choice(self._words(entry))
        return self._number(entry)

    def _words(self, entry: Entry) -> list[str]:
        mentioned = [each if isinstance(each, frozenset) else {each} for each in self._constants[entry.id]]
        return sorted({str(word) for words in mentioned for word in words} | {*entry.vocabulary} or {"other"})

    def _number(self, entry: Entry) -> Plain:
        centre: Any = self._random.choice(self._constants[entry.id] or [_somewhere(entry)])
        step = self._random.choice((*_NEAR, self._random.randrange(-_FAR, _FAR)))
        if entry.type in {"date", "instant"}:
            day: date = centre + timedelta(days=step)
            return day
        low, high = entry.bounds()
        number: int = max(low or 0, min(centre + step, centre + _FAR if high is None else high))
        return number


def _somewhere(entry: Entry) -> Operand:
    return {"date": SOME_DAY, "instant": SOME_INSTANT}.get(entry.type, 0)


def _mentioned(statute: Statute) -> Iterator[tuple[str, list[Operand]]]:
    for rule in statute.rules:
        for version in rule.versions:
            for atom in atoms(version.condition):
                for fact in facts_of(atom):
                    yield fact, [atom.operand] if isinstance(atom, Test) and atom.operand is not None else []


def _each(base: Situation, at: datetime, change: Callable[[Values, str], dict[str, Value]]) -> Situation:
    return Situation(
        at,
        change(base.leg, "leg"),
        tuple(change(each, "party") for each in base.parties),
        tuple(change(each, "item") for each in base.items),
    )
