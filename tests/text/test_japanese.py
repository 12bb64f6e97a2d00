"""Names that Japanese hands wrote: what their words mean in English, and where they are cut."""

from __future__ import annotations

import re
import tomllib

import pytest

from reprieve.text.terms import TERMS, normal
from reprieve.text.words import words

_JAPANESE = tomllib.loads(TERMS.read_text(encoding="utf-8"))["ja"]


def texts(name: str, language: str = "") -> str:
    return " ".join(word.text for word in words(name, language))


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("横浜電話交換局", "yokohama telephone exchange"),
        ("東京化学工業大学", "tokyo university of chemical industry"),  # not a chemical university of technology
        ("大阪工業大学", "osaka university of technology"),
        ("広島重機械連合企業所", "hiroshima heavy machinery complex"),
        ("平壌都市道路設計局", "pyongyang city road design bureau"),
        ("仙台輸出入協力委員会", "sendai import export cooperation committee"),
        ("横浜自動制御研究所", "yokohama automatic control research institute"),
        ("大阪非鉄金属工場", "osaka nonferrous metals factory"),
        ("日本原子力発電所", "japan atomic energy power plant"),
        ("名古屋工作機械株式会社", "nagoya machine tools co ltd"),
        ("静岡琉璃工場", "shizuoka glass factory"),
        ("札幌支社", "sapporo branch"),
        ("京都ガラス事務所", "kyoto glass office"),
    ],
)
def test_the_words_of_a_name_are_said_in_english(name: str, read: str) -> None:
    assert texts(name, "ja") == read


def test_the_word_that_says_ship_is_left_out_at_the_end_and_nowhere_else() -> None:
    assert texts("三原号", "ko") == "samwon"
    assert "ho" in texts("号山貿易", "ko")


def test_what_a_term_stands_for_is_the_stretch_that_it_is_in() -> None:
    found = words("札幌電話交換局", "ja")
    assert [(word.text, word.source, word.how) for word in found if word.source == "電話交換局"] == [
        ("telephone", "電話交換局", "translated"),
        ("exchange", "電話交換局", "translated"),
    ]


def test_no_term_is_given_two_meanings() -> None:
    pairs = [pair.partition("=") for text in _JAPANESE.values() for pair in text.split()]
    meanings: dict[str, set[str]] = {}
    for term, _, meaning in pairs:
        meanings.setdefault(normal(term), set()).add(meaning)
    assert {term: each for term, each in meanings.items() if len(each) > 1} == {}


def test_meanings_are_plain_words() -> None:
    pairs = [pair.partition("=") for text in _JAPANESE.values() for pair in text.split()]
    assert [term for term, equals, meaning in pairs if not equals or not re.fullmatch("[a-z_]*", meaning)] == []
