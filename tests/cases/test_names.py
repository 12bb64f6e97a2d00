"""Huawei as people write it: which names of the example are taken for which listing, without any list at hand."""

from pathlib import Path
from typing import Final

import pytest
from msgspec.structs import replace

import reprieve
from reprieve.model.nouns import Case
from reprieve.model.verdict import Namesake, Verdict
from tests.cases.asking import EXAMPLE, eastern, loaded

CASE: Final = loaded(EXAMPLE)
WRITTEN: Final = {
    "T05": ("HUAWEI TECH (SHENZHEN)", "bound", "huawei-technologies", "Shenzhen Huawei Technologies"),
    "T30": ("Хуавэй", "bound", "huawei-technologies", "Huawei"),
    "T33": ("華為", "bound", "huawei-technologies", "Huawei"),
    "T34": ("華為", "same", "huawei-international", "Huawei International Co., Limited"),
}
"""By question: the name, what became of it, the listing, and the name of it that matched."""


def verdict(case: Case, name: str) -> Verdict:
    return reprieve.check(case, only=(name,)).transactions[0].verdict


def taken(found: Verdict, *how: str) -> list[Namesake]:
    return [each for each in found.namesakes if each.taken in how]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_name_as_people_write_it_finds_its_listing(name: str) -> None:
    written, how, entry, called = WRITTEN[name]
    found = verdict(CASE, name)
    (one,) = taken(found, "bound", "same")
    assert (one.name, one.taken, one.entry, one.called) == (written, how, entry, called)
    assert found.outcome == "license_required"
    assert any(each.startswith(f"{written} is on the Entity List: {entry}") for each in found.on_lists)


def test_a_short_name_in_another_place_finds_the_whole_group_and_settles_nothing() -> None:
    found = verdict(replace(CASE, resolutions=()), "T34")
    assert found.outcome == "indeterminate"
    near = taken(found, "open")
    assert near[0].entry == "huawei-technologies"
    assert len(near) > 1
    assert all(each.block for each in near)
    assert "party.on_entity_list" in {each.fact for each in found.missing}


def test_nobody_else_in_the_example_comes_near_a_listing() -> None:
    answers = reprieve.check(EXAMPLE).transactions
    near = {each.name for answer in answers for each in answer.verdict.namesakes}
    theirs = {party.name for name, party in CASE.parties.items() if name.startswith(("huawei", "hisilicon"))}
    assert near <= theirs
    assert not [each for answer in answers for each in taken(answer.verdict, "open")]


def test_a_name_in_other_words_is_listed_while_the_entry_is_and_proves_nothing_of_the_time_before() -> None:
    """A table tells the whole story of whom it names; that 華為 was never listed before, it does not say."""
    before = eastern("2019-05-16T16:00:00-04:00")
    said = {
        party: reprieve.check(renamed(party), only=("T01",), at=before).transactions[0].verdict.outcome
        for party in ("huawei", "huawei-in-chinese")
    }
    assert said == {"huawei": "no_license_required", "huawei-in-chinese": "indeterminate"}


def renamed(party: str) -> Case:
    """The example with its first question asked of this party."""
    asked = CASE.transactions[0]
    legs = tuple(replace(leg, recipient=party, roles={party: leg.roles["huawei"]}) for leg in asked.legs)
    return replace(CASE, transactions=(replace(asked, legs=legs),))


def test_a_table_that_a_person_lays_over_the_law_is_screened_too(tmp_path: Path) -> None:
    overlay = tmp_path / "listed.toml"
    overlay.write_text(
        'title = "What if?"\n[[list]]\nlist = "us/bis/entity-list"\nid = "pearl"\nname = "Pearl Estuary Trading"\n'
        'from = 2019-01-01\nrequirement = "all_items"\n',
        encoding="utf-8",
    )
    found = reprieve.check(EXAMPLE, overlay=overlay, only=("T35",)).transactions[0].verdict
    assert [(each.name, each.entry) for each in taken(found, "bound")] == [("Pearl Estuary Trading Limited", "pearl")]
    assert "license_required" in found.possible
