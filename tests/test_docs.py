"""The documentation names what there is, and nothing else: commands, options, keys of files, errors."""

import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from cyclopts import App

import reprieve
from reprieve import errors
from reprieve.cli.app import app
from reprieve.desk import written_case
from reprieve.rules import overlay, written

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
FENCE: Final = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(found: App, name: str = "reprieve") -> Iterator[tuple[str, App]]:
    """Every command that does something, by the words that start it."""
    if found.default_command is not None:
        yield name, found
    for word in found:
        if not word.startswith("-"):
            yield from commands(found[word], f"{name} {word}")


def options(found: App) -> list[str]:
    """The options of a command as they are typed."""
    return [name for each in found.assemble_argument_collection() for name in each.names if name.startswith("--")]


COMMANDS: Final = dict(commands(app))


def section(command: str) -> str:
    """What docs/cli.md says under the heading of a command or of its group."""
    parts = re.split(r"^## ", PAGES["cli.md"], flags=re.MULTILINE)
    group = " ".join(command.split()[:2])
    return next((part for part in parts if part.startswith(group)), "")


def test_there_are_commands() -> None:
    assert {"reprieve check", "reprieve demo", "reprieve packs test"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert section(command), f"docs/cli.md has no section for {command}"
    assert " ".join(command.split()[1:]) in section(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str) -> None:
    text = section(command)
    assert [name for name in options(COMMANDS[command]) if not re.search(rf"`{name}\b", text)] == []


def test_every_documented_option_exists() -> None:
    known = {name for found in COMMANDS.values() for name in options(found)} | {"--help", "--version"}
    assert set(re.findall(r"--[a-z][a-z-]*", PAGES["cli.md"])) <= known


def test_every_exit_code_is_documented() -> None:
    assert set(re.findall(r"\*\*(\d)\*\*", PAGES["cli.md"])) == {"0", "1", "2", "3", "4"}


def test_the_json_is_documented() -> None:
    keys = ("sha256", "known_at", "possible", "because", "authorized_by", "preconditions", "obligations", "missing")
    more = ("red_flags", "out_of_model", "restrictions", "cleared_by", "confidence", "hypothetical", "change", "held")
    assert [key for key in (*keys, *more) if f"`{key}`" not in PAGES["cli.md"]] == []


def test_the_readme_names_the_pages() -> None:
    assert [name for name in PAGES if f"docs/{name}" not in README] == []


# --- files that people write ------------------------------------------------------------------------------------------


def tables(module: object) -> list[type[msgspec.Struct]]:
    """The tables of a file format that a module declares."""
    found = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)]
    return [each for each in found if each.__module__ == module.__name__ and not each.__name__.startswith("_")]  # type: ignore[attr-defined]


def keys(module: object) -> list[str]:
    """Every key of a file format, with its table."""
    return [
        f"{table.__name__}.{key}"
        for table in tables(module)
        for key in table.__struct_encode_fields__
        if table.__name__ != "Strict"
    ]


def written_out(text: str) -> str:
    """The examples of a page and the words it sets apart."""
    return "\n".join([*FENCE.findall(text), *re.findall(r"`([^`\n]+)`", text)])


@pytest.mark.parametrize("key", keys(written_case))
def test_every_key_of_a_case_is_documented(key: str) -> None:
    assert re.search(rf"\b{key.partition('.')[2]}\b", written_out(PAGES["cases.md"]))


@pytest.mark.parametrize("key", keys(written))
def test_every_key_of_a_pack_is_documented(key: str) -> None:
    assert re.search(rf"\b{key.partition('.')[2]}\b", written_out(PAGES["packs.md"]))


def overlays() -> str:
    shown = [path.read_text(encoding="utf-8") for path in (ROOT / "examples").glob("*/overlays/*.toml")]
    return "\n".join([*shown, *map(written_out, PAGES.values())])


@pytest.mark.parametrize("key", keys(overlay))
def test_every_key_of_an_overlay_is_documented_or_shown(key: str) -> None:
    assert re.search(rf"\b{key.partition('.')[2]}\b", overlays())


def words() -> list[str]:
    """The closed vocabularies of a case."""
    found: list[str] = []
    for table in tables(written_case):
        for field in msgspec.structs.fields(table):
            found += literals(field.type)
    return sorted(set(found))


def literals(kind: Any) -> list[str]:
    values = [each for each in getattr(kind, "__args__", ()) if isinstance(each, str)]
    return values + [word for inner in getattr(kind, "__args__", ()) for word in literals(inner)]


@pytest.mark.parametrize("word", words())
def test_every_word_of_a_case_is_documented(word: str) -> None:
    assert re.search(rf"\b{word}\b", PAGES["cases.md"])


# --- examples ---------------------------------------------------------------------------------------------------------


def test_the_example_of_a_case_is_one(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("\n".join(FENCE.findall(PAGES["cases.md"])), encoding="utf-8")
    found = reprieve.check(path)
    assert [each.id for each in found.transactions] == ["T05"]
    assert found.warnings == ()


SHAPES: Final = {
    "pack.toml": written.PackFile,
    "definition": written.DefinitionFence,
    "restriction": written.RestrictionFence,
    "authorization": written.AuthorizationFence,
    "facts.toml": written.FactsFile,
    "test": written.TestFence,
}


@pytest.mark.parametrize("heading", SHAPES)
def test_every_example_of_a_pack_has_its_shape(heading: str) -> None:
    part = re.split(rf"^#+ {re.escape(heading)}$", PAGES["packs.md"], flags=re.MULTILINE)[1]
    example = FENCE.search(part)
    assert example is not None
    msgspec.convert(tomllib.loads(example[1]), SHAPES[heading])


# --- errors -----------------------------------------------------------------------------------------------------------


def drawn() -> dict[str, str]:
    """The tree in the docstring: each class with the one it hangs from."""
    found: dict[str, str] = {}
    trail: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"([│ ├└─]*)([A-Z]\w+) {2,}\S", line)
        if match:
            depth = len(match[1]) // 4
            found[match[2]] = trail[depth - 1] if depth else "Exception"
            trail[depth:] = [match[2]]
    return found


def test_every_error_stands_in_the_tree() -> None:
    classes = [each for _, each in inspect.getmembers(errors, inspect.isclass) if each.__module__ == errors.__name__]
    assert drawn() == {each.__name__: each.__mro__[1].__name__ for each in classes}


def test_every_error_is_public() -> None:
    assert set(drawn()) <= set(reprieve.__all__)
