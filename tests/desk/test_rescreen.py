"""Re-screening finds what two full runs differ in: every alert of every party, with every field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reprieve.desk.compared import side
from reprieve.desk.rescreen import rescreen
from reprieve.desk.screen_files import Customer
from reprieve.errors import BadInput
from reprieve.lists.store import Store
from reprieve.model.listed import Address, Entry, Identifier, Name, Policy, Requirement, Strength
from reprieve.model.rescreened import AlertChange, Rescreened
from reprieve.model.screened import Alert, Asked
from reprieve.screening.roll import Listed, Roll
from tests.desk.rescreening import Side, full, stated
from tests.lists.storing import entry, put

LIST: Final = "own/watched"
OTHER: Final = "own/other"
BEFORE, AFTER = "2030-01-02", "2030-02-03"
HERON = entry(LIST, "1", "Grey Heron Fibre Networks Ltd", "Heron Fibre", country="GB")
KITE = entry(LIST, "2", "Red Kite Turbine Works GmbH", country="DE")
STORK = entry(LIST, "3", "Old Stork Optics SA", country="FR")


def customers(*names: str) -> list[Customer]:
    return [Customer(at, Asked(name, kind="organization") if name else None) for at, name in enumerate(names, 2)]


def run(home: Path, *names: str, since: str = f"test@{BEFORE}", until: str = "newest", list_: str = "") -> Rescreened:
    return rescreen(customers(*names), since, until, store=Store(home / "lists"), list_=list_)


def between(home: Path, before: Iterable[Entry], after: Iterable[Entry], *names: str) -> Rescreened:
    put(home, before, BEFORE)
    put(home, after, AFTER)
    return run(home, *names)


def only(found: Rescreened) -> AlertChange:
    """The one change there is."""
    ((change,),) = [each.changes for each in found.found]
    return change


# --- equal to two full runs -------------------------------------------------------------------------------------------

WORDS: Final = ("heron", "kite", "stork", "fibre", "optics", "works", "ltd", "gmbh", "ali", "hassan", "tech")
NAMES: Final = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
BIRTHS: Final = st.sampled_from([(), ("1962-03-01",), ("1971",)])
NUMBERS: Final = st.sampled_from([(), ("9074729",), ("9319466",)])
ADDRESSES: Final = st.sampled_from([(), ("12 Long Meadow Road, Oslo",), ("14 Long Meadow Road, Oslo",)])
STRENGTHS: Final[st.SearchStrategy[Strength]] = st.sampled_from(["strong", "weak"])
LAW: Final = st.sampled_from(["", "all items", "no item"])


@st.composite
def entries(draw: st.DrawFn, list_: str) -> list[Entry]:
    """Some of six ids, each with names, a law, and a place in the file that says nothing."""
    made = []
    for number in draw(st.lists(st.integers(1, 6), unique=True, max_size=5)):
        texts = draw(st.lists(NAMES, min_size=1, max_size=3))
        made.append(
            Entry(
                list_,
                str(number),
                draw(st.sampled_from(["organization", "person", "unknown"])),
                names=(Name(texts[0]), *(Name(each, "alias", draw(STRENGTHS)) for each in texts[1:])),
                countries=draw(st.sampled_from([(), ("DE",), ("FR",)])),
                requirement=draw(LAW),
                births=draw(BIRTHS),
                identifiers=tuple(Identifier("IMO", each) for each in draw(NUMBERS)),
                addresses=tuple(Address(each) for each in draw(ADDRESSES)),
                programs=draw(st.sampled_from([(), ("A",), ("A", "B")])),
                place=f"line {draw(st.integers(2, 9))}",
            )
        )
    return made


@st.composite
def publications(draw: st.DrawFn) -> tuple[list[Entry], list[Entry]]:
    """Two publications of two lists, the second with much of the first; ids may be given anew."""
    before = draw(entries(LIST)) + draw(entries(OTHER))
    fresh = draw(entries(LIST)) + draw(entries(OTHER))
    kept = [each for each in before if draw(st.booleans())]
    after = {(each.list, each.id): each for each in (*fresh, *kept)}
    return before, list(after.values())


ASKED: Final = st.builds(
    Asked,
    name=NAMES,
    kind=st.sampled_from(["organization", "person", "unknown"]),
    aliases=st.lists(NAMES, max_size=1).map(tuple),
    countries=st.sampled_from([(), ("DE",), ("US",)]),
    births=BIRTHS,
    identifiers=NUMBERS,
    addresses=ADDRESSES,
)


@given(publications(), st.lists(ASKED, min_size=1, max_size=4), st.sampled_from([0.3, 0.7, 0.9]))
def test_rescreening_is_the_difference_of_two_full_runs(
    lists: tuple[list[Entry], list[Entry]], asked: list[Asked], threshold: float
) -> None:
    before, after = lists
    if not before or not after:
        return
    with TemporaryDirectory() as folder:
        one, two = put(Path(folder), before, BEFORE), put(Path(folder), after, AFTER)
        named = [Customer(at, each) for at, each in enumerate(asked)]
        since, until = f"test@{BEFORE}", f"test@{AFTER}"
        found = rescreen(named, since, until, store=Store(Path(folder) / "lists"), threshold=threshold)
    old, new = full(one, before, asked, threshold), full(two, after, asked, threshold)
    told = {each.row: each.changes for each in found.found}
    for at, (was, now) in enumerate(zip(old, new, strict=True)):
        changes, was_there, is_there = told.get(at, ()), Side(stated(before), was), Side(stated(after), now)
        assert [each.before for each in changes if each.before] == unique(each.before for each in changes)
        assert {each.before for each in changes} - {None} == was_there.lacking_in(is_there)
        assert {each.after for each in changes} - {None} == is_there.lacking_in(was_there)
        assert {each.before for each in changes if each.what == "law"} == was_there.only_law(is_there)


def unique(alerts: Iterable[Alert | None]) -> list[Alert]:
    return list(dict.fromkeys(each for each in alerts if each is not None))


@given(publications(), ASKED)
def test_an_alert_rests_on_the_one_asked_and_the_entry_and_on_nothing_else(
    lists: tuple[list[Entry], list[Entry]], asked: Asked
) -> None:
    """What the whole of it stands on: alone on a list, an entry gives the alert that it gives among others."""
    listed = [Listed(each) for each in lists[0]]
    together = set(Roll(listed).screen(asked).alerts)
    assert {alert for each in listed for alert in Roll([each]).screen(asked).alerts} == together


# --- what became of an alert ------------------------------------------------------------------------------------------


def test_somebody_newly_listed_is_a_new_alert_for_who_is_called_so(tmp_path: Path) -> None:
    found = between(tmp_path, [KITE], [KITE, HERON], "Grey Heron Fibre Networks", "Nobody Else Bakery")
    change = only(found)
    assert found.found[0].row == 2
    assert (change.what, change.before, change.entry) == ("new", None, None)
    assert change.after is not None
    assert (change.after.id, change.after.published) == ("1", date.fromisoformat(AFTER))
    assert (found.parties, found.added, found.unchanged, found.settled) == (2, 1, 1, False)


def test_whose_entry_was_removed_has_an_alert_less(tmp_path: Path) -> None:
    found = between(tmp_path, [KITE, HERON], [KITE], "Grey Heron Fibre Networks")
    change = only(found)
    assert (change.what, change.after, change.entry, change.why) == ("gone", None, None, "")
    assert change.before is not None
    assert change.before.published == date.fromisoformat(BEFORE)


def test_an_entry_that_is_the_same_changes_nothing_wherever_it_stands(tmp_path: Path) -> None:
    moved = [replace(each, place="line 99") for each in (KITE, HERON)]
    found = between(tmp_path, [HERON, KITE, STORK], [*moved, replace(STORK, remarks="now with a remark")], HERON.name)
    assert (found.found, found.changed, found.unchanged, found.settled) == ((), 1, 2, True)


@pytest.mark.parametrize(
    "law",
    [
        {"requirement": "All items subject to the EAR", "requires": Requirement("all_items")},
        {"policy": "Presumption of denial", "reviewed": Policy("presumption_of_denial")},
        {"programs": ("SDGT",)},
        {"start": date(2030, 1, 15)},
        {"through": date(2030, 3, 1)},
        {"cites": ("95 FR 1",)},
    ],
    ids=str,
)
def test_where_only_the_law_changed_the_alert_stays_and_that_is_said(tmp_path: Path, law: dict[str, object]) -> None:
    moved = replace(HERON, place="line 99", **law)
    change = only(between(tmp_path, [HERON], [moved, KITE], HERON.name))
    assert (change.what, change.differs, set(change.law)) == ("law", (), set(law))
    assert change.entry is not None
    assert {each.field for each in change.entry.fields} == set(law)


def test_where_the_party_and_the_law_changed_both_are_said(tmp_path: Path) -> None:
    other = replace(HERON, requirement="All items", countries=("IE",))
    change = only(between(tmp_path, [HERON], [other], HERON.name))
    assert (change.what, change.law) == ("changed", ("requirement",))
    assert set(change.differs) == {"countries", "entry"}


def test_an_alias_that_matches_better_changes_the_score_and_the_name_that_matched(tmp_path: Path) -> None:
    better = replace(HERON, names=(*HERON.names, Name("Heron Network Fibres", "alias")))
    change = only(between(tmp_path, [HERON], [better], "Heron Network Fibres"))
    assert change.what == "changed"
    assert {"score", "match", "entry"} <= set(change.differs)
    assert change.before is not None
    assert change.after is not None
    assert change.before.score < change.after.score == 1.0


def test_an_entry_that_was_there_and_now_scores_enough_is_a_new_alert_that_says_so(tmp_path: Path) -> None:
    renamed = replace(KITE, names=(*KITE.names, Name("Blue Tit Forge", "alias")))
    change = only(between(tmp_path, [KITE], [renamed], "Blue Tit Forge"))
    assert change.what == "new"
    assert change.entry is not None
    assert [each.field for each in change.entry.fields] == ["names"]
    change = only(rescreened_backwards(tmp_path, renamed, KITE, "Blue Tit Forge"))
    assert change.what == "gone"
    assert change.entry is not None


def rescreened_backwards(home: Path, before: Entry, after: Entry, name: str) -> Rescreened:
    return between(home / "backwards", [before], [after], name)


def test_an_id_that_changed_is_one_alert_that_changed(tmp_path: Path) -> None:
    change = only(between(tmp_path, [HERON, KITE], [replace(HERON, id="77"), KITE], HERON.name))
    assert (change.what, set(change.differs)) == ("changed", {"id", "entry"})
    assert change.entry is not None
    assert change.entry.id_before == "1"


def test_the_worst_comes_first(tmp_path: Path) -> None:
    before = [KITE, STORK, entry(LIST, "4", "Brown Owl Relay Plant Inc")]
    after = [HERON, replace(KITE, programs=("X",)), replace(STORK, countries=("BE",))]
    names = ("Brown Owl Relay Plant", "Old Stork Optics", "Red Kite Turbine Works", "Grey Heron Fibre", HERON.name)
    found = between(tmp_path, before, after, *names)
    assert [each.changes[0].what for each in found.found] == ["new", "new", "law", "changed", "gone"]
    assert [each.asked.name for each in found.found][:2] == [HERON.name, "Grey Heron Fibre"]


# --- what cannot be compared ------------------------------------------------------------------------------------------


def test_who_is_missing_from_a_part_of_a_list_is_not_gone(tmp_path: Path) -> None:
    put(tmp_path, [HERON, KITE], BEFORE)
    put(tmp_path, [KITE], AFTER, complete=False)
    found = run(tmp_path, HERON.name)
    change = only(found)
    assert (change.what, change.why) == ("unknown", found.open[0])
    assert f"a part of {LIST}" in change.why


def test_what_a_part_of_a_list_does_say_counts(tmp_path: Path) -> None:
    put(tmp_path, [HERON], BEFORE)
    put(tmp_path, [KITE, replace(HERON, programs=("X",))], AFTER, complete=False)
    found = run(tmp_path, HERON.name, KITE.name)
    assert [each.changes[0].what for each in found.found] == ["new", "law"]
    assert {each.why for party in found.found for each in party.changes} == {""}


def test_a_part_of_a_list_leaves_open_even_those_for_whom_nothing_was_found(tmp_path: Path) -> None:
    put(tmp_path, [HERON, KITE], BEFORE)
    put(tmp_path, [HERON], AFTER, complete=False)
    found = run(tmp_path, "Nobody Else Bakery")
    assert (found.found, found.settled) == ((), False)


def test_a_list_that_the_later_side_lacks_is_open_and_nobody_on_it_is_gone(tmp_path: Path) -> None:
    there = replace(KITE, list=OTHER)
    found = between(tmp_path, [HERON, there], [HERON], KITE.name)
    assert only(found).what == "unknown"
    assert [OTHER in each for each in found.open] == [True]


def test_a_list_that_the_earlier_side_lacks_is_new_and_said(tmp_path: Path) -> None:
    found = between(tmp_path, [HERON], [HERON, replace(KITE, list=OTHER)], KITE.name)
    assert only(found).what == "new"
    assert found.open == ()
    assert any(OTHER in each for each in found.notes)


def test_a_part_before_is_said_for_who_is_new_may_be_an_old_acquaintance(tmp_path: Path) -> None:
    put(tmp_path, [KITE], BEFORE, complete=False)
    put(tmp_path, [KITE, HERON], AFTER)
    found = run(tmp_path, HERON.name)
    assert (only(found).what, found.open) == ("new", ())
    assert any(f"a part of {LIST}" in each for each in found.notes)


def test_a_file_that_only_the_later_publication_lacks_takes_nobodys_alias_away(tmp_path: Path) -> None:
    bare = replace(HERON, names=HERON.names[:1])
    put(tmp_path, [replace(HERON, names=(*HERON.names, Name("Blue Tit Forge", "alias")))], BEFORE)
    put(tmp_path, [bare], AFTER, notes=("the file of aliases was not given: all parties are here, without them",))
    found = run(tmp_path, "Blue Tit Forge")
    assert only(found).what == "unknown"
    assert "the file of aliases" in found.open[0]


def test_who_may_be_on_a_table_is_screened_as_if_listed_and_left_open(tmp_path: Path) -> None:
    """On 1 June 2019 the days of some listings of the first round are known only within bounds."""
    may = next(each for each in side(Store(tmp_path), "huawei@2019-06-01").unsure if each.name)
    found = run(tmp_path, may.name, since="huawei@2019-05-01", until="huawei@2019-06-01")
    assert may.id in {each.after.id for each in found.found[0].changes if each.what == "new" and each.after}
    assert any("is not known" in each for each in found.open)
    sure = run(tmp_path, may.name, since="huawei@2019-05-01", until="huawei@2020-08-19")
    assert sure.open == ()


def test_an_entry_without_a_name_is_open_for_nobody_can_be_screened_against_it(tmp_path: Path) -> None:
    found = between(tmp_path, [HERON], [HERON, replace(KITE, names=())], "Nobody Else Bakery")
    assert (found.found, found.settled) == ((), False)
    assert f"{LIST}:2" in found.open[0]


def test_a_row_without_a_name_is_counted_and_leaves_the_answer_open(tmp_path: Path) -> None:
    put(tmp_path, [HERON], BEFORE)
    put(tmp_path, [HERON, KITE], AFTER)
    found = run(tmp_path, "", "Nobody Else Bakery")
    assert (found.parties, found.nameless, found.settled) == (1, (2,), False)


# --- which publications -----------------------------------------------------------------------------------------------


def test_the_newest_is_that_of_the_same_source(tmp_path: Path) -> None:
    first = put(tmp_path, [HERON], BEFORE)
    last = put(tmp_path, [HERON, KITE], AFTER)
    put(tmp_path, [STORK], "2030-05-05", source="another")
    for since in (f"test@{BEFORE}", first.id[:8]):
        found = run(tmp_path, KITE.name, since=since)
        assert last.short in found.after
        assert only(found).what == "new"


def test_the_newest_of_a_list_is_compared_by_that_list_alone(tmp_path: Path) -> None:
    put(tmp_path, [HERON, replace(STORK, list=OTHER)], BEFORE)
    put(tmp_path, [HERON, replace(KITE, list=OTHER)], AFTER)
    assert run(tmp_path, KITE.name, STORK.name, since=f"{LIST}@{BEFORE}").found == ()
    assert len(run(tmp_path, KITE.name, STORK.name, since=f"{OTHER}@{BEFORE}").found) == 2
    assert len(run(tmp_path, KITE.name, STORK.name, list_=OTHER).found) == 2


def test_where_nothing_is_newer_that_is_said(tmp_path: Path) -> None:
    put(tmp_path, [HERON], BEFORE)
    found = run(tmp_path, HERON.name)
    assert found.settled
    assert any("nothing newer is at hand" in each for each in found.notes)


@pytest.mark.parametrize(
    ("since", "until", "list_", "where"),
    [
        ("nothing", "newest", "", "nothing"),
        (f"test@{AFTER}", f"test@{BEFORE}", "", f"test@{BEFORE}"),
        (f"test@{BEFORE}", "newest", "own/watchd", "own/watchd"),
        ("huawei@2019-06-01", "newest", "", "--until"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, since: str, until: str, list_: str, where: str) -> None:
    put(tmp_path, [HERON], BEFORE)
    put(tmp_path, [HERON, KITE], AFTER)
    with pytest.raises(BadInput) as refused:
        run(tmp_path, HERON.name, since=since, until=until, list_=list_)
    assert refused.value.where == where


def test_parties_are_screened_in_blocks_and_each_is_told_once(tmp_path: Path) -> None:
    put(tmp_path, [HERON], BEFORE)
    put(tmp_path, [HERON, KITE], AFTER)
    counts: list[int] = []
    many = (Customer(at, Asked(KITE.name if at % 1000 == 7 else "Bakery")) for at in range(4_500))
    found = rescreen(many, f"test@{BEFORE}", store=Store(tmp_path / "lists"), progress=counts.append)
    assert [each.row for each in found.found] == [7, 1007, 2007, 3007, 4007]
    assert counts == [2_000, 4_000, 4_500]
