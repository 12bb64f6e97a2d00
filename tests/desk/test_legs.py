"""A transaction is as good as its worst leg, at every moment."""

from pathlib import Path

from tests.desk import toy
from tests.desk.asking import answered, instant, outcomes

REPAIR, SALE, FREE = toy.leg(), toy.leg(purpose='"sale"'), toy.leg("reed")


def test_at_every_moment_the_worst_leg_speaks(tmp_path: Path, packs: Path) -> None:
    found = answered(toy.case(tmp_path, toy.transaction("t", REPAIR, FREE)), packs)
    assert found.verdict.outcome == "authorized"
    assert outcomes(found) == [
        (None, "no_license_required"),
        (instant("2019-05-16T16:15:00-04:00"), "license_required"),
        (instant("2019-05-20"), "authorized"),
        (instant("2019-08-19"), "indeterminate"),
        (instant("2019-11-19T00:00:00-05:00"), "license_required"),
    ]


def test_what_stops_names_its_leg(tmp_path: Path, packs: Path) -> None:
    found = answered(toy.case(tmp_path, toy.transaction("t", FREE, SALE)), packs).verdict
    assert (found.outcome, [(each.id, each.leg) for each in found.because]) == (
        "license_required",
        [("toy/listed", "2")],
    )


def test_a_leg_that_cannot_be_the_worst_asks_nothing(tmp_path: Path, packs: Path) -> None:
    found = answered(toy.case(tmp_path, toy.transaction("t", SALE, toy.leg(signed=""))), packs).verdict
    assert (found.possible, found.missing) == (("license_required",), ())


def test_an_open_leg_leaves_the_outcomes_of_the_worst_open(tmp_path: Path, packs: Path) -> None:
    found = answered(toy.case(tmp_path, toy.transaction("t", FREE, toy.leg(signed=""))), packs).verdict
    assert found.possible == ("authorized", "license_required")
    assert [(each.fact, each.leg) for each in found.missing] == [("leg.signed", "2")]


def test_duties_of_every_leg_are_printed(tmp_path: Path, packs: Path) -> None:
    found = answered(toy.case(tmp_path, toy.transaction("t", REPAIR, toy.leg(items='["valve"]'))), packs).verdict
    assert [(each.text, each.leg) for each in found.obligations] == [
        ("Smith & Daughters keeps the records of pump five years", "1"),
        ("Smith & Daughters keeps the records of valve five years", "2"),
    ]


def test_every_turn_says_what_turned(tmp_path: Path, packs: Path) -> None:
    found = answered(toy.case(tmp_path, toy.transaction("t", REPAIR)), packs)
    assert [piece.change for piece in found.timeline.pieces] == [
        "",
        "Supply to a listed company (R1) takes effect; listed: yes (north-star: North Star Ltd., L1)",
        "Repairs under old contracts (A1) takes effect",
        "Repairs under old contracts (A2) takes effect",
        "Repairs under old contracts (A2) ends",
    ]
