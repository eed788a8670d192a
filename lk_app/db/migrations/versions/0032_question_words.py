"""Answered questions are searched, too: the index, and what was answered before."""

import sqlalchemy as sa
from alembic import op

from lk_app.db.site_words import KEEP
from lk_app.domain.search_words import stems

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SEARCH = {
    "sqlite": ("CREATE VIRTUAL TABLE question_words USING fts5(words)",),
    "postgresql": (
        "CREATE TABLE question_words (rowid integer PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_question_words ON question_words USING gin (words)",
    ),
}


def upgrade() -> None:
    connection = op.get_bind()
    engine = connection.dialect.name
    for statement in SEARCH[engine]:
        op.execute(statement)
    known = connection.execute(
        sa.text("SELECT id, text, reply FROM questions WHERE state = 'answered'")
    ).all()
    for row_id, text, reply in known:
        words = " ".join(dict.fromkeys([*stems(text), *stems(reply)]))
        keep = sa.text(KEEP[engine].format(index="question_words"))
        connection.execute(keep, {"id": row_id, "words": words})


def downgrade() -> None:
    op.execute("DROP TABLE question_words")
