"""The commands for lists, on made-up files, a server that misbehaves, and the real files where they are at hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from reprieve.model.snapshot import Answered, Difference, History, Imported, Status
from tests.cli.running import ROOT, Ran, alone, here
from tests.lists.misbehaving import Server, status, whole

HEADING: Final = "No,Company,Also known as,Country,Since,Colour\n"
FIRST: Final = (
    HEADING
    + "7,Grey Heron Ltd.,Heron,GB,2020-01-05,grey\n8,Red Kite GmbH,,DE,,red\n9,Old Stork SA,,FR,2019-06-01,white\n"
)
SECOND: Final = (
    HEADING + "7,Grey Heron Ltd.,Heron;Fisher,GB,2020-01-05,grey\n8,Red Kite GmbH,,DE,,red\n"
    "10,New Crane Inc.,,US,,white\n11,New Crane Two,,US,,white\n"
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def birds(folder: Path, text: str, day: str, *more: object) -> Ran:
    path = write(folder, f"birds-{day}.csv", text)
    return here("lists", "import", path, "--name", "birds", "--published", day, *more)


@pytest.fixture
def kept(home: Path, tmp_path: Path) -> Path:
    """A home with two complete publications of a list of one's own, of 1 March 2021 and of 1 March 2022."""
    assert birds(tmp_path, FIRST, "2021-03-01").code == 0
    assert birds(tmp_path, SECOND, "2022-03-01").code == 0
    return home


def words(ran: Ran) -> str:
    """What was printed, wherever lines were broken."""
    return " ".join(ran.out.split())


def asked(ran: Ran, kind: type[Any]) -> Any:
    """The JSON of a command as what it stands for; nothing of it unknown."""
    assert (ran.code, ran.err) == (0, "")
    return msgspec.json.decode(ran.out.encode(), type=kind)


# --- import -----------------------------------------------------------------------------------------------------------


def test_an_import_says_what_it_read_and_of_which_day(home: Path, tmp_path: Path) -> None:
    ran = birds(tmp_path, FIRST, "2021-03-01")
    told = words(ran)
    assert ran.code == 0
    assert "Taken: 3 entries, 4 names" in told
    assert "of 2021-03-01, as you say; checked until 2021-03-01" in told
    assert "read as own/csv, source own/birds, from birds-2021-03-01.csv" in told
    assert "own/birds 3 entries, 4 names, complete" in told
    assert "Colour (3)" in told
    assert "column 'Company': name" in told
    assert "Against the publication before" not in told
    assert (home / "lists" / "catalogue.json").is_file()


@pytest.mark.usefixtures("home")
def test_a_second_import_says_what_changed(tmp_path: Path) -> None:
    birds(tmp_path, FIRST, "2021-03-01")
    assert "2 added, 1 removed, 1 changed" in words(birds(tmp_path, SECOND, "2022-03-01"))


@pytest.mark.usefixtures("kept")
def test_an_import_of_the_same_is_nothing_new(tmp_path: Path) -> None:
    ran = birds(tmp_path, SECOND, "2022-04-01", "--json")
    found: Imported = asked(ran, Imported)
    assert found.unchanged
    assert "Nothing new: the list of 2022-03-01 says the same" in words(birds(tmp_path, SECOND, "2022-04-01"))


@pytest.mark.usefixtures("home")
def test_a_part_and_an_invented_list_are_said_loudly(tmp_path: Path) -> None:
    told = words(birds(tmp_path, FIRST, "2021-03-01", "--partial", "--synthetic"))
    assert told.startswith("INVENTED LIST: EVERY ANSWER THAT RESTS ON IT SAYS SO.")
    assert "a part: who is not in it may be listed all the same" in told
    assert "own/birds INVENTED LIST" in words(here("lists", "status"))
    for command in ("show", "history"):
        assert "Red Kite GmbH own/birds:8 INVENTED LIST" in words(here("lists", command, "Red Kite GmbH"))
    assert "own/birds (INVENTED LIST)" in words(here("lists", "show", "Blue Tit AG"))


@pytest.mark.usefixtures("home")
def test_columns_are_taken_as_said(tmp_path: Path) -> None:
    path = write(tmp_path, "odd.csv", "Wen,Wo\nGrey Heron Ltd.,GB\nRed Kite GmbH,DE\n")
    said = ("--name", "odd", "--published", "2021-03-01", "--column", "name=Wen", "--column", "country=Wo")
    assert here("lists", "import", path, *said).code == 0
    assert asked(here("lists", "show", "Red Kite GmbH", "--json"), Answered).found[0].span.entry.countries == ("DE",)


