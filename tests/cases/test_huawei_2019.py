"""The story of the example, question by question. Every expectation was written from its source, none from a run."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import msgspec
import pytest
from msgspec.structs import replace

import reprieve
from reprieve.model.answer import Answer
from reprieve.model.facts import Fact
from reprieve.model.verdict import CLEARING, Outcome
from tests.cases.asking import (
    EXAMPLE,
    answer,
    changed,
    each_leg,
    eastern,
    loaded,
    transaction,
    without,
)

LISTED: Final = "us-ear-entity-list/listed-party"
SAVED: Final = "us-ear-entity-list/savings-clause"
CARVED_OUT: Final = "us-ear-entity-list/standards-carve-out"
DIRECT_PRODUCT: Final = "us-ear-entity-list/footnote-1-direct-product"
GRACE: Final = "us-ear-entity-list/in-production-grace"
NETWORKS: Final = "us-ear-tgl-huawei/networks"
DEVICES: Final = "us-ear-tgl-huawei/devices"
DISCLOSURE: Final = "us-ear-tgl-huawei/vulnerability-disclosure"
STANDARDS: Final = "us-ear-tgl-huawei/standards"
CYBERSECURITY: Final = "us-ear-tgl-huawei/cybersecurity"
OWNED: Final = "us-ear-affiliates/owned-half-or-more"
CLASSIFIED: Final = "outside-the-model/classification"

CASE: Final = loaded(EXAMPLE)


class Told(msgspec.Struct, frozen=True):
    """One question of the story: what the answer is, what stops it or clears it, and who says so."""

    outcome: Outcome
    source: str
    because: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    until: str = ""


def needed(*because: str, source: str) -> Told:
    return Told("license_required", source, because=because)


def allowed(by: str, until: str = "", *, source: str) -> Told:
    return Told("authorized", source, by=(by,), until=until)


def free(until: str = "", *, source: str) -> Told:
    return Told("no_license_required", source, until=until)


STORY: Final = {
    "T01": free("2019-05-16T16:15:00-04:00", source="84 FR 22961 took effect at 4:15 pm"),
    "T02": needed(LISTED, source="84 FR 22961: in effect since 4:15 pm, printed only on the 21st"),
    "T03": needed(LISTED, source="filed for public inspection on 16 May: known on the 17th"),
    "T04": allowed(SAVED, source="savings clause of 84 FR 22961: aboard a carrier on the day of listing"),
    "T05": needed(LISTED, source="the same clause: not aboard until the day after"),
    "T06": needed(LISTED, source="listed since the 16th; 84 FR 23468 takes effect on the 20th"),
    "T07": allowed(NETWORKS, "2019-08-20T00:00:00-04:00", source="84 FR 23468 (c)(1) and (d), through 19 August 2019"),
    "T08": Told(
        "indeterminate", "(c)(1) turns on the contract's day", because=(LISTED,), missing=("leg.contract_signed",)
    ),
    "T09": needed(LISTED, source="84 FR 43487: since 19 August the receiving company certifies"),
    "T10": allowed(NETWORKS, "2019-11-19T00:00:00-05:00", source="84 FR 43487, through 18 November 2019"),
    "T11": needed(LISTED, source="BIS FAQ of 9 September 2019: maintain, not expand"),
    "T12": allowed(NETWORKS, "2019-11-19T00:00:00-05:00", source="BIS FAQ: replacement of defective hardware"),
    "T13": needed(LISTED, source="GKG Law, 26 August 2019: general purpose computing is out"),
    "T14": allowed(NETWORKS, "2020-05-16T00:00:00-04:00", source="FR Doc. 2020-05190, through 15 May 2020"),
    "T15": allowed(NETWORKS, "2020-08-14T00:00:00-04:00", source="85 FR 29610, through 13 August 2020"),
    "T16": needed(LISTED, source="85 FR 29610 ended with the 13th"),
    "T17": allowed(DEVICES, "2019-11-19T00:00:00-05:00", source="84 FR 43487 (c)(2): model public by 16 May 2019"),
    "T18": free(source="15 CFR 734.7: published"),
    "T19": allowed(DEVICES, "2019-11-19T00:00:00-05:00", source="84 FR 43487 (c)(2): support of an existing model"),
    "T20": needed(LISTED, source="(c)(2): the model came after 16 May 2019"),
    "T21": free(source="15 CFR 734.7: published, whatever the phone"),
    "T22": needed(LISTED, source="a private bulletin is not published, and the model is new"),
    "T23": allowed(DISCLOSURE, "2019-08-20T00:00:00-04:00", source="84 FR 23468 (c)(3), through 19 August 2019"),
    "T24": allowed(CYBERSECURITY, source="85 FR 51596: disclosure for fully operational networks"),
    "T25": allowed(STANDARDS, "2019-08-20T00:00:00-04:00", source="84 FR 23468 (c)(4), through 19 August 2019"),
    "T26": needed(LISTED, source="84 FR 43487 dropped standards; 85 FR 36719 was still to come"),
    "T27": allowed(CARVED_OUT, source="85 FR 36719, since 18 June 2020"),
    "T28": free(source="Supp. No. 2 to Part 734: EAR99 content is not controlled content for China"),
    "T29": needed(LISTED, source="15 CFR 734.4(d): 26 % of controlled content is more than 25 %"),
    "T30": needed(LISTED, source="RCR Wireless, 21 May 2019: nothing for new products"),
    "T31": free(source="BIS FAQ of 9 September 2019: buying from Huawei is not restricted by the listing"),
    "T32": needed(LISTED, source="BIS FAQ: to us for repair yes, back only if the license covers it"),
    "T33": needed(LISTED, source="15 CFR 748.5(f): Huawei is the end user, whoever buys"),
    "T34": needed(LISTED, source="15 CFR 748.5(d): a forwarder is an intermediate consignee"),
    "T35": Told("indeterminate", "Supp. No. 3 to Part 732: an open red flag means hold", missing=("flag:mail-drop",)),
    "T36": free(source="84 FR 22961 does not name Denmark; 84 FR 43493 is not yet known"),
    "T37": needed(LISTED, source="84 FR 43493, since 19 August 2019"),
    "T38": needed(CLASSIFIED, source="the license lifts the listing's requirement only (Baker McKenzie)"),
    "T39": free(source="15 CFR 734.3, 734.4(d), and 748.5: not subject to the EAR, and Huawei only sells"),
    "T40": allowed(GRACE, "2020-09-15T00:00:00-04:00", source="85 FR 29849: begun before 15 May, through 14 September"),
    "T41": needed(DIRECT_PRODUCT, source="the grace of 85 FR 29849 ended with 14 September 2020"),
    "T42": needed(OWNED, source="90 FR 47201, since 29 September 2025"),
    "T43": free("2026-11-10T00:00:00-05:00", source="90 FR 50857: stayed from 10 November 2025 for a year"),
    "T44": needed(OWNED, source="90 FR 50857, second phase: back by default on 10 November 2026"),
}


@cache
def told(name: str) -> Answer:
    """The answer as the story asks for it."""
    return answer(CASE, name)


def ids(found: Answer, which: str) -> tuple[str, ...]:
    return tuple(sorted({provision.id for provision in getattr(found.verdict, which)}))


# --- the questions --------------------------------------------------------------------------------------------------


def test_the_story_asks_what_is_told_here_and_nothing_else() -> None:
    assert [asked.id for asked in CASE.transactions] == list(STORY)
    assert all(asked.asked.endswith(("?", ".")) for asked in CASE.transactions)
    assert CASE.warnings == ()


@pytest.mark.parametrize("name", STORY)
def test_a_question_is_answered_as_the_sources_say(name: str) -> None:
    expected, found = STORY[name], told(name)
    assert found.verdict.outcome == expected.outcome, found.verdict.sentence
    assert ids(found, "because") == tuple(sorted(expected.because))
    assert ids(found, "authorized_by") == tuple(sorted(expected.by))
    assert tuple(each.fact for each in found.verdict.missing) == expected.missing
    assert found.verdict.exact
    assert not found.verdict.hypothetical
    if expected.until:
        assert found.verdict.until == eastern(expected.until)


def test_a_whole_case_is_answered_at_once_as_one_by_one() -> None:
    whole = reprieve.check(EXAMPLE).transactions
    assert [(each.id, each.verdict.outcome) for each in whole] == [(name, each.outcome) for name, each in STORY.items()]


@pytest.mark.parametrize("name", [name for name, each in STORY.items() if each.outcome in CLEARING])
def test_nothing_clears_without_the_firms_standing_scope(name: str) -> None:
    found = answer(replace(CASE, scopes=()), name)
    assert found.verdict.outcome == "indeterminate"
    assert "leg.embargoed" in {each.fact for each in found.verdict.missing}
    assert found.verdict.out_of_model


def test_the_standing_scopes_are_printed_with_the_answers() -> None:
    answers = reprieve.check(EXAMPLE)
    assert [text.partition(":")[0] for text in answers.standing_scope] == [scope.id for scope in CASE.scopes]


def test_a_clear_answer_ends_with_the_last_standing_scope() -> None:
    """The scopes of 2019 and 2020 follow one another without a hole; for 2021 nobody has asserted anything."""
    bought = told("T31")
    assert bought.verdict.until == eastern("2021-01-01T00:00:00-05:00")
    assert bought.timeline.at(eastern("2020-01-01T00:00:00-05:00")).outcome == "no_license_required"
    assert bought.timeline.at(eastern("2021-01-01T00:00:00-05:00")).outcome == "indeterminate"
    assert bought.timeline.at(eastern("2018-12-31T23:59:59-05:00")).outcome == "indeterminate"


def test_a_missing_certificate_is_named_and_is_something_to_obtain() -> None:
    (held,) = [each for each in told("T09").verdict.restrictions if each.held and not each.cleared]
    assert "84 FR 43487" in held.why_not[0]
    assert "the listed company certified beforehand" in held.why_not[0]
    ways = [lever for lever in told("T09").levers if lever.outcome == "authorized"]
    assert [len(lever.steps) for lever in ways] == [1]
    assert "certified" in ways[0].steps[0]


def test_a_license_comes_with_what_must_come_before_and_after() -> None:
    """First the exporter's statement is the condition, later Huawei's certificate; records are to be kept of both."""
    for name, who in (("T07", "the exporter writes"), ("T10", "the receiving listed company certifies")):
        (duty,) = told(name).verdict.preconditions
        assert duty.status == "met"
        assert who in duty.text
        assert any("five years" in each.text for each in told(name).verdict.obligations)


def test_of_two_legs_the_way_back_stops_the_whole() -> None:
    verdict = told("T32").verdict
    assert {provision.leg for provision in verdict.because} == {"and-back"}
    first_leg_only = changed(CASE, "T32", lambda asked: replace(asked, legs=asked.legs[:1]))
    assert answer(first_leg_only, "T32").verdict.outcome == "no_license_required"


def test_the_listed_party_is_named_whatever_part_it_plays() -> None:
    assert {each.party for each in told("T33").verdict.because} == {"華為"}
    assert {each.party for each in told("T34").verdict.because} == {"華為"}


def test_an_explained_mail_drop_lets_the_order_go() -> None:
    def explained(asked: Any) -> Any:
        return replace(asked, red_flags=tuple(replace(flag, resolved=True) for flag in asked.red_flags))

    assert answer(changed(CASE, "T35", explained), "T35").verdict.outcome == "no_license_required"


def test_the_converter_is_stopped_by_its_class_alone() -> None:
    (held,) = [each for each in told("T38").verdict.restrictions if each.id == LISTED and each.held]
    assert held.cleared is True
    assert held.cleared_by == (NETWORKS,)


def test_the_return_of_the_affiliates_rule_is_not_confirmed() -> None:
    assert told("T44").verdict.confidence == "unconfirmed"
    assert told("T42").verdict.confidence != "unconfirmed"


# --- the pilot that no rule touches, and why ------------------------------------------------------------------------


def huawei_receives(leg: Any) -> Any:
    return replace(leg, direction="supply", exporter="hansa", recipient="huawei", roles={"huawei": ("end_user",)})


def much_us_content(asked: Any) -> Any:
    share = {"item.controlled_us_content": Fact(4_000), "item.us_content": Fact(6_000)}
    return each_leg(lambda leg: replace(leg, item_facts={"radio": share}))(asked)


PILOT: Final[dict[str, tuple[Callable[[Any], Any], Outcome]]] = {
    "Huawei sells, whatever is in the radio": (much_us_content, "no_license_required"),
    "Huawei receives, but the radio is not subject to the EAR": (each_leg(huawei_receives), "no_license_required"),
    "both at once": (lambda asked: much_us_content(each_leg(huawei_receives)(asked)), "license_required"),
}


@pytest.mark.parametrize("change", PILOT)
def test_the_pilot_is_free_for_two_reasons_each_enough_alone(change: str) -> None:
    how, outcome = PILOT[change]
    assert answer(changed(CASE, "T39", how), "T39").verdict.outcome == outcome


def test_the_pilot_says_that_the_listing_was_looked_at_and_does_not_apply() -> None:
    assert told("T39").verdict.because == ()
    assert any("does not apply" in reason and "Huawei" in reason for reason in told("T39").reasons)


def test_what_nobody_knows_of_the_board_does_not_matter() -> None:
    """Its US content is unknown; that is no question, because Huawei only sells it."""
    assert told("T31").verdict.missing == ()
    assert told("T31").verdict.possible == ("no_license_required",)


# --- what is left of the story when a paper or a fact is missing ----------------------------------------------------

TAKEN: Final = [
    ("T04", "leg.aboard_carrier_since"),
    ("T04", "leg.carrier_evidence"),
    ("T07", "document.tallgrass-statement"),
    ("T07", "leg.network_fully_operational"),
    ("T10", "document.huawei-certificate"),
    ("T12", "leg.expands_capacity"),
    ("T15", "leg.network_of_third_party"),
    ("T17", "leg.device_public_since"),
    ("T22", "leg.device_public_since"),
    ("T23", "leg.security_research"),
    ("T27", "leg.standards_activity"),
    ("T28", "item.memory-31.us_content_ear99_only"),
    ("T40", "item.soc.production_started"),
]


@pytest.mark.parametrize(("name", "fact"), TAKEN)
def test_without_a_paper_or_a_fact_the_question_stays_open(name: str, fact: str) -> None:
    found = answer(without(CASE, name, fact), name).verdict
    assert found.outcome == "indeterminate"
    assert found.missing


def test_transactions_carry_their_own_moment() -> None:
    assert all(transaction(CASE, name).at is not None for name in STORY)


def test_the_page_beside_the_example_gives_the_same_answers() -> None:
    page = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (T\d\d) \| .+ \| ([a-z ]+) \|$", page, re.MULTILINE)
    assert dict(rows) == {name: each.outcome.replace("_", " ") for name, each in STORY.items()}
