"""Customers: what may be forgotten of them, and what may not."""

from lk_app.db import customers
from lk_app.db.engine import Database
from tests.usecases import people


def test_only_an_unconfirmed_registration_is_forgotten(database: Database) -> None:
    anna = people.confirmed(database)
    boris = people.unconfirmed(database, people.BORIS)
    with database.write() as session:
        for person in (anna, boris):
            customers.remove(session, person.id)
        left = [customers.by_id(session, person.id) for person in (anna, boris)]
    assert left == [anna, None]
