"""Fetching official lists: only what changed, only what can be trusted, and what could not be had is remembered."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from reprieve.desk.home import lists_in
from reprieve.errors import BadList
from reprieve.lists.catalogue import Feed, about, catalogue, feed
from reprieve.lists.download import Failed, Fetched, Options, Validators, fetch
from reprieve.lists.importing import Asked, take
from reprieve.lists.store import Attempt, Store
from reprieve.model.snapshot import Pulled, Snapshot

Progress = Callable[[str, int, int | None], None]
"""The source, the bytes so far, and how many there will be if the server says so."""


def pull(
    sources: Sequence[str] = (),
    *,
    store: Store | None = None,
    addresses: Mapping[str, str] | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> tuple[Pulled, ...]:
    """Fetches these sources (default: all). `addresses` stand in for the official ones. Raises BadInput for a name."""
    store = store or lists_in()
    feeds = {name: feed(name) for name in sources or catalogue().sources}
    return tuple(
        _Pull(store, name, each, (addresses or {}).get(name, ""), options or Options(), now).run(progress)
        for name, each in feeds.items()
    )


class _Pull:
    """One source fetched once."""

    def __init__(
        self, store: Store, name: str, wanted: Feed, address: str, options: Options, now: Callable[[], datetime]
    ) -> None:
        self._store, self._name, self._feed, self._options, self._now = store, name, wanted, options, now
        self._zone = ZoneInfo(about(wanted.lists[0]).zone)
        self._addresses = (address,) if address else wanted.address

    def run(self, progress: Progress | None) -> Pulled:
        """Fetch, take, remember; nothing that is in force is touched unless what came is sound."""
        before = self._store.held().attempts.get(self._name)
        mine = [each for each in self._store.snapshots() if each.source == self._name]
        last = mine[-1] if mine and before is not None and mine[-1].id == before.snapshot else None
        with tempfile.TemporaryDirectory(prefix="reprieve-") as folder:
            try:
                fetched = self._fetched(Path(folder), before if last is not None else None, progress)
                return self._taken(fetched, Path(folder), before, last)
            except Failed as error:
                return self._remembered("failed", str(error), before)
            except BadList as error:
                return self._remembered("refused", str(error), before)

    def _fetched(self, folder: Path, before: Attempt | None, progress: Progress | None) -> list[Fetched]:
        validators = Validators(before.etag, before.modified) if before and len(self._addresses) == 1 else Validators()
        day = self._today().isoformat()
        return [
            fetch(
                address.replace("{date}", day),
                folder / _file_name(address, place),
                before=validators,
                options=self._options,
                progress=(lambda done, whole: progress(self._name, done, whole)) if progress else None,
            )
            for place, address in enumerate(self._addresses)
        ]

    def _taken(self, fetched: list[Fetched], folder: Path, before: Attempt | None, last: Snapshot | None) -> Pulled:
        first = fetched[0]
        if last is not None and all(each.status == "unchanged" for each in fetched):
            with self._store.writing():
                confirmed = self._store.confirm(last, self._today())
            return self._remembered("unchanged", "", before, confirmed)
        asked = Asked(
            kind=self._feed.kind,
            source=self._name,
            origin=", ".join(self._addresses),
            published=self._published(first),
            dated_by="the server" if first.validators.modified else "the day of import",
            checked=self._today(),
        )
        taken = take(self._store, sorted(folder.iterdir()), asked, self._now())
        fresh = Attempt(
            self._now().astimezone(UTC), first.validators.etag, first.validators.modified, "", taken.snapshot.id
        )
        with self._store.writing():
            self._store.attempted(self._name, fresh)
        return Pulled(self._name, "unchanged" if taken.unchanged else "new", "", taken.snapshot)

    def _published(self, fetched: Fetched) -> date:
        """The day that the server gives; a server that gives none is believed to serve the list of today."""
        try:
            found = parsedate_to_datetime(fetched.validators.modified).astimezone(self._zone).date()
        except ValueError:
            return self._today()
        return min(found, self._today())

    def _today(self) -> date:
        return self._now().astimezone(self._zone).date()

    def _remembered(
        self, outcome: str, reason: str, before: Attempt | None, snapshot: Snapshot | None = None
    ) -> Pulled:
        kept = Attempt(
            self._now().astimezone(UTC),
            before.etag if before else "",
            before.modified if before else "",
            reason,
            before.snapshot if before else "",
        )
        with self._store.writing():
            self._store.attempted(self._name, kept)
        return Pulled(self._name, outcome, reason, snapshot)  # type: ignore[arg-type]  # one of the four


def _file_name(address: str, place: int) -> str:
    name = address.rpartition("/")[2].partition("?")[0] or "list"
    return f"{place}-{name}"
