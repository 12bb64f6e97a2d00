"""Names cut into words: the spellings of one name in many scripts meet, and every word says where it came from."""

from __future__ import annotations

import ast
import csv
import gzip
import io
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio

from reprieve.text.clean import cleaned
from reprieve.text.han import HAN_FORMS
from reprieve.text.terms import COMPANIES, TERMS, normal, segments, vocabulary
from reprieve.text.words import Word, words

_LETTERS = (  # of every script, with what may stand between them
    "aZ9.&'`\"-_ ąßøİ\u0301ЖщҮїћΣωאבע״מהו أالمحمد\u064bعخ華為技術第十四研究所株ー・っァヴ함글주"
    "ကြိုးန့်ဟ္กำๆहम़्Ձխ០\u200d\ud800𠀀½٣々"
)
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def texts(name: str, language: str = "") -> str:
    return " ".join(word.text for word in words(name, language))


# --- the name of this affair ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Huawei", "HUAWEI", "Ｈｕａｗｅｉ", "Hua\u200bwei", "Huаwei", "华为", "華為", "Хуавэй", "Хуавей",
        "ファーウェイ", "화웨이", "هواوي", "הואוויי", "Χουαγουέι", "หัวเว่ย", "हुआवेई", "ჰუავეი",
    ],
)  # fmt: skip
def test_huawei_is_one_word_in_every_script(name: str) -> None:
    assert texts(name) == "huawei"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("华为技术有限公司", "huawei technology co ltd"),
        ("華為技術有限公司", "huawei technology co ltd"),
        ("Huawei Technologies Co., Ltd.", "huawei technologies co ltd"),
        ("HUAWEI TECH (SHENZHEN)", "huawei tech shenzhen"),
        ("Хуавэй Технолоджис", "huawei technologies"),
        ("ООО «Техкомпания Хуавэй»", "llc tech company huawei"),
        ("ファーウェイ・ジャパン", "huawei japan"),
        ("한국화웨이기술 유한회사", "korea huawei technology ltd"),
        ("شركة هواوي للتكنولوجيا", "company huawei technology"),
        ("深圳市海思半导体有限公司", "shenzhen hisilicon semiconductor co ltd"),
        ("中兴通讯股份有限公司", "zte co ltd"),
    ],
)
def test_the_firms_of_this_affair_are_read(name: str, read: str) -> None:
    assert texts(name) == read


# --- each script ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "read"),
    [
        # Latin
        ("Müller & Söhne GmbH", "muller and sohne gmbh"),
        ("O'Neil, O’Neil, ONeil", "oneil oneil oneil"),
        ("S.A. S.p.A. a.o. Co.,Ltd St.Petersburg", "sa spa ao co ltd st petersburg"),
        ("A.O.Smith J.R. Tolkien", "ao smith jr tolkien"),
        ("AT&T 5G CamelCase Al-Qa'ida", "at and t 5g camelcase al qaida"),
        ("foo_bar/baz №7", "foo bar baz no 7"),
        # Chinese and Japanese
        ("上海港木商貿有限公司", "shanghai gangmu trading co ltd"),
        ("示例科技（香港）有限公司", "shili technology hong kong co ltd"),
        ("第十四研究所", "14 research institute"),
        ("某某集团第七一〇研究所", "moumou group 710 research institute"),
        ("三菱重工業株式会社", "mitsubishi heavy industries co ltd"),
        ("㈱山田製作所", "co ltd yamada works"),
        ("TDK株式会社", "tdk co ltd"),
        ("トヨタ自動車", "toyota motor"),
        # Korean
        ("다온중공업 주식회사", "daon heavy industries co ltd"),
        ("(주)예시무역", "co ltd yesi trading"),
        ("아주", "aju"),
        # Cyrillic and Greek
        ("Общество с ограниченной ответственностью «Ромашка»", "llc romashka"),
        ("Научно-исследовательский институт приборов", "research institute priborov"),
        ("ПАО Северный завод", "pjsc northern plant"),
        ("Παράδειγμα Ανώνυμη Εταιρεία", "paradeigma sa"),
        # Arabic, Persian, Hebrew
        ("محمد بن سلمان آل سعود", "muhammad bin salman al saud"),
        ("عبد الفتاح السيسي", "abd al fattah al sisi"),
        ("شركة المثال للتجارة ذ.م.م", "company al mathal trading llc"),
        ("شرکت صنایع نمونه", "company industries namunah"),
        ("אלמוג אחזקות בע״מ", "almog holdings ltd"),
        # others
        ("ဖြူစင် ကုမ္ပဏီလီမိတက်", "phyusin company limited"),
        ("บริษัท หัวเว่ย จำกัด", "company huawei limited"),
        ("उदाहरण प्राइवेट लिमिटेड", "udaharan private limited"),
        # nothing to read
        ("", ""),
        (" — ・ ™", ""),
    ],
)
def test_a_name_is_read(name: str, read: str) -> None:
    assert texts(name) == read


