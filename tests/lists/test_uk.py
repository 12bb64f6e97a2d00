"""The UK Sanctions List: the summary as it really is, the full list as its format is published."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.uk import KINDS, Row, grouped
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Identifier, Name

SUMMARY, FULL = KINDS
REAL = "uk_sanctions_list_2025-08-11.csv"
SUMMARY_HEAD = [
    *("Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Designation source", "Date Designated"),
    "Sanctions Imposed",
]
FULL_HEAD = [
    *("Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1", "Name 2", "Name 3"),
    *("Name 4", "Name 5", "Name type", "Alias strength", "Title", "Name non-latin script", "Non-latin script type"),
    *("Non-latin script language", "Regime Name", "Designation Type", "Designation source", "Sanctions Imposed"),
    *("Other Information", "UK Statement of Reasons", "Address Line 1", "Address Line 2", "Address Line 3"),
    *("Address Line 4", "Address Line 5", "Address Line 6", "Address Postal Code", "Address Country", "Phone number"),
    *("Website", "Email address", "Date Designated", "D.O.B", "Nationality(/ies)", "National Identifier number"),
    *("National Identifier additional information", "Passport number", "Passport additional information", "Position"),
    *("Gender", "Town of birth", "Country of birth", "Type of entity", "Subsidiaries", "Parent company"),
    *("Business registration number (s)", "IMO number", "Current owner/operator (s)", "Previous owner/operator (s)"),
    *("Current believed flag of ship", "Previous flags", "Type of ship", "Tonnage of ship", "Length of ship"),
    *("Year Built", "Hull identification number (HIN)"),
]
PERSON = {
    "Last Updated": "02/01/2030",
    "Unique ID": "XXX0001",
    "OFSI Group ID": "99001",
    "UN Reference Number": "XXi.001",
    "Regime Name": "The Somewhere Regulations 2029",
    "Designation Type": "Individual",
    "Designation source": "UN|UK",
    "Sanctions Imposed": "Asset freeze|Travel Ban",
    "Other Information": "Some information",
    "UK Statement of Reasons": "Some reasons",
    "Date Designated": "03/04/2029",
    "D.O.B": "01/02/1970|1971",
    "Nationality(/ies)": "Norway",
    "Town of birth": "Bodø",
    "Country of birth": "Norway",
    "Title": "Dr",
    "Position": "Chair",
}
PRIMARY = PERSON | {"Name 6": "EXAMPLE", "Name 1": "Ada", "Name 2": "Ben", "Name type": "Primary Name"}
ALIAS = PERSON | {
    "Name 6": "Fox",
    "Name type": "Alias",
    "Alias strength": "Low quality a.k.a",
    "Name non-latin script": "Лиса",
    "Non-latin script type": "Cyrillic",
}
SHIP = {
    "Unique ID": "XXX0002",
    "Name 6": "EXAMPLE  STAR",
    "Name type": "Primary name",
    "Regime Name": "The Somewhere Regulations 2029",
    "Designation Type": "Ship",
    "Date Designated": "05/06/2029",
    "IMO number": "IMO0000001",
    "Current believed flag of ship": "Gabon",
    "Previous flags": "Panama|Liberia",
}


def written(folder: Path, head: list[str], *rows: dict[str, str], before: str = "") -> Path:
    text = io.StringIO()
    made = csv.DictWriter(text, head, restval="")
    made.writeheader()
    made.writerows(rows)
    path = folder / "list.csv"
    path.write_text(before + text.getvalue(), encoding="utf-8", newline="")
    return path


def full(folder: Path, *rows: dict[str, str], partial: bool = False) -> tuple[list[Entry], Reading]:
    path = written(folder, FULL_HEAD, *rows, before="Report Date: 08-Oct-2030\r\n")
    reading = Reading(partial=partial)
    return list(FULL.read([Opened(path, BadList)], reading)), reading


def summary(folder: Path, *rows: dict[str, str]) -> tuple[list[Entry], Reading]:
    reading = Reading()
    return list(SUMMARY.read([Opened(written(folder, SUMMARY_HEAD, *rows), BadList)], reading)), reading


LINE = dict(
    zip(
        SUMMARY_HEAD,
        ["XXX0001", "\n   ", "EXAMPLE  Ada", "Somewhere", "Individual", "UK|UN", "31-12-2029", "Ban"],
        strict=True,
    )
)


# ---- the summary


def test_a_line_of_the_summary_is_an_entry(tmp_path: Path) -> None:
    (entry,), reading = summary(tmp_path, LINE)
    assert (entry.list, entry.id, entry.kind, entry.start) == (
        "uk/fcdo/sanctions",
        "XXX0001",
        "person",
        date(2029, 12, 31),
    )
    assert (entry.names, entry.programs) == ((Name("EXAMPLE Ada", script="Latn"),), ("Somewhere",))
    assert entry.other == {"Designation source": ("UK", "UN"), "Sanctions Imposed": ("Ban",)}
    assert reading.published is None
    # The cell with a line break makes the first row end on the third line of the file.
    assert entry.place == "list.csv, line 3"


def test_a_line_without_a_name_is_kept_and_noted(tmp_path: Path) -> None:
    (entry,), reading = summary(tmp_path, LINE | {"Name": "\n      "})
    assert (entry.names, entry.programs, reading.notes) == ((), ("Somewhere",), ["XXX0001 has no name"])


def test_a_second_line_of_a_party_gives_an_alias(tmp_path: Path) -> None:
    (entry,), _ = summary(tmp_path, LINE, LINE | {"Name": "Other"})
    assert [(each.text, each.kind) for each in entry.names] == [("EXAMPLE Ada", "primary"), ("Other", "alias")]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"Date Designated": "12/31/2029"}, "line 3: '12/31/2029' is not a day (a day written as %d-%m-%Y)"),
        ({"Type": "Aircraft"}, "line 3: 'Aircraft' is no type of a party (Individual, Entity or Ship)"),
        ({"Unique ID": " "}, "line 3: has no Unique ID"),
    ],
)
def test_a_faulty_line_of_the_summary_is_refused(tmp_path: Path, changed: dict[str, str], message: str) -> None:
    with pytest.raises(BadList) as caught:
        summary(tmp_path, LINE | changed)
    assert message in str(caught.value)


def test_lines_of_a_party_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="has more than one Type: Individual, Ship"):
        summary(tmp_path, LINE, LINE | {"Type": "Ship"})


# ---- the full list


def test_the_rows_of_a_party_become_one_entry(tmp_path: Path) -> None:
    home = {
        "Address Line 1": "1 Road",
        "Address Line 6": "Oslo",
        "Address Postal Code": "0150",
        "Address Country": "Norway",
    }
    passport = {"Passport number": "N1|N2", "Passport additional information": "expired"}
    found, reading = full(tmp_path, ALIAS, SHIP, PRIMARY | home, PRIMARY | passport, PRIMARY)
    ship, person = found
    assert (ship.id, ship.kind, ship.names) == ("XXX0002", "vessel", (Name("EXAMPLE STAR", script="Latn"),))
    assert person.names == (
        Name("Ada Ben EXAMPLE", script="Latn"),
        Name("Fox", "alias", "weak", "Latn"),
        Name("Лиса", "alias", "weak", "Cyrl"),
    )
    assert (person.addresses, person.countries) == (
        (Address(street="1 Road, Oslo", postcode="0150", country="Norway"),),
        ("NO",),
    )
    assert person.identifiers == (
        Identifier("UN Reference Number", "XXi.001"),
        Identifier("Passport number", "N1", note="expired"),
        Identifier("Passport number", "N2", note="expired"),
    )
    assert (person.births, person.birthplaces) == (("01/02/1970", "1971"), ("Bodø, Norway",))
    assert (person.nationalities, person.titles) == (("Norway",), ("Dr", "Chair"))
    assert (person.programs, person.start) == (("The Somewhere Regulations 2029",), date(2029, 4, 3))
    assert (person.remarks, person.place) == ("Some information\nSome reasons", "list.csv, line 3")
    assert person.other == {
        "Last Updated": ("02/01/2030",),
        "OFSI Group ID": ("99001",),
        "Non-latin script type": ("Cyrillic",),
        "Designation source": ("UN", "UK"),
        "Sanctions Imposed": ("Asset freeze", "Travel Ban"),
    }
    assert (reading.published, reading.notes) == (date(2030, 10, 8), [])


def test_a_ship_is_known_by_number_and_flag(tmp_path: Path) -> None:
    (ship,), _ = full(tmp_path, SHIP)
    assert (ship.identifiers, ship.countries) == ((Identifier("IMO number", "IMO0000001"),), ("GA",))
    assert ship.other == {"Current believed flag of ship": ("Gabon",), "Previous flags": ("Panama", "Liberia")}


def test_what_is_said_of_a_number_that_is_not_given_is_kept(tmp_path: Path) -> None:
    (entry,), _ = full(tmp_path, SHIP | {"Passport additional information": "not known"})
    assert entry.other["Passport additional information"] == ("not known",)
    assert [each.kind for each in entry.identifiers] == ["IMO number"]


def test_the_first_of_several_days_counts_and_all_are_kept(tmp_path: Path) -> None:
    (entry,), _ = full(tmp_path, SHIP, SHIP | {"Date Designated": "04/06/2029"})
    assert (entry.start, entry.other["Date Designated"]) == (date(2029, 6, 4), ("05/06/2029", "04/06/2029"))


def test_a_party_without_a_primary_name_is_noted(tmp_path: Path) -> None:
    (entry,), reading = full(tmp_path, ALIAS)
    assert (entry.name, reading.notes) == ("", ["XXX0001 has no primary name"])


def test_a_column_that_nobody_knows_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, [*FULL_HEAD, "Shoe size"], SHIP | {"Shoe size": "44"})
    (entry,) = FULL.read([Opened(path, BadList)], Reading())
    assert entry.other["Shoe size"] == ("44",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (PRIMARY | {"Name type": "Nickname"}, "line 3: 'Nickname' is no type of a name"),
        (PRIMARY | {"Alias strength": "Fair"}, "line 3: 'Fair' is no strength of an alias"),
        (PRIMARY | {"Designation Type": ""}, "line 3: '' is no type of a party"),
        (PRIMARY | {"Unique ID": ""}, "line 3: has no Unique ID"),
        (PRIMARY | {"Date Designated": "2029-04-03"}, "line 3: '2029-04-03' is not a day"),
    ],
)
def test_a_faulty_row_of_the_full_list_is_refused(tmp_path: Path, row: dict[str, str], message: str) -> None:
    with pytest.raises(BadList) as caught:
        full(tmp_path, row)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["Unique ID", "Name 3", "Regime Name", "Date Designated"])
def test_a_missing_column_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, [each for each in FULL_HEAD if each != name])
    with pytest.raises(BadList, match=f"line 1: has no column '{name}'"):
        list(FULL.read([Opened(path, BadList)], Reading()))


def test_a_report_date_that_is_none_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, FULL_HEAD, SHIP, before="Report Date: today\n")
    with pytest.raises(BadList, match="line 1: ' today' is not a day"):
        list(FULL.read([Opened(path, BadList)], Reading()))


def test_a_cut_row_is_refused_unless_the_file_is_known_to_be_incomplete(tmp_path: Path) -> None:
    path = written(tmp_path, FULL_HEAD, PRIMARY, SHIP)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("IMO0000001") - 1], encoding="utf-8", newline="")
    with pytest.raises(BadList, match=r"line 3: has 48 cells, not 58 \(a whole file\)"):
        list(FULL.read([Opened(path, BadList)], Reading()))
    reading = Reading(partial=True)
    _, ship = FULL.read([Opened(path, BadList)], reading)
    assert (ship.id, ship.identifiers) == ("XXX0002", ())
    assert reading.notes == ["list.csv, line 3: is cut off after 48 of 58 cells"]


@given(st.lists(st.sampled_from("abcd"), max_size=20))
def test_grouping_keeps_every_row_and_every_party_once(parties: list[str]) -> None:
    rows = [Row(number, {"key": party}) for number, party in enumerate(parties, 1)]
    groups = list(grouped(lambda: rows, "key", Opened(Path("list.csv"), BadList)))
    assert sorted(row for group in groups for row in group) == rows if rows else groups == []
    assert len(groups) == len(set(parties))
    assert all(len({row.cells["key"] for row in group}) == 1 for group in groups)
    assert all(group == sorted(group, key=lambda row: row.line) for group in groups)


# ---- which is which


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (",".join(SUMMARY_HEAD) + "\r\n", ["uk/csv"]),
        ("\ufeff" + ",".join(SUMMARY_HEAD), ["uk/csv"]),
        ("Report Date: 08-Oct-2030\n" + ",".join(FULL_HEAD), ["uk/full"]),
        (",".join(FULL_HEAD), ["uk/full"]),
        ("Report Date: 08-Oct-2030\n", []),
        ("Unique ID,Name\n", []),
        ("<html>" + ",".join(SUMMARY_HEAD), []),
        ("", []),
    ],
)
def test_the_columns_tell_the_list(tmp_path: Path, text: str, kinds: list[str]) -> None:
    (tmp_path / "file").write_text(text, encoding="utf-8")
    assert [kind.id for kind in KINDS if kind.fits(Opened(tmp_path / "file", BadList))] == kinds


def test_only_the_real_list_of_the_uk_fits(shared: Path) -> None:
    files = sorted((shared / "data" / "lists").iterdir())
    fit = [(kind.id, each.name) for kind in KINDS for each in files if kind.fits(Opened(each, BadList))]
    assert fit == [("uk/csv", REAL)]


# ---- the real list


def test_every_party_of_the_real_list_is_read(shared: Path) -> None:
    reading = Reading()
    found = list(SUMMARY.read([Opened(shared / "data" / "lists" / REAL, BadList)], reading))
    assert len(found) == len({each.id for each in found}) == 5302
    assert Counter(each.kind for each in found) == {"person": 3754, "organization": 1087, "vessel": 461}
    assert reading.notes == ["BEL0174 has no name", "RUS1467 has no name"]
    assert sum(not each.name for each in found) == 2
    assert max(each.start for each in found if each.start) == date(2025, 7, 23)


def test_no_cell_of_the_real_list_is_lost(shared: Path) -> None:
    path = shared / "data" / "lists" / REAL
    found = list(SUMMARY.read([Opened(path, BadList)], Reading()))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = {"Individual": "person", "Entity": "organization", "Ship": "vessel"}
    for entry, row in zip(found, rows, strict=True):
        said = json.dumps(msgspec.to_builtins(entry), ensure_ascii=False).replace('\\"', '"')
        for column, cell in row.items():
            text = " ".join(cell.split())
            if column == "Type":
                text = f'"{kinds[text]}"'
            if column == "Date Designated":
                text = f'"{datetime.strptime(text, "%d-%m-%Y").date()}"'  # noqa: DTZ007  # a day has no zone
            for each in text.split("|"):
                assert each in said, (entry.id, column)
