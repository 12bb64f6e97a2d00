"""Facts as people write them: every form there is, and for each slip one line with its place and what is right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from reprieve.errors import BadCase
from reprieve.intake.when import last_day, moment
from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, AnyFact, Between, Dated, Fact, Source
from reprieve.model.time import EASTERN
from reprieve.rules.dictionary import Entry
from reprieve.rules.stated import entry_for, stated
from tests.oracles.random_law import FACTS

CASE = Source("case file")
WHERE = "case.toml: facts.x"


def read(fact: str, raw: object) -> AnyFact:
    return stated(FACTS[fact], raw, WHERE, EASTERN, BadCase, CASE)


def midnight(day: int) -> datetime:
    """In New York, where it is four hours earlier than in Greenwich in June."""
    return datetime(2019, 6, day, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fact", "raw", "held"),
    [
        ("leg.paid", True, Fact(value=True, source=CASE)),
        ("leg.share", "25 %", Fact(2500, CASE)),
        ("leg.groups", ["E1"], Fact(frozenset({"E1"}), CASE)),
        ("leg.crew", {"value": 3}, Fact(3, CASE)),
        (
            "leg.signed",
            {"value": date(2017, 3, 1), "source": "contract 4711", "level": "document", "by": "J. Doe"},
            Fact(date(2017, 3, 1), Source("contract 4711", "document", "J. Doe")),
        ),
        ("leg.crew", {"unknown": "asked on 3 June"}, Fact(UNKNOWN, Source("asked on 3 June"))),
        ("leg.crew", {"unknown": ""}, Fact(UNKNOWN, Source("not stated"))),
        (
            "party.owned",
            {"undeterminable": "registry closed; asked twice", "by": "counsel"},
            Fact(UNDETERMINABLE, Source("registry closed; asked twice", by="counsel")),
        ),
        ("leg.share", {"at_least": "20 %", "at_most": "30 %"}, Fact(Between(2000, 3000), CASE)),
        ("leg.share", {"at_least": "20 %"}, Fact(Between(2000, None), CASE)),
        ("leg.signed", {"at_most": date(2019, 5, 16)}, Fact(Between(None, date(2019, 5, 16)), CASE)),
        ("leg.crew", {"at_least": 3, "at_most": 3}, Fact(Between(3, 3), CASE)),
    ],
)
def test_a_form_and_what_it_says(fact: str, raw: object, held: Fact) -> None:
    assert read(fact, raw) == held


def test_a_fact_that_changes() -> None:
    found = read(
        "leg.paid",
        {
            "value": False,
            "source": "bank",
            "changes": [
                {"from": datetime(2019, 6, 8, 12, tzinfo=UTC), "unknown": "account closed"},
                {"from": date(2019, 6, 1), "value": True},
            ],
        },
    )
    assert isinstance(found, Dated)
    assert [at for at, _ in found.changes] == [midnight(1), datetime(2019, 6, 8, 12, tzinfo=UTC)]
    assert [found.at(midnight(day)).value for day in (1, 8, 9)] == [True, True, UNKNOWN]
    assert found.at(datetime(2019, 6, 1, 3, 59, 59, tzinfo=UTC)).value is False
    assert found.at(midnight(1)).source == Source("bank")


@pytest.mark.parametrize(
    ("fact", "raw", "message"),
    [
        ("leg.crew", float("nan"), "leg.crew cannot be NaN (a whole number"),
        ("leg.share", 0.25, 'leg.share cannot be 0.25 (a whole number, or a share such as "25 %")'),
        ("leg.crew", {"value": 1e3}, "leg.crew cannot be 1000.0"),
        ("leg.crew", {"at_least": float("-inf")}, "leg.crew cannot be -inf"),
        ("leg.use", "netwrok", "leg.use cannot be 'netwrok': did you mean network?"),
        ("leg.crew", {"vlaue": 3}, "the key 'vlaue' is not known in a fact (did you mean value?)"),
        (
            "leg.crew",
            {"source": "x"},
            "says nothing of the fact (one of value, unknown, undeterminable, at_least, at_most)",
        ),
        ("leg.crew", {}, "says nothing of the fact"),
        ("leg.crew", {"value": 3, "unknown": "x"}, "says both value and unknown"),
        ("leg.crew", {"undeterminable": "x", "at_most": 3}, "says both undeterminable and at_most"),
        ("leg.crew", {"value": 3, "level": "rumour"}, "the level 'rumour' is not known"),
        ("leg.crew", {"value": 3, "level": "offical"}, "the level 'offical' is not known (did you mean official?)"),
        ("leg.crew", {"value": 3, "level": ["official"]}, "the level"),
        ("leg.crew", {"undeterminable": ""}, "is undeterminable without the inquiry made"),
        ("leg.use", {"at_least": "network"}, "leg.use is enum: it has no bounds (value = ...)"),
        ("leg.crew", {"at_least": 3, "at_most": 2}, "is at least 3 but at most 2 (at_least below at_most)"),
        ("leg.signed", date(9999, 12, 31), "9999-12-31"),
        ("leg.signed", {"at_most": date(9999, 12, 31)}, "9999-12-31"),
        ("leg.signed", datetime(2019, 5, 16, tzinfo=UTC), "leg.signed cannot be 2019-05-16T00:00:00+00:00: a day"),
        ("leg.opened", datetime(2019, 5, 16), "an instant with offset"),  # noqa: DTZ001  # the slip itself
        ("leg.paid", {"value": True, "changes": True}, "changes is not a list of tables with `from`"),
        ("leg.paid", {"value": True, "changes": [{"value": False}]}, "changes is not a list of tables with `from`"),
        ("leg.paid", {"value": True, "changes": [{"from": 1, "value": False}]}, "1 is neither a day nor an instant"),
        ("leg.paid", {"changes": []}, "says nothing of the fact"),
        (
            "leg.paid",
            {"value": True, "changes": [{"from": date(2019, 6, 1), "value": False, "changes": []}]},
            "changes within changes (one list of changes)",
        ),
        ("leg.paid", {"value": True, "changes": [{"from": date(2019, 6, 1)}]}, "says nothing of the fact"),
    ],
)
def test_a_slip_in_one_line(fact: str, raw: Any, message: str) -> None:
    with pytest.raises(BadCase) as caught:
        read(fact, raw)
    assert str(caught.value).startswith(WHERE)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "scope", "fact"),
    [("paid", "leg", "leg.paid"), ("leg.paid", "leg", "leg.paid"), ("use", "item", "item.use")],
)
def test_a_fact_by_its_short_name(name: str, scope: str, fact: str) -> None:
    found: Entry = entry_for(name, scope, FACTS, WHERE, BadCase)
    assert found.id == fact


@pytest.mark.parametrize(
    ("name", "scope", "message"),
    [
        ("payed", "leg", "no fact of a leg is called 'payed' (did you mean paid?)"),
        ("town", "leg", "no fact of a leg is called 'town' (party.town belongs elsewhere)"),
        ("zzz", "item", "no fact of a item is called 'zzz' (see `reprieve packs show`)"),
    ],
)
def test_a_fact_that_does_not_exist(name: str, scope: str, message: str) -> None:
    with pytest.raises(BadCase) as caught:
        entry_for(name, scope, FACTS, WHERE, BadCase)
    assert str(caught.value) == f"{WHERE}: {message}"


def test_a_day_begins_at_its_midnight_and_an_instant_is_itself() -> None:
    assert moment(date(2019, 6, 1), EASTERN, WHERE, BadCase) == midnight(1)
    assert moment(midnight(1), EASTERN, WHERE, BadCase) == midnight(1)
    assert last_day(date(2019, 6, 1), EASTERN, WHERE, BadCase) == midnight(2)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("2019-06-01", "'2019-06-01' is neither a day nor an instant"),
        (None, "None is neither a day nor an instant"),
        (datetime(2019, 6, 1, 12), "has a time of day but no offset from UTC"),  # noqa: DTZ001  # the slip itself
        (date(9999, 12, 31), "is no day that anybody means"),
    ],
)
def test_a_moment_that_is_none(raw: object, message: str) -> None:
    with pytest.raises(BadCase) as caught:
        moment(raw, EASTERN, WHERE, BadCase)
    assert message in str(caught.value)


def test_the_end_of_the_calendar_is_no_last_day() -> None:
    with pytest.raises(BadCase, match="is no day that anybody means"):
        last_day(date(9999, 12, 31), EASTERN, WHERE, BadCase)
