"""Readings sent without signing in."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guest_readings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.String(), nullable=False, unique=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("meter_id", sa.Integer(), sa.ForeignKey("meters.id"), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reading_id", sa.Integer(), sa.ForeignKey("readings.id"), nullable=True),
    )
    op.create_index("ix_guest_readings_meter", "guest_readings", ["meter_id", "period"])
    op.create_index(op.f("ix_guest_readings_account_id"), "guest_readings", ["account_id"])
    op.create_index(op.f("ix_guest_readings_state"), "guest_readings", ["state"])


def downgrade() -> None:
    op.drop_table("guest_readings")
