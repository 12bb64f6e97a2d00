"""OFAC's real files, from 2019 to 2025: every row is read, every filled cell found again, and every list is right."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.lists.formats.ofac import fits, read
from reprieve.lists.formats.ofac_remarks import parts, told
from reprieve.lists.reading import Reading
from reprieve.model.listed import Entry, Name

SETS = [
    (("sdn_2019-01-04.csv.gz", "add_2019-01.csv", "alt_2019-01.csv"), (7379, 11696, 9682)),
    (("alt_2021-07-07.csv", "sdn_2021-07-07.csv.gz", "add_2021-07-07.csv"), (8976, 13837, 11910)),
    (("sdn_2021-09-02.csv.gz",), (9120, 0, 0)),
    (("sdn_2022-03-01.csv.gz",), (9226, 0, 0)),
    (("sdn_2022-09-02.csv.gz",), (10478, 0, 0)),
    (("sdn_2023-03-01.csv.gz",), (11853, 0, 0)),
    (("sdn_2023-09-05.csv.gz",), (12863, 0, 0)),
    (("sdn_2024-05-01.csv.gz",), (14966, 0, 0)),
    (
        ("ofac_nonsdn_prim_2025-12-19.csv", "ofac_nonsdn_add_2025-12-19.csv", "ofac_nonsdn_alt_2025-12-19.csv"),
        (442, 574, 1073),
    ),
]
CONSOLIDATED = SETS[-1][0]
ALIAS_KINDS = {"aka": "alias", "fka": "former", "nka": "alias"}
PARTY_KINDS = {"-0-": "organization", "individual": "person", "vessel": "vessel", "aircraft": "aircraft"}


def entries(shared: Path, files: tuple[str, ...], reading: Reading | None = None) -> list[Entry]:
    opened = [Opened(shared / "data" / "lists" / each, BadList) for each in files]
    return list(read(opened, reading or Reading()))


def raw(shared: Path, files: tuple[str, ...]) -> Iterator[list[str]]:
    """The rows as the csv module alone reads them, without the end-of-file mark; blank cells are empty."""
    for each in files:
        path = shared / "data" / "lists" / each
        open_text = gzip.open if each.endswith(".gz") else open
        with open_text(path, "rt", encoding="ascii", newline="") as file:
            for row in csv.reader(file):
                if row != ["\x1a"]:
                    yield ["" if cell.strip() in {"-0-", "-0"} else cell for cell in row]


def has(entry: Entry, cell: str, *fields: str) -> bool:
    """Whether a cell is the text of one of these fields, or a column of `other`."""
    wanted = cell.strip()
    return any(wanted in entry.other.get(field, ()) or wanted in texts(entry, field) for field in fields)


def texts(entry: Entry, field: str) -> list[str]:
    name, _, part = field.partition(".")
    found = getattr(entry, name, ())
    return [getattr(each, part) if part else each for each in found]


def lost(entry: Entry, row: list[str]) -> list[str]:
    """The filled cells of a row that the entry does not say again."""
    if len(row) == 12:
        _, name, kind, programs, title, sign, *vessel, remarks = row
        checks = [
            (name, name.strip() == entry.name),
            (kind, entry.kind == PARTY_KINDS[kind or "-0-"]),
            (programs, programs == "] [".join(entry.programs)),
            (title, all(has(entry, each, "titles") for each in title.split(";"))),
            (sign, has(entry, sign, "identifiers.value")),
            (remarks, remarks == entry.remarks),
        ]
        columns = ("Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner")
        checks += [(cell, has(entry, cell, column)) for cell, column in zip(vessel, columns, strict=True)]
    elif len(row) == 6:
        _, number, street, city, country, note = row
        columns = ("Add_num", "addresses.street", "addresses.city", "addresses.country", "addresses.note")
        cells = (number, street, city, country, note)
        checks = [(cell, has(entry, cell, column)) for cell, column in zip(cells, columns, strict=True)]
    else:
        _, number, kind, name, note = row
        kinds = [each.kind for each in entry.names if each.text == name.strip()]
        checks = [
            (number, has(entry, number, "alt_num")),
            (name, ALIAS_KINDS[kind] in kinds),
            (kind, kind != "nka" or has(entry, name, "nka")),
            (note, has(entry, note, "alt_remarks")),
        ]
    return [cell for cell, kept in checks if cell and not kept]


@pytest.mark.parametrize(("files", "counts"), SETS, ids=lambda each: each[0] if isinstance(each[0], str) else "")
def test_every_row_is_read_and_every_cell_is_found_again(
    shared: Path, files: tuple[str, ...], counts: tuple[int, int, int]
) -> None:
    found = {each.id: each for each in entries(shared, files)}
    rows = list(raw(shared, files))
    assert [len([row for row in rows if len(row) == width]) for width in (12, 6, 5)] == list(counts)
    assert [(row[0], missing) for row in rows if (missing := lost(found[row[0]], row))] == []
    assert (
        len(found),
        sum(len(each.other.get("Add_num", ())) for each in found.values()),
        sum(len(each.other.get("alt_num", ())) for each in found.values()),
    ) == counts


@pytest.mark.parametrize(("files", "counts"), SETS, ids=lambda each: each[0] if isinstance(each[0], str) else "")
def test_nearly_every_part_of_the_remarks_is_recognized(
    shared: Path, files: tuple[str, ...], counts: tuple[int, int, int]
) -> None:
    remarks = [row[11] for row in raw(shared, files) if len(row) == 12 and row[11]]
    assert 0 < len(remarks) <= counts[0]
    unread = sum(len(told(each, cut=len(each) >= 1000).unread) for each in remarks)
    assert unread / sum(len(parts(each)) for each in remarks) < 0.06


def test_a_weak_alias_stands_only_in_remarks(shared: Path) -> None:
    bank = next(each for each in entries(shared, SETS[0][0]) if each.id == "306")
    assert bank.names == (
        Name("BANCO NACIONAL DE CUBA"),
        Name("NATIONAL BANK OF CUBA", "alias"),
        Name("BNC", "alias", "weak"),
    )
    assert bank.countries == ("CH", "ES", "JP", "PA")
    assert bank.place == "sdn_2019-01-04.csv.gz, line 3"


def test_no_quotation_mark_is_left_unread(shared: Path) -> None:
    unread = [
        part
        for files, _ in SETS
        for row in raw(shared, files)
        if len(row) == 12
        for part in told(row[11], cut=len(row[11]) >= 1000).unread
    ]
    cut = [part for part in unread if ".k.a. '" in part and part.rstrip().endswith("'")]
    assert cut == []


def test_the_consolidated_set_is_on_the_lists_that_the_screening_list_names(shared: Path) -> None:
    found = entries(shared, CONSOLIDATED)
    assert Counter(each.list for each in found) == {
        "us/ofac/ssi": 286,
        "us/ofac/plc": 78,
        "us/ofac/cmic": 68,
        "us/ofac/mbs": 12,
        "us/ofac/capta": 1,
    }
    named = screening(shared)
    ours = {(each.id, each.list) for each in found}
    both = {number for number, _ in named} & {number for number, _ in ours}
    assert len(both) == 437
    assert {pair for pair in named if pair[0] in both} == {pair for pair in ours if pair[0] in both}


def screening(shared: Path) -> set[tuple[str, str]]:
    """Number and list of each party on OFAC's other lists, as the Consolidated Screening List names them."""
    lists = {"(SSI)": "ssi", "(PLC)": "plc", "(CMIC)": "cmic", "(NS-MBS List)": "mbs", "(CAP)": "capta"}
    with gzip.open(shared / "data" / "lists" / "csl_2026-07-31.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return {
            (row["entity_number"], f"us/ofac/{found}")
            for row in csv.DictReader(file)
            for mark, found in lists.items()
            if mark in row["source"]
        }


def test_only_files_of_ofac_fit(shared: Path) -> None:
    of_ofac = {each for files, _ in SETS for each in files}
    found = {path.name for path in (shared / "data" / "lists").iterdir() if fits(Opened(path, BadList))}
    assert found == of_ofac


def test_the_notes_say_what_is_wrong_with_the_files(shared: Path) -> None:
    whole, alone = Reading(), Reading()
    entries(shared, SETS[0][0], whole)
    entries(shared, SETS[2][0], alone)
    assert whole.notes[0] == "add_2019-01.csv ends inside its last cell, which is empty"
    assert whole.notes[1].startswith("the remarks of 3 parties are cut")
    assert [each.partition(" was not")[0] for each in alone.notes[:2]] == [
        "the file of addresses",
        "the file of aliases",
    ]
    assert alone.skipped == {"end-of-file mark": 1}
