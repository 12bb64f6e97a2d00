"""A server on this computer that answers as it is told to: well, badly, slowly, or not at all. It reaches no network.

    with Server(status("500 Overworked"), whole(b"a list")) as server:
        ...server.address, server.asked

Each request takes the next answer, bytes to send or a way of answering, and ends its connection; the last answer is
given again and again. Nothing here waits longer than PATIENCE.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Self

PATIENCE: Final = 5.0
"""Seconds after which an answer that waits for its client to go away gives up."""
MOST_REQUESTS: Final = 50

Answer = Callable[[socket.socket], None]


class Server:
    """Listens on a free port of 127.0.0.1 while it is entered. `asked` are the requests so far, as they came."""

    def __init__(self, *answers: Answer | bytes, tls: ssl.SSLContext | None = None) -> None:
        self._answers, self._tls = answers, tls
        self.asked: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        scheme, port = "http" if tls is None else "https", self._listening.getsockname()[1]
        self.address = f"{scheme}://127.0.0.1:{port}/list.csv"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # where a socket that listens cannot be shut down, closing it is enough
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(PATIENCE)

    def __getitem__(self, at: int) -> dict[str, str]:
        """The headers of a request, by their names in small letters."""
        lines = (line.partition(": ") for line in self.asked[at].splitlines()[1:])
        return {name.lower(): value for name, _, value in lines if name}

    def _serve(self) -> None:
        for number in range(MOST_REQUESTS):
            try:
                connection, _ = self._listening.accept()
            except OSError:  # closed: the test is over
                return
            with suppress(OSError):  # the client went away, which is what it should do with most of these answers
                self._answer(connection, self._answers[min(number, len(self._answers) - 1)])
            connection.close()

    def _answer(self, connection: socket.socket, answer: Answer | bytes) -> None:
        connection.settimeout(PATIENCE)
        with self._tls.wrap_socket(connection, server_side=True) if self._tls else connection as speaking:
            self.asked.append(_request(speaking))
            if isinstance(answer, bytes):
                speaking.sendall(answer)
            else:
                answer(speaking)


def _request(connection: socket.socket) -> str:
    came = b""
    while not came.endswith(b"\r\n\r\n"):
        more = connection.recv(4096)
        if not more:
            break
        came += more
    return came.decode()


def status(line: str, *headers: str, body: bytes = b"") -> bytes:
    """An answer in the form of HTTP, whatever its headers claim: no length is added."""
    return "\r\n".join([f"HTTP/1.1 {line}", *headers, "", ""]).encode("latin-1") + body


def whole(body: bytes, *headers: str) -> bytes:
    """An answer as it should be."""
    return status("200 OK", f"Content-Length: {len(body)}", *headers, body=body)


def chunks(*pieces: bytes) -> bytes:
    """A body in chunks, with its end; without it, the body is cut short."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (*pieces, b""))


def packed(*members: bytes) -> bytes:
    """A body as gzip packs it, the same on every day."""
    return b"".join(gzip.compress(member, mtime=0) for member in members)


def resets(answer: bytes) -> Answer:
    """Sends it and breaks the connection off, as a server does that dies."""

    def given(connection: socket.socket) -> None:
        connection.sendall(answer)
        time.sleep(0.05)  # what was sent should arrive before the end does
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return given


def hangs(answer: bytes = b"") -> Answer:
    """Sends it and then nothing, until the client goes away."""

    def given(connection: socket.socket) -> None:
        connection.sendall(answer)
        connection.recv(1)

    return given


def drips(answer: bytes, drop: bytes, pause: float = 0.01) -> Answer:
    """Sends it and then the same drop for ever: never silent for long, and never done."""

    def given(connection: socket.socket) -> None:
        connection.sendall(answer)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            connection.sendall(drop)
            time.sleep(pause)

    return given


def floods(answer: bytes, piece: bytes) -> Answer:
    """Sends it and then the same piece for ever, as fast as it is taken."""
    return drips(answer, piece, 0.0)


# --- answers, by what they are ----------------------------------------------------------------------------------------

BODY: Final = b"name,country\nAcme Ltd.,CN\n"
"""A small list, all made up."""
CHUNKED: Final = "Transfer-Encoding: chunked"
PACKED: Final = "Content-Encoding: gzip"

