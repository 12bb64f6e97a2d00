"""A random law written down as a pack and read back is the same law."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from reprieve.rules.book import Statute
from reprieve.rules.law import Rule
from reprieve.rules.pack import Law, load
from reprieve.rules.parse import parse
from reprieve.rules.situation import Matter
from reprieve.rules.syntax import All, Any, Each, Named, Node, Not
from tests.oracles.as_pack import text_of, write, written_down
from tests.oracles.random_law import FACTS, LATEST, Case, cases, conditions, instants, knowledge, laws, palettes


def read_back(rules: tuple[Rule, ...]) -> Law:
    with TemporaryDirectory() as folder:
        write(Path(folder), rules)
        return load(Path(folder))


def bare(node: Node) -> Node:
    """A condition without the names of its definitions."""
    if isinstance(node, Named):
        return bare(node.body)
    if isinstance(node, Not):
        return Not(bare(node.part))
    if isinstance(node, All):
        return All(tuple(bare(part) for part in node.parts))
    if isinstance(node, Any):
        return Any(tuple(bare(part) for part in node.parts))
    return Each(node.quantifier, node.over, bare(node.body)) if isinstance(node, Each) else node


@st.composite
def written_conditions(draw: st.DrawFn) -> Node:
    return draw(conditions(draw(palettes()), ("party", "item"), depth=3))


@given(written_conditions())
def test_a_condition_read_back_is_the_same_tree(node: Node) -> None:
    assert parse(text_of(bare(node), {}), FACTS, {}, "here") == bare(node)


@given(cases(), instants(), knowledge())
def test_a_law_read_back_decides_the_same(case: Case, at: datetime, known_at: datetime) -> None:
    rules, matter = written_down(case[0]), case[1]
    law = read_back(rules)
    assert [rule.id for rule in law.rules] == [rule.id for rule in rules]
    made, loaded = Statute(rules, FACTS), Statute(law.rules, law.dictionary)
    assert decided(loaded, matter, at, known_at) == decided(made, matter, at, known_at)


def decided(statute: Statute, matter: Matter, at: datetime, known_at: datetime) -> object:
    found = statute.known_at(known_at).decide(matter.on(at))
    return found.possible, found.instances, found.questions


@given(laws())
def test_the_digest_is_that_of_the_meaning(rules: tuple[Rule, ...]) -> None:
    written = written_down(rules)
    (one,), (same,) = read_back(written).packs, read_back(written).packs
    assert one.digest == same.digest
    if len(rules) > 1:
        (fewer,) = read_back(tuple(rule for rule in written if rule.kind == "restriction")[:1]).packs
        assert fewer.digest != one.digest
    assert Statute(one.rules, FACTS).known_at(LATEST).cuts == Statute(written, FACTS).known_at(LATEST).cuts
