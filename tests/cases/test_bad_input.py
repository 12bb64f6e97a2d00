"""Input that is wrong: one line that says where, what, and what would be right; quickly, and nothing half-written."""

import os
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

import reprieve
from tests.cli.running import alone, here
from tests.desk import toy

QUESTION = toy.transaction("t", toy.leg())
WHOLE: Final = toy.CASE + toy.SCOPE + toy.LICENSE + QUESTION
DOCUMENT = '[documents.paper]\nkind = "certificate"\nsigner = "smith"\nsigned = 2019-05-20\n'

Change = tuple[str, str]
"""A passage of the whole case, and what stands there instead; an empty passage: added at the end."""

CASES: Final[dict[str, tuple[Change, tuple[str, ...]]]] = {
    # keys
    "an unknown table": (("[case]", "[cas]"), ("'cas'", "did you mean case?")),
    "an unknown key": (('title = "question t"', 'titel = "q"'), ("transactions[0]", "'titel'", "did you mean title?")),
    "an unknown key of a party": (('name = "Reed Brothers"', 'nam = "Reed"'), ("parties.reed", "did you mean name?")),
    "an unknown key of a leg": (('exporter = "smith"', 'exportr = "smith"'), ("legs[0]", "did you mean exporter?")),
    "an unknown key of a license": (('number = "D77"', 'nummer = "D77"'), ("licenses[0]", "did you mean number?")),
    "an unknown key of a scope": (('id = "yearly"', 'idd = "yearly"'), ("standing_scope[0]", "did you mean id?")),
    "an unknown key of a paper": (("", DOCUMENT + "date = 2019-05-20\n"), ("documents.paper", "'date'", "signed")),
    "an unknown key of a fact": (("signed = 2017-03-01", "signed = { valu = 2017-03-01 }"), ("did you mean value?",)),
    "a missing key": (('title = "question t"', ""), ("transactions[0]", "'title' is missing")),
    # types
    "a number for a name": (('name = "Reed Brothers"', "name = 3"), ("parties.reed.name", "str")),
    "a word for a list": (('countries = ["CN"]', 'countries = "CN"'), ("standing_scope[0].countries", "array")),
    "a word for a date": (("signed = 2017-03-01", 'signed = "2017"'), ("leg 1.facts.signed", "a day such as")),
    "a time for a day": (("signed = 2017-03-01", "signed = 2017-03-01T10:00:00-05:00"), ("without a time",)),
    "a word for yes or no": (("embargoed = false", 'embargoed = "no"'), ("leg.embargoed", "true or false")),
    "a list for a word": (('purpose = "repair"', 'purpose = ["repair"]'), ("leg.purpose", "a word")),
    "an unknown direction": (('exporter = "smith"', 'exporter = "smith"\ndirection = "suply"'), ("mean supply?",)),
    "an unknown role": (
        ("[transactions.legs.facts]", '[transactions.legs.roles]\nstar = ["end_usr"]\n[transactions.legs.facts]'),
        ("roles.star[0]", "'end_usr'", "did you mean end_user?"),
    ),
    # moments
    "a moment without offset": (("at = 2019-06-10", "at = 2019-06-10T12:00:00"), ("t.at", "no offset", "-04:00")),
    "a word for a moment": (("at = 2019-06-10", 'at = "2019-06-10"'), ("t.at", "neither a day nor an instant")),
    "nothing for a moment": (("at = 2019-06-10", 'at = ""'), ("t.at", "neither a day nor an instant")),
    "no for a moment": (("known_at = 2026-01-10", "known_at = false"), ("t.known_at", "neither a day")),
    "an hour for a moment": (("at = 2019-06-10", "at = 12:00:00"), ("t.at", "neither a day nor an instant")),
    "a day that there is not": (("at = 2019-06-10", "at = 2019-02-30"), ("not valid TOML", "line")),
    "a year for ever": (("signed = 2017-03-01", "signed = 9999-12-31"), ("facts.signed", "9999-12-31")),
    "a license for ever": (("through = 2019-06-30", "through = 9999-12-31"), ("licenses D77", "9999-12-31")),
    "a zone that there is not": (('title = "A small case"', 'title = "x"\nzone = "Mars"'), ("case.zone", "'Mars'")),
    "a folder of zones": (('title = "A small case"', 'title = "x"\nzone = "America"'), ("case.zone", "New_York")),
    # values
    "not a number": (('content = "60 %"', "content = nan"), ("pump.facts.content", "NaN", '"25 %"')),
    "not a number, somewhere inside": (('content = "60 %"', "content = { at_most = nan }"), ("NaN",)),
    "a float": (('content = "60 %"', "content = 60.0"), ("pump.facts.content", "60.0", '"25 %"')),
    "a share above the whole": (('content = "60 %"', 'content = "101 %"'), ("between 0 and 10000",)),
    "bounds the wrong way": (('content = "60 %"', 'content = { at_least = "9 %", at_most = "8 %" }'), ("900", "800")),
    "bounds of a word": (('purpose = "repair"', 'purpose = { at_most = "sale" }'), ("no bounds",)),
    "two things at once": (("signed = 2017-03-01", 'signed = { value = 2017-03-01, unknown = "x" }'), ("both",)),
    "nothing at all": (("signed = 2017-03-01", 'signed = { source = "x" }'), ("says nothing",)),
    "no inquiry": (("signed = 2017-03-01", 'signed = { undeterminable = "" }'), ("inquiry",)),
    "an unknown level": (
        ("signed = 2017-03-01", 'signed = { value = 2017-03-01, level = "offical" }'),
        ("did you mean official?",),
    ),
    "a misspelt word": (('purpose = "repair"', 'purpose = "repiar"'), ("leg.purpose", "did you mean repair?")),
    "a country by name": (('country = "US"', 'country = "USA"'), ("parties.smith.country", "[A-Z]{2}")),
    "a misspelt fact": (("embargoed = false", "embargod = false"), ("'embargod'", "did you mean embargoed?")),
    "a fact of something else": (("embargoed = false", "denied = false"), ("party.denied belongs elsewhere",)),
    "changes without a beginning": (
        ("embargoed = false", "embargoed = { value = false, changes = [{ value = true }] }"),
        ("changes", "from"),
    ),
    "changes at a moment without offset": (
        (
            "embargoed = false",
            "embargoed = { value = false, changes = [{ from = 2019-06-01T10:00:00, value = true }] }",
        ),
        ("no offset",),
    ),
    # windows
    "a scope that ends first": (("through = 2019-12-31", "through = 2018-12-31"), ("standing_scope yearly", "before")),
    "a scope of a year and a day": (("through = 2019-12-31", "through = 2020-01-01"), ("yearly", "twelve months")),
    "a license that ends first": (("through = 2019-06-30", "through = 2019-05-30"), ("licenses D77", "before")),
    # names
    "a scope of a fact that a pack works out": (
        ('facts = ["leg.embargoed"]', 'facts = ["party.listed"]'),
        ("yearly.facts", "party.listed", "outside the model"),
    ),
    "a misspelt fact of a scope": (('"leg.embargoed"', '"leg.embargod"'), ("did you mean leg.embargoed?",)),
    "an unknown exporter": (('exporter = "smith"', 'exporter = "smyth"'), ("leg 1", "did you mean smith?")),
    "an unknown recipient": (('recipient = "star"', 'recipient = "x"'), ("'x'", "declare it under [parties]")),
    "an unknown item": (('items = ["pump"]\n[transactions', 'items = ["pmp"]\n[transactions'), ("mean pump?",)),
    "an unknown paper": (('exporter = "smith"', 'exporter = "smith"\ndocuments = ["x"]'), ("[documents]",)),
    "an unknown party with a role": (
        ("[transactions.legs.facts]", '[transactions.legs.roles]\nred = ["end_user"]\n[transactions.legs.facts]'),
        ("'red'", "did you mean reed?"),
    ),
    "a fact of a party that takes no part": (
        ("", "[transactions.legs.party_facts.reed]\ndenied = false\n"),
        ("'reed'", "party of this leg", "smith"),
    ),
    "a fact of an item that does not move": (
        ("", "[transactions.legs.item_facts.valve]\nfree = false\n"),
        ("'valve'", "item of this leg", "pump"),
    ),
    "an unknown signer": (("", DOCUMENT.replace('"smith"', '"jones"')), ("documents.paper.signer", "'jones'")),
    "an unknown kind of paper": (("", DOCUMENT.replace('"certificate"', '"certificat"')), ("mean certificate?",)),
    "an unknown listing": (('name = "Reed Brothers"', 'name = "R"\nlisted_as = "nord-star"'), ("mean north-star?",)),
    "an unknown list": (('list = ["toy/list"]', 'list = ["toy/lst"]'), ("not_listed", "did you mean toy/list?")),
    "a license for an unknown restriction": (('clears = ["toy/listed"]', 'clears = ["toy/lsted"]'), ("toy/listed",)),
    "a license for an unknown party": (('parties = ["star"]', 'parties = ["tar"]'), ("D77.parties", "mean star?")),
    "a license for an unknown item": (('items = ["pump"]\nfrom', 'items = ["pum"]\nfrom'), ("D77.items", "mean pump?")),
    # what is needed
    "no transaction": ((QUESTION, ""), ("'transactions' is missing",)),
    "a transaction without a leg": ((toy.leg(), "legs = []"), ("transactions t", "no leg", "[[transactions.legs]]")),
    "a leg without an item": (('items = ["pump"]\n[transactions', "items = []\n[transactions"), ("items: is empty",)),
    # once each
    "two transactions of one name": (("", QUESTION), ("'t' is used twice", "ids that differ")),
    "two legs of one name": (("", toy.leg().replace("exporter =", 'id = "1"\nexporter =')), ("'1' is used twice",)),
    "two licenses of one number": (("[[licenses]]", toy.LICENSE + "[[licenses]]"), ("'D77' is used twice",)),
    "two scopes of one name": (("[[standing_scope]]", toy.SCOPE + "[[standing_scope]]"), ("'yearly' is used twice",)),
    "one item twice": (('items = ["pump"]\n[transactions', 'items = ["pump", "pump"]\n[transactions'), ("'pump'",)),
    "two parties of one name": (("", '[parties.reed]\nname = "R"\n'), ("not valid TOML", "line")),
    # the text itself
    "what is no TOML": (("[case]", "[case"), ("not valid TOML", "line 2")),
    "brackets without end": (("", "x = " + "[" * 5000), ("nested too deeply",)),
    "a number without end": (("", "x = " + "9" * 5000), ("not valid TOML", "4300 digits")),
}


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


