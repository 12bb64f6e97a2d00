"""May these orders go ahead: a table of orders answered against one master case, row by row, the worst first.

    run = check_orders(Path("orders.csv"), Path("master.toml"))

Each row is one leg and is bound, decided and put into words as a transaction of the case would be, but for its
timeline: `until` is worked out where the answer clears. Parties are screened once each; rows that agree in all that
matters are answered once. What shall be kept of the answers is handed to `write` before anybody sees them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from reprieve.desk.case_file import keeping, load_case
from reprieve.desk.home import lists_in
from reprieve.desk.onlists import OnLists
from reprieve.desk.order_rows import Order, Orders, open_orders
from reprieve.desk.sentence import on_lists, sentence
from reprieve.model.answer import PackUsed
from reprieve.model.facts import UNKNOWN, Value
from reprieve.model.nouns import Case, Party
from reprieve.model.order_run import OrderAnswer, OrderRun, Shared
from reprieve.model.time import EASTERN, in_utc
from reprieve.model.verdict import CLEARING, SEVERITY, STOPPING, Verdict
from reprieve.rules.bind import Binder, taking_part
from reprieve.rules.book import Book, Statute
from reprieve.rules.decide import Decision
from reprieve.rules.explain import Explainer
from reprieve.rules.grants import covered, with_licenses
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.pack import Law
from reprieve.rules.situation import Matter, Situation, Values
from reprieve.rules.timeline import cuts

Write = Callable[[Sequence[OrderAnswer]], None]
"""Keeps some answers, durably, before this returns."""
BLOCK: Final = 2_000
"""So many answers are handed over to be kept at a time."""
FIRST: Final = 5
"""So many orders are named of those that have something in common."""

Key = tuple[tuple[str, ...], datetime]


class Said(NamedTuple):
    """What is said of every order that asks the same."""

    verdict: Verdict
    reasons: tuple[str, ...]


class Decider:
    """Decisions under one book, each made once for all legs that agree on every fact that the law reads.

    Orders differ in who and what far more than in what the law asks of them: of thousands a few dozen are left.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        index = book.statute.index
        self._facts, self._moves = index.facts, index.moves
        self._made: dict[tuple[object, ...], Decision] = {}

    def decide(self, situation: Situation) -> Decision:
        """What `Book.decide` says."""
        # Of the moment only the law in force matters, unless some rule compares facts with it.
        moment = situation.at if self._moves else bisect_right(self.book.cuts, in_utc(situation.at))
        key = (
            moment,
            self._read("leg", situation.leg),
            tuple(self._read("party", each) for each in situation.parties),
            tuple(self._read("item", each) for each in situation.items),
        )
        if key not in self._made:
            self._made[key] = self.book.decide(situation)
        return self._made[key]

    def _read(self, scope: str, values: Values) -> tuple[Value, ...]:
        return tuple(values.get(fact, UNKNOWN) for fact in self._facts[scope])


