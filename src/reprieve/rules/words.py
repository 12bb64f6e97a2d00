"""Conditions and facts in words: what an atom says, filled in with the fact as it is.

Text for people only; nothing decides by it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Value
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.evaluate import Causing
from reprieve.rules.situation import Matter
from reprieve.rules.syntax import NOW, OPPOSITE, All, Any, Atom, Each, Named, Node, Not, Operand, Pair, Test

_COMPARED: Final = {
    "==": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
_DATED: Final = {
    "==": "is",
    "!=": "is not",
    "<": "is before",
    "<=": "is on or before",
    ">": "is after",
    ">=": "is on or after",
}


_SPELLED: Final = {"us": "US", "ccl": "CCL", "ear99": "EAR99", "eccn": "ECCN", "ear": "EAR"}
_CAPITALS: Final = re.compile(r"\b(?:us|ccl|ear99|eccn|ear)\b")


def label(fact: str) -> str:
    """A fact's id as words: `leg.contract_signed` is "contract signed"."""
    return plain(fact.partition(".")[2] or fact)


def plain(word: str) -> str:
    """A word of a vocabulary or a name as people write it: no underscores, three letters of law in capitals."""
    return _CAPITALS.sub(lambda found: _SPELLED[found[0]], word.replace("_", " "))


def shown(entry: Entry | None, value: Value | Operand) -> str:
    """A value in words."""
    if value is UNKNOWN or value is None:
        return "unknown"
    if value is UNDETERMINABLE:
        return "could not be determined"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Between):
        low = shown(entry, value.low) if value.low is not None else "..."
        return f"between {low} and {shown(entry, value.high) if value.high is not None else '...'}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return ", ".join(sorted(word.replace("_", " ") for word in value)) or "none"
    if isinstance(value, int):
        return _number(entry, value)
    return str(value).replace("_", " ")


def _number(entry: Entry | None, value: int) -> str:
    if entry is not None and entry.type == "share":
        return f"{value / 100:g} %"
    if entry is not None and entry.type == "money":
        return f"{value // 100:,}.{value % 100:02}"
    return f"{value:,}" + (f" {entry.unit}" if entry is not None and entry.unit else "")


def filled(text: str, matter: Matter, causing: Causing) -> str:
    """A template with the names of the causing party and item put in."""
    if "{" not in text:
        return text
    party = matter.party_names[causing.party] if causing.party is not None and matter.party_names else "the party"
    item = matter.item_names[causing.item] if causing.item is not None and matter.item_names else "the item"
    exporter, recipient = (
        (matter.party_names[0], matter.party_names[1])
        if len(matter.party_names) > 1
        else ("the exporter", "the recipient")
    )
    return (
        text.replace("{party}", party)
        .replace("{item}", item)
        .replace("{exporter}", exporter)
        .replace("{recipient}", recipient)
    )


def asked(entry: Entry, matter: Matter, causing: Causing) -> str:
    """The question a person is asked about a fact."""
    return filled(entry.question, matter, causing)


def atom(part: Atom, dictionary: Dictionary, matter: Matter, causing: Causing, *, wanted: bool = True) -> str:
    """What an atom (or its opposite) requires, in words."""
    if isinstance(part, Pair):
        op = part.op if wanted else OPPOSITE[part.op]
        sides = ["the day asked about" if side in NOW else label(side) for side in (part.left, part.right)]
        return f"{sides[0]} {_DATED[op]} {sides[1]}"
    entry = dictionary.get(part.fact)
    if part.op == "is":
        said = (entry.yes if wanted else entry.no) if entry is not None else ""
        return filled(said, matter, causing) or f"{label(part.fact)}: {'yes' if wanted else 'no'}"
    if part.op == "undeterminable":
        return f"{label(part.fact)} could {'not ' if wanted else ''}be determined"
    op = part.op if wanted else OPPOSITE[part.op]
    if op in {"in", "not in"}:
        return f"{label(part.fact)} is {'' if op == 'in' else 'not '}one of: {shown(entry, part.operand)}"
    words = _DATED if entry is not None and entry.type in {"date", "instant"} else _COMPARED
    return f"{label(part.fact)} {words[op]} {shown(entry, part.operand)}"


def condition(node: Node) -> str:
    """A condition in the language it was written in, for pages and traces."""
    if isinstance(node, Test):
        return _test(node)
    if isinstance(node, Pair):
        return f"{node.left} {node.op} {node.right}"
    if isinstance(node, Not):
        return f"not {_bracketed(node.part)}"
    if isinstance(node, Named):
        return node.name
    if isinstance(node, Each):
        return f"{node.quantifier} {node.over} ({condition(node.body)})"
    if not node.parts:
        return "true" if isinstance(node, All) else "false"
    word = " and " if isinstance(node, All) else " or "
    return word.join(_bracketed(part) if isinstance(part, All | Any) else condition(part) for part in node.parts)


def _bracketed(node: Node) -> str:
    return f"({condition(node)})" if isinstance(node, All | Any) and node.parts else condition(node)


def _test(test: Test) -> str:
    if test.op == "is":
        return test.fact
    if test.op == "undeterminable":
        return f"{test.fact} is undeterminable"
    if isinstance(test.operand, frozenset):
        return f"{test.fact} {test.op} {{{', '.join(sorted(test.operand))}}}"
    operand = test.operand if isinstance(test.operand, str) else shown(None, test.operand)
    return f"{test.fact} {test.op} {operand}"
