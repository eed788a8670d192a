"""«Пакет для спора»: everything an account's holder may need to prove a sum, in one document."""

from datetime import date, datetime, tzinfo

from sqlmodel import Session

from lk_app.db import bills, meters, payments, photos, readings, refunds
from lk_app.db.engine import Database
from lk_app.documents.dispute_pack import (
    MOST_PHOTOS,
    DisputePack,
    PaymentProof,
    PhotoProof,
    ReadingProof,
)
from lk_app.documents.statement import StatementDocument
from lk_app.domain.accounts import Link
from lk_app.domain.payments import Payment, PaymentState
from lk_app.domain.statements import OperationKind
from lk_app.gateways.ports import PhotoStore
from lk_app.settings import Supplier
from lk_app.usecases.accounts import require_link
from lk_app.usecases.statements import of_link

MONEY = (OperationKind.PAYMENT, OperationKind.REFUND)


def pack(
    *,
    db: Database,
    supplier: Supplier,
    customer_id: int,
    account_number: str,
    first_day: date | None,
    last_day: date | None,
    now: datetime,
    store: PhotoStore | None = None,
) -> DisputePack:
    """What a customer may take to a dispute, from `first_day` to `last_day`, both included.

    Days as in `statements.statement`. Raises LinkRefused("link.not_yours") and
    StatementRefused("statement.span").
    """
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        document = of_link(session, supplier, link, first_day=first_day, last_day=last_day, now=now)
        since, until = document.statement.since, document.statement.until
        posted = bills.of_account(session, link.account.id)
        return DisputePack(
            statement=document,
            payments=_payments(session, link, document),
            readings=_readings(session, link, document, document.zone),
            bills=tuple(one for one in posted if since <= one.period.last_day < until),
            photos=_photos(session, link, document, store) if store else (),
            is_cut=not link.is_proven and since == link.visible_from,
        )


def _payments(
    session: Session, link: Link, document: StatementDocument
) -> tuple[PaymentProof, ...]:
    """A proof for each money row of the statement; a payment's trail is its payer's own."""
    paid_back = refunds.references(session, link.account.id)
    made = payments.of_account(session, link.account.id, customer_id=link.customer_id)
    own = {payment.public_id: payment for payment in made}
    return tuple(
        _proof(
            session,
            at,
            own.get(operation.entry.reference),
            paid_back.get(operation.entry.reference, ""),
        )
        for at, operation in enumerate(document.statement.operations)
        if operation.entry.kind in MONEY
    )


def _proof(session: Session, row: int, payment: Payment | None, paid_back: str) -> PaymentProof:
    if payment is None:
        return PaymentProof(row, bank_reference=paid_back)
    steps = {step.kind: step for step in payments.steps(session, payment.id)}
    confirmed = steps.get(PaymentState.SUCCEEDED)
    return PaymentProof(
        row=row,
        at=confirmed.at if confirmed else payment.created_at,
        bank_reference=payment.external_id or "",
        receipt=payment.receipt,
    )


def _photos(
    session: Session, link: Link, document: StatementDocument, store: PhotoStore
) -> tuple[PhotoProof, ...]:
    """The photos of readings received in these days, the latest of them, in the order they came."""
    since, until, zone = document.statement.since, document.statement.until, document.zone
    fitted = [meter.id for meter in meters.of_account(session, link.account.id)]
    sets = {
        one.id: one
        for received in readings.of_meters(session, fitted).values()
        for one in received
        if since <= one.received_on(zone) < until
    }
    kept = sorted(photos.of_readings(session, sets).values(), key=lambda one: one.reading_id)
    read = [(one, store.read(one.key)) for one in kept[-MOST_PHOTOS:]]
    return tuple(
        PhotoProof(sets[one.reading_id], one.added_at, content) for one, content in read if content
    )


def _readings(
    session: Session, link: Link, document: StatementDocument, zone: tzinfo
) -> tuple[ReadingProof, ...]:
    """Every set received in these days, refused and proposed ones too, in the order they came."""
    since, until = document.statement.since, document.statement.until
    fitted = {meter.id: meter for meter in meters.of_account(session, link.account.id)}
    found = [one for sets in readings.of_meters(session, list(fitted)).values() for one in sets]
    ordered = sorted(found, key=lambda one: (one.received_on(zone), one.id))
    return tuple(
        ReadingProof(
            one,
            fitted[one.meter_id].digits,
            fitted[one.meter_id].model,
            fitted[one.meter_id].serial if link.is_proven else "",  # it is the proof itself
        )
        for one in ordered
        if since <= one.received_on(zone) < until
    )
