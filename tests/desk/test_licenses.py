"""Licenses that we keep: taken whole or not at all, drawn down by as many as like and never below zero."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import pytest

import reprieve
from reprieve.desk import licenses as desk
from reprieve.desk.case_file import keeping, load_case
from reprieve.desk.face import load_packs
from reprieve.desk.records import book_in
from reprieve.errors import BadInput
from reprieve.model.license import Event, EventKind, Line
from reprieve.model.nouns import Authorization
from reprieve.records.book import Book
from reprieve.rules.pack import Law
from tests.desk import toy
from tests.desk.asking import instant

NOW: Final = datetime(2026, 1, 10, 12, tzinfo=UTC)
LIMITED: Final = toy.LICENSE + "[licenses.limits.pump]\nquantity = 1000\n"


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


@pytest.fixture
def law(packs: Path) -> Law:
    return load_packs(packs)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    found = book_in(tmp_path / "home")
    yield found
    found.close()


def written(folder: Path, text: str = LIMITED) -> Path:
    path = folder / "licenses.toml"
    path.write_text(text, encoding="utf-8")
    return path


def event(kind: EventKind, quantity: int, order: str = "A", on: str = "2019-06-05") -> Event:
    return Event(kind, order, instant(on), {"pump": Line(quantity)}, "J. Doe")


def left(found: Authorization) -> int | None:
    return found.accounts[-1].items["pump"].left


@pytest.fixture
def kept(tmp_path: Path, book: Book, law: Law) -> Book:
    desk.add(written(tmp_path), book, law, "J. Doe")
    return book


def test_a_license_comes_back_as_it_was_written(tmp_path: Path, book: Book, law: Law) -> None:
    desk.add(written(tmp_path), book, law, "J. Doe")
    found = desk.one(book, "D77")
    assert (found.window.start, found.window.end) == (instant("2019-06-01"), instant("2019-07-01"))
    assert (found.parties, found.items, found.clears) == (("star",), ("pump",), ("toy/listed",))
    assert [each.text for each in found.provisos] == ["no resale"]
    assert left(found) == 1000
    assert [each.number for each in desk.listed(book)] == ["D77"]


def test_events_are_written_and_told_in_order(kept: Book) -> None:
    desk.move(kept, "D77", event("ship", 600), NOW)
    found = desk.move(kept, "D77", event("return", 200, on="2019-06-20"), NOW)
    assert left(found) == 600
    assert [(each.kind, each.by) for each in found.ledger] == [("ship", "J. Doe"), ("return", "J. Doe")]
    assert all(each.recorded is not None for each in found.ledger)
    assert desk.one(kept, "D77") == found


def test_what_is_refused_leaves_nothing_in_the_book(kept: Book) -> None:
    desk.move(kept, "D77", event("ship", 600), NOW)
    before = kept.head()
    with pytest.raises(BadInput, match="400 of 1,000 units are left"):
        desk.move(kept, "D77", event("ship", 500, "B"), NOW)
    assert kept.head() == before


def test_what_has_not_happened_yet_is_not_written(kept: Book) -> None:
    with pytest.raises(BadInput, match="has not come yet"):
        desk.move(kept, "D77", event("ship", 1, on="2019-06-05"), instant("2019-06-04"))


def test_a_license_that_is_not_kept_is_refused_with_the_nearest(kept: Book) -> None:
    with pytest.raises(BadInput, match="did you mean D77"):
        desk.move(kept, "D7", event("ship", 1), NOW)


def test_eight_at_once_never_overdraw_a_license(kept: Book, tmp_path: Path) -> None:
    def draw(order: int) -> int:
        book, taken = book_in(tmp_path / "home"), 0
        for _ in range(5):
            try:
                desk.move(book, "D77", event("ship", 70, str(order)), NOW)
            except BadInput as refused:
                assert "are left" in str(refused)  # noqa: PT017  # whoever comes too late is told so
            else:
                taken += 70
        book.close()
        return taken

    with ThreadPoolExecutor(8) as pool:
        taken = sum(pool.map(draw, range(8)))
    assert taken == 980
    assert left(desk.one(kept, "D77")) == 20


def test_an_amended_license_keeps_what_was_drawn(tmp_path: Path, kept: Book, law: Law) -> None:
    desk.move(kept, "D77", event("ship", 600), NOW)
    more = written(tmp_path, LIMITED.replace("1000", "1500"))
    with pytest.raises(BadInput, match="is kept already"):
        desk.add(more, kept, law, "J. Doe")
    desk.add(more, kept, law, "J. Doe", amend=True)
    assert left(desk.one(kept, "D77")) == 900
    with pytest.raises(BadInput, match="takes 600 of pump, and 500 of 500 units are left"):
        desk.add(written(tmp_path, LIMITED.replace("1000", "500")), kept, law, "J. Doe", amend=True)
    assert left(desk.one(kept, "D77")) == 900


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("licenses = []", "holds no license"),
        (LIMITED.replace("toy/listed", "toy/lsted"), "did you mean toy/listed"),
        (LIMITED + LIMITED, "is there twice"),
        (LIMITED.replace("2019-06-30", "2019-05-30"), "ends before it begins"),
        (LIMITED.replace("limits.pump", "limits.valve"), "'valve', which the license does not name"),
        (LIMITED + "[licenses.roles]\nreed = []\n", "'reed', which the license does not name"),
        (LIMITED.replace("1000", "0"), "cannot be 0"),
        (toy.LICENSE + 'value = "1,000"\ncurrency = "USD"\n', "no amount of money"),
        (toy.LICENSE + 'value = "1000"\n', "no currency"),
        (toy.LICENSE.replace('"D77"', '" "'), "names no number"),
        (LIMITED + '[[licenses.ledger]]\nevent = "ship"\norder = "A"\non = 2019-06-02\n', "brings a ledger"),
        (LIMITED.replace("number", "nummer"), "did you mean number"),
    ],
)
def test_a_license_that_is_written_wrong_is_refused_and_none_is_taken(
    text: str, why: str, tmp_path: Path, book: Book, law: Law
) -> None:
    with pytest.raises(BadInput, match=why):
        desk.add(written(tmp_path, text), book, law, "J. Doe")
    assert desk.listed(book) == ()


def test_one_license_that_is_kept_already_keeps_the_others_of_its_file_out(
    tmp_path: Path, kept: Book, law: Law
) -> None:
    both = toy.LICENSE.replace("D77", "D76") + LIMITED
    with pytest.raises(BadInput, match="D77: is kept already"):
        desk.add(written(tmp_path, both), kept, law, "J. Doe")
    assert [each.number for each in desk.listed(kept)] == ["D77"]


# --- in a case --------------------------------------------------------------------------------------------------------


def sale(quantity: int) -> str:
    amounts = f"[transactions.legs.amounts.pump]\nquantity = {quantity}\n"
    return toy.transaction("t", toy.leg(purpose='"sale"') + amounts)


def test_a_case_takes_up_a_license_that_we_keep_with_what_is_left_of_it(
    tmp_path: Path, kept: Book, law: Law, packs: Path
) -> None:
    desk.move(kept, "D77", event("ship", 600), NOW)
    path = tmp_path / "case.toml"
    for quantity, outcome in ((400, "authorized"), (401, "license_required")):
        path.write_text('held_licenses = ["D77"]\n' + toy.CASE + sale(quantity), encoding="utf-8")
        case = load_case(path, law, kept=keeping(tmp_path / "home"))
        (found,) = reprieve.check(case, packs=packs, known_at=datetime(2100, 1, 1, tzinfo=UTC)).transactions
        assert found.verdict.outcome == outcome


def test_what_was_not_yet_written_down_is_not_known(tmp_path: Path, kept: Book, law: Law, packs: Path) -> None:
    desk.move(kept, "D77", event("ship", 600), NOW)
    path = tmp_path / "case.toml"
    path.write_text('held_licenses = ["D77"]\n' + toy.CASE + sale(500), encoding="utf-8")
    case = load_case(path, law, kept=keeping(tmp_path / "home"))
    (found,) = reprieve.check(case, packs=packs, known_at=instant("2019-06-06")).transactions
    assert found.verdict.outcome == "authorized"


def test_a_case_that_names_a_license_nobody_keeps_is_refused(tmp_path: Path, book: Book, law: Law) -> None:
    path = tmp_path / "case.toml"
    path.write_text('held_licenses = ["D77"]\n' + toy.CASE + sale(1), encoding="utf-8")
    with pytest.raises(BadInput, match="no license 'D77' is kept"):
        load_case(path, law, kept=keeping(tmp_path / "home"))
    assert msgspec.json.encode(desk.listed(book)) == b"[]"


# --- what is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "at"),
    [
        ("", NOW),
        ("2026-01-10", NOW),
        ("2026-01-09", datetime(2026, 1, 9, 5, tzinfo=UTC)),
        ("2026-01-11", datetime(2026, 1, 11, 5, tzinfo=UTC)),
    ],
    ids=["nothing", "today", "yesterday", "tomorrow"],
)
def test_a_day_is_its_first_instant_and_today_is_now(day: str, at: datetime) -> None:
    assert desk.when(day, NOW, "--on") == at


def test_a_day_that_is_just_over_is_no_longer_today() -> None:
    midnight = datetime(2026, 1, 10, 5, tzinfo=UTC)
    assert desk.when("2026-01-09", midnight, "--on") == datetime(2026, 1, 9, 5, tzinfo=UTC)


def test_amounts_are_typed_item_by_item() -> None:
    assert desk.moved({"pump": "600"}, {"pump": "12.50", "valve": "3"}) == {
        "pump": Line(600, 12_50),
        "valve": Line(0, 3_00),
    }
    for quantity in ("-1", "1.5", "many", "9" * 20):
        with pytest.raises(BadInput):
            desk.moved({"pump": quantity}, {})
