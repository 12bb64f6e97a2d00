"""FollowTheMoney files as others publish them: who is a party, on which list, and where all that is said goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.ftm import KINDS, fits, read
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

Lines = list[dict[str, Any]]
Written = Callable[..., Opened]


def entity(key: str, schema: str, *datasets: str, **properties: list[str]) -> dict[str, Any]:
    return {"id": key, "caption": key, "schema": schema, "properties": properties, "datasets": list(datasets)}


def company(key: str = "NK-1", *datasets: str, **properties: list[str]) -> dict[str, Any]:
    return entity(key, "Company", *(datasets or ("us_ofac_sdn",)), **{"name": [key], **properties})


def sanction(of: str, *datasets: str, **properties: list[str]) -> dict[str, Any]:
    return entity(f"s-{of}", "Sanction", *(datasets or ("us_ofac_sdn",)), entity=[of], **properties)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def made(*lines: dict[str, Any], name: str = "entities.ftm.json") -> Opened:
        path = tmp_path / name
        path.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
        return Opened(path, BadList)

    return made


def entries(opened: Opened, reading: Reading | None = None) -> list[Entry]:
    return list(read([opened], reading or Reading()))


def test_a_person_read_whole(written: Written) -> None:
    reading = Reading()
    person = entity(
        "NK-7",
        "Person",
        "us_ofac_sdn",
        name=["Ivan Primerov"],
        alias=["Vanya Primerov"],
        weakAlias=["Vanya"],
        previousName=["Ivan Staryj"],
        fatherName=["Petrovich"],
        birthDate=["1962-01", "1963"],
        birthPlace=["Exampleton"],
        nationality=["ru"],
        citizenship=["suhh"],
        country=["ru", "ua-cri"],
        title=["Minister"],
        innCode=["500100732259"],
        passportNumber=["111", "222"],
        topics=["sanction"],
        notes=["First.", "Second."],
        sourceUrl=["https://example.org/7"],
        addressEntity=["addr-1", "addr-gone"],
        address=["Somewhere 5", "Road 1, Exampleton"],
    )
    (found,) = entries(
        written(
            entity("addr-1", "Address", full=["Road 1, Exampleton"], city=["Exampleton"], country=["ru"], state=["X"]),
            person | {"target": True, "first_seen": "2023-01-01", "caption": "Ivan Primerov"},
            entity("pp", "Passport", holder=["NK-7"], number=["111"], country=["ru"], endDate=["2030"]),
            sanction("NK-7", program=["P1"], startDate=["2019-05"], sourceUrl=["https://example.org/s"]),
        ),
        reading,
    )
    assert found == Entry(
        list="us/ofac/sdn",
        id="NK-7",
        kind="person",
        names=(
            Name("Ivan Primerov"),
            Name("Vanya Primerov", "alias"),
            Name("Vanya", "alias", "weak"),
            Name("Ivan Staryj", "former"),
        ),
        countries=("RU",),
        addresses=(
            Address(full="Road 1, Exampleton", city="Exampleton", region="X", country="RU"),
            Address(full="Somewhere 5"),
        ),
        identifiers=(
            Identifier("Passport", "222"),
            Identifier("INN", "500100732259"),
            Identifier("Passport", "111", "RU"),
        ),
        births=("1962-01", "1963"),
        birthplaces=("Exampleton",),
        nationalities=("RU", "SUHH"),
        titles=("Minister",),
        programs=("P1",),
        start=date(2019, 5, 1),
        start_by=date(2019, 5, 31),
        urls=("https://example.org/s", "https://example.org/7"),
        remarks="First.\nSecond.",
        place="entities.ftm.json, line 2",
        other={
            "fatherName": ("Petrovich",),
            "topics": ("sanction",),
            "first_seen": ("2023-01-01",),
            "country": ("ua-cri",),
            "addressEntity": ("addr-gone",),
            "Passport.endDate": ("2030",),
        },
    )
    assert reading.kept["fatherName"] == 1
    assert reading.skipped == {}


def test_one_entry_for_each_list_that_a_party_is_on(written: Written) -> None:
    found = entries(
        written(
            company("NK-1", "us_ofac_sdn", "un_sc_sanctions", "wd_curated", "xy_list"),
            sanction("NK-1", program=["A"]),
            sanction("NK-1", program=["B"]),
            sanction("NK-1", "un_sc_sanctions", program=["C"]),
            sanction("NK-1", "xy_list", program=["D"]),
        )
    )
    assert [(each.list, each.programs) for each in found] == [
        ("us/ofac/sdn", ("A", "B")),
        ("un/sc/consolidated", ("C",)),
        ("ftm/xy_list", ("D",)),
    ]
    assert all(each.other["datasets"][2] == "wd_curated" for each in found)


@pytest.mark.parametrize(
    ("dataset", "properties", "expected"),
    [
        ("us_ofac_sdn", {}, "us/ofac/sdn"),
        ("us_bis_denied", {}, "us/bis/denied-persons"),
        ("un_sc_sanctions", {}, "un/sc/consolidated"),
        ("gb_fcdo_sanctions", {}, "uk/fcdo/sanctions"),
        ("eu_fsf", {}, "eu/consolidated"),
        ("us_ofac_cons", {"programId": ["US-NS-CMIC"]}, "us/ofac/cmic"),
        ("us_ofac_cons", {"programId": ["US-NEW"]}, "ftm/us_ofac_cons"),
        ("us_ofac_cons", {"programId": ["US-NS-CMIC", "US-SSI"]}, "ftm/us_ofac_cons"),
        (
            "us_trade_csl",
            {"authority": ["Entity List (EL) - Bureau of Industry and Security"]},
            "us/bis/entity-list",
        ),
        ("us_trade_csl", {"authority": ["Some List (ZZZ)"]}, "ftm/us_trade_csl"),
        ("us_bis_entity_list", {}, "us/bis/entity-list"),
    ],
)
def test_datasets_are_known_by_our_names(
    written: Written, dataset: str, properties: dict[str, list[str]], expected: str
) -> None:
    (found,) = entries(written(company("NK-1", dataset), sanction("NK-1", dataset, **properties)))
    assert found.list == expected


def test_a_party_without_sanction_is_listed_if_it_is_a_target(written: Written) -> None:
    reading = Reading()
    found = entries(
        written(
            company("NK-1", "a", "b") | {"target": True},
            company("NK-2", "a") | {"target": False},
            company("NK-3", "a"),
        ),
        reading,
    )
    assert [(each.id, each.list) for each in found] == [("NK-1", "ftm/a"), ("NK-1", "ftm/b"), ("NK-3", "ftm/a")]
    assert reading.skipped == {"Company that is no target": 1}


def test_a_file_without_datasets_is_a_list_by_its_own_name(written: Written) -> None:
    bare = {"id": "x", "schema": "Person", "properties": {"name": ["X"]}}
    (found,) = entries(written(bare, name="My own.ftm.json"))
    assert (found.list, found.id, found.other) == ("ftm/my_own", "x", {})


def test_what_is_no_party_is_counted(written: Written) -> None:
    reading = Reading()
    found = entries(
        written(
            company(),
            sanction("NK-1"),
            entity("o", "Ownership", owner=["NK-1"], asset=["NK-2"]),
            entity("w", "CryptoWallet", publicKey=["k"]),
            sanction("w"),
            entity("a", "Address", full=["Nowhere"]),
            entity("i", "Identification", holder=["NK-9"], number=["1"]),
        ),
        reading,
    )
    assert [each.id for each in found] == ["NK-1"]
    assert reading.skipped == {
        "Ownership": 1,
        "CryptoWallet": 1,
        "Sanction of no party here": 1,
        "Address of no party here": 1,
        "Identification of no party here": 1,
    }


def test_license_terms_are_where_the_us_lists_have_them(written: Written) -> None:
    terms = {"reason": ["All items"], "provisions": ["Denial"], "authorityId": ["84 FR 1"]}
    (bis,) = entries(written(company("NK-1", "us_bis_denied"), sanction("NK-1", "us_bis_denied", **terms)))
    assert (bis.requirement, bis.policy, bis.cites) == ("All items", "Denial", ("84 FR 1",))
    (ofac,) = entries(written(company(), sanction("NK-1", **terms)))
    assert (ofac.requirement, ofac.policy, ofac.cites) == ("", "", ())
    assert ofac.other["Sanction.reason"] == ("All items",)
    assert ofac.other["Sanction.provisions"] == ("Denial",)


@pytest.mark.parametrize(
    ("listings", "days", "other"),
    [
        ([{"startDate": ["2019-05-16"]}], (date(2019, 5, 16), None, None), {}),
        ([{"listingDate": ["2019"]}], (date(2019, 1, 1), date(2019, 12, 31), None), {}),
        (
            [{"startDate": ["2019-05-16"], "listingDate": ["2019-05-21"]}],
            (date(2019, 5, 16), None, None),
            {"Sanction.listingDate": ("2019-05-21",)},
        ),
        (
            [{"startDate": ["2019-05-16T20:15:00"]}],
            (datetime(2019, 5, 16, 20, 15, tzinfo=UTC), None, None),
            {},
        ),
        (
            [{"startDate": ["2020-02-01", "2019-02"], "endDate": ["2021-02"]}],
            (date(2019, 2, 1), date(2019, 2, 28), date(2021, 2, 28)),
            {"Sanction.startDate": ("2020-02-01",)},
        ),
        ([{"startDate": ["soon"]}], (None, None, None), {"Sanction.startDate": ("soon",)}),
        (
            [{"endDate": ["2020-01-01"]}, {"program": ["still"]}],
            (None, None, None),
            {"Sanction.endDate": ("2020-01-01",)},
        ),
        (
            [{"endDate": ["2020-01-01"]}, {"endDate": ["2020-12"]}],
            (None, None, date(2020, 12, 31)),
            {"Sanction.endDate": ("2020-01-01",)},
        ),
    ],
)
def test_days_are_as_sure_as_the_file(
    written: Written, listings: list[dict[str, list[str]]], days: object, other: dict[str, tuple[str, ...]]
) -> None:
    (found,) = entries(written(company(), *(sanction("NK-1", **each) for each in listings)))
    assert (found.start, found.start_by, found.through) == days
    assert {column: value for column, value in found.other.items() if column != "schema"} == other


def test_a_ship_has_its_numbers(written: Written) -> None:
    ship = entity("v", "Vessel", "x", name=["v"], imoNumber=["IMO9074729"], mmsi=["1"], flag=["pa"], type=["Tug"])
    (found,) = entries(written(ship))
    assert (found.kind, found.countries, found.other) == ("vessel", ("PA",), {"type": ("Tug",)})
    assert found.identifiers == (Identifier("IMO Number", "IMO9074729"), Identifier("MMSI", "1"))


def test_parts_of_one_party_may_lie_in_several_files(written: Written) -> None:
    files = [written(sanction("NK-1"), name="a.json"), written(company("NK-1"), name="b.json")]
    assert [(each.list, each.place) for each in read(files, Reading())] == [("us/ofac/sdn", "b.json, line 1")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[1]", "line 1: is no entity (a JSON object with id, schema and properties)"),
        ('{"id": "x", "schema": "Person"}', "line 1: has no 'properties'"),
        ('{"id": "x", "schema": "Person", "properties": {"name": "X"}}', "line 1: properties.name: Expected array"),
        ('{"id": 5, "schema": "Person", "properties": {}}', "line 1: id: Expected str"),
        ('{"id": "x", "schema": "Person", "properties": {"sanctions": [{"id": "s"}]}}', "line 1: properties.sanctions"),
        ('{"id": "x",', "line 1: is not valid JSON"),
    ],
)
def test_a_line_that_is_no_entity_is_refused(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadList) as caught:
        entries(Opened(path, BadList))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_note_of_ours_that_was_spoilt_is_refused(written: Written) -> None:
    for spoilt, message in (
        ({"fields": 1}, "line 2: reprieve: fields: Expected object"),
        ({"fields": {"kind": {"of": "74234e98afe7", "to": "king"}}}, "line 2: reprieve"),
        ({"several": {"names": {"items": [{"to": 5}]}}}, "line 2: reprieve"),
        ({"fields": {"start": {"of": "74234e98afe7", "to": "soon"}}}, "line 2: reprieve: start: 'soon' is neither a"),
        ({"fields": {"start": {"of": "74234e98afe7", "to": 5}}}, "line 2: reprieve: start: 5 is neither a day nor"),
    ):
        unlisted = entity("v", "LegalEntity", "x", name=["A"])
        with pytest.raises(BadList) as caught:
            entries(written(unlisted, sanction("v", "x") | {"reprieve": spoilt}))
        assert message in str(caught.value)


def test_only_entities_fit(tmp_path: Path) -> None:
    for text, expected in (
        ('{"id":"x","schema":"Person","properties":{"name":["X"]}}\n', True),
        ('\ufeff{"id": "x", "caption": "X", "schema": "Person", "properties": {' + '"name": ["X"],' * 2000, True),
        ('{"results": [{"source": "x", "alt_names": []}]}', False),
        ('{"id": 1, "schema": {}, "properties": 4}', False),
        ("<!DOCTYPE html>", False),
        ("id,schema,properties\n", False),
        ("", False),
    ):
        path = tmp_path / "x"
        path.write_text(text, encoding="utf-8")
        assert fits(Opened(path)) is expected


def test_no_published_list_is_taken_for_entities(shared: Path) -> None:
    files = sorted((shared / "data" / "lists").iterdir())
    assert files
    assert [each.name for each in files if fits(Opened(each))] == []


def test_the_format_says_what_it_can_carry() -> None:
    (kind,) = KINDS
    assert (kind.id, kind.official) == ("ftm/json", False)
    assert {"us/ofac/sdn", "us/bis/denied-persons", "us/ofac/ssi"} <= set(kind.lists)
