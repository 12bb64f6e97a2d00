"""From a file to a snapshot: which day it is of, whether it says anything new, and what is refused as not whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reprieve.errors import BadInput, BadList
from reprieve.lists.catalogue import about, catalogue
from reprieve.lists.importing import Asked, Taken, take
from reprieve.lists.kinds import kinds
from reprieve.lists.store import Store
from reprieve.model.snapshot import DatedBy, Snapshot
from tests.lists.making import CSL_LISTS, MADE, NOW, SAMPLES, asked, imported, no_floors, state, written

DPL = "us/bis/denied-persons"
DAY = timedelta(1)
SOMEBODY: tuple[DatedBy, ...] = ("a person", "the server")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "lists")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[None]:
    """Lists of a few parties are whole."""
    with no_floors(tmp_path):
        yield


def of(store: Store) -> list[tuple[date, date, int]]:
    """What counts: published, checked, entries."""
    return [(each.published, each.checked, each.entries) for each in store.snapshots()]


def refused(store: Store, kind: str, numbers: range, why: str, published: date = MADE, **more: Any) -> None:
    """That a file is refused with one line, and what the store held stays as it was."""
    before = state(store)
    with pytest.raises(BadList, match=why) as caught:
        imported(store, kind, numbers, published, **more)
    assert "\n" not in str(caught.value)
    assert state(store) == before


# ---- every kind


def test_there_is_a_sample_for_every_kind() -> None:
    assert SAMPLES.keys() == kinds().keys() | {"own/csv"}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kind", SAMPLES)
def test_a_whole_file_of_any_kind_becomes_one_snapshot(store: Store, kind: str) -> None:
    taken = imported(store, kind, range(28))
    assert not taken.unchanged
    assert store.snapshots() == (taken.snapshot,)
    assert (taken.snapshot.kind, taken.snapshot.published, taken.snapshot.entries) == (kind, MADE, 28)
    assert len({(each.list, each.id) for each in store.entries(taken.snapshot)}) == 28
    assert imported(store, kind, range(28)).unchanged
    assert imported(store, kind, range(29), MADE + DAY).snapshot.id != taken.snapshot.id


@pytest.mark.parametrize("kind", [each for each in SAMPLES if each != "own/csv"])
def test_a_file_is_known_by_what_is_in_it_whatever_it_is_called(store: Store, tmp_path: Path, kind: str) -> None:
    file = written(tmp_path, kind, range(28)).rename(tmp_path / "sdn.download")
    taken = take(store, [file], asked("", partial=True), NOW)
    assert taken.snapshot.kind == kind


# ---- the same again


def test_the_same_again_extends_the_check_and_adds_nothing(store: Store) -> None:
    first = imported(store, "bis/dpl", range(300)).snapshot
    parquet = state(store)[f"{first.id}.parquet"]
    for later, expected in ((5, 5), (3, 5), (9, 9)):
        again = imported(store, "bis/dpl", range(300), checked=MADE + later * DAY)
        assert again == Taken(store.snapshots()[0], unchanged=True)
        assert of(store) == [(MADE, MADE + expected * DAY, 300)]
    assert state(store).keys() == {f"{first.id}.parquet", "catalogue.json"}
    assert state(store)[f"{first.id}.parquet"] == parquet


def test_the_same_published_anew_covers_until_that_day(store: Store) -> None:
    imported(store, "bis/dpl", range(300))
    assert imported(store, "bis/dpl", range(300), MADE + 7 * DAY).unchanged
    assert of(store) == [(MADE, MADE + 7 * DAY, 300)]


def test_the_same_from_an_earlier_day_is_a_snapshot_of_its_own(store: Store) -> None:
    imported(store, "bis/dpl", range(300))
    assert not imported(store, "bis/dpl", range(300), MADE - DAY).unchanged
    assert of(store) == [(MADE - DAY, MADE - DAY, 300), (MADE, MADE, 300)]


def test_a_list_that_goes_back_to_what_it_was_is_new(store: Store) -> None:
    taken = [
        imported(store, "bis/dpl", range(count), MADE + day * DAY) for day, count in enumerate((300, 301, 300, 301))
    ]
    assert [each.unchanged for each in taken] == [False] * 4
    assert [entries for _, _, entries in of(store)] == [300, 301, 300, 301]
    assert len({each.id for each in store.snapshots()}) == 2


def test_the_same_from_another_source_is_new(store: Store) -> None:
    for source in ("a", "b"):
        assert not imported(store, "bis/dpl", range(300), source=source).unchanged
    assert [each.source for each in store.snapshots()] == ["a", "b"]


@pytest.mark.parametrize("more", [{"partial": True}, {"synthetic": True}])
def test_neither_a_part_nor_something_synthetic_confirms_the_whole(store: Store, more: dict[str, Any]) -> None:
    whole = imported(store, "bis/dpl", range(300)).snapshot
    assert not imported(store, "bis/dpl", range(300), MADE + DAY, **more).unchanged
    assert store.snapshots()[0] == whole


@pytest.mark.parametrize("more", [{"partial": True}, {"synthetic": True}])
def test_neither_a_part_nor_something_synthetic_takes_the_place_of_the_whole(
    store: Store, more: dict[str, Any]
) -> None:
    whole = imported(store, "bis/dpl", range(300)).snapshot
    imported(store, "bis/dpl", range(300), **more)
    assert whole in store.snapshots()


def test_the_whole_may_follow_a_part_of_the_same_day(store: Store) -> None:
    part = imported(store, "bis/dpl", range(300), partial=True).snapshot
    whole = imported(store, "bis/dpl", range(300)).snapshot
    assert whole.parts[DPL].complete
    assert store.snapshots() == (part, whole)


def test_a_party_whose_name_ends_in_a_number_does_not_make_a_list_unreadable(store: Store, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("Name\nAcme\nAcme\nAcme 2\n", encoding="utf-8")
    taken = take(store, [tmp_path / "own.csv"], Asked(kind="own/csv", published=MADE), NOW)
    assert len({each.id for each in store.entries(taken.snapshot)}) == 3


def test_an_older_list_takes_its_place_before_a_newer_one(store: Store) -> None:
    imported(store, "bis/dpl", range(500), MADE + 9 * DAY)
    # The older one is not measured against the newer one, though it is smaller by far.
    assert not imported(store, "bis/dpl", range(300)).unchanged
    assert of(store) == [(MADE, MADE, 300), (MADE + 9 * DAY, MADE + 9 * DAY, 500)]


# ---- what has shrunk


@pytest.mark.parametrize(("was", "least"), [(1000, 900), (300, 270), (1005, 905), (999, 900), (1001, 901)])
def test_a_list_may_lose_a_tenth_and_not_one_entry_more(store: Store, was: int, least: int) -> None:
    imported(store, "bis/dpl", range(was))
    refused(store, "bis/dpl", range(least - 1), r"fewer than the .* of 2030-01-02", MADE + DAY)
    assert not imported(store, "bis/dpl", range(least), MADE + DAY).unchanged


def test_a_list_is_measured_against_the_last_whole_one_before_it(store: Store) -> None:
    imported(store, "bis/dpl", range(1000))
    imported(store, "bis/dpl", range(950), MADE + DAY)
    imported(store, "bis/dpl", range(10), MADE + 2 * DAY, partial=True)
    imported(store, "bis/dpl", range(5000), MADE + 3 * DAY, synthetic=True)
    imported(store, "bis/dpl", range(2000), MADE + 9 * DAY)
    refused(store, "bis/dpl", range(854), "fewer than the 950 of 2030-01-03", MADE + 4 * DAY)
    imported(store, "bis/dpl", range(855), MADE + 4 * DAY)
    refused(store, "bis/dpl", range(1000, 1500), "fewer than the 855 of 2030-01-06", MADE + 5 * DAY)


def test_a_list_from_another_source_is_measured_too(store: Store) -> None:
    imported(store, "bis/dpl", range(1000))
    refused(store, "bis/dpl", range(800), "20 % fewer than the 1,000 of 2030-01-02", MADE + DAY, source="other")


def test_a_list_that_may_have_shrunk_is_taken_and_measures_the_next(store: Store) -> None:
    imported(store, "bis/dpl", range(1000))
    imported(store, "bis/dpl", range(500), MADE + DAY, shrunken=True)
    refused(store, "bis/dpl", range(449), "fewer than the 500", MADE + 2 * DAY)
    imported(store, "bis/dpl", range(450), MADE + 2 * DAY)


# ---- what is not whole


@pytest.mark.parametrize("kind", ["bis/dpl", "un/xml", "uk/csv", "uk/full", "eu/xml", "ofac/csv", "ofac/advanced"])
def test_a_first_list_that_is_too_small_is_refused(store: Store, kind: str) -> None:
    taken = imported(store, kind, range(2), partial=True)
    (list_,) = taken.snapshot.parts
    least = about(list_).at_least
    assert least > 2
    refused(store, kind, range(least - 1), f"fewer than any whole one \\({least:,}\\)")
    # Who lets it have shrunk does not say that it is whole: the floor stands.
    refused(store, kind, range(least - 1), "fewer than any whole one", shrunken=True)
    assert imported(store, kind, range(least)).snapshot.parts[list_].complete


def test_what_is_known_to_be_a_part_proves_nothing_of_those_who_are_not_in_it(store: Store) -> None:
    taken = imported(store, "bis/dpl", range(3), partial=True)
    assert not taken.snapshot.parts[DPL].complete


def test_a_compilation_counts_as_whole_only_where_somebody_vouches_for_it(store: Store) -> None:
    list_ = "cn/mofcom/unreliable"
    assert not imported(store, "registry/json", range(3)).snapshot.parts[list_].complete
    refused(store, "registry/json", range(3), "fewer than any whole one", complete=True)
    least = about(list_).at_least
    assert imported(store, "registry/json", range(least), complete=True).snapshot.parts[list_].complete


@pytest.mark.usefixtures("small")
def test_a_source_of_many_lists_without_one_of_them_is_refused(store: Store) -> None:
    lists = len(CSL_LISTS)
    always = [each for each in CSL_LISTS if each in catalogue().sources["csl"].lists]
    for kind in ("csl/csv", "csl/json"):
        for gone in always:
            numbers = [each for each in range(3 * lists) if CSL_LISTS[each % lists] != gone]
            title = about(gone).title.replace("(", r"\(").replace(")", r"\)")
            with pytest.raises(BadList, match=f"holds nothing of the {title}"):
                imported(store, kind, numbers)
    assert state(store) == {}
    imported(store, "csl/csv", range(3 * lists))
    some = [each for each in range(3 * lists) if CSL_LISTS[each % lists] != DPL]
    with pytest.raises(BadList, match="holds nothing of the Denied Persons List"):
        imported(store, "csl/csv", some, MADE + DAY)
    taken = imported(store, "csl/csv", some, MADE + DAY, shrunken=True)
    assert DPL not in taken.snapshot.parts


@pytest.mark.usefixtures("small")
def test_a_list_that_shrinks_within_a_source_that_grows_is_refused(store: Store) -> None:
    lists = len(CSL_LISTS)
    imported(store, "csl/csv", range(10 * lists))
    at = CSL_LISTS.index(DPL)
    grown = [each for each in range(30 * lists) if each % lists != at or each < 8 * lists]
    with pytest.raises(BadList, match="holds 8 entries of the Denied Persons List: 20 % fewer than the 10"):
        imported(store, "csl/csv", grown, MADE + DAY)
    grown = [each for each in range(30 * lists) if each % lists != at or each < 9 * lists]
    assert imported(store, "csl/csv", grown, MADE + DAY).snapshot.parts[DPL].entries == 9


# ---- of which day it is


def day_of(snapshot: Snapshot) -> tuple[date, str]:
    return snapshot.published, snapshot.dated_by


def test_the_day_in_the_file_goes_before_what_the_server_and_the_name_say(store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, "un/xml", range(9)).rename(tmp_path / "un_2029-12-31.xml")
    for more in (
        Asked(partial=True),
        Asked(partial=True, published=MADE),
        Asked(partial=True, published=MADE + DAY, dated_by="the server"),
    ):
        taken = take(store, [file], more, NOW)
        assert day_of(taken.snapshot) == (MADE, "the file")
    with pytest.raises(BadList, match="is of 2030-01-02, as it says itself"):
        take(store, [file], Asked(partial=True, published=MADE + DAY), NOW)


def test_without_a_day_in_it_somebody_or_its_name_says_it(store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, "bis/dpl", range(9)).rename(tmp_path / "dpl_20291399_2029-12-31.txt")
    asked_by = [Asked(partial=True, source=by, published=MADE, dated_by=by) for by in SOMEBODY]
    assert [day_of(take(store, [file], each, NOW).snapshot) for each in asked_by] == [(MADE, by) for by in SOMEBODY]
    named = take(store, [file], Asked(partial=True), NOW)
    assert day_of(named.snapshot) == (date(2029, 12, 31), "the file name")


@pytest.mark.parametrize("name", ["dpl.txt", "dpl_2029-13-31.txt", "dpl_120291231.txt", "dpl_2029-1-2.txt"])
def test_a_day_that_nobody_says_is_not_made_up(store: Store, tmp_path: Path, name: str) -> None:
    file = written(tmp_path, "bis/dpl", range(9)).rename(tmp_path / name)
    with pytest.raises(BadInput, match="does not say of which day it is"):
        take(store, [file], Asked(partial=True), NOW)
    assert state(store) == {}


def test_a_list_of_a_day_to_come_is_refused(store: Store) -> None:
    today = NOW.date()
    imported(store, "bis/dpl", range(300), today)
    refused(store, "bis/dpl", range(301), "a day still to come", today + DAY)
    refused(store, "bis/dpl", range(301), "a day still to come", today + DAY, partial=True, shrunken=True)


def test_the_day_is_that_of_the_publisher(store: Store, tmp_path: Path) -> None:
    """Just after midnight in London it is still the day before in New York, and the next day in Brussels."""
    file = written(tmp_path, "bis/dpl", range(9))
    midnight = datetime(2030, 7, 2, 0, 30, tzinfo=UTC)
    with pytest.raises(BadList, match="a day still to come"):
        take(store, [file], Asked(partial=True, published=date(2030, 7, 2)), midnight)
    take(store, [file], Asked(partial=True, published=date(2030, 7, 2)), midnight + timedelta(hours=4))
    export = written(tmp_path, "eu/xml", range(9))
    late = export.read_text(encoding="utf-8").replace("2030-01-02T03:04:05Z", "2030-01-02T23:30:00Z")
    export.write_text(late, encoding="utf-8")
    assert take(store, [export], Asked(partial=True), NOW).snapshot.published == date(2030, 1, 3)


def test_a_check_is_never_before_the_publication_nor_in_the_future(store: Store) -> None:
    for checked, expected in ((MADE - DAY, MADE), (None, MADE), (MADE + DAY, MADE + DAY), (date.max, NOW.date())):
        again = imported(store, "bis/dpl", range(300), checked=checked)
        assert again.snapshot.checked == expected


# ---- what is written down of it


def test_a_snapshot_says_where_it_came_from(store: Store, tmp_path: Path) -> None:
    snapshot = imported(store, "bis/dpl", range(300), origin="https://lists.example/dpl.txt", source="dpl").snapshot
    assert (snapshot.origin, snapshot.source, snapshot.retrieved) == ("https://lists.example/dpl.txt", "dpl", NOW)
    assert snapshot.files.keys() == {"dpl.txt"}
    assert snapshot.kept == {"Standard_Order": 300, "Last_Update": 300, "Action": 300}
    with (tmp_path / "dpl.txt").open("a") as file:
        file.write("\n")
    again = take(store, [tmp_path / "dpl.txt"], Asked(published=MADE + DAY), NOW).snapshot
    assert again.origin == "dpl.txt"
    assert again.files != snapshot.files
    assert again.id == snapshot.id


def test_several_files_of_one_set_are_one_snapshot(store: Store, tmp_path: Path) -> None:
    primary = written(tmp_path, "ofac/csv", range(1, 5))
    aliases, strange = tmp_path / "alt.csv", tmp_path / "add.csv"
    aliases.write_text('1,1,"aka","WORKS ONE",-0- \n4,2,"fka","WORKS FOUR",-0- \n', encoding="utf-8")
    strange.write_text('9,1,"1 Road","Oslo","Norway",-0- \n', encoding="utf-8")
    taken = take(store, [aliases, primary], Asked(published=MADE, partial=True), NOW)
    assert (taken.snapshot.entries, taken.snapshot.names) == (4, 6)
    assert taken.snapshot.files.keys() == {"sdn.csv", "alt.csv"}
    with pytest.raises(BadList, match="which is not in the primary file"):
        take(store, [primary, aliases, strange], Asked(published=MADE), NOW)


def test_parties_without_a_name_are_told(store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, "un/xml", range(9))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("<FIRST_NAME>", "<X>", 2).replace("</FIRST_NAME>", "</X>", 2), encoding="utf-8")
    plain = take(store, [file], Asked(partial=True), NOW).snapshot
    assert not any("have no name" in each for each in plain.notes)  # they still have an alias
    file.write_text(text.replace("FIRST_NAME", "X", 4).replace("ALIAS_NAME", "X", 4), encoding="utf-8")
    told = take(store, [file], Asked(partial=True), NOW).snapshot
    assert "2 entries have no name: nobody can be matched with them" in told.notes


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Moved</body></html>", "is a web page"),
        (b"\n <HTML lang=en>", "is a web page"),
        (b"Moved permanently\n", "is of no format that I know"),
        (b"PK\x03\x04....", "is of no format that I know"),
        (bytes(range(256)), "is of no format that I know"),
    ],
)
def test_what_is_no_list_is_refused_before_it_is_read(store: Store, tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "list_2030-01-02.csv").write_bytes(content)
    with pytest.raises(BadList, match=why):
        take(store, [tmp_path / "list_2030-01-02.csv"], Asked(), NOW)
    assert not store.folder.exists()


def test_a_format_that_nobody_knows_is_named_with_those_there_are(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nonsense: no format is called this \(known: own/csv, csl/csv"):
        take(store, [written(tmp_path, "bis/dpl", range(3))], Asked(kind="nonsense"), NOW)


def test_the_progress_of_an_import_counts_its_entries(store: Store, tmp_path: Path) -> None:
    told: list[int] = []
    take(store, [written(tmp_path, "bis/dpl", range(10_000))], Asked(published=MADE), NOW, told.append)
    assert told == [8192, 10_000]
