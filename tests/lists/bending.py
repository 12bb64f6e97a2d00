"""What the world does to files: bytes flip, pieces go, come twice or change places, cells say odd things.

Blind bending works on bytes; knowing bending takes a table, XML or JSON apart and puts it together again well formed,
so that what is wrong is found by the readers and not before them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, Final
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring
from hypothesis import strategies as st

Draw = st.DataObject

ODD: Final = (
    *("", " ", "x", "-", "0", "-1", "+1", "=cmd|' /C calc'!A0", "@SUM(1+1)", '=HYPERLINK("x")', "-0-", "-0", "\x1a"),
    *("true", "null", "NaN", "[]", "{}", "|", ";", ",", "] [", "'", '"', "(", "a.k.a. '", "DOB ", "\t", "\n", "\ufeff"),
    *("9" * 12, "9" * 30, "9" * 5000, "٣", "²", "\U0001d7d8", "1e999", "0x10", "1_000", "01", " 1 "),
    *("0000-00-00", "0001-01-01", "9999-12-31", "2020-02-30", "31-02-2020", "29/02/2021", "2020-01-02T03:04:05Z"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2020-01-02T03:04:05.123456789+99:99"),
    *("Person", "Vessel", "Nowhere", "NO", "SDGT", "NS-PLC", "a" * 3000, "\u202egnp.exe", "\u2028", "e\u0301", "ﷺ"),
)
"""Cells that are formulas, no numbers, no days, other words, or very long."""
CONTROL: Final = ("\x00", "\x01", "\x0b", "\x7f", "\x85", "\ufffe", "\uffff")
"""Characters that XML does not allow, or that end a line for some."""


# ---- blind


def _spot(draw: Draw, content: bytes) -> tuple[int, int]:
    first = draw.draw(st.integers(0, len(content)))
    return first, min(len(content), first + draw.draw(st.integers(1, 60)))


def _flipped(draw: Draw, content: bytes) -> bytes:
    first, _ = _spot(draw, content)
    bent = bytes([draw.draw(st.integers(0, 255))])
    return content[:first] + bent + content[first + 1 :]


def _deleted(draw: Draw, content: bytes) -> bytes:
    first, last = _spot(draw, content)
    return content[:first] + content[last:]


def _repeated(draw: Draw, content: bytes) -> bytes:
    first, last = _spot(draw, content)
    return content[:last] + content[first:]


def _inserted(draw: Draw, content: bytes) -> bytes:
    first, _ = _spot(draw, content)
    said = draw.draw(st.sampled_from([*ODD, *CONTROL]))
    encoding = draw.draw(st.sampled_from(["utf-8", "utf-16-le", "utf-8-sig"]))
    more = draw.draw(st.binary(max_size=8))
    return content[:first] + said.encode(encoding) + more + content[first:]


def _swapped(draw: Draw, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    one, two = (draw.draw(st.integers(0, len(lines) - 1)) for _ in range(2)) if lines else (0, 0)
    if lines:
        lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def _headed(draw: Draw, content: bytes) -> bytes:
    """The first line again, somewhere."""
    lines = content.splitlines(keepends=True)
    lines[draw.draw(st.integers(0, len(lines))) : 0] = lines[:1]
    return b"".join(lines)


def _encoded(_: Draw, content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode("utf-16")


def _other_ends(_: Draw, content: bytes) -> bytes:
    return content.replace(b"\n", b"\r")


_BLIND: Final = (_flipped, _deleted, _repeated, _inserted, _swapped, _headed, _encoded, _other_ends)


def blindly(draw: Draw, content: bytes) -> bytes:
    """Content bent in one to three places, whatever it is."""
    for bend in draw.draw(st.lists(st.sampled_from(_BLIND), min_size=1, max_size=3)):
        content = bend(draw, content)
    return content


# ---- knowing


def _in_table(draw: Draw, content: bytes, delimiter: str) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode()), delimiter=delimiter))
    row = draw.draw(st.sampled_from([each for each in rows if each]))
    at = draw.draw(st.integers(0, len(row) - 1))
    match draw.draw(st.sampled_from(["odd", "odd", "odd", "gone", "twice", "other", "column"])):
        case "odd":
            row[at] = draw.draw(st.sampled_from([*ODD, *CONTROL]))
        case "gone":
            del row[at]
        case "twice":
            rows.append(row)
        case "other":
            row[at] = draw.draw(st.sampled_from([cell for each in rows for cell in each]))
        case _:
            for each in rows:
                del each[at : at + 1]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def _in_xml(draw: Draw, content: bytes) -> bytes:
    root = fromstring(content)
    # The bigger half of a sample is what a party refers to; a party is looked at as often as that.
    element = draw.draw(st.sampled_from(list(root.iter())))
    odd = draw.draw(st.sampled_from(ODD)).replace("\x1a", "?")
    match draw.draw(st.sampled_from(["text", "attribute", "gone", "twice", "within", "called", "tail"])):
        case "text":
            element.text = odd
        case "attribute" if element.attrib:
            element.set(draw.draw(st.sampled_from(sorted(element.attrib))), odd)
        case "gone" if len(element):
            element.remove(draw.draw(st.sampled_from(list(element))))
        case "twice" if len(element):
            element.append(draw.draw(st.sampled_from(list(element))))
        case "within":
            inner = Element(element.tag, dict(element.attrib))
            inner.text = odd
            element.append(inner)
        case "called":
            element.tag = draw.draw(st.sampled_from([each.tag for each in root.iter()]))
        case _ if element is not root:
            element.tail = odd
        case _:
            element.text = odd
    return bytes(tostring(root, "utf-8", xml_declaration=True))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON document: the container and the key."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in _places(value[key])]


def _in_json(draw: Draw, content: bytes) -> bytes:
    document = [json.loads(content)]
    container, key = draw.draw(st.sampled_from(_places(document)))
    values: st.SearchStrategy[Any] = st.sampled_from([*ODD, *CONTROL])
    values |= st.sampled_from([None, True, False, 0, -1, 10**30, 1.5, [], {}, [None], [[]], [{}], {"a": None}])
    match draw.draw(st.sampled_from(["odd", "odd", "several", "gone"])):
        case "gone" if isinstance(container, dict):
            del container[key]
        case "several":
            container[key] = [container[key], draw.draw(values)]
        case _:
            container[key] = draw.draw(values)
    return json.dumps(document[0], ensure_ascii=False).encode()


def _in_json_lines(draw: Draw, content: bytes) -> bytes:
    lines = content.splitlines()
    at = draw.draw(st.integers(0, len(lines) - 1))
    lines[at] = _in_json(draw, lines[at])
    return b"".join(each + b"\n" for each in lines)


def _in_cells(delimiter: str) -> Callable[[Draw, bytes], bytes]:
    return lambda draw, content: _in_table(draw, content, delimiter)


_KNOWING: Final[dict[str, Callable[[Draw, bytes], bytes]]] = {
    "bis/dpl": _in_cells("\t"),
    "eu/csv": _in_cells(";"),
    "ftm/json": _in_json_lines,
    "csl/json": _in_json,
    "registry/json": _in_json,
    **dict.fromkeys(("csl/csv", "ofac/csv", "uk/csv", "uk/full", "own/csv"), _in_cells(",")),
    **dict.fromkeys(("ofac/xml", "ofac/advanced", "bis/ecfr", "un/xml", "eu/xml"), _in_xml),
}


def knowingly(draw: Draw, kind: str, content: bytes) -> bytes:
    """Content of a kind bent in one to three places, and still a table, XML or JSON."""
    for _ in range(draw.draw(st.integers(1, 3))):
        content = _KNOWING[kind](draw, content)
    return content
