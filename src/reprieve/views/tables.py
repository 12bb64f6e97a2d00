"""What stands in the tables: rows of plain words that terminal, report and pages set each in their own way.

The table twin of a timeline is here, so that no picture holds anything that its table does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from reprieve.model.answer import Answer, Answers, Line
from reprieve.model.verdict import Held, Outcome, Provision, Segment
from reprieve.views import words

CITED: Final = 2
"""So many causes of a piece are told with their citations."""

Names = Mapping[str, str]
"""What a rule is called, by its id."""


class PieceRow(msgspec.Struct, frozen=True):
    """One piece of a timeline; `here` marks the one that holds the moment asked about."""

    number: int
    outcome: Outcome
    when: str
    under: tuple[str, ...]
    change: str
    confidence: str
    here: bool


def names(answers: Answers) -> dict[str, str]:
    """The titles of every provision that the answers name."""
    return {each.id: each.title for answer in answers.transactions for each in provisions(answer)}


def provisions(answer: Answer) -> tuple[Provision, ...]:
    """What stops first, then what clears."""
    return (*answer.verdict.because, *answer.verdict.authorized_by)


def piece_rows(answer: Answer, called: Names) -> list[PieceRow]:
    """The table twin of an answer's timeline: every piece, in order."""
    here = answer.timeline.at(answer.at)
    return [
        PieceRow(
            number,
            piece.outcome,
            words.span(piece.start, piece.end),
            under(piece, called),
            piece.change,
            words.CONFIDENCE[piece.confidence] if piece.because or piece.authorized_by else "",
            piece is here,
        )
        for number, piece in enumerate(answer.timeline.pieces, 1)
    ]


def under(piece: Segment, called: Names) -> tuple[str, ...]:
    """What a piece rests on: what clears it, else what stops it; of many, without their citations."""
    causes = piece.authorized_by or piece.because
    cited = len(causes) <= CITED
    return tuple(dict.fromkeys(title(each if cited else each.partition(" (")[0], called) for each in causes))


def title(cause: str, called: Names) -> str:
    """What people call a rule that is written as its id, or as `id (citation)`; of an unknown id, its words."""
    rule, bracket, cite = cause.partition(" (")
    pack, _, slug = rule.rpartition("/")
    said = called.get(rule) or words.joined(slug.replace("-", " "), pack)
    return f"{said}{bracket}{cite}"


def held_words(held: Held, called: Names) -> str:
    """One restriction in a line: whether it applies and what became of it."""
    applies = {True: "applies", False: "does not apply", None: "may apply"}[held.held]
    if held.held is False:
        return applies
    by = words.listed(title(each, called) for each in held.cleared_by)
    cleared = {True: f"cleared by {by or 'an authorization'}", False: "not cleared", None: "perhaps cleared"}
    return f"{applies}, {cleared[held.cleared]}"


def flattened(lines: tuple[Line, ...], depth: int = 0) -> Iterator[tuple[int, Line]]:
    """Each line of a tree with its depth, from the top down."""
    for line in lines:
        yield depth, line
        yield from flattened(line.parts, depth + 1)
