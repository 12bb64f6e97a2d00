"""The few calls of the Python face that are not `check`: loading a case and loading packs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reprieve.desk import case_file
from reprieve.desk.asked import asked
from reprieve.desk.home import lists_in
from reprieve.desk.searched import searching
from reprieve.model.listed import PartyKind
from reprieve.model.match import LINE, Match
from reprieve.model.nouns import Case
from reprieve.model.screen_run import NameRun
from reprieve.rules.library import SHIPPED, law_in
from reprieve.rules.pack import Law
from reprieve.screening.compare import compare


def load_packs(folder: Path | str | None = None) -> Law:
    """The packs in a folder, checked; the shipped ones by default. Raises BadPack."""
    return law_in(Path(folder) if folder is not None else SHIPPED)


def load_case(path: Path | str, packs: Path | str | None = None) -> Case:
    """A case file or folder, checked against the facts of the packs. Raises BadInput."""
    return case_file.load_case(Path(path), load_packs(packs))


def compare_names(query: str, listed: str | Sequence[str], kind: str | None = None) -> Match:
    """How well a name fits the names of one party; `.score` 0..1 (0.7 is the usual line), `.explanation` word by word.

    `listed` is one name or all names of the party; `kind` is person, organization, vessel or aircraft, if it is known.
    """
    return compare(query, [listed] if isinstance(listed, str) else listed, kind)


def screen(  # noqa: PLR0913  # what may be known of a party, and of whom it is looked for among
    name: str,
    *,
    kind: PartyKind = "unknown",
    countries: Sequence[str] = (),
    births: Sequence[str] = (),
    identifiers: Sequence[str] = (),
    addresses: Sequence[str] = (),
    at: datetime | None = None,
    lists: Sequence[str] = (),
    threshold: float = LINE,
    home: Path | None = None,
) -> NameRun:
    """A party against the lists at hand: `.screened.alerts` with their explanation, `.settled` if nothing is open.

    `countries` are names or codes; `at` an aware instant, by default now; `lists` ids of lists, by default all.
    Raises BadInput where no list is at hand. For files of parties there is the command `reprieve screen`.
    """
    party = asked(name, kind=kind, countries=countries, births=births, identifiers=identifiers, addresses=addresses)
    return searching(lists_in(home), lists=lists, at=at, threshold=threshold).screen(party)
