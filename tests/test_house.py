"""The rules of the house that no other tool holds; style, types and imports are held by `make test` itself."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "reprieve"
MODULES = sorted(SOURCE.rglob("*.py"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

MODULE_LINES = 400  # fewer than
LONGEST_FUNCTION = 50  # at most
MEDIAN_FUNCTION = 10  # less than


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(module: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module with its place and its lines, signature included, docstring not."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name(module)}:{node.lineno} {node.name}", last_line(node) - node.lineno + 1 - docstring_lines(node)


def last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(node, clean=False) is None:
        return 0
    return last_line(node.body[0]) - node.body[0].lineno + 1


def pins(lock: Path) -> dict[str, Requirement]:
    """The pinned requirements of a lock file by name; a file may pin a name twice, for different Pythons."""
    lines = [line.rstrip("\\ ") for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line]
    return {requirement.name: requirement for requirement in map(Requirement, lines)}


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_is_one_idea(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) < MODULE_LINES


def test_no_function_is_long() -> None:
    long = [
        f"{place}: {lines} lines"
        for module in MODULES
        for place, lines in functions(module)
        if lines > LONGEST_FUNCTION
    ]
    assert long == []


def test_most_functions_are_short() -> None:
    lengths = [lines for module in MODULES for _, lines in functions(module)]
    assert median(lengths) < MEDIAN_FUNCTION


def test_every_ignored_style_rule_has_its_reason() -> None:
    ignored = re.findall(
        r'^ +"[A-Z]+[0-9]+",(.*)$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert ignored
    assert [comment for comment in ignored if not re.match(r" +# \w", comment)] == []


def test_the_locks_are_all_here() -> None:
    assert [lock.stem for lock in LOCKS] == ["base", "bench", "build", "test"]


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").iterdir()), ids=name)
def test_requirements_name_packages_and_no_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert [line for line in text.splitlines() if line.startswith(("-", ".", "/"))] == []


@pytest.mark.parametrize("lock", LOCKS, ids=name)
def test_every_pin_is_hashed(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    assert [line for line in text.splitlines() if not re.match(r"\S+==\S+ .*--hash=sha256:", line)] == []


def test_the_base_lock_answers_the_project() -> None:
    pinned = pins(ROOT / "requirements" / "base.txt")
    for wanted in map(Requirement, PROJECT["project"]["dependencies"]):
        assert next(iter(pinned[wanted.name].specifier)).version in wanted.specifier


@pytest.mark.parametrize("lock", LOCKS, ids=name)
def test_the_locks_agree_on_what_they_share(lock: Path) -> None:
    agreed = pins(ROOT / "requirements" / "base.txt") | pins(ROOT / "requirements" / "build.txt")
    assert [pin for package, pin in pins(lock).items() if pin.specifier != agreed.get(package, pin).specifier] == []


def test_the_wheel_carries_packs_templates_and_the_example(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert wanted_in_wheel() - carried == set()


def wanted_in_wheel() -> set[str]:
    """Every file of the package and of the example, by the name that it has in the wheel."""
    package = {f"reprieve/{path.relative_to(SOURCE).as_posix()}" for path in files_under(SOURCE)}
    example = {f"reprieve/{name(path)}" for path in files_under(ROOT / "examples" / "huawei-2019")}
    assert example
    return package | example


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
