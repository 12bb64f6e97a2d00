"""Numbers: read as written, told by kind, and the same only if they are."""

import pytest

from reprieve.model.listed import Entry, Identifier
from reprieve.model.match import LINE
from reprieve.model.screened import Asked
from reprieve.screening.alert import Listed, alert
from reprieve.screening.identifiers import ANOTHER_FIRM, ANOTHER_SHIP, Number, Numbers, another, number, shared
from tests.screening.listing import entry, numbered, roll

LEI, OTHER_LEI = "5299000J2N45DDNE4Y28", "529900T8BM49AURSDO55"
SHIP = numbered("Orlovka Star", "vessel", ("Vessel Registration Identification", "IMO 9074729"))


@pytest.mark.parametrize(
    ("text", "label", "read"),
    [
        ("IMO 9074729", "", Number("9074729", "imo")),
        ("9074729", "IMO number", Number("9074729", "imo")),
        ("IMO: 9074729", "Vessel Registration Identification", Number("9074729", "imo")),
        ("9074729", "", Number("9074729")),  # seven digits may be anything
        ("IMO 9074728", "", Number("9074728")),  # the check digit is wrong
        (LEI, "", Number(LEI, "lei")),
        ("LEI 5299 000J 2N45 DDNE 4Y28", "", Number(LEI, "lei")),
        ("DEUTDEFF", "SWIFT/BIC", Number("DEUTDEFF", "bic")),
        ("OA 454-044", "Passport", Number("OA454044")),
        ("Passport No. A1234067", "", Number("A1234067")),
        ("\uff17\uff17\uff18\uff18\uff11\uff12\uff19", "", Number("7788129")),
        ("Sales@Orlovka.example", "Email Address", Number("sales@orlovka.example")),
    ],
)
def test_a_number_is_read_as_written(text: str, label: str, read: Number) -> None:
    assert number(text, label) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "A-1234",
        "000000",
        "A 000000",
        "123456",
        "1234567890",
        "987654321",
        "unknown",
        "Subject to Secondary Sanctions",
        "North Korea Sanctions Regulations, section 510.214",
        "DEUTDEFF",  # no label says that this word is a code
    ],
)
def test_what_names_nobody_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize("written", ["OA454044", "oa 454 044", "Passport OA-454044", "\uff2f\uff21454044"])
def test_the_same_number_is_found_however_written_and_whatever_the_name(written: str) -> None:
    found = roll(numbered("Zenon Orlov", "person", ("Passport", "OA 454044"))).screen(
        Asked("Marta Quist", identifiers=(written,))
    )
    (only,) = found.alerts
    assert (only.basis, only.score, only.match.score) == ("identifier", 0.95, 0.0)
    assert "OA 454044 is listed as Passport" in only.sentence


def test_the_same_number_of_a_kind_that_only_one_has_is_certain() -> None:
    (only,) = roll(SHIP).screen(Asked("Another Name", identifiers=("IMO 9074729",))).alerts
    assert (only.basis, only.score) == ("identifier", 1.0)


def test_a_number_of_no_known_kind_is_less_than_certain() -> None:
    (only,) = roll(SHIP).screen(Asked("Another Name", identifiers=("9074729",))).alerts
    assert (only.basis, only.score) == ("identifier", 0.95)


def test_a_number_says_so_even_where_a_person_meets_a_company() -> None:
    (only,) = (
        roll(numbered("Orlovka", "organization", ("Tax ID No.", "7704833788")))
        .screen(Asked("Marta Quist", kind="person", identifiers=("7704833788",)))
        .alerts
    )
    assert (only.basis, only.score) == ("identifier", 0.95)


def test_where_the_names_say_as_much_they_are_the_basis_and_the_number_raises_the_rank() -> None:
    listed = numbered("Zenon Orlov", "person", ("Passport", "OA 454044"))
    with_number, without = (
        alert(Asked("Zenon Orlov", identifiers=numbers), Listed(listed)) for numbers in (("OA454044",), ())
    )
    assert (with_number.basis, with_number.score) == ("name", 1.0)
    assert with_number.rank > without.rank


def test_names_and_a_number_that_say_as_much_rest_on_the_names() -> None:
    found = alert(Asked("Orlovka Star", kind="vessel", identifiers=("IMO 9074729",)), Listed(SHIP))
    assert (found.basis, found.score) == ("name", 1.0)


def test_where_one_number_is_the_same_another_that_differs_takes_nothing() -> None:
    listed = numbered("Orlovka Rotor", "organization", ("LEI", LEI), ("Registration", "778812990"))
    found = alert(Asked("Orlovka Rotor", identifiers=("778812990", OTHER_LEI)), Listed(listed))
    assert (found.score, [each.effect for each in found.bearings]) == (1.0, [0.0])


def test_another_ship_of_the_same_name_is_another_ship() -> None:
    found = alert(Asked("Orlovka Star", kind="vessel", identifiers=("IMO 9187629",)), Listed(SHIP))
    assert (found.match.score, found.score) == (1.0, round(1 + ANOTHER_SHIP, 4))
    assert found.score < LINE


def test_another_number_of_a_kind_of_which_a_firm_has_one_speaks_against_it() -> None:
    listed = numbered("Orlovka Rotor", "organization", ("LEI", LEI))
    found = another([OTHER_LEI], listed)
    assert found is not None
    assert found.effect == ANOTHER_FIRM
    assert another([OTHER_LEI, LEI], listed) is None


def test_the_number_of_a_ship_does_not_speak_against_its_owner() -> None:
    assert another(["IMO 9187629"], numbered("Orlovka Star Ltd", "organization", ("IMO", "9074729"))) is None


def test_another_passport_speaks_against_nobody() -> None:
    assert another(["Passport OA 454045"], numbered("Zenon Orlov", "person", ("Passport", "OA 454044"))) is None


def test_a_wrong_check_digit_speaks_against_nobody() -> None:
    assert another(["IMO 9187620"], SHIP) is None


def test_the_surest_of_several_numbers_counts() -> None:
    listed = numbered("Orlovka", "vessel", ("Registration", "778812990"), ("IMO", "9074729"))
    found = shared(["778812990", "IMO 9074729"], listed)
    assert found is not None
    assert (found.score, found.listed) == (1.0, "9074729")


def test_the_country_of_a_number_is_told() -> None:
    listed = Entry("own/test", "1", identifiers=(Identifier("Passport", "OA 454044", "Afghanistan"),))
    found = shared(["OA454044"], listed)
    assert found is not None
    assert found.note == "the number OA 454044 is listed as Passport, Afghanistan"


def test_looking_up_finds_whom_comparing_with_everybody_finds() -> None:
    entries = [
        SHIP,
        numbered("A", "person", ("Passport", "OA 454044")),
        entry("B"),
        numbered("C", "person", ("ID", "OA-454-044")),
    ]
    asked = ["oa454044", "123456", "nothing"]
    wanted = {place for place, each in enumerate(entries) if shared(asked, each)}
    assert Numbers(entries).holding(asked) == wanted == {1, 3}
