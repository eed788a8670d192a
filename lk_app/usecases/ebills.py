"""Bills by e-mail: asked for in the profile, told once after each run, called off by one click."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts, bills, consents, customers, ebills
from lk_app.db.engine import Database
from lk_app.documents.bill import BillDocument, bill_pdf
from lk_app.documents.letters import LetterKind, masked_email
from lk_app.domain.accounts import Link
from lk_app.domain.consents import in_force
from lk_app.domain.customers import Customer
from lk_app.domain.ebills import (
    CONSENT_TO_EBILL,
    EBILL_VERSION,
    Subscription,
    is_settled,
)
from lk_app.domain.letters import AttachedBill, AttachedFile, OutboxLetter
from lk_app.domain.one_time import LinkRefused
from lk_app.domain.periods import Period
from lk_app.security import Signer, digest
from lk_app.settings import Supplier
from lk_app.usecases import bill_documents
from lk_app.usecases.letters import Stationery, post
from lk_app.wording.letters import bills_title

PURPOSE = "ebill-stop"
LINK_LIFE = 5 * 366 * 24 * 3600  # seconds: letters are kept for years, and so is the way out
TOLD_AT_ONCE = 20  # people a transaction: SQLite's one writer is wanted for readings, too


def since(*, db: Database, customer_id: int) -> datetime | None:
    """When the person asked for bills by e-mail; None when they do not get them."""
    with db.read() as session:
        given = in_force(consents.of_customer(session, customer_id), CONSENT_TO_EBILL)
    return given.given_at if given else None


def start(*, db: Database, customer_id: int, address: str, now: datetime) -> None:
    """Send bills posted from now on; asking again changes nothing. `now` is real time."""
    with db.write() as session:
        if in_force(consents.of_customer(session, customer_id), CONSENT_TO_EBILL):
            return
        consents.add(
            session,
            customer_id,
            kind=CONSENT_TO_EBILL,
            version=EBILL_VERSION,
            at=now,
            address=address,
        )
        mine = accounts.links(session, customer_id)
        ebills.follow(session, customer_id, [link.account.id for link in mine])


def stop(*, db: Database, customer_id: int, now: datetime) -> None:
    """Send none any more; repeating it changes nothing. `now` is real time."""
    with db.write() as session:
        consents.withdraw(session, customer_id, kind=CONSENT_TO_EBILL, at=now)
        ebills.forget(session, customer_id)


def follow(session: Session, customer_id: int, account_id: int) -> None:
    """A newly attached account joins the others, within the caller's transaction."""
    if in_force(consents.of_customer(session, customer_id), CONSENT_TO_EBILL):
        ebills.follow(session, customer_id, [account_id])


def reader_of(*, db: Database, signer: Signer, token: str) -> str:
    """Whose bills a letter's link calls off, as «an•••@…»; raises LinkRefused("link.unknown")."""
    with db.read() as session:
        return masked_email(_reader(session, signer, token).email)


def stop_by_link(*, db: Database, signer: Signer, token: str, now: datetime) -> None:
    """Call off from a letter, without signing in; raises LinkRefused("link.unknown")."""
    with db.read() as session:
        reader = _reader(session, signer, token)
    stop(db=db, customer_id=reader.id, now=now)


def _reader(session: Session, signer: Signer, token: str) -> Customer:
    customer_id = signer.read(PURPOSE, token, max_age=LINK_LIFE)
    reader = customers.by_id(session, customer_id) if isinstance(customer_id, int) else None
    if reader is None:
        raise LinkRefused("link.unknown")
    return reader


def tell(
    *, db: Database, paper: Stationery, signer: Signer, now: datetime, real_now: datetime
) -> int:
    """Write the letters about bills nobody was told of; returns how many.

    `now` is business time in the supplier's zone. Safe to run in many places and at any time: a
    person's accounts are held while their letter is written, and each bill is told once.
    """
    written = after = 0
    while True:
        with db.write() as session:
            ids = ebills.with_news(session, after=after, limit=TOLD_AT_ONCE)
            for customer_id in ids:
                written += _tell(session, customer_id, paper, signer, now, real_now)
        if not ids:
            return written
        after = ids[-1]


def _tell(
    session: Session,
    customer_id: int,
    paper: Stationery,
    signer: Signer,
    now: datetime,
    real_now: datetime,
) -> bool:
    today = Period.of(now.date())
    links = {link.account.id: link for link in accounts.links(session, customer_id)}
    mine = [_seen(one, links) for one in ebills.locked(session, customer_id)]
    fresh = [one for one in mine if one.has_news]
    news = [one for one in fresh if one.is_told_about(today)]
    if not is_settled(mine, today=today, now=real_now):
        for one in news:
            if one.noticed_at is None:
                ebills.noticed(session, customer_id, one.account_id, at=real_now)
        return False
    for one in fresh:
        assert one.newest is not None
        ebills.told(session, customer_id, one.account_id, one.newest)
    if news:
        told = [_document(session, paper, links[one.account_id], one, now) for one in news]
        _write(session, customer_id, paper, signer, told, real_now)
    return bool(news)


def _seen(one: Subscription, links: dict[int, Link]) -> Subscription:
    link = links.get(one.account_id)
    return replace(one, visible_from=link.visible_from if link else None)


def _document(
    session: Session, paper: Stationery, link: Link, one: Subscription, now: datetime
) -> BillDocument:
    assert one.newest is not None
    bill = bills.of_period(session, link.account.id, one.newest)
    assert bill is not None
    return bill_documents.of_link(session, paper.supplier, link, bill, now)


def _write(
    session: Session,
    customer_id: int,
    paper: Stationery,
    signer: Signer,
    told: Sequence[BillDocument],
    real_now: datetime,
) -> None:
    customer = customers.by_id(session, customer_id)
    assert customer is not None
    token = signer.sign(PURPOSE, customer_id)
    letter = paper.letter(
        LetterKind.BILLS_POSTED,
        title=bills_title(told),
        bills=[_said(one) for one in told],
        link=paper.link("/cabinet/bills"),
        unsubscribe_link=paper.link("/unsubscribe", token),
    )
    named = [AttachedBill(customer_id, one.bill.account_number, one.bill.period) for one in told]
    what = digest(",".join(f"{one.account_number}/{one.period}" for one in named))[:16]
    post(
        session,
        letter,
        to=customer.email,
        dedupe_key=f"bills_posted:{customer_id}:{what}",
        now=real_now,
        attached=named,
        unsubscribe_link=paper.link("/api/letters/unsubscribe", token),
    )


def _said(one: BillDocument) -> dict[str, object]:
    name, amount, note = one.asked
    return {
        "period": one.bill.period,
        "account_number": one.bill.account_number,
        "address": one.address,
        "asked": [(name, f"{amount}, {note}" if note else amount)],
    }


def packed(
    letter: OutboxLetter, *, db: Database, supplier: Supplier, now: datetime
) -> OutboxLetter:
    """The letter with the papers it names; `now` is business time.

    Raises LinkRefused or BillingRefused when its reader may not see one of them any more.
    """
    documents = [
        bill_documents.bill(
            db=db,
            supplier=supplier,
            customer_id=one.customer_id,
            account_number=one.account_number,
            period=one.period,
            now=now,
        )
        for one in letter.attached
    ]
    files = tuple(AttachedFile(one.filename, bill_pdf(one)) for one in documents)
    return replace(letter, files=files)
