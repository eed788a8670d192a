"""People of the old cabinet."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "old_customers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("old_id", sa.String(), nullable=False, unique=True),
        sa.Column(
            "customer_id",
            sa.Integer(),
            sa.ForeignKey("customers.id", ondelete="SET NULL"),
            nullable=True,
            unique=True,
        ),
        sa.Column("login", sa.String(), nullable=True, unique=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("weak", sa.Boolean(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(
        "ix_old_customers_weak",
        "old_customers",
        ["id"],
        sqlite_where=sa.text("weak"),
        postgresql_where=sa.text("weak"),
    )
    op.create_index(
        "ix_old_customers_untold",
        "old_customers",
        ["id"],
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_old_customers_untold", table_name="old_customers")
    op.drop_index("ix_old_customers_weak", table_name="old_customers")
    op.drop_table("old_customers")
