"""An answer in one sentence, and what it takes each party's standing on the lists from."""

from __future__ import annotations

from collections.abc import Iterator

from reprieve.model.facts import fact_at
from reprieve.model.verdict import CLEARING, STOPPING, Missing, Outcome, Verdict
from reprieve.rules import words
from reprieve.rules.evaluate import Causing
from reprieve.rules.explain import NEARLY
from reprieve.rules.pack import Law
from reprieve.rules.situation import Matter, Situation
from reprieve.rules.syntax import Test
from reprieve.views.words import counted, listed
from reprieve.views.words import until as until_words

_OPENING: dict[Outcome, str] = {
    "prohibited": "Prohibited",
    "license_required": "License required",
    "indeterminate": "Open",
    "authorized": "Authorized",
    "no_license_required": "No license required (of the law modelled)",
}


def sentence(verdict: Verdict, reasons: list[str]) -> str:
    """The answer in one sentence."""
    end = f" {until_words(verdict.until)}" if verdict.until is not None and verdict.outcome in CLEARING else ""
    opening = f"{_OPENING[verdict.outcome]}{end}"
    if verdict.outcome == "authorized":
        return f"{opening} by {listed(dict.fromkeys(f'{each.title} ({each.cite})' for each in verdict.authorized_by))}."
    if verdict.outcome == "indeterminate" and verdict.missing:
        first = verdict.missing[0]
        more = len(verdict.missing) - 1
        others = f" (and {counted(more, 'more question')})" if more else ""
        return f"{opening}: {_open_point(first, verdict)}{others}"
    if verdict.outcome in STOPPING:
        nearly = next((f" {each}." for held in verdict.restrictions for each in held.why_not if NEARLY in each), "")
        return f"{opening}: {listed(dict.fromkeys(each.text for each in verdict.because))}.{nearly}"
    return f"{opening}: {reasons[0] if reasons else 'no restriction applies'}."


def _open_point(first: Missing, verdict: Verdict) -> str:
    flags = [flag.text for flag in verdict.red_flags if not flag.resolved]
    return f"the red flag is not resolved: {flags[0]}." if first.kind == "red_flag" and flags else first.question


def on_lists(law: Law, matter: Matter, situation: Situation) -> Iterator[str]:
    """For each party whether it is listed and who says so: a list of the day, or somebody's assertion."""
    for pack in law.packs:
        for source in pack.from_listing:
            if source.field == "listed":
                for place, facts in enumerate(matter.parties):
                    fact = fact_at(facts[source.fact], situation.at) if source.fact in facts else None
                    if fact is not None and isinstance(fact.value, bool):
                        test, causing = Test(source.fact, "is"), Causing(place, None)
                        said = words.atom(test, law.dictionary, matter, causing, wanted=fact.value)
                        by = f", by {fact.source.by}" if fact.source.by else ""
                        yield f"{said}: {fact.source.text}{by}"
