"""Downloading: one address into one file, whole or not at all.

    fetched = fetch(address, folder / "sdn.xml", before=Validators(etag, modified))

A file is written beside its place and takes it in one step, once it is complete: as long as announced, within the
bounds of size and time, not empty, no web page. Whatever fails leaves the place as it was and nothing beside it. A
failure that may pass is tried again, politely. What stands in the file, and where files are kept, is never asked here.
"""

from __future__ import annotations

import email.utils
import hashlib
import os
import re
import secrets
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, Self

import httpx
import msgspec
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_exponential, wait_random

from reprieve.errors import ReprieveError

PIECE: Final = 64 * 2**10
"""Most bytes unpacked at a time."""
HEAD: Final = 2**10
"""How many first bytes are looked at for a web page."""
LONGEST_REASON: Final = 300
GZIP: Final = zlib.MAX_WBITS | 16

_WEB_PAGE: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)

Progress = Callable[[int, int | None], None]
"""Told the bytes so far and, where it is known, of how many; begins again with every try."""


class Failed(ReprieveError):
    """A download failed: from which address, why, after how many tries."""

    def __init__(self, address: str, reason: str, tries: int) -> None:
        self.address, self.reason, self.tries = address, _one_line(reason), tries
        often = "tried once" if tries == 1 else f"tried {tries} times"
        super().__init__(f"{_one_line(address)}: {self.reason} ({often})")


def _one_line(text: str) -> str:
    """A text that a server may have had a hand in, without line ends and control characters, and not too long."""
    plain = "".join(each if each.isprintable() else "?" for each in text)
    return plain if len(plain) <= LONGEST_REASON else plain[:LONGEST_REASON] + "…"


