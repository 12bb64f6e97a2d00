"""Eight days of the real SDN list, every two of them: re-screening finds what two full runs differ in."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final

import pytest

from reprieve.desk.list_files import import_files
from reprieve.desk.rescreen import rescreen
from reprieve.desk.screen_files import Customer
from reprieve.lists.store import Store
from reprieve.model.listed import PartyKind
from reprieve.model.match import LINE
from reprieve.model.screened import Asked
from tests.desk.rescreening import Side, full, stated

SDN: Final = "us/ofac/sdn"
WITH_ALIASES: Final = {"2019-01-04": "2019-01", "2021-07-07": "2021-07-07"}
"""Days of which the files of addresses and of aliases are at hand too, and what these are called after."""
DAYS: Final = (*WITH_ALIASES, "2021-09-02", "2022-03-01", "2022-09-02", "2023-03-01", "2023-09-05", "2024-05-01")
EACH: Final = 15
"""So many listed names of each day are asked about, most of them misspelt, and ten times as many invented persons."""
NEXT: Final = tuple(pairwise(DAYS))
PAIRS: Final = [pytest.param(*each, marks=() if each in NEXT else pytest.mark.soak) for each in combinations(DAYS, 2)]
"""Each day with the next always, every two of them in `make soak`."""
KINDS: Final[dict[str, PartyKind]] = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    found, lists = Store(tmp_path_factory.mktemp("home") / "lists"), shared / "data" / "lists"
    for day in DAYS:
        more = [lists / f"{each}_{WITH_ALIASES[day]}.csv" for each in ("add", "alt") if day in WITH_ALIASES]
        import_files([lists / f"sdn_{day}.csv.gz", *more], store=found)
    return found


@pytest.fixture(scope="module")
def asked(shared: Path) -> list[Asked]:
    """Listed names, read with nothing of ours, and persons that nobody lists."""
    chance = random.Random(20240501)  # noqa: S311  # any names will do, the same each time
    found = [each for day in DAYS for each in chance.sample(list(listed(shared / "data" / "lists", day)), EACH)]
    found = [Asked(misspelt(each.name, chance), kind=each.kind) for each in found]
    with gzip.open(shared / "data" / "screening" / "negatives_persons.csv.gz", "rt", encoding="utf-8") as file:
        invented = [row["full_name"] for row in csv.DictReader(file)]
    return found + [Asked(name, kind="person") for name in chance.sample(invented, 10 * EACH)]


def listed(folder: Path, day: str) -> Iterator[Asked]:
    with gzip.open(folder / f"sdn_{day}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            if len(row) > 2:  # the last line of these files is one character
                yield Asked(row[1].strip(), kind=KINDS.get(row[2].strip(), "unknown"))


def misspelt(name: str, chance: random.Random) -> str:
    """A letter lost, two letters swapped, the words in another order, or nothing."""
    at = chance.randrange(max(len(name) - 1, 1))
    swapped = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
    return chance.choice([name, name[:at] + name[at + 1 :], swapped, " ".join(reversed(name.split()))])


@pytest.fixture(scope="module")
def days(store: Store, asked: list[Asked]) -> dict[str, list[Side]]:
    """Every publication, everybody screened against all of it."""
    found = {}
    for snapshot in store.snapshots():
        entries = tuple(store.entries(snapshot))
        says = stated(entries)
        found[str(snapshot.published)] = [Side(says, alerts) for alerts in full(snapshot, entries, asked, LINE)]
    return found


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_rescreening_is_the_difference_of_two_full_runs(
    store: Store, asked: list[Asked], days: dict[str, list[Side]], before: str, after: str
) -> None:
    customers = [Customer(at, each) for at, each in enumerate(asked)]
    found = rescreen(customers, f"{SDN}@{before}", f"{SDN}@{after}", store=store)
    told = {each.row: each.changes for each in found.found}
    for at, (was, now) in enumerate(zip(days[before], days[after], strict=True)):
        changes = told.get(at, ())
        assert {each.before for each in changes} - {None} == was.lacking_in(now)
        assert {each.after for each in changes} - {None} == now.lacking_in(was)
        assert {each.before for each in changes if each.what == "law"} == was.only_law(now)
    assert {each.what for changes in told.values() for each in changes} & {"new", "changed"}


def test_where_the_later_day_lacks_the_aliases_nobody_is_said_to_be_gone(store: Store, asked: list[Asked]) -> None:
    customers = [Customer(at, each) for at, each in enumerate(asked)]
    found = rescreen(customers, f"{SDN}@2019-01-04", f"{SDN}@2024-05-01", store=store)
    became = {each.what for party in found.found for each in party.changes}
    assert "unknown" in became
    assert "gone" not in became
    assert any("the file of aliases" in each for each in found.open)
