"""The full-text indexes of the public site: FTS5 in SQLite, a tsvector in PostgreSQL, same stems.

They are no tables of the schema's page: each engine has its own kind (migrations `articles` and
`question_words`).
"""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Integer, Subquery, bindparam, column, text
from sqlmodel import Session

KEEP = {
    "sqlite": "INSERT INTO {index} (rowid, words) VALUES (:id, :words)",
    "postgresql": "INSERT INTO {index} (rowid, words) "
    "VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))",
}
FIND = {
    "sqlite": "SELECT rowid AS id, rank AS place FROM {index} WHERE words MATCH :asked",
    "postgresql": "SELECT rowid AS id, 0 AS place FROM {index} "
    "WHERE words @@ to_tsquery('simple', :asked)",
}
FORGET = "DELETE FROM {index} WHERE rowid = :id"


class Index(StrEnum):
    """What is searched; a row of an index has the id of what it is of."""

    ARTICLES = "article_words"
    QUESTIONS = "question_words"


def put(session: Session, index: Index, row_id: int, stems: Sequence[str]) -> None:
    """Index a row by these stems, in place of what it had."""
    forget(session, index, row_id)
    words = " ".join(stems if _dialect(session) == "sqlite" else sorted(set(stems)))
    statement = KEEP[_dialect(session)].format(index=index)
    session.connection().execute(text(statement), {"id": row_id, "words": words})


def forget(session: Session, index: Index, row_id: int) -> None:
    """Leave a row out of the index."""
    session.connection().execute(text(FORGET.format(index=index)), {"id": row_id})


def having(session: Session, index: Index, stems: Sequence[str]) -> Subquery:
    """The `id` and `place` (the best first) of all that has every stem, or a word that begins with
    it; at least one stem is asked for."""
    sqlite = _dialect(session) == "sqlite"
    asked = (" AND " if sqlite else " & ").join(
        f'"{stem}" *' if sqlite else f"'{stem}':*" for stem in stems
    )
    found = text(FIND[_dialect(session)].format(index=index))
    columns = found.bindparams(bindparam("asked", asked)).columns(
        column("id", Integer), column("place")
    )
    return columns.subquery()


def _dialect(session: Session) -> str:
    return session.connection().dialect.name
