"""The script of a name: one code for most of its letters."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.text.script import CODES, script_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Acme Trading Co., Ltd.", "Latn"),
        ("Société Générale d'Équipement", "Latn"),
        ("ＡＣＭＥ", "Latn"),
        ("Иванов Иван", "Cyrl"),
        ("شركة المثال", "Arab"),
        ("דוגמה", "Hebr"),
        ("示例科技有限公司", "Hani"),
        ("ひらがな", "Hira"),
        ("カタカナ", "Kana"),
        ("ひらがなカタカナ", "Hrkt"),
        ("東京エレクトロニクス", "Jpan"),
        ("示例の会社", "Jpan"),
        ("예시무역", "Hang"),
        ("예시貿易", "Kore"),
        ("บริษัท", "Thai"),
        ("ကုမ္ပဏီ", "Mymr"),
        ("Παράδειγμα", "Grek"),
        ("उदाहरण", "Deva"),
        ("მაგალითი", "Geor"),
    ],
)
def test_a_name_in_one_script_has_its_code(text: str, code: str) -> None:
    assert script_of(text) == code


@pytest.mark.parametrize("text", ["", "   ", "53", "53 – 54 (№ 2)", "・", "٪"])
def test_a_text_without_letters_has_no_script(text: str) -> None:
    assert script_of(text) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TDK株式会社", "Hani"),
        ("Example Development Bank (示例银行)", "Latn"),
        ("Иван Petrov Aleksandrovich", "Latn"),
        ("ABС", "Latn"),
        ("東京エレ ABCDEF", "Latn"),
        ("東京エレ ABC", "Jpan"),
    ],
)
def test_the_script_of_most_letters_counts(text: str, code: str) -> None:
    assert script_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("abв г", "Latn"), ("вг ab", "Cyrl"), ("ab文か", "Latn"), ("文かab", "Jpan")]
)
def test_of_two_scripts_with_as_many_letters_the_first_counts(text: str, code: str) -> None:
    assert script_of(text) == code


def test_marks_and_digits_of_a_script_do_not_outvote_letters() -> None:
    assert script_of(unicodedata.normalize("NFD", "Éé Ж")) == "Latn"
    assert script_of("A ١٢٣٪") == "Latn"


@given(st.text())
def test_whatever_the_text_the_code_is_a_known_one(text: str) -> None:
    assert script_of(text) in {"", "Jpan", "Hrkt", "Kore", *CODES.values()}


def test_importing_the_module_does_not_load_the_tables() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import reprieve.text.script, sys; print('rigour' in sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == "False"
