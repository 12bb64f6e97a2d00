"""Our scorer with one of its figures changed: does what it finds hang on a figure that was chosen well?

    for weight in weights():
        with shaken(weight, 1.3): ...          everything imported here from `reprieve.screening` has the other figure

A figure is a number that a module of the score names (`CONFLICT: Final = 2.0`) or puts in a table (`WEIGHTS`). Figures
up to 1 that stand alone are shares and stop at 1. Modules are read anew with the other figure; nothing is written.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final, NamedTuple

import reprieve

ROOM: Final = "reprieve.screening"
MODULES: Final = ("aligned", "likeness", "parsed")
"""Where the figures of the score are."""


class Weight(NamedTuple):
    """One figure: its module, its name, and in a table its key."""

    module: str
    name: str
    key: str
    value: float

    @property
    def title(self) -> str:
        """As tables call it."""
        return f"{self.module}.{self.name}{f'[{self.key}]' if self.key else ''}"


def weights() -> Iterator[Weight]:
    """Every figure of the score, in the order of the modules. Whole numbers count letters and are no weights."""
    for module in MODULES:
        for name, key, value in _figures(ast.parse(_source(module))):
            yield Weight(module, name, key, value.value)


def _source(module: str) -> str:
    spec = find_spec(f"{ROOM}.{module}")
    assert spec is not None  # noqa: S101  # it is ours
    assert spec.origin is not None  # noqa: S101  # and has a file
    return Path(spec.origin).read_text(encoding="utf-8")


class _Figure(NamedTuple):
    """Where a figure stands in a syntax tree."""

    value: float
    node: ast.Constant


def _figures(tree: ast.Module) -> Iterator[tuple[str, str, _Figure]]:
    for each in tree.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and each.target.id.isupper():
            for key, node in _constants(each.value):
                if isinstance(node.value, float) and node.value > 0:
                    yield each.target.id, key, _Figure(node.value, node)


def _constants(value: ast.expr | None) -> Iterator[tuple[str, ast.Constant]]:
    if isinstance(value, ast.Constant):
        yield "", value
    elif isinstance(value, ast.Dict):
        for key, each in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(each, ast.Constant):
                yield str(key.value), each


class _Loader(SourceFileLoader):
    """Reads a module and puts another figure in it; never from its cache, nor into it."""

    def __init__(self, fullname: str, path: str, weight: Weight, factor: float) -> None:
        super().__init__(fullname, path)
        self._weight, self._factor = weight, factor

    def get_code(self, fullname: str) -> CodeType:
        """The module with the other figure."""
        path = self.get_filename(fullname)
        tree = ast.parse(self.get_data(path))
        for name, key, figure in _figures(tree):
            if (name, key) == (self._weight.name, self._weight.key):
                other = figure.value * self._factor
                figure.node.value = min(1.0, other) if not key and figure.value <= 1 else other
        return compile(tree, path, "exec")


class _Finder(MetaPathFinder):
    def __init__(self, weight: Weight, factor: float) -> None:
        self._weight, self._factor = weight, factor

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module that holds the figure; all others are found as ever."""
        if fullname != f"{ROOM}.{self._weight.module}":
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is not None and found.origin is not None:
            found.loader = _Loader(fullname, found.origin, self._weight, self._factor)
        return found


@contextmanager
def shaken(weight: Weight, factor: float) -> Iterator[None]:
    """The room of the scorer imported anew, with one figure times a factor; afterwards all is as it was."""
    kept = {name: module for name, module in sys.modules.items() if name == ROOM or name.startswith(f"{ROOM}.")}
    finder = _Finder(weight, factor)
    _forget(kept)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        _forget([name for name in sys.modules if name == ROOM or name.startswith(f"{ROOM}.")])
        sys.modules.update(kept)
        if ROOM in kept:
            vars(reprieve)["screening"] = kept[ROOM]


def _forget(names: Iterable[str]) -> None:
    for name in names:
        del sys.modules[name]
