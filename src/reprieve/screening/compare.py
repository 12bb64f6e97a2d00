"""Two names compared, with the whole explanation: the one place in which a score is put into words."""

from __future__ import annotations

from collections.abc import Sequence

from reprieve.model.match import Match, WordRow
from reprieve.screening.aligned import Aligned, align, score_of
from reprieve.screening.parsed import Manner, Parsed, manner_of, parsed, read

KINDS: dict[str, Manner] = {
    "person": "person",
    "organization": "organization",
    "vessel": "organization",
    "aircraft": "organization",
}
"""How the names of each kind of party are read."""


def compare(query: str, listed: Sequence[str], kind: str | None = None) -> Match:
    """A name against the names of one party: the match with the best of them. `kind` as lists have it, if known."""
    manner = KINDS.get((kind or "").casefold()) or manner_of(query, *listed)
    mine, theirs = best_readings(query, listed, manner)
    found = align(mine, theirs)
    return Match(
        round(found.score, 4), query, theirs.name, found.rows, sentence(query, theirs.name, found), rank(found)
    )


def best_readings(query: str, listed: Sequence[str], manner: Manner) -> tuple[Parsed, Parsed]:
    """The query and the name of a party that score best together, each as it is read then; ties go to the first."""
    pairs = ((mine, theirs) for name in listed for theirs in read(name, manner) for mine in read(query, manner))
    return max(pairs, key=lambda pair: score_of(*pair), default=(parsed(query, manner), parsed("", manner)))


def rank(found: Aligned) -> float:
    """Orders matches of one score: the more distinctive matter they share, the earlier they are looked at."""
    return round(found.matched, 3)


_SAID = {
    "edited": "{query} is near {listed}",
    "sounds_alike": "{query} sounds like {listed}",
    "equivalent": "{query} means {listed}",
    "abbreviated": "{query} and {listed} begin alike",
    "initial": "{query} may be {listed}",
    "joined": "{query} is {listed}",
}


def sentence(query: str, listed: str, found: Aligned) -> str:
    """The comparison in one sentence for a reviewer."""
    if not found.score:
        return f"{query} and {listed} have no word in common." if listed else f"{query} was compared with nothing."
    same = [row.listed for row in found.rows if row.relation == "equal" and row.weight > 0]
    parts = [f"{' '.join(same)} {'is' if len(same) == 1 else 'are'} the same"] if same else []
    told = (row for row in found.rows if row.relation in _SAID)
    parts += [_SAID[row.relation].format(query=row.query, listed=row.listed) for row in told]
    parts += _lacking(found.rows)
    return f"{query} against {listed}: {'; '.join(parts)} ({found.score:.2f})."


def _lacking(rows: Sequence[WordRow]) -> list[str]:
    missing = [row.listed for row in rows if row.relation == "missing" and row.weight > 0]
    extra = [row.query for row in rows if row.relation == "extra" and row.weight > 0]
    other = [
        f"{row.query} is another form than {row.listed}" for row in rows if row.relation == "form" and row.loss > 0
    ]
    found = [f"{' '.join(missing)} is missing"] if missing else []
    return [*found, *([f"{' '.join(extra)} is not in the listed name"] if extra else []), *other]
