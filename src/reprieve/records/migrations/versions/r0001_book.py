"""The book: a chain of records, what they say, the signed roots, and the head.

Written out in full, and not with the tables of today: a migration tells what was so.
"""

import sqlalchemy as sa
from alembic import op

from reprieve.errors import BadInput

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the book."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    names = [sa.Column(name, sa.Text, nullable=False) for name in ("kind", "subject", "actor", "outcome")]
    digests = [sa.Column(name, sa.Text, nullable=False) for name in ("sha256", "previous", "digest")]
    op.create_table(
        "records",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        *names,
        *digests,
    )
    op.create_index("records_by_subject", "records", ["subject", "seq"])
    op.create_index("records_by_kind", "records", ["kind", "seq"])
    op.create_index("records_by_digest", "records", ["digest"])
    op.create_table(
        "contents",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "roots",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "head",
        sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Takes an empty book away. A book with records stays: no migration destroys them."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM records")).scalar():
        raise BadInput(
            "the book of records", "has records, and no migration destroys them", "a backup, and a new place"
        )
    for table in ("head", "roots", "contents", "records"):
        op.drop_table(table)
