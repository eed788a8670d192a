"""Money whose account nobody knows stands in the ledger too: an entry may be no subscriber's."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = "ledger_entries"
RULE = "account_id IS NOT NULL OR (debit <> 'receivable' AND credit <> 'receivable')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy(account_may_be_missing=True)
    else:
        op.alter_column(NAME, "account_id", existing_type=sa.Integer(), nullable=True)
        op.create_check_constraint("somebody_owes", NAME, RULE)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy(account_may_be_missing=False)
    else:
        op.drop_constraint("somebody_owes", NAME, type_="check")
        op.alter_column(NAME, "account_id", existing_type=sa.Integer(), nullable=False)


def _copy(*, account_may_be_missing: bool) -> None:
    """SQLite changes a column by copying the table; its triggers go with the old one."""
    with op.batch_alter_table(NAME, copy_from=_as_it_is(not account_may_be_missing)) as batch:
        batch.alter_column(
            "account_id", existing_type=sa.Integer(), nullable=account_may_be_missing
        )
        if account_may_be_missing:
            batch.create_check_constraint("somebody_owes", RULE)
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {NAME}_no_{verb} BEFORE {verb.upper()} ON {NAME} "
            f"BEGIN SELECT RAISE(ABORT, '{NAME} is append-only'); END"
        )


def _as_it_is(account_may_be_missing: bool) -> sa.Table:
    return sa.Table(
        NAME,
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=account_may_be_missing),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("debit", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("booked_in", sa.String(), nullable=True),
        sa.Column("named", sa.String(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0"),
        sa.CheckConstraint("debit <> credit"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "ref"),
        sa.Index("ix_ledger_account_date", "account_id", "value_date"),
        sa.Index("ix_ledger_entries_booked_in", "booked_in"),
    )
