"""How much an order takes of a license against what is left of it: exhaustion and expiry are turns of the timeline."""

from itertools import combinations
from pathlib import Path
from typing import Final

import msgspec
import pytest

import reprieve
from reprieve.model.answer import Answer
from reprieve.model.license import Account, Balance, Tolerance
from reprieve.model.nouns import Case
from reprieve.model.verdict import Confidence
from tests.desk import toy
from tests.desk.asking import instant, outcomes

START, END = instant("2019-06-01"), instant("2019-07-01")
LIMITED: Final = toy.LICENSE + "[licenses.limits.pump]\nquantity = 1000\n"
VALUED: Final = toy.LICENSE + 'value = "1000.00"\ncurrency = "USD"\n'


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


def event(kind: str, quantity: int, on: str, order: str = "A", value: str = "", item: str = "pump") -> str:
    said = f'value = "{value}"' if value else f"quantity = {quantity}"
    return f'[[licenses.ledger]]\nevent = "{kind}"\norder = "{order}"\non = {on}\nitems = {{ {item} = {{ {said} }} }}\n'


def order(says: str = "quantity = 500", number: str = "", items: str = '["pump"]', **facts: str) -> str:
    """A sale of pumps to the listed company; `says` how many and for how much."""
    leg = toy.leg(items=items, purpose='"sale"', **facts)
    head = f'order = "{number}"\n' if number else ""
    leg = leg.replace("[transactions.legs.facts]", f"{head}[transactions.legs.facts]")
    return leg + (f"[transactions.legs.amounts.pump]\n{says}\n" if says else "")


def asked(folder: Path, packs: Path, license_: str, *legs: str, at: str = "2019-06-10") -> Answer:
    path = toy.case(folder, license_, toy.transaction("t", *legs, at=at))
    return reprieve.check(path, packs=packs).transactions[0]


SHIPPED: Final = event("ship", 600, "2019-06-05")
BACK: Final = event("return", 200, "2019-06-20")


def test_an_order_within_what_is_left_is_cleared_and_what_is_left_is_named(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, LIMITED + SHIPPED, order("quantity = 400"))
    assert found.verdict.outcome == "authorized"
    assert found.verdict.authorized_by[0].cite == "BIS license D77: 400 of 1,000 units of pump left"


def test_an_order_beyond_it_is_stopped_and_what_is_left_is_named(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, LIMITED + SHIPPED, order("quantity = 401"))
    assert found.verdict.outcome == "license_required"
    assert any(
        "License D77" in why and "quantity of pump under license D77 is at most 400 units" in why
        for held in found.verdict.restrictions
        for why in held.why_not
    )


def test_exhaustion_a_return_and_expiry_are_turns(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, LIMITED + SHIPPED + BACK, order())
    assert outcomes(found)[2:] == [
        (START, "authorized"),
        (instant("2019-06-05"), "license_required"),
        (instant("2019-06-20"), "authorized"),
        (END, "license_required"),
    ]
    turn = found.timeline.at(instant("2019-06-20"))
    assert "600 of 1,000 units of pump left) takes effect" in turn.change
    assert "ends" in found.timeline.at(END).change


def test_a_reservation_takes_from_everybody_but_its_own_order(tmp_path: Path, packs: Path) -> None:
    promised = LIMITED + event("reserve", 700, "2019-06-05", order="A")
    assert asked(tmp_path, packs, promised, order(number="B")).verdict.outcome == "license_required"
    assert asked(tmp_path, packs, promised, order()).verdict.outcome == "license_required"
    assert asked(tmp_path, packs, promised, order(number="A")).verdict.outcome == "authorized"
    more = order("quantity = 1001", number="A")
    assert asked(tmp_path, packs, promised, more).verdict.outcome == "license_required"


def test_what_was_shipped_stays_authorized_when_asked_again(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, LIMITED + SHIPPED, order("quantity = 600", number="A"), at="2019-06-29")
    assert found.verdict.outcome == "authorized"


@pytest.mark.parametrize(
    ("license_", "says"),
    [
        (LIMITED, ""),
        (LIMITED, 'value = "10.00"\ncurrency = "USD"'),
        (LIMITED, 'quantity = 5\nunit = "kg"'),
        (VALUED, "quantity = 5"),
        (VALUED, 'value = "10.00"\ncurrency = "EUR"'),
    ],
    ids=["nothing said", "no quantity", "another unit", "no value", "another currency"],
)
def test_an_amount_that_cannot_be_compared_never_clears(license_: str, says: str, tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, license_, order(says)).verdict
    assert found.outcome == "indeterminate"
    assert any("license D77" in each.question for each in found.missing)


def test_without_a_limit_nobody_is_asked_how_much(tmp_path: Path, packs: Path) -> None:
    assert asked(tmp_path, packs, toy.LICENSE, order("")).verdict.outcome == "authorized"


def test_legs_of_one_transaction_draw_on_the_license_together(tmp_path: Path, packs: Path) -> None:
    assert asked(tmp_path, packs, LIMITED, order(), order()).verdict.outcome == "authorized"
    over = asked(tmp_path, packs, LIMITED, order(), order("quantity = 501")).verdict
    assert over.outcome == "license_required"
    elsewhere = order("quantity = 501").replace('recipient = "star"', 'recipient = "reed"')
    assert asked(tmp_path, packs, LIMITED, order(), elsewhere).verdict.outcome == "authorized"


