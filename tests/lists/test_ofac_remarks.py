"""The Remarks column of OFAC: taken apart, put together again, and never more read out of it than it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.lists.formats.ofac_labels import DESCRIBED, identifies
from reprieve.lists.formats.ofac_remarks import Told, parts, told
from reprieve.model.listed import Identifier, Name

TOKENS = st.sampled_from(
    [
        "a.k.a. '", "f.k.a. '", "'", "';", "; ", ";", ".", "alt. ", "DOB ", "1970", "POB ", "Rome", "nationality Iran",
        "citizen ", "Passport ", "A1", " (Iran)", " (", ")", " issued ", " expires ", "Tax ID No. ", "Linked To: ",
        "Gender Male", "Website ", "www.x.example", "Digital Currency Address - XBT ", " ", "ABU-'UMAR", "\n", "No. ",
    ]
)  # fmt: skip
REMARKS = st.one_of(st.text(), st.lists(TOKENS).map("".join))


@given(REMARKS)
def test_the_parts_joined_are_the_line(remarks: str) -> None:
    assert "; ".join(parts(remarks)) == remarks


@given(REMARKS, st.booleans())
def test_any_line_can_be_read(remarks: str, cut: bool) -> None:  # noqa: FBT001  # drawn by Hypothesis
    found = told(remarks, cut=cut)
    told_of = sum(len(getattr(found, field)) for field in found.__struct_fields__)
    assert told_of <= len(parts(remarks))
    assert told_of > 0 or not remarks.strip()


@given(REMARKS)
def test_nothing_is_told_that_the_line_does_not_say(remarks: str) -> None:
    found = told(remarks)
    texts = [
        *found.births,
        *found.birthplaces,
        *found.nationalities,
        *(each.text for each in found.names),
        *(text for each in found.identifiers for text in (each.kind, each.value, each.country, each.note)),
    ]
    assert [text for text in texts if text not in remarks] == []


@given(REMARKS)
def test_the_last_part_of_a_cut_line_is_not_read(remarks: str) -> None:
    if remarks.strip():
        assert parts(remarks)[-1] in told(remarks, cut=True).unread


@pytest.mark.parametrize(
    ("remarks", "expected"),
    [
        ("DOB 01 Jan 1970.", Told(births=("01 Jan 1970",))),
        ("DOB circa 1951; alt. DOB 1989 to 1991.", Told(births=("circa 1951", "1989 to 1991"))),
        ("DOB Mar 1945; DOB Mar 1945.", Told(births=("Mar 1945",))),
        ("DOB unknown.", Told(unread=("DOB unknown",))),
        ("POB Rome, Italy; alt. POB Oslo, Norway.", Told(birthplaces=("Rome, Italy", "Oslo, Norway"))),
        ("POB Washington, D.C.", Told(birthplaces=("Washington, D.C.",))),
        ("nationality Korea, North; citizen Iran.", Told(nationalities=("Korea, North", "Iran"))),
        ("nationality possibly Palestinian;held", Told(unread=("nationality possibly Palestinian;held",))),
        ("Gender Male; Linked To: ACME S.A.", Told(noted=("Gender Male", "Linked To: ACME S.A."))),
        ("Minister of Rain.", Told(unread=("Minister of Rain",))),
        ("Executive Order 13846 information: NO VISAS. Sec. 5(a)", None),
        ("", Told()),
        ("  ", Told()),
    ],
)
def test_a_line(remarks: str, expected: Told | None) -> None:
    found = told(remarks)
    assert found == expected if expected else found.noted


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("Passport A12", Identifier("Passport", "A12")),
        ("alt. Passport A12 (Iran)", Identifier("Passport", "A12", "Iran")),
        (
            "Passport A12 (Korea, North) issued 1 Jan 2001 expires 1 Jan 2011",
            Identifier("Passport", "A12", "Korea, North", "issued 1 Jan 2001 expires 1 Jan 2011"),
        ),
        ("Diplomatic Passport 008 expires 2001", Identifier("Diplomatic Passport", "008", "", "expires 2001")),
        ("Folio Mercantil No. 22 (Jalisco) (Mexico)", Identifier("Folio Mercantil No.", "22 (Jalisco)", "Mexico")),
        ("Matricula Mercantil No 57 (Atown)", Identifier("Matricula Mercantil No", "57 (Atown)")),
        ("R.F.C. # PMA-9 (Mexico)", Identifier("R.F.C. #", "PMA-9", "Mexico")),
        ("Economic Register Number (CBLS) 31 (Oman)", Identifier("Economic Register Number (CBLS)", "31", "Oman")),
        ("Identification Number IMO 1234567", Identifier("Identification Number", "IMO 1234567")),
        ("SWIFT/BIC ABCDEFGH", Identifier("SWIFT/BIC", "ABCDEFGH")),
        ("Digital Currency Address - XBT bc1qxyz", Identifier("Digital Currency Address - XBT", "bc1qxyz")),
        ("Email Address a.b@c.example", Identifier("Email Address", "a.b@c.example")),
        ("Website:  www.a.example", Identifier("Website", "www.a.example")),
        ("Telephone: 0097", Identifier("Telephone", "0097")),
    ],
)  # fmt: skip
def test_a_number_with_its_label(part: str, expected: Identifier) -> None:
    assert told(f"{part}; Gender Male.").identifiers == (expected,)
    assert told(f"Gender Male; {part}.").identifiers == (expected,)


@pytest.mark.parametrize(
    "part",
    [
        "Passport and National ID were issued in Oslo",
        "Passport OR80 and Norwegian National ID No. 2810",
        "Tax ID No",
        "Passports A12",
        "License to trade 7",
        "Unknown Number 12",
    ],
)
def test_what_is_no_single_number_is_left_unread(part: str) -> None:
    assert told(part) == Told(unread=(part,))


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("a.k.a. 'ABU-'UMAR'", "ABU-'UMAR"),
        ("a.k.a. ''ABD AL-X''", "'ABD AL-X'"),
        ("a.k.a. 'AL-AGHA, Abu-'Ubayd'", "AL-AGHA, Abu-'Ubayd"),
        ("a.k.a. 'ONE; TWO'", "ONE; TWO"),
        ("a.k.a. 'ONE; TWO; (THREE)'", "ONE; TWO; (THREE)"),
        ("a.k.a. 'ACME (1990) CO.'", "ACME (1990) CO."),
    ],
)
def test_a_weak_alias_stands_in_quotation_marks(part: str, name: str) -> None:
    for remarks in (f"{part}.", f"{part}; Gender Male.", f"Gender Male; {part}.", f"a.k.a. 'X'; {part}; f.k.a. 'Y'."):
        assert Name(name, "alias", "weak") in told(remarks).names


def test_a_former_name_in_remarks_is_weak_too() -> None:
    assert told("f.k.a. 'OLD'; n.k.a. 'NEW'.").names == (Name("OLD", "former", "weak"), Name("NEW", "alias", "weak"))


def test_a_quotation_that_is_never_closed_swallows_nothing() -> None:
    found = told("a.k.a. 'OPEN; DOB 1970; a.k.a. 'SHUT'.")
    assert found == Told(births=("1970",), names=(Name("SHUT", "alias", "weak"),), unread=("a.k.a. 'OPEN",))


def test_labels_of_other_formats_are_told_apart() -> None:
    assert identifies("Passport")
    assert identifies("Digital Currency Address - XBT")
    assert not identifies("Gender")
    assert not identifies("Passports")
    assert DESCRIBED.match("Secondary sanctions risk:")
    assert not DESCRIBED.match("Genders")
