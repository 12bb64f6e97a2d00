"""`check --ask`: one question at a time, the best first, until the answer stands."""

import re
from pathlib import Path

import pytest

from tests.cli.running import Ran, alone, here
from tests.desk import toy

SIGNED, EMBARGO = "When was the contract signed?", "Is the destination under an embargo?"
STAR_DENIED, REED_DENIED = "Is North Star Ltd. denied?", "Is Reed Brothers denied?"
TWO_UNKNOWN = toy.transaction("t", toy.leg(signed="", embargoed=""))


def asked(folder: Path, stdin: str, *parts: str) -> Ran:
    path = toy.case(folder, *(parts or (TWO_UNKNOWN,)))
    return here("check", path, "--packs", toy.packs(folder), "--ask", "--json", stdin=stdin)


def outcome(ran: Ran) -> str:
    found: str = ran.json["transactions"][0]["verdict"]["outcome"]
    return found


def questions(ran: Ran) -> list[str]:
    """What was asked, in order: folding is that of the terminal."""
    text = " ".join(ran.err.split())
    return re.findall("|".join(map(re.escape, (SIGNED, EMBARGO, STAR_DENIED, REED_DENIED))), text)


def test_answers_settle_the_question(tmp_path: Path) -> None:
    ran = asked(tmp_path, "2017-03-01\nno\n")
    assert (outcome(ran), ran.code) == ("authorized", 0)
    assert sorted(questions(ran)) == sorted([SIGNED, EMBARGO])


def test_what_can_settle_most_is_asked_first(tmp_path: Path) -> None:
    # A denied party would be the end of it, an embargo would not: it needs a license, and the party may be denied yet.
    unstated = "[transactions.legs.party_facts.reed]\ndenied = { unknown = 'nobody looked' }\n"
    ran = asked(tmp_path, "no\nno\n", toy.transaction("t", toy.leg("reed", embargoed="") + unstated))
    assert questions(ran) == [REED_DENIED, EMBARGO]
    assert (outcome(ran), ran.code) == ("no_license_required", 0)


def test_what_can_change_nothing_is_not_asked(tmp_path: Path) -> None:
    # A sale to a listed company needs a license whether or not there is an embargo as well.
    ran = asked(tmp_path, "", toy.transaction("t", toy.leg(purpose='"sale"', embargoed="", signed="")))
    assert (questions(ran), outcome(ran)) == ([], "license_required")


def test_it_stops_when_the_answer_stands(tmp_path: Path) -> None:
    both = {SIGNED: "2019-06-01", EMBARGO: "yes"}
    first = questions(asked(tmp_path, ""))[0]
    ran = asked(tmp_path, both[first] + "\nthis is never read\n")
    assert (questions(ran), outcome(ran), ran.code) == ([first], "license_required", 3)


def test_a_bad_value_is_explained_and_asked_for_again(tmp_path: Path) -> None:
    ran = asked(tmp_path, "last spring\n2017-03-01\n", toy.transaction("t", toy.leg(signed="")))
    assert questions(ran) == [SIGNED, SIGNED]
    assert "'last spring'" in ran.err
    assert "a day such as 2019-05-16" in ran.err
    assert outcome(ran) == "authorized"


def test_an_empty_reply_is_not_asked_again(tmp_path: Path) -> None:
    ran = asked(tmp_path, "\n\n\n\n")
    assert sorted(questions(ran)) == sorted([SIGNED, EMBARGO])
    assert (outcome(ran), ran.code) == ("indeterminate", 4)


def test_where_nobody_replies_the_rest_is_not_known(tmp_path: Path) -> None:
    ran = asked(tmp_path, "")
    assert len(questions(ran)) == 1
    assert (outcome(ran), ran.code) == ("indeterminate", 4)


def test_a_fact_that_settles_nothing_is_asked_for_once(tmp_path: Path) -> None:
    # What is not known to the day still leaves the answer open: the same question would go on for ever.
    ran = asked(tmp_path, "{ at_least = 2019-05-01 }\n" * 3, toy.transaction("t", toy.leg(signed="")))
    assert questions(ran) == [SIGNED]
    assert outcome(ran) == "indeterminate"


def test_every_transaction_is_asked_about(tmp_path: Path) -> None:
    parts = [toy.transaction(name, toy.leg(signed="")) for name in ("one", "two")]
    ran = asked(tmp_path, "2017-03-01\n2019-06-01\n", *parts)
    assert [each["verdict"]["outcome"] for each in ran.json["transactions"]] == ["authorized", "license_required"]


def test_an_answer_about_one_party_stays_with_it(tmp_path: Path) -> None:
    known = toy.CASE.replace('name = "North Star Ltd."\ncountry = "CN"\n[parties.star.facts]\ndenied = false\n',
                             'name = "North Star Ltd."\ncountry = "CN"\n')  # fmt: skip
    path = tmp_path / "case.toml"
    path.write_text(known + toy.transaction("t", toy.leg()), encoding="utf-8")
    free = here("check", path, "--packs", toy.packs(tmp_path), "--ask", "--json", stdin="no\n")
    denied = here("check", path, "--packs", toy.packs(tmp_path), "--ask", "--json", stdin="y\n")
    assert (questions(free), free.code) == ([STAR_DENIED], 0)
    assert (questions(denied), denied.code) == ([STAR_DENIED], 3)
    found = denied.json["transactions"][0]["verdict"]
    assert (found["outcome"], [each["party"] for each in found["because"]]) == ("prohibited", ["North Star Ltd."])


def test_nothing_is_asked_where_the_answer_stands(tmp_path: Path) -> None:
    ran = asked(tmp_path, "", toy.transaction("t", toy.leg()))
    assert (ran.err, ran.code) == ("", 0)


def test_names_are_no_markup(tmp_path: Path) -> None:
    odd = toy.transaction("t", toy.leg(purpose="")).replace("question t", "[/bold] t")
    path = tmp_path / "case.toml"
    path.write_text(toy.CASE.replace("Smith & Daughters", "[/red] Smith") + odd, encoding="utf-8")
    ran = here("check", path, "--packs", toy.packs(tmp_path), "--ask", "--json", stdin="sale\n")
    assert "[/bold] t" in ran.err
    assert "What is [/red] Smith asked to do for North Star Ltd.?" in " ".join(ran.err.split())
    assert outcome(ran) == "license_required"


@pytest.mark.parametrize(("reply", "code"), [("2017-03-01", 0), ("2019-06-01", 3)])
def test_replies_are_read_from_standard_input(reply: str, code: int, tmp_path: Path) -> None:
    path = toy.case(tmp_path, toy.transaction("t", toy.leg(signed="")))
    ran = alone("check", path, "--packs", toy.packs(tmp_path), "--ask", "--json", stdin=f"{reply}\n")
    assert ran.code == code
    assert outcome(ran) == {0: "authorized", 3: "license_required"}[code]
