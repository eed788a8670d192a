"""Every table has its place in the file of what is held on a person, or a reason to have none."""

from sqlalchemy import inspect

from lk_app.db import held
from lk_app.db.engine import Database
from lk_app.wording.held_data import LISTS, TABLES


def tables(db: Database) -> set[str]:
    """Those of the running schema, less what SQLite's search makes of others."""
    with db.connection() as connection:
        found = inspect(connection).get_table_names()
    return {name for name in found if not name.startswith(held.INDEXES)}


def test_every_table_of_the_schema_has_a_place_or_a_reason(database: Database) -> None:
    places = [place.table for place in held.PLACES]
    assert len(places) == len(set(places))
    assert set(places) | set(held.NOBODYS) == tables(database)
    assert not set(places) & set(held.NOBODYS)


def test_a_table_that_names_a_person_is_nobodys_never(database: Database) -> None:
    known = tables(database)
    with database.connection() as connection:
        schema = inspect(connection)
        naming = {
            name
            for name in known
            for key in schema.get_foreign_keys(name)
            if key["referred_table"] in {"customers", "accounts"}
        }
    assert naming <= {place.table for place in held.PLACES} | {"positions"}


def test_what_is_left_out_are_columns_that_there_are(database: Database) -> None:
    with database.connection() as connection:
        schema = inspect(connection)
        for place in held.PLACES:
            columns = {column["name"] for column in schema.get_columns(place.table)}
            assert set(place.hidden) | set(place.proven_only) <= columns, place.table


def test_every_place_is_named_to_the_reader() -> None:
    assert list(TABLES) and set(TABLES) == {place.table for place in held.PLACES}
    assert {source for source, _ in LISTS.values()} <= set(TABLES)
