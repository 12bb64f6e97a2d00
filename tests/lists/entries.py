"""Arbitrary entries: any text in any field, odd letters, empty parts; for whoever has to give them back unchanged."""

from __future__ import annotations

from typing import Final, TypeVar, get_args

from hypothesis import strategies as st

from reprieve.model.listed import (
    Address,
    Entry,
    Identifier,
    Name,
    NameKind,
    PartyKind,
    Policy,
    Reach,
    Requirement,
    Review,
    Strength,
)

T = TypeVar("T")
TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SOME: Final = TEXT.filter(str.strip)


def _several(each: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(each, max_size=3).map(tuple)


_TEXTS: Final = _several(TEXT)
_DAYS: Final = st.none() | st.dates()
_NAMES: Final = st.builds(
    Name, TEXT, st.sampled_from(get_args(NameKind)), st.sampled_from(get_args(Strength)), script=TEXT
)
_REQUIREMENTS: Final = st.builds(Requirement, st.sampled_from(get_args(Reach)), _TEXTS, _TEXTS, _TEXTS, _TEXTS)
_REVIEWS: Final = st.sampled_from(get_args(Review))
_POLICIES: Final = st.builds(Policy, st.none() | _REVIEWS, _several(st.tuples(TEXT, _REVIEWS)), _TEXTS)
ENTRIES: Final = st.builds(
    Entry,
    list=SOME,
    id=SOME,
    kind=st.sampled_from(get_args(PartyKind)),
    names=_several(_NAMES),
    countries=_TEXTS,
    addresses=_several(st.builds(Address, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)),
    identifiers=_several(st.builds(Identifier, TEXT, TEXT, TEXT, TEXT)),
    births=_TEXTS,
    birthplaces=_TEXTS,
    nationalities=_TEXTS,
    titles=_TEXTS,
    programs=_TEXTS,
    requirement=TEXT,
    policy=TEXT,
    requires=st.none() | _REQUIREMENTS,
    reviewed=st.none() | _POLICIES,
    start=_DAYS,
    start_by=_DAYS,
    through=_DAYS,
    cites=_TEXTS,
    urls=_TEXTS,
    remarks=TEXT,
    place=TEXT,
    other=st.dictionaries(TEXT, _TEXTS, max_size=3),
)
"""Entries with every field filled or not. A list and an id are never blank: the store refuses that."""
LISTS: Final = st.lists(ENTRIES, min_size=1, max_size=6, unique_by=lambda entry: (entry.list, entry.id))
"""Entries as one publication may have them: no id twice on a list."""