def test_a_leg_of_another_exporter_draws_on_nothing_of_ours(tmp_path: Path, packs: Path) -> None:
    theirs = order("quantity = 501").replace('exporter = "smith"', 'exporter = "reed"')
    assert asked(tmp_path, packs, LIMITED, order(), theirs).verdict.outcome == "authorized"


def test_what_leaves_and_comes_back_at_one_instant_is_no_turn(tmp_path: Path, packs: Path) -> None:
    both = LIMITED + SHIPPED + event("return", 600, "2019-06-05")
    found = asked(tmp_path, packs, both, order())
    assert found.timeline.at(START).end == END


def test_the_limit_on_one_item_holds_up_no_other(tmp_path: Path, packs: Path) -> None:
    both = LIMITED.replace('items = ["pump"]', 'items = ["pump", "valve"]')
    for quantity, outcome in ((1000, "authorized"), (1001, "license_required")):
        found = asked(tmp_path, packs, both, order(f"quantity = {quantity}", items='["pump", "valve"]')).verdict
        assert found.outcome == outcome
        assert {each.item: each.cleared for each in found.restrictions if each.id == "toy/listed"} == {
            "pump": outcome == "authorized",
            "valve": True,
        }


def test_a_restriction_that_is_not_judged_for_each_item_wants_all_of_them_within(tmp_path: Path, packs: Path) -> None:
    both = LIMITED.replace('"toy/listed"', '"toy/listed", "toy/embargo"').replace('["pump"]', '["pump", "valve"]')
    for quantity, outcome in ((1000, "authorized"), (1001, "license_required")):
        asking = order(f"quantity = {quantity}", items='["pump", "valve"]', embargoed="true")
        found = asked(tmp_path, packs, both, asking).verdict
        assert found.outcome == outcome
        assert [each.cleared for each in found.restrictions if each.id == "toy/embargo"] == [outcome == "authorized"]


def test_value_is_drawn_down_over_all_items(tmp_path: Path, packs: Path) -> None:
    drawn = VALUED + event("ship", 0, "2019-06-05", value="600.00")
    for value, outcome in (("400.00", "authorized"), ("700.00", "license_required")):
        says = f'value = "{value}"\ncurrency = "USD"'
        assert asked(tmp_path, packs, drawn, order(says)).verdict.outcome == outcome


def test_what_the_license_is_not_for_does_not_count_towards_its_value(tmp_path: Path, packs: Path) -> None:
    both = order('value = "900.00"\ncurrency = "USD"', items='["pump", "valve"]')
    both += '[transactions.legs.amounts.valve]\nvalue = "900.00"\ncurrency = "USD"\n'
    found = asked(tmp_path, packs, VALUED, both).verdict
    assert {each.item: each.cleared for each in found.restrictions if each.id == "toy/listed"} == {
        "pump": True,
        "valve": False,
    }


# --- tolerances -------------------------------------------------------------------------------------------------------


def tolerated(folder: Path, packs: Path, value: str, confidence: Confidence) -> Answer:
    """An order of some value under a license of 1,000.00 with a tolerance of a tenth until 15 June; 600.00 are out."""
    drawn = VALUED + event("ship", 0, "2019-06-05", value="600.00")
    path = toy.case(folder, drawn, toy.transaction("t", order(f'value = "{value}"\ncurrency = "USD"')))
    case: Case = reprieve.load_case(path, packs)
    share = Tolerance("BIS", 1_000, None, instant("2019-06-15"), confidence, "a rule")
    (license_,) = case.licenses
    license_ = msgspec.structs.replace(license_, tolerances=(share,))
    return reprieve.check(msgspec.structs.replace(case, licenses=(license_,)), packs=packs).transactions[0]


def test_a_tolerance_clears_what_lies_above_the_value_while_it_is_law(tmp_path: Path, packs: Path) -> None:
    found = tolerated(tmp_path, packs, "500.00", "secondary")
    assert found.verdict.outcome == "authorized"
    assert [each.cite for each in found.verdict.authorized_by] == ["a rule"]
    assert found.timeline.at(instant("2019-06-15")).outcome == "license_required"
    assert tolerated(tmp_path, packs, "500.01", "secondary").verdict.outcome == "license_required"


def test_within_the_value_nothing_rests_on_a_tolerance(tmp_path: Path, packs: Path) -> None:
    (by,) = tolerated(tmp_path, packs, "400.00", "secondary").verdict.authorized_by
    assert by.id == "license/D77"


