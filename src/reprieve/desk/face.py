"""The few calls of the Python face that are not `check`: loading a case and loading packs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reprieve.desk import case_file
from reprieve.model.match import Match
from reprieve.model.nouns import Case
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
