"""The screener: which publication of each list it takes, what it says of them, and the roll that it keeps."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from reprieve.desk import screening
from reprieve.desk.screening import KEPT, NAMES, Screener, screener
from reprieve.errors import BadInput
from reprieve.lists.store import Store
from reprieve.model.listed import Entry, Name
from reprieve.model.screened import Asked
from reprieve.screening.roll import Roll
from tests.lists.storing import entry, put

ONE, TWO = "us/bis/entity-list", "us/ofac/sdn"


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T16:00:00+00:00")


def lists(home: Path) -> Store:
    return Store(home / "lists")


def alerts(found: Screener, name: str) -> list[str]:
    return [each.id for each in found.screen(Asked(name)).alerts]


@pytest.fixture
def two_days(home: Path) -> Path:
    """A list of two days, Orlovka first and then Zarya, and another list of the second day."""
    put(home, [entry(ONE, "1", "Orlovka Rotor")], "2026-03-01", "2026-03-05")
    put(home, [entry(ONE, "2", "Zarya Optics")], "2026-04-01")
    put(home, [entry(TWO, "3", "Zarya Optics Holding")], "2026-04-01", complete=False)
    return home


def test_the_newest_publication_of_every_list_counts(two_days: Path) -> None:
    found = screener(lists(two_days))
    assert set(found.newest) == {ONE, TWO}
    assert (alerts(found, "Orlovka Rotor"), alerts(found, "Zarya Optics")) == ([], ["2", "3"])


def test_a_past_day_is_screened_against_what_was_published_by_then(two_days: Path) -> None:
    found = screener(lists(two_days), at=noon("2026-03-20"))
    assert set(found.newest) == {ONE}
    assert (alerts(found, "Orlovka Rotor"), alerts(found, "Zarya Optics")) == (["1"], [])


def test_what_was_not_known_yet_does_not_count(two_days: Path) -> None:
    found = screener(lists(two_days), at=noon("2026-05-01"), known_at=noon("2026-03-20"))
    assert alerts(found, "Orlovka Rotor") == ["1"]
    assert alerts(screener(lists(two_days), at=noon("2026-03-20"), known_at=noon("2026-05-01")), "Orlovka Rotor") == [
        "1"
    ]


def test_a_day_is_a_day_of_the_publisher(two_days: Path) -> None:
    still_march = datetime(2026, 4, 1, 3, tzinfo=UTC)  # 23:00 in Washington
    assert alerts(screener(lists(two_days), at=still_march), "Orlovka Rotor") == ["1"]


def test_an_alert_says_on_which_publication_it_rests(two_days: Path) -> None:
    found = screener(lists(two_days), at=noon("2026-03-20"))
    (only,) = found.screen(Asked("Orlovka Rotor")).alerts
    assert (only.published, only.snapshot) == (date(2026, 3, 1), found.newest[ONE].short)
    assert only.title == found.used[0].title


def test_every_list_that_was_wanted_is_told_with_what_there_is_of_it(two_days: Path) -> None:
    used = {each.list: each for each in screener(lists(two_days), at=noon("2026-03-20")).used}
    assert [(each.first, each.last) for each in used[ONE].covered] == [(date(2026, 3, 1), date(2026, 3, 5))]
    assert (used[TWO].covered, used[TWO].snapshots, used[TWO].partial) == ((), (), ())


def test_a_part_of_a_list_is_told_as_such(two_days: Path) -> None:
    found = screener(lists(two_days))
    used = {each.list: each for each in found.used}
    assert (used[TWO].snapshots, used[TWO].partial) == ((), (found.newest[TWO].id,))
    assert (used[ONE].snapshots, used[ONE].partial) == ((found.newest[ONE].id,), ())
    assert all(each.synthetic for each in used.values())


def test_only_the_lists_that_were_named_are_searched(two_days: Path) -> None:
    found = screener(lists(two_days), lists=[TWO, TWO])
    assert ([each.list for each in found.used], alerts(found, "Zarya Optics")) == ([TWO], ["3"])


def test_a_list_that_is_not_at_hand_is_refused_with_the_one_that_may_be_meant(two_days: Path) -> None:
    with pytest.raises(BadInput, match=r"us/ofac/snd: no list at hand is called this \(.*us/ofac/sdn"):
        screener(lists(two_days), lists=["us/ofac/snd"])


def test_where_no_list_is_at_hand_nothing_is_searched_and_that_is_told(home: Path) -> None:
    found = screener(lists(home))
    assert (found.newest, found.used, alerts(found, "Anybody")) == ({}, (), [])


def test_whom_nobody_can_be_screened_against_is_told(home: Path) -> None:
    address = Entry(ONE, "2", names=(Name("Address 01"),))
    nameless = replace(entry(ONE, "3", ""), names=())
    put(home, [entry(ONE, "1", "Orlovka Rotor"), address, nameless], "2026-03-01")
    assert screener(lists(home)).notes == (
        "Entity List: 1 entry without a name: nobody can be screened against it",
        "Entity List: 1 address that the publication does not give: nobody can be screened against it",
    )


def test_many_are_screened_as_each_would_be_alone(two_days: Path) -> None:
    found = screener(lists(two_days))
    asked = [Asked("Zarya Optics"), Asked("Somebody Quite Different"), Asked("Zarya Optics Holding")]
    assert list(found.screen_all(asked)) == [found.screen(each) for each in asked]


def test_the_line_is_where_it_was_set(two_days: Path) -> None:
    near = screener(lists(two_days)).screen(Asked("Zarya Optics")).alerts
    assert min(each.score for each in near) < 0.99
    assert len(screener(lists(two_days), threshold=0.99).screen(Asked("Zarya Optics")).alerts) < len(near)


# --- the roll that is kept ------------------------------------------------------------------------------------------


@pytest.fixture
def keeping(two_days: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rolls of any size are kept."""
    monkeypatch.setattr(screening, "KEPT_FROM", 1)
    return two_days


