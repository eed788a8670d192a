"""What a file made, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MADE = ("accounts", "meters", "readings")


def upgrade() -> None:
    for table in MADE:
        op.add_column(table, sa.Column("import_id", sa.Integer(), nullable=True))
    for edge in ("first_id", "last_id"):
        op.add_column("imports", sa.Column(edge, sa.Integer(), nullable=True))
    op.create_table(
        "meter_changes",
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("imports.id"), primary_key=True),
        sa.Column("meter_id", sa.Integer(), sa.ForeignKey("meters.id"), primary_key=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("meter_changes")
    for edge in ("last_id", "first_id"):
        op.drop_column("imports", edge)
    for table in MADE:
        op.drop_column(table, "import_id")