class Validators(msgspec.Struct, frozen=True):
    """By what a server tells whether its file has changed: ETag and Last-Modified, as it sent them; empty for none."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request. A value that cannot be sent back as it came is left out."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()}


class Options(msgspec.Struct, frozen=True):
    """The bounds of a download. Times are seconds.

    `total` bounds everything, waits between tries included; `silence` is how long a server may send nothing;
    `longest_wait` the longest pause between tries: a server that asks for a longer one has refused.
    """

    most_bytes: int = 2 * 2**30
    total: float = 1800.0
    connect: float = 20.0
    silence: float = 60.0
    tries: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    redirects: int = 5
    agent: str = "reprieve"
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = partial(datetime.now, UTC)


STANDARD: Final = Options()


class Fetched(msgspec.Struct, frozen=True):
    """What came of a download.

    `url` is where the answer came from, after redirects; `retrieved` when it began (UTC): what it says is no newer.
    `size` and `sha256` are of the file as written, that is unpacked. Of an unchanged file nothing was sent: `size` and
    `sha256` are None, `content_type` may be empty.
    """

    status: Literal["new", "unchanged"]
    address: str
    url: str
    validators: Validators
    content_type: str
    retrieved: datetime
    size: int | None = None
    sha256: str | None = None


def fetch(
    address: str, into: Path, *, before: Validators, options: Options = STANDARD, progress: Progress | None = None
) -> Fetched:
    """Download an address into a file, unless it is unchanged since `before`. Raises Failed; the file is as it was.

    The folder of the file must exist. The proxy and the certificates that the environment names are used.
    """
    with _client(address, options) as client, _Deadline(options.total) as deadline:
        download = _Download(client, deadline, address, into, before, options, progress)
        retrying = Retrying(
            sleep=options.sleep,
            stop=stop_after_attempt(options.tries) | stop_before_delay(options.total),
            wait=download.wait,
            retry=retry_if_exception(lambda error: isinstance(error, _Refused) and error.again),
            reraise=True,
        )
        try:
            return retrying(download.once)
        except _Refused as refused:
            raise Failed(address, refused.reason, retrying.statistics["attempt_number"]) from None


def _client(address: str, options: Options) -> httpx.Client:
    try:
        return httpx.Client(
            headers={"User-Agent": options.agent, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(options.silence, connect=options.connect),
            # Every request on a connection of its own: a deadline has one socket to watch.
            limits=httpx.Limits(max_keepalive_connections=0),
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise Failed(address, f"the proxy or certificates that the environment names are no use: {error}", 0) from None


class _Refused(Exception):
    """A try came to nothing. `again`: another one may not; `after`: not before so many seconds."""

    def __init__(self, reason: str, *, again: bool = False, after: float = 0.0) -> None:
        self.reason, self.again, self.after = reason, again, after
        super().__init__(reason)


class _Deadline:
    """Cuts the connection when the time is up: time limits of a socket begin anew with every byte that drips in."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """Told by httpx of every step (its extension `trace`); a connection that is made is the one to watch."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
                self._shut()

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            self._shut()

    def _shut(self) -> None:
        if self.passed and self._socket is not None:
            with suppress(OSError):  # closed meanwhile, by us or by the server
                # Of the class, not of the object: that of a TLS socket takes the reader's ground from under it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Download(msgspec.Struct, frozen=True):
    """What the tries of one download share."""

    client: httpx.Client
    deadline: _Deadline
    address: str
    into: Path
    before: Validators
    options: Options
    progress: Progress | None

    def wait(self, state: RetryCallState) -> float:
        """Seconds until the next try: longer with every one, a little random, never less than the server asked for."""
        first, longest = self.options.first_wait, self.options.longest_wait
        usual = (wait_exponential(first, longest) + wait_random(0, first))(state)
        error = state.outcome.exception() if state.outcome else None
        return max(usual, error.after if isinstance(error, _Refused) else 0.0)

    def once(self) -> Fetched:
        """One try. Raises _Refused."""
        try:
            with closing(self._answer()) as response:
                began = self.options.now()
                if response.status_code == httpx.codes.NOT_MODIFIED and self.before.headers():
                    return self._fetched(response, began)
                self._accept(response, began)
                return self._store(response, began)
        except (_Refused, httpx.TransportError) as error:
            late = _Refused(f"is not complete after {self.options.total:g} s")
            raise (late if self.deadline.passed else self._refusal(error)) from None

    def _refusal(self, error: _Refused | httpx.TransportError) -> _Refused:
        match error:
            case _Refused():
                return error
            case httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
                return _Refused(f"cannot be asked for: {error}")
            case httpx.ConnectTimeout():
                return _Refused(f"no connection within {self.options.connect:g} s", again=True)
            case httpx.TimeoutException():
                return _Refused(f"the server was silent for {self.options.silence:g} s", again=True)
            case _:
                return _Refused(f"the connection failed: {error}", again=True)

    def _answer(self) -> httpx.Response:
        """The answer at the end of all redirects, its body still to come."""
        trace = {"trace": self.deadline.watch}
        try:
            request = self.client.build_request("GET", self.address, headers=self.before.headers(), extensions=trace)
            for _ in range(self.options.redirects + 1):
                response = self.client.send(request, stream=True)
                if response.next_request is None:
                    return response
                response.close()  # unread: the body of a redirect may be endless, too
                if request.url.scheme == "https" and response.next_request.url.scheme != "https":
                    raise _Refused(f"is redirected from https to {response.next_request.url}")
                request = response.next_request
        except (httpx.InvalidURL, UnicodeError) as error:  # UnicodeError: such a host name or path cannot be
            raise _Refused(f"cannot be asked for: {error}") from None
        raise _Refused(f"is redirected more than {self.options.redirects} times")

    def _accept(self, response: httpx.Response, now: datetime) -> None:
        """Refuse what can be told from status and headers alone."""
        status = response.status_code
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            after = _asked_wait(response.headers.get("retry-after", ""), now)
            if after > self.options.longest_wait:
                raise _Refused(f"the server answers {status} and asks to wait {after:g} s")
            raise _Refused(f"the server answers {status}", again=True, after=after)
        if status != httpx.codes.OK:
            raise _Refused(f"the server answers {status}")
        if "html" in response.headers.get("content-type", "").lower():  # XHTML as well
            raise _Refused("the server sent a web page")
        self._bound(_length(response) or 0)

    def _store(self, response: httpx.Response, began: datetime) -> Fetched:
        part = _Part(self.into)
        try:
            self._fill(part, response)
            self._check_whole(part, response)
            part.keep(self.into)
        finally:
            part.drop()
        return self._fetched(response, began, part)

    def _fill(self, part: _Part, response: httpx.Response) -> None:
        total = None if _encoding(response) else _length(response)
        for piece in _unpacked(response):
            part.add(piece)
            self._bound(max(part.size, response.num_bytes_downloaded))
            if self.progress is not None:
                self.progress(part.size, total)

    def _check_whole(self, part: _Part, response: httpx.Response) -> None:
        if self.deadline.passed:  # a body without a length ends where the connection does, and we ended it
            raise _Refused("is cut off")
        length, came = _length(response), response.num_bytes_downloaded
        if length is not None and length != came:
            raise _Refused(f"the server announced {length} bytes and sent {came}", again=True)
        if not part.size:
            raise _Refused("the server sent an empty file")
        if _WEB_PAGE.match(part.head):
            raise _Refused("the server sent a web page")

    def _bound(self, size: int) -> None:
        if size > self.options.most_bytes:
            raise _Refused(f"is larger than {self.options.most_bytes:,} bytes")

    def _fetched(self, response: httpx.Response, began: datetime, part: _Part | None = None) -> Fetched:
        said, known = response.headers, self.before if part is None else Validators()
        validators = Validators(said.get("etag", known.etag), said.get("last-modified", known.modified))
        url, kind = str(response.url), said.get("content-type", "")
        if part is None:
            return Fetched("unchanged", self.address, url, validators, kind, began)
        return Fetched("new", self.address, url, validators, kind, began, part.size, part.digest.hexdigest())


