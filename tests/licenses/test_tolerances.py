"""The table of shipping tolerances: dated, cited, and none that was not read counts as law."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reprieve.errors import BadInput
from reprieve.licenses.tolerances import tolerances
from reprieve.model.time import Window

HEADER = "authority,share,from,through,confidence,cite,note\n"


def test_at_most_one_tolerance_of_an_authority_is_law_on_any_day() -> None:
    for day in (datetime(2010, 1, 1, tzinfo=UTC), datetime(2019, 7, 1, tzinfo=UTC)):
        assert len([each for each in tolerances("BIS") if day in Window(each.start, each.end)]) == 1


def test_what_is_law_today_was_not_read_in_full_and_says_so() -> None:
    now = [each for authority in ("BIS", "DDTC") for each in tolerances(authority) if each.end is None]
    assert now
    assert {each.confidence for each in now} == {"unconfirmed"}
    assert all(each.cite and each.note for each in now)


def test_an_authority_that_is_not_in_the_table_tolerates_nothing() -> None:
    assert tolerances("nobody") == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("BIS,ten,,,official,c,n", "'ten' is no share"),
        ("BIS,10 %,,,perhaps,c,n", "confidence 'perhaps'"),
        ("BIS,10 %,2020-01-02,2020-01-01,official,c,n", "before it begins"),
        ("BIS,10 %,,official,c,n", "has 6 cells"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(row: str, why: str, tmp_path: Path) -> None:
    table = tmp_path / "tolerances.csv"
    table.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=why) as refused:
        tolerances("BIS", table)
    assert f"{table}, line 2" in str(refused.value)
