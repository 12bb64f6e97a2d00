"""What a test tries is seen; what it leaves out is named, with a case that would try it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reprieve.rules import packtest
from reprieve.rules.book import Statute
from reprieve.rules.coverage import Coverage, Uncovered, measure
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.pack import load
from tests.rules.planted import DEFINITION, LICENSE, PAGE, RESTRICTION, changed, packs


def coverage(folder: Path, page: str = PAGE) -> Coverage:
    """The coverage of the planted pack by its own tests."""
    law = load(packs(folder, page))
    statute = Statute(law.rules, law.dictionary)
    (pack,) = law.packs
    return measure(law, pack, [packtest.run(statute, each) for each in packtest.runs(law, pack)])


def without(*questions: str) -> str:
    """The page without the questions of its test that hold one of these passages."""
    first, *others = re.split(r"(?=\[\[also\]\])", PAGE.removesuffix("```\n"))
    kept = [each for each in others if not any(question in each for question in questions)]
    assert len(kept) == len(others) - len(questions)
    return first + "".join(kept) + "```\n"


def told(found: Coverage) -> list[tuple[str, str, str]]:
    return [(each.kind, each.rule.removeprefix("alpha/"), each.what) for each in found.uncovered]


def the_one(found: Coverage) -> Uncovered:
    (missing,) = found.uncovered
    return missing


def test_tests_that_try_everything_are_clean(tmp_path: Path) -> None:
    found = coverage(tmp_path)
    assert found.uncovered == ()
    assert found.clean
    # Two rules with three values; four atoms of the restriction, one defined, two of the license, each both ways.
    assert (found.values, found.atoms, found.edges) == ((6, 6), (12, 12), (8, 8))


def test_without_tests_everything_is_named(tmp_path: Path) -> None:
    found = coverage(tmp_path, DEFINITION + RESTRICTION + LICENSE)
    assert not found.clean
    assert (found.values, found.atoms, found.edges) == ((0, 6), (0, 12), (0, 8))
    assert len(found.uncovered) == 26
    assert all(each.case and each.place for each in found.uncovered)


@pytest.mark.parametrize(
    ("questions", "missing"),
    [
        (
            ['set = { "leg.certified" = false }'],
            ("atom", "license", "no test in which `leg.certified` decides by being false"),
        ),
        (
            ['set = { "party.listed" = false, "party.owned" = "50 %" }'],
            ("atom", "listed", "no test in which `party.owned >= 50 %` decides by being true"),
        ),
        (
            ['set = { "party.listed" = false, "party.owned" = { undeterminable = "asked twice" } }'],
            ("atom", "listed", "no test in which `party.owned is undeterminable` decides by being true"),
        ),
        (
            ['set = { "leg.movement" = "transfer" }'],
            ("atom", "supplied", "no test in which `leg.movement in {export, reexport}` decides by being false"),
        ),
        (['without = ["leg.certified"]'], ("rule", "license", "no test sees it unknown")),
        (['without = ["party.listed"]'], ("rule", "listed", "no test sees it unknown")),
    ],
    ids=["precondition", "share", "undeterminable", "definition", "unknown license", "unknown restriction"],
)
def test_what_one_test_alone_tries_is_missed_without_it(
    tmp_path: Path, questions: list[str], missing: tuple[str, str, str]
) -> None:
    assert told(coverage(tmp_path, without(*questions))) == [missing]


def test_a_value_that_no_test_gives_is_named_with_a_case(tmp_path: Path) -> None:
    page = without('set = { "leg.contract" = 2019-05-17 }', 'set = { "leg.certified" = false }')
    found = coverage(tmp_path, page)
    assert ("rule", "license", "no test sees it false") in told(found)
    (false,) = (each for each in found.uncovered if each.kind == "rule")
    assert false.case is not None
    assert false.case["leg.certified"] == "false"
    assert "outcome" not in false.case


def test_the_proposed_case_is_one_in_which_the_atom_decides(tmp_path: Path) -> None:
    missing = the_one(coverage(tmp_path, without('set = { "party.listed" = false, "party.owned" = "50 %" }')))
    assert missing.suggestion == "a test like this case"
    assert missing.case is not None
    assert missing.case["party.listed"] == "false"
    assert missing.case["party.owned"] == '"50 %"'
    assert missing.case["leg.movement"] in {'"export"', '"reexport"'}


@pytest.mark.parametrize(
    ("asked", "sides"),
    [
        ("edge = 2019-11-18", ["within the second before", "at"]),
        ("edge = 2019-11-19T00:00:01-05:00", ["within the second before"]),
        ("edge = 2019-11-18T23:59:59-05:00", ["at"]),
        ("edge = 2019-11-18T23:59:59.5-05:00", ["at"]),
        ("edge = 2019-11-18T23:59:58.5-05:00", ["within the second before", "at"]),
        ('set = { "leg.certified" = false }\nedge = 2019-11-19', ["within the second before", "at"]),
        ('without = ["leg.certified"]\nedge = 2019-11-19', ["within the second before", "at"]),
    ],
    ids=[
        "another day",
        "a second late",
        "a second early",
        "half a second early",
        "a second and a half early",
        "out of reach",
        "reach unknown",
    ],
)
def test_an_edge_must_be_crossed_by_a_case_that_the_rule_reaches(tmp_path: Path, asked: str, sides: list[str]) -> None:
    found = coverage(tmp_path, changed(PAGE, "edge = 2019-11-19", asked))
    what = [f"no test of a case that it reaches {side} 2019-11-19T00:00:00-05:00" for side in sides]
    assert told(found) == [("edge", "license", each) for each in what]


def test_the_case_proposed_for_an_edge_lies_at_it(tmp_path: Path) -> None:
    found = coverage(tmp_path, changed(PAGE, "edge = 2019-11-19", "edge = 2019-11-18"))
    assert [each.case and each.case["at"] for each in found.uncovered] == [
        "2019-11-18T23:59:59-05:00",
        "2019-11-19T00:00:00-05:00",
    ]


def test_an_edge_that_is_not_yet_known_is_not_crossed(tmp_path: Path) -> None:
    page = changed(PAGE, "edge = 2019-11-19", "known_at = 2019-08-01\nedge = 2019-11-19")
    assert {(each.kind, each.rule) for each in coverage(tmp_path, page).uncovered} == {("edge", "alpha/license")}


def test_a_condition_repeated_in_a_later_version_needs_no_new_tests_but_another_does(tmp_path: Path) -> None:
    page = changed(PAGE, 'when = "same"', 'when = "leg.contract <= 2019-05-16 and supplied"')
    found = coverage(tmp_path, page)
    assert {(each.kind, each.rule) for each in found.uncovered} == {("atom", "alpha/license")}
    assert all("version 2 (A2)" in each.place for each in found.uncovered)


def test_an_atom_of_a_definition_is_tried_in_any_rule_that_uses_it(tmp_path: Path) -> None:
    wider = "leg.contract < 2019-05-17 or leg.contract == 2019-05-20 and supplied"
    found = coverage(tmp_path, changed(PAGE, "leg.contract <= 2019-05-16", wider))
    assert "supplied" not in {each.rule for each in found.uncovered}


def test_an_atom_that_never_decides_is_called_so(tmp_path: Path) -> None:
    more = "leg.contract <= 2019-05-16 and (leg.contract < 2020-01-01 or leg.certified)"
    found = coverage(tmp_path, changed(PAGE, "leg.contract <= 2019-05-16", more))
    never = [each for each in found.uncovered if each.case is None]
    assert {each.what for each in never} >= {"no test in which `leg.contract < 2020-01-01` decides by being false"}
    assert {each.suggestion for each in never} == {"no such case exists: the condition says the same without it"}


def test_an_atom_on_which_only_the_known_rests_does_not_decide(tmp_path: Path) -> None:
    found = coverage(tmp_path, changed(PAGE, '{ listed = true, owned = "0 %" }', "{ listed = true }"))
    assert ("atom", "listed", "no test in which `party.listed` decides by being true") in told(found)


def test_a_negated_atom_decides_too(tmp_path: Path) -> None:
    page = changed(PAGE, 'when = "leg.certified"', 'when = "not leg.certified"')
    page = changed(page, "certified = true, movement", "certified = false, movement")
    page = changed(page, 'set = { "leg.certified" = false }', 'set = { "leg.certified" = true }')
    assert coverage(tmp_path, page).clean


@pytest.mark.parametrize("quantifier", ["any party (party.listed)", "not all parties (not party.listed)"])
def test_an_atom_under_a_quantifier_decides_for_all_its_members(tmp_path: Path, quantifier: str) -> None:
    page = changed(PAGE, "(party.listed or", f"({quantifier} or")
    assert coverage(tmp_path, page).clean


def test_the_same_atom_twice_is_one_atom(tmp_path: Path) -> None:
    twice = "leg.contract <= 2019-05-16 and (leg.certified or leg.contract <= 2019-05-16)"
    found = coverage(tmp_path, changed(PAGE, "leg.contract <= 2019-05-16", twice))
    assert found.clean
    assert found.atoms == (12, 12)


def test_a_rule_that_says_true_need_only_be_seen_so(tmp_path: Path) -> None:
    page = changed(PAGE, '"leg.contract <= 2019-05-16"', '"true"')
    page = changed(page, '\nwhen = "leg.certified"', "")
    found = coverage(tmp_path, page)
    assert found.values == (4, 4)


def test_the_law_in_force_is_that_known_to_the_run(tmp_path: Path) -> None:
    late = changed(PAGE, 'cite = "A1"\nfrom', 'cite = "A1"\npublished = 2019-07-01\nfrom')
    page = changed(late, "at = 2019-06-01", "at = 2019-06-01\nknown_at = 2019-06-15")
    assert coverage(tmp_path, late).clean
    found = coverage(tmp_path, page)
    assert ("rule", "license", "no test sees it false") in told(found)


@pytest.mark.parametrize("pack", [each.id for each in law_in(SHIPPED).packs])
def test_the_tests_of_the_shipped_packs_try_everything(pack: str) -> None:
    law, statute = law_in(SHIPPED), statute_of(SHIPPED)
    (one,) = (each for each in law.packs if each.id == pack)
    found = measure(law, one, [packtest.run(statute, each) for each in packtest.runs(law, one)])
    assert found.uncovered == ()
