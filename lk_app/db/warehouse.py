"""Tables as they leave for a warehouse, and the books read back into an empty database.

What is not named here does not leave: no password, no secret of a session, no link of a letter.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, Integer, Text, cast, literal, text
from sqlalchemy import Column as SaColumn
from sqlalchemy import Table as SaTable
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel

from lk_app.db import batches, tables
from lk_app.db.tables import UtcDateTime
from lk_app.domain.accounts import search_line
from lk_app.domain.warehouse import Column, ColumnKind, Table

AT_ONCE = 5_000  # rows in memory
# In the order in which they can be put into an empty database
BOOKS: tuple[type[SQLModel], ...] = (
    *(tables.HouseRow, tables.AccountRow, tables.HolderRow, tables.MeterRow),
    *(tables.TariffRow, tables.NormRow, tables.WindowRow, tables.RateRow, tables.ImportRow),
    tables.MeterChangeRow,
    *(tables.ReadingRow, tables.LateReadingRow, tables.ReadingCheckRow),
    *(tables.PaymentRow, tables.PaymentPartRow),
    *(tables.PaymentRefundRow, tables.PaymentRefundPartRow, tables.RefundRow),
    *(tables.BankOperationRow, tables.BankOperationRepeatRow),
    *(tables.BillRow, tables.LedgerEntryRow),
)
# For the warehouse alone: people come to another cabinet by `lk import customers`
PEOPLE: tuple[type[SQLModel], ...] = (
    *(tables.CustomerRow, tables.AccountLinkRow, tables.ConsentRow, tables.AppealRow),
)
LEFT_OUT = {  # secrets, links that open something, and what is made anew
    "customers": {"password_hash", "words"},
    "houses": {"words"},
    "holders": {"words"},
    "consents": {"address"},
    "payments": {"checkout_url", "idempotency_key", "saved_method_id", "receipt_contact"},
    "payment_refunds": {"idempotency_key"},
}


def exported() -> list[Table]:
    """Every table that leaves, the books first."""
    return [
        *(_table(row, is_book=True) for row in BOOKS),
        *(_table(row, is_book=False) for row in PEOPLE),
    ]


def _table(row: type[SQLModel], *, is_book: bool) -> Table:
    columns = tuple(
        Column(column.name, _kind(column), bool(column.nullable)) for column in _columns(row)
    )
    return Table(str(row.__tablename__), columns, is_book)


def _source(row: type[SQLModel]) -> SaTable:
    return SQLModel.metadata.tables[str(row.__tablename__)]


def _columns(row: type[SQLModel]) -> list[SaColumn[Any]]:
    left_out = LEFT_OUT.get(str(row.__tablename__), set())
    return [one for one in _source(row).columns if one.name not in left_out]


def _kind(column: SaColumn[Any]) -> ColumnKind:
    kinds: Mapping[type, ColumnKind] = {
        JSON: ColumnKind.JSON,
        UtcDateTime: ColumnKind.MOMENT,
        Boolean: ColumnKind.FLAG,
        Date: ColumnKind.DAY,
        BigInteger: ColumnKind.KOPECKS,  # `columns.kopecks` alone makes one
        Integer: ColumnKind.INTEGER,
    }
    found = (kind for one, kind in kinds.items() if isinstance(column.type, one))
    return next(found, ColumnKind.TEXT)


def rows(session: Session, name: str) -> Iterator[Sequence[Sequence[Any]]]:
    """A table in pieces by its key, every piece out of one consistent state of the session."""
    row = next(one for one in (*BOOKS, *PEOPLE) if one.__tablename__ == name)
    columns = [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column
        for column in _columns(row)
    ]
    query = select_columns(*columns).order_by(*_source(row).primary_key.columns)
    found = session.connection().execution_options(yield_per=AT_ONCE).execute(query)
    yield from found.partitions()


def revision(session: Session) -> str:
    """Which schema the rows are of."""
    asked = text("SELECT version_num FROM alembic_version")
    return str(session.connection().execute(asked).scalar())


def is_empty(session: Session) -> bool:
    """Whether nothing of the books is there yet."""
    return not any(
        session.connection()
        .execute(select_columns(literal(1)).select_from(_source(row)).limit(1))
        .first()
        for row in BOOKS
    )


def put_back(session: Session, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows of a table of the books as they were, under their own ids; nobody's by people."""
    row = next(one for one in BOOKS if one.__tablename__ == name)
    make = MADE_ANEW.get(name, _nothing)
    own = {} if "customer_id" not in row.model_fields else {"customer_id": None}
    batches.add_values(session, row, ({**one, **make(one), **own} for one in rows))


def _restored(one: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"idempotency_key": f"restored-{one['public_id']}"}


def _nothing(one: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


# What was left out of the files and cannot be empty
MADE_ANEW: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "houses": lambda one: {"words": search_line(f"{one['city']} {one['street']} {one['house']}")},
    "holders": lambda one: {"words": search_line(one["name"])},
    "payments": _restored,
    "payment_refunds": _restored,
}


def go_on_counting(session: Session) -> None:
    """PostgreSQL counts on after the highest id that was put in; SQLite does so by itself."""
    if session.connection().dialect.name != "postgresql":
        return
    for row in BOOKS:
        name = str(row.__tablename__)
        if "id" in _source(row).columns:
            session.connection().execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "  # noqa: S608
                    f"(SELECT coalesce(max(id), 0) + 1 FROM {name}), false)"
                )
            )
