"""Addresses: one house is one house however written, and what is vague is nobody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.listed import Address, Entry, Name
from reprieve.model.match import LINE
from reprieve.model.screened import Asked
from reprieve.screening.addresses import LESS, SAME, Addresses, agreed, is_address, line, place, shared
from tests.screening.listing import ids, living_at, roll

SHOP = "Unit 04, 7/F, Lucky Tower, No. 133 Mong Kok Road, Kowloon, Hong Kong"
BIS = Entry("us/bis/entity-list", "address-01", names=(Name("Address 01"),), addresses=(Address(SHOP),))


def score(one: str, other: str) -> float:
    mine, theirs = place(one), place(other)
    return agreed(mine, theirs) if mine and theirs else 0.0


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (SHOP, SHOP, SAME),
        (SHOP, "Lucky Tower 7/F Unit 4, 133 Mong Kok Rd., Kowloon, HK", SAME),
        (SHOP, "133 Mong Kok Road, Kowloon, Hong Kong", LESS),
        ("ul. Lenina, d. 5, Moscow 101000", "Москва, улица Ленина, дом 5", SAME),
        ("12725 Royal Drive, Stafford, TX, 77477, US", "12725 ROYAL DR, STAFFORD, TX 77477", SAME),
        ("2390 Eglington Avenue East, Toronto", "2390 Eglinton Ave East, Toronto", SAME),
        ("33 Nathan Road, Hong Kong", "No. 33, Nathan Rd, HK", SAME),  # a town that is a territory
        ("P.O. Box 122114, Dubai, AE", "PO Box 122114, Dubai, United Arab Emirates", SAME),
    ],
)
def test_one_house_is_one_however_written(one: str, other: str, wanted: float) -> None:
    assert score(one, other) == score(other, one) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SHOP, SHOP.replace("133", "135")),  # next door
        (SHOP, SHOP.replace("04", "05")),  # another flat
        (SHOP, SHOP.replace("7/F", "8/F")),  # another floor
        (SHOP, "133 Mong Kok Road, Shanghai"),  # another town
        (SHOP, "133 Nathan Street, Kowloon, Hong Kong"),  # another street
        ("ul. Lenina, d. 5, Moscow", "ul. Lenina, d. 5, Novosibirsk"),
        ("ul. Lenina, d. 5, Moscow", "ul. Lenina, Moscow"),
    ],
)
def test_another_house_is_another(one: str, other: str) -> None:
    assert score(one, other) == score(other, one) == 0


@pytest.mark.parametrize(
    "vague",
    ["", "Hong Kong", "Moscow, Russia", "Tehran 14", "IR", "Beijing Road, Shanghai", "c/o Somebody, Lima", "7/F"],
)
def test_what_is_vague_is_no_address(vague: str) -> None:
    assert place(vague) is None


WORDS = st.lists(
    st.sampled_from(["Lenina", "Mira", "Moscow", "Kowloon", "5", "15", "Unit 3", "Floor 2", "ул."]), max_size=6
)


@given(WORDS, WORDS)
def test_the_order_of_two_addresses_does_not_count_and_each_is_its_own(one: list[str], other: list[str]) -> None:
    mine, theirs = " ".join(one), " ".join(other)
    assert score(mine, theirs) == score(theirs, mine)
    assert score(mine, mine) == (SAME if place(mine) else 0)


@given(st.lists(WORDS, max_size=5), WORDS)
def test_looking_up_finds_whom_comparing_with_everybody_finds(listed: list[list[str]], asked: list[str]) -> None:
    entries = [living_at(str(number), " ".join(each)) for number, each in enumerate(listed)]
    wanted = {number for number, each in enumerate(entries) if shared([" ".join(asked)], each)}
    assert Addresses(entries).holding([" ".join(asked)]) == wanted


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    assert score(text, text) in {0, SAME}


# --- on the roll ----------------------------------------------------------------------------------------------------


def test_whoever_is_at_a_listed_address_is_alerted() -> None:
    (only,) = roll(BIS).screen(Asked("Marta Quist Components", addresses=(SHOP,))).alerts
    assert (only.id, only.basis, only.score) == ("address-01", "address", SAME)
    assert only.match.score < LINE
    assert SHOP in only.sentence


def test_an_address_entry_without_its_address_is_said_to_be_unseen() -> None:
    empty = Entry("us/bis/entity-list", "address-02", names=(Name("Address 02"),))
    found = roll(BIS, empty)
    assert [each.entry.id for each in found.unseen] == ["address-02"]
    assert found.screen(Asked("Marta Quist", addresses=(SHOP,))).alerts != ()


def test_an_entry_without_a_name_is_said_to_be_unseen() -> None:
    nameless = Entry("own/test", "7")
    assert [each.entry.id for each in roll(nameless, BIS).unseen] == ["7"]


def test_a_neighbour_of_a_listed_party_is_no_match_but_is_told() -> None:
    found = roll(living_at("Orlovka Rotor", SHOP), living_at("Elsewhere", "5 Lenina, Moscow")).screen(
        Asked("Marta Quist Components", addresses=(SHOP,))
    )
    assert (found.alerts, ids(found.same_address)) == ((), ["Orlovka Rotor"])
    assert found.same_address[0].shared == (SHOP,)


def test_a_match_at_the_same_address_ranks_higher_and_is_no_neighbour() -> None:
    party = living_at("Orlovka Rotor", SHOP)
    here, nowhere = (roll(party).screen(Asked("Orlovka Rotor", addresses=each)) for each in ((SHOP,), ()))
    assert here.alerts[0].score == nowhere.alerts[0].score
    assert here.alerts[0].rank > nowhere.alerts[0].rank
    assert here.same_address == ()


@pytest.mark.parametrize("name", ["Address 01", "ADDRESS 1", "Addresses 12", "Address No. 3"])
def test_an_entry_that_is_an_address_is_told_by_its_name(name: str) -> None:
    assert is_address(Entry("x", "1", names=(Name(name),)))


def test_a_company_with_address_in_its_name_is_no_address() -> None:
    assert not is_address(Entry("x", "1", names=(Name("Address 01 Trading Ltd"), Name("Best Address"))))


def test_a_listed_address_is_read_from_one_line_or_from_its_parts() -> None:
    assert line(Address(full="5 Lenina, Moscow", city="Moscow")) == "5 Lenina, Moscow"
    assert (
        line(Address(street="5 Lenina", postcode="101000", city="Moscow", country="Russia"))
        == "5 Lenina, 101000 Moscow, Russia"
    )
