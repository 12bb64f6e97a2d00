"""An answer in sections of plain words, in the order in which a person needs them; faces only set them.

Sections with nothing to say are left out, and so no face can forget one that has something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from reprieve.model.answer import Answer, Lever
from reprieve.model.verdict import Duty, Flag, Missing, Namesake, Provision
from reprieve.views import words
from reprieve.views.tables import Names, provisions, title


class Item(msgspec.Struct, frozen=True):
    """One point: `mark` names its symbol, `text` says it, `notes` say where it comes from and how it stands."""

    text: str
    notes: str = ""
    mark: str = "point"
    first: bool = False


class Section(msgspec.Struct, frozen=True):
    """A heading with its points; `hint` says how to read them."""

    key: str
    title: str
    items: tuple[Item, ...]
    hint: str = ""


def sections(answer: Answer, called: Names, scope: tuple[str, ...]) -> list[Section]:
    """Everything an answer says beside its sentence, timeline and tree; `scope` is what the firm asserts."""
    verdict, tell = answer.verdict, _legs(answer)
    found = [
        _section("why", "Why", map(Item, answer.reasons)),
        _section("missing", "Questions that decide it", _questions(verdict.missing, tell), "the best to ask first"),
        _section(
            "before", "Before it goes ahead", (_duty(each, tell) for each in verdict.preconditions), "preconditions"
        ),
        _section(
            "after",
            "Afterwards",
            (_duty(each, tell) for each in verdict.obligations),
            "obligations; they never hold it up",
        ),
        _section("flags", "Red flags", map(_flag, verdict.red_flags), "unresolved means hold"),
        _section("clear", "What would clear it", (_lever(each, called) for each in answer.levers), "not advice"),
        _section("law", "Provisions", (_provision(each, tell) for each in provisions(answer))),
        _section("outside", "Outside the model", map(Item, verdict.out_of_model), "not decided here"),
        _section("lists", "On lists", map(Item, verdict.on_lists), "as a list of the day says, or as asserted"),
        _section("names", "Names on lists", _namesakes(verdict.namesakes), "whom the parties are, or may be"),
        _section("scope", "Standing scope", map(Item, scope), "asserted by the firm; it never outweighs a hit"),
        _section("notes", "Notes", map(Item, _notes(answer))),
    ]
    return [each for each in found if each.items]


def _legs(answer: Answer) -> Callable[[str], str]:
    """How to name a leg: not at all where there is only one."""
    verdict = answer.verdict
    named = {each.leg for each in verdict.restrictions} | {each.leg for each in provisions(answer)}
    return lambda leg: "" if len(named) < 2 or not leg else f"leg {leg}"  # noqa: PLR2004  # one leg needs no name


def _section(key: str, title: str, items: Iterable[Item], hint: str = "") -> Section:
    # Several authorizations ask for the same paper: a person does it once.
    return Section(key, title, tuple(dict.fromkeys(items)), hint)


def _questions(missing: tuple[Missing, ...], tell: Callable[[str], str]) -> Iterable[Item]:
    for number, each in enumerate(missing):
        who = f"may be stated by {words.listed(each.may_be_asserted_by, 'or')}" if each.may_be_asserted_by else ""
        notes = words.joined(each.because, each.about, tell(each.leg), words.STATE[each.state], who)
        yield Item(each.question or each.fact, notes, "question", first=number == 0)


def _duty(duty: Duty, tell: Callable[[str], str]) -> Item:
    return Item(duty.text, words.joined(words.DUTY[duty.status], duty.cite, tell(duty.leg)), duty.status)


def _flag(flag: Flag) -> Item:
    stands = f"resolved: {flag.resolution}" if flag.resolved else "unresolved: hold"
    owner = f"with {flag.owner}" if flag.owner else ""
    return Item(flag.text, words.joined(stands, flag.evidence, owner, flag.source), "met" if flag.resolved else "flag")


def _lever(lever: Lever, called: Names) -> Item:
    steps = list(lever.steps)
    if lever.wait_until is not None:
        steps = [*(step for step in steps if step != "wait"), f"wait until {words.moment(lever.wait_until)}"]
    by = words.listed(title(each, called) for each in lever.by)
    outcome = next((said for known, said in words.SHORT.items() if known == lever.outcome), lever.outcome)
    return Item(words.listed(steps) or "nothing more", words.joined(f"then {outcome}", by), "lever")


def _provision(provision: Provision, tell: Callable[[str], str]) -> Item:
    says = provision.text if provision.text != provision.title else ""
    end = words.until(provision.until) if provision.until else ""
    sure = words.CONFIDENCE[provision.confidence]
    notes = words.joined(provision.cite, sure, tell(provision.leg), provision.basis, end)
    return Item(f"{provision.title}: {says}" if says else provision.title, notes)


def _namesakes(found: tuple[Namesake, ...]) -> Iterable[Item]:
    """Those that bear on the answer; whoever comes near and changes nothing is left to the data."""
    for each in found:
        if each.taken != "beside":
            where = words.joined(f"snapshot {each.snapshot}" if each.snapshot else "", each.place)
            notes = words.joined(each.settled, each.says, where)
            yield Item(words.namesake(each), notes, "question" if each.taken == "open" else "point")


def blocks(answer: Answer) -> tuple[str, ...]:
    """The TOML that resolves each open name, ready for the case file but for who says so and why."""
    return tuple(each.block for each in answer.verdict.namesakes if each.taken == "open")


def _notes(answer: Answer) -> Iterable[str]:
    yield from answer.verdict.notes
    if not answer.verdict.exact:
        yield "The unknown facts were too many to try every combination: some questions may turn out not to matter."
