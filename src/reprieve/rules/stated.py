"""Facts as people write them in a case or a test -> checked facts.

contract_signed = 2017-03-01
contract_signed = { value = 2017-03-01, source = "contract 4711, page 2", level = "document", by = "J. Doe" }
contract_signed = { unknown = "asked the operator on 3 June" }
listed_owner_share = { undeterminable = "registry closed; asked twice", by = "counsel" }
controlled_us_content = { at_least = "20 %", at_most = "30 %", source = "bill of materials" }
eligible = { value = false, changes = [{ from = 2019-06-01, value = true }] }
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from reprieve.errors import BadInput
from reprieve.intake.when import in_calendar, moment
from reprieve.model.facts import LEVELS, UNDETERMINABLE, UNKNOWN, AnyFact, Between, Dated, Fact, Level, Source
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.text.nearest import nearest

_KEYS: Final = frozenset(
    {"value", "unknown", "undeterminable", "at_least", "at_most", "source", "level", "by", "changes"}
)
_ONE_OF: Final = ("value", "unknown", "undeterminable", "at_least", "at_most")
_ALONE: Final = frozenset({"value", "unknown", "undeterminable"})


def entry_for(name: str, scope: str, dictionary: Dictionary, where: str, fault: type[BadInput]) -> Entry:
    """The dictionary entry of a fact written without its scope. Raises `fault` with the nearest known name."""
    entry = dictionary.get(f"{scope}.{name.removeprefix(scope + '.')}")
    if entry is None:
        known = [fact.removeprefix(scope + ".") for fact in dictionary if fact.startswith(scope + ".")]
        elsewhere = [fact for fact in dictionary if fact.endswith(f".{name}")]
        hint = nearest(name, known) or (
            f"{elsewhere[0]} belongs elsewhere" if elsewhere else "see `reprieve packs show`"
        )
        raise fault(where, f"no fact of a {scope} is called {name!r}", hint)
    return entry


def stated(entry: Entry, raw: object, where: str, zone: str, fault: type[BadInput], default: Source) -> AnyFact:
    """One fact as written. Raises `fault` naming the place, what is wrong, and what would be right."""
    if not isinstance(raw, Mapping):
        return Fact(_value(entry, raw, where, fault), default)
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        hint = nearest(unknown[0], _KEYS) or "known: " + ", ".join(sorted(_KEYS))
        raise fault(where, f"the key {unknown[0]!r} is not known in a fact", hint)
    if not any(key in raw for key in _ONE_OF):
        raise fault(where, "says nothing of the fact", "one of " + ", ".join(_ONE_OF))
    said = [key for key in _ONE_OF if key in raw]
    if len(said) > 1 and _ALONE & set(said):
        raise fault(where, f"says both {said[0]} and {said[1]}", "one of " + ", ".join(_ONE_OF))
    source = _source(raw, where, fault, default)
    first = _fact(entry, raw, where, fault, source)
    if "changes" not in raw:
        return first
    return Dated(first, _changes(entry, raw["changes"], where, zone, fault, source))


def _fact(entry: Entry, raw: Mapping[str, Any], where: str, fault: type[BadInput], source: Source) -> Fact:
    if "value" in raw:
        return Fact(_value(entry, raw["value"], where, fault), source)
    if "unknown" in raw:
        return Fact(UNKNOWN, Source(str(raw["unknown"]) or "not stated", source.level, source.by))
    if "undeterminable" in raw:
        if not raw["undeterminable"]:
            raise fault(where, "is undeterminable without the inquiry made", 'undeterminable = "whom we asked, when"')
        return Fact(UNDETERMINABLE, Source(str(raw["undeterminable"]), source.level, source.by))
    if not entry.ordered:
        raise fault(where, f"{entry.id} is {entry.type}: it has no bounds", "value = ...")
    low = _value(entry, raw["at_least"], where, fault) if "at_least" in raw else None
    high = _value(entry, raw["at_most"], where, fault) if "at_most" in raw else None
    if low is not None and high is not None and low > high:
        raise fault(where, f"is at least {low} but at most {high}", "at_least below at_most")
    return Fact(Between(low, high), source)


def _value(entry: Entry, raw: object, where: str, fault: type[BadInput]) -> Any:
    if isinstance(raw, float):
        what = "NaN" if math.isnan(raw) else repr(raw)
        raise fault(where, f"{entry.id} cannot be {what}", 'a whole number, or a share such as "25 %"')
    in_calendar(raw, where, fault)
    try:
        return entry.value(raw)
    except ValueError as error:
        raise fault(where, str(error)) from None


def _source(raw: Mapping[str, Any], where: str, fault: type[BadInput], default: Source) -> Source:
    level = raw.get("level", default.level)
    if level not in LEVELS:
        raise fault(where, f"the level {level!r} is not known", nearest(str(level), LEVELS) or " | ".join(LEVELS))
    found: Level = level
    return Source(str(raw.get("source", default.text)), found, str(raw.get("by", default.by)))


def _changes(
    entry: Entry, raw: object, where: str, zone: str, fault: type[BadInput], source: Source
) -> tuple[tuple[datetime, Fact], ...]:
    if not isinstance(raw, list) or not all(isinstance(each, Mapping) and "from" in each for each in raw):
        raise fault(
            where, "changes is not a list of tables with `from`", "changes = [{ from = 2019-06-01, value = true }]"
        )
    found: list[tuple[datetime, Fact]] = []
    for each in raw:
        rest = {key: value for key, value in each.items() if key != "from"}
        fact = stated(entry, rest, where, zone, fault, source)
        if isinstance(fact, Dated):
            raise fault(where, "changes within changes", "one list of changes")
        found.append((moment(each["from"], zone, where, fault), fact))
    return tuple(sorted(found, key=lambda pair: pair[0]))
