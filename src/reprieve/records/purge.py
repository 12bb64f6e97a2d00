"""Removes what records say once a rule lets it go, and leaves a tombstone that the chain proves.

A record's digest is over its content's digest: the content can go and the chain still holds. The order to remove it is
a record itself, with the digest of each content that went. Never decides what may go: whoever orders it does.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reprieve.errors import BadInput
from reprieve.model.record import Purge, Written
from reprieve.records.reader import BATCH
from reprieve.records.tables import contents, purges, records
from reprieve.records.walk import PURGE, Purged


def ordered(connection: Connection, purge: Purge) -> Written:
    """The record that orders a purge. Raises BadInput where one of its records is none that can be purged."""
    found = _found(connection, purge.seqs)
    for seq in purge.seqs:
        own, kind, there = found.get(seq, ("", "", False))
        if not own:
            raise BadInput(f"record {seq}", "there is no such record", "nothing was purged")
        if not there:
            raise BadInput(f"record {seq}", "is purged already", "nothing was purged")
        if kind == PURGE:
            raise BadInput(f"record {seq}", "is a purge itself: what was removed stays on record", "leave it out")
    if not purge.seqs or not purge.authority.strip():
        raise BadInput("a purge", "names no record, or no rule that lets it go", "numbers, and the rule")
    said = Purged({seq: found[seq][0] for seq in sorted(purge.seqs)}, purge.authority)
    return Written(PURGE, purge.subject, purge.actor, msgspec.json.encode(said))


def remove(connection: Connection, seqs: tuple[int, ...], by_seq: int) -> None:
    """Removes contents, by order of the purge on record `by_seq`."""
    seqs = tuple(sorted(set(seqs)))
    connection.execute(sa.insert(purges), [{"seq": seq, "by_seq": by_seq} for seq in seqs])
    connection.execute(sa.delete(contents).where(contents.c.seq == sa.bindparam("gone")), [{"gone": s} for s in seqs])


def _found(connection: Connection, seqs: tuple[int, ...]) -> dict[int, tuple[str, str, bool]]:
    """Of each record the digest of its content, its kind, and whether the content is there."""
    both = records.outerjoin(contents, records.c.seq == contents.c.seq)
    wanted = sa.select(records.c.seq, records.c.sha256, records.c.kind, contents.c.seq).select_from(both)
    found: dict[int, tuple[str, str, bool]] = {}
    for start in range(0, len(seqs), BATCH):
        rows = connection.execute(wanted.where(records.c.seq.in_(seqs[start : start + BATCH])))
        found |= {row[0]: (row[1], row[2], row[3] is not None) for row in rows}
    return found
