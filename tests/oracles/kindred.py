"""Random law of one restriction over facts of one type that are compared with one another, as Hypothesis strategies.

    kindred_cases(types)    such a law and a case with one party and one item, up to three of its facts open

Two random rules rarely compare facts that are both unknown; these always do.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from reprieve.model.facts import AnyFact, Fact
from reprieve.rules.law import Rule, Version
from reprieve.rules.situation import Matter
from reprieve.rules.syntax import All, Any, Not
from tests.oracles.random_law import COMPARABLE, FACTS, INSTANTS, Case, atomic, pairs, read_by, settled, unsettled


@st.composite
def kindred(draw: st.DrawFn, kinds: Sequence[str] = COMPARABLE) -> tuple[Rule, ...]:
    """One restriction, always in force, over facts of one type that are compared with one another."""
    kind = draw(st.sampled_from(kinds))
    palette = [entry for entry in FACTS.values() if entry.type == kind]
    parts = draw(st.lists(pairs(palette) | pairs(palette) | atomic(palette), min_size=1, max_size=4))
    when = All(tuple(parts)) if draw(st.integers(0, 2)) else Any((Not(parts[0]), *parts[1:]))
    text = Version("random/kin, text 1", INSTANTS[0], None, when, "restricts")
    return (Rule("random/kin", "restriction", "Kin", "random", (text,), frozenset({"party", "item"})),)


@st.composite
def kindred_cases(draw: st.DrawFn, kinds: Sequence[str] = COMPARABLE) -> Case:
    """One restriction over facts of one type, up to three of them open: one party, one item, nothing that changes."""
    rules = draw(kindred(kinds))
    entries = read_by(rules)
    open_ = (
        draw(st.lists(st.sampled_from(entries), min_size=1, max_size=3, unique_by=lambda entry: entry.id))
        if entries
        else []
    )
    facts: dict[str, AnyFact] = {
        entry.id: Fact(draw(unsettled(entry) if entry in open_ else settled(entry))) for entry in entries
    }
    heads = ("leg", "party", "item")
    leg, party, item = ({id_: fact for id_, fact in facts.items() if id_.startswith(head)} for head in heads)
    return rules, Matter(leg, (party,), (item,))
