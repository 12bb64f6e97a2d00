"""Loading a pack: what a folder means, and for each fault one line with its place and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reprieve.errors import BadPack
from reprieve.model.time import EASTERN, start_of, through
from reprieve.rules.law import Version
from reprieve.rules.pack import Law, load
from reprieve.rules.syntax import FALSE, Named
from reprieve.rules.syntax import Test as Atomic

ABOUT = """
id = "toy"
title = "A toy"
authority = "Nobody"
zone = "America/New_York"
summary = "A toy."
reviewed = 2026-11-21
"""
FACTS = """
[facts."leg.paid"]
type = "bool"
question = "Is it paid?"
[facts."leg.signed"]
type = "date"
question = "When was it signed?"
[facts."party.listed"]
type = "bool"
question = "Is {party} listed?"
[facts."item.share"]
type = "share"
question = "What share?"
[facts."item.total"]
type = "share"
question = "What share in all?"
"""
STOP = """
id = "stop"
title = "Stop"
each = ["party"]
[[version]]
cite = "1 FR 1"
from = 2019-05-16
when = "party.listed"
"""
CLEAR = """
id = "clear"
title = "Clear"
clears = ["stop"]
[[version]]
cite = "1 FR 2"
from = 2019-05-20
through = 2019-08-19
published = 2019-05-22
when = "leg.paid"
"""

Pack = Callable[..., Law]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A folder with one pack; each argument is a file, or the fences of a page."""

    def made(*fences: tuple[str, str], about: str = ABOUT, facts: str = FACTS, **files: str) -> Law:
        folder = tmp_path / "toy"
        folder.mkdir(exist_ok=True)
        (folder / "pack.toml").write_text(about, encoding="utf-8")
        (folder / "facts.toml").write_text(facts, encoding="utf-8")
        page = "\n".join(f"Some prose.\n\n```{kind}{text}```\n" for kind, text in fences)
        (folder / "page.md").write_text("# Heading\n\n" + page, encoding="utf-8")
        for name, text in files.items():
            (folder / name.replace("_csv", ".csv")).write_text(text, encoding="utf-8")
        return load(tmp_path)

    return made


def day(text: str) -> datetime:
    return start_of(datetime.fromisoformat(text).date(), EASTERN)


# --- what a folder means ------------------------------------------------------------------------------------------


def test_a_pack_read(pack: Pack) -> None:
    law = pack(("restriction", STOP), ("authorization", CLEAR))
    stop, clear = law.rules
    assert (stop.id, stop.kind, stop.needs) == ("toy/stop", "restriction", "license")
    assert stop.each == {"party"}
    assert (clear.id, clear.clears, clear.each) == ("toy/clear", ("toy/stop",), frozenset())
    assert clear.prose == "Some prose."
    assert clear.versions[0].until == through(datetime(2019, 8, 19).date(), EASTERN)  # noqa: DTZ001  # only the day
    assert stop.versions[0].start == day("2019-05-16")
    assert (stop.versions[0].does, clear.versions[0].does) == ("restricts", "authorizes")
    assert law.dictionary["leg.paid"].pack == "toy"


def versions(law: Law) -> tuple[Version, ...]:
    return law.rules[-1].versions


def test_same_repeats_condition_preconditions_and_obligations(pack: Pack) -> None:
    more = """
[[version.precondition]]
text = "first this"
cite = "1 FR 2"
when = "leg.signed <= 2019-05-16"
[[version.obligation]]
text = "then that"
cite = "1 FR 2"
[[version]]
cite = "1 FR 3"
from = 2019-08-19
published = 2019-08-21
does = "extends"
when = "same"
"""
    first, second = versions(pack(("restriction", STOP), ("authorization", CLEAR + more)))
    assert second.condition == first.condition
    assert (second.preconditions, second.obligations) == (first.preconditions, first.obligations)
    assert [(second.cite, second.start, second.until)] == [("1 FR 3", day("2019-08-19"), None)]


