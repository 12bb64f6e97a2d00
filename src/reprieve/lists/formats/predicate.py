"""What a license requirement and a license review policy say, as predicates; the published text stands beside them.

A text is folded, then read from end to end by the phrases of `predicates.toml` and a small grammar for sections and
footnotes. A predicate is made only where every word was read; all other texts are explicitly unmapped. Nothing is
guessed, and no law is applied here.

A footnote digit sticks to the text it follows (`734.9(e)1`, `EAR2`, `EAR)4`). Every one is kept as published, but they
are of two sorts: 1, 3, 4 and 5 mark the party and call up a foreign-direct-product rule of 734.9; the 2 behind `EAR` in
the Huawei entries marks none. Who asks whether a party has a footnote has to leave the 2 aside.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec

from reprieve.model.listed import Policy, Reach, Requirement, Review

_SECTION: Final = r"7\d\d\.\d+(?:\s?\([a-z0-9]{1,4}\))*"
_WORD: Final = re.compile(
    rf"(?P<section>{_SECTION})|(?P<footnote>(?<![\w.])[1-9](?![\w.])|(?<=\bear)[1-9]\b|(?<=[)])[1-9]\b)"
    r"|(?P<paragraph>(?<=and )\([a-z]\))|of the ear(?![a-z])|of this part\b|\bsee\b|\bpart(?=§)|\band\b"
    r"|§{1,2}|[(),.;\s]"
)
_CASE = "case-by-case"
_SPELLINGS: Final = (
    ("’", "'"),
    ("”", '"'),
    ("“", '"'),
    ("§?", "§"),
    ("§ ", "§"),
    ("744.2l", "744.21"),
    ("casa-by", "case-by"),
    ("case-by case", _CASE),
)
"""What is printed, and what it stands for: marks, and the misprints of the list."""
_REVIEW: Final[tuple[tuple[re.Pattern[str], Review], ...]] = (
    (re.compile(r"policy of denial"), "denial"),
    (re.compile(r"presumption (?:of|for) denial"), "presumption_of_denial"),
    (re.compile(r"presumption of approval"), "presumption_of_approval"),
    (re.compile(rf"{_CASE}(?: basis| review)?"), "case_by_case"),
)
_APART: Final = re.compile(r"\s?(?:apart from|except) ")
_ON_CASE_BASIS: Final = re.compile(r", which will be reviewed on a case-by-case basis")
_ANOTHER: Final = re.compile(r",? and for ")
_BETWEEN: Final = re.compile(r"(?:[.;,]?\s+(?:and )?)|[.;,]")
_MILITARY_END_USERS: Final = (
    "the license application procedure and license review policy for entities specified in "
    "supplement no. 2 to part 744 is specified in "
)


class _Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrase: str
    reaches: Reach


class _Rider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrase: str
    exceptions: tuple[str, ...] = ()
    carve_outs: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


class _Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrase: str
    word: str
    sections: tuple[str, ...] = ()


class _Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    base: tuple[_Base, ...]
    rider: tuple[_Rider, ...]
    scope: tuple[_Scope, ...]


class _Rest(NamedTuple):
    """The sections and footnotes of a stretch of text that says nothing else."""

    sections: tuple[str, ...]
    footnotes: tuple[str, ...]


@cache
def _phrases() -> _Phrases:
    text = files("reprieve.lists.formats").joinpath("predicates.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Phrases)


def _folded(text: str) -> str:
    """One spelling for texts that differ in case, spacing, quotes, known misprints or the full stop at their end."""
    plain = " ".join(text.casefold().split())
    for printed, meant in _SPELLINGS:
        plain = plain.replace(printed, meant)
    plain = re.sub(r"(?<=7\d\d\.21)e\b", "(e)", plain)
    return plain.removesuffix(".")


@cache
def requirement(text: str) -> Requirement | None:
    """The predicate of a license requirement; None for an empty text, `unmapped` for one that was not read whole."""
    plain = _folded(text)
    if not plain:
        return None
    unmapped = Requirement("unmapped")
    for base in _phrases().base:
        if found := re.match(base.phrase, plain):
            return _required(base.reaches, plain[found.end() :]) or unmapped
    return unmapped


def _required(reaches: Reach, rest: str) -> Requirement | None:
    exceptions: list[str] = []
    carve_outs: list[str] = []
    sections: list[str] = []
    for rider in _phrases().rider:
        shorter = re.sub(rf"(?<!\w){rider.phrase}(?!\w)", " ", rest, count=1)
        if shorter != rest:
            rest = shorter
            exceptions += rider.exceptions
            carve_outs += rider.carve_outs
            sections += rider.sections
    read = _references(rest)
    if read is None or (reaches == "project_items" and not read.sections):
        return None
    return Requirement(
        reaches, _once([*read.sections, *sections]), _once(read.footnotes), tuple(exceptions), tuple(carve_outs)
    )


def _references(text: str) -> _Rest | None:
    """The sections and footnotes of a text; None if it says anything else."""
    sections: list[str] = []
    footnotes: list[str] = []
    at = 0
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            return None
        if found["section"]:
            sections.append(found["section"].replace(" ", ""))
        elif found["footnote"]:
            footnotes.append(found["footnote"])
        elif found["paragraph"]:
            if not sections:
                return None
            sections.append(sections[-1].partition("(")[0] + found["paragraph"])
        at = found.end()
    return _Rest(_once(sections), _once(footnotes))


@cache
def policy(text: str) -> Policy | None:
    """The predicate of a license review policy; None for an empty text, no `general` for one that was not read whole.

    A text that names a review for some items and says nothing of the others has its pair in `special` and no `general`.
    """
    plain = _folded(text)
    if not plain:
        return None
    unmapped = Policy(None)
    if plain.startswith(_MILITARY_END_USERS):
        return _by_section(plain.removeprefix(_MILITARY_END_USERS)) or unmapped
    return _by_section(plain) or _Clauses(plain).policy() or unmapped


def _by_section(plain: str) -> Policy | None:
    read = _references(plain)
    return Policy("by_section", (), read.sections) if read and read.sections and not read.footnotes else None


class _Clauses:
    """A policy read clause by clause: a review, the scopes it holds for, what is set apart, the sections at the end."""

    def __init__(self, plain: str) -> None:
        self._plain, self._at = plain, 0
        self._pairs: list[tuple[str, Review]] = []
        self._sections: list[str] = []

    def policy(self) -> Policy | None:
        """The predicate, or None if a word was left over or two clauses contradict one another."""
        while self._at < len(self._plain):
            start = self._at
            if not self._clause():
                read = _references(self._plain[start:]) if self._pairs and self._at == start else None
                if read is None or read.footnotes:
                    return None
                self._sections += read.sections
                break
            self._skip(_BETWEEN)
        return self._whole()

    def _whole(self) -> Policy | None:
        words = [word for word, _ in self._pairs]
        if len(set(words)) != len(words):
            return None
        special = {word: review for word, review in self._pairs if word}
        general = next((review for word, review in self._pairs if not word), None)
        if general is None and set(special) == {"ccl_items", "ear99_items"}:
            # What is subject to the EAR is on the CCL or is EAR99: together the two clauses leave nothing out.
            general = special.pop("ccl_items")
        return Policy(general, tuple(special.items()), _once(self._sections))

    def _clause(self) -> bool:
        for pattern, review in _REVIEW:
            if self._skip(pattern):
                return self._scopes(review) and self._set_apart()
        return False

    def _scopes(self, review: Review) -> bool:
        """` for A, and for B`, or nothing: then the review is the general one."""
        if not self._skip(re.compile(" for ")):
            self._pairs.append(("", review))
            return True
        if not self._scope(review):
            return False
        while self._skip(_ANOTHER):
            if not self._scope(review):
                return False
        return True

    def _scope(self, review: Review) -> bool:
        for scope in _phrases().scope:
            if self._skip(re.compile(rf"{scope.phrase}(?!\w)")):
                self._pairs.append((scope.word, review))
                self._sections += scope.sections
                return True
        return False

    def _set_apart(self) -> bool:
        """` apart from A and for B, which will be reviewed ...`, ` except case-by-case for C`, or nothing."""
        if not self._skip(_APART):
            return True
        if self._plain.startswith(_CASE, self._at):
            return self._clause()
        return self._scopes_after_apart() and self._skip(_ON_CASE_BASIS)

    def _scopes_after_apart(self) -> bool:
        if not self._scope("case_by_case"):
            return False
        return self._scope("case_by_case") if self._skip(_ANOTHER) else True

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self._plain, self._at)
        if found is None:
            return False
        self._at = found.end()
        return True


def _once(texts: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