def test_a_word_says_where_it_came_from_and_how() -> None:
    assert words("Société 华为港木有限公司") == (
        Word("societe", "Société", "folded"),
        Word("huawei", "华为", "translated"),
        Word("gangmu", "港木", "romanized"),
        Word("co", "有限公司", "translated"),
        Word("ltd", "有限公司", "translated"),
    )
    assert words("S.A. Huawei &") == (
        Word("sa", "S.A.", "folded"), Word("huawei", "Huawei", "written"), Word("and", "&", "folded"),
    )  # fmt: skip
    assert words("محمد") == (Word("muhammad", "محمد", "romanized"),)
    assert [word.source for word in words("Акционерное общество Рога")] == ["Акционерное общество", "Рога"]


def test_the_caller_may_know_the_language_of_han() -> None:
    found = [texts("月光峰貿易会社", language) for language in ("", "ko")]
    assert found == ["yueguangfeng trading company", "wolgwangbong trading company"]
    assert [texts("日東工業", language) for language in ("zh", "ja")] == ["ridong industry", "nitto industries"]


def test_korea_in_a_name_shows_how_its_han_are_read() -> None:
    assert texts("朝鮮大同江貿易会社") == "korea taedonggang trading company"


def test_letters_of_names_are_not_taken_for_terms() -> None:
    assert texts("云飞港军有限公司") == "yunfeigangjun co ltd"
    assert texts("示例厂") == "shili factory"


def test_the_fewest_terms_that_cover_most_are_taken() -> None:
    found = [(segment.text, segment.term is not None) for segment in segments("某信息技术研究院", "zh")]
    assert found == [("某", False), ("信息技术", True), ("研究院", True)]


# --- properties -----------------------------------------------------------------------------------------------------


@given(st.text() | st.text(alphabet=_LETTERS), st.sampled_from(["", "ja", "ko", "zh"]))
def test_every_text_has_words_of_plain_letters(text: str, language: str) -> None:
    found = words(text, language)
    assert all(re.fullmatch("[a-z0-9]+", word.text) for word in found)
    assert all(word.source in cleaned(text) or " " in word.source for word in found)


@given(st.text(alphabet=_LETTERS))
def test_words_read_again_are_the_same_words(text: str) -> None:
    once = texts(text)
    assert texts(once) == once


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_the_quick_way_for_ascii_is_the_long_way(text: str) -> None:
    accented = words(f"é {text}")
    assert [word.text for word in accented[1:]] == [word.text for word in words(text)]


@given(st.text())
def test_cleaning_first_changes_no_word(text: str) -> None:
    assert texts(cleaned(text)) == texts(text)


# --- tables ---------------------------------------------------------------------------------------------------------


