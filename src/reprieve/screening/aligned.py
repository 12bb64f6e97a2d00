"""Two names laid side by side, word by word, and the score that follows.

    score = matched / (matched + UNLIKE * unlike + CONFLICT * conflict + EXTRA * extra + MISSING * missing) - forms

`matched` is the weight of paired words times their likeness, `unlike` what their likeness lacks; `conflict` is what
both sides have over (Ahmad here, Hassan there), `extra` what the query has more than the listed name, `missing` what it
has less. Parts of a name are often left out; a company whose name has one more word is another company.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reprieve.model.match import WordRow
from reprieve.screening.likeness import LEAST, NONE, SAME, SLIP, Likeness, likeness, written_alike
from reprieve.screening.parsed import Manner, Parsed, Token
from reprieve.text.transcribed import sounds_alike

CONFLICT: Final = 2.0
"""A word on either side without a partner counts double: the two names contradict each other."""
UNLIKE: Final = 1.5
"""What a word lacks to be the other speaks against the match: more than it would speak for it."""
EXTRA: Final[dict[Manner, float]] = {"person": 0.4, "organization": 1.2}
MISSING: Final[dict[Manner, float]] = {"person": 0.3, "organization": 0.4}
EXCESS: Final[dict[Manner, float]] = {manner: min(EXTRA[manner], MISSING[manner]) for manner in EXTRA}
"""What an excess costs at least, on whichever side."""
ONE_WORD: Final = 0.6
"""What an excess costs where a person's names have one word in common and no more: `Hussein` is many people."""
OTHER_FORM: Final = 0.2
"""What it costs that one is an AG and the other a GmbH; a form that only one of them has costs nothing."""
SYLLABIC: Final = 0.7
"""Chinese, Japanese and Korean letters are read by a standard: what is read otherwise is another name more often."""
RENDERED: Final = 0.9
"""A term of another language in other words than those of our table."""
NICKNAME: Final = 0.85
"""Tom may be Thomas; he may be christened so."""
TRANSCRIBED: Final = 0.9
"""A foreign name as Chinese writes it."""
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
    unlike *= UNLIKE
    conflict, excess = max(0.0, min(left, over)), abs(left - over)
    rate = _excess(query, pairs, EXTRA if left > over else MISSING)
    whole = matched + unlike + CONFLICT * conflict + rate * excess
    score = matched / whole - (OTHER_FORM if _other_form(query, listed) else 0.0)
    return _Sums(max(0.0, score), whole, matched, CONFLICT * conflict + rate * excess)


def _excess(query: Parsed, pairs: Sequence[Pair], rates: dict[Manner, float]) -> float:
    """What a unit of excess costs; never less than its rate, on which the bound of the index rests."""
    alone = query.manner == "person" and len([pair for pair in pairs if pair.likeness.relation != "initial"]) < 2  # noqa: PLR2004
    return ONE_WORD if alone else rates[query.manner]


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


def _fathered(name: Sequence[Token]) -> bool:
    return any(each.kind == "father" for each in name)


def _order(pair: Pair) -> tuple[float, float, int]:
    """The same whichever of the two names is called the query."""
    return round(pair.worth, 9), pair.likeness.value, -sum((*pair.mine, *pair.theirs))


def _pairs(mine: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Pair]:
    fathers = _fathered(mine) and _fathered(theirs)
    for i, one in enumerate(mine):
        for j, other in enumerate(theirs):
            found = alike(one, other)
            if found is not NONE and not (fathers and (one.kind == "father") != (other.kind == "father")):
                yield Pair(found.value * (one.weight + other.weight), found, (i,), (j,))
    for i, j, found in _joined(mine, theirs):
        worth = found.value * (mine[i].weight + mine[i + 1].weight + theirs[j].weight)
        yield Pair(worth, found, (i, i + 1), (j,))
    for j, i, found in _joined(theirs, mine):
        worth = found.value * (theirs[j].weight + theirs[j + 1].weight + mine[i].weight)
        yield Pair(worth, found, (i,), (j, j + 1))


def alike(one: Token, other: Token) -> Likeness:
    """How alike two words are as words of names: `NONE` below `LEAST`. Symmetric."""
    if one.same == other.same:
        return SAME if one.text == other.text else Likeness(1.0, "equivalent")
    found = likeness(one.text, other.text)
    if found.relation == "initial" and "initial" not in {one.kind, other.kind}:
        return NONE
    if found.relation in {"edited", "sounds_alike"} and (_syllabic(one) or _syllabic(other)):
        found = found._replace(value=SYLLABIC * found.value)
    found = max(found, _across(one, other))
    return found if found.value >= LEAST else NONE


def _across(one: Token, other: Token) -> Likeness:
    """What two words mean alike: a term of another language, a name and its short form, a foreign name by its sound."""
    if one.meaning and one.meaning == other.meaning:
        if one.meaning.startswith("@"):
            return Likeness(NICKNAME, "equivalent")
        if "translated" in {one.how, other.how}:
            return Likeness(RENDERED, "equivalent")
    for foreign, plain in ((one, other), (other, one)):
        if foreign.sounds and not plain.sounds and sounds_alike(foreign.source, foreign.sounds, plain.text):
            return Likeness(TRANSCRIBED, "sounds_alike")
    return NONE


def _syllabic(token: Token) -> bool:
    return (
        token.how == "romanized" and unicodedata.category(token.source[:1] or " ") == "Lo" and token.source > "\u2e7f"
    )


def _joined(parts: Sequence[Token], wholes: Sequence[Token]) -> Iterator[tuple[int, int, Likeness]]:
    """Two words of one name that are one word of the other: `hua wei`, `huawei`."""
    for place in range(len(parts) - 1):
        one, two = parts[place].text, parts[place + 1].text
        long = len(one) + len(two)
        for at, whole in enumerate(wholes):
            length = len(whole.text)
            # Each letter that one has more than the other is a slip; three letters are too few to be two words.
            if length < 4 or SLIP * abs(long - length) > (1 - JOINED) * max(long, length):  # noqa: PLR2004
                continue
            found = written_alike(one + two, whole.text)  # by sound alone, two words become anything
            if found.value < JOINED or (found.slips and any(map(_syllabic, (*parts[place : place + 2], whole)))):
                continue
            # Where one part alone will do, the other is a word of its own.
            if max(likeness(one, whole.text).value, likeness(two, whole.text).value) < JOINED:
                yield place, at, Likeness(found.value, "joined", found.slips)


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
        UNLIKE * weight * (1 - value) / whole,
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
