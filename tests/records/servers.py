"""A PostgreSQL server of the tests' own: in a new folder, reached by a socket in it, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import psycopg

FOLDERS: Final = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def programs() -> Path | None:
    """The folder of the server's programs, where there is a server to start and a user who may."""
    found = shutil.which("initdb")
    folder = Path(found).parent if found else next(iter(FOLDERS), None)
    return folder if folder and (os.getuid() or _user()) else None


def _user() -> dict[str, Any]:
    """Who runs the server: it refuses root, so root makes way for `postgres`."""
    if os.getuid():
        return {}
    try:
        found = pwd.getpwnam("postgres")
    except KeyError:
        return {}
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


class Server:
    """A server that runs."""

    def __init__(self, folder: Path, bin_: Path) -> None:
        self.folder, self._bin = folder, bin_
        self._numbers = count(1)

    def start(self) -> None:
        """Starts it, also after it was killed."""
        # Tests kill programs and servers, and never cut the power: nothing need be brought onto the disk.
        options = f"-c listen_addresses='' -k {self.folder} -c max_connections=40 -c fsync=off"
        self._run("pg_ctl", "-D", str(self.folder / "pg"), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def make(self) -> None:
        """Makes its files."""
        self._run("initdb", "-D", str(self.folder / "pg"), "-A", "trust", "-N", "-U", "reprieve", "-E", "UTF8")

    def stop(self) -> None:
        """Ends it without ado."""
        self._run("pg_ctl", "-D", str(self.folder / "pg"), "-m", "immediate", "-w", "stop")

    def place(self) -> str:
        """The URL of a new, empty place for a book: a schema, which costs less than a database."""
        name = f"book{next(self._numbers)}"
        self.tell(f"CREATE SCHEMA {name}")
        return f"postgresql+psycopg://reprieve@/postgres?host={self.folder}&options=-csearch_path%3D{name}"

    def tell(self, *statements: str) -> None:
        """Has the server's owner say something to it."""
        with psycopg.connect(f"host={self.folder} user=reprieve dbname=postgres", autocommit=True) as connection:
            for each in statements:
                connection.execute(each.encode())

    def database(self, disk: Path | None = None) -> str:
        """The URL of a new, empty database; on a disk of its own, if asked, which the server's user must own."""
        name = f"book{next(self._numbers)}"
        if disk is None:
            self.tell(f"CREATE DATABASE {name}")
        else:
            os.chown(disk, _user()["user"], _user()["group"])
            self.tell(f"CREATE TABLESPACE of_{name} LOCATION '{disk}'", f"CREATE DATABASE {name} TABLESPACE of_{name}")
        return f"postgresql+psycopg://reprieve@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
        quiet = subprocess.DEVNULL
        subprocess.run(command, check=True, cwd="/", env=env, stdout=quiet, stderr=quiet, timeout=120, **_user())


@contextmanager
def server(bin_: Path) -> Iterator[Server]:
    """A server for as long as the block lasts. Not in pytest's folder: that one is closed to the server's user."""
    with tempfile.TemporaryDirectory(prefix="reprieve-pg-") as name:
        folder = Path(name)
        if _user():
            os.chown(folder, _user()["user"], _user()["group"])
        found = Server(folder, bin_)
        found.make()
        found.start()
        try:
            yield found
        finally:
            found.stop()
