"""A file that is written whole or not at all: beside its place first, on the disk, then in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from reprieve.errors import BadInput


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to, which has its name once the block is through. Raises BadInput where it cannot be written."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part") if path.name else path
    try:
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise BadInput(str(path), what, "name a file in a folder that is yours") from None
    finally:
        with suppress(OSError):
            part.unlink()
