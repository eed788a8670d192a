"""Appeals, their messages and files."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.String(), nullable=False, unique=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("waits_until", sa.Date(), nullable=True),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("prolonged", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_appeals_queue", "appeals", ["waits_until", "id"])
    op.create_index("ix_appeals_customer", "appeals", ["customer_id", "id"])
    op.create_index("ix_appeals_state", "appeals", ["state", "id"])
    op.create_index(op.f("ix_appeals_account_id"), "appeals", ["account_id"])
    op.create_table(
        "appeal_messages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("appeal_id", sa.Integer(), sa.ForeignKey("appeals.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
    )
    op.create_index(op.f("ix_appeal_messages_appeal_id"), "appeal_messages", ["appeal_id"])
    op.create_table(
        "appeal_files",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("appeal_messages.id"), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_appeal_files_waiting", "appeal_files", ["customer_id", "slot"])
    op.create_index(op.f("ix_appeal_files_key"), "appeal_files", ["key"])
    op.create_index(op.f("ix_appeal_files_message_id"), "appeal_files", ["message_id"])


def downgrade() -> None:
    for table in ("appeal_files", "appeal_messages", "appeals"):
        op.drop_table(table)
