"""Parties against the lists at hand: hits, sure absences, names that only come near, and what is said of each."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import reprieve
from reprieve.desk.taken_for import SAME, Candidate, agreed, is_same
from reprieve.errors import BadCase
from reprieve.model.answer import Answer, Answers
from reprieve.model.listed import Name
from reprieve.model.nouns import Listing, Party
from reprieve.model.screened import Alert, Asked
from reprieve.screening.compare import compare
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


NOBODY = [FOE, entry(LIST, "9", "Хуавэй 華為"), entry(LIST, "10", "Ahmad Hassan Al-Masri"), *OTHERS]
NOT_LISTED = '[parties.buyer.not_listed]\nlist = ["toy/list"]\nsource = "screened"\nby = "J. Doe"\n'
DAYS = ("2019-06-01", "2019-06-20")


def strangers() -> st.SearchStrategy[str]:
    """Names of which no word is on the lists here."""
    words = [
        "Nordic",
        "Parts",
        "Волга",
        "北星",
        "Trading",
        "Ltd.",
        "GmbH",
        "Technologies",
        "والشرق",
        "Petrov",
        "and",
        "7",
    ]
    own = st.sampled_from(["Nordic", "Волга", "北星", "Petrov", "Zhyvago"])
    return st.builds(lambda one, more: " ".join((one, *more)), own, st.lists(st.sampled_from(words), max_size=5))


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


def test_an_entry_without_a_name_may_be_anybody_as_long_as_it_stands_there(
    tmp_path: Path, packs: Path, home: Path
) -> None:
    put(home, OTHERS, "2019-06-09")
    put(home, [*OTHERS, replace(FOE, names=())], "2019-06-10", "2019-06-11")
    found = answer(tmp_path, packs)
    assert found.verdict.outcome == "indeterminate"
    assert "the toy/list has an entry without a name (7): it may be anybody" in why(found)
    assert answer(tmp_path, packs, at="2019-06-09").verdict.outcome == "no_license_required"


def test_an_address_that_a_list_does_not_give_is_warned_of(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [*OTHERS, replace(FOE, names=(Name("Address 01"),), kind="unknown")], "2019-06-10")
    found = asked(tmp_path, packs)
    assert found.transactions[0].verdict.outcome == "no_license_required"
    told = "toy/list: 1 address that the publication does not give: nobody can be screened against it"
    assert found.warnings == (told,)


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


@pytest.mark.parametrize("name", ["Machines Foe Limited", "Foemachines Ltd.", "Foe Tech Limited", "Волга GmbH"])
def test_a_name_that_is_the_same_in_words_is_bound_and_said_to_be(
    tmp_path: Path, packs: Path, home: Path, name: str
) -> None:
    others = {"Волга GmbH": "Волга", "Foe Tech Limited": "Foe Technologies"}
    foe = entry(LIST, "7", "Foe Machines Ltd.", "Foe", *([others[name]] if name in others else []), country="CN")
    put(home, [foe, *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, name).verdict
    assert found.outcome == "license_required"
    (namesake,) = found.namesakes
    assert (namesake.list, namesake.entry, namesake.listed, namesake.taken) == (LIST, "7", "Foe Machines Ltd.", "bound")
    assert namesake.score >= SAME
    assert len(namesake.snapshot) == 12
    assert any(f"{name} is {namesake.called} in words" in each for each in found.on_lists)


@pytest.mark.parametrize("name", ["Foe Machnes Ltd.", "Foe Machines Service Ltd.", "敌机械有限公司"])
def test_a_name_that_only_comes_near_settles_nothing_until_somebody_says_who_it_is(
    tmp_path: Path, packs: Path, home: Path, name: str
) -> None:
    # 敌 is read `di`: what is only read alike is not the same name.
    put(home, [FOE, entry(LIST, "9", "Di Machinery Co., Ltd."), *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, name)
    assert found.verdict.outcome == "indeterminate"
    assert f"{name} may be " in why(found)
    assert why(found).endswith("resolve it, or say listed_as, or not_listed with a source")
    assert {each.taken for each in found.verdict.namesakes} == {"open"}
    said = '[parties.buyer.not_listed]\nlist = ["toy/list"]\nsource = "another firm: see file 7"\nby = "J. Doe"'
    settled = answer(tmp_path, packs, name, party=said)
    assert settled.verdict.outcome == "no_license_required"
    assert {each.taken for each in settled.verdict.namesakes} == {"beside"}


@pytest.mark.parametrize("name", ["敌人机械有限公司", "Северный Ветер", "Somebody Quite Different Ltd."])
def test_a_stranger_is_absent_in_whatever_letters_its_name_is_written(
    tmp_path: Path, packs: Path, home: Path, name: str
) -> None:
    put(home, [FOE, *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, name).verdict
    assert (found.outcome, found.namesakes) == ("no_license_required", ())


def test_a_name_of_which_no_letter_can_be_read_settles_nothing(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [FOE, *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, "☃☃☃")
    assert found.verdict.outcome == "indeterminate"
    assert why(found).startswith("no letter of ☃☃☃ can be read")
    also = answer(tmp_path, packs, "Nordic Parts AS", party='aliases = ["☃"]')
    assert also.verdict.outcome == "indeterminate"


def test_an_alias_binds_as_the_name_does(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [FOE, *OTHERS], "2019-06-10")
    assert answer(tmp_path, packs, party='aliases = ["Foe"]').verdict.outcome == "license_required"


def test_a_person_of_that_name_is_no_company(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [entry(LIST, "7", "Foe Foeson", country="CN"), *OTHERS], "2019-06-10")
    assert answer(tmp_path, packs, "Foe Foeson").verdict.outcome == "license_required"
    assert answer(tmp_path, packs, "Foeson Foe", party='kind = "person"').verdict.outcome == "no_license_required"


def test_the_same_name_in_another_country_settles_nothing(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [entry(LIST, "7", "Foe Machines Ltd.", country="DE"), *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, "Foe Machines Ltd.")
    assert found.verdict.outcome == "indeterminate"
    assert why(found).startswith("Foe Machines Ltd. may be Foe Machines Ltd. (7) on the toy/list")


@pytest.mark.parametrize("listed_in", ["", "CN", "DE"])
@pytest.mark.parametrize("name", ["Foe Machines Ltd.", "Machines Foe", "Foe Machnes Ltd.", "Nordic Parts AS"])
def test_taking_away_what_speaks_against_a_listing_never_clears(
    tmp_path: Path, packs: Path, home: Path, name: str, listed_in: str
) -> None:
    put(home, [entry(LIST, "7", "Foe Machines Ltd.", country=listed_in), *OTHERS], "2019-06-10")
    whole = CASE.format(buyer=name, party='kind = "organization"\n' + NOT_LISTED)
    said = [whole]
    for each in ('country = "CN"\n', 'kind = "organization"\n', NOT_LISTED):
        assert each in whole
        said += [whole.replace(each, ""), said[-1].replace(each, "")]
    case = tmp_path / "case.toml"
    possible = []
    for text in said:
        case.write_text(text, encoding="utf-8")
        possible.append(
            set(reprieve.check(case, packs=packs, at=instant("2019-06-10")).transactions[0].verdict.possible)
        )
    clear = {"no_license_required"}
    assert all(each != clear for each in possible[1:]) or possible[0] == clear


def test_who_only_comes_near_leaves_open_only_the_days_on_which_that_one_may_be_listed(
    tmp_path: Path, packs: Path, home: Path
) -> None:
    put(home, OTHERS, "2019-06-01")
    put(home, [FOE, *OTHERS], "2019-06-10")
    put(home, OTHERS, "2019-06-20", "2019-06-25")
    days = ("2019-06-01", "2019-06-05", "2019-06-10", "2019-06-15", "2019-06-20", "2019-06-26")
    found = [answer(tmp_path, packs, "Foe Machnes Ltd.", at=each) for each in days]
    assert [each.verdict.outcome for each in found] == [
        "no_license_required",
        "indeterminate",
        "indeterminate",
        "indeterminate",
        "no_license_required",
        "indeterminate",
    ]
    assert [each.verdict.namesakes[0].taken for each in found] == ["beside", "open", "open", "open", "beside", "beside"]


def test_who_was_listed_only_later_was_near_nobody_then(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, OTHERS, "2019-06-10")
    put(home, [FOE, *OTHERS], "2019-06-20")
    found = answer(tmp_path, packs, "Foe Machnes Ltd.", known_at=instant("2019-06-12")).verdict
    assert (found.outcome, found.namesakes) == ("no_license_required", ())


def test_a_sister_that_is_listed_beside_changes_nothing(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [FOE, entry(LIST, "8", "Foe Machines Service Ltd.", country="CN"), *OTHERS], "2019-06-10")
    found = answer(tmp_path, packs, "Foe Machines Ltd.").verdict
    assert found.outcome == "license_required"
    assert {each.entry: each.taken for each in found.namesakes} == {"7": "bound", "8": "beside"}


def test_two_entries_of_one_name_both_bind(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [FOE, *OTHERS], "2019-06-01")
    put(home, [entry(LIST, "8", "Foe Machines Ltd.", country="CN"), *OTHERS], "2019-06-20")
    found = answer(tmp_path, packs, "Foe Machines Ltd.", at="2019-06-20").verdict
    assert {each.entry for each in found.namesakes if each.taken == "bound"} == {"7", "8"}
    assert found.outcome == "license_required"


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
    # Two forms of one kind of company are one name: the party is taken for both entries. Who is said to be the first
    # is not bound to the second by name, and not cleared either; nor is who was called by a name that is gone.
    told = {"": "license_required", 'listed_as = "7"': "indeterminate"}
    for said, outcome in told.items():
        first, then = (answer(tmp_path, packs, "Foe Machines Ltd.", at=day, party=said) for day in DAYS)
        assert first.verdict.outcome == "license_required"
        assert then.verdict.outcome == outcome
    assert answer(tmp_path, packs, "Foe", at=DAYS[0]).verdict.outcome == "license_required"
    gone = answer(tmp_path, packs, "Foe", at=DAYS[1]).verdict
    assert gone.outcome == "indeterminate"
    assert [each.entry for each in gone.namesakes if each.taken == "open"] == ["8"]


def test_what_two_entries_of_one_party_differ_in_is_unknown_and_each_footnote_counts() -> None:
    one = Listing(LIST, "7", "Foe", (), (), None, "cite", group="foes", requirement="all_items", footnotes=("1",))
    two = replace(one, id="8", group="friends", footnotes=("4",))
    other = replace(one, list="toy/other")
    found = agreed((one, two, other))
    assert [(each.group, each.requirement, each.footnotes) for each in found] == [
        ("", "all_items", ("1", "4")),
        ("", "all_items", ("1", "4")),
        ("foes", "all_items", ("1",)),
    ]


def test_a_row_that_tells_the_whole_story_speaks_before_an_entry_that_does_not() -> None:
    whole = Listing(LIST, "foe", "Foe", (), (), None, "cite", group="foes", requirement="all_items")
    entry_ = replace(whole, id="7", group="", requirement="other", whole=False)
    assert agreed((whole, entry_)) == (whole, entry_)


@given(strangers())
def test_an_unrelated_party_is_never_taken_for_somebody(name: str) -> None:
    asked = Asked(name)
    for listed in NOBODY:
        match = compare(name, [each.text for each in listed.names], listed.kind)
        found = Candidate(Alert(LIST, listed.id, listed.name, match.score, "name", match), listed, "", ())
        assert not is_same(Party("p", name), asked, found)


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
