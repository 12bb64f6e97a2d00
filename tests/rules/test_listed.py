"""Whether a party is listed, over time: listings with bounds, complete lists, assertions, and who may settle what."""

from datetime import datetime
from typing import Any, Final

import msgspec
import pytest

from reprieve.model.facts import UNKNOWN, AnyFact, Between, Dated, Fact, Source, Value, fact_at
from reprieve.model.nouns import Absence, Listing, Party
from reprieve.model.time import EASTERN, Window
from reprieve.rules.listed import SETTLED_BY_A_PERSON, listing_fact, settled
from reprieve.rules.tables import FromListing, ListingField
from tests.rules.binding import NOW, day

ON: Final = FromListing("party.listed", ("us/el",), "listed")
ON_ANY: Final = FromListing("party.listed", ("us/el", "us/dpl"), "listed")
SAID: Final = Source("screened by hand", "declared", "J. Doe")
COVERED: Final = Absence("Foe List", ((Window(day("2019-06-01"), day("2019-06-03")), Source("not on it", "official")),))
SEEN: Final = Listing(
    "us/el", "1", "Acme", (), (), day("2019-06-05"), "84 FR 1", start_by=day("2019-06-10"), end=day("2019-07-01"),
    end_by=day("2019-07-10"), whole=False, basis="seen on lists",
)  # fmt: skip


def party(*listings: Listing, **fields: Any) -> Party:
    return Party("acme", "Acme", listings=listings, **fields)


def found(who: Party, source: FromListing = ON, known_at: datetime = NOW) -> AnyFact | None:
    return listing_fact(who, source, known_at, EASTERN)


def on(fact: AnyFact | None, *days: str) -> list[Value]:
    assert fact is not None
    return [fact_at(fact, day(each)).value for each in days]


def test_nothing_speaks_of_a_party() -> None:
    assert found(party()) is None


def test_absence_holds_on_the_days_that_a_complete_list_covers_and_no_other() -> None:
    fact = found(party(absent={"us/el": COVERED}))
    assert on(fact, "2019-05-31", "2019-06-01", "2019-06-02", "2019-06-03") == [UNKNOWN, False, False, UNKNOWN]


def test_what_is_missing_is_said_for_the_day_asked_about() -> None:
    windows = (*COVERED.windows, (Window(day("2019-06-08"), day("2019-06-09")), Source("not on it", "official")))
    fact = found(party(absent={"us/el": Absence("Foe List", windows, asked=day("2019-06-05"))}))
    assert fact is not None
    texts = [fact_at(fact, day(each)).source.text for each in ("2019-05-31", "2019-06-05", "2019-06-10")]
    before, here, after = texts
    assert before == "no complete Foe List at hand (the first after it is of 2019-06-01)"
    assert here.startswith("no complete Foe List of 2019-06-05 at hand (the last before it is of 2019-06-02; ")
    assert here.endswith("; the first after it is of 2019-06-08)")
    assert after == "no complete Foe List at hand (the last before it is of 2019-06-08)"


def test_no_list_at_all_is_said() -> None:
    assert found(party(absent={"us/el": Absence("Foe List")})) == Fact(
        UNKNOWN, Source("no complete Foe List at hand", "derived")
    )


def test_a_stay_with_bounds_is_sure_inside_and_open_at_its_ends() -> None:
    fact = found(party(SEEN, absent={"us/el": COVERED}))
    days = ("2019-06-02", "2019-06-04", "2019-06-05", "2019-06-10", "2019-06-30", "2019-07-01", "2019-07-10")
    assert on(fact, *days) == [False, UNKNOWN, UNKNOWN, True, True, UNKNOWN, UNKNOWN]


def test_a_stay_whose_start_nobody_knows_is_open_from_the_beginning_of_time() -> None:
    fact = found(party(msgspec.structs.replace(SEEN, start=None)))
    assert on(fact, "1990-01-01", "2019-06-09", "2019-06-10") == [UNKNOWN, UNKNOWN, True]


def test_a_table_that_tells_the_whole_story_needs_no_list() -> None:
    whole = msgspec.structs.replace(SEEN, start_by=None, end_by=None, whole=True)
    fact = found(party(whole))
    assert on(fact, "2019-06-04", "2019-06-05", "2019-06-30", "2019-07-01") == [False, True, True, False]


def test_the_doubts_of_a_list_do_not_count_against_a_whole_story_but_its_hits_do() -> None:
    whole = msgspec.structs.replace(SEEN, start=day("2019-06-20"), start_by=None, end=None, end_by=None, whole=True)
    fact = found(party(whole, msgspec.structs.replace(SEEN, start=None)))
    assert on(fact, "2019-06-09", "2019-06-10", "2019-06-25") == [False, True, True]


