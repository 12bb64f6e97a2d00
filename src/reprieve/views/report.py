"""The report: answers as one HTML file that needs nothing else, reads without scripts, prints, and never calls out.

Its policy, written into its head, allows one style and nothing more. Text from the case is escaped wherever it stands.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from reprieve.model.answer import Answer, Answers
from reprieve.views import words
from reprieve.views.looks import DUTY_SYMBOLS, LOOKS, TRUTH_SYMBOLS, css
from reprieve.views.scale import Scale
from reprieve.views.sections import Section, blocks, sections
from reprieve.views.svg import axis_svg, scale_of, strip_svg, timeline_svg
from reprieve.views.tables import Names, PieceRow, held_words, names, piece_rows

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER: Final = Path(__file__).parent
WIDE, NARROW, STRIP = 1000, 330, 280
"""Widths of the pictures: on a page, on a telephone, in the summary."""
MARKS: Final = {"point": "–", "question": "?", "flag": "⚑", "lever": "→", **DUTY_SYMBOLS}


class Shown(msgspec.Struct, frozen=True):
    """One transaction with everything drawn and put into words; `strip`, `wide` and `narrow` are finished markup."""

    anchor: str
    answer: Answer
    ends: str
    strip: str
    wide: str
    narrow: str
    rows: tuple[PieceRow, ...]
    sections: tuple[Section, ...]
    restrictions: tuple[tuple[str, str], ...]
    blocks: tuple[str, ...] = ()


def report(answers: Answers) -> str:
    """The whole report as HTML."""
    line = scale_of(
        [each.timeline for each in answers.transactions], [each.at for each in answers.transactions], STRIP, least=4
    )
    called, style = names(answers), _style()
    return _template().render(
        answers=answers,
        shown=[_shown(number, each, called, line) for number, each in enumerate(answers.transactions, 1)],
        axis=axis_svg(line),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _shown(number: int, answer: Answer, called: Names, line: Scale) -> Shown:
    anchor = f"t{number}-{re.sub(r'[^a-z0-9]+', '-', answer.id.lower()).strip('-')}".rstrip("-")
    title = f"Timeline of {answer.id}"
    return Shown(
        anchor,
        answer,
        words.ends(answer.verdict),
        strip_svg(answer.timeline, answer.at, line, f"{anchor}-strip", title),
        timeline_svg(answer.timeline, answer.at, f"{anchor}-wide", title, WIDE),
        timeline_svg(answer.timeline, answer.at, f"{anchor}-narrow", title, NARROW),
        tuple(piece_rows(answer, called)),
        tuple(sections(answer, called, answer.verdict.standing_scope)),
        tuple((called.get(held.id, held.id), held_words(held, called)) for held in answer.verdict.restrictions),
        blocks(answer),
    )


def _style() -> str:
    return f"{css()}\n{(FOLDER / 'report.css').read_text(encoding='utf-8')}"


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # slow to load, rarely needed

    house = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_readable,
    )
    house.globals.update(words=words, looks=LOOKS, marks=MARKS, truths=TRUTH_SYMBOLS)
    return house.get_template("report.html.j2")


def _readable(value: object) -> object:
    """Text without steering characters; markup, which is text of a kind of its own, as it is."""
    return words.readable(value) if type(value) is str else value
