"""People who asked to be told of things, and what travels to them, in tests."""

from collections.abc import Collection
from datetime import datetime

from lk_app.db.engine import Database
from lk_app.domain.customers import Customer
from lk_app.domain.notices import NoticeKind
from lk_app.gateways.web_push import WebPush
from lk_app.security import Signer
from lk_app.settings import MissingReadingPolicy
from lk_app.usecases import notice_wishes, notices
from lk_app.usecases.notices import Courier
from lk_app.usecases.reminders import Clerk
from tests.push_service import Browser
from tests.usecases import people

SIGNER = Signer(b"a test's own key of some length!")
PUSH = WebPush(2**200 + 7, contact="mailto:lk@lk.example", local=True)
EVERYTHING = frozenset(NoticeKind)


def ask_by_mail(
    db: Database, person: Customer | int, kinds: Collection[NoticeKind] = EVERYTHING
) -> None:
    """Tick these boxes of the column «Почта»."""
    for kind in kinds:
        notice_wishes.wish_by_mail(
            db=db,
            customer_id=person if isinstance(person, int) else person.id,
            kind=kind,
            wanted=True,
            address="10.0.0.7",
            now=people.NOW,
        )


def ask_by_push(
    db: Database,
    browser: Browser,
    kinds: Collection[NoticeKind] = EVERYTHING,
    *,
    login: str = people.ANNA,
    cookie: str = "",
) -> str:
    """Sign in there and tick these boxes of the column «Это устройство»; the session's secret."""
    secret = people.sign_in(db, login)
    notice_wishes.wish_on_device(
        db=db,
        push=PUSH,
        me=people.me(db, secret),
        browser=cookie or browser.address.endpoint,
        to=browser.address,
        kinds=kinds,
        address="10.0.0.7",
        now=people.NOW,
    )
    return secret


def deliver(db: Database, now: datetime) -> int:
    """One round of the job; business and real time are the same here."""
    courier = Courier(db, PUSH, people.PAPER, SIGNER)
    return notices.deliver_due(courier, now=now, real_now=now)


def clerk(db: Database, now: datetime) -> Clerk:
    """Who looks at the calendar then."""
    return Clerk(db, MissingReadingPolicy.DECREE354, now, now)
