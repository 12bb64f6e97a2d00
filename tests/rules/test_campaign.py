"""The same properties, searched much further: `make soak` looks for a counterexample, differently each time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rules import (
    test_cells,
    test_decide,
    test_diagram,
    test_fuzz,
    test_index,
    test_law,
    test_logic,
    test_pack_folder,
    test_timeline,
)

PROPERTIES: list[Callable[[], None]] = [
    found
    for module in (
        *(test_index, test_logic, test_cells, test_diagram, test_decide, test_law, test_timeline, test_pack_folder),
        test_fuzz,
    )
    for found in vars(module).values()
    if getattr(found, "is_hypothesis_test", False) and not getattr(found, "pytestmark", ())
]


@pytest.mark.soak
@pytest.mark.parametrize("claim", PROPERTIES, ids=lambda claim: f"{claim.__module__}.{claim.__name__}")
def test_no_counterexample(claim: Callable[[], None]) -> None:
    claim()


@pytest.mark.soak
@pytest.mark.parametrize("name", test_fuzz.FILES)
def test_no_damage_to_a_pack_goes_unnoticed(name: str) -> None:
    test_fuzz.test_a_damaged_pack_is_read_or_refused(name)
