"""Verdicts in words a person reads: outcomes, dates, ends, lists; it never decides, it only says.

Dates are told in the zone of the issuing authority, US Eastern unless another is given. The exclusive end of a period
at a local midnight is told as the day before, *through* which the period runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from reprieve.model.answer import Answer, Answers
from reprieve.model.facts import Truth
from reprieve.model.snapshot import Covered, ListUsed
from reprieve.model.time import EASTERN
from reprieve.model.verdict import CLEARING, SEVERITY, Confidence, Namesake, Outcome, Taken, Verdict

LABELS: Final[dict[Outcome, str]] = {
    "prohibited": "prohibited",
    "license_required": "license required",
    "indeterminate": "open: facts missing",
    "authorized": "authorized",
    "no_license_required": "no license required (of the law modelled)",
}
SHORT: Final[dict[Outcome, str]] = {
    **LABELS,
    "indeterminate": "open",
    "no_license_required": "no license required",
}
MEANING: Final[dict[Outcome, str]] = {
    "prohibited": "Stop. The law modelled forbids it and nothing known clears it.",
    "license_required": "Stop. It needs a license, and no authorization known covers it.",
    "indeterminate": "Hold. Facts are missing that decide between going ahead and stopping.",
    "authorized": "May go ahead under the authorization named, on its conditions, until it ends.",
    "no_license_required": "Nothing in the law modelled stands against it; other law may.",
}
CONFIDENCE: Final[dict[Confidence, str]] = {
    "official": "official text",
    "secondary": "secondary source",
    "unconfirmed": "unconfirmed",
}
TRUTH: Final[dict[Truth, str]] = {True: "holds", False: "does not hold", None: "unknown"}
DUTY: Final[dict[str, str]] = {"met": "met", "not_met": "not met", "unknown": "not known", "to_do": "to do"}
STATE: Final[dict[str, str]] = {
    "unknown": "not stated",
    "undeterminable": "asked, could not be settled",
    "bounded": "known only within bounds",
    "unconfirmed": "not confirmed",
    "unresolved": "not resolved",
}
TAKEN: Final[dict[Taken, str]] = {
    "bound": "is taken for",
    "same": "is",
    "other": "is not",
    "open": "may be",
    "beside": "comes near",
}
"""What became of a namesake, between the party's name and the entry."""

MOST_STRETCHES: Final = 3
"""So many stretches of days are told one by one."""
ADVICE: Final = "Decision support, not legal advice."
HYPOTHETICAL: Final = "Hypothetical"
WHAT_IF: Final = "This answers a what-if, not the law in force. Nothing may be released on it."
INVENTED: Final = "Invented list"
SCALE: Final = (
    "Each date is the first day of the period to its right. Widths are not to scale: short periods are drawn wider, "
    "so that none is lost; faded ends run on. Dates that find no room stand in the table."
)

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY: Final = timedelta(days=1)
_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def local(at: datetime, zone: str = EASTERN) -> datetime:
    """An instant on the clock of a zone; at the very ends of the calendar, on its own clock."""
    try:
        return at.astimezone(ZoneInfo(zone))
    except OverflowError:
        return at


def day(at: datetime, zone: str = EASTERN) -> str:
    """The local day of an instant: `19 Aug 2019`."""
    return _dated(local(at, zone).date())


def _dated(found: date) -> str:
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def moment(at: datetime, zone: str = EASTERN) -> str:
    """An instant with its time and zone, `16 May 2019, 16:15 EDT`; at a local midnight the day alone."""
    here = local(at, zone)
    if here.time() == time():
        return day(at, zone)
    clock = f"{here:%H:%M}" if not (here.second or here.microsecond) else f"{here:%H:%M:%S}"
    return f"{day(at, zone)}, {clock} {_abbreviation(here)}"


def _abbreviation(here: datetime) -> str:
    name = here.tzname() or "UTC"
    return name if name[0].isalpha() else f"UTC{name}"


def until(end: datetime | None, zone: str = EASTERN) -> str:
    """An exclusive end: `through 19 Aug 2019`, `until 16 May 2019, 16:15 EDT`, or that none is set."""
    if end is None:
        return "no end set"
    here = local(end, zone)
    if here.time() == time() and here.toordinal() > 1:
        return f"through {_dated(here.date() - _DAY)}"
    return f"until {moment(end, zone)}"


def span(start: datetime | None, end: datetime | None, zone: str = EASTERN) -> str:
    """A half-open interval in words: `20 May 2019 through 18 Aug 2019`, `before ...`, `from ... on`, `at all times`."""
    if start is None:
        return "at all times" if end is None else f"before {moment(end, zone)}"
    if end is None:
        return f"from {moment(start, zone)} on"
    return f"{moment(start, zone)} {until(end, zone)}"


