"""Names that a reader takes for the same spelling fold alike; names that are not the same do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.text.fold import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Huawei Technologies Co., Ltd.", "HUAWEI TECHNOLOGIES CO LTD"),
        ("Huawei  Technologies\tCo.,Ltd", "huawei technologies co ltd"),
        ("Ｈｕａｗｅｉ", "Huawei"),
        ("Société Générale", "Societe Generale"),
        ("Straße 5", "STRASSE 5"),
        ("Ａ．Ｂ．", "a b"),
        ("İstanbul", "istanbul"),
        ("ﬁrst", "First"),
        ("华为技术有限公司", "华为技术有限公司 "),
    ],
)
def test_one_name_spelt_in_two_ways(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Huawei Technologies", "Huawei Technology"),
        ("ZTE Corporation", "ZTE"),
        ("AB Company", "ABC ompany"),
        ("Plant 1", "Plant 2"),
        ("华为", "中兴"),
        ("Acme", ""),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_of_punctuation_alone_nothing_is_left() -> None:
    assert folded(" .,-—’ ") == ""


@given(st.text())
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.text())
def test_the_space_around_a_name_does_not_count(name: str) -> None:
    assert folded(f" {name}\n") == folded(name)
    assert folded(name) == " ".join(folded(name).split())
