"""The roll: everybody who should be compared is, a pair is scored as comparing its names would, and many as one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprieve.desk.screening import screener
from reprieve.lists.importing import Asked as FromFile
from reprieve.lists.importing import take
from reprieve.lists.store import Store
from reprieve.model.listed import Entry, Name, PartyKind, Requirement, Strength
from reprieve.model.match import LINE
from reprieve.model.screened import Asked
from reprieve.screening.addresses import is_address
from reprieve.screening.alert import Listed, alert
from reprieve.screening.bearing import readings
from reprieve.screening.compare import compare
from reprieve.screening.family import MOST
from reprieve.screening.roll import Roll, identity, manners
from reprieve.screening.saved import FILE, UnusableIndex
from tests.screening.listing import LIST, entry, ids, living_at, numbered, roll

KINDS: tuple[PartyKind, ...] = ("person", "organization", "vessel", "aircraft", "unknown")
WORDS = st.sampled_from(
    ["ali", "rahmani", "huawei", "hua", "wei", "trading", "tech", "ltd", "gmbh", "north", "al", "44"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
NUMBERS = st.sampled_from(["IMO 9074729", "IMO 9187629", "OA454044", "123456"])
STRENGTHS: st.SearchStrategy[Strength] = st.sampled_from(["strong", "weak"])
ADDRESSES = st.sampled_from(["5 Lenina, Moscow", "5 Lenina", "15 Mira, Moscow", "Lenina, Moscow"])


@st.composite
def asking(draw: st.DrawFn) -> Asked:
    return Asked(
        draw(NAMES),
        kind=draw(st.sampled_from(KINDS)),
        aliases=tuple(draw(st.lists(NAMES, max_size=2))),
        countries=tuple(draw(st.lists(st.sampled_from(["IR", "BR"]), max_size=1))),
        births=tuple(draw(st.lists(st.sampled_from(["1961", "1975-05-03"]), max_size=1))),
        identifiers=tuple(draw(st.lists(NUMBERS, max_size=1))),
        addresses=tuple(draw(st.lists(ADDRESSES, max_size=1))),
    )


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    return [_entry(draw, str(number)) for number in range(draw(st.integers(0, 5)))]


def _entry(draw: st.DrawFn, id_: str) -> Entry:
    kind = draw(st.sampled_from(KINDS))
    names = [draw(NAMES | st.just("Address 01")), *draw(st.lists(NAMES, max_size=2))]
    made = living_at("", *draw(st.lists(ADDRESSES, max_size=1)))
    strengths = [draw(STRENGTHS) for _ in names]
    return msgspec.structs.replace(
        made,
        id=id_,
        kind=kind,
        names=tuple(Name(text, strength=strength) for text, strength in zip(names, strengths, strict=True)),
        countries=tuple(draw(st.lists(st.sampled_from(["IR", "BR"]), max_size=1))),
        births=tuple(draw(st.lists(st.sampled_from(["1961", "1975-05-04"]), max_size=1))),
        identifiers=numbered("", kind, *(("IMO", each) for each in draw(st.lists(NUMBERS, max_size=1)))).identifiers,
    )


def by_hand(listed: list[Entry], asked: Asked, threshold: float) -> set[str]:
    """Everybody compared with everybody: by each reading of each name, by each number, by each address."""
    return {each.id for each in listed if alert(asked, Listed(each)).score >= threshold}


@given(entries(), asking(), st.sampled_from([0.3, LINE, 0.9]))
def test_the_roll_finds_whom_comparing_with_everybody_finds(
    listed: list[Entry], asked: Asked, threshold: float
) -> None:
    found = roll(*listed).screen(asked, threshold)
    assert set(ids(found.alerts)) == by_hand(listed, asked, threshold)
    assert all(each.score >= threshold for each in found.alerts)


@given(entries(), asking())
def test_the_match_of_an_alert_is_what_comparing_its_names_gives(listed: list[Entry], asked: Asked) -> None:
    known = {each.id: each for each in listed}
    for each in roll(*listed).screen(asked, 0.3).alerts:
        names = [name.text for name in known[each.id].names]
        pairs = [
            compare(name, names, manner)
            for manner in readings(asked, known[each.id]) or ("person", "organization")
            for name in (asked.name, *asked.aliases)
        ]
        assert each.match in pairs
        if readings(asked, known[each.id]):
            assert each.match.score == max(pair.score for pair in pairs)


@given(entries(), asking())
def test_what_an_alert_says_depends_on_nobody_else_on_the_list(listed: list[Entry], asked: Asked) -> None:
    together = roll(*listed).screen(asked).alerts
    alone = [found for each in listed for found in roll(each).screen(asked).alerts]
    assert sorted(together, key=lambda each: each.id) == alone


@given(entries(), st.lists(asking(), max_size=4))
def test_many_are_screened_as_each_would_be_alone(listed: list[Entry], asked: list[Asked]) -> None:
    one_by_one = [roll(*listed).screen(each) for each in asked]
    assert list(roll(*listed).screen_all(asked)) == one_by_one


@given(entries(), asking())
def test_nobody_is_told_twice(listed: list[Entry], asked: Asked) -> None:
    found = roll(*listed).screen(asked)
    told = ids(found.alerts)
    assert len(set(told)) == len(told)
    assert not set(told) & {*ids(found.family), *ids(found.same_address)}


# --- whom to compare with whom --------------------------------------------------------------------------------------


def test_whoever_is_of_no_known_kind_is_compared_with_everybody() -> None:
    listed = [entry("Oliver North", kind, id_=kind) for kind in KINDS]
    assert set(ids(roll(*listed).screen(Asked("Oliver North")).alerts)) == set(KINDS)


def test_a_person_meets_persons_and_whoever_may_be_one() -> None:
    listed = [entry("Oliver North", kind, id_=kind) for kind in KINDS]
    assert set(ids(roll(*listed).screen(Asked("Oliver North", kind="person")).alerts)) == {"person", "unknown"}


@pytest.mark.parametrize("kind", KINDS)
def test_how_the_names_of_each_kind_may_be_read(kind: PartyKind) -> None:
    assert manners(kind) == {"person": ("person",), "unknown": ("person", "organization")}.get(kind, ("organization",))


def test_an_alias_of_either_is_enough() -> None:
    listed = entry("Shenzhen Hisun Ltd", "organization", "Huawei Marine")
    (only,) = roll(listed).screen(Asked("Marta Quist", aliases=("Huawei Marine Ltd",))).alerts
    assert (only.name, only.match.listed, only.match.query) == (
        "Shenzhen Hisun Ltd", "Huawei Marine", "Huawei Marine Ltd"
    )  # fmt: skip


def test_alerts_say_where_the_entry_stands() -> None:
    (only,) = roll(entry("Orlovka Rotor", place="row 7", countries=("RU",))).screen(Asked("Orlovka Rotor")).alerts
    assert (only.list, only.title, only.snapshot, only.place, only.countries) == (
        LIST,
        "A list",
        "abc",
        "row 7",
        ("RU",),
    )
    assert only.entry == identity(entry("Orlovka Rotor", countries=("RU",)))


def test_the_highest_score_comes_first_then_the_higher_rank() -> None:
    listed = [
        entry("Orlovka", countries=("BR",), id_="far"),
        entry("Orlovka", id_="plain"),
        entry("Orlovka", countries=("RU",), id_="near"),
    ]
    found = roll(*listed).screen(Asked("Orlovka", kind="organization", countries=("RU",))).alerts
    assert ids(found) == ["near", "plain", "far"]


def test_a_name_that_is_the_same_is_left_out_only_where_birth_and_country_both_say_otherwise() -> None:
    listed = roll(entry("Zenon Orlov", "person", countries=("RU",), births=("1961-05-03",)))
    born, abroad = ("1975-05-03",), ("BR",)
    assert listed.screen(Asked("Zenon Orlov", births=born)).alerts != ()
    assert listed.screen(Asked("Zenon Orlov", countries=abroad)).alerts != ()
    assert listed.screen(Asked("Zenon Orlov", births=born, countries=abroad)).alerts == ()


def test_a_name_in_which_no_word_can_be_read_is_told_and_does_not_look_clean() -> None:
    found = roll(entry("Orlovka")).screen(Asked("★ ???", aliases=("Orlovka", "")))
    assert (found.unread, ids(found.alerts)) == (("★ ???", ""), ["Orlovka"])
    assert roll().screen(Asked("Орловка")).unread == ()


def test_an_empty_roll_alerts_nobody() -> None:
    assert roll().screen(Asked("Anybody", identifiers=("OA454044",), addresses=("5 Lenina, Moscow",))).alerts == ()


def test_parties_are_taken_as_they_come() -> None:
    seen = 0

    def endless() -> Iterator[Asked]:
        nonlocal seen
        while True:
            seen += 1
            yield Asked("Orlovka")

    found = roll(entry("Orlovka")).screen_all(endless())
    assert next(found).alerts
    assert seen < 10_000


# --- kept -----------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(entries(), st.lists(asking(), max_size=3))
def test_a_roll_that_was_kept_screens_as_the_one_that_was_made(listed: list[Entry], asked: list[Asked]) -> None:
    made = roll(*listed)
    with TemporaryDirectory() as folder:
        made.save(Path(folder), "key")
        kept = Roll.load(Path(folder), "key")
        assert list(kept.screen_all(asked)) == list(made.screen_all(asked))
        assert (tuple(kept.listed), kept.unseen) == (tuple(made.listed), made.unseen)
        assert list(kept.listed[1:]) == list(made.listed[1:])


def test_a_roll_is_found_under_its_own_key_only(tmp_path: Path) -> None:
    roll(entry("Orlovka")).save(tmp_path, "key")
    with pytest.raises(UnusableIndex):
        Roll.load(tmp_path, "another key")
    with pytest.raises(UnusableIndex):
        Roll.load(tmp_path / "nowhere", "key")


@pytest.mark.parametrize("part", ["roll", "person", "organization"])
def test_a_roll_of_which_a_part_is_of_others_or_gone_is_not_used(tmp_path: Path, part: str) -> None:
    roll(entry("Orlovka", "unknown")).save(tmp_path / "mine", "key")
    roll(entry("Zarya", "unknown")).save(tmp_path / "other", "another key")
    file = tmp_path / "mine" / part / FILE
    file.write_bytes((tmp_path / "other" / part / FILE).read_bytes())
    with pytest.raises(UnusableIndex):
        Roll.load(tmp_path / "mine", "key")
    file.unlink()
    with pytest.raises(UnusableIndex):
        Roll.load(tmp_path / "mine", "key")


# --- who an entry is ------------------------------------------------------------------------------------------------


def test_what_the_law_asks_of_a_party_is_no_part_of_who_it_is() -> None:
    plain = entry("Orlovka", countries=("RU",))
    law = msgspec.structs.replace(plain, requirement="all items", requires=Requirement("all_items"), place="row 9")
    assert identity(plain) == identity(law)


@pytest.mark.parametrize(
    "changed",
    [
        {"names": (Name("Orlovka"), Name("Orlova", "alias"))},
        {"names": (Name("Orlovka", strength="weak"),)},
        {"countries": ("BY",)},
        {"births": ("1961",)},
        {"kind": "vessel"},
        {"id": "2"},
        {"remarks": "formerly in Minsk"},
    ],
)
def test_whatever_tells_who_a_party_is_changes_its_fingerprint(changed: dict[str, object]) -> None:
    plain = entry("Orlovka", countries=("RU",))
    assert identity(plain) != identity(msgspec.structs.replace(plain, **changed))


# --- the whole list -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def csl(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Roll:
    """Everybody on the Consolidated Screening List of July 2026."""
    store = Store(tmp_path_factory.mktemp("csl") / "lists")
    take(store, [shared / "data" / "lists" / "csl_2026-07-31.csv.gz"], FromFile(), datetime(2026, 8, 1, tzinfo=UTC))
    return screener(store).roll


def test_whoever_is_listed_is_found_by_their_name_whether_or_not_anybody_says_what_they_are(csl: Roll) -> None:
    sample = [each.entry for each in csl.listed[::40] if not is_address(each.entry)]
    for unsaid in (False, True):
        asked = [Asked(each.name, kind="unknown" if unsaid else each.kind) for each in sample]
        found = csl.screen_all(asked)
        lost = [each.name for each, those in zip(sample, found, strict=True) if each.id not in ids(those.alerts)]
        assert lost == []


def test_huawei_and_its_family(csl: Roll) -> None:
    listed = csl.screen(Asked("Huawei Technologies Deutschland GmbH"))
    assert (listed.alerts[0].name, listed.alerts[0].score) == ("Huawei Technologies Deutschland GmbH", 1.0)
    unlisted = csl.screen(Asked("Huawei Cloud Kenya Ltd"))
    for found in (listed, unlisted):
        assert len(found.family) == MOST
        assert all("huawei" in each.shared for each in found.family)


def test_addresses_that_the_publication_does_not_give_are_said(csl: Roll) -> None:
    names = [each.entry.name for each in csl.unseen]
    assert len(names) > 15
    assert all(name.startswith("Address ") for name in names)
