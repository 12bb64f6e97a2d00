"""Out to FollowTheMoney and back: every entry comes back equal, and what others change in between stays changed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.ftm import read
from reprieve.lists.formats.ftm_out import entities, write
from reprieve.lists.formats.ftm_rest import Rest, rest, restored
from reprieve.lists.reading import Kind, Reading
from reprieve.model.listed import Address, Entry, Identifier, Name, Policy, Requirement

Change = Callable[[dict[str, Any]], None]

FULL: Final = Entry(
    list="us/bis/entity-list",
    id="beispiel-cn",
    kind="organization",
    names=(
        Name("Beispiel  Needle Works", script="Latn"),
        Name("BNW", "alias", "weak"),
        Name("示例针厂", "alias", script="Hani"),
        Name("Alte Nadel", "former"),
        Name('"Needles"', "primary", "weak"),
    ),
    countries=("CN", "AN"),
    addresses=(
        Address(full="Road 1; Exampleton", city="Exampleton", country="China", note="c/o Bolt"),
        Address(street="Road 2", country="Nowhere"),
        Address(),
    ),
    identifiers=(
        Identifier("Registration Number", "HRB 77"),
        Identifier("Registration Number", "HRB 78", "Germany", "old"),
        Identifier("LEI", "529900T8BM49AURSDO55"),
        Identifier("Sentence", "long " * 30),
    ),
    births=("circa 1962",),
    programs=("EAR", "EAR "),
    requirement="All items subject to the EAR",
    policy="Presumption of denial",
    requires=Requirement("all_items", ("744.11",), carve_outs=("x",)),
    reviewed=Policy("denial", (("scope", "case_by_case"),)),
    start=datetime(2019, 5, 16, 16, 15, tzinfo=timezone(timedelta(hours=-4))),
    start_by=date(2019, 5, 21),
    through=date(2027, 12, 31),
    cites=("84 FR 22961",),
    urls=("https://example.org/a", "no address"),
    remarks=" Seen\ntwice ",
    place="list.csv, line 7",
    other={"Column": ("a", "b"), "topics": ("x",)},
)


def lines_of(said: Iterable[Entry]) -> list[dict[str, Any]]:
    return [each for entry in said for each in entities(entry)]


def back(documents: Iterable[dict[str, Any]], path: Path) -> list[Entry]:
    path.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in documents))
    return list(read([Opened(path, BadList)], Reading()))


def again(said: Iterable[Entry], path: Path) -> list[Entry]:
    with path.open("wb") as file:
        write(said, file)
    return list(read([Opened(path, BadList)], Reading()))


def test_an_entry_with_everything_comes_back(tmp_path: Path) -> None:
    assert again([FULL], tmp_path / "x") == [FULL]
    assert again([FULL], tmp_path / "x")[0].place == "list.csv, line 7"


def test_what_others_can_read_stands_in_their_properties() -> None:
    documents = {each["schema"]: each for each in entities(FULL)}
    party, listing = documents["Organization"], documents["Sanction"]
    assert party["properties"]["name"] == ["Beispiel Needle Works"]
    assert party["properties"]["alias"] == ["示例针厂"]
    assert party["properties"]["weakAlias"] == ["BNW", "Needles"]
    assert party["properties"]["previousName"] == ["Alte Nadel"]
    assert party["properties"]["registrationNumber"] == ["HRB 77"]
    assert party["properties"]["leiCode"] == ["529900T8BM49AURSDO55"]
    assert party["properties"]["country"] == ["cn"]
    assert party["properties"]["topics"] == ["export.control"]
    assert listing["properties"] == {
        "entity": [party["id"]],
        "authority": ["US Bureau of Industry and Security"],
        "program": ["EAR"],
        "recordId": ["beispiel-cn"],
        "reason": ["All items subject to the EAR"],
        "provisions": ["Presumption of denial"],
        "authorityId": ["84 FR 22961"],
        "sourceUrl": ["https://example.org/a"],
        "listingDate": ["2019-05-16T20:15:00"],
        "startDate": ["2019-05-16T20:15:00"],
        "endDate": ["2027-12-31"],
    }
    assert documents["Identification"]["properties"] == {
        "holder": [party["id"]],
        "number": ["HRB 78"],
        "type": ["Registration Number"],
        "country": ["de"],
        "summary": ["old"],
    }


def test_what_the_properties_say_is_not_said_twice() -> None:
    (noted,) = [each["reprieve"] for each in entities(FULL) if "reprieve" in each]
    text = json.dumps(noted, ensure_ascii=False)
    for said in (
        "BNW",
        "示例针厂",
        "HRB 78",
        "Exampleton, ",
        "All items subject",
        "Presumption",
        "84 FR",
        "2027-12-31",
    ):
        assert said not in text
    assert {"requires", "reviewed", "start_by"} <= noted["fields"].keys()


def changed(change: Change, path: Path, said: Entry = FULL) -> Entry:
    """The entry that comes back when somebody changes the entities in between."""
    documents = lines_of([said])
    for each in documents:
        change(each)
    (found,) = back(documents, path)
    return found


def set_(schema: str, name: str, *values: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        if document["schema"] == schema and document["properties"].get("city", [""]) != ["none"]:
            document["properties"][name] = list(values)

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            set_("Organization", "name", "New Name"),
            {"names": (*FULL.names[1:], Name("New Name"))},
        ),
        (
            set_("Organization", "weakAlias", "BNW", "Needles", "Extra"),
            {"names": (*FULL.names, Name("Extra", "alias", "weak"))},
        ),
        (set_("Organization", "country", "kp"), {"countries": ("AN", "KP")}),
        (
            set_("Organization", "leiCode"),
            {"identifiers": (FULL.identifiers[0], FULL.identifiers[1], FULL.identifiers[3])},
        ),
        (set_("Sanction", "program", "EAR", "NEW"), {"programs": ("EAR", "EAR ", "NEW")}),
        (set_("Sanction", "reason", "Other terms"), {"requirement": "Other terms"}),
        (set_("Sanction", "provisions", "Case by case"), {"policy": "Case by case"}),
        (set_("Sanction", "endDate", "2028-01-31"), {"through": date(2028, 1, 31)}),
        (set_("Sanction", "endDate"), {"through": None}),
        (set_("Organization", "notes", "Other"), {"remarks": "Other"}),
        (set_("Organization", "topics", "sanction"), {"other": {"Column": ("a", "b"), "topics": ("sanction",)}}),
        (set_("Organization", "sector", "Needles"), {"other": {**FULL.other, "sector": ("Needles",)}}),
        (
            set_("Identification", "number", "HRB 79"),
            {
                "identifiers": (
                    FULL.identifiers[0],
                    FULL.identifiers[2],
                    FULL.identifiers[3],
                    Identifier("Registration Number", "HRB 79", "DE", "old"),
                )
            },
        ),
        (
            lambda document: document.update(schema=document["schema"].replace("Organization", "Person")),
            {"kind": "person"},
        ),
    ],
)
def test_what_others_change_stays_changed(tmp_path: Path, change: Change, expected: dict[str, object]) -> None:
    assert changed(change, tmp_path / "x") == msgspec.structs.replace(FULL, **expected)


def test_a_changed_date_is_the_date(tmp_path: Path) -> None:
    found = changed(set_("Sanction", "startDate", "2020-01-02"), tmp_path / "x")
    assert found.start == date(2020, 1, 2)
    assert found.other["Sanction.listingDate"] == ("2019-05-16T20:15:00",)


def test_a_changed_address_is_the_address(tmp_path: Path) -> None:
    found = changed(set_("Address", "city", "Elsewhere"), tmp_path / "x")
    assert [each.city for each in found.addresses] == ["", "Elsewhere", "Elsewhere"]
    assert found.addresses[0] == Address()


def test_without_our_note_the_properties_still_say_most(tmp_path: Path) -> None:
    found = changed(lambda document: document.pop("reprieve", None), tmp_path / "x")
    assert (found.list, found.kind, found.name) == ("us/bis/entity-list", "organization", "Beispiel Needle Works")
    assert (found.requirement, found.cites, found.countries) == (FULL.requirement, FULL.cites, ("CN",))
    assert found.start == FULL.start
    assert found.requires is None


def test_entries_with_one_id_stay_two(tmp_path: Path) -> None:
    twice = [Entry("own/x", "1", names=(Name("A"),)), Entry("own/x", "1", names=(Name("B"),))]
    assert again(twice, tmp_path / "x") == twice
    file = io.BytesIO()
    assert write(twice, file) == 2
    ids = [json.loads(line)["id"] for line in file.getvalue().splitlines()]
    assert len(set(ids)) == len(ids) == 4


def test_one_party_on_two_lists_merged_by_others_stays_on_two(tmp_path: Path) -> None:
    """Others find that two parties are one: one entity with both Sanctions. Both listings are still there."""
    said = [
        Entry("us/ofac/sdn", "1", names=(Name("A", script="Latn"),)),
        Entry("eu/consolidated", "9", start=date(2020, 1, 1)),
    ]
    first, listing, second, other = lines_of(said)
    other["properties"]["entity"] = listing["properties"]["entity"]
    first["properties"] |= {name: values for name, values in second["properties"].items() if name != "topics"}
    found = back([first, listing, other], tmp_path / "x")
    assert [(each.list, each.id, each.names) for each in found] == [
        ("us/ofac/sdn", "1", (Name("A", script="Latn"),)),
        ("eu/consolidated", "9", (Name("A"),)),
    ]


# --- any entry ------------------------------------------------------------------------------------------------------

TEXT: Final = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["", " ", "Acme", " Acme", "Acme  Ltd", '"Acme"', "'", "a;b", "a,,b", "é", "e\u0301", "x\u200by", "IMO 9074729"]
)
WORDS: Final = st.lists(TEXT, max_size=3).map(tuple)
COUNTRY: Final = st.sampled_from(["CN", "China", "AN", "XX", "UK", "kp", "Korea, North", ""]) | TEXT
DAY: Final = (
    st.none()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC) | st.integers(-840, 840).map(lambda at: timezone(timedelta(minutes=at))))
    | st.datetimes()
)
KIND: Final = st.sampled_from(["Passport", "IMO Number", "LEI", "SWIFT/BIC", "MMSI", "INN", "Registration Number", "x"])
NUMBER: Final = st.sampled_from(["9074729", "IMO9074729", "500100732259", "7707083893", "DEUTDEFF", "DEUTDEFF500"])
BIRTH: Final = st.sampled_from(["1962", "1962-13", "15 Jan 1962", "circa 1962", "Jan 1962", "1962 to 1964", "0001"])
REVIEW: Final = st.sampled_from(["denial", "case_by_case"])
ENTRIES: Final = st.builds(
    Entry,
    list=st.sampled_from(["us/bis/entity-list", "us/ofac/sdn", "own/x", "own/x-y", "ftm/x", "!"]) | TEXT,
    id=TEXT,
    kind=st.sampled_from(["person", "organization", "vessel", "aircraft", "unknown"]),
    names=st.lists(
        st.builds(
            Name,
            TEXT,
            st.sampled_from(["primary", "alias", "former"]),
            st.sampled_from(["strong", "weak"]),
            st.sampled_from(["", "Latn", "Hani"]),
        ),
        max_size=4,
    ).map(tuple),
    countries=st.lists(COUNTRY, max_size=3).map(tuple),
    addresses=st.lists(st.builds(Address, TEXT, TEXT, TEXT, TEXT, TEXT, COUNTRY, TEXT), max_size=3).map(tuple),
    identifiers=st.lists(st.builds(Identifier, KIND | TEXT, NUMBER | TEXT, COUNTRY, TEXT), max_size=4).map(tuple),
    births=st.lists(BIRTH | TEXT, max_size=3).map(tuple),
    birthplaces=WORDS,
    nationalities=st.lists(COUNTRY, max_size=3).map(tuple),
    titles=WORDS,
    programs=WORDS,
    requirement=TEXT,
    policy=TEXT,
    requires=st.none() | st.builds(Requirement, st.sampled_from(["all_items", "unmapped"]), WORDS, WORDS, WORDS, WORDS),
    reviewed=st.none() | st.builds(Policy, st.none() | REVIEW, st.lists(st.tuples(TEXT, REVIEW)).map(tuple), WORDS),
    start=DAY,
    start_by=DAY,
    through=DAY,
    cites=WORDS,
    urls=st.lists(TEXT | st.sampled_from(["https://a.example/x y", "a.example"]), max_size=3).map(tuple),
    remarks=TEXT,
    place=TEXT,
    other=st.dictionaries(
        TEXT | st.sampled_from(["topics", "Sanction.recordId", "Sanction.authority"]), WORDS, max_size=3
    ),
)


@given(st.lists(ENTRIES, max_size=3))
def test_any_entries_come_back_equal(tmp_path_factory: pytest.TempPathFactory, said: list[Entry]) -> None:
    assert again(said, tmp_path_factory.getbasetemp() / "entries") == said


@given(ENTRIES, ENTRIES, st.booleans())
@settings(max_examples=200)
def test_the_rest_leads_from_any_entry_to_any_other(plain: Entry, exact: Entry, echoed: bool) -> None:  # noqa: FBT001  # drawn
    echoes = msgspec.structs.asdict(plain) if echoed else {}
    beyond = rest(plain, exact, echoes)
    carried = msgspec.json.decode(msgspec.json.encode(beyond), type=Rest)
    assert restored(plain, carried) == exact


# --- the published lists --------------------------------------------------------------------------------------------


def published(folder: Path) -> list[tuple[Opened, Kind]]:
    """The files that one of the readers of this room takes."""
    rooms = ("csl", "ofac", "dpl", "un", "uk", "registry")
    kinds = [kind for room in rooms for kind in import_module(f"reprieve.lists.formats.{room}").KINDS]
    files = [Opened(path, BadList) for path in sorted(folder.iterdir())]
    alone = [each for each in files if not each.name.startswith(("add_", "alt_", "ofac_nonsdn_a"))]
    return [(each, kind) for each in alone for kind in kinds if kind.fits(each)]


def test_every_published_list_comes_back_equal(shared: Path, tmp_path: Path) -> None:
    files = published(shared / "data" / "lists")
    assert len(files) > 10
    for opened, kind in files:
        said = list(kind.read([opened], Reading(partial=True)))
        some = said[:: 1 + len(said) // 300]
        assert again(some, tmp_path / "x") == some, opened.name
