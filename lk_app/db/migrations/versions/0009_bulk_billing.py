"""Runs, their chunks, positions; indexes that the run reads by, none that it only has to feed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MONEY = sa.text("kind IN ('payment', 'refund', 'reversal')")


def upgrade() -> None:
    op.create_table(
        "billing_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("rule_version", sa.String(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "billing_chunks",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("posted", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["billing_runs.id"]),
        sa.PrimaryKeyConstraint("run_id", "number"),
    )
    op.create_table(
        "positions",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("read_from", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id"),
    )
    resets = op.create_table(
        "position_resets",
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reason"),
    )
    op.bulk_insert(resets, [{"reason": "account", "times": 0}, {"reason": "rules", "times": 0}])
    with op.batch_alter_table("billing_stops", schema=None) as stops:
        stops.add_column(sa.Column("run_id", sa.Integer(), nullable=True))
        stops.create_foreign_key("fk_billing_stops_run", "billing_runs", ["run_id"], ["id"])
    op.drop_index("ix_readings_account_id", table_name="readings")
    op.create_index("ix_readings_account", "readings", ["account_id", "id"])
    op.drop_index("ix_bills_account_id", table_name="bills")
    op.drop_index("ix_bills_period", table_name="bills")
    op.drop_index("ix_ledger_entries_booked_in", table_name="ledger_entries")
    op.create_index(
        "ix_ledger_money",
        "ledger_entries",
        ["account_id", "booked_in"],
        sqlite_where=MONEY,
        postgresql_where=MONEY,
    )


def downgrade() -> None:
    op.drop_index("ix_ledger_money", table_name="ledger_entries")
    op.create_index("ix_ledger_entries_booked_in", "ledger_entries", ["booked_in"])
    op.create_index("ix_bills_period", "bills", ["period"])
    op.create_index("ix_bills_account_id", "bills", ["account_id"])
    op.drop_index("ix_readings_account", table_name="readings")
    op.create_index("ix_readings_account_id", "readings", ["account_id"])
    with op.batch_alter_table("billing_stops", schema=None) as stops:
        stops.drop_constraint("fk_billing_stops_run", type_="foreignkey")
        stops.drop_column("run_id")
    op.drop_table("position_resets")
    op.drop_table("positions")
    op.drop_table("billing_chunks")
    op.drop_table("billing_runs")
