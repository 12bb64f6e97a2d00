"""Seven days of the real SDN list and two of the UN list: every addition, removal and change, against plain sets."""

import csv
import gzip
import io
import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from reprieve.desk.compared import compared
from reprieve.desk.list_files import import_files
from reprieve.desk.lists import show
from reprieve.lists.asof import on
from reprieve.lists.store import Store
from reprieve.lists.view import View
from reprieve.model.snapshot import Difference

SDN: Final = "us/ofac/sdn"
UN: Final = "un/sc/consolidated"
DAYS: Final = ("2021-09-02", "2022-03-01", "2022-09-02", "2023-03-01", "2023-09-05", "2024-05-01")
UN_DAYS: Final = ("2025-11-18", "2026-02-27")
Rows = dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    found = Store(tmp_path_factory.mktemp("home") / "lists")
    lists = shared / "data" / "lists"
    for day in DAYS:
        import_files([lists / f"sdn_{day}.csv.gz"], store=found)
    for day in UN_DAYS:
        import_files([lists / f"un_consolidated_{day}.xml"], store=found)
    return found


@pytest.fixture(scope="module")
def sdn(shared: Path) -> dict[str, Rows]:
    """Each day's rows by number, read with nothing of ours."""
    return {day: dict(sdn_rows(shared / "data" / "lists" / f"sdn_{day}.csv.gz")) for day in DAYS}


def sdn_rows(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.reader(io.StringIO(file.read().replace("\x1a", ""))):
            if row:
                yield row[0], tuple(re.sub(r"\s+", " ", cell).strip() for cell in row[1:])


@pytest.fixture(scope="module")
def un(shared: Path) -> dict[str, Rows]:
    return {day: dict(un_rows(shared / "data" / "lists" / f"un_consolidated_{day}.xml")) for day in UN_DAYS}


def un_rows(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    root = ET.parse(path).getroot()  # noqa: S314  # a file of our own, and the oracle shall share nothing with the reader
    for party in (*root.iter("INDIVIDUAL"), *root.iter("ENTITY")):
        texts = tuple(f"{each.tag}={(each.text or '').strip()}" for each in party.iter() if (each.text or "").strip())
        yield party.findtext("REFERENCE_NUMBER") or "", texts


def told(found: Difference) -> tuple[set[str], set[str], set[str]]:
    """Ids added, removed, and changed under the same id; an id that changed counts as gone and come."""
    renamed = [each for each in found.changed if each.id_before]
    return (
        {each.id for each in found.added} | {each.id for each in renamed},
        {each.id for each in found.removed} | {each.id_before for each in renamed},
        {each.id for each in found.changed if not each.id_before},
    )


def plain(before: Rows, after: Rows) -> tuple[set[str], set[str], set[str]]:
    """The same, by sets."""
    both = before.keys() & after.keys()
    return (
        after.keys() - before.keys(),
        before.keys() - after.keys(),
        {id_ for id_ in both if before[id_] != after[id_]},
    )


@pytest.mark.parametrize(("before", "after"), list(combinations(DAYS, 2)))
def test_a_diff_of_two_days_is_the_difference_of_the_sets(
    store: Store, sdn: dict[str, Rows], before: str, after: str
) -> None:
    found = told(compared(store, f"{SDN}@{before}", f"{SDN}@{after}"))
    assert found == plain(sdn[before], sdn[after])


def test_a_diff_of_the_united_nations_list_is_the_difference_of_the_sets(store: Store, un: dict[str, Rows]) -> None:
    before, after = UN_DAYS
    assert told(compared(store, f"{UN}@{before}", f"{UN}@{after}")) == plain(un[before], un[after])


@pytest.mark.parametrize("day", DAYS)
def test_on_the_day_of_a_list_who_is_on_it_is_listed_and_nobody_else(
    store: Store, sdn: dict[str, Rows], day: str
) -> None:
    asked = date.fromisoformat(day)
    view = View(store)
    days, everybody = view.covered(SDN), {id_ for rows in sdn.values() for id_ in rows}
    standing = {
        id_: {on(asked, span, days).standing for span in found} for id_, found in view.spans(SDN, everybody).items()
    }
    assert {id_ for id_, found in standing.items() if "listed" in found} == set(sdn[day])
    assert {id_ for id_, found in standing.items() if found == {"not_listed"}} == everybody - set(sdn[day])


@pytest.mark.parametrize(("before", "after"), list(pairwise(DAYS)))
def test_a_day_between_two_lists_is_bounded_and_not_guessed(
    store: Store, sdn: dict[str, Rows], before: str, after: str
) -> None:
    first, last = date.fromisoformat(before), date.fromisoformat(after)
    asked = first + timedelta(days=random.Random(before).randrange(1, (last - first).days))  # noqa: S311  # any day
    came, gone, both = (
        sdn[after].keys() - sdn[before].keys(),
        sdn[before].keys() - sdn[after].keys(),
        sdn[before].keys() & sdn[after].keys(),
    )
    view = View(store)
    days = view.covered(SDN)
    for ids, wanted in ((came, {"unsure"}), (gone, {"unsure"}), (both, {"listed"})):
        found = view.spans(SDN, ids)
        assert set(found) == set(ids)
        for spans in found.values():
            standings = {on(asked, span, days).standing for span in spans} - {"unknown", "not_listed"}
            assert standings == wanted
    for id_, spans in view.spans(SDN, came).items():
        span = next(each for each in spans if each.start_by == last)
        assert span.start == first + timedelta(days=1), id_


def test_a_party_that_was_removed_and_one_that_was_added_as_shown_to_a_person(
    store: Store, sdn: dict[str, Rows]
) -> None:
    before, after = DAYS[1], DAYS[2]
    middle = datetime.combine(date(2022, 6, 1), time(12), UTC)
    for id_ in sorted(sdn[before].keys() ^ sdn[after].keys())[:20]:
        (found,) = [each for each in show(f"{SDN}:{id_}", store=store, at=middle).found if each.standing != "unknown"]
        assert found.standing == "unsure"
        assert "between 2022-03-0" in found.why


def test_a_name_on_no_list_is_unknown_between_the_lists_and_not_listed_on_their_days(store: Store) -> None:
    nobody = "Northern Fibre Networks GmbH"
    there = show(nobody, store=store, at=datetime(2022, 3, 1, 12, tzinfo=UTC))
    between = show(nobody, store=store, at=datetime(2022, 6, 1, 12, tzinfo=UTC))
    assert (there.found, between.found) == ((), ())
    assert dict(there.not_on)[SDN] == "not on the complete list of 2022-03-01"
    assert dict(between.not_on)[SDN].startswith("no complete list of 2022-06-01 at hand")
