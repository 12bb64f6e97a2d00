import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import msgspec
import pytest

from reprieve.model.answer import Answer, Answers
from reprieve.views import words
from reprieve.views.report import report
from reprieve.views.sections import sections
from reprieve.views.tables import names, piece_rows
from tests.views.story import ANSWERS, PATCH, TREE

VOID = {"meta", "br", "link", "img", "hr", "input"}
EVIL = '<script>alert("1")</script>'


class Page(HTMLParser):
    """A page as read: every tag closed in order, its ids, references, attributes and visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.style = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, key: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(key)) is not None]

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in tags]


def hypothetical(answers: Answers) -> Answers:
    told = msgspec.structs.replace(PATCH.verdict, hypothetical=True)
    return msgspec.structs.replace(
        answers,
        transactions=(msgspec.structs.replace(PATCH, verdict=told), *answers.transactions[1:]),
        hypothetical=("the license ends on 1 Oct 2019",),
    )


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(report(ANSWERS))


def test_nothing_is_fetched_or_run(page: Page) -> None:
    html = report(ANSWERS)
    assert not re.search(r"https?:|//[a-z]|url\((?!#)|@import", html)
    assert page.named("script", "link", "img", "iframe", "object", "form") == []
    assert page.all("style") == page.all("src") == page.all("onclick") == []
    assert all(each.startswith("#") for each in page.all("href"))


def test_its_policy_allows_its_own_style_and_nothing_more(page: Page) -> None:
    (policy,) = (each["content"] for each in page.named("meta") if each.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert len(page.named("style")) == 1


def test_every_reference_has_its_one_target(page: Page) -> None:
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    wanted = {each[1:] for each in page.all("href")}
    wanted |= {name for each in page.all("aria-labelledby") for name in each.split()}
    wanted |= {name for key in ("fill", "mask") for each in page.all(key) for name in re.findall(r"url\(#(.+)\)", each)}
    assert wanted <= set(ids)


def test_headings_tables_and_landmarks_can_be_walked(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(now - before <= 1 for before, now in pairwise(levels))
    assert len(page.named("caption")) == len(page.named("table"))
    assert all(each.get("scope") in {"col", "row"} for each in page.named("th"))
    assert [len(page.named(each)) for each in ("header", "main", "footer")] == [1, 1, 1]
    assert page.named("html")[0].get("lang") == "en"
    assert all(each.get("role") == "img" or each.get("aria-hidden") for each in page.named("svg"))


@pytest.mark.parametrize("answer", ANSWERS.transactions, ids=lambda answer: answer.id)
def test_the_table_twin_holds_every_piece(answer: Answer) -> None:
    alone = msgspec.structs.replace(ANSWERS, transactions=(answer,))
    html = report(alone)
    twin = re.search(r'<table class="periods cards">(.*?)</table>', html, re.DOTALL)
    assert twin
    rows = [Page(each).text for each in re.findall(r"<tr[ >].*?</tr>", twin[1], re.DOTALL)[1:]]
    assert len(rows) == len(answer.timeline.pieces)
    for row, piece, told in zip(rows, answer.timeline.pieces, piece_rows(answer, names(alone)), strict=True):
        for part in (words.span(piece.start, piece.end), words.SHORT[piece.outcome], piece.change, *told.under):
            assert part in row
    here = answer.timeline.at(answer.at)
    assert ["the moment asked about" in row for row in rows] == [each is here for each in answer.timeline.pieces]


@pytest.mark.parametrize("answer", ANSWERS.transactions, ids=lambda answer: answer.id)
def test_everything_an_answer_says_is_on_the_page(answer: Answer, page: Page) -> None:
    for section in sections(answer, names(ANSWERS), answer.verdict.standing_scope):
        for item in section.items:
            assert item.text in page.text
            assert item.notes in page.text
    for part in (answer.verdict.sentence, answer.asked, answer.id, answer.title, words.ends(answer.verdict)):
        assert part in page.text


def test_the_whole_tree_is_there_with_words_for_its_symbols(page: Page) -> None:
    for line in (*TREE, *TREE[0].parts, *TREE[1].parts, *TREE[0].parts[1].parts):
        assert f"{words.TRUTH[line.value]}: {line.text}" in page.text


def test_the_foot_says_what_it_rests_on(page: Page) -> None:
    for part in (*(pack.sha256 for pack in ANSWERS.packs), "1 Sep 2020, 12:00 EDT", "reprieve 0.1.0", words.ADVICE):
        assert part in page.text


def test_markup_in_the_case_is_text_on_the_page() -> None:
    verdict = msgspec.structs.replace(PATCH.verdict, sentence=EVIL, out_of_model=(EVIL,), notes=(EVIL,))
    answer = msgspec.structs.replace(
        PATCH,
        id=EVIL,
        title=EVIL,
        asked=EVIL,
        reasons=(EVIL,),
        verdict=verdict,
        tree=tuple(msgspec.structs.replace(line, text=EVIL, source=EVIL) for line in TREE),
    )
    answers = msgspec.structs.replace(
        ANSWERS, case=EVIL, file=EVIL, warnings=(EVIL,), hypothetical=(EVIL,), transactions=(answer,)
    )
    html = report(answers)
    read = Page(html)
    assert "<script" not in html
    assert read.named("script") == []
    assert read.text.count(EVIL) > 10


def test_characters_that_turn_the_reading_direction_are_shown_as_such() -> None:
    html = report(msgspec.structs.replace(ANSWERS, case="invoice\u202etxt.exe\x00"))
    assert "invoice\ufffdtxt.exe\ufffd" in html


def test_a_hypothetical_answer_cannot_be_taken_for_one(page: Page) -> None:
    read = Page(report(hypothetical(ANSWERS)))
    assert read.text.count(words.WHAT_IF) == 2
    assert "the license ends on 1 Oct 2019" in read.text
    assert "what if: ✓ authorized" in read.text
    assert read.text.startswith("Hypothetical: ")
    assert words.WHAT_IF not in page.text
    assert "what if" not in page.text


def test_transactions_of_one_name_keep_their_own_anchors() -> None:
    twice = msgspec.structs.replace(ANSWERS, transactions=(PATCH, PATCH))
    ids = Page(report(twice)).all("id")
    assert len(ids) == len(set(ids))


def test_a_case_without_answers_is_still_a_page() -> None:
    assert "0 transactions" in Page(report(msgspec.structs.replace(ANSWERS, transactions=(), packs=()))).text
