"""Parties that do not exist, as the Consolidated Screening List in its official layout: size without any real name.

    python -m benchmarks.kit.synthetic FILE COUNT

About 2.5 names a party, two thirds persons, most on the SDN list as in the real one; with programs, days and places of
birth, addresses and numbers. The same count gives the same file.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

FIRST: Final = "NOBODY AT ALL 1"
"""The name of the first party, to ask for."""

SOURCES: Final = {
    "Specially Designated Nationals (SDN) - Treasury Department": 700,
    "Entity List (EL) - Bureau of Industry and Security": 150,
    "Denied Persons List (DPL) - Bureau of Industry and Security": 60,
    "ITAR Debarred (DTC) - State Department": 30,
    "Sectoral Sanctions Identifications List (SSI) - Treasury Department": 15,
    "Unverified List (UVL) - Bureau of Industry and Security": 10,
    "Nonproliferation Sanctions (ISN) - State Department": 10,
    "Palestinian Legislative Council List (PLC) - Treasury Department": 5,
    "Military End User (MEU) List - Bureau of Industry and Security": 5,
    "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department": 5,
    "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department": 5,
    "Capta List (CAP) - Treasury Department": 5,
}
"""The sources and how many of a thousand parties are theirs."""

_COLUMNS: Final = (
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
)
_SYLLABLES: Final = [a + b for a in "bdfghjklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "ush")]
_COUNTRIES: Final = ("CN", "RU", "IR", "KP", "SY", "VE", "CU", "BY", "PK", "AE", "TR", "HK", "MM", "LB", "IQ", "MX")
_FORMS: Final = ("Co., Ltd.", "LLC", "JSC", "Trading", "Shipping", "Institute", "Technology Group", "Bank")
_PERSONS: Final = 0.66


def rows(count: int) -> Iterator[dict[str, str]]:
    """So many parties."""
    random = Random(count)  # noqa: S311  # a seed, not a secret
    sources = [source for source, share in SOURCES.items() for _ in range(share)]
    random.shuffle(sources)
    for number in range(count):
        row = _party(random, number, sources[number % len(sources)])
        yield {**row, "name": FIRST} if number == 0 else row


def _party(random: Random, number: int, source: str) -> dict[str, str]:
    person, country = random.random() < _PERSONS, random.choice(_COUNTRIES)
    aliases = random.choices((0, 1, 2, 3, 6), (30, 25, 25, 15, 5))[0]
    place = f"{_word(random)}, {country}"
    row = {
        "source": source,
        "entity_number": str(number + 1),
        "type": "Individual" if person else "Entity",
        "programs": random.choice(("SDGT", "NPWMD", "SDNTK", "RUSSIA-EO14024", "IRAN; IFSR")),
        "name": _name(random, person=person),
        "alt_names": "; ".join(_name(random, person=person) for _ in range(aliases)),
        "addresses": f"{random.randrange(1, 999)} {_word(random)} Street, {place}",
        "source_list_url": "https://list.example",
        "ids": f"{country}, {random.randrange(10**9)}, Registration Number",
    }
    if person:
        born = f"19{random.randrange(40, 99)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
        row |= {"dates_of_birth": born, "places_of_birth": place, "nationalities": country}
    if "(EL)" in source:
        row |= {
            "license_requirement": "For all items subject to the EAR. (See §744.11 of the EAR)",
            "license_policy": "Presumption of denial",
            "federal_register_notice": f"{random.randrange(70, 90)} FR {random.randrange(10**4, 10**5)}",
            "start_date": f"20{random.randrange(10, 26)}-06-01",
        }
    return row


def _name(random: Random, *, person: bool) -> str:
    if person:
        return f"{_word(random).upper()}, {_word(random)} {_word(random)}"
    return f"{_word(random)} {_word(random)} {random.choice(_FORMS)}"


def _word(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 4))).capitalize()


def main(file: str, count: str) -> None:
    """Writes the file."""
    with Path(file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, _COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows(int(count)))


if __name__ == "__main__":
    main(*sys.argv[1:])
