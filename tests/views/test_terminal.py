import io
from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from reprieve.model.answer import Answer, Answers
from reprieve.model.verdict import Timeline
from reprieve.views import words
from reprieve.views.blocks import blocks
from reprieve.views.looks import LOOKS
from reprieve.views.sections import sections
from reprieve.views.tables import names, piece_rows
from reprieve.views.terminal import show
from tests.views.story import ANSWERS, PATCH, ROUTER, TREE
from tests.views.timelines import INSTANTS, timelines


def printed(answers: Answers, width: int, depth: int, encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict", write_through=True)
    show(answers, Console(file=file, width=width), depth)
    file.seek(0)
    return file.read()


def flowing(text: str) -> str:
    """The words alone, wherever a line was broken and whichever column they stood in."""
    return "".join(text.split())


def only(answers: Answers, *ids: str) -> Answers:
    return msgspec.structs.replace(answers, transactions=tuple(x for x in answers.transactions if x.id in ids))


@pytest.mark.parametrize("width", [60, 80, 120, 160])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_no_width_loses_an_outcome_an_end_or_an_id(width: int, depth: int) -> None:
    for answer in ANSWERS.transactions:
        told = printed(only(ANSWERS, answer.id), width, depth)
        assert max(map(len, told.splitlines())) <= width
        assert "…" not in told
        label = f"{LOOKS[answer.verdict.outcome].symbol} {words.SHORT[answer.verdict.outcome]}"
        assert label in told
        assert words.ends(answer.verdict) in told
        assert answer.id in told


def test_the_table_holds_every_sentence_and_date() -> None:
    for width in (80, 120, 160):
        told = printed(ANSWERS, width, 1)
        for answer in ANSWERS.transactions:
            assert all(word in told for word in answer.verdict.sentence.split())
            assert all(part in told for part in words.day(answer.at).split())


@pytest.mark.parametrize("answer", ANSWERS.transactions, ids=lambda answer: answer.id)
def test_depth_two_says_everything_a_person_has_to_know(answer: Answer) -> None:
    alone = only(ANSWERS, answer.id)
    told = flowing(printed(alone, 80, 2))
    for section in sections(answer, names(alone), answer.verdict.standing_scope):
        assert flowing(section.title) in told
        for item in section.items:
            assert flowing(item.text) in told
            assert flowing(item.notes) in told


def test_the_best_question_comes_first() -> None:
    told = printed(only(ANSWERS, ROUTER.id), 120, 2)
    places = [told.index(each.question) for each in ROUTER.verdict.missing]
    assert places == sorted(places)


def test_depth_three_holds_every_period_and_the_whole_tree() -> None:
    told = printed(only(ANSWERS, PATCH.id), 120, 3)
    for row in piece_rows(PATCH, names(only(ANSWERS, PATCH.id))):
        assert flowing(row.when) in flowing(told)
    for line in (*TREE, *TREE[0].parts, *TREE[0].parts[1].parts, *TREE[1].parts):
        assert f"{'✓' if line.value else '?' if line.value is None else '✗'} {line.text}" in told
    assert "The whole reasoning" not in printed(only(ANSWERS, PATCH.id), 120, 2)


def test_a_pipe_gets_no_escape_codes() -> None:
    assert "\x1b" not in printed(ANSWERS, 80, 3)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_the_terminal_is_asked_whether_it_wants_color(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(name, value)
    file = io.StringIO()
    show(ANSWERS, Console(file=file, width=80, force_terminal=True), 2)
    assert "\x1b[31m" not in file.getvalue()
    assert "✗ license required" in file.getvalue()


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_terminal_that_writes_only_ascii_gets_plain_signs(depth: int) -> None:
    for answer in ANSWERS.transactions:
        told = printed(only(ANSWERS, answer.id), 80, depth, "ascii")
        assert f"{LOOKS[answer.verdict.outcome].plain_symbol} {words.SHORT[answer.verdict.outcome]}" in told


def test_a_name_cannot_steer_the_terminal() -> None:
    evil = msgspec.structs.replace(PATCH, title="patch\x1b[2J\x07 [bold]not markup[/bold]", reasons=("a\u202eb",))
    told = printed(msgspec.structs.replace(ANSWERS, transactions=(evil,)), 120, 3)
    assert "\x1b" not in told
    assert "patch\ufffd[2J\ufffd [bold]not markup[/bold]" in told
    assert "a\ufffdb" in told


def test_a_hypothetical_answer_says_so_in_every_depth() -> None:
    told = msgspec.structs.replace(PATCH, verdict=msgspec.structs.replace(PATCH.verdict, hypothetical=True))
    answers = msgspec.structs.replace(ANSWERS, transactions=(told,), hypothetical=("end the license",))
    for depth in (1, 2, 3):
        found = printed(answers, 120, depth)
        assert words.WHAT_IF.upper() in found
        assert "end the license" in found
        assert "what if: ✓ authorized" in found
    assert "what if" not in printed(ANSWERS, 120, 3)


@given(timelines(), INSTANTS, st.integers(40, 120), st.booleans())
def test_any_timeline_fits_and_shows_every_piece(timeline: Timeline, asked: datetime, width: int, plain: bool) -> None:  # noqa: FBT001  # drawn
    lines = [each.plain for each in blocks(timeline, asked, width, plain=plain)]
    assert max(map(len, lines[:2])) <= width
    assert len(lines[1]) == width
    assert all(len(each) <= width for each in lines[2:-1])
    shown = "".join(lines)
    for piece in timeline.pieces:
        look = LOOKS[piece.outcome]
        assert (look.plain_block if plain else look.block) in shown or words.SHORT[piece.outcome] in shown


def test_the_four_days_without_cover_are_seen_at_eighty_columns() -> None:
    lines = [each.plain for each in blocks(PATCH.timeline, PATCH.at, 76, plain=False)]
    assert lines[1].count("▓") > 2
    assert "▓▓═" in lines[1]
    for told in ("16 May 2019", "20 May 2019", "14 Aug 2020", "asked for 10 Sep 2019"):
        assert any(told in line for line in lines)
    assert "✗ license required" in lines[-1]
