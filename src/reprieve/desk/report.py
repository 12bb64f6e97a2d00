"""Writing a report: one self-contained HTML file, whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from reprieve.errors import BadInput
from reprieve.model.answer import Answers
from reprieve.views.report import report


def write_report(answers: Answers, path: Path) -> Path:
    """The report as an HTML file. Raises BadInput if it cannot be written; leaves nothing half-written."""
    text = report(answers)
    part = path.with_name(f".{path.name}.{os.getpid()}.part") if path.name else path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise BadInput(
            str(path), f"cannot be written: {error.strerror}", "name a file in a folder that is yours"
        ) from None
    return path
