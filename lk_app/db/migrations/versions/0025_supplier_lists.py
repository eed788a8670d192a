"""What the console's lists and figures look things up by."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NAMED = {"holders": "holder_words", "customers": "customer_words"}
SQLITE = (
    "CREATE VIRTUAL TABLE {index} USING fts5(words, content='{table}', content_rowid='id', "
    "tokenize=\"unicode61 remove_diacritics 0\")",
    "CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN "
    "INSERT INTO {index} (rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN "
    "INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER {index}_changed AFTER UPDATE OF words ON {table} BEGIN "
    "INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO {index} (rowid, words) VALUES (new.id, new.words); END",
    "INSERT INTO {index} ({index}) VALUES ('rebuild')",
)


def upgrade() -> None:
    op.create_index("ix_readings_taken", "readings", ["taken_on", "state", "account_id"])
    op.create_index("ix_payments_created_at", "payments", ["created_at"])
    op.create_index("ix_letters_created_at", "letters", ["created_at"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, index in NAMED.items():
        if sqlite:
            for statement in SQLITE:
                op.execute(statement.format(table=table, index=index))
        else:
            op.execute(
                f"CREATE INDEX ix_{index} ON {table} USING gin (to_tsvector('simple', words))"
            )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for index in NAMED.values():
        if sqlite:
            for trigger in ("added", "removed", "changed"):
                op.execute(f"DROP TRIGGER {index}_{trigger}")
            op.execute(f"DROP TABLE {index}")
        else:
            op.execute(f"DROP INDEX ix_{index}")
    op.drop_index("ix_letters_created_at", "letters")
    op.drop_index("ix_payments_created_at", "payments")
    op.drop_index("ix_readings_taken", "readings")
