"""An import that is killed: whatever the moment, the store has the old state or the whole new one, and goes on.

Killed in two ways: at random moments, spread over the whole import; and before every single step that it takes in the
file system, so that no moment between two of them is left to luck.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final, Literal

import pytest

from reprieve.lists.columns import BATCH
from reprieve.lists.store import Store
from tests.lists.making import MADE, imported, state, written

KIND: Final = "bis/dpl"
RUNS: Final = 100
Moment = Literal["before", "during", "after", "never"]


class Server:
    """The program `crashing.py`, which imports files in children that it kills."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def run(self, store: Store, file: Path, *, after: float = 0, step: int = 0) -> tuple[str, float]:
        """An import that is killed after some seconds, or before a step: `killed` or `done`, and how long it took."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(f"{store.folder}\t{KIND}\t{file}\t{MADE}\t{after}\t{step}\n")
        self._program.stdin.flush()
        word, seconds = self._program.stdout.readline().split()
        return word, float(seconds)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.lists.crashing"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as program:
        yield Server(program)


class Killing:
    """Imports of one file that are killed, each into a store of its own that holds something already."""

    def __init__(self, folder: Path, server: Server, parties: int) -> None:
        self.hit: Counter[Moment] = Counter()
        self._folder, self._server, self._parties = folder, server, parties
        self._numbers = count()
        self._file = written(folder, KIND, range(parties)).rename(folder / "new.txt")
        (folder / "old").mkdir()
        old = Store(folder / "old" / "lists")
        imported(old, KIND, range(3), partial=True)
        self._before, self._old = state(old), old.snapshots()

    def whole(self) -> float:
        """How many seconds an import takes that nobody kills."""
        took = []
        for _ in range(3):
            store = self._fresh()
            word, seconds = self._server.run(store, self._file)
            assert word == "done"
            assert self._has_new(store)
            took.append(seconds)
        return sorted(took)[1]

    def kill(self, *, after: float = 0, step: int = 0) -> Moment:
        """Kills one import, looks at everything that has to hold then, and says what it was killed in."""
        store = self._fresh()
        word, _ = self._server.run(store, self._file, after=after, step=step)
        writing = bool(list(store.folder.glob("*.part"))) or state(store).keys() != self._before.keys()
        new = self._has_new(store)
        moment: Moment = "never" if word == "done" else "after" if new else "during" if writing else "before"
        assert new or word == "killed"
        self.hit[moment] += 1
        self._assert_goes_on(store)
        return moment

    def _fresh(self) -> Store:
        store = Store(self._folder / str(next(self._numbers)) / "lists")
        store.folder.mkdir(parents=True)
        for name, content in self._before.items():
            (store.folder / name).write_bytes(content)
        return store

    def _has_new(self, store: Store) -> bool:
        """Whether the catalogue has the new state: exactly that and whole, or else exactly the old one."""
        now = store.snapshots()
        new = [each for each in now if each not in self._old]
        assert set(map(repr, self._old)) | set(map(repr, new)) == set(map(repr, now))
        for each in new:
            assert each.entries == self._parties
            cites = [entry.names[0].text for entry in store.entries(each)]
            assert len(set(cites)) == len(cites) == self._parties
        assert [len(list(store.entries(each))) for each in self._old] == [3]
        if not new:
            catalogue = (store.folder / "catalogue.json").read_bytes()
            assert catalogue == self._before["catalogue.json"]
        return bool(new)

    def _assert_goes_on(self, store: Store) -> None:
        """The next import works, counts, and leaves nothing lying about."""
        before = store.snapshots()
        after = imported(store, KIND, range(4), partial=True, source="next").snapshot
        assert sorted(map(repr, store.snapshots())) == sorted(map(repr, [*before, after]))
        assert len(list(store.entries(after))) == 4
        named = {f"{each.id}.parquet" for each in store.snapshots()}
        assert named | {"catalogue.json"} <= state(store).keys()
        assert not [name for name in state(store) if name.endswith(".part")]


@pytest.fixture
def killing(tmp_path: Path, server: Server) -> partial[Killing]:
    return partial(Killing, tmp_path, server)


def test_an_import_may_be_killed_before_any_step_in_the_file_system(killing: partial[Killing]) -> None:
    killed = killing(50)
    for step in count(1):
        if killed.kill(step=step) == "never":
            break
    assert killed.hit.total() > 15
    # From the catalogue's rename on there are only its folder to be settled and the lock to be given back.
    assert killed.hit["before"] > 2
    assert killed.hit["during"] > 10
    assert killed.hit["after"] >= 2


def spread(killed: Killing, runs: int, seed: int) -> None:
    """Kills at random moments, a stratum a run, from before the import begins until after it has ended."""
    chance, length = random.Random(seed), killed.whole()  # noqa: S311  # the same moments in every run
    strata = list(range(runs))
    chance.shuffle(strata)
    for each in strata:
        killed.kill(after=max(1e-4, length * 1.02 * (each + chance.random()) / runs))


def test_an_import_may_be_killed_at_any_moment(killing: partial[Killing]) -> None:
    killed = killing(BATCH + 1000)
    spread(killed, RUNS, seed=7)
    assert killed.hit.total() == RUNS
    # How many end in time depends on the machine; that most are hit while they write does not.
    assert killed.hit["during"] > RUNS // 2
    assert killed.hit["never"] < RUNS // 2


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_long_import_may_be_killed_at_any_moment(killing: partial[Killing]) -> None:
    killed = killing(30_000)
    spread(killed, 200, seed=11)
    assert killed.hit["during"] > 100
