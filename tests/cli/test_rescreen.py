"""The command `rescreen` on made-up lists and files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import msgspec
import pytest

from reprieve.cli import BAD_INPUT, OK, OPEN
from reprieve.cli.app import app
from reprieve.cli.rescreen import rescreen
from reprieve.desk.rescreen_csv import ChangeRow
from reprieve.model.rescreened import Rescreened
from tests.cli.running import Ran, here
from tests.lists.storing import entry, put

if "rescreen" not in app:
    app.command(rescreen)

LIST: Final = "own/watched"
HERON: Final = entry(LIST, "1", "Grey Heron Fibre Networks Ltd", "Heron Fibre", country="GB")
KITE: Final = entry(LIST, "2", "Red Kite Turbine Works GmbH", country="DE")
SINCE: Final = "test@2030-01-02"
HEADING: Final = "Number,Firma,Country\n"
FILE: Final = HEADING + "K-1,Red Kite Turbine Works,DE\nK-2,Nobody Else Bakery,DE\nK-3,Grey Heron Fibre Networks,GB\n"


@pytest.fixture
def kept(home: Path) -> Path:
    """A home with two publications: of the first to the second one party went, and one came."""
    put(home, [HERON, entry(LIST, "3", "Old Stork Optics SA")], "2030-01-02")
    put(home, [KITE, entry(LIST, "3", "Old Stork Optics SA")], "2030-02-03")
    return home


@pytest.fixture
def parties(tmp_path: Path) -> Path:
    return written(tmp_path, FILE)


def written(folder: Path, text: str, name: str = "parties.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def words(ran: Ran) -> str:
    """What was printed, wherever lines were broken."""
    return " ".join(ran.out.split())


@pytest.mark.usefixtures("kept")
def test_who_is_affected_is_shown_and_there_is_something_to_look_at(parties: Path) -> None:
    ran = here("rescreen", parties, "--since", SINCE)
    assert ran.code == OPEN
    assert "3 parties screened again, 2 affected: 1 new alert; 1 alert gone" in words(ran)
    assert ran.out.index("Red Kite") < ran.out.index("Grey Heron")
    assert "Nobody Else" not in ran.out
    assert "column 'Firma' -> name" in ran.err


@pytest.mark.usefixtures("kept")
def test_nothing_changed_for_anybody_is_no_alarm(tmp_path: Path) -> None:
    ran = here("rescreen", written(tmp_path, HEADING + "K-2,Nobody Else Bakery,DE\n"), "--since", SINCE)
    assert (ran.code, "nothing changed for any of them" in words(ran)) == (OK, True)


@pytest.mark.usefixtures("kept")
def test_a_row_without_a_name_is_said_and_is_no_silence(tmp_path: Path) -> None:
    ran = here("rescreen", written(tmp_path, HEADING + "K-2,,DE\nK-9,Nobody Else Bakery,DE\n"), "--since", SINCE)
    assert ran.code == OPEN
    assert "1 row without a readable name was not screened: 2" in words(ran)


@pytest.mark.usefixtures("kept")
def test_what_was_not_read_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Date of birth\nNobody Else Bakery,n/a\n,\nSomebody Else,1962\n")
    ran = here("rescreen", path, "--since", SINCE)
    assert ran.code == OK
    assert "2 parties screened again" in words(ran)
    assert "1 cell for the birth could not be read" in words(ran)
    assert "1 row of the file without anything" in words(ran)


@pytest.mark.usefixtures("kept")
def test_the_json_has_everything_and_nothing_else_is_printed(parties: Path) -> None:
    ran = here("rescreen", parties, "--since", SINCE, "--limit", "1", "--json")
    found = msgspec.json.decode(ran.out.encode(), type=Rescreened)
    assert [(each.row, each.asked.ref, each.changes[0].what) for each in found.found] == [
        (2, "K-1", "new"),
        (4, "K-3", "gone"),
    ]
    assert (found.parties, found.added, found.removed, found.unchanged) == (3, 1, 1, 1)
    assert [each.meaning for each in found.columns] == ["id", "name", "country"]


@pytest.mark.usefixtures("kept")
def test_the_table_has_a_row_for_every_change_and_runs_nowhere(tmp_path: Path) -> None:
    path = written(tmp_path, HEADING + "K-3,Grey Heron Fibre Networks,GB\n=K-1,Red Kite Turbine Works,DE\n")
    out = tmp_path / "changes.csv"
    ran = here("rescreen", path, "--since", SINCE, "--limit", "1", "--csv", out)
    assert (ran.code, "2 changes" in ran.err) == (OPEN, True)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [tuple(row) for row in rows] == [ChangeRow.__struct_fields__] * 2
    assert [(row["what"], row["row"], row["ref"], row["listed_name"]) for row in rows] == [
        ("new", "3", "'=K-1", KITE.name),
        ("gone", "2", "K-3", HERON.name),
    ]
    assert (rows[0]["score_before"], float(rows[0]["score_after"]) >= 0.9) == ("", True)
    assert rows[1]["matched_before"] == HERON.name


@pytest.mark.usefixtures("kept")
def test_a_law_that_changed_stands_in_the_table(parties: Path, tmp_path: Path, home: Path) -> None:
    put(home, [msgspec.structs.replace(KITE, requirement="All items", programs=("X",))], "2030-03-04")
    out = tmp_path / "changes.csv"
    here("rescreen", parties, "--since", "test@2030-02-03", "--csv", out)
    (row,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert (row["what"], row["changed"], row["law"]) == ("law", "programs; requirement", "programs; requirement")
    assert row["score_before"] == row["score_after"] != ""


@pytest.mark.usefixtures("kept")
def test_the_threshold_and_the_columns_are_those_that_are_said(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Kunde\nNobody Else Bakery,Red Kite\n")
    said = ["rescreen", path, "--since", SINCE, "--column", "name=Kunde"]
    assert here(*said, "--threshold", "0.9").code == OK
    assert here(*said, "--threshold", "0.2").code == OPEN


@pytest.mark.usefixtures("kept")
def test_only_the_list_asked_for_is_compared(parties: Path, home: Path) -> None:
    other = msgspec.structs.replace(HERON, list="own/other")
    put(home, [KITE, other], "2030-03-04")
    said = ["rescreen", parties, "--since", "test@2030-02-03"]
    assert here(*said, "--list", LIST).code == OK
    assert here(*said).code == OPEN


BAD: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "no earlier publication": ((), "--since"),
    "a publication that there is not": (("--since", "tst@2030-01-02"), "tst"),
    "the later first": (("--since", "test@2030-02-03", "--until", SINCE), "--since the earlier"),
    "a score that there is not": (("--since", SINCE, "--threshold", "1.5"), "--threshold"),
    "a score of nothing": (("--since", SINCE, "--threshold", "0"), "--threshold"),
    "a column that there is not": (("--since", SINCE, "--column", "name=Kunde"), "Kunde"),
    "a list that there is not": (("--since", SINCE, "--list", "own/watchd"), "own/watched"),
}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_one_line_and_nothing_is_written(name: str, parties: Path, tmp_path: Path) -> None:
    arguments, mentions = BAD[name]
    ran = here("rescreen", parties, *arguments, "--csv", tmp_path / "out.csv")
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert mentions in ran.err.splitlines()[-1]
    assert not list(tmp_path.glob("*out.csv*"))


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("text", ["", "Number,City\n1,Oslo\n", HEADING + "K-1,Red Kite\n"])
def test_a_file_that_is_no_table_of_parties_is_one_line(text: str, tmp_path: Path) -> None:
    ran = here("rescreen", written(tmp_path, text), "--since", SINCE)
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert "parties.csv" in ran.line


@pytest.mark.usefixtures("kept")
def test_a_table_that_cannot_be_written_leaves_what_was_there(parties: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    ran = here("rescreen", parties, "--since", SINCE, "--csv", tmp_path / "folder")
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert sorted(each.name for each in tmp_path.iterdir() if "part" in each.name) == ["parties.csv"]
    assert here("rescreen", parties, "--since", SINCE, "--csv", parties).code == BAD_INPUT
    assert parties.read_text(encoding="utf-8") == FILE
