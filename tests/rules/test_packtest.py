"""The tests beside the rules: each question is asked as written, and a wrong expectation is a fault."""

from pathlib import Path
from typing import Final

import pytest

import reprieve
from reprieve.rules.book import Statute
from reprieve.rules.packtest import run, runs
from tests.desk import toy
from tests.desk.asking import instant

TEST: Final = """
```test
name = "a repair under an old contract"
source = "made up"
at = 2019-06-01
leg = { purpose = "repair", signed = 2017-03-01, embargoed = false }
party = { listing = "north-star", role = ["end_user"], denied = false }
item = { free = false, content = "60 %" }
expect = { outcome = "authorized", authorized_by = ["toy/repairs"], because = [] }
ALSO
```
"""


def faults(folder: Path, also: str, test: str = TEST) -> list[tuple[str, ...]]:
    """The faults of each question of a test."""
    law = reprieve.load_packs(toy.packs(folder, toy.PAGE + test.replace("ALSO", also)))
    statute = Statute(law.rules, law.dictionary)
    return [run(statute, each).faults for pack in law.packs for each in runs(law, pack)]


def test_what_is_so_is_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "") == [()]


EXPECTATIONS: Final = {
    'outcome = "license_required"': "is authorized, expected license_required",
    'outcome = "authorized"\nbecause = ["toy/listed"]': "because is [], expected ['toy/listed']",
    'outcome = "authorized"\nauthorized_by = []': "authorized_by is ['toy/repairs'], expected []",
    'outcome = "authorized"\nmissing = ["leg.signed"]': "does not ask for leg.signed, but for []",
}


@pytest.mark.parametrize("expectation", EXPECTATIONS)
def test_what_is_otherwise_is_a_fault(expectation: str, tmp_path: Path) -> None:
    assert faults(tmp_path, f"[[also]]\n{expectation}\n") == [(), (EXPECTATIONS[expectation],)]


RIGHT: Final = {
    "another moment": 'at = 2019-12-01\noutcome = "license_required"\nbecause = ["toy/listed"]',
    "another fact": 'set = { "leg.purpose" = "sale" }\noutcome = "license_required"',
    "a fact of the first party": 'set = { "party.denied" = true }\noutcome = "prohibited"',
    "a fact of the first item": 'set = { "item[0].free" = true }\noutcome = "no_license_required"',
    "a fact taken away": 'without = ["leg.signed"]\noutcome = "indeterminate"\nmissing = ["leg.signed"]',
    "what a listing says, taken away": (
        'set = { "leg.purpose" = "sale" }\nwithout = ["party.listed"]\noutcome = "indeterminate"'
    ),
    "earlier knowledge": 'known_at = 2019-05-18\noutcome = "license_required"',
    "knowledge before the listing": 'known_at = 2019-05-16\nat = 2019-05-17\noutcome = "no_license_required"',
    "what could not be determined": (
        'set = { "leg.signed" = { undeterminable = "asked" } }\noutcome = "indeterminate"'
    ),
    "bounds": 'set = { "item.content" = { at_most = "25 %" } }\noutcome = "no_license_required"',
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_variation_is_the_same_case_changed(name: str, tmp_path: Path) -> None:
    assert faults(tmp_path, f"[[also]]\n{RIGHT[name]}\n") == [(), ()]


def test_an_edge_is_asked_about_on_both_sides(tmp_path: Path) -> None:
    edge = '[[also]]\nedge = 2019-05-20\nbefore = "license_required"\nafter = "authorized"\n'
    assert faults(tmp_path / "right", edge) == [(), (), ()]
    wrong = faults(tmp_path / "wrong", edge.replace("2019-05-20", "2019-05-21"))
    assert wrong == [(), ("is authorized, expected license_required",), ()]


def test_a_day_begins_where_the_authority_sits(tmp_path: Path) -> None:
    law = reprieve.load_packs(toy.packs(tmp_path, toy.PAGE + TEST.replace("ALSO", "")))
    (only,) = runs(law, law.packs[0])
    assert (only.at, only.known_at) == (instant("2019-06-01"), None)


BAD: Final = {
    'set = { "leg.purpos" = "sale" }\noutcome = "authorized"': "did you mean purpose?",
    'set = { "leg.purpose" = "sal" }\noutcome = "authorized"': "did you mean sale?",
    'set = { "purpose" = "sale" }\noutcome = "authorized"': "leg.contract_signed",
    'set = { "party[1].denied" = true }\noutcome = "authorized"': "there are only 1",
    'without = ["leg.certified"]\noutcome = "authorized"': "which is not there",
    'set = { "leg.purpose" = "sale" }': "expects nothing",
    'edge = 2019-05-20\nbefore = "authorized"': "expects nothing",
    'outcom = "authorized"': "did you mean outcome?",
    'outcome = "authorised"': "did you mean authorized?",
    'at = 2019-05-20T10:00:00\noutcome = "authorized"': "no offset",
}


@pytest.mark.parametrize("also", BAD)
def test_a_test_that_cannot_be_asked_is_one_line(also: str, tmp_path: Path) -> None:
    with pytest.raises(reprieve.BadPack) as caught:
        faults(tmp_path, f"[[also]]\n{also}\n")
    assert "page.md" in str(caught.value)
    assert BAD[also] in str(caught.value)


def test_a_listing_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(reprieve.BadPack, match="no listing is called 'nord-star'"):
        faults(tmp_path, "", TEST.replace("north-star", "nord-star"))


def test_a_stated_fact_wins_over_the_listing(tmp_path: Path) -> None:
    also = '[[also]]\nset = { "party.listed" = false }\noutcome = "no_license_required"\n'
    assert faults(tmp_path, also) == [(), ()]


def test_defaults_fill_what_a_test_leaves_out(tmp_path: Path) -> None:
    short = TEST.replace("embargoed = false", "").replace("2017-03-01, ", "2017-03-01")
    packs = toy.packs(tmp_path, toy.PAGE + short.replace("ALSO", ""))
    (packs / "toy" / "test-defaults.toml").write_text("leg = { embargoed = false }\n", encoding="utf-8")
    law = reprieve.load_packs(packs)
    statute = Statute(law.rules, law.dictionary)
    assert [run(statute, each).faults for each in runs(law, law.packs[0])] == [()]
