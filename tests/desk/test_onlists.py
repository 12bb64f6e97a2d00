"""Parties against the lists at hand: hits, sure absences, names that only come near, and what is said of each."""

from pathlib import Path
from typing import Any

import pytest

import reprieve
from reprieve.errors import BadCase
from reprieve.model.answer import Answer, Answers
from tests.desk import toy
from tests.desk.asking import instant, outcomes
from tests.lists.storing import entry, put

LIST = "toy/list"
FOE = entry(LIST, "7", "Foe Machines Ltd.", "Foe", country="CN")
OTHERS = [entry(LIST, str(100 + number), f"Somebody Else {number}") for number in range(20)]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return toy.packs(tmp_path)


def asked(tmp_path: Path, packs: Path, buyer: str = "Nordic Parts AS", at: str = "2019-06-10", **more: Any) -> Answers:
    """May a repair go to this buyer; nothing is said of lists unless `more` says it."""
    case = tmp_path / "case.toml"
    case.write_text(CASE.format(buyer=buyer, party=more.pop("party", "")), encoding="utf-8")
    return reprieve.check(case, packs=packs, at=instant(at), **more)


CASE = """
[case]
title = "a case"
zone = "America/New_York"
[parties.us]
name = "Ours Inc."
country = "US"
[parties.us.not_listed]
list = ["toy/list"]
source = "we know ourselves"
by = "J. Doe"
[parties.us.facts]
denied = false
[parties.buyer]
name = "{buyer}"
country = "CN"
{party}
[parties.buyer.facts]
denied = false
[items.part]
name = "a part"
[items.part.facts]
free = false
content = "50 %"
[[transactions]]
id = "T"
title = "a sale"
[[transactions.legs]]
exporter = "us"
recipient = "buyer"
movement = "export"
items = ["part"]
[transactions.legs.facts]
embargoed = false
purpose = "sale"
"""


def answer(*args: Any, **kwargs: Any) -> Answer:
    return asked(*args, **kwargs).transactions[0]


def why(found: Answer) -> str:
    return next(each.because for each in found.verdict.missing if each.fact == "party.listed")


def test_without_lists_nobody_knows(tmp_path: Path, packs: Path, home: Path) -> None:
    assert not home.exists()
    assert answer(tmp_path, packs).verdict.outcome == "indeterminate"


def test_a_complete_list_of_the_day_proves_absence(tmp_path: Path, packs: Path, home: Path) -> None:
    # A list that the catalogue does not know has days of UTC: from eight in the evening, Eastern summer time.
    put(home, OTHERS, "2019-06-10", "2019-06-11")
    found = answer(tmp_path, packs)
    assert found.verdict.outcome == "no_license_required"
    turns = [(start and start.isoformat(), outcome) for start, outcome in outcomes(found)]
    assert turns[-2:] == [
        ("2019-06-09T20:00:00-04:00", "no_license_required"),
        ("2019-06-11T20:00:00-04:00", "indeterminate"),
    ]


def test_a_list_of_another_day_proves_nothing_and_says_which_day_is_missing(
    tmp_path: Path, packs: Path, home: Path
) -> None:
    put(home, OTHERS, "2026-07-31")
    found = answer(tmp_path, packs)
    assert found.verdict.outcome == "indeterminate"
    assert why(found) == "no complete toy/list of 2019-06-10 at hand (the first after it is of 2026-07-31)"


def test_a_part_of_a_list_proves_nothing(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, OTHERS, "2019-06-10", complete=False)
    assert answer(tmp_path, packs).verdict.outcome == "indeterminate"


def test_a_list_published_later_was_not_known(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, OTHERS, "2019-06-10")
    assert answer(tmp_path, packs, known_at=instant("2019-06-09")).verdict.outcome == "indeterminate"
    assert answer(tmp_path, packs, known_at=instant("2019-06-10")).verdict.outcome == "no_license_required"