class _Part:
    """A file in the making, beside the place that it is to take."""

    def __init__(self, into: Path) -> None:
        self.path = into.with_name(f"{into.name}.{secrets.token_hex(4)}.part")
        self.size, self.head, self.digest = 0, b"", hashlib.sha256()
        with _on_disk():
            self._file = self.path.open("xb")

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self.head += piece[: HEAD - len(self.head)]
        self.digest.update(piece)
        with _on_disk():
            self._file.write(piece)

    def keep(self, into: Path) -> None:
        """Put it in its place, in one step, when all of it is on the disk."""
        with _on_disk():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self.path.replace(into)

    def drop(self) -> None:
        """Leave nothing behind; once it is kept, there is nothing to leave."""
        with suppress(OSError):  # what could not be written may not be flushed either; it is unwanted anyway
            self._file.close()
        with _on_disk():
            self.path.unlink(missing_ok=True)


@contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _Refused(f"cannot be written: {error.strerror or error}") from None


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The body in pieces. Unpacked here, not by httpx: it would take a body that is cut short for a whole one."""
    encoding, sent = _encoding(response), response.iter_raw()
    if encoding not in {"", "gzip", "x-gzip"}:
        raise _Refused(f"is sent in the encoding {encoding!r}, not in gzip")
    return _gunzipped(sent) if encoding else sent


def _gunzipped(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(GZIP)  # keeps nothing back: its eight last bytes come after all that it yields
    try:
        for chunk in packed:
            rest = chunk
            while rest:
                if inflater.eof:  # a gzip file may have several members
                    inflater = zlib.decompressobj(GZIP)
                yield inflater.decompress(rest, PIECE)
                rest = inflater.unconsumed_tail or inflater.unused_data
    except zlib.error:
        raise _Refused("the packed body is broken", again=True) from None
    if not inflater.eof:
        raise _Refused("the packed body is cut short", again=True)


def _encoding(response: httpx.Response) -> str:
    """How the body is packed; empty if it is not."""
    encoding = str(response.headers.get("content-encoding", "")).strip().lower()
    return "" if encoding == "identity" else encoding


def _length(response: httpx.Response) -> int | None:
    length = response.headers.get("content-length")  # in bytes as sent; that it is a number, h11 has seen to
    return None if length is None else int(length)


def _asked_wait(header: str, now: datetime) -> float:
    """The seconds that Retry-After (a number or an HTTP date, RFC 9110, 10.2.3) asks for; 0 or less for none."""
    if re.fullmatch(r"[0-9]+", header):
        return float(header)
    try:
        at = email.utils.parsedate_to_datetime(header)
        return (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
