"""Why: what stops, what clears, what an authorization is lacking that does not clear, and what would settle it.

Three depths: reasons (a line each), the provisions with their duties, and the whole tree with every fact's source.
An explanation is made from a decision; it never decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from reprieve.model.answer import Line
from reprieve.model.facts import NOT_STATED, Fact, Truth, fact_at
from reprieve.model.verdict import CLEARING, Confidence, Duty, Held, Missing, Provision, Status, least_sure
from reprieve.rules import evaluate, logic, words
from reprieve.rules.book import Book
from reprieve.rules.decide import Decision, Instance, is_doubtful, stopping
from reprieve.rules.evaluate import Causing
from reprieve.rules.grounds import Lack, badness, grounds, lacking
from reprieve.rules.law import Rule, Span, Version
from reprieve.rules.situation import Matter, Situation
from reprieve.rules.syntax import All, Any, Atom, Each, Named, Node, Pair, Test, facts_of, scope


class Explainer:
    """Explains decisions about one leg under one book of law."""

    def __init__(self, book: Book, matter: Matter, situation: Situation, decision: Decision) -> None:
        self.book, self.matter, self.situation, self.decision = book, matter, situation, decision
        self.rules, self.dictionary = book.rules, book.statute.dictionary
        self.active = book.stretch(situation.at).active

    # ---- which instances matter

    def stopping(self) -> list[Instance]:
        """The restrictions that decide a stopping answer, or that keep an open one open."""
        return stopping(self.rules, self.decision.outcome, self.decision.instances)

    def relied_on(self) -> list[tuple[Instance, int]]:
        """Each restriction that an authorization clears, with that authorization; none where nothing is held at all."""
        if self.decision.outcome == "no_license_required":
            return []
        return [
            (each, rule)
            for each in self.decision.instances
            if each.held is not False and (each.cleared or self.decision.outcome in CLEARING)
            for rule in each.cleared_by or each.might_clear
        ]

    def version(self, rule: int) -> Version:
        """The version of a rule that is in force."""
        return self._version(self.active[rule][-1])

    def _version(self, span: Span) -> Version:
        return self.rules[span.rule].versions[span.version]

    # ---- depth two: reasons

    def reasons(self) -> tuple[str, ...]:
        """A line for each thing that decides: what stops and what each authorization lacks, or what clears."""
        found: list[str] = []
        for each in self.stopping():
            found.append(self._says(each.rule, each.causing, "" if each.held else "possibly "))
            found.extend(self.why_not(each, NEAREST))
        if self.decision.outcome in CLEARING:
            for each, rule in self.relied_on():
                held = "cleared" if each.held else "if it applies, cleared"
                found.append(f"{self._says(each.rule, each.causing)}: {held} by {self._titled(rule)}")
            found.extend(() if found else self.untouched())
        return tuple(dict.fromkeys(found))

    def untouched(self) -> tuple[str, ...]:
        """For each restriction in force that holds for nobody: the fact that keeps it away where it comes nearest."""
        found: list[str] = []
        for rule, spans in self.active.items():
            about = self.rules[rule]
            if about.kind == "restriction" and "outside-the-model" not in about.tags:
                causes = evaluate.causes(about.each, self.situation)
                node = self._version(spans[-1]).condition
                nearest = min(causes, key=lambda cause: badness(lacking(node, self.situation, cause)), default=None)
                kept = self._keeps_away(node, nearest) if nearest is not None else "nobody takes part"
                found.append(f"{about.title} does not apply: {kept}")
        return tuple(found) or ("no restriction of the law modelled is in force",)

    def _keeps_away(self, node: Node, cause: Causing) -> str:
        """Why a condition is false: the first part of it that is, said as it is."""
        parts = node.parts if isinstance(node, All) else (node,)
        part = next((each for each in parts if evaluate.holds(each, self.situation, cause) is False), node)
        found = grounds(part, self.situation, cause, value=False)
        said = "; ".join(dict.fromkeys(self._as_it_is(atom, whom) for atom, whom in found))
        return (
            f"{self._item(cause) or 'it'} is not {part.title or words.plain(part.name)} ({said})"
            if isinstance(part, Named)
            else said or "nobody it could apply to"
        )

    def _as_it_is(self, atom: Atom, cause: Causing) -> str:
        holds = evaluate.holds(atom, self.situation, cause)
        if isinstance(atom, Pair) or atom.op in {"is", "undeterminable"}:
            return words.atom(atom, self.dictionary, self.matter, cause, wanted=holds is True)
        value = words.shown(self.dictionary.get(atom.fact), self.situation.value(atom.fact, cause.party, cause.item))
        whose = f"{self._party(cause)}: " if atom.fact.startswith("party.") and self._party(cause) else ""
        return f"{whose}{words.label(atom.fact)} is {value}"

    def why_not(self, each: Instance, most: int | None = None) -> tuple[str, ...]:
        """For a restriction that is not cleared: what each authorization in force lacks, the nearest first."""
        found = [
            (lacking(self._version(span).condition, self.situation, each.causing), rule, span)
            for rule in self.book.statute.clearing.get(each.rule, ())
            if rule not in each.cleared_by
            for span in self.active.get(rule, ())
        ]
        found.sort(key=lambda one: badness(one[0]))
        return tuple(dict.fromkeys(self._not_cleared(rule, span, lacks) for lacks, rule, span in found[:most]))

    def _not_cleared(self, rule: int, span: Span, lacks: tuple[Lack, ...]) -> str:
        title = self._titled(rule, self._version(span))
        false = list(dict.fromkeys(self._lack(lack) for lack in lacks if not lack.unknown))
        unknown = list(dict.fromkeys(self._lack(lack) for lack in lacks if lack.unknown))
        doubtful = is_doubtful(self.rules[rule], span)
        if len(false) == 1 and not unknown and not doubtful:
            return f"{title} {NEARLY}{false[0]}"
        parts = [f"needs: {'; '.join(false)}"] if false else []
        parts += [f"unknown whether: {'; '.join(unknown)}"] if unknown else []
        parts += ["not confirmed as law on this day"] if doubtful else []
        return f"{title} does not clear it: {'. '.join(parts) or 'not in force'}"

    def _lack(self, lack: Lack) -> str:
        return words.atom(lack.atom, self.dictionary, self.matter, lack.causing, wanted=lack.wanted)

    def _titled(self, rule: int, version: Version | None = None) -> str:
        return f"{self.rules[rule].title} ({(version or self.version(rule)).cite})"

    def _says(self, rule: int, causing: Causing, hedge: str = "") -> str:
        return f"{hedge}{self.why(rule, causing)}: {self._titled(rule)}"

    def why(self, rule: int, causing: Causing) -> str:
        """Why a rule applies, filled in with names and with the sources of the facts it mentions."""
        about = self.rules[rule]
        text = words.filled(about.why or about.title, self.matter, causing)
        return _CITED.sub(lambda found: self._cited(found[1], causing), text)

    def _cited(self, fact: str, causing: Causing) -> str:
        stated = self.matter.fact(fact, causing.party, causing.item)
        source = fact_at(stated, self.situation.at).source if stated is not None else None
        return (source.cite or source.text) if source is not None else "not established"

    # ---- depth one and two: provisions, duties, questions

    def provision(self, rule: int, causing: Causing) -> Provision:
        """One provision filled in for its causing party and item."""
        about, version = self.rules[rule], self.version(rule)
        return Provision(
            id=about.id,
            title=about.title,
            cite=version.cite,
            text=self.why(rule, causing),
            confidence=version.confidence,
            leg=self.matter.leg_name,
            party=self._party(causing),
            item=self._item(causing),
            until=self.active[rule][-1].end,
            basis=version.note,
        )

    def _party(self, causing: Causing) -> str:
        return self.matter.party_names[causing.party] if causing.party is not None and self.matter.party_names else ""

    def _item(self, causing: Causing) -> str:
        return self.matter.item_names[causing.item] if causing.item is not None and self.matter.item_names else ""

    def because(self) -> tuple[Provision, ...]:
        """What stops, or may stop."""
        return _once(self.provision(each.rule, each.causing) for each in self.stopping())

    def authorized_by(self) -> tuple[Provision, ...]:
        """What clears, if the answer is that the leg may go ahead."""
        if self.decision.outcome not in CLEARING:
            return ()
        return _once(self.provision(rule, each.causing) for each, rule in self.relied_on())

    def duties(self) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
        """Preconditions (with their status) of what fits but for them, and obligations of what clears or might."""
        before: dict[tuple[str, str], Duty] = {}
        after: dict[tuple[str, str], Duty] = {}
        for each in self.decision.instances:
            relied_on = (*each.cleared_by, *each.might_clear)
            for rule in self.book.statute.clearing.get(each.rule, ()):
                for span in self.active.get(rule, ()):
                    version, about = self._version(span), self.rules[rule].id
                    if evaluate.holds(version.when, self.situation, each.causing) is not False:
                        for duty in self._preconditions(version, about, each.causing):
                            before[about, duty.text] = duty
                    for clause in version.obligations if rule in relied_on else ():
                        text = words.filled(clause.text, self.matter, each.causing)
                        after[about, text] = Duty(text, clause.cite, about, "to_do", self.matter.leg_name)
        return tuple(before.values()), tuple(after.values())

    def _preconditions(self, version: Version, rule: str, causing: Causing) -> Iterator[Duty]:
        for clause in version.preconditions:
            status = _STATUS[evaluate.holds(clause.when, self.situation, causing)]
            text = words.filled(clause.text, self.matter, causing)
            yield Duty(text, clause.cite, rule, status, self.matter.leg_name)

    def missing(self) -> tuple[Missing, ...]:
        """The unknowns on which the outcome depends, best question first."""
        return tuple(
            self._missing(question.variable.fact, question.variable.member, question.state)
            for question in self.decision.questions
        )

    def _missing(self, fact: str, member: int | None, state: str) -> Missing:
        if fact.startswith("law:"):
            rule, _, cite = fact.removeprefix("law:").partition("@")
            return Missing(
                fact, rule, f"Is {cite} confirmed as in force on this day?", "law", "unconfirmed", self.matter.leg_name
            )
        if fact.startswith("flag:"):
            return Missing(
                fact, "red flag", "How was this red flag resolved?", "red_flag", "unresolved", self.matter.leg_name
            )
        entry = self.dictionary[fact]
        where = scope(fact)
        causing = Causing(member if where == "party" else None, member if where == "item" else None)
        about = self._party(causing) or self._item(causing) or f"leg {self.matter.leg_name}"
        return Missing(
            fact=fact,
            about=about,
            question=words.asked(entry, self.matter, causing),
            state=state,  # type: ignore[arg-type]  # one of the states of a variable
            leg=self.matter.leg_name,
            may_be_asserted_by=entry.asserted_by,
            because=self._why_unknown(fact, causing),
        )

    def _why_unknown(self, fact: str, cause: Causing) -> str:
        """What the source of an unknown fact says of it, if anything."""
        matter, where = self.matter, scope(fact)
        facts = matter.leg if where == "leg" else matter.parties[cause.party or 0] if where == "party" else {}
        found = facts.get(fact)
        source = fact_at(found, self.situation.at).source if found is not None else NOT_STATED
        return "" if source == NOT_STATED else source.text

    def restrictions(self) -> tuple[Held, ...]:
        """Every restriction that holds or may hold, with what clears it."""
        return tuple(
            Held(
                id=self.rules[each.rule].id,
                held=each.held,
                cleared=each.cleared,
                cleared_by=tuple(self.rules[rule].id for rule in each.cleared_by),
                leg=self.matter.leg_name,
                party=self._party(each.causing),
                item=self._item(each.causing),
                why_not=() if each.cleared else self.why_not(each),
            )
            for each in self.decision.instances
        )

    def confidence(self) -> Confidence:
        """That of the least sure provision the answer rests on."""
        rules = [each.rule for each in self.stopping()]
        if self.decision.outcome in CLEARING:
            rules += [rule for _, rule in self.relied_on()] + [each.rule for each, _ in self.relied_on()]
        return least_sure([self.version(rule).confidence for rule in rules])

    # ---- depth three: the tree

    def tree(self) -> tuple[Line, ...]:
        """Every restriction that holds or may hold, and every authorization that could clear it, down to the facts."""
        return tuple(self._restriction(each) for each in self.decision.instances)

    def _restriction(self, each: Instance) -> Line:
        parts = [self._rule_line(each.rule, span, each.causing) for span in self.active[each.rule]]
        for rule in self.book.statute.clearing.get(each.rule, ()):
            parts.extend(self._rule_line(rule, span, each.causing) for span in self.active.get(rule, ()))
        about = self.rules[each.rule]
        text = self.why(each.rule, each.causing)
        open_ = logic.conjunction((each.held, logic.negation(each.cleared)))
        return Line("outstanding", text, open_, "", about.id, tuple(parts))

    def _rule_line(self, rule: int, span: Span, causing: Causing) -> Line:
        about, version = self.rules[rule], self._version(span)
        parts = [self._line(evaluate.trace(version.when, self.situation, causing))]
        for clause in version.preconditions:
            found = self._line(evaluate.trace(clause.when, self.situation, causing))
            text = words.filled(clause.text, self.matter, causing)
            parts.append(Line("precondition", text, found.value, "", clause.cite, (found,)))
        value: Truth = logic.conjunction(part.value for part in parts)
        value = None if value and is_doubtful(about, span) else value
        return Line(about.kind, about.title, value, version.note, version.cite, tuple(parts))

    def _line(self, traced: evaluate.Trace) -> Line:
        node = traced.node
        if isinstance(node, Test | Pair):
            text = words.atom(node, self.dictionary, self.matter, traced.causing)
            return Line("fact", text, traced.value, self._source(node, traced.causing))
        parts = tuple(self._line(part) for part in traced.parts)
        return Line(_kind(node), _heading(node), traced.value, "", "", parts)

    def _source(self, atom: Atom, causing: Causing) -> str:
        found: list[str] = []
        for fact in facts_of(atom):
            stated = self.matter.fact(fact, causing.party, causing.item)
            now = fact_at(stated, self.situation.at) if stated is not None else None
            found.append(self._stated(fact, now))
        return "; ".join(found)

    def _stated(self, fact: str, now: Fact | None) -> str:
        if now is None:
            return f"{words.label(fact)}: not stated"
        by = f", {now.source.by}" if now.source.by else ""
        return f"{words.shown(self.dictionary.get(fact), now.value)} [{now.source.level}: {now.source.text}{by}]"


NEARLY: Final = "would clear it but for one thing: "
"""How a why-not begins where a single fact stands between a restriction and its clearing."""
NEAREST: Final = 3
"""Authorizations that nearly clear, shown with the reasons; the tree has all of them."""
_CITED: Final = re.compile(r"\{cite:([a-z_.0-9]+)\}")
_STATUS: Final[dict[Truth, Status]] = {True: "met", False: "not_met", None: "unknown"}
_TEXT = {
    "all": "all of",
    "any": "any of",
    "not": "not",
    "any party": "any party",
    "all party": "every party",
    "any item": "any item",
    "all item": "every item",
}


def _heading(node: Node) -> str:
    if isinstance(node, Named):
        return node.title or words.plain(node.name)
    return _TEXT[_kind(node)]


def _kind(node: Node) -> str:
    if isinstance(node, Named):
        return "definition"
    if isinstance(node, Each):
        return f"{node.quantifier} {node.over}"
    return "all" if isinstance(node, All) else "any" if isinstance(node, Any) else "not"


def _once(found: Iterable[Provision]) -> tuple[Provision, ...]:
    return tuple(dict.fromkeys(found))


def turn(book: Book, at: datetime, rules: frozenset[int]) -> tuple[str, ...]:
    """What of some rules (by number) begins or ends at an instant, in words."""
    found: list[str] = []
    for span in book.spans:
        if span.rule not in rules:
            continue
        rule: Rule = book.rules[span.rule]
        version = rule.versions[span.version]
        if span.start == at:
            found.append(f"{rule.title} ({version.cite}) takes effect")
        if span.end == at and not any(other.rule == span.rule and other.start == at for other in book.spans):
            found.append(f"{rule.title} ({version.cite}) ends")
    return tuple(dict.fromkeys(found))
