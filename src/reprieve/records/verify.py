"""Verifies a whole book: the chain from the first record to the last, the head, every signed root, every purge.

What it can find: a changed byte, a removed or moved record, an end that was cut, a root that nobody trusted signed, a
content that went without a purge. What nobody can find from the book alone is an end that was cut or written anew
*after* the last root, by someone who may write to the database: for that, keep roots elsewhere and give them here as
witnesses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from securesystemslib.signer import Key  # type: ignore[attr-defined]  # says not that it may

from reprieve.model.record import Fault, Head, Record, Root, Verified
from reprieve.records.keys import opened
from reprieve.records.reader import Reader
from reprieve.records.roots import PAYLOAD, digest, said
from reprieve.records.walk import Walk

Progress = Callable[[int, int], None]
"""Told every so many records: how many are read, of how many."""
_EVERY: Final = 10_000


def verify(
    reader: Reader, keys: Sequence[Key], witnesses: Iterable[bytes] = (), progress: Progress | None = None
) -> Verified:
    """Reads everything. `witnesses` are envelopes of roots that were kept elsewhere; `keys` are those trusted."""
    stored, head = list(reader.roots()), reader.head()
    faults: list[Fault] = []
    trusted = [root for number, envelope in stored if (root := _root(number, envelope, keys, faults))]
    faults += _chained(stored)
    trusted += [root for each in witnesses if (root := _root(0, each, keys, faults))]
    walk = Walk()
    faults += _against(_told(reader.records(), walk, head, progress), trusted)
    faults += walk.faults()
    faults += _end(walk.at, head, trusted)
    return Verified(walk.records, len(stored), len(walk.purged), head, tuple(sorted(faults, key=lambda each: each.seq)))


def _told(records: Iterable[Record], walk: Walk, head: Head, progress: Progress | None) -> Iterator[Record]:
    """Records, each passed on once the walk is past it."""
    for each in records:
        walk.step(each)
        if progress is not None and each.seq % _EVERY == 0:
            progress(each.seq, head.seq)
        yield each


def _root(number: int, envelope: bytes, keys: Sequence[Key], faults: list[Fault]) -> Root | None:
    """The root in an envelope that is signed by one of the keys; for any other, a fault."""
    name = f"root {number}" if number else "a root kept elsewhere"
    found = said(envelope)
    if found is None:
        faults.append(Fault(0, f"{name} cannot be read"))
    elif not keys:
        faults.append(Fault(found.root.seq, f"{name} of {found.root.day} cannot be checked: no public key is at hand"))
    elif opened(envelope, PAYLOAD, keys) is None:
        faults.append(Fault(found.root.seq, f"{name} of {found.root.day} is forged: no trusted key signed it"))
    else:
        return found.root
    return None


def _chained(stored: Sequence[tuple[int, bytes]]) -> Iterator[Fault]:
    """Roots that are missing or out of order among those stored."""
    last = None
    for place, (number, envelope) in enumerate(stored, 1):
        found = said(envelope)
        if found is not None and (found.root.number != number or found.root.previous != digest(last)):
            yield Fault(found.root.seq, f"root {number} does not follow the one before: a root was removed or moved")
        elif number != place:
            yield Fault(0, f"root {place} is missing")
        last = found


def _against(records: Iterable[Record], roots: Sequence[Root]) -> Iterator[Fault]:
    """Records that are others than those that roots were signed over."""
    signed: dict[int, list[Root]] = {}
    for root in roots:
        signed.setdefault(root.seq, []).append(root)
    for each in records:
        for root in signed.get(each.seq, ()):
            if root.digest != each.digest:
                yield Fault(each.seq, f"it is not the record that the root of {root.day} was signed over")


def _end(last: Head, head: Head, roots: Sequence[Root]) -> Iterator[Fault]:
    """Whether the book ends where its head and its roots say."""
    if last.seq < head.seq:
        yield Fault(last.seq + 1, f"the end is cut: the book had {head.seq} records")
    elif (last.seq, last.digest) != (head.seq, head.digest):
        yield Fault(last.seq, f"the head says that record {head.seq} is the last, and that it is another than this")
    for root in roots:
        if root.seq > last.seq:
            yield Fault(last.seq + 1, f"the end is cut: the root of {root.day} was signed over record {root.seq}")
