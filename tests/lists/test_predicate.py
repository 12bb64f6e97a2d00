"""Requirements and policies as predicates: what each phrase says, and that a text is read whole or not at all."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.lists.formats.predicate import policy, requirement
from reprieve.model.listed import Policy, Requirement

ALL = "For all items subject to the EAR"
REQUIREMENTS = [
    (ALL, Requirement("all_items")),
    ("All Items Subject to the EAR.", Requirement("all_items")),
    (f"{ALL}. (See §744.11 of the EAR).", Requirement("all_items", ("744.11",))),
    (f"{ALL} (See part§744.11 of the EAR", Requirement("all_items", ("744.11",))),
    (f"{ALL}. (See §?744.2 (d) of the EAR.)", Requirement("all_items", ("744.2(d)",))),
    (f"{ALL}, see §§ 734.9(e)1 and 744.11 of the EAR2", Requirement("all_items", ("734.9(e)", "744.11"), ("1", "2"))),
    (
        f"{ALL}, see §§ 734.9(e) 1, and 744.11 of the EAR 2",
        Requirement("all_items", ("734.9(e)", "744.11"), ("1", "2")),
    ),
    (f"{ALL} (See §734.9(e)1, and §744.11 of the EAR)2.", Requirement("all_items", ("734.9(e)", "744.11"), ("1", "2"))),
    (f"{ALL} (See §§734.9(e)(2) and 744.11 of the EAR)4", Requirement("all_items", ("734.9(e)(2)", "744.11"), ("4",))),
    (f"{ALL}. (See §§ 734.4(a)(9) of the EAR) 5", Requirement("all_items", ("734.4(a)(9)",), ("5",))),
    (
        f"{ALL}. (See §§ 734.9(g),3 746.8(a)(3), and 744.2l(b) of the EAR)",
        Requirement("all_items", ("734.9(g)", "746.8(a)(3)", "744.21(b)"), ("3",)),
    ),
    (
        (
            f"{ALL} (See §744.11 of the EAR). This license requirement may be overcome by License Exception GOV under "
            "§ 740.11(b)(2) and e."
        ),
        Requirement("all_items", ("744.11", "740.11(b)(2)", "740.11(e)"), (), ("GOV",)),
    ),
    (
        (
            f"{ALL}. This license requirement may be overcome by License Exception GOV under §740.11(b) when used by "
            "the U.S Geological Survey."
        ),
        Requirement("all_items", ("740.11(b)",), (), ("GOV for the US Geological Survey",)),
    ),
    (
        (
            f"{ALL}, apart from items that are related to transactions that are authorized by the Department of the "
            "Treasury’s Office of Foreign Assets Control pursuant to General License No. 1B of March 2, 2021. (See "
            "§744.11 of the EAR)"
        ),
        Requirement("all_items", ("744.11",), (), (), ("ofac_general_license_1b",)),
    ),
    (
        f"{ALL} when used in projects specified in § 746.8(a)(4) of the EAR.",
        Requirement("project_items", ("746.8(a)(4)",)),
    ),
    ("For any item subject to the EAR listed in supplement no. 2 to part 744.", Requirement("supplement_2_items")),
    (
        "For items on the CCL and EAR99 items listed in supplement no. 7 to part 746 of the EAR",
        Requirement("ccl_and_listed_ear99_items"),
    ),
    ("For items on the CCL and listed in supplement no. 7 to part 746 of the EAR", Requirement("other")),
]
ISS = "U.S. Government supported use in the International Space Station (ISS)"
FOOD = "Policy of denial for all items subject to the EAR apart from food and medicine designated as EAR99"
POLICIES = [
    ("Presumption of denial.", Policy("presumption_of_denial")),
    ("Presumption for denial", Policy("presumption_of_denial")),
    ("Policy of Denial", Policy("denial")),
    ("Case-by-case basis", Policy("case_by_case")),
    ("Case-by-case review.", Policy("case_by_case")),
    ("Policy of denial. See § 746.8 of the EAR", Policy("denial", (), ("746.8",))),
    ("Policy of denial for all items subject to the EAR. See §§ 746.8(b)", Policy("denial", (), ("746.8(b)",))),
    (
        f"{FOOD}, which will be reviewed on a case-by case basis. See §§ 746.8(b) and 744.21e",
        Policy("denial", (("ear99_food_and_medicine", "case_by_case"),), ("746.8(b)", "744.21(e)")),
    ),
    (
        f"{FOOD} and for items for {ISS}, which will be reviewed on a case-by-case basis.",
        Policy(
            "denial",
            (("ear99_food_and_medicine", "case_by_case"), ("us_supported_space_station_use", "case_by_case")),
        ),
    ),
    (
        f"Policy of denial; Case-by-case basis for items for {ISS}.",
        Policy("denial", (("us_supported_space_station_use", "case_by_case"),)),
    ),
    (
        (
            "casa-by-case review for items necessary to detect, identify and treat infectious disease; and presumption "
            "of denial for all other items subject to the EAR"
        ),
        Policy("presumption_of_denial", (("infectious_disease_items", "case_by_case"),)),
    ),
    (
        "Presumption of approval for EAR99; case-by-case review for all items on the CCL",
        Policy("case_by_case", (("ear99_items", "presumption_of_approval"),)),
    ),
    ("See § 744.2(d) of the EAR and 744.3(d) of this part", Policy("by_section", (), ("744.2(d)", "744.3(d)"))),
    (
        (
            "The license application procedure and license review policy for entities specified in supplement no. 2 to "
            "part 744 is specified in §744.21(d) and (e)."
        ),
        Policy("by_section", (), ("744.21(d)", "744.21(e)")),
    ),
]
UNREAD_REQUIREMENTS = [
    "For some items subject to the EAR",
    f"{ALL}, except bicycles",
    f"{ALL} not listed on the CCL",
    f"{ALL}. (See §744.11 of the EAR) and more",
    f"{ALL} when used in projects specified in",
    f"{ALL}6789",
    "Presumption of denial",
    f"{ALL}. This license requirement may be overcome by License Exception LVS",
    "(See §744.11 of the EAR)",
]
UNREAD_POLICIES = [
    ALL,
    f"{ALL}. (See § 744.11 of the EAR)",
    "Presumption of denial for most items",
    "Presumption of denial, except for bicycles",
    "Policy of denial. Presumption of approval",
    "Policy of denial for all items subject to the EAR apart from food and medicine designated as EAR99",
    "See the entry above",
    "Of the EAR",
    "Presumption of denial (See §744.11 of the EAR)2",
]


@pytest.mark.parametrize(("text", "says"), REQUIREMENTS)
def test_what_a_requirement_says(text: str, says: Requirement) -> None:
    assert requirement(text) == says


@pytest.mark.parametrize(("text", "says"), POLICIES)
def test_what_a_policy_says(text: str, says: Policy) -> None:
    assert policy(text) == says


@pytest.mark.parametrize("text", UNREAD_REQUIREMENTS)
def test_a_requirement_with_a_word_left_over_is_unmapped(text: str) -> None:
    assert requirement(text) == Requirement("unmapped")


@pytest.mark.parametrize("text", UNREAD_POLICIES)
def test_a_policy_with_a_word_left_over_is_unmapped(text: str) -> None:
    assert policy(text) == Policy(None)


@pytest.mark.parametrize("text", ["", " \t\xa0"])
def test_an_empty_text_is_no_predicate(text: str) -> None:
    assert requirement(text) is None
    assert policy(text) is None


def test_a_policy_for_some_items_only_leaves_the_others_open() -> None:
    assert policy("Presumption of approval for EAR99 items") == Policy(
        None, (("ear99_items", "presumption_of_approval"),)
    )


@st.composite
def respelt(draw: st.DrawFn, texts: list[str]) -> tuple[str, str]:
    """A text, and the same text in other case and spacing, with or without its full stop."""
    text = draw(st.sampled_from(texts))
    words = [draw(st.sampled_from([each, each.upper(), each.lower()])) for each in text.removesuffix(".").split()]
    spaces = [draw(st.sampled_from([" ", "  ", "\xa0", "\n ", "\t"])) for _ in words]
    other = "".join(space + word for space, word in zip(spaces, words, strict=True))
    return text, other + draw(st.sampled_from(["", "."])) + draw(st.sampled_from(["", " "]))


@given(respelt([text for text, _ in REQUIREMENTS]))
def test_case_spacing_and_full_stop_do_not_change_a_requirement(texts: tuple[str, str]) -> None:
    assert requirement(texts[0]) == requirement(texts[1])


@given(respelt([text for text, _ in POLICIES]))
def test_case_spacing_and_full_stop_do_not_change_a_policy(texts: tuple[str, str]) -> None:
    assert policy(texts[0]) == policy(texts[1])


@given(
    text=st.sampled_from([text for text, _ in REQUIREMENTS]),
    word=st.sampled_from(["not", "except", "or", "bicycles", "99", "unless authorized"]),
    share=st.floats(0, 1),
)
def test_a_word_put_into_a_requirement_is_never_ignored(text: str, word: str, share: float) -> None:
    words = text.split()
    at = round(share * len(words))
    changed = requirement(" ".join([*words[:at], word, *words[at:]]))
    assert changed == Requirement("unmapped")


@given(
    text=st.sampled_from([text for text, _ in POLICIES]),
    word=st.sampled_from(["not", "except", "or", "bicycles", "99", "unless authorized"]),
    share=st.floats(0, 1),
)
def test_a_word_put_into_a_policy_is_never_ignored(text: str, word: str, share: float) -> None:
    words = text.split()
    at = round(share * len(words))
    assert policy(" ".join([*words[:at], word, *words[at:]])) == Policy(None)


def texts_of(shared: Path, column: str) -> Counter[str]:
    with gzip.open(shared / "data/lists/csl_2026-07-31.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return Counter(row[column] for row in csv.DictReader(file) if row[column])


def test_every_published_requirement_is_mapped(shared: Path) -> None:
    found = texts_of(shared, "license_requirement")
    reaches: Counter[str] = Counter()
    footnotes: Counter[str] = Counter()
    for text, rows in found.items():
        read = requirement(text)
        assert read is not None
        reaches[read.reaches] += rows
        footnotes.update(dict.fromkeys(read.footnotes, rows))
    assert len(found) == 89
    assert reaches == {
        "all_items": 3319,
        "project_items": 82,
        "supplement_2_items": 70,
        "ccl_and_listed_ear99_items": 11,
        "other": 8,
    }
    assert footnotes == {"1": 156, "2": 156, "3": 766, "4": 95, "5": 16}


def test_every_published_policy_is_mapped_or_explicitly_not(shared: Path) -> None:
    found = texts_of(shared, "license_policy")
    reviews: Counter[str] = Counter()
    for text, rows in found.items():
        read = policy(text)
        assert read is not None
        reviews[read.general or "unmapped"] += rows
    assert len(found) == 78
    assert sorted(text for text in found if policy(text) == Policy(None)) == [
        "For all items subject to the EAR when used in projects specified in § 746.8(a)(4) of the EAR",
        "For all items subject to the EAR. (See § 744.11 of the EAR)",
    ]
    assert reviews["unmapped"] == 4
    assert sum(reviews.values()) == 3490
