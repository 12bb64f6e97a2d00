"""What one entry says beyond another, and how to say it again: the part of an entry that FollowTheMoney cannot hold.

    beyond = rest(plain, exact, echoes)      # plain: what the FollowTheMoney properties say; exact: the entry itself
    restored(plain, beyond) == exact         # for whatever two entries
    restored(edited, beyond)                 # what somebody changed in the properties since then stays changed

Nothing is repeated that the properties say: their values are named by a mark (a short digest of the plain value), and
what is noted holds for as long as the value with that mark is there. Knows nothing of FollowTheMoney itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

import msgspec

from reprieve.errors import BadList
from reprieve.intake.shape import shaped
from reprieve.model.listed import Entry

SEVERAL: Final = (
    *("names", "countries", "addresses", "identifiers", "births", "birthplaces", "nationalities", "titles"),
    *("programs", "cites", "urls"),
)
"""The fields of an entry that hold several values."""

_DAYS: Final = {"start", "start_by", "through"}


class Instead(msgspec.Struct, frozen=True):
    """Where the properties say what has this mark, the entry says `to`."""

    of: str
    to: Any = None


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of several values: the one with this mark, changed by `to`; or, without a mark, `to` itself."""

    of: str = ""
    to: Any = None


class Items(msgspec.Struct, frozen=True, omit_defaults=True):
    """Several values in their order, and the marks of those that the properties say but the entry does not."""

    items: tuple[Item, ...] = ()
    drop: tuple[str, ...] = ()


class Rest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an entry says beyond its properties, by field."""

    place: str = ""
    fields: dict[str, Instead] = {}
    several: dict[str, Items] = {}
    other: dict[str, Instead] = {}


def rest(plain: Entry, exact: Entry, echoes: Mapping[str, Sequence[object]]) -> Rest:
    """What `exact` says beyond `plain`.

    `echoes`: by field, for each of its values the one that comes back from the properties, or None where none does.
    """
    was, now = _built(plain), _built(exact)
    fields, several = {}, {}
    for field in Entry.__struct_fields__:
        old, new = was.get(field), now.get(field)
        if old == new or field in {"place", "other"}:
            continue
        if field in SEVERAL:
            several[field] = _items(old or [], new or [], [_plainly(each) for each in echoes.get(field, ())])
        else:
            fields[field] = Instead(mark(old), new)
    return Rest(exact.place, fields, several, _columns(was.get("other", {}), now.get("other", {})))


def restored(plain: Entry, beyond: Rest, where: str = "") -> Entry:
    """The entry of which this is the rest, with whatever the properties say differently today. Raises BadList."""
    found = _built(plain)
    for field, instead in beyond.fields.items():
        if mark(found.get(field)) == instead.of:
            found[field] = instead.to
    for field, items in beyond.several.items():
        found[field] = _again(found.get(field, []), items)
    other = found.get("other", {})
    for column, instead in beyond.other.items():
        if mark(other.get(column)) == instead.of:
            other[column] = instead.to
    found["other"] = {column: values for column, values in other.items() if values is not None}
    found["place"] = beyond.place
    found = {field: value for field, value in found.items() if value is not None}
    days = {field: _day(found.pop(field), f"{where}: {field}") for field in _DAYS & found.keys()}
    return msgspec.structs.replace(shaped(found, Entry, where, BadList), **days)


def _day(value: Any, where: str) -> date:
    """A day or an instant as JSON holds it; msgspec takes a union of both for a day."""
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadList(where, f"{value!r} is neither a day nor an instant", "2019-05-16") from None


def mark(value: object) -> str:
    """A short digest of a plain value."""
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:12]


def _plainly(value: object) -> Any:
    """A value as JSON holds it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _built(entry: Entry) -> dict[str, Any]:
    """The fields of an entry that say something, as JSON holds them."""
    found: dict[str, Any] = _plainly(entry)
    return found


def _columns(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Instead]:
    return {
        each: Instead(mark(was.get(each)), now.get(each))
        for each in [*now, *(each for each in was if each not in now)]
        if was.get(each) != now.get(each)
    }


def _items(was: Sequence[Any], now: Sequence[Any], echoes: Sequence[Any]) -> Items:
    free = Counter(mark(each) for each in was)
    items = []
    for at, value in enumerate(now):
        echo = echoes[at] if at < len(echoes) else None
        of = mark(echo) if echo is not None else ""
        if not free[of]:
            items.append(Item(to=value))
            continue
        free[of] -= 1
        items.append(Item(of, None if echo == value else _change(echo, value)))
    return Items(tuple(items), tuple(free.elements()))


def _change(echo: Any, value: Any) -> Any:
    """What to write over a value to make it another; for a record, field by field (None: as if it were not said)."""
    if not isinstance(echo, dict):
        return value
    return {each: value.get(each) for each in [*echo, *value] if echo.get(each) != value.get(each)}


def _again(found: Sequence[Any], items: Items) -> list[Any]:
    """The values in the order noted, without those that are gone; what is new stands at the end."""
    free: defaultdict[str, list[Any]] = defaultdict(list)
    for each in found:
        free[mark(each)].append(each)
    kept = []
    for item in items.items:
        if not item.of:
            kept.append(item.to)
        elif free[item.of]:
            kept.append(_over(free[item.of].pop(0), item.to))
    for of in items.drop:
        del free[of][:1]
    left = Counter({of: len(values) for of, values in free.items()})
    for each in found:
        of = mark(each)
        if left[of]:
            left[of] -= 1
            kept.append(each)
    return kept


def _over(value: Any, change: Any) -> Any:
    if change is None:
        return value
    if not isinstance(value, dict) or not isinstance(change, dict):
        return change
    return {field: said for field, said in (value | change).items() if said is not None}
