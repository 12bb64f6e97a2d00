"""Downloading from a server that behaves: what is written, what is said about it, redirects, the environment."""

from __future__ import annotations

import hashlib
import shutil
import ssl
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reprieve.lists.download import Failed, Fetched, Options, Validators, fetch
from tests.lists.downloading import NEVER, NOW, OLD, QUICK, failed, place, taken, untouched
from tests.lists.misbehaving import BODY, CHUNKED, ENDLESS, PACKED, WAYS, Server, chunks, hangs, packed, status, whole


@pytest.fixture
def into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return place(tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody but this test trusts, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = [
        "-subj",
        "/CN=made-up",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        "key.pem",
        "-out",
        "certificate.pem",
    ]
    subprocess.run([openssl, *made, *names], cwd=folder, check=True, capture_output=True)
    return folder / "certificate.pem"


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context


# --- what should happen -----------------------------------------------------------------------------------------------


def test_a_file_is_downloaded_with_all_that_was_said_about_it(into: Path) -> None:
    said = ('ETag: "v1"', "Last-Modified: Wed, 31 Dec 2025 12:00:00 GMT", "Content-Type: text/csv; charset=utf-8")
    with Server(whole(BODY, *said)) as server:
        found = fetch(server.address, into, before=NEVER, options=QUICK)
    assert into.read_bytes() == BODY
    assert list(into.parent.iterdir()) == [into]
    assert found == Fetched(
        status="new",
        address=server.address,
        url=server.address,
        validators=Validators('"v1"', "Wed, 31 Dec 2025 12:00:00 GMT"),
        content_type="text/csv; charset=utf-8",
        retrieved=NOW,
        size=len(BODY),
        sha256=hashlib.sha256(BODY).hexdigest(),
    )


def test_a_first_download_asks_without_conditions_and_says_who_asks(into: Path) -> None:
    with Server(whole(BODY)) as server:
        fetch(server.address, into, before=NEVER, options=QUICK)
    assert not {"if-none-match", "if-modified-since"} & set(server[0])
    assert (server[0]["user-agent"], server[0]["accept-encoding"]) == ("reprieve", "gzip")


def test_a_file_need_not_have_been_there(into: Path) -> None:
    into.unlink()
    assert taken(into, whole(BODY)).status == "new"
    assert into.read_bytes() == BODY


def test_a_downloaded_file_may_be_read_by_whoever_may_read_its_neighbours(into: Path) -> None:
    usual = into.stat().st_mode
    taken(into, whole(BODY))
    assert into.stat().st_mode == usual


def test_the_clock_tells_utc_unless_another_is_given(into: Path) -> None:
    earliest = datetime.now(UTC)
    found = taken(into, whole(BODY), now=Options().now)
    assert earliest <= found.retrieved <= datetime.now(UTC)


def test_what_is_unchanged_is_not_sent_again(into: Path) -> None:
    before = Validators('"v1"', "Wed, 31 Dec 2025 12:00:00 GMT")
    with Server(status("304 Not Modified")) as server:
        found = fetch(server.address, into, before=before, options=QUICK)
    untouched(into)
    assert (server[0]["if-none-match"], server[0]["if-modified-since"]) == (before.etag, before.modified)
    assert (found.status, found.validators, found.retrieved) == ("unchanged", before, NOW)
    assert (found.size, found.sha256) == (None, None)


def test_a_new_mark_of_an_unchanged_file_is_taken(into: Path) -> None:
    found = taken(into, status("304 Not Modified", 'ETag: "v2"'), before=Validators('"v1"', "yesterday"))
    assert found.validators == Validators('"v2"', "yesterday")


def test_marks_of_the_former_file_are_not_kept_for_the_new_one(into: Path) -> None:
    assert taken(into, whole(BODY), before=Validators('"v1"', "yesterday")).validators == NEVER


def test_a_mark_that_cannot_be_sent_is_not(into: Path) -> None:
    with Server(whole(BODY)) as server:
        found = fetch(server.address, into, before=Validators('"ü"', "x\r\nEvil: 1"), options=QUICK)
    assert not {"if-none-match", "if-modified-since", "evil"} & set(server[0])
    assert found.status == "new"


def test_unchanged_is_no_answer_to_who_has_no_file(into: Path) -> None:
    assert failed(into, Server(status("304 Not Modified"))).reason == "the server answers 304"


@pytest.mark.parametrize("way", WAYS)
def test_there_are_many_ways_to_send_a_file(into: Path, way: str) -> None:
    found = taken(into, WAYS[way])
    assert into.read_bytes() == BODY
    assert (found.size, found.sha256) == (len(BODY), hashlib.sha256(BODY).hexdigest())


def test_a_large_file_comes_whole(into: Path) -> None:
    body = bytes(range(256)) * 20_000
    assert taken(into, whole(packed(body), PACKED)).size == len(body)
    assert into.read_bytes() == body


@pytest.mark.parametrize(
    ("answer", "total"),
    [
        (whole(BODY), len(BODY)),
        (status("200 OK", CHUNKED, body=chunks(BODY)), None),
        (whole(packed(BODY), PACKED), None),
    ],
    ids=["plain", "in chunks", "packed"],
)
def test_progress_is_told_with_the_total_where_it_is_known(into: Path, answer: bytes, total: int | None) -> None:
    told: list[tuple[int, int | None]] = []
    with Server(answer) as server:
        fetch(server.address, into, before=NEVER, options=QUICK, progress=lambda *each: told.append(each))
    assert told[-1] == (len(BODY), total)
    assert told == sorted(told)


def test_who_breaks_off_leaves_nothing_behind(into: Path) -> None:
    def interrupted(_: int, __: int | None) -> None:
        assert len(list(into.parent.glob("list.csv.*.part"))) == 1
        raise KeyboardInterrupt

    with Server(whole(BODY)) as server, pytest.raises(KeyboardInterrupt):
        fetch(server.address, into, before=NEVER, options=QUICK, progress=interrupted)
    untouched(into)


def test_no_clock_goes_on_ticking(into: Path) -> None:
    taken(into, whole(BODY), total=3600.0)
    timers = [each for each in threading.enumerate() if isinstance(each, threading.Timer)]
    for each in timers:
        each.join(2.0)
    assert [each for each in timers if each.is_alive()] == []


# --- redirects --------------------------------------------------------------------------------------------------------


def test_a_redirect_is_followed_and_named(into: Path) -> None:
    moved = status("302 Found", "Location: /elsewhere.csv?at=1", "Content-Length: 0")
    found = taken(into, moved, whole(BODY))
    assert into.read_bytes() == BODY
    assert found.url == found.address.replace("/list.csv", "/elsewhere.csv?at=1")


def test_the_body_of_a_redirect_is_not_waited_for(into: Path) -> None:
    endless = hangs(status("301 Moved Permanently", "Location: /elsewhere.csv", "Content-Length: 1000000"))
    assert taken(into, endless, whole(BODY), silence=1.0, tries=1).status == "new"


def test_redirects_are_followed_only_so_far(into: Path) -> None:
    moved = status("302 Found", "Location: /list.csv")
    assert taken(into, moved, moved, whole(BODY), redirects=2).status == "new"
    into.write_bytes(OLD)
    server = Server(moved)
    assert failed(into, server, redirects=2).reason == "is redirected more than 2 times"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "location",
    ["file:///etc/hosts", "ftp://127.0.0.1/x", "http://" + "a" * 64 + ".invalid/", "http://[", "http://a..b"],
)
def test_a_redirect_leads_only_to_where_http_can_go(into: Path, location: str) -> None:
    failed(into, Server(status("302 Found", f"Location: {location}")))


