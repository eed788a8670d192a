"""What a person asks to be told of, by mail and on this device. `now` is real time."""

from collections.abc import Collection
from datetime import datetime

from lk_app import security
from lk_app.db import customers, notice_wishes
from lk_app.db.engine import Database
from lk_app.documents.letters import masked_email
from lk_app.domain.customers import Customer
from lk_app.domain.notices import NoticeKind, PushAddress
from lk_app.domain.one_time import LinkRefused
from lk_app.gateways.ports import PushGateway
from lk_app.security import Signer
from lk_app.usecases import ebills
from lk_app.usecases.notices import PURPOSE
from lk_app.usecases.sessions import Visitor

LINK_LIFE = ebills.LINK_LIFE


def by_mail(*, db: Database, customer_id: int) -> frozenset[NoticeKind]:
    """The kinds that go to the person's mailbox; bills by their consent."""
    with db.read() as session:
        wished = notice_wishes.mail_wishes(session, [customer_id]).get(customer_id, frozenset())
    billed = ebills.since(db=db, customer_id=customer_id) is not None
    return wished | ({NoticeKind.BILL} if billed else set())


def wish_by_mail(
    *,
    db: Database,
    customer_id: int,
    kind: NoticeKind,
    wanted: bool,
    address: str,
    now: datetime,
) -> None:
    """Ask for a kind, or call it off; repeating it changes nothing."""
    if kind is NoticeKind.BILL:
        if wanted:
            ebills.start(db=db, customer_id=customer_id, address=address, now=now)
        else:
            ebills.stop(db=db, customer_id=customer_id, now=now)
        return
    with db.write() as session:
        if wanted:
            notice_wishes.wish_mail(session, customer_id, kind, at=now, address=address)
        else:
            notice_wishes.forget_mail(session, customer_id, kind)


def on_device(*, db: Database, customer_id: int, endpoint: str) -> frozenset[NoticeKind]:
    """The kinds that go to this device of the person; none for an address of nobody's."""
    with db.read() as session:
        device = notice_wishes.device_at(session, customer_id, endpoint)
    return device.kinds if device else frozenset()


def wish_on_device(
    *,
    db: Database,
    push: PushGateway,
    me: Visitor,
    browser: str,
    to: PushAddress,
    kinds: Collection[NoticeKind],
    address: str,
    now: datetime,
) -> None:
    """Send exactly these kinds to the device; with none it is forgotten.

    `browser` is the secret of its cookie. Raises PushRefused: push.endpoint, push.keys.
    """
    push.check(to)
    with db.write() as session:
        device_id = notice_wishes.put_device(
            session,
            me.customer.id,
            to,
            session_id=me.session.id,
            browser_hash=security.digest(browser),
            at=now,
        )
        if not kinds:
            notice_wishes.remove_device(session, device_id)
            return
        notice_wishes.wish_push(session, device_id, kinds, at=now, address=address)
        if NoticeKind.BILL in kinds:
            ebills.watch(session, me.customer.id)


def signed_in(*, db: Database, browser: str, customer_id: int, session_id: int) -> None:
    """Somebody signed in at a browser: its own person's notices go on, another's end there."""
    if not browser:
        return
    with db.write() as session:
        known = notice_wishes.browser(session, security.digest(browser))
        if known is None:
            return
        device_id, owner = known
        if owner == customer_id:
            notice_wishes.move_to_session(session, device_id, session_id)
        else:
            notice_wishes.remove_device(session, device_id)


def called_off_by(*, db: Database, signer: Signer, token: str) -> tuple[NoticeKind, str]:
    """What a letter's link calls off, and for whom: «an•••@…»; raises LinkRefused."""
    kind, customer_id = _told(signer, token)
    return kind, masked_email(_reader(db, customer_id).email)


def call_off(*, db: Database, signer: Signer, token: str, now: datetime) -> NoticeKind:
    """From a letter, without signing in; raises LinkRefused("link.unknown")."""
    kind, customer_id = _told(signer, token)
    _reader(db, customer_id)
    wish_by_mail(db=db, customer_id=customer_id, kind=kind, wanted=False, address="", now=now)
    return kind


def _told(signer: Signer, token: str) -> tuple[NoticeKind, int]:
    told = signer.read(PURPOSE, token, max_age=LINK_LIFE)
    if isinstance(told, list) and len(told) == 2 and told[1] in list(NoticeKind):
        return NoticeKind(told[1]), int(told[0])
    reader = ebills.reader_by(signer, token)
    if reader is None:
        raise LinkRefused("link.unknown")
    return NoticeKind.BILL, reader


def _reader(db: Database, customer_id: int) -> Customer:
    with db.read() as session:
        found = customers.by_id(session, customer_id)
    if found is None:
        raise LinkRefused("link.unknown")
    return found
