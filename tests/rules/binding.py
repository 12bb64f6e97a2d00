"""A toy pack with every way in which a fact of a case is filled, and cases under it: for the tests of binding."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec

from reprieve.model.facts import AnyFact, Dated, Fact, Level, Source, Value
from reprieve.model.nouns import Case, Document, Item, Leg, Party, Scope
from reprieve.model.time import EASTERN, start_of
from reprieve.rules.bind import Binder
from reprieve.rules.pack import Law, load
from reprieve.rules.situation import Matter

PACK: Final = """
id = "toy"
title = "A toy"
authority = "Nobody"
zone = "America/New_York"
summary = "A toy."
reviewed = 2026-11-21
"""
GROUPS: Final = """country,group,from,through,confidence,cite
SY,E1,,2025-08-31,official,Supp. 1
SY,A5,2025-09-01,,official,90 FR 1
"""


WORDS: Final = {
    "leg.groups": ["E1", "E2", "A5"],
    "party.role": ["exporter", "supplier", "end_user", "bank"],
    "party.footnotes": ["1", "4"],
}


def fact(id_: str, type_: str, more: str = "") -> str:
    """One entry of facts.toml."""
    return f'[facts."{id_}"]\ntype = "{type_}"\nquestion = "?"\nvocabulary = {WORDS.get(id_, [])}\n{more}\n'


FACTS: Final = "\n".join(
    (
        fact("leg.movement", "text"),
        fact("leg.direction", "text"),
        fact("leg.origin", "text"),
        fact("leg.destination", "text"),
        fact("leg.embargoed", "bool"),
        fact(
            "leg.groups",
            "set",
            '[facts."leg.groups".from_table]\ntable = "groups.csv"\nkey = "leg.destination"\ncolumn = "group"',
        ),
        fact(
            "leg.certified",
            "bool",
            '[facts."leg.certified".from_document]\nkind = "certificate"\nsigner = "exporter"\nscope = "toy"',
        ),
        fact(
            "leg.evidence",
            "bool",
            '[[facts."leg.evidence".follows]]\nwhen = "leg.movement in {remote_access}"\nvalue = false\ncite = "1"',
        ),
        fact("party.role", "set"),
        fact("party.country", "text"),
        fact("party.listed", "bool", '[facts."party.listed".from_listing]\nlist = "us/el"\nfield = "listed"'),
        fact("party.listed_on", "date", '[facts."party.listed_on".from_listing]\nlist = "us/el"\nfield = "listed_on"'),
        fact("party.group", "text", '[facts."party.group".from_listing]\nlist = "us/el"\nfield = "group"'),
        fact("party.footnotes", "set", '[facts."party.footnotes".from_listing]\nlist = "us/el"\nfield = "footnotes"'),
        fact(
            "party.certified", "bool", '[facts."party.certified".from_document]\nkind = "certificate"\nsigner = "party"'
        ),
        fact("party.on_other_list", "bool"),
        fact("item.eccn", "text"),
        fact("item.ccl_license_required", "bool"),
        fact("item.ear99_only", "bool"),
        fact("item.us_content", "share"),
        fact(
            "item.controlled",
            "share",
            'at_most = "item.us_content"\n[[facts."item.controlled".follows]]\nvalue = 0\ncite = "Supp. 2"\n'
            'when = "item.ear99_only and leg.groups not in {E1}"',
        ),
    )
)

DECLARED: Final = Source("said so")
NOW: Final = datetime.fromisoformat("2026-11-21T12:00:00+00:00")


@cache
def law() -> Law:
    """The toy pack, loaded."""
    with TemporaryDirectory() as packs:
        folder = Path(packs) / "toy"
        folder.mkdir()
        for name, text in (("pack.toml", PACK), ("facts.toml", FACTS), ("groups.csv", GROUPS)):
            (folder / name).write_text(text, encoding="utf-8")
        return load(folder.parent)


def day(text: str) -> datetime:
    """The first instant of a day in New York."""
    return start_of(date.fromisoformat(text), EASTERN)


ACME: Final = Party("acme", "Acme Chips Inc.", "US")
BUYER: Final = Party("buyer", "Buyer Ltd.", "SY")
CHIP: Final = Item("chip", "Chip")


def case(
    parties: tuple[Party, ...] = (),
    items: tuple[Item, ...] = (),
    documents: tuple[Document, ...] = (),
    scopes: tuple[Scope, ...] = (),
) -> Case:
    """A case with our exporter, one buyer and one item, unless said otherwise."""
    everybody = {each.id: each for each in (ACME, BUYER, *parties)}
    things = {each.id: each for each in (CHIP, *items)}
    return Case("Toy", EASTERN, everybody, things, (), {each.id: each for each in documents}, scopes)


def leg(**fields: Any) -> Leg:
    """Our exporter sells the item to the buyer, unless said otherwise."""
    plain = Leg("1", "acme", "buyer", "supply", "export", {"buyer": ("end_user",)}, ("chip",))
    return msgspec.structs.replace(plain, **fields)


def bound(asked: Case | None = None, over: Leg | None = None, known_at: datetime = NOW) -> Matter:
    """The leg with everything that is known of it."""
    return Binder(law()).matter(asked or case(), over or leg(), known_at)


def at(found: AnyFact | None, moment: datetime) -> Value | None:
    """The value of a fact at a moment; None where nobody stated it."""
    return None if found is None else (found.at(moment) if isinstance(found, Dated) else found).value


def said(**facts: Value) -> dict[str, AnyFact]:
    """Facts as somebody declared them, by id with its first dot as `_`."""
    return {name.replace("_", ".", 1): Fact(value, DECLARED) for name, value in facts.items()}


def reported(value: Value, level: Level = "reported") -> Fact:
    """A fact of which only somebody's report is known, or evidence of another level."""
    return Fact(value, Source("a newspaper", level))
