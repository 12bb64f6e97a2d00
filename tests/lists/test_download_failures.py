"""Downloading from a server that misbehaves: what may pass is tried again, what stays is named, nothing is left."""

from __future__ import annotations

import re
import resource
import socket
import time
import tracemalloc
from pathlib import Path

import pytest

from reprieve.errors import BadInput, ReprieveError
from reprieve.lists.download import Failed, fetch
from tests.lists.downloading import NEVER, QUICK, failed, place, taken, untouched
from tests.lists.misbehaving import (
    BODY,
    BROKEN,
    CHUNKED,
    ENDLESS,
    PACKED,
    PAGES,
    TOO_LARGE,
    Server,
    chunks,
    hangs,
    packed,
    status,
    whole,
)


@pytest.fixture
def into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return place(tmp_path, monkeypatch)


# --- failures that may pass -------------------------------------------------------------------------------------------


def test_a_server_in_trouble_is_asked_again_after_growing_waits(into: Path) -> None:
    waits: list[float] = []
    trouble = status("500 Overworked")
    found = taken(into, trouble, trouble, status("503 Away"), whole(BODY), tries=4, sleep=waits.append, first_wait=1.0)
    assert found.status == "new"
    assert [first < wait <= first + 1 for first, wait in zip((1, 2, 4), waits, strict=True)] == [True, True, True]


def test_tries_end(into: Path) -> None:
    server = Server(status("502 Bad Gateway"))
    error = failed(into, server)
    assert (error.address, error.reason, error.tries) == (server.address, "the server answers 502", 3)
    assert str(error) == f"{server.address}: the server answers 502 (tried 3 times)"
    assert len(server.asked) == 3


def test_a_failed_download_is_no_bad_input() -> None:
    assert issubclass(Failed, ReprieveError)
    assert not issubclass(Failed, BadInput)


@pytest.mark.parametrize("first", ["429 Too Many Requests", "503 Away"])
@pytest.mark.parametrize("header", ["9", "Thu, 01 Jan 2026 00:00:09 GMT", "Thu, 01 Jan 2026 00:00:09 -0000"])
def test_a_server_is_left_alone_as_long_as_it_asks(into: Path, first: str, header: str) -> None:
    waits: list[float] = []
    taken(into, status(first, f"Retry-After: {header}"), whole(BODY), sleep=waits.append)
    assert waits == [9.0]


@pytest.mark.parametrize(
    "header", ["0", "soon", "", "-5", "1e1", "Wed, 31 Dec 2025 12:00:00 GMT", "Wed, 31 Dec 99999 12:00:00 GMT"]
)
def test_a_wait_that_is_none_leaves_the_usual_one(into: Path, header: str) -> None:
    waits: list[float] = []
    taken(into, status("429 Busy", f"Retry-After: {header}"), whole(BODY), sleep=waits.append)
    assert 1 < waits[0] <= 2


@pytest.mark.parametrize("header", ["61", "9" * 5000, "Thu, 01 Jan 2026 00:01:01 GMT"])
def test_a_server_that_asks_for_too_long_a_wait_has_refused(into: Path, header: str) -> None:
    error = failed(into, Server(status("429 Busy", f"Retry-After: {header}")), longest_wait=60.0)
    assert error.reason.startswith("the server answers 429 and asks to wait ")
    assert error.tries == 1


def test_a_wait_beyond_the_total_time_is_not_begun(into: Path) -> None:
    waits: list[float] = []
    assert failed(into, Server(status("500 Overworked")), first_wait=30.0, sleep=waits.append, total=20.0).tries == 1
    assert waits == []


