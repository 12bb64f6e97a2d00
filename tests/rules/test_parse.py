"""Conditions as text: what each form means, and for each mistake one line with its place and what would be right."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reprieve.errors import BadPack
from reprieve.rules.parse import parse
from reprieve.rules.syntax import FALSE, TRUE, All, Any, Each, Named, Node, Not, Pair
from reprieve.rules.syntax import Test as Atomic
from tests.oracles.random_law import FACTS

PAID, SEALED = Atomic("leg.paid", "is"), Atomic("leg.sealed", "is")
LISTED = Atomic("party.listed", "is")


def read(text: str, definitions: dict[str, Node] | None = None) -> Node:
    return parse(text, FACTS, definitions or {}, "page.md, line 7")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("leg.paid", PAID),
        ("true", TRUE),
        ("false", FALSE),
        ("not leg.paid", Not(PAID)),
        ("leg.paid and leg.sealed", All((PAID, SEALED))),
        ("leg.paid or leg.sealed", Any((PAID, SEALED))),
        ("leg.paid or leg.sealed and leg.paid", Any((PAID, All((SEALED, PAID))))),
        ("(leg.paid or leg.sealed) and leg.paid", All((Any((PAID, SEALED)), PAID))),
        ("not leg.paid and leg.sealed", All((Not(PAID), SEALED))),
        ("leg.paid\n  and leg.sealed", All((PAID, SEALED))),
        ("leg.crew >= -1", Atomic("leg.crew", ">=", -1)),
        ("leg.price < 1_000", Atomic("leg.price", "<", 1000)),
        ("leg.share > 25 %", Atomic("leg.share", ">", 2500)),
        ("leg.share > 49.9%", Atomic("leg.share", ">", 4990)),
        ("leg.share != 2500", Atomic("leg.share", "!=", 2500)),
        ("leg.signed <= 2019-05-16", Atomic("leg.signed", "<=", date(2019, 5, 16))),
        (
            "leg.opened == 2019-05-16T16:15-04:00",
            Atomic("leg.opened", "==", datetime.fromisoformat("2019-05-16T16:15:00-04:00")),
        ),
        ("leg.use == network", Atomic("leg.use", "==", "network")),
        ('leg.port == "New York"', Atomic("leg.port", "==", "New York")),
        ("leg.port in {5D992, EAR99, 3A001.b.2}", Atomic("leg.port", "in", frozenset({"5D992", "EAR99", "3A001.b.2"}))),
        ("leg.groups in {E1, E2}", Atomic("leg.groups", "in", frozenset({"E1", "E2"}))),
        ("leg.use not in {research}", Atomic("leg.use", "not in", frozenset({"research"}))),
        ("party.owned is undeterminable", Atomic("party.owned", "undeterminable")),
        ("leg.signed <= party.listed_on", Pair("leg.signed", "<=", "party.listed_on")),
        ("leg.use == party.use", Pair("leg.use", "==", "party.use")),
        ("leg.signed <= today", Pair("leg.signed", "<=", "today")),
        ("at >= leg.opened", Pair("at", ">=", "leg.opened")),
        ("any party (party.listed)", Each("any", "party", LISTED)),
        ("all parties (party.listed)", Each("all", "party", LISTED)),
        ("no party (party.listed)", Not(Each("any", "party", LISTED))),
        ("any items (item.ours and leg.paid)", Each("any", "item", All((Atomic("item.ours", "is"), PAID)))),
    ],
)
def test_a_form_and_its_tree(text: str, tree: Node) -> None:
    assert read(text) == tree


def test_a_definition_keeps_its_name() -> None:
    assert read("not settled", {"settled": PAID}) == Not(Named("settled", PAID))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("leg.payed", "no fact or definition is called 'leg.payed' (did you mean leg.paid?)"),
        ("setled", "no fact or definition is called 'setled' (did you mean settled?)"),
        ("leg.use == netwrok", "column 12: leg.use cannot be 'netwrok': did you mean network?"),
        ("leg.use == 3", "column 12: leg.use cannot be 3: a word"),
        ("leg.use in {network, hand}", "column 22: leg.use cannot be 'hand': did you mean handset?"),
        ("leg.use in {}", "column 13: '}' where a constant is needed"),
        ("leg.groups in {E9}", "column 16: leg.groups cannot be 'E9': one of E1, E2, A5"),
        ("leg.use > network", "leg.use is enum and has no order (== or in { })"),
        ("leg.groups == E1", "leg.groups is set (use it alone, or `in { }` for a set)"),
        ("leg.paid == true", "leg.paid is bool (use it alone, or `in { }` for a set)"),
        ("leg.crew in {a}", "leg.crew is int; a list of words does not fit it (use a comparison)"),
        ("leg.crew", "leg.crew is int, not a yes or no (compare it: leg.crew == ...)"),
        ("leg.crew == two", "column 13: leg.crew cannot be 'two': a whole number"),
        ("leg.crew == 25 %", "column 13: leg.crew cannot be '25 %': a whole number"),
        ("leg.crew == 2019-05-16", "column 13: leg.crew cannot be 2019-05-16: a whole number"),
        ("leg.berths == 7", "column 15: leg.berths cannot be 7: between 2 and 4"),
        ("leg.share > 101 %", "column 13: leg.share cannot be '101 %': between 0 and 10000"),
        ("leg.share > 1.234 %", "column 13: leg.share cannot be '1.234 %': a share such as \"25 %\""),
        ("leg.price < -1", "column 13: leg.price cannot be -1: 0 or more"),
        ("leg.signed <= 2019-05-16T00:00Z", "leg.signed cannot be 2019-05-16T00:00:00+00:00: a day such as"),
        ("leg.opened <= 2019-05-16", "leg.opened cannot be 2019-05-16: an instant with offset"),
        ("leg.signed <= 2019-02-30", "column 15: "),
        ("leg.signed <= at", "leg.signed is date but at is instant (compare like with like)"),
        ("leg.opened <= today", "leg.opened is instant but today is date (compare like with like)"),
        ("today <= leg.opened", "today is date but leg.opened is instant (compare like with like)"),
        ("leg.signed <= leg.crew", "leg.signed is date but leg.crew is int (compare like with like)"),
        ("today", "today must be compared (today >= fact)"),
        ("leg.paid leg.sealed", "column 10: 'leg.sealed' does not continue a condition (and, or, or the end)"),
        ("leg.paid and", "column 13: 'the end' where a fact is needed"),
        ("and leg.paid", "column 1: 'and' where a fact is needed"),
        ("", "column 1: 'the end' where a fact is needed"),
        ("(leg.paid", "column 10: 'the end' where ')' is needed"),
        ("leg.paid)", "column 9: ')' does not continue a condition"),
        ("leg.paid & leg.sealed", "cannot read '& leg.sealed' in the condition (see docs/packs.md)"),
        ('leg.port == "Oslo', "cannot read '\"Oslo' in the condition"),
        ("party.owned is unknown", "'unknown' where 'undeterminable' is needed"),
        ("any leg (leg.paid)", "column 5: 'leg' after 'any' (party or item)"),
        ("any party leg.paid", "column 11: 'leg.paid' where '(' is needed"),
        ("any party (item.ours)", "speaks of item inside a quantifier over party (only that one and the leg)"),
        ("all items (party.listed or item.ours)", "speaks of party inside a quantifier over item"),
        ("any party (any item (item.ours))", "a quantifier inside a quantifier (two conditions joined by `and`)"),
        ("no party (everybody)", "a quantifier inside a quantifier"),
        ("any item (suspect)", "speaks of party inside a quantifier over item"),
    ],
)
def test_a_mistake_in_one_line(text: str, message: str) -> None:
    definitions: dict[str, Node] = {"settled": PAID, "everybody": Each("all", "party", LISTED), "suspect": LISTED}
    with pytest.raises(BadPack) as caught:
        read(text, definitions)
    assert str(caught.value).startswith("page.md, line 7")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["(" * 5000 + "leg.paid" + ")" * 5000, "not " * 5000 + "leg.paid", "(" * 5000])
def test_nesting_without_end_is_refused(text: str) -> None:
    with pytest.raises(BadPack, match=r"page\.md, line 7"):
        read(text)


@pytest.mark.parametrize("text", ["leg.crew == " + "9" * 5000, "leg.crew == 1__", "leg.share == " + "9" * 5000 + " %"])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadPack, match=r"page\.md, line 7, column"):
        read(text)
