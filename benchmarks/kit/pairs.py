"""Labelled pairs of names: does this name mean that listed party? Published sets, two lists, and made ones.

    Pair("UN", "words reordered", "YONG CHOL, JO", ("JO YONG CHOL",), "person", same=True)

Published pairs are read from `name_pairs.csv`. Pairs across scripts are what the Japanese and Chinese lists themselves
say of a party in Latin and in Han letters. Perturbed ones are listed names written as people write them. Nothing here
scores anything, and nothing is learned from.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import msgspec
from rapidfuzz.distance import OSA

from benchmarks.kit.writing import WAYS, Way
from reprieve.text.fold import folded
from reprieve.text.script import script_of

KINDS: Final = {"Person": "person", "Company": "organization", "Organization": "organization", "Vessel": "vessel"}
"""FollowTheMoney's schema -> our kind of party; every other is a party of which no kind is known."""

SOURCES: Final = {
    "contrib/name_bench/": "name_bench",
    "contrib/entity_bench/": "entity-bench",
    "contrib/candidate_generation_benchmark/": "UN",
    "ssb/": "SSB",
    "pkg/search/testdata/cascade": "cascade",
    "pkg/search/similarity_fuzzy": "watchman tests",
    "tests/matching/": "logic-v2 tests",
}
"""How the column `file` begins -> the source as tables call it."""

HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_BRACKETED: Final = re.compile("[(\uff08]([^()\uff08\uff09]*)[)\uff09]")
_SHIFTS: Final = (1, 2, 0.5)
"""Whose name stands in for a wrong one: the next party's, the one after it, and (a share) one far down the list."""
_NEAR_EDITS: Final = 2
_NEAR_SPELLINGS: Final = 0.85
"""Two parties with names as alike as this are taken for one party listed twice, and make no negative."""
_SHARED: Final = 2
"""Wrong parties that share a word, for each perturbed name."""


class Asked(msgspec.Struct, frozen=True):
    """A name to be screened, the kind of party if one is known, and countries (ISO 3166-1 alpha-2) if any are."""

    name: str
    kind: str | None
    countries: tuple[str, ...] = ()


class Named(msgspec.Struct, frozen=True):
    """A listed party: all its names, the primary one first, and its kind, if one is known."""

    names: tuple[str, ...]
    kind: str | None = None


class Pair(msgspec.Struct, frozen=True):
    """One question with its answer. `sort` says how the names differ, or what the pair was made by.

    `countries` are those of the query: no table tells those of the listed party.
    """

    source: str
    sort: str
    query: str
    listed: tuple[str, ...]
    kind: str | None
    same: bool
    countries: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """Whom it asks for."""
        return Asked(self.query, self.kind, self.countries)

    @property
    def party(self) -> Named:
        """Whom it may be."""
        return Named(self.listed, self.kind)

    @property
    def crosses(self) -> bool:
        """Whether no listed name is in the script of the query."""
        return script_of(self.query) not in {script_of(each) for each in self.listed}


# --- published ------------------------------------------------------------------------------------------------------


def published(path: Path) -> Iterator[Pair]:
    """The rows of `name_pairs.csv`, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            source = next(title for start, title in SOURCES.items() if row["file"].startswith(start))
            listed = tuple(row["listed_name"].split(" | "))
            sort, kind = differing(row["query_name"], listed), KINDS.get(row["schema"])
            countries = tuple(row["query_country"].upper().split())
            yield Pair(source, sort, row["query_name"], listed, kind, row["expected"] == "match", countries)


def differing(query: str, listed: Sequence[str]) -> str:
    """How a name differs from the listed one nearest to it in spelling; said of matches and of others alike."""
    nearest = min(listed, key=partial(OSA.distance, folded(query)))
    if _letters(query) - _letters(nearest) and _letters(query) & _letters(nearest):
        return "lookalike letters"
    if not _letters(query) & _letters(nearest):
        return "another script"
    ours, theirs = folded(query).split(), folded(nearest).split()
    if ours == theirs:
        return "case, accents, punctuation"
    if sorted(ours) == sorted(theirs):
        return "words reordered"
    if "".join(ours) == "".join(theirs):
        return "words joined or split"
    return _by_words(Counter(ours), Counter(theirs))


def _by_words(ours: Counter[str], theirs: Counter[str]) -> str:
    extra, missing = list((ours - theirs).elements()), list((theirs - ours).elements())
    if not extra or not missing:
        return "words missing" if missing else "words added"
    if (
        all(any(each[0] == other[0] for other in missing) for each in extra if len(each) == 1)
        and min(len(each) for each in extra) == 1
    ):
        return "initials"
    if len(extra) == len(missing) == 1:
        near = OSA.distance(extra[0], missing[0]) <= _NEAR_EDITS
        return "one word, 1 or 2 letters" if near else "one word differs"
    return "several words differ"


def _letters(text: str) -> frozenset[str]:
    """The scripts of a text's letters."""
    return frozenset(unicodedata.name(each, "?").split()[0] for each in text if each.isalpha())


# --- across scripts -------------------------------------------------------------------------------------------------


