"""What Alembic runs: the migrations, each in a transaction of its own, over the connection it is given.

``wexstream.adapters.postgres.upgrade`` opens that connection and sees to it that nobody else migrates.
"""

from alembic import context
from sqlalchemy import Connection

from wexstream.adapters.postgres.tables import METADATA

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
