"""Scorers of others: what is said where they are not installed, and that they answer for the names that they are given.

What nomenklatura itself says is asked where it is installed (requirements/bench.txt).
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import Final

import pytest

from reprieve.errors import BadInput, MissingExtra
from reprieve.screening.scorers import SCORERS, available, entity, scorer

NAMES: Final = list(SCORERS)
installed = pytest.mark.skipif(
    find_spec("nomenklatura") is None, reason="nomenklatura is installed for benchmarks only (requirements/bench.txt)"
)


def test_a_scorer_that_nobody_has_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInput, match=r"--scorer: no scorer is called 'logic-v9' \(one of: logic-v2, ofac\)"):
        scorer("logic-v9")


def test_looking_which_there_are_loads_none_of_them() -> None:
    code = "import sys, reprieve.screening.scorers as s; s.available(); print('nomenklatura.matching' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


@pytest.mark.parametrize("name", NAMES)
def test_where_it_is_not_installed_what_to_install_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("nomenklatura", "nomenklatura.matching"):
        monkeypatch.setitem(sys.modules, module, None)
    scorer.cache_clear()
    with pytest.raises(MissingExtra, match=rf"--scorer {name} needs nomenklatura .* pip install 'nomenklatura"):
        scorer(name)


def test_all_are_available_or_none() -> None:
    assert available() == (tuple(NAMES) if find_spec("nomenklatura") else ())


@installed
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["person", "organization", "vessel", "aircraft", "unknown", None])
def test_a_name_is_itself_and_not_another(name: str, kind: str | None) -> None:
    score = scorer(name)
    assert score("Zenon Orlov", ["Zenon Orlov"], kind) == 1.0
    assert score("Zenon Orlov", ["Marta Quist"], kind) < score.line
    assert score("Zenon Orlov", ["Marta Quist", "Zenon Orlov"], kind) == 1.0


@installed
@pytest.mark.parametrize("name", NAMES)
def test_each_pair_is_answered_for_itself_whatever_was_asked_before(name: str) -> None:
    pairs = [("Zenon Orlov", "Zenon Orlov"), ("Marta Quist", "Zenon Orlov"), ("Quist Trading", "Quist Trade")]
    score = scorer(name)
    forwards = [score(one, [other]) for one, other in pairs]
    backwards = [score(one, [other]) for one, other in reversed(pairs)]
    assert forwards == backwards[::-1]
    assert len(set(forwards)) > 1


@installed
def test_a_country_that_contradicts_lowers_the_score_of_logic_v2() -> None:
    score = scorer("logic-v2")
    listed = entity(["Zenon Orlov"], "person", ["RU"])
    at_home = score.compare(entity(["Zenon Orlov"], "person", ["RU"]), listed)
    abroad = score.compare(entity(["Zenon Orlov"], "person", ["BR"]), listed)
    assert (at_home, round(abroad, 6)) == (1.0, 0.8)
