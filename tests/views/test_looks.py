"""Colors measured: WCAG 2 contrast, and CIE76 distance as seen with color deficiencies (Machado et al. 2009)."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from reprieve.model.verdict import SEVERITY, Outcome
from reprieve.views import report
from reprieve.views.looks import LOOKS

Color = tuple[float, float, float]
Matrix = tuple[Color, Color, Color]

SIGHT: dict[str, Matrix] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
XYZ: Matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def linear(color: str) -> Color:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def times(matrix: Matrix, color: Color) -> list[float]:
    return [min(1.0, max(0.0, sum(a * b for a, b in zip(row, color, strict=True)))) for row in matrix]


def contrast(one: str, other: str) -> float:
    low, high = sorted(times(XYZ, linear(each))[1] for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(color: str, sight: str) -> Color:
    red, green, blue = times(SIGHT[sight], linear(color))
    x, y, z = times(XYZ, (red, green, blue))
    x, y, z = (each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in (x / 0.9505, y, z / 1.089))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("outcome", SEVERITY)
def test_words_upon_a_piece_reach_aa_also_where_the_texture_runs(outcome: Outcome) -> None:
    look = LOOKS[outcome]
    assert contrast(look.fill, look.ink) >= 4.5
    assert not look.stroke or contrast(look.stroke, look.ink) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_outcomes_look_alike(sight: str) -> None:
    nearest = min(math.dist(lab(one.fill, sight), lab(two.fill, sight)) for one, two in combinations(LOOKS.values(), 2))
    assert nearest > 20


def test_no_two_outcomes_share_a_symbol_or_a_block() -> None:
    for marks in zip(*((x.symbol, x.plain_symbol, x.block, x.plain_block) for x in LOOKS.values()), strict=True):
        assert len(set(marks)) == len(LOOKS)


def test_texture_tells_stopping_from_clearing() -> None:
    assert {outcome: bool(look.texture) for outcome, look in LOOKS.items()} == {
        "prohibited": True,
        "license_required": True,
        "indeterminate": True,
        "authorized": False,
        "no_license_required": False,
    }


def test_the_page_reaches_aa_in_light_dark_and_print() -> None:
    css = (Path(report.__file__).parent / "report.css").read_text(encoding="utf-8")
    schemes = re.findall(r"--paper: #.*", css)
    assert len(schemes) == 3
    for scheme in schemes:
        color = dict(re.findall(r"--(\w+): (#\w{6})", scheme))
        for ground in ("paper", "wash"):
            assert min(contrast(color[each], color[ground]) for each in ("text", "quiet", "link", "alarm")) >= 4.5