def test_a_tolerance_is_used_up_by_what_was_shipped_under_it(tmp_path: Path, packs: Path) -> None:
    path = toy.case(tmp_path, VALUED, toy.transaction("t", order('value = "60.00"\ncurrency = "USD"')))
    case: Case = reprieve.load_case(path, packs)
    days = [None, instant("2019-06-05"), instant("2019-06-08")]
    out = [0, 1000_00, 1050_00]
    accounts = tuple(Account(day, {}, Balance(1000_00, 0, cents)) for day, cents in zip(days, out, strict=True))
    share = Tolerance("BIS", 1_000, None, None, "secondary", "a rule")
    licenses = tuple(msgspec.structs.replace(each, tolerances=(share,), accounts=accounts) for each in case.licenses)
    found = reprieve.check(msgspec.structs.replace(case, licenses=licenses), packs=packs).transactions[0]
    assert outcomes(found)[2:] == [(START, "authorized"), (instant("2019-06-08"), "license_required")]


def test_a_tolerance_that_is_not_confirmed_leaves_it_open(tmp_path: Path, packs: Path) -> None:
    assert tolerated(tmp_path, packs, "400.00", "unconfirmed").verdict.outcome == "authorized"
    assert tolerated(tmp_path, packs, "500.00", "unconfirmed").verdict.outcome == "indeterminate"
    for value in ("500.01", "1050.00"):
        assert tolerated(tmp_path, packs, value, "unconfirmed").verdict.outcome == "license_required"


# --- roles and papers -------------------------------------------------------------------------------------------------


def test_a_license_for_a_role_covers_no_other_role(tmp_path: Path, packs: Path) -> None:
    for roles, outcome in (('["end_user", "ultimate_consignee"]', "authorized"), ('["end_user"]', "license_required")):
        license_ = toy.LICENSE + f"[licenses.roles]\nstar = {roles}\n"
        assert asked(tmp_path, packs, license_, order()).verdict.outcome == outcome


ASKS: Final = toy.LICENSE.replace(
    '"no resale"', '{ text = "the statement is on file", paper = "end_use_statement", signer = "recipient" }'
)


def paper(signer: str = "star", signed: str = "2019-06-12", kind: str = "end_use_statement", more: str = "") -> str:
    return f'[documents.eus]\nkind = "{kind}"\nsigner = "{signer}"\nsigned = {signed}\n{more}'


def with_paper(leg: str) -> str:
    return leg.replace("[transactions.legs.facts]", 'documents = ["eus"]\n[transactions.legs.facts]')


def test_a_paper_that_a_proviso_asks_for_clears_from_its_signature_on(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, ASKS + paper(), with_paper(order()))
    assert found.verdict.outcome == "license_required"
    assert outcomes(found)[-2:] == [(instant("2019-06-12"), "authorized"), (END, "license_required")]
    (duty,) = found.verdict.preconditions
    assert (duty.text, duty.status) == ("the statement is on file", "not_met")
    steps = [each.steps for each in found.levers]
    assert ("obtain: end use statement of recipient for license D77 = yes",) in steps


def test_of_several_papers_the_earliest_counts(tmp_path: Path, packs: Path) -> None:
    later = paper(signed="2019-06-20").replace("documents.eus", "documents.again")
    leg = with_paper(order()).replace('["eus"]', '["again", "eus"]')
    assert asked(tmp_path, packs, ASKS + paper() + later, leg, at="2019-06-15").verdict.outcome == "authorized"


WRONG: Final = (
    paper(signer="smith"),
    paper(kind="certificate"),
    paper(more='scope = "D78"\n'),
    paper(more='items = ["valve"]\n'),
)


@pytest.mark.parametrize("wrong", WRONG, ids=["another signer", "another kind", "another license", "other items"])
def test_a_wrong_paper_is_none(wrong: str, tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, ASKS + wrong, with_paper(order()), at="2019-06-20")
    assert found.verdict.outcome == "indeterminate"


def test_the_right_paper_for_that_license_and_item_clears(tmp_path: Path, packs: Path) -> None:
    right = paper(more='scope = "D77"\nitems = ["pump"]\n')
    assert asked(tmp_path, packs, ASKS + right, with_paper(order()), at="2019-06-20").verdict.outcome == "authorized"


def test_asking_about_more_never_clears_what_less_did_not(tmp_path: Path, packs: Path) -> None:
    license_ = LIMITED + SHIPPED + BACK
    found = {
        quantity: asked(tmp_path, packs, license_, order(f"quantity = {quantity}"), at="2019-06-21").timeline
        for quantity in (1, 400, 401, 600, 601, 1000, 1001)
    }
    moments = [instant(day) for day in ("2019-06-02", "2019-06-06", "2019-06-21", "2019-07-02")]
    for (less, one), (more, other) in combinations(found.items(), 2):
        assert less < more
        assert all(
            one.at(moment).outcome == "authorized" or other.at(moment).outcome != "authorized" for moment in moments
        )


def test_a_license_as_a_bare_value_has_all_of_it_left(tmp_path: Path, packs: Path) -> None:
    for quantity, outcome in ((1000, "authorized"), (1001, "license_required")):
        path = toy.case(tmp_path, LIMITED, toy.transaction("t", order(f"quantity = {quantity}")))
        case = reprieve.load_case(path, packs)
        bare = tuple(msgspec.structs.replace(each, accounts=()) for each in case.licenses)
        found = reprieve.check(msgspec.structs.replace(case, licenses=bare), packs=packs).transactions[0]
        assert found.verdict.outcome == outcome
