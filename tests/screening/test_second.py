"""Scorers of others on a roll: everybody is compared, a person never with a company, and what scores enough alerts."""

from collections.abc import Sequence
from typing import Any

import pytest

from reprieve.model.listed import Entry, Name
from reprieve.model.screened import Asked
from reprieve.screening import second
from reprieve.screening.alert import Listed
from reprieve.screening.scorers import Scorer
from reprieve.screening.second import Second

LISTED = (
    Listed(Entry("own/a", "1", "organization", names=(Name("Red Kite"), Name("Milan", "alias")))),
    Listed(Entry("own/a", "2", "organization", names=(Name("Red Kites"),))),
    Listed(Entry("own/a", "3", "person", names=(Name("Red Kite"),))),
)


def shared(one: Any, other: Any) -> float:
    """A scorer made up for this: 1 for a name in common, half of it for a first word."""
    if set(one) & set(other):
        return 1.0
    return 0.5 if {each.split()[0] for each in one} & {each.split()[0] for each in other} else 0.0


def plain(names: Sequence[str], kind: str | None = None, countries: Sequence[str] = ()) -> tuple[str, ...]:
    """A party as that scorer wants it."""
    del kind, countries
    return tuple(names)


@pytest.fixture(autouse=True)
def without_nomenklatura(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "entity", plain)


def ids(asked: Asked, threshold: float) -> list[str]:
    (found,) = Second(LISTED, Scorer("made up", 0.7, shared), threshold).screen_all([asked])
    return [each.id for each in found.alerts]


def test_what_scores_enough_alerts_the_best_first() -> None:
    assert ids(Asked("Red Kite", kind="organization"), 0.7) == ["1"]
    assert ids(Asked("Red Kite", kind="organization"), 0.5) == ["1", "2"]


def test_a_person_is_not_compared_with_a_company() -> None:
    assert ids(Asked("Red Kite", kind="person"), 0.5) == ["3"]


def test_a_party_is_compared_by_all_its_names() -> None:
    assert ids(Asked("Somebody", aliases=("Milan",)), 0.7) == ["1"]


def test_it_says_who_scored_and_that_there_are_no_reasons() -> None:
    (found,) = Second(LISTED, Scorer("made up", 0.7, shared), 0.7).screen_all([Asked("Milan")])
    assert found.alerts[0].sentence == "made up gives 1.00 for Milan against Red Kite, and no reasons."
