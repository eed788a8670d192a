"""What the use cases wrote into the outbox, and the stationery they wrote it on."""

from lk_app.db import letters
from lk_app.db.engine import Database
from lk_app.domain.letters import OutboxLetter
from lk_app.usecases.letters import Stationery
from tests.documents import papers
from tests.post_office import secret_in

PAPER = Stationery(papers.SUPPLIER, papers.SARATOV, "https://lk.example")


def outbox(db: Database, *, to: str = "") -> list[OutboxLetter]:
    """The letters to a mailbox (or all), newest first."""
    with db.read() as session:
        found = letters.latest(session, limit=100)
    return [letter for letter in found if to in ("", letter.recipient)]


def secret(db: Database, path: str) -> str:
    """The one-time secret in the newest letter that links to this path."""
    text = next(letter.text for letter in outbox(db) if f"{path}?" in letter.text)
    return secret_in(text, path)
