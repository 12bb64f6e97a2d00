"""The Denied Persons List: days, citations and addresses, and the three real files."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.dpl import KINDS
from reprieve.lists.reading import Reading
from reprieve.model.listed import Address, Entry, Name

HEADER: Final = (
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
)
ROW: Final = dict.fromkeys(HEADER, "") | {
    "Name": " JANE DOE",
    "Street_Address": "1 HIGH STREET",
    "City": "SPRINGFIELD",
    "State": "IL",
    "Country": "US",
    "Postal_Code": "62701",
    "Effective_Date": "06/19/2003",
    "Expiration_Date": "06/29/2056",
    "Standard_Order": "Y",
    "Last_Update": "2007-01-31",
    "Action": "FR NOTICE ADDED",
    "FR_Citation": "68 F.R. 1 6/27/03 71 F.R. 2 7/10/06",
}


def written(folder: Path, *rows: dict[str, str]) -> Opened:
    path = folder / "dpl.txt"
    with path.open("w", encoding="utf-8", newline="") as file:
        into = csv.DictWriter(file, HEADER, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
        into.writeheader()
        into.writerows(rows)
    return Opened(path, BadList)


def entries(opened: Opened, reading: Reading | None = None) -> list[Entry]:
    return list(KINDS[0].read([opened], reading or Reading()))


def test_a_row_becomes_an_entry_with_all_that_it_says(tmp_path: Path) -> None:
    assert entries(written(tmp_path, ROW)) == [
        Entry(
            list="us/bis/denied-persons",
            id="jane-doe-us",
            names=(Name("JANE DOE"),),
            countries=("US",),
            addresses=(
                Address(street="1 HIGH STREET", city="SPRINGFIELD", region="IL", postcode="62701", country="US"),
            ),
            start=date(2003, 6, 19),
            through=date(2056, 6, 29),
            cites=("68 F.R. 1 6/27/03", "71 F.R. 2 7/10/06"),
            place="dpl.txt, line 2",
            other={"Standard_Order": ("Y",), "Last_Update": ("2007-01-31",), "Action": ("FR NOTICE ADDED",)},
        )
    ]


def test_an_order_without_an_end_has_none(tmp_path: Path) -> None:
    assert entries(written(tmp_path, {**ROW, "Expiration_Date": ""}))[0].through is None


def test_a_party_with_two_addresses_stays_two_entries(tmp_path: Path) -> None:
    found = entries(written(tmp_path, ROW, {**ROW, "City": "SHELBYVILLE"}, ROW))
    assert [each.id for each in found] == ["jane-doe-us", "jane-doe-us~2", "jane-doe-us~3"]


def test_a_country_that_is_none_stays_in_the_address_and_is_noted(tmp_path: Path) -> None:
    reading = Reading()
    found = entries(written(tmp_path, {**ROW, "Country": "NM"}), reading)[0]
    assert (found.countries, found.addresses[0].country, found.id) == ((), "NM", "jane-doe")
    assert reading.notes == ["dpl.txt, line 2: 'NM' is no country; it stands in the address only"]


def test_a_row_without_address_has_none(tmp_path: Path) -> None:
    empty = dict.fromkeys(("Street_Address", "City", "State", "Country", "Postal_Code"), "")
    assert not entries(written(tmp_path, {**ROW, **empty}))[0].addresses


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"Name": " "}, "line 2: has no name"),
        ({"Effective_Date": "2003-06-19"}, "line 2: '2003-06-19' is not a day (a day written as %m/%d/%Y)"),
        ({"Expiration_Date": "NONE"}, "line 2: 'NONE' is not a day"),
    ],
)
def test_a_row_that_is_wrong_is_refused(tmp_path: Path, cells: dict[str, str], message: str) -> None:
    with pytest.raises(BadList) as caught:
        entries(written(tmp_path, {**ROW, **cells}))
    assert message in str(caught.value)


def test_a_row_that_is_cut_is_refused(tmp_path: Path) -> None:
    opened = written(tmp_path, ROW)
    opened.path.write_text(opened.path.read_text(encoding="utf-8") + '"JOHN"\t"2 HIGH', encoding="utf-8")
    with pytest.raises(BadList, match="line 3: is not valid CSV"):
        entries(opened)


def test_the_list_is_known_by_its_columns_and_tabs(tmp_path: Path) -> None:
    opened = written(tmp_path, ROW)
    assert KINDS[0].fits(opened)
    opened.path.write_text(opened.path.read_text(encoding="utf-8").replace("\t", ","), encoding="utf-8")
    assert not KINDS[0].fits(Opened(opened.path, BadList))


@pytest.mark.parametrize("text", ["<html>Name\tCountry</html>", "", "Name\tCountry\tFR_Citation\n"])
def test_another_file_is_not_taken_for_the_list(tmp_path: Path, text: str) -> None:
    path = tmp_path / "dpl.txt"
    path.write_text(text, encoding="utf-8")
    assert not KINDS[0].fits(Opened(path, BadList))


# The file of 2019 has no line end after its last row: whoever counts line ends finds 545.
@pytest.mark.parametrize(("day", "count"), [("2019-06-29", 546), ("2022-09-07", 581), ("2023-11-30", 665)])
def test_every_cell_of_the_real_files_is_found_again(shared: Path, day: str, count: int) -> None:
    path, reading = shared / "data/lists" / f"dpl_{day}.txt", Reading()
    assert KINDS[0].fits(Opened(path, BadList))
    found = entries(Opened(path, BadList), reading)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{key: cell.strip() for key, cell in row.items()} for row in csv.DictReader(file, delimiter="\t")]
    assert len(found) == len(rows) == count
    assert len({each.id for each in found}) == count
    for row, read in zip(rows, found, strict=True):
        assert read.name == row["Name"]
        assert american(read.start) == row["Effective_Date"]
        assert american(read.through) == row["Expiration_Date"]
        assert squeezed("".join(read.cites)) == squeezed(row["FR_Citation"])
        address = Address("", *(row[key] for key in ("Street_Address", "City", "State", "Postal_Code", "Country")))
        assert read.addresses == (address,)
        code = {"PRC": "CN", "NM": ""}.get(row["Country"], row["Country"])
        assert read.countries == ((code,) if code else ())
        kept = {key: (row[key],) for key in ("Standard_Order", "Last_Update", "Action") if row[key]}
        assert read.other == kept
    filled = Counter(key for row in rows for key in ("Standard_Order", "Last_Update", "Action") if row[key])
    assert reading.kept == filled
    assert len(reading.notes) == 1
    assert reading.published is None
    assert sum(each.through is None for each in found) == 53


def american(day: date | datetime | None) -> str:
    return f"{day:%m/%d/%Y}" if day else ""


def squeezed(text: str) -> str:
    return "".join(text.replace(" and ", "").translate({ord(each): " " for each in ",;"}).split())
