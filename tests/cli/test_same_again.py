"""The same question at fixed moments has the same answer, byte for byte, whoever asks and wherever the packs lie."""

import shutil
from pathlib import Path
from typing import Final

import pytest

import reprieve
from reprieve.rules.library import SHIPPED
from tests.cli.running import EXAMPLE, alone, here
from tests.desk import toy

FIXED: Final = ("--json", "--at", "2019-09-01", "--known-at", "2020-06-01")


def test_twice_in_one_process() -> None:
    assert here("check", EXAMPLE, *FIXED) == here("check", EXAMPLE, *FIXED)


def test_in_processes_that_hash_differently() -> None:
    first, *others = (alone("check", EXAMPLE, *FIXED, environment={"PYTHONHASHSEED": seed}) for seed in "012")
    assert first.code == 3
    assert [each == first for each in others] == [True, True]


@pytest.mark.parametrize("arguments", [["packs", "list"], ["packs", "show", "us-ear-tgl-huawei"], ["packs", "test"]])
def test_pages_and_reports_about_packs_too(arguments: list[str]) -> None:
    first, other = (alone(*arguments, "--json", environment={"PYTHONHASHSEED": seed}) for seed in "01")
    assert first.code == 0
    assert first == other


def test_the_report_too(tmp_path: Path) -> None:
    reports = [tmp_path / f"{seed}.html" for seed in "01"]
    for seed, path in zip("01", reports, strict=True):
        alone("check", EXAMPLE, *FIXED, "--html", path, environment={"PYTHONHASHSEED": seed})
    assert reports[0].read_bytes() == reports[1].read_bytes()


def digests(folder: Path) -> dict[str, str]:
    return {pack.id: pack.digest for pack in reprieve.load_packs(folder).packs}


def test_a_digest_does_not_depend_on_where_a_pack_lies(tmp_path: Path) -> None:
    copy = tmp_path / "somewhere" / "else"
    shutil.copytree(SHIPPED, copy)
    assert digests(copy) == digests(SHIPPED)


MEANINGS: Final = {
    "a date": ("through = 2019-11-18", "through = 2019-11-19"),
    "a connective": ("and leg.signed <= 2019-05-16", "or leg.signed <= 2019-05-16"),
    "a constant": ("item.content > 25 %", "item.content > 26 %"),
    "an operator": ("item.content > 25 %", "item.content >= 25 %"),
    "a member of a set": ("{end_user, ultimate_consignee}", "{end_user, purchaser}"),
    "what is cleared": ('clears = ["listed"]\neach = ["party", "item"]', 'clears = ["denied"]\neach = ["party"]'),
    "a need": ('needs = "prohibition"', 'needs = "license"'),
    "a confidence": ('cite = "R1"', 'cite = "R1"\nconfidence = "unconfirmed"'),
    "a duty": ("five years", "six years"),
    "a quantifier": ('when = "party.denied"', 'when = "any party (party.denied)"'),
    "a citation": ('cite = "A1"', 'cite = "A9"'),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_a_digest_changes_with_what_a_pack_says(name: str, tmp_path: Path) -> None:
    old, new = MEANINGS[name]
    assert old in toy.PAGE
    page = toy.PAGE.replace(old, new)
    assert digests(toy.packs(tmp_path / "before")) != digests(toy.packs(tmp_path / "after", page))


def test_a_digest_changes_with_facts_and_listings(tmp_path: Path) -> None:
    before = digests(toy.packs(tmp_path / "before"))
    field = toy.FACTS.replace(
        'field = "listed"',
        'field = "listed"\n[facts."party.group"]\ntype = "set"\nquestion = "?"\nvocabulary = ["a"]\n',
    )
    assert digests(toy.packs(tmp_path / "facts", facts=field)) != before
    source = toy.FACTS.replace('list = "toy/list"', 'list = "toy/other"')
    assert digests(toy.packs(tmp_path / "source", facts=source)) != before
    listings = toy.packs(tmp_path / "listings")
    (listings / "toy" / "listings.csv").write_text(toy.LISTINGS.replace("Polaris", "Pole Star"), encoding="utf-8")
    assert digests(listings) != before
    assert digests(toy.packs(tmp_path / "again")) == before
