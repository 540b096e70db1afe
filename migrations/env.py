"""How migrations meet the database: with the site's own engine and models."""

from alembic import context
from flask import current_app

import literasi.models  # noqa: F401  (fills the metadata)
from literasi.database import Base

config = context.config


def run() -> None:
    """Run every outstanding migration in one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(literasi_writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database; offline SQL is not supported.")
run()
