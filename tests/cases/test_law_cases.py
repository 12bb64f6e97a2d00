"""The worked law cases: each row a case of its own, and no fact taken away from it ever clears anything."""

import csv
import tomllib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from msgspec.structs import replace

from reprieve.model.answer import Answer
from reprieve.model.verdict import CLEARING, STOPPING, Outcome
from tests.cases.asking import (
    EVERYTHING,
    HERE,
    LAW_CASES,
    answer,
    book,
    changed,
    each_leg,
    loaded,
    matters,
    moment,
    one_less,
    transaction,
    without,
)

CLAIMS: Final = "leg.claims"
"""To claim a clause is an act: who names none claims none, so the answer without it stops instead of being open."""

FOREIGN: Final = {"L033", "L034", "L035"}
"""Foreign-made and not subject to the EAR: to whom else they might go is no question of 15 CFR 744.11."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is expected of a row; law_cases_expected.toml says what each field means."""

    outcome: Outcome
    reason: str
    says: str = ""
    because: tuple[str, ...] = ()
    authorized_by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    cleared_by: dict[str, tuple[str, ...]] = {}
    until: datetime | None = None
    added: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


def read_rows() -> dict[str, Row]:
    found: dict[str, Any] = tomllib.loads((HERE / "law_cases_expected.toml").read_text(encoding="utf-8"))
    return msgspec.convert(found, dict[str, Row])


ROWS: Final = read_rows()
CASE: Final = loaded(LAW_CASES)
FIRST_READINGS: Final = [name for name, row in ROWS.items() if row.says]
STATED: Final = [(name, fact) for name, row in ROWS.items() for fact in (*row.added, *row.ours)]

WORDS: Final[dict[str, frozenset[Outcome]]] = {
    "NO_ENTITY_LIST_REQUIREMENT": frozenset({"no_license_required", "authorized"}),
    "NOT_SUBJECT_TO_EAR": frozenset({"no_license_required"}),
    "LICENSE_REQUIRED": frozenset({"license_required"}),
    "AUTHORIZED_TGL": frozenset({"authorized"}),
    "AUTHORIZED_SAVINGS_CLAUSE": frozenset({"authorized"}),
    "VALID_UNTIL": frozenset({"authorized"}),
    "UNKNOWN": frozenset({"indeterminate"}),
    "RED_FLAG": frozenset({"indeterminate"}),
}
"""The words of the worked cases in ours. A row cleared of the listing's requirement alone says so in `cleared_by`."""


@cache
def read(name: str) -> Answer:
    """The answer to a row as it stands."""
    return answer(CASE, name)


def names(found: Answer, which: str) -> set[str]:
    return {provision.id for provision in getattr(found.verdict, which)}


# --- the rows -------------------------------------------------------------------------------------------------------


def test_every_row_has_a_case_and_every_case_a_row() -> None:
    assert [asked.id for asked in CASE.transactions] == list(ROWS)


@pytest.mark.parametrize("name", FIRST_READINGS)
def test_the_table_says_what_the_worked_cases_say(name: str, shared: Path) -> None:
    with (shared / "acceptance" / "law_cases.csv").open(encoding="utf-8", newline="") as file:
        written = {row["id"]: row for row in csv.DictReader(file)}
    assert written[name]["expected_verdict"] == ROWS[name].says
    on = datetime.fromisoformat(written[name]["date"])
    asked = moment(transaction(CASE, name))
    assert on == asked if on.tzinfo else on.date() == asked.date()


@pytest.mark.parametrize("name", FIRST_READINGS)
def test_the_words_of_the_worked_cases_are_ours(name: str) -> None:
    word, _, last_day = ROWS[name].says.partition(" ")
    row = ROWS[name]
    assert row.outcome in WORDS[word] or (row.cleared_by and word == "AUTHORIZED_TGL")
    if last_day:
        assert row.until is not None
        assert (row.until - timedelta(seconds=1)).date() == date.fromisoformat(last_day)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_answered_as_its_source_says(name: str) -> None:
    row, found = ROWS[name], read(name)
    assert found.verdict.outcome == row.outcome, found.verdict.sentence
    assert names(found, "because") == set(row.because)
    assert names(found, "authorized_by") == set(row.authorized_by)
    assert {each.fact for each in found.verdict.missing} == set(row.missing)
    assert found.verdict.exact
    if row.until is not None:
        assert found.verdict.until == row.until


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.cleared_by])
def test_a_requirement_is_cleared_although_the_whole_is_not(name: str) -> None:
    verdict = read(name).verdict
    for restriction, by in ROWS[name].cleared_by.items():
        (held,) = [each for each in verdict.restrictions if each.id == restriction and each.held]
        assert held.cleared is True
        assert held.cleared_by == by


# --- ignorance never clears -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "fact"), STATED)
def test_without_a_fact_of_its_reading_a_row_does_not_clear(name: str, fact: str) -> None:
    full, poorer = read(name).verdict, answer(without(CASE, name, fact), name).verdict
    assert poorer.outcome not in CLEARING
    if fact == CLAIMS:
        assert poorer.outcome == "license_required"
        return
    assert set(poorer.possible) >= set(full.possible)
    assert set(poorer.possible) & STOPPING
    if full.outcome in CLEARING:
        assert poorer.outcome == "indeterminate"
        assert poorer.missing


@pytest.mark.parametrize("name", ROWS)
def test_without_a_standing_scope_nothing_clears(name: str) -> None:
    found = answer(replace(CASE, scopes=()), name).verdict
    assert found.outcome not in CLEARING
    assert set(found.possible) >= set(read(name).verdict.possible)
    if ROWS[name].outcome in CLEARING:
        asked = {each.fact for each in found.missing}
        assert asked == {fact for scope in CASE.scopes for fact in scope.facts}


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.outcome in CLEARING])
def test_without_inquiry_nothing_clears_that_is_subject_to_the_ear(name: str) -> None:
    found = answer(without(CASE, name, "leg.knowledge"), name).verdict
    if name in FOREIGN:
        assert found.outcome == ROWS[name].outcome
    else:
        assert found.outcome == "indeterminate"
        assert [each.fact for each in found.missing] == ["leg.knowledge"]


def test_every_fact_whatever_it_is_only_narrows() -> None:
    """Each stated or derived fact of each row hidden in turn: what was open stays open, and nothing newly clears."""
    for asked in CASE.transactions:
        known = asked.known_at or EVERYTHING
        law, at = book(known), moment(asked)
        for leg, matter in matters(changed(CASE, asked.id, lambda same: same), known):
            full = law.decide(matter.on(at))
            for fact, poorer in one_less(matter):
                found = law.decide(poorer.on(at))
                assert found.possible >= full.possible, f"{leg} without {fact}"
                assert found.outcome not in CLEARING or full.outcome in CLEARING, f"{leg} without {fact}"


def test_a_red_flag_once_resolved_leaves_the_question_of_the_minority_owner() -> None:
    def resolved(flagged: Any) -> Any:
        return replace(flagged, red_flags=tuple(replace(flag, resolved=True) for flag in flagged.red_flags))

    found = answer(changed(CASE, "L040", resolved), "L040").verdict
    assert found.outcome == "indeterminate"
    assert [each.fact for each in found.missing] == ["party.minority_owner_resolved"]


def test_the_classification_of_l032_is_not_what_keeps_the_carve_out_away() -> None:
    """With anti-terrorism-only technology in its place the same release would be free of the listing."""
    free = each_leg(lambda leg: replace(leg, items=("technology-99",), item_facts={}))
    assert answer(changed(CASE, "L032b", free), "L032b").verdict.outcome == "authorized"
