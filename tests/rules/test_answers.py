"""Answers by hand: what each of two or three provisions does to an outcome, one point a test."""

from __future__ import annotations

from typing import Final

import msgspec
import pytest

from reprieve.model.facts import UNDETERMINABLE, Between
from reprieve.model.verdict import Outcome
from reprieve.rules.book import Statute
from reprieve.rules.decide import Decision
from reprieve.rules.evaluate import Causing
from tests.oracles.random_law import FACTS
from tests.oracles.small import CLEAR, NOON, STOP, clear, day, decide, situation, stop, text

LICENSE_OR_CLEAR: Final = {"license_required", "authorized"}


def said(decision: Decision) -> tuple[str, set[str]]:
    return decision.outcome, set(decision.possible)


def asks(decision: Decision) -> list[str]:
    return [each.variable.fact for each in decision.questions]


def test_nothing_restricts() -> None:
    found = decide(stop("leg.paid"), leg={"leg.paid": False})
    assert said(found) == ("no_license_required", {"no_license_required"})


@pytest.mark.parametrize(("needs", "outcome"), [("license", "license_required"), ("prohibition", "prohibited")])
def test_a_restriction_stops_at_what_it_needs(needs: str, outcome: Outcome) -> None:
    rule = msgspec.structs.replace(stop("true"), needs=needs)
    assert decide(rule).outcome == outcome


def test_the_worst_restriction_decides() -> None:
    found = decide(stop("true", id_="random/a"), stop("true", needs="prohibition"), stop("true", id_="random/b"))
    assert found.outcome == "prohibited"


def test_each_restriction_is_cleared_on_its_own() -> None:
    other = stop("true", id_="random/other")
    assert decide(stop("true"), other, clear("true")).outcome == "license_required"
    both = clear("true", clears=(STOP, "random/other"))
    assert decide(stop("true"), other, both).outcome == "authorized"


def test_an_authorization_for_one_party_clears_only_that_party() -> None:
    rules = (stop("party.listed", each=["party"]), clear("party.use == network", each=["party"]))
    carrier = {"party.listed": True, "party.use": "network"}
    maker = {"party.listed": True, "party.use": "handset"}
    assert decide(*rules, parties=[carrier]).outcome == "authorized"
    found = decide(*rules, parties=[carrier, maker])
    assert found.outcome == "license_required"
    assert [(each.causing, each.cleared) for each in found.instances] == [(Causing(0), True), (Causing(1), False)]


def test_an_authorization_for_the_leg_clears_every_party() -> None:
    rules = (stop("party.listed", each=["party"]), clear("leg.paid"))
    assert decide(*rules, leg={"leg.paid": True}, parties=[{"party.listed": True}] * 2).outcome == "authorized"


def test_without_parties_nobody_is_restricted() -> None:
    assert decide(stop("true", each=["party"]), parties=[]).outcome == "no_license_required"


def test_a_missing_fact_is_indeterminate_and_asked_for() -> None:
    found = decide(stop("leg.paid"))
    assert said(found) == ("indeterminate", {"license_required", "no_license_required"})
    assert (asks(found), found.questions[0].state) == (["leg.paid"], "unknown")


def test_what_does_not_matter_is_not_asked_for() -> None:
    found = decide(stop("leg.paid or (leg.sealed and not leg.sealed)"))
    assert asks(found) == ["leg.paid"]


def test_every_way_leads_to_the_same_answer() -> None:
    found = decide(stop("true"), clear("leg.paid", id_="random/a"), clear("not leg.paid", id_="random/b"))
    assert (said(found), asks(found)) == (("authorized", {"authorized"}), [])


def test_a_license_at_least_and_perhaps_a_prohibition() -> None:
    found = decide(stop("true"), stop("leg.paid", needs="prohibition", id_="random/ban"))
    assert said(found) == ("license_required", {"license_required", "prohibited"})


def test_authorized_at_least_where_every_way_clears() -> None:
    found = decide(stop("leg.paid"), clear("true"))
    assert said(found) == ("authorized", {"authorized", "no_license_required"})


