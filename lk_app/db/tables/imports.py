"""Files that were imported, and the lines of banks' registers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, kopecks, moment


class ImportRow(SQLModel, table=True):
    """The journal of imported files: the same file twice changes nothing."""

    __tablename__ = "imports"
    id: int | None = key()
    kind: str
    file_name: str
    sha256: str
    rows: int
    added: int
    skipped: int
    refused: int = 0
    imported_at: datetime = moment()
    bank: str = ""
    held: int = 0
    total: int = kopecks(default=0)
    undone_at: datetime | None = moment(nullable=True)
    first_id: int | None = None  # between these two lie the rows it added, found without an index
    last_id: int | None = None


class BankOperationRow(SQLModel, table=True):
    """One line of a bank's register: counted as a payment, or waiting for a person (`hold`)."""

    __tablename__ = "bank_operations"
    __table_args__ = (
        Index(
            "ux_bank_operations_in_force",
            "bank",
            "reference",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(
            "ix_bank_operations_waiting",
            "hold",
            sqlite_where=text("hold IS NOT NULL"),
            postgresql_where=text("hold IS NOT NULL"),
        ),
        CheckConstraint("amount > 0"),
    )
    id: int | None = key()
    import_id: int = Field(foreign_key="imports.id", index=True)
    line: int
    bank: str
    reference: str
    number: str = Field(unique=True)
    account_number: str = Field(index=True)
    paid_on: date
    amount: int = kopecks()
    source: str
    period: str | None = None
    payer: str = ""
    hold: str | None = None
    payment_id: int | None = Field(default=None, foreign_key="payments.id", index=True)
    settled_at: datetime | None = moment(nullable=True)
    undone_at: datetime | None = moment(nullable=True)


class BankOperationRepeatRow(SQLModel, table=True):
    """A later file lists an operation too: undoing the first one must not lose it."""

    __tablename__ = "bank_operation_repeats"
    operation_id: int = Field(primary_key=True, foreign_key="bank_operations.id")
    import_id: int = Field(primary_key=True, foreign_key="imports.id", index=True)
