"""A name as its reader sees it: what cannot be seen is gone, what looks alike is alike, and nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.text.clean import FILE, cleaned

# Letters and marks that take part in every rule, so that they meet.
_MEETING = "ABCабвАВСОοαΑuwυνΗΛФ \u0301\u0308\u200d\ufe0fйёI'-Яµ㈱ﬁ™\u3164`’—"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ＨＵＡＷＥＩ　１２", "HUAWEI 12"),
        ("ﬁrst ℡", "first TEL"),
        ("ﾌｧｰｳｪｲ", "ファーウェイ"),
        ("㈱日立", "(株)日立"),
        ("Huawei™ Tech®", "Huawei Tech"),
        ("Plant№7", "Plant No 7"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_width_and_compatibility_forms_do_not_count(written: str, seen: str) -> None:
    assert cleaned(written) == seen


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u200c", "\u200d", "\u00ad", "\u202e", "\u2066", "\ufeff", "\ufe0f", "\u034f"]
)
def test_what_cannot_be_seen_is_gone(hidden: str) -> None:
    assert cleaned(f"{hidden}Hua{hidden}wei{hidden}") == "Huawei"


@pytest.mark.parametrize("blank", ["\u00a0", "\u3000", "\u2003", "\t", "\x00", "\n", "\u2028", "\u2800"])
def test_every_blank_is_one_space(blank: str) -> None:
    assert cleaned(f"{blank}Hua{blank} wei{blank}") == "Hua wei"


@pytest.mark.parametrize("dash", "‐‑‒–—―−－")
def test_every_dash_is_a_hyphen(dash: str) -> None:
    assert cleaned(f"Al{dash}Assad") == "Al-Assad"


@pytest.mark.parametrize("mark", "'‘’`´ʼʻ＇")
def test_every_apostrophe_is_straight(mark: str) -> None:
    assert cleaned(f"O{mark}Neil") == "O'Neil"


def test_quotes_are_straight() -> None:
    assert cleaned("«Газпром» “ABC” בע״מ") == '"Газпром" "ABC" בע"מ'


def test_the_long_vowel_of_katakana_is_no_dash() -> None:
    assert cleaned("モーター") == "モーター"


# Each name on the left holds letters of another alphabet.
@pytest.mark.parametrize(
    ("disguised", "name"),
    [
        ("Мuhаmmаd Yuѕuf", "Muhammad Yusuf"),
        ("КАRIМОV", "KARIMOV"),
        ("Реtrоѕѕіаn", "Petrossian"),
        ("О'Саllаghаn", "O'Callaghan"),
        ("VАNDЕRВЕRG SНIРРING LLС", "VANDERBERG SHIPPING LLC"),
        ("Ηuаwei Τechnologies", "Huawei Technologies"),
        ("НР Inc", "HP Inc"),
        ("Xуавэй", "Хуавэй"),
        ("Гaзпpoм", "Газпром"),
        ("Хуавэй Huаwei", "Хуавэй Huawei"),
    ],
)
def test_a_word_is_in_the_alphabet_of_its_unmistakable_letters(disguised: str, name: str) -> None:
    assert disguised != name
    assert cleaned(disguised) == name


@pytest.mark.parametrize("name", ["Хуавэй Huawei", "ОАО Газпром", "АО", "HP", "Παπα", "Иванов Petrov", "Α Β", "5О 0O"])
def test_a_word_of_one_alphabet_is_left_as_it_is(name: str) -> None:
    assert cleaned(name) == name


def test_digits_that_look_like_letters_are_digits() -> None:
    assert cleaned("Hu4wei 0il 1nc") == "Hu4wei 0il 1nc"


def test_the_table_holds_single_letters_of_their_alphabets() -> None:
    rows = [line.split(",") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert rows[0] == ["latin", "cyrillic", "greek"]
    for latin, cyrillic, greek in rows[1:]:
        assert len(latin) == 1
        assert latin.isascii()
        assert all(unicodedata.name(char).startswith("CYRILLIC") for char in cyrillic)
        assert all(unicodedata.name(char).startswith("GREEK") for char in greek)
        assert all(unicodedata.normalize("NFKD", char) == char for char in cyrillic + greek)


@given(st.text() | st.text(alphabet=_MEETING))
def test_cleaning_a_clean_name_changes_nothing(name: str) -> None:
    assert cleaned(cleaned(name)) == cleaned(name)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_plain_name_only_loses_spaces(name: str) -> None:
    assert cleaned(name) == " ".join(name.replace("`", "'").split())
