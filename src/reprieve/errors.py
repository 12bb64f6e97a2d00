"""What can go wrong, as one small tree; every message says where, what, and what would be right.

ReprieveError          anything we raise on purpose
├── BadInput           a file or option that the user can mend (exit code 2)
│   ├── BadCase        a case file
│   ├── BadPack        a pack, its fact dictionary or a table
│   ├── BadOverlay     hypothetical law laid over the packs
│   └── BadList         a published list, a download or a list of one's own
└── MissingExtra       a command whose optional part is not installed
"""

from __future__ import annotations


class ReprieveError(Exception):
    """Anything we raise on purpose; its text is one line for a person."""


class BadInput(ReprieveError):
    """The input is wrong. `where` names file and place, `what` the fault, `instead` what would be right."""

    def __init__(self, where: str, what: str, instead: str = "") -> None:
        self.where, self.what, self.instead = where, what, instead
        text = f"{where}: {what}" + (f" ({instead})" if instead else "")
        super().__init__("".join(each if each.isprintable() else " " for each in text))


class BadCase(BadInput):
    """A case file cannot be read as one."""


class BadPack(BadInput):
    """A pack, its fact dictionary or one of its tables cannot be loaded."""


class BadOverlay(BadInput):
    """An overlay of hypothetical law cannot be laid over the packs."""


class BadList(BadInput):
    """A published list cannot be read, or not be trusted: nothing of it is taken."""


class MissingExtra(ReprieveError):
    """A command needs an optional part; the text names the extra to install."""
