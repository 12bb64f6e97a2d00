"""Options that several commands share, and how a moment is typed. Shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from reprieve.errors import BadInput

At = Annotated[
    str | None, Parameter(help="ask about this moment: a day, or an instant with offset (2019-08-25T12:00-04:00)")
]
KnownAt = Annotated[str | None, Parameter(help="answer from what was known at this moment")]
Json = Annotated[bool, Parameter(help="print JSON", negative="")]
Home = Annotated[Path | None, Parameter(help="the folder that holds the lists, instead of REPRIEVE_HOME")]


def moment(text: str | None, option: str) -> datetime | None:
    """What was typed as an instant; a day begins in US Eastern time. Raises BadInput."""
    from reprieve.model.time import EASTERN, LAST_YEAR, instant

    if text is None:
        return None
    try:
        found = instant(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text), EASTERN)
    except ValueError as error:
        raise BadInput(option, f"{text!r}: {error}", "2019-08-25, or 2019-08-25T12:00-04:00") from None
    if found.year > LAST_YEAR:
        raise BadInput(option, f"{text} is no day that anybody means", f"a day before {LAST_YEAR + 1}")
    return found


def day(text: str | None, option: str) -> date | None:
    """What was typed as a day of a publisher. Raises BadInput."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(option, f"{text!r}: {error}", "2019-08-25") from None


def meanings(given: Sequence[str]) -> dict[str, str]:
    """`name=Firma` as meaning and column. Raises BadInput."""
    found: dict[str, str] = {}
    for each in given:
        meaning, sign, column = each.partition("=")
        if not sign or not meaning.strip():
            raise BadInput("--column", f"{each!r} does not say what a column means", "name=Firma")
        if meaning.strip() in found:
            raise BadInput("--column", f"says twice which column is {meaning.strip()}", "each meaning once")
        found[meaning.strip()] = column
    return found
