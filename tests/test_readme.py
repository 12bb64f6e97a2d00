"""The README's table of what was asked in 2019 tells what the program answers today."""

from __future__ import annotations

import re
from pathlib import Path

import reprieve

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (?P<asked>.+) \([0-9: -]+\) \| `(?P<id>T\d+)` \| (?P<answer>[a-z ]+) \|$", re.MULTILINE)


def test_every_row_of_the_table_is_what_the_example_answers() -> None:
    rows = {found["id"]: found for found in ROW.finditer((ROOT / "README.md").read_text(encoding="utf-8"))}
    assert len(rows) >= 18
    answers = reprieve.check(ROOT / "examples" / "huawei-2019", only=tuple(rows))
    for answer in answers.transactions:
        row = rows[answer.id]
        assert row["asked"] == answer.asked
        assert row["answer"] == answer.verdict.outcome.replace("_", " ").replace("indeterminate", "open")
