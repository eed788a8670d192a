from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from lk_app.db.engine import Database
from lk_app.db.migrate import is_current
from lk_app.usecases import installation


def test_a_fresh_database_has_the_newest_schema(database: Database) -> None:
    assert database.answers()
    assert is_current(database)


def test_migrating_again_changes_nothing(database: Database) -> None:
    assert installation.migrate(db=database) is False


def test_each_test_gets_its_own_database(database_url: str, database: Database) -> None:
    assert all(finding.ok for finding in installation.examine(db=database))
    assert "template" not in database_url


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.connection() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_of_the_schema}
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def is_of_the_schema(name: str | None, kind: str, _: object) -> bool:
    """Full-text indexes are each engine's own (db/site_words.py, db/name_words.py)."""
    return kind not in ("table", "index") or "_words" not in str(name)
