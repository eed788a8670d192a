"""Letters: written in the transaction they tell of, sent afterwards by a job. Real time only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import quote

from sqlmodel import Session

from lk_app.db import letters, throttles
from lk_app.db.engine import Database
from lk_app.documents.letters import Letter, LetterKind
from lk_app.documents.letters import letter as write
from lk_app.domain.customers import LETTERS_BY_EMAIL
from lk_app.domain.letters import AttachedBill, LettersPaused, OutboxLetter, retry_at
from lk_app.domain.refusals import Refusal
from lk_app.gateways.ports import MailGateway, MailRefused, MailUnavailable
from lk_app.settings import Supplier

TOPIC = letters.TOPIC
CLAIM_AT_ONCE = 5  # few, so that every claimed letter is sent well within CLAIM_LIFE
OUTBOX_SHOWN = 50
Pack = Callable[[OutboxLetter], OutboxLetter]


@dataclass(frozen=True, slots=True)
class Stationery:
    """What every letter of this supplier carries; `origin` is where its links lead."""

    supplier: Supplier
    zone: tzinfo
    origin: str

    def letter(self, kind: LetterKind, **facts: object) -> Letter:
        """Write a letter; its template says which facts it needs."""
        return write(kind, supplier=self.supplier, zone=self.zone, **facts)

    def link(self, path: str, token: str = "") -> str:
        """An absolute address of ours, with a one-time secret if given."""
        return f"{self.origin}{path}" + (f"?token={quote(token)}" if token else "")


def post(
    session: Session,
    letter: Letter,
    *,
    to: str,
    dedupe_key: str,
    now: datetime,
    attached: Sequence[AttachedBill] = (),
    unsubscribe_link: str = "",
) -> None:
    """Put a letter into the outbox within the caller's transaction; the same key writes once.

    To an erased login, which has no mailbox, nothing is written.
    """
    if "@" not in to:
        return
    letters.add(
        session,
        OutboxLetter(
            id=0,
            kind=letter.kind,
            recipient=to,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            dedupe_key=dedupe_key,
            created_at=now,
            attached=tuple(attached),
            unsubscribe_link=unsubscribe_link,
        ),
    )


def count(session: Session, mailbox: str, *, now: datetime) -> None:
    """Count a letter somebody asked for; raises LettersPaused("letters.paused", until=…).

    Known or not, a mailbox is written to a few times an hour at most, so the answer tells nothing.
    """
    key = f"letters:{mailbox}"
    throttles.hold(session, key, now=now)  # asked for at one moment, they are counted one by one
    until = throttles.blocked_until(session, [key], now=now)
    if until is not None:
        raise LettersPaused("letters.paused", field="email", until=until)
    throttles.fail(session, key, LETTERS_BY_EMAIL, now=now)


def deliver_due(
    *, db: Database, mail: MailGateway, now: datetime, pack: Pack = lambda letter: letter
) -> int:
    """Send every letter that is due and return how many went; safe to run in many places at once.

    `pack` puts in the papers a letter names; one that its reader may no longer see is not sent.

    A letter is claimed and committed first, so no two workers send the same one. A worker that
    dies between sending and noting it down may send it again: mailboxes know it by Message-ID.
    """
    sent = 0
    while True:
        with db.write() as session:
            claimed = letters.claim_due(session, now=now, limit=CLAIM_AT_ONCE)
        if not claimed:
            return sent
        sent += sum(_deliver(db, mail, letter, now, pack) for letter in claimed)


def _deliver(
    db: Database, mail: MailGateway, letter: OutboxLetter, now: datetime, pack: Pack
) -> bool:
    try:
        mail.send(pack(letter))
    except (MailRefused, Refusal) as refused:
        _note_failure(db, letter, str(refused), retry=None)
        return False
    except MailUnavailable as failed:
        _note_failure(db, letter, str(failed), retry=retry_at(letter.attempts, now=now))
        return False
    with db.write() as session:
        letters.mark_sent(session, letter.id, at=now)
    return True


def _note_failure(
    db: Database, letter: OutboxLetter, error: str, *, retry: datetime | None
) -> None:
    with db.write() as session:
        letters.mark_failed(session, letter.id, error=error, retry_at=retry)


def outbox(*, db: Database) -> list[OutboxLetter]:
    """The newest letters, for the demonstration's page; production never shows them."""
    with db.read() as session:
        return letters.latest(session, limit=OUTBOX_SHOWN)
