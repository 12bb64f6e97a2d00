"""The papers that we keep: what each is, who signed it and when, for what, and the digest of its file.

The book of records takes what is said of a paper and its digest, never the file itself: that stays where it is. A case
takes up a paper with the block that `block` writes; the facts that follow from it are the law's affair.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Final

import msgspec

from reprieve.desk.licenses import Reads
from reprieve.errors import BadInput
from reprieve.model.nouns import Document
from reprieve.model.record import Written
from reprieve.model.time import EASTERN, local_day, start_of
from reprieve.records.book import Book
from reprieve.text.nearest import nearest

DOCUMENT: Final = "document"
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, as documents write it. Raises BadInput."""
    try:
        with file.open("rb") as opened:
            return f"sha256:{file_digest(opened, 'sha256').hexdigest()}"
    except OSError as error:
        raise BadInput(str(file), f"cannot be read: {error.strerror}", "name the file of the paper") from None


def add(paper: Document, book: Book, by: str, now: datetime) -> Document:
    """Takes what is said of a paper. Raises BadInput for an id that is taken, or a signature still to come."""
    where = f"document {paper.id}"
    if not _ID.fullmatch(paper.id):
        raise BadInput(where, "is no id", "letters, digits, _ and -")
    if not paper.signer.strip():
        raise BadInput(where, "names no signer", "the id that the cases give the party")
    if paper.signed > now:
        raise BadInput(where, f"is signed on {paper.signed.date()}, which has not come yet", "the day on the paper")

    def make(book: Reads) -> list[Written]:
        if any(book.records(DOCUMENT, paper.id)):
            raise BadInput(where, "is kept already", "another id: what was kept is never changed")
        return [Written(DOCUMENT, paper.id, by, msgspec.json.encode(paper, order="deterministic"), outcome=paper.kind)]

    book.within(make)
    return paper


def listed(book: Reads) -> tuple[Document, ...]:
    """Every paper that is kept, in the order in which they were taken."""
    return tuple(msgspec.json.decode(each.content, type=Document) for each in book.records(DOCUMENT))


def one(book: Reads, name: str) -> Document:
    """A paper. Raises BadInput where none of that id is kept."""
    found = {each.id: each for each in listed(book)}
    if name not in found:
        raise BadInput(f"document {name}", "is not kept", nearest(name, found) or "reprieve documents list")
    return found[name]


def block(paper: Document) -> str:
    """A paper as the table of a case file. The day of signature is that of the issuing authority."""
    said = {
        "kind": paper.kind,
        "signer": paper.signer,
        "scope": paper.scope,
        "paragraph": paper.paragraph,
        "contract": paper.contract,
        "digest": paper.digest,
        "note": paper.note,
    }
    lines = [f"[documents.{paper.id}]", f"signed = {_written(paper.signed)}"]
    lines += [f"{name} = {_quoted(text)}" for name, text in said.items() if text]
    lines += [f"items = [{', '.join(map(_quoted, paper.items))}]"] if paper.items else []
    return "\n".join(lines)


def _written(at: datetime) -> str:
    day = local_day(at, EASTERN)
    return (day if at == start_of(day, EASTERN) else at).isoformat()


def _quoted(text: str) -> str:
    # A JSON text is a TOML text, but for one letter that TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
