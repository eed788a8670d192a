"""Bills by e-mail: asked for in the profile, told once after each run, called off by one click."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts, bills, consents, customers, ebills, notice_wishes
from lk_app.db.engine import Database
from lk_app.documents.bill import BillDocument, bill_pdf
from lk_app.documents.letters import LetterKind
from lk_app.domain.accounts import Link
from lk_app.domain.consents import in_force
from lk_app.domain.ebills import (
    CONSENT_TO_EBILL,
    EBILL_VERSION,
    Subscription,
    is_settled,
)
from lk_app.domain.letters import AttachedBill, AttachedFile, OutboxLetter
from lk_app.domain.notices import Notice, NoticeKind, is_quiet
from lk_app.domain.periods import Period
from lk_app.security import Signer, digest
from lk_app.settings import Supplier
from lk_app.usecases import bill_documents, notices
from lk_app.usecases.letters import Stationery, post
from lk_app.wording.letters import bills_title
from lk_app.wording.notices import NAMED

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
        watch(session, customer_id)


def stop(*, db: Database, customer_id: int, now: datetime) -> None:
    """Send none any more; repeating it changes nothing. `now` is real time."""
    with db.write() as session:
        consents.withdraw(session, customer_id, kind=CONSENT_TO_EBILL, at=now)
        if not _by_push(session, customer_id):
            ebills.forget(session, customer_id)


def follow(session: Session, customer_id: int, account_id: int) -> None:
    """A newly attached account joins the others, within the caller's transaction."""
    if _by_mail(session, customer_id) or _by_push(session, customer_id):
        ebills.follow(session, customer_id, [account_id])


def _by_mail(session: Session, customer_id: int) -> bool:
    return in_force(consents.of_customer(session, customer_id), CONSENT_TO_EBILL) is not None


def _by_push(session: Session, customer_id: int) -> bool:
    devices = notice_wishes.devices(session, [customer_id])
    return any(NoticeKind.BILL in device.kinds for device in devices)


def watch(session: Session, customer_id: int) -> None:
    """See new bills of the person's accounts from now on, within the caller's transaction."""
    if not ebills.is_followed(session, customer_id):
        mine = accounts.links(session, customer_id)
        ebills.follow(session, customer_id, [link.account.id for link in mine])


def reader_by(signer: Signer, token: str) -> int | None:
    """Whose bills a letter's link calls off; None for a link that is none of ours."""
    customer_id = signer.read(PURPOSE, token, max_age=LINK_LIFE)
    return customer_id if isinstance(customer_id, int) else None


def tell(
    *, db: Database, paper: Stationery, signer: Signer, now: datetime, real_now: datetime
) -> int:
    """Write the letters about bills nobody was told of; returns how many.

    `now` is business time in the supplier's zone; at night nobody is told anything. Safe to run in
    many places: a person's accounts are held while their letter is written, and each bill is told
    once, by letter and on the devices that were asked for it.
    """
    written = after = 0
    while not is_quiet(now, paper.zone):
        with db.write() as session:
            ids = ebills.with_news(session, after=after, limit=TOLD_AT_ONCE)
            for customer_id in ids:
                written += _tell(session, customer_id, paper, signer, now, real_now)
        if not ids:
            break
        after = ids[-1]
    return written


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
        if _by_mail(session, customer_id):
            _write(session, customer_id, paper, signer, told, real_now)
        notices.tell(session, customer_id, _notice(told), real_now=real_now, by_mail=False)
    return bool(news)


def _notice(told: Sequence[BillDocument]) -> Notice:
    """The same on a device: who is asked for how much, without the papers."""
    newest = max(one.bill.period for one in told)
    whose = ", ".join(one.address for one in told[:NAMED])
    subject = _what(told)
    path = (
        "/cabinet/bills"
        if len(told) > 1
        else f"/cabinet/bills?account={told[0].bill.account_number}&period={newest}"
    )
    return Notice(NoticeKind.BILL, subject, bills_title(told), whose, path)


def _what(told: Sequence[BillDocument]) -> str:
    """A short name of these very bills."""
    return digest(",".join(f"{one.bill.account_number}/{one.bill.period}" for one in told))[:16]


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
    post(
        session,
        letter,
        to=customer.email,
        dedupe_key=f"bills_posted:{customer_id}:{_what(told)}",
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
