"""Windows, norms and rates are superseded, never edited, as tariffs are."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = {
    "windows": ("valid_from", "first_day", "last_day"),
    "norms": ("valid_from", "category", "norm_kwh"),
    "rates": ("valid_from", "late_fee_rate"),
}
TYPES: dict[str, Any] = {"valid_from": sa.Date(), "category": sa.String()}
UNIQUE = {"norms": ("valid_from", "category")}
LONG_AGO = "2026-01-01 00:00:00"


def upgrade() -> None:
    for table, columns in TABLES.items():
        _anew(
            table,
            columns,
            sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
            copy=f"SELECT {{}}, '{LONG_AGO}' FROM before",
            into=(*columns, "published_at"),
        )
        op.create_index(
            f"ux_{table}_in_force",
            table,
            list(UNIQUE.get(table, ("valid_from",))),
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )


def downgrade() -> None:
    for table, columns in TABLES.items():
        op.drop_index(f"ux_{table}_in_force", table)
        _anew(
            table,
            columns,
            sa.UniqueConstraint(*UNIQUE.get(table, ("valid_from",))),
            copy="SELECT {} FROM before WHERE superseded_at IS NULL",
            into=columns,
        )


def _anew(table: str, columns: Sequence[str], *extra: Any, copy: str, into: Sequence[str]) -> None:
    """A new table of the same name with the old one's rows: SQLite drops no constraint in place."""
    names = ", ".join(columns)
    op.execute(f"CREATE TEMPORARY TABLE before AS SELECT * FROM {table}")
    op.drop_table(table)
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, TYPES.get(name, sa.Integer()), nullable=False) for name in columns),
        *extra,
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(f"INSERT INTO {table} ({', '.join(into)}) {copy.format(names)}")
    op.execute("DROP TABLE before")
