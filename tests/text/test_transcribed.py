"""Foreign names that Chinese writes by sound, found in Latin letters; other names are left alone."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.text.han import simplified
from reprieve.text.transcribed import FILE, heard, heard_in_korean, kind_of, sounds_alike, sounds_of
from reprieve.text.words import words

# Names as any Chinese newspaper writes them.
_WRITTEN = [
    ("洛克希德", "lockheed"), ("诺斯罗普", "northrop"), ("亨廷顿", "huntington"), ("霍尼韦尔", "honeywell"),
    ("西科斯基", "sikorsky"), ("罗克韦尔", "rockwell"), ("哈利伯顿", "halliburton"), ("卡特彼勒", "caterpillar"),
    ("菲利普斯", "phillips"), ("汤普森", "thompson"), ("约翰逊", "johnson"), ("威廉姆斯", "williams"),
    ("莱昂纳多", "leonardo"), ("马丁", "martin"),
    ("埃克森", "exxon"), ("摩托罗拉", "motorola"), ("斯坦利", "stanley"), ("沃尔沃", "volvo"),
    ("道格拉斯", "douglas"), ("赫斯塔尔", "herstal"), ("考克斯", "cox"),
    ("洛克希德", "lokhid"), ("西科斯基", "sikorskiy"),
]  # fmt: skip


def alike(han: str, word: str) -> bool:
    return sounds_alike(han, heard(han), word)


@pytest.mark.parametrize(("han", "word"), _WRITTEN)
def test_a_name_written_by_sound_is_found(han: str, word: str) -> None:
    assert alike(han, word)


@pytest.mark.parametrize(
    ("han", "word"), [("諾斯羅普", "northrop"), ("約翰遜", "johnson"), ("費爾德", "feld"), ("萊昂納多", "leonardo")]
)
def test_traditional_letters_sound_as_simplified_ones_do(han: str, word: str) -> None:
    assert heard(han) == heard(simplified(han)) != ()
    assert alike(han, word)


def test_names_written_by_sound_are_not_taken_for_one_another() -> None:
    taken = [(han, word) for han, own in _WRITTEN for _, word in _WRITTEN if alike(han, word) and word != own]
    assert taken == [
        ("洛克希德", "lokhid"),
        ("西科斯基", "sikorskiy"),
        ("洛克希德", "lockheed"),
        ("西科斯基", "sikorsky"),
    ]


@pytest.mark.parametrize(
    ("han", "word"), [("洛克希德", "rockside"), ("安杜里尔", "andrey"), ("格鲁曼", "german"), ("哈里斯", "health")]
)
def test_the_same_consonants_with_other_vowels_are_another_name(han: str, word: str) -> None:
    assert alike(han, word) is (word == "rockside")  # which Chinese would write so, too


@pytest.mark.parametrize("han", ["上海", "东方红", "海康威视", "长江", "中兴", "兴业", "特", "", "北京"])
def test_a_native_name_has_no_sounds(han: str) -> None:
    assert heard(han) == ()


@pytest.mark.parametrize("word", ["", "abc123", "7", "bell", "x"])
def test_a_word_with_digits_or_few_consonants_has_no_key_of_chinese(word: str) -> None:
    assert [key for key in sounds_of(word) if not key.startswith("ko:")] == []


def test_spelling_that_is_open_gives_several_keys() -> None:
    assert sounds_of("gibbs")[:2] == ("cps", "kps")
    assert {"mtn", "mltn"} <= set(sounds_of("martin"))
    assert heard("希尔顿") == ("sltn", "hltn")


def test_korean_spellings_of_a_word_share_a_key() -> None:
    assert heard_in_korean("taehung") == heard_in_korean("daeheung") == ("ko:tehuq",)
    assert heard_in_korean("kim") == ()
    assert sounds_alike("大興", heard_in_korean("taehung"), "daehung")
    assert not sounds_alike("大興", heard_in_korean("taehung"), "daesong")


def test_letters_say_what_they_are_used_for() -> None:
    assert [kind_of(letter) for letter in "斯马国"] == ["telling", "foreign", ""]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_every_word_has_few_keys_and_each_of_them_is_consonants(word: str) -> None:
    keys = sounds_of(word)
    assert len(keys) <= 33
    assert len(set(keys)) == len(keys)
    assert all(set(key) <= set("aptkfsclmnh") for key in keys if not key.startswith("ko:"))


@given(st.text(alphabet="洛克希德马丁斯特尔姆夫国海"), st.text(alphabet="lokhedmartins"))
def test_what_sounds_alike_shares_a_key(han: str, word: str) -> None:
    assert not alike(han, word) or set(heard(han)) & set(sounds_of(word))


def test_every_telling_letter_has_a_sound() -> None:
    letters = FILE.read_text(encoding="utf-8").split('letters = "')[1].split('"')[0]
    assert len(letters) > 100
    assert [letter for letter in letters if not heard(letter + "斯克特")] == []
    assert simplified(letters) == letters


def test_few_words_of_a_list_sound_like_a_name(shared: Path) -> None:
    with gzip.open(shared / "data/lists/csl_2026-07-31.csv.gz", "rt", encoding="utf-8", newline="") as file:
        listed = {word.text for row in csv.DictReader(file) for word in words(row["name"])}
    others = [sum(alike(han, word) for word in listed - {own}) for han, own in _WRITTEN]
    assert len(listed) > 20_000
    assert sorted(others)[len(others) // 2] <= 1
    assert sum(others) / len(others) < 8
