"""Every kind of fault is planted in a pack without fault and must be reported, with a case that shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reprieve.rules.check import Finding, findings, findings_in, is_clean
from reprieve.rules.library import SHIPPED
from reprieve.rules.pack import load
from tests.rules.planted import FACTS, LICENSE, PACK, PAGE, RESTRICTION, changed, packs

WIDE = '[[version]]\ncite = "X1"\nfrom = 2019-05-01\nwhen = '
OTHER = f"""
```authorization
id = "other"
title = "Another license"
clears = ["listed"]
{WIDE}"leg.certified"
```
"""
OTHER_TEST = """
```test
name = "the other license"
source = "made up"
at = 2020-01-01
party = { listed = true }
leg = { certified = true, movement = "export" }
expect = { outcome = "authorized" }
```
"""


def one(found: list[Finding], kind: str) -> Finding:
    """The only error or warning; a planted fault must not be drowned in others."""
    grave = [each for each in found if each.level != "note"]
    assert [each.kind for each in grave] == [kind]
    return grave[0]


def noted(found: list[Finding], kind: str) -> Finding:
    """The only note of a kind."""
    (note,) = (each for each in found if each.kind == kind)
    assert note.level == "note"
    return note


def test_a_pack_without_fault_has_no_findings(tmp_path: Path) -> None:
    assert findings_in(packs(tmp_path), on=date(2026, 11, 21)) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("leg.certified", "leg.contract", "leg.contract is date"),
        ("leg.contract <= 2019-05-16", "leg.contract <= 25 %", "a day such as"),
        ("leg.contract <= 2019-05-16", "leg.contrakt <= 2019-05-16", "leg.contrakt"),
        ('clears = ["listed"]', 'clears = ["listet"]', "alpha/listet"),
        ("{export, reexport}", "{export, reimport}", "reimport"),
        ("through = 2019-08-19", "through = 2019-05-19", "before it begins"),
        ("from = 2019-08-20", "from = 2019-05-20", "not after the version before"),
        ('"supplied"', '"leg.supplied"', "leg.supplied"),
        ('cite = "A1"\nfrom', 'site = "A1"\nfrom', "site"),
    ],
    ids=["type", "constant", "fact", "rule", "vocabulary", "empty window", "order", "definition", "key"],
)
def test_what_does_not_load_is_one_error(tmp_path: Path, old: str, new: str, says: str) -> None:
    (found,) = findings_in(packs(tmp_path, changed(PAGE, old, new)))
    assert (found.level, found.kind) == ("error", "load")
    assert "alpha" in found.place
    assert says in found.what


def test_a_name_in_overlaps_must_be_known(tmp_path: Path) -> None:
    page = changed(PAGE, 'title = "Old contracts"', 'title = "Old contracts"\noverlaps = ["licence"]')
    found = one(findings_in(packs(tmp_path, page)), "load")
    assert "alpha/licence" in found.what


def test_a_test_of_unknown_facts_is_an_error(tmp_path: Path) -> None:
    found = findings_in(packs(tmp_path, changed(PAGE, "certified = true", "certifyed = true")))
    errors = [each for each in found if each.level == "error"]
    assert [(each.kind, each.rule) for each in errors] == [("load", "alpha")]
    assert "certifyed" in errors[0].what


def test_a_condition_with_too_many_alternatives_is_an_error(tmp_path: Path) -> None:
    many = " and ".join(f"(leg.contract == 2019-01-{day:02} or leg.certified)" for day in range(1, 12))
    page = changed(PAGE, '"(party.listed or', f'"{many} and (party.listed or')
    assert [each.kind for each in findings_in(packs(tmp_path, page))] == ["load"]


def test_a_version_that_displaces_an_unexpired_one_is_noted(tmp_path: Path) -> None:
    page = changed(PAGE, "from = 2019-08-20", "from = 2019-08-19")
    found = noted(findings_in(packs(tmp_path, page)), "overlapping-window")
    assert found.rule == "alpha/license"
    assert found.witness == {"at": "2019-08-19T00:00:00-04:00"}


def test_a_hole_between_versions_is_a_gap(tmp_path: Path) -> None:
    page = changed(PAGE, "from = 2019-08-20", "from = 2019-08-24")
    found = one(findings_in(packs(tmp_path, page)), "gap")
    assert (found.level, found.rule) == ("warning", "alpha/license")
    assert "2019-08-20T00:00:00-04:00 until 2019-08-24T00:00:00-04:00" in found.what
    assert found.witness == {"at": "2019-08-20T00:00:00-04:00"}


def test_a_declared_gap_is_none(tmp_path: Path) -> None:
    page = changed(PAGE, "from = 2019-08-20", 'from = 2019-08-24\ngap = "the law lapsed for four days"')
    assert is_clean(findings_in(packs(tmp_path, page)))


def test_a_condition_that_nothing_meets_never_fires(tmp_path: Path) -> None:
    wrong = "leg.contract <= 2019-05-16 and supplied and leg.contract > 2019-05-20"
    page = changed(PAGE, "leg.contract <= 2019-05-16", wrong)
    found = [each for each in findings_in(packs(tmp_path, page)) if each.level == "error"]
    assert [(each.kind, each.rule) for each in found] == [("never-fires", "alpha/license")]
    assert found[0].what == "no case meets it: leg.contract <= 2019-05-16; leg.contract > 2019-05-20"


def test_a_condition_that_nothing_meets_in_its_window_never_fires(tmp_path: Path) -> None:
    first = changed(PAGE, "leg.contract <= 2019-05-16", "leg.contract <= 2019-05-16 and leg.contract >= today")
    assert "never-fires" in {each.kind for each in findings_in(packs(tmp_path, first))}
    page = changed(PAGE, "leg.contract <= 2019-05-16", "leg.contract <= 2019-09-01 and leg.contract >= today")
    found = [each for each in findings_in(packs(tmp_path, page)) if each.kind == "never-fires"]
    assert found == []
    page = changed(PAGE, "leg.contract <= 2019-05-16", "leg.contract <= 2019-08-19 and leg.contract >= today")
    (found_later,) = (each for each in findings_in(packs(tmp_path, page)) if each.kind == "never-fires")
    assert "version 2 (A2)" in found_later.place


def test_quantifiers_may_need_two_different_parties(tmp_path: Path) -> None:
    two = "any party (party.listed) and any party (not party.listed) and leg.contract <= 2019-05-16"
    page = changed(PAGE, "leg.contract <= 2019-05-16", two)
    assert "never-fires" not in {each.kind for each in findings_in(packs(tmp_path, page))}
    page = changed(PAGE, "leg.contract <= 2019-05-16", "all parties (not party.listed) and any party (party.listed)")
    assert "never-fires" in {each.kind for each in findings_in(packs(tmp_path, page))}


def test_an_undeterminable_fact_can_be_what_fires(tmp_path: Path) -> None:
    owned = "(party.listed or party.owned >= 50 % or party.owned is undeterminable)"
    page = changed(PAGE, owned, "party.owned is undeterminable")
    assert "never-fires" not in {each.kind for each in findings_in(packs(tmp_path, page))}
    page = changed(PAGE, owned, "party.owned is undeterminable and party.owned > 10 %")
    assert "never-fires" in {each.kind for each in findings_in(packs(tmp_path, page))}


def test_an_authorization_that_excludes_what_it_clears_never_helps(tmp_path: Path) -> None:
    page = changed(PAGE, "leg.contract <= 2019-05-16", "leg.contract <= 2019-05-16 and not supplied")
    found = [each for each in findings_in(packs(tmp_path, page)) if each.level == "error"]
    assert [(each.kind, each.rule) for each in found] == [("never-helps", "alpha/license")]
    assert found[0].witness is not None
    assert found[0].witness["leg.movement"] == '"transfer"'


def test_an_authorization_that_ends_before_what_it_clears_begins_never_helps(tmp_path: Path) -> None:
    page = changed(PAGE, "from = 2019-05-16T16:15:00-04:00", "from = 2019-08-20")
    found = [each for each in findings_in(packs(tmp_path, page)) if each.level == "error"]
    assert [each.kind for each in found] == ["never-helps"]
    assert "version 1 (A1)" in found[0].place
    assert "never in force" in found[0].what


def test_two_authorizations_for_one_case_overlap(tmp_path: Path) -> None:
    found = one(findings_in(packs(tmp_path, PAGE + OTHER + OTHER_TEST)), "overlap")
    assert (found.level, found.rule) == ("warning", "alpha/license")
    assert "alpha/other" in found.what
    assert found.witness is not None
    assert found.witness["at"] == "2019-05-20T00:00:00-04:00"
    assert found.witness["leg.certified"] == "true"
    assert found.witness["party.listed"] == "true"
    assert found.witness["leg.contract"] <= "2019-05-16"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Another license"', 'title = "Another license"\noverlaps = ["license"]'),
        ("from = 2019-05-01", "from = 2019-11-19"),
        ('"leg.certified"', '"leg.certified and leg.contract > 2019-05-16"'),
        ('"leg.certified"', '"leg.certified and not supplied or leg.contract > 2019-05-16"'),
    ],
    ids=["declared", "other windows", "other cases", "together only where nothing needs clearing"],
)
def test_what_never_meets_does_not_overlap(tmp_path: Path, old: str, new: str) -> None:
    page = PAGE + changed(OTHER, old, new) + OTHER_TEST
    assert "overlap" not in {each.kind for each in findings_in(packs(tmp_path, page))}


def test_a_restriction_that_nothing_clears_is_noted(tmp_path: Path) -> None:
    page = changed(PAGE, LICENSE, "")
    found = noted(findings_in(packs(tmp_path, page)), "unclearable")
    assert found.rule == "alpha/listed"
    assert found.witness is not None
    assert found.witness["party.listed"] == "true"


def test_what_is_outside_the_model_need_not_be_clearable(tmp_path: Path) -> None:
    page = changed(PAGE, LICENSE, "")
    page = changed(page, 'each = ["party"]', 'each = ["party"]\ntags = ["outside-the-model"]')
    assert "unclearable" not in {each.kind for each in findings_in(packs(tmp_path, page))}


def test_a_condition_that_everything_meets_is_reported(tmp_path: Path) -> None:
    page = changed(PAGE, "leg.contract <= 2019-05-16", "leg.contract <= 2019-05-16 or leg.contract > 2019-05-01")
    page = changed(page, 'when = "leg.certified"', 'when = "leg.certified or not leg.certified"')
    found = one(findings_in(packs(tmp_path, page)), "always-true")
    assert (found.level, found.rule) == ("warning", "alpha/license")


def test_a_plain_true_is_meant(tmp_path: Path) -> None:
    page = changed(PAGE, "leg.contract <= 2019-05-16", "true")
    page = changed(page, '\nwhen = "leg.certified"', "")
    assert "always-true" not in {each.kind for each in findings_in(packs(tmp_path, page))}


def test_a_fact_that_nothing_reads_is_noted(tmp_path: Path) -> None:
    facts = FACTS + '[facts."item.eccn"]\ntype = "text"\nquestion = "Which ECCN?"\n'
    assert noted(findings_in(packs(tmp_path, facts=facts)), "unused-fact").rule == "item.eccn"


def test_a_fact_from_which_another_follows_is_used(tmp_path: Path) -> None:
    facts = FACTS + (
        '[[facts."party.owned".follows]]\nwhen = "party.state_owned"\nvalue = 0\ncite = "F1"\n'
        '[facts."party.state_owned"]\ntype = "bool"\nquestion = "Does a state own it?"\n'
    )
    assert findings_in(packs(tmp_path, facts=facts)) == []


def test_a_definition_that_no_rule_uses_is_noted(tmp_path: Path) -> None:
    page = PAGE + '```definition\nid = "idle"\ncite = "D2"\nwhen = "party.listed and supplied"\n```\n'
    assert noted(findings_in(packs(tmp_path, page)), "unused-definition").rule == "idle"


@pytest.mark.parametrize(("on", "kinds"), [(date(2027, 1, 10), []), (date(2027, 1, 11), ["not-reviewed"])])
def test_a_review_holds_for_a_year(tmp_path: Path, on: date, kinds: list[str]) -> None:
    found = findings_in(packs(tmp_path), on=on)
    assert [each.kind for each in found] == kinds
    assert all(each.level == "warning" and each.rule == "alpha" for each in found)


def test_a_review_on_a_leap_day_holds_for_a_year(tmp_path: Path) -> None:
    about = changed(PACK, "2026-01-10", "2024-02-29")
    assert findings_in(packs(tmp_path, about=about), on=date(2025, 2, 28)) == []
    assert [each.kind for each in findings_in(packs(tmp_path, about=about), on=date(2025, 3, 1))] == ["not-reviewed"]


def test_a_rule_that_no_test_makes_true_is_reported(tmp_path: Path) -> None:
    page = PAGE + changed(RESTRICTION, 'id = "listed"', 'id = "later"').replace("2019-05-16T16:15", "2029-05-16T16:15")
    found = one(findings_in(packs(tmp_path, page)), "no-test")
    assert found.rule == "alpha/later"
    assert found.witness is not None
    assert found.witness["at"] == "2029-05-16T16:15:00-04:00"


def test_a_rule_that_a_test_could_not_yet_know_is_not_tested(tmp_path: Path) -> None:
    page = changed(PAGE, 'cite = "R1"\nfrom', 'cite = "R1"\nfiled = 2019-07-01\nfrom')
    assert is_clean(findings_in(packs(tmp_path, page)))
    page = changed(page, "at = 2019-06-01", "at = 2019-06-01\nknown_at = 2019-06-15")
    assert one(findings_in(packs(tmp_path, page)), "no-test").rule == "alpha/listed"


def test_an_unconfirmed_version_says_what_is_open(tmp_path: Path) -> None:
    page = changed(PAGE, 'cite = "A2"', 'cite = "A2"\nconfidence = "unconfirmed"')
    found = one(findings_in(packs(tmp_path, page)), "unconfirmed")
    assert (found.level, found.rule) == ("warning", "alpha/license")
    page = changed(page, 'confidence = "unconfirmed"', 'confidence = "unconfirmed"\nnote = "the day is not sure"')
    assert is_clean(findings_in(packs(tmp_path, page)))


def test_a_search_that_grows_too_large_is_reported(tmp_path: Path) -> None:
    found = findings(load(packs(tmp_path)), limit=2)
    assert {(each.level, each.kind, each.rule) for each in found} == {
        ("warning", "too-large", "alpha/listed"),
        ("warning", "too-large", "alpha/license"),
    }


def test_what_was_not_searched_is_not_called_useless(tmp_path: Path) -> None:
    law = load(packs(tmp_path))
    found = [findings(law, limit=limit) for limit in range(2, 40)]
    assert {each.kind for some in found for each in some} == {"too-large"}
    assert found[-1] == []


def test_the_shipped_packs_are_clean() -> None:
    assert [each for each in findings_in(SHIPPED) if each.level != "note"] == []