class OrderDesk:
    """One case, under the law as known at one moment, asked about many orders."""

    def __init__(self, law: Law, statute: Statute, case: Case, lists: OnLists, now: datetime) -> None:
        self._law, self._case, self._lists, self._now = law, case, lists, now
        self._binder = Binder(law)
        self._statute = Statute(*with_licenses(law, case.licenses)) if case.licenses else statute
        self._outside = {number for number, rule in enumerate(self._statute.rules) if "outside-the-model" in rule.tags}
        self._invented = lists.synthetic
        self._parties: dict[tuple[str, datetime], Party] = {}
        self._deciders: dict[datetime, Decider] = {}
        self._said: dict[Key, Said] = {}

    @property
    def alike(self) -> int:
        """How many different questions were answered."""
        return len(self._said)

    def answer(self, order: Order, at: datetime | None, known_at: datetime | None) -> OrderAnswer:
        """The answer for one order, asked about `at`, else about its own day, else about now."""
        moment, known = at or order.at or self._now, known_at or self._now
        key = order.key, moment
        if key not in self._said:
            self._said[key] = self._say(order, moment, known)
        return OrderAnswer(
            row=order.number,
            order=order.ref,
            at=moment,
            known_at=known,
            exporter=order.parties[order.leg.exporter].name,
            recipient=order.parties[order.leg.recipient].name,
            items=tuple(each.name for each in order.items.values()),
            verdict=self._said[key].verdict,
            reasons=self._said[key].reasons,
            cells=order.cells,
        )

    def _say(self, order: Order, at: datetime, known: datetime) -> Said:
        parties = {name: self._bound(order.parties[name], at, known) for name in taking_part(order.leg)}
        case = msgspec.structs.replace(self._case, parties=parties, items=order.items)
        matter = self._binder.matter(case, order.leg, known)
        if case.licenses:
            matter = covered(matter, case, order.leg, taking_part(order.leg))
        decider, situation = self._decider(known), matter.on(at)
        explainer = Explainer(decider.book, matter, situation, decider.decide(situation))
        reasons = explainer.reasons()
        verdict = self._verdict(case, explainer, decider)
        return Said(msgspec.structs.replace(verdict, sentence=sentence(verdict, list(reasons))), reasons)

    def _bound(self, party: Party, at: datetime, known: datetime) -> Party:
        """A party with what the lists say of it; worked out once for each moment asked about."""
        key = party.id, at
        if key not in self._parties:
            self._parties[key] = self._lists.bound(party, self._case.resolutions, at, known)
        return self._parties[key]

    def _decider(self, known: datetime) -> Decider:
        if known not in self._deciders:
            self._deciders[known] = Decider(self._statute.known_at(known))
        return self._deciders[known]

    def _verdict(self, case: Case, explainer: Explainer, decider: Decider) -> Verdict:
        matter, situation, decision = explainer.matter, explainer.situation, explainer.decision
        before, after = explainer.duties()
        used = matter.sources(situation.at)
        outside = (each.rule for each in decision.instances if each.rule in self._outside and each.held is not False)
        clears = decision.outcome in CLEARING
        return Verdict(
            outcome=decision.outcome,
            possible=tuple(sorted(decision.possible, key=SEVERITY.__getitem__)),
            sentence="",
            because=() if clears else explainer.because(),
            authorized_by=explainer.authorized_by(),
            preconditions=before,
            obligations=after,
            missing=explainer.missing() if len(decision.possible) > 1 else (),
            red_flags=(),
            out_of_model=tuple(dict.fromkeys(self._statute.rules[rule].title for rule in outside)),
            restrictions=explainer.restrictions(),
            confidence=explainer.confidence(),
            hypothetical=self._law.hypothetical or bool(self._invented),
            exact=decision.exact,
            until=_until(decider, matter, situation.at) if clears else None,
            standing_scope=tuple(scope.text for scope in case.scopes if scope.source in used),
            on_lists=tuple(dict.fromkeys(on_lists(self._law, matter, situation))),
            notes=tuple(f"rests on an invented list: {title} (synthetic)" for title in self._invented),
            namesakes=tuple(each for party in case.parties.values() for each in party.namesakes),
        )


def _until(decider: Decider, matter: Matter, at: datetime) -> datetime | None:
    """The first instant after `at` at which a leg that may go ahead no longer may; None: never."""
    later = (cut for cut in cuts(decider.book, matter) if cut > at)
    end = next((cut for cut in later if decider.decide(matter.on(cut)).outcome not in CLEARING), None)
    return end.astimezone(ZoneInfo(EASTERN)) if end is not None else None


