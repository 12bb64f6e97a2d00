"""What a change of the lists altered as a table: a row for each alert that changed, the worst first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reprieve.intake.columns import safe_cell
from reprieve.intake.whole import whole
from reprieve.model.rescreened import Rescreened, What
from reprieve.model.screened import Alert


class ChangeRow(msgspec.Struct, frozen=True):
    """One alert of one party: what became of it. A side on which there is no alert has empty cells.

    `row` is where the party stands in its file, `source` where the entry stands in the list; `changed` are the fields
    of the entry that differ, `law` those of them that say what is required and not who it is.
    """

    what: What
    row: str
    ref: str
    name: str
    list: str
    id: str
    listed_name: str
    score_before: str
    score_after: str
    matched_before: str
    matched_after: str
    changed: str
    law: str
    why: str
    sentence: str
    snapshot_before: str
    snapshot_after: str
    source: str
    entry: str


def rows(found: Rescreened) -> Iterator[ChangeRow]:
    """Every change, in the order in which it was found."""
    for party in found.found:
        for each in party.changes:
            before, after, alert = each.before, each.after, each.alert
            yield ChangeRow(
                what=each.what,
                row=str(party.row),
                ref=party.asked.ref,
                name=party.asked.name,
                list=alert.list,
                id=alert.id,
                listed_name=alert.name,
                score_before=_score(before),
                score_after=_score(after),
                matched_before=before.match.listed if before else "",
                matched_after=after.match.listed if after else "",
                changed="; ".join(field.field for field in each.entry.fields) if each.entry else "",
                law="; ".join(each.law),
                why=each.why,
                sentence=alert.sentence,
                snapshot_before=before.snapshot if before else "",
                snapshot_after=after.snapshot if after else "",
                source=alert.place,
                entry=alert.entry,
            )


def _score(alert: Alert | None) -> str:
    return "" if alert is None else f"{alert.score:.4f}"


def write_csv(found: Rescreened, file: Path) -> int:
    """The rows into a file, whole or not at all; how many. No cell runs in a spreadsheet. Raises BadInput."""
    found_rows = tuple(rows(found))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(ChangeRow.__struct_fields__)
    writer.writerows([safe_cell(cell) for cell in msgspec.structs.astuple(row)] for row in found_rows)
    with whole(file) as out:
        out.write(text.getvalue().encode())
    return len(found_rows)
