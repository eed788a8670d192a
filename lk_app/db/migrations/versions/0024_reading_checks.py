"""Readings that an employee looks at or has taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading_checks",
        sa.Column("reading_id", sa.Integer(), sa.ForeignKey("readings.id"), primary_key=True),
        sa.Column("meter_id", sa.Integer(), sa.ForeignKey("meters.id"), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_reading_checks_queue", "reading_checks", ["kind", "state", "reading_id"])
    op.create_index("ix_reading_checks_meter", "reading_checks", ["meter_id", "period"])


def downgrade() -> None:
    op.drop_index("ix_reading_checks_meter", table_name="reading_checks")
    op.drop_index("ix_reading_checks_queue", table_name="reading_checks")
    op.drop_table("reading_checks")
