"""A specific license of a case clears what it names, for its parties, items, destinations and window, and no more."""

from pathlib import Path
from typing import Final

import pytest

import reprieve
from reprieve.model.answer import Answer
from tests.desk import toy
from tests.desk.asking import instant, outcomes

SALE: Final = toy.leg(purpose='"sale"')
START, END = instant("2019-06-01"), instant("2019-07-01")


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


def licensed(**changed: str) -> str:
    """The license, with other values for some of its keys."""
    lines = [line for line in toy.LICENSE.splitlines() if line.partition(" ")[0] not in changed]
    return "\n".join([*lines, *(f"{key} = {value}" for key, value in changed.items())]) + "\n"


def asked(folder: Path, packs: Path, leg: str, *parts: str, at: str = "2019-06-10") -> Answer:
    path = toy.case(folder, *parts, toy.transaction("t", leg, at=at))
    return reprieve.check(path, packs=packs).transactions[0]


def test_it_clears_within_its_window_and_its_edges_are_cuts(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, SALE, toy.LICENSE)
    assert found.verdict.outcome == "authorized"
    assert outcomes(found)[1:] == [
        (instant("2019-05-16T16:15:00-04:00"), "license_required"),
        (START, "authorized"),
        (END, "license_required"),
    ]
    assert found.verdict.until == END
    (provision,) = found.verdict.authorized_by
    assert (provision.id, provision.cite, provision.until) == ("license/D77", "BIS license D77", END)


def test_it_is_no_hypothesis(tmp_path: Path, packs: Path) -> None:
    assert not asked(tmp_path, packs, SALE, toy.LICENSE).verdict.hypothetical


def test_its_provisos_are_obligations(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, SALE, toy.LICENSE).verdict
    assert [(each.text, each.cite, each.authorization, each.status) for each in found.obligations] == [
        ("no resale", "license D77", "license/D77", "to_do")
    ]
    assert found.preconditions == ()


BOTH: Final = '["pump", "valve"]'
ANOTHER_LISTED: Final = """
[parties.twin]
name = "Polaris"
country = "CN"
[parties.twin.facts]
denied = false
"""
WITH_TWIN: Final = SALE.replace(
    "[transactions.legs.facts]", '[transactions.legs.roles]\ntwin = ["end_user"]\n[transactions.legs.facts]'
)


@pytest.mark.parametrize(
    ("leg", "license_", "outcome"),
    [
        (toy.leg(purpose='"sale"', items='["valve"]'), licensed(), "license_required"),
        (toy.leg(purpose='"sale"', items=BOTH), licensed(), "license_required"),
        (toy.leg(purpose='"sale"', items=BOTH), licensed(items=BOTH), "authorized"),
        (SALE, licensed(parties='["reed"]'), "license_required"),
        (SALE, licensed(parties='["reed", "star"]'), "authorized"),
        (WITH_TWIN, ANOTHER_LISTED + licensed(), "license_required"),
        (WITH_TWIN, ANOTHER_LISTED + licensed(parties='["star", "twin"]'), "authorized"),
        (SALE, licensed(destinations='["CN"]'), "authorized"),
        (SALE, licensed(destinations='["JP", "KR"]'), "license_required"),
        (SALE, licensed(clears='["toy/embargo"]'), "license_required"),
        (SALE, licensed(clears='["toy/embargo", "toy/listed"]'), "authorized"),
    ],
    ids=[
        "another item",
        "one of two items",
        "both items",
        "another party",
        "one party more",
        "one of two listed companies",
        "both listed companies",
        "its destination",
        "other destinations",
        "another restriction",
        "one restriction more",
    ],
)
def test_it_covers_what_it_names(leg: str, license_: str, outcome: str, tmp_path: Path, packs: Path) -> None:
    assert asked(tmp_path, packs, leg, license_).verdict.outcome == outcome


def test_the_destination_is_where_the_goods_go_not_where_the_buyer_sits(tmp_path: Path, packs: Path) -> None:
    onward = toy.leg(purpose='"sale"', destination='"JP"')
    assert asked(tmp_path, packs, onward, licensed(destinations='["CN"]')).verdict.outcome == "license_required"
    assert asked(tmp_path, packs, onward, licensed(destinations='["JP"]')).verdict.outcome == "authorized"


