"""Lists as they are printed, from values made by hand."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

import msgspec
import pytest
from rich.console import Console

from reprieve.model.listed import Address, Entry, Identifier, Name, Policy, Requirement
from reprieve.model.snapshot import (
    Answered,
    Covered,
    Difference,
    EntryChange,
    EntryRow,
    Episode,
    FieldChange,
    History,
    Imported,
    KindRow,
    ListRow,
    ListUsed,
    Part,
    Pulled,
    Shown,
    Snapshot,
    SourceRow,
    Span,
    Standing,
    Status,
)
from reprieve.views import list_entries, words
from reprieve.views.list_changes import show_difference
from reprieve.views.list_entries import show_answered, show_history
from reprieve.views.list_progress import fetching, reading
from reprieve.views.lists import show_imported, show_kinds, show_pulled, show_status, stretches
from reprieve.views.report import report
from reprieve.views.sections import sections
from reprieve.views.tables import names
from reprieve.views.terminal import show
from tests.views.story import ANSWERS, ROUTER

EVIL: Final = "Heron\x1b[2J [bold]Ltd\u202e"
TAME: Final = "Heron\ufffd[2J [bold]Ltd\ufffd"
ENTRY: Final = Entry(
    list="own/birds",
    id="7",
    kind="organization",
    names=(Name(EVIL), Name("Fisher", "alias", "weak"), Name("Old Heron", "former")),
    countries=("GB", "IE"),
    addresses=(Address(street="1 Pond Road", city="Reading", country="UK", note="until 2019"),),
    identifiers=(Identifier("Company No.", "12345", "GB", "dissolved"),),
    births=("circa 1960",),
    birthplaces=("Cork",),
    nationalities=("Irish",),
    titles=("Captain",),
    programs=("POND",),
    requirement="For all items (See footnote)",
    policy="Presumption of denial",
    requires=Requirement("all_items", ("744.11",), ("1", "4"), ("GOV",), ("medical_items",)),
    reviewed=Policy("presumption_of_denial", (("food_and_medicine", "case_by_case"),), ("744.11",)),
    start=date(2019, 5, 1),
    cites=("84 FR 1",),
    urls=("a page",),
    remarks="Seen at dusk",
    place="birds.csv, line 2",
    other={"Colour": ("grey", "white")},
)
SPAN: Final = Span(ENTRY, date(2019, 5, 1), date(2019, 5, 3), date(2020, 1, 1), date(2020, 2, 1), (date(2019, 5, 3),))
COVERED: Final = (
    Covered(date(2019, 1, 1), date(2019, 1, 9), ("a",)),
    Covered(date(2019, 1, 10), date(2019, 1, 20), ("b",)),
    Covered(date(2019, 3, 1), date(2019, 3, 1), ("c",)),
)
SNAPSHOT: Final = Snapshot(
    id="0123456789abcdef" * 4,
    source="office",
    kind="own/csv",
    origin=EVIL,
    published=date(2019, 1, 1),
    dated_by="the file name",
    retrieved=datetime(2019, 1, 2, tzinfo=UTC),
    checked=date(2019, 1, 20),
    parts={"own/birds": Part(1, 12345, "d"), "own/fish": Part(2, 1, "e", complete=False)},
    kept={"Colour": 3},
    skipped={"empty row": 2},
    notes=("mind the gap",),
    experimental=True,
)
LISTS: Final = (
    ListRow(
        "own/birds", "Birds", "", 12345, 3, date(2019, 1, 1), date(2019, 3, 1), 40, COVERED, ("office",), synthetic=True
    ),
    ListRow("us/a/list", "A list of which nothing is here", "Somebody", 0, 0, None, None, None, (), ()),
    ListRow("us/b/list", "In a table only", "Somebody", 0, 0, None, None, None, (), ("table/ours",)),
)
STATUS: Final = Status(
    "a/folder/lists",
    date(2019, 4, 11),
    LISTS,
    (
        SourceRow("office", "own/csv", "", date(2019, 1, 1), date(2019, 3, 1)),
        SourceRow("sdn", "Official", "an address", tried=datetime(2019, 4, 1, 12, 30, tzinfo=UTC), failed=EVIL),
    ),
    (SNAPSHOT,),
)


def printed(view: Callable[[Console], None], width: int = 100, encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict", write_through=True)
    view(Console(file=file, width=width, highlight=False))
    file.seek(0)
    return file.read()


def flowing(text: str) -> str:
    return " ".join(text.split())


def answered(*standings: Standing) -> Answered:
    found = tuple(Shown(SPAN, each, f"because of {each}") for each in standings)
    not_on = (("us/b/list", "not on the complete list of today"), ("us/a/list", "not on the complete list of today"))
    near = (EntryRow("own/birds", "8", "near heron", "unknown"),)
    return Answered("Heron", date(2019, 5, 2), date(2026, 1, 1), found, near, not_on)


CHANGE: Final = EntryChange(
    "own/birds", "7", EVIL, (FieldChange("birthplaces", ("Cork",), ("Dublin", "Galway")),), id_before="6"
)
HISTORY: Final = History("Heron", (Episode(SPAN, ((date(2019, 6, 1), CHANGE),)),), (), {"own/birds": COVERED})
DIFFERENCE: Final = Difference(
    "before this",
    "after that",
    tuple(EntryRow("own/birds", str(each), f"Bird {each} {EVIL}", "person", ("GB",)) for each in range(30)),
    (EntryRow("own/birds", "99", "Dodo", "unknown", (), "day unsure"),),
    (CHANGE,),
    4321,
    ("something to know",),
)
PULLED: Final = (
    Pulled("office", "refused", f"it has shrunk {EVIL}"),
    Pulled("sdn", "failed", "nobody answered"),
)
VIEWS: Final[dict[str, Callable[[Console], None]]] = {
    "status": lambda console: show_status(STATUS, console, everything=True),
    "answered": lambda console: show_answered(answered("listed", "unknown"), console),
    "history": lambda console: show_history(HISTORY, console),
    "difference": lambda console: show_difference(DIFFERENCE, console, 20),
    "imported": lambda console: show_imported(Imported(SNAPSHOT, added=1, removed=0, changed=2), console),
    "pulled": lambda console: show_pulled(PULLED, STATUS, console),
}


@pytest.mark.parametrize("width", [60, 80, 119, 120, 160])
@pytest.mark.parametrize("name", VIEWS)
def test_every_width_holds_and_nothing_steers_the_terminal(name: str, width: int) -> None:
    told = printed(VIEWS[name], width)
    assert max(map(len, told.splitlines())) <= width
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "…" not in told
    assert "\ufffd" in told


@pytest.mark.parametrize("name", VIEWS)
def test_a_terminal_that_writes_only_ascii_gets_only_that(name: str) -> None:
    assert printed(VIEWS[name], 80, "ascii").isascii()


@pytest.mark.parametrize("width", [60, 130])
def test_status_tells_the_same_at_every_width(width: int) -> None:
    told = flowing(printed(VIEWS["status"], width))
    for part in ("12,345", "2019-01-01", "2019-03-01", "40 days", "INVENTED LIST", "office", "us/a/list"):
        assert part in told
    assert "2019-01-01 to 2019-03-01, with 1 gap" in flowing(printed(VIEWS["status"], 60))
    assert "last tried 2019-04-01 12:30 UTC" in told


def test_status_leaves_out_what_there_is_nothing_of() -> None:
    told = printed(lambda console: show_status(STATUS, console, everything=False))
    assert "us/a/list" not in told
    assert "us/b/list" in told
    assert "office@2019-01-01" not in told
    assert "office@2019-01-01" in printed(VIEWS["status"])


def test_only_days_that_nobody_covers_are_gaps() -> None:
    assert stretches(COVERED[:2]) == "2019-01-01 to 2019-01-20"
    assert stretches(COVERED[2:]) == "2019-03-01"
    assert stretches(()) == "no day"
    assert stretches((*COVERED, Covered(date(2019, 5, 1), date(2019, 5, 2), ()))).endswith("2019-05-02, with 2 gaps")


def test_the_age_of_a_source_is_that_of_its_lists() -> None:
    # 40 days on the calendar of its publisher, 41 on that of Greenwich.
    assert "checked until 2019-03-01 (40 days ago)" in flowing(printed(VIEWS["pulled"]))
    assert STATUS.day == date(2019, 4, 11)


def test_a_pull_says_what_stays_in_force() -> None:
    told = flowing(printed(VIEWS["pulled"]))
    assert "office: refused: it has shrunk" in told
    assert "the list of 2019-01-01 stays in force" in told
    assert "sdn: failed: nobody answered nothing of this source has been taken before" in told
    new = (Pulled("office", "new", "", SNAPSHOT), Pulled("sdn", "unchanged", "", SNAPSHOT))
    told = flowing(printed(lambda console: show_pulled(new, STATUS, console)))
    assert "office: new, 3 entries of 2019-01-01, checked until 2019-01-20 (0123456789ab)" in told
    assert "sdn: unchanged, the list of 2019-01-01, checked until 2019-01-20" in told


def test_an_import_leaves_nothing_unsaid() -> None:
    told = flowing(printed(VIEWS["imported"]))
    for part in (
        "Taken: 3 entries, 12,346 names (0123456789ab)",
        "of 2019-01-01, as the name of the file says; checked until 2019-01-20",
        "read as own/csv, source office",
        "own/csv is experimental",
        "own/birds 1 entry, 12,345 names, complete",
        "own/fish 2 entries, 1 name, a part",
        "Colour (3)",
        "empty row (2)",
        "mind the gap",
        "1 added, 0 removed, 2 changed",
    ):
        assert part in told


@pytest.mark.parametrize("standing", list_entries.STANDING)
def test_every_standing_is_said_in_words(standing: Standing) -> None:
    told = flowing(printed(lambda console: show_answered(answered(standing), console)))
    assert f"own/birds:7 {list_entries.STANDING[standing]} because of {standing}" in told


def test_an_entry_is_shown_whole() -> None:
    told = flowing(printed(VIEWS["answered"]))
    for part in (
        TAME,
        "since a day from 2019-05-01 to 2019-05-03",
        "until 2019-12-31 at least; gone by 2020-02-01",
        "also called Fisher (weak alias) Old Heron (former)",
        "country GB, IE",
        "program POND",
        "requirement For all items (See footnote)",
        "that is all items · 15 CFR 744.11 · footnotes 1 and 4 · may go under GOV · not medical items",
        "that is presumption of denial · case by case for food and medicine · 15 CFR 744.11",
        "identifiers Company No. 12345 (GB); dissolved",
        "addresses 1 Pond Road, Reading, UK (until 2019)",
        "born circa 1960",
        "birthplace Cork",
        "nationality Irish",
        "title Captain",
        "listed by 84 FR 1",
        "remarks Seen at dusk",
        "Colour grey white",
        "see a page",
        "source birds.csv, line 2",
    ):
        assert part in told
    assert "near heron (own/birds:8)" in told
    assert "not on the complete list of today: us/b/list, us/a/list" in told


def test_every_field_of_an_entry_has_its_place() -> None:
    # `name` is in the heading, dates are told as a stay.
    told = "\n".join(text for _, text in list_entries.facts(ENTRY))
    elsewhere = {"list", "id", "start", "start_by", "through", "requires", "reviewed", "names", "kind"}
    for field in set(Entry.__struct_fields__) - elsewhere:
        value = getattr(ENTRY, field)
        values = [each for texts in value.values() for each in texts] if isinstance(value, dict) else value
        for each in [values] if isinstance(values, str) else values:
            text = each if isinstance(each, str) else next(v for v in msgspec.structs.astuple(each) if v)
            assert text in told, field


def test_requirements_nobody_has_read_are_not_passed_off_as_read() -> None:
    assert list_entries.requirement(Requirement("unmapped")) == "not read by us yet: the text alone counts"
    assert list_entries.policy(Policy()) == "not read by us yet: the text alone counts"
    assert list_entries.requirement(None) == list_entries.policy(None) == ""


STAYS: Final = {
    "known to the day": (Span(ENTRY, date(2019, 5, 1), date(2019, 5, 1)), "2019-05-01", "no end known"),
    "there from the first list on": (
        Span(ENTRY, None, date(2019, 5, 1), seen=(date(2019, 5, 1),)),
        "2019-05-01 at the latest; the first day is not known",
        "still there on the newest list at hand",
    ),
    "with a last day": (
        Span(ENTRY, date(2019, 5, 1), date(2019, 5, 1), date(2019, 6, 1), date(2019, 6, 1)),
        "2019-05-01",
        "2019-05-31, the last day",
    ),
}


@pytest.mark.parametrize("name", STAYS)
def test_a_stay_has_its_bounds(name: str) -> None:
    span, since, until = STAYS[name]
    assert (list_entries.since(span), list_entries.until(span)) == (since, until)


def test_a_history_tells_what_changed_and_what_is_not_covered() -> None:
    told = flowing(printed(VIEWS["history"]))
    assert "changed by 2019-06-01 id: 6 became 7 birthplaces - Cork + Dublin + Galway" in told
    assert "2019-01-01 to 2019-01-09, 2019-01-10 to 2019-01-20, 2019-03-01" in told
    assert "not covered between: 2019-01-21 to 2019-02-28" in told


def test_a_difference_is_cut_only_with_word_of_it() -> None:
    told = flowing(printed(VIEWS["difference"]))
    assert "30 added, 1 removed, 1 changed, 4,321 unchanged" in told
    assert "10 more; --limit 30 shows them all" in told
    assert "Bird 19 " in told
    assert "Bird 20 " not in told
    assert "- Dodo own/birds:99 · day unsure" in told
    assert "note: something to know" in told
    whole = printed(lambda console: show_difference(DIFFERENCE, console, 30))
    assert "Bird 29 " in flowing(whole)
    assert "more;" not in whole


def test_untried_and_unofficial_kinds_are_marked() -> None:
    kinds = [
        KindRow("a/xml", "A", ("us/a/list",), experimental=True, official=True),
        KindRow("b/csv", "B", (), experimental=False, official=False),
        KindRow("c/csv", "C", (), experimental=False, official=True),
    ]
    told = printed(lambda console: show_kinds(kinds, console), 160).splitlines()
    assert told[0] == "a/xml  A"
    assert told[1].strip().startswith("experimental")
    assert [line.strip()[:13] for line in told[3:]] == ["b/csv  B", "a compilation", "c/csv  C"]


# --- progress ---------------------------------------------------------------------------------------------------------


def test_nobody_is_told_of_progress_where_nobody_watches() -> None:
    console = Console(file=io.StringIO())
    with fetching(console) as one, reading(console) as two:
        assert one is None
        assert two is None


def test_a_terminal_sees_each_source_and_how_far_it_is() -> None:
    file = io.StringIO()
    with fetching(Console(file=file, force_terminal=True, width=100, _environ={"TERM": "xterm"})) as told:
        assert told is not None
        told("sdn", 10, None)
        told("sdn", 500_000, 1_000_000)
        told("csl", 1, None)
    assert "sdn" in file.getvalue()
    assert "0.5/1.0 MB" in file.getvalue()
    assert "csl" in file.getvalue()


def test_a_terminal_sees_how_many_entries_were_read() -> None:
    file = io.StringIO()
    with reading(Console(file=file, force_terminal=True, width=100, _environ={"TERM": "xterm"})) as told:
        assert told is not None
        told(12345)
    assert "12,345 entries" in file.getvalue()


# --- lists in an answer -----------------------------------------------------------------------------------------------

USED: Final = (
    ListUsed("us/a/list", "First List", COVERED[2:], ("c" * 64,)),
    ListUsed("us/b/list", "Second List", COVERED[2:], ("c" * 64,)),
    ListUsed("us/c/list", "Third List", COVERED, ("d" * 64,), ("e" * 64,), synthetic=True),
)


@pytest.mark.parametrize("depth", [1, 2])
def test_an_answer_names_its_lists_and_shouts_of_invented_ones(depth: int) -> None:
    told = flowing(printed(lambda console: show(msgspec.structs.replace(ANSWERS, lists=USED), console, depth)))
    assert "lists, complete of 2019-03-01: First List; Second List" in told
    assert "INVENTED LIST, complete of 2019-01-01 to 2019-01-09, 2019-01-10 to 2019-01-20 and 2019-03-01" in told
    assert "a part of it from 1 snapshot: Third List" in told
    assert "lists, " not in printed(lambda console: show(ANSWERS, console, depth))


def test_the_report_names_its_lists_and_snapshots() -> None:
    html = report(msgspec.structs.replace(ANSWERS, lists=USED))
    for part in ("First List", "us/b/list", "complete of 2019-03-01", f"<code>{'e' * 12}</code>"):
        assert part in html
    assert html.count("<strong>Invented list</strong>") == 1
    assert "The lists at hand" not in report(ANSWERS)


def test_many_stretches_of_days_are_told_in_short() -> None:
    many = tuple(Covered(date(2019, month, 1), date(2019, month, 1), ()) for month in range(1, 13))
    used = ListUsed("us/a/list", "A", many, ())
    assert words.known_in_full(used) == "complete of 2019-01-01, ... (10 more) and 2019-12-01"
    assert words.known_in_full(ListUsed("us/a/list", "A", (), (), ("e",))) == "a part of it from 1 snapshot"


def test_a_question_says_why_its_answer_is_not_known() -> None:
    first, *rest = ROUTER.verdict.missing
    told = msgspec.structs.replace(first, because="no complete list of that day")
    router = msgspec.structs.replace(ROUTER, verdict=msgspec.structs.replace(ROUTER.verdict, missing=(told, *rest)))
    (questions,) = (each for each in sections(router, names(ANSWERS), ()) if each.key == "missing")
    assert questions.items[0].notes.startswith("no complete list of that day · ")
    assert not questions.items[1].notes.startswith(" ")
