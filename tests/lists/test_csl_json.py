"""The Consolidated Screening List as JSON, from made-up documents with the published fields."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.csl_json import KINDS
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

EL: Final = "Entity List (EL) - Bureau of Industry and Security"
ACME: Final[dict[str, Any]] = {
    "id": "abc123",
    "source": EL,
    "entity_number": None,
    "type": None,
    "programs": ["EO1"],
    "name": " Acme Ltd. ",
    "title": None,
    "addresses": [
        {"address": "1 High Street", "city": "Springfield", "state": "IL", "postal_code": "62701", "country": "US"},
        {"address": None, "city": None, "state": None, "postal_code": None, "country": None},
        {"address": None, "country": "CN", "floor": "3"},
    ],
    "federal_register_notice": "84 FR 1; 85 FR 2",
    "start_date": "2019-05-16",
    "end_date": None,
    "standard_order": "Y",
    "license_requirement": "For all items subject to the EAR.",
    "license_policy": "Policy of denial",
    "gross_tonnage": 12.5,
    "remarks": "a remark",
    "source_list_url": "here",
    "alt_names": ["Acme, Inc.", "Acme Works; A. C. M. E."],
    "citizenships": [],
    "dates_of_birth": None,
    "source_information_url": "there",
    "ids": [
        {"type": "Tax ID No.", "number": "5", "country": "CN", "issue_date": "2001-02-03", "expiration_date": None}
    ],
}


def opened(folder: Path, document: object) -> Opened:
    path = folder / "consolidated.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return Opened(path, BadList)


def entries(folder: Path, *records: object, reading: Reading | None = None, **fields: object) -> list[Entry]:
    return list(KINDS[0].read([opened(folder, {"results": list(records), **fields})], reading or Reading()))


def test_a_record_becomes_an_entry_with_all_that_it_says(tmp_path: Path) -> None:
    reading = Reading()
    found = entries(tmp_path, ACME, reading=reading)[0]
    assert (found.list, found.id, found.kind) == ("us/bis/entity-list", "acme-ltd-us-cn", "unknown")
    assert found.names == (
        Name("Acme Ltd."),
        Name("Acme, Inc.", "alias"),
        Name("Acme Works", "alias"),
        Name("A. C. M. E.", "alias"),
    )
    assert found.addresses == (
        Address(street="1 High Street", city="Springfield", region="IL", postcode="62701", country="US"),
        Address(country="CN", note="floor: 3"),
    )
    assert found.countries == ("US", "CN")
    assert found.identifiers == (Identifier("Tax ID No.", "5", "CN", "issue_date: 2001-02-03"),)
    assert (found.start, found.through) == (date(2019, 5, 16), None)
    assert (found.programs, found.cites, found.urls) == (("EO1",), ("84 FR 1", "85 FR 2"), ("here", "there"))
    assert found.requires is not None
    assert found.requires.reaches == "all_items"
    assert found.reviewed is not None
    assert found.reviewed.general == "denial"
    assert found.other == {"id": ("abc123",), "standard_order": ("Y",), "gross_tonnage": ("12.5",)}
    assert found.place == "consolidated.json, record 1"
    assert reading.kept == {"id": 1, "standard_order": 1, "gross_tonnage": 1}


def test_a_number_is_the_id_of_the_entry(tmp_path: Path) -> None:
    sdn = "Specially Designated Nationals (SDN) - Treasury Department"
    found = entries(tmp_path, {"source": sdn, "name": "Doe", "entity_number": 7771, "type": "Individual"})[0]
    assert (found.list, found.id, found.kind) == ("us/ofac/sdn", "7771", "person")


def test_an_empty_record_is_counted_and_other_fields_are_noted(tmp_path: Path) -> None:
    reading = Reading()
    found = entries(tmp_path, {"id": "1", "source": EL, "name": None}, ACME, reading=reading, total=2, sources=[])
    assert [each.place for each in found] == ["consolidated.json, record 2"]
    assert reading.skipped == {"record without a party": 1}
    assert reading.notes == ["consolidated.json: the field 'sources' beside the results is not read"]


def test_a_page_of_answers_is_not_taken_for_the_list(tmp_path: Path) -> None:
    with pytest.raises(BadList, match=r"holds 1 of 25921 records \(the whole list\)"):
        entries(tmp_path, ACME, total=25921)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("Acme", "record 1: is no record"),
        ({**ACME, "source": "Villains"}, "record 1: has the source 'Villains'"),
        ({**ACME, "addresses": "1 High Street"}, "record 1: has addresses of an unknown shape"),
        ({**ACME, "ids": ["5"]}, "record 1: has ids of an unknown shape"),
        ({**ACME, "name": {"first": "A"}}, "record 1: has 'name' of an unknown shape"),
        ({**ACME, "mood": [["grim"]]}, "record 1: has 'mood' of an unknown shape"),
        ({**ACME, "name": None}, "record 1: has no name"),
        ({**ACME, "start_date": "May"}, "record 1: 'May' is not a day"),
    ],
)
def test_a_record_of_another_shape_is_refused(tmp_path: Path, record: object, message: str) -> None:
    with pytest.raises(BadList) as caught:
        entries(tmp_path, record)
    assert message in str(caught.value)


@pytest.mark.parametrize("document", [[ACME], {"records": [ACME]}, {"results": {"a": ACME}}])
def test_a_document_without_results_is_refused(tmp_path: Path, document: object) -> None:
    with pytest.raises(BadList, match="has no list `results`"):
        list(KINDS[0].read([opened(tmp_path, document)], Reading()))


def test_the_list_is_known_by_its_fields(tmp_path: Path) -> None:
    assert KINDS[0].fits(opened(tmp_path, {"results": [ACME]}))
    assert KINDS[0].experimental


@pytest.mark.parametrize("document", [{"results": [{"name": "x"}]}, [ACME], {"cn": [{"source": "x", "alt_names": []}]}])
def test_another_document_is_not_taken_for_the_list(tmp_path: Path, document: object) -> None:
    assert not KINDS[0].fits(opened(tmp_path, document))
