"""What nobody stated and yet is known: standing scopes, look-ups, what follows; and evidence too weak for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import msgspec
import pytest

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, AnyFact, Between, Dated, Fact, Level, Source, Value
from reprieve.model.nouns import Item, Scope
from reprieve.model.time import EASTERN, Window, through
from reprieve.rules.situation import Matter
from tests.rules.binding import DECLARED, NOW, at, bound, case, day, leg, reported, said

# --- standing scope -----------------------------------------------------------------------------------------------

SCOPE: Final = Scope(
    "scope-2019",
    ("leg.embargoed", "party.on_other_list", "item.ccl_license_required"),
    ("SY",),
    ("EAR99",),
    Window(day("2019-01-01"), through(date(2019, 12, 31), EASTERN)),
    Source("review", "declared", "J. Doe"),
)
EAR99: Final = Item("chip", "Chip", said(item_eccn="EAR99"))
INSIDE, OUTSIDE = day("2019-06-01"), day("2020-01-01")


def scoped(scope: Scope = SCOPE, item: Item = EAR99, **fields: Any) -> Matter:
    return bound(case(items=(item,), scopes=(scope,)), leg(**fields))


def test_a_standing_scope_answers_inside_its_window() -> None:
    found = scoped()
    for fact_ in (found.leg["leg.embargoed"], found.items[0]["item.ccl_license_required"]):
        moments = (day("2019-01-01") - timedelta(seconds=1), day("2019-01-01"), OUTSIDE - timedelta(seconds=1), OUTSIDE)
        assert [at(fact_, moment) for moment in moments] == [UNKNOWN, False, False, UNKNOWN]
    assert [at(each["party.on_other_list"], INSIDE) for each in found.parties] == [False, False]


@pytest.mark.parametrize("wrong", [{"countries": ("DE",)}, {"items": ("5A992",)}, {"items": ()}, {"countries": ()}])
def test_outside_its_countries_and_items_a_scope_says_nothing(wrong: dict[str, Any]) -> None:
    found = scoped(msgspec.structs.replace(SCOPE, **wrong))
    assert at(found.leg.get("leg.embargoed"), INSIDE) in {None, UNKNOWN}


def test_any_country_and_any_item() -> None:
    found = scoped(msgspec.structs.replace(SCOPE, countries=("*",), items=("*",)), Item("chip", "Chip"))
    assert at(found.leg["leg.embargoed"], INSIDE) is False


def test_an_item_that_is_not_classified_is_in_no_list_of_items() -> None:
    assert at(scoped(item=Item("chip", "Chip")).leg.get("leg.embargoed"), INSIDE) in {None, UNKNOWN}


@pytest.mark.parametrize("stated", [True, UNDETERMINABLE])
def test_a_scope_never_outweighs_what_is_stated(stated: Value) -> None:
    assert at(scoped(facts=said(leg_embargoed=stated)).leg["leg.embargoed"], INSIDE) is stated


def test_a_scope_fills_only_the_unknown_part_of_a_fact_that_changes() -> None:
    hit = Dated(Fact(UNKNOWN), ((day("2019-03-01"), Fact(value=True)), (day("2019-05-01"), Fact(UNKNOWN))))
    found = scoped(facts={"leg.embargoed": hit}).leg["leg.embargoed"]
    moments = ("2018-12-31", "2019-02-01", "2019-03-01", "2019-06-01", "2020-02-01")
    assert [at(found, day(text)) for text in moments] == [UNKNOWN, False, True, False, UNKNOWN]


def test_two_scopes_one_after_the_other() -> None:
    next_year = msgspec.structs.replace(
        SCOPE, id="scope-2020", window=Window(day("2020-01-01"), through(date(2020, 12, 31), EASTERN))
    )
    found = bound(case(items=(EAR99,), scopes=(SCOPE, next_year))).leg["leg.embargoed"]
    assert [at(found, day(text)) for text in ("2019-06-01", "2020-06-01", "2021-01-01")] == [False, False, UNKNOWN]


# --- tables and what follows --------------------------------------------------------------------------------------


def test_a_look_up_changes_with_its_rows() -> None:
    found = bound().leg["leg.groups"]
    assert [at(found, day(text)) for text in ("2025-08-31", "2025-09-01")] == [{"E1"}, {"A5"}]


def test_a_stated_fact_is_not_looked_up() -> None:
    found = bound(over=leg(facts=said(leg_groups=frozenset({"E2"}))))
    assert at(found.leg["leg.groups"], NOW) == {"E2"}


def item_of(**facts: Value) -> dict[str, AnyFact]:
    return dict(bound(case(items=(Item("chip", "Chip", said(**facts)),))).items[0])


def test_a_value_follows_where_its_condition_surely_holds() -> None:
    controlled = item_of(item_ear99_only=True)["item.controlled"]
    assert [at(controlled, day(text)) for text in ("2025-08-31", "2025-09-01")] == [UNKNOWN, 0]


def test_nothing_follows_from_what_is_not_known() -> None:
    assert "item.controlled" not in item_of()
    assert at(bound(over=leg(movement="remote_access")).leg["leg.evidence"], NOW) is False


def test_a_stated_value_wins_over_what_follows() -> None:
    assert at(item_of(item_ear99_only=True, item_controlled=700)["item.controlled"], NOW) == 700


def test_never_more_than_another_fact() -> None:
    assert at(item_of(item_us_content=2000)["item.controlled"], NOW) == Between(0, 2000)
    assert at(item_of(item_us_content=Between(1000, 3000))["item.controlled"], NOW) == Between(0, 3000)
    assert at(item_of(item_us_content=2000, item_controlled=700)["item.controlled"], NOW) == 700
    assert at(item_of(item_us_content=UNDETERMINABLE).get("item.controlled"), NOW) in {None, UNKNOWN}


# --- evidence -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["official", "document", "declared", "derived"])
def test_evidence_that_counts(level: Level) -> None:
    found = bound(over=leg(facts={"leg.embargoed": reported(value=True, level=level)}))
    assert at(found.leg["leg.embargoed"], NOW) is True


def test_a_report_counts_as_unknown() -> None:
    changing = Dated(Fact(value=False, source=DECLARED), ((INSIDE, reported(value=True)),))
    for stated in (reported(value=False), changing):
        found = bound(over=leg(facts={"leg.embargoed": stated})).leg["leg.embargoed"]
        assert at(found, NOW) is UNKNOWN


def test_nothing_follows_from_a_report() -> None:
    chip = Item("chip", "Chip", {"item.ear99_only": reported(value=True)})
    found = bound(case(items=(chip,))).items[0]
    assert at(found.get("item.controlled"), NOW) in {None, UNKNOWN}


def test_no_bounds_come_from_a_report() -> None:
    chip = Item("chip", "Chip", {"item.us_content": reported(100)})
    found = bound(case(items=(chip,))).items[0]
    assert at(found.get("item.controlled"), NOW) in {None, UNKNOWN}


def test_nothing_is_looked_up_by_a_report() -> None:
    found = bound(over=leg(facts={"leg.destination": reported("DE")}))
    assert at(found.leg.get("leg.groups"), NOW) in {None, UNKNOWN}


def test_a_classification_only_reported_opens_no_standing_scope() -> None:
    chip = Item("chip", "Chip", {"item.eccn": reported("EAR99")})
    assert at(scoped(item=chip).leg.get("leg.embargoed"), INSIDE) in {None, UNKNOWN}


def test_a_report_does_not_hide_what_a_standing_scope_must_not_answer() -> None:
    found = scoped(facts={"leg.embargoed": reported(value=True)}).leg["leg.embargoed"]
    assert at(found, INSIDE) is UNKNOWN
