"""What a published list says of one party: names, identifiers, addresses, dates, and the law's own words.

Everything is as published; what follows from it (country codes, predicates) stands beside it, never in its place. Days
are days of the publishing authority. Readers of lists make entries; who looks for names or binds the law takes them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

NameKind = Literal["primary", "alias", "former"]
Strength = Literal["strong", "weak"]
PartyKind = Literal["person", "organization", "vessel", "aircraft", "unknown"]
Day = date | datetime
"""A day of the publishing authority, or an instant where an hour is given. Entries have days only, never an hour."""


class Name(msgspec.Struct, frozen=True, omit_defaults=True):
    """One name. `weak`: the list itself calls it a weak or low-quality alias. `script`: ISO 15924, or empty."""

    text: str
    kind: NameKind = "primary"
    strength: Strength = "strong"
    script: str = ""


class Identifier(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passport, registration or tax number, a ship's IMO number, as published."""

    kind: str
    value: str
    country: str = ""
    note: str = ""


class Address(msgspec.Struct, frozen=True, omit_defaults=True):
    """One address. `full` is the whole line where the list gives one line; `country` is as published."""

    full: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    note: str = ""


Reach = Literal[
    "all_items",
    "ccl_items",
    "ccl_and_listed_ear99_items",
    "supplement_2_items",
    "project_items",
    "other",
    "unmapped",
]
"""Which items a license requirement reaches; `other` is mapped but is none of these, `unmapped` nobody has read yet."""


class Requirement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A license requirement as a predicate.

    `sections`: CFR sections cited, such as `744.11`. `footnotes`: of the Entity List. `exceptions`: license exceptions
    that overcome it, such as `GOV`. `carve_outs`: what it does not reach, a word each.
    """

    reaches: Reach
    sections: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    carve_outs: tuple[str, ...] = ()


Review = Literal["denial", "presumption_of_denial", "case_by_case", "presumption_of_approval", "by_section"]
"""How an application is reviewed; `by_section` points to a provision and says nothing itself."""


class Policy(msgspec.Struct, frozen=True, omit_defaults=True):
    """A license review policy as a predicate.

    `general` holds for everything that no pair of `special` (scope word, review) names; None: unmapped, nobody has read
    it yet. `sections`: CFR sections cited.
    """

    general: Review | None = None
    special: tuple[tuple[str, Review], ...] = ()
    sections: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One party on one list, as one publication of the list gives it.

    `list` is the id of the list (`us/bis/entity-list`), `id` the publisher's number or, where there is none, one made
    from name and country. `start`/`start_by`: listed from, and the last possible day where only bounds are known;
    `through`: the last day, where the list states one. `countries` are ISO 3166-1 alpha-2 codes. `births`: days, months
    or years as published. `place` says where in the source it stood and is no part of what is compared. `other` keeps,
    by column, what the list says and we have no field for: nothing is lost.
    """

    list: str
    id: str
    kind: PartyKind = "unknown"
    names: tuple[Name, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    births: tuple[str, ...] = ()
    birthplaces: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    requirement: str = ""
    policy: str = ""
    requires: Requirement | None = None
    reviewed: Policy | None = None
    start: date | None = None
    start_by: date | None = None
    through: date | None = None
    cites: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    remarks: str = ""
    place: str = ""
    other: dict[str, tuple[str, ...]] = {}

    @property
    def name(self) -> str:
        """The name under which the list carries the party; empty where it gives none."""
        return next((each.text for each in self.names if each.kind == "primary"), "")
