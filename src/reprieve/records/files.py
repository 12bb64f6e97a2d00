"""Files of the book that are their owner's alone, and that are there whole or not at all.

A file is made under another name in a folder of its own, brought onto the disk, and only then given its name; so a
program that is killed meanwhile leaves no half book and no half key, and of two that make one, one wins. Knows neither
tables nor keys.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from reprieve.errors import BadInput

_NEW: Final = ".new-"
_LEFT: Final = 24 * 60 * 60
"""Seconds after which nobody is at work on what is half made."""


def private(path: Path) -> None:
    """Raises BadInput for a file or folder that others than its owner may use; modes mean nothing off POSIX."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as error:
        raise BadInput(str(path), f"cannot be opened: {error.strerror}", "a file of your own") from None
    if os.name == "posix" and mode & 0o077:
        raise BadInput(str(path), f"others may use it (mode {mode:o})", f"chmod 600 {path.name}")


def settled(path: Path, make: Callable[[Path], None]) -> bool:
    """Makes a file where there is none, and says whether it did. Raises BadInput where it cannot."""
    try:
        if path.exists():
            return False
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(path.parent)
        with tempfile.TemporaryDirectory(prefix=_NEW, dir=path.parent) as folder:
            new = Path(folder) / path.name
            make(new)
            _onto_disk(new)
            path.hardlink_to(new)
        _onto_disk(path.parent)
    except FileExistsError:
        return False
    except OSError as error:
        raise BadInput(str(path), f"cannot be made: {error.strerror}", "a folder that you can write to") from None
    return True


def written(path: Path, content: bytes, mode: int = 0o600) -> None:
    """A new file with that content, for its owner alone unless said otherwise."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        file.write(content)


def write_ahead(path: Path) -> None:
    """A new SQLite file in write-ahead mode, which it then keeps."""
    written(path, b"")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL").close()


def _sweep(folder: Path) -> None:
    """Takes away what programs that were killed a day ago or longer left half made."""
    for left in folder.glob(f"{_NEW}*"):
        if time.time() - left.stat().st_mtime > _LEFT:
            shutil.rmtree(left)


def _onto_disk(path: Path) -> None:
    """A file or a folder as it is now survives a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
