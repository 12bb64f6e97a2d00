"""How an outcome looks everywhere: color, texture, symbol and block; color is never the only carrier. It never draws.

Fills and inks reach WCAG AA against each other, and the fills stay apart for people with protanopia, deuteranopia and
tritanopia, who also have the texture: hatching stops, dots are open, plain lets pass.
"""

from __future__ import annotations

from typing import Final

import msgspec

from reprieve.model.facts import Truth
from reprieve.model.verdict import Outcome


class Look(msgspec.Struct, frozen=True):
    """One outcome: fill, ink upon it, the strokes of its texture, and its marks in text with their plain twins."""

    fill: str
    ink: str
    texture: str
    stroke: str
    symbol: str
    plain_symbol: str
    block: str
    plain_block: str
    style: str


LOOKS: Final[dict[Outcome, Look]] = {
    "prohibited": Look("#4a1440", "#ffffff", "M0 0 8 8M8 0 0 8", "#6d3263", "⊘", "!", "█", "#", "bold magenta"),
    "license_required": Look(
        "#c0391b", "#ffffff", "M-2 10 10-2M-2 2 2-2M6 10 10 6", "#8f240b", "✗", "x", "▓", "X", "red"
    ),
    "indeterminate": Look("#efbb2c", "#1b1f24", "M1.5 2h2M5.5 6h2", "#b38100", "?", "?", "░", "?", "yellow"),
    "authorized": Look("#14776f", "#ffffff", "", "", "✓", "v", "═", "=", "green"),
    "no_license_required": Look("#cfdaec", "#1b1f24", "", "", "○", "o", "─", "-", "cyan"),
}
TRUTH_SYMBOLS: Final[dict[Truth, str]] = {True: "✓", False: "✗", None: "?"}
DUTY_SYMBOLS: Final[dict[str, str]] = {"met": "☑", "not_met": "☒", "unknown": "?", "to_do": "☐"}


def css() -> str:
    """One rule an outcome, giving its colors to whatever carries it as a class."""
    return "\n".join(f".{outcome} {{ --fill: {look.fill}; --ink: {look.ink}; }}" for outcome, look in LOOKS.items())
