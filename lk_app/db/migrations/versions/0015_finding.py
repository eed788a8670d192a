"""What the console looks for: people by any word of their name, meters by their number."""

import sqlalchemy as sa
from alembic import op

from lk_app.domain.accounts import search_line

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAMES = {  # by the columns that name somebody
    "holders": "name",
    "customers": "last_name || ' ' || first_name || ' ' || patronymic",
}


def upgrade() -> None:
    connection = op.get_bind()
    for table, name in NAMES.items():
        words = sa.Column("words", sa.String(), nullable=False, server_default="")
        op.add_column(table, words)
        known = connection.execute(sa.text(f"SELECT id, {name} FROM {table}")).all()
        if known:
            connection.execute(
                sa.text(f"UPDATE {table} SET words = :words WHERE id = :id"),
                [{"id": key, "words": search_line(text)} for key, text in known],
            )
    op.create_index("ix_meters_serial", "meters", ["serial"])


def downgrade() -> None:
    op.drop_index("ix_meters_serial", "meters")
    for table in NAMES:
        op.drop_column(table, "words")
