"""Two names laid side by side, word by word, and the score that follows.

    score = matched / (matched + unlike + CONFLICT * conflict + excess * left over) - forms

`matched` is the weight of paired words times their likeness, `unlike` what their likeness lacks; `conflict` is what
both sides have over (Ahmad here, Hassan there), `left over` what one side has more than the other. Parts of a person's
name are often left out, so an excess costs little there; in a company's name it makes another company.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reprieve.model.match import WordRow
from reprieve.screening.likeness import NONE, SAME, Likeness, likeness
from reprieve.screening.parsed import Manner, Parsed, Token

CONFLICT: Final = 2.0
"""A word on either side without a partner counts double: the two names contradict each other."""
EXCESS: Final[dict[Manner, float]] = {"person": 0.3, "organization": 0.9}
ONE_WORD: Final = 0.6
"""What an excess costs where a person's names have one word in common and no more: `Hussein` is many people."""
OTHER_FORM: Final = 0.2
"""What it costs that one is an AG and the other a GmbH; a form that only one of them has costs nothing."""
JOINED: Final = 0.8
"""Two words are one only if that one is at least so like them."""


class Pair(NamedTuple):
    """Words paired, by place; `worth` orders pairs."""

    worth: float
    likeness: Likeness
    mine: tuple[int, ...]
    theirs: tuple[int, ...]


class Aligned(NamedTuple):
    """The score of two names, the rows that it is made of, and the matched weight."""

    score: float
    rows: tuple[WordRow, ...]
    matched: float


def score_of(query: Parsed, listed: Parsed) -> float:
    """The score alone."""
    return _sums(query, listed, _chosen(query.tokens, listed.tokens)).score


class _Sums(NamedTuple):
    score: float
    whole: float
    matched: float
    lacking: float


def _sums(query: Parsed, listed: Parsed, pairs: Sequence[Pair]) -> _Sums:
    matched = unlike = mine = theirs = 0.0
    for pair in pairs:
        ours, other = _weight(query, pair.mine), _weight(listed, pair.theirs)
        mine, theirs = mine + ours, theirs + other
        matched += pair.likeness.value * (ours + other) / 2
        unlike += (1 - pair.likeness.value) * (ours + other) / 2
    if not matched:
        return _Sums(0.0, 1.0, 0.0, 0.0)
    left, over = query.weight - mine, listed.weight - theirs
    conflict, excess = max(0.0, min(left, over)), abs(left - over)
    rate = _excess(query, pairs)
    whole = matched + unlike + CONFLICT * conflict + rate * excess
    score = matched / whole - (OTHER_FORM if _other_form(query, listed) else 0.0)
    return _Sums(max(0.0, score), whole, matched, CONFLICT * conflict + rate * excess)


def _excess(query: Parsed, pairs: Sequence[Pair]) -> float:
    """What a unit of excess costs; never less than EXCESS, on which the bound of the index rests."""
    alone = query.manner == "person" and len([pair for pair in pairs if pair.worth > 0]) == 1
    return ONE_WORD if alone else EXCESS[query.manner]


def _weight(name: Parsed, places: tuple[int, ...]) -> float:
    return sum(name.tokens[place].weight for place in places)


def _other_form(query: Parsed, listed: Parsed) -> bool:
    return bool(query.forms and listed.forms) and not query.forms & listed.forms


def _chosen(mine: Sequence[Token], theirs: Sequence[Token]) -> list[Pair]:
    """The best pairs, each word once; the worthiest first."""
    used_mine: set[int] = set()
    used_theirs: set[int] = set()
    found: list[Pair] = []
    for pair in sorted(_pairs(mine, theirs), key=_order, reverse=True):
        if used_mine.isdisjoint(pair.mine) and used_theirs.isdisjoint(pair.theirs):
            used_mine.update(pair.mine)
            used_theirs.update(pair.theirs)
            found.append(pair)
    return found


def _order(pair: Pair) -> tuple[float, float, int]:
    """The same whichever of the two names is called the query."""
    return round(pair.worth, 9), pair.likeness.value, -sum((*pair.mine, *pair.theirs))


def _pairs(mine: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Pair]:
    for i, one in enumerate(mine):
        for j, other in enumerate(theirs):
            alike = _alike(one, other)
            if alike is not NONE:
                yield Pair(alike.value * (one.weight + other.weight), alike, (i,), (j,))
    for i, j, alike in _joined(mine, theirs):
        worth = alike.value * (mine[i].weight + mine[i + 1].weight + theirs[j].weight)
        yield Pair(worth, alike, (i, i + 1), (j,))
    for j, i, alike in _joined(theirs, mine):
        worth = alike.value * (theirs[j].weight + theirs[j + 1].weight + mine[i].weight)
        yield Pair(worth, alike, (i,), (j, j + 1))


