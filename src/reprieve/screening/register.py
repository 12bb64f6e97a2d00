"""What a roll is made of: entries, their names with the owner of each, an index for each way of reading, and family.

Made from entries, or kept in a folder and read again: what is kept was made by the very code that would make it now,
and of the same entries (`saved`), or it is not used. Never screens anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, overload

import msgspec
import numpy as np

from reprieve.model.listed import PartyKind
from reprieve.screening import saved
from reprieve.screening.addresses import is_address
from reprieve.screening.alert import Listed
from reprieve.screening.bearing import listed_names
from reprieve.screening.compare import KINDS
from reprieve.screening.family import Posted, belongs
from reprieve.screening.index import Index
from reprieve.screening.made import text_arrays, texts_of
from reprieve.screening.parsed import Manner
from reprieve.screening.saved import Texts
from reprieve.screening.spread import Places

MANNERS: Final[tuple[Manner, ...]] = ("person", "organization")
_ROLL: Final = "roll"
"""The folder of what is no index, beside those of the indexes."""


def manners(kind: PartyKind) -> tuple[Manner, ...]:
    """How the names of somebody may have to be read; both ways where nobody says what they are of."""
    return (KINDS[kind],) if kind in KINDS else MANNERS


class Register(NamedTuple):
    """`owners`: for each name of each index, by place, the entry that it is of; `unseen`: entries nobody can match."""

    listed: Sequence[Listed]
    owners: dict[Manner, Places]
    indexes: dict[Manner, Index]
    posted: Posted
    unseen: Places


def registered(listed: Iterable[Listed]) -> Register:
    """Made from entries."""
    listed = tuple(listed)
    owners: dict[Manner, list[int]] = {manner: [] for manner in MANNERS}
    texts: dict[Manner, list[str]] = {manner: [] for manner in MANNERS}
    for number, each in enumerate(listed):
        own = list(dict.fromkeys(listed_names(each.entry)))
        for manner in manners(each.entry.kind):
            texts[manner] += own
            owners[manner] += [number] * len(own)
    return Register(
        listed,
        {manner: np.array(found, np.int64) for manner, found in owners.items()},
        {manner: Index(found, manner) for manner, found in texts.items()},
        _posted(listed, owners["organization"], texts["organization"]),
        np.array([number for number, each in enumerate(listed) if _unseen(each)], np.int64),
    )


def _posted(listed: Sequence[Listed], owners: Sequence[int], texts: Sequence[str]) -> Posted:
    organizations = {number for number in set(owners) if belongs(listed[number].entry)}
    return Posted.of((at, text) for at, text in enumerate(texts) if owners[at] in organizations)


def _unseen(listed: Listed) -> bool:
    """Without a name, or an address that the publication does not give."""
    return not listed.entry.names or (is_address(listed.entry) and not listed.entry.addresses)


# --- kept -----------------------------------------------------------------------------------------------------------


class Kept(Sequence[Listed]):
    """Entries as they were written, each read when somebody asks for it."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._read = msgspec.json.Decoder(Listed).decode

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, place: int) -> Listed: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Listed, ...]: ...
    def __getitem__(self, place: int | slice) -> Listed | tuple[Listed, ...]:
        if isinstance(place, slice):
            return tuple(self._read(text) for text in self._texts[place])
        return self._read(self._texts[place])


def keep(register: Register, folder: Path, key: str) -> None:
    """Into a folder, under a digest of what it was made of. Raises OSError."""
    posted, write = register.posted, msgspec.json.Encoder().encode
    for manner, index in register.indexes.items():
        index.save(folder / manner)
    arrays = {
        **text_arrays("listed", [write(each).decode() for each in register.listed]),
        **text_arrays("words", posted.words),
        "starts": posted.starts,
        "places": posted.places,
        "members": np.array([posted.members], np.int64),
        "unseen": register.unseen,
        **{f"owners.{manner}": owners for manner, owners in register.owners.items()},
        **text_arrays("names", [saved.digest_of(register.indexes[manner].names) for manner in MANNERS]),
    }
    saved.write(folder / _ROLL, arrays, names=key, manner=_ROLL)


def kept(folder: Path, key: str) -> Register:
    """What was kept under a digest. Raises UnusableIndex where there is none, or it may not be used."""
    _, arrays = saved.read(folder / _ROLL, key)
    names = texts_of(arrays, "names")
    return Register(
        Kept(texts_of(arrays, "listed")),
        {manner: arrays[f"owners.{manner}"].astype(np.int64) for manner in MANNERS},
        {manner: Index.load(folder / manner, names[at]) for at, manner in enumerate(MANNERS)},
        Posted(
            texts_of(arrays, "words"),
            arrays["starts"].astype(np.int64),
            arrays["places"].astype(np.int64),
            int(arrays["members"][0]),
        ),
        arrays["unseen"].astype(np.int64),
    )