def ends(verdict: Verdict, zone: str = EASTERN) -> str:
    """Until when it may go ahead; of an answer that lets nothing pass, when that changes, if it does."""
    if verdict.outcome in CLEARING:
        told = verdict.until is not None or verdict.outcome == "authorized"
        return until(verdict.until, zone) if told else ""
    return f"next change {moment(verdict.until, zone)}" if verdict.until is not None else ""


def readable(text: str) -> str:
    """Text without what would steer a terminal, turn the reading direction or break a page: each shows as `\ufffd`."""
    return _STEERING.sub("\ufffd", text)


def joined(*parts: str) -> str:
    """What there is to note, side by side."""
    return " · ".join(part for part in parts if part)


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    found = list(words)
    if len(found) < 2:  # noqa: PLR2004  # a list of one needs no comma
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 transaction`, `3 transactions`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def worst_first(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Outcomes by severity, the worst first."""
    return sorted(outcomes, key=SEVERITY.__getitem__, reverse=True)


def namesake(found: Namesake) -> str:
    """A party, and the entry that it is or may be: `華為 is taken for Huawei Technologies Co., Ltd. (LIST:ID)`."""
    alias = f", there called {found.called}" if found.called not in {found.listed, ""} else ""
    return f"{found.name} {TAKEN[found.taken]} {found.listed}{alias} ({found.list}:{found.entry})"


def taken_for(answers: Answers) -> list[str]:
    """Whom the parties of a case are taken for by a name that the list writes otherwise, each once."""
    found = (each for answer in answers.transactions for each in answer.verdict.namesakes)
    return list(dict.fromkeys(namesake(each) for each in found if each.taken in {"bound", "same"} and _otherwise(each)))


def _otherwise(found: Namesake) -> bool:
    return found.name not in {found.listed, found.called} or found.taken == "same"


def tally(answers: Answers) -> list[tuple[int, Outcome]]:
    """How many transactions came to each outcome, the worst first."""
    found = [each.verdict.outcome for each in answers.transactions]
    return [(found.count(outcome), outcome) for outcome in worst_first(set(found))]


def overall(answers: Answers) -> str:
    """The whole case in one line: `3 transactions: 1 license required, 2 authorized`."""
    number = len(answers.transactions)
    parts = [f"{count} {SHORT[outcome]}" if number > 1 else SHORT[outcome] for count, outcome in tally(answers)]
    return f"{counted(number, 'transaction')}: {', '.join(parts)}" if parts else "no transactions"


def asked_for(answer: Answer, answers: Answers) -> str:
    """The moment asked about, and the moment of knowledge where it is not that of the whole case."""
    known = "" if answer.known_at == answers.known_at else f", as known {moment(answer.known_at)}"
    return f"asked for {moment(answer.at)}{known}"


def still_possible(verdict: Verdict) -> str:
    """The other outcomes that missing facts leave open, in a sentence, or nothing."""
    others = [SHORT[each] for each in worst_first(verdict.possible) if each not in {verdict.outcome, "indeterminate"}]
    if not others:
        return ""
    if verdict.outcome == "indeterminate":
        return f"The missing facts decide between {listed(others)}."
    return f"It could still be {listed(others, 'or')}."


def hypothetical(answers: Answers) -> bool:
    """Whether any of this rests on law that is not in force."""
    return bool(answers.hypothetical) or any(each.verdict.hypothetical for each in answers.transactions)


def days(covered: Covered) -> str:
    """The days on which a list is known in full: `2019-08-25`, or `2019-08-25 to 2019-09-01`."""
    return f"{covered.first}" if covered.first == covered.last else f"{covered.first} to {covered.last}"


def known_in_full(used: ListUsed) -> str:
    """Of which days a list that took part is known in full; of many stretches the first, the last and how many."""
    part = f"a part of it from {counted(len(used.partial), 'snapshot')}" if used.partial else ""
    if not used.covered:
        return part or "no day at hand"
    told = [days(each) for each in used.covered]
    if len(told) > MOST_STRETCHES:
        told = [told[0], f"... ({len(told) - 2} more)", told[-1]]
    return "; ".join(filter(None, (f"complete of {listed(told)}", part)))


def lists_used(answers: Answers) -> list[tuple[str, tuple[str, ...], bool]]:
    """The lists that took part, those known of the same days together: the days, their titles, whether invented."""
    found: dict[tuple[bool, str], list[str]] = {}
    for each in answers.lists:
        found.setdefault((each.synthetic, known_in_full(each)), []).append(each.title)
    return [(known, tuple(titles), invented) for (invented, known), titles in found.items()]
