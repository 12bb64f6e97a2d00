"""Which country a text names: the spellings of lists, held equal to rigour, and what names none."""

import csv

import pytest

from reprieve.text.country import FILE, country_code, looked_up


def test_the_table_says_what_rigour_says() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["code"]) for row in csv.DictReader(file)]
    assert len(rows) > 400
    assert [(text, code, looked_up(text)) for text, code in rows if looked_up(text) != code] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN", "CN"),
        ("Korea, North", "KP"),
        ("United  Kingdom", "GB"),
        ("Elbonia", ""),
        ("ZZ", ""),
        ("", ""),
        ("Türkiye", "TR"),
    ],
)
def test_a_country_has_a_code_and_what_is_none_has_none(text: str, code: str) -> None:
    assert country_code(text) == code
