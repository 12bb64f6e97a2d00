"""Japanese and Chinese lists from the registry's JSON: whose country, which name, and what the file does not say."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.registry import KINDS, read
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Name

(KIND,) = KINDS
JAPAN, CHINA = "jp_end_user_list_2026-07.json", "cn_lists_2026-07.json"
BASE: dict[str, Any] = {
    "addresses": ["Islamic Republic of Iran"],
    "aliases": [" Beispiel ", "", "例示貿易会社"],
    "country": "jp",
    "date_added": None,
    "entity_name": "Example Works",
    "entity_type": "organization",
    "id": "jp-eul-1",
    "last_verified": "2030-02-03",
    "list_id": "jp-end-user-list",
    "reason": "核 N",
    "source_list_name": "A list",
    "source_url": "https://lists.example/jp",
}
CHINESE = {**BASE, "list_id": "cn-unreliable-entity-list", "country": "cn", "date_added": "2030-01-02"}


def reading_of(folder: Path, *objects: object) -> tuple[list[Entry], Reading]:
    path, reading = folder / "list.json", Reading()
    path.write_text(json.dumps(list(objects), ensure_ascii=False), encoding="utf-8")
    return list(read([Opened(path, BadList)], reading)), reading


def test_a_party_of_the_japanese_list_is_where_its_address_says(tmp_path: Path) -> None:
    (entry,), reading = reading_of(tmp_path, BASE)
    assert (entry.list, entry.id, entry.kind) == ("jp/meti/end-user", "example-works-ir", "organization")
    assert entry.names == (
        Name("Example Works", script="Latn"),
        Name("Beispiel", "alias", script="Latn"),
        Name("例示貿易会社", "alias", script="Hani"),
    )
    assert (entry.countries, entry.addresses) == (("IR",), (Address(country="Islamic Republic of Iran"),))
    assert (entry.start, entry.remarks, entry.urls) == (None, "核 N", ("https://lists.example/jp",))
    assert entry.place == "list.json, object 1"
    assert entry.other == {
        "id": ("jp-eul-1",),
        "list_id": ("jp-end-user-list",),
        "country": ("jp",),
        "last_verified": ("2030-02-03",),
        "source_list_name": ("A list",),
    }
    assert reading.kept["country"] == 1


def test_the_day_of_a_check_is_no_day_of_publication(tmp_path: Path) -> None:
    _, reading = reading_of(tmp_path, BASE, CHINESE)
    assert reading.published is None
    assert reading.notes == ["says what was looked at on 2030-02-03, not which edition that was"]


def test_the_address_of_a_party_of_a_chinese_list_is_no_country(tmp_path: Path) -> None:
    (entry,), _ = reading_of(
        tmp_path, CHINESE | {"addresses": ["1 Road, Oslo"], "entity_name": "例子公司", "aliases": []}
    )
    assert (entry.list, entry.id, entry.start) == ("cn/mofcom/unreliable", "例子公司", date(2030, 1, 2))
    assert (entry.countries, entry.addresses) == ((), (Address(full="1 Road, Oslo"),))


@pytest.mark.parametrize(
    ("list_id", "list_"),
    [
        ("jp-end-user-list", "jp/meti/end-user"),
        ("cn-export-control-watchlist", "cn/mofcom/export-control"),
        ("cn-attention-list", "cn/mofcom/attention"),
        ("cn-unreliable-entity-list", "cn/mofcom/unreliable"),
    ],
)
def test_each_list_has_its_own_id(tmp_path: Path, list_id: str, list_: str) -> None:
    (entry,), _ = reading_of(tmp_path, BASE | {"list_id": list_id})
    assert entry.list == list_
    assert list_ in KIND.lists


def test_a_compilation_is_not_called_official() -> None:
    assert (KIND.id, KIND.official, KIND.experimental) == ("registry/json", False, False)


def test_two_parties_of_one_name_have_two_ids_but_lists_do_not_disturb_each_other(tmp_path: Path) -> None:
    found, _ = reading_of(tmp_path, CHINESE, BASE, CHINESE, CHINESE | {"list_id": "cn-attention-list"})
    assert [(each.list, each.id) for each in found] == [
        ("cn/mofcom/unreliable", "example-works"),
        ("jp/meti/end-user", "example-works-ir"),
        ("cn/mofcom/unreliable", "example-works~2"),
        ("cn/mofcom/attention", "example-works"),
    ]


def test_a_name_behind_the_country_is_taken_from_there_and_the_address_kept(tmp_path: Path) -> None:
    slipped = BASE | {"entity_name": "", "addresses": ["Islamic Republic of Iran Second Works"], "aliases": []}
    (_, entry), reading = reading_of(tmp_path, BASE, slipped)
    assert (entry.name, entry.id, entry.countries) == ("Second Works", "second-works-ir", ("IR",))
    assert entry.addresses == (Address(country="Islamic Republic of Iran"),)
    assert entry.other["addresses"] == ("Islamic Republic of Iran Second Works",)
    assert "some names stand behind the country in the address; they were taken from there" in reading.notes


def test_what_stands_behind_a_slipped_name_is_still_of_the_name(tmp_path: Path) -> None:
    slipped = [
        BASE | {"entity_name": "", "addresses": [f"Islamic Republic of Iran {each}"]} for each in ("Two", "Two B")
    ]
    found, _ = reading_of(tmp_path, BASE, *slipped)
    assert [each.name for each in found] == ["Example Works", "Two", "Two B"]


@pytest.mark.parametrize("address", [["Atlantis Second Works"], ["Islamic Republic of Iran"], []])
def test_no_name_is_made_up(tmp_path: Path, address: list[str]) -> None:
    (_, entry), reading = reading_of(tmp_path, BASE, BASE | {"entity_name": " ", "addresses": address, "aliases": []})
    assert entry.names == ()
    assert "list.json, object 2: has no name" in reading.notes
    assert [each.country for each in entry.addresses] == address


@pytest.mark.parametrize("name", ["某公司等6家实体", "某公司及其分支机构等外国实体"])
def test_an_entry_that_stands_for_several_parties_is_noted(tmp_path: Path, name: str) -> None:
    (entry,), reading = reading_of(tmp_path, CHINESE | {"entity_name": name})
    assert entry.name == name
    assert any("stands for several parties" in note for note in reading.notes)


def test_a_field_that_nobody_knows_is_kept(tmp_path: Path) -> None:
    (entry,), _ = reading_of(tmp_path, BASE | {"shoe": 44, "hat": "red", "none": None, "parts": ["a"]})
    kept = {key: entry.other.get(key) for key in ("shoe", "hat", "none", "parts")}
    assert kept == {"shoe": ("44",), "hat": ("red",), "none": None, "parts": ('["a"]',)}


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (BASE | {"list_id": "xx-list"}, "object 1: is on 'xx-list' (one of jp-end-user-list, "),
        (BASE | {"entity_type": "cloud"}, "object 1: is of type 'cloud' (one of organization, "),
        (BASE | {"aliases": "Beispiel"}, "object 1: is no party: "),
        (BASE | {"date_added": "2 Jan"}, "object 1: '2 Jan' is not a day"),
        ({key: text for key, text in BASE.items() if key != "reason"}, "missing required field `reason`"),
        ("Example", "object 1: is no party: "),
    ],
)
def test_an_object_that_is_no_party_is_refused(tmp_path: Path, found: object, message: str) -> None:
    with pytest.raises(BadList) as caught:
        reading_of(tmp_path, found)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [('[{"id": "a"', "is not valid JSON"), ('{"results": []}', "is no array"), ("", "not valid JSON")],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "list.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadList, match=message):
        list(read([Opened(tmp_path / "list.json", BadList)], Reading()))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (json.dumps([BASE]), True),
        (json.dumps([BASE], indent=2), True),
        (json.dumps({"results": [BASE]}), False),
        (json.dumps([{"list_id": "a"}]), False),
        ("<html>[list_id source_list_name]", False),
        ("", False),
    ],
)
def test_the_fields_tell_the_file(tmp_path: Path, text: str, fits: bool) -> None:  # noqa: FBT001  # a column of a table
    (tmp_path / "file").write_text(text, encoding="utf-8")
    assert KIND.fits(Opened(tmp_path / "file", BadList)) is fits


# ---- the real lists


def real(shared: Path, name: str) -> tuple[list[Entry], Reading]:
    reading = Reading()
    return list(KIND.read([Opened(shared / "data" / "lists" / name, BadList)], reading)), reading


def test_every_party_of_the_real_lists_is_read(shared: Path) -> None:
    (japan, _), (china, notes) = real(shared, JAPAN), real(shared, CHINA)
    assert Counter(each.list for each in (*japan, *china)) == {
        "jp/meti/end-user": 835,
        "cn/mofcom/export-control": 139,
        "cn/mofcom/unreliable": 61,
        "cn/mofcom/attention": 40,
    }
    assert all(each.name for each in (*japan, *china))
    assert len({(each.list, each.id) for each in (*japan, *china)}) == 1075
    assert sum("addresses" in each.other for each in japan) == 37
    assert Counter(each.countries for each in japan)[("CN",)] == 127
    assert min(each.start for each in china if each.start) == date(2023, 2, 16)
    assert sum("stands for several parties" in note for note in notes.notes) == 3


@pytest.mark.parametrize("name", [JAPAN, CHINA])
def test_no_value_of_the_real_lists_is_lost(shared: Path, name: str) -> None:
    found, _ = real(shared, name)
    objects = json.loads((shared / "data" / "lists" / name).read_text(encoding="utf-8"))
    for entry, each in zip(found, objects, strict=True):
        said = json.dumps(msgspec.to_builtins(entry), ensure_ascii=False)
        for key, value in each.items():
            for text in value if isinstance(value, list) else [value]:
                assert text is None or json.dumps(text.strip(), ensure_ascii=False)[1:-1] in said, (entry.id, key)


def test_only_the_real_lists_of_the_registry_fit(shared: Path) -> None:
    files = sorted((shared / "data" / "lists").iterdir())
    assert {each.name for each in files if KIND.fits(Opened(each, BadList))} == {JAPAN, CHINA}
