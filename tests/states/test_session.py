"""Whom a screen belongs to: the very session, not whoever came after it."""

from datetime import timedelta

from lk_app.db.engine import Database
from lk_app.states.session import NOBODY, owner_of
from lk_app.usecases import housekeeping
from tests.usecases import people
from tests.usecases.people import BORIS, NOW

YEAR = timedelta(days=365)


def test_a_screen_of_a_forgotten_session_is_not_the_next_persons(database: Database) -> None:
    people.confirmed(database)
    people.confirmed(database, BORIS)
    annas = people.me(database, people.sign_in(database))
    housekeeping.tidy(db=database, now=NOW + YEAR)
    secret = people.sign_in(database, BORIS, now=NOW + YEAR)
    boriss = people.me(database, secret, now=NOW + YEAR)
    if database.dialect == "sqlite":
        assert annas.session.id == boriss.session.id, "the id is given out again"
    assert len({owner_of(annas), owner_of(boriss), owner_of(None)}) == 3
    assert owner_of(None) == NOBODY
