"""Which version of a rule stands when, for whom it is judged, and what becomes of a condition with one atom fixed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from reprieve.rules import syntax
from reprieve.rules.decisive import Place, fixed, places
from reprieve.rules.evaluate import Causing
from reprieve.rules.law import Rule, Version
from reprieve.rules.situation import Situation
from reprieve.rules.standing import FULLY, Standing, causings, edges, in_force, says, shared, standings, window
from reprieve.rules.syntax import FALSE, TRUE, All, Each, Named, Not, Pair

DAY = timedelta(days=1)
START = datetime(2019, 5, 20, tzinfo=UTC)
LISTED = syntax.Test("party.listed", "is")
FIRST = Version("A1", START, START + 10 * DAY, LISTED, "authorizes")
SECOND = Version("A2", START + 8 * DAY, START + 20 * DAY, TRUE, "extends", published=(START + 9 * DAY))
DOUBTFUL = msgspec.structs.replace(SECOND, starts_by=START + 12 * DAY)
RULE = Rule("alpha/license", "authorization", "A license", "alpha", (FIRST, SECOND), each=frozenset({"party"}))
UNSURE = msgspec.structs.replace(RULE, versions=(FIRST, DOUBTFUL))
SITUATION = Situation(START, {}, ({"party.listed": False}, {"party.listed": True}), ({}, {}, {}))


def test_a_later_version_displaces_the_earlier_once_it_is_known() -> None:
    first, second = Standing(0, START, START + 8 * DAY), Standing(1, START + 8 * DAY, START + 20 * DAY)
    assert standings(RULE) == [first, second]
    assert standings(RULE, START + 8 * DAY) == [Standing(0, START, START + 10 * DAY)]
    assert window(RULE, 1) == (second.start, second.end)


def test_doubtful_days_belong_to_both_versions() -> None:
    assert standings(UNSURE) == [Standing(0, START, START + 10 * DAY), Standing(1, START + 8 * DAY, START + 20 * DAY)]
    assert in_force(UNSURE, START + 9 * DAY, FULLY) == [0, 1]
    assert in_force(UNSURE, START + 11 * DAY, FULLY) == [1]


def test_a_version_is_in_force_from_its_start_and_not_at_its_end() -> None:
    instant = timedelta(microseconds=1)
    moments = (START - instant, START, START + 20 * DAY - instant, START + 20 * DAY)
    assert [in_force(RULE, at, FULLY) for at in moments] == [[], [0], [1], []]


def test_edges_are_those_of_every_stretch() -> None:
    assert {edge: set(versions) for edge, versions in edges(UNSURE).items()} == {
        START: {0},
        START + 8 * DAY: {0, 1},
        START + 10 * DAY: {0},
        START + 12 * DAY: {1},
        START + 20 * DAY: {1},
    }


def test_windows_share_what_lies_in_all_of_them() -> None:
    one, other, open_ = Standing(0, START, START + DAY), Standing(0, START + DAY, None), Standing(0, START, None)
    assert shared(one, other) is None
    assert shared(one, open_) == (START, START + DAY)
    assert shared(open_, other) == (START + DAY, None)


def test_a_rule_is_judged_for_each_party_and_item_it_names() -> None:
    assert list(causings(RULE, SITUATION)) == [Causing(0), Causing(1)]
    both = msgspec.structs.replace(RULE, each=frozenset({"party", "item"}))
    assert len(list(causings(both, SITUATION))) == 6
    assert says(RULE, 0, SITUATION) == {True, False}


def test_an_atom_is_another_one_where_a_quantifier_binds_it() -> None:
    moved = Pair("leg.signed", "<=", "today")
    node = All((LISTED, moved, Each("all", "party", Not(All((LISTED, moved))))))
    causing, bound = Place(LISTED), Place(LISTED, bound=True)
    assert set(places(node)) == {causing, Place(moved), bound}
    assert fixed(node, causing, value=True) == All((TRUE, moved, Each("all", "party", Not(All((LISTED, moved))))))
    assert fixed(node, bound, value=False) == All((LISTED, moved, Each("all", "party", Not(All((FALSE, moved))))))
    assert fixed(node, Place(moved), value=True) == All((LISTED, TRUE, Each("all", "party", Not(All((LISTED, TRUE))))))


def test_an_atom_belongs_to_the_innermost_definition() -> None:
    outer = Named("outer", All((LISTED, Named("inner", Not(LISTED)))))
    assert list(places(All((outer, LISTED)))) == [
        Place(LISTED, definition="outer"),
        Place(LISTED, definition="inner"),
        Place(LISTED),
    ]
