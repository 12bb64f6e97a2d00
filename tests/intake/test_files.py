"""Bounded reading: a size limit, UTF-8, TOML and CSV; and one line with the place for whatever is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.errors import BadCase, BadInput
from reprieve.intake.files import LIMIT, parse_toml, read_rows, read_text, read_toml


def refused(read: Any, *args: Any) -> str:
    with pytest.raises(BadInput) as caught:
        read(*args)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.toml"


def test_text_with_and_without_a_mark_of_its_encoding(file: Path) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        file.write_bytes(mark + "naïve — 华为".encode())
        assert read_text(file) == "naïve — 华为"


def test_the_limit_is_the_last_size_that_is_read(file: Path) -> None:
    file.write_bytes(b"x" * 8)
    assert read_text(file, limit=8) == "x" * 8
    assert "is larger than" in refused(read_text, file, BadInput, 7)


def test_a_hundred_megabytes_are_not_read_to_their_end(file: Path) -> None:
    with file.open("wb") as large:
        large.truncate(100 * 2**20)
    assert refused(read_toml, file) == f"{file}: is larger than {LIMIT // 2**20} MiB (a hand-written text file)"


@pytest.mark.parametrize(
    ("data", "byte"), [(b"a = 'caf\xe9'", 8), (b"\xff\xfea\x00", 0), (os.urandom(1) + b"\x80\x81\xfe\xff" * 1000, None)]
)
def test_what_is_not_utf_8_is_refused_at_its_byte(file: Path, data: bytes, byte: int | None) -> None:
    file.write_bytes(data)
    said = refused(read_text, file)
    assert "is not UTF-8 text (save the file as UTF-8)" in said
    assert byte is None or said.startswith(f"{file}, byte {byte}: ")


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    assert refused(read_text, tmp_path / "none.toml").endswith(
        "cannot be read: No such file or directory (name an existing file)"
    )
    assert "cannot be read: Is a directory" in refused(read_text, tmp_path)


def test_the_fault_is_of_the_kind_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadCase):
        read_toml(tmp_path / "none.toml", BadCase)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = = 1", "Invalid value (at line 1, column 5)"),
        ("a = 1\na = 2\n", "Cannot overwrite a value (at line 2, column 6)"),
        ("\n\n[a\n", "(at line 3, column 3)"),
        ("a = 'x\n", "Expected"),
        ("a = \x00", "line 1"),
        ("a = 2019-02-30", "line 1"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("a = " + "{b = " * 5000, "nested too deeply"),
        ("a = " + "9" * 5000, "is not valid TOML: "),
        ('a = "\\ud800"', "is not valid TOML: "),
    ],
)
def test_text_that_is_no_toml(text: str, message: str) -> None:
    said = refused(parse_toml, text, "case.toml")
    assert said.startswith("case.toml: is not valid TOML: ")
    assert message in said


@given(st.text(max_size=60))
def test_any_text_is_toml_or_refused(text: str) -> None:
    try:
        assert isinstance(parse_toml(text, "case.toml"), dict)
    except BadInput as error:
        assert str(error).startswith("case.toml: ")  # noqa: PT017  # either way is right


def rows(file: Path, text: str) -> list[tuple[str, dict[str, str]]]:
    file.write_text(text, encoding="utf-8", newline="")
    return list(read_rows(file))


def test_rows_with_their_lines(file: Path) -> None:
    found = rows(file, 'a,b\r\n1,"x, ""y"""\r\n"two\nlines",3\r\n')
    assert found == [
        (f"{file}, line 2", {"a": "1", "b": 'x, "y"'}),
        (f"{file}, line 4", {"a": "two\nlines", "b": "3"}),
    ]


def test_a_table_without_rows(file: Path) -> None:
    assert rows(file, "a,b\n") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1\n", "line 2: has 1 cells (2: a, b)"),
        ("a,b\n1,2,3\n", "line 2: has 3 cells (2: a, b)"),
        ("a,b\n\n1,2\n", "line 2: has 0 cells"),
        ('a,b\n1,"x\n', "is not valid CSV"),
        ('a,b\n1,"x"y\n', "line 2: is not valid CSV"),
        ('a,"b\n', "is not valid CSV"),
        ('a,"b"c\n', "line 1: is not valid CSV"),
        ("a,b\n1," + "x" * 200_000 + "\n", "is not valid CSV"),
        ("a,a\n1,2\n", "'a'"),
        ("", "file.toml"),
        ("\n\n", "file.toml"),
    ],
)
def test_a_table_that_is_none(file: Path, text: str, message: str) -> None:
    said = refused(rows, file, text)
    assert said.startswith(str(file))
    assert message in said
