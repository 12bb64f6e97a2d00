"""What becomes of mistakes made on purpose: tests notice them, or they are proved to be none, or they have survived."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from reprieve.desk.pack_changes import mutated
from reprieve.model.pack_changes import ENOUGH, Case, MutantRow, Same
from reprieve.rules import mutate
from reprieve.rules.book import Statute
from reprieve.rules.library import SHIPPED, law_in
from reprieve.rules.pack import load
from reprieve.rules.packtest import run as run_one
from reprieve.rules.packtest import runs
from tests.rules.planted import PAGE, changed, packs


def tried(folder: Path, page: str = PAGE) -> list[MutantRow]:
    """What becomes of every mutant of the planted pack."""
    law = load(packs(folder, page))
    trial = mutate.Trial(law)
    assert trial.failing == []
    return [trial.trial(each) for each in mutate.every(law, ("alpha",))]


def survivors(found: list[MutantRow]) -> list[tuple[str, str]]:
    return [(each.owner, each.change) for each in found if each.fate == "survived"]


THOROUGH: Final = """
[[also]]
set = { "party.listed" = false, "party.owned" = { undeterminable = "asked" }, "leg.certified" = false }
outcome = "license_required"
[[also]]
set = { "leg.movement" = "reexport" }
outcome = "authorized"
[[also]]
set = { "leg.contract" = 2019-05-16 }
outcome = "authorized"
[[also]]
set = { "party.listed" = false, "party.owned" = "49.99 %" }
outcome = "no_license_required"
[[also]]
at = 2019-08-20
known_at = 2019-08-19
outcome = "license_required"
[[also]]
at = 2019-08-20
known_at = 2019-08-18
outcome = "license_required"
[[also]]
at = 2019-08-19
known_at = 2019-08-19
outcome = "authorized"
[[also]]
at = 2019-08-20
known_at = 2019-08-20
outcome = "authorized"
```
"""


def thorough() -> str:
    """The page with tests that notice everything."""
    return PAGE.rstrip().removesuffix("```") + THOROUGH


def test_tests_that_try_every_side_notice_every_mistake(tmp_path: Path) -> None:
    found = tried(tmp_path, thorough())
    assert survivors(found) == []
    assert sum(each.fate == "killed" for each in found) == 40


UNNOTICED: Final = {
    '[[also]]\nset = { "leg.movement" = "reexport" }\noutcome = "authorized"\n': (
        "supplied",
        "without reexport in `leg.movement in {export, reexport}`",
    ),
    '[[also]]\nset = { "leg.contract" = 2019-05-16 }\noutcome = "authorized"\n': (
        "alpha/license",
        "`<` in `leg.contract <= 2019-05-16`",
    ),
    '[[also]]\nedge = 2019-11-19\nbefore = "authorized"\nafter = "license_required"\n': (
        "alpha/license",
        "ends a day later",
    ),
}


@pytest.mark.parametrize("question", UNNOTICED)
def test_what_no_question_tries_survives_with_a_case(question: str, tmp_path: Path) -> None:
    found = tried(tmp_path, changed(thorough(), question, ""))
    assert UNNOTICED[question] in survivors(found)
    shown = [each.answer for each in found if each.fate == "survived"]
    assert all(isinstance(each, Case) and each.before != each.after for each in shown)


def test_the_case_of_a_survivor_is_one_that_would_notice_it(tmp_path: Path) -> None:
    question = '[[also]]\nset = { "leg.movement" = "reexport" }\noutcome = "authorized"\n'
    (tmp_path / "one").mkdir()
    page = changed(thorough(), question, "")
    (missed,) = [each for each in tried(tmp_path / "one", page) if each.fate == "survived"]
    assert isinstance(missed.answer, Case)
    facts = dict(missed.answer.facts)
    at, sets = facts.pop("at"), ", ".join(f'"{name}" = {value}' for name, value in facts.items())
    asked = f'[[also]]\nat = {at}\nset = {{ {sets} }}\noutcome = "{missed.answer.before.outcome}"\n```\n'
    (tmp_path / "two").mkdir()
    assert survivors(tried(tmp_path / "two", page.rstrip().removesuffix("```") + asked)) == []


def test_a_change_that_changes_nothing_is_no_mistake(tmp_path: Path) -> None:
    """The second condition of the two says the same as the first, so that either may be left out."""
    page = changed(
        thorough(), "leg.contract <= 2019-05-16", "leg.contract <= 2019-05-16 and not leg.contract > 2019-05-16"
    )
    found = tried(tmp_path, page)
    harmless = {each.change: each.answer for each in found if each.fate == "equivalent"}
    assert "without `leg.contract <= 2019-05-16`" in harmless
    assert "without `not leg.contract > 2019-05-16`" in harmless
    proof = harmless["without `leg.contract <= 2019-05-16`"]
    assert isinstance(proof, Same)
    assert proof.combinations > proof.stretches > 0


def test_a_law_that_fails_its_tests_is_told(tmp_path: Path) -> None:
    law = load(
        packs(tmp_path, changed(PAGE, 'expect = { outcome = "authorized" }', 'expect = { outcome = "prohibited" }'))
    )
    assert [run.name for run in mutate.Trial(law).failing] == ["the license and what it asks for"]


def test_what_need_not_be_asked_of_a_mistake_comes_out_as_expected() -> None:
    law = law_in(SHIPPED)
    trial = mutate.Trial(law)
    every = [run for pack in law.packs for run in runs(law, pack)]
    spared = 0
    for mutant in mutate.every(law, [pack.id for pack in law.packs])[::60]:
        asked = {(run.place, run.name, run.at) for run in trial.asked(mutant)}
        statute = Statute(mutant.law(law.rules), law.dictionary)
        unasked = [run for run in every if (run.place, run.name, run.at) not in asked]
        spared += len(unasked)
        assert [run.name for run in unasked if run_one(statute, run).faults] == []
    assert spared > len(every)


@pytest.mark.parametrize("pack", ["outside-the-model", "us-ear-tgl-zte"])
def test_the_tests_of_small_shipped_packs_notice_every_mistake(pack: str) -> None:
    law = law_in(SHIPPED)
    trial = mutate.Trial(law)
    found = [trial.trial(each) for each in mutate.every(law, (pack,))]
    assert len(found) > 20
    assert survivors(found) == []


@pytest.mark.soak
def test_the_tests_of_the_shipped_packs_notice_nearly_every_mistake() -> None:
    found = mutated()
    assert found.failing == ()
    assert len(found.rows) > 700
    assert found.score >= ENOUGH, [(row.owner, row.change) for row in found.rows if row.fate == "survived"]
    page = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
    assert f"{len(found.rows)} mistakes, of which {found.count('equivalent')} are none" in page


@pytest.mark.soak
def test_several_processes_find_the_same_in_the_same_order() -> None:
    seen: list[tuple[int, int]] = []
    several = mutated(["us-ear-affiliates"], progress=lambda done, whole: seen.append((done, whole)))
    assert several == mutated(["us-ear-affiliates"], workers=0)
    assert seen[-1] == (len(several.rows), len(several.rows))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
