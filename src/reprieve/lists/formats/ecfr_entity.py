"""The cell of an entity in the Entity List, taken apart into names and addresses; a guess is marked as one.

Acme Co., Ltd., a.k.a., the following two aliases:
—Acme; and
—Acme Trading.
1 Some Street, Some City; and 2 Other Street, Some City.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reprieve.model.listed import Address, Name, NameKind

_ALIASES: Final = re.compile(
    r",?\s*(?P<word>a\.k\.a|f\.k\.a)\.?,? the following [a-z0-9-]+ (?:alias|name)(?:es|s)?:?\s*", re.IGNORECASE
)
_DASH: Final = re.compile(r"\s*—\s*")
_END: Final = re.compile(r"(?:[;,]\s*(?:and)?|;\s*or)\s*$", re.IGNORECASE)
# A comma before one of these goes on with the name of a company; before anything else an address begins.
_COMPANY: Final = re.compile(
    r"(?:co|corp|inc|llc|llp|ltd|limited|gmbh|fze|fzc|jsc|ojsc|pjsc|ooo|oao|zao|s\.?a)\b", re.IGNORECASE
)


class Party(NamedTuple):
    """What a cell names. `unclear`: a rule of thumb parted name and address, or the cell says more than that."""

    names: tuple[Name, ...]
    addresses: tuple[Address, ...]
    unclear: bool

    @property
    def name(self) -> str:
        """The name of the entity; empty where the cell is empty."""
        return self.names[0].text if self.names else ""


def party(cell: str) -> Party:
    """The names and addresses of a cell."""
    found = _ALIASES.search(cell)
    if found is None:
        return _plain(cell)
    kind: NameKind = "former" if found["word"].casefold().startswith("f") else "alias"
    names = [Name(_trimmed(cell[: found.start()]))]
    rest: list[str] = []
    more = False
    for line in cell[found.end() :].split("\n"):
        if line.startswith("—") and not rest:
            names += [Name(text, kind) for each in _DASH.split(line) if (text := _trimmed(each))]
            continue
        # What comes under a further heading (affiliates, subordinates) is other parties, in prose.
        more = more or line.endswith(":") or line.startswith("—")
        if not more:
            rest.append(line)
    return Party(tuple(names), _addresses(" ".join(rest)), unclear=more or not rest)


def _plain(cell: str) -> Party:
    first, _, rest = cell.partition("\n")
    if rest:
        return Party((Name(_trimmed(first)),), _addresses(rest.replace("\n", " ")), unclear=False)
    parts = first.split(", ")
    upto = 1
    while upto < len(parts) and _COMPANY.match(parts[upto]):
        upto += 1
    name = _trimmed(", ".join(parts[:upto]))
    return Party((Name(name),) if name else (), _addresses(", ".join(parts[upto:])), unclear=upto < len(parts))


def _addresses(text: str) -> tuple[Address, ...]:
    parts = (_trimmed(each) for each in re.split(r";\s+(?:and\s+)?", text))
    return tuple(Address(full=each) for each in parts if each)


def _trimmed(text: str) -> str:
    """A part of an enumeration without what joins it to the next: `; and`, a comma, the full stop of the last."""
    bare = _END.sub("", text.strip())
    return bare if re.search(r"\b(?:co|corp|inc|ltd|[a-z])\.$", bare, re.IGNORECASE) else bare.removesuffix(".")
