"""What is over is forgotten in time, what may still be needed is not."""

from datetime import timedelta

from lk_app.db import customers, sessions, throttles
from lk_app.db import letters as outbox
from lk_app.db.engine import Database
from lk_app.domain.customers import LETTERS_BY_EMAIL
from lk_app.domain.one_time import Purpose
from lk_app.security import digest
from lk_app.usecases import letters, one_time
from lk_app.usecases.housekeeping import Forgotten, tidy
from lk_app.usecases.sessions import sign_out
from tests.usecases import people
from tests.usecases.people import NOW, PAPER

NOTHING = Forgotten(
    tokens=0, registrations=0, sessions=0, throttles=0, letters=0, notices=0, uploads=0
)
DAY, MONTH = timedelta(days=1), timedelta(days=30)


def link(db: Database, customer_id: int) -> str:
    with db.write() as session:
        secret, _ = one_time.issue(
            session, customer_id=customer_id, purpose=Purpose.RESET, life=DAY, now=NOW
        )
    return secret


def test_a_link_is_known_for_a_month_after_it_expired(database: Database) -> None:
    secret = link(database, people.confirmed(database).id)
    assert tidy(db=database, now=NOW + DAY + MONTH) == NOTHING
    assert tidy(db=database, now=NOW + DAY + MONTH + DAY).tokens == 1
    with database.read() as session:
        assert customers.token(session, purpose="reset", token_hash=digest(secret)) is None


def test_a_session_is_listed_nowhere_a_month_after_it_ended(database: Database) -> None:
    people.confirmed(database)
    ended = people.sign_in(database)
    sign_out(db=database, secret=ended, now=NOW)
    still_open = people.sign_in(database, remember=True)
    assert tidy(db=database, now=NOW + MONTH) == NOTHING
    assert tidy(db=database, now=NOW + MONTH + DAY).sessions == 1
    with database.read() as session:
        found = sessions.open_by_secret(session, digest(still_open), now=NOW + MONTH)
    assert found is not None


def test_failures_are_forgotten_when_their_day_comes(database: Database) -> None:
    with database.write() as session:
        throttles.fail(session, "letters:anna", LETTERS_BY_EMAIL, now=NOW)
    assert tidy(db=database, now=NOW + throttles.FORGET_AFTER) == NOTHING
    assert tidy(db=database, now=NOW + throttles.FORGET_AFTER + DAY).throttles == 1


def write_letter(db: Database) -> None:
    letter = PAPER.letter(
        letters.LetterKind.RESET, link="https://lk.example/reset?token=x", until=NOW
    )
    with db.write() as session:
        letters.post(session, letter, to=people.ANNA, dedupe_key="reset:x", now=NOW)


def test_a_sent_letter_loses_its_body_and_stays_as_the_proof(database: Database) -> None:
    write_letter(database)
    assert tidy(db=database, now=NOW + MONTH + DAY) == NOTHING  # it waits to be sent
    with database.write() as session:
        [claimed] = outbox.claim_due(session, now=NOW, limit=1)
        outbox.mark_sent(session, claimed.id, at=NOW)
    assert tidy(db=database, now=NOW + MONTH) == NOTHING
    assert tidy(db=database, now=NOW + MONTH + DAY).letters == 1
    assert tidy(db=database, now=NOW + MONTH + DAY) == NOTHING
    [kept] = letters.outbox(db=database)
    assert (kept.text, kept.html, kept.recipient, kept.sent_at) == ("", "", people.ANNA, NOW)


def test_a_registration_nobody_confirmed_is_forgotten_with_its_link(database: Database) -> None:
    nobody = people.unconfirmed(database, "nobody@lk.example")
    link(database, nobody.id)
    anna = people.confirmed(database)
    assert tidy(db=database, now=NOW + MONTH).registrations == 0  # the link may be asked about
    forgotten = tidy(db=database, now=NOW + DAY + MONTH + DAY)
    assert (forgotten.tokens, forgotten.registrations) == (1, 1)
    assert people.reread(database, anna) == anna
