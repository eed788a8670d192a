"""The index of people's names by the beginnings of their words: FTS5 in SQLite, kept by triggers; a
tsvector in PostgreSQL. Neither is of the schema's page (migration `supplier_lists`)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, column, func, literal_column, select, table
from sqlmodel import Session, col

from lk_app.db.tables import CustomerRow, HolderRow

INDEX = {HolderRow: "holder_words", CustomerRow: "customer_words"}  # SQLite's, beside the table


def named(
    session: Session, row: type[HolderRow] | type[CustomerRow], words: Sequence[str]
) -> ColumnElement[bool]:
    """Whether every typed word begins some word; folded words hold letters and digits alone."""
    if session.connection().dialect.name == "sqlite":
        index = table(INDEX[row], column("rowid"), column(INDEX[row]))
        asked = " AND ".join(f'"{word}" *' for word in words)
        found = select(index.c.rowid).where(index.c[INDEX[row]].op("MATCH")(asked))
        return col(row.id).in_(found)
    query = " & ".join(f"'{word}':*" for word in words)
    simple: ColumnElement[str] = literal_column("'simple'::regconfig")  # as the index has it
    vector = func.to_tsvector(simple, col(row.words))
    return vector.op("@@")(func.to_tsquery(simple, query))
