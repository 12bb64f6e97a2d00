"""What would clear it: the smallest sets of lawful levers, found by trying every set, and the day to wait for."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import combinations, product
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from msgspec.structs import replace

import reprieve
from reprieve.model.answer import Answer
from reprieve.model.verdict import CLEARING
from reprieve.rules.book import Book, Statute
from reprieve.rules.dictionary import Dictionary
from reprieve.rules.law import Rule, Version
from reprieve.rules.situation import Matter, Situation
from reprieve.rules.syntax import All, Any, Node
from reprieve.rules.whatif import Change, changed, ways
from tests.desk import toy
from tests.desk.asking import instant
from tests.oracles.random_law import FACTS, INSTANTS, LATEST, cases, conditions, instants, matters

LEVERS: Final[Mapping[str, str]] = {
    "leg.paid": "obtain",
    "leg.sealed": "wait",
    "party.listed": "substitute",
    "item.ours": "obtain",
    "item.use": "substitute",
}
DICTIONARY: Final = Dictionary({id_: replace(entry, lever=LEVERS.get(id_, "")) for id_, entry in FACTS.items()})
Case = tuple[tuple[Rule, ...], Matter]
Move = tuple[str, int | None, bool | str]


@st.composite
def movable(draw: st.DrawFn) -> Case:
    """A law that speaks of levers, of what only time moves, and of one thing that nobody moves; and a case under it."""
    palette = [DICTIONARY[name] for name in (*LEVERS, "party.owned")]
    each = frozenset({"party", "item"})
    parts = st.lists(conditions(palette, each, depth=1, quantifiers=False), min_size=1, max_size=3)
    stop = Any((*draw(parts), *draw(parts)))
    clears = [_rule(number, each, All(tuple(draw(parts))), ("stop",)) for number in range(draw(st.integers(0, 2)))]
    rules = (_rule(0, each, stop, ()), *clears)
    return rules, draw(matters(rules))


def _rule(number: int, each: frozenset[str], when: Node, clears: tuple[str, ...]) -> Rule:
    text = Version("text", INSTANTS[0], None, when, "authorizes" if clears else "restricts", filed=INSTANTS[0])
    name = f"clear-{number}" if clears else "stop"
    return Rule(name, "authorization" if clears else "restriction", name, "random", (text,), each, clears=clears)


def moves(situation: Situation) -> Iterator[Move]:
    """Everything that may be changed at all: documents obtained, items and uses substituted. Nobody hastens time."""
    for fact, lever in LEVERS.items():
        scope = fact.partition(".")[0]
        members = {"leg": [None], "party": range(len(situation.parties)), "item": range(len(situation.items))}[scope]
        values = {"obtain": [True], "substitute": DICTIONARY[fact].vocabulary or [True, False], "wait": []}[lever]
        yield from product([fact], members, values)


def tried(book: Book, situation: Situation) -> tuple[int, set[frozenset[Move]]]:
    """How few moves clear, up to three, and every set of so many that does."""
    for size in (1, 2, 3):
        found = {
            frozenset(chosen)
            for chosen in combinations(moves(situation), size)
            if len({move[:2] for move in chosen}) == size and book.decide(moved(situation, chosen)).outcome in CLEARING
        }
        if found:
            return size, found
    return 0, set()


def moved(situation: Situation, chosen: tuple[Move, ...]) -> Situation:
    leg = {**situation.leg, **{fact: value for fact, member, value in chosen if member is None}}
    parties, items = (
        tuple(
            {**facts, **{fact: value for fact, at, value in chosen if at == place and fact.startswith(scope)}}
            for place, facts in enumerate(members)
        )
        for scope, members in (("party.", situation.parties), ("item.", situation.items))
    )
    return Situation(situation.at, leg, parties, items)


@given(movable(), instants())
def test_the_smallest_sets_are_those_that_trying_all_finds(case: Case, at: datetime) -> None:
    rules, matter = case
    book, situation = Statute(rules, DICTIONARY).known_at(LATEST), matter.on(at)
    assume(book.decide(situation).outcome not in CLEARING)
    found = [frozenset((each.fact, each.member, each.value) for each in way.changes) for way in ways(book, situation)]
    size, every = tried(book, situation)
    event(f"{size} moves")
    assert {len(way) for way in found} == ({size} if size else set())
    assert len(set(found)) == len(found)
    assert set(found) <= every, "each of them clears"
    # Of words that no rule tells apart, one stands for all: what is moved is nevertheless found in every way.
    assert {frozenset(move[:2] for move in way) for way in found} == {
        frozenset(move[:2] for move in way) for way in every
    }


@given(movable(), instants())
def test_only_levers_move_and_the_outcome_is_what_deciding_says(case: Case, at: datetime) -> None:
    rules, matter = case
    book, situation = Statute(rules, DICTIONARY).known_at(LATEST), matter.on(at)
    before = book.decide(situation).outcome
    found = ways(book, situation)
    assert not found or before not in CLEARING
    for way in found:
        assert {LEVERS.get(change.fact, "") for change in way.changes} <= {"obtain", "substitute"}
        assert book.decide(changed(situation, way.changes)).outcome == way.outcome
        assert way.outcome in CLEARING


@given(cases(), instants())
def test_a_red_flag_is_not_cleared_by_levers(case: Case, at: datetime) -> None:
    rules, matter = case
    assert ways(Statute(rules, DICTIONARY).known_at(LATEST), matter.on(at), ("flag:f",)) == ()


def test_a_change_touches_the_one_it_names() -> None:
    before = Situation(LATEST, {"leg.paid": False}, ({"party.use": "network"},), ({"item.ours": False}, {}))
    after = changed(before, (Change("item.ours", 1, value=True), Change("leg.paid", None, value=True)))
    assert (after.leg, after.parties, after.items) == (
        {"leg.paid": True},
        ({"party.use": "network"},),
        ({"item.ours": False}, {"item.ours": True}),
    )
    assert before.leg == {"leg.paid": False}


# --- in words -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


def asked(folder: Path, packs: Path, *legs: str, at: str = "2019-06-10", more: str = "") -> Answer:
    path = toy.case(folder, toy.transaction("t", *legs, at=at, more=more))
    return reprieve.check(path, packs=packs).transactions[0]


def steps(answer: Answer) -> list[tuple[str, ...]]:
    return [lever.steps for lever in answer.levers]


APPLY: Final = ("apply for a specific license",)


def test_every_smallest_way_is_told(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg(certified="false"), at="2019-09-01")
    assert {lever.steps: lever.outcome for lever in found.levers} == {
        ("obtain: certified = yes",): "authorized",
        ("substitute: free = yes",): "no_license_required",
        APPLY: "as the license says",
    }


def test_the_purpose_is_no_lever(tmp_path: Path, packs: Path) -> None:
    # As a repair it would be cleared; who, where and what for are not for choosing.
    assert steps(asked(tmp_path, packs, toy.leg(purpose='"sale"'))) == [("substitute: free = yes",), APPLY]


def test_two_items_take_two_changes(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg(items='["pump", "valve"]', purpose='"sale"'))
    assert steps(found)[0] == ("substitute: free = yes", "substitute: free = yes")


def test_the_day_to_wait_for_is_that_of_the_next_clearing_piece(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg(), at="2019-05-18")
    (waiting,) = [lever for lever in found.levers if lever.wait_until]
    assert (waiting.steps, waiting.wait_until, waiting.outcome) == (("wait",), instant("2019-05-20"), "authorized")
    assert waiting.by == ("toy/repairs (A1)",)


def test_there_is_no_day_to_wait_for_once_the_license_is_gone(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg(certified="true"), at="2019-12-01")
    assert not [lever for lever in found.levers if lever.wait_until]


def test_a_past_clearing_piece_is_nothing_to_wait_for(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg(certified="false"), at="2019-09-01")
    assert not [lever for lever in found.levers if lever.wait_until]


def test_an_answer_that_clears_needs_no_lever(tmp_path: Path, packs: Path) -> None:
    assert asked(tmp_path, packs, toy.leg()).levers == ()
    assert asked(tmp_path, packs, toy.leg("reed")).levers == ()


def test_nobody_licenses_what_is_prohibited(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg("reed") + "[transactions.legs.party_facts.reed]\ndenied = true\n")
    assert (found.verdict.outcome, found.levers) == ("prohibited", ())
