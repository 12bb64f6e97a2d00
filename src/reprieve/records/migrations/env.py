"""What Alembic runs: the revisions, on the connection that `records.migrate` gives it, in that one transaction."""

from alembic import context

from reprieve.records.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
