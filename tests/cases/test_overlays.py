"""What if: the overlays beside the example change just what they say, and every verdict under them is hypothetical."""

from functools import cache
from typing import Final

import pytest

import reprieve
from reprieve.model.answer import Answer
from reprieve.model.verdict import Outcome
from tests.cases.asking import EVERYTHING, EXAMPLE, answer, eastern, loaded

OVERLAYS: Final = EXAMPLE / "overlays"

CHANGED: Final[dict[str, dict[str, Outcome]]] = {
    # Everything that leaned on the license after 19 August 2019; what leaned on it before stays as it was.
    "no-second-license": dict.fromkeys(("T10", "T12", "T14", "T15", "T17", "T19"), "license_required"),
    # The patch that slipped to the 14th; not the disclosure, which has an authorization of its own.
    "one-more-extension": {"T16": "authorized"},
    # The phone of October 2018, which had been in.
    "phones-of-early-2018": dict.fromkeys(("T17", "T19"), "license_required"),
    # EAR99 and supplied to a listed company after 1 August 2019; 5D991 software and 5A991 cards gain nothing.
    "ear99-eased": dict.fromkeys(("T24", "T26", "T27", "T32", "T37"), "no_license_required"),
    # The buyer itself on the list: the red flag no longer decides anything.
    "listed-today": {"T35": "license_required"},
    # A listing needs no ownership, and knows no stay.
    "shenlan-listed": {"T43": "license_required"},
}


@cache
def as_it_is() -> dict[str, Outcome]:
    case = loaded(EXAMPLE)
    return {asked.id: answer(case, asked.id).verdict.outcome for asked in case.transactions}


@cache
def under(name: str) -> dict[str, Answer]:
    found = reprieve.check(EXAMPLE, overlay=OVERLAYS / f"{name}.toml")
    return {each.id: each for each in found.transactions}


def test_every_overlay_is_told_here() -> None:
    assert sorted(path.stem for path in OVERLAYS.glob("*.toml")) == sorted(CHANGED)


@pytest.mark.parametrize("name", CHANGED)
def test_an_overlay_changes_what_it_says_and_nothing_else(name: str) -> None:
    found = {question: each.verdict.outcome for question, each in under(name).items()}
    assert {question: outcome for question, outcome in found.items() if outcome != as_it_is()[question]} == CHANGED[
        name
    ]


@pytest.mark.parametrize("name", CHANGED)
def test_every_verdict_under_an_overlay_is_hypothetical(name: str) -> None:
    assert all(each.verdict.hypothetical for each in under(name).values())


def test_one_more_extension_would_have_moved_the_last_instant() -> None:
    assert under("one-more-extension")["T15"].verdict.until == eastern("2020-11-14T00:00:00-05:00")


def test_a_listed_shenlan_is_stopped_by_its_own_name() -> None:
    assert [each.id for each in under("shenlan-listed")["T43"].verdict.because] == ["us-ear-entity-list/listed-party"]


def test_without_an_overlay_nothing_is_hypothetical() -> None:
    found = reprieve.check(EXAMPLE, known_at=EVERYTHING)
    assert found.hypothetical == ()
    assert not any(each.verdict.hypothetical for each in found.transactions)
