"""Bring a database to the newest schema, from the migrations that ship inside the package."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from lk_app.db.engine import Database


def migrate(database: Database) -> None:
    """Run every migration that has not run yet, in one transaction each."""
    with database.connection() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    """Whether the schema is the newest one."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with database.connection() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "lk_app:db/migrations")
    config.set_main_option("path_separator", "os")
    return config
