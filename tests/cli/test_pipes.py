"""A reader that goes away, and a person who does."""

import signal
import subprocess
import sys

import pytest

from reprieve.cli import BROKEN_PIPE, INTERRUPTED
from reprieve.desk import check as desk
from tests.cli.running import EXAMPLE, here

COMMAND = [sys.executable, "-c", "from reprieve.cli import main; main()"]


@pytest.mark.parametrize(
    "arguments", [["check", EXAMPLE, "--json", "--only", "T01"], ["check", EXAMPLE, "--only", "T01"]]
)
def test_an_answer_that_nobody_read_is_not_cleared(arguments: list[object]) -> None:
    # T01 is cleared: with a reader this is exit code 0.
    run = [*COMMAND, *map(str, arguments)]
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in {1, BROKEN_PIPE}
    assert BROKEN_PIPE == 128 + signal.SIGPIPE


def test_an_interrupt_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk, "check", stop)
    ran = here("check", EXAMPLE)
    assert (ran.code, ran.line) == (INTERRUPTED, "reprieve: interrupted")
    assert INTERRUPTED == 128 + signal.SIGINT
