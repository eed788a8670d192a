"""Letters name the papers that go with them; bills go by e-mail to those who asked."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letters", sa.Column("attached", sa.JSON(), server_default="[]", nullable=False))
    op.add_column(
        "letters", sa.Column("unsubscribe_link", sa.String(), server_default="", nullable=False)
    )
    op.create_table(
        "ebills",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "account_id"),
    )


def downgrade() -> None:
    op.drop_table("ebills")
    op.drop_column("letters", "unsubscribe_link")
    op.drop_column("letters", "attached")