def _alike(one: Token, other: Token) -> Likeness:
    if one.same == other.same:
        return SAME if one.text == other.text else Likeness(1.0, "equivalent")
    return likeness(one.text, other.text)


def _joined(parts: Sequence[Token], wholes: Sequence[Token]) -> Iterator[tuple[int, int, Likeness]]:
    """Two words of one name that are one word of the other: `hua wei`, `huawei`."""
    for place in range(len(parts) - 1):
        one, two = parts[place].text, parts[place + 1].text
        for at, whole in enumerate(wholes):
            alike = likeness(one + two, whole.text)
            alone = max(likeness(one, whole.text).value, likeness(two, whole.text).value)
            # Where one part alone will do, the other is a word of its own.
            written = alike.relation in {"equal", "edited"}  # by sound alone, two words become anything
            if written and alike.value >= JOINED and alone < JOINED and len(whole.text) > 3:  # noqa: PLR2004  # too short
                yield place, at, Likeness(alike.value, "joined", alike.slips)


def align(query: Parsed, listed: Parsed) -> Aligned:
    """Two names side by side, with every word accounted for: gains add up to the score, losses to what is lacking."""
    pairs = _chosen(query.tokens, listed.tokens)
    sums = _sums(query, listed, pairs)
    if not sums.matched:
        return Aligned(0.0, tuple(_alone(query, listed, pairs, 1.0, 0.0)), 0.0)
    rows = [_row(query, listed, pair, sums.whole) for pair in sorted(pairs, key=lambda each: each.mine)]
    rows += _alone(query, listed, pairs, sums.whole, sums.lacking)
    rows += _forms(query, listed)
    return Aligned(sums.score, tuple(_settled(rows, sums.score)), sums.matched)


def _row(query: Parsed, listed: Parsed, pair: Pair, whole: float) -> WordRow:
    weight = (_weight(query, pair.mine) + _weight(listed, pair.theirs)) / 2
    value = pair.likeness.value
    mine, theirs = [query.tokens[at] for at in pair.mine], [listed.tokens[at] for at in pair.theirs]
    return WordRow(
        " ".join(each.text for each in mine),
        " ".join(each.text for each in theirs),
        "form" if all(each.kind == "form" for each in (*mine, *theirs)) else pair.likeness.relation,
        weight,
        value,
        weight * value / whole,
        weight * (1 - value) / whole,
        _note(mine, theirs, pair.likeness),
    )


def _note(mine: Sequence[Token], theirs: Sequence[Token], alike: Likeness) -> str:
    parts = [f"{alike.slips} {'letter' if alike.slips == 1 else 'letters'} apart"] if alike.slips else []
    parts += [f"{each.text} from {each.source}" for each in (*mine, *theirs) if each.how not in {"written", "folded"}]
    return "; ".join(dict.fromkeys(parts))


def _alone(query: Parsed, listed: Parsed, pairs: Sequence[Pair], whole: float, lacking: float) -> Iterator[WordRow]:
    """Words without a partner, with their share of what is lacking."""
    mine = {at for pair in pairs for at in pair.mine}
    theirs = {at for pair in pairs for at in pair.theirs}
    extra = [each for at, each in enumerate(query.tokens) if at not in mine]
    missing = [each for at, each in enumerate(listed.tokens) if at not in theirs]
    weight = sum(each.weight for each in (*extra, *missing))
    share = lacking / whole / weight if weight else 0.0
    yield from (WordRow(each.text, "", "extra", each.weight, 0.0, 0.0, each.weight * share) for each in extra)
    yield from (WordRow("", each.text, "missing", each.weight, 0.0, 0.0, each.weight * share) for each in missing)


def _forms(query: Parsed, listed: Parsed) -> Iterator[WordRow]:
    if _other_form(query, listed):
        mine, theirs = (" ".join(sorted(each.forms)) for each in (query, listed))
        yield WordRow(mine, theirs, "form", 0.0, 0.0, -OTHER_FORM, OTHER_FORM, "another form of company")


def _settled(rows: Sequence[WordRow], score: float) -> Iterator[WordRow]:
    """A score is never below zero: then nothing is gained."""
    if score > 0:
        yield from rows
    else:
        yield from (WordRow(e.query, e.listed, e.relation, e.weight, e.likeness, 0.0, e.loss, e.note) for e in rows)