def check_orders(  # noqa: PLR0913  # as many as `check` has
    orders: Path,
    case: Path,
    *,
    at: datetime | None = None,
    known_at: datetime | None = None,
    columns: Mapping[str, str] | None = None,
    packs: Path | None = None,
    home: Path | None = None,
    write: Write | None = None,
    told: Callable[[Orders], None] | None = None,
) -> OrderRun:
    """Every order of a file against a case. `at` and `known_at` override the days of the rows. Raises BadInput.

    `columns`: meaning -> column, where it shall not be guessed. `told` is shown what the columns were taken for before
    anything is decided; `write` keeps the answers, in the order of the file, before this returns.
    """
    began, now = monotonic(), datetime.now(UTC)
    folder = packs if packs is not None else SHIPPED
    law = law_in(folder)
    lists = OnLists(lists_in(home), law.lists, law.listings)
    master = load_case(case, law, lists.holds, keeping(home))
    found = open_orders(orders, master, law, columns)
    if told is not None:
        told(found)
    desk = OrderDesk(law, statute_of(folder), master, lists, now)
    answers = tuple(_kept((desk.answer(each, at, known_at) for each in found.orders), write))
    return OrderRun(
        file=str(orders),
        case=master.title,
        known_at=known_at or now,
        answers=tuple(sorted(answers, key=_worst)),
        columns=found.columns,
        packs=tuple(PackUsed(pack.id, pack.about.title, pack.digest, pack.about.reviewed) for pack in law.packs),
        lists=lists.used(),
        stops=_shared(answers, _stops),
        questions=_shared(answers, _questions),
        conditions=_shared(answers, _conditions),
        standing_scope=tuple(scope.text for scope in master.scopes),
        hypothetical=tuple(f"an invented list: {title}" for title in lists.synthetic),
        warnings=tuple(dict.fromkeys((*master.warnings, *lists.warnings))),
        notes=tuple(_notes(found, master)),
        alike=desk.alike,
        seconds=round(monotonic() - began, 2),
        software=f"reprieve {version('reprieve')}",
    )


def _kept(answers: Iterable[OrderAnswer], write: Write | None) -> Iterator[OrderAnswer]:
    """Answers as they come; each is kept before it is given on."""
    block: list[OrderAnswer] = []
    for each in answers:
        block.append(each)
        if len(block) == BLOCK:
            yield from _put(block, write)
            block = []
    yield from _put(block, write)


def _put(block: list[OrderAnswer], write: Write | None) -> list[OrderAnswer]:
    if write is not None and block:
        write(block)
    return block


def _worst(answer: OrderAnswer) -> tuple[int, int]:
    return -SEVERITY[answer.verdict.outcome], answer.row


def _notes(orders: Orders, case: Case) -> Iterator[str]:
    """What somebody who reads the answers should know of the file."""
    yield from orders.table.notes
    if orders.exporter:
        yield f"no column says who exports: it is {case.parties[orders.exporter].name}, as in the case"
    made = dict.fromkeys(each.name for order in orders.orders for each in order.parties.values() if _new(each, case))
    if made:
        yield f"not in the case, known by name and country only: {'; '.join(list(made)[:FIRST])} ({len(made):,} in all)"
    if orders.empty:
        yield f"rows without any cell, left out: {orders.empty:,}"
    twice = [ref for ref, number in Counter(each.ref for each in orders.orders if each.ref).items() if number > 1]
    if twice:
        yield f"orders in more than one row, each row answered on its own: {len(twice):,}"


def _new(party: Party, case: Case) -> bool:
    return party.id not in case.parties


# --- what orders have in common -------------------------------------------------------------------------------------


def _shared(answers: Iterable[OrderAnswer], of: Callable[[Verdict], Iterable[str]]) -> tuple[Shared, ...]:
    """What several orders have in common, the most frequent first."""
    found: dict[str, list[str]] = {}
    for each in answers:
        for text in dict.fromkeys(of(each.verdict)):
            found.setdefault(text, []).append(each.order or f"row {each.row}")
    counted = sorted(found.items(), key=lambda pair: -len(pair[1]))
    return tuple(Shared(text, len(orders), tuple(dict.fromkeys(orders))[:FIRST]) for text, orders in counted)


def _stops(verdict: Verdict) -> Iterator[str]:
    if verdict.outcome in STOPPING:
        yield from (f"{each.text}: {each.title} ({each.cite})" for each in verdict.because)


def _questions(verdict: Verdict) -> Iterator[str]:
    if verdict.outcome == "indeterminate":
        yield from (
            f"{each.question} {f'({each.because})' if each.because else ''}".strip() for each in verdict.missing
        )


def _conditions(verdict: Verdict) -> Iterator[str]:
    if verdict.outcome in CLEARING:
        yield from (f"{each.text} ({each.cite})" for each in verdict.obligations)
