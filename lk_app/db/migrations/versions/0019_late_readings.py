"""The operator's queue of readings that were taken in time and came too late."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "late_readings",
        sa.Column("reading_id", sa.Integer(), sa.ForeignKey("readings.id"), primary_key=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meant_for", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_late_readings_state", "late_readings", ["state"])


def downgrade() -> None:
    op.drop_index("ix_late_readings_state", table_name="late_readings")
    op.drop_table("late_readings")
