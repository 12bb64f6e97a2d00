"""From plain values (TOML, JSON) to typed structures, with errors that name the place and the nearest right word."""

from __future__ import annotations

import difflib
import re
from typing import TypeVar

import msgspec

from reprieve.errors import BadInput

T = TypeVar("T")


def shaped(value: object, kind: type[T], where: str, fault: type[BadInput] = BadInput) -> T:
    """`value` as `kind`. Raises `fault` naming file, place in the file, what is wrong and the nearest known key."""
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at ")
        at = place.strip("`").removeprefix("$").removeprefix(".")
        raise fault(f"{where}: {at}" if at else where, _plainly(what), _suggestion(what, kind, at)) from None


def _plainly(what: str) -> str:
    unknown = re.search(r"unknown field `(.+?)`", what)
    if unknown:
        return f"the key {unknown[1]!r} is not known here"
    missing = re.search(r"missing required field `(.+?)`", what)
    return f"the key {missing[1]!r} is missing" if missing else what.replace("`", "")


def _suggestion(what: str, kind: object, at: str) -> str:
    unknown = re.search(r"unknown field `(.+?)`", what)
    if not unknown:
        return ""
    known = _fields(kind, [part for part in re.split(r"[.\[\]]+", at) if part and not part.isdigit()])
    near = difflib.get_close_matches(unknown[1], known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else "known: " + ", ".join(known) if known else ""


def _fields(kind: object, path: list[str]) -> list[str]:
    info = msgspec.inspect.type_info(kind)
    for part in path:
        info = _inside(_member(info, part))
    info = _inside(info)
    return [field.encode_name for field in info.fields] if isinstance(info, msgspec.inspect.StructType) else []


def _member(info: msgspec.inspect.Type, part: str) -> msgspec.inspect.Type:
    info = _inside(info)
    if isinstance(info, msgspec.inspect.StructType):
        return next((field.type for field in info.fields if field.encode_name == part), info)
    if isinstance(info, msgspec.inspect.DictType):
        return info.value_type
    return info


def _inside(info: msgspec.inspect.Type) -> msgspec.inspect.Type:
    while isinstance(info, msgspec.inspect.ListType | msgspec.inspect.VarTupleType):
        info = info.item_type
    if isinstance(info, msgspec.inspect.UnionType):
        return next((kind for kind in info.types if isinstance(kind, msgspec.inspect.StructType)), info.types[0])
    return info
