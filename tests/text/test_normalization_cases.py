"""Facts of rigour's tests about names, scripts and numbers: ours says the same by a rule, or a reason is written down.

The facts are `../shared/acceptance/normalization_cases.csv`, the reasons `normalization_reasons.toml` beside this file.
"""

from __future__ import annotations

import ast
import csv
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from rapidfuzz.distance import OSA
from rigour.addresses import clean_address, normalize_address
from rigour.ids import get_identifier_format
from rigour.urls import clean_url

from reprieve.screening.likeness import likeness
from reprieve.screening.parsed import Manner, parsed
from reprieve.text.clean import cleaned
from reprieve.text.country import country_code
from reprieve.text.fold import folded
from reprieve.text.pieces import UNSPACED, pieces
from reprieve.text.romanize import romanized
from reprieve.text.script import CODES
from reprieve.text.words import words

REASONS: Final = Path(__file__).parent / "normalization_reasons.toml"


class Fact(msgspec.Struct, frozen=True):
    """One row: a function of rigour, what it was given, and what it said."""

    line: int
    function: str
    given: str
    others: tuple[Any, ...]
    options: dict[str, str]
    expected: Any


class Reasons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Functions that we have no equivalent of, and rows that differ, each with the reason."""

    not_ours: dict[str, str]
    differs: dict[int, str]


def facts(path: Path) -> list[Fact]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_fact(line, row) for line, row in enumerate(csv.DictReader(file), 2)]


def _fact(line: int, row: dict[str, str]) -> Fact:
    return Fact(
        line,
        row["function"],
        row["input"],
        tuple(ast.literal_eval(row["other_args"] or "[]")),
        ast.literal_eval(row["kwargs"] or "{}"),
        set() if row["expected"] == "set()" else ast.literal_eval(row["expected"]),
    )


def reasons() -> Reasons:
    raw = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return msgspec.convert(raw, Reasons, strict=False)


# --- the rules by which ours says the same --------------------------------------------------------------------------


def cuts_alike(fact: Fact) -> bool:
    """The same letters in the same words; a script without spaces may be cut further, where a term ends.

    Marks are no letters, as rigour has it. Short words stay with us, and are left out where rigour was told to.
    """
    least = int(fact.options.get("token_min_length", 1))
    ours = [plain(source) for source, _ in groupby(word.source for word in words(fact.given))]
    ours = [each for each in ours if len(each) >= least]
    theirs = [plain(each) for each in fact.expected]
    further = any(piece.script in UNSPACED for piece in pieces(cleaned(fact.given)))
    same = cuts(theirs) <= cuts(ours) if further else theirs == ours
    return same and "".join(theirs) == "".join(ours)


def plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if char.isalnum())


def cuts(texts: Sequence[str]) -> set[int]:
    return set(accumulate(map(len, texts)))


def named_by(fact: Fact, manner: Manner) -> bool:
    """What is left of a name is what it is known by; forms of company are the same in kind."""
    ours, theirs = parsed(fact.given, manner), parsed(fact.expected, manner)
    own = [
        [token.text for token in name.tokens if token.kind in {"own", "generic", "number", "initial"}]
        for name in (ours, theirs)
    ]
    return own[0] == own[1] and (ours.forms == theirs.forms or manner == "person")


def scripts(text: str) -> set[str]:
    return {piece.script for piece in pieces(cleaned(text)) if any(map(str.isalpha, piece.text))}


def in_scripts(fact: Fact) -> bool:
    return set.intersection(*map(scripts, (fact.given, *fact.others))) == {CODES[each] for each in fact.expected}


def latin(fact: Fact) -> bool:
    """Ours is in small letters, without punctuation."""
    return fact.expected.isascii() and romanized(fact.given) == folded(fact.expected)


def written(fact: Fact) -> bool:
    """The words of what is left are the words of the whole."""
    return words(fact.given) == words(fact.expected)


def no_country(fact: Fact) -> bool:
    return fact.expected is None and country_code(fact.given) == ""


def apart(fact: Fact) -> bool:
    return bool(OSA.distance(fact.given, *fact.others) == fact.expected)


def alike(fact: Fact) -> bool:
    return bool(likeness(fact.given, *fact.others).value == fact.expected)


FORMATS: Final = {"IdentifierFormat": "generic", "StrictFormat": "strict", "WikidataQID": "qid"}
"""Our numbers go through rigour's formats, by their names; these are called otherwise than their classes."""


def numbered(fact: Fact) -> bool:
    kind, _, method = fact.function.partition(".")
    form = get_identifier_format(FORMATS.get(kind, kind.casefold()))
    return bool(getattr(form, method)(fact.given) == fact.expected)


def by_rigour(ask: Callable[[str], object]) -> Callable[[Fact], bool]:
    """Where we ask rigour itself: the version that is installed still says so."""
    return lambda fact: ask(fact.given) == fact.expected


RULES: Final[dict[str, Callable[[Fact], bool]]] = {
    "tokenize_name": cuts_alike,
    "text_scripts": in_scripts,
    "common_scripts": in_scripts,
    "maybe_ascii": latin,
    "remove_emoji": written,
    "replace_display": partial(named_by, manner="organization"),
    "remove_person_prefixes": partial(named_by, manner="person"),
    "remove_org_prefixes": partial(named_by, manner="organization"),
    "remove_obj_prefixes": partial(named_by, manner="organization"),
    "get_territory": no_country,
    "levenshtein": apart,
    "levenshtein_similarity": alike,
    "clean_address": by_rigour(clean_address),
    "normalize_address": by_rigour(normalize_address),
    "clean_url": by_rigour(clean_url),
}


def rule(function: str) -> Callable[[Fact], bool] | None:
    kind, _, method = function.partition(".")
    numbers = method in {"normalize", "format", "is_valid"} and get_identifier_format(
        FORMATS.get(kind, kind.casefold())
    )
    return numbered if numbers else RULES.get(function)


# --- tests ----------------------------------------------------------------------------------------------------------


def test_every_fact_is_ours_too_or_has_its_reason(shared: Path) -> None:
    said = reasons()
    known = facts(shared / "acceptance" / "normalization_cases.csv")
    asked = [(fact, found) for fact in known if (found := rule(fact.function)) is not None]
    unheard = {fact.function for fact in known} - {fact.function for fact, _ in asked}
    assert unheard == set(said.not_ours)
    failed = {fact.line for fact, holds in asked if not holds(fact)}
    assert failed == set(said.differs)
    assert len(asked) > 100


@pytest.mark.parametrize("kind", ["not_ours", "differs"])
def test_every_reason_is_a_sentence(kind: str) -> None:
    told = getattr(reasons(), kind)
    assert told
    assert all(len(reason.split()) > 3 for reason in told.values())


def test_a_word_cut_in_two_is_not_cut_alike() -> None:
    fact = Fact(0, "tokenize_name", "Nabu Zenon", (), {}, ["Nabu", "Zenon"])
    assert cuts_alike(fact)
    assert not cuts_alike(msgspec.structs.replace(fact, given="Na bu Zenon"))
    assert not cuts_alike(msgspec.structs.replace(fact, given="NabuZenon"))
    assert not cuts_alike(msgspec.structs.replace(fact, given="Nabu Zeno"))


def test_a_title_is_no_part_of_what_a_person_is_known_by() -> None:
    fact = Fact(0, "remove_person_prefixes", "Mr. Nabu Zenon", (), {}, "Nabu Zenon")
    assert named_by(fact, "person")
    assert not named_by(msgspec.structs.replace(fact, given="Hugo Nabu Zenon"), "person")
