"""A million records: written, signed, and verified in less than a minute."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Final

import pytest

from reprieve.model.record import Written
from reprieve.records.book import Book

RECORDS: Final = 1_000_000
BATCH: Final = 10_000
CONTENT: Final = b'{"transaction":"T%d","verdict":"authorized","because":"' + b"x" * 500 + b'"}'


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_million_records_verify_in_less_than_a_minute(place: str, tmp_path: Path) -> None:
    with Book.open(place, tmp_path / "keys") as book:
        for start in range(0, RECORDS, BATCH):
            numbers = range(start, start + BATCH)
            book.append([Written("decision", f"T{each}", "A. Clerk", CONTENT % each, "authorized") for each in numbers])
        book.sign()
        began = monotonic()
        verified = book.verify()
        took = monotonic() - began
    Path(place).unlink(missing_ok=True)  # a gigabyte, where it is a file
    print(f"{book.place}: {verified.records} records verified in {took:.1f} s")  # noqa: T201  # for whoever measures
    assert verified.sound
    assert verified.records == RECORDS
    assert took < 60