@pytest.mark.parametrize("name", ["Foe Machines Ltd.", "FOE MACHINES, LTD", "Foe"])
def test_a_party_called_as_the_list_calls_it_is_listed(tmp_path: Path, packs: Path, home: Path, name: str) -> None:
    put(home, [FOE, *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, name)
    assert found.verdict.outcome == "license_required"
    assert "Foe Machines Ltd." in found.verdict.because[0].text or "toy/list" in found.verdict.because[0].text


def test_a_hit_outweighs_the_assertion_that_there_is_none(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [FOE, *OTHERS], "2019-06-10")
    said = '[parties.buyer.not_listed]\nlist = ["toy/list"]\nsource = "screened"\nby = "J. Doe"'
    assert answer(tmp_path, packs, "Foe", party=said).verdict.outcome == "license_required"


def test_an_assertion_stands_on_the_days_of_which_there_is_no_list(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, OTHERS, "2026-07-31")
    said = '[parties.buyer.not_listed]\nlist = ["toy/list"]\nsource = "screened in 2019"\nby = "J. Doe"'
    assert answer(tmp_path, packs, party=said).verdict.outcome == "no_license_required"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Foe Machines Limited Ltd", "comes near 'foe machines' (7) on the toy/list"),
        ("Foe Machnes Ltd.", "comes near 'foe machines' (7) on the toy/list"),
        ("Foemachines Ltd.", "comes near 'foe machines' (7) on the toy/list"),
        (
            "敌人 Co., Ltd.",
            "is written in a script in which names are not compared with the toy/list yet",
        ),
        ("敌人机械有限公司", "is written in a script in which names are not compared with the toy/list yet"),
    ],
)
def test_a_name_that_only_comes_near_settles_nothing(
    tmp_path: Path, packs: Path, home: Path, name: str, reason: str
) -> None:
    put(home, [FOE, *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, name)
    assert found.verdict.outcome == "indeterminate"
    assert reason in why(found)
    said = '[parties.buyer.not_listed]\nlist = ["toy/list"]\nsource = "another firm: see file 7"\nby = "J. Doe"'
    assert answer(tmp_path, packs, name, party=said).verdict.outcome == "no_license_required"


def test_the_same_name_in_another_country_settles_nothing(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [entry(LIST, "7", "Foe Machines Ltd.", country="DE")], "2019-06-10")
    found = answer(tmp_path, packs, "Foe Machines Ltd.")
    assert found.verdict.outcome == "indeterminate"
    assert why(found).startswith("the toy/list has a Foe Machines Ltd. in another country than CN")


@pytest.mark.parametrize("said", ["7", "toy/list:7"])
def test_a_party_bound_to_an_entry_by_its_id(tmp_path: Path, packs: Path, home: Path, said: str) -> None:
    put(home, [FOE, *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, "Their Trading Name", party=f'listed_as = "{said}"')
    assert found.verdict.outcome == "license_required"


def test_an_id_that_no_list_has_is_one_clear_line(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, OTHERS, "2019-06-10")
    with pytest.raises(BadCase, match=r"parties\.buyer\.listed_as: no listing has the id '77'"):
        asked(tmp_path, packs, party='listed_as = "77"')


def test_between_two_lists_that_differ_the_answer_is_open_and_no_assertion_settles_it(
    tmp_path: Path, packs: Path, home: Path
) -> None:
    put(home, OTHERS, "2019-06-01")
    put(home, [FOE, *OTHERS], "2019-06-20")
    said = '[parties.buyer.not_listed]\nlist = ["toy/list"]\nsource = "screened"\nby = "J. Doe"'
    days = ("2019-06-01", "2019-06-10", "2019-06-20", "2019-07-20")
    found = [answer(tmp_path, packs, "Foe", at=each, party=said).verdict.outcome for each in days]
    assert found == ["no_license_required", "indeterminate", "license_required", "license_required"]


def test_after_a_removal_the_days_that_a_list_covers_are_clear(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [FOE, *OTHERS], "2019-06-01")
    put(home, OTHERS, "2019-06-20", "2019-06-25")
    days = ("2019-06-01", "2019-06-10", "2019-06-20", "2019-06-26")
    found = [answer(tmp_path, packs, "Foe", at=each).verdict.outcome for each in days]
    assert found == ["license_required", "indeterminate", "no_license_required", "indeterminate"]


def test_a_party_that_is_only_respelt_is_not_taken_for_removed(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [FOE, *OTHERS], "2019-06-01")
    put(home, [entry(LIST, "8", "Foe Machines Limited", country="CN"), *OTHERS], "2019-06-20")
    assert answer(tmp_path, packs, "Foe Machines Ltd.", at="2019-06-01").verdict.outcome == "license_required"
    for said in ("", 'listed_as = "7"'):
        found = answer(tmp_path, packs, "Foe Machines Ltd.", at="2019-06-20", party=said)
        assert found.verdict.outcome == "indeterminate"


def test_what_rests_on_an_invented_list_is_said_to_be_hypothetical(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, OTHERS, "2019-06-10")
    found = asked(tmp_path, packs)
    assert found.transactions[0].verdict.hypothetical
    assert found.hypothetical == ("an invented list: toy/list",)
    assert found.transactions[0].verdict.notes == ("rests on an invented list: toy/list (synthetic)",)


def test_a_list_that_is_none_of_ours_to_invent_makes_nothing_hypothetical(
    tmp_path: Path, packs: Path, home: Path
) -> None:
    put(home, OTHERS, "2019-06-10", synthetic=False)
    found = asked(tmp_path, packs)
    assert not found.transactions[0].verdict.hypothetical
    (used,) = found.lists
    assert (used.list, used.covered[0].first.isoformat(), used.synthetic) == ("toy/list", "2019-06-10", False)


def test_another_home_has_other_lists(tmp_path: Path, packs: Path, home: Path) -> None:
    put(tmp_path / "elsewhere", OTHERS, "2019-06-10")
    assert not home.exists()
    assert answer(tmp_path, packs).verdict.outcome == "indeterminate"
    assert answer(tmp_path, packs, home=tmp_path / "elsewhere").verdict.outcome == "no_license_required"
