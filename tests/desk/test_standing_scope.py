"""A standing scope answers for a year what no pack works out, for named facts and places; it outweighs nothing."""

from pathlib import Path

import pytest

import reprieve
from reprieve.model.answer import Answer
from tests.desk import toy
from tests.desk.asking import answered, instant, outcomes

LONGER = "longer than twelve months"
OPEN, CLEAR, STOPPED = "indeterminate", "no_license_required", "license_required"


def under(folder: Path, packs: Path, embargoed: str = "", scope: str = toy.SCOPE, at: str = "2019-06-10") -> Answer:
    """An unlisted buyer in China, of whose destination only the scope may say that it is under no embargo."""
    question = toy.transaction("t", toy.leg("reed", embargoed=embargoed), at=at)
    return answered(toy.case(folder, scope, question), packs)


def test_it_fills_what_nobody_stated_inside_its_window_only(tmp_path: Path, packs: Path) -> None:
    found = under(tmp_path, packs)
    assert found.verdict.outcome == CLEAR
    assert outcomes(found) == [
        (None, OPEN),
        (instant("2019-01-01T00:00:00-05:00"), CLEAR),
        (instant("2020-01-01T00:00:00-05:00"), OPEN),
    ]
    assert found.verdict.until == instant("2020-01-01T00:00:00-05:00")


@pytest.mark.parametrize(
    ("old", "new"),
    [('countries = ["CN"]', 'countries = ["RU"]'), ('items = ["*"]', 'items = ["EAR99"]')],
    ids=["another country", "another item"],
)
def test_it_reaches_no_further_than_it_says(old: str, new: str, tmp_path: Path, packs: Path) -> None:
    assert under(tmp_path, packs, scope=toy.SCOPE.replace(old, new)).verdict.outcome == OPEN


@pytest.mark.parametrize(
    ("pump", "valve", "outcome"),
    [("EAR99", "EAR99", CLEAR), ("EAR99", "5A002", OPEN), ("5A002", "EAR99", OPEN), ("EAR99", "", OPEN)],
)
def test_it_reaches_a_leg_all_of_whose_items_it_names(
    pump: str, valve: str, outcome: str, tmp_path: Path, packs: Path
) -> None:
    leg = toy.leg("reed", '["pump", "valve"]', embargoed="")
    for item, word in (("pump", pump), ("valve", valve)):
        leg += f'[transactions.legs.item_facts.{item}]\neccn = "{word}"\n' if word else ""
    scope = toy.SCOPE.replace('items = ["*"]', 'items = ["EAR99"]')
    assert answered(toy.case(tmp_path, scope, toy.transaction("t", leg)), packs).verdict.outcome == outcome


def test_any_country_is_any_country(tmp_path: Path, packs: Path) -> None:
    scope = toy.SCOPE.replace('countries = ["CN"]', 'countries = ["*"]')
    assert under(tmp_path, packs, scope=scope).verdict.outcome == CLEAR


def test_without_it_the_question_is_open(tmp_path: Path, packs: Path) -> None:
    assert under(tmp_path, packs, scope="").verdict.outcome == OPEN


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        ("true", STOPPED),
        ("false", CLEAR),
        ('{ unknown = "asked" }', CLEAR),
        ('{ undeterminable = "asked twice" }', OPEN),
        ('{ value = true, source = "a rumour", level = "reported" }', OPEN),
        ('{ unknown = "asked", changes = [{ from = 2019-06-01, value = true }] }', STOPPED),
        ('{ unknown = "asked", changes = [{ from = 2019-06-01, undeterminable = "asked twice" }] }', OPEN),
        ('{ unknown = "asked", changes = [{ from = 2019-06-01, value = false }] }', CLEAR),
        ('{ unknown = "asked", changes = [{ from = 2018-06-01, value = true }] }', STOPPED),
        ("{ value = true, changes = [{ from = 2019-06-01, value = false }] }", CLEAR),
    ],
)  # fmt: skip
def test_it_never_outweighs_what_is_stated(stated: str, outcome: str, tmp_path: Path, packs: Path) -> None:
    assert under(tmp_path, packs, stated).verdict.outcome == outcome


def test_a_hit_counts_from_its_day_on(tmp_path: Path, packs: Path) -> None:
    found = under(tmp_path, packs, '{ unknown = "asked", changes = [{ from = 2019-06-01, value = true }] }')
    assert outcomes(found) == [
        (None, OPEN),
        (instant("2019-01-01T00:00:00-05:00"), CLEAR),
        (instant("2019-06-01"), STOPPED),
    ]


def test_one_follows_on_another(tmp_path: Path, packs: Path) -> None:
    later = toy.SCOPE.replace("yearly", "next").replace("2019-01-01", "2019-07-01").replace("2019-12-31", "2020-06-30")
    found = under(tmp_path, packs, scope=toy.SCOPE + later)
    assert outcomes(found)[1:] == [
        (instant("2019-01-01T00:00:00-05:00"), CLEAR),
        (instant("2020-07-01"), OPEN),
    ]


@pytest.mark.parametrize(
    ("start", "through", "fault"),
    [
        ("2019-01-01", "2019-12-31", ""),
        ("2019-01-01", "2020-01-01", LONGER),
        ("2020-01-01", "2020-12-31", ""),
        ("2020-01-01", "2021-01-01", LONGER),
        ("2020-02-29", "2021-02-28", ""),
        ("2020-02-29", "2021-03-01", LONGER),
        ("2019-03-01", "2020-02-29", ""),
        ("2019-03-01", "2020-03-01", LONGER),
    ],
)
def test_twelve_months_and_no_day_more(start: str, through: str, fault: str, tmp_path: Path, packs: Path) -> None:
    scope = toy.SCOPE.replace("2019-01-01", start).replace("2019-12-31", through)
    if not fault:
        under(tmp_path, packs, scope=scope)
        return
    with pytest.raises(reprieve.BadCase, match=fault):
        under(tmp_path, packs, scope=scope)


def test_it_is_named_with_who_asserts_it(tmp_path: Path, packs: Path) -> None:
    found = under(tmp_path, packs)
    assert found.timeline.pieces[1].change == "standing scope yearly: yearly review"
