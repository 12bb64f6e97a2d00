"""Who a party is, as somebody found it: one party against one entry, for as long as both are what was looked at."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import reprieve
from reprieve.desk.resolutions import asked_of
from reprieve.errors import BadCase
from reprieve.model.answer import Answer
from reprieve.model.verdict import Namesake, Verdict
from tests.desk import toy
from tests.desk.asking import instant
from tests.desk.test_onlists import CASE, LIST, OTHERS
from tests.lists.storing import entry, put

FOE = entry(LIST, "7", "Foe Machines Ltd.", country="CN")
SISTER = entry(LIST, "8", "Foe Machines Service Ltd.", country="CN")
NAME = "Foe Machnes Ltd."
DAY = "2019-06-10"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return toy.packs(tmp_path)


@pytest.fixture
def lists(home: Path) -> Path:
    put(home, [FOE, *OTHERS], DAY)
    return home


def asked(folder: Path, packs: Path, *resolutions: str, buyer: str = NAME, party: str = "", **more: Any) -> Answer:
    path = folder / "case.toml"
    path.write_text("\n".join((CASE.format(buyer=buyer, party=party), *resolutions)), encoding="utf-8")
    return reprieve.check(path, packs=packs, at=instant(DAY), **more).transactions[0]


def block(found: Verdict, entry_: str = "7") -> str:
    return next(each.block for each in found.namesakes if each.entry == entry_)


def filled(text: str, *, same: bool, more: str = "") -> str:
    """A block as a person completes it."""
    text = text.replace('by = ""', 'by = "J. Doe"').replace('why = ""', 'why = "registry extract of 5 June"')
    return text.replace("same = true", f"same = {str(same).lower()}") + f"\n{more}"


def namesake(found: Answer, entry_: str = "7") -> Namesake:
    return next(each for each in found.verdict.namesakes if each.entry == entry_)


@pytest.mark.usefixtures("lists")
def test_an_open_name_brings_the_block_that_resolves_it(tmp_path: Path, packs: Path) -> None:
    written = tomllib.loads(block(asked(tmp_path, packs).verdict))["resolution"]
    assert [(each["party"], each["entry"], each["by"], each["why"]) for each in written] == [
        ("buyer", f"{LIST}:7", "", "")
    ]


@pytest.mark.usefixtures("lists")
def test_a_block_that_nobody_filled_in_is_refused(tmp_path: Path, packs: Path) -> None:
    with pytest.raises(BadCase, match=r"resolution 1 .*\.by: is empty"):
        asked(tmp_path, packs, block(asked(tmp_path, packs).verdict))


@pytest.mark.usefixtures("lists")
def test_somebody_else_is_no_doubt_any_more_and_it_is_said_who_found_so(tmp_path: Path, packs: Path) -> None:
    ready = block(asked(tmp_path, packs).verdict)
    found = asked(tmp_path, packs, filled(ready, same=False))
    assert found.verdict.outcome == "no_license_required"
    assert namesake(found).taken == "other"
    assert namesake(found).settled.endswith("by J. Doe: registry extract of 5 June")


@pytest.mark.usefixtures("lists")
def test_who_is_found_to_be_the_same_is_listed_and_it_is_said_who_found_so(tmp_path: Path, packs: Path) -> None:
    ready = block(asked(tmp_path, packs).verdict)
    found = asked(tmp_path, packs, filled(ready, same=True))
    assert found.verdict.outcome == "license_required"
    assert namesake(found).taken == "same"
    assert any("by J. Doe: registry extract of 5 June" in each for each in found.verdict.on_lists)


@pytest.mark.usefixtures("lists")
def test_a_resolution_binds_a_name_that_screening_never_finds(tmp_path: Path, packs: Path) -> None:
    ready = filled(block(asked(tmp_path, packs).verdict), same=True)
    assert asked(tmp_path, packs, buyer="Nordic Parts AS").verdict.outcome == "no_license_required"
    other = fingerprints(tmp_path, packs, ready, "Nordic Parts AS")
    assert asked(tmp_path, packs, other, buyer="Nordic Parts AS").verdict.outcome == "license_required"


def fingerprints(tmp_path: Path, packs: Path, ready: str, buyer: str) -> str:
    """A block made out to a party of another name."""
    path = tmp_path / "other.toml"
    path.write_text(CASE.format(buyer=buyer, party=""), encoding="utf-8")
    party = reprieve.load_case(path, packs).parties["buyer"]
    mark = tomllib.loads(ready)["resolution"][0]["party_fingerprint"]
    return ready.replace(mark, asked_of(party).fingerprint)


def test_it_settles_the_one_pair_only(tmp_path: Path, packs: Path, home: Path) -> None:
    put(home, [FOE, SISTER, *OTHERS], DAY)
    first = asked(tmp_path, packs)
    assert {each.taken for each in first.verdict.namesakes} == {"open"}
    one = filled(block(first.verdict, "7"), same=False)
    assert asked(tmp_path, packs, one).verdict.outcome == "indeterminate"
    two = filled(block(first.verdict, "8"), same=False)
    assert asked(tmp_path, packs, one, two).verdict.outcome == "no_license_required"


@pytest.mark.usefixtures("lists")
def test_it_says_nothing_of_another_party_of_that_name(tmp_path: Path, packs: Path) -> None:
    ready = filled(block(asked(tmp_path, packs).verdict), same=False)
    assert asked(tmp_path, packs, ready.replace('"buyer"', '"us"')).verdict.outcome == "indeterminate"


@pytest.mark.parametrize(
    "changed", ['aliases = ["Foe Machnes"]', 'addresses = ["1 High Street"]', 'kind = "organization"']
)
@pytest.mark.usefixtures("lists")
def test_it_no_longer_applies_to_a_party_of_whom_something_else_is_known(
    tmp_path: Path, packs: Path, changed: str
) -> None:
    ready = filled(block(asked(tmp_path, packs).verdict), same=False)
    found = asked(tmp_path, packs, ready, party=changed)
    assert found.verdict.outcome == "indeterminate"
    assert namesake(found).settled.endswith("no longer applies: what is known of the party has changed")
    assert namesake(found).block


def test_it_no_longer_applies_to_an_entry_that_says_something_else(tmp_path: Path, packs: Path, lists: Path) -> None:
    ready = filled(block(asked(tmp_path, packs).verdict), same=False)
    put(lists, [entry(LIST, "7", "Foe Machines Ltd.", "Foe Works", country="CN"), *OTHERS], "2019-06-20")
    assert asked(tmp_path, packs, ready, known_at=instant(DAY)).verdict.outcome == "no_license_required"
    found = asked(tmp_path, packs, ready, known_at=instant("2019-06-21"))
    assert found.verdict.outcome == "indeterminate"
    assert "by J. Doe no longer applies: the entry has changed" in namesake(found).settled


def test_an_entry_that_only_moved_within_the_file_is_the_same(tmp_path: Path, packs: Path, lists: Path) -> None:
    ready = filled(block(asked(tmp_path, packs).verdict), same=False)
    put(lists, [*OTHERS, FOE], "2019-06-20")
    found = asked(tmp_path, packs, ready, known_at=instant("2019-06-21"))
    assert found.verdict.outcome == "no_license_required"


@pytest.mark.usefixtures("lists")
def test_it_no_longer_applies_once_its_time_is_over(tmp_path: Path, packs: Path) -> None:
    on = tomllib.loads(block(asked(tmp_path, packs, known_at=instant(DAY)).verdict))["resolution"][0]["on"]
    assert str(on) == DAY
    text = block(asked(tmp_path, packs, known_at=instant(DAY)).verdict)
    ready = filled(text, same=False, more="until = 2019-12-31")
    outcomes = [asked(tmp_path, packs, ready, known_at=instant(day)) for day in (DAY, "2019-12-31", "2020-01-02")]
    assert [each.verdict.outcome for each in outcomes] == ["no_license_required"] * 2 + ["indeterminate"]
    assert "no longer applies: it held until 2020-01-01" in namesake(outcomes[-1]).settled


@pytest.mark.usefixtures("lists")
def test_taking_a_resolution_away_never_clears(tmp_path: Path, packs: Path) -> None:
    ready = block(asked(tmp_path, packs).verdict)
    without = asked(tmp_path, packs).verdict
    for same in (True, False):
        possible = set(asked(tmp_path, packs, filled(ready, same=same)).verdict.possible)
        assert possible <= set(without.possible)


BAD = {
    "an unknown party": (('party = "buyer"', 'party = "bayer"'), r"'bayer' \(did you mean buyer\?\)"),
    "no list": ((f"{LIST}:7", "7"), "'7' names no entry of a list that the law asks about"),
    "a wildcard": ((f"{LIST}:7", f"{LIST}:*"), r"no list at hand has an entry '\*'"),
    "an unknown list": ((f"{LIST}:7", "toy/lost:7"), r"did you mean toy/list\?"),
    "an unknown entry": ((f"{LIST}:7", f"{LIST}:77"), "no list at hand has an entry '77'"),
    "nobody": (('by = "J. Doe"', 'by = " "'), r"\.by: is empty"),
    "no reason": (('why = "registry extract of 5 June"', 'why = ""'), r"\.why: is empty"),
    "neither": (("same = false", 'same = "perhaps"'), "bool"),
    "an end before the beginning": (("on = ", "until = 2019-01-01\non = "), "is before"),
}


@pytest.mark.parametrize("what", BAD)
@pytest.mark.usefixtures("lists")
def test_a_bad_resolution_is_one_clear_line(tmp_path: Path, packs: Path, what: str) -> None:
    (old, new), said = BAD[what]
    ready = filled(block(asked(tmp_path, packs).verdict), same=False)
    assert old in ready
    with pytest.raises(BadCase, match=said) as caught:
        asked(tmp_path, packs, ready.replace(old, new))
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("lists")
def test_two_resolutions_of_one_pair_are_refused(tmp_path: Path, packs: Path) -> None:
    ready = block(asked(tmp_path, packs).verdict)
    with pytest.raises(BadCase, match="a second time"):
        asked(tmp_path, packs, filled(ready, same=False), filled(ready, same=True))


@pytest.mark.parametrize("born", ["1962-13-01", "in 1962", "62"])
def test_a_birth_that_is_no_day_month_or_year_is_refused(tmp_path: Path, packs: Path, born: str) -> None:
    with pytest.raises(BadCase, match=r"parties\.buyer\.births"):
        asked(tmp_path, packs, party=f'births = ["{born}"]')
