"""Two folders of packs side by side: what changed is told, once, with a case or the proof that there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from reprieve.model.pack_changes import Case, Changed, Open, Same
from reprieve.rules.library import SHIPPED, law_in
from reprieve.rules.pack import load
from reprieve.rules.packdiff import differences, unchanged
from tests.rules import planted
from tests.rules.planted import PAGE, changed, packs


def compared(folder: Path, page: str = PAGE, facts: str = planted.FACTS, about: str = planted.PACK) -> list[Changed]:
    """The planted pack against one with another page, other facts or another title."""
    for name in ("before", "after"):
        (folder / name).mkdir()
    before, after = load(packs(folder / "before")), load(packs(folder / "after", page, facts, about))
    return list(differences(before, after))


def fields(found: Changed) -> list[tuple[str, str, str]]:
    return [(each.what, each.before, each.after) for each in found.fields]


def test_nothing_changed(tmp_path: Path) -> None:
    assert compared(tmp_path) == []
    assert compared_to_itself() == ([], 20)


def compared_to_itself() -> tuple[list[Changed], int]:
    law = law_in(SHIPPED)
    return list(differences(law, law)), unchanged(law, law)


def test_a_window_that_moved(tmp_path: Path) -> None:
    (found,) = compared(tmp_path, changed(PAGE, "through = 2019-11-18", "through = 2019-11-19"))
    assert (found.kind, found.id, found.how) == ("authorization", "alpha/license", "changed")
    assert fields(found) == [("A2: before", "2019-11-19T00:00:00-05:00", "2019-11-20T00:00:00-05:00")]
    assert isinstance(found.answer, Case)
    assert found.answer.facts["at"] == "2019-11-19T00:00:00-05:00"


def test_a_condition_that_changed_is_told_once_for_all_versions_that_repeat_it(tmp_path: Path) -> None:
    (found,) = compared(tmp_path, changed(PAGE, "leg.contract <= 2019-05-16", "leg.contract < 2019-05-16"))
    assert fields(found) == [("A1; A2: when", "leg.contract <= 2019-05-16", "leg.contract < 2019-05-16")]
    assert isinstance(found.answer, Case)
    assert found.answer.facts["leg.contract"] == "2019-05-16"


def test_a_definition_is_told_for_itself_and_shown_by_what_uses_it(tmp_path: Path) -> None:
    (found,) = compared(tmp_path, changed(PAGE, "{export, reexport}", "{export}"))
    assert (found.kind, found.id) == ("definition", "supplied")
    assert fields(found) == [("when", "leg.movement in {export, reexport}", "leg.movement in {export}")]
    assert isinstance(found.answer, Case)
    assert found.answer.facts["leg.movement"] == '"reexport"'


WORDS: Final = {
    'title = "Old contracts"': ('title = "Contracts of old"', ("title", "Old contracts", "Contracts of old")),
    'text = "a certificate"': (
        'text = "the certificate"',
        ("A1; A2: preconditions", "a certificate (A1): leg.certified", ""),
    ),
    'cite = "A2"': ('cite = "A2"\nnote = "mind"', ("A2: note", "", "mind")),
}


@pytest.mark.parametrize("old", WORDS)
def test_words_that_changed_decide_nothing(old: str, tmp_path: Path) -> None:
    new, told = WORDS[old]
    (found,) = compared(tmp_path, changed(PAGE, old, new))
    assert fields(found)[0] == told
    assert found.answer == Same(0, 0)


def test_what_is_written_otherwise_is_proved_to_decide_nothing(tmp_path: Path) -> None:
    (found,) = compared(tmp_path, changed(PAGE, "party.owned >= 50 %", "not party.owned < 50 %"))
    assert "party.owned >= 50 %" in found.fields[0].before
    assert isinstance(found.answer, Same)
    assert found.answer.combinations > 0


def test_a_rule_that_came_and_one_that_went(tmp_path: Path) -> None:
    other = changed(planted.LICENSE, 'id = "license"', 'id = "licence"')
    came = compared(tmp_path, planted.DEFINITION + planted.RESTRICTION + other)
    assert [(each.id, each.how) for each in came] == [("alpha/license", "removed"), ("alpha/licence", "added")]
    assert [type(each.answer) for each in came] == [Case, Case]
    assert ("A1: version", "", came[1].fields[-2].after) == fields(came[1])[-2]
    window = "from 2019-05-20T00:00:00-04:00 before 2019-08-20T00:00:00-04:00"
    assert came[1].fields[-2].after == f"{window}: leg.contract <= 2019-05-16"


def test_a_version_that_came(tmp_path: Path) -> None:
    more = '\n[[version]]\ncite = "A3"\nfrom = 2019-11-19\nthrough = 2019-12-01\nwhen = "same"\n```\n\n```test'
    (found,) = compared(tmp_path, changed(PAGE, "\n```\n\n```test", more))
    assert [(what, bool(old), bool(new)) for what, old, new in fields(found)] == [("A3: version", False, True)]
    assert isinstance(found.answer, Case)
    assert found.answer.facts["at"].startswith("2019-11-19")


def test_facts_and_words_of_a_pack_are_told_without_a_case(tmp_path: Path) -> None:
    asked = changed(planted.FACTS, "Is it listed?", "Is it on the list?")
    titled = changed(planted.PACK, "A pack to plant faults in", "Another title")
    pack, fact = compared(tmp_path, facts=asked, about=titled)
    assert (pack.kind, pack.id) == ("pack", "alpha")
    assert fields(pack) == [("title", "A pack to plant faults in", "Another title")]
    assert (fact.kind, fact.id) == ("fact", "party.listed")
    assert fields(fact) == [("question", "Is it listed?", "Is it on the list?")]
    assert pack.answer is fact.answer is None


def test_a_word_that_only_one_of_the_two_knows_is_searched_too(tmp_path: Path) -> None:
    facts = changed(planted.FACTS, '["export", "reexport", "transfer"]', '["export", "transfer"]')
    page = changed(PAGE, "{export, reexport}", "{export}")
    definition, fact = compared(tmp_path, page, facts)
    assert fact.kind == "fact"
    assert isinstance(definition.answer, Case)
    assert definition.answer.facts["leg.movement"] == '"reexport"'


def test_a_fact_of_another_type_leaves_it_open(tmp_path: Path) -> None:
    facts = changed(planted.FACTS, 'type = "date"', 'type = "int"')
    counted = changed(planted.LICENSE, "leg.contract <= 2019-05-16", "leg.contract <= 3")
    found = compared(tmp_path, planted.DEFINITION + planted.RESTRICTION + counted, facts)
    (rule,) = [each for each in found if each.kind == "authorization"]
    assert isinstance(rule.answer, Open)


GROUPS: Final = """
[facts."leg.groups"]
type = "set"
vocabulary = ["E1"]
question = "In which groups is it?"
[facts."leg.groups".from_table]
table = "groups.csv"
key = "leg.movement"
column = "group"
"""


def tabled(folder: Path, start: str, page: str = PAGE) -> Path:
    """The planted pack with a table that puts exports into a group from some day on."""
    folder.mkdir()
    packs(folder, page, planted.FACTS + GROUPS)
    text = f"key,group,from,through,confidence,cite\nexport,E1,{start},,official,G1\n"
    (folder / "alpha" / "groups.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_table_is_shown_by_a_case_on_the_days_on_which_it_differs(tmp_path: Path) -> None:
    page = changed(planted.DEFINITION + planted.RESTRICTION + planted.LICENSE, "and supplied", "and leg.groups in {E1}")
    laws = [load(tabled(tmp_path / start, start, page)) for start in ("2019-06-01", "2019-07-01")]
    (found,) = differences(*laws)
    assert (found.kind, found.id) == ("table", "leg.groups")
    assert isinstance(found.answer, Case)
    assert found.answer.facts["at"] == "2019-06-01T00:00:00-04:00"
    assert found.answer.facts["leg.movement"] == '"export"'
    assert (found.answer.before.outcome, found.answer.after.outcome) == ("license_required", "no_license_required")


def test_a_table_that_differs_before_the_law_begins_decides_nothing(tmp_path: Path) -> None:
    page = changed(planted.DEFINITION + planted.RESTRICTION + planted.LICENSE, "and supplied", "and leg.groups in {E1}")
    laws = [load(tabled(tmp_path / start, start, page)) for start in ("2019-01-01", "2019-05-16")]
    (found,) = differences(*laws)
    assert isinstance(found.answer, Same)


def test_a_pack_that_came_and_the_rows_of_a_table(tmp_path: Path) -> None:
    laws = [tabled(tmp_path / month, f"2019-{month}-01") for month in ("01", "02")]
    beta = laws[1] / "beta"
    beta.mkdir()
    (beta / "pack.toml").write_text(changed(planted.PACK, '"alpha"', '"beta"'), encoding="utf-8")
    row, pack = differences(load(laws[0]), load(laws[1]))
    assert (row.kind, row.id, row.how) == ("table", "leg.groups", "changed")
    assert row.answer == Same(0, 0)
    assert [each[1:] for each in fields(row)] == [
        ("export: E1 from 2019-01-01T00:00:00-05:00 (official, G1)", ""),
        ("", "export: E1 from 2019-02-01T00:00:00-05:00 (official, G1)"),
    ]
    assert (pack.kind, pack.id, pack.how) == ("pack", "beta", "added")