def test_nobody_listening_is_tried_again(into: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(Failed, match=r"the connection failed: .*refused \(tried 3 times\)"):
        fetch(f"http://127.0.0.1:{port}/list.csv", into, before=NEVER, options=QUICK)
    untouched(into)


def patience(name: str) -> float:
    """Seconds of silence to bear: few where silence is what is to come, enough elsewhere on a busy computer."""
    return 0.2 if name.startswith("silence") else 5.0


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_asked_for_again_and_never_kept(into: Path, name: str) -> None:
    answer, reason = BROKEN[name]
    server = Server(answer)
    error = failed(into, server, tries=2, silence=patience(name))
    assert error.reason.startswith(reason)
    assert error.tries == len(server.asked) == 2


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_forgotten_once_a_whole_one_comes(into: Path, name: str) -> None:
    assert taken(into, BROKEN[name][0], whole(BODY), silence=patience(name)).size == len(BODY)
    assert into.read_bytes() == BODY


# --- failures that stay -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["404 Not Found", "400 Bad", "401 Who", "403 No", "408 Slow", "410 Gone", "206 Part"])
def test_a_server_that_has_no_such_file_is_asked_once(into: Path, line: str) -> None:
    server = Server(status(line, "Content-Length: 4", "Retry-After: 1", body=b"none"))
    error = failed(into, server)
    assert (error.reason, error.tries) == (f"the server answers {line[:3]}", 1)
    assert len(server.asked) == 1
    assert str(error).endswith("(tried once)")


@pytest.mark.parametrize(
    "answer",
    [whole(b""), status("200 OK"), status("200 OK", CHUNKED, body=chunks()), whole(packed(b""), PACKED)],
    ids=["no length", "no end", "no chunk", "packed"],
)
def test_an_empty_file_is_none(into: Path, answer: bytes) -> None:
    error = failed(into, Server(answer))
    assert (error.reason, error.tries) == ("the server sent an empty file", 1)


@pytest.mark.parametrize("page", PAGES)
def test_a_web_page_is_no_list(into: Path, page: str) -> None:
    error = failed(into, Server(PAGES[page]))
    assert (error.reason, error.tries) == ("the server sent a web page", 1)


@pytest.mark.parametrize(
    "body", [b"<htmlish/>", b"name,note\nAcme,<html>\n", b'<?xml version="1.0"?><sdnList/>', b"<!doctype htmlx><a/>"]
)
def test_what_only_speaks_of_web_pages_is_taken(into: Path, body: bytes) -> None:
    taken(into, whole(body))
    assert into.read_bytes() == body


def test_an_encoding_that_was_not_asked_for_is_refused(into: Path) -> None:
    error = failed(into, Server(whole(BODY, "Content-Encoding: br")))
    assert (error.reason, error.tries) == ("is sent in the encoding 'br', not in gzip", 1)


@pytest.mark.parametrize("how", TOO_LARGE)
def test_a_file_beyond_the_bound_is_refused(into: Path, how: str) -> None:
    error = failed(into, Server(TOO_LARGE[how]), most_bytes=100_000)
    assert (error.reason, error.tries) == ("is larger than 100,000 bytes", 1)


@pytest.mark.parametrize(
    "answer", [whole(bytes(100_000)), whole(packed(bytes(100_000)), PACKED)], ids=["plain", "packed"]
)
def test_a_file_at_the_bound_is_taken(into: Path, answer: bytes) -> None:
    assert taken(into, answer, most_bytes=100_000).size == 100_000


def test_a_bomb_is_not_unpacked_to_see_how_large_it_is(into: Path) -> None:
    bomb = Server(whole(packed(bytes(60_000_000)), PACKED))
    tracemalloc.start()
    try:
        failed(into, bomb, most_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ENDLESS)
def test_a_server_that_drips_meets_the_deadline(into: Path, name: str) -> None:
    began = time.monotonic()
    error = failed(into, Server(ENDLESS[name]), total=0.25)
    assert (error.reason, error.tries) == ("is not complete after 0.25 s", 1)
    assert time.monotonic() - began < 4.0


def test_the_deadline_spans_all_tries(into: Path) -> None:
    server = Server(hangs())
    assert (
        failed(into, server, total=0.5, silence=0.2, tries=50, first_wait=0.0).reason == "is not complete after 0.5 s"
    )
    assert 2 <= len(server.asked) <= 4


@pytest.mark.parametrize(
    "address",
    ["", "list.csv", "ftp://127.0.0.1/x", "file:///etc/hosts", "http://", "http://[::1", "http://a..b/", "http://x/\n",
     "http://\udcff/", "http://127.0.0.1:1/\udcff", "http://" + "a" * 64 + ".invalid/"],
)  # fmt: skip
def test_what_is_no_address_is_asked_nothing(into: Path, address: str) -> None:
    with pytest.raises(Failed, match=r": cannot be asked for: .* \(tried once\)$"):
        fetch(address, into, before=NEVER, options=QUICK)
    untouched(into)


def test_a_request_that_cannot_be_made_is_made_once_only(into: Path) -> None:
    error = failed(into, Server(whole(BODY)), agent="two\nlines")
    assert (error.reason[:20], error.tries) == ("cannot be asked for:", 1)


def test_a_failure_is_one_plain_line() -> None:
    error = Failed("http://x/\n\x1b[2J", "a\r\nb\x85" + "c" * 1000, 2)
    assert re.fullmatch(r"http://x/\?\?\[2J: a\?\?b\?c{295}… \(tried 2 times\)", str(error))


# --- the disk ---------------------------------------------------------------------------------------------------------


def test_a_place_in_no_folder_cannot_be_written(into: Path) -> None:
    with Server(whole(BODY)) as server, pytest.raises(Failed, match="cannot be written: No such file or directory"):
        fetch(server.address, into.parent / "none" / "list.csv", before=NEVER, options=QUICK)
    untouched(into)


def test_a_folder_is_not_overwritten(into: Path) -> None:
    (into.parent / "sub").mkdir()
    with Server(whole(BODY)) as server, pytest.raises(Failed, match="cannot be written: Is a directory"):
        fetch(server.address, into.parent / "sub", before=NEVER, options=QUICK)
    assert sorted(each.name for each in into.parent.iterdir()) == ["list.csv", "sub"]


@pytest.mark.parametrize("size", [3_000, 300_000])
def test_a_full_disk_leaves_nothing_behind(into: Path, size: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        error = failed(into, Server(whole(b"x" * size)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (error.reason, error.tries) == ("cannot be written: File too large", 1)
