"""Which column of a table means what: guessed from the headings and the cells, said by the user where that fails.

    found = guess(header, sample, party(), {"name": "Firma"})
    found.at("name")            # the places of the columns that mean this
    for column, meaning, why in found.told: ...

Every guess gives its reason in words; what may mean two things is refused, never chosen. Reads no file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec

from reprieve.errors import BadInput
from reprieve.text.country import country_code
from reprieve.text.fold import folded

_WORDS: Final = Path(__file__).parent / "columns.toml"
_JOINED: Final = re.compile(r"_|(?<=[a-z])(?=[A-Z])")
_DAY: Final = re.compile(r"\d{4}[-/.]\d\d?[-/.]\d\d?(?:[T ][\d:.]+)?|\d\d?[-/.]\d\d?[-/.]\d{4}|\d{4}年\d\d?月\d\d?日")
_FEWEST: Final = 3
"""So many filled cells tell what a column holds."""


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that a column may mean.

    `words`: headings that say so. `alone`: words that say so as a whole heading, but not within one. `cells`: what the
    cells look like where the heading says nothing. `several`: more than one column may mean it. `needed`: a table
    without it is refused.
    """

    words: tuple[str, ...]
    alone: tuple[str, ...] = ()
    cells: Literal["", "country", "day"] = ""
    several: bool = False
    needed: bool = False


class Told(NamedTuple):
    """What a column was taken for, and why; no meaning: it was not understood."""

    column: str
    meaning: str
    why: str


class Guess(NamedTuple):
    """What each column of a table means, in the order of the columns."""

    told: tuple[Told, ...]

    def at(self, meaning: str) -> tuple[int, ...]:
        """The places of the columns that mean this."""
        return tuple(place for place, each in enumerate(self.told) if each.meaning == meaning)

    def unknown(self) -> tuple[str, ...]:
        """The columns that were not understood."""
        return tuple(each.column for each in self.told if not each.meaning)


@cache
def party() -> dict[str, Meaning]:
    """What the columns of a table of parties may mean, in the words of several languages."""
    return msgspec.convert(tomllib.loads(_WORDS.read_text(encoding="utf-8")), dict[str, Meaning])


def guess(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    wanted: Mapping[str, Meaning],
    said: Mapping[str, str] | None = None,
    where: str = "the table",
    fault: type[BadInput] = BadInput,
) -> Guess:
    """What the columns mean. `sample`: some rows. `said`: meaning -> column, as the user has it; "": no column at all.

    Raises `fault`, naming the columns there are, where a meaning or column that was said is not known, where two
    columns may mean what only one can, and where a needed meaning has no column.
    """
    columns = [each.strip() for each in header]
    spoken = _spoken(columns, wanted, said or {}, where, fault)
    told = [spoken.get(at) or Told(column, "", "the heading is not known") for at, column in enumerate(columns)]
    asked = set(said or {})
    for at, meaning, why in _by_heading(columns, wanted):
        if at not in spoken and (meaning not in asked or not meaning):
            told[at] = Told(columns[at], meaning, why)
    _refuse_ambiguity(told, wanted, where, fault)
    _by_cells(told, sample, wanted, asked)
    for meaning, what in wanted.items():
        if what.needed and not any(each.meaning == meaning for each in told):
            raise fault(where, f"has no column for the {meaning} among {_listed(columns)}", _how(meaning, "COLUMN"))
    return Guess(tuple(told))


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(repr(each) for each in columns)


def _how(meaning: str, column: str) -> str:
    quoted = f"{column!r}" if " " in column else column
    return f"say which: --column {meaning}={quoted}"


def _spoken(
    columns: list[str], wanted: Mapping[str, Meaning], said: Mapping[str, str], where: str, fault: type[BadInput]
) -> dict[int, Told]:
    """The columns that the user named, by place."""
    found: dict[int, Told] = {}
    for meaning, column in said.items():
        if meaning not in wanted:
            raise fault(where, f"{meaning!r} is nothing that a column can mean", f"known: {', '.join(wanted)}")
        if not column:
            continue
        places = [at for at, each in enumerate(columns) if each == column.strip()]
        places = places or [at for at, each in enumerate(columns) if folded(each) == folded(column)]
        if len(places) != 1:
            what = "has no column" if not places else "has more than one column"
            raise fault(where, f"{what} {column!r} for the {meaning}", f"there are {_listed(columns)}")
        if places[0] in found:
            raise fault(where, f"the column {column!r} is said to be two things", "one meaning a column")
        found[places[0]] = Told(columns[places[0]], meaning, "you said so")
    return found


