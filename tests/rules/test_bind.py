"""From a leg of a case to what rules see: what the leg says of itself, listings and documents."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
import pytest

from reprieve.model.facts import UNKNOWN, AnyFact, Between, Fact, Source
from reprieve.model.nouns import Document, Item, Listing
from reprieve.model.time import EASTERN
from reprieve.rules.bind import taking_part
from reprieve.rules.listed import listing_fact
from reprieve.rules.tables import FromListing
from tests.rules.binding import BUYER, DECLARED, NOW, at, bound, case, day, leg, said

LISTING: Final = Listing(
    "us/el", "buyer-1", "Buyer Ltd.", (), ("SY",), day("2019-05-16"), "84 FR 1", published=day("2019-05-21"), group="g"
)


# --- the leg itself -----------------------------------------------------------------------------------------------


def test_what_a_leg_says_of_itself() -> None:
    found = bound()
    told = {
        name: at(found.leg[name], NOW) for name in ("leg.movement", "leg.direction", "leg.origin", "leg.destination")
    }
    assert told == {
        "leg.movement": "export",
        "leg.direction": "supply",
        "leg.origin": "US",
        "leg.destination": "SY",
    }
    assert [at(each["party.role"], NOW) for each in found.parties] == [{"exporter"}, {"end_user"}]
    assert (found.party_names, found.item_names) == (("Acme Chips Inc.", "Buyer Ltd."), ("Chip",))


def test_a_stated_destination_is_not_the_recipient_s_country() -> None:
    found = bound(over=leg(facts=said(leg_destination="DE")))
    assert (at(found.leg["leg.destination"], NOW), at(found.leg["leg.groups"], NOW)) == ("DE", frozenset())


def test_facts_of_a_leg_about_a_party_or_item_win_over_those_of_the_case() -> None:
    chip = Item("chip", "Chip", said(item_eccn="EAR99"))
    over = leg(item_facts={"chip": said(item_eccn="5A992")}, party_facts={"buyer": said(party_country="HK")})
    found = bound(case(items=(chip,)), over)
    assert (at(found.items[0]["item.eccn"], NOW), at(found.parties[1]["party.country"], NOW)) == ("5A992", "HK")


def test_everybody_who_takes_part_once_and_in_order() -> None:
    roles = {"bank": ("bank",), "acme": ("supplier",), "buyer": ("end_user",)}
    assert taking_part(leg(roles=roles)) == ("acme", "buyer", "bank")


def test_what_nobody_stated_stays_unknown() -> None:
    found = bound()
    assert "leg.embargoed" not in found.leg
    assert "item.controlled" not in found.items[0]
    assert "party.listed" not in found.parties[1]


# --- listings -----------------------------------------------------------------------------------------------------


def listed(*entries: Listing, known_at: datetime = NOW, **fields: Any) -> dict[str, AnyFact]:
    buyer = msgspec.structs.replace(BUYER, listings=entries, **fields)
    return dict(bound(case(parties=(buyer,)), known_at=known_at).parties[1])


def test_a_listing_holds_from_its_start_until_its_end() -> None:
    found = listed(msgspec.structs.replace(LISTING, end=day("2020-08-14")))["party.listed"]
    start = day("2019-05-16")
    moments = (start - timedelta(seconds=1), start, day("2020-08-14") - timedelta(seconds=1), day("2020-08-14"))
    assert [at(found, moment) for moment in moments] == [False, True, True, False]


def test_a_doubtful_start_of_a_listing_leaves_only_those_days_open() -> None:
    found = listed(msgspec.structs.replace(LISTING, start_by=day("2019-05-20")))
    moments = [day(f"2019-05-{number}") for number in (15, 16, 19, 20)]
    assert [at(found["party.listed"], moment) for moment in moments] == [False, UNKNOWN, UNKNOWN, True]
    assert at(found["party.listed_on"], NOW) == Between(date(2019, 5, 16), date(2019, 5, 20))


def test_a_second_listing_that_is_sure_settles_the_first() -> None:
    doubtful = msgspec.structs.replace(LISTING, start_by=day("2019-05-20"))
    sure = msgspec.structs.replace(LISTING, id="buyer-2", start=day("2019-05-17"))
    for entries in ((doubtful, sure), (sure, doubtful)):
        found = listed(*entries)["party.listed"]
        assert [at(found, day(f"2019-05-{number}")) for number in (16, 17, 18)] == [UNKNOWN, True, True]


def test_a_listing_counts_once_it_was_known() -> None:
    later = msgspec.structs.replace(LISTING, filed=day("2019-05-18"))
    before = listed(later, known_at=day("2019-05-18") - timedelta(seconds=1))
    assert at(before["party.listed"], day("2019-05-20")) is False
    assert "party.group" not in before
    assert at(listed(later, known_at=day("2019-05-18"))["party.listed"], day("2019-05-20")) is True


def test_the_other_fields_of_a_listing() -> None:
    found = listed(msgspec.structs.replace(LISTING, footnotes=("1", "4")))
    told = [at(found[name], NOW) for name in ("party.listed_on", "party.group", "party.footnotes")]
    assert told == [date(2019, 5, 16), "g", frozenset({"1", "4"})]
    assert at(listed(msgspec.structs.replace(LISTING, group=""))["party.group"], NOW) is UNKNOWN


def test_another_list_is_another_question() -> None:
    assert "party.listed" not in listed(msgspec.structs.replace(LISTING, list="eu/x"))


def test_asserted_not_to_be_listed() -> None:
    found = listed(not_listed={"us/el": Source("screened", "declared", "J. Doe")})["party.listed"]
    assert found == Fact(value=False, source=Source("screened", "declared", "J. Doe"))


def test_a_listing_wins_over_the_assertion_that_there_is_none() -> None:
    found = listed(LISTING, not_listed={"us/el": DECLARED})
    assert at(found["party.listed"], NOW) is True


def test_a_hit_stated_outright_is_not_outweighed_by_the_assertion_that_there_is_none() -> None:
    found = listed(not_listed={"us/el": DECLARED}, facts=said(party_listed=True))
    assert at(found["party.listed"], NOW) is not False


def test_a_stated_fact_does_not_outweigh_a_listing() -> None:
    found = listed(LISTING, facts=said(party_listed=False))
    assert at(found["party.listed"], NOW) is True


def test_a_party_without_listings_and_assertions_is_unknown() -> None:
    assert listing_fact(BUYER, FromListing("party.listed", ("us/el",), "listed"), NOW, EASTERN) is None


# --- documents ----------------------------------------------------------------------------------------------------

CERTIFICATE: Final = Document("cert-1", "certificate", "acme", day("2019-06-05"), "toy")


def certified(*papers: Document, shown: tuple[str, ...] = ("cert-1",), **fields: Any) -> AnyFact | None:
    return bound(case(documents=papers), leg(documents=shown, **fields)).leg.get("leg.certified")


def test_a_document_makes_a_fact_true_from_the_day_it_was_signed() -> None:
    found = certified(CERTIFICATE)
    signed = day("2019-06-05")
    assert [at(found, moment) for moment in (signed - timedelta(seconds=1), signed)] == [False, True]


def test_the_first_of_several_documents_counts() -> None:
    later = msgspec.structs.replace(CERTIFICATE, id="cert-2", signed=day("2019-07-01"))
    assert at(certified(later, CERTIFICATE, shown=("cert-2", "cert-1")), day("2019-06-06")) is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "contract"},
        {"signer": "buyer"},
        {"scope": "another provision"},
        {"items": ("other",)},
    ],
)
def test_a_document_for_something_else_says_nothing(wrong: dict[str, Any]) -> None:
    assert certified(msgspec.structs.replace(CERTIFICATE, **wrong)) is None


def test_a_document_counts_only_where_it_is_shown() -> None:
    assert certified(CERTIFICATE, shown=()) is None


def test_a_document_for_some_of_the_items_is_none_for_all() -> None:
    paper = msgspec.structs.replace(CERTIFICATE, items=("chip",))
    assert at(certified(paper), NOW) is True
    both = case(items=(Item("board", "Board"),), documents=(paper,))
    assert "leg.certified" not in bound(both, leg(documents=("cert-1",), items=("chip", "board"))).leg


def test_a_bare_yes_is_taken_as_said() -> None:
    assert at(certified(CERTIFICATE, facts=said(leg_certified=False)), NOW) is False


def test_what_a_party_signs_is_a_fact_of_that_party() -> None:
    paper = Document("cert-1", "certificate", "buyer", day("2019-06-05"))
    found = bound(case(documents=(paper,)), leg(documents=("cert-1",)))
    assert [at(each.get("party.certified"), NOW) for each in found.parties] == [None, True]
