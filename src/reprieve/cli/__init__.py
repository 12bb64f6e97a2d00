"""The command line: thin commands over the desk. `main` turns errors into one line and an exit code."""

from __future__ import annotations

import sys

OK, OURS, BAD_INPUT, STOPPED, OPEN = 0, 1, 2, 3, 4


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 cleared, 3 license required or prohibited, 4 open, 2 bad input, 1 our fault."""
    from reprieve.cli.app import app  # so that `import reprieve.cli` costs nothing
    from reprieve.errors import BadInput, ReprieveError

    try:
        sys.exit(app(arguments, exit_on_error=False, print_error=False, result_action="return_value") or OK)
    except BadInput as error:
        sys.exit(_fail(str(error), BAD_INPUT))
    except ReprieveError as error:
        sys.exit(_fail(str(error), OURS))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(OK)
    except KeyboardInterrupt:
        sys.exit(_fail("interrupted", 130))


def _fail(text: str, code: int) -> int:
    print(f"reprieve: {' '.join(text.split())}", file=sys.stderr)  # noqa: T201  # the one place errors are printed
    return code