def test_a_whole_story_that_is_not_known_yet_says_no() -> None:
    whole = msgspec.structs.replace(SEEN, start_by=None, end_by=None, whole=True, filed=day("2019-06-08"))
    assert on(found(party(whole), known_at=day("2019-06-07")), "2019-06-20") == [False]


# --- who may settle what --------------------------------------------------------------------------------------------


def test_an_assertion_fills_the_days_of_which_there_is_no_list() -> None:
    fact = found(party(absent={"us/el": COVERED}, not_listed={"us/el": SAID}))
    assert fact is not None
    assert on(fact, "2019-05-31", "2019-06-01") == [False, False]
    assert [fact_at(fact, day(each)).source for each in ("2019-05-31", "2019-06-01")] == [
        SAID,
        Source("not on it", "official"),
    ]


def test_an_assertion_settles_a_name_that_comes_near() -> None:
    near = Absence("Foe List", doubt="Acme comes near 'Acmee'")
    assert on(found(party(absent={"us/el": near})), "2019-06-01") == [UNKNOWN]
    assert on(found(party(absent={"us/el": near}, not_listed={"us/el": SAID})), "2019-06-01") == [False]


def test_an_assertion_settles_no_day_between_the_bounds_of_a_listing_and_outweighs_no_hit() -> None:
    fact = found(party(SEEN, not_listed={"us/el": SAID}))
    assert on(fact, "2019-06-04", "2019-06-05", "2019-06-10", "2019-07-01") == [False, UNKNOWN, True, UNKNOWN]


def test_who_says_that_a_party_is_listed_is_believed_against_a_list() -> None:
    no, yes = Fact(value=False, source=Source("not on it", "official")), Fact(value=True, source=SAID)
    assert settled(no, yes, SETTLED_BY_A_PERSON) == yes
    assert settled(yes, no, SETTLED_BY_A_PERSON) == yes
    assert settled(None, yes, SETTLED_BY_A_PERSON) == yes


def test_what_is_said_and_what_is_listed_keep_their_own_turns() -> None:
    gap = Fact(UNKNOWN, Source("no list", "derived"))
    listed = Dated(gap, ((day("2019-06-05"), Fact(value=True, source=SAID)),))
    said = Dated(gap, ((day("2019-06-02"), Fact(value=False, source=SAID)),))
    assert on(settled(listed, said, SETTLED_BY_A_PERSON), "2019-06-01", "2019-06-02", "2019-06-05") == [
        UNKNOWN,
        False,
        True,
    ]


# --- any of several lists -------------------------------------------------------------------------------------------


def test_one_hit_suffices_and_for_a_no_every_list_must_say_no() -> None:
    other = {"us/dpl": COVERED}
    assert on(found(party(absent={"us/el": COVERED, **other}), ON_ANY), "2019-06-01", "2019-06-05") == [False, UNKNOWN]
    assert on(found(party(absent=other), ON_ANY), "2019-06-01") == [UNKNOWN]
    assert on(found(party(SEEN, absent=other), ON_ANY), "2019-06-20") == [True]


@pytest.mark.parametrize("lists", [("us/el", "us/dpl"), ("us/dpl", "us/el")])
def test_the_doubt_that_fewest_may_settle_stands(lists: tuple[str, ...]) -> None:
    fact = found(party(SEEN), FromListing("party.listed", lists, "listed"))
    assert fact is not None
    assert fact_at(fact, day("2019-06-05")).source.level == "official"


# --- the other fields -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("listed_on", Between(day("2019-06-05").date(), day("2019-06-10").date())),
        ("group", UNKNOWN),
        ("requirement", "other"),
        ("footnotes", frozenset({"1"})),
    ],
)
def test_fields_of_a_stay(field: ListingField, value: Value) -> None:
    who = party(msgspec.structs.replace(SEEN, requirement="other", footnotes=("1",)))
    assert on(found(who, FromListing("party.x", ("us/el",), field)), "2019-06-20") == [value]


def test_a_day_of_listing_without_lower_bound() -> None:
    fact = found(party(msgspec.structs.replace(SEEN, start=None)), FromListing("party.x", ("us/el",), "listed_on"))
    assert on(fact, "2019-06-20") == [Between(None, day("2019-06-10").date())]


def test_the_whole_story_is_asked_first() -> None:
    whole = msgspec.structs.replace(SEEN, id="2", group="g", whole=True)
    for entries in ((SEEN, whole), (whole, SEEN)):
        assert on(found(party(*entries), FromListing("party.x", ("us/el",), "group")), "2019-06-20") == ["g"]
