"""What a command's exit code says: 0 only where everything may go ahead, else the worst answer decides."""

from pathlib import Path
from typing import Final

import pytest

from tests.cli.running import EXAMPLE, alone, here
from tests.desk import toy

CLEARED, FAULT, STOPPED, OPEN = 0, 2, 3, 4
AUTHORIZED = toy.transaction("authorized", toy.leg())
UNTOUCHED = toy.transaction("untouched", toy.leg("reed"))
NEEDS_LICENSE = toy.transaction("needs", toy.leg(purpose='"sale"'))
DENIED = toy.transaction("denied", toy.leg("reed") + "[transactions.legs.party_facts.reed]\ndenied = true\n")
NOT_KNOWN = toy.transaction("open", toy.leg(signed=""))
FLAG = '[[transactions.red_flags]]\nid = "f"\ntext = "a mail drop"\nsource = "an e-mail"\nowner = "J. Doe"\n'

EXPECTED: Final[dict[str, tuple[list[str], int]]] = {
    "authorized": ([AUTHORIZED], CLEARED),
    "needs no license": ([UNTOUCHED], CLEARED),
    "both": ([AUTHORIZED, UNTOUCHED], CLEARED),
    "license required": ([NEEDS_LICENSE], STOPPED),
    "prohibited": ([DENIED], STOPPED),
    "open": ([NOT_KNOWN], OPEN),
    "open among cleared": ([AUTHORIZED, NOT_KNOWN, UNTOUCHED], OPEN),
    "stopped among open": ([NOT_KNOWN, NEEDS_LICENSE, NOT_KNOWN.replace('"open"', '"again"')], STOPPED),
    "precondition met": ([toy.transaction("t", toy.leg(certified="true"), at="2019-09-01")], CLEARED),
    "precondition not met": ([toy.transaction("t", toy.leg(certified="false"), at="2019-09-01")], STOPPED),
    "precondition unknown": ([toy.transaction("t", toy.leg(), at="2019-09-01")], OPEN),
    "unknown outside the model": ([toy.transaction("t", toy.leg("reed", embargoed=""))], OPEN),
    "a hit outside the model": ([toy.transaction("t", toy.leg("reed", embargoed="true"))], STOPPED),
    "a red flag": ([toy.transaction("t", toy.leg("reed"), more=FLAG)], OPEN),
    "a red flag resolved": ([toy.transaction("t", toy.leg("reed"), more=FLAG + 'resolution = "seen"\n')], CLEARED),
    "one leg of two stops": ([toy.transaction("t", toy.leg("reed"), toy.leg(purpose='"sale"'))], STOPPED),
    "one leg of two is open": ([toy.transaction("t", toy.leg(), toy.leg("reed", embargoed=""))], OPEN),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_worst_answer_decides(name: str, tmp_path: Path) -> None:
    parts, code = EXPECTED[name]
    path = toy.case(tmp_path, *parts)
    assert here("check", path, "--packs", toy.packs(tmp_path)).code == code


def test_only_what_is_asked_for_decides(tmp_path: Path) -> None:
    path, packs = toy.case(tmp_path, AUTHORIZED, NEEDS_LICENSE), toy.packs(tmp_path)
    assert here("check", path, "--packs", packs, "--only", "authorized").code == CLEARED
    assert here("check", path, "--packs", packs, "--only", "needs", "--json").code == STOPPED


@pytest.mark.parametrize(("only", "code"), [("T01", CLEARED), ("T08", OPEN), ("T06", STOPPED), ("T35", OPEN)])
def test_questions_of_the_example(only: str, code: int) -> None:
    assert here("check", EXAMPLE, "--only", only).code == code


def test_the_code_leaves_the_process() -> None:
    assert alone("check", EXAMPLE).code == STOPPED
    assert alone("check", EXAMPLE, "--only", "T01", "--only", "T07").code == CLEARED


def test_the_demo_ran(tmp_path: Path) -> None:
    ran = alone("demo", folder=tmp_path)
    assert ran.code == CLEARED
    assert "<html" in (tmp_path / "reprieve-demo.html").read_text(encoding="utf-8")
    assert str(tmp_path / "reprieve-demo.html") in ran.out


def test_the_demo_says_in_json_what_the_example_says(tmp_path: Path) -> None:
    ran = here("demo", "--json", "--html", tmp_path / "there.html")
    checked = here("check", EXAMPLE, "--json")
    assert (ran.code, checked.code) == (CLEARED, STOPPED)
    assert outcomes(ran.json) == outcomes(checked.json)
    assert str(tmp_path / "there.html") in ran.line


def outcomes(answers: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [each["verdict"]["outcome"] for each in answers["transactions"]]


BAD_LINES: Final[dict[str, tuple[list[object], str]]] = {
    "an unknown command": (["chek"], "check"),
    "an unknown command of packs": (["packs", "tset"], "test"),
    "an unknown option": (["check", EXAMPLE, "--jsn"], "--json"),
    "an unknown first option": (["--frob"], "--frob"),
    "no case": (["check"], "CASE"),
    "an option without its value": (["check", EXAMPLE, "--at"], "--at"),
    "a word too many": (["check", EXAMPLE, "more"], "more"),
    "a word where there is none": (["demo", "more"], "more"),
    "a depth that is no number": (["check", EXAMPLE, "--why", "many"], "many"),
    "a depth that there is not": (["check", EXAMPLE, "--why", "4"], "--why"),
    "a day that there is not": (["check", EXAMPLE, "--at", "2019-02-30"], "--at"),
    "a time of day without offset": (["check", EXAMPLE, "--known-at", "2019-08-25T12:00"], "--known-at"),
    "a moment past the calendar": (["check", EXAMPLE, "--at", "9999-12-31T23:59-04:00"], "--at"),
    "a transaction that is not there": (["check", EXAMPLE, "--only", "T444"], "T44"),
    "an overlay that is not there": (["check", EXAMPLE, "--overlay", "no-such-file.toml"], "no-such-file.toml"),
    "packs that are not there": (["check", EXAMPLE, "--packs", "no-such-folder"], "no-such-folder"),
    "a pack that is not there": (["packs", "show", "us-ear-entity-lst"], "us-ear-entity-list"),
    "a pack to test that is not there": (["packs", "test", "us-ear-entity-lst"], "us-ear-entity-list"),
    "no pack to show": (["packs", "show"], "NAME"),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_command_line_is_one_line(name: str) -> None:
    arguments, mentions = BAD_LINES[name]
    ran = here(*arguments)
    assert (ran.code, ran.out) == (FAULT, "")
    assert ran.line.startswith("reprieve: ")
    assert mentions in ran.line


def test_a_bad_command_line_leaves_the_process_as_one_line() -> None:
    ran = alone("chek")
    assert (ran.code, ran.out) == (FAULT, "")
    assert "check" in ran.line


def test_help_and_version_are_no_fault() -> None:
    for arguments in (["--help"], ["check", "--help"], ["packs"], []):
        assert here(*arguments).code == 0
    assert here("--version").out.strip() == "0.1.0"
