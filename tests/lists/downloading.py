"""What the tests of downloading share: a place with an older file in it, and downloads that succeed or fail there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import pytest

from reprieve.lists.download import Failed, Fetched, Options, Validators, fetch
from tests.lists.misbehaving import Answer, Server

OLD: Final = b"what was there before\n"
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
NEVER: Final = Validators()
QUICK: Final = Options(tries=3, silence=2.0, total=20.0, sleep=lambda _: None, now=lambda: NOW)


def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file goes: alone in its folder, with an older one in its place, in an environment that says nothing."""
    monkeypatch.setenv("NO_PROXY", "*")
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    (folder / "folder").mkdir()
    (folder / "folder" / "list.csv").write_bytes(OLD)
    return folder / "folder" / "list.csv"


def taken(into: Path, *answers: Answer | bytes, before: Validators = NEVER, **changed: object) -> Fetched:
    """A download that succeeds, with nothing beside the file afterwards."""
    with Server(*answers) as server:
        found = fetch(server.address, into, before=before, options=options(**changed))
    assert list(into.parent.iterdir()) == [into]
    return found


def failed(into: Path, server: Server, **changed: object) -> Failed:
    """A download that fails and leaves everything as it was."""
    with server, pytest.raises(Failed) as caught:
        fetch(server.address, into, before=NEVER, options=options(**changed))
    untouched(into)
    assert str(caught.value).startswith(f"{server.address}: {caught.value.reason} (tried ")
    return caught.value


def untouched(into: Path) -> None:
    assert list(into.parent.iterdir()) == [into]
    assert into.read_bytes() == OLD


def options(**changed: object) -> Options:
    return msgspec.structs.replace(QUICK, **changed)
