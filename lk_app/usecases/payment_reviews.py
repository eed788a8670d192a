"""Cases of money that a person decides: opened where something differs, closed with a note."""

from datetime import datetime

from lk_app.db import payments
from lk_app.db import reconciliation as stored
from lk_app.db.engine import Database
from lk_app.domain.gateway_registers import LineKind
from lk_app.domain.payments import Payment, PaymentState
from lk_app.domain.reconciliation import Case, ReviewRefused
from lk_app.usecases import settlements
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payments import Gateways


def cases(*, db: Database) -> list[Case]:
    """What waits for a person, the oldest first."""
    with db.read() as session:
        return stored.cases(session)


def resolve(*, db: Database, case_id: int, note: str, now: datetime) -> Case:
    """Close a case with what was decided; it moves no money. The same note again changes nothing.

    Raises ReviewRefused: review.unknown, review.closed, review.note.
    """
    if not note.strip():
        raise ReviewRefused("review.note", field="note")
    with db.write() as session:
        case = stored.locked(session, case_id)
        if case is None:
            raise ReviewRefused("review.unknown", number=case_id)
        if case.closed_at is not None and case.note != note:
            raise ReviewRefused("review.closed", number=case_id, at=case.closed_at)
        if case.closed_at is None:
            stored.close(session, case_id, note=note, at=now)
        return case


def ask(
    *,
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    case_id: int,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """Ask the gateway about a case's payment and settle its word as that of a callback.

    The case closes when the payment is counted then. Raises ReviewRefused: review.unknown,
    review.no_payment (our books know none).
    """
    with db.read() as session:
        case = stored.case(session, case_id)
        payment = payments.by_public_id(session, case.finding.number) if case else None
    if case is None:
        raise ReviewRefused("review.unknown", number=case_id)
    if payment is None or case.finding.subject is not LineKind.PAYMENT:
        raise ReviewRefused("review.no_payment", number=case_id)
    after = settlements.ask(db, gateways, paper, payment, now=now, real_now=real_now)
    if after.state is PaymentState.SUCCEEDED and payment.state is not PaymentState.SUCCEEDED:
        with db.write() as session:
            stored.close(session, case_id, note="", at=now)
    return after
