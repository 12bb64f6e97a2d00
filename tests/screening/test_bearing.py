"""What speaks for or against a match beside the names, and that nothing ever speaks louder than the names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.listed import Address, Entry, Name, PartyKind
from reprieve.model.match import LINE
from reprieve.model.screened import Alert, Asked, Bearing
from reprieve.screening import bearing
from reprieve.screening.alert import Listed, alert
from reprieve.screening.bearing import NEVER, lowered, readings
from reprieve.screening.births import agreement, born
from tests.screening.listing import entry, weak

ALI = "Ali Karim Rahmani"


def about(asked: Asked, listed: Entry) -> Alert:
    return alert(asked, Listed(listed))


def effects(found: Alert) -> dict[str, float]:
    return {each.what: each.effect for each in found.bearings}


# --- births ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1961-05-03", (1961, 1961, 5, 3)),
        ("1961-05", (1961, 1961, 5, 0)),
        ("1961", (1961, 1961, 0, 0)),
        ("3 May 1961", (1961, 1961, 5, 3)),
        ("Nov. 1957", (1957, 1957, 11, 0)),
        ("circa 1961", (1956, 1966, 0, 0)),
        ("approximately 29 Jan 1961", (1956, 1966, 0, 0)),
        ("between 1961 and 1963", (1961, 1963, 0, 0)),
        ("1961-01-01", (1961, 1961, 0, 0)),
        ("1961-13-45", (1961, 1961, 0, 0)),
        ("29 Feb 1961", (1961, 1961, 0, 0)),
    ],
)
def test_a_birth_is_read_as_far_as_it_is_known(text: str, read: tuple[int, int, int, int]) -> None:
    assert born(text) == read


@pytest.mark.parametrize(
    "text", ["", "unknown", "24/06/1402 (Hijri Calendar)", "1961 (Hijri)", "30-35 years old", "19611"]
)
def test_what_says_nothing_of_a_birth_is_no_birth(text: str) -> None:
    assert born(text) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ("1961-05-03", "1961-05-03", "same day"),
        ("1961-05-03", "1961-03-05", "nothing against it"),  # day and month changed places
        ("1961-05-03", "1962-05-03", "nothing against it"),  # a year more or less
        ("1961-05-03", "1961-05-04", "another day"),
        ("1961-05-03", "1962-05-04", "another day"),
        ("1961-05-03", "1963-05-03", "another year"),
        ("1961-05-03", "1961", "nothing against it"),
        ("1961-05-03", "1961-01-01", "nothing against it"),  # a clerk's first of January
        ("1961-05-03", "circa 1965", "nothing against it"),
        ("1961-05-03", "circa 1969", "another year"),
        ("1961-05", "1961-05-20", "nothing against it"),
        ("1961-05", "1961-07-20", "another day"),
        ("1961-05", "1961-07-05", "nothing against it"),  # the day may be the month
        ("1961-05", "1961-07", "another day"),
        ("1970", "between 1961 and 1963", "another year"),
        ("1964", "between 1961 and 1963", "nothing against it"),
    ],
)
def test_how_far_two_births_are_apart(mine: str, theirs: str, said: str) -> None:
    assert agreement([mine], [theirs]) == said
    assert agreement([theirs], [mine]) == said


def test_of_several_births_the_nearest_counts_and_what_cannot_be_read_does_not() -> None:
    assert agreement(["1961-05-03"], ["1980", "unknown", "1961-05-03"]) == "same day"
    assert agreement(["1961-05-03"], ["unknown"]) is None
    assert agreement([], ["1961"]) is None


def test_another_year_weighs_more_than_another_day_and_the_same_day_raises_the_rank() -> None:
    listed = entry(ALI, "person", births=("1961-05-03",))
    same, day, year = (
        about(Asked(ALI, kind="person", births=(each,)), listed) for each in ("1961-05-03", "1961-05-09", "1975-05-03")
    )
    assert same.score > day.score > year.score
    assert same.score == same.match.score
    assert same.rank > about(Asked(ALI, kind="person"), listed).rank


# --- countries ------------------------------------------------------------------------------------------------------


def test_a_country_in_common_raises_the_rank_and_never_the_score() -> None:
    listed = entry(ALI, "person", countries=("IR",))
    found, plain = about(Asked(ALI, kind="person", countries=("IR",)), listed), about(Asked(ALI, kind="person"), listed)
    assert (found.score, effects(found)) == (plain.score, {"country": 0.0})
    assert found.rank > plain.rank


@pytest.mark.parametrize(
    "fields",
    [
        {"countries": ("IR",)},
        {"nationalities": ("Iran (Islamic Republic of)",)},
        {"birthplaces": ("Tehran, Iran",)},
        {"addresses": (Address(city="Tehran", country="Iran"),)},
    ],
)
def test_every_country_that_a_list_gives_counts(fields: dict[str, tuple[str, ...]]) -> None:
    listed = entry(ALI, "person", **fields)
    assert effects(about(Asked(ALI, kind="person", countries=("IR",)), listed)) == {"country": 0.0}
    assert effects(about(Asked(ALI, kind="person", countries=("BR",)), listed)) == {"country": -0.1}


def test_another_country_says_less_of_a_firm_than_of_a_person() -> None:
    firm = about(Asked("Orlovka Rotor", countries=("BR",)), entry("Orlovka Rotor", countries=("IR",)))
    person = about(Asked(ALI, countries=("BR",)), entry(ALI, "person", countries=("IR",)))
    assert person.score < firm.score < 1


def test_hong_kong_is_no_other_country_than_china() -> None:
    found = about(Asked("Orlovka Rotor", countries=("HK",)), entry("Orlovka Rotor", countries=("CN",)))
    assert (found.score, effects(found)) == (1.0, {"country": 0.0})


def test_a_country_that_nobody_can_read_speaks_against_nobody() -> None:
    listed = entry(ALI, "person", countries=("IR",), nationalities=("Ruritania",))
    assert effects(about(Asked(ALI, kind="person", countries=("BR",)), listed)) == {}


def test_a_country_alone_never_takes_a_near_name_below_the_line() -> None:
    worst = Bearing("country", min(bearing.COUNTRY_OF_PERSON, bearing.COUNTRY_OF_ORGANIZATION), "")
    assert lowered(bearing.NEAR, [worst]) >= LINE


# --- kinds ----------------------------------------------------------------------------------------------------------


def test_a_person_is_no_company_whatever_they_are_called() -> None:
    found = about(Asked("Oliver North", kind="person"), entry("Oliver North", "organization"))
    assert (found.score, effects(found)) == (0.0, {"kind": NEVER})
    assert found.match.score == 1.0


def test_a_person_with_a_word_of_business_for_a_name_is_found_though_nobody_says_what_is_asked_about() -> None:
    found = about(Asked("Oliver North"), entry("Oliver North", "person"))
    assert LINE <= found.score < 1
    assert "kind" in effects(found)


def test_a_firm_named_after_a_person_is_not_that_person() -> None:
    listed = entry("Ahmad Rahmani", "person")
    assert about(Asked("Ahmad Rahmani Trading"), listed).score < LINE
    assert about(Asked("Ahmad Rahmani"), listed).score == 1.0


def test_a_ship_and_its_owner_are_two_but_still_worth_a_look() -> None:
    found = about(Asked("Orlovka Star", kind="organization"), entry("Orlovka Star", "vessel"))
    assert LINE <= found.score < 1


@pytest.mark.parametrize(
    ("asked", "listed", "read"),
    [
        (Asked("Acme", kind="person"), entry("Acme", "person"), ("person",)),
        (Asked("Acme", kind="vessel"), entry("Acme", "organization"), ("organization",)),
        (Asked("Acme", kind="person"), entry("Acme", "vessel"), ()),
        (Asked("Acme"), entry("Acme Trading", "person"), ("person",)),
        (Asked("Acme Trading", kind="person"), entry("Acme", "unknown"), ("person",)),
        (Asked("Acme Trading"), entry("Acme", "unknown"), ("organization",)),
        (Asked("Acme"), entry("Acme", "unknown", "Acme Trading"), ("organization",)),
        (Asked("Acme"), entry("Acme", "unknown"), ("person", "organization")),
    ],
)
def test_how_the_names_of_a_pair_are_read(asked: Asked, listed: Entry, read: tuple[str, ...]) -> None:
    assert readings(asked, listed) == read


# --- weak aliases ---------------------------------------------------------------------------------------------------


def test_a_weak_alias_that_alone_matches_one_word_counts_less_and_is_still_seen() -> None:
    found = about(Asked("Chairman"), weak("Laurent Mbeki", "person", "Chairman"))
    assert LINE <= found.score == round(found.match.score + bearing.WEAK_ALIAS, 4)


def test_a_weak_alias_of_several_words_counts_in_full() -> None:
    assert about(Asked("General Papa Six"), weak("Laurent Mbeki", "person", "General Papa Six")).score == 1.0


def test_where_a_strong_name_matches_as_well_the_weak_one_takes_nothing() -> None:
    listed = Entry("own/test", "1", "person", names=(Name("Chairman", "alias", "weak"), Name("Chairman")))
    assert about(Asked("Chairman", kind="person"), listed).score == 1.0


def test_a_weak_alias_never_costs_more_than_the_other_names_make_up_for() -> None:
    listed = weak("Chairmann", "person", "Chairman")
    found = about(Asked("Chairman", kind="person"), listed)
    assert found.match.score + bearing.WEAK_ALIAS < found.score < found.match.score
    assert found.score == about(Asked("Chairman", kind="person"), entry("Chairmann", "person")).score


# --- all together ---------------------------------------------------------------------------------------------------

KINDS = st.sampled_from(["person", "organization", "vessel", "aircraft", "unknown"])
NAMES = st.lists(st.sampled_from(["ali", "rahmani", "karim", "trading", "ltd", "star", "north"]), max_size=3).map(
    " ".join
)
COUNTRIES = st.lists(st.sampled_from(["IR", "BR", "HK", "CN"]), max_size=2).map(tuple)
BIRTHS = st.lists(st.sampled_from(["1961", "1961-05-03", "1975", "circa 1960", "unknown"]), max_size=2).map(tuple)
NUMBERS = st.lists(
    st.sampled_from(["IMO 9074729", "IMO 9187629", "5299000J2N45DDNE4Y28", "778812345"]), max_size=2
).map(tuple)


@given(NAMES, NAMES, KINDS, KINDS, COUNTRIES, COUNTRIES, BIRTHS, BIRTHS, NUMBERS)
def test_nothing_beside_the_names_ever_raises_their_score(  # noqa: PLR0913, PLR0917  # all that can bear on a pair
    mine: str,
    theirs: str,
    asked_kind: PartyKind,
    listed_kind: PartyKind,
    countries: tuple[str, ...],
    listed_countries: tuple[str, ...],
    births: tuple[str, ...],
    listed_births: tuple[str, ...],
    numbers: tuple[str, ...],
) -> None:
    asked = Asked(mine, kind=asked_kind, countries=countries, births=births, identifiers=numbers)
    listed = entry(theirs, listed_kind, countries=listed_countries, births=listed_births)
    found = about(asked, listed)
    assert all(each.effect <= 0 and each.note for each in found.bearings)
    assert found.score == max(0.0, round(found.match.score + sum(each.effect for each in found.bearings), 4))
    assert found.basis == "name"
