"""A license of one's own, drawn down: what is left decides, what comes back helps, papers and provisos are named."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import pytest

import reprieve
from reprieve.desk.demo import own_license
from reprieve.model.answer import Answer
from tests.cases.asking import EXAMPLE, eastern
from tests.desk.asking import outcomes

STORY: Final = EXAMPLE / "licenses"
RESERVED, CAME_BACK, ENDED = (eastern(f"{day}T00:00:00-05:00") for day in ("2020-01-07", "2020-03-02", "2022-01-01"))
SIGNED: Final = eastern("2020-01-06T00:00:00-05:00")


@cache
def story() -> dict[str, Answer]:
    return {each.id: each for each in reprieve.check(STORY).transactions}


def told(name: str) -> Answer:
    return story()[name]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("L01", "license_required"),
        ("L02", "authorized"),
        ("L03", "license_required"),
        ("L04", "authorized"),
        ("L05", "indeterminate"),
    ],
)
def test_each_question_has_its_answer(name: str, outcome: str) -> None:
    assert told(name).verdict.outcome == outcome


def test_five_hundred_more_are_stopped_and_the_four_hundred_that_are_left_are_named() -> None:
    sentence = told("L03").verdict.sentence
    assert "400 of 1,000 units of chip" in sentence
    assert "quantity of chip under license EX-D201 is at most 400 units" in sentence


def test_what_came_back_may_be_shipped_to_the_next_order() -> None:
    assert outcomes(told("L03"))[-4:] == [
        (SIGNED, "authorized"),
        (RESERVED, "license_required"),
        (CAME_BACK, "authorized"),
        (ENDED, "license_required"),
    ]
    assert "600 of 1,000 units of chip" in told("L04").verdict.sentence


def test_the_first_order_stays_authorized_through_the_last_day_of_the_license() -> None:
    assert told("L02").verdict.until == ENDED
    assert outcomes(told("L02"))[-2:] == [(SIGNED, "authorized"), (ENDED, "license_required")]
    assert "License EX-D201" in told("L02").timeline.at(ENDED).change


def test_a_paper_that_is_signed_after_the_shipment_is_none() -> None:
    duties = {each.text: each.status for each in told("L01").verdict.preconditions}
    assert duties == {"an end-use statement of Huawei is on file before the shipment": "not_met"}
    assert "end use statement of huawei" in told("L01").timeline.at(SIGNED).change


def test_the_provisos_of_the_license_are_told() -> None:
    verdict = told("L04").verdict
    assert [each.text for each in verdict.obligations] == [
        "no resale, transfer or reexport without prior authorization"
    ]
    assert [each.status for each in verdict.preconditions] == ["met"]


def test_an_order_of_no_stated_size_is_asked_for_its_size() -> None:
    assert told("L05").verdict.missing[0].question.startswith("How many units of chip")


def test_the_license_is_no_hypothesis() -> None:
    assert not any(each.verdict.hypothetical for each in story().values())


def test_the_demo_tells_this_story(tmp_path: Path) -> None:
    found = {each.id: each.verdict.outcome for each in own_license(tmp_path).transactions}
    assert found == {name: each.verdict.outcome for name, each in story().items()}


def test_asked_before_the_license_was_granted_nothing_is_left_to_draw_on() -> None:
    at = datetime.fromisoformat("2020-01-01T12:00:00-05:00")
    assert {each.verdict.outcome for each in reprieve.check(STORY, at=at).transactions} == {"license_required"}
