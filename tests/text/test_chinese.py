"""Names of firms in Chinese: by meaning, by sound, by established name; native and foreign ones."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve import compare_names
from reprieve.text.terms import EMBLEM, normal, vocabulary
from reprieve.text.words import readings, words

_HAN = re.compile("[\u3400-\u9fff]")


def texts(name: str, language: str = "") -> list[str]:
    return [" ".join(word.text for word in reading) for reading in readings(name, language)]


# --- readings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "among"),
    [
        ("红猫科技公司", "hongmao technology co"),  # a native firm, by its sound
        ("红猫科技公司", "red cat technology co"),  # a foreign one, by its meaning
        ("红猫科技公司", "hongmao keji gongsi"),  # as registers print names untranslated
        ("紅貓科技公司", "red cat technology co"),
        ("护盾人工智能公司", "hudun artificial intelligence co"),
        ("护盾人工智能公司", "shield ai co"),
        ("生产雷达的某某公司", "moumou co"),  # what stands before 的 describes the firm
        ("美国某某公司", "moumou co"),
        ("上海示例国际贸易有 限公司", "shanghai shili international trading co ltd"),  # cut where a line ended
        ("平和貿易会社", "pyonghwa trading company"),
        ("朝鮮連合貿易会社", "korea ryonhap trading company"),  # its own name is one of its terms
        ("동방무역회사", "dongbang muyeok hoesa"),
        ("동방무역회사", "tongbang muyok hoesa"),
    ],
)
def test_a_name_may_be_read_so(name: str, among: str) -> None:
    assert among in texts(name)


@pytest.mark.parametrize("name", ["Huawei", "", "Société", "Ромашка", "محمد"])
def test_other_scripts_have_one_reading(name: str) -> None:
    assert readings(name) == (words(name),)


def test_the_first_reading_is_that_of_words_and_none_comes_twice() -> None:
    for name in ("红猫科技公司", "華為技術有限公司", "대한무역", "示例株式会社"):
        found = texts(name)
        assert readings(name)[0] == words(name)
        assert len(found) == len(set(found)) > 1


def test_a_form_of_japanese_law_shows_the_language_and_so_does_the_caller() -> None:
    assert "samhung company" in texts("三興会社")
    assert not any("samhung" in each or "sanxing" in each for each in texts("三興株式会社"))
    assert len(texts("月光峰貿易会社", "ko")) < len(texts("月光峰貿易会社"))
    assert all(each.startswith("wolgwangbong") for each in texts("月光峰貿易会社", "ko"))


def test_a_name_that_is_all_business_keeps_its_country() -> None:
    assert all(each.startswith(("us", "meiguo", "miguk", "america")) for each in texts("美国航空公司", "zh"))


def test_an_established_name_is_no_emblem() -> None:
    assert "raytheon co" in texts("雷神公司")
    assert not any("thor" in each for each in texts("雷神公司"))


@given(
    st.text(alphabet="华为技术有限公司红猫克斯特的美国第十四株式会社 カナ한국무역abc1・"),
    st.sampled_from(["", "zh", "ja", "ko"]),
)
def test_every_reading_is_of_plain_letters_and_the_first_is_that_of_words(name: str, language: str) -> None:
    found = readings(name, language)
    assert found[0] == words(name, language)
    assert all(re.fullmatch("[a-z0-9]+", word.text) for reading in found for word in reading)


def test_emblems_are_words_of_plain_letters_that_only_foreign_names_have() -> None:
    native, named = vocabulary("zh"), vocabulary("zh", named=True)
    emblems = {spelling: term for spelling, term in named.items() if term.kind == EMBLEM}
    assert len(emblems) > 300
    assert all(re.fullmatch("[a-z0-9]+", word) for term in emblems.values() for word in term.words)
    assert [spelling for spelling in emblems if normal(spelling) != spelling] == []
    assert [spelling for spelling, term in native.items() if term.kind == EMBLEM] == []
    assert [spelling for spelling, term in native.items() if term.kind == "firm" and named[spelling] != term] == []


# --- sounds ---------------------------------------------------------------------------------------------------------


def test_a_foreign_name_by_sound_says_its_keys_and_a_native_one_does_not() -> None:
    foreign, native = words("霍尔姆斯公司"), words("示例科技公司")
    assert foreign[0].text == "huoermusi"
    assert "hlms" in foreign[0].sounds
    assert all(word.sounds == () for word in (*foreign[1:], *native))


def test_names_by_sound_are_cut_from_what_stands_beside_them() -> None:
    found = [[word.source for word in reading] for reading in readings("吉尔斯和考克斯公司")]
    assert ["吉尔斯", "和", "考克斯", "公司"] in found


def test_a_korean_reading_says_its_key() -> None:
    sounds = {word.sounds for reading in readings("大興貿易会社") for word in reading if word.text == "taehung"}
    assert sounds == {("ko:tehuq",)}


# --- measured on the lists of the Chinese ministry ------------------------------------------------------------------


def firms(shared: Path) -> Iterator[tuple[list[str], list[str]]]:
    """The Latin and the Han names of each firm that has both."""
    for row in json.loads((shared / "data/lists/cn_lists_2026-07.json").read_text(encoding="utf-8")):
        names = [row["entity_name"], *row["aliases"]]
        latin, han = ([each for each in names if bool(_HAN.search(each)) is wanted] for wanted in (False, True))
        if latin and han:
            yield latin, han


def score(query: str, listed: list[str]) -> float:
    return compare_names(query, listed, kind="organization").score


@pytest.mark.parametrize("asked", ["Han", "Latin"])
def test_firms_across_scripts_are_found_and_others_are_not(shared: Path, asked: str) -> None:
    known = [pair if asked == "Latin" else pair[::-1] for pair in firms(shared)]
    found = [score(mine[0], theirs) >= 0.7 for mine, theirs in known]
    wrong = [
        score(known[place - 2][0][0], theirs) >= 0.7
        for place, (mine, theirs) in enumerate(known)
        if not {name.casefold() for name in known[place - 2][0]} & {name.casefold() for name in mine}
    ]
    assert len(known) > 200
    assert sum(found) / len(found) >= 0.65
    assert sum(wrong) <= 4


def test_readings_of_a_han_name_take_few_milliseconds(shared: Path) -> None:
    names = [han[0] for _, han in firms(shared)]
    readings(names[0])
    start = time.perf_counter()
    for name in names:
        readings(name)
    assert (time.perf_counter() - start) / len(names) < 0.02
