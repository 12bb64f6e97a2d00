"""What FollowTheMoney itself says of our entities; runs where the package is installed (requirements/bench.txt)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import pytest

from reprieve.lists.formats.ftm_out import entities
from reprieve.model.listed import Address, Entry, Identifier, Name, PartyKind

followthemoney = pytest.importorskip("followthemoney")

ODD: Final = (' "Acme  Ltd" ', "'A'", "a;b,,c\n d", "e\u0301", "x\u200by\u00a0z", "\u3000示例", "'''", '"', "ESQ, , .")
KINDS: Final[tuple[PartyKind, ...]] = ("person", "organization", "vessel", "aircraft", "unknown")
NUMBERS: Final = (
    *(("IMO Number", "9074729"), ("Vessel Registration Identification", "IMO 9074729"), ("IMO Number", "1")),
    *(("LEI", "529900T8BM49AURSDO55"), ("LEI", "5"), ("INN", "7707083893"), ("INN", "12"), ("OGRN", "1027700132195")),
    *(("SWIFT/BIC", "DEUTDEFF"), ("SWIFT/BIC", "DEUTDEFF500"), ("Passport", "A 1"), ("Tax ID No.", "7"), ("MMSI", "2")),
    *(("Unified Social Credit Code", "91350211M000100Y43"), ("UEI", "x"), ("Serial Number", "3"), ("x", "y" * 99)),
)


def entry(kind: PartyKind, list_: str = "us/bis/entity-list") -> Entry:
    return Entry(
        list=list_,
        id="a / b",
        kind=kind,
        names=tuple(
            Name(text, name, strength)
            for text in ODD
            for name in ("primary", "alias", "former")
            for strength in ("strong", "weak")
        ),
        countries=("CN", "AN", "KP", "XK", "GB", "PS", "TW", "XX", ""),
        addresses=tuple(Address(text, text, text, text, text, "Korea, North", text) for text in ODD),
        identifiers=tuple(Identifier(label, value, "Iran" if value == "7" else "") for label, value in NUMBERS),
        births=("1962", "circa 1962", "15 Jan 1962", "1962-02-31", "31/12/1962", "0001", "2999-12-31"),
        birthplaces=ODD,
        nationalities=("China", "Nowhere", "Korea, South"),
        titles=ODD,
        programs=ODD,
        requirement=ODD[2],
        policy=ODD[2],
        start=datetime(2019, 5, 16, 20, 15, 1, 5, tzinfo=UTC),
        through=date(2027, 12, 31),
        cites=(*ODD, "84 FR 1", "z" * 99),
        urls=("https://example.org", "example.org/a b", "ftp://x.org/", "no", "HTTPS://EXAMPLE.ORG/ä?b=c d"),
        remarks=ODD[2],
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("list_", ["us/bis/entity-list", "us/ofac/sdn", "own/Ä b", "cn/mofcom/attention", "!"])
def test_every_entity_is_accepted_and_not_one_value_is_changed(kind: PartyKind, list_: str) -> None:
    made = list(entities(entry(kind, list_)))
    assert {"Sanction", "Address"} < {each["schema"] for each in made}
    for each in made:
        schema = followthemoney.model.get(each["schema"])
        schema.validate(each)
        assert [name for name in each["properties"] if schema.get(name) is None or schema.get(name).stub] == []
        cleaned = followthemoney.EntityProxy.from_dict(each, cleaned=False).to_dict()
        assert cleaned["properties"] == each["properties"]
        assert (cleaned["id"], cleaned["datasets"]) == (each["id"], each["datasets"])
        assert cleaned.get("reprieve") == each.get("reprieve")


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_points_where_it_may(kind: PartyKind) -> None:
    made = {each["id"]: followthemoney.model.get_proxy(each) for each in entities(entry(kind))}
    for proxy in made.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert made[value].schema.is_a(prop.range)
