"""Papers that we keep: said once, never changed, and handed to a case as a table that reads back the same."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.desk import documents as desk
from reprieve.desk.records import book_in
from reprieve.errors import BadInput
from reprieve.model.nouns import Document
from reprieve.records.book import Book

NOW: Final = datetime(2026, 1, 10, 12, tzinfo=UTC)
PAPER: Final = Document(
    "cert-1", "certificate", "star", datetime(2019, 6, 5, 4, tzinfo=UTC), "toy", ("pump",), paragraph="(c)(1)"
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    found = book_in(tmp_path / "home")
    yield found
    found.close()


def test_a_paper_is_told_as_it_was_taken(book: Book) -> None:
    desk.add(PAPER, book, "J. Doe", NOW)
    assert desk.one(book, "cert-1") == PAPER
    assert desk.listed(book) == (PAPER,)


def test_a_paper_is_never_changed(book: Book) -> None:
    desk.add(PAPER, book, "J. Doe", NOW)
    with pytest.raises(BadInput, match="is kept already"):
        desk.add(PAPER, book, "J. Doe", NOW)
    assert len(desk.listed(book)) == 1


@pytest.mark.parametrize(
    ("paper", "why"),
    [
        (Document("a b", "certificate", "star", PAPER.signed), "is no id"),
        (Document("", "certificate", "star", PAPER.signed), "is no id"),
        (Document("a", "certificate", " ", PAPER.signed), "names no signer"),
        (Document("a", "certificate", "star", datetime(2026, 1, 11, tzinfo=UTC)), "has not come yet"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(paper: Document, why: str, book: Book) -> None:
    with pytest.raises(BadInput, match=why):
        desk.add(paper, book, "J. Doe", NOW)
    assert desk.listed(book) == ()


def test_a_paper_that_is_not_kept_is_refused_with_the_nearest(book: Book) -> None:
    desk.add(PAPER, book, "J. Doe", NOW)
    with pytest.raises(BadInput, match="did you mean cert-1"):
        desk.one(book, "cert-2")


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"signed")
    assert desk.digest_of(file) == f"sha256:{sha256(b'signed').hexdigest()}"
    with pytest.raises(BadInput, match="cannot be read"):
        desk.digest_of(tmp_path / "another.pdf")


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20), hours=st.integers(0, 100_000))
def test_its_table_reads_back_the_same(text: str, hours: int) -> None:
    signed = datetime.fromtimestamp(1_500_000_000 + hours * 3_600, UTC)
    paper = Document("x-1", "waybill", "star", signed, text, (text, "pump"), text, note=text)
    found = tomllib.loads(desk.block(paper))["documents"]["x-1"]
    assert (found["kind"], found["signer"], found["items"]) == ("waybill", "star", [text, "pump"])
    assert all(found.get(name, "") == text for name in ("scope", "contract", "note"))


def test_a_day_of_signature_is_written_as_a_day() -> None:
    assert "signed = 2019-06-05\n" in desk.block(PAPER)
