"""From plain values (TOML, JSON) to typed structures, with errors that name the place and the nearest right word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect

from reprieve.errors import BadInput

T = TypeVar("T")
Step = str | int
"""A key of a table, or a place in a list."""

_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN: Final = re.compile(r"unknown field `(.+?)`")
_MISSING: Final = re.compile(r"missing required field `(.+?)`")
_NO_WORD: Final = re.compile(r"Invalid enum value '?(.*?)'?$")


def shaped(value: object, kind: type[T], where: str, fault: type[BadInput] = BadInput) -> T:
    """`value` as `kind`. Raises `fault` naming file, place in the file, what is wrong and the nearest known word."""
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at ")
        path = _path(value, kind, place.strip("`").removeprefix("$"), str(error))
        at = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
        raise fault(f"{where}: {at}" if at else where, _plainly(what), _suggestion(what, _at(kind, path))) from None


def _plainly(what: str) -> str:
    for pattern, said in ((_UNKNOWN, "the key {!r} is not known here"), (_MISSING, "the key {!r} is missing")):
        found = pattern.search(what)
        if found:
            return said.format(found[1])
    word = _NO_WORD.search(what)
    return f"cannot be {word[1]!r}" if word else what.replace("`", "")


def _suggestion(what: str, kind: inspect.Type) -> str:
    found = _UNKNOWN.search(what) or _NO_WORD.search(what)
    if not found:
        return ""
    known = [str(word) for word in _known(kind)]
    near = difflib.get_close_matches(found[1], known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else "known: " + ", ".join(known) if known else ""


def _known(kind: inspect.Type) -> Sequence[object]:
    if isinstance(kind, inspect.StructType):
        return [field.encode_name for field in kind.fields]
    return kind.values if isinstance(kind, inspect.LiteralType) else ()


def _path(value: Any, kind: object, place: str, message: str) -> list[Step]:
    """The steps to an error. The checker writes `[...]` for any key of a table: that key is looked for."""
    path: list[Step] = []
    for name, number in _STEP.findall(place):
        if number == "...":
            path.append(_culprit(value, kind, path, message))
        else:
            path.append(int(number) if number else name)
    return path


def _culprit(value: Any, kind: object, path: list[Step], message: str) -> str:
    table = value
    for step in path:
        table = table[step]
    for key in table:
        try:
            msgspec.convert(_only(value, path, key), kind, strict=True)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return str(key)
    return "..."


def _only(value: Any, path: list[Step], key: str) -> Any:
    """The value with one key alone left in the table at a path."""
    if not path:
        return {key: value[key]}
    copy: Any = list(value) if isinstance(value, list) else dict(value)
    copy[path[0]] = _only(value[path[0]], path[1:], key)
    return copy


def _at(kind: object, path: list[Step]) -> inspect.Type:
    """The type of what stands at a path."""
    found = _bare(inspect.type_info(kind))
    for step in path:
        inner = next(_inside(found, step), None)
        if inner is None:
            break
        found = _bare(inner)
    return found


def _inside(kind: inspect.Type, step: Step) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields if field.encode_name == step)
    elif isinstance(kind, inspect.DictType):
        yield kind.value_type
    elif isinstance(kind, inspect.ListType | inspect.VarTupleType):
        yield kind.item_type


def _bare(kind: inspect.Type) -> inspect.Type:
    """Without the `None` that an optional value may also be."""
    if isinstance(kind, inspect.UnionType):
        return next(each for each in kind.types if not isinstance(each, inspect.NoneType))
    return kind
