"""Korean names: Han letters read as Koreans read them, written as lists write them, and met in any spelling."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.text.korean import FILE, hangul, heard
from reprieve.text.romanize import letters
from reprieve.text.words import words

_HAN = re.compile("[\u3400-\u9fff]")
# Forms that the standard has as another letter, and that names use for this one.
_OTHERWISE_USED = set("价机樂芸里適适金円李裏裡车")


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def north(han: str) -> str:
    return letters(han, "Hani", "ko")


# --- the table ------------------------------------------------------------------------------------------------------


def test_the_letters_stand_in_the_order_of_the_national_standard() -> None:
    square = [bytes([row, cell]).decode("euc_kr") for row in range(0xCA, 0xFE) for cell in range(0xA1, 0xFF)]
    under_their_own_code = [char for char in square if unicodedata.normalize("NFKC", char) == char]
    assert "".join(row["letters"] for row in rows()) == "".join(under_their_own_code)
    assert len(under_their_own_code) == 4_620


def test_the_readings_are_syllables_of_hangul_in_their_order() -> None:
    readings = [row["reading"] for row in rows()]
    assert readings == sorted(set(readings))
    assert all(len(each) == 1 and "가" <= each <= "힣" for each in readings)


def test_a_form_stands_once_and_is_seldom_a_letter_of_the_standard() -> None:
    forms = [char for row in rows() for char in row["forms"]]
    assert len(forms) == len(set(forms))
    assert set(forms) & {char for row in rows() for char in row["letters"]} <= _OTHERWISE_USED


@pytest.mark.parametrize(
    ("han", "read"),
    [
        ("發展", "발전"), ("发展", "발전"), ("発展", "발전"),  # traditional, simplified, Japanese
        ("鐵鋼", "철강"), ("铁钢", "철강"), ("鉄鋼", "철강"),
        ("貿易", "무역"), ("易經", "역경"),  # the commoner reading
        ("機械", "기계"), ("机械", "기계"),
        ("樂園", "락원"), ("楽園", "락원"), ("乐园", "락원"),
        ("女性", "녀성"), ("理念", "리념"),  # spelt as in the North
        ("金剛", "금강"), ("車輛", "차량"),
        ("12號 A", "12호 A"), ("々", "々"),
    ],
)  # fmt: skip
def test_han_letters_are_read_in_all_their_forms(han: str, read: str) -> None:
    assert hangul(han) == read


# --- how lists write it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("han", "latin"),
    [
        ("太陽", "taeyang"), ("白頭", "paektu"), ("平和", "pyonghwa"), ("金剛", "kumgang"),  # unvoiced at first
        ("南大門", "namdaemun"), ("五角", "ogak"), ("三峰", "sambong"), ("永進", "yongjin"),  # between vowels they are
        ("北斗", "puktu"), ("合板", "happan"), ("國旗", "kukki"),  # after k and p they are not
        ("鴨綠", "amnok"), ("新羅", "silla"), ("綾羅島", "rungrado"), ("三樂", "samrak"), ("德源", "togwon"),
        ("電算", "jonsan"), ("遠景", "wongyong"), ("毅", "ui"),
    ],
)  # fmt: skip
def test_han_letters_are_written_as_north_korea_writes_them(han: str, latin: str) -> None:
    assert north(han) == latin


def test_hangul_is_written_by_the_standard_of_the_south_unless_the_caller_knows_better() -> None:
    assert [letters("평화대성", "Hang", each) for each in ("", "kp")] == ["pyeonghwadaeseong", "pyonghwadaesong"]


def test_kana_beside_han_letters_keep_their_sounds() -> None:
    assert north("平和ガス") == "pyonghwagasu"


def test_a_letter_that_no_korean_table_has_is_still_written() -> None:
    assert north("囧") == "jiong"


def test_a_name_written_by_a_japanese_is_read_as_korean_where_the_caller_says_so() -> None:
    found = [" ".join(word.text for word in words("白鶴セメント工場", language)) for language in ("ko", "ja")]
    assert found[0] == "paekhak cement factory"
    assert found[1] != found[0]


def test_leaders_after_whom_places_are_named_are_no_metal() -> None:
    read = [" ".join(word.text for word in words(name, "ko")) for name in ("金策病院", "金日成総合大学", "김책병원")]
    assert read == ["kim chaek hospital", "kim il sung university", "kim chaek hospital"]


# --- one key for many spellings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spellings",
    [
        "taehung daehung daeheung daihung",
        "amnokkang amroggang amrokgang",
        "sinhung shinhung sinheung",
        "ryonbong yonbong",
        "rason nason naseon",
        "kumgang gumgang geumgang",
        "jangsu changsu",
        "rungrado rungnado neungnado",
        "hwanghae hwanghai",
    ],
)
def test_spellings_of_one_korean_word_share_a_key(spellings: str) -> None:
    assert len({heard(each) for each in spellings.split()}) == 1


def test_other_korean_words_have_other_keys() -> None:
    others = "taehung taesong ryongwang ryongbong ryonbong rungrado kumgang kumsan samhung sinhung namhung namsan"
    assert len({heard(each) for each in others.split()}) == len(others.split())


@given(st.text(st.sampled_from("aeiouyrnkgmhdcjlsbpt"), max_size=16))
def test_a_key_is_plain_and_no_longer_than_its_word(word: str) -> None:
    assert re.fullmatch("[a-z]*", heard(word))
    assert len(heard(word)) <= len(word)


@given(st.text())
def test_hangul_of_any_text_is_as_long_as_it(text: str) -> None:
    assert len(hangul(text)) == len(text)


# --- measured on a real list ----------------------------------------------------------------------------------------


def korean_names(shared: Path) -> Iterator[tuple[str, str]]:
    """All Latin names of each North Korean party in one text, and the Han name that stands behind one in brackets."""
    for entry in json.loads((shared / "data/lists/jp_end_user_list_2026-07.json").read_text(encoding="utf-8")):
        if not entry["addresses"] or not entry["addresses"][0].startswith("North Korea"):
            continue
        names = " / ".join([entry["entity_name"], *entry["aliases"]])
        han = re.search(r"[(\uff08]([^()\uff08\uff09]*)[)\uff09]", entry["entity_name"])
        if han and _HAN.search(han[1]):
            yield re.sub(r"[^a-z0-9]", "", names.lower()), han[1]


def read_alike(shared: Path, language: str) -> list[bool]:
    """Of each name with words of its own, whether the party's Latin names have them all, in some spelling."""
    found = []
    for latin, han in korean_names(shared):
        own = [word.text for word in words(han, language) if word.how == "romanized" and len(word.text) > 3]
        if own:
            found.append(all(heard(each).removeprefix("n") in heard(latin) for each in own))
    return found


def test_most_names_of_north_korean_firms_are_read_as_the_list_itself_writes_them(shared: Path) -> None:
    korean, chinese = read_alike(shared, "ko"), read_alike(shared, "zh")
    assert len(korean) > 50
    assert sum(korean) / len(korean) > 0.95
    assert sum(chinese) / len(chinese) < 0.2
