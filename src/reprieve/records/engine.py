"""The way to the database: SQLite in a file of one's own, or PostgreSQL by URL; durable commits and one writer's turn.

Never shows a password, and never what a statement was about: errors name the place and the fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from reprieve.errors import BadInput, MissingExtra
from reprieve.records.faults import told

PATIENCE: Final = 60
"""Seconds to wait for another writer."""
_LOCK: Final = 0x5265_7072
"""The advisory lock of the book in a PostgreSQL database: "Repr"."""
_WRITES: Final = "reprieve_writes"


def located(where: str | Path) -> URL:
    """The URL of a book, from a URL or the path of a SQLite file. Raises BadInput for any other database."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except ArgumentError:
        raise BadInput("the book of records", "its URL cannot be read", "a path, or postgresql+psycopg://…") from None
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "postgresql+psycopg"} or not url.database:
        what = f"{url.drivername} is no database that it can be kept in"
        raise BadInput(shown(url), what, "a path, sqlite:///… or postgresql+psycopg://HOST/DATABASE")
    return url


def shown(url: URL) -> str:
    """A book's place as people may see it: a path, or a URL without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(query={}).render_as_string(hide_password=True)


def file_of(url: URL) -> Path | None:
    """The file of a SQLite book; nothing for a book on a server."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def connect(url: URL) -> Engine:
    """An engine that opens no connection yet. Raises MissingExtra where PostgreSQL's driver is not installed."""
    try:
        engine = sa.create_engine(url, hide_parameters=True, **_options(url))
    except (ModuleNotFoundError, NoSuchModuleError):
        raise MissingExtra('a book on PostgreSQL needs its driver: pip install "reprieve[postgres]"') from None
    if url.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _settle)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": PATIENCE}}
    return {"connect_args": {"connect_timeout": 10, "application_name": "reprieve"}, "pool_pre_ping": True}


def _settle(connection: Any, _: object) -> None:
    """What a connection to SQLite needs: we begin our own transactions, and a commit returns once it is on the disk."""
    connection.isolation_level = None
    for pragma in ("synchronous=EXTRA", "secure_delete=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def brief(url: URL) -> Iterator[Engine]:
    """An engine that gives back its connections at the end of the block."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def turn(engine: Engine) -> Iterator[Connection]:
    """The one writer's turn: sees all that is committed, commits at the end, or nothing where something is raised."""
    with told(shown(engine.url)), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        if _serves(engine):  # whatever the server's default: what is read has to be what the writer before left
            connection.execution_options(isolation_level="READ COMMITTED")
        with connection.begin():
            if _serves(engine):
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
                connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection


@contextmanager
def look(engine: Engine) -> Iterator[Connection]:
    """A look at the book as it is at one moment, however long the look takes."""
    with told(shown(engine.url)), engine.connect() as connection:
        if _serves(engine):
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            connection.exec_driver_sql("SELECT 1" if _serves(engine) else "SELECT 1 FROM sqlite_master LIMIT 1").all()
            yield connection


def _serves(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def forget(engine: Engine) -> None:
    """Empties SQLite's write-ahead file of what was removed; while others read, the last of them does it later."""
    if not _serves(engine):
        with closing(engine.raw_connection()) as connection:
            for pragma in ("busy_timeout=100", "wal_checkpoint(TRUNCATE)", f"busy_timeout={PATIENCE}000"):
                connection.cursor().execute(f"PRAGMA {pragma}").close()
