"""The folder of snapshots: what is written is read again, what is there stays, and writers take turns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

import msgspec
import pyarrow.parquet as pq
import pytest
from filelock import FileLock
from hypothesis import given

from reprieve.errors import BadInput, BadList
from reprieve.lists.columns import BATCH, core, matching
from reprieve.lists.store import Attempt, Store
from reprieve.model.listed import Address, Entry, Identifier, Name, Policy, Requirement
from reprieve.model.snapshot import Part, Snapshot
from reprieve.text.fold import folded
from tests.lists.entries import ENTRIES, LISTS
from tests.lists.making import MADE, NOW, imported, room, state, written

LIST = "us/bis/denied-persons"
FULL = Entry(
    list=LIST,
    id="1",
    kind="vessel",
    names=(Name("Åcme 例"), Name("Old", "former", "weak", "Latn")),
    countries=("NO", "IT"),
    addresses=(Address(full="1 Road, Oslo"), Address("", "2 Road", "Oslo", "Viken", "0150", "NO", "old"), Address()),
    identifiers=(Identifier("IMO", "1234567"), Identifier("", "", "", "a note")),
    births=("1970", ""),
    birthplaces=("Oslo",),
    nationalities=("Norway",),
    titles=("Master",),
    programs=("SDGT",),
    requirement="For all items",
    policy="Presumption of denial",
    requires=Requirement("other", ("744.11",), ("1",), ("GOV",), ("carved",)),
    reviewed=Policy("denial", (("humanitarian", "case_by_case"),), ("744.11",)),
    start=date(1, 1, 1),
    start_by=date(2020, 1, 2),
    through=date(9999, 12, 31),
    cites=("84 FR 1",),
    urls=("https://lists.example",),
    remarks="Two\nlines.",
    place="list.csv, line 2",
    other={"b": ("2", "1"), "a": (), "": ("",)},
)


def parties(count: int, list_: str = LIST, place: str = "") -> Iterator[Entry]:
    return (Entry(list_, str(number), names=(Name(f"Works {number}"),), place=place) for number in range(count))


def kept(store: Store, entries: Iterable[Entry], published: date = MADE, source: str = "a source") -> Snapshot:
    """Entries as a snapshot that counts."""
    with store.writing():
        made = store.write(entries)
        snapshot = Snapshot(
            id=made.digest,
            source=source,
            kind="bis/dpl",
            origin="dpl.txt",
            published=published,
            dated_by="a person",
            retrieved=NOW,
            checked=published,
            parts=made.parts,
        )
        store.keep(made, snapshot)
    return snapshot


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "lists")


# ---- what is written is read again


def test_the_entry_with_everything_has_a_value_in_every_field() -> None:
    empty = Entry(list="", id="")
    assert all(getattr(FULL, field) != getattr(empty, field) for field in Entry.__struct_fields__)


def test_an_entry_comes_back_as_it_was_written(store: Store) -> None:
    bare = Entry(list="own/a", id="2")
    empty = Entry(list=LIST, id="3", requires=Requirement("unmapped"), reviewed=Policy())
    snapshot = kept(store, [FULL, bare, empty])
    assert list(store.entries(snapshot)) == [FULL, bare, empty]
    assert list(next(iter(store.entries(snapshot))).other.items()) == list(FULL.other.items())


def with_ids(entries: list[Entry]) -> list[Entry]:
    """The same with an id for every entry: a store takes none without."""
    return [msgspec.structs.replace(each, id=f"x{each.id}") for each in entries]


@given(LISTS.map(with_ids))
def test_whatever_entries_say_comes_back_as_it_was_written(entries: list[Entry]) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        snapshot = kept(store, entries)
        assert list(store.entries(snapshot)) == entries
        for list_ in {each.list for each in entries}:
            of = [each for each in entries if each.list == list_]
            assert list(store.entries(snapshot, list_)) == of
            assert list(store.entries(snapshot, list_, [of[0].id, "nobody"])) == of[:1]
            named = {(each.id, key) for each in of for name in each.names if (key := folded(name.text))}
            assert sorted(store.cores_on([snapshot], list_)) == sorted({core(key) for _, key in named})
            found = matching(store.path(snapshot), {key for _, key in named})
            assert {(id_, key) for on, id_, key in found if on == list_} == named


def test_a_list_longer_than_a_batch_keeps_its_order(store: Store) -> None:
    count, told = BATCH * 2 + 1, list[int]()
    with store.writing():
        made = store.write(parties(count), told.append)
        store.discard(made)
    snapshot = kept(store, parties(count))
    assert [each.id for each in store.entries(snapshot)] == [str(number) for number in range(count)]
    assert told == [BATCH, 2 * BATCH, count]
    assert snapshot.parts == {LIST: Part(count, count, snapshot.parts[LIST].digest)}


# ---- the name of a snapshot


def test_the_same_entries_make_the_same_snapshot_wherever_they_stood(tmp_path: Path) -> None:
    ids = set()
    for number, place in enumerate(("a.csv, line 1", "b.csv, line 9", "")):
        ids.add(kept(Store(tmp_path / str(number)), parties(3, place=place)).id)
    assert len(ids) == 1


@pytest.mark.parametrize("field", [each for each in Entry.__struct_fields__ if each != "place"])
def test_an_entry_that_differs_in_any_field_makes_another_snapshot(tmp_path: Path, field: str) -> None:
    empty = Entry(list="own/a", id="0")
    other = msgspec.structs.replace(empty, **{field: getattr(FULL, field)})
    one, two = kept(Store(tmp_path / "a"), [empty]), kept(Store(tmp_path / "b"), [other])
    assert one.id != two.id
    assert [each.digest for each in one.parts.values()] != [each.digest for each in two.parts.values()]


@given(ENTRIES, ENTRIES)
def test_entries_have_one_digest_if_and_only_if_they_say_the_same(one: Entry, two: Entry) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        with store.writing():
            digests = {store.write([msgspec.structs.replace(each, place="")]).digest for each in (one, two)}
    same = msgspec.structs.replace(one, place="") == msgspec.structs.replace(two, place="")
    assert (len(digests) == 1) == same


def test_the_order_of_entries_is_part_of_what_a_list_says(tmp_path: Path) -> None:
    there, back = list(parties(3)), list(parties(3))[::-1]
    assert kept(Store(tmp_path / "a"), there).id != kept(Store(tmp_path / "b"), back).id


def test_each_list_has_its_own_digest_whatever_stands_beside_it(tmp_path: Path) -> None:
    alone = kept(Store(tmp_path / "a"), parties(2))
    mixed = kept(Store(tmp_path / "b"), [*parties(1), *parties(3, "own/a"), *list(parties(2))[1:]])
    assert alone.id != mixed.id
    assert alone.parts[LIST] == mixed.parts[LIST]
    assert mixed.parts["own/a"].entries == 3


# ---- what is refused


def test_an_id_twice_on_a_list_is_refused_with_the_place_of_the_second(store: Store) -> None:
    before = [*parties(3), *parties(1, "own/a")]
    with store.writing(), pytest.raises(BadList, match=r"^a\.csv, line 9: the id '1' stands twice on us/bis/denied"):
        store.write([*before, Entry(list=LIST, id="1", place="a.csv, line 9")])
    assert state(store) == {}


def test_an_id_twice_is_found_in_another_batch_too(store: Store) -> None:
    with store.writing(), pytest.raises(BadList, match="the id '0' stands twice"):
        store.write([*parties(BATCH), *parties(1)])
    assert state(store) == {}


def test_a_list_without_an_entry_is_refused(store: Store) -> None:
    with store.writing(), pytest.raises(BadList, match="holds no entry"):
        store.write([])


def test_whatever_stops_a_reader_leaves_nothing_behind(store: Store) -> None:
    def broken(fault: BaseException) -> Iterator[Entry]:
        yield from parties(BATCH + 1)
        raise fault

    for fault in (BadList("a.csv, line 2", "is broken"), KeyboardInterrupt(), MemoryError()):
        with store.writing(), pytest.raises(type(fault)):
            store.write(broken(fault))
        assert state(store) == {}


# ---- the catalogue


def test_snapshots_are_in_the_order_of_their_publication_not_of_their_import(store: Store) -> None:
    days = [MADE + timedelta(number) for number in (5, 0, 9, 3)]
    for count, day in enumerate(days, 1):
        kept(store, parties(count), day)
    assert [each.published for each in store.snapshots()] == sorted(days)
    assert [each.entries for each in store.snapshots()] == [2, 4, 1, 3]


def test_a_snapshot_that_is_kept_again_takes_its_own_place(store: Store) -> None:
    first = kept(store, parties(3))
    kept(store, parties(3), source="another source")
    kept(store, parties(3))
    assert [each.source for each in store.snapshots()] == ["a source", "another source"]
    assert list(store.entries(first)) == list(parties(3))
    assert len(list(store.folder.glob("*.parquet"))) == 1


def test_a_check_extends_a_snapshot_and_never_shortens_it(store: Store) -> None:
    one, two = kept(store, parties(1)), kept(store, parties(2))
    for checked, expected in ((3, 3), (1, 3), (4, 4)):
        with store.writing():
            assert store.confirm(one, MADE + timedelta(checked)).checked == MADE + timedelta(expected)
        one, same = sorted(store.snapshots(), key=lambda each: each.entries)
        assert (one.checked, same) == (MADE + timedelta(expected), two)


def test_attempts_are_remembered_by_source_beside_the_snapshots(store: Store) -> None:
    snapshot = kept(store, parties(1))
    for source, attempt in (("a", Attempt(NOW)), ("b", Attempt(NOW, "tag", "then", "gone")), ("a", Attempt(NOW, "t"))):
        with store.writing():
            store.attempted(source, attempt)
    assert store.held().attempts == {"a": Attempt(NOW, "t"), "b": Attempt(NOW, "tag", "then", "gone")}
    assert store.snapshots() == (snapshot,)


def test_a_folder_that_is_not_there_holds_nothing_and_is_not_made_by_looking(store: Store) -> None:
    assert store.snapshots() == ()
    assert not store.folder.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"nonsense", b'{"snapshots": 1}', b'{"snapshots": [{"id": "a"}]}', b"\xff\xfe{}", b"{}\x00"],
)
def test_a_broken_catalogue_is_one_clear_line_and_is_not_written_over(store: Store, content: bytes) -> None:
    kept(store, parties(1))
    (store.folder / "catalogue.json").write_bytes(content)
    before = state(store)
    with pytest.raises(BadInput, match=r"catalogue\.json: is no catalogue of lists") as caught:
        store.snapshots()
    assert "\n" not in str(caught.value)
    with pytest.raises(BadInput, match="is no catalogue"):
        imported(store, "bis/dpl", range(300))
    assert state(store) == before


def test_a_catalogue_that_is_a_folder_is_one_clear_line(store: Store) -> None:
    (store.folder / "catalogue.json").mkdir(parents=True)
    with pytest.raises(BadInput, match=r"catalogue\.json: cannot be read: Is a directory"):
        store.snapshots()


def test_entries_that_are_gone_are_one_clear_line(store: Store) -> None:
    snapshot = kept(store, parties(1))
    store.path(snapshot).unlink()
    for read in (lambda: list(store.entries(snapshot)), lambda: store.cores_on([snapshot], LIST)):
        with pytest.raises(BadInput, match=r"\.parquet: is missing though the catalogue names it"):
            read()


# ---- several at once


def test_who_reads_while_another_writes_sees_what_was_there(store: Store) -> None:
    before = kept(store, parties(2))

    def watched() -> Iterator[Entry]:
        for each in parties(BATCH + 5):
            if each.id in {"0", str(BATCH), str(BATCH + 4)}:
                assert store.snapshots() == (before,)
                assert list(store.entries(before)) == list(parties(2))
            yield each

    kept(store, watched(), MADE + timedelta(1))
    assert [each.entries for each in store.snapshots()] == [2, BATCH + 5]
    assert list(store.entries(before)) == list(parties(2))


def test_two_programs_that_import_at_once_both_come_into_the_catalogue(store: Store, tmp_path: Path) -> None:
    store.folder.mkdir()
    running = []
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        file = written(tmp_path / str(number), "bis/dpl", range(400 + number))
        file = file.rename(file.with_name(f"{number}.txt"))
        command = [sys.executable, "-m", "tests.lists.taking", str(store.folder), "bis/dpl", str(file), "2020-01-02"]
        running.append(subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=Path(__file__).parents[2]))
    assert [each.stdout.readline() for each in running if each.stdout] == ["ready\n", "ready\n"]
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate(timeout=120)[0].split() for each in running]
    assert [word for word, _ in said] == ["taken", "taken"]
    held = {each.id: each.entries for each in store.snapshots()}
    assert held == {said[0][1]: 400, said[1][1]: 401}
    assert all(len(list(store.entries(each))) == each.entries for each in store.snapshots())


def test_a_writer_waits_for_another_and_says_so_where_that_does_not_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reprieve.lists.store.PATIENCE", 0.1)
    before = kept(store, parties(2))
    with FileLock(store.folder / ".lock"):
        with pytest.raises(BadInput, match="another import is still running"), store.writing():
            pytest.fail("two writers at once")
        assert store.snapshots() == (before,)
    with store.writing():
        pass


def test_the_next_writer_sweeps_up_what_a_killed_one_left_and_nothing_else(store: Store) -> None:
    snapshot = kept(store, parties(2))
    (store.folder / "tmpabc.part").write_bytes(b"half")
    (store.folder / "notes.txt").write_bytes(b"mine")
    assert store.snapshots() == (snapshot,)
    with store.writing():
        assert not list(store.folder.glob("*.part"))
    assert (store.folder / "notes.txt").read_bytes() == b"mine"
    assert list(store.entries(snapshot)) == list(parties(2))


# ---- a folder that cannot be written


def test_a_folder_that_may_not_be_written_is_one_clear_line(store: Store) -> None:
    program = (
        "import os, sys; from pathlib import Path; from reprieve.lists.store import Store\n"
        "from reprieve.errors import BadInput\n"
        "if os.geteuid() == 0: os.setuid(65534)  # root may write everywhere, and nobody may not\n"
        "try:\n    with Store(Path(sys.argv[1])).writing(): print('written')\n"
        "except BadInput as error: print(error)\n"
    )
    kept(store, parties(1))
    for each in (*store.folder.iterdir(), store.folder):
        each.chmod(0o500)
    try:
        run = subprocess.run([sys.executable, "-c", program, str(store.folder)], capture_output=True, text=True)  # noqa: PLW1510  # what it says is asserted
    finally:
        store.folder.chmod(0o700)
    assert run.stdout == f"{store.folder}: cannot be written: Permission denied (set REPRIEVE_HOME)\n", run.stderr


def test_a_folder_whose_place_a_file_has_taken_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "lists"):
        with pytest.raises(BadInput), Store(folder).writing():
            pytest.fail("a file is no folder")


def test_on_a_full_disk_what_was_there_stays_whole(store: Store) -> None:
    kept(store, parties(1))
    before = state(store)
    with pytest.raises((OSError, BadInput)), room(20_000):
        imported(store, "bis/dpl", range(5000))
    assert state(store) == before
    with pytest.raises((OSError, BadInput)), store.writing(), room(10):
        store.attempted("a", Attempt(NOW))
    with store.writing():
        assert state(store) == before
    assert imported(store, "bis/dpl", range(300)).snapshot in store.snapshots()


def test_a_full_disk_is_one_clear_line(store: Store) -> None:
    with pytest.raises(BadInput, match=r"cannot be written: .*File too large"), room(20_000):
        kept(store, parties(5000))


def test_what_is_written_is_a_plain_parquet_file_that_finds_names_by_a_column(store: Store) -> None:
    table = pq.read_table(store.path(kept(store, [FULL])), columns=["list", "id", "keys"])
    assert table.to_pylist() == [{"list": LIST, "id": "1", "keys": [folded("Åcme 例"), "old"]}]
