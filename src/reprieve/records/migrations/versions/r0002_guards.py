"""Guards: the database itself refuses to change or remove a record, and lets a content go only for a purge on record.

Which contents were purged is told by the chain too, so that going down and up again loses nothing.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FOREVER = {"records": ("UPDATE", "DELETE"), "roots": ("UPDATE", "DELETE"), "contents": ("UPDATE",)}
PURGED = "EXISTS (SELECT 1 FROM purges WHERE purges.seq = OLD.seq)"


def upgrade() -> None:
    """Makes the table of purges from the chain, and sets the guards."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    purges = op.create_table(
        "purges",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("by_seq", sa.BigInteger, nullable=False),
    )
    told = list(_told(op.get_bind()))
    if told:
        op.bulk_insert(purges, told)
    _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgres()


def _told(connection: sa.Connection) -> list[dict[str, Any]]:
    query = "SELECT r.seq, c.content FROM records r JOIN contents c ON c.seq = r.seq WHERE r.kind = 'purge'"
    found: dict[int, int] = {}
    for by_seq, content in connection.execute(sa.text(query + " ORDER BY r.seq")):
        for seq in json.loads(bytes(content))["purged"]:
            found.setdefault(int(seq), by_seq)
    return [{"seq": seq, "by_seq": by_seq} for seq, by_seq in sorted(found.items())]


def _sqlite() -> None:
    for table, deeds in FOREVER.items():
        for deed in deeds:
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END"
            )
    op.execute(
        f"CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents WHEN NOT {PURGED} "
        "BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END"
    )


def _postgres() -> None:
    op.execute(
        "CREATE FUNCTION reprieve_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the book is append-only'; END $$"
    )
    op.execute(
        "CREATE FUNCTION reprieve_purged() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {PURGED} THEN RETURN OLD; END IF; RAISE EXCEPTION 'the book is append-only'; END $$"
    )
    for table, deeds in FOREVER.items():
        op.execute(
            f"CREATE TRIGGER {table}_forever BEFORE {' OR '.join(deeds)} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION reprieve_refuse()"
        )
    for table in FOREVER:
        op.execute(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION reprieve_refuse()"
        )
    op.execute(
        "CREATE TRIGGER contents_purged BEFORE DELETE ON contents FOR EACH ROW EXECUTE FUNCTION reprieve_purged()"
    )


def downgrade() -> None:
    """Takes the guards away; which contents were purged stays in the chain."""
    if op.get_bind().dialect.name == "sqlite":
        for table, deeds in {**FOREVER, "contents": ("UPDATE", "DELETE")}.items():
            for deed in deeds:
                op.execute(f"DROP TRIGGER {table}_no_{deed.lower()}")
    else:
        op.execute("DROP FUNCTION reprieve_refuse() CASCADE")
        op.execute("DROP FUNCTION reprieve_purged() CASCADE")
    op.drop_table("purges")
