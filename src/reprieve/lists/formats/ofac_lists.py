"""Which list of OFAC a party is on: told by its programs, never by the name of a file if that can be helped.

OFAC publishes two sets of files in the same formats: the SDN list, and the consolidated set of all its other lists,
whose members are not told apart but by their sanctions programs. The table below was found by comparing the
consolidated set of 19 December 2025 with the Consolidated Screening List of 31 July 2026, which names the list of each
party: they agree on every party that is in both. A program that is in no row, and stands alone, is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from reprieve.errors import BadList

SDN: Final = "us/ofac/sdn"
MENU_BASED: Final = "us/ofac/mbs"
_LIST_OF: Final = {
    "NS-PLC": "us/ofac/plc",
    "UKRAINE-EO13662": "us/ofac/ssi",
    "CMIC-EO13959": "us/ofac/cmic",
    "561-Related": "us/ofac/capta",
    "HKAA": MENU_BASED,
}
"""A party of the consolidated set with this program is on this list."""

_MENU_PROGRAMS: Final = frozenset({"RUSSIA-EO14024", "CAATSA - RUSSIA", "BURMA-EO14014", "ILLICIT-DRUGS-EO14059"})
"""Programs under which a party of the consolidated set may be on the menu-based list; they block SDNs too."""

_NEVER_SDN: Final = frozenset({"NS-PLC", "CMIC-EO13959", "561-Related", "HKAA"})
"""No SDN is listed under these alone."""

LISTS: Final = (SDN, *dict.fromkeys(_LIST_OF.values()))

_MENU_MEASURE: Final = re.compile(
    r"Executive Order 140(24|14) Directive Information|CAATSA Section 235 Information|Executive Order 14059 information"
)
_BLOCKED_UNDER_14024: Final = "See Section 11 of Executive Order 14024"
"""Said of those who were blocked after they had been under a directive: SDNs, and no longer on the menu-based list."""

Set = Literal["SDN list", "consolidated set"]


def programs_of(cell: str) -> tuple[str, ...]:
    """`SDGT] [NS-PLC` is two programs."""
    return tuple(dict.fromkeys(each.strip(" []") for each in re.split(r"\]\s*\[", cell) if each.strip(" []")))


def set_of(programs: Iterable[tuple[str, ...]], name: str, place: str) -> Set:
    """Which of the two sets a file with parties of these programs is. Raises BadList where it could be either.

    The consolidated set has parties with programs that no SDN has alone; the SDN list has parties with no program of
    the other lists; so has every whole file. Only where a file shows neither does its name decide.
    """
    found: Set | None = None
    for each in programs:
        if each and set(each) <= _NEVER_SDN:
            return "consolidated set"
        if each and not set(each) & (_LIST_OF.keys() | _MENU_PROGRAMS):
            found = "SDN list"
    if found:
        return found
    return _named(name, place)


def _named(name: str, place: str) -> Set:
    plain = re.sub(r"[^a-z]", "", name.lower())
    if plain.startswith("cons") or "nonsdn" in plain:
        return "consolidated set"
    if plain.startswith("sdn"):
        return "SDN list"
    raise BadList(place, "may be of the SDN list or of the consolidated set", "name it as OFAC does: sdn…, cons…")


def lists_of(kind: Set, programs: tuple[str, ...], said: str, place: str) -> tuple[str, ...]:
    """The lists that a party of a set is on. `said`: its remarks, which tell of menu-based measures. Raises BadList."""
    if kind == "SDN list":
        return (SDN,)
    own = tuple(dict.fromkeys(_LIST_OF[each] for each in programs if each in _LIST_OF))
    if _MENU_PROGRAMS & set(programs) and MENU_BASED not in own and (not own or _menu_based(said)):
        own = (*own, MENU_BASED)
    if not own:
        known = ", ".join([*_LIST_OF, *sorted(_MENU_PROGRAMS)])
        raise BadList(place, f"has programs of no list that we know: {', '.join(programs) or 'none'}", f"with {known}")
    return own


def _menu_based(said: str) -> bool:
    return _MENU_MEASURE.search(said) is not None and _BLOCKED_UNDER_14024 not in said
