"""Asking the desk about small cases under the small law."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import reprieve
from reprieve.desk.given import Given
from reprieve.model.answer import Answer
from reprieve.model.verdict import Outcome

Ask = Callable[..., Answer]
EASTERN = "-04:00"


def instant(text: str) -> datetime:
    """A day (its beginning, Eastern summer time) or an instant with offset."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00{EASTERN}")


def outcomes(answer: Answer) -> list[tuple[datetime | None, Outcome]]:
    """The turns of a timeline: from when on which outcome, causes left aside."""
    found: list[tuple[datetime | None, Outcome]] = []
    for piece in answer.timeline.pieces:
        if not found or found[-1][1] != piece.outcome:
            found.append((piece.start, piece.outcome))
    return found


def answered(path: Path, packs: Path, given: Given = (), at: str = "") -> Answer:
    """The answer to the first question of a case."""
    return reprieve.check(path, packs=packs, at=instant(at) if at else None, given=given).transactions[0]
