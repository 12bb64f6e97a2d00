"""The demo: the Huawei affair of 2019 answered, and a report written."""

from __future__ import annotations

from pathlib import Path

from reprieve.errors import ReprieveError

NAME = "huawei-2019"


def example() -> Path:
    """The folder of the shipped example, in an installed package or in a checkout."""
    package = Path(__file__).parents[1]
    for place in (package / "examples" / NAME, package.parents[1] / "examples" / NAME):
        if place.is_dir():
            return place
    msg = f"the example {NAME} is not installed beside the package"
    raise ReprieveError(msg)
