"""A roll screened by a scorer of others, name by name with nothing left out: a second opinion, slow and unexplained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reprieve.model.match import Match
from reprieve.model.screened import Alert, Asked, Screened
from reprieve.screening.alert import Listed, identity
from reprieve.screening.bearing import listed_names, names, readings
from reprieve.screening.scorers import Scorer, entity


class Second:
    """Everybody on a roll, for one scorer; from `threshold` on there is an alert."""

    def __init__(self, listed: Iterable[Listed], scorer: Scorer, threshold: float) -> None:
        self._scorer, self._threshold = scorer, threshold
        self._listed = [(each, entity(listed_names(each.entry), each.entry.kind)) for each in listed]

    def screen_all(self, asked: Iterable[Asked]) -> Iterator[Screened]:
        """Each of many, in their order: alerts only, the highest score first."""
        for each in asked:
            found = (self._alert(each, listed, other) for listed, other in self._listed)
            alerts = sorted((one for one in found if one), key=lambda one: (-one.score, one.list, one.id))
            yield Screened(each, tuple(alerts))

    def _alert(self, asked: Asked, listed: Listed, other: object) -> Alert | None:
        entry = listed.entry
        if not readings(asked, entry):
            return None  # a person and a company
        score = self._best(names(asked), asked, other)
        if score < self._threshold:
            return None
        said = f"{self._scorer.name} gives {score:.2f} for {asked.name} against {entry.name}, and no reasons."
        return Alert(
            list=entry.list,
            id=entry.id,
            name=entry.name,
            score=score,
            basis="name",
            match=Match(score, asked.name, entry.name, (), said),
            kind=entry.kind,
            countries=entry.countries,
            title=listed.title,
            snapshot=listed.snapshot,
            published=listed.published,
            place=entry.place,
            entry=identity(entry),
        )

    def _best(self, called: Sequence[str], asked: Asked, other: object) -> float:
        kind = asked.kind if asked.kind != "unknown" else None
        return max(self._scorer.compare(entity([name], kind, asked.countries), other) for name in called)
