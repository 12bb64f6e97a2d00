"""Fetching a list and taking it: only what is new, only what can be trusted, against a server that misbehaves."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
import pytest

from reprieve.desk.lists import status
from reprieve.desk.pull import pull
from reprieve.errors import BadInput
from reprieve.lists.catalogue import catalogue
from reprieve.lists.download import Options
from reprieve.lists.store import Store
from reprieve.model.snapshot import Pulled
from tests.lists.misbehaving import Answer, Server, hangs, resets, whole
from tests.lists.misbehaving import status as answered

DAY: Final = datetime(2026, 11, 20, 15, tzinfo=UTC)
QUICK: Final = Options(tries=2, silence=0.2, total=5.0, sleep=lambda _: None)
SOURCES: Final = {
    "us/bis/entity-list": "Entity List (EL) - Bureau of Industry and Security",
    "us/bis/denied-persons": "Denied Persons List (DPL) - Bureau of Industry and Security",
    "us/bis/unverified": "Unverified List (UVL) - Bureau of Industry and Security",
    "us/bis/military-end-user": "Military End User (MEU) List - Bureau of Industry and Security",
    "us/ofac/sdn": "Specially Designated Nationals (SDN) - Treasury Department",
    "us/ofac/ssi": "Sectoral Sanctions Identifications List (SSI) - Treasury Department",
    "us/ofac/plc": "Palestinian Legislative Council List (PLC) - Treasury Department",
    "us/ofac/cmic": "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department",
    "us/ofac/mbs": "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department",
    "us/ofac/capta": "Capta List (CAP) - Treasury Department",
    "us/state/debarred": "ITAR Debarred (DTC) - State Department",
    "us/state/nonproliferation": "Nonproliferation Sanctions (ISN) - State Department",
}
"""How the Consolidated Screening List names its lists."""


def listed(fewer: int = 0, **more: int) -> bytes:
    """A made-up Consolidated Screening List in JSON: as many parties a list as a whole one has at least, and some."""
    results = [
        {"source": title, "entity_number": str(number) if "ofac" in name else "", "type": "Entity",
         "name": f"{name} made-up party {number}", "alt_names": [], "addresses": [], "id": f"{name}-{number}"}
        for name, title in SOURCES.items()
        for number in range(catalogue().lists[name].at_least * 2 - (fewer if "sdn" in name else 0) + more.get(name, 0))
    ]  # fmt: skip
    return msgspec.json.encode({"results": results})


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("NO_PROXY", "*")
    return Store(tmp_path / "lists")


def pulled(store: Store, *answers: Answer | bytes, now: datetime = DAY) -> tuple[Pulled, Server]:
    with Server(*answers) as server:
        (found,) = pull(["csl"], store=store, addresses={"csl": server.address}, options=QUICK, now=lambda: now)
    return found, server


def good(body: bytes, tag: str = '"one"') -> bytes:
    return whole(body, f"ETag: {tag}", "Last-Modified: Fri, 20 Nov 2026 12:00:00 GMT", "Content-Type: application/json")


def test_a_list_that_is_new(store: Store) -> None:
    found, _ = pulled(store, good(listed()))
    assert (found.outcome, found.reason) == ("new", "")
    (snapshot,) = store.snapshots()
    assert (snapshot.source, snapshot.published, snapshot.dated_by) == ("csl", date(2026, 11, 20), "the server")
    assert snapshot.checked == date(2026, 11, 20)
    assert all(part.complete for part in snapshot.parts.values())


def test_a_list_that_has_not_changed_is_not_sent_again_and_covers_until_today(store: Store) -> None:
    pulled(store, good(listed()))
    found, server = pulled(store, answered("304 Not Modified"), now=DAY + timedelta(days=3))
    assert found.outcome == "unchanged"
    assert server[0]["if-none-match"] == '"one"'
    assert server[0]["if-modified-since"] == "Fri, 20 Nov 2026 12:00:00 GMT"
    (snapshot,) = store.snapshots()
    assert (snapshot.published, snapshot.checked) == (date(2026, 11, 20), date(2026, 11, 23))


def test_the_same_list_sent_again_is_no_new_snapshot(store: Store) -> None:
    pulled(store, good(listed()))
    found, _ = pulled(store, good(listed(), '"two"'), now=DAY + timedelta(days=1))
    assert found.outcome == "unchanged"
    (snapshot,) = store.snapshots()
    assert snapshot.checked == date(2026, 11, 21)


def test_another_list_is_another_snapshot(store: Store) -> None:
    pulled(store, good(listed()))
    body = whole(listed(fewer=10), "Last-Modified: Sat, 21 Nov 2026 12:00:00 GMT")
    found, _ = pulled(store, body, now=DAY + timedelta(days=1))
    assert found.outcome == "new"
    assert [each.published.day for each in store.snapshots()] == [20, 21]


REFUSED: Final[Iterable[tuple[str, bytes, str]]] = [
    ("shrunken", whole(listed(fewer=700)), "fewer than the 6,000 of 2026-11-20"),
    ("cut", whole(listed()[:100_000]), "is not valid JSON"),
    ("another list", whole(b'{"results": [{"source": "Some Other List", "name": "x"}]}'), "Some Other List"),
    ("a table", whole(b"name,country\nAcme,CN\n"), "is not valid JSON"),
    ("no entry", whole(b'{"results": []}'), "holds no entry"),
]


@pytest.mark.parametrize(("body", "reason"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_what_cannot_be_trusted_is_refused_and_the_list_before_stays(store: Store, body: bytes, reason: str) -> None:
    pulled(store, good(listed()))
    before = store.snapshots()
    found, _ = pulled(store, body, now=DAY + timedelta(days=2))
    assert found.outcome == "refused"
    assert reason in found.reason
    assert store.snapshots() == before
    assert sorted(path.suffix for path in store.folder.iterdir() if path.name != ".lock") == [".json", ".parquet"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (answered("500 Overworked"), "500"),
        (answered("404 Not Found"), "404"),
        (whole(b"<!DOCTYPE html><title>Maintenance</title>"), "web page"),
        (whole(b""), "empty"),
        (hangs(), "silent"),
        (resets(b""), "connection failed"),
    ],
)
def test_what_cannot_be_had_is_remembered_with_the_reason(store: Store, answer: Answer | bytes, reason: str) -> None:
    pulled(store, good(listed()))
    before = store.snapshots()
    found, _ = pulled(store, answer, now=DAY + timedelta(days=2))
    assert found.outcome == "failed"
    assert reason in found.reason
    assert store.snapshots() == before
    row = next(each for each in status(store, DAY + timedelta(days=2)).sources if each.source == "csl")
    assert reason in row.failed
    assert row.published == date(2026, 11, 20)


def test_after_a_failure_the_next_pull_still_asks_only_for_what_is_new(store: Store) -> None:
    pulled(store, good(listed()))
    pulled(store, answered("500 Overworked"))
    found, server = pulled(store, answered("304 Not Modified"))
    assert (found.outcome, server[0]["if-none-match"]) == ("unchanged", '"one"')
    assert store.held().attempts["csl"].failed == ""


def test_what_the_server_calls_unchanged_is_what_came_from_it_and_nothing_imported_since(store: Store) -> None:
    pulled(store, good(listed()))
    (first,) = store.snapshots()
    with store.writing():
        other = msgspec.structs.replace(first, id="0" * 64, published=date(2026, 11, 21), checked=date(2026, 11, 21))
        held = msgspec.structs.replace(store.held(), snapshots=(first, other))
        (store.folder / "catalogue.json").write_bytes(msgspec.json.encode(held))
    _, server = pulled(store, good(listed()), now=DAY + timedelta(days=2))
    assert "if-none-match" not in server[0]


def test_the_age_of_a_list_is_shown(store: Store) -> None:
    pulled(store, good(listed()))
    rows = {each.list: each for each in status(store, DAY + timedelta(days=5)).lists}
    assert rows["us/bis/entity-list"].age == 5
    assert rows["us/bis/entity-list"].checked == date(2026, 11, 20)


def test_a_server_without_days_serves_the_list_of_today(store: Store) -> None:
    found, _ = pulled(store, whole(listed()))
    assert found.snapshot is not None
    assert (found.snapshot.published, found.snapshot.dated_by) == (date(2026, 11, 20), "the day of import")


def test_a_day_still_to_come_is_not_believed(store: Store) -> None:
    found, _ = pulled(store, whole(listed(), "Last-Modified: Fri, 27 Nov 2026 12:00:00 GMT"))
    assert found.snapshot is not None
    assert found.snapshot.published == date(2026, 11, 20)


def test_a_source_that_nobody_knows_is_named_before_anything_is_fetched(store: Store) -> None:
    with pytest.raises(BadInput, match=r"cls: no source is called this \(known: csl, sdn"):
        pull(["cls"], store=store)
    assert not store.folder.exists()


def test_progress_is_told(store: Store) -> None:
    told: list[tuple[str, int]] = []
    body = listed()
    with Server(good(body)) as server:
        pull(
            ["csl"],
            store=store,
            addresses={"csl": server.address},
            options=QUICK,
            progress=lambda source, done, _: told.append((source, done)),
            now=lambda: DAY,
        )
    assert told[-1] == ("csl", len(body))
