"""Snapshots without files: who was on a list on which days, for tests of what follows from that."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from reprieve.lists.asof import Seen, chain_of
from reprieve.model.listed import Entry, Name
from reprieve.model.snapshot import Part, Snapshot

FIRST = date(2022, 1, 1)
LIST = "us/ofac/sdn"
ENTRY = Entry(LIST, "1", names=(Name("Acme"),))


def day(number: int) -> date:
    """The day so many days after the first."""
    return FIRST + timedelta(days=number)


def snapshot(
    published: int, checked: int | None = None, content: str = "", *, complete: bool = True, synthetic: bool = False
) -> Snapshot:
    """A publication of one list; `content` stands for what is on it."""
    return Snapshot(
        id=f"{content or published:0>64}",
        source="test",
        kind="test",
        origin="test",
        published=day(published),
        dated_by="a person",
        retrieved=datetime(2026, 1, 1, tzinfo=UTC),
        checked=day(published if checked is None else checked),
        parts={LIST: Part(1, 1, str(content or published), complete)},
        synthetic=synthetic,
    )


def chain(*snapshots: Snapshot, known_on: date | None = None) -> tuple[Seen, ...]:
    """The states of the list."""
    return chain_of(snapshots, LIST, known_on)


def holding(*places: int, entry: Entry = ENTRY) -> dict[int, Entry]:
    """The entry in the states with these places."""
    return dict.fromkeys(places, entry)


def complete_chains() -> st.SearchStrategy[tuple[tuple[Seen, ...], frozenset[int]]]:
    """Complete snapshots that do not overlap, and in which of them the entry stands."""
    gaps = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=1, max_size=6)
    return gaps.flatmap(lambda found: st.tuples(st.just(_laid(found)), _some(len(found))))


def _some(most: int) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.sampled_from(range(most)))


def _laid(gaps: Iterable[tuple[int, int]]) -> tuple[Seen, ...]:
    at, made = 0, []
    for before, length in gaps:
        at += before
        made.append(snapshot(at, at + length))
        at += length
    return chain(*made)
