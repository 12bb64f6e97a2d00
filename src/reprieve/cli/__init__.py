"""The command line: thin commands over the desk. `main` turns errors into one line and an exit code."""

from __future__ import annotations

import os
import sys

OK, OURS, BAD_INPUT, STOPPED, OPEN = 0, 1, 2, 3, 4
INTERRUPTED, BROKEN_PIPE = 130, 141
"""128 and the number of the signal, as shells have it."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 cleared, 3 license required or prohibited, 4 open, 2 bad input, 1 our fault."""
    # Nothing here multiplies matrices: the threads that numpy would start for that cost more than most commands.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from cyclopts import CycloptsError  # so that `import reprieve.cli` costs nothing

    from reprieve.cli.app import app
    from reprieve.errors import BadInput, ReprieveError

    try:
        sys.exit(app(arguments, exit_on_error=False, print_error=False, result_action="return_value") or OK)
    except (BadInput, CycloptsError) as error:
        sys.exit(_fail(str(error), BAD_INPUT))
    except ReprieveError as error:
        sys.exit(_fail(str(error), OURS))
    except BrokenPipeError:
        # The reader is gone: nobody saw the answer, so this is no 0, and what is left in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)
    except KeyboardInterrupt:
        sys.exit(_fail("interrupted", INTERRUPTED))


def _fail(text: str, code: int) -> int:
    print(f"reprieve: {' '.join(text.split())}", file=sys.stderr)  # noqa: T201  # the one place errors are printed
    return code
