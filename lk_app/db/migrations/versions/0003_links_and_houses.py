"""Houses are searched by folded words; links are dated by the business clock; imports count
refused rows; a removed meter keeps its last readings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("houses", sa.Column("words", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "account_links", sa.Column("linked_on", sa.Date(), nullable=False, server_default="2026-01-01")
    )
    op.add_column("meters", sa.Column("final_readings", sa.JSON(), nullable=True))
    op.add_column("imports", sa.Column("refused", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("imports", "refused")
    op.drop_column("meters", "final_readings")
    op.drop_column("account_links", "linked_on")
    op.drop_column("houses", "words")
