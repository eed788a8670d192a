"""Consents are kept with version and date; the one to news is given and taken back freely."""

from datetime import timedelta

from lk_app.db import consents as stored
from lk_app.db.engine import Database
from lk_app.domain.registration import CONSENT_TO_NEWS, CONSENT_VERSION
from lk_app.usecases import consents
from tests.usecases import people
from tests.usecases.people import NOW


def set_news(db: Database, customer_id: int, wanted: bool, *, days: int = 0) -> None:
    at = NOW + timedelta(days=days)
    consents.set_news(db=db, customer_id=customer_id, wanted=wanted, address="10.0.0.7", now=at)


def test_news_is_agreed_to_and_taken_back(database: Database) -> None:
    anna = people.confirmed(database)
    assert consents.standing(db=database, customer_id=anna.id) == {}
    set_news(database, anna.id, True)
    set_news(database, anna.id, True, days=1)
    given = consents.standing(db=database, customer_id=anna.id)[CONSENT_TO_NEWS]
    assert (given.version, given.given_at) == (CONSENT_VERSION, NOW)
    set_news(database, anna.id, False, days=2)
    assert consents.standing(db=database, customer_id=anna.id) == {}
    with database.read() as session:
        (kept,) = stored.of_customer(session, anna.id)
    assert kept.withdrawn_at == NOW + timedelta(days=2), "the proof of both stays"
