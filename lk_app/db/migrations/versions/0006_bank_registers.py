"""Registers of banks: every operation of theirs, what waits for a person, and the undone ones."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("undone_at IS NULL")
WAITING = sa.text("hold IS NOT NULL")
# payments.csv was brought in before its operations were kept: they get the latest such import
EARLIER = """
INSERT INTO bank_operations (import_id, line, bank, reference, number, account_number, paid_on,
                             amount, source, period, payer, payment_id)
SELECT (SELECT max(id) FROM imports WHERE kind = 'payments'), 0, 'b', substr(p.public_id, 3),
       p.public_id, a.account_number, e.value_date, p.amount, p.method, t.period, '', p.id
FROM payments p
JOIN payment_parts t ON t.payment_id = p.id
JOIN accounts a ON a.id = t.account_id
JOIN ledger_entries e ON e.kind = 'payment' AND e.ref = p.public_id || '/' || a.account_number
WHERE p.gateway = 'bank'
"""


def upgrade() -> None:
    op.add_column("imports", sa.Column("bank", sa.String(), nullable=False, server_default=""))
    op.add_column("imports", sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "imports", sa.Column("total", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column("imports", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "bank_operations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("account_number", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("hold", sa.String(), nullable=True),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"]),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    for column in ("import_id", "account_number", "payment_id"):
        op.create_index(f"ix_bank_operations_{column}", "bank_operations", [column])
    _index("ux_bank_operations_in_force", ["bank", "reference"], IN_FORCE, unique=True)
    _index("ix_bank_operations_waiting", ["hold"], WAITING, unique=False)
    op.create_table(
        "bank_operation_repeats",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["operation_id"], ["bank_operations.id"]),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"]),
        sa.PrimaryKeyConstraint("operation_id", "import_id"),
    )
    op.create_index("ix_bank_operation_repeats_import_id", "bank_operation_repeats", ["import_id"])
    op.execute(EARLIER)


def _index(name: str, columns: list[str], where: sa.TextClause, *, unique: bool) -> None:
    op.create_index(
        name, "bank_operations", columns,
        unique=unique, sqlite_where=where, postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_table("bank_operation_repeats")
    op.drop_table("bank_operations")
    for column in ("undone_at", "total", "held", "bank"):
        op.drop_column("imports", column)
