"""What a person agreed to, and the consent to news given and taken back. `now` is real time."""

from datetime import datetime

from lk_app.db import consents
from lk_app.db.engine import Database
from lk_app.domain.consents import Consent, in_force
from lk_app.domain.registration import CONSENT_TO_NEWS, CONSENT_TO_PROCESSING, CONSENT_VERSION

KINDS = (CONSENT_TO_PROCESSING, CONSENT_TO_NEWS)


def standing(*, db: Database, customer_id: int) -> dict[str, Consent]:
    """The consents in force, by kind."""
    with db.read() as session:
        known = consents.of_customer(session, customer_id)
    found = {kind: in_force(known, kind) for kind in KINDS}
    return {kind: consent for kind, consent in found.items() if consent}


def set_news(*, db: Database, customer_id: int, wanted: bool, address: str, now: datetime) -> None:
    """Give or take back the consent to news; repeating it changes nothing."""
    with db.write() as session:
        if not wanted:
            consents.withdraw(session, customer_id, kind=CONSENT_TO_NEWS, at=now)
        elif not in_force(consents.of_customer(session, customer_id), CONSENT_TO_NEWS):
            consents.add(
                session,
                customer_id,
                kind=CONSENT_TO_NEWS,
                version=CONSENT_VERSION,
                at=now,
                address=address,
            )
