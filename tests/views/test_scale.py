from datetime import datetime, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.views.scale import Label, arrange, scale
from tests.views.story import LISTED, day
from tests.views.timelines import INSTANTS


@given(st.lists(INSTANTS, max_size=30), st.floats(1, 20))
def test_instants_stay_in_order_and_never_nearer_than_the_least(knots: list[datetime], least: float) -> None:
    line = scale(knots, 500, least, 60)
    assert list(line.knots) == sorted(set(knots))
    assert all(right - left >= least - 1e-6 for left, right in pairwise(line.places))
    assert line.width >= 500 - 1e-6
    assert all(60 - 1e-6 <= place <= line.width - 60 + 1e-6 for place in line.places)
    assert [line.place(knot) for knot in line.knots] == pytest.approx(list(line.places))


@given(st.lists(INSTANTS, max_size=8), INSTANTS, INSTANTS)
def test_later_never_lies_before_earlier(knots: list[datetime], one: datetime, two: datetime) -> None:
    line = scale(knots, 500, 4, 60)
    assert line.place(min(one, two)) <= line.place(max(one, two)) + 1e-6


def test_four_days_beside_a_year_stay_visible_and_shorter() -> None:
    line = scale([LISTED, day("2019-05-20"), day("2020-05-20")], 960, 16, 100)
    gap, year = (right - left for left, right in pairwise(line.places))
    assert 16 <= gap < year / 5


def test_one_day_does_not_fill_the_line() -> None:
    line = scale([LISTED, LISTED + timedelta(days=1)], 960, 16, 100)
    assert line.places[1] - line.places[0] <= 32


@given(st.lists(st.tuples(st.floats(0, 300), st.text("abc", min_size=1, max_size=9)), max_size=12))
def test_labels_touch_neither_each_other_nor_the_lines_that_lead_to_them(wanted: list[tuple[float, str]]) -> None:
    labels = arrange(wanted, lambda text: len(text) * 6.0, 300, 8, 4)
    for one, two in combinations(labels, 2):
        assert one.row != two.row or one.right <= two.left or two.right <= one.left
        upper, lower = sorted((one, two), key=lambda label: label.row)
        assert upper.row == lower.row or not upper.left < lower.place < upper.right
    assert all(0 <= label.left <= label.place or label.left == label.place for label in labels)
    assert all(label.right <= 300 for label in labels)
    assert len(labels) == len(wanted) or len(wanted) > 1


def test_the_first_wanted_is_served_first() -> None:
    labels = arrange([(10, "first"), (12, "second")], lambda _: 40, 300, 4, 1)
    assert labels == (Label("first", 10, 10, 50, 0),)
