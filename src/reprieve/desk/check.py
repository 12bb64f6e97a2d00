"""May this go ahead, under what authority, until when: a case is bound to facts, decided, and put into words.

The one script in which case files, law and words meet. It reads no clock unless asked without a moment.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from reprieve.desk.case_file import keeping, load_case
from reprieve.desk.given import Given, with_facts
from reprieve.desk.home import lists_in
from reprieve.desk.onlists import OnLists
from reprieve.desk.sentence import on_lists, sentence
from reprieve.errors import BadInput
from reprieve.model.answer import Answer, Answers, Lever, Line, PackUsed
from reprieve.model.facts import Fact
from reprieve.model.nouns import Case, Leg, Transaction
from reprieve.model.time import EASTERN
from reprieve.model.verdict import (
    CLEARING,
    SEVERITY,
    Missing,
    Namesake,
    Outcome,
    Segment,
    Timeline,
    Verdict,
    least_sure,
    outcome_of,
)
from reprieve.rules import words
from reprieve.rules.bind import Binder, taking_part
from reprieve.rules.book import Book, Statute
from reprieve.rules.decide import Decision
from reprieve.rules.explain import Explainer, turn
from reprieve.rules.grants import covered, with_licenses
from reprieve.rules.library import SHIPPED, law_in, statute_of
from reprieve.rules.overlay import laid_over, load_overlay
from reprieve.rules.pack import Law
from reprieve.rules.situation import Matter, Situation
from reprieve.rules.timeline import Piece, pieces
from reprieve.rules.whatif import Way, ways
from reprieve.text.nearest import nearest


class Desk:
    """The law on the desk, and the moment from which it is looked at."""

    def __init__(
        self, law: Law, statute: Statute, now: datetime, overlay: tuple[str, ...] = (), lists: OnLists | None = None
    ) -> None:
        self.law, self.statute, self.now, self.overlay, self.lists = law, statute, now, overlay, lists
        self.invented = lists.synthetic if lists is not None else ()
        self.binder = Binder(law)

    def answer(self, case: Case, asked: Transaction, at: datetime | None, known_at: datetime | None) -> Answer:
        """The answer for one transaction."""
        known = known_at or asked.known_at or self.now
        moment = at or asked.at or self.now
        statute = self._statute(case)
        book = statute.known_at(known)
        case = self._on_lists(case, asked, moment, known)
        flags = tuple(f"flag:{flag.id}" for flag in asked.red_flags if not flag.resolved)
        legs = [_Leg(book, self._matter(case, leg, known), leg, moment, flags) for leg in asked.legs]
        verdict = self._verdict(case, asked, legs)
        return Answer(
            id=asked.id,
            title=asked.title,
            asked=asked.asked,
            at=moment,
            known_at=known,
            verdict=verdict,
            timeline=_together([leg.timeline() for leg in legs]),
            reasons=tuple(dict.fromkeys(reason for leg in legs for reason in leg.explainer.reasons())),
            tree=tuple(line for leg in legs for line in leg.tree()),
            levers=_levers(legs, verdict, moment),
        )

    def _on_lists(self, case: Case, asked: Transaction, at: datetime, known: datetime) -> Case:
        """The case with what the lists at hand, and the tables of the law, say of the parties of a transaction."""
        if self.lists is None:
            return case
        taking = dict.fromkeys(name for leg in asked.legs for name in taking_part(leg))
        bound = {name: self.lists.bound(case.parties[name], case.resolutions, at, known) for name in taking}
        return msgspec.structs.replace(case, parties={**case.parties, **bound})

    def _statute(self, case: Case) -> Statute:
        if not case.licenses:
            return self.statute
        rules, dictionary = with_licenses(self.law, case.licenses)
        return Statute(rules, dictionary)

    def _matter(self, case: Case, leg: Leg, known: datetime) -> Matter:
        matter = self.binder.matter(case, leg, known)
        return covered(matter, case, leg, taking_part(leg)) if case.licenses else matter

    @staticmethod
    def _scopes(case: Case, legs: list[_Leg]) -> tuple[str, ...]:
        """The standing scopes that filled a fact of this transaction at the moment asked about."""
        used = {source for leg in legs for source in leg.matter.sources(leg.situation.at)}
        return tuple(scope.text for scope in case.scopes if scope.source in used)

    def _verdict(self, case: Case, asked: Transaction, legs: list[_Leg]) -> Verdict:
        possible, exact = _possible(legs)
        outcome = outcome_of(possible)
        timeline = _together([leg.timeline() for leg in legs])
        moment = legs[0].situation.at
        until = _until(timeline, moment)
        explained = [leg.explainer for leg in legs]
        deciding = [leg for leg in legs if leg.decision.outcome == outcome] or legs
        duties = [each.duties() for each in explained]
        because = (
            tuple(dict.fromkeys(p for leg in deciding for p in leg.explainer.because()))
            if outcome not in CLEARING
            else ()
        )
        authorized = (
            tuple(dict.fromkeys(p for each in explained for p in each.authorized_by())) if outcome in CLEARING else ()
        )
        reasons = [reason for leg in deciding for reason in leg.explainer.reasons()]
        verdict = Verdict(
            outcome=outcome,
            possible=tuple(sorted(possible, key=SEVERITY.__getitem__)),
            sentence="",
            because=because,
            authorized_by=authorized,
            preconditions=tuple(dict.fromkeys(duty for before, _ in duties for duty in before)),
            obligations=tuple(dict.fromkeys(duty for _, after in duties for duty in after)),
            missing=_missing(legs, possible),
            red_flags=asked.red_flags,
            out_of_model=self._outside(legs),
            restrictions=tuple(held for each in explained for held in each.restrictions()),
            confidence=least_sure([each.confidence() for each in explained]),
            hypothetical=self.law.hypothetical or bool(self.invented),
            exact=exact,
            until=until,
            standing_scope=self._scopes(case, legs),
            on_lists=tuple(
                dict.fromkeys(each for leg in legs for each in on_lists(self.law, leg.matter, leg.situation))
            ),
            notes=(*self.overlay, *(f"rests on an invented list: {title} (synthetic)" for title in self.invented)),
            namesakes=_namesakes(case, legs),
        )
        return msgspec.structs.replace(verdict, sentence=sentence(verdict, reasons))

    def _outside(self, legs: list[_Leg]) -> tuple[str, ...]:
        """The prohibitions outside the model that nobody has settled for this transaction."""
        found: list[str] = []
        for leg in legs:
            for each in leg.decision.instances:
                rule = self.statute.rules[each.rule] if each.rule < len(self.statute.rules) else None
                if rule is not None and "outside-the-model" in rule.tags and each.held is not False:
                    found.append(rule.title)
        return tuple(dict.fromkeys(found))


def _namesakes(case: Case, legs: list[_Leg]) -> tuple[Namesake, ...]:
    """Whom the parties of a transaction may be, each party once."""
    taking = dict.fromkeys(name for leg in legs for name in taking_part(leg.leg))
    return tuple(each for name in taking for each in case.parties[name].namesakes)


class _Leg:
    """One leg bound and decided, with what explains it."""

    def __init__(self, book: Book, matter: Matter, leg: Leg, at: datetime, flags: tuple[str, ...]) -> None:
        self.book, self.matter, self.leg, self.flags = book, matter, leg, flags
        self.situation: Situation = matter.on(at)
        self.decision: Decision = book.decide(self.situation, flags)
        self.explainer = Explainer(book, matter, self.situation, self.decision)
        self._timeline: Timeline | None = None

    def timeline(self) -> Timeline:
        """This leg over time."""
        if self._timeline is None:
            found = pieces(self.book, self.matter, self.flags)
            before = [None, *found[:-1]]
            self._timeline = Timeline(tuple(self._segment(*both) for both in zip(found, before, strict=True)))
        return self._timeline

    def _segment(self, piece: Piece, before: Piece | None) -> Segment:
        rules = self.book.rules
        sure = [rules[rule].versions[number].confidence for rule, number in (*piece.because, *piece.authorized_by)]
        return Segment(
            start=_local(piece.start),
            end=_local(piece.end),
            outcome=piece.outcome,
            because=_named(self.book, piece.because),
            authorized_by=_named(self.book, piece.authorized_by),
            change=self._change(piece.start, piece, before) if piece.start and before else "",
            confidence=least_sure(sure),
        )

    def _change(self, at: datetime, *pieces: Piece) -> str:
        causes = frozenset(rule for piece in pieces for rule, _ in (*piece.because, *piece.authorized_by))
        # What may clear, or cleared one of several, is no cause of an answer, but its coming and going is of a turn.
        found = list(turn(self.book, at, causes | _bearing(pieces)))
        for fact, stated in self.matter.dated():
            earlier = stated.first
            for start, later in stated.changes:
                if start == at and later.value != earlier.value:
                    found.append(self._turned(fact, later))
                earlier = later
        return "; ".join(dict.fromkeys(found))

    def _turned(self, fact: str, now: Fact) -> str:
        if now.source.text.startswith(("standing scope", "outside every standing scope")):
            return now.source.text
        value = words.shown(self.book.statute.dictionary.get(fact), now.value)
        return f"{words.label(fact)}: {value} ({now.source.text})"

    def tree(self) -> tuple[Line, ...]:
        """The whole explanation, under the leg's name."""
        lines = self.explainer.tree()
        return (Line("leg", f"leg {self.leg.id}: {self.leg.exporter} to {self.leg.recipient}", None, parts=lines),)


