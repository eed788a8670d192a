"""The full-text index of articles: FTS5 in SQLite, a tsvector in PostgreSQL; the same stems.

The index is no table of the schema's page: each engine has its own kind (migration `articles`).
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Session

KEEP = {
    "sqlite": "INSERT INTO article_words (rowid, words) VALUES (:id, :words)",
    "postgresql": "INSERT INTO article_words (rowid, words) "
    "VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))",
}
FIND = {
    "sqlite": "SELECT rowid FROM article_words WHERE words MATCH :asked "
    "ORDER BY rank, rowid DESC LIMIT :limit",
    "postgresql": "SELECT rowid FROM article_words WHERE words @@ to_tsquery('simple', :asked) "
    "ORDER BY rowid DESC LIMIT :limit",
}
FORGET = "DELETE FROM article_words WHERE rowid = :id"


def put(session: Session, article_id: int, stems: Sequence[str]) -> None:
    """Index an article by these stems, in place of what it had."""
    forget(session, article_id)
    words = " ".join(stems if _dialect(session) == "sqlite" else sorted(set(stems)))
    session.connection().execute(text(KEEP[_dialect(session)]), {"id": article_id, "words": words})


def forget(session: Session, article_id: int) -> None:
    """Leave an article out of the index."""
    session.connection().execute(text(FORGET), {"id": article_id})


def find(session: Session, stems: Sequence[str], *, limit: int) -> list[int]:
    """Articles that have every stem, or a word that begins with it; the best first."""
    if not stems:
        return []
    sqlite = _dialect(session) == "sqlite"
    asked = (" AND " if sqlite else " & ").join(
        f'"{stem}" *' if sqlite else f"'{stem}':*" for stem in stems
    )
    rows = session.connection().execute(
        text(FIND[_dialect(session)]), {"asked": asked, "limit": limit}
    )
    return [int(row[0]) for row in rows]


def _dialect(session: Session) -> str:
    return session.connection().dialect.name
