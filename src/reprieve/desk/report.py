"""Writing a report: one self-contained HTML file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reprieve.errors import BadInput
from reprieve.model.answer import Answers
from reprieve.views.report import report


def write_report(answers: Answers, path: Path) -> Path:
    """The report as an HTML file. Raises BadInput if it cannot be written; leaves nothing half-written."""
    text = report(answers)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadInput(
            str(path), f"cannot be written: {error.strerror}", "name a file in a folder that is yours"
        ) from None
    return path
