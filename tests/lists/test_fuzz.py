"""Files as the world sends them: cut, bent, of another kind. They are read soundly or refused in one line, never worse.

Whatever came of it, the store is as it was or has one snapshot more, and nothing lies about.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprieve.errors import BadInput, BadList
from reprieve.intake.opened import Opened
from reprieve.lists.importing import take
from reprieve.lists.kinds import kinds
from reprieve.lists.reading import Reading
from reprieve.lists.store import Store
from reprieve.model.listed import Entry
from reprieve.text.country import country_code
from tests.lists.bending import ODD, blindly, knowingly
from tests.lists.making import MADE, NOW, SAMPLES, asked, imported, name, no_floors, state

EXAMPLES: Final = settings().max_examples * 6 // 10
"""Bent files of each kind in a usual run; `HYPOTHESIS_PROFILE=soak` looks at many more."""
WHOLE: Final = [kind for kind, sample in SAMPLES.items() if not sample.lines]
LINES: Final = [kind for kind, sample in SAMPLES.items() if sample.lines]
DELIMITERS: Final = {"bis/dpl": "\t", "eu/csv": ";"}
PARTIES: Final = 300
"""Parties of a list that shrinks: twenty for each list of the Consolidated Screening List."""


@pytest.fixture(autouse=True, scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Lists of a few parties are whole."""
    with no_floors(tmp_path_factory.mktemp("catalogue")):
        yield


@cache
def sample(kind: str, count: int = 3) -> bytes:
    return SAMPLES[kind].text(range(1, count + 1)).encode()


@cache
def held() -> dict[str, bytes]:
    """What a store holds that has one snapshot."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "lists")
        imported(store, "bis/dpl", range(3), source="before")
        return state(store)


@contextmanager
def filled() -> Iterator[Store]:
    """A store that holds one snapshot."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "lists")
        store.folder.mkdir()
        for file, content in held().items():
            (store.folder / file).write_bytes(content)
        yield store


def outcome(store: Store, kind: str, content: bytes, **more: Any) -> list[Entry] | str:
    """What an import came to: sound entries, or the one line with which it was refused. Anything else fails."""
    before = state(store)
    path = store.folder.parent / SAMPLES[kind].name
    path.write_bytes(content)
    try:
        taken = take(store, [path], asked(kind, **{"shrunken": True, **more}), NOW)
    except BadInput as error:
        assert state(store) == before
        said = str(error)
        assert said
        assert "\n" not in said, said
        return said
    after = state(store)
    assert after.keys() - before.keys() <= {f"{taken.snapshot.id}.parquet"}
    assert all(after[file] == content for file, content in before.items() if file.endswith(".parquet"))
    entries = list(store.entries(taken.snapshot))
    _assert_sound(kind, entries)
    return entries


def _assert_sound(kind: str, entries: list[Entry]) -> None:
    lists = kinds()[kind].lists if kind in kinds() else ()
    assert entries
    assert len({(each.list, each.id) for each in entries}) == len(entries)
    for each in entries:
        assert each.list in lists or each.list.startswith(("own/", "ftm/")), each
        assert each.id.strip(), each
        assert SAMPLES[kind].name in each.place
        assert all(called.text.strip() for called in each.names), each
        assert all(country_code(code) == code for code in each.countries), each
        assert all(text.strip() for texts in each.other.values() for text in texts), each


# ---- bent


@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_a_file_that_is_bent_anywhere_is_read_soundly_or_refused(kind: str, draw: st.DataObject) -> None:
    with filled() as store:
        outcome(store, kind, blindly(draw, sample(kind)))


@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=2 * EXAMPLES)
@given(st.data())
def test_a_file_that_says_odd_things_is_read_soundly_or_refused(kind: str, draw: st.DataObject) -> None:
    with filled() as store:
        outcome(store, kind, knowingly(draw, kind, sample(kind)))


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("text", [each for each in ODD if each[:1] in {"=", "+", "@", "-"} and '"' not in each])
def test_a_formula_is_a_name_like_any_other(kind: str, text: str) -> None:
    content = sample(kind).decode().replace(name(2), f"{text} and Co")
    with filled() as store:
        found = outcome(store, kind, content.encode())
        assert isinstance(found, list), found
        assert [each.names[0].text for each in found] == [name(1), f"{text} and Co", name(3)]


