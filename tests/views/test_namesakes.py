"""Whom the parties are taken for, or may be: said in every face, with what resolves what is open."""

import io

from msgspec.structs import replace
from rich.console import Console

from reprieve.model.answer import Answers
from reprieve.model.verdict import Namesake, Taken
from reprieve.views import words
from reprieve.views.report import report
from reprieve.views.sections import sections
from reprieve.views.terminal import show
from tests.views.story import ANSWERS

BLOCK = '[[resolution]]\nparty = "buyer"\nby = ""'


def namesake(taken: Taken, name: str = "華為", settled: str = "") -> Namesake:
    return Namesake(
        party="buyer",
        name=name,
        list="us/bis/entity-list",
        title="Entity List",
        entry="huawei",
        listed="Huawei Technologies Co., Ltd.",
        called="Huawei",
        score=1.0,
        taken=taken,
        says="華為 against Huawei: huawei is the same (1.00).",
        snapshot="0123456789ab",
        place="line 7",
        settled=settled,
        block=BLOCK if taken == "open" else "",
    )


def with_namesakes(*found: Namesake) -> Answers:
    answer = ANSWERS.transactions[0]
    told = replace(answer, verdict=replace(answer.verdict, namesakes=found))
    return replace(ANSWERS, transactions=(told,))


def printed(answers: Answers, depth: int) -> str:
    file = io.StringIO()
    show(answers, Console(file=file, width=160), depth)
    return file.getvalue()


def test_each_says_who_it_is_and_where_that_stands() -> None:
    answers = with_namesakes(namesake("bound"), namesake("same", settled="resolved by J. Doe: extract"))
    found = next(each for each in sections(answers.transactions[0], {}, ()) if each.key == "names")
    assert [each.text for each in found.items] == [
        "華為 is taken for Huawei Technologies Co., Ltd., there called Huawei (us/bis/entity-list:huawei)",
        "華為 is Huawei Technologies Co., Ltd., there called Huawei (us/bis/entity-list:huawei)",
    ]
    assert all("snapshot 0123456789ab · line 7" in each.notes for each in found.items)
    assert "resolved by J. Doe: extract" in found.items[1].notes


def test_who_changes_nothing_is_not_told() -> None:
    answers = with_namesakes(namesake("beside"))
    assert not [each for each in sections(answers.transactions[0], {}, ()) if each.key == "names"]


def test_the_brief_answer_says_who_is_taken_for_whom_under_another_name() -> None:
    as_listed = replace(namesake("bound"), name="Huawei", called="Huawei")
    assert words.taken_for(with_namesakes(as_listed, namesake("open"))) == []
    assert "華為 is taken for Huawei Technologies" in printed(with_namesakes(namesake("bound")), 1)


def test_what_resolves_an_open_name_is_printed_at_the_deepest_and_in_the_report() -> None:
    answers = with_namesakes(namesake("open"), namesake("bound"))
    assert all(line in printed(answers, 3) for line in BLOCK.splitlines())
    assert "[[resolution]]" not in printed(answers, 2)
    assert "<pre><code>[[resolution]]" in report(answers)
    assert "[[resolution]]" not in report(with_namesakes(namesake("bound")))