def kept(home: Path) -> set[str]:
    return {each.name for each in (home / NAMES).iterdir()}


def unmade(*_: object) -> Roll:
    pytest.fail("the roll was made anew")


def test_a_roll_is_made_once(keeping: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = screener(lists(keeping)).screen(Asked("Zarya Optics"))
    monkeypatch.setattr(Store, "entries", unmade)
    assert screener(lists(keeping)).screen(Asked("Zarya Optics")) == made
    assert len(kept(keeping)) == 1


def test_another_publication_is_another_roll(keeping: Path) -> None:
    assert alerts(screener(lists(keeping)), "Mira Textiles") == []
    put(keeping, [entry(ONE, "9", "Mira Textiles")], "2026-05-01")
    assert alerts(screener(lists(keeping)), "Mira Textiles") == ["9"]
    assert len(kept(keeping)) == 2


def test_the_same_entries_of_another_day_are_another_roll(keeping: Path) -> None:
    screener(lists(keeping), lists=[ONE])
    put(keeping, [entry(ONE, "2", "Zarya Optics")], "2026-06-01", source="another")
    (only,) = screener(lists(keeping), lists=[ONE]).screen(Asked("Zarya Optics")).alerts
    assert only.published == date(2026, 6, 1)


def test_a_roll_that_is_damaged_is_made_anew(keeping: Path) -> None:
    before = screener(lists(keeping)).screen(Asked("Zarya Optics"))
    for file in (keeping / NAMES).rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-8] + b"\xff" * 8)
    assert screener(lists(keeping)).screen(Asked("Zarya Optics")) == before


def test_where_nothing_can_be_kept_it_is_screened_all_the_same(keeping: Path) -> None:
    (keeping / NAMES).write_text("a file where the folder should be")
    assert alerts(screener(lists(keeping)), "Zarya Optics") == ["2", "3"]


def test_of_many_rolls_the_newest_are_kept(keeping: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for month in range(5, 11):
        put(keeping, [entry(ONE, str(month), f"Zarya {month}")], f"2026-{month:02}-01")
        screener(lists(keeping))
    assert len(kept(keeping)) == KEPT
    monkeypatch.setattr(Store, "entries", unmade)
    assert alerts(screener(lists(keeping)), "Zarya 10") == ["10"]
    assert alerts(screener(lists(keeping), at=noon("2026-09-15")), "Zarya 9") == ["9"]


def test_a_small_roll_is_not_worth_keeping(two_days: Path) -> None:
    screener(lists(two_days))
    assert not (two_days / NAMES).exists()
