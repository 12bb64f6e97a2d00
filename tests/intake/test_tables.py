"""Tables as people hand them in: every form gives the same rows, and what is no table is refused in one line."""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.errors import BadInput, BadList
from reprieve.intake import tables, workbook
from reprieve.intake.tables import Cell, Table, open_table

HEADING = ("Firma", "Land", "Geboren")
ROWS = [("Red Kite GmbH", "DE", "1962-03-01"), ("", "", ""), ("Blue Heron, Ltd.", "SG", "")]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def delimited(between: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=between, lineterminator="\r\n").writerows([HEADING, *ROWS])
    return out.getvalue()


def json_lines(rows: list[Any] | None = None) -> bytes:
    found = [dict(zip(HEADING, row, strict=True)) for row in ROWS] if rows is None else rows
    return b"\n".join(msgspec.json.encode(each) for each in found)


def parquet(path: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def cells(table: Table) -> list[tuple[Cell, ...]]:
    return [row.cells for row in table.rows()]


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        list(open_table(path).rows())
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return str(caught.value)


# --- the same table in every form -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "between"), [("t.csv", ","), ("t.csv", ";"), ("t.csv", "\t"), ("t.tsv", "\t"), ("t.txt", "|")]
)
def test_text_with_something_between_the_cells(tmp_path: Path, name: str, between: str) -> None:
    found = open_table(written(tmp_path, name, "\ufeff" + delimited(between)))
    assert found.columns == HEADING
    assert cells(found) == ROWS
    assert [row.number for row in found.rows()] == [2, 3, 4]
    assert found.place(3) == f"{name}, line 3"


def test_a_packed_text_is_unpacked(tmp_path: Path) -> None:
    assert cells(open_table(written(tmp_path, "t.csv.gz", gzip.compress(delimited().encode())))) == ROWS
    assert cells(open_table(written(tmp_path, "t.jsonl.gz", gzip.compress(json_lines())))) == ROWS


def test_json_an_object_a_line(tmp_path: Path) -> None:
    found = open_table(written(tmp_path, "t.jsonl", json_lines()))
    assert (found.columns, cells(found)) == (HEADING, ROWS)


def test_the_columns_of_json_lines_are_the_keys_of_all_of_them(tmp_path: Path) -> None:
    found = open_table(written(tmp_path, "t.jsonl", json_lines([{"name": "A"}, {"alias": ["B", "C"], "name": "D"}])))
    assert found.columns == ("name", "alias")
    assert cells(found) == [("A", ""), ("D", ("B", "C"))]


def test_parquet(tmp_path: Path) -> None:
    columns = {name: [row[at] or None for row in ROWS] for at, name in enumerate(HEADING)}
    found = open_table(parquet(tmp_path / "t.parquet", **columns))
    assert (found.columns, cells(found)) == (HEADING, ROWS)
    assert found.place(3) == "t.parquet, row 3"


def test_what_a_file_is_its_bytes_say_and_not_its_name(tmp_path: Path) -> None:
    assert cells(open_table(parquet(tmp_path / "t.csv", name=["A"]))) == [("A",)]
    assert cells(open_table(written(tmp_path, "t.parquet", delimited()))) == ROWS


def test_rows_come_from_the_top_each_time(tmp_path: Path) -> None:
    found = open_table(written(tmp_path, "t.csv", delimited()))
    next(iter(found.rows()))
    assert cells(found) == ROWS == cells(found)


@given(st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)] * 2), max_size=8))
def test_every_cell_survives_every_form(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("forms")
    out = io.StringIO()
    csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL).writerows([("name", "note"), *rows])
    lines = [{"name": "x", "note": "y"}, *({"name": one, "note": two} for one, two in rows)]
    found = [
        open_table(written(folder, "t.tsv", out.getvalue())),
        open_table(
            parquet(
                folder / "t.parquet",
                name=[each[0] for each in rows] or pa.array([], pa.string()),
                note=pa.array([each[1] for each in rows], pa.string()),
            )
        ),
    ]
    assert [cells(each) for each in found] == [rows, rows]
    assert cells(open_table(written(folder, "t.jsonl", json_lines(lines))))[1:] == rows


def test_values_become_text_as_people_write_them(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "t.parquet",
        a=[9639.0],
        b=[0.5],
        c=[True],
        d=[date(1962, 3, 1)],
        e=[datetime(1962, 3, 1)],  # noqa: DTZ001  # as a spreadsheet keeps a day
        f=[datetime(1962, 3, 1, 9, 30, tzinfo=UTC)],
        g=[Decimal("1.50")],
        h=[float("nan")],
        i=pa.array([["A", None, " ", "B"]]),
        j=pa.array(["Kite"]).dictionary_encode(),
        k=[10**15 + 1],
    )
    assert cells(open_table(path)) == [
        (
            "9639",
            "0.5",
            "true",
            "1962-03-01",
            "1962-03-01",
            "1962-03-01T09:30:00+00:00",
            "1.50",
            "",
            ("A", "B"),
            "Kite",
            "1000000000000001",
        )
    ]


