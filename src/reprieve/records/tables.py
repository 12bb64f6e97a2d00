"""The tables of the book, as this version of the program knows them. How they came to be is told by the migrations.

records    the chain: never changed, never removed
contents   what each record says; removed only for a purge, which the chain tells
purges     which record ordered that a content be removed
roots      a signed root a day: never changed, never removed
head       one row: the last record, as the last writer left it
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

REVISION: Final = "0002"
"""The migration that this version of the program writes with, and no other."""

metadata: Final = sa.MetaData()

records: Final = sa.Table(
    "records",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
)
contents: Final = sa.Table(
    "contents",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
purges: Final = sa.Table(
    "purges",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("by_seq", sa.BigInteger, nullable=False),
)
roots: Final = sa.Table(
    "roots",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("envelope", sa.LargeBinary, nullable=False),
)
head: Final = sa.Table(
    "head",
    metadata,
    sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
)
