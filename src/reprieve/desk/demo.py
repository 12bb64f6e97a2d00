"""The demo: the Huawei affair of 2019 answered, a report written, a license drawn down, and lists of two days."""

from __future__ import annotations

from pathlib import Path

from reprieve.desk.check import check
from reprieve.desk.compared import compared
from reprieve.desk.list_files import Asked, import_files
from reprieve.desk.lists import status
from reprieve.errors import ReprieveError
from reprieve.lists.store import Store
from reprieve.model.answer import Answers
from reprieve.model.snapshot import Difference, Status

NAME = "huawei-2019"


def example() -> Path:
    """The folder of the shipped example, in an installed package or in a checkout."""
    package = Path(__file__).parents[1]
    for place in (package / "examples" / NAME, package.parents[1] / "examples" / NAME):
        if place.is_dir():
            return place
    msg = f"the example {NAME} is not installed beside the package"
    raise ReprieveError(msg)


def own_license(home: Path) -> Answers:
    """The story of a license of one's own: what is left of it, what comes back, and what it asks for."""
    return check(example() / "licenses", home=home)


def lists_of(example_: Path, store: Store) -> tuple[Status, tuple[Difference, ...]]:
    """The lists of an example taken into a store: their state, and what two days of a list differ in.

    The first difference is of our own list of held parties, the second of the table of Huawei listings.
    """
    for path in sorted((example_ / "lists").glob("held-parties-*.csv")):
        import_files([path], store=store, asked=Asked(name="held parties"))
    first, second = ("own/held-parties@2019-05-20", "own/held-parties@2019-08-19")
    return status(store), (
        compared(store, first, second),
        compared(store, "huawei@2019-06-01", "huawei@2019-09-01"),
    )
