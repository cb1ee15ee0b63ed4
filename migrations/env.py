"""Alembic's environment: one tree of migrations for SQLite and PostgreSQL."""

from alembic import context
from sqlalchemy import create_engine

from app.domain import tables

context.config.attributes.setdefault("address", "sqlite:///var/groundwork.db")
engine = create_engine(context.config.attributes["address"])

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
