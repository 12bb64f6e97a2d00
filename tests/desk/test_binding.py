"""From a case to facts: papers, listings and countries say what follows from them, and nothing else is guessed."""

from datetime import date
from pathlib import Path

import pytest

import reprieve
from reprieve.desk.given import GivenFact
from tests.desk import toy
from tests.desk.asking import answered, instant, outcomes

PAPER = """
[documents.paper]
kind = "certificate"
signer = "smith"
signed = 2019-09-02
scope = "toy"
"""


def after(folder: Path, packs: Path, paper: str, leg: str = "") -> list[str]:
    """The outcomes of an autumn repair from 19 August on; the license then asks for a certificate."""
    question = toy.transaction("t", leg or toy.leg().replace("[transactions.legs.facts]", WITH_PAPER), at="2019-09-10")
    found = answered(toy.case(folder, paper, question), packs)
    return [f"{outcome} {start:%m-%d}" for start, outcome in outcomes(found) if start and start > AUGUST]


AUGUST = instant("2019-08-18")
WITH_PAPER = 'documents = ["paper"]\n[transactions.legs.facts]'


def test_a_fact_follows_from_a_paper_from_the_day_it_was_signed(tmp_path: Path, packs: Path) -> None:
    assert after(tmp_path, packs, PAPER) == [
        "license_required 08-19",
        "authorized 09-02",
        "license_required 11-19",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "certificate"', 'kind = "waybill"'),
        ('signer = "smith"', 'signer = "star"'),
        ('scope = "toy"', 'scope = "another"'),
        ('scope = "toy"', 'scope = "toy"\nitems = ["valve"]'),
    ],
    ids=["another kind", "another signer", "another provision", "other items"],
)
def test_another_paper_says_nothing(old: str, new: str, tmp_path: Path, packs: Path) -> None:
    assert after(tmp_path, packs, PAPER.replace(old, new)) == ["indeterminate 08-19", "license_required 11-19"]


def test_a_paper_that_the_leg_does_not_name_says_nothing(tmp_path: Path, packs: Path) -> None:
    assert after(tmp_path, packs, PAPER, toy.leg()) == ["indeterminate 08-19", "license_required 11-19"]


def test_what_is_stated_wins_over_a_paper(tmp_path: Path, packs: Path) -> None:
    stated = toy.leg(certified="false").replace("[transactions.legs.facts]", WITH_PAPER)
    assert after(tmp_path, packs, PAPER, stated) == ["license_required 08-19"]


def test_the_first_of_two_papers_counts(tmp_path: Path, packs: Path) -> None:
    earlier = PAPER.replace("paper", "first").replace("2019-09-02", "2019-08-26")
    both = toy.leg().replace("[transactions.legs.facts]", 'documents = ["paper", "first"]\n[transactions.legs.facts]')
    assert after(tmp_path, packs, PAPER + earlier, both)[:2] == ["license_required 08-19", "authorized 08-26"]


def test_a_listed_company_is_known_by_its_names(tmp_path: Path, packs: Path) -> None:
    for name in ("North Star Ltd.", "NORTH STAR LTD.", "Polaris"):
        text = toy.CASE.replace("North Star Ltd.", name) + toy.transaction("t", toy.leg(purpose='"sale"'))
        path = tmp_path / "case.toml"
        path.write_text(text, encoding="utf-8")
        assert answered(path, packs).verdict.outcome == "license_required", name


def test_a_name_of_another_country_is_another_company(tmp_path: Path, packs: Path) -> None:
    text = toy.CASE.replace('name = "North Star Ltd."\ncountry = "CN"', 'name = "North Star Ltd."\ncountry = "JP"')
    path = tmp_path / "case.toml"
    path.write_text(text + toy.transaction("t", toy.leg(purpose='"sale"')), encoding="utf-8")
    found = answered(path, packs).verdict
    assert (found.outcome, [each.fact for each in found.missing]) == ("indeterminate", ["party.listed"])


def test_a_listing_wins_over_the_assertion_that_there_is_none(tmp_path: Path, packs: Path) -> None:
    denial = '[parties.star.not_listed]\nlist = ["toy/list"]\nsource = "s"\nby = "J. Doe"\n[parties.star.facts]'
    text = toy.CASE.replace("[parties.star.facts]", denial) + toy.transaction("t", toy.leg(purpose='"sale"'))
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    assert answered(path, packs).verdict.outcome == "license_required"


def test_a_listing_wins_over_a_fact_that_denies_it(tmp_path: Path, packs: Path) -> None:
    denied = "[transactions.legs.party_facts.star]\nlisted = false\n"
    path = toy.case(tmp_path, toy.transaction("t", toy.leg(purpose='"sale"') + denied))
    assert answered(path, packs).verdict.outcome == "license_required"


def test_who_is_not_said_to_be_unlisted_is_unknown(tmp_path: Path, packs: Path) -> None:
    denial = '[parties.reed.not_listed]\nlist = ["toy/list"]\nsource = "searched on 1 May 2019"\nby = "J. Doe"\n'
    assert denial in toy.CASE
    path = tmp_path / "case.toml"
    path.write_text(
        toy.CASE.replace(denial, "") + toy.transaction("t", toy.leg("reed", purpose='"sale"')), encoding="utf-8"
    )
    assert answered(path, packs).verdict.outcome == "indeterminate"


def test_a_fact_of_this_leg_wins_over_the_fact_of_the_item(tmp_path: Path, packs: Path) -> None:
    sale = toy.leg(purpose='"sale"')
    free = sale + "[transactions.legs.item_facts.pump]\nfree = true\n"
    for leg, outcome in ((sale, "license_required"), (free, "no_license_required")):
        path = toy.case(tmp_path, toy.transaction("t", leg))
        assert answered(path, packs).verdict.outcome == outcome


def test_an_answer_is_about_one_leg_of_one_transaction(tmp_path: Path, packs: Path) -> None:
    path = toy.case(tmp_path, toy.transaction("t", toy.leg(signed=""), toy.leg(signed="")))
    given = (GivenFact("leg.signed", "t", "1", "leg 1", "2017-03-01"),)
    with pytest.raises(reprieve.BadInput, match=r"answer for leg\.signed: .* a day such as"):
        answered(path, packs, given)
    one = GivenFact("leg.signed", "t", "1", "leg 1", date(2017, 3, 1))
    found = answered(path, packs, (one,)).verdict
    assert [(each.fact, each.leg) for each in found.missing] == [("leg.signed", "2")]