WAYS: Final = {
    "in chunks": status("200 OK", CHUNKED, body=chunks(BODY[:5], BODY[5:])),
    "until the connection ends": status("200 OK", body=BODY),
    "in HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
    "as it is": whole(BODY, "Content-Encoding: identity"),
    "as a picture": whole(BODY, "Content-Type: image/png"),
    "packed": whole(packed(BODY), PACKED),
    "packed in two": whole(packed(BODY[:7], BODY[7:]), PACKED),
    "packed, byte by byte": status(
        "200 OK", "Content-Encoding: X-GZIP", CHUNKED, body=chunks(*(b"%c" % each for each in packed(BODY)))
    ),
    "after a word": status("100 Continue") + whole(BODY),
    "before a word": whole(BODY) + b"this is no part of the file",
}
"""Ways to send a file that are all right."""
BROKEN: Final[dict[str, tuple[Answer | bytes, str]]] = {
    "no answer": (b"", "the connection failed: "),
    "reset at once": (resets(b""), "the connection failed: "),
    "reset midway": (resets(status("200 OK", "Content-Length: 1000", body=BODY)), "the connection failed: "),
    "reset midway, length unknown": (resets(status("200 OK", body=BODY)), "the connection failed: "),
    "short": (status("200 OK", "Content-Length: 1000", body=BODY), "the connection failed: "),
    "short by one": (status("200 OK", f"Content-Length: {len(BODY) + 1}", body=BODY), "the connection failed: "),
    "chunks cut": (status("200 OK", CHUNKED, body=chunks(BODY)[:-5]), "the connection failed: "),
    "chunk cut": (status("200 OK", CHUNKED, body=chunks(BODY)[:9]), "the connection failed: "),
    "chunk of no size": (status("200 OK", CHUNKED, body=b"xyz\r\n"), "the connection failed: "),
    "length and chunks differ": (
        status("200 OK", "Content-Length: 10", CHUNKED, body=chunks(BODY)),
        "the server announced 10 bytes and sent 26",
    ),
    "two lengths": (whole(BODY, "Content-Length: 3"), "the connection failed: "),
    "no number": (status("200 OK", "Content-Length: many", body=BODY), "the connection failed: "),
    "garbage": (b"220 mail.example ready\r\n\r\n", "the connection failed: "),
    "more garbage": (bytes(range(256)), "the connection failed: "),
    "headers without end": (floods(status("200 OK")[:-2], b"X-Padding: y\r\n" * 1000), "the connection failed: "),
    "silence": (hangs(), "the server was silent for 0.2 s"),
    "silence in the headers": (hangs(b"HTTP/1.1 200 OK\r\nConte"), "the server was silent for 0.2 s"),
    "silence midway": (hangs(status("200 OK", "Content-Length: 1000", body=BODY)), "the server was silent for 0.2 s"),
    "packed, cut": (whole(packed(BODY)[:-1], PACKED), "the packed body is cut short"),
    "packed, second member cut": (whole(packed(BODY, BODY), PACKED)[:-1], "the connection failed: "),
    "packed, not really": (whole(BODY, PACKED), "the packed body is broken"),
    "packed, and then something": (whole(packed(BODY) + b"x" * 20, PACKED), "the packed body is broken"),
    "packed, with a false sum": (whole(packed(BODY)[:-8] + bytes(8), PACKED), "the packed body is broken"),
    "packed, nothing": (whole(b"", PACKED), "the packed body is cut short"),
}
"""Answers that may be better next time, each with the reason to give (after 0.2 s of silence)."""
PAGES: Final = {
    "says so": whole(BODY, "Content-Type: text/html"),
    "says so loudly": whole(BODY, "Content-Type: Text/HTML; charset=utf-8"),
    "says so in XML": whole(BODY, "Content-Type: application/xhtml+xml"),
    "says otherwise": whole(b"<!DOCTYPE html>\n<title>Maintenance</title>", "Content-Type: text/csv"),
    "begins with space": whole(b"\xef\xbb\xbf\r\n <HTML lang=en>"),
    "of old": whole(b"<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>"),
    "with comments": whole(b"<!-- sorry --><!--\n--> <html>"),
    "in XML": whole(b'<?xml version="1.0"?>\n<!DOCTYPE html>'),
    "packed": whole(packed(b"<html>"), PACKED),
    "in chunks": status("200 OK", CHUNKED, body=chunks(b"<", b"ht", b"ml>")),
}
"""Web pages where a list should be."""
TOO_LARGE: Final[dict[str, Answer | bytes]] = {
    "announced": status("200 OK", "Content-Length: 100001"),
    "announced for ever": status("200 OK", "Content-Length: 99999999999999999999"),
    "by one": status("200 OK", body=bytes(100_001)),
    "in chunks": status("200 OK", CHUNKED, body=chunks(bytes(60_000), bytes(60_000))),
    "without end": floods(status("200 OK"), bytes(9000)),
    "in chunks without end": floods(status("200 OK", CHUNKED), chunks(bytes(9000))[:-5]),
    "nothing packed without end": floods(status("200 OK", PACKED), packed(b"") * 500),
    "packed": whole(packed(bytes(100_001)), PACKED),
}
"""More than 100,000 bytes."""
ENDLESS: Final[dict[str, Answer]] = {
    "body": drips(status("200 OK", "Content-Length: 1000000"), b"x"),
    "body of unknown length": drips(status("200 OK"), b"x"),
    "packed body": drips(status("200 OK", PACKED), packed(BODY)),
    "chunks": drips(status("200 OK", CHUNKED), chunks(b"x")[:-5]),
    "size of a chunk": drips(status("200 OK", CHUNKED, body=b"1;"), b"x"),
    "status line": drips(b"HTTP/1.1 200 ", b"x"),
    "headers": drips(status("200 OK")[:-2] + b"X-Padding: ", b"x"),
    "continue": drips(b"", status("100 Continue")),
}
"""Answers that are never silent for long, and never done."""
