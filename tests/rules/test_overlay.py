"""What if the law were otherwise: overlays change what they name, from the day they name, and nothing else."""

from pathlib import Path
from typing import Final

import pytest

import reprieve
from reprieve.model.answer import Answer
from reprieve.rules.law import Rule, spans
from reprieve.rules.overlay import laid_over, load_overlay
from reprieve.rules.pack import Law
from tests.cli.running import EXAMPLE, here
from tests.desk import toy
from tests.desk.asking import instant, outcomes

OVERLAYS: Final = EXAMPLE / "overlays"
REPAIR: Final = toy.transaction("t", toy.leg(certified="true"))
LISTED, LICENSE, NARROWED = instant("2019-05-16T16:15:00-04:00"), instant("2019-05-20"), instant("2019-08-19")
GONE = instant("2019-11-19T00:00:00-05:00")
AS_IT_IS: Final = [(None, "no_license_required"), (LISTED, "license_required"), (LICENSE, "authorized"),
                   (GONE, "license_required")]  # fmt: skip


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


def written(folder: Path, text: str) -> Path:
    path = folder / "overlay.toml"
    path.write_text(f'title = "what if"\n{text}', encoding="utf-8")
    return path


def under(folder: Path, packs: Path, overlay: str, question: str = REPAIR, known_at: str = "") -> Answer:
    """The answer of a repair under an old contract, certificate and all, if the law were otherwise."""
    path = toy.case(folder, question)
    known = instant(known_at) if known_at else None
    found = reprieve.check(path, packs=packs, overlay=written(folder, overlay), known_at=known)
    return found.transactions[0]


def law_under(folder: Path, packs: Path, overlay: str) -> Law:
    path = written(folder, overlay)
    return laid_over(reprieve.load_packs(packs), load_overlay(path), str(path))


def rule(law: Law, name: str) -> Rule:
    return next(each for each in law.rules if each.id == name)


def test_the_law_as_it_is(tmp_path: Path, packs: Path) -> None:
    found = reprieve.check(toy.case(tmp_path, REPAIR), packs=packs)
    assert outcomes(found.transactions[0]) == AS_IT_IS
    assert (found.hypothetical, found.transactions[0].verdict.hypothetical) == ((), False)


# --- end ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["toy/repairs", "toy/*"])
def test_an_end(name: str, tmp_path: Path, packs: Path) -> None:
    found = under(tmp_path, packs, f'[[end]]\nauthorization = "{name}"\nbefore = 2019-07-01')
    assert outcomes(found) == [*AS_IT_IS[:3], (instant("2019-07-01"), "license_required")]
    assert found.verdict.until == instant("2019-07-01")


def test_an_end_at_an_hour(tmp_path: Path, packs: Path) -> None:
    found = under(tmp_path, packs, '[[end]]\nauthorization = "toy/repairs"\nbefore = 2019-07-01T16:15:00-04:00')
    assert outcomes(found)[-1] == (instant("2019-07-01T16:15:00-04:00"), "license_required")