def test_a_redirect_without_a_place_is_no_answer(into: Path) -> None:
    assert failed(into, Server(status("302 Found"))).reason == "the server answers 302"


# --- the environment --------------------------------------------------------------------------------------------------


def test_https_is_spoken_to_whom_the_environment_trusts(
    into: Path, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "CERTIFICATE_VERIFY_FAILED" in failed(into, Server(whole(BODY), tls=tls)).reason
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Server(whole(BODY), tls=tls) as server:
        assert fetch(server.address, into, before=NEVER, options=QUICK).size == len(BODY)


def test_a_redirect_does_not_lead_away_from_https(
    into: Path, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Server(whole(BODY)) as plain:
        error = failed(into, Server(status("302 Found", f"Location: {plain.address}"), tls=tls))
    assert (error.reason, error.tries) == (f"is redirected from https to {plain.address}", 1)
    assert plain.asked == []


def test_a_redirect_may_lead_to_https(
    into: Path, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Server(whole(BODY), tls=tls) as secret:
        assert taken(into, status("302 Found", f"Location: {secret.address}")).url == secret.address


@pytest.mark.parametrize("name", ["body", "body of unknown length", "headers"])
def test_the_deadline_holds_for_https(
    into: Path, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    began = time.monotonic()
    assert failed(into, Server(ENDLESS[name], tls=tls), total=0.3).reason == "is not complete after 0.3 s"
    assert time.monotonic() - began < 4.0


def test_the_proxy_of_the_environment_is_asked(into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    with Server(whole(BODY)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        fetch("http://list.example/list.csv", into, before=NEVER, options=QUICK)
    assert proxy.asked[0].startswith("GET http://list.example/list.csv HTTP/1.1\r\n")


@pytest.mark.parametrize(("name", "value"), [("HTTP_PROXY", "carrier-pigeon://x"), ("SSL_CERT_FILE", "/none.pem")])
def test_an_environment_that_is_no_use_is_named(
    into: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv(name, value)
    with pytest.raises(Failed, match="the proxy or certificates that the environment names are no use: "):
        fetch("http://list.example/list.csv", into, before=NEVER, options=QUICK)
    untouched(into)
