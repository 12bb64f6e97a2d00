"""Reprieve: may this party, item or update go ahead on this date, under what authority, until when?

    import reprieve
    answers = reprieve.check("examples/huawei-2019")
    answers.transactions[0].verdict.outcome

The names below are the public face; everything else is private.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reprieve.desk.check import check
    from reprieve.desk.face import compare_names, load_case, load_packs, screen
    from reprieve.errors import BadCase, BadInput, BadList, BadOverlay, BadPack, MissingExtra, ReprieveError
    from reprieve.model.answer import Answer, Answers
    from reprieve.model.match import Match
    from reprieve.model.screen_run import NameRun
    from reprieve.model.screened import Alert, Screened
    from reprieve.model.verdict import Segment, Timeline, Verdict

_HOME = {
    "check": "reprieve.desk.check",
    "compare_names": "reprieve.desk.face",
    "load_case": "reprieve.desk.face",
    "load_packs": "reprieve.desk.face",
    "screen": "reprieve.desk.face",
    "Alert": "reprieve.model.screened",
    "NameRun": "reprieve.model.screen_run",
    "Screened": "reprieve.model.screened",
    "BadCase": "reprieve.errors",
    "BadInput": "reprieve.errors",
    "BadList": "reprieve.errors",
    "BadOverlay": "reprieve.errors",
    "BadPack": "reprieve.errors",
    "MissingExtra": "reprieve.errors",
    "ReprieveError": "reprieve.errors",
    "Answer": "reprieve.model.answer",
    "Answers": "reprieve.model.answer",
    "Match": "reprieve.model.match",
    "Segment": "reprieve.model.verdict",
    "Timeline": "reprieve.model.verdict",
    "Verdict": "reprieve.model.verdict",
}

__all__ = [
    "Alert",
    "Answer",
    "Answers",
    "BadCase",
    "BadInput",
    "BadList",
    "BadOverlay",
    "BadPack",
    "Match",
    "MissingExtra",
    "NameRun",
    "ReprieveError",
    "Screened",
    "Segment",
    "Timeline",
    "Verdict",
    "check",
    "compare_names",
    "load_case",
    "load_packs",
    "screen",
]


def __getattr__(name: str) -> Any:
    """Import a public name at its first use, so that `import reprieve` costs nothing."""
    if name not in _HOME:
        msg = f"module 'reprieve' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
