"""The few strokes that pictures are made of: a picture with its words, lines and letters; it knows nothing of verdicts.

No script, no style attribute, no reference to anything outside. What has no color of its own takes that of the text
around the picture.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from reprieve.views.words import readable

LETTER: Final = 0.6
"""Room for one letter as a share of the type size: on the wide side, so that real type fits."""
NAMESPACE: Final = "http://www.w3.org/2000/svg"

At = tuple[float, float]


def picture(name: str, title: str, description: str, width: float, height: float) -> Element:
    """An empty picture that says in words what it shows."""
    ids = f"{named(name)}-title", f"{named(name)}-desc"
    size = {"viewBox": f"0 0 {short(width)} {short(height)}", "width": short(width), "height": short(height)}
    made = Element("svg", {**size, "role": "img", "aria-labelledby": " ".join(ids)})
    made.set("font-family", "system-ui, sans-serif")
    for tag, key, text in (("title", ids[0], title), ("desc", ids[1], description)):
        SubElement(made, tag, {"id": key}).text = readable(text)
    return made


def rule(parent: Element, x: float, top: float, foot: float, **look: str) -> None:
    """An upright line."""
    ends = {"x1": short(x), "x2": short(x), "y1": short(top), "y2": short(foot)}
    SubElement(parent, "line", {**ends, "stroke": "currentColor", **_attributes(look)})


def letters(parent: Element, text: str, at: At, size: float, **look: str) -> None:
    """A text that starts at a place, or is set around it by `text_anchor`."""
    place = {
        "x": short(at[0]),
        "y": short(at[1]),
        "font-size": short(size),
        "fill": "currentColor",
        "font-weight": "400",
    }
    SubElement(parent, "text", {**place, **_attributes(look)}).text = readable(text)


def room(text: str, size: float) -> float:
    """How wide a text may become."""
    return len(text) * size * LETTER


def written(made: Element) -> str:
    """The picture as markup for a page."""
    return tostring(made, encoding="unicode")


def as_file(svg: str) -> str:
    """The same picture as a file of its own, which has to name its language."""
    return svg.replace("<svg ", f'<svg xmlns="{NAMESPACE}" ', 1)


def named(name: str) -> str:
    """A name as an id: letters, digits, hyphens."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name) or "picture"


def short(number: float) -> str:
    """A number without needless digits."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _attributes(look: dict[str, str]) -> dict[str, str]:
    return {key.rstrip("_").replace("_", "-"): value for key, value in look.items()}
