"""Bills of an outside billing system, and their numbers in ГИС ЖКХ."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bills", sa.Column("import_id", sa.Integer(), nullable=True))
    op.add_column("bills", sa.Column("document_number", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("bills", "document_number")
    op.drop_column("bills", "import_id")
