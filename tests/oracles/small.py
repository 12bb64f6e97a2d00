"""Small law by hand, for tests that make one point: conditions as text over the facts of `random_law.FACTS`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import msgspec

from reprieve.model.facts import AnyFact, Dated, Fact, Value
from reprieve.model.time import start_of
from reprieve.rules.book import Statute
from reprieve.rules.decide import Decision
from reprieve.rules.law import Clause, Needs, Rule, Version
from reprieve.rules.parse import parse
from reprieve.rules.situation import Matter, Situation
from reprieve.rules.syntax import Node
from tests.oracles.random_law import FACTS, ZONE

STOP: Final = "random/stop"
CLEAR: Final = "random/clear"


def day(number: int) -> datetime:
    """The first instant of a day of November 2019 in New York."""
    return start_of(date(2019, 11, number), ZONE)


NOON: Final = datetime.fromisoformat("2019-11-04T12:00:00-05:00")
"""A moment in the middle of everything."""

LATER: Final = day(30)
"""By now everything is known."""


def condition(text: str) -> Node:
    """A condition as a pack would write it."""
    return parse(text, FACTS, {}, "by hand")


def text(when: str = "true", start: int = 1, **fields: Any) -> Version:
    """One version, in force from a day of November on; published that day unless said otherwise."""
    fields = {"cite": f"text of {start} November", "does": "authorizes", "published": day(start), **fields}
    needed = tuple(Clause(each, "somewhere", condition(each)) for each in fields.pop("needed", ()))
    return Version(
        start=day(start), until=fields.pop("until", None), when=condition(when), preconditions=needed, **fields
    )


def stop(*versions: Version | str, each: Iterable[str] = (), needs: Needs = "license", id_: str = STOP) -> Rule:
    """A restriction."""
    made = tuple(_restricting(text(one) if isinstance(one, str) else one) for one in versions)
    return Rule(id_, "restriction", "Stop", "random", made, frozenset(each), needs)


def clear(
    *versions: Version | str, each: Iterable[str] = (), clears: Iterable[str] = (STOP,), id_: str = CLEAR
) -> Rule:
    """An authorization."""
    made = tuple(text(one) if isinstance(one, str) else one for one in versions)
    return Rule(id_, "authorization", "Clear", "random", made, frozenset(each), clears=tuple(clears))


def _restricting(version: Version) -> Version:
    return msgspec.structs.replace(version, does="restricts") if version.does == "authorizes" else version


def decide(
    *rules: Rule, at: datetime = NOON, known_at: datetime = LATER, flags: Iterable[str] = (), **facts: Any
) -> Decision:
    """The engine's answer. `leg`, `parties` and `items` are plain values by fact."""
    return Statute(rules, FACTS).known_at(known_at).decide(situation(at, **facts), tuple(flags))


def situation(
    at: datetime = NOON,
    leg: dict[str, Value] | None = None,
    parties: Iterable[dict[str, Value]] = ({},),
    items: Iterable[dict[str, Value]] = ({},),
) -> Situation:
    """One moment; one party and one item of whom nothing is known, unless said otherwise."""
    return Situation(at, leg or {}, tuple(parties), tuple(items))


def matter(leg: dict[str, Value | Dated] | None = None, **members: Iterable[dict[str, Value | Dated]]) -> Matter:
    """A leg over time; values or dated facts by fact."""
    return Matter(
        _facts(leg or {}),
        tuple(_facts(each) for each in members.get("parties", ({},))),
        tuple(_facts(each) for each in members.get("items", ({},))),
    )


def _facts(values: dict[str, Value | Dated]) -> dict[str, AnyFact]:
    return {name: value if isinstance(value, Dated) else Fact(value) for name, value in values.items()}
