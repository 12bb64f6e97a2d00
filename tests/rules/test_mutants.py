"""The mistakes that are made on purpose: each once where the law is written once, and none that would not load."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from reprieve.rules.library import SHIPPED, law_in
from reprieve.rules.mutants import Mutant, mutants, slips
from reprieve.rules.pack import Law, load
from reprieve.rules.parse import parse
from reprieve.rules.spelling import spelt
from reprieve.rules.words import condition
from tests.oracles.random_law import FACTS
from tests.rules.planted import DEFINITION, LICENSE, PAGE, RESTRICTION, changed, packs

SLIPS: Final = {
    "leg.paid": {("negation", "not leg.paid")},
    "not leg.paid": {("negation", "not not leg.paid")},
    "leg.crew <= 2": {("negation", "not leg.crew <= 2"), ("boundary", "leg.crew < 2"), ("constant", "leg.crew <= 3")},
    "leg.crew > 2": {("negation", "not leg.crew > 2"), ("boundary", "leg.crew >= 2"), ("constant", "leg.crew > 3")},
    "leg.crew == 2": {("negation", "not leg.crew == 2"), ("constant", "leg.crew == 3")},
    "leg.signed >= 2019-11-03": {
        ("negation", "not leg.signed >= 2019-11-03"),
        ("boundary", "leg.signed > 2019-11-03"),
        ("constant", "leg.signed >= 2019-11-02"),
    },
    "leg.signed < leg.due": {("negation", "not leg.signed < leg.due"), ("boundary", "leg.signed <= leg.due")},
    "leg.use in {network, handset}": {
        ("negation", "not leg.use in {handset, network}"),
        ("member", "leg.use in {handset}"),
        ("member", "leg.use in {network}"),
    },
    "leg.paid and leg.sealed": {
        ("atom", "leg.sealed"),
        ("atom", "leg.paid"),
        ("negation", "not leg.paid and leg.sealed"),
        ("negation", "leg.paid and not leg.sealed"),
    },
    "not (leg.paid or leg.sealed)": {
        ("negation", "leg.paid or leg.sealed"),
        ("atom", "not leg.paid"),
        ("atom", "not leg.sealed"),
        ("negation", "not (not leg.paid or leg.sealed)"),
        ("negation", "not (leg.paid or not leg.sealed)"),
    },
    "any party (party.listed)": {
        ("quantifier", "all party (party.listed)"),
        ("negation", "any party (not party.listed)"),
    },
}


@pytest.mark.parametrize("text", SLIPS)
def test_every_small_mistake_in_a_condition_is_made(text: str) -> None:
    made = [(kind, condition(node)) for kind, _, node in slips(parse(text, FACTS, {}, "here"), FACTS)]
    expected = {(kind, condition(parse(each, FACTS, {}, "here"))) for kind, each in SLIPS[text]}
    assert len(made) == len(expected)
    assert set(made) == expected


def test_a_share_does_not_leave_what_it_can_be() -> None:
    """Below nothing there is no share, so that this mistake cannot be written."""
    assert [kind for kind, _, _ in slips(parse("leg.share >= 0 %", FACTS, {}, "here"), FACTS)] == [
        "negation",
        "boundary",
    ]


def test_a_share_is_spelt_as_it_was_written() -> None:
    text = "leg.paid and (leg.share > 24.5 % or all party (not party.owned == 25 %))"
    assert spelt(parse(text, FACTS, {}, "here"), FACTS) == text


def made(folder: Path, page: str = PAGE) -> tuple[Law, list[Mutant]]:
    law = load(packs(folder, page))
    return law, list(mutants(law, law.packs[0]))


def changes(found: list[Mutant], kind: str) -> list[str]:
    return [each.change for each in found if each.kind == kind]


def test_edges_are_moved_by_a_day_as_far_as_a_pack_would_load(tmp_path: Path) -> None:
    _, found = made(tmp_path)
    windows = [(each.owner, each.place[-13:], each.change) for each in found if each.kind == "window"]
    first, second = "version 1 (A1)", "version 2 (A2)"
    both = ["begins a day earlier", "begins a day later", "ends a day earlier", "ends a day later"]
    assert [change for owner, place, change in windows if place == first[-13:] and owner == "alpha/license"] == both
    assert [change for owner, place, change in windows if place == second[-13:]] == both
    assert [change for owner, _, change in windows if owner == "alpha/listed"] == both[:2]


def test_a_day_is_a_day_on_the_clock(tmp_path: Path) -> None:
    """On 3 November 2019 the clocks went back, and the day had 25 hours."""
    _, found = made(tmp_path, changed(PAGE, "through = 2019-11-18", "through = 2019-11-02"))
    (later,) = [
        each.rules[0].versions[1].until
        for each in found
        if each.place.endswith("(A2)") and "ends a day later" in each.change
    ]
    assert later is not None
    assert later.isoformat() == "2019-11-04T00:00:00-05:00"


def test_what_was_known_is_moved_only_where_it_decides_that(tmp_path: Path) -> None:
    printed = changed(LICENSE, "from = 2019-05-20", "from = 2019-05-20\npublished = 2019-05-22")
    _, found = made(tmp_path, DEFINITION + RESTRICTION + printed)
    assert changes(found, "known") == ["published a day earlier", "published a day later"]
    filed = changed(printed, "published = 2019-05-22", "published = 2019-05-22\nfiled = 2019-05-20")
    _, found = made(tmp_path, DEFINITION + RESTRICTION + filed)
    assert changes(found, "known") == ["filed a day earlier", "filed a day later"]


def test_what_is_written_once_is_mistaken_once(tmp_path: Path) -> None:
    law, found = made(tmp_path)
    (strict,) = [each for each in found if each.change == "`<` in `leg.contract <= 2019-05-16`"]
    (rule,) = strict.rules
    assert [condition(version.when) for version in rule.versions] == ["leg.contract < 2019-05-16"] * 2
    (gone,) = [each for each in found if each.kind == "precondition"]
    assert [version.preconditions for version in gone.rules[0].versions] == [(), ()]
    assert [rule.id for rule in gone.law(law.rules)] == [rule.id for rule in law.rules]


def test_a_definition_is_mistaken_for_all_that_use_it(tmp_path: Path) -> None:
    page = changed(PAGE, "leg.contract <= 2019-05-16", "leg.contract <= 2019-05-16 and supplied")
    _, found = made(tmp_path, page)
    of_definition = [each for each in found if each.owner == "supplied"]
    assert {tuple(rule.id for rule in each.rules) for each in of_definition} == {("alpha/listed", "alpha/license")}
    assert changes(of_definition, "member") == [
        "without export in `leg.movement in {export, reexport}`",
        "without reexport in `leg.movement in {export, reexport}`",
    ]
    assert changes(of_definition, "condition") == ["its condition is `true`", "its condition is `false`"]


def test_rules_lose_what_they_do(tmp_path: Path) -> None:
    _, found = made(tmp_path, changed(PAGE, 'cite = "A2"', 'cite = "A2"\nconfidence = "unconfirmed"'))
    assert changes(found, "clears") == ["does not clear alpha/listed"]
    assert changes(found, "needs") == ["needs a prohibition"]
    assert changes(found, "confidence") == ["held to be confirmed"]
    assert changes(found, "version") == ["this version left out"] * 3


def test_the_shipped_packs_have_mutants_of_every_kind_and_none_that_says_the_same() -> None:
    law = law_in(SHIPPED)
    found = [each for pack in law.packs for each in mutants(law, pack)]
    assert len({each.kind for each in found}) == 14
    assert [each.change for each in found if each.law(law.rules) == law.rules] == []
    assert len({each.law(law.rules) for each in found}) == len(found)