def _bearing(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """The rules that hold, clear, or may, on some pieces."""
    instances = [each for piece in pieces for each in piece.decision.instances]
    return frozenset(rule for each in instances for rule in (each.rule, *each.cleared_by, *each.might_clear))


def _local(at: datetime | None) -> datetime | None:
    """An instant on the clock of the issuing authority."""
    return at.astimezone(ZoneInfo(EASTERN)) if at is not None else None


def _named(book: Book, causes: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(f"{book.rules[rule].id} ({book.rules[rule].versions[number].cite})" for rule, number in causes)
    )


def _possible(legs: list[_Leg]) -> tuple[frozenset[Outcome], bool]:
    """The outcomes of the worst leg, taking legs as independent; exact unless two open legs share an unknown."""
    floor = max(min(SEVERITY[outcome] for outcome in leg.decision.possible) for leg in legs)
    found = frozenset(each for leg in legs for each in leg.decision.possible if SEVERITY[each] >= floor)
    exact = all(leg.decision.exact for leg in legs)
    asked: set[tuple[str, str]] = set()
    for leg in legs:
        mine = {(each.fact, each.about) for each in leg.explainer.missing()}
        exact = exact and not mine & asked
        asked |= mine
    return found, exact


def _missing(legs: list[_Leg], possible: frozenset[Outcome]) -> tuple[Missing, ...]:
    """The questions of those legs that can still change the outcome of the whole."""
    if len(possible) == 1:
        return ()
    floor = min(SEVERITY[outcome] for outcome in possible)
    open_ = [leg for leg in legs if max(SEVERITY[each] for each in leg.decision.possible) > floor]
    return tuple(dict.fromkeys(each for leg in open_ for each in leg.explainer.missing()))


def _together(timelines: list[Timeline]) -> Timeline:
    """The timeline of a transaction: at every moment that of its worst leg."""
    if len(timelines) == 1:
        return timelines[0]
    starts = sorted({piece.start for timeline in timelines for piece in timeline.pieces if piece.start is not None})
    found: list[Segment] = []
    for start in (None, *starts):
        now = [timeline.pieces[0] if start is None else timeline.at(start) for timeline in timelines]
        outcome = max((each.outcome for each in now), key=SEVERITY.__getitem__)
        worst = [each for each in now if each.outcome == outcome]
        because = tuple(dict.fromkeys(name for each in worst for name in each.because))
        by = tuple(dict.fromkeys(name for each in now for name in each.authorized_by)) if outcome in CLEARING else ()
        change = "; ".join(dict.fromkeys(each.change for each in now if each.start == start and each.change))
        sure = least_sure([each.confidence for each in worst])
        last = found[-1] if found else None
        if last is None or (last.outcome, last.because, last.authorized_by) != (outcome, because, by):
            found.append(Segment(start, None, outcome, because, by, change, sure))
    ends = [piece.start for piece in found[1:]]
    return Timeline(tuple(msgspec.structs.replace(p, end=e) for p, e in zip(found, [*ends, None], strict=True)))


def _until(timeline: Timeline, at: datetime) -> datetime | None:
    """The instant at which a clearing answer stops clearing, or any other answer first changes; None: never."""
    now = timeline.at(at)
    for piece in timeline.pieces:
        if piece.start is not None and piece.start > at:
            same = piece.outcome in CLEARING if now.outcome in CLEARING else piece.outcome == now.outcome
            if not same:
                return piece.start
    return None


def _levers(legs: list[_Leg], verdict: Verdict, at: datetime) -> tuple[Lever, ...]:
    if verdict.outcome in CLEARING:
        return ()
    found: list[Lever] = []
    open_ = [leg for leg in legs if leg.decision.outcome not in CLEARING]
    if len(open_) == 1:
        found += [_lever(open_[0], way) for way in ways(open_[0].book, open_[0].situation, open_[0].flags)]
    timeline = _together([leg.timeline() for leg in legs])
    for piece in timeline.pieces:
        if piece.start is not None and piece.start > at and piece.outcome in CLEARING:
            found.append(Lever(("wait",), piece.outcome, piece.authorized_by, piece.start))
            break
    if verdict.outcome == "license_required":
        found.append(
            Lever(("apply for a specific license",), "as the license says", tuple(p.cite for p in verdict.because))
        )
    return tuple(found)


def _lever(leg: _Leg, way: Way) -> Lever:
    steps = []
    for change in way.changes:
        entry = leg.book.statute.dictionary[change.fact]
        steps.append(f"{entry.lever}: {words.label(change.fact)} = {words.shown(entry, change.value)}")
    return Lever(tuple(steps), way.outcome)


def _chosen(case: Case, only: tuple[str, ...]) -> tuple[Transaction, ...]:
    known = {asked.id: asked for asked in case.transactions}
    for name in only:
        if name not in known:
            raise BadInput(name, "no transaction is called this", nearest(name, known) or ", ".join(known))
    return tuple(known[name] for name in only) if only else case.transactions


def check(
    case: Case | Path | str,
    *,
    at: datetime | None = None,
    known_at: datetime | None = None,
    overlay: Path | str | None = None,
    packs: Path | str | None = None,
    only: tuple[str, ...] = (),
    given: Given = (),
    home: Path | None = None,
) -> Answers:
    """The answers to a case. `at` and `known_at` override those of every transaction. Raises BadInput.

    `only` names the transactions to answer (default all); `given` are facts added to what the case says. `home` is the
    folder whose list snapshots say who is listed (default: REPRIEVE_HOME, or the user's data folder).
    """
    for name, moment in (("at", at), ("known_at", known_at)):
        if moment is not None and moment.tzinfo is None:
            raise BadInput(name, f"{moment.isoformat()} has no offset from UTC", "2019-08-25T12:00-04:00")
    folder = Path(packs) if packs is not None else SHIPPED
    law, statute = law_in(folder), None
    laid: tuple[str, ...] = ()
    if overlay is not None:
        written = load_overlay(Path(overlay))
        if written.list and isinstance(case, Case):
            raise BadInput(str(overlay), "lists a party, which a case read beforehand cannot take up", "name its file")
        law = laid_over(law, written, str(overlay))
        statute, laid = Statute(law.rules, law.dictionary), (written.title,)
    file = str(case) if not isinstance(case, Case) else ""
    lists = OnLists(lists_in(home), law.lists, law.listings)
    read = case if isinstance(case, Case) else load_case(Path(case), law, lists.holds, keeping(home))
    read = with_facts(read, given, law)
    now = datetime.now(UTC)
    desk = Desk(law, statute or statute_of(folder), now, laid, lists)
    answered = tuple(desk.answer(read, asked, at, known_at) for asked in _chosen(read, only))
    return Answers(
        case=read.title,
        file=file,
        known_at=known_at or now,
        packs=tuple(PackUsed(pack.id, pack.about.title, pack.digest, pack.about.reviewed) for pack in law.packs),
        transactions=answered,
        standing_scope=tuple(scope.text for scope in read.scopes),
        hypothetical=(*laid, *(f"an invented list: {title}" for title in lists.synthetic)),
        warnings=tuple(dict.fromkeys((*read.warnings, *lists.warnings))),
        software=f"reprieve {version('reprieve')}",
        at=at,
        lists=lists.used(),
    )
