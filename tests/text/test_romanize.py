"""Names of every script in Latin letters, as lists write them; where vowels are guessed, what the guess is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.text.pieces import Piece, pieces
from reprieve.text.romanize import romanized

_LETTERS = "aZ9.&'`\"-_ ąßøİ\u0301ЖщҮїћΣωאבע״מהו أالمحمد\u064bعخ華為技株ー・っァヴ함글주ကြိုးန့်ဟ္กำๆहम়्ম্ძխ០\u200d\ud800𠀀½٣"


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        # Latin
        ("Société Générale", "societe generale"),
        ("Łódź Straße Ærø Đặng İğdır Ŋ", "lodz strasse aero dang igdir ng"),
        ("Əliyev", "aliyev"),
        ("O’Neil S.A.", "oneil sa"),
        # Cyrillic, each language in its own way
        ("Сергей Щукин", "sergey shchukin"),
        ("Хуавэй", "khuavey"),
        ("Дмитрий Ельцин", "dmitriy eltsin"),
        ("Київ Григорій", "kyiv hryhorii"),
        ("Александар Вучић", "aleksandar vucic"),
        # other alphabets
        ("Παράδειγμα Ευρώπη Μπάμπης", "paradeigma evropi bampis"),
        ("ბარაკ ობამა", "barak obama"),
        ("Բարաք Օբամա", "barak obama"),
        # syllables
        ("バラク・オバマ", "baraku obama"),
        ("ニッポン チャート シェル ヴィラ", "nippon chato sheru vira"),
        ("예시무역", "yesimuyeok"),
        ("삼성 한국", "samseong hanguk"),
        ("शर्मा उदाहरण", "sharma udaharan"),
        ("শামসুদ্দিন", "shamasuddin"),
        ("ဖြူစင်", "phyusin"),
        ("မြတ်သစ်လှ ၇", "myatthithla 7"),
        # Han
        ("华为", "huawei"),
        ("華為", "huawei"),
        ("银行", "yinhang"),
        ("田中の星", "tanakanohoshi"),
        ("佐々木", "sasaki"),
        # digits of other scripts
        ("٣ ৪ ５G", "3 4 5g"),
    ],
)
def test_a_name_in_latin_letters(name: str, latin: str) -> None:
    assert romanized(name) == latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("حسن", "hasan"),
        ("سعيد", "said"),
        ("علي", "ali"),
        ("نور", "nur"),
        ("وليد", "walid"),
        ("باراك", "barak"),
        ("אלמוג", "almog"),
        ("שחר", "shachar"),
        ("הזהב", "hazahav"),
        ("הצפון", "hatzafon"),
        ("צפירה", "tzafira"),
        ("זוהר", "zohar"),
        ("ביי", "bay"),
        ("צ'רנוב", "charnov"),
    ],
)
def test_vowels_that_are_not_written_are_guessed(name: str, latin: str) -> None:
    assert romanized(name) == latin


def test_the_caller_may_know_the_language_of_han() -> None:
    assert [romanized("山田", language) for language in ("", "ja", "ko")] == ["shantian", "yamada", "sanjon"]


def test_kana_show_that_a_name_is_japanese() -> None:
    assert romanized("山田のり") == "yamadanori"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("TDK株式会社", [("TDK", "Latn"), ("株式会社", "Hani")]),
        ("第14研究所", [("第", "Hani"), ("14", "Latn"), ("研究所", "Hani")]),
        ("東京エレクトロン", [("東京エレクトロン", "Jpan")]),
        ("Завод153 Ltd", [("Завод153", "Cyrl"), ("Ltd", "Latn")]),
        ("Смит-Smith", [("Смит", "Cyrl"), ("Smith", "Latn")]),
        (
            "U.S.A. Co.Ltd A.O.Smith",
            [("U.S.A.", "Latn"), ("Co", "Latn"), ("Ltd", "Latn"), ("A.O.", "Latn"), ("Smith", "Latn")],
        ),
        ('בע"מ "אבג"', [('בע"מ', "Hebr"), ("אבג", "Hebr")]),
        ("SK하이닉스", [("SK", "Latn"), ("하이닉스", "Hang")]),
        ("a_b&c", [("a", "Latn"), ("b", "Latn"), ("&", "Latn"), ("c", "Latn")]),
        ("क्रम।अगला", [("क्रम", "Deva"), ("अगला", "Deva")]),
        (" -- ", []),
    ],
)
def test_a_name_is_cut_where_its_writing_cuts_it(text: str, cut: list[tuple[str, str]]) -> None:
    assert pieces(text) == [Piece(*each) for each in cut]


@given(st.text() | st.text(alphabet=_LETTERS))
def test_every_text_has_a_romanization(text: str) -> None:
    assert re.fullmatch("([a-z0-9]+( [a-z0-9]+)*)?", romanized(text))


@given(st.text() | st.text(alphabet=_LETTERS))
def test_what_is_romanized_stays(text: str) -> None:
    assert romanized(romanized(text)) == romanized(text)
