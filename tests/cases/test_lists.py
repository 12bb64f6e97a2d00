"""Coverage reaches the verdict: what the lists of one day say of another, and what is said when they say nothing.

The real Consolidated Screening List is one of 31 July 2026. Complete lists of 2019 are not at hand: those here are
invented, marked so, and every answer that rests on them says that it is hypothetical.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

import reprieve
from reprieve.desk.list_files import Asked, import_files
from reprieve.lists.store import Store
from reprieve.model.answer import Answer
from tests.cases.asking import EXAMPLE
from tests.lists.storing import entry, put

ENTITY_LIST: Final = "us/bis/entity-list"
OTHERS: Final = (
    "us/bis/denied-persons",
    "us/bis/unverified",
    "us/bis/military-end-user",
    "us/ofac/sdn",
    "us/ofac/ssi",
    "us/ofac/plc",
    "us/ofac/cmic",
    "us/ofac/mbs",
    "us/ofac/capta",
    "us/state/debarred",
    "us/state/nonproliferation",
)
IN_2019: Final = datetime.fromisoformat("2019-06-03T00:00:00-04:00")
IN_2026: Final = datetime.fromisoformat("2026-07-31T00:00:00-04:00")
CASE: Final = """
[case]
title = "a customer on no list"
zone = "America/New_York"
[parties.seller]
name = "Alder Ridge Semiconductor, Inc."
country = "US"
[parties.buyer]
name = "{buyer}"
country = "{country}"
[parties.buyer.facts]
listed_owner_share = 0
[items.board]
name = "controller board"
[items.board.facts]
eccn = "EAR99"
us_origin = true
kind = "commodity"
ccl_license_required = false
[[transactions]]
id = "board"
title = "a board for the customer"
[[transactions.legs]]
exporter = "seller"
recipient = "buyer"
movement = "export"
items = ["board"]
[transactions.legs.facts]
embargoed = false
prohibited_end_use = false
other_prohibition = false
activity = "production"
knowledge = "none_after_inquiry"
knowledge_of_incorporation = "none_after_inquiry"
"""


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the real list of 31 July 2026."""
    folder = tmp_path_factory.mktemp("real-home")
    import_files([shared / "data" / "lists" / "csl_2026-07-31.csv.gz"], store=Store(folder / "lists"), asked=Asked())
    return folder


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A home with invented complete lists of 3 June 2019, Huawei on one of them."""
    folder = tmp_path / "invented-home"
    everybody = [entry(name, "1", "Somebody Quite Different") for name in (ENTITY_LIST, *OTHERS)]
    huawei = entry(ENTITY_LIST, "2", "Huawei Technologies Co., Ltd.", country="CN")
    put(folder, [*everybody, huawei], "2019-06-03")
    return folder


def asked(
    folder: Path, home: Path, at: datetime, buyer: str = "Northern Fibre Networks GmbH", country: str = "DE"
) -> Answer:
    path = folder / "case.toml"
    path.write_text(CASE.format(buyer=buyer, country=country), encoding="utf-8")
    return reprieve.check(path, home=home, at=at).transactions[0]


def because(found: Answer) -> dict[str, str]:
    return {each.fact: each.because for each in found.verdict.missing if each.about.startswith("Northern")}


def test_a_question_about_2019_is_open_and_names_the_list_and_the_day_that_are_missing(
    real: Path, tmp_path: Path
) -> None:
    found = asked(tmp_path, real, IN_2019)
    assert found.verdict.outcome == "indeterminate"
    said = because(found)
    assert said["party.on_entity_list"] == (
        "no complete Entity List of 2019-06-03 at hand (the first after it is of 2026-07-31)"
    )
    assert said["party.on_other_list"].startswith("no complete Denied Persons List of 2019-06-03 at hand")


def test_on_the_day_of_the_list_it_is_decided(real: Path, tmp_path: Path) -> None:
    found = asked(tmp_path, real, IN_2026)
    assert found.verdict.outcome == "no_license_required"
    assert not found.verdict.hypothetical
    assert found.verdict.missing == ()


def test_the_day_after_the_last_check_it_is_open_again(real: Path, tmp_path: Path) -> None:
    assert asked(tmp_path, real, datetime.fromisoformat("2026-08-01T00:00:00-04:00")).verdict.outcome == "indeterminate"


@pytest.mark.parametrize(
    ("name", "country"),
    [("HUAWEI TECH. CO., LTD", "CN"), ("Huawei Technologies Ltd", "CN"), ("华为技术有限公司", "CN")],
)
def test_another_spelling_of_a_listed_name_is_not_cleared(real: Path, tmp_path: Path, name: str, country: str) -> None:
    assert asked(tmp_path, real, IN_2026, name, country).verdict.outcome != "no_license_required"


def test_a_company_on_the_list_of_that_day_needs_a_license(real: Path, tmp_path: Path) -> None:
    found = asked(tmp_path, real, IN_2026, "Semiconductor Manufacturing International Corporation (SMIC)", "CN")
    assert found.verdict.outcome in {"license_required", "indeterminate"}
    assert "license_required" in found.verdict.possible


def test_an_invented_list_of_2019_decides_and_says_that_it_is_invented(invented: Path, tmp_path: Path) -> None:
    found = asked(tmp_path, invented, IN_2019)
    assert found.verdict.outcome == "no_license_required"
    assert found.verdict.hypothetical
    assert "rests on an invented list: Entity List (synthetic)" in found.verdict.notes
    listed = asked(tmp_path, invented, IN_2019, "Huawei Technologies Co., Ltd.", "CN")
    assert listed.verdict.outcome == "license_required"


def by_id(home: Path) -> dict[str, Answer]:
    return {each.id: each for each in reprieve.check(EXAMPLE, home=home).transactions}


def test_the_cases_of_2019_stand_as_asserted_beside_the_list_of_2026(real: Path, home: Path) -> None:
    without, beside = by_id(home), by_id(real)
    assert {name: each.verdict.outcome for name, each in without.items()} == {
        name: each.verdict.outcome for name, each in beside.items()
    }


def test_what_is_asserted_is_shown_as_asserted(real: Path) -> None:
    (found,) = reprieve.check(EXAMPLE, home=real, only=("T30",)).transactions
    wanted = (
        "Alder Ridge Semiconductor, Inc. is not on the Entity List: "
        "asserted: EX-5, screening log: Alder Ridge itself, by M. Okafor"
    )
    assert wanted in found.verdict.on_lists
    assert any("is on the Entity List: huawei-technologies" in each for each in found.verdict.on_lists)


def test_what_a_list_says_is_shown_with_the_list(real: Path, tmp_path: Path) -> None:
    told = asked(tmp_path, real, IN_2026).verdict.on_lists
    wanted = (
        "Northern Fibre Networks GmbH is not on the Entity List: not on the Entity List of 2026-07-31 (complete, snap"
    )
    assert any(each.startswith(wanted) for each in told)
