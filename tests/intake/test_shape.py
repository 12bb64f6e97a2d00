"""Plain values as typed structures: what is wrong, where, and the nearest word that would be right."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.errors import BadCase, BadInput
from reprieve.intake.shape import shaped


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A table in which an unknown key is an error."""


class Part(Strict, frozen=True):
    start: date
    weight: int = 0
    kind: Literal["commodity", "software"] = "software"


class Whole(Strict, frozen=True):
    title: str
    main: Part | None = None
    parts: tuple[Part, ...] = ()
    named: dict[str, Part] = {}
    groups: dict[str, tuple[str, ...]] = {}


DAY = date(2019, 5, 16)


def test_what_fits() -> None:
    raw = {"title": "x", "parts": [{"from": DAY, "weight": 3}], "named": {"a b": {"from": DAY}}}
    assert shaped(raw, Whole, "case.toml") == Whole("x", None, (Part(DAY, 3),), {"a b": Part(DAY)})


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "case.toml: the key 'title' is missing"),
        ({"title": "x", "pars": []}, "case.toml: the key 'pars' is not known here (did you mean parts?)"),
        (
            {"title": "x", "zzz": 1},
            "case.toml: the key 'zzz' is not known here (known: title, main, parts, named, groups)",
        ),
        ({"title": 3}, "case.toml: title: Expected str, got int"),
        (
            {"title": "x", "main": {"form": DAY}},
            "case.toml: main: the key 'form' is not known here (did you mean from?)",
        ),
        ({"title": "x", "main": {}}, "case.toml: main: the key 'from' is missing"),
        ({"title": "x", "parts": {}}, "case.toml: parts: Expected array, got object"),
        (
            {"title": "x", "parts": [{"from": DAY}, {"from": DAY, "wight": 1}]},
            "parts[1]: the key 'wight' is not known here (did you mean weight?)",
        ),
        ({"title": "x", "parts": [{"from": 2019}]}, "parts[0].from: Expected date, got int"),
        (
            {"title": "x", "named": {"chip": {"from": DAY}, "bo ard": {"from": DAY, "weight": "3"}}},
            "named.bo ard.weight: Expected int, got str",
        ),
        (
            {"title": "x", "named": {"chip": {"from": DAY, "kind": "softwar"}}},
            "named.chip.kind: cannot be 'softwar' (did you mean software?)",
        ),
        (
            {"title": "x", "named": {"chip": {"from": DAY, "kind": "x"}}},
            "named.chip.kind: cannot be 'x' (known: commodity, software)",
        ),
        (
            {"title": "x", "named": {"chip": {"from": DAY, "knd": "software"}}},
            "named.chip: the key 'knd' is not known here (did you mean kind?)",
        ),
        ({"title": "x", "groups": {"us": ["a"], "eu": [3]}}, "groups.eu[0]: Expected str, got int"),
        ([], "case.toml: Expected object, got array"),
        (float("nan"), "case.toml: Expected object, got float"),
    ],
)
def test_what_does_not_fit(raw: Any, message: str) -> None:
    with pytest.raises(BadCase) as caught:
        shaped(raw, Whole, "case.toml", BadCase)
    assert str(caught.value).startswith("case.toml: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("title", "main", "parts", "named", "groups", "from", "a.b", "[0]")), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(plain)
def test_any_value_fits_or_is_refused(raw: Any) -> None:
    try:
        assert isinstance(shaped(raw, Whole, "case.toml"), Whole)
    except BadInput as error:
        assert str(error).startswith("case.toml: ")  # noqa: PT017  # either way is right
