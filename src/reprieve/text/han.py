"""Forms of Han letters: traditional, Japanese and regional ones brought to the simplified form of the tables.

Never says what a letter means or how it is spoken; a letter of no table stays as it is.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

HAN_FORMS: Final = Path(__file__).parent / "han_forms.csv"


def simplified(text: str) -> str:
    """The text with every Han letter in the form of the tables; as long as before."""
    return text.translate(_forms())


@cache
def _forms() -> dict[int, str]:
    with HAN_FORMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {ord(other): row["form"] for row in rows for other in row["others"]}
