"""A firm's own list: whatever table it is in, its columns are found or asked for, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.own import fits, kind, list_id
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

Written = Callable[[str], Opened]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def made(text: str) -> Opened:
        path = tmp_path / "Blocked_2026.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return Opened(path, BadList)

    return made


def read(opened: Opened, columns: Mapping[str, str] | None = None, reading: Reading | None = None) -> list[Entry]:
    return list(kind([opened], "", columns).read([opened], reading or Reading()))


def test_a_list_of_ones_own_read_whole(written: Written) -> None:
    reading = Reading()
    (found,) = read(
        written(
            "Nr.;Firma;Auch bekannt als;Ehemals;Typ;Land;Straße;PLZ;Ort;Handelsregisternummer;gelistet seit;bis;Grund;"
            "Bemerkung;Umsatz\r\n"
            "17;Beispiel Nadelwerke GmbH;BNW | Nadel-Werke;Alte Nadel AG;Firma;Deutschland;Am Weg 1;12345;Musterstadt;"
            "HRB 77;3.4.2020;31.12.2027;Zahlung;=SUMME(A1);900\r\n"
        ),
        reading=reading,
    )
    assert found == Entry(
        list="own/blocked-2026",
        id="17",
        kind="organization",
        names=(
            Name("Beispiel Nadelwerke GmbH"),
            Name("BNW", "alias"),
            Name("Nadel-Werke", "alias"),
            Name("Alte Nadel AG", "former"),
        ),
        countries=("DE",),
        addresses=(Address(street="Am Weg 1", city="Musterstadt", postcode="12345", country="Deutschland"),),
        identifiers=(Identifier("Handelsregisternummer", "HRB 77"),),
        programs=("Zahlung",),
        start=date(2020, 4, 3),
        through=date(2027, 12, 31),
        remarks="=SUMME(A1)",
        place="Blocked_2026.csv, line 2",
        other={"Umsatz": ("900",)},
    )
    assert reading.kept == {"Umsatz": 1}
    assert "column 'Firma': name (the heading says so)" in reading.notes
    assert "column 'Umsatz': kept as it is (the heading is not known)" in reading.notes


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(written: Written, between: str) -> None:
    rows = [["Name", "Country", "Note"], ["Acme", "CN", "x"], ["Bolt", "KP", ""]]
    found = read(written("\n".join(between.join(row) for row in rows)))
    assert [(each.name, each.countries, each.remarks) for each in found] == [
        ("Acme", ("CN",), "x"),
        ("Bolt", ("KP",), ""),
    ]


def test_commas_inside_cells_mislead_nobody(written: Written) -> None:
    found = read(written("Name;Note\nAcme, Inc., Ltd.;a, b\nBolt, LLC;c\n"))
    assert [each.name for each in found] == ["Acme, Inc., Ltd.", "Bolt, LLC"]
    assert [each.name for each in read(written("Name\nAcme, Inc.\nBolt\n"))] == ["Acme, Inc.", "Bolt"]
    assert [each.name for each in read(written('Name,Note\n"Acme, Inc.","a\nb"\n'))] == ["Acme, Inc."]


def test_a_table_that_may_be_cut_two_ways_is_refused(written: Written) -> None:
    with pytest.raises(BadList, match=r"may have a comma or a semicolon between its cells"):
        read(written("Name,No;Note\nAcme,1;x\n"))


def test_ids_are_made_where_there_are_none(written: Written) -> None:
    found = read(written("Name,Country\nAcme Ltd.,CN\nACME LTD,CN\nAcme Ltd,KP\n"))
    assert [each.id for each in found] == ["acme-ltd-cn", "acme-ltd-cn~2", "acme-ltd-kp"]


def test_ids_that_come_twice_are_refused(written: Written) -> None:
    opened = written("ID,Name\n1,Acme\n1,Bolt\n")
    with pytest.raises(BadList, match=r"line 3: has the id '1' a second time \(ids that differ, or --column id= for"):
        read(opened)
    assert [(each.id, each.other) for each in read(opened, {"id": ""})] == [
        ("acme", {"ID": ("1",)}),
        ("bolt", {"ID": ("1",)}),
    ]


def test_what_names_no_country_is_kept(written: Written) -> None:
    found = read(written("Name;Country\nA;CN, Germany\nB;China / Atlantis\nC;Korea, North\nD;Atlantis\nE;\n"))
    assert [(each.countries, each.other) for each in found] == [
        (("CN", "DE"), {}),
        (("CN",), {"Country": ("China / Atlantis",)}),
        (("KP",), {}),
        ((), {"Country": ("Atlantis",)}),
        ((), {}),
    ]


def test_a_kind_that_nobody_knows_is_kept(written: Written) -> None:
    found = read(written("Name,Type\nA,Person\nB,Schiff\nC,Behörde\n"))
    assert [(each.kind, each.other) for each in found] == [
        ("person", {}),
        ("vessel", {}),
        ("unknown", {"Type": ("Behörde",)}),
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-04-03", date(2020, 4, 3)),
        ("2020-04-03 00:00:00", date(2020, 4, 3)),
        ("2020/4/3", date(2020, 4, 3)),
        ("2020年4月3日", date(2020, 4, 3)),
        ("3.4.2020", date(2020, 4, 3)),
        ("13/04/2020", date(2020, 4, 13)),
        ("04/13/2020", date(2020, 4, 13)),
        ("04/04/2020", date(2020, 4, 4)),
        ("", None),
    ],
)
def test_days_that_can_only_be_one(written: Written, cell: str, day: date | None) -> None:
    assert read(written(f"Name,Listed on\nAcme,{cell}\n"))[0].start == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Name,Listed\nA,03/04/2020\n",
            "line 2: '03/04/2020' may be 2020-04-03 or 2020-03-04 (days written as 2020-04-03)",
        ),
        ("Name,Listed\nA,soon\n", "line 2: 'soon' is not a day (2020-04-03)"),
        ("Name,Listed\nA,2020-02-30\n", "line 2: '2020-02-30' is not a day"),
        ("Name,Listed\nA,2020-01-01 10:00\n", "line 2: '2020-01-01 10:00' is not a day"),
        ("Name,From,To\nA,2020-02-02,2020-02-01\n", "line 2: is listed through 2020-02-01, before 2020-02-02"),
        ("Name,Note\nA,x\n,y\n", "line 3: has no name (something in 'Name')"),
        ("Name,Note\nA,x\nB,y,z\n", "line 3: has 3 cells, not 2"),
        ("Name,Note\nA,x\nB\n", "line 3: has 1 cells, not 2"),
        ("Name,Note,Note\nA,x,y\n", "line 1: has the column 'Note' twice"),
        ("Spalte,Wert\nA,x\n", "line 1: has no column for the name among 'Spalte', 'Wert' (say which: --column name="),
        ("Firma,Kunde\nA,x\n", "line 1: the name may be in 'Firma' or 'Kunde'"),
        ("", "is empty"),
        ('Name,Note\n"A,x\n', "is not valid CSV"),
    ],
)
def test_a_fault_in_a_list_is_one_line(written: Written, text: str, message: str) -> None:
    with pytest.raises(BadList) as caught:
        read(written(text))
    assert message in str(caught.value)
    assert "Blocked_2026.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_row_cut_off_is_kept_only_if_the_file_is_known_to_be_incomplete(written: Written) -> None:
    reading = Reading(partial=True)
    found = read(written("Name,Country,Note\nA,CN,x\nB,KP\n"), reading=reading)
    assert [(each.name, each.countries) for each in found] == [("A", ("CN",)), ("B", ("KP",))]
    assert "Blocked_2026.csv, line 3 is cut off" in reading.notes


def test_empty_rows_are_counted(written: Written) -> None:
    reading = Reading()
    assert len(read(written("Name,Country\nA,CN\n,\n\nB,KP\n"), reading=reading)) == 2
    assert reading.skipped == {"empty row": 1}


def test_a_column_without_a_heading_is_called_by_its_place(written: Written) -> None:
    assert read(written("Name,,Country\nA,x,CN\n"))[0].other == {"column 2": ("x",)}


def test_utf_16_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("Name\nA\n".encode("utf-16"))
    with pytest.raises(BadList, match=r"x.csv: is UTF-16 text \(save it as CSV UTF-8\)"):
        read(Opened(path, BadList))
    assert not fits(Opened(path))


def test_several_files_are_one_list(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Name\nAcme\n", encoding="utf-8")
    second.write_text("Land;Firma\nCN;Acme\n", encoding="utf-8")
    files = [Opened(first, BadList), Opened(second, BadList)]
    found = list(kind(files, "Kunden, gesperrt").read(files, Reading()))
    assert [(each.list, each.id) for each in found] == [
        ("own/kunden-gesperrt", "acme"),
        ("own/kunden-gesperrt", "acme-cn"),
    ]


def test_lists_are_called_as_said_or_after_their_file(written: Written) -> None:
    opened = written("Name\nA\n")
    assert kind([opened], "Äcker & Co").lists == ("own/acker-co",)
    assert kind([opened]).lists == ("own/blocked-2026",)
    assert list_id("own/blocked") == "own/blocked"
    with pytest.raises(BadList, match=r"is no name for a list"):
        list_id("&")


@pytest.mark.parametrize("text", ["<!DOCTYPE html><html>", '{"results": []}', "[1]", "PK\x03\x04", ""])
def test_what_is_no_table_does_not_fit(written: Written, text: str) -> None:
    assert not fits(written(text))
    assert fits(written("Name,Country\nA,CN\n"))