def test_every_firm_has_a_reason_and_one_meaning() -> None:
    lines = [line for line in COMPANIES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    assert len(rows) > 100
    assert [row["words"] for row in rows if not row["why"] or not row["spellings"]] == []
    spellings = [normal(each) for row in rows for each in row["spellings"].split()]
    assert len(spellings) == len(set(spellings))
    assert [row["words"] for row in rows if not re.fullmatch("[a-z0-9 ]+", row["words"])] == []


@pytest.mark.parametrize("language", ["zh", "ja", "ko", "ru", "ar", "he", "el", "my", "th", "hi", "bn"])
def test_every_term_is_read_as_its_table_says(language: str) -> None:
    known = vocabulary(language)
    assert len(known) > 200
    assert [
        term for term, meaning in known.items() if not all(map(re.compile("[a-z0-9]+").fullmatch, meaning.words))
    ] == []
    assert [term for term in known if normal(term) != term] == []


def test_no_term_stands_twice_in_a_table() -> None:
    tables = re.findall(r'^\w+ = """\n(.*?)"""', TERMS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    terms = [[pair.split("=")[0] for pair in table.split()] for table in tables]
    assert len(terms) > 10
    assert [term for table in terms for term in set(table) if table.count(term) > 1] == []


def test_each_form_of_a_han_letter_has_one_plain_form() -> None:
    lines = [line for line in HAN_FORMS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    others = [char for row in rows for char in row["others"]]
    assert len(others) == len(set(others))
    assert set(others).isdisjoint(row["form"] for row in rows)


# --- measured on real lists -----------------------------------------------------------------------------------------


def common_words(shared: Path) -> set[str]:
    """Words that more than 40 entries of the US list have: forms, places, business."""
    with gzip.open(shared / "data/lists/csl_2026-07-31.csv.gz", "rt", encoding="utf-8", newline="") as file:
        found = Counter(word for row in csv.DictReader(file) for word in {word.text for word in words(row["name"])})
    return {word for word, count in found.items() if count > 40}


def japanese_list(shared: Path) -> Iterator[tuple[str, str, str]]:
    """Latin name, the name in Han that stands behind it in brackets, and the language it is read in."""
    listed = json.loads((shared / "data/lists/jp_end_user_list_2026-07.json").read_text(encoding="utf-8"))
    for entry in listed:
        name = entry["entity_name"]
        han = _HAN.search(name)
        bracket = max(name.rfind("(", 0, han.start()), name.rfind("（", 0, han.start())) if han else -1
        if bracket > 0 and len(_HAN.findall(name)) > 2:
            yield name[:bracket], name[bracket + 1 :], "ko" if entry["addresses"][0].startswith("North Korea") else ""


def chinese_list(shared: Path) -> Iterator[tuple[str, str, str]]:
    listed = json.loads((shared / "data/lists/cn_lists_2026-07.json").read_text(encoding="utf-8"))
    for entry in listed:
        yield from ((entry["entity_name"], alias, "") for alias in entry["aliases"] if _HAN.search(alias))


@pytest.mark.parametrize(("source", "pairs", "floor"), [(japanese_list, 190, 0.62), (chinese_list, 230, 0.45)])
def test_a_firm_in_han_shares_a_distinctive_word_with_itself_in_latin(
    shared: Path, source: Callable[[Path], Iterator[tuple[str, str, str]]], pairs: int, floor: float
) -> None:
    found = list(source(shared))
    common = common_words(shared)
    sharing = [bool(_rare(latin, "", common) & _rare(han, language, common)) for latin, han, language in found]
    assert len(found) >= pairs
    assert sum(sharing) / len(sharing) >= floor


def _rare(name: str, language: str, common: set[str]) -> set[str]:
    return {word.text for word in words(name, language) if len(word.text) > 2} - common


def test_names_across_scripts_are_close_in_latin(shared: Path) -> None:
    rows = list(csv.DictReader((shared / "acceptance/name_pairs.csv").read_text(encoding="utf-8").splitlines()))
    across = [
        (row["query_name"], row["listed_name"])
        for row in rows
        if row["expected"] == "match" and _in_latin(row["query_name"]) != _in_latin(row["listed_name"])
    ]
    close = [ratio(_sorted(one), _sorted(other)) >= 70 for one, other in across]
    assert len(across) >= 15
    assert sum(close) / len(close) >= 0.7


def _in_latin(name: str) -> bool:
    return all(ord(char) < 0x370 or 0x1DFF < ord(char) < 0x2E00 for char in cleaned(name))


def _sorted(name: str) -> str:
    return "".join(sorted(word.text for word in words(name)))


def test_latin_names_are_cut_as_the_acceptance_cases_say(shared: Path) -> None:
    """Words differ from them in being folded; what else differs is that no word is dropped for being short."""
    cases = (shared / "acceptance/normalization_cases.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(cases)) if row["function"] == "tokenize_name"]
    latin = [row for row in rows if _in_latin(row["input"]) and "'3'" not in row["kwargs"]]
    assert len(latin) >= 15
    for row in latin:
        assert texts(row["input"]).split() == [texts(word) for word in ast.literal_eval(row["expected"])], row["input"]


def test_words_are_quick() -> None:
    """A fifth of what two idle cores do, so that a busy machine passes."""
    latin, han = ["Huawei Technologies Co., Ltd."] * 5_000, ["深圳市示例电子科技有限公司", "ООО Ромашка"] * 500
    words(han[0])
    for names, floor in ((latin, 50_000), (han, 2_000)):
        start = time.perf_counter()
        for name in names:
            words(name)
        assert len(names) / (time.perf_counter() - start) > floor