def test_before_is_exclusive_and_an_instant_keeps_its_hour(pack: Pack) -> None:
    text = CLEAR.replace("through = 2019-08-19", "before = 2019-08-20").replace(
        "2019-05-20", "2019-05-20T16:15:00-04:00"
    )
    (version,) = versions(pack(("restriction", STOP), ("authorization", text)))
    assert version.until == day("2019-08-20")
    assert version.start == datetime.fromisoformat("2019-05-20T20:15:00+00:00")


def test_a_removal_needs_no_condition(pack: Pack) -> None:
    more = '[[version]]\ncite = "1 FR 3"\nfrom = 2019-08-19\nin_force = false\ndoes = "withdraws"\n'
    (_, removal) = versions(pack(("restriction", STOP), ("authorization", CLEAR + more)))
    assert (removal.in_force, removal.when) == (False, FALSE)


def test_a_removal_of_a_restriction_is_known_only_from_its_publication(pack: Pack) -> None:
    more = '[[version]]\ncite = "1 FR 3"\nfrom = 2019-06-01\npublished = 2019-06-10\nin_force = false\n'
    (_, removal) = versions(pack(("restriction", STOP + more)))
    assert removal.known_from == day("2019-06-10")


def test_a_doubtful_start_counts_for_what_relaxes_only(pack: Pack) -> None:
    doubt = "from_latest = 2019-05-22\n"
    law = pack(
        ("restriction", STOP.replace("when", doubt + "when")), ("authorization", CLEAR.replace("when", doubt + "when"))
    )
    assert [rule.versions[0].starts_by for rule in law.rules] == [None, day("2019-05-22")]


def test_a_definition_is_used_by_name(pack: Pack) -> None:
    definition = '\nid = "settled"\ncite = "1 FR 1"\nwhen = "leg.paid"\n'
    law = pack(
        ("definition", definition), ("restriction", STOP.replace('"party.listed"', '"party.listed and settled"'))
    )
    (_, used) = law.rules[0].versions[0].when.parts  # type: ignore[union-attr]  # an All
    assert isinstance(used, Named)
    assert (used.name, used.body) == ("settled", Atomic("leg.paid", "is"))


def test_other_fences_are_examples(pack: Pack) -> None:
    assert len(pack(("restriction", STOP), ("toml", "not = even = toml\n")).rules) == 1


def test_the_digest_is_of_the_meaning(pack: Pack) -> None:
    first = pack(("restriction", STOP)).packs[0].digest
    assert pack(("restriction", "\n\n" + STOP)).packs[0].digest == first
    assert pack(("restriction", STOP.replace("2019-05-16", "2019-05-17"))).packs[0].digest != first
    assert pack(("restriction", STOP), facts=FACTS.replace("Is it paid?", "Paid?")).packs[0].digest != first


def test_packs_build_on_one_another(tmp_path: Path) -> None:
    for name, uses, facts in (("b", "[]", FACTS), ("a", '["b"]', "[facts]\n")):
        (tmp_path / name).mkdir()
        about = ABOUT.replace('"toy"', f'"{name}"') + f"uses = {uses}\n"
        (tmp_path / name / "pack.toml").write_text(about, encoding="utf-8")
        (tmp_path / name / "facts.toml").write_text(facts, encoding="utf-8")
    (tmp_path / "a" / "page.md").write_text(f"```restriction{STOP}```\n", encoding="utf-8")
    law = load(tmp_path)
    assert ([each.id for each in law.packs], law.rules[0].id) == (["b", "a"], "a/stop")


# --- faults -------------------------------------------------------------------------------------------------------


