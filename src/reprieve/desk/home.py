"""The one folder in which Reprieve keeps what it learns: REPRIEVE_HOME, or the user's data folder."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from reprieve.lists.store import Store


def home() -> Path:
    """The home folder; it need not exist yet."""
    said = os.environ.get("REPRIEVE_HOME", "")
    return Path(said) if said else user_data_path("reprieve", appauthor=False)


def lists_in(folder: Path | None = None) -> Store:
    """The list snapshots in a home folder."""
    return Store((folder or home()) / "lists")
