"""What every reader of a published format shares: what it is given, what it reports, how it makes ids.

    kind = Kind("ofac/csv", "OFAC SDN or consolidated list, CSV", read, fits, ...)
    for entry in kind.read(opened, reading): ...

A reader yields entries in the order of the file and raises BadList at the first thing that is wrong: whoever takes the
entries takes all or nothing. What it finds besides entries it says in `Reading`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from reprieve.errors import BadList
from reprieve.intake.opened import Opened
from reprieve.model.listed import Day, Entry
from reprieve.text.fold import folded


class Reading:
    """What a reader says besides its entries.

    `published`: when the publication was made, if the file says so. `partial`: the caller knows that the file is
    incomplete, so that a cut last row is kept as far as it goes and noted instead of refused. `kept` counts, by column,
    the filled cells that went to `Entry.other`: columns that carry no meaning for us. `skipped` counts what is no
    record (repeated headers, end-of-file marks).
    """

    def __init__(self, *, partial: bool = False) -> None:
        self.partial = partial
        self.published: Day | None = None
        self.kept: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.notes: list[str] = []

    def other(self, cells: dict[str, str] | dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
        """The cells that no field of an entry takes, counted; empty ones are left out."""
        found: dict[str, tuple[str, ...]] = {}
        for column, value in cells.items():
            values = tuple(each for each in ([value] if isinstance(value, str) else value) if each.strip())
            if values:
                self.kept[column] += 1
                found[column] = values
        return found

    def note(self, text: str) -> None:
        """Something a person should know about this file, once."""
        if text not in self.notes:
            self.notes.append(text)


Reader = Callable[[Sequence[Opened], Reading], Iterator[Entry]]


class Kind(NamedTuple):
    """One published format.

    `fits` looks at the head of a file (and at its name) and says whether it is of this kind. `experimental`: written
    from the published schema; no real file has been read yet. `lists`: the ids of the lists that it can carry. What is
    not `official` is somebody's compilation: a party that is not in it may be on the list all the same.
    """

    id: str
    title: str
    read: Reader
    fits: Callable[[Opened], bool]
    lists: tuple[str, ...]
    experimental: bool = False
    official: bool = True


class Ids:
    """Ids for lists that give none: made from name and country, so that they hold from one publication to the next."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, name: str, *parts: str) -> str:
        """`huawei-technologies-co-ltd-cn`; a second party of the same name and country gets `~2`."""
        made = "-".join("-".join(folded(each).split()) for each in (name, *parts) if each.strip()) or "nameless"
        self._given[made] += 1
        return made if self._given[made] == 1 else f"{made}~{self._given[made]}"


def day(text: str, form: str, place: str) -> date | None:
    """A day as a list writes it (`%d-%m-%Y`), or None for an empty cell. Raises BadList."""
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise BadList(place, f"{text!r} is not a day", f"a day written as {form}") from None