def refused(pack: Pack, *fences: tuple[str, str], **files: str) -> str:
    with pytest.raises(BadPack) as caught:
        pack(*fences, **files)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'cite = "1 FR 2"',
            'cite = "1 FR 2"\nsite = "x"',
            "version[0]: the key 'site' is not known here (did you mean cite?)",
        ),
        ('title = "Clear"\n', "", "the key 'title' is missing"),
        ('clears = ["stop"]', 'clears = ["stpo"]', "toy/clear clears unknown 'toy/stpo' (did you mean toy/stop?)"),
        ('clears = ["stop"]', 'clears = ["stop"]\neach = ["item"]', "is judged more finely than toy/stop"),
        ('clears = ["stop"]', 'clears = ["stop"]\neach = ["leg"]', "each[0]: cannot be 'leg'"),
        (
            "leg.paid",
            "party.listed",
            "toy/clear speaks of party but is not judged for each (each = ['party'], or a quant",
        ),
        ("leg.paid", "leg.payed", "page.md, line 17, version 1 (1 FR 2): no fact or definition is called 'leg.payed'"),
        ('when = "leg.paid"', "", "version 1 (1 FR 2): has no condition"),
        ('"leg.paid"', '"same"', "version 1 (1 FR 2): is the same as the version before, but is the first"),
        ("2019-08-19", "2019-05-01", "ends at 2019-05-02 00:00:00-04:00 before it begins"),
        ("through = 2019-08-19", "before = 2019-05-20", "before it begins at 2019-05-20"),
        (
            "through = 2019-08-19",
            "through = 2019-08-19\nbefore = 2019-08-20",
            "has both through and before (one of them)",
        ),
        ("through = 2019-08-19", "through = 2019-08-19T00:00:00-04:00", "version[0].through"),
        ("through = 2019-08-19", "through = 9999-12-31", "9999-12-31"),
        ("from = 2019-05-20", "from = 9999-12-31", "9999-12-31"),
        ("from = 2019-05-20", "from = 2019-05-20T16:15:00", "has a time of day but no offset from UTC"),
        ("from = 2019-05-20", 'from = "2019-05-20"', "is neither a day nor an instant"),
        ("published", "from_latest = 2019-05-19\npublished", "can begin no later than before it begins"),
        ('when = "leg.paid"', 'when = "leg.paid"\nconfidence = "sure"', "version[0].confidence: cannot be 'sure'"),
        ('when = "leg.paid"', 'when = "leg.paid"\ndoes = "authorises"', "did you mean authorizes?"),
    ],
)
def test_a_fault_in_a_rule(pack: Pack, old: str, new: str, message: str) -> None:
    assert old in CLEAR
    assert message in refused(pack, ("restriction", STOP), ("authorization", CLEAR.replace(old, new)))


LATER = '[[version]]\ncite = "1 FR 3"\nfrom = {0}\npublished = {0}\nwhen = "leg.paid"\n'


def test_versions_stand_in_order(pack: Pack) -> None:
    text = CLEAR + LATER.format("2019-05-20")
    assert "not after the version before (order them by from)" in refused(
        pack, ("restriction", STOP), ("authorization", text)
    )


def test_a_start_in_doubt_is_settled_before_the_next_version_begins(pack: Pack) -> None:
    text = CLEAR.replace("published", "from_latest = 2019-06-10\npublished") + LATER.format("2019-06-01")
    assert "version 1 (1 FR 2)" in refused(pack, ("restriction", STOP), ("authorization", text))


def test_two_rules_of_one_name(pack: Pack) -> None:
    assert "has two rules called 'toy/stop'" in refused(pack, ("restriction", STOP), ("restriction", STOP))


@pytest.mark.parametrize("name", ["settled.now", "settled"])
def test_a_definition_has_a_name_of_its_own(pack: Pack, name: str) -> None:
    definition = '\nid = "{}"\ncite = "1 FR 1"\nwhen = "leg.paid"\n'
    fences = [("definition", definition.format(each)) for each in ("settled", name)]
    assert "exists already or has a dot in its name" in refused(pack, *fences)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (
            '[facts.paid]\ntype = "bool"\nquestion = "?"\n',
            "the fact 'paid' has no scope (begin it with leg., party. or",
        ),
        (
            '[facts."leg.x"]\ntype = "boolean"\nquestion = "?"\n',
            "facts.leg.x.type: cannot be 'boolean' (did you mean bool?)",
        ),
        ('[facts."leg.x"]\ntype = "bool"\n', "facts.leg.x: the key 'question' is missing"),
        ('[facts."leg.x"]\ntype = "text"\nquestion = "?"\npattern = "("\n', "leg.x"),
        ('[facts."leg.x"]\ntype = "enum"\nquestion = "?"\n', "leg.x"),
        ('[facts."leg.x"]\ntype = "int"\nquestion = "?"\nlow = 5\nhigh = 3\n', "leg.x"),
        (
            '[facts."item.x"]\ntype = "share"\nquestion = "?"\nat_most = "item.totl"\n',
            "is at most unknown 'item.totl' (did",
        ),
        ('[facts."item.x"]\ntype = "share"\nquestion = "?"\nat_most = "leg.paid"\n', "item.x"),
        ('[facts."leg.x"]\ntype = "share"\nquestion = "?"\nat_most = "item.total"\n', "leg.x"),
    ],
)
def test_a_fault_in_the_fact_dictionary(pack: Pack, facts: str, message: str) -> None:
    said = refused(pack, facts=FACTS + facts)
    assert "facts.toml" in said
    assert message in said


