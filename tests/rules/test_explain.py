"""Why: what is lacking and what suffices, against every way of trying; and the words that a person reads."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reprieve
from reprieve.desk.given import GivenFact
from reprieve.model.answer import Answer, Line
from reprieve.model.facts import UNKNOWN, Truth, Value
from reprieve.rules import syntax
from reprieve.rules.evaluate import Causing, holds
from reprieve.rules.grounds import grounds, lacking
from reprieve.rules.situation import Situation
from reprieve.rules.syntax import All, Any, Each, Named, Node, Not
from tests.cli.running import EXAMPLE
from tests.desk import toy
from tests.desk.asking import answered, instant
from tests.oracles.random_law import LATEST

Occurrence = tuple[syntax.Test, Causing]
"""A fact that a condition asks about, and of whom. In the trees below no fact is asked about twice."""

LEG, PARTY, ITEM = (tuple(f"{scope}.f{number}" for number in range(8)) for scope in ("leg", "party", "item"))
_TRUTH: Final[st.SearchStrategy[Value]] = st.sampled_from((True, False, UNKNOWN))
CAUSE: Final = Causing(0, 1)


@st.composite
def trees(draw: st.DrawFn) -> Node:
    """A condition of up to five facts about the leg, the causing party and item, or any or all of them."""
    facts = iter(draw(st.permutations([*LEG, *PARTY, *ITEM])))
    return draw(_tree(facts, 2))


def _tree(facts: Iterator[str], depth: int) -> st.SearchStrategy[Node]:
    leaf = st.builds(lambda: syntax.Test(next(facts), "is"))
    if depth == 0:
        return leaf
    below = _tree(facts, depth - 1)
    parts = st.lists(below, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        leaf,
        st.builds(Not, below),
        st.builds(All, parts),
        st.builds(Any, parts),
        st.builds(Named, st.just("as_defined"), below),
        st.builds(lambda over, word: Each(word, over, _about(over, facts)), _OVER, st.sampled_from(("any", "all"))),
    )


_OVER = st.sampled_from(("party", "item"))


def _about(over: str, facts: Iterator[str]) -> Node:
    """What a quantifier asks of each: something of the leg or of the one it looks at."""
    fact = next(each for each in facts if each.partition(".")[0] in {"leg", over})
    return syntax.Test(fact, "is")


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    def some(facts: tuple[str, ...]) -> dict[str, Value]:
        return dict(zip(facts, draw(st.lists(_TRUTH, min_size=len(facts), max_size=len(facts))), strict=True))

    return Situation(LATEST, some(LEG), (some(PARTY), some(PARTY)), (some(ITEM), some(ITEM)))


def value(node: Node, seen: Callable[[Occurrence], Truth], cause: Causing) -> Truth:
    """The Kleene value of a condition when each occurrence of a fact has the value that `seen` says."""
    if isinstance(node, syntax.Test):
        return seen((node, cause))
    if isinstance(node, Not):
        found = value(node.part, seen, cause)
        return None if found is None else not found
    if isinstance(node, Named):
        return value(node.body, seen, cause)
    if isinstance(node, Each):
        found_all = [value(node.body, seen, each) for each in both(node)]
        every = node.quantifier == "all"
    else:
        assert isinstance(node, All | Any)
        found_all = [value(part, seen, cause) for part in node.parts]
        every = isinstance(node, All)
    decisive = not every
    return decisive if decisive in found_all else None if None in found_all else every


def both(node: Each) -> list[Causing]:
    return [Causing(party=n) if node.over == "party" else Causing(item=n) for n in (0, 1)]


def occurrences(node: Node, cause: Causing = CAUSE) -> Iterator[Occurrence]:
    if isinstance(node, syntax.Test):
        yield node, cause
    elif isinstance(node, Not):
        yield from occurrences(node.part, cause)
    elif isinstance(node, Named):
        yield from occurrences(node.body, cause)
    elif isinstance(node, Each):
        for each in both(node):
            yield from occurrences(node.body, each)
    else:
        assert isinstance(node, All | Any)
        for part in node.parts:
            yield from occurrences(part, cause)


def stated(situation: Situation) -> Callable[[Occurrence], Truth]:
    def seen(asked: Occurrence) -> Truth:
        found = situation.value(asked[0].fact, asked[1].party, asked[1].item)
        return None if found is UNKNOWN else found is True

    return seen


def instead(seen: Callable[[Occurrence], Truth], changed: Mapping[Occurrence, Truth]) -> Callable[[Occurrence], Truth]:
    return lambda asked: changed.get(asked, seen(asked))


def least(node: Node, seen: Callable[[Occurrence], Truth], wanted: Truth) -> tuple[int, int]:
    """How little must be otherwise: first how many facts that are known, then how many in all."""
    asked = list(occurrences(node))
    best = (len(asked) + 1, len(asked) + 1)
    for chosen in product((None, True, False), repeat=len(asked)):
        changed = {each: to for each, to in zip(asked, chosen, strict=True) if to is not None}
        if value(node, instead(seen, changed), CAUSE) is wanted:
            best = min(best, (sum(seen(each) is not None for each in changed), len(changed)))
    return best


@given(trees(), situations(), st.booleans())
def test_what_is_lacking_made_as_wanted_makes_the_condition_so(node: Node, situation: Situation, wanted: bool) -> None:  # noqa: FBT001  # what is wanted
    seen = stated(situation)
    found = lacking(node, situation, CAUSE, wanted=wanted)
    changed = {(each.atom, each.causing): each.wanted for each in found}
    assert value(node, instead(seen, changed), CAUSE) is wanted  # type: ignore[arg-type]  # every atom here is a Test
    assert (found == ()) is (holds(node, situation, CAUSE) is wanted)
    for each in found:
        now = holds(each.atom, situation, each.causing)
        assert now is not each.wanted
        assert each.unknown is (now is None)


@given(trees(), situations(), st.booleans())
def test_no_less_than_what_is_lacking_would_do(node: Node, situation: Situation, wanted: bool) -> None:  # noqa: FBT001  # what is wanted
    if len(list(occurrences(node))) <= 6:
        found = lacking(node, situation, CAUSE, wanted=wanted)
        assert least(node, stated(situation), wanted) == (sum(not each.unknown for each in found), len(found))


@given(trees(), situations())
def test_the_grounds_alone_suffice_and_none_is_idle(node: Node, situation: Situation) -> None:
    seen = stated(situation)
    truth = holds(node, situation, CAUSE)
    assert truth is value(node, seen, CAUSE)
    if truth is None:
        return
    found = grounds(node, situation, CAUSE, value=truth)
    alone = {each: seen(each) if each in found else None for each in occurrences(node)}
    assert value(node, alone.__getitem__, CAUSE) is truth
    for one in found:
        assert value(node, instead(alone.__getitem__, {one: None}), CAUSE) is None  # type: ignore[dict-item]


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


def asked(folder: Path, packs: Path, *legs: str, at: str = "2019-06-10", more: str = "") -> Answer:
    return answered(toy.case(folder, toy.transaction("t", *legs, at=at, more=more)), packs)


WHY = "North Star Ltd. is listed (L1) and pump goes to it"


def test_the_sentence(tmp_path: Path, packs: Path) -> None:
    sale, signed = toy.leg(purpose='"sale"'), toy.leg(signed="", embargoed="")
    denied = toy.leg("reed") + "[transactions.legs.party_facts.reed]\ndenied = true\n"
    flag = '[[transactions.red_flags]]\nid = "f"\ntext = "a mail drop"\nsource = "s"\nowner = "o"\n'

    def sentence(*legs: str, more: str = "") -> str:
        return asked(tmp_path, packs, *legs, more=more).verdict.sentence

    assert sentence(toy.leg()) == "Authorized through 18 Aug 2019 by Repairs under old contracts (A1)."
    assert sentence(sale).startswith(f"License required: {WHY}.")
    assert sentence(toy.leg("reed")).startswith("No license required (of the law modelled): Supply to a listed")
    assert sentence(denied) == "Prohibited: Supply to a denied party."
    assert sentence(signed).startswith("Open: ")
    assert "(and 1 more question)" in sentence(signed)
    assert "the red flag is not resolved: a mail drop." in sentence(toy.leg("reed"), more=flag)


def test_the_source_of_a_fact_is_cited_where_the_pack_asks_for_it(tmp_path: Path, packs: Path) -> None:
    assert asked(tmp_path, packs, toy.leg(purpose='"sale"')).verdict.because[0].text == WHY
    page = toy.PAGE.replace("{cite:party.listed}", "{cite:leg.purpose}, {cite:leg.certified}")
    other = toy.packs(tmp_path / "other", page)
    leg = toy.leg(purpose='{ value = "sale", source = "order 7", level = "document" }')
    found = asked(tmp_path, other, leg).verdict.because[0].text
    assert found == "North Star Ltd. is listed (order 7, not established) and pump goes to it"


def test_provisions_carry_their_citation_their_end_and_whom_they_are_about(tmp_path: Path, packs: Path) -> None:
    (found,) = asked(tmp_path, packs, toy.leg(certified="true"), at="2019-09-01").verdict.authorized_by
    assert (found.id, found.cite, found.leg, found.party, found.item) == (
        "toy/repairs",
        "A2",
        "1",
        "North Star Ltd.",
        "pump",
    )
    assert found.until == instant("2019-11-19T00:00:00-05:00")


LACKS = "needs: Smith & Daughters wrote the certificate beforehand. unknown whether: signed is on or before 2019-05-16"


def test_reasons_say_what_stops_and_what_each_license_lacks(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg(certified="false", signed=""), at="2019-09-01").reasons
    assert found == (
        f"{WHY}: Supply to a listed company (R1)",
        f"Repairs under old contracts (A2) does not clear it: {LACKS}",
    )


def test_reasons_say_what_clears(tmp_path: Path, packs: Path) -> None:
    assert asked(tmp_path, packs, toy.leg()).reasons == (
        f"{WHY}: Supply to a listed company (R1): cleared by Repairs under old contracts (A1)",
    )


def test_reasons_say_what_keeps_a_restriction_away(tmp_path: Path, packs: Path) -> None:
    (found,) = [each for each in asked(tmp_path, packs, toy.leg("reed")).reasons if "listed company" in each]
    assert found.startswith("Supply to a listed company does not apply: ")
    free = toy.leg() + "[transactions.legs.item_facts.pump]\nfree = true\n"
    (away,) = [each for each in asked(tmp_path, packs, free).reasons if "listed company" in each]
    assert away.endswith("pump is not subject to the small law (pump is free)")


THREE: Final = """
```authorization
id = "far"
title = "Far from it"
clears = ["listed"]
[[version]]
cite = "B1"
from = 2019-05-20
filed = 2019-05-20
when = "leg.purpose == repair and leg.signed <= 2010-01-01 and item.free"
```
```authorization
id = "near"
title = "Near it"
clears = ["listed"]
[[version]]
cite = "B2"
from = 2019-05-20
filed = 2019-05-20
when = "leg.purpose == sale and leg.certified"
```
```authorization
id = "between"
title = "Between"
clears = ["listed"]
each = ["item"]
[[version]]
cite = "B3"
from = 2019-05-20
filed = 2019-05-20
when = "leg.purpose == sale and item.free"
```
"""


def test_why_not_begins_with_what_comes_nearest(tmp_path: Path) -> None:
    page = toy.PAGE + THREE.replace('id = "far"\n', 'id = "far"\neach = ["item"]\n')
    packs = toy.packs(tmp_path, page)
    (held,) = asked(tmp_path, packs, toy.leg(purpose='"sale"'), at="2019-06-10").verdict.restrictions
    titles = [each.partition(" (")[0] for each in held.why_not]
    # One unknown; one false, twice, in the order of the law; three false.
    assert titles == ["Near it", "Repairs under old contracts", "Between", "Far from it"]


def test_questions_are_filled_with_names(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg(purpose=""), at="2019-06-10").verdict.missing
    assert [(each.fact, each.about, each.question, each.state, each.leg) for each in found] == [
        ("leg.purpose", "leg 1", "What is Smith & Daughters asked to do for North Star Ltd.?", "unknown", "1")
    ]


def test_questions_about_an_item_name_it(tmp_path: Path, packs: Path) -> None:
    unknown = '[transactions.legs.item_facts.valve]\nfree = { undeterminable = "asked the maker twice" }\n'
    leg = toy.leg(items='["valve"]', purpose='"sale"') + unknown
    found = asked(tmp_path, packs, leg).verdict.missing
    assert [(each.about, each.question, each.state) for each in found] == [
        ("valve", "Is valve free?", "undeterminable")
    ]


def test_a_question_answered_is_a_question_settled(tmp_path: Path, packs: Path) -> None:
    path = toy.case(tmp_path, toy.transaction("t", toy.leg(purpose="")))
    (question,) = answered(path, packs).verdict.missing
    for reply, outcome in (("repair", "authorized"), ("sale", "license_required")):
        said = GivenFact(question.fact, "t", question.leg, question.about, reply)
        assert answered(path, packs, (said,)).verdict.outcome == outcome


def test_duties_come_with_their_state(tmp_path: Path, packs: Path) -> None:
    text = "Smith & Daughters writes the certificate beforehand"
    for certified, status in (("true", "met"), ("", "unknown")):
        found = asked(tmp_path, packs, toy.leg(certified=certified), at="2019-09-01").verdict.preconditions
        assert [(each.text, each.cite, each.authorization, each.status) for each in found] == [
            (text, "A2", "toy/repairs", status)
        ]


# --- the tree ---------------------------------------------------------------------------------------------------------


def lines(*found: Line) -> Iterator[Line]:
    for line in found:
        yield line
        yield from lines(*line.parts)


def test_every_fact_of_a_tree_has_its_source(tmp_path: Path, packs: Path) -> None:
    letter = '{ value = false, source = "letter 7", level = "document", by = "J. Doe" }'
    found = asked(tmp_path, packs, toy.leg(certified=letter, signed=""), at="2019-09-01")
    facts = {line.text: (line.value, line.source) for line in lines(*found.tree) if line.kind == "fact"}
    assert facts["Smith & Daughters wrote the certificate beforehand"] == (False, "no [document: letter 7, J. Doe]")
    assert facts["listed: yes"] == (True, "yes [official: north-star: North Star Ltd., L1]")
    assert facts["signed is on or before 2019-05-16"] == (None, "signed: not stated")
    assert all(source for _, source in facts.values())


def test_a_tree_names_definitions_and_cites_rules(tmp_path: Path, packs: Path) -> None:
    found = asked(tmp_path, packs, toy.leg())
    kinds = {(line.kind, line.text, line.cite) for line in lines(*found.tree)}
    assert {
        ("restriction", "Supply to a listed company", "R1"),
        ("authorization", "Repairs under old contracts", "A1"),
        ("definition", "subject to the small law", ""),
    } <= kinds


COMBINED: Final = {"all": all, "any": any}


@pytest.mark.parametrize("name", ["T05", "T08", "T12", "T28", "T33", "T43"])
def test_every_line_of_a_tree_is_what_its_parts_make_it(name: str) -> None:
    found = reprieve.check(EXAMPLE, only=(name,)).transactions[0]
    for line in lines(*found.tree):
        values = [part.value for part in line.parts]
        if line.kind in COMBINED:
            known = COMBINED[line.kind](each is True for each in values)
            possible = COMBINED[line.kind](each is not False for each in values)
            assert line.value is (known if known == possible else None), line
        if line.kind == "not":
            assert line.value is (None if values[0] is None else not values[0])
        if line.kind == "fact":
            assert line.source
