"""Writing a report: one self-contained HTML file, whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from reprieve.intake.whole import whole
from reprieve.model.answer import Answers
from reprieve.views.report import report


def write_report(answers: Answers, path: Path) -> Path:
    """The report as an HTML file. Raises BadInput if it cannot be written; leaves nothing half-written."""
    text = report(answers)
    with suppress(OSError):  # whoever cannot make a folder is told so by what follows
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as out:
        out.write(text.encode())
    return path
