"""Bulk decisions are single decisions: every rule, every outcome, every set of outcomes still open, leg by leg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.facts import UNKNOWN, Between, Special, Truth, Value
from reprieve.model.verdict import SEVERITY
from reprieve.rules import bulk_facts, packtest
from reprieve.rules.book import Book, Statute
from reprieve.rules.bulk import OUTCOMES_OF, decide_all, readings
from reprieve.rules.bulk_batch import Batch, of_arrow, of_situations
from reprieve.rules.evaluate import Causing, causes
from reprieve.rules.law import Rule, Version
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import All, Each, Node, Not, Pair
from reprieve.rules.syntax import Test as Atomic
from tests.oracles.random_law import FACTS, INSTANTS, LATEST, instants, knowledge, laws, matters

PARTY, ITEM = frozenset({"party"}), frozenset({"item"})
TRUTHS: dict[int, Truth] = {1: True, 0: False, -1: None}
Keyed = dict[tuple[str, Causing], Truth]


@st.composite
def batches(draw: st.DrawFn) -> tuple[tuple[Rule, ...], list[Situation], list[int]]:
    """A law, a few legs at moments of their own, and how many red flags each has."""
    rules = draw(laws())
    legs = draw(st.lists(matters(rules, unknown=4), min_size=1, max_size=9))
    seen = [each.on(draw(instants())) for each in legs]
    return rules, seen, [draw(st.sampled_from((0, 0, 0, 1, 2))) for _ in seen]


def spread(book: Book, batch: Batch, found: Sequence[Situation], part: int) -> list[Keyed]:
    """Every rule in force of every leg, as a single decision gives them."""
    told: list[Keyed] = [{} for _ in found]
    for reading in readings(book, batch, part):
        mine = found[reading.start : reading.start + reading.batch.size]
        for number in reading.rules:
            rule, values, active = book.rules[number], iter(reading.truth(number).tolist()), reading.in_force(number)
            for place, seen in enumerate(mine):
                for cause in causes(rule.each, seen):
                    value = TRUTHS[next(values)]
                    if active[place]:
                        told[reading.start + place][rule.id, cause] = value
                    else:
                        assert value is False
            assert next(values, None) is None
    return told


def agree(book: Book, found: Sequence[Situation], flags: Sequence[int], part: int = 8) -> None:
    """Assert that bulk and single decisions say the same of some legs."""
    batch = of_situations(found, flags)
    assert spread(book, batch, found, part) == [book.outcomes(each) for each in found]
    decided = decide_all(book, batch, part)
    for place, (seen, number) in enumerate(zip(found, flags, strict=True)):
        alone = book.decide(seen, tuple(f"flag:{each}" for each in range(number)))
        assert OUTCOMES_OF[decided.possible[place]] == alone.possible
        assert decided.outcome[place] == SEVERITY[alone.outcome]
        assert bool(decided.exact[place]) is alone.exact


@given(batches(), knowledge(), st.sampled_from((1, 3, 8, 64)))
def test_bulk_says_of_every_leg_what_a_single_decision_says(
    case: tuple[tuple[Rule, ...], list[Situation], list[int]], known_at: datetime, part: int
) -> None:
    rules, found, flags = case
    agree(Statute(rules, FACTS).known_at(known_at), found, flags, part)


def arrow(found: Sequence[Situation]) -> pa.Table:
    """Situations as an Arrow table, in the types that a column store would use."""
    made: dict[str, pa.Array] = {}
    for fact, entry in FACTS.items():
        kind = KINDS[entry.type]
        if fact.startswith("leg."):
            made[fact] = pa.array([cell(each.leg.get(fact)) for each in found], kind)
        else:
            sides = [each.parties if fact.startswith("party.") else each.items for each in found]
            made[fact] = pa.array([[cell(member.get(fact)) for member in side] for side in sides], pa.list_(kind))
    return pa.table(made)


def cell(value: Value | None) -> object:
    return "|".join(sorted(value)) if isinstance(value, frozenset) else value


def words(text: str) -> Value:
    return frozenset(text.split("|")) - {""}


KINDS = {
    "bool": pa.bool_(),
    "enum": pa.string(),
    "set": pa.dictionary(pa.int8(), pa.string()),
    "text": pa.string(),
    "int": pa.int64(),
    "share": pa.int16(),
    "money": pa.int32(),
    "date": pa.date32(),
    "instant": pa.timestamp("us", "UTC"),
}
SETS = {fact: words for fact, entry in FACTS.items() if entry.type == "set"}


def settled(found: Situation) -> Situation:
    """The same leg with what Arrow has no word for left out: bounds, and what nobody could settle."""

    def kept(values: Mapping[str, Value]) -> dict[str, Value]:
        return {fact: value for fact, value in values.items() if not isinstance(value, Between | Special)}

    return Situation(found.at, kept(found.leg), tuple(map(kept, found.parties)), tuple(map(kept, found.items)))


@given(batches(), st.sampled_from((8, 64)), st.sampled_from((0, 1, 64)), st.sampled_from((0, 8)))
def test_an_arrow_table_is_decided_as_the_same_situations_are_however_its_columns_are_read(
    case: tuple[tuple[Rule, ...], list[Situation], list[int]], part: int, few: int, worth: int
) -> None:
    rules, raw, _ = case
    found = [settled(each) for each in raw]
    at = pa.array([each.at for each in found], pa.timestamp("us", "UTC"))
    book = Statute(rules, FACTS).known_at(LATEST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_facts, "FEW", few)
        patch.setattr(bulk_facts, "WORTH_IT", worth)
        for start in (0, 1):
            batch = of_arrow(arrow(found).slice(start), at.slice(start), SETS)
            rest = found[start:]
            assert spread(book, batch, rest, part) == [book.outcomes(each) for each in rest]
            decided = decide_all(book, batch, part)
            assert [OUTCOMES_OF[each] for each in decided.possible] == [book.decide(each).possible for each in rest]


def test_bulk_says_the_same_of_every_test_of_the_shipped_packs() -> None:
    law, statute = law_in(SHIPPED), statute_of(SHIPPED)
    runs = [run for pack in law.packs for run in packtest.runs(law, pack)]
    found = [run.matter.on(run.at) for run in runs]
    agree(statute.known_fully(), found, [0] * len(found), 64)


def rule(when: Node, each: frozenset[str] = frozenset(), name: str = "random/one") -> Rule:
    return Rule(name, "restriction", "One", "random", (Version("text 1", INSTANTS[0], None, when, "restricts"),), each)


def truths(node: Node, batch: Batch, each: frozenset[str] = frozenset()) -> list[Truth]:
    (reading,) = readings(Statute((rule(node, each),), FACTS).known_at(LATEST), batch)
    return [TRUTHS[each] for each in reading.truth(0).tolist()]


def test_a_null_of_an_arrow_column_is_unknown_and_never_no() -> None:
    table = pa.table({"leg.paid": pa.array([True, False, None])})
    assert truths(Atomic("leg.paid", "is"), of_arrow(table, LATEST)) == [True, False, None]
    assert truths(Not(Atomic("leg.paid", "is")), of_arrow(table, LATEST)) == [False, True, None]


def test_what_has_no_column_is_unknown() -> None:
    batch = of_arrow(pa.table({"leg.paid": pa.array([True])}), LATEST)
    assert truths(Atomic("leg.sealed", "is"), batch) == [None]
    assert truths(Atomic("leg.crew", "undeterminable"), batch) == [False]
    assert truths(Pair("leg.crew", "<", "leg.berths"), batch) == [None]


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("kind", [pa.int8(), pa.int64(), pa.float64()])
def test_numbers_are_compared_as_they_are_around_every_constant(op: str, kind: pa.DataType) -> None:
    told = [-128, -1, 0, 1, 2, 127, None]
    found: list[Value] = [UNKNOWN if each is None else each for each in told]
    batch = of_arrow(pa.table({"leg.crew": pa.array(told, kind)}), LATEST)
    alone = of_situations([Situation(LATEST, {"leg.crew": each}) for each in found])
    test = Atomic("leg.crew", op, 1)  # type: ignore[arg-type]
    assert truths(test, batch) == truths(test, alone)
    assert truths(test, batch)[-1] is None


def test_days_that_lie_far_apart_are_compared_as_days() -> None:
    far = [datetime(1, 1, 1).date(), INSTANTS[3].date(), datetime(9999, 12, 31).date()]  # noqa: DTZ001  # days
    batch = of_arrow(pa.table({"leg.signed": pa.array(far, pa.date32())}), LATEST)
    assert truths(Atomic("leg.signed", ">=", INSTANTS[3].date()), batch) == [False, True, True]


def test_lists_hold_the_members_of_a_leg_and_no_member_is_somebody_elses() -> None:
    table = pa.table({"party.listed": pa.array([[True, False], [], [None, False], [False]])})
    batch = of_arrow(table, LATEST)
    listed = Atomic("party.listed", "is")
    assert truths(Each("any", "party", listed), batch) == [True, False, None, False]
    assert truths(Each("all", "party", listed), batch) == [False, True, False, False]
    assert truths(listed, batch, PARTY) == [True, False, None, False, False]


def test_every_party_meets_every_item_of_its_own_leg() -> None:
    table = pa.table(
        {
            "party.listed": pa.array([[True, False], [True], []]),
            "item.ours": pa.array([[True], [False, True], [True]]),
        }
    )
    both = All((Atomic("party.listed", "is"), Atomic("item.ours", "is")))
    assert truths(both, of_arrow(table, LATEST), PARTY | ITEM) == [True, False, False, True]


def test_a_slice_of_a_list_column_is_read_from_where_it_begins() -> None:
    table = pa.table({"party.listed": pa.array([[True], [False, True], [False]])}).slice(1, 2)
    assert truths(Each("any", "party", Atomic("party.listed", "is")), of_arrow(table, LATEST)) == [True, False]


def test_lists_of_unequal_lengths_are_refused() -> None:
    table = pa.table({"party.listed": pa.array([[True]]), "party.crew": pa.array([[1, 2]])})
    with pytest.raises(ValueError, match=r"party\.crew has another number of members"):
        of_arrow(table, LATEST)


def test_words_of_a_set_are_read_from_a_text_where_its_meaning_is_given() -> None:
    table = pa.table({"leg.groups": pa.array(["E1|E2", "A5", None])})
    batch = of_arrow(table, LATEST, {"leg.groups": words})
    assert truths(Atomic("leg.groups", "in", frozenset({"E2"})), batch) == [True, False, None]


def test_each_leg_is_judged_by_the_law_of_its_own_moment() -> None:
    paid = Atomic("leg.paid", "is")
    texts = (
        Version("text 1", INSTANTS[0], None, paid, "restricts"),
        Version("text 2", INSTANTS[4], None, Not(paid), "restricts"),
    )
    book = Statute((Rule("random/one", "restriction", "One", "random", texts),), FACTS).known_at(LATEST)
    moments = pa.array([INSTANTS[1], INSTANTS[5]], pa.timestamp("us", "UTC"))
    decided = decide_all(book, of_arrow(pa.table({"leg.paid": pa.array([True, True])}), moments))
    assert decided.outcome.tolist() == [SEVERITY["license_required"], SEVERITY["no_license_required"]]


def test_no_leg_at_all_is_no_trouble() -> None:
    decided = decide_all(Statute((rule(Atomic("leg.paid", "is")),), FACTS).known_at(LATEST), of_situations([]))
    assert decided.outcome.tolist() == []


def test_a_leg_that_differs_in_its_members_alone_is_decided_on_its_own() -> None:
    listed = Each("any", "party", Atomic("party.listed", "is"))
    book = Statute((rule(All((listed, Atomic("leg.paid", "is")))),), FACTS).known_at(LATEST)
    found = [Situation(LATEST, {}, parties) for parties in (({},), (), ({"party.listed": False},), ({},))]
    decided = decide_all(book, of_situations(found))
    assert decided.outcome.tolist() == [SEVERITY[book.decide(each).outcome] for each in found]
    assert np.unique(decided.outcome).size == 2