@pytest.mark.usefixtures("home")
def test_a_file_that_names_its_day_needs_no_option(tmp_path: Path) -> None:
    path = write(tmp_path, "birds_2021-03-01.csv", FIRST)
    told = words(here("lists", "import", path, "--name", "birds", "--source", "office"))
    assert "of 2021-03-01, as the name of the file says" in told
    assert "source office" in told


BAD: Final[dict[str, tuple[tuple[object, ...], str]]] = {
    "no file": (("import",), "lists import FILE"),
    "a file that is not there": (("import", "no-such-file.csv"), "no-such-file.csv"),
    "a format that is not": (("import", "birds.csv", "--as", "no/kind"), "no/kind"),
    "no day": (("import", "birds.csv", "--name", "birds"), "--published"),
    "a day that is not": (("import", "birds.csv", "--published", "2021-02-30"), "--published"),
    "a column without a meaning": (("import", "birds.csv", "--column", "Company"), "name=Firma"),
    "a meaning twice": (("import", "birds.csv", "--column", "name=A", "--column", "name=B"), "name"),
    "a web page": (("import", "page.html", "--published", "2021-03-01"), "web page"),
    "an address without a source": (("pull", "--from", "nowhere"), "lists pull sdn --from"),
    "an address for two sources": (("pull", "csl", "sdn", "--from", "nowhere"), "--from"),
    "a source that is not": (("pull", "no-source"), "csl, sdn, entity-list"),
    "a moment that is not": (("show", "Heron", "--at", "2021-02-30"), "--at"),
    "an hour without offset": (("show", "Heron", "--known-at", "2021-02-03T12:00"), "--known-at"),
    "a snapshot that is not": (("diff", "abcdefgh", "birds.csv"), "abcdefgh"),
    "a day of a table that is not": (("diff", "huawei@2019-13-01", "huawei@2019-06-01"), "2019-13-01"),
    "a limit of nothing": (("diff", "huawei@2019-05-01", "huawei@2019-06-01", "--limit", "0"), "--limit"),
    "an export to nowhere": (("export", "huawei@2019-06-01", "--ftm", "no-such-folder/x.json"), "cannot be written"),
    "an export into JSON": (("export", "huawei@2019-06-01", "--ftm", "-", "--json"), "--ftm"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line(name: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "birds.csv", FIRST)
    write(tmp_path, "page.html", "<!doctype html><html><body>Not found</body></html>")
    monkeypatch.chdir(tmp_path)
    arguments, mentions = BAD[name]
    ran = here("lists", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert mentions in ran.line
    assert not (home / "lists" / "catalogue.json").exists()


# --- status, kinds ----------------------------------------------------------------------------------------------------


def test_an_empty_home_says_what_to_do(home: Path) -> None:
    told = words(here("lists", "status"))
    assert str(home) in told.replace(" ", "")
    assert "`reprieve lists pull`" in told
    assert "us/bis/entity-list" in told
    assert "us/ofac/sdn" not in told
    assert "us/ofac/sdn" in words(here("lists", "status", "--all"))


def test_status_says_how_old_and_of_which_days(kept: Path) -> None:
    told = words(here("lists", "status"))
    assert str(kept / "lists") in told.replace(" ", "")
    assert "4 entries of 2022-03-01, checked until 2022-03-01" in told
    assert "known in full: 2021-03-01 to 2022-03-01, with 1 gap" in told
    assert "own/birds@2021-03-01" in words(here("lists", "status", "--all"))


@pytest.mark.usefixtures("kept")
def test_the_json_of_status_holds_every_list() -> None:
    found: Status = asked(here("lists", "status", "--json"), Status)
    rows = {each.list: each for each in found.lists}
    assert rows["us/ofac/sdn"].snapshots == 0
    assert [str(each.first) for each in rows["own/birds"].covered] == ["2021-03-01", "2022-03-01"]


def test_another_home_is_another_store(kept: Path, tmp_path: Path) -> None:
    assert "Nobody" not in here("lists", "show", "Red Kite GmbH").out
    assert "Nobody" in here("lists", "show", "Red Kite GmbH", "--home", tmp_path / "elsewhere").out
    assert "Nobody" not in here("lists", "show", "Red Kite GmbH", "--home", kept).out


def test_every_kind_is_named_and_the_untried_are_marked() -> None:
    found = {each["id"]: each for each in here("lists", "kinds", "--json").json}
    told = here("lists", "kinds").out
    assert {"own/csv", "csl/csv", "ofac/csv", "un/xml", "ftm/json"} <= set(found)
    for name in found:
        assert re.search(rf"^{re.escape(name)}  ", told, re.MULTILINE)
    assert told.count("experimental") == sum(each["experimental"] for each in found.values()) > 0
    assert not found["un/xml"]["experimental"]
    assert not found["ftm/json"]["official"]


def test_the_guide_names_every_kind_list_and_source() -> None:
    guide = (ROOT / "docs" / "lists.md").read_text(encoding="utf-8")
    for kind in here("lists", "kinds", "--json").json:
        mark = "experimental" if kind["experimental"] else "" if kind["official"] else "not official"
        assert re.search(rf"^\| `{kind['id']}` \| .* \| ?{mark} ?\|$", guide, re.MULTILINE), kind["id"]
    state = here("lists", "status", "--json").json
    for each in state["lists"]:
        assert f"| `{each['list']}` | {each['title']} |" in guide
    official = [each for each in state["sources"] if each["address"]]
    assert len(official) == 3
    for each in official:
        assert f"| `{each['source']}` | {each['title']}" in guide


# --- show -------------------------------------------------------------------------------------------------------------

DAYS: Final = {
    "before the first list": ("Red Kite GmbH", "2020-01-01", "unknown: no complete list of that day is at hand"),
    "on the first list": ("Red Kite GmbH", "2021-03-01", "listed"),
    "between two lists that hold it": ("Red Kite GmbH", "2021-09-01", "listed"),
    "since a day that the list states": ("Grey Heron Ltd.", "2020-06-01", "listed"),
    "by an alias": ("heron", "2021-03-01", "listed"),
    "not yet there": ("New Crane Inc.", "2021-03-01", "not listed"),
    "between a list without and one with it": ("New Crane Inc.", "2021-09-01", "unsure: listed or not"),
    "between a list with and one without it": ("Old Stork SA", "2021-09-01", "unsure: listed or not"),
    "gone": ("Old Stork SA", "2022-03-01", "not listed"),
    "by its number": ("own/birds:10", "2022-03-01", "listed"),
}


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.usefixtures("kept")
def test_a_day_is_answered_as_the_lists_allow(name: str) -> None:
    who, day, standing = DAYS[name]
    ran = here("lists", "show", who, "--at", day)
    assert (ran.code, ran.err) == (0, "")
    # The line below the name of the entry says how it stands.
    assert ran.out.splitlines()[3].strip().startswith(standing)
    assert ran.out.startswith(f"{who} on {day}, ")


@pytest.mark.usefixtures("kept")
def test_an_entry_shows_all_that_the_list_says() -> None:
    told = words(here("lists", "show", "Grey Heron Ltd.", "--at", "2022-03-01"))
    for part in ("own/birds:7", "since 2020-01-05", "still there on the newest list", "Heron Fisher", "country GB"):
        assert part in told
    assert "Colour grey" in told
    assert "source birds-2022-03-01.csv, line 2" in told


@pytest.mark.usefixtures("kept")
def test_what_was_not_known_yet_is_not_shown() -> None:
    assert "Nobody" in here("lists", "show", "New Crane Inc.", "--at", "2022-03-01", "--known-at", "2021-12-31").out
    told = words(here("lists", "show", "Old Stork SA", "--at", "2022-03-01", "--known-at", "2021-12-31"))
    assert "as known on 2021-12-31" in told
    assert "not listed" not in told


@pytest.mark.usefixtures("kept")
def test_absence_names_the_list_and_its_day() -> None:
    there = words(here("lists", "show", "Blue Tit AG", "--at", "2022-03-01"))
    assert "Nobody on the lists at hand has this name or id." in there
    assert "not on the complete list of 2022-03-01: own/birds" in there
    gap = words(here("lists", "show", "Blue Tit AG", "--at", "2021-09-01"))
    assert re.search(r"no complete list of 2021-09-01 at hand.*2021-03-01.*2022-03-01.*: own/birds", gap)


@pytest.mark.usefixtures("kept")
def test_a_name_that_comes_near_settles_nothing() -> None:
    ran = here("lists", "show", "Grey Heron Limited Ltd", "--at", "2022-03-01")
    assert "Names that come near (they settle nothing)" in ran.out
    assert "own/birds:7" in ran.out


@pytest.mark.usefixtures("kept")
def test_the_json_of_show_says_the_same() -> None:
    found: Answered = asked(here("lists", "show", "Old Stork SA", "--at", "2021-09-01", "--json"), Answered)
    (shown,) = found.found
    assert (shown.standing, str(shown.span.end), str(shown.span.end_by)) == ("unsure", "2021-03-02", "2022-03-01")


@pytest.mark.usefixtures("home")
def test_a_table_of_ours_answers_without_any_snapshot() -> None:
    told = words(here("lists", "show", "Huawei Technologies Co., Ltd.", "--at", "2019-05-15"))
    assert "us/bis/entity-list:huawei-technologies not listed" in told
    told = words(here("lists", "show", "Huawei Technologies Co., Ltd.", "--at", "2019-05-16T17:00-04:00"))
    assert "us/bis/entity-list:huawei-technologies listed 84 FR 22961" in told
    assert "that is all items · footnote 1" in told


# --- diff, history ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("kept")
def test_a_diff_tells_what_came_went_and_changed() -> None:
    told = words(here("lists", "diff", "own/birds@2021-03-01", "own/birds@2022-03-01"))
    assert "2 added, 1 removed, 1 changed, 1 unchanged" in told
    assert "+ New Crane Inc. own/birds:10 · US" in told
    assert "- Old Stork SA own/birds:9 · FR" in told
    assert "Grey Heron Ltd. own/birds:7 names + Fisher (alias)" in told


@pytest.mark.usefixtures("kept")
def test_a_diff_takes_snapshots_and_files(tmp_path: Path) -> None:
    ids = [each.id for each in asked(here("lists", "status", "--json"), Status).snapshots]
    by_id: Difference = asked(here("lists", "diff", ids[0][:8], ids[1], "--json"), Difference)
    assert [row.id for row in by_id.added] == ["10", "11"]
    assert [row.id for row in by_id.removed] == ["9"]
    nothing: Difference = asked(here("lists", "diff", ids[0], ids[1], "--list", "own/other", "--json"), Difference)
    assert nothing.unchanged == 0
    assert nothing.added == nothing.removed == ()
    entities = tmp_path / "birds.ftm.json"
    here("lists", "export", ids[1], "--ftm", entities)
    same: Difference = asked(here("lists", "diff", ids[1], entities, "--json"), Difference)
    assert (same.added, same.removed, same.changed, same.unchanged) == ((), (), (), 4)


@pytest.mark.usefixtures("kept")
def test_a_limit_says_what_it_leaves_out_and_cuts_no_json() -> None:
    sides = ("lists", "diff", "own/birds@2021-03-01", "own/birds@2022-03-01", "--limit", "1")
    told = words(here(*sides))
    assert "1 more; --limit 2 shows them all" in told
    assert "New Crane Two" not in told
    assert len(asked(here(*sides, "--json"), Difference).added) == 2


@pytest.mark.usefixtures("kept")
def test_a_diff_between_publications_says_so() -> None:
    assert "note: of 2021-09-01 no list" in words(here("lists", "diff", "own/birds@2021-09-01", "own/birds@2022-03-01"))


@pytest.mark.usefixtures("kept")
def test_a_history_has_every_stay_and_change() -> None:
    told = words(here("lists", "history", "Grey Heron Ltd."))
    assert "since 2020-01-05" in told
    assert "changed by 2022-03-01 names + Fisher (alias)" in told
    assert "not covered between: 2021-03-02 to 2022-02-28" in told
    found: History = asked(here("lists", "history", "Old Stork SA", "--json"), History)
    assert [str(each.span.end_by) for each in found.episodes] == ["2022-03-01"]
    assert "2021-03-01 at least; gone by 2022-03-01" in words(here("lists", "history", "Old Stork SA"))


@pytest.mark.usefixtures("home")
def test_a_history_of_nobody_says_so() -> None:
    assert "Nobody on the lists at hand" in here("lists", "history", "Blue Tit AG").out


# --- export -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("kept")
def test_an_export_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "out.ftm.json"
    ran = here("lists", "export", "own/birds@2022-03-01", "--ftm", file)
    assert (ran.code, ran.out) == (0, f"4 entries: {file.resolve()}\n")
    assert [each.name for each in tmp_path.glob("*.part")] == []
    names = [msgspec.json.decode(line)["properties"].get("name") for line in file.read_bytes().splitlines()]
    assert ["Grey Heron Ltd."] in names
    assert here("lists", "export", "own/birds@2022-03-01", "--ftm", "-").out == file.read_text(encoding="utf-8")
    assert here("lists", "export", "own/birds@2022-03-01", "--ftm", file, "--json").json["entries"] == 4


# --- pull -------------------------------------------------------------------------------------------------------------


def pulled(monkeypatch: pytest.MonkeyPatch, *answers: bytes) -> list[Ran]:
    """The eCFR pulled from a server of our own, once for each answer, and once more as JSON."""
    monkeypatch.setenv("NO_PROXY", "*")
    with Server(*answers) as server:
        runs = [here("lists", "pull", "entity-list", "--from", server.address) for _ in answers]
        return [*runs, here("lists", "pull", "entity-list", "--from", server.address, "--json")]


def entity_list(number: int) -> bytes:
    """Supplement No. 4 of Part 744 with so many made-up companies."""
    cells = (
        "<TD>RUSSIA</TD><TD>Made-up Company {}</TD><TD>For all items subject to the EAR. (See §744.11 of the EAR)</TD>"
    )
    rows = "".join(
        f"<TR>{cells.format(each)}<TD>Policy of denial</TD><TD>90 FR 1, 1/2/25.</TD></TR>" for each in range(number)
    )
    heads = ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")
    head = "".join(f"<TH>{each}</TH>" for each in heads)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<DIV5 N="744" NODE="15:2.1.3.4.28" TYPE="PART"><HEAD>PART 744</HEAD>'
        '<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX"><HEAD>Entity List</HEAD><DIV><TABLE>'
        f"<THEAD><TR>{head}</TR></THEAD><TBODY>{rows}</TBODY></TABLE></DIV></DIV9></DIV5>"
    ).encode()


@pytest.mark.usefixtures("home")
def test_a_pull_is_new_then_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    new = whole(entity_list(1200), "ETag: one", "Last-Modified: Wed, 01 Jul 2026 12:00:00 GMT")
    first, second, as_json = pulled(monkeypatch, new, status("304 Not Modified"))
    assert (first.code, second.code, as_json.code) == (0, 0, 0)
    assert "entity-list: new, 1,200 entries of 2026-07-01, checked until" in words(first)
    assert "entity-list: unchanged, the list of 2026-07-01, checked until" in words(second)
    assert as_json.json["pulled"][0]["outcome"] == "unchanged"
    assert as_json.json["sources"][0]["published"] == "2026-07-01"


@pytest.mark.usefixtures("home")
def test_what_is_refused_leaves_the_list_before_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    dated = "Last-Modified: Wed, 01 Jul 2026 12:00:00 GMT"
    gone = status("404 Not Found", "Content-Length: 0")
    first, shrunken, failed, _ = pulled(monkeypatch, whole(entity_list(1200), dated), whole(entity_list(1020)), gone)
    assert (first.code, shrunken.code, failed.code) == (0, 1, 1)
    assert "entity-list: refused: " in words(shrunken)
    assert "15 % fewer than the 1,200 of 2026-07-01" in words(shrunken)
    assert "entity-list: failed: " in words(failed)
    for ran in (shrunken, failed):
        assert re.search(r"the list of 2026-07-01 stays in force, checked until \S+ \(", words(ran))
    assert "404" in words(here("lists", "status"))


@pytest.mark.usefixtures("home")
def test_a_first_pull_that_fails_says_that_nothing_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    failed, as_json = pulled(monkeypatch, status("404 Not Found", "Content-Length: 0"))
    assert (failed.code, as_json.code) == (1, 1)
    assert "nothing of this source has been taken before" in words(failed)
    assert as_json.json["pulled"][0]["outcome"] == "failed"


# --- looks ------------------------------------------------------------------------------------------------------------

COMMANDS: Final = (
    ("status", "--all"),
    ("kinds",),
    ("show", "Grey Heron Ltd.", "--at", "2022-03-01"),
    ("history", "Old Stork SA"),
    ("diff", "own/birds@2021-03-01", "own/birds@2022-03-01"),
)


@pytest.mark.parametrize("width", ["60", "80", "120", "160"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.usefixtures("kept")
def test_nothing_is_wider_than_the_terminal(
    command: tuple[str, ...], width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    told = here("lists", *command).out
    assert max(map(len, told.splitlines())) <= int(width)
    assert "\x1b" not in told
    assert "…" not in told


def test_commands_run_in_a_process_of_their_own(kept: Path) -> None:
    ran = alone("lists", "show", "Red Kite GmbH", "--at", "2022-03-01", environment={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.err) == (0, "")
    assert "listed" in ran.out
    assert ran.out.isascii()
    assert alone("lists", "diff", "nothing", "nothing", "--home", kept).code == 2


def test_help_names_the_kinds_of_the_import() -> None:
    assert "lists kinds" in words(here("lists", "import", "--help"))


# --- a check shows the lists ------------------------------------------------------------------------------------------

CASE: Final = """
[case]
title = "A sale"
[parties.us]
name = "Acme Chips Inc."
country = "US"
[parties.bird]
name = "Blue Tit AG"
country = "DE"
[items.chip]
name = "module"
[items.chip.facts]
eccn = "EAR99"
us_origin = true
[[transactions]]
id = "T1"
title = "sale"
asked = "May it go?"
at = 2019-08-25
[[transactions.legs]]
exporter = "us"
recipient = "bird"
movement = "export"
items = ["chip"]
"""


def denied(folder: Path, *more: object) -> None:
    """A made-up Denied Persons List of 29 June 2019."""
    head = "Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\tExpiration_Date\tStandard_Order"
    rows = "\n".join(
        f'"MADE-UP {each}"\t""\t""\t""\t""\t""\t"01/02/2019"\t""\t"Y"\t"2019-01-02"\t""\t"84 F.R. 1"'
        for each in range(300)
    )
    path = write(folder, "dpl_2019-06-29.txt", f"{head}\tLast_Update\tAction\tFR_Citation\n{rows}\n")
    assert here("lists", "import", path, *more).code == 0


def test_a_check_names_the_lists_and_why_a_fact_is_missing(home: Path, tmp_path: Path) -> None:
    denied(tmp_path)
    case, html = write(tmp_path, "case.toml", CASE), tmp_path / "report.html"
    ran = here("check", case, "--html", html)
    assert ran.code == 4
    why = "no complete Denied Persons List of 2019-08-25 at hand"
    assert "lists, complete of 2019-06-29: Denied Persons List" in words(ran)
    assert why in words(ran)
    report = " ".join(html.read_text(encoding="utf-8").split())
    assert why in report
    assert "complete of 2019-06-29" in report
    other = here("check", case, "--home", tmp_path / "elsewhere")
    assert "complete of" not in words(other)
    assert "complete of 2019-06-29" in words(here("check", case, "--home", home))


@pytest.mark.usefixtures("home")
def test_a_check_that_rests_on_an_invented_list_is_loud(tmp_path: Path) -> None:
    denied(tmp_path, "--synthetic")
    case, html = write(tmp_path, "case.toml", CASE), tmp_path / "report.html"
    told = words(here("check", case, "--html", html))
    assert "HYPOTHETICAL" in told
    assert "INVENTED LIST, complete of 2019-06-29: Denied Persons List" in told
    assert "<strong>Invented list</strong> Denied Persons List" in html.read_text(encoding="utf-8")


# --- the real files ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_a_random_day_between_two_real_lists_is_bounded(shared: Path) -> None:
    for name in ("sdn_2021-09-02.csv.gz", "sdn_2022-03-01.csv.gz"):
        assert here("lists", "import", shared / "data" / "lists" / name).code == 0
    found: Difference = asked(
        here("lists", "diff", "us/ofac/sdn@2021-09-02", "us/ofac/sdn@2022-03-01", "--json"), Difference
    )
    assert len(found.added) + found.unchanged + len(found.changed) == 9226
    assert len(found.removed) + found.unchanged + len(found.changed) == 9120
    new, old = f"us/ofac/sdn:{found.added[0].id}", f"us/ofac/sdn:{found.removed[0].id}"
    for who in (new, old):
        (shown,) = asked(here("lists", "show", who, "--at", "2021-12-01", "--json"), Answered).found
        assert shown.standing == "unsure"
        assert "2021-09-02" in shown.why
        assert "2022-03-01" in shown.why