@pytest.mark.parametrize(
    ("known", "outcome"), [(True, "authorized"), (False, "license_required"), (UNDETERMINABLE, "indeterminate")]
)
def test_a_precondition_gates(known: bool | object, outcome: Outcome) -> None:  # noqa: FBT001  # a fact's value
    permit = clear(text("true", needed=("leg.paid",)))
    found = decide(stop("true"), permit, leg={"leg.paid": known})
    assert found.outcome == outcome
    assert found.possible <= LICENSE_OR_CLEAR


def test_an_obligation_never_gates() -> None:
    duty = msgspec.structs.replace(text("true", needed=("leg.paid",)), preconditions=(), obligations=())
    duty = msgspec.structs.replace(duty, obligations=text(needed=("leg.paid",)).preconditions)
    assert decide(stop("true"), clear(duty)).outcome == "authorized"


def test_an_unconfirmed_authorization_does_not_clear() -> None:
    found = decide(stop("true"), clear(text(confidence="unconfirmed")))
    assert said(found) == ("indeterminate", LICENSE_OR_CLEAR)
    assert [(each.variable.fact, each.state) for each in found.questions] == [
        (f"law:{CLEAR}@text of 1 November", "unconfirmed")
    ]


def test_an_unconfirmed_restriction_counts() -> None:
    assert decide(stop(text(confidence="unconfirmed"))).outcome == "license_required"


def test_an_unconfirmed_stay_does_not_lift_a_restriction() -> None:
    stayed = stop("true", text("false", 3, does="stays", in_force=False, confidence="unconfirmed"))
    assert decide(stayed, at=day(5)).outcome == "indeterminate"


def test_an_unresolved_red_flag_holds_even_what_nothing_restricts() -> None:
    found = decide(stop("false"), flags=["flag:rf-1"])
    assert (found.outcome, asks(found), found.questions[0].state) == ("indeterminate", ["flag:rf-1"], "unresolved")


def test_a_red_flag_outweighs_no_license_that_is_needed_anyway() -> None:
    found = decide(stop("true"), flags=["flag:rf-1"])
    assert (found.outcome, asks(found)) == ("license_required", [])


def test_bounds_decide_where_every_value_within_them_agrees() -> None:
    rule = stop("leg.share > 25 %")
    outcomes = [
        decide(rule, leg={"leg.share": bounds}).outcome
        for bounds in (Between(2501, None), Between(2000, 2500), Between(2500, 2501))
    ]
    assert outcomes == ["license_required", "no_license_required", "indeterminate"]


def test_the_limits_of_a_type_count_as_known() -> None:
    assert decide(stop("leg.berths >= 2 and leg.share <= 100 %")).outcome == "license_required"


@pytest.mark.parametrize(
    "condition",
    [
        "not (leg.use == party.use)",
        "leg.use == party.use",
        "leg.port == party.town",
        "leg.crew > leg.berths",
        "leg.share != party.owned",
        "leg.signed < leg.due",
    ],
)
def test_two_unknown_facts_may_stand_in_every_relation(condition: str) -> None:
    assert decide(stop(condition, each=["party"])).outcome == "indeterminate"


def test_diligence_recorded_is_an_answer_of_its_own() -> None:
    rule = stop("party.owned >= 25 % or party.owned is undeterminable", each=["party"])
    assert decide(rule, parties=[{"party.owned": UNDETERMINABLE}]).outcome == "license_required"
    assert decide(rule, parties=[{}]).outcome == "indeterminate"


def test_a_chain_of_two_comparisons_needs_room_between() -> None:
    rule = stop("leg.signed < leg.due and leg.due < item.made", each=["item"])
    signed, made = day(1).date(), day(3).date()
    apart = decide(rule, leg={"leg.signed": signed}, items=[{"item.made": made}])
    beside = decide(rule, leg={"leg.signed": signed}, items=[{"item.made": day(2).date()}])
    assert (apart.outcome, beside.outcome) == ("indeterminate", "no_license_required")


def test_the_same_law_answers_many_questions() -> None:
    book = Statute((stop("leg.paid"),), FACTS).known_at(NOON)
    outcomes = [book.decide(situation(leg={"leg.paid": paid})).outcome for paid in (True, False, True)]
    assert outcomes == ["license_required", "no_license_required", "license_required"]
