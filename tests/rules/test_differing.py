"""Whether two laws decide some case differently: held against cases at random, and against plain examples."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reprieve.model.pack_changes import Answer, Case, Open, Same
from reprieve.rules.book import Statute
from reprieve.rules.differing import Comparison
from reprieve.rules.law import Rule
from reprieve.rules.mutants import of_rule
from reprieve.rules.pack import load
from tests.oracles.effort import one_in
from tests.oracles.random_law import FACTS, ZONE, instants, knowledge, laws, matters
from tests.rules import planted
from tests.rules.planted import DEFINITION, LICENSE, RESTRICTION, changed, packs


@one_in(4)
@given(st.data())
def test_what_is_proved_the_same_decides_every_case_alike(data: st.DataObject) -> None:
    rules = data.draw(laws(most=2))
    rule = data.draw(st.sampled_from(rules))
    mutant = data.draw(st.sampled_from(list(of_rule(rule, ZONE, FACTS))))
    other = mutant.law(rules)
    assume(isinstance(Comparison(rules, other, FACTS, limit=20_000).rules([rule.id]), Same))
    matter = data.draw(matters(rules))
    assume(matter.parties)
    for _ in range(4):
        at, known = data.draw(instants()), data.draw(knowledge())
        said = [Statute(each, FACTS).known_at(known).decide(matter.on(at)) for each in (rules, other)]
        if all(each.exact for each in said):
            assert said[0].possible == said[1].possible, (mutant.change, at, known)


@pytest.mark.soak
def test_no_counterexample_to_a_proof() -> None:
    test_what_is_proved_the_same_decides_every_case_alike()


@one_in(10)
@given(laws())
def test_a_law_is_the_same_as_itself(rules: tuple[Rule, ...]) -> None:
    assert Comparison(rules, rules, FACTS).rules([rule.id for rule in rules]) == Same(0, 0)


def compared(folder: Path, page: str, facts: str = planted.FACTS, limit: int = 20_000, before: str = "") -> Answer:
    """The planted law against the law of another page."""
    laws_ = []
    for name, text in (("before", before or DEFINITION + RESTRICTION + LICENSE), ("after", page)):
        place = folder / name
        place.mkdir()
        laws_.append(load(packs(place, text, facts)))
    names = dict.fromkeys(rule.id for law in laws_ for rule in law.rules)
    return Comparison(laws_[0].rules, laws_[1].rules, laws_[1].dictionary, limit).rules(names)


def with_(old: str, new: str) -> str:
    """The planted law with one passage replaced."""
    return changed(DEFINITION + RESTRICTION + LICENSE, old, new)


CASES: Final = {
    "a last day": ("through = 2019-11-18", "through = 2019-11-19", "license_required", "authorized"),
    "a first day": ("from = 2019-05-20", "from = 2019-05-21", "authorized", "license_required"),
    "a day in a condition": ('2019-05-16"\n[[version.p', '2019-05-15"\n[[version.p', "authorized", "license_required"),
    "what is needed": ('each = ["party"]', 'needs = "prohibition"\neach = ["party"]', "license_required", "prohibited"),
    "a share": (">= 50 %", "> 50 %", "license_required", "no_license_required"),
    "a doubt": (" or party.owned is undeterminable", "", "license_required", "indeterminate"),
    "a word": ("{export, reexport}", "{export}", "license_required", "no_license_required"),
    "a precondition": ('when = "leg.certified"', 'when = "true"', "license_required", "authorized"),
    "an unconfirmed text": ('cite = "A2"', 'cite = "A2"\nconfidence = "unconfirmed"', "authorized", "indeterminate"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_differs_is_shown_by_a_case(name: str, tmp_path: Path) -> None:
    old, new, before, after = CASES[name]
    found = compared(tmp_path, with_(old, new))
    assert isinstance(found, Case)
    assert (found.before.outcome, found.after.outcome) == (before, after)
    assert "at" in found.facts
    assert "known_at" not in found.facts


def test_a_case_names_the_moment_and_only_what_matters(tmp_path: Path) -> None:
    found = compared(tmp_path, with_("through = 2019-11-18", "through = 2019-11-19"))
    assert isinstance(found, Case)
    assert found.facts == {
        "at": "2019-11-19T00:00:00-05:00",
        "party.listed": "true",
        "leg.movement": '"export"',
        "leg.contract": "2019-05-15",
        "leg.certified": "true",
    }
    assert found.before.because == ("alpha/listed",)
    assert found.after.authorized_by == ("alpha/license",)


def test_what_was_known_when_is_part_of_a_case(tmp_path: Path) -> None:
    printed = "from = 2019-08-20\npublished = 2019-08-2{}"
    pages = [with_("from = 2019-08-20", printed.format(day)) for day in (2, 3)]
    found = compared(tmp_path, pages[1], before=pages[0])
    assert isinstance(found, Case)
    assert found.facts["known_at"] == "2019-08-22T00:00:00-04:00"
    assert (found.before.outcome, found.after.outcome) == ("authorized", "license_required")


CUT: Final = """through = 2019-10-01
when = "same"
[[version]]
cite = "A3"
from = 2019-10-02
published = 2019-08-20
through = 2019-11-18
when = "same\""""

REWRITTEN: Final = {
    "in another order": ("party.listed or party.owned >= 50 %", "party.owned >= 50 % or party.listed"),
    "by its opposite": ("party.owned >= 50 %", "not party.owned < 50 %"),
    "with what is always so": ("and supplied", "and supplied and (party.listed or not party.listed)"),
    "with every word but one": ("{export, reexport}", '{export, reexport}"\ntitle = "supplied'),
    "by the words left out": ("leg.movement in {export, reexport}", "leg.movement != transfer"),
    "with a window cut in two": (
        'through = 2019-11-18\nwhen = "same"',
        CUT,
    ),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_what_is_only_written_otherwise_is_proved_the_same(name: str, tmp_path: Path) -> None:
    assert isinstance(compared(tmp_path, with_(*REWRITTEN[name])), Same)


def test_a_proof_says_how_much_was_compared(tmp_path: Path) -> None:
    found = compared(tmp_path, with_("party.owned >= 50 %", "not party.owned < 50 %"))
    # Listed or not, below half or not, supplied or not; and supplied or not where nobody knows who owns it.
    assert found == Same(stretches=1, combinations=2 * 2 * 2 + 2)


def test_a_search_that_grows_too_large_is_left_open(tmp_path: Path) -> None:
    found = compared(tmp_path, with_("party.owned >= 50 %", "not party.owned < 50 %"), limit=2)
    assert found == Open("too many facts to search all cases")


def test_the_moment_is_searched_where_a_condition_reads_it(tmp_path: Path) -> None:
    pages = [with_("leg.contract <= 2019-05-16", f"leg.contract {op} today") for op in ("<=", "<")]
    found = compared(tmp_path, pages[1], before=pages[0])
    assert isinstance(found, Case)
    assert found.facts["leg.contract"] == found.facts["at"][:10]


def test_one_of_several_parties_can_make_the_difference(tmp_path: Path) -> None:
    pages = [
        with_(' and supplied"', f' and supplied and {word} party (party.owned > 10 %)"') for word in ("any", "all")
    ]
    found = compared(tmp_path, pages[1], before=pages[0])
    assert isinstance(found, Case)
    assert any(name.startswith("party[") for name in found.facts)


def test_a_rule_that_is_gone_is_missed(tmp_path: Path) -> None:
    found = compared(tmp_path, DEFINITION + RESTRICTION)
    assert isinstance(found, Case)
    assert (found.before.outcome, found.after.outcome) == ("authorized", "license_required")