# --- headings -------------------------------------------------------------------------------------------------------


def _by_heading(columns: Sequence[str], wanted: Mapping[str, Meaning]) -> list[tuple[int, str, str]]:
    """For each column whose heading tells anything: its place, the meaning (or none, if it may be two), and why."""
    found = []
    for at, column in enumerate(columns):
        heading = folded(_JOINED.sub(" ", column))
        scores = {each: _score(heading, what) for each, what in wanted.items()}
        best = max(scores.values(), default=(0, 0))
        fitting = [each for each, score in scores.items() if score == best]
        if not heading or best == (0, 0):
            continue
        if len(fitting) > 1:
            found.append((at, "", f"the heading may mean {' or '.join(fitting)}"))
        else:
            found.append((at, fitting[0], "the heading says so" if best[0] > 1 else "the heading contains the word"))
    return found


def _score(heading: str, what: Meaning) -> tuple[int, int]:
    """How plainly a heading says this: it is one of the words, or holds one; then how long the word is."""
    close = heading.replace(" ", "")
    whole = [len(each) for each in map(folded, (*what.words, *what.alone)) if each.replace(" ", "") == close]
    within = [len(each) for each in map(folded, what.words) if _holds(heading, each)]
    return (2, max(whole)) if whole else (1, max(within)) if within else (0, 0)


def _holds(heading: str, word: str) -> bool:
    """Whether a heading holds a word: between blanks, or anywhere in scripts that write without them."""
    if word.isascii() or not _unspaced(word):
        return len(word) > 2 and f" {word} " in f" {heading} "  # noqa: PLR2004  # `no`, `to`, `ad` say nothing inside
    return len(word) > 1 and word in heading


def _unspaced(word: str) -> bool:
    return any("\u3040" <= char <= "\u30ff" or "\u4e00" <= char <= "\u9fff" for char in word)


def _refuse_ambiguity(told: list[Told], wanted: Mapping[str, Meaning], where: str, fault: type[BadInput]) -> None:
    """Where several columns claim what only one can mean, the plainest keeps it; if none is plainest, that is said."""
    for meaning, what in wanted.items():
        claims = [at for at, each in enumerate(told) if each.meaning == meaning]
        if what.several or len(claims) < 2:  # noqa: PLR2004  # one claim is no quarrel
            continue
        plain = [at for at in claims if told[at].why in {"you said so", "the heading says so"}]
        if len(plain) != 1:
            names = [told[at].column for at in plain or claims]
            listed = " or ".join(repr(each) for each in names)
            raise fault(where, f"the {meaning} may be in {listed}", _how(meaning, names[0]))
        for at in claims:
            if at not in plain:
                why = f"it holds the word for {meaning}, but that is {told[plain[0]].column!r}"
                told[at] = Told(told[at].column, "", why)


# --- cells ----------------------------------------------------------------------------------------------------------


def _by_cells(
    told: list[Told], sample: Sequence[Sequence[str]], wanted: Mapping[str, Meaning], asked: set[str]
) -> None:
    """Columns that no heading explained, by their cells; only what is still missing, and only if one column fits."""
    taken = {each.meaning for each in told} | asked
    for look, said in (("country", "the cells are countries"), ("day", "the cells are days")):
        free = [each for each, what in wanted.items() if what.cells == look and each not in taken]
        fitting = [at for at, each in enumerate(told) if not each.meaning and _looks(look, _column(sample, at))]
        for at in fitting:
            if len(free) == len(fitting) == 1:
                told[at] = Told(told[at].column, free[0], said)
            elif free:
                told[at] = Told(told[at].column, "", f"{said}, but may be {' or '.join(free)}")


def _column(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at].strip() for row in sample if at < len(row) and row[at].strip()]


def _looks(look: str, cells: list[str]) -> bool:
    if len(cells) < _FEWEST:
        return False
    return all(country_code(each) if look == "country" else _DAY.fullmatch(each) for each in cells)


# --- cells on their way out -----------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(text: str) -> str:
    """A cell for a CSV file that a spreadsheet will show and never run.

    What begins like a formula (`=`, `+`, `-`, `@`, their full-width forms, a tab or a carriage return, also behind
    blanks) gets an apostrophe in front; plain numbers such as `-5` or `+4930123` are left as they are.
    """
    if _NUMBER.fullmatch(text):
        return text
    return f"'{text}" if text.lstrip(" \n\u00a0").startswith(_RUN) else text