# ---- something else


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\x00" * 5000,
        b"<!DOCTYPE html><html><body><table><tr><td>Name</td></tr></table></body></html>",
        b"<html><head><title>503</title></head><body/></html>",
        b'{"error": "too many requests"}',
        b"[]",
        b"null",
        b"Moved permanently",
        b"PK\x03\x04" + bytes(range(256)),
        gzip.compress(b"", mtime=0)[:-3],
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_list_is_refused_whatever_it_is_said_to_be(kind: str, content: bytes) -> None:
    with filled() as store:
        assert isinstance(outcome(store, kind, content), str)


@pytest.mark.parametrize("kind", [each for each in SAMPLES if each != "own/csv"])
def test_a_list_of_another_kind_is_refused(kind: str) -> None:
    with filled() as store:
        for other in SAMPLES:
            if other != kind:
                assert isinstance(outcome(store, kind, sample(other)), str), other


@pytest.mark.parametrize("kind", SAMPLES)
def test_any_kind_taken_for_a_list_of_ones_own_is_read_soundly_or_refused(kind: str) -> None:
    with filled() as store:
        outcome(store, "own/csv", sample(kind))


DEEP: Final = {
    "un/xml": "<ENTITY>",
    "eu/xml": "<remark>",
    "bis/ecfr": "<TD>NORWAY",
    "ofac/xml": "<sdnEntry>",
    "ofac/advanced": '<Identity ID="91" Primary="true">',
}


@pytest.mark.parametrize("kind", DEEP)
def test_xml_that_nests_within_a_party_is_read_soundly_or_refused(kind: str) -> None:
    nested = f"{'<x>' * 1500}deep{'</x>' * 1500}"
    with filled() as store:
        outcome(store, kind, sample(kind).replace(DEEP[kind].encode(), (DEEP[kind] + nested).encode(), 1))


# ---- cut