def refused(path: Path, packs: Path) -> str:
    with pytest.raises(reprieve.BadCase) as caught:
        reprieve.check(path, packs=packs)
    return str(caught.value)


def test_the_case_that_is_spoilt_here_is_right(tmp_path: Path, packs: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(WHOLE + DOCUMENT, encoding="utf-8")
    assert reprieve.check(path, packs=packs).transactions[0].verdict.outcome == "authorized"


@pytest.mark.parametrize("name", CASES)
def test_a_fault_in_a_case_is_one_line(name: str, tmp_path: Path, packs: Path) -> None:
    (old, new), mentions = CASES[name]
    assert old in WHOLE
    path = tmp_path / "case.toml"
    path.write_text(WHOLE.replace(old, new, 1) if old else WHOLE + new, encoding="utf-8")
    text = refused(path, packs)
    assert text.startswith(str(path))
    assert "\n" not in text
    assert [each for each in mentions if each not in text] == [], text


@pytest.mark.parametrize("name", ["a misspelt fact", "a float", "a scope that ends first", "an unknown role"])
def test_the_command_prints_that_line_and_nothing_else(name: str, tmp_path: Path, packs: Path) -> None:
    (old, new), mentions = CASES[name]
    path = tmp_path / "case.toml"
    path.write_text(WHOLE.replace(old, new, 1), encoding="utf-8")
    ran = alone("check", path, "--packs", packs)
    assert (ran.code, ran.out) == (2, "")
    assert ran.line == f"reprieve: {refused(path, packs)}"
    assert all(each in ran.line for each in mentions)


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_missing_file(tmp_path: Path, packs: Path) -> None:
    text = refused(tmp_path / "nowhere.toml", packs)
    assert "nowhere.toml" in text
    assert "No such file" in text


def test_a_folder_without_toml(tmp_path: Path, packs: Path) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert "holds no TOML file" in refused(tmp_path, packs)


@pytest.mark.parametrize(
    ("content", "mentions"),
    [
        (b"\x7fELF\x02\x01\x01\x00\xff\xfe", "not UTF-8"),
        (WHOLE.replace("Reed", "Re\xe9d").encode("latin-1"), "not UTF-8"),
        (WHOLE.encode("utf-16"), "not UTF-8"),
        (b"\x00\x00\x00", "not valid TOML"),
        (b"", "'case' is missing"),
    ],
    ids=["binary", "latin-1", "utf-16", "zeros", "nothing"],
)
def test_what_is_no_text(content: bytes, mentions: str, tmp_path: Path, packs: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(content)
    assert mentions in refused(path, packs)


def test_a_mark_at_the_beginning_is_no_fault(tmp_path: Path, packs: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    assert reprieve.check(path, packs=packs).case == "A small case"


def test_a_hundred_megabytes_are_not_read_through(tmp_path: Path, packs: Path) -> None:
    path = tmp_path / "case.toml"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    reading = os.times()
    text = refused(path, packs)
    assert "larger than 16 MiB" in text
    assert os.times().user - reading.user < 2


def test_a_file_without_end_is_not_read_to_its_end(packs: Path) -> None:
    ran = alone("check", "/dev/zero", "--packs", packs, first=LITTLE_MEMORY)
    assert (ran.code, ran.out) == (2, "")
    assert ran.line == "reprieve: /dev/zero: is larger than 16 MiB (a hand-written text file)"


LITTLE_MEMORY: Final = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
"""


# --- a folder as one case -------------------------------------------------------------------------------------------


def two_files(folder: Path, one: str, other: str) -> Path:
    (folder / "1.toml").write_text(one, encoding="utf-8")
    (folder / "2.toml").write_text(other, encoding="utf-8")
    return folder


def test_two_files_are_one_case(tmp_path: Path, packs: Path) -> None:
    folder = two_files(tmp_path, toy.CASE + QUESTION, toy.transaction("u", toy.leg("reed")) + DOCUMENT)
    assert [each.id for each in reprieve.check(folder, packs=packs).transactions] == ["t", "u"]


@pytest.mark.parametrize(
    ("other", "place"),
    [
        ('[case]\ntitle = "again"\n', "case.title"),
        ('[parties.reed]\nname = "R"\n', "parties.reed"),
        ('[items.pump]\nname = "P"\n', "items.pump"),
        ('transactions = "none"\n', "transactions"),
    ],
)
def test_two_files_that_say_the_same(other: str, place: str, tmp_path: Path, packs: Path) -> None:
    text = refused(two_files(tmp_path, toy.CASE + QUESTION, other), packs)
    assert text.startswith(f"{tmp_path / '2.toml'}: {place}: is said in two files")
    assert "say it once" in text


def test_two_files_that_ask_under_one_name(tmp_path: Path, packs: Path) -> None:
    assert "'t' is used twice" in refused(two_files(tmp_path, toy.CASE + QUESTION, QUESTION), packs)


# --- packs ----------------------------------------------------------------------------------------------------------

PAGES: Final[dict[str, tuple[Change, tuple[str, ...]]]] = {
    "a misspelt constant": (("== repair and", "== repiar and"), ("leg.purpose", "did you mean repair?", "column")),
    "a misspelt fact": (('when = "party.denied"', 'when = "party.dnied"'), ("did you mean party.denied?",)),
    "a misspelt definition": (("and restricted", "and restrcted"), ("did you mean restricted?",)),
    "a misspelt key": (("needs =", "ned ="), ("'ned'", "did you mean needs?")),
    "a misspelt need": (('"prohibition"', '"prohibiton"'), ("did you mean prohibition?",)),
    "a window that ends first": (("through = 2019-08-19", "through = 2019-05-19"), ("line 43", "A1", "before")),
    "a restriction that there is not": (('clears = ["listed"]', 'clears = ["lsted"]'), ("mean toy/listed?",)),
    "a float": (("> 25 %", "> 25.5"), ("'.5'", "docs/packs.md")),
    "a condition that goes on": (('"party.denied"', '"party.denied party.listed"'), ("does not continue",)),
    "another type": (("leg.signed <= 2019-05-16", "leg.signed <= 16"), ("leg.signed", "a day")),
    "a moment without offset": (("from = 2019-05-20", "from = 2019-05-20T10:00:00"), ("no offset",)),
    "two rules of one name": (('id = "denied"', 'id = "listed"'), ("two rules", "toy/listed")),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_fault_in_a_pack_is_one_line(name: str, tmp_path: Path) -> None:
    (old, new), mentions = PAGES[name]
    assert old in toy.PAGE
    folder = toy.packs(tmp_path, toy.PAGE.replace(old, new, 1))
    with pytest.raises(reprieve.BadPack) as caught:
        reprieve.load_packs(folder)
    text = str(caught.value)
    assert text.startswith(str(folder))
    assert "\n" not in text
    assert [each for each in mentions if each not in text] == [], text
    ran = here("packs", "list", "--packs", folder)
    assert (ran.code, ran.out, ran.line) == (2, "", f"reprieve: {text}")


def test_a_fault_in_the_facts_of_a_pack(tmp_path: Path) -> None:
    folder = toy.packs(tmp_path, facts=toy.FACTS.replace('type = "date"', 'type = "dat"'))
    with pytest.raises(reprieve.BadPack, match=r"facts\.toml.*leg\.signed.*did you mean date\?"):
        reprieve.load_packs(folder)


def test_a_folder_without_packs(tmp_path: Path) -> None:
    with pytest.raises(reprieve.BadPack, match="holds no pack"):
        reprieve.load_packs(tmp_path)


# --- moments in Python ----------------------------------------------------------------------------------------------


def test_a_moment_without_offset_in_python(tmp_path: Path, packs: Path) -> None:
    naive = datetime(2019, 6, 10)  # noqa: DTZ001  # the fault that is tested
    path = toy.case(tmp_path, QUESTION)
    with pytest.raises(reprieve.BadInput, match=r"^at: .* has no offset"):
        reprieve.check(path, packs=packs, at=naive)
    with pytest.raises(reprieve.BadInput, match=r"^known_at: .* has no offset"):
        reprieve.check(path, packs=packs, known_at=naive)


# --- reports: whole or not at all ------------------------------------------------------------------------------------


def test_a_report_is_written_whole(tmp_path: Path, packs: Path) -> None:
    path, report = toy.case(tmp_path, QUESTION), tmp_path / "new" / "report.html"
    assert here("check", path, "--packs", packs, "--html", report).code == 0
    assert report.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [each.name for each in report.parent.iterdir()] == ["report.html"]
    assert report.stat().st_mode == path.stat().st_mode, "whoever may read the case may read the report"


def test_a_report_takes_the_place_of_the_one_before(tmp_path: Path, packs: Path) -> None:
    path, report = toy.case(tmp_path, QUESTION), tmp_path / "report.html"
    report.write_text("before", encoding="utf-8")
    assert here("check", path, "--packs", packs, "--html", report).code == 0
    assert "question t" in report.read_text(encoding="utf-8")


def test_a_report_for_a_bad_case_leaves_what_there_was(tmp_path: Path, packs: Path) -> None:
    path, report = toy.case(tmp_path, QUESTION, QUESTION), tmp_path / "report.html"
    report.write_text("before", encoding="utf-8")
    assert here("check", path, "--packs", packs, "--html", report).code == 2
    assert report.read_text(encoding="utf-8") == "before"


def test_a_report_where_none_can_be(tmp_path: Path, packs: Path) -> None:
    path, folder = toy.case(tmp_path, QUESTION), tmp_path / "folder"
    folder.mkdir()
    before = sorted(tmp_path.rglob("*"))
    for report in (folder, path / "report.html", tmp_path / ("long" * 100 + ".html")):
        ran = here("check", path, "--packs", packs, "--html", report)
        assert ran.code == 2
        assert str(report) in ran.line
        assert "cannot be written" in ran.line
    assert sorted(tmp_path.rglob("*")) == before


def test_a_report_for_which_there_is_no_room(tmp_path: Path, packs: Path) -> None:
    path, report = toy.case(tmp_path, QUESTION), tmp_path / "report.html"
    report.write_text("before", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    ran = alone("check", path, "--packs", packs, "--html", report, first=NO_ROOM)
    assert ran.code == 2
    assert "cannot be written" in ran.line
    assert sorted(tmp_path.rglob("*")) == before
    assert report.read_text(encoding="utf-8") == "before"


NO_ROOM: Final = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
"""
"""No file may grow past a thousand bytes: the disk is full."""
