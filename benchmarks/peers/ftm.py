"""FollowTheMoney and nomenklatura: a program that loads a file of entities, one JSON document a line.

    python -m benchmarks.peers.ftm proxies FILE     each document an entity proxy, its values trusted; none is kept
    python -m benchmarks.peers.ftm checked FILE     the same, every value cleaned by its type on the way
    python -m benchmarks.peers.ftm held FILE        entity proxies, values trusted, all in memory at the end
    python -m benchmarks.peers.ftm store FILE       nomenklatura's store in memory, as its own commands load a file
    python -m benchmarks.peers.ftm parties FILE     the names of each party in that store, to compare with ours

Prints how many parties and names that was. Nothing is resolved or merged: the linker is empty.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import orjson
from followthemoney import EntityProxy, ValueEntity

from benchmarks.kit.parties import digest

NAMES: Final = ("name", "alias", "previousName", "weakAlias")
PARTY: Final = "LegalEntity"
THINGS: Final = ("Vessel", "Airplane")
"""Schemata of parties that are no legal entities."""


def proxies(path: Path, *, trusted: bool) -> Iterator[EntityProxy]:
    """Every entity of a file, as FollowTheMoney's own commands read one."""
    with path.open("rb") as file:
        for line in file:
            yield ValueEntity.from_dict(orjson.loads(line), cleaned=trusted)


def store(path: Path) -> Any:
    """A file of entities in nomenklatura's store in memory."""
    from nomenklatura.resolver import Linker  # noqa: PLC0415  # a fifth of a second that entity proxies do not need
    from nomenklatura.store import load_entity_file_store  # noqa: PLC0415

    return load_entity_file_store(path, Linker({}))


def names(entities: Iterable[Any]) -> Iterator[list[str]]:
    """The names of each entity that is a party."""
    for entity in entities:
        if entity.schema.is_a(PARTY) or entity.schema.name in THINGS:
            yield [text for each in NAMES for text in entity.get(each, quiet=True)]


def counted(entities: Iterable[Any]) -> dict[str, object]:
    """How many parties and names passed by."""
    parties = found = 0
    for each in names(entities):
        parties += 1
        found += len(each)
    return {"parties": parties, "names": found}


def main(what: str, file: str) -> dict[str, object]:
    """What the command asks for."""
    path = Path(file)
    if what == "store":
        return {"entities": len(store(path).stmts)}
    if what == "parties":
        loaded = store(path)
        return digest(names(loaded.default_view().entities()))
    found = proxies(path, trusted=what != "checked")
    return counted(list(found) if what == "held" else found)


if __name__ == "__main__":
    print(orjson.dumps(main(*sys.argv[1:])).decode())