def cuts(content: bytes, count: int) -> list[int]:
    """Where to cut: at the head, in the middle and at the tail, `count` places each."""
    size, step = len(content), max(1, len(content) // (3 * count))
    head, middle, tail = range(1, count + 1), range(size // 4, size * 3 // 4, step), range(size - count, size)
    return sorted({each for each in (*head, *middle, *tail) if 0 < each < size})


def cut_in_a_row(kind: str, content: bytes, at: int) -> bool:
    """Whether a cut shows: in a quote, or with cells missing. In the last cell of a row it does not, nor behind it."""
    left = content[:at].decode("utf-8", "ignore")
    if kind == "ftm/json":
        return b"\n" not in content[at - 1 : at + 1]
    try:
        rows = [row for row in csv.reader(io.StringIO(left), delimiter=DELIMITERS.get(kind, ","), strict=True) if row]
    except csv.Error:
        return True
    width = max(map(len, rows))
    return len(rows[-1]) < width


@pytest.mark.parametrize("kind", WHOLE)
def test_a_document_that_is_cut_anywhere_is_refused(kind: str) -> None:
    content = sample(kind)
    with filled() as store:
        for at in cuts(content, 40):
            assert isinstance(outcome(store, kind, content[:at]), str), at


@pytest.mark.parametrize("kind", LINES)
def test_a_table_that_is_cut_in_a_row_is_refused(kind: str) -> None:
    content = sample(kind)
    shown = 0
    with filled() as store:
        for at in cuts(content, 40):
            found = outcome(store, kind, content[:at])
            if cut_in_a_row(kind, content, at):
                shown += 1
                assert isinstance(found, str), at
    assert shown > 20


@pytest.mark.parametrize("kind", LINES)
def test_a_table_that_is_cut_between_rows_is_refused_where_a_tenth_is_missing(kind: str) -> None:
    content = sample(kind, PARTIES)
    lines = content.splitlines(keepends=True)
    rows = len([each for each in lines if b"Beispiel" in each or b"Works" in each]) // PARTIES
    assert rows in {1, 2}
    with filled() as store:
        assert len(outcome(store, kind, content, complete=True)) == PARTIES
        for gone, taken in ((31, False), (PARTIES // 2, False), (30, True)):
            left = b"".join(lines[: -gone * rows])
            found = outcome(store, kind, left, published=MADE.replace(day=3), shrunken=False, complete=True)
            assert isinstance(found, list) == taken, (gone, found)
            assert taken or "fewer than" in found


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_packed_file_that_is_cut_anywhere_is_refused(kind: str) -> None:
    packed = gzip.compress(sample(kind))
    with filled() as store:
        for at in (*range(2, 30), *cuts(packed, 10)):
            assert isinstance(outcome(store, kind, packed[:at]), str), at
        assert len(outcome(store, kind, packed)) == 3


# ---- the real files, cut

REAL: Final = {
    "dpl_2019-06-29.txt": "bis/dpl",
    "dpl_2022-09-07.txt": "bis/dpl",
    "csl_2019-12-03_FIXTURE.csv": "csl/csv",
    "ofac_nonsdn_prim_2025-12-19.csv": "ofac/csv",
    "uk_sanctions_list_2025-08-11.csv": "uk/csv",
    "un_consolidated_2026-02-27.xml": "un/xml",
    "jp_end_user_list_2026-07.json": "registry/json",
    "cn_lists_2026-07.json": "registry/json",
    "csl_2026-07-31.csv.gz": "csl/csv",
    "sdn_2019-01-04.csv.gz": "ofac/csv",
}
READ: Final = 8
"""Cuts of each file at its head, in its middle and at its tail."""


def _read(kind: str, path: Path) -> str:
    """Nothing for a file that is read to its end, or the line with which it is refused."""
    said = ""
    try:
        entries = list(kinds()[kind].read([Opened(path, BadList)], Reading()))
    except BadList as error:
        said = str(error)
    else:
        assert all(each.id.strip() and each.place for each in entries)
    assert "\n" not in said
    return said


@pytest.mark.parametrize("file", REAL)
def test_a_real_file_that_is_cut_is_refused_where_that_shows(shared: Path, tmp_path: Path, file: str) -> None:
    kind, content = REAL[file], (shared / "data" / "lists" / file).read_bytes()
    path = tmp_path / file
    path.write_bytes(content)
    assert not _read(kind, path)
    refused = 0
    end = len(content.rstrip())
    for at in cuts(content[:end], READ if len(content) < 2**19 else 2):
        path.write_bytes(content[:at])
        said = _read(kind, path)
        refused += bool(said)
        assert said or (SAMPLES[kind].lines and not file.endswith(".gz") and not cut_in_a_row(kind, content, at)), at
    assert refused > 1


# ---- what bending has found

TOO_LATE: Final = "9" * 12


def replaced(kind: str, old: str, new: str) -> bytes:
    content = sample(kind).decode()
    assert old in content
    return content.replace(old, new, 1).encode()


@pytest.mark.parametrize("year", [TOO_LATE, "9" * 5000])
def test_a_year_beyond_all_years_is_refused(year: str) -> None:
    with filled() as store:
        assert isinstance(
            outcome(store, "ofac/advanced", replaced("ofac/advanced", "<Year>2020", f"<Year>{year}")), str
        )


@pytest.mark.parametrize(
    ("kind", "moment"), [("eu/xml", "9999-12-31T23:59:59Z"), ("un/xml", "0001-01-01T00:00:00+14:00")]
)
def test_a_moment_at_the_end_of_time_is_refused(kind: str, moment: str) -> None:
    with filled() as store:
        assert isinstance(outcome(store, kind, replaced(kind, "2030-01-02T03:04:05Z", moment)), str)


def test_a_number_of_several_lines_is_refused_in_one() -> None:
    with filled() as store:
        said = outcome(
            store, "ofac/advanced", replaced("ofac/advanced", 'PartySubTypeID="3"', 'PartySubTypeID="&#10;"')
        )
        assert isinstance(said, str)
        assert "\n" not in said


@pytest.mark.parametrize(
    ("kind", "begins", "text"),
    [
        ("ofac/xml", "<lastName>", "Works 2"),
        ("ofac/advanced", 'NamePartGroupID="51">', name(2)),
        ("ftm/json", '"name": ["', name(2)),
    ],
)
def test_a_name_without_a_letter_is_none(kind: str, begins: str, text: str) -> None:
    with filled() as store:
        found = outcome(store, kind, replaced(kind, begins + text, begins))
        assert isinstance(found, str) or all(each.text.strip() for entry in found for each in entry.names)


def test_an_entity_without_an_id_is_refused() -> None:
    with filled() as store:
        assert isinstance(outcome(store, "ftm/json", replaced("ftm/json", '"exa-2"', '""')), str)
