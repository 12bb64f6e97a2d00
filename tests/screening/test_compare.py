"""Two names compared: whose it is, by what, and that every figure adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.match import LINE, Match
from reprieve.screening.compare import compare
from reprieve.screening.parsed import parsed

HUAWEI = "Huawei Technologies Co., Ltd."
WORDS = st.sampled_from(
    [
        *(
            "huawei",
            "hua",
            "wei",
            "technologies",
            "tech",
            "co",
            "ltd",
            "gmbh",
            "al",
            "bin",
            "ahmad",
            "ahmed",
            "j",
            "44",
        ),
        *("45", "forty", "first", "x", "of", "shenzhen", "ivanovich"),
    ]
)
NAMES = st.lists(WORDS, max_size=5).map(" ".join)
KINDS = st.sampled_from(["person", "organization", None])


def matched(query: str, listed: str, kind: str | None = None) -> bool:
    return compare(query, [listed], kind).score >= LINE


@pytest.mark.parametrize(
    "query",
    [
        "HUAWEI TECHNOLOGIES CO LTD",
        "Huawei Technologies",
        "Huawei Tech",
        "Huaway Technologies",
        "Hua Wei Technologies Co. Ltd",
        "HuaWei Technology Company Limited",
        "Technologies Huawei",
        "Huawei Technologies Co., Limited",
    ],
)
def test_the_company_is_found_as_people_write_it(query: str) -> None:
    assert matched(query, HUAWEI, "organization")


@pytest.mark.parametrize(
    "query",
    [
        "Huawei Technologies Deutschland GmbH",
        "Beijing Huawei Digital Technologies Co., Ltd.",
        "Technologies Co., Ltd.",
        "Hanwei Electronics Group Corporation",
        "Huace Technologies Co., Ltd.",
    ],
)
def test_a_subsidiary_a_sibling_and_a_stranger_are_not_the_company(query: str) -> None:
    assert not matched(query, HUAWEI, "organization")


@pytest.mark.parametrize(
    ("query", "listed", "same"),
    [
        ("Saddam Husayn", "Saddam Hussein", True),
        ("Vladimir Putin", "Vladimir Vladimirovich Putin", True),
        ("V. Putin", "Vladimir Putin", True),
        ("Dr. John Smith", "John Smith", True),
        ("PUTIN, Vladimir", "Vladimir Putin", True),
        ("Octavian Scholz", "Olaf Scholz", False),
        ("Tariq Anwar El Sayed Mohamed", "Tariq Anwar El Sayed Ahmed", False),
        ("Vladimir", "Vladimir Vladimirovich Putin", False),
        ("Abdel Aziz Nuristani", "'Abd al-'Aziz al-Nuristani", True),
        ("Abdulaziz Nuristani", "Abdul Aziz Nuristani", True),
        ("Salman bin Yusuf Karimi", "Salman Bin-Yusuf KARIMI", True),
        ("Salman bin Yusuf Karimi", "Yusuf bin Salman Karimi", False),
        ("Anton Ilyich Berezin", "Anton Berezin", True),
        ("Anton Antonovich Berezin", "Anton Markovich Berezin", False),
        ("Ig0r Berez1n", "Igor Berezin", True),
        ("Xi Wenming", "Shi Wenming", True),
        ("Andrej Nikolaj", "Andrey Nikolay", True),
        ("Ben Netzer", "Benjamin Netzer", True),
        ("Misha Orlov", "Mikhail Orlov", True),
        ("Tom Netzer", "Tim Netzer", False),
        ("Mhmd Karimov", "Muhammad Karimov", True),
        ("Lady Ann Barrow", "Ann Barrow", True),
        ("Qasirn Ahrnad", "Qasim Ahmad", True),
        ("Evgenii Orlov", "Yevgeny Orlov", True),
        ("영일 김", "KIM, Yong Il", True),
        ("영일 김", "KIM, Kyong Il", False),
        ("Jon Smith", "John Smith", True),
        ("Sarah Abdullah", "Sara Abdulla", True),
        ("Peter Karlow", "Peter K. Gomez", False),
    ],
)
def test_persons(query: str, listed: str, same: bool) -> None:  # noqa: FBT001  # a column of the table
    assert matched(query, listed, "person") is same


@pytest.mark.parametrize(
    ("query", "listed", "same"),
    [
        ("Siemens AG", "Siemens Aktiengesellschaft", True),
        ("Nordbank AG", "Nordbank GmbH", True),
        ("Nordbank Handels AG", "Nordbank GmbH", False),
        ("Nordbank Limited", "Nordbank Co., Ltd.", True),
        ("Brigade 44", "Brigade 45", False),
        ("Brigade Eight", "Brigade 8", True),
        ("Brigade Forty-four", "Brigade 44", True),
        ("Brigade Forty-four", "Brigade 40", False),
        ("Nordbank Gesellschaft mit beschränkter Haftung", "Nordbank GmbH", True),
        ("Lumora Europe", "LUMORA EUROPE Sp. z o.o.", True),
        ("Lumora", "Lumora Sweden GmbH", True),
        ("Nordbank Ltd. (a Ltd.)", "Nordbank Ltd.", True),
        ("Lumora Sweden AB", "Lumora Finland AB", False),
        ("M/V Oceanic", "OCEANIC", True),
        ("L3 Harris", "L3Harris", True),
        ("Orvik Gen Trdg", "Orvik General Trading", True),
        ("Orvik Ship Mgmt Svcs", "Orvik Ship Management Services", True),
        ("Institute of Nuclear Physics, Russian Academy of Sciences", "Institute of Applied Physics, RAS", False),
    ],
)
def test_forms_and_numbers(query: str, listed: str, same: bool) -> None:  # noqa: FBT001  # a column of the table
    assert matched(query, listed, "organization") is same


@given(NAMES, NAMES, KINDS)
def test_every_figure_adds_up(query: str, listed: str, kind: str | None) -> None:
    found = compare(query, [listed], kind)
    assert 0 <= found.score <= 1
    assert sum(row.gain for row in found.rows) == pytest.approx(found.score, abs=1e-4)
    if found.score > 0:
        assert sum(row.loss for row in found.rows) == pytest.approx(1 - found.score, abs=1e-4)
    _every_word_once(found, query, listed)


def _every_word_once(found: Match, query: str, listed: str) -> None:
    paired = [row for row in found.rows if row.note != "another form of company"]
    mine = [word for row in paired for word in row.query.split()]
    theirs = [word for row in paired for word in row.listed.split()]
    assert sorted(mine) == sorted(each.text for each in parsed(query, "organization").tokens)
    assert sorted(theirs) == sorted(each.text for each in parsed(listed, "organization").tokens)


@given(st.lists(st.tuples(WORDS, st.booleans()), max_size=5), st.sampled_from(["person", "organization"]))
def test_a_name_given_in_part_costs_no_more_than_a_name_with_more_than_is_listed(
    parts: list[tuple[str, bool]], kind: str
) -> None:
    whole, part = " ".join(word for word, _ in parts), " ".join(word for word, kept in parts if kept)
    assert compare(part, [whole], kind).score >= compare(whole, [part], kind).score


@given(NAMES, st.sampled_from(["person", "organization"]))
def test_a_name_is_its_own(name: str, kind: str) -> None:
    found = compare(name, [name], kind)
    assert found.score == (1.0 if parsed(name, "person").tokens else 0.0)


@given(st.text(max_size=30), st.text(max_size=30), KINDS)
def test_any_text_can_be_compared(query: str, listed: str, kind: str | None) -> None:
    assert 0 <= compare(query, [listed], kind).score <= 1


def test_the_best_of_several_names_is_named() -> None:
    found = compare("Shenzhen Huawei", ["Huawei Investment", "Shenzhen Huawei", "Huawei"], "organization")
    assert (found.listed, found.score) == ("Shenzhen Huawei", 1.0)


def test_no_name_at_all_is_no_match() -> None:
    found = compare("Acme", [], "organization")
    assert (found.score, found.sentence) == (0.0, "Acme was compared with nothing.")


def test_a_sentence_for_the_reviewer() -> None:
    found = compare("Huaway Tech Deutschland GmbH", [HUAWEI], "organization")
    assert found.sentence == (
        "Huaway Tech Deutschland GmbH against Huawei Technologies Co., Ltd.: huaway sounds like huawei; "
        "tech means technologies; deutschland is not in the listed name "
        f"({found.score:.2f})."
    )


def test_more_common_matter_comes_first_among_equals() -> None:
    short, long = (compare(name, [name], "organization") for name in ("Acme", "Acme Rotor Works"))
    assert short.score == long.score
    assert short.rank < long.rank
