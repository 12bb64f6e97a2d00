"""Damaged files: whatever is in a pack or a case, it is read, or refused in one line; nothing else ever comes out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.desk.case_file import load_case
from reprieve.errors import BadInput
from reprieve.rules.bind import Binder
from reprieve.rules.book import Statute
from reprieve.rules.library import SHIPPED, law_in
from reprieve.rules.pack import Law, load
from reprieve.rules.packtest import run, runs
from reprieve.rules.timeline import pieces
from tests.oracles.effort import one_in

EXAMPLE: Final = Path(__file__).resolve().parents[2] / "examples" / "huawei-2019"
CASES: Final = sorted(EXAMPLE.glob("*.toml"))
PACK: Final = SHIPPED / "us-ear-jurisdiction"
"""Others build on it, and it has every kind of file but listings."""
NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)

NASTY: Final = (
    *('""', "[]", "{}", "[[]]", "true", "nan", "-inf", "1e400", "0x7fffffffffffffff", "-1", "99999999999999999999"),
    *("9999-12-31", "0001-01-01", "2019-02-30", "2019-05-16T16:15:00", "0001-01-01T00:00:00+14:00", "16:15:00"),
    *("9999-12-31T23:59:59-12:00", "1_0", "'''", '"""', '"\\u0000"', '"\\ud800"', '"é"', "\u2028", "\ufeff", "\x00"),
    *('"same"', '"not"', '"any party (any item (item.us_origin))"', "9" * 5000, "[" * 2000, '"' + "(" * 5000 + '"'),
    *('"leg.signed <= 9999-12-31"', '"leg.movement == leg.movement"', '"(true or "', "{ value = nan }", "{ from = 1 }"),
    *(
        "{ at_least = 3, at_most = 1 }",
        "{ changes = [] }",
        "{ value = true, changes = [{ from = 1 }] }",
        ";",
        ",",
        "\r",
    ),
)


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """A text with one to three lines dropped, doubled, moved, cut short, or given another value."""
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        line, other = lines[place], lines[draw(st.integers(0, len(lines) - 1))]
        edited = ("", line * 2, other, line + other, line[: len(line) // 2], line.replace('"', "", 1))
        nasty = [given_another(line, value) for value in NASTY]
        lines[place] = draw(st.sampled_from(edited) | st.sampled_from(nasty))
    return "".join(lines)


def given_another(line: str, value: str) -> str:
    key, equals, _ = line.partition("=")
    return f"{key}= {value}\n" if equals else value + line


def harmless(read: Callable[[Path], object], place: Path) -> None:
    """Reads, or refuses in one short line that names the file."""
    said = ""
    with suppress(BadInput):
        try:
            read(place)
        except BadInput as error:
            said = str(error)
            raise
    assert "\n" not in said
    assert not said or place.name in said


# --- cases --------------------------------------------------------------------------------------------------------


def answered(path: Path) -> None:
    """A case that can be read can be answered."""
    law = law_in(SHIPPED)
    case = load_case(path, law)
    binder, book = Binder(law), statute().known_at(NOW)
    for transaction in case.transactions:
        for leg in transaction.legs:
            pieces(book, binder.matter(case, leg, NOW))


@cache
def statute() -> Statute:
    law = law_in(SHIPPED)
    return Statute(law.rules, law.dictionary)


@cache
def whole_case() -> str:
    """The example as one file: each of its transactions in a table of its own."""
    return "\n".join(path.read_text(encoding="utf-8") for path in CASES[:4])


@given(st.deferred(lambda: damaged(whole_case())))
def test_a_damaged_case_is_read_or_refused(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        path.write_text(text, encoding="utf-8", newline="", errors="surrogatepass")
        harmless(answered, path)


@given(st.binary(max_size=200))
def test_any_bytes_for_a_case(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        path.write_bytes(data)
        harmless(answered, path)


# --- packs --------------------------------------------------------------------------------------------------------


def decided(folder: Path) -> None:
    """A pack that can be read never fails afterwards: its tests are run, right or wrong."""
    law: Law = load(folder)
    made = Statute(law.rules, law.dictionary)
    for pack in law.packs:
        if pack.id == PACK.name:
            for asked in runs(law, pack):
                run(made, asked)


def pack_with(name: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "packs"
        shutil.copytree(SHIPPED, place)
        (place / PACK.name / name).write_bytes(data)
        harmless(decided, place)


FILES: Final = sorted(path.name for path in PACK.iterdir() if path.is_file())


@pytest.mark.parametrize("name", FILES)
@one_in(3)
@given(data=st.data())
def test_a_damaged_pack_is_read_or_refused(name: str, data: st.DataObject) -> None:
    text = data.draw(damaged((PACK / name).read_text(encoding="utf-8")))
    pack_with(name, text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", FILES)
@one_in(10)
@given(data=st.binary(max_size=200))
def test_any_bytes_in_a_pack(name: str, data: bytes) -> None:
    pack_with(name, data)
