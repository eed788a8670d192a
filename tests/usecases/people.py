"""People of a test: registered, confirmed, signed in; and the letters that came to them."""

from datetime import UTC, datetime

from lk_app import security
from lk_app.db import customers
from lk_app.db import letters as outbox
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer, PersonName
from lk_app.domain.letters import OutboxLetter
from lk_app.usecases import letters, sessions
from lk_app.usecases.sessions import Visitor
from tests.documents import papers
from tests.post_office import secret_in

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PAPER = letters.Stationery(papers.SUPPLIER, papers.SARATOV, "https://lk.example")
ANNA, BORIS = "anna@lk.example", "boris@lk.example"
PASSWORD = "Pokazaniya-2026"
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def confirmed(db: Database, email: str = ANNA, phone: str = "+79271234567") -> Customer:
    """A customer whose mailbox is confirmed."""
    return _added(db, email, phone, confirmed_at=SINCE)


def unconfirmed(db: Database, email: str) -> Customer:
    """Somebody who registered with this mailbox and never opened the letter."""
    return _added(db, email, "+79270000000", confirmed_at=None)


def _added(db: Database, email: str, phone: str, confirmed_at: datetime | None) -> Customer:
    name = PersonName("Иванова", "Анна", "Петровна")
    person = Customer(0, name, email, phone, security.hash_password(PASSWORD), confirmed_at, SINCE)
    with db.write() as session:
        return customers.add(session, person)


def reread(db: Database, person: Customer) -> Customer:
    """The same person as the database knows them now."""
    with db.read() as session:
        found = customers.by_id(session, person.id)
    assert found is not None
    return found


def sign_in(
    db: Database,
    login: str = ANNA,
    *,
    password: str = PASSWORD,
    remember: bool = False,
    now: datetime = NOW,
) -> str:
    """The secret of a fresh session."""
    return sessions.sign_in(
        db=db,
        login=login,
        password=password,
        remember=remember,
        address="10.0.0.7",
        user_agent="Mozilla/5.0",
        now=now,
    ).secret


def visitor(db: Database, secret: str, *, now: datetime = NOW) -> Visitor | None:
    """Who a session lets in at that moment."""
    return sessions.visitor(db=db, secret=secret, now=now)


def me(db: Database, secret: str, *, now: datetime = NOW) -> Visitor:
    """The same, sure to be let in."""
    found = visitor(db, secret, now=now)
    assert found is not None
    return found


def letters_to(db: Database, mailbox: str) -> list[OutboxLetter]:
    """What was written to a mailbox, newest first."""
    with db.read() as session:
        return [one for one in outbox.latest(session, limit=50) if one.recipient == mailbox]


def secret_from(db: Database, mailbox: str, path: str) -> str:
    """The secret of the newest letter's link that leads to this path."""
    (found, *_) = [one for one in letters_to(db, mailbox) if f"{path}?token=" in one.text]
    return secret_in(found.text, path)