def test_the_end_of_all_of_a_pack_also_ends_what_would_have_come_later(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.toml"
    overlay.write_text('title = "t"\n[[end]]\nauthorization = "us-ear-tgl-huawei/*"\nbefore = 2019-08-20')
    law = laid_over(reprieve.load_packs(), load_overlay(overlay), str(overlay))
    edge, now = instant("2019-08-20"), instant("2026-01-01")
    ends = [span.end for each in law.rules if each.pack == "us-ear-tgl-huawei" for span in spans(each, 0, now)]
    assert ends
    assert all(end is not None and end <= edge for end in ends)
    assert spans(rule(law, "us-ear-tgl-huawei/cybersecurity"), 0, now) == []


# --- extend ---------------------------------------------------------------------------------------------------------


def test_an_extension_runs_the_last_text_on(tmp_path: Path, packs: Path) -> None:
    found = under(tmp_path, packs, '[[extend]]\nauthorization = "toy/repairs"\nthrough = 2020-02-14')
    assert outcomes(found) == [*AS_IT_IS[:3], (instant("2020-02-15T00:00:00-05:00"), "license_required")]


def test_an_extension_is_of_the_last_text_not_of_the_first(tmp_path: Path, packs: Path) -> None:
    question = toy.transaction("t", toy.leg(certified="false"))
    found = under(tmp_path, packs, '[[extend]]\nauthorization = "toy/repairs"\nthrough = 2020-02-14', question)
    assert outcomes(found) == [*AS_IT_IS[:3], (NARROWED, "license_required")]


def test_an_extension_puts_off_what_would_have_taken_its_place(tmp_path: Path) -> None:
    removal = '[[version]]\ncite = "A3"\nfrom = 2019-12-01\nfiled = 2019-11-30\nin_force = false\n```\n'
    page = toy.PAGE.replace("through = 2019-11-18\n", "")
    packs = toy.packs(tmp_path, page.rstrip().removesuffix("```") + removal)
    assert outcomes(reprieve.check(toy.case(tmp_path, REPAIR), packs=packs).transactions[0])[-1] == (
        instant("2019-12-01T00:00:00-05:00"),
        "license_required",
    )
    found = under(tmp_path, packs, '[[extend]]\nauthorization = "toy/repairs"\nthrough = 2020-02-14')
    assert outcomes(found)[-1] == (instant("2020-02-15T00:00:00-05:00"), "license_required")


# --- narrow ---------------------------------------------------------------------------------------------------------


def test_a_narrowing_asks_one_thing_more_from_its_day_on(tmp_path: Path, packs: Path) -> None:
    narrow = '[[narrow]]\nauthorization = "toy/*"\nfrom = 2019-07-01\nwhen = "item.content < 50 %"'
    found = under(tmp_path, packs, narrow)
    assert outcomes(found) == [*AS_IT_IS[:3], (instant("2019-07-01"), "license_required")]
    still = under(tmp_path, packs, narrow.replace("< 50", "> 50"))
    assert outcomes(still) == AS_IT_IS


def test_a_narrowing_is_known_when_the_text_is_that_it_narrows(tmp_path: Path, packs: Path) -> None:
    narrow = '[[narrow]]\nauthorization = "toy/repairs"\nfrom = 2019-07-01\nwhen = "item.content > 50 %"'
    found = under(tmp_path, packs, narrow, known_at="2019-05-18")
    assert outcomes(found) == AS_IT_IS[:2], "on the 18th nobody knew of a license"


def test_a_narrowing_where_two_texts_overlap_brings_neither_back(tmp_path: Path, packs: Path) -> None:
    # The first text runs through 19 August, the second stands from the beginning of that day.
    narrow = '[[narrow]]\nauthorization = "toy/repairs"\nfrom = 2019-08-19T12:00:00-04:00\nwhen = "item.content > 50 %"'
    uncertified = toy.transaction("t", toy.leg(certified="false"))
    assert outcomes(under(tmp_path, packs, narrow)) == AS_IT_IS
    assert outcomes(under(tmp_path, packs, narrow, uncertified)) == [*AS_IT_IS[:3], (NARROWED, "license_required")]


def test_a_narrowing_brings_no_removed_text_back(tmp_path: Path) -> None:
    removal = '[[version]]\ncite = "A3"\nfrom = 2019-09-01\nfiled = 2019-08-30\nin_force = false\n```\n'
    page = toy.PAGE.replace("through = 2019-11-18\n", "")
    packs = toy.packs(tmp_path, page.rstrip().removesuffix("```") + removal)
    narrow = '[[narrow]]\nauthorization = "toy/repairs"\nfrom = 2019-10-01\nwhen = "item.content > 50 %"'
    assert outcomes(under(tmp_path, packs, narrow)) == [*AS_IT_IS[:3], (instant("2019-09-01"), "license_required")]
    # Who looked on 20 August knew of no removal.
    before = under(tmp_path, packs, narrow.replace("> 50", "< 50"), known_at="2019-08-20")
    assert outcomes(before) == [*AS_IT_IS[:3], (instant("2019-10-01"), "license_required")]


# --- ease -----------------------------------------------------------------------------------------------------------


def test_an_easing_frees_what_it_names_from_its_day_on(tmp_path: Path, packs: Path) -> None:
    ease = '[[ease]]\nrestriction = "toy/listed"\nfrom = 2019-12-01\nunless = "item.content > 50 %"'
    found = under(tmp_path, packs, ease)
    assert outcomes(found) == [*AS_IT_IS, (instant("2019-12-01T00:00:00-05:00"), "no_license_required")]
    assert outcomes(under(tmp_path, packs, ease.replace("> 50", "< 50"))) == AS_IT_IS


def test_an_easing_of_what_is_unknown_is_open(tmp_path: Path, packs: Path) -> None:
    question = toy.transaction("t", toy.leg(purpose='"sale"', signed=""))
    ease = '[[ease]]\nrestriction = "toy/listed"\nfrom = 2019-06-01\nunless = "leg.signed <= 2019-05-16"'
    assert under(tmp_path, packs, ease, question).verdict.outcome == "indeterminate"


# --- list -----------------------------------------------------------------------------------------------------------

LISTING: Final = '[[list]]\nlist = "toy/list"\nid = "reed"\nname = "Reed Brothers"\nfrom = 2019-06-01\n'
SALE: Final = toy.transaction("t", toy.leg("reed", purpose='"sale"'))


def test_a_listing(tmp_path: Path, packs: Path) -> None:
    found = under(tmp_path, packs, LISTING, SALE)
    assert outcomes(found) == [(None, "no_license_required"), (instant("2019-06-01"), "license_required")]


def test_a_listing_ends(tmp_path: Path, packs: Path) -> None:
    found = under(tmp_path, packs, LISTING + "through = 2019-06-30\n", SALE)
    assert outcomes(found)[-1] == (instant("2019-07-01"), "no_license_required")


def test_a_listing_of_another_country_is_of_another_company(tmp_path: Path, packs: Path) -> None:
    assert outcomes(under(tmp_path, packs, LISTING + 'countries = ["JP"]\n', SALE)) == [(None, "no_license_required")]


def test_a_listing_by_an_alias(tmp_path: Path, packs: Path) -> None:
    listing = LISTING.replace('name = "Reed Brothers"', 'name = "Rush Holding"\naliases = ["Reed Brothers"]')
    assert under(tmp_path, packs, listing, SALE).verdict.outcome == "license_required"


def test_a_case_read_beforehand_cannot_take_up_a_listing(tmp_path: Path, packs: Path) -> None:
    case = reprieve.load_case(toy.case(tmp_path, SALE), packs)
    with pytest.raises(reprieve.BadInput, match="read beforehand"):
        reprieve.check(case, packs=packs, overlay=written(tmp_path, LISTING))


# --- what an overlay is -----------------------------------------------------------------------------------------------


def test_every_verdict_is_marked_and_says_what_is_supposed(tmp_path: Path, packs: Path) -> None:
    path = toy.case(tmp_path, REPAIR, SALE.replace('"t"', '"u"'))
    found = reprieve.check(path, packs=packs, overlay=written(tmp_path, LISTING))
    assert found.hypothetical == ("what if",)
    assert [(each.verdict.hypothetical, each.verdict.notes) for each in found.transactions] == [
        (True, ("what if",)),
        (True, ("what if",)),
    ]


def test_the_packs_stay_as_they_are(tmp_path: Path, packs: Path) -> None:
    before = reprieve.load_packs(packs)
    end = '[[end]]\nauthorization = "toy/repairs"\nbefore = 2019-07-01\n'
    assert law_under(tmp_path, packs, end).hypothetical
    assert reprieve.load_packs(packs) is before
    assert not before.hypothetical
    assert outcomes(reprieve.check(toy.case(tmp_path, REPAIR), packs=packs).transactions[0]) == AS_IT_IS


def test_rules_that_are_not_named_stay_as_they_are(tmp_path: Path, packs: Path) -> None:
    before = {each.id: each for each in reprieve.load_packs(packs).rules}
    after = {
        each.id: each
        for each in law_under(tmp_path, packs, '[[end]]\nauthorization = "toy/*"\nbefore = 2019-07-01').rules
    }
    assert {name for name in before if before[name] != after[name]} == {"toy/repairs"}


FAULTS: Final = {
    "unknown kind": ('[[ends]]\nauthorization = "toy/repairs"', ("'ends'", "did you mean end?")),
    "unknown key": ('[[end]]\nauthorisation = "toy/repairs"\nbefore = 2019-07-01', ("end[0]", "mean authorization?")),
    "unknown authorization": ('[[end]]\nauthorization = "toy/repair"\nbefore = 2019-07-01', ("mean toy/repairs?",)),
    "unknown restriction": (
        '[[ease]]\nrestriction = "toy/lsted"\nfrom = 2019-07-01\nunless = "item.free"',
        ("no restriction", "mean toy/listed?"),
    ),
    "a restriction where an authorization is needed": (
        '[[end]]\nauthorization = "toy/listed"\nbefore = 2019-07-01',
        ("no authorization is called 'toy/listed'",),
    ),
    "nothing by that pattern": ('[[end]]\nauthorization = "tay/*"\nbefore = 2019-07-01', ("no authorization",)),
    "an end before the beginning": (
        '[[end]]\nauthorization = "toy/repairs"\nbefore = 2019-05-20',
        ("nothing changes in toy/repairs",),
    ),
    "an extension that shortens": (
        '[[extend]]\nauthorization = "toy/repairs"\nthrough = 2019-11-18',
        ("nothing changes in toy/repairs",),
    ),
    "a narrowing after the end": (
        '[[narrow]]\nauthorization = "toy/repairs"\nfrom = 2019-11-19\nwhen = "item.free"',
        ("nothing changes in toy/repairs",),
    ),
    "a misspelt fact": (
        '[[narrow]]\nauthorization = "toy/repairs"\nfrom = 2019-07-01\nwhen = "item.fre"',
        ("'item.fre'", "did you mean item.free?"),
    ),
    "a misspelt constant": (
        '[[narrow]]\nauthorization = "toy/repairs"\nfrom = 2019-07-01\nwhen = "leg.purpose == sal"',
        ("did you mean sale?",),
    ),
    "a fact of nobody in particular": (
        '[[ease]]\nrestriction = "toy/embargo"\nfrom = 2019-07-01\nunless = "item.free"',
        ("toy/embargo is not judged for each", "all items (...)"),
    ),
    "a moment without offset": (
        '[[end]]\nauthorization = "toy/repairs"\nbefore = 2019-07-01T10:00:00',
        ("no offset",),
    ),
    "a listing that ends first": (LISTING + "through = 2019-05-31", ("Reed Brothers", "before it begins")),
    "a listing on an unknown list": (LISTING.replace("toy/list", "toy/lst"), ("did you mean toy/list?",)),
    "a listing under a name that is taken": (LISTING.replace('id = "reed"', 'id = "north-star"'), ("north-star",)),
    "a listing for ever": (LISTING + "through = 9999-12-31", ("9999-12-31",)),
    "nothing": ("", ("changes nothing", "list, end, extend, narrow, ease")),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_an_overlay_is_one_line(name: str, tmp_path: Path, packs: Path) -> None:
    text, mentions = FAULTS[name]
    path = toy.case(tmp_path, REPAIR)
    overlay = written(tmp_path, text)
    with pytest.raises(reprieve.BadOverlay) as caught:
        reprieve.check(path, packs=packs, overlay=overlay)
    said = str(caught.value)
    assert said.startswith(str(overlay))
    assert [each for each in mentions if each not in said] == [], said
    ran = here("check", path, "--packs", packs, "--overlay", overlay)
    assert (ran.code, ran.out, ran.line) == (2, "", f"reprieve: {said}")


# --- the example ------------------------------------------------------------------------------------------------------


def example(overlay: str, only: str) -> Answer:
    path = OVERLAYS / f"{overlay}.toml" if overlay else None
    return reprieve.check(EXAMPLE, overlay=path, only=(only,)).transactions[0]


LEANED_ON_THE_EXTENSION: Final = ("T10", "T12", "T14", "T15", "T17", "T19")


@pytest.mark.parametrize("name", LEANED_ON_THE_EXTENSION)
def test_if_the_license_had_not_been_extended_in_august_2019(name: str) -> None:
    assert example("", name).verdict.outcome == "authorized"
    found = example("no-second-license", name)
    assert (found.verdict.outcome, found.verdict.hypothetical) == ("license_required", True)
    last = instant("2019-08-20")
    cleared = [piece.end for piece in found.timeline.pieces if piece.outcome == "authorized"]
    assert all(end is not None and end <= last for end in cleared)


@pytest.mark.parametrize("name", ["T07", "T23", "T25", "T04", "T06"])
def test_what_leaned_on_the_first_ninety_days_stands(name: str) -> None:
    assert example("no-second-license", name).verdict.outcome == example("", name).verdict.outcome


def test_before_the_ninety_days_are_over_the_same_overlay_moves_nothing_that_was_then_known() -> None:
    known = instant("2019-06-10")
    as_it_was = reprieve.check(EXAMPLE, only=("T07",), known_at=known).transactions[0]
    supposed = reprieve.check(
        EXAMPLE, only=("T07",), known_at=known, overlay=OVERLAYS / "no-second-license.toml"
    ).transactions[0]
    assert outcomes(supposed) == outcomes(as_it_was)
    assert supposed.verdict.until == instant("2019-08-20")


def test_if_the_buyer_had_been_listed_this_morning() -> None:
    assert example("", "T35").verdict.outcome == "indeterminate"
    found = example("listed-today", "T35")
    assert found.verdict.outcome == "license_required"
    assert [each.party for each in found.verdict.because] == ["Pearl Estuary Trading Limited"]
    assert outcomes(found)[-1][0] == instant("2019-08-05")


@pytest.mark.parametrize("name", ["T33", "T34"])
def test_what_went_to_the_buyer_before_stays_as_it_was(name: str) -> None:
    now, before = example("listed-today", name), example("", name)
    assert (now.verdict.outcome, now.verdict.because) == (before.verdict.outcome, before.verdict.because)