def crossing(path: Path, source: str) -> list[Pair]:
    """Both names of each party that a list names in Latin and in Han letters, each asked against the other.

    The wrong parties are those that stand one and two lines further down (lists are in alphabetical or topical order,
    so that these are the nearest ones) and one half the list away.
    """
    parties = [each for each in map(_both, json.loads(path.read_text(encoding="utf-8"))) if all(each)]
    pairs: list[Pair] = []
    for number, (latin, han) in enumerate(parties):
        pairs += _asked(source, latin, han, same=True)
        for shift in _SHIFTS:
            other = (number + int(shift if shift >= 1 else shift * len(parties))) % len(parties)
            if not alike(latin, parties[other][0]) and not alike(han, parties[other][1]):
                pairs += _asked(source, parties[other][0], han, same=False)
    return pairs


def _asked(source: str, latin: tuple[str, ...], han: tuple[str, ...], *, same: bool) -> Iterator[Pair]:
    yield Pair(source, "Han asked, Latin listed", han[0], latin, "organization", same)
    yield Pair(source, "Latin asked, Han listed", latin[0], han, "organization", same)


def _both(row: dict[str, object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Latin and the Han names of a row; `Air Koryo (高麗航空)` holds one of each."""
    aliases = row["aliases"]
    assert isinstance(aliases, list)  # noqa: S101  # the published files say so
    parts = [part for text in (row["entity_name"], *aliases) for part in _parts(str(text))]
    han = tuple(dict.fromkeys(each for each in parts if HAN.search(each)))
    latin = tuple(dict.fromkeys(each for each in parts if not HAN.search(each) and script_of(each) == "Latn"))
    return latin, han


def _parts(text: str) -> list[str]:
    inside = [each for each in _BRACKETED.findall(text) if HAN.search(each)]
    outside = _BRACKETED.sub(" ", text) if inside else text
    return [" ".join(each.split()) for each in (outside, *inside) if each.strip()]


# --- perturbed ------------------------------------------------------------------------------------------------------


def perturbed(parties: Sequence[Named], each: int, seed: int = 0) -> Iterator[Pair]:
    """For each way of writing, so many listed parties written that way: the party, and others that it is not.

    The others: those that share its rarest word, and the party itself asked with that word exchanged for another
    party's.
    """
    random = Random(seed)  # noqa: S311  # a seed, not a secret
    neighbours = Neighbours(parties)
    for way in WAYS:
        order = random.sample(range(len(parties)), len(parties))
        yield from islice(_written(way, order, parties, neighbours, random), each * (2 + _SHARED))


def _written(
    way: Way, order: Iterable[int], parties: Sequence[Named], neighbours: Neighbours, random: Random
) -> Iterator[Pair]:
    for number in order:
        party = parties[number]
        text = way.write(party.names[0], random) if party.kind in way.kinds else None
        shared, exchanged = neighbours.of(number, random), neighbours.exchanged(number, random)
        if text is None or len(shared) < _SHARED or exchanged is None:
            continue
        yield Pair("perturbed", way.title, text, party.names, party.kind, same=True)
        for other in shared:
            yield Pair("perturbed", way.title, text, parties[other].names, party.kind, same=False)
        yield Pair("perturbed", way.title, exchanged, party.names, party.kind, same=False)


class Neighbours:
    """Which parties share words, and how rare each word is."""

    def __init__(self, parties: Sequence[Named]) -> None:
        self.parties = parties
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, party in enumerate(parties):
            for word in set(folded(party.names[0]).split()):
                self._having[word].append(number)

    def of(self, number: int, random: Random) -> list[int]:
        """Parties of the same kind that share the rarest word that others have too, and are not the same party."""
        party = self.parties[number]
        for word in self._rare(number):
            others = [each for each in self._having[word] if self._other(party, self.parties[each])]
            if len(others) >= _SHARED:
                return random.sample(others, _SHARED)
        return []

    def exchanged(self, number: int, random: Random) -> str | None:
        """The party's name with its rarest word exchanged for the rarest one of another party of its kind."""
        name = self.parties[number].names[0]
        word = next(iter(self._rare(number)), None)
        written = next((each for each in re.findall(r"\w+", name) if folded(each) == word), None)
        for _ in range(20):
            other = random.randrange(len(self.parties))
            rarest = next(iter(self._rare(other)), None)
            if written and rarest and self._other(self.parties[number], self.parties[other]):
                return name.replace(written, rarest.upper() if name.isupper() or written.isupper() else rarest.title())
        return None

    def _rare(self, number: int) -> list[str]:
        words = {each for each in folded(self.parties[number].names[0]).split() if len(each) > _SHARED}
        return sorted(words, key=lambda each: (len(self._having[each]), each))

    @staticmethod
    def _other(party: Named, other: Named) -> bool:
        return party.kind == other.kind and not alike(party.names, other.names)


def alike(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two parties have a name in common, but for its spelling."""
    ours, theirs = ({" ".join(sorted(folded(each).split())) for each in side} for side in (names, others))
    return any(OSA.normalized_similarity(each, other) >= _NEAR_SPELLINGS for each in ours for other in theirs)
