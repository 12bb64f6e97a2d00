"""The commands that try the tests of packs, and that hold two folders of packs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.cli.running import Ran, here
from tests.rules.planted import PAGE, changed, packs


def words(ran: Ran) -> str:
    """What was printed, wherever lines were broken."""
    return " ".join(ran.out.split())


def folder(place: Path, page: str = PAGE) -> Path:
    place.mkdir()
    return packs(place, page)


def test_mistakes_that_no_test_notices_are_listed_with_a_case(tmp_path: Path) -> None:
    ran = here("packs", "test", "--mutate", "--packs", folder(tmp_path / "packs"))
    told = words(ran)
    assert (ran.code, ran.err) == (1, "")
    assert "survived page.md, line 3: supplied: without reexport in `leg.movement in {export, reexport}`." in told
    assert 'leg.movement = "reexport"' in told
    assert "before: license required because of alpha/listed; with it: no license required" in told
    assert "40 mistakes, 34 noticed (85.0%), 6 not" in told


def test_the_json_of_mistakes_has_each_with_what_became_of_it(tmp_path: Path) -> None:
    ran = here("packs", "test", "--mutate", "--json", "--packs", folder(tmp_path / "packs"))
    assert ran.code == 1
    found = ran.json
    assert (found["score"], found["clean"], found["failing"]) == (0.85, False, [])
    assert {row["answer"]["shows"] for row in found["mutants"] if row["answer"]} == {"case"}
    killed = [row for row in found["mutants"] if not row["answer"]]
    assert len(killed) == 34
    assert all(row["by"].startswith("the license and what it asks for") for row in killed)


def test_a_pack_whose_tests_notice_enough_is_clean() -> None:
    ran = here("packs", "test", "outside-the-model", "--mutate")
    assert (ran.code, ran.err) == (0, "")
    assert words(ran).endswith("noticed (100.0%), 0 not")


def test_nothing_is_tried_while_a_test_fails(tmp_path: Path) -> None:
    wrong = changed(PAGE, 'expect = { outcome = "authorized" }', 'expect = { outcome = "prohibited" }')
    ran = here("packs", "test", "--mutate", "--packs", folder(tmp_path / "packs", wrong))
    assert ran.code == 1
    assert "the license and what it asks for" in words(ran)
    assert "no mistakes were tried" in words(ran)


def test_coverage_and_mistakes_are_two_questions() -> None:
    ran = here("packs", "test", "--mutate", "--coverage")
    assert ran.code == 2
    assert "--coverage or --mutate" in ran.line


def test_a_pack_that_there_is_not() -> None:
    ran = here("packs", "test", "us-ear-tgl-hauwei", "--mutate")
    assert ran.code == 2
    assert "did you mean us-ear-tgl-huawei?" in ran.line


def test_two_folders_side_by_side(tmp_path: Path) -> None:
    page = changed(changed(PAGE, "through = 2019-11-18", "through = 2019-11-19"), "Old contracts", "Contracts of old")
    ran = here("packs", "diff", folder(tmp_path / "old"), folder(tmp_path / "new", page))
    told = words(ran)
    assert (ran.code, ran.err) == (0, "")
    assert "~ authorization alpha/license" in told
    assert "title: - Old contracts + Contracts of old" in told
    assert "A2: before: - 2019-11-19T00:00:00-05:00 + 2019-11-20T00:00:00-05:00" in told
    assert "differing case: at = 2019-11-19T00:00:00-05:00, party.listed = true" in told
    assert "before: license required because of alpha/listed; after: authorized by alpha/license" in told
    assert "1 change, 1 with a case that is decided differently; 1 rule changed, 1 not" in told


PROVED: Final = {
    ("Old contracts", "Contracts of old"): "no case is decided differently: the same conditions stand at every moment",
    ("party.owned >= 50 %", "not party.owned < 50 %"): (
        "no case is decided differently: 10 combinations of values on 1 stretch of law compared"
    ),
}


@pytest.mark.parametrize("change", PROVED)
def test_what_decides_nothing_is_said_to_decide_nothing(change: tuple[str, str], tmp_path: Path) -> None:
    ran = here("packs", "diff", folder(tmp_path / "old"), folder(tmp_path / "new", changed(PAGE, *change)))
    assert PROVED[change] in words(ran)


def test_the_json_of_a_difference(tmp_path: Path) -> None:
    new = folder(tmp_path / "new", changed(PAGE, "{export, reexport}", "{export}"))
    (found,) = here("packs", "diff", folder(tmp_path / "old"), new, "--json").json["changed"]
    assert (found["kind"], found["id"], found["how"]) == ("definition", "supplied", "changed")
    assert found["answer"]["shows"] == "case"
    assert found["answer"]["before"]["outcome"] == "license_required"
    assert found["answer"]["after"]["outcome"] == "no_license_required"


def test_one_folder_is_held_against_the_shipped_packs(tmp_path: Path) -> None:
    told = words(here("packs", "diff", folder(tmp_path / "mine")))
    assert "- pack alpha" in told
    assert "+ pack us-ear-entity-list" in told
    assert "+ restriction us-ear-entity-list/listed-party" in told


def test_a_folder_without_packs_is_one_line(tmp_path: Path) -> None:
    ran = here("packs", "diff", tmp_path)
    assert ran.code == 2
    assert "holds no pack" in ran.line
