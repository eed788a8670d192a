"""A bill remembers its policy on missing readings; a payment the period its payer named."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "bills", sa.Column("policy", sa.String(), nullable=False, server_default="decree354")
    )
    op.add_column("ledger_entries", sa.Column("named", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("ledger_entries", "named")
    op.drop_column("bills", "policy")
