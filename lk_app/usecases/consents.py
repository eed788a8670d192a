"""What a person agreed to, and the consent to news given and taken back. `now` is real time."""

from datetime import datetime

from lk_app.db import consents, old_customers
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


def is_due(*, db: Database, customer_id: int) -> bool:
    """Whether the text of today is still to be agreed to: asked at the next sign-in.

    Of whoever agreed to another one, or came from the old cabinet without any.
    """
    with db.read() as session:
        known = consents.of_customer(session, customer_id)
        moved = old_customers.is_known(session, customer_id)
    asked = any(one.kind == CONSENT_TO_PROCESSING for one in known)
    given = in_force(known, CONSENT_TO_PROCESSING)
    return (asked or moved) and (given is None or given.version != CONSENT_VERSION)


def agree(*, db: Database, customer_id: int, address: str, now: datetime) -> None:
    """Agree to the text of today; the earlier ones stay on record, repeating it changes nothing."""
    with db.write() as session:
        given = in_force(consents.of_customer(session, customer_id), CONSENT_TO_PROCESSING)
        if given is None or given.version != CONSENT_VERSION:
            consents.add(
                session,
                customer_id,
                kind=CONSENT_TO_PROCESSING,
                version=CONSENT_VERSION,
                at=now,
                address=address,
            )


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
