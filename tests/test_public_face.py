"""`import reprieve` gives a few names and costs next to nothing; `reprieve --help` loads no law."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import reprieve
from reprieve.cli import main
from reprieve.desk import check as desk

HEAVY: Final = ("rich", "jinja2", "cyclopts", "msgspec", "markdown_it")
ROOMS: Final = ("reprieve.rules", "reprieve.desk", "reprieve.views", "reprieve.intake")


def loaded_after(code: str) -> set[str]:
    """The modules loaded after some Python in a process of its own."""
    report = "\nimport sys\nprint('loaded:', *sys.modules, file=sys.stderr)"
    run = [sys.executable, "-c", code + report]
    found = subprocess.run(run, capture_output=True, encoding="utf-8", check=True).stderr.splitlines()[-1]
    assert found.startswith("loaded: ")
    return set(found.split()[1:])


def of(modules: set[str], names: tuple[str, ...]) -> list[str]:
    """Which of these packages, or what is in them, were loaded."""
    return sorted(each for each in modules if any(each == name or each.startswith(f"{name}.") for name in names))


@pytest.mark.parametrize("name", reprieve.__all__)
def test_every_public_name_can_be_imported_and_says_what_it_is(name: str) -> None:
    found = getattr(reprieve, name)
    assert found.__name__ == name
    assert found.__module__.startswith("reprieve.")
    assert inspect.getdoc(found)


def test_nothing_else_is_public() -> None:
    given: dict[str, object] = {}
    exec("from reprieve import *", given)  # noqa: S102  # what a star gives is what is asked
    assert set(given) - {"__builtins__"} == set(reprieve.__all__)
    assert dir(reprieve) == sorted(reprieve.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'laid_over'"):
        getattr(reprieve, "laid_over")  # noqa: B009  # a type checker knows better


def test_what_type_checkers_see_is_what_there_is() -> None:
    tree = ast.parse(Path(reprieve.__file__).read_text(encoding="utf-8"))
    seen = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(seen) == set(reprieve.__all__)
    assert {name: getattr(reprieve, name).__module__ for name in seen} == seen


def test_importing_loads_nothing_heavy() -> None:
    loaded = loaded_after("import reprieve; reprieve.BadInput")
    assert "reprieve.errors" in loaded
    assert of(loaded, HEAVY + ROOMS) == []


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    assert of(loaded_after("import reprieve.cli"), HEAVY + ROOMS) == []


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["packs", "test", "--help"], ["--version"]])
def test_help_loads_no_law_and_no_templates(arguments: list[str]) -> None:
    code = f"from reprieve.cli import main\ntry: main({arguments!r})\nexcept SystemExit as stop: assert stop.code == 0"
    loaded = loaded_after(code)
    assert "cyclopts" in loaded
    assert of(loaded, ("jinja2", *ROOMS)) == []


def test_a_command_that_reads_no_report_loads_no_templates() -> None:
    code = "from reprieve.cli import main\ntry: main(['packs', 'list'])\nexcept SystemExit: pass"
    loaded = loaded_after(code)
    assert "reprieve.rules" in loaded
    assert of(loaded, ("jinja2", "reprieve.views.report")) == []


def test_the_calls_of_the_docstring_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    answers = reprieve.check("examples/huawei-2019")
    assert isinstance(answers, reprieve.Answers)
    assert answers.transactions[0].verdict.outcome == "no_license_required"
    assert isinstance(answers.transactions[0], reprieve.Answer)
    assert isinstance(answers.transactions[0].verdict, reprieve.Verdict)
    assert isinstance(answers.transactions[0].timeline, reprieve.Timeline)
    assert isinstance(answers.transactions[0].timeline.pieces[0], reprieve.Segment)


def test_a_case_read_once_can_be_asked_about_again() -> None:
    case = reprieve.load_case(Path(__file__).parents[1] / "examples" / "huawei-2019")
    first, again = (reprieve.check(case, only=("T07",)).transactions[0] for _ in range(2))
    assert first == again


def test_every_fault_of_the_input_is_one_family() -> None:
    for kind in (reprieve.BadCase, reprieve.BadPack, reprieve.BadOverlay):
        assert issubclass(kind, reprieve.BadInput)
    error = reprieve.BadInput("here", "is wrong", "this would be right")
    assert (str(error), error.where, error.what) == ("here: is wrong (this would be right)", "here", "is wrong")
    assert str(reprieve.BadInput("here", "is wrong")) == "here: is wrong"


def test_a_missing_extra_is_our_fault_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object, **__: object) -> None:
        text = "install\n`reprieve[serve]`"
        raise reprieve.MissingExtra(text)

    monkeypatch.setattr(desk, "check", missing)
    with pytest.raises(SystemExit) as stopped:
        main(["check", "case.toml"])
    assert stopped.value.code == 1
    assert capsys.readouterr().err == "reprieve: install `reprieve[serve]`\n"
