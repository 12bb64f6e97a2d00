"""Random law and random cases to try it on, as Hypothesis strategies: small pools, so that edges and values coincide.

    laws()              rules with versions, definitions and quantifiers over the facts of `FACTS`
    matters(rules)      a leg over time with 0 to 4 parties and 1 to 3 items; at most `unknown` facts are open
    instants()          moments on, just before, just after, and between everything that happens
    conditions(palette, scopes)  one condition that speaks of the leg and of these scopes

Days run in New York around 3 November 2019, when the clocks go back, so that a local day is not always 24 hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any as Anything
from typing import Final

import msgspec
from hypothesis import strategies as st

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, AnyFact, Between, Dated, Fact
from reprieve.model.time import start_of
from reprieve.model.verdict import Confidence
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.law import Clause, Does, Needs, Rule, Version
from reprieve.rules.situation import Matter
from reprieve.rules.syntax import FALSE, TRUE, All, Any, Each, Named, Node, Not, Operator, Pair, Test, atoms, facts_of

ZONE: Final = "America/New_York"
DAYS: Final = tuple(date(2019, 11, day) for day in range(1, 7))
INSTANTS: Final = (
    *(start_of(day, ZONE) for day in DAYS[:3]),
    datetime.fromisoformat("2019-11-03T16:15:00-05:00"),
    *(start_of(day, ZONE) for day in DAYS[3:]),
    datetime.fromisoformat("2019-11-06T16:15:00-05:00"),
)
Case = tuple[tuple[Rule, ...], Matter]
"""A law and a matter under it."""

LATEST: Final = start_of(date(2020, 1, 1), ZONE)
"""By now everything is known."""

_USES: Final = ("network", "handset", "research")
_GROUPS: Final = ("E1", "E2", "A5")
_WORDS: Final = ("Bergen", "Oslo", "Turku")


def _entry(
    id_: str, type_: str, vocabulary: tuple[str, ...] = (), low: int | None = None, high: int | None = None
) -> Entry:
    return Entry(id_, type_, f"what is {id_}?", vocabulary=vocabulary, low=low, high=high)  # type: ignore[arg-type]


FACTS: Final = Dictionary(
    {
        entry.id: entry
        for entry in (
            _entry("leg.paid", "bool"),
            _entry("leg.sealed", "bool"),
            _entry("leg.use", "enum", _USES),
            _entry("leg.groups", "set", _GROUPS),
            _entry("leg.port", "text"),
            _entry("leg.crew", "int"),
            _entry("leg.berths", "int", low=2, high=4),
            _entry("leg.share", "share"),
            _entry("leg.price", "money"),
            _entry("leg.signed", "date"),
            _entry("leg.due", "date"),
            _entry("leg.opened", "instant"),
            _entry("party.listed", "bool"),
            _entry("party.use", "enum", _USES),
            _entry("party.role", "set", _GROUPS),
            _entry("party.town", "text"),
            _entry("party.crew", "int", low=0),
            _entry("party.owned", "share", low=2400, high=2600),
            _entry("party.listed_on", "date"),
            _entry("party.seen", "instant"),
            _entry("item.ours", "bool"),
            _entry("item.use", "enum", (*_USES, "spare part")),
            _entry("item.tags", "set", _WORDS),
            _entry("item.town", "text"),
            _entry("item.crew", "int", high=1),
            _entry("item.share", "share"),
            _entry("item.price", "money", high=2),
            _entry("item.made", "date"),
            _entry("item.shipped", "instant"),
        )
    }
)
"""The fact dictionary of every random law: each type in more than one scope, with and without limits."""

COMPARABLE: Final = ("int", "share", "money", "date", "instant", "enum", "text")
"""The types of which two facts can be compared with each other."""

Palette = Sequence[Entry]
"""The facts of which one law speaks."""

_POOL: Final[dict[str, Sequence[Anything]]] = {
    "bool": (True, False),
    "text": _WORDS,
    "int": (-1, 0, 1, 2, 3),
    "share": (0, 2400, 2500, 2501, 10_000),
    "money": (0, 1, 2),
    "date": DAYS[1:5],
    "instant": INSTANTS[1:8],
}
_ORDER: Final[tuple[Operator, ...]] = ("==", "!=", "<", "<=", ">", ">=")
_SAME: Final[tuple[Operator, ...]] = ("==", "!=")
_MEMBER: Final[tuple[Operator, ...]] = ("in", "not in")


def plain(entry: Entry) -> st.SearchStrategy[Anything]:
    """A constant that fits a fact: a word for a set, else a value within the limits of its type."""
    low, high = entry.bounds()
    pool: Sequence[Anything] = entry.vocabulary or (_WORDS if entry.type == "set" else _POOL[entry.type])
    if entry.type in {"int", "share", "money"}:
        pool = [each for each in pool if (low is None or low <= each) and (high is None or each <= high)]
    return st.sampled_from(pool)


# --- conditions ---------------------------------------------------------------------------------------------------


def palettes() -> st.SearchStrategy[Palette]:
    """A few facts, so that the rules of one law speak of the same things; never none of the leg."""
    leg = [entry for entry in FACTS.values() if entry.id.startswith("leg.")]
    rest = [entry for entry in FACTS.values() if not entry.id.startswith("leg.")]
    several = st.lists(st.sampled_from(rest), min_size=2, max_size=5, unique_by=_name)
    return st.builds(lambda one, two: (*one, *two), st.lists(st.sampled_from(leg), min_size=1, max_size=3), several)


def _name(entry: Entry) -> str:
    return entry.id


def _in_scope(palette: Palette, scopes: Iterable[str]) -> list[Entry]:
    heads = {"leg", *scopes}
    return [each for each in palette if each.id.partition(".")[0] in heads]


@st.composite
def atomic(draw: st.DrawFn, entries: Sequence[Entry]) -> Node:
    """One fact against a constant."""
    entry = draw(st.sampled_from(entries))
    if draw(st.integers(0, 11)) == 11:
        return Test(entry.id, "undeterminable")
    if entry.type == "bool":
        return Test(entry.id, "is")
    if entry.ordered:
        return Test(entry.id, draw(st.sampled_from(_ORDER)), draw(plain(entry)))
    if entry.type != "set" and draw(st.booleans()):
        return Test(entry.id, draw(st.sampled_from(_SAME)), draw(plain(entry)))
    return Test(entry.id, draw(st.sampled_from(_MEMBER)), draw(st.frozensets(plain(entry), min_size=1, max_size=2)))


@st.composite
def pairs(draw: st.DrawFn, entries: Sequence[Entry]) -> Node:
    """Two facts of one type, or a fact and the moment asked about."""
    comparable = [each for each in entries if each.type not in {"bool", "set"}]
    if not comparable:
        return draw(atomic(entries))
    entry = draw(st.sampled_from(comparable))
    operator = draw(st.sampled_from(_ORDER if entry.ordered else _SAME))
    moment = {"date": "today", "instant": "at"}.get(entry.type)
    if moment and draw(st.booleans()):
        sides = (entry.id, moment) if draw(st.booleans()) else (moment, entry.id)
        return Pair(sides[0], operator, sides[1])
    return Pair(entry.id, operator, draw(st.sampled_from([each.id for each in entries if each.type == entry.type])))


@st.composite
def conditions(
    draw: st.DrawFn, palette: Palette, scopes: Iterable[str] = (), depth: int = 2, *, quantifiers: bool = True
) -> Node:
    """A condition over the leg and these scopes; no quantifier stands within another."""
    entries = _in_scope(palette, scopes)
    kind = draw(st.integers(0, 11))
    if depth == 0 or kind < 4:
        return draw(pairs(entries) if draw(st.integers(0, 2)) == 2 else atomic(entries))
    if kind == 4:
        return Not(draw(conditions(palette, scopes, depth - 1, quantifiers=quantifiers)))
    if kind == 5:
        fixed: st.SearchStrategy[Node] = st.sampled_from((TRUE, FALSE))
        return draw(fixed | atomic(entries))
    if kind == 6:
        return Named("as_defined", draw(conditions(palette, scopes, depth - 1, quantifiers=quantifiers)))
    if kind < 10 and quantifiers:
        over = draw(st.sampled_from(("party", "item")))
        word = draw(st.sampled_from(("all", "any", "no")))
        body = draw(conditions(palette, (over,), depth - 1, quantifiers=False))
        some = Each("all" if word == "all" else "any", "party" if over == "party" else "item", body)
        return Not(some) if word == "no" else some
    parts = draw(st.lists(conditions(palette, scopes, depth - 1, quantifiers=quantifiers), min_size=2, max_size=3))
    return All(tuple(parts)) if draw(st.booleans()) else Any(tuple(parts))


# --- law ----------------------------------------------------------------------------------------------------------


@st.composite
def versions(draw: st.DrawFn, palette: Palette, does: Does, scopes: frozenset[str], rule: str) -> tuple[Version, ...]:
    """One to three dated texts: gaps, overlaps, removals, doubtful starts, texts known long before or after."""
    first = draw(st.sampled_from(INSTANTS[:3]))
    starts = [first, *sorted(draw(st.sets(st.sampled_from(INSTANTS[3:]), max_size=2)))]
    made: list[Version] = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True)):
        text = draw(_version(palette, (start, end), number, does, scopes, rule))
        made.append(_settled(text) if made and _unsure(made[-1]) else text)
    return tuple(made)


def _unsure(text: Version) -> bool:
    return text.starts_by is not None or text.confidence == "unconfirmed"


def _settled(text: Version) -> Version:
    """Two texts in a row of which nobody is sure: no pack should need that."""
    return msgspec.structs.replace(text, starts_by=None, confidence="official")


@st.composite
def _version(
    draw: st.DrawFn,
    palette: Palette,
    span: tuple[datetime, datetime | None],
    number: int,
    does: Does,
    scopes: frozenset[str],
    rule: str,
) -> Version:
    start, displaced = span
    later = [each for each in (*INSTANTS, LATEST) if each > start]
    doubtful = [each for each in later if displaced is None or each <= displaced]
    does = draw(st.sampled_from((does, does, "narrows", "extends"))) if number else does
    relaxes = does not in {"restricts", "narrows", "withdraws"}
    ends = draw(st.integers(0, 2)) == 2
    return Version(
        cite=f"{rule}, text {number + 1}",
        start=start,
        until=draw(st.sampled_from(later)) if ends else None,
        when=draw(_likely(palette, scopes)),
        does=does,
        filed=draw(st.none() | st.sampled_from(INSTANTS)),
        published=draw(st.sampled_from(INSTANTS) if relaxes else st.none() | st.sampled_from(INSTANTS)),
        starts_by=draw(st.sampled_from(doubtful)) if relaxes and draw(st.integers(0, 2)) == 2 else None,
        preconditions=draw(st.just(()) | st.tuples(st.builds(_clause, conditions(palette, scopes, depth=0)))),
        obligations=(Clause("keep the records", "somewhere"),) if draw(st.booleans()) else (),
        confidence=draw(st.sampled_from(_CONFIDENCE)),
        in_force=number == 0 or draw(st.integers(0, 3)) < 3,
    )


def _likely(palette: Palette, scopes: frozenset[str]) -> st.SearchStrategy[Node]:
    """A condition that has two ways to hold: where nothing is restricted there is little to see."""
    return st.tuples(conditions(palette, scopes), conditions(palette, scopes, depth=1)).map(Any)


_CONFIDENCE: Final[tuple[Confidence, ...]] = ("official", "official", "secondary", "unconfirmed")


def _clause(when: Node) -> Clause:
    return Clause("get a certificate first", "somewhere", when)


@st.composite
def restrictions(draw: st.DrawFn, palette: Palette, number: int) -> Rule:
    """A restriction judged for the leg, each party, each item, or both."""
    each = draw(st.sampled_from(_EACH))
    needs: Needs = draw(st.sampled_from(("license", "prohibition")))
    name = f"random/stop-{number}"
    texts = draw(versions(palette, "restricts", each, name))
    plain_texts = tuple(msgspec.structs.replace(text, preconditions=(), obligations=()) for text in texts)
    return Rule(name, "restriction", f"Stop {number}", "random", plain_texts, each, needs)


_EACH: Final = (frozenset[str](), frozenset({"party"}), frozenset({"item"}), frozenset({"party", "item"}))


@st.composite
def authorizations(draw: st.DrawFn, palette: Palette, number: int, stops: Sequence[Rule]) -> Rule:
    """An authorization that clears one or more restrictions, judged no more finely than any of them."""
    cleared = draw(st.lists(st.sampled_from(stops), min_size=1, max_size=2, unique_by=lambda rule: rule.id))
    widest = frozenset[str].intersection(*(rule.each for rule in cleared))
    each = draw(st.sampled_from([scopes for scopes in _EACH if scopes <= widest]))
    name = f"random/clear-{number}"
    texts = draw(versions(palette, "authorizes", each, name))
    clears = tuple(rule.id for rule in cleared)
    return Rule(name, "authorization", f"Clear {number}", "random", texts, each, clears=clears)


@st.composite
def laws(draw: st.DrawFn, most: int = 3) -> tuple[Rule, ...]:
    """One to `most` restrictions and none to `most` authorizations, in any order."""
    palette = draw(palettes())
    stops = [draw(restrictions(palette, number)) for number in range(draw(st.integers(1, most)))]
    clears = [draw(authorizations(palette, number, stops)) for number in range(draw(st.integers(0, most)))]
    return tuple(draw(st.permutations([*stops, *clears])))


# --- cases --------------------------------------------------------------------------------------------------------


def knowledge() -> st.SearchStrategy[datetime]:
    """When the law is looked at: mostly when all of it is known."""
    return st.one_of(st.just(LATEST), st.just(LATEST), instants())


def instants() -> st.SearchStrategy[datetime]:
    """A moment on an edge, one second or one microsecond beside it, or anywhere between."""
    beside = (timedelta(0), timedelta(seconds=-1), timedelta(seconds=1), timedelta(microseconds=1), timedelta(hours=7))
    return st.builds(
        lambda edge, step: edge + step, st.sampled_from((*INSTANTS, *INSTANTS[3:])), st.sampled_from(beside)
    )


def read_by(rules: Sequence[Rule]) -> list[Entry]:
    """The facts that some text of a law reads, in the order of the dictionary."""
    found = {
        fact
        for rule in rules
        for version in rule.versions
        for atom in atoms(version.condition)
        for fact in facts_of(atom)
    }
    return [entry for entry in FACTS.values() if entry.id in found]


def settled(entry: Entry) -> st.SearchStrategy[Anything]:
    """A value that a person may state."""
    return st.frozensets(plain(entry), max_size=2) if entry.type == "set" else plain(entry)


@st.composite
def unsettled(draw: st.DrawFn, entry: Entry) -> Anything:
    """Unknown, undeterminable, or (where there is an order) known within bounds."""
    kind = draw(st.integers(0, 3 if entry.ordered else 1))
    if kind < 2:
        return UNKNOWN if kind == 0 else UNDETERMINABLE
    low, high = sorted((draw(plain(entry)), draw(plain(entry))))
    return Between(low if kind == 2 or draw(st.booleans()) else None, high if kind == 2 else None)


@st.composite
def stated(draw: st.DrawFn, value: st.SearchStrategy[Anything]) -> AnyFact:
    """A fact with such a value, now and then one that changes with time."""
    first = Fact(draw(value))
    if draw(st.integers(0, 3)) < 3:
        return first
    starts = sorted(draw(st.sets(st.sampled_from(INSTANTS), min_size=1, max_size=2)))
    return Dated(first, tuple((start, Fact(draw(value))) for start in starts))


@st.composite
def matters(draw: st.DrawFn, rules: Sequence[Rule], unknown: int = 3) -> Matter:
    """A leg whose facts are settled but for a few; an open one is missing, unknown, undeterminable or bounded."""
    entries = read_by(rules)
    sizes = (draw(st.sampled_from((0, 1, 1, 2, 2, 3, 4))), draw(st.sampled_from((1, 1, 2, 3))))
    scopes = {"leg": 1, "party": sizes[0], "item": sizes[1]}
    slots = [(entry, number) for entry in entries for number in range(scopes[entry.id.partition(".")[0]])]
    open_ = draw(
        st.lists(st.integers(0, max(0, len(slots) - 1)), min_size=min(1, len(slots)), max_size=unknown, unique=True)
    )
    members: dict[str, list[dict[str, AnyFact]]] = {scope: [{} for _ in range(size)] for scope, size in scopes.items()}
    for place, (entry, number) in enumerate(slots):
        facts = members[entry.id.partition(".")[0]][number]
        if place not in open_:
            facts[entry.id] = draw(stated(settled(entry)))
        elif draw(st.booleans()):
            facts[entry.id] = draw(stated(unsettled(entry)))
    return Matter(members["leg"][0], tuple(members["party"]), tuple(members["item"]))


@st.composite
def cases(draw: st.DrawFn, unknown: int = 3) -> Case:
    """A law and a matter under it."""
    rules = draw(laws())
    return rules, draw(matters(rules, unknown))