def test_a_destination_that_changes_changes_what_is_covered(tmp_path: Path, packs: Path) -> None:
    turned = toy.leg(purpose='"sale"', destination='{ value = "CN", changes = [{ from = 2019-06-20, value = "JP" }] }')
    found = asked(tmp_path, packs, turned, licensed(destinations='["CN"]'))
    assert outcomes(found)[-2:] == [(START, "authorized"), (instant("2019-06-20"), "license_required")]


def test_an_unknown_destination_is_not_covered_for_sure(tmp_path: Path, packs: Path) -> None:
    somewhere = toy.leg(purpose='"sale"', destination='{ unknown = "asked the forwarder" }')
    assert asked(tmp_path, packs, somewhere, licensed(destinations='["CN"]')).verdict.outcome == "indeterminate"
    assert asked(tmp_path, packs, somewhere, licensed()).verdict.outcome == "authorized"


EMBARGOED: Final = toy.leg("reed", embargoed="true")
ALSO_STAR: Final = EMBARGOED.replace(
    "[transactions.legs.facts]", '[transactions.legs.roles]\nstar = ["purchaser"]\n[transactions.legs.facts]'
)


@pytest.mark.parametrize("items", ['["pump"]', '["valve"]', BOTH])
@pytest.mark.parametrize("parties", ['["reed"]', '["star"]'])
def test_a_restriction_of_the_whole_leg_is_cleared_for_all_of_it_only(
    items: str, parties: str, tmp_path: Path, packs: Path
) -> None:
    # An embargo is judged once for the leg: a license for one of its items must not clear the other.
    license_ = licensed(clears='["toy/embargo"]', items=items, parties=parties)
    covers = parties == '["reed"]' and "pump" in items
    found = asked(tmp_path, packs, EMBARGOED, license_)
    assert found.verdict.outcome == ("authorized" if covers else "license_required")
    two = asked(tmp_path, packs, EMBARGOED.replace('["pump"]', BOTH), license_)
    assert two.verdict.outcome == ("authorized" if parties == '["reed"]' and items == BOTH else "license_required")


def test_a_restriction_of_the_whole_leg_is_cleared_for_all_who_take_part(tmp_path: Path, packs: Path) -> None:
    one = licensed(clears='["toy/embargo"]', parties='["reed"]')
    both = licensed(clears='["toy/embargo"]', parties='["reed", "star"]')
    assert asked(tmp_path, packs, ALSO_STAR, one).verdict.outcome == "license_required"
    assert asked(tmp_path, packs, ALSO_STAR, both).verdict.outcome == "authorized"


def test_a_prohibition_can_be_licensed_too_if_the_license_says_so(tmp_path: Path, packs: Path) -> None:
    denied = toy.leg("reed") + "[transactions.legs.party_facts.reed]\ndenied = true\n"
    license_ = licensed(clears='["toy/denied"]', parties='["reed"]')
    assert asked(tmp_path, packs, denied).verdict.outcome == "prohibited"
    assert asked(tmp_path, packs, denied, license_).verdict.outcome == "authorized"
    assert asked(tmp_path, packs, denied.replace('["pump"]', BOTH), license_).verdict.outcome == "prohibited"


def test_one_license_follows_on_another(tmp_path: Path, packs: Path) -> None:
    later = licensed(number='"D78"', **{"from": "2019-07-01", "through": "2019-07-31"})
    found = asked(tmp_path, packs, SALE, toy.LICENSE, later)
    assert outcomes(found)[-2:] == [(START, "authorized"), (instant("2019-08-01"), "license_required")]
    assert [piece.authorized_by for piece in found.timeline.pieces if piece.outcome == "authorized"] == [
        ("license/D77 (BIS license D77)",),
        ("license/D78 (BIS license D78)",),
    ]


def test_why_it_does_not_clear_is_told(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg(purpose='"sale"', items='["valve"]'), toy.LICENSE)
    (held,) = found.verdict.restrictions
    (why,) = [each for each in held.why_not if each.startswith("License D77 (BIS license D77)")]
    assert why.endswith(": license D77 covers this item")


def test_a_case_without_it_is_as_it_was(tmp_path: Path, packs: Path) -> None:
    asked(tmp_path, packs, SALE, toy.LICENSE)
    assert asked(tmp_path, packs, SALE).verdict.outcome == "license_required"
