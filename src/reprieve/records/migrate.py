"""Brings a book to a revision of its tables, up or down, with what it holds; under the writers' lock and all at once.

The revision that a book has stands in it. A program writes only to a book of the revision it knows, and looks under
the lock: so two versions of the program never write together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from reprieve.errors import BadInput
from reprieve.records.engine import shown, turn
from reprieve.records.tables import REVISION

_VERSION: Final = sa.table("alembic_version", sa.column("version_num"))


def revision(connection: Connection) -> str | None:
    """The revision that a database has; nothing where it holds no book."""
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(sa.select(_VERSION.c.version_num)).scalar()


def check(connection: Connection) -> None:
    """Raises BadInput where a book has another revision than the one that this program knows."""
    found = connection.execute(sa.select(_VERSION.c.version_num)).scalar()
    if found != REVISION:
        raise BadInput(shown(connection.engine.url), *mismatch(found))


def mismatch(found: str | None) -> tuple[str, str]:
    """What is wrong with a revision, and what to do."""
    if found is None:
        return "holds no book of records", "another place, or an empty database"
    what = f"is of revision {found}, and this version of Reprieve writes {REVISION}"
    if found > REVISION:
        return what, "a newer version of Reprieve: nothing was written"
    return what, "bring it up to date; nothing was written"


def migrate(engine: Engine, to: str = REVISION) -> None:
    """Brings a book to a revision; `base` takes its tables away. Raises BadInput where that would lose something."""
    with turn(engine) as connection:
        found = revision(connection)
        if found is not None and found > REVISION:
            raise BadInput(shown(engine.url), *mismatch(found))
        _run(connection, to, up=to != "base" and (found is None or found < to))


def _run(connection: Connection, to: str, *, up: bool) -> None:
    from alembic import command  # noqa: PLC0415  # only a book that is made or changed needs it
    from alembic.config import Config  # noqa: PLC0415  # the same

    attributes: dict[str, Any] = {"connection": connection}
    config = Config(attributes=attributes)
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    (command.upgrade if up else command.downgrade)(config, to)
