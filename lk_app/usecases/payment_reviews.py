"""Cases of money that a person decides: opened where something differs, closed with a note."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from lk_app.db import audit, payments
from lk_app.db import reconciliation as stored
from lk_app.db.engine import Database
from lk_app.domain import payments as rules
from lk_app.domain.audit import COMMAND_LINE, Action, Actor, Deed
from lk_app.domain.gateway_registers import LineKind
from lk_app.domain.money import plain
from lk_app.domain.payments import Payment, PaymentState
from lk_app.domain.reconciliation import Case, ReviewRefused
from lk_app.usecases import payment_entries, payment_letters, settlements
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payments import Gateways, scheduled


def cases(
    *, db: Database, typed: str = "", limit: int | None = None, offset: int = 0
) -> list[Case]:
    """What waits for a person, the oldest first: of this number, if asked."""
    with db.read() as session:
        return stored.cases(session, typed, limit=limit, offset=offset)


def how_many(*, db: Database, typed: str = "") -> int:
    """How many wait."""
    with db.read() as session:
        return stored.how_many(session, typed)


def open_case(*, db: Database, case_id: int) -> Case | None:
    """One that waits."""
    with db.read() as session:
        found = stored.case(session, case_id)
    return found if found and found.closed_at is None else None


def resolve(
    *, db: Database, case_id: int, note: str, now: datetime, by: Actor = COMMAND_LINE
) -> Case:
    """Close a case with what was decided. No money moves: a payment that waits for this decision is
    turned away, one that is counted stays counted.

    The same note again changes nothing. Raises ReviewRefused: review.unknown, review.closed,
    review.note.
    """
    if not note.strip():
        raise ReviewRefused("review.note", field="note")
    with db.write() as session:
        case, payment = _held(session, case_id)
        if case.closed_at is not None and case.note != note:
            raise ReviewRefused("review.closed", number=case_id, at=case.closed_at)
        if case.closed_at is None:
            state = _turn_away(session, case, payment, note, now)
            stored.close(session, case, state=state, note=note, at=now)
            _log(session, Action.REVIEW_CLOSED, case, by, now, note=note, state=str(state))
        return case


def _turn_away(
    session: Session, case: Case, before: Payment | None, note: str, now: datetime
) -> str:
    """The state our side has then."""
    if before is None:
        return str(case.finding.here.get("state", ""))
    after = rules.turned_away(before)
    if after is not before:
        payments.save(session, replace(after, next_check_at=None, updated_at=now))
        _note(session, after, case, now, note)
    return after.state


def accept(
    *,
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    case_id: int,
    note: str,
    now: datetime,
    real_now: datetime,
    by: Actor = COMMAND_LINE,
) -> Payment:
    """Count a payment in review with the sum that its gateway confirms when asked now.

    Its value date is the day of the gateway's success; several accounts share the sum as they were
    to share the one asked for. Raises ReviewRefused: review.unknown, review.closed, review.note,
    review.no_payment; PaymentRefused: payment.not_in_review, payment.not_acceptable;
    GatewayUnanswered.
    """
    if not note.strip():
        raise ReviewRefused("review.note", field="note")
    payment = _asked_about(db, case_id)
    gateway = gateways.get(payment.gateway)
    if gateway is None or payment.external_id is None:
        raise ReviewRefused("review.no_payment", number=case_id)
    report = gateway.fetch(payment.external_id)
    with db.write() as session:
        case, before = _held(session, case_id)
        if case.closed_at is not None or before is None:
            raise ReviewRefused("review.closed", number=case_id, at=case.closed_at)
        after = rules.accepted(before, report, live=gateway.live)
        at = rules.business_time(
            report.at, now=now, real_now=real_now, not_before=before.created_at
        )
        payments.correct(session, after)
        scheduled(session, after, now=now, real_now=real_now)  # its receipt may still be awaited
        _note(session, after, case, at, note)
        payment_entries.count(session, after, day=at.date(), now=now)
        payment_entries.count_refunds(session, after, day=at.date(), now=now)
        payment_letters.confirm(session, paper, after, paid_at=at, real_now=real_now)
        stored.close(session, case, state=after.state, note=note, at=now)
        said = {"note": note, "state": after.state.value, "amount": plain(after.amount)}
        _log(session, Action.REVIEW_ACCEPTED, case, by, real_now, **said)
    return after


def ask(
    *,
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    case_id: int,
    now: datetime,
    real_now: datetime,
    by: Actor = COMMAND_LINE,
) -> Payment:
    """Ask the gateway about a case's payment and settle its word as that of a callback.

    The case closes when the payment is counted then. Raises ReviewRefused: review.unknown,
    review.no_payment (our books know none).
    """
    before = _asked_about(db, case_id)
    with db.write() as session:
        case = _case(stored.case(session, case_id), case_id)
        _log(session, Action.REVIEW_ASKED, case, by, real_now)
    after = settlements.ask(db, gateways, paper, before, now=now, real_now=real_now)
    if after.state is PaymentState.SUCCEEDED and before.state is not PaymentState.SUCCEEDED:
        with db.write() as session:
            case, _ = _held(session, case_id)
            stored.close(session, case, state=after.state, note="", at=now)
    return after


def _log(
    session: Session, action: Action, case: Case, by: Actor, at: datetime, **after: str
) -> None:
    finding = case.finding
    before = {"here": dict(finding.here), "there": dict(finding.there)} if after else {}
    subject = f"№ {case.id}, {finding.gateway} {finding.number or finding.external_id}"
    audit.note(session, by, Deed(action, subject, before, after), at=at)


def _asked_about(db: Database, case_id: int) -> Payment:
    with db.read() as session:
        case = _case(stored.case(session, case_id), case_id)
        payment = payments.by_public_id(session, case.finding.number)
    if payment is None or case.finding.subject is not LineKind.PAYMENT:
        raise ReviewRefused("review.no_payment", number=case_id)
    return payment


def _case(found: Case | None, case_id: int) -> Case:
    if found is None:
        raise ReviewRefused("review.unknown", number=case_id)
    return found


def _held(session: Session, case_id: int) -> tuple[Case, Payment | None]:
    """A case and its payment, if our books know one; held in the order settling holds them."""
    finding = _case(stored.case(session, case_id), case_id).finding
    of_payment = finding.subject is LineKind.PAYMENT
    payment = payments.locked(session, finding.number) if of_payment else None
    return _case(stored.locked(session, case_id), case_id), payment


def _note(session: Session, payment: Payment, case: Case, at: datetime, note: str) -> None:
    facts = {"reference": payment.external_id or "", "case": case.id, "note": note}
    key = f"{payment.public_id}:case:{case.id}:{payment.state}"
    payments.note(session, payment, key=key, kind=payment.state, at=at, facts=facts)
