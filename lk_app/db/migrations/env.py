"""Alembic's entry: the caller hands over an open connection."""

from typing import Any

from alembic import context
from sqlmodel import AutoString, SQLModel

from lk_app.db import tables

assert tables.MarkRow.metadata is SQLModel.metadata  # importing the tables fills the metadata


def plain_type(kind: str, item: Any, _: object) -> str | bool:
    """Write our column types into a migration as what they are in the database."""
    if kind == "type" and isinstance(item, tables.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
    compare_type=True,
    render_item=plain_type,  # type: ignore[arg-type]
)
with context.begin_transaction():
    context.run_migrations()