# --- what is no table -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "t.csv: is empty"),
        (b"\n \n", "is empty"),
        (b"<html><body>", "is a page or a document, not a table"),
        (b"%PDF-1.4", "is a page or a document, not a table"),
        (b'[{"name": "A"}]', "is one JSON document: an object a line is read"),
        (b"\xff\xfen\x00", "is UTF-16 text"),
        (b"\xd0\xcf\x11\xe0rest", "is an old Excel file, or one with a password"),
        (b"name\n\x00\x01", "is no text"),
        (b"name,land\nA\n", "t.csv, line 2: has 1 cells, not 2"),
        (b"name,land\nA,B,C\n", "t.csv, line 2: has 3 cells, not 2"),
        (b"name,name\nA,B\n", "t.csv, line 1: has the column 'name' twice"),
        (b"name,land\nA,caf\xe9\n", "t.csv, line 2, byte 6: is not utf-8 text"),
        (b'name,land\nA,"B\n', "is not valid CSV"),
        (b"name,land\n" + b"x" * 2**20 + b",B\n", "t.csv, line 2: is longer than 1 MiB"),
        (b"name,land\n" + b"x" * 200_000 + b",B\n", "is not valid CSV: field larger"),
        (b"a,b;c\n1,2;3\n", "may have a comma or a semicolon between its cells"),
        (b",".join(b"%d" % at for at in range(1_001)) + b"\n", "has 1,001 columns"),
        (b'{"name": {"first": "A"}}', "t.csv, line 1, 'name': holds what is neither text nor a number"),
        (b'{"name": [["A"]]}', "holds what is neither text nor a number"),
        (b'{"name": "A"}\n["B"]\n', "t.csv, line 2: is no JSON object"),
        (b'{"name": "A"}\n{"name": "B"\n', "t.csv, line 2: is not valid JSON"),
        (b"{}\n", "has no heading"),
        (b"PAR1 and no more", "is no whole Parquet file"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    assert message in refused(written(tmp_path, "t.csv", content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refused(tmp_path / "none.csv")


def test_the_fault_is_of_the_kind_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadList):
        open_table(tmp_path / "none.csv", BadList)


@pytest.mark.parametrize(
    "column", [pa.array([{"a": 1}]), pa.array([[{"a": 1}]]), pa.array([[["a"]]]), pa.array([b"a"])], ids=str
)
def test_a_nested_column_is_refused_by_name(tmp_path: Path, column: Any) -> None:
    assert "has the nested column 'deep'" in refused(parquet(tmp_path / "t.parquet", name=["A"], deep=column))


def test_a_row_group_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_GROUP", 100)
    assert "has a row group of" in refused(parquet(tmp_path / "t.parquet", name=["A" * 1000]))


def test_a_parquet_file_with_any_byte_changed_is_read_or_refused(tmp_path: Path) -> None:
    whole = parquet(tmp_path / "t.parquet", name=["Red Kite", None], alias=[["x"], None]).read_bytes()
    for at in range(4, len(whole)):
        bent = bytearray(whole)
        bent[at] ^= 0xFF
        try:
            list(open_table(written(tmp_path, "bent.parquet", bytes(bent))).rows())
        except BadInput as error:
            assert "bent.parquet" in str(error)  # noqa: PT017  # either way is right


# --- Excel ------------------------------------------------------------------------------------------------------------


def saved(path: Path, *sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook(tmp_path: Path) -> None:
    day = datetime(1962, 3, 1)  # noqa: DTZ001  # as Excel keeps a day
    path = saved(tmp_path / "t.xlsx", [[], ["Firma", "Nr", "Geboren"], ["Red Kite", 7, day], [], ["Heron"]], [["x"]])
    found = open_table(path)
    assert found.columns == ("Firma", "Nr", "Geboren")
    assert [tuple(row) for row in found.rows()] == [
        (3, ("Red Kite", "7", "1962-03-01")),
        (4, ("", "", "")),
        (5, ("Heron", "", "")),
    ]
    assert found.place(3) == "t.xlsx, row 3"
    assert found.notes == ("the sheet 'Sheet 1' is read, and not 'Sheet 2'",)


def test_a_sheet_that_states_a_smaller_size_loses_no_row(tmp_path: Path) -> None:
    whole = saved(tmp_path / "t.xlsx", [["name"], ["A"], ["B"], ["C"]])
    bent = tmp_path / "bent.xlsx"
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(bent, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b'<dimension ref="A1:A4"', b'<dimension ref="A1:A2"'))
    assert b"A1:A2" in zipfile.ZipFile(bent).read("xl/worksheets/sheet1.xml")
    assert cells(open_table(bent)) == [("A",), ("B",), ("C",)]


def test_a_cell_beyond_the_heading_is_refused(tmp_path: Path) -> None:
    message = refused(saved(tmp_path / "t.xlsx", [["name"], ["A", "B"]]))
    assert "t.xlsx, row 2: has a cell beyond the last column" in message


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGEST", 1000)
    assert "unpacks to" in refused(saved(tmp_path / "t.xlsx", [["name"]]))


def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path) -> None:
    whole, chance = saved(tmp_path / "t.xlsx", [["name"], ["A"]]).read_bytes(), random.Random(3)  # noqa: S311
    assert "is no whole workbook" in refused(written(tmp_path, "cut.xlsx", whole[: len(whole) // 2]))
    for _ in range(60):
        bent = bytearray(whole)
        bent[chance.randrange(4, len(whole))] ^= 0xFF
        try:
            list(open_table(written(tmp_path, "bent.xlsx", bytes(bent))).rows())
        except BadInput as error:
            assert "bent.xlsx" in str(error)  # noqa: PT017  # either way is right


def test_another_packed_file_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as made:
        made.writestr("readme.txt", "no table")
    assert "is no whole workbook" in refused(tmp_path / "t.xlsx")
