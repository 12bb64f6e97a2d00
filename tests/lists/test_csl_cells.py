"""Cells that hold several things come apart where they should, and nothing of them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.lists.formats.csl_cells import citations, identifiers, several
from reprieve.model.listed import Identifier


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("84 FR 22961", ["84 FR 22961"]),
        ("84 FR 1, 85 FR 2;  86 FR 3;87 FR 4", ["84 FR 1", "85 FR 2", "86 FR 3", "87 FR 4"]),
        ("46 F.R. 1 9/17/81 and 46 F.R. 2 3/30/81", ["46 F.R. 1 9/17/81", "46 F.R. 2 3/30/81"]),
        ("68 F.R. 1 6/27/03 71 F.R. 2 7/10/06", ["68 F.R. 1 6/27/03", "71 F.R. 2 7/10/06"]),
        ("82 F.R. 16786, 16787 4/16/2017", ["82 F.R. 16786, 16787 4/16/2017"]),
        ("63 FR 64322, 11/19/98, 65 FR 14444, 03/17/00", ["63 FR 64322, 11/19/98", "65 FR 14444, 03/17/00"]),
        ("75 FR 1699 (1/13/2010), 77 FR 58006 (no. 182)", ["75 FR 1699 (1/13/2010)", "77 FR 58006 (no. 182)"]),
        ("Vol. 59, No. 44, 03/07/1994", ["Vol. 59, No. 44, 03/07/1994"]),
        ("81.F.R. 22576 4/18/2016", ["81.F.R. 22576 4/18/2016"]),
        ("80FR 69852; 84 fr 40241", ["80FR 69852", "84 fr 40241"]),
        ("79 F.R. 60445 10/7/14, 80 17726 4/2/15", ["79 F.R. 60445 10/7/14", "80 17726 4/2/15"]),
        ("82 F.R. 2312 1/9/2017, F.R. 30823 7/3/2017", ["82 F.R. 2312 1/9/2017", "F.R. 30823 7/3/2017"]),
        ("66 F.R. 1 9/13/01, NEW F.R. NOTICE TO COME", ["66 F.R. 1 9/13/01", "NEW F.R. NOTICE TO COME"]),
        ("76 FR no. 242 pg. 78146, 77 FR 5", ["76 FR no. 242 pg. 78146", "77 FR 5"]),
        ("85 FR 34501; 88 FR", ["85 FR 34501", "88 FR"]),
        (" 83 FR 1 , ", ["83 FR 1"]),
        ("", []),
    ],
)
def test_a_cell_of_citations(cell: str, parts: list[str]) -> None:
    assert list(citations(cell)) == parts


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99999)), max_size=6), st.sampled_from([", ", "; ", " "]))
def test_citations_put_together_come_apart_again(pages: list[tuple[int, int]], between: str) -> None:
    cites = [f"{volume} FR {page}" for volume, page in pages]
    assert list(citations(between.join(cites))) == cites


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Tax ID No., 5, RU", Identifier("Tax ID No.", "5", "RU")),
        ("Website, acme.example", Identifier("Website", "acme.example")),
        ("Issuer Name, Acme Co., Ltd", Identifier("Issuer Name", "Acme Co., Ltd")),
        ("Passport, 5, EG, 18 Jan 1984", Identifier("Passport", "5", "EG", "18 Jan 1984")),
        ("Passport, 5, 08 Sep 2006, 17 Jul 2011", Identifier("Passport", "5", "", "08 Sep 2006, 17 Jul 2011")),
        ("C.U.R.P., 5, MX, 1968", Identifier("C.U.R.P.", "5", "MX", "1968")),
        ("Risk:, Section 5, 2012", Identifier("Risk:", "Section 5, 2012")),
        ("Organization Established Date, 12 May 2002", Identifier("Organization Established Date", "12 May 2002")),
        ("Nationality Country, PS", Identifier("Nationality Country", "PS")),
        ("5", Identifier("", "5")),
    ],
)
def test_an_identifier_whose_kind_stands_first(cell: str, found: Identifier) -> None:
    assert identifiers(cell, kind_first=True) == (found,)


def test_an_identifier_without_a_comma_is_a_value() -> None:
    assert identifiers("5", kind_first=False) == (Identifier("", "5"),)


@given(st.text("ab ,;", max_size=20))
def test_only_semicolons_and_space_are_lost(cell: str) -> None:
    assert "".join("".join(several(cell)).split()) == "".join(cell.replace(";", "").split())
    assert all(each == each.strip() != "" for each in several(cell))
