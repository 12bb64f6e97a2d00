"""The JSON of every command: the keys that programs lean on, instants with offset, null for an open end."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.running import EXAMPLE, Ran, here
from tests.desk import toy

OUTCOMES: Final = {"prohibited", "license_required", "indeterminate", "authorized", "no_license_required"}
VERDICT: Final = {
    "outcome": str,
    "possible": list,
    "because": list,
    "authorized_by": list,
    "preconditions": list,
    "obligations": list,
    "missing": list,
    "red_flags": list,
    "out_of_model": list,
    "restrictions": list,
    "confidence": str,
    "hypothetical": bool,
}
SEGMENT: Final = {"from", "to", "outcome", "because", "authorized_by", "change"}


@cache
def example() -> Ran:
    return here("check", EXAMPLE, "--json")


def transactions() -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in example().json["transactions"]}


def verdict(name: str) -> dict[str, Any]:
    found: dict[str, Any] = transactions()[name]["verdict"]
    return found


def instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.utcoffset() is not None, text
    return found


def test_standard_output_is_one_document_and_nothing_else() -> None:
    assert example().err == ""
    assert example().out.startswith("{\n")
    assert example().out.endswith("}\n")


def test_every_pack_has_its_digest_both_at_check_and_at_list() -> None:
    used = {each["id"]: each["sha256"] for each in example().json["packs"]}
    listed = {each["id"]: each["sha256"] for each in here("packs", "list", "--json").json}
    assert used == listed
    assert {len(digest) for digest in used.values()} == {64}
    assert len(set(used.values())) == len(used)


def test_both_clocks_are_instants() -> None:
    for each in transactions().values():
        instant(each["at"])
        instant(each["known_at"])
    assert transactions()["T03"]["at"] == "2019-05-16T17:00:00-04:00"
    assert transactions()["T03"]["known_at"] == "2019-05-17T00:00:00-04:00"


def test_options_move_both_clocks_of_every_transaction() -> None:
    ran = here("check", EXAMPLE, "--json", "--at", "2019-07-01T12:00+02:00", "--known-at", "2019-08-01")
    assert {each["at"] for each in ran.json["transactions"]} == {"2019-07-01T12:00:00+02:00"}
    assert {each["known_at"] for each in ran.json["transactions"]} == {"2019-08-01T00:00:00-04:00"}
    assert ran.json["known_at"] == "2019-08-01T00:00:00-04:00"
    assert ran.json["at"] == "2019-07-01T12:00:00+02:00"


def test_every_verdict_has_its_keys() -> None:
    for each in transactions().values():
        for key, kind in VERDICT.items():
            assert type(each["verdict"][key]) is kind, (each["id"], key)
        assert each["verdict"]["outcome"] in OUTCOMES
        assert set(each["verdict"]["possible"]) <= OUTCOMES
        assert each["verdict"]["possible"]


def test_every_restriction_says_whether_it_holds_and_what_clears_it(tmp_path: Path) -> None:
    path = toy.case(tmp_path, toy.transaction("t", toy.leg(embargoed="", signed="")))
    ran = here("check", path, "--packs", toy.packs(tmp_path), "--json")
    found = ran.json["transactions"][0]["verdict"]["restrictions"]
    assert [(each["id"], each["held"], each["cleared"], each["cleared_by"]) for each in found] == [
        ("toy/listed", True, None, []),
        ("toy/embargo", None, False, []),
    ]


def test_a_stopped_question_names_what_stops_it() -> None:
    found = verdict("T06")
    assert [each["id"] for each in found["because"]] == ["us-ear-entity-list/listed-party"]
    assert found["authorized_by"] == []
    assert [(each["id"], each["held"], each["cleared_by"]) for each in found["restrictions"]] == [
        ("us-ear-entity-list/listed-party", True, [])
    ]


def test_a_cleared_question_names_what_clears_it_and_its_duties() -> None:
    found = verdict("T07")
    assert found["because"] == []
    assert [each["id"] for each in found["authorized_by"]] == ["us-ear-tgl-huawei/networks"]
    assert {each["status"] for each in found["preconditions"]} == {"met"}
    assert {each["status"] for each in found["obligations"]} == {"to_do"}
    assert [each["cleared_by"] for each in found["restrictions"]] == [["us-ear-tgl-huawei/networks"]]


def test_an_open_question_asks_for_what_would_settle_it() -> None:
    found = verdict("T08")
    assert set(found["possible"]) == {"authorized", "license_required"}
    assert [each["fact"] for each in found["missing"]] == ["leg.contract_signed"]
    assert found["missing"][0]["question"].startswith("On which day was the contract")


def test_a_red_flag_is_shown_with_its_owner() -> None:
    assert [(each["id"], each["owner"], each["resolved"]) for each in verdict("T35")["red_flags"]] == [
        ("mail-drop", "M. Okafor", False)
    ]


def test_every_timeline_is_a_list_that_covers_all_of_time() -> None:
    for each in transactions().values():
        pieces = each["timeline"]
        assert isinstance(pieces, list)
        assert (pieces[0]["from"], pieces[-1]["to"]) == (None, None)
        assert all(set(piece) >= SEGMENT for piece in pieces)
        assert [piece["to"] for piece in pieces[:-1]] == [piece["from"] for piece in pieces[1:]]
        edges = [instant(piece["from"]) for piece in pieces[1:]]
        assert edges == sorted(set(edges))


def test_the_piece_of_the_moment_asked_about_has_the_verdict() -> None:
    for each in transactions().values():
        now = instant(each["at"])
        (piece,) = [
            piece
            for piece in each["timeline"]
            if (piece["from"] is None or instant(piece["from"]) <= now)
            and (piece["to"] is None or now < instant(piece["to"]))
        ]
        assert piece["outcome"] == each["verdict"]["outcome"], each["id"]


def test_every_turn_of_a_timeline_says_what_turned() -> None:
    for each in transactions().values():
        assert each["timeline"][0]["change"] == ""
        assert all(piece["change"] for piece in each["timeline"][1:]), each["id"]


def test_what_is_outside_the_model_is_named(tmp_path: Path) -> None:
    path = toy.case(tmp_path, toy.transaction("t", toy.leg("reed", embargoed="")))
    ran = here("check", path, "--packs", toy.packs(tmp_path), "--json")
    assert ran.json["transactions"][0]["verdict"]["out_of_model"] == ["Embargoes"]
    assert verdict("T01")["out_of_model"] == []


def test_an_overlay_is_named_and_every_verdict_marked() -> None:
    ran = here("check", EXAMPLE, "--json", "--overlay", EXAMPLE / "overlays" / "no-second-license.toml")
    assert ran.json["hypothetical"] == ["What if the license of May had run out on 19 August 2019 without a successor?"]
    assert {each["verdict"]["hypothetical"] for each in ran.json["transactions"]} == {True}
    assert {each["verdict"]["hypothetical"] for each in transactions().values()} == {False}


def test_a_pack_is_shown_whole_or_by_rule() -> None:
    whole = here("packs", "show", "us-ear-tgl-huawei", "--json").json
    one = here("packs", "show", "us-ear-tgl-huawei/networks", "--json").json
    assert {"networks", "devices"} <= {rule["id"].partition("/")[2] for rule in whole["rules"]}
    assert [rule["id"] for rule in one["rules"]] == ["us-ear-tgl-huawei/networks"]
    assert whole["sha256"] == one["sha256"]
    assert len(one["rules"][0]["versions"]) > 5


@pytest.mark.parametrize("command", ["check", "test"])
def test_reports_about_packs_say_whether_they_are_clean(command: str, tmp_path: Path) -> None:
    ran = here("packs", command, "--json", "--packs", toy.packs(tmp_path))
    assert isinstance(ran.json["summary"], str)
    assert ran.json["clean"] is (ran.code == 0)
    assert isinstance(ran.json["lines"], list)


def test_a_failed_test_of_a_pack_is_exit_code_1(tmp_path: Path) -> None:
    test = """
```test
name = "made to fail"
source = "nobody"
at = 2019-06-01
leg = { purpose = "sale", embargoed = false }
party = { listing = "north-star", role = ["end_user"], denied = false }
item = { free = false, content = "60 %" }
expect = { outcome = "OUTCOME" }
```
"""
    for outcome, code in (("license_required", 0), ("authorized", 1)):
        packs = toy.packs(tmp_path / outcome, toy.PAGE + test.replace("OUTCOME", outcome))
        ran = here("packs", "test", "--json", "--packs", packs)
        assert ran.code == code, ran
        assert [bool(each["faults"]) for each in ran.json["data"]] == [bool(code)]
        assert here("packs", "test", "--coverage", "--packs", packs).code == 1, "next to nothing is covered"


def test_people_are_told_the_same_outcomes_as_programs() -> None:
    words = {"license_required": "license required", "indeterminate": "open"}
    for name in ("T01", "T06", "T08", "T35"):
        outcome = verdict(name)["outcome"]
        ran = here("check", EXAMPLE, "--only", name)
        assert words.get(outcome, outcome.replace("_", " ")) in ran.out