@pytest.mark.parametrize(
    ("follows", "message"),
    [
        ('when = "leg.payed"\nvalue = true', "facts.toml: leg.x, follows: no fact or definition is called 'leg.payed'"),
        ('when = "leg.paid"\nvalue = "yes"', "leg.x cannot be 'yes': true or false"),
        ('when = "item.share > 3 %"\nvalue = true', "leg.x"),
        ('when = "leg.signed <= today"\nvalue = true', "leg.x"),
    ],
)
def test_a_fault_in_what_follows(pack: Pack, follows: str, message: str) -> None:
    facts = f'[facts."leg.x"]\ntype = "bool"\nquestion = "?"\n[[facts."leg.x".follows]]\ncite = "1 FR 1"\n{follows}\n'
    assert message in refused(pack, facts=FACTS + facts)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"toy"', '"toys"', "has the id 'toys' (the folder's name: 'toy')"),
        ("summary", "sumary", "the key 'sumary' is not known here (did you mean summary?)"),
        ("2026-11-21", '"today"', "reviewed"),
        ("America/New_York", "Mars/City", "Mars/City"),
        ("America/New_York", "America", "America"),
        ("America/New_York", "x" * 300, "xxx"),
        ("America/New_York", "../zone", "../zone"),
        ("reviewed", 'uses = ["tyo"]\nreviewed', "uses unknown pack 'tyo' (did you mean toy?)"),
        ("reviewed", 'uses = ["toy"]\nreviewed', "uses itself by way of toy -> toy"),
        ("reviewed = ", "reviewed = = ", "is not valid TOML: Invalid value (at line 7"),
    ],
)
def test_a_fault_in_the_head(pack: Pack, old: str, new: str, message: str) -> None:
    said = refused(pack, ("restriction", STOP), about=ABOUT.replace(old, new))
    assert "pack.toml" in said
    assert message in said


def test_a_folder_without_packs(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match="holds no pack"):
        load(tmp_path)


def test_a_fact_is_declared_once(tmp_path: Path) -> None:
    for name, uses in (("b", "[]"), ("a", '["b"]')):
        (tmp_path / name).mkdir()
        about = ABOUT.replace('"toy"', f'"{name}"') + f"uses = {uses}\n"
        (tmp_path / name / "pack.toml").write_text(about, encoding="utf-8")
        (tmp_path / name / "facts.toml").write_text(FACTS, encoding="utf-8")
    with pytest.raises(BadPack, match=r"leg\.paid is already declared by b \(declare it once\)"):
        load(tmp_path)


@pytest.mark.parametrize(
    "text", ["id = " + "9" * 5000, "id = " + "[" * 3000, "id = = 3", 'id = "\\ud800"', "id = \x00"]
)
def test_a_fence_that_is_no_toml(pack: Pack, text: str) -> None:
    assert "page.md" in refused(pack, ("restriction", f"\n{text}\n"))


def test_a_fault_in_a_fence_is_counted_from_the_top_of_the_page(pack: Pack) -> None:
    assert "page.md: is not valid TOML: Invalid value (at line 7, column" in refused(
        pack, ("restriction", '\nid = "stop"\ntitle = = "x"\n')
    )
