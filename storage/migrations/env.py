"""Runs migrations on the connection it is given, within that connection's transaction."""

from alembic import context

from storage.rows.table import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
