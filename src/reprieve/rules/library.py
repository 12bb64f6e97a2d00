"""The packs that ship with Reprieve, loaded once a process and compiled."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reprieve.rules.book import Statute
from reprieve.rules.pack import Law, load

SHIPPED = Path(__file__).parent.parent / "packs"


@cache
def law_in(folder: Path) -> Law:
    """The law in a folder of packs. Raises BadPack."""
    return load(folder)


@cache
def statute_of(folder: Path) -> Statute:
    """The law in a folder, compiled."""
    law = law_in(folder)
    return Statute(law.rules, law.dictionary)
