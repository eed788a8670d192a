"""A login that was deleted leaves a row without a name: consents and appeals hang on it."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "customers",
        sa.Column("mailbox_digest", sa.String(), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("customers", "mailbox_digest")
    op.drop_column("customers", "erased_at")
