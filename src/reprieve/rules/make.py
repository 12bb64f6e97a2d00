"""From the fences of a pack to rules: windows read, conditions parsed, scopes checked. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from reprieve.errors import BadPack
from reprieve.intake.shape import shaped
from reprieve.intake.when import last_day, moment
from reprieve.rules.dictionary import Dictionary
from reprieve.rules.law import TIGHTENS, Clause, Does, Rule, Version
from reprieve.rules.page import Fence
from reprieve.rules.parse import parse
from reprieve.rules.syntax import FALSE, TRUE, Node, free_scopes
from reprieve.rules.written import AuthorizationFence, ClauseEntry, PackFile, RestrictionFence, VersionEntry


class Maker:
    """Turns the fences of one pack into rules."""

    def __init__(self, about: PackFile, dictionary: Dictionary, named: dict[str, Node]) -> None:
        self.about, self.dictionary, self.named = about, dictionary, named

    def rule(self, fence: Fence) -> Rule:
        """The rule in a fence. Raises BadPack."""
        if fence.kind == "restriction":
            made = self._restriction(shaped(fence.content, RestrictionFence, fence.place, BadPack), fence)
        else:
            made = self._authorization(shaped(fence.content, AuthorizationFence, fence.place, BadPack), fence)
        for version in made.versions:
            unbound = free_scopes(version.condition) - made.each
            if unbound:
                what = f"{made.id} speaks of {' and '.join(sorted(unbound))} but is not judged for each"
                raise BadPack(version.place, what, f"each = {sorted(unbound | made.each)}, or a quantifier")
        return made

    def _restriction(self, written: RestrictionFence, fence: Fence) -> Rule:
        return Rule(
            id=self._full(written.id),
            kind="restriction",
            title=written.title,
            pack=self.about.id,
            versions=self._versions(written.version, fence, ("restricts", "stays")),
            each=frozenset(written.each),
            needs=written.needs,
            why=written.why,
            policy=written.policy,
            tags=written.tags,
            prose=fence.prose,
            place=fence.place,
        )

    def _authorization(self, written: AuthorizationFence, fence: Fence) -> Rule:
        return Rule(
            id=self._full(written.id),
            kind="authorization",
            title=written.title,
            pack=self.about.id,
            versions=self._versions(written.version, fence, ("authorizes", "withdraws")),
            each=frozenset(written.each),
            why=written.why,
            clears=tuple(self._full(name) for name in written.clears),
            tags=written.tags,
            overlaps=tuple(self._full(name) for name in written.overlaps),
            prose=fence.prose,
            place=fence.place,
        )

    def _full(self, name: str) -> str:
        return name if "/" in name else f"{self.about.id}/{name}"

    def _versions(self, written: Sequence[VersionEntry], fence: Fence, does: tuple[Does, Does]) -> tuple[Version, ...]:
        if not written:
            raise BadPack(fence.place, "has no version", "at least one [[version]]")
        made: list[Version] = []
        for number, entry in enumerate(written):
            place = f"{fence.place}, version {number + 1} ({entry.cite})"
            made.append(self._version(entry, made[-1] if made else None, place, does[not entry.in_force]))
        for earlier, later in pairwise(made):
            if later.start <= earlier.start:
                what = f"begins at {later.start}, not after the version before"
                raise BadPack(later.place, what, "order them by from")
            if earlier.starts_by is not None and later.start < earlier.starts_by:
                what = f"may begin as late as {earlier.starts_by}, after the next version does"
                raise BadPack(earlier.place, what, "an earlier from_latest")
        return tuple(made)

    def _version(self, entry: VersionEntry, before: Version | None, place: str, does: Does) -> Version:
        same = entry.when == "same"
        if same and before is None:
            raise BadPack(place, "is the same as the version before, but is the first")
        if entry.in_force and not entry.when:
            raise BadPack(place, "has no condition", 'when = "..." (or "true")')
        start = self._moment(entry.start, place)
        made = Version(
            cite=entry.cite,
            start=start,
            until=self._until(entry, place),
            when=before.when if same and before else self._condition(entry.when, place, entry.in_force),
            does=entry.does or does,
            filed=self._moment(entry.filed, place) if entry.filed else None,
            published=self._moment(entry.published, place) if entry.published else None,
            starts_by=self._latest(entry, start, place, does),
            preconditions=self._clauses(entry.precondition, place) or (before.preconditions if same and before else ()),
            obligations=self._clauses(entry.obligation, place) or (before.obligations if same and before else ()),
            confidence=entry.confidence,
            in_force=entry.in_force,
            gap=bool(entry.gap),
            note=" ".join(part for part in (entry.note, entry.gap) if part),
            place=place,
        )
        if made.until is not None and made.until <= made.start:
            raise BadPack(place, f"ends at {made.until} before it begins at {made.start}", "a window that is not empty")
        return made

    def _condition(self, text: str, place: str, in_force: bool) -> Node:  # noqa: FBT001  # mirrors the key
        return parse(text, self.dictionary, self.named, place) if in_force and text else FALSE

    def _clauses(self, written: Sequence[ClauseEntry], place: str) -> tuple[Clause, ...]:
        return tuple(
            Clause(each.text, each.cite, parse(each.when, self.dictionary, self.named, place) if each.when else TRUE)
            for each in written
        )

    def _latest(self, entry: VersionEntry, start: datetime, place: str, does: Does) -> datetime | None:
        if entry.from_latest is None:
            return None
        latest = self._moment(entry.from_latest, place)
        if latest < start:
            raise BadPack(place, "can begin no later than before it begins", "from_latest after from")
        # A doubtful start is no excuse: what restricts counts from its earliest day.
        return None if (entry.does or does) in TIGHTENS else latest

    def _until(self, entry: VersionEntry, place: str) -> datetime | None:
        if entry.through is not None and entry.before is not None:
            raise BadPack(place, "has both through and before", "one of them")
        if entry.through is not None:
            return last_day(entry.through, self.about.zone, place, BadPack)
        return self._moment(entry.before, place) if entry.before is not None else None

    def _moment(self, value: object, place: str) -> datetime:
        return moment(value, self.about.zone, place, BadPack)
